// Values of benchmark materials, as lines to compare the points with. Pure functions.
import { groups } from "./plot-guard.js";

const CLOSE = 0.035; // of an axis: labels of lines closer than this would cover each other

/** Every reported number of a quantity that a benchmark has: {name, id, at, key, text, conditions}. */
function known(quantity, materials) {
  if (!quantity.property || quantity.of) return []; // computed values need no line: each benchmark is a point among the others
  return materials
    .filter(({ role }) => role === "benchmark")
    .flatMap(({ id, name, reports }) =>
      reports
        .filter(({ property, limits }) => property === quantity.property && limits)
        .map(({ limits: [low, high], key, text, conditions }) => ({
          name,
          id,
          at: (low + high) / 2,
          key,
          text,
          conditions,
        })),
    );
}

const keyOn = (field, { points: [first] }) => first[field].report?.key;

/** The lines of each panel, on both axes: {group key: {x: [line], y: [line]}}; only what was taken as its points were. */
export function benchmarkLines(asked, materials) {
  const lines = { x: known(asked.x, materials), y: asked.x.id === asked.y.id ? [] : known(asked.y, materials) };
  const panels = groups(asked.points).map((group) => [
    group.key,
    Object.fromEntries(
      ["x", "y"].map((field) => [
        field,
        asked[field].property && !group.points[0].panel
          ? lines[field].filter(({ key }) => key === keyOn(field, group))
          : [],
      ]),
    ),
  ]);
  return Object.fromEntries(panels);
}

/** One label for lines that lie close together, on the last of them, in rising order: [{at, label}]. */
export function labelled(lines, span) {
  const made = [];
  for (const { at, name } of [...lines].sort((a, b) => a.at - b.at)) {
    const last = made.at(-1);
    const near = last && at - last.first <= CLOSE * span;
    const names = near ? last.names : [];
    if (near) last.names = [];
    made.push({ at, first: near ? last.first : at, names: [...new Set([...names, name])] });
  }
  return made.map(({ at, names }) => ({ at, label: names.join(", ") }));
}

/** All lines once, as a sentence for those who read rather than look. */
export function benchmarksText(lines) {
  const all = Object.values(lines).flatMap(({ x, y }) => [...y, ...x]);
  const phrases = [
    ...new Set(all.map(({ name, text, conditions }) => `${name} ${text}${conditions ? ` (${conditions})` : ""}`)),
  ];
  return phrases.length ? `Dashed lines, benchmarks taken under the same conditions: ${phrases.join("; ")}.` : "";
}
