// The choices of values that the figures make: their points on the plot, and quantities that only they give.
// A selection is {id, title, about, x, y, energies, points, others}; an end of a point is {number, text, report}, or
// null for a number of the material itself. Pure functions.

/** Quantities of the selections that no column or property gives, counted: {id, label, unit, property, of}. */
export function derived(selections, known) {
  const found = selections.flatMap((selection) =>
    ["x", "y"].map((end) => ({ ...selection[end], held: held(selection, end) })),
  );
  return found
    .filter(({ id, property }) => property && !known.has(id))
    .map(({ held, ...axis }) => ({
      ...axis,
      unit: axis.unit ?? "",
      count: [...held.values()].flat().length,
      of: (material) => held.get(material.id) ?? [],
    }));
}

/** The numbers of each material at one end, each report once. */
function held({ points, others }, end) {
  const found = new Map();
  for (const { material, [end]: value } of [...points, ...others]) {
    if (!value || value.number === null) continue;
    found.set(material.id, [...(found.get(material.id) ?? []), exactly(value.number, value.text, value.report)]);
  }
  return found;
}

export const exactly = (number, text, report) => ({
  low: number,
  high: number,
  middle: number,
  text,
  bound: "exact",
  report,
});

/** The selections of two quantities, whichever is across: [{id, title}]. */
export function fitting(selections, x, y) {
  const [asked, others] = [[x, y].sort(), ({ x: one, y: other }) => [one.id, other.id].sort()];
  return selections.filter((selection) => others(selection).join() === asked.join());
}

/** The ends of a selection's points on the axes of the plot: [{material, x, y}], each end as `take` gives it. */
export function ends(selection, x, take) {
  const [across, up] = selection.x.id === x.id ? ["x", "y"] : ["y", "x"];
  return selection.points.map((point) => ({
    material: point.material,
    x: take(selection[across], point[across], point.material),
    y: take(selection[up], point[up], point.material),
  }));
}

/** Points along which the product of both axes is the same, within the given limits: [{x, y, label, energy}]. */
export function energyLine(energy, [[left, right], [bottom, top]], steps = 40) {
  const [from, to] = [Math.max(left, energy / top), Math.min(right, energy / bottom)];
  if (!(from < to)) return [];
  return Array.from({ length: steps + 1 }, (_, step) => {
    const x = from + ((to - from) * step) / steps;
    return { x, y: energy / x, energy, label: step === steps ? `${energy} Wh kg⁻¹` : "" };
  });
}
