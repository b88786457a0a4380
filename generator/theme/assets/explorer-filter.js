// The filters of the explorer. Pure functions over plain values, so that they can be tested anywhere.
//
// A state is {text, by, facets, within, without, on, ranges, unknown, ...} as explorer-state.js makes it.
// A row is the page's `data-row`, with `words` (the text of every cell, squeezed) and numbers of the cells added.
import { squeezed } from "./match.js";

/** Whether any of a row's values is among those chosen; null when the row has none. */
function among(chosen, values) {
  return values.length ? values.some((value) => chosen.includes(value)) : null;
}

/** Whether any of the chosen remarks applies; null when none does but one is not known. */
function remarked(chosen, remarks) {
  const found = chosen.map((name) => remarks[name] ?? null);
  return found.includes(true) || (found.includes(null) ? null : false);
}

/** Whether some value lies in the range; a value is itself a range [low, high], and touching is enough. */
function overlaps([least, most], values) {
  if (!values?.length) return null;
  return values.some(([low, high]) => (least === null || high >= least) && (most === null || low <= most));
}

function contains(state, row) {
  const present = state.on === "metal" ? row.metal : row.elements;
  if (!present) return null;
  return (
    state.within.every((symbol) => present.includes(symbol)) &&
    !state.without.some((symbol) => present.includes(symbol))
  );
}

/** Whether each word is in some cell; compared without blanks and punctuation, so that formulas match as typed. */
function matches(text, words) {
  return text
    .split(/\s+/)
    .map(squeezed)
    .filter(Boolean)
    .every((word) => words.some((cell) => cell.includes(word)));
}

/** Yield [field, verdict] of every filter in use: true, false, or null where the row lacks the field. */
function* verdicts(state, row) {
  if (state.text) yield ["text", matches(state.text, row.words)];
  if (state.within.length || state.without.length) yield ["elements", contains(state, row)];
  for (const [field, chosen] of Object.entries(state.facets)) {
    if (!chosen.length) continue;
    if (field === "remark") yield [field, remarked(chosen, row.remarks ?? {})];
    else if (field === "class") yield [field, among(chosen, [row.class?.[state.by]].filter(Boolean))];
    else yield [field, among(chosen, row.facets[field] ?? [])];
  }
  for (const [key, range] of Object.entries(state.ranges)) yield [key, overlaps(range, row.numbers[key])];
}

/** Return {fits, lacks}: whether a row passes all filters that can be judged, and the fields that it has not. */
export function judge(state, row) {
  const lacks = [];
  for (const [field, verdict] of verdicts(state, row)) {
    if (verdict === false) return { fits: false, lacks: [] };
    if (verdict === null) lacks.push(field);
  }
  return { fits: true, lacks };
}

/** Return which rows are shown, and of those that fit as far as known, how many lack which field. */
export function choose(state, rows) {
  const lacking = new Map();
  let unknown = 0;
  const shown = new Set();
  for (const row of rows) {
    const { fits, lacks } = judge(state, row);
    if (!fits) continue;
    if (lacks.length) unknown += 1;
    for (const field of lacks) lacking.set(field, (lacking.get(field) ?? 0) + 1);
    if (!lacks.length || state.unknown) shown.add(row.id);
  }
  return { shown, unknown, lacking };
}

/** What a cell sorts by: a range of numbers, a text, or null for what is not known. */
export function sortKey(order) {
  if (!order) return null;
  const ends = order.split("_").map(Number);
  return ends.some(Number.isNaN) ? order.toLocaleLowerCase() : ends;
}

/** Compare two keys, unknown last whatever the direction; ranges by their near end: lowest first, or highest first. */
export function compareKeys(a, b, descending) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === "string" || typeof b === "string") {
    const order = String(a).localeCompare(String(b), "en", { numeric: true });
    return descending ? -order : order;
  }
  return descending ? b.at(-1) - a.at(-1) : a[0] - b[0];
}

/** The sentence above the table: how many are shown, how many not and why. `names` are the labels of fields. */
export function summary({ shown, unknown, lacking }, total, included, names) {
  const count = `${shown.size} of ${total} shown`;
  if (!unknown) return `${count}.`;
  const why = [...lacking]
    .map(([field, many]) => `${lacking.size > 1 ? `${many} ` : ""}no ${names[field] ?? field}`)
    .join(", ");
  const have = unknown === 1 ? "it has" : "they have";
  const has = unknown === 1 ? "has" : "have";
  return included
    ? `${count}; ${unknown} of them ${has} ${why}.`
    : `${count}. ${unknown} hidden because ${have} ${why}.`;
}
