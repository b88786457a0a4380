// The search dialog: records that the query names first, then full text. Everything comes from this site.
import { briefs, designed, element, formula, KINDS, own, root } from "./brief.js";
import { match, plain, squeezed, stem, wanted } from "./match.js";
import { among, measures, unmeasured } from "./measures.js";
import { corrected, vocabulary } from "./spelling.js";

const MOST = 12;
const LOADED = 24;

const dialog = document.querySelector(".ea-search");
const field = dialog.querySelector("input");
const status = dialog.querySelector(".ea-search__status");
const list = dialog.querySelector(".ea-search__results");

let engines;
let spelled;
let latest = 0;

const OPENED_AS_FILE = location.protocol === "file:"; // browsers run no WebAssembly from files
const NAMES_ALONE = " Opened as a file: names, formulas and elements are searched, the text of pages is not.";
const NO_TEXTS = { search: async () => ({ results: [] }) };

async function texts() {
  const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
  await pagefind.options({ excerptLength: 22 });
  await pagefind.init();
  return pagefind;
}

/** Load the index of names and the full-text engine once, when the dialog is first opened. */
function load() {
  engines ??= Promise.all([briefs(), OPENED_AS_FILE ? NO_TEXTS : texts()]);
  return engines;
}

/** A result as the list shows it: {url, title, kind, formula, excerpt}. */
function fromRecord({ url, name, kind, formula: composition, line }) {
  return { url: own(url), title: name, kind: KINDS[kind], formula: composition, excerpt: line };
}

function fromText(result) {
  const { title, kind = "Page", formula } = result.meta;
  return { url: own(result.url), title, kind, formula, marked: result.excerpt };
}

/** Whether a page contains every number of the query and every word, or what is left of it without its ending.
    Pagefind shortens an unknown word until something matches, which would answer any typing error. */
function contains(result, { words, measured }) {
  const whole = `${result.meta.title} ${result.content}`;
  const [text, known] = [squeezed(whole), measured.length ? measures(whole) : []];
  return words.every(({ word }) => text.includes(stem(word))) && measured.every((each) => among(known, each));
}

function item(result) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = result.url;
  link.append(element("strong", "", result.title), element("span", "ea-search__kind", result.kind));
  if (result.formula) link.append(formula(result.formula));
  const excerpt = element("span", "ea-search__excerpt", result.excerpt);
  if (result.marked) excerpt.innerHTML = result.marked; // Pagefind escapes the text and adds <mark> only
  link.append(excerpt);
  entry.append(link);
  return entry;
}

/** Whether a query looks like a formula of its own, which the page Design can answer though no record has it. */
function isFormula(query) {
  const text = unmeasured(query); // "NFM 5C" is no formula
  return /\d/.test(text) && /(?:[A-Z][a-z]?[\d.(){}_/[\]-]*){3}/.test(text);
}

/** What is offered for a formula that names no record. */
function checked(query) {
  const link = element(
    "a",
    "",
    element("strong", "", "Check this composition"),
    element("span", "ea-search__kind", "Design"),
  );
  link.href = designed(query);
  link.append(
    element("span", "ea-search__excerpt", "Sites, entropy under every convention, and the nearest known materials."),
  );
  return element("li", "", link);
}

function summary(count, query, meant) {
  if (meant) return `Nothing for “${query}”. Results for “${meant}”:`;
  if (!count) return `Nothing found for “${query}”.`;
  if (count > MOST) return `The best ${MOST} pages found.`;
  return `${count} page${count === 1 ? "" : "s"} found.`;
}

async function found(query) {
  const [records, pagefind] = await load();
  const named = match(records, query).map(([record]) => fromRecord(record));
  const parts = wanted(query);
  const texts = await pagefind.search(query);
  const loaded = await Promise.all(texts.results.slice(0, LOADED).map((result) => result.data()));
  const read = loaded.filter((result) => contains(result, parts)).map(fromText);
  return unique([...named, ...read]);
}

/** What a query finds, or else what the query that was probably meant finds. */
async function answered(query) {
  const results = await found(query);
  if (results.length) return { results };
  spelled ??= vocabulary(await briefs());
  const meant = corrected(query, spelled);
  const others = meant === query ? [] : await found(meant);
  return others.length ? { results: others, meant } : { results };
}

function unique(results) {
  const seen = new Set();
  return results.filter(({ url }) => url && !seen.has(url) && seen.add(url));
}

async function search() {
  const asked = ++latest;
  const query = plain(field.value);
  if (!query) {
    list.replaceChildren();
    status.textContent = "Type an acronym, a formula, elements, a problem or an author.";
    return;
  }
  status.textContent = "Searching …";
  try {
    const { results, meant } = await answered(query);
    if (asked !== latest) return;
    const own = results.some(({ formula: known }) => known) || !isFormula(query) ? [] : [checked(field.value.trim())];
    list.replaceChildren(...own, ...results.slice(0, MOST).map(item));
    status.textContent = `${summary(results.length, query, meant)}${OPENED_AS_FILE ? NAMES_ALONE : ""}`;
  } catch {
    status.textContent = "The search index could not be loaded. Reload the page, or browse the materials instead.";
  }
}

function open(query = "") {
  if (!dialog.open) dialog.showModal();
  if (query) field.value = query;
  field.select();
  search();
}

/** Move between the results with the arrow keys, as in any list of choices. */
function step(event) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (next === undefined || !links.length) return;
  event.preventDefault();
  (next < 0 ? field : links[Math.min(next, links.length - 1)]).focus();
}

let timer;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, 120);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    list.querySelector("a")?.click();
  }
});
dialog.addEventListener("keydown", step);
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-ea-search]");
  if (opener) open(opener.dataset.eaSearch);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-ea-check]")) return;
  event.preventDefault(); // behind `#`, what is typed is sent to no server
  location.href = designed(new FormData(event.target).get("f").trim());
});
document.addEventListener("keydown", (event) => {
  // A field that the dialog has just hidden may still be focused for a moment: its key opens the dialog again.
  const target = event.target === field ? document.body : event.target;
  const typing = target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  if (!typing && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey && ["/", "s"].includes(event.key)) {
    event.preventDefault();
    open();
  }
});
