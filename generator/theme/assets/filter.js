// The filters above a table or folds whose rows carry tags, and the button that shows more of a long table.
import { fits, read, tally, write } from "./row-filter.js";

const form = document.querySelector("[data-ea-filter]");
const more = document.querySelector("[data-ea-more]");
const table = document.querySelector("table:has(tr[data-ea-tags]), [data-ea-folds]");
const folds = [...table.querySelectorAll("[data-ea-fold]")];
const fields = [...form.querySelectorAll("select, input")];
const page = Number(table.dataset.eaPage ?? Number.POSITIVE_INFINITY);
const values = () => Object.fromEntries(fields.map(({ name, value }) => [name, value]));
const usual = values();

let limit = page;
let fitting = [];

function show() {
  const chosen = values();
  fitting = [];
  for (const row of table.querySelectorAll("[data-ea-tags]")) {
    const fit = fits({ tags: row.dataset.eaTags, text: row.dataset.eaText }, chosen);
    if (fit) fitting.push(row);
    row.hidden = !fit || fitting.length > limit;
  }
  const count = tally(fitting.map(({ dataset }) => ({ outcome: dataset.eaOutcome, paper: dataset.eaPaper })));
  for (const place of document.querySelectorAll("[data-ea-count]")) place.textContent = count[place.dataset.eaCount];
  for (const fold of folds) {
    const left = fold.querySelectorAll("[data-ea-tags]:not([hidden])").length;
    fold.hidden = !left;
    fold.querySelector("[data-ea-fold-count]").textContent = left;
    fold.open = Object.values(chosen).some(Boolean);
  }
  if (more) more.hidden = fitting.length <= limit;
  table.classList.add("is-ready");
  history.replaceState(null, "", location.pathname + write(chosen, usual) + location.hash);
}

function choose(chosen) {
  for (const field of fields) field.value = chosen[field.name];
  limit = page;
  show();
}

form.addEventListener("input", () => {
  limit = page;
  show();
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  choose(usual);
});
form.addEventListener("submit", (event) => event.preventDefault());
table.addEventListener("ea-sorted", show);
more?.addEventListener("click", () => {
  limit += page;
  show();
});
document.querySelector("[data-ea-tally]").setAttribute("role", "status");
const offered = fields.map(({ name, options }) => [name, options ? [...options].map(({ value }) => value) : null]);
choose(read(new URLSearchParams(location.search), Object.fromEntries(offered), usual));
