// Groups the points of plot-points.js by their conditions, because values under other conditions are not comparable.
import { conditionsOf } from "./plot-points.js";

/** The points by their conditions, the largest group first: [{key, text, points}]. */
export function groups(points) {
  const found = new Map();
  for (const point of points) {
    const { key, text } = point.conditions;
    if (!found.has(key)) found.set(key, { key, text, points: [] });
    found.get(key).points.push(point);
  }
  return [...found.values()].sort((a, b) => b.points.length - a.points.length || (a.text < b.text ? -1 : 1));
}

/** Which conditions differ between the groups, by name. */
export function differing(points) {
  const stated = points
    .flatMap(({ x, y }) => [x, y])
    .filter(({ report }) => report)
    .map(({ report }) => report.stated ?? {});
  const fields = [...new Set(stated.flatMap(Object.keys))].filter(
    (field) => new Set(stated.map((given) => given[field])).size > 1,
  );
  return fields.map((field) => field.replaceAll("_", " "));
}

function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export const FEWEST = 3; // points that make a panel worth drawing

/** Whether most points would be alone, or with one other, in a panel of their conditions. */
export function scarce(points) {
  const alone = groups(points).filter((found) => found.points.length < FEWEST);
  return alone.reduce((sum, found) => sum + found.points.length, 0) > points.length / 2;
}

/** The notice about conditions that differ: {split, text}; null when everything was measured alike or is computed. */
export function notice(points, together) {
  const found = groups(points);
  if (found.length < 2) return null;
  const by = listed(differing(points)) || "conditions";
  const why = scarce(points) ? "because few were measured alike" : "only because you asked for it";
  const text = together
    ? `Not comparable: these ${points.length} values come from ${found.length} different sets of conditions (${by}) and are drawn together ${why}.`
    : `These ${points.length} values were reported under ${found.length} different sets of conditions: ${by}. They are drawn in ${found.length} panels, one for each, because values at another rate or after more cycles are not comparable.`;
  return { split: !together, text };
}

/** What the title of a reported axis adds about conditions. */
export function axisNote(quantity, points, together) {
  if (!quantity.property) return "";
  const found = groups(points);
  if (found.length > 1) return together ? "conditions differ" : "conditions: see each panel";
  const [only] = points; // one group: all points have the conditions of the first
  const report = [only?.x.report, only?.y.report].find((each) => each?.property === quantity.property);
  return report ? conditionsOf(report) : "";
}
