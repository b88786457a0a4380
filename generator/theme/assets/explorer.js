// The explorer: the form, the state that it and the address hold, and what they do with the table.
// The page has the usual columns without this file; every column comes from assets/explorer.json, fetched once.
import { unpacked, wordsOf } from "./explorer-data.js";
import { choose, sorted, summary } from "./explorer-filter.js";
import { FACETS, MOST_PICKED, pressed, read, untouched, write } from "./explorer-state.js";
import { download } from "./download.js";
import { tableOf } from "./explorer-table.js";
import { element } from "./brief.js";

const root = document.querySelector(".ea-explore");
const data = await load();
const columns = Object.values(data.columns);
const form = root.querySelector(".ea-tools");
fillForm();
const body = root.querySelector("tbody"); // the first of two; tableOf removes the other
const drops = [...root.querySelectorAll(".ea-drop")];
const elementButtons = [...root.querySelectorAll("[data-element]")];
const ranges = [...root.querySelectorAll("[data-range]")];
const api = new URL(root.dataset.api, document.baseURI);
const table = tableOf(root.querySelector("table"), root.querySelector(".ea-all"), data);

const boxes = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
const known = {
  usual: columns.filter(({ usual }) => usual).map(({ key }) => key),
  columns: columns.map(({ key }) => key),
  numbers: ranges.map((set) => set.dataset.range),
  elements: elementButtons.map((button) => button.dataset.element),
  ids: data.ids,
  conventions: [...form.elements.by.options].map((option) => option.value),
  facets: Object.fromEntries(FACETS.map((name) => [name, boxes(name).map((box) => box.value)])),
};
const fieldNames = Object.fromEntries(
  [...root.querySelectorAll("[data-lacks]")].map((set) => [set.dataset.facet ?? set.dataset.range, set.dataset.lacks]),
);

let state;
let found;
let order; // the rows that are found, in the order of the table

async function load() {
  try {
    const response = await fetch(root.dataset.source);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    return unpacked(await response.json());
  } catch (error) {
    root.classList.replace("is-live", "is-failed");
    throw error;
  }
}

// The controls of the columns: a range for each that has numbers, a box and two ways to sort for every one

function fillForm() {
  root.querySelector(".ea-ranges").append(...columns.filter(({ numbers }) => numbers).map(rangeOf));
  root.querySelector(".ea-facet--columns").append(...columns.map(boxOf));
  for (const { key, label } of columns) {
    form.elements.sort.add(new Option(`${label} ↑`, key));
    form.elements.sort.add(new Option(`${label} ↓`, `-${key}`));
  }
}

function rangeOf({ key, label, unit }) {
  const fields = ["at least", "at most"].map((end) => {
    const ariaLabel = `${label}, ${end}`;
    return Object.assign(element("input"), { type: "number", step: "any", inputMode: "decimal", ariaLabel });
  });
  const legend = element("legend", "", label, unit && " ", unit && element("span", "ea-paper", unit));
  const set = element("fieldset", "", legend, fields[0], "–", fields[1]);
  Object.assign(set.dataset, { range: key, lacks: label[0].toLowerCase() + label.slice(1) });
  return set;
}

function boxOf({ key, label }) {
  const box = Object.assign(element("input"), { type: "checkbox", name: "cols", value: key, disabled: key === "name" });
  return element("label", "", box, ` ${label}`);
}

// The state in the controls

/** Set every control by the state. */
function showState() {
  form.elements.q.value = state.text;
  form.elements.by.value = state.by;
  for (const name of FACETS) for (const box of boxes(name)) box.checked = state.facets[name].includes(box.value);
  for (const choice of boxes("on")) choice.checked = choice.value === state.on;
  form.elements.unknown.checked = state.unknown;
  for (const set of ranges) {
    const ends = state.ranges[set.dataset.range] ?? [null, null];
    set.querySelectorAll("input").forEach((field, end) => {
      field.value = ends[end] ?? "";
    });
  }
  elementButtons.forEach(showElement);
  showColumns();
}

function showColumns() {
  table.setColumns(state.columns, state.by);
  for (const box of boxes("cols")) box.checked = state.columns.includes(box.value);
}

const WANTED = { in: ["true", "must be in"], out: ["mixed", "must be out"], "": ["false", "either"] };

function wanted(symbol) {
  if (state.within.includes(symbol)) return "in";
  return state.without.includes(symbol) ? "out" : "";
}

function showElement(button) {
  const [pressed, label] = WANTED[wanted(button.dataset.element)];
  button.setAttribute("aria-pressed", pressed);
  button.setAttribute("aria-label", `${button.dataset.name}: ${label}`);
}

function showSort() {
  const [[key, way] = []] = state.sort;
  form.elements.sort.value = key ? (way === "desc" ? `-${key}` : key) : "";
  table.showSort(state.sort);
}

function showPicked() {
  const { picked } = state;
  const full = picked.length >= MOST_PICKED;
  for (const box of body.querySelectorAll(".ea-tick input")) {
    box.checked = picked.includes(box.value);
    box.disabled = full && !box.checked;
    box.title = box.disabled ? `At most ${MOST_PICKED} can be compared` : "";
  }
  const hidden = picked.filter((id) => !found.shown.includes(data.ids.indexOf(id))).length;
  const ticked = `${picked.length} ticked${hidden ? ` (${hidden} filtered out)` : ""}.`;
  root.querySelector(".ea-status__ticked").textContent =
    picked.length > 1
      ? ticked
      : picked.length
        ? `${ticked} Tick another to compare.`
        : "Tick two to five to compare them.";
  const link = root.querySelector(".ea-status__link");
  link.hidden = picked.length < 2;
  link.href = `${root.dataset.compare}${picked.length ? `?ids=${picked.join(",")}` : ""}`;
}

/** Show how many materials are shown and why not more, and how many choices of each drop-down are in use. */
function showFound() {
  const count = root.querySelector(".ea-status__count");
  const text = summary(found, data.size, state.unknown, fieldNames);
  if (count.textContent !== text) count.textContent = text; // an unchanged text would be read out again
  const include = root.querySelector(".ea-status__unknown");
  include.hidden = !found.unknown;
  include.lastElementChild.textContent = found.unknown === 1 ? "Show it too" : `Show these ${found.unknown} too`;
  for (const drop of drops) {
    const number = set(drop);
    const badge = drop.querySelector(".ea-drop__count");
    if (badge) badge.textContent = number ? `(${number})` : "";
    drop.classList.toggle("is-set", Boolean(number && badge));
  }
  for (const button of root.querySelectorAll("[data-download]")) button.disabled = !found.shown.length;
}

/** How many choices of a drop-down are in use. */
function set(drop) {
  const inUse = [...drop.querySelectorAll("[data-facet], [data-range]")].map(({ dataset: { facet, range } }) => {
    if (range) return range in state.ranges ? 1 : 0;
    return facet === "elements" ? state.within.length + state.without.length : state.facets[facet].length;
  });
  return inUse.reduce((sum, number) => sum + number, 0);
}

// What the reader does

/** Bring table, sentence and address to the state. */
function update() {
  found = choose(state, data);
  showFound();
  arrange();
}

/** Bring the order of the rows found, and their columns, to the state; `same` when only that changed. */
function arrange(same = false) {
  order = sorted(found.shown, state, data);
  table.draw(order, same);
  showSort();
  showPicked();
  remember();
}

const REST = 350; // ms; Safari refuses to have the address changed more than a hundred times in half a minute
let timer;
let written = 0;
/** Write the address: at once, and while changes come quickly once a moment. */
function remember() {
  clearTimeout(timer);
  timer = setTimeout(writeAddress, Math.max(0, written + REST - performance.now()));
}

function writeAddress() {
  written = performance.now();
  const parameters = write(state, known.usual).toString();
  history.replaceState(history.state, "", `${location.pathname}${parameters ? `?${parameters}` : ""}${location.hash}`);
}

function setColumns(keys) {
  state.columns = known.columns.filter((key) => key === "name" || keys.includes(key));
  showColumns();
}

function choseColumns(keys) {
  setColumns(keys);
  arrange(true);
}

/** A range on a column that is not shown would leave the reader guessing: show it. */
function reveal(key) {
  if (!state.columns.includes(key)) setColumns([...state.columns, key]);
}

function setSort(sort) {
  state.sort = sort;
  if (sort.length) reveal(sort[0][0]);
  arrange(true);
}

function setRange(fieldset) {
  const key = fieldset.dataset.range;
  const ends = [...fieldset.querySelectorAll("input")].map((field) =>
    field.value === "" ? null : field.valueAsNumber,
  );
  if (ends.every((end) => end === null)) delete state.ranges[key];
  else {
    state.ranges[key] = ends;
    reveal(key);
  }
}

function pressElement({ dataset: { element: symbol } }) {
  const before = wanted(symbol);
  const without = (list) => list.filter((other) => other !== symbol);
  state.within = without(state.within);
  state.without = without(state.without);
  if (before === "") state.within.push(symbol);
  if (before === "in") state.without.push(symbol);
}

const CHANGES = {
  q: (field) => {
    state.text = field.value.trim();
  },
  by: (field) => {
    state.by = field.value;
    showColumns();
  },
  on: (field) => {
    state.on = field.value;
  },
  unknown: (field) => {
    state.unknown = field.checked;
  },
};

const checked = (name) =>
  boxes(name)
    .filter((box) => box.checked)
    .map((box) => box.value);

form.addEventListener("input", ({ target }) => {
  const { name, value } = target;
  const fieldset = target.closest("[data-range]");
  if (name === "sort") return setSort(value ? [[value.replace(/^-/, ""), value.startsWith("-") ? "desc" : "asc"]] : []);
  if (name === "cols") return choseColumns(checked(name));
  if (fieldset) setRange(fieldset);
  else if (FACETS.includes(name)) state.facets[name] = checked(name);
  else CHANGES[name]?.(target);
  update();
});
form.elements.q.addEventListener("focus", () => wordsOf(data)); // so that the first letter need not wait
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.element) {
    pressElement(button);
    showElement(button);
    update();
  } else if (button.dataset.columns) {
    choseColumns(button.dataset.columns === "all" ? known.columns : known.usual);
  } else if (button.dataset.download) save(button.dataset.download);
  else if (button.classList.contains("ea-reset")) apply(untouched(known.usual));
});
root.querySelector("thead").addEventListener("click", ({ target, shiftKey }) => {
  const { key } = target.closest("th").dataset;
  if (key) setSort(pressed(state.sort, key, shiftKey));
});
body.addEventListener("change", ({ target: { value, checked: ticked } }) => {
  const others = state.picked.filter((id) => id !== value);
  state.picked = ticked ? [...others, value].slice(0, MOST_PICKED) : others;
  showPicked();
  remember();
});

async function save(kind) {
  const status = root.querySelector(".ea-drop__status");
  const ids = order.map((row) => data.ids[row]);
  try {
    status.textContent = `Saved as ${await download(kind, ids, api)}.`;
  } catch {
    status.textContent = "The data could not be loaded. Check the connection and try again.";
  }
}

/** Take over a whole state: from the address, or the untouched one. */
function apply(other) {
  state = other;
  showState();
  update();
}

const applyAddress = () => apply(read(new URLSearchParams(location.search), known));
window.addEventListener("popstate", applyAddress);

// A drop-down closes on Escape, giving the keyboard back to its button, and when something outside is used.
root.addEventListener("keydown", (event) => {
  const drop = event.key === "Escape" && event.target.closest(".ea-drop[open]");
  if (!drop) return;
  drop.open = false;
  drop.querySelector("summary").focus();
});
for (const happening of ["pointerdown", "focusin"]) {
  document.addEventListener(happening, ({ target }) => {
    for (const drop of drops) if (drop.open && !drop.contains(target)) drop.open = false;
  });
}

applyAddress();
form.inert = false;
root.classList.add("is-ready");
