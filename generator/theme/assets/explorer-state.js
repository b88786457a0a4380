// The view as parameters of the page's address and back, so that a link reproduces it. Pure functions.
//
// Only what differs from the initial view is written; unknown parameters are ignored.

export const FACETS = ["family", "phase", "role", "class", "called", "remark", "strategy", "challenge", "effect"];
export const MOST_PICKED = 5; // what the comparison can show side by side

/** The initial state. */
export function untouched(usual) {
  return {
    text: "",
    by: "all",
    facets: Object.fromEntries(FACETS.map((name) => [name, []])),
    within: [],
    without: [],
    on: "any",
    ranges: {},
    unknown: false,
    sort: [],
    columns: [...usual],
    picked: [],
  };
}

/** "1..2", "1.." or "..2" as [least, most], null for an open end; null when it is no range. */
function range(text) {
  const found = /^(-?[\d.]+(?:e-?\d+)?)?\.\.(-?[\d.]+(?:e-?\d+)?)?$/.exec(text);
  if (!found) return null;
  const [least, most] = found.slice(1).map((end) => (end === undefined ? null : Number(end)));
  return Number.isNaN(least) || Number.isNaN(most) || (least === null && most === null) ? null : [least, most];
}

function sorting(text, columns) {
  return text
    .split("_")
    .map((key) => [key.replace(/^-/, ""), key.startsWith("-") ? "desc" : "asc"])
    .filter(([key]) => columns.includes(key));
}

/** What a heading sorts by when pressed: rising, then falling, then as listed; with `more`, behind the other columns. */
export function pressed(sort, key, more) {
  const found = sort.find(([other]) => other === key);
  const others = more ? sort.filter(([other]) => other !== key) : [];
  if (!found) return [...others, [key, "asc"]];
  return found[1] === "asc" ? [...others, [key, "desc"]] : others;
}

/** Read a state from an address. `known` lists what the page offers: {usual, columns, numbers, elements, ids, conventions}. */
export function read(parameters, known) {
  const state = untouched(known.usual);
  const all = (name, allowed) => parameters.getAll(name).filter((value) => !allowed || allowed.includes(value));
  state.text = parameters.get("q") ?? "";
  state.by = all("by", known.conventions)[0] ?? "all";
  for (const name of FACETS) state.facets[name] = all(name, known.facets[name]);
  state.within = all("in", known.elements);
  state.without = all("out", known.elements).filter((symbol) => !state.within.includes(symbol));
  state.on = parameters.get("on") === "metal" ? "metal" : "any";
  for (const key of known.numbers) {
    const found = parameters.has(key) && range(parameters.get(key));
    if (found) state.ranges[key] = found;
  }
  state.unknown = parameters.has("unknown");
  state.sort = sorting(parameters.get("sort") ?? "", known.columns);
  if (parameters.has("cols")) {
    const asked = parameters.get("cols").split("_");
    state.columns = known.columns.filter((key) => key === "name" || asked.includes(key));
  }
  state.picked = all("pick", known.ids).slice(0, MOST_PICKED);
  return state;
}

/** Write a state as the parameters of an address; none for the initial state. */
export function write(state, usual) {
  const parameters = new URLSearchParams();
  if (state.text) parameters.set("q", state.text);
  if (state.by !== "all") parameters.set("by", state.by);
  for (const name of FACETS) for (const value of state.facets[name]) parameters.append(name, value);
  for (const symbol of state.within) parameters.append("in", symbol);
  for (const symbol of state.without) parameters.append("out", symbol);
  if (state.on !== "any") parameters.set("on", state.on);
  for (const [key, [least, most]] of Object.entries(state.ranges)) parameters.set(key, `${least ?? ""}..${most ?? ""}`);
  if (state.unknown) parameters.set("unknown", "1");
  if (state.sort.length)
    parameters.set("sort", state.sort.map(([key, way]) => (way === "desc" ? `-${key}` : key)).join("_"));
  if (state.columns.join() !== usual.join()) parameters.set("cols", state.columns.join("_"));
  for (const id of state.picked) parameters.append("pick", id);
  return parameters;
}
