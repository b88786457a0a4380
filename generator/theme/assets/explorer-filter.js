// The filters and the order of the explorer. Pure functions over plain values, so that they can be tested anywhere.
//
// A state is {text, by, facets, within, without, on, ranges, unknown, sort, ...} as explorer-state.js makes it, data are
// the columns of explorer-data.js. A filter judges each distinct value of its column once, and rows by their values.
import { columnBy, sortKeys, wordsOf } from "./explorer-data.js";
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
  if (!values.length) return null;
  return values.some(([low, high]) => (least === null || high >= least) && (most === null || low <= most));
}

function contains({ within, without }, present) {
  if (!present.length) return null;
  return within.every((symbol) => present.includes(symbol)) && !without.some((symbol) => present.includes(symbol));
}

/** Whether a row has each word in some cell; without blanks and punctuation, so that formulas match as typed. */
function matcher(text, data) {
  const words = text.split(/\s+/).map(squeezed).filter(Boolean);
  const rows = wordsOf(data);
  return (row) => words.every((word) => rows[row].includes(word));
}

function byValue(values, of, judged) {
  const verdicts = values.map(judged);
  return (row) => verdicts[of[row]];
}

/** Yield [field, verdict of a row] of every filter in use: true, false, or null where the row lacks the field. */
function* filters(state, data) {
  if (state.within.length || state.without.length) {
    const { sets, of } = data.columns[state.on === "metal" ? "metals" : "composition"];
    yield ["elements", byValue(sets, of, (present) => contains(state, present))];
  }
  for (const [field, chosen] of Object.entries(state.facets)) {
    if (!chosen.length) continue;
    const { sets, of } = field === "remark" ? data.remarks : columnBy(data, field, state.by);
    const judged = field === "remark" ? remarked : among;
    yield [field, byValue(sets, of, (values) => judged(chosen, values))];
  }
  for (const [key, range] of Object.entries(state.ranges)) {
    const { numbers, of } = data.columns[key];
    yield [key, byValue(numbers, of, (values) => overlaps(range, values))];
  }
  if (state.text) yield ["text", matcher(state.text, data)];
}

/** The fields that a row has not, of the filters that it passes as far as known; null when one refuses it. */
function lacked(judges, row) {
  const lacks = [];
  for (const [field, judge] of judges) {
    const verdict = judge(row);
    if (verdict === false) return null;
    if (verdict === null) lacks.push(field);
  }
  return lacks;
}

/** Return the rows that are shown, as listed, and of those that fit as far as known, how many lack which field. */
export function choose(state, data) {
  const judges = [...filters(state, data)];
  const lacking = new Map();
  const shown = [];
  let unknown = 0;
  for (let row = 0; row < data.size; row += 1) {
    const lacks = lacked(judges, row);
    if (!lacks) continue;
    if (lacks.length) unknown += 1;
    for (const field of lacks) lacking.set(field, (lacking.get(field) ?? 0) + 1);
    if (!lacks.length || state.unknown) shown.push(row);
  }
  return { shown, unknown, lacking };
}

const words = new Intl.Collator("en", { numeric: true });

/** Compare two keys, unknown last whatever the direction; ranges by their near end: lowest first, or highest first. */
function compareKeys(a, b, descending) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === "string") return descending ? words.compare(b, a) : words.compare(a, b);
  return descending ? b[1] - a[1] : a[0] - b[0];
}

/** Rows in the order of a state; equal ones as they come. */
export function sorted(rows, { sort, by }, data) {
  const levels = sort.map(([key, way]) => [sortKeys(data, key, by), way === "desc"]);
  const compare = (a, b) => {
    for (const [keys, descending] of levels) {
      const order = compareKeys(keys[a], keys[b], descending);
      if (order) return order;
    }
    return 0;
  };
  return levels.length ? rows.toSorted(compare) : rows;
}

/** The sentence above the table: how many are shown, how many not and why. `names` are the labels of fields. */
export function summary({ shown, unknown, lacking }, total, included, names) {
  const count = `${shown.length} of ${total} match`;
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
