// Which quantities, categories and points there are. Pure functions over the data of browse.js.
import { derived, ends, exactly } from "./plot-selection.js";

const CLASSES = { low: "low entropy", medium: "medium entropy", high: "high entropy" };

/** Every quantity that an axis may show; a reported one has a `property` and counts its values. */
export function quantities({ columns, properties, materials, selections }) {
  const counts = {};
  for (const { reports } of materials)
    for (const { property, limits } of reports) if (limits) counts[property] = (counts[property] ?? 0) + 1;
  const reported = Object.entries(properties)
    .filter(([, { type }]) => type === "number")
    .map(([property, { label, unit, better, group }]) => ({
      id: `reported.${property}`,
      property,
      label,
      unit,
      better,
      group,
      count: counts[property] ?? 0,
    }));
  const known = [...columns, YEAR, ...reported];
  return [...known, ...derived(selections, new Set(known.map(({ id }) => id)))];
}

const YEAR = { id: "source.year", label: "Year of the paper", whole: true };
/** What may colour or shape the points: {id, label, of(material, names)}. */
export const CATEGORIES = [
  { id: "family", label: "Family", of: (m, names) => names.families[m.family] ?? m.family },
  { id: "phase", label: "Phase", of: (m) => m.phase ?? "phase not reported" },
  {
    id: "class",
    label: "Class",
    order: Object.values(CLASSES).reverse(),
    of: (m) => CLASSES[m.values["entropy.all"]?.[2]] ?? "no composition",
  },
  { id: "role", label: "Role", of: (m) => m.role },
  { id: "called", label: "Called in its source", of: (m) => m.called ?? "no label" },
  {
    id: "strategy",
    label: "Strategy",
    of: (m, names) => m.strategies.map((id) => names.strategies[id] ?? id).join(" + ") || "none named",
  },
];

/** The values of a material for one quantity: {low, high, middle, text, bound, report?}. */
function values(quantity, material) {
  if (quantity.of) return quantity.of(material);
  if (quantity.id === YEAR.id) return material.year ? [exactly(material.year, String(material.year))] : [];
  if (quantity.property)
    return material.reports.filter(({ property, limits }) => property === quantity.property && limits).map(reported);
  const found = material.values[quantity.id];
  return found ? [{ low: found[0], high: found[0], middle: found[0], text: found[1], bound: "exact" }] : [];
}

function reported(report) {
  const [low, high] = report.limits;
  const spread = report.spread ?? 0;
  return {
    low: low - spread,
    high: high + spread,
    middle: (low + high) / 2,
    text: report.text,
    bound: report.bound ?? "exact",
    report,
  };
}

/** Both values of a point: of one source, or of one test, where both are reported; one value for the same axes. */
function pairs(xs, ys, same) {
  if (same) return xs.map((value) => [value, value]);
  const source = ({ report }) => report?.source.reference;
  const fit = (one, other) =>
    one.report.property === other.report.property ? one.report === other.report : source(one) === source(other);
  return xs.flatMap((x) => ys.filter((y) => !x.report || !y.report || fit(x, y)).map((y) => [x, y]));
}

/** The families, phases and roles that occur, by name, with the number of materials: {family: [{id, label}], ...}. */
export function kinds(materials, names) {
  const label = { family: (id) => names.families[id] ?? id, phase: (id) => id, role: (id) => id };
  return Object.fromEntries(
    Object.entries(label).map(([field, of]) => {
      const counts = new Map();
      for (const { [field]: id } of materials) if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
      const options = [...counts].map(([id, count]) => ({ id, label: `${of(id)} (${count})` }));
      return [field, options.sort((a, b) => (a.label < b.label ? -1 : 1))];
    }),
  );
}

/** The materials of a family, a phase and a role; an empty one asks for all. */
export function only(materials, asked) {
  const fields = ["family", "phase", "role"].filter((field) => asked[field]);
  return materials.filter((each) => fields.every((field) => each[field] === asked[field]));
}

export const conditionsOf = (report) => report?.conditions || "conditions not reported";

/** Conditions of one point as {key, text}: of both axes where both are reported, and named apart when they differ. */
function conditions(x, y, quantityX, quantityY) {
  const found = [
    [x, quantityX],
    [y, quantityY],
  ].filter(([value]) => value.report);
  const keys = found.map(([{ report }]) => report.key);
  const alike = new Set(keys).size < 2;
  const text = alike
    ? found
        .slice(0, 1)
        .map(([{ report }]) => conditionsOf(report))
        .join("")
    : found.map(([{ report }, quantity]) => `${quantity.label}: ${conditionsOf(report)}`).join("; ");
  return { key: alike ? (keys[0] ?? "") : keys.join(" / "), text };
}

/** The points of a selection among some materials, and the materials that have none there. */
function collectSelected(materials, quantityX, quantityY, selection) {
  const asked = new Set(materials);
  const take = (axis, end, material) => {
    if (!end) return values(axis.id === quantityX.id ? quantityX : quantityY, material)[0];
    return end.number === null ? reported(end.report) : exactly(end.number, end.text, end.report);
  };
  const points = ends(selection, quantityX, take)
    .filter(({ material }) => asked.has(material))
    .map((point) => ({ ...point, conditions: conditions(point.x, point.y, quantityX, quantityY) }));
  const drawn = new Set(points.map(({ material }) => material));
  const left = materials.filter((material) => !drawn.has(material));
  return { points, without: left.map((material) => ({ material, lacks: [] })) };
}

/** The points of two quantities, and the materials without one: {points, without: [{material, lacks}]}. */
export function collect(materials, quantityX, quantityY, selection = null) {
  if (selection) return collectSelected(materials, quantityX, quantityY, selection);
  const points = [];
  const without = [];
  for (const material of materials) {
    const [xs, ys] = [quantityX, quantityY].map((quantity) => values(quantity, material));
    const lacks = [
      [xs, quantityX],
      [ys, quantityY],
    ]
      .filter(([known]) => !known.length)
      .map(([, quantity]) => quantity.label);
    if (lacks.length) without.push({ material, lacks: [...new Set(lacks)] });
    else {
      const found = pairs(xs, ys, quantityX.id === quantityY.id);
      if (!found.length)
        without.push({ material, lacks: [`both in one source: ${quantityX.label}, ${quantityY.label}`] });
      for (const [x, y] of found) points.push({ material, x, y, conditions: conditions(x, y, quantityX, quantityY) });
    }
  }
  return { points, without };
}

/** The axis title: label, unit in brackets. */
export function titled({ label, unit }) {
  return unit ? `${label} (${unit})` : label;
}

const [UP, DOWN] = [
  ["→", "↑"],
  ["←", "↓"],
];
const MARKS = { above: UP, "at-least": UP, below: DOWN, "at-most": DOWN, about: ["≈", "≈"] };

/** What is written next to a point that is no exact number: an arrow to where the value may lie. */
export function mark(point) {
  const signs = [MARKS[point.x.bound]?.[0], MARKS[point.y.bound]?.[1]].filter(Boolean);
  return [...new Set(signs)].join("");
}

/** Categories in their order, else by frequency; the last name gathers what is over `most`, so that no two share a colour. */
export function fold(names, most, order = []) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  const ordered = [...counts]
    .sort(([a, x], [b, y]) => place(a) - place(b) || y - x || (a < b ? -1 : 1))
    .map(([name]) => name);
  if (ordered.length <= most) return { domain: ordered, of: (name) => name };
  const kept = ordered.slice(0, most - 1);
  const rest = `${ordered.length - kept.length} others`;
  return { domain: [...kept, rest], of: (name) => (kept.includes(name) ? name : rest) };
}
