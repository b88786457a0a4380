// The form as nested texts, and back: what is typed at each field of a record, and which element a path leads to.
//
// An element with `data-key` holds a field, with `data-group` the fields of a part, with `data-list` rows of parts.
// A list or part may be spread over several elements; its texts are put together.

const MARKED = "[data-key], [data-group], [data-list]";
const ORIGIN = "@origin";

/** The marked elements inside a container that are in no marked element between. */
function* own(container) {
  for (const child of container.children) {
    if (child.tagName === "TEMPLATE") continue;
    if (child.matches(MARKED)) yield child;
    else if (!child.matches("[data-part]")) yield* own(child);
  }
}

export const rowsOf = (list) =>
  [...list.querySelectorAll("[data-row]")].filter((row) => row.closest("[data-list]") === list);

/** What is typed into a field, without what a new row begins with. */
export function typed(wrapper) {
  const ticks = [...wrapper.querySelectorAll("input[type=checkbox]")];
  if (ticks.length)
    return ticks
      .filter((tick) => tick.checked)
      .map((tick) => tick.value)
      .join(", ");
  const [first, other] = wrapper.querySelectorAll("input, select, textarea");
  return (first.value === "@other" ? other.value : first.value).trim();
}

function isPreset(wrapper, text) {
  const { preset } = wrapper.dataset;
  return preset !== undefined && text === preset;
}

/** The texts of a container under the keys of its record; empty ones are left out. */
export function collect(container) {
  const found = {};
  read(container, found, []);
  for (const [key, value] of Object.entries(found)) if (Array.isArray(value)) found[key] = numbered(value);
  return found;
}

function read(container, found) {
  let filled = false;
  for (const marked of own(container)) {
    const { key, group, list } = marked.dataset;
    if (key) {
      const text = typed(marked);
      if (text) found[key] = text;
      if (text && !isPreset(marked, text)) filled = true;
    } else if (group) {
      const inner = found[group] ?? {};
      filled = read(marked, inner) || filled;
      if (Object.keys(inner).length) found[group] = inner;
    } else {
      const rows = rowsOf(marked).flatMap((row) => {
        const inner = {};
        const said = read(row, inner);
        row.eaIndex = undefined;
        return said ? [{ row, inner }] : [];
      });
      if (rows.length) found[list] = [...(found[list] ?? []), ...rows];
      filled = filled || rows.length > 0;
    }
  }
  return filled;
}

/** Rows in the order of the record that a correction began with, new ones behind, each with its index. */
function numbered(rows) {
  const place = ({ row }) => (row.dataset.origin === undefined ? Infinity : Number(row.dataset.origin));
  const sorted = rows.map((each, nth) => [place(each), nth, each]).sort(([a, i], [b, j]) => a - b || i - j);
  return sorted.map(([, , { row, inner }], index) => {
    row.eaIndex = index;
    for (const [key, value] of Object.entries(inner)) settle(inner, key, value);
    return row.dataset.origin === undefined ? inner : { ...inner, [ORIGIN]: Number(row.dataset.origin) };
  });
}

function settle(holder, key, value) {
  if (Array.isArray(value)) holder[key] = numbered(value);
  else if (typeof value === "object") for (const [name, inner] of Object.entries(value)) settle(value, name, inner);
}

// Back

let count = 0;

/** Give the inputs of new elements their help as a description. */
export function describe(container) {
  for (const help of container.querySelectorAll(".ea-form__help")) {
    if (help.id) continue;
    help.id = `ea-form-help-${++count}`;
    const inputs = help.parentElement.matches("[data-key], .ea-form__field")
      ? help.parentElement.querySelectorAll("input, select, textarea")
      : [];
    for (const input of inputs) input.setAttribute("aria-describedby", help.id);
  }
}

/** Add a row to a list and return it; `preset` is the property that it begins with. */
export function addRow(list, preset = "") {
  const template = list.querySelector(":scope > template");
  const row = template.content.firstElementChild.cloneNode(true);
  list.querySelector("[data-rows]").append(row);
  for (const wrapper of row.querySelectorAll("[data-key]")) {
    const select =
      wrapper.dataset.key === "property" && wrapper.closest("[data-row]") === row && wrapper.querySelector("select");
    if (select && preset) setTo(wrapper, preset);
    const begins = typed(wrapper);
    if (begins) wrapper.dataset.preset = begins;
  }
  number(list);
  describe(row);
  if (preset) unitOf(row);
  return row;
}

export function number(list) {
  for (const [nth, row] of rowsOf(list).entries())
    for (const place of row.querySelectorAll("[data-number]"))
      if (place.closest("[data-row]") === row) place.textContent = nth + 1;
}

/** Write the unit of the chosen property beside its value, unless another one was typed. */
export function unitOf(row) {
  const select = row.querySelector("[data-key=property] select");
  const unit = row.querySelector(":scope [data-key=unit]");
  if (!select || !unit) return;
  const own = select.selectedOptions[0]?.dataset.unit ?? "";
  const input = unit.querySelector("input");
  if (input.value && input.value !== unit.dataset.preset) return;
  input.value = own;
  unit.dataset.preset = own;
}

/** Put a text into a field; one that no option has goes to the field beside it. */
export function setTo(wrapper, text) {
  const ticks = [...wrapper.querySelectorAll("input[type=checkbox]")];
  const words = String(text).split(/[\s,;]+/);
  for (const tick of ticks) tick.checked = words.includes(tick.value);
  if (ticks.length) return;
  const [first, other] = wrapper.querySelectorAll("input, select, textarea");
  first.value = text;
  if (first.tagName === "SELECT" && first.value !== String(text)) {
    first.value = other ? "@other" : "";
    if (other) other.value = text;
    reveal(first);
  }
}

/** Show the field for another word where that is chosen. */
export function reveal(select) {
  const other = select.parentElement.querySelector(".ea-form__other");
  if (other) other.hidden = select.value !== "@other";
}

/** Fill a container with the texts of a record; `table` says which of several lists an item goes to. */
export function fill(container, texts, table) {
  const marked = [...own(container)];
  for (const [key, value] of Object.entries(texts)) {
    if (Array.isArray(value)) {
      const lists = marked.filter(({ dataset }) => dataset.list === key);
      for (const item of value) {
        if (typeof item !== "object" || !item || !lists.length) continue;
        const row = addRow(lists.find(({ dataset }) => dataset.table === table?.(item)) ?? lists[0]);
        const { [ORIGIN]: origin, ...rest } = item;
        if (Number.isInteger(origin)) row.dataset.origin = origin;
        fill(row, rest, table);
      }
    } else if (value && typeof value === "object") {
      for (const group of marked.filter(({ dataset }) => dataset.group === key)) fill(group, value, table);
    } else {
      const wrapper = marked.find(({ dataset }) => dataset.key === key);
      if (wrapper && typeof value === "string") setTo(wrapper, value);
    }
  }
}

/** The element that a path such as claims[0].value leads to, or the nearest one around it. */
export function find(container, path) {
  let here = [container];
  for (const part of path.match(/[^.[\]]+/g) ?? []) {
    const inside = here.flatMap((each) => [...own(each)]);
    const next = /^\d+$/.test(part)
      ? here.flatMap(rowsIn).filter((row) => row.eaIndex === Number(part))
      : inside.filter(({ dataset }) => [dataset.key, dataset.group, dataset.list].includes(part));
    if (!next.length) break;
    here = next;
  }
  return here[0];
}

const rowsIn = (element) => (element.matches("[data-list]") ? rowsOf(element) : []);
