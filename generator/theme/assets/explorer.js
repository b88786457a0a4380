// The explorer: the page's own table, sorted and hidden by DataTables, filtered by the form above it.
// The page is complete without this file, which only filters, sorts and downloads what is in the table.
import { choose, compareKeys, sortKey, summary } from "./explorer-filter.js";
import { FACETS, MOST_PICKED, read, untouched, write } from "./explorer-state.js";
import { download } from "./explorer-download.js";
import { element } from "./brief.js";
import { squeezed } from "./match.js";
import DataTable from "./vendor/datatables.js";

const root = document.querySelector(".ea-explore");
const form = root.querySelector(".ea-tools");
const table = root.querySelector("table");
const drops = [...root.querySelectorAll(".ea-drop")];
const elementButtons = [...root.querySelectorAll("[data-element]")];
const ranges = [...root.querySelectorAll("[data-range]")];
const headings = [...table.tHead.rows[0].cells];
const usual = root.dataset.usual.split("_");
const api = new URL(root.dataset.api, document.baseURI);

const lines = [...table.tBodies[0].rows];
const rows = lines.map((line) => {
  const row = JSON.parse(line.dataset.row);
  row.words = [row.id, row.also, ...[...line.cells].map((cell) => cell.textContent)].map(squeezed);
  for (const {
    dataset: { range },
  } of ranges) {
    const ends = sortKey(line.cells[columnOf(range)].dataset.order);
    if (ends) row.numbers[range] ??= [[ends[0], ends.at(-1)]]; // of several values the row's data has each
  }
  return row;
});
const classCells = lines.map((line) => line.cells[columnOf("class")]);
const pickers = lines.map((line) => line.querySelector(".ea-tick input"));

const boxes = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
const known = {
  usual,
  columns: headings.map((heading) => heading.dataset.key).filter(Boolean),
  numbers: ranges.map((set) => set.dataset.range),
  elements: elementButtons.map((button) => button.dataset.element),
  ids: rows.map((row) => row.id),
  conventions: [...form.elements.by.options].map((option) => option.value),
  facets: Object.fromEntries(FACETS.map((name) => [name, boxes(name).map((box) => box.value)])),
};
known.usual = known.columns.filter((key) => usual.includes(key)); // in the order of the table
const fieldNames = Object.fromEntries(
  [...root.querySelectorAll("[data-lacks]")].map((set) => [set.dataset.facet ?? set.dataset.range, set.dataset.lacks]),
);

let state = read(new URLSearchParams(location.search), known);
let found = choose(state, rows);

// The table

for (const way of ["asc", "desc"]) {
  DataTable.ext.type.order[`ea-${way}`] = (a, b) => compareKeys(sortKey(a), sortKey(b), way === "desc");
}
setClasses(); // before DataTables parses the cells
const data = new DataTable(table, {
  autoWidth: false,
  paging: false,
  order: ordering(),
  layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
  language: {
    zeroRecords: "No material matches. Remove a filter, or reset all.",
    emptyTable: "There are no materials yet.",
  },
  columns: headings.map(({ dataset: { key } }, index) => ({
    type: "ea",
    data: { _: `${index}.display`, sort: `${index}.@data-order`, type: `${index}.@data-order` },
    orderable: Boolean(key),
    visible: !key || state.columns.includes(key),
  })),
});
data.search.fixed("filters", (_searched, _cells, index) => found.shown.has(rows[index].id));
data.on("order.dt", () => {
  const now = data
    .order()
    .map(([column, way]) => [headings[column].dataset.key, way])
    .filter(([, way]) => way);
  if (JSON.stringify(now) === JSON.stringify(state.sort)) return;
  state.sort = now;
  showSort();
  remember();
});

function ordering() {
  return state.sort.map(([key, way]) => [columnOf(key), way]);
}

function columnOf(key) {
  return headings.findIndex((heading) => heading.dataset.key === key);
}

/** Fill the class column by the chosen convention, with the value where it is not the headline's. */
function setClasses() {
  const { by } = state;
  const heading = headings[columnOf("class")];
  const title = heading.querySelector(".dt-column-title") ?? heading;
  title.textContent = by === "all" ? "Class" : `Class: ${form.elements.by.selectedOptions[0].text.toLowerCase()}`;
  classCells.forEach((cell, index) => {
    const { class: classes = {}, entropy = {} } = rows[index];
    const [value = "", text] = entropy[by] ?? [];
    cell.dataset.order = value;
    const chip = classes[by] ? [element("span", `ea-chip ea-chip--${classes[by]}`, classes[by])] : [];
    cell.replaceChildren(...chip, ...(by === "all" || !text ? [] : [" ", element("span", "ea-paper", text)]));
  });
}

// The state in the controls

/** Set every control by the state. */
function showState() {
  form.elements.q.value = state.text;
  form.elements.by.value = state.by;
  for (const name of FACETS) for (const box of boxes(name)) box.checked = state.facets[name].includes(box.value);
  for (const box of boxes("cols")) box.checked = state.columns.includes(box.value);
  for (const choice of boxes("on")) choice.checked = choice.value === state.on;
  form.elements.unknown.checked = state.unknown;
  for (const set of ranges) {
    const ends = state.ranges[set.dataset.range] ?? [null, null];
    set.querySelectorAll("input").forEach((field, end) => {
      field.value = ends[end] ?? "";
    });
  }
  elementButtons.forEach(showElement);
  showSort();
  showPicked();
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
}

function showPicked() {
  const { picked } = state;
  const full = picked.length >= MOST_PICKED;
  pickers.forEach((box) => {
    box.checked = picked.includes(box.value);
    box.disabled = full && !box.checked;
    box.title = box.disabled ? `At most ${MOST_PICKED} can be compared` : "";
  });
  const hidden = picked.filter((id) => !found.shown.has(id)).length;
  const ticked = `${picked.length} ticked${hidden ? ` (${hidden} not shown)` : ""}.`;
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
  const text = summary(found, rows.length, state.unknown, fieldNames);
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
  for (const button of root.querySelectorAll("[data-download]")) button.disabled = !found.shown.size;
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
  found = choose(state, rows);
  data.draw();
  showFound();
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

function setConvention() {
  state.by = form.elements.by.value;
  setClasses();
  data.rows().invalidate("dom");
}

function setColumns(columns) {
  state.columns = known.columns.filter((key) => key === "name" || columns.includes(key));
  const keyed = headings.map(({ dataset: { key } }, index) => [key, index]).filter(([key]) => key);
  for (const shown of [true, false]) {
    const changed = keyed.filter(
      ([key, index]) => state.columns.includes(key) === shown && data.column(index).visible() !== shown,
    );
    if (changed.length) data.columns(changed.map(([, index]) => index)).visible(shown, false);
  }
  for (const box of boxes("cols")) box.checked = state.columns.includes(box.value);
}

/** A range on a column that is not shown would leave the reader guessing: show it. */
function reveal(key) {
  if (!state.columns.includes(key)) setColumns([...state.columns, key]);
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
  by: setConvention,
  on: (field) => {
    state.on = field.value;
  },
  unknown: (field) => {
    state.unknown = field.checked;
  },
  cols: () =>
    setColumns(
      boxes("cols")
        .filter((box) => box.checked)
        .map((box) => box.value),
    ),
  sort: (field) => {
    const key = field.value.replace(/^-/, "");
    state.sort = key ? [[key, field.value.startsWith("-") ? "desc" : "asc"]] : [];
    if (key) reveal(key);
    data.order(ordering());
  },
};

form.addEventListener("input", ({ target }) => {
  const fieldset = target.closest("[data-range]");
  if (fieldset) setRange(fieldset);
  else if (FACETS.includes(target.name))
    state.facets[target.name] = boxes(target.name)
      .filter((box) => box.checked)
      .map((box) => box.value);
  else CHANGES[target.name]?.(target);
  update();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.element) {
    pressElement(button);
    showElement(button);
    update();
  } else if (button.dataset.columns) {
    setColumns(button.dataset.columns === "all" ? known.columns : known.usual);
    update();
  } else if (button.dataset.download) save(button.dataset.download);
  else if (button.classList.contains("ea-reset")) apply(untouched(known.usual));
});
table.addEventListener("change", ({ target }) => {
  if (!pickers.includes(target)) return;
  state.picked = target.checked
    ? [...state.picked, target.value].slice(0, MOST_PICKED)
    : state.picked.filter((id) => id !== target.value);
  showPicked();
  remember();
});

async function save(kind) {
  const status = root.querySelector(".ea-drop__status");
  const ids = data
    .rows({ search: "applied" })
    .indexes()
    .toArray()
    .map((index) => rows[index].id);
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
  setConvention();
  setColumns(state.columns);
  data.order(ordering());
  update();
}

window.addEventListener("popstate", () => apply(read(new URLSearchParams(location.search), known)));

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

form.elements.by.value = state.by;
showState();
setClasses();
data.rows().invalidate("dom");
update();
root.classList.add("is-ready");
