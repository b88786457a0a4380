// The table of materials: filters, headings that sort, rows on request, files of what is shown.
// The page has the first rows without this file; all come from assets/performance.json, fetched once.
import { element, narrow } from "./brief.js";
import { fitting, sorted } from "./materials-rows.js";
import { read, write } from "./row-filter.js";

const form = document.querySelector("[data-ea-filter]");
const table = document.querySelector("[data-ea-source]");
const more = document.querySelector("[data-ea-more]");
const tally = document.querySelector("[data-ea-tally]");
const [headings] = table.tHead.rows;
const [body] = table.tBodies;
const fields = [...form.querySelectorAll("select, input")];
const PAGE = narrow.matches ? 15 : 50;
const MORE = 200; // rows that a browser lays out in a moment

const values = () => Object.fromEntries(fields.map(({ name, value }) => [name, value]));
const labels = new Map(
  fields.flatMap(({ options }) => [...(options ?? [])]).map((option) => [option, option.text.replace(/ \(\d+\)$/, "")]),
);
const usual = values();
const data = await load();

let sort = ""; // the id of a column, a minus sign before it for descending; as listed if empty
const sortedBy = () => sort.replace(/^-/, "");
let rows = [];
let limit = PAGE;

async function load() {
  try {
    const response = await fetch(table.dataset.eaSource);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    return await response.json();
  } catch (error) {
    const note = "The rows could not be loaded. Reload the page to try again; below are the first ones.";
    table.closest(".ea-table-wrap").before(element("p", "ea-note", note));
    throw error;
  }
}

/** A row as the generator has typeset it: its markup is never that of a record. */
function lineOf(row) {
  const cells = data.columns.map(({ label, number, html, of }, place) => {
    const cell = element(place ? "td" : "th", number ? "ea-number" : "");
    if (!place) cell.scope = "row";
    cell.dataset.label = label;
    cell.innerHTML = html[of[row]];
    return cell;
  });
  const line = element("tr", "", ...cells);
  line.dataset.eaId = data.ids[row];
  return line;
}

function nothing() {
  const cell = element("td", "ea-empty", "No material matches. Remove a filter, or clear all.");
  cell.colSpan = data.columns.length;
  return element("tr", "", cell);
}

function offer() {
  more.hidden = rows.length <= limit;
  more.textContent = `Show ${Math.min(MORE, rows.length - limit)} more of ${rows.length}`;
}

/** Say with each choice how many rows it would leave; those that leave none are not offered. */
function count(counts) {
  for (const { name, options } of fields.filter((field) => field.options)) {
    for (const option of [...options].filter(({ value }) => value)) {
      const left = counts[name].get(option.value) ?? 0;
      option.text = `${labels.get(option)} (${left})`;
      option.hidden = option.disabled = !left && !option.selected;
    }
  }
}

function show() {
  const found = fitting(data, values());
  const column = data.columns.find(({ id }) => id === sortedBy());
  rows = sorted(found.rows, column, sort.startsWith("-"));
  limit = PAGE;
  count(found.counts);
  tally.querySelector("[data-ea-count]").textContent = rows.length;
  body.replaceChildren(...(rows.length ? rows.slice(0, limit).map(lineOf) : [nothing()]));
  offer();
  showSort();
  table.classList.add("is-ready");
  history.replaceState(
    null,
    "",
    location.pathname + write({ ...values(), sort }, { ...usual, sort: "" }) + location.hash,
  );
}

function showSort() {
  [...headings.cells].forEach((heading, place) => {
    heading.removeAttribute("aria-sort");
    if (data.columns[place].id === sortedBy()) heading.ariaSort = sort.startsWith("-") ? "descending" : "ascending";
  });
}

function choose({ sort: order, ...chosen }) {
  for (const field of fields) field.value = chosen[field.name];
  const folded = form.querySelector("details");
  if ([...folded.querySelectorAll("select")].some(({ value }) => value)) folded.open = true;
  sort = order;
  show();
}

[...headings.cells].forEach((heading, place) => {
  const button = element("button", "ea-sort", ...heading.childNodes);
  button.type = "button";
  heading.append(button);
  button.addEventListener("click", () => {
    const { id } = data.columns[place];
    sort = sort === id ? `-${id}` : id;
    show();
  });
});
form.addEventListener("input", show);
form.addEventListener("reset", (event) => {
  event.preventDefault();
  choose({ ...usual, sort: "" });
});
form.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", () => {
  const further = rows.slice(limit, limit + MORE).map(lineOf);
  limit += MORE;
  body.append(...further);
  offer();
  further[0].querySelector("a").focus(); // where the reader goes on
});
for (const button of document.querySelectorAll("[data-ea-download]")) {
  button.addEventListener("click", async () => {
    const status = button.closest("p").querySelector("[role=status]");
    status.textContent = "Collecting …";
    try {
      const { download } = await import("./download.js");
      const ids = rows.map((row) => data.ids[row]);
      const api = new URL(table.dataset.eaApi, document.baseURI);
      status.textContent = `Saved as ${await download(button.dataset.eaDownload, ids, api)}.`;
    } catch (error) {
      status.textContent = `The file could not be made: ${error.message}. Try again, or take the whole table under Data.`;
    }
  });
}
tally.setAttribute("role", "status");
const offered = fields.map(({ name, options }) => [name, options ? [...options].map(({ value }) => value) : null]);
const sorts = data.columns.flatMap(({ id }) => [id, `-${id}`]);
const known = { ...Object.fromEntries(offered), sort: ["", ...sorts] };
choose(read(new URLSearchParams(location.search), known, { ...usual, sort: "" }));
