// The explorer's data (assets/explorer.json) by column, for any row at once. Pure functions.
//
// The file lists what the cells of a column hold, each pair of HTML and values once; `of` says which of them a row has.
// All HTML is typeset by the generator.
import { squeezed } from "./match.js";

const MARKS = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** The text of HTML as the generator typesets it. */
export function textOf(html) {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) =>
      code ? String.fromCodePoint(code) : (MARKS[name] ?? whole),
    );
}

/** A column of few rows as one of all rows: the first place is that of rows without a number. */
function filled({ rows, html, numbers, ...about }, size) {
  const of = new Array(size).fill(0);
  rows.forEach((row, place) => {
    of[row] = place + 1;
  });
  const ranges = numbers.map((number) => (typeof number === "number" ? [[number, number]] : number));
  return { ...about, html: ["", ...html], numbers: [[], ...ranges], of };
}

/** {size, ids, also, columns, classes, remarks}: columns by key in the order of the table, classes by convention. */
export function unpacked({ columns, also, classes, remarks }) {
  const whole = columns.map((column) => (column.rows ? filled(column, also.length) : column));
  const byKey = Object.fromEntries(whole.map((column) => [column.key, column]));
  const { sets, of } = byKey.name;
  return { size: also.length, ids: of.map((place) => sets[place][0]), also, columns: byKey, classes, remarks };
}

/** A column as entropy is counted: only that of the class depends on it. */
export function columnBy(data, key, by) {
  return key === "class" ? { ...data.columns.class, ...data.classes[by] } : data.columns[key];
}

/** What the cells of a column sort by: a range of numbers, a text, or null for what is not known. */
function keysOf({ numbers, sets, html }) {
  if (numbers) {
    return numbers.map((ranges) =>
      ranges.length ? [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))] : null,
    );
  }
  return html.map((cell, place) => (sets[place].length ? textOf(cell).toLocaleLowerCase() : null));
}

/** What each row sorts by in a column. */
export function sortKeys(data, key, by) {
  const { sorts } = key === "class" ? data.classes[by] : { sorts: key };
  const column = data.columns[sorts];
  column.keys ??= keysOf(column);
  return column.of.map((place) => column.keys[place]);
}

/** The text of every cell of each row, squeezed, a line for each; made once. */
export function wordsOf(data) {
  data.words ??= squeezedRows(data);
  return data.words;
}

function squeezedRows(data) {
  const known = new Map(); // many cells are the same short number
  const squeeze = (cell) => known.get(cell) ?? known.set(cell, squeezed(textOf(cell))).get(cell);
  const texts = Object.values(data.columns).map(({ html, of }) => [html.map(squeeze), of]);
  const line = (row) => texts.map(([cells, of]) => cells[of[row]]).filter(Boolean);
  return data.also.map((also, row) => [squeezed(also), ...line(row)].join("\n"));
}
