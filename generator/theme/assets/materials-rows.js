// The table of materials by column (assets/performance.json): which rows fit, how many of each choice, their order.
// A filter judges each distinct set of values once, not each row. Pure functions.

const wordsOf = (q) => q.toLowerCase().split(/\s+/).filter(Boolean);

/** What a choice {q, facet: value} leaves: the rows that fit, and for each value of a facet how many rows would fit
    with it in place of what is chosen there: {rows, counts: {facet: Map(value, number)}}. */
export function fitting({ ids, texts, facets }, { q = "", ...chosen }) {
  const words = wordsOf(q);
  const judged = Object.entries(facets).map(([name, { sets, of }]) => {
    const fits = sets.map((values) => !chosen[name] || values.includes(chosen[name]));
    return { name, sets, of, fits, counts: new Array(sets.length).fill(0) };
  });
  const rows = [];
  for (let row = 0; row < ids.length; row += 1) {
    if (!words.every((word) => texts[row].includes(word))) continue;
    const missed = judged.filter(({ of, fits }) => !fits[of[row]]);
    if (!missed.length) rows.push(row);
    const counting = missed.length ? missed.slice(0, missed.length === 1 ? 1 : 0) : judged;
    for (const { of, counts } of counting) counts[of[row]] += 1;
  }
  return { rows, counts: Object.fromEntries(judged.map((facet) => [facet.name, byValue(facet)])) };
}

function byValue({ sets, counts }) {
  const found = new Map();
  sets.forEach((values, place) => {
    for (const value of values) found.set(value, (found.get(value) ?? 0) + counts[place]);
  });
  return found;
}

const compare = (a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);

/** Rows in the order of a column; what is not known comes last either way. Without a column, in their own order. */
export function sorted(rows, column, descending) {
  if (!column) return rows;
  const places = column.keys.map((_, place) => place).filter((place) => column.keys[place] !== null);
  places.sort((a, b) => compare(column.keys[a], column.keys[b]));
  const rank = new Array(column.keys.length).fill(Number.POSITIVE_INFINITY);
  let last = -1;
  places.forEach((place, index) => {
    if (!index || compare(column.keys[places[index - 1]], column.keys[place])) last = index;
    rank[place] = descending ? -last : last;
  });
  const of = (row) => rank[column.of[row]];
  return [...rows].sort((a, b) => (of(a) === of(b) ? a - b : of(a) - of(b)));
}
