// Which rows of a table fit what a reader chose, how many there are, and the address that remembers it. Pure functions.
// A choice is {q, facet: value}; a row carries tags ("facet=value", one a line), and the text that `q` looks through.

/** Whether a row has every chosen value and every word of the query. */
export function fits({ tags, text = "" }, { q = "", ...chosen }) {
  const has = new Set(tags.split("\n"));
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => text.includes(word)) &&
    Object.entries(chosen).every(([facet, value]) => !value || has.has(`${facet}=${value}`))
  );
}

/** How many rows, papers and outcomes there are; a row is {outcome, paper}. */
export function tally(rows) {
  const count = { rows: rows.length, papers: new Set(rows.map(({ paper }) => paper)).size };
  for (const outcome of ["better", "worse", "same", "unclear"]) {
    count[outcome] = rows.filter((row) => row.outcome === outcome).length;
  }
  return count;
}

/** The choice that an address holds. `offered` names the values of each facet (null: any text), `usual` the first choice. */
export function read(parameters, offered, usual) {
  const entries = Object.entries(offered).map(([facet, values]) => {
    const value = parameters.get(facet) ?? usual[facet];
    return [facet, !values || values.includes(value) ? value : usual[facet]];
  });
  return Object.fromEntries(entries);
}

/** Write what differs from the first choice as the query of an address. */
export function write(chosen, usual) {
  const query = new URLSearchParams(Object.entries(chosen).filter(([facet, value]) => value !== usual[facet]));
  return query.size ? `?${query}` : "";
}
