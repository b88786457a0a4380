// Which pairs of material and control fit what a reader chose, and how they went. Pure functions.

/** Whether a row with these tags ("facet=value", separated by spaces) has every chosen value. */
export function fits(tags, chosen) {
  const has = new Set(tags.split(" "));
  return Object.entries(chosen).every(([facet, value]) => !value || has.has(`${facet}=${value}`));
}

/** How many pairs, papers and outcomes some rows hold; a row is {outcome, paper}. */
export function tally(rows) {
  const count = { pairs: rows.length, papers: new Set(rows.map(({ paper }) => paper)).size };
  for (const outcome of ["better", "worse", "same", "unclear"]) {
    count[outcome] = rows.filter((row) => row.outcome === outcome).length;
  }
  return count;
}

/** The chosen values that an address holds, of the choices that this page offers ({facet: [value]}). */
export function read(parameters, offered) {
  const entries = Object.entries(offered).map(([facet, values]) => [facet, parameters.get(facet) ?? "", values]);
  return Object.fromEntries(entries.map(([facet, value, values]) => [facet, values.includes(value) ? value : ""]));
}

/** Write the chosen values as the query of an address; empty when nothing is chosen. */
export function write(chosen) {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)).toString();
  return query ? `?${query}` : "";
}
