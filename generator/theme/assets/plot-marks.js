// What is written beside points: how many are on one spot, and which of these words would cover others. Pure functions.

/** Points on the very same spot cover each other: each names the others, one carries their number. */
export function crowded(values) {
  const spots = Map.groupBy ? Map.groupBy(values, spot) : byHand(values);
  return values.map((value) => {
    const others = spots.get(spot(value)).filter((other) => other !== value);
    const last = others.every((other) => other.index < value.index);
    const count = others.length && last ? `×${others.length + 1}` : "";
    return {
      ...value,
      also: others.map(({ name }) => name).join(", ") || "nothing else",
      mark: `${value.mark} ${count}`.trim(),
    };
  });
}

const spot = ({ x, y, group }) => `${x.toPrecision(6)} ${y.toPrecision(6)} ${group}`;

function byHand(values) {
  const spots = new Map();
  for (const value of values) spots.set(spot(value), [...(spots.get(spot(value)) ?? []), value]);
  return spots;
}

export const LABEL = { dx: 9, dy: -8, letter: 7.5, height: 14 }; // where a mark is written, and how large, in pixels
const RADIUS = 6;

/** Leave out the marks that would cover a point or another mark of their panel; the tooltip still says them. */
export function uncovered(values, places) {
  const points = values.map(({ group }, index) => box(group, places[index], [-RADIUS, RADIUS], RADIUS));
  const words = values.map(({ group, mark }, index) => {
    const [x, y] = places[index];
    return box(group, [x + LABEL.dx, y + LABEL.dy], [0, LABEL.letter * mark.length], LABEL.height / 2);
  });
  const order = [...values.keys()].filter((index) => values[index].mark);
  order.sort((a, b) => values[b].mark.length - values[a].mark.length || a - b);
  const kept = [];
  for (const index of order) {
    const meeting = meets(words[index]);
    if (!points.some(meeting) && !kept.some((other) => meeting(words[other]))) kept.push(index);
  }
  return values.map((value, index) => (kept.includes(index) ? value : { ...value, mark: "" }));
}

const box = (group, [x, y], [left, right], half) => ({
  group,
  left: x + left,
  right: x + right,
  top: y - half,
  bottom: y + half,
});

const meets = (one) => (other) =>
  one.group === other.group &&
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;

/** Where each point is in its panel, in pixels from the upper left corner. */
export function placed(values, x, y, size) {
  const along = (field, encoding, length) => {
    const scaled = encoding.scale.type === "log" ? Math.log : (number) => number;
    const all = encoding.scale.domain ?? values.map((value) => value[field]);
    const [low, high] = [Math.min(...all), Math.max(...all)].map(scaled);
    return values.map((value) => ((scaled(value[field]) - low) / (high - low || 1)) * length);
  };
  const across = along("x", x, size.width);
  return along("y", y, size.height).map((height, index) => [across[index], size.height - height]);
}
