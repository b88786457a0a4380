// Small charts of the designer, as SVG: a curve, a triangle, and the field of ionic potential and sodium.
import { element, root } from "./brief.js";
import { LINES, LINES_TEXT } from "./classes.js";

const SPACE = "http://www.w3.org/2000/svg";

function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function chart(width, height, label, ...children) {
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "ea-design__chart" },
    ...children,
  );
}

const label = (x, y, text, more = {}) => svg("text", { x, y, ...more }, text);

/** Round steps of an axis: at most five. */
export function ticks(low, high) {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1)
    found.push(Number((at * step).toPrecision(6)));
  return found;
}

const W = 320;
const H = 210;
const FRAME = { left: 40, right: 10, top: 22, bottom: 34 };

/** Axes over ranges, and the functions that place a value on them. */
function axes([x0, x1], [y0, y1], across, up) {
  const x = (value) => FRAME.left + ((value - x0) / (x1 - x0 || 1)) * (W - FRAME.left - FRAME.right);
  const y = (value) => H - FRAME.bottom - ((value - y0) / (y1 - y0 || 1)) * (H - FRAME.top - FRAME.bottom);
  const marks = [
    svg("path", { d: `M${FRAME.left},${FRAME.top}V${H - FRAME.bottom}H${W - FRAME.right}`, class: "ea-design__axis" }),
    ...ticks(x0, x1).map((at) => label(x(at), H - FRAME.bottom + 14, String(at), { "text-anchor": "middle" })),
    ...ticks(y0, y1).map((at) => label(FRAME.left - 5, y(at) + 4, String(at), { "text-anchor": "end" })),
    label(W / 2, H - 3, across, { "text-anchor": "middle" }),
    label(FRAME.left, 12, up),
  ];
  return { x, y, marks };
}

function line(points, x, y, more = "") {
  return svg("polyline", {
    points: points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "),
    class: `ea-design__curve ${more}`,
  });
}

/** Entropy and capacity against the amount of one element: two charts. */
export function curve({ symbol, points, here, said }) {
  const range = [0, points.at(-1)[0] || 1];
  const entropies = points.map(([amount, entropy]) => [amount, entropy]);
  const top = Math.max(1.6, ...entropies.map(([, value]) => value));
  const one = axes(range, [0, top], `${symbol} per formula unit`, "Entropy (R)");
  const drawn = chart(
    W, H, said.entropy,
    ...one.marks,
    ...LINES.map((at) => svg("path", { d: `M${FRAME.left},${one.y(at)}H${W - FRAME.right}`, class: "ea-design__limit" })),
    svg("path", { d: `M${one.x(here)},${FRAME.top}V${H - FRAME.bottom}`, class: "ea-design__now" }),
    line(entropies, one.x, one.y),
  ); // biome-ignore format: the sizes belong together
  const charts = [element("figure", "ea-design__figure", drawn, element("figcaption", "ea-paper", said.entropy))];
  const of = (place) => points.filter((point) => point[place] !== null).map((point) => [point[0], point[place]]);
  if (of(2).length === points.length) charts.push(capacityChart(symbol, of(2), of(3), range, here, said.capacity));
  return charts;
}

/** What the alkali allows, and dashed what the metals allow, where that is known. */
function capacityChart(symbol, capacities, redox, range, here, text) {
  const values = [...capacities, ...redox].map(([, value]) => value);
  const [low, high] = [Math.max(0, Math.min(...values) - 2), Math.max(...values) + 2];
  const two = axes(range, [low, high], `${symbol} per formula unit`, "Theoretical capacity (mAh g⁻¹)");
  const drawn = chart(
    W,
    H,
    text,
    ...two.marks,
    svg("path", { d: `M${two.x(here)},${FRAME.top}V${H - FRAME.bottom}`, class: "ea-design__now" }),
    line(capacities, two.x, two.y),
    line(redox, two.x, two.y, "ea-design__curve--redox"),
  );
  return element("figure", "ea-design__figure", drawn, element("figcaption", "ea-paper", text));
}

// Triangle

const SIDE = 260;
const HEIGHT = (SIDE * Math.sqrt(3)) / 2;
const LEFT = 30;
const TOP = 24;

/** Where three entropies of a small triangle cross a line: the two ends, or nothing. */
function crossing(corners, at) {
  const ends = [];
  for (let k = 0; k < 3; k += 1) {
    const [a, b] = [corners[k], corners[(k + 1) % 3]];
    if ((a.value - at) * (b.value - at) >= 0) continue;
    const part = (at - a.value) / (b.value - a.value);
    ends.push([a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)]);
  }
  return ends.length === 2 ? `M${ends.map((end) => end.map((n) => n.toFixed(1)).join(",")).join("L")}` : "";
}

/** The entropy over the shares of three elements, darker where it is higher, with the lines between the classes. */
export function triangle({ corners, rows, here, said }) {
  const last = rows.length - 1;
  const point = (row, column) => ({
    x: LEFT + SIDE / 2 + ((column - row / 2) / last) * SIDE,
    y: TOP + (row / last) * HEIGHT,
    value: rows[row][column],
  });
  const small = [];
  for (let row = 0; row < last; row += 1)
    for (let column = 0; column <= row; column += 1) {
      small.push([point(row, column), point(row + 1, column), point(row + 1, column + 1)]);
      if (column < row) small.push([point(row, column), point(row, column + 1), point(row + 1, column + 1)]);
    }
  const all = rows.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const shade = (value) => `--ea-part:${Math.round(8 + (72 * (value - low)) / (high - low || 1))}%`;
  const cells = small.map((three) =>
    svg("polygon", {
      points: three.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
      style: shade(three.reduce((total, { value }) => total + value / 3, 0)),
      class: "ea-design__cell",
    }),
  );
  const contours = LINES.map((at) =>
    svg("path", { d: small.map((three) => crossing(three, at)).join(""), class: "ea-design__contour" }),
  );
  const [a, , c] = here;
  const spot = svg("circle", {
    cx: LEFT + SIDE / 2 + (c - (1 - a) / 2) * SIDE,
    cy: TOP + (1 - a) * HEIGHT,
    r: 5,
    class: "ea-design__spot",
  });
  const [top, left, right] = corners;
  const text = `${said}. The dot is this composition; lines are at ${LINES_TEXT}.`;
  const drawn = chart(
    SIDE + 2 * LEFT, HEIGHT + TOP + 24, text,
    ...cells, ...contours, spot,
    label(LEFT + SIDE / 2, 16, top, { "text-anchor": "middle" }),
    label(LEFT, TOP + HEIGHT + 18, left, { "text-anchor": "middle" }),
    label(LEFT + SIDE, TOP + HEIGHT + 18, right, { "text-anchor": "middle" }),
  ); // biome-ignore format: the sizes belong together
  return [element("figure", "ea-design__figure", drawn, element("figcaption", "ea-paper", text))];
}

/** A point of the collection: a circle for O3, a square for P2. */
function mark(phase, x, y) {
  const more = { class: "ea-design__among" };
  return phase === "O3"
    ? svg("circle", { cx: x, cy: y, r: 2, ...more })
    : svg("rect", { x: x - 1.8, y: y - 1.8, width: 3.6, height: 3.6, ...more });
}

/** Ionic potential against sodium content: this composition, its nearest neighbours with their phases, and all others. */
export function phases({ sodium: own, potential: here, points: all, said }, found) {
  const known = found.filter(({ potential, sodium }) => potential !== undefined && sodium !== undefined);
  if (here === null || !known.length) return [element("p", "", said)];
  const spread = (values) => [Math.min(...values) - 0.05, Math.max(...values) + 0.05];
  const frame = axes(
    spread([own, ...known.map(({ sodium }) => sodium), ...all.map((point) => point[1])]),
    spread([here, ...known.map(({ potential }) => potential), ...all.map((point) => point[2])]),
    "Sodium per metal position",
    "Ionic potential Φ (Å⁻¹)",
  );
  const named = [];
  const points = known.map(({ id, name, phase, sodium, potential }) => {
    const anchor = svg("a", {
      href: new URL(`materials/${id}/`, root).href,
      "aria-label": `${name}, ${phase ?? "phase not given"}`,
    });
    const [x, y] = [frame.x(sodium), frame.y(potential)];
    anchor.append(svg("circle", { cx: x, cy: y, r: 4, class: "ea-design__known" }));
    if (named.every(([left, top]) => Math.abs(x - left) > 30 || Math.abs(y - top) > 11)) {
      named.push([x, y]); // a name that another one would cover is in the label alone
      anchor.append(label(x + 6, y + 4, phase ?? "?"));
    }
    return anchor;
  });
  const spot = svg("circle", { cx: frame.x(own), cy: frame.y(here), r: 6, class: "ea-design__spot" });
  const legend = [
    svg("circle", { cx: 204, cy: 8, r: 6, class: "ea-design__spot" }),
    label(214, 12, "this composition"),
  ];
  const others = all.length
    ? ` Small: the other oxides of this collection, circles O3 (${count(all, "O3")}), squares P2 (${count(all, "P2")}).`
    : "";
  const text = `${said} Ionic potential against sodium content: this composition (large dot) and its nearest neighbours.${others} No boundary is drawn: papers place it differently.`;
  const among = all.map(([phase, sodium, potential]) => mark(phase, frame.x(sodium), frame.y(potential)));
  const drawn = chart(W, H, text, ...frame.marks, ...legend, ...among, ...points, spot);
  drawn.setAttribute("role", "group");
  return [element("figure", "ea-design__figure", drawn, element("figcaption", "ea-paper", text))];
}

const count = (points, phase) => points.filter((point) => point[0] === phase).length;
