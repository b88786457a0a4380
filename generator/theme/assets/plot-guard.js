// Groups the points of plot-points.js by their conditions, because values under other conditions are not comparable.
import { conditionsOf } from "./plot-points.js";

/** The points by their conditions, the largest group first: [{key, text, points}]. */
export function groups(points) {
  const found = new Map();
  for (const point of points) {
    const { key, text } = point.panel ?? point.conditions;
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

const POOLED = { key: "pooled", text: "Not comparable: values under other conditions, pooled" };

/** Which points are drawn in panels: {points, left, more}. No panel has fewer points than FEWEST; `left` would be in
    such, and `pool` draws them in one panel of their own. Of the others the `most` largest are drawn, unless `every`;
    `more` counts the rest. */
export function panels(points, { most, pool, every }) {
  const found = groups(points);
  const worth = found.filter((part) => part.points.length >= FEWEST);
  if (found.length < 2) return { points, left: [], more: 0 };
  const chosen = every ? worth : worth.slice(0, most);
  const left = found.filter((part) => part.points.length < FEWEST).flatMap((part) => part.points);
  const pooled = pool ? left.map((point) => ({ ...point, panel: POOLED })) : [];
  return {
    points: [...chosen.flatMap((part) => part.points), ...pooled],
    left: pooled.length ? [] : left,
    more: worth.length - chosen.length,
  };
}

/** Whether no conditions are those of as many points as a panel needs. */
export function alone(points) {
  return groups(points).every((part) => part.points.length < FEWEST);
}

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
  const why = alone(points)
    ? `because no ${FEWEST} were measured alike`
    : scarce(points)
      ? "because few were measured alike"
      : "only because you asked for it";
  const text = together
    ? `Not comparable: these ${points.length} values come from ${found.length} different sets of conditions (${by}) and are drawn together ${why}.`
    : `These ${points.length} values were reported under ${found.length} different sets of conditions: ${by}. Each set is a panel of its own, because values at another rate or after more cycles are not comparable.`;
  return { split: !together, text };
}

/** What the title of a reported axis adds about conditions. */
export function axisNote(quantity, points, together) {
  if (!quantity.property) return "";
  const found = groups(points);
  if (found.length > 1 || points.some(({ panel }) => panel))
    return together ? "conditions differ" : "conditions: see each panel";
  const [only] = points; // one group: all points have the conditions of the first
  const report = [only?.x.report, only?.y.report].find((each) => each?.property === quantity.property);
  return report ? conditionsOf(report) : "";
}
