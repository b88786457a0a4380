// Points to a Vega-Lite specification. Pure functions; colours and width come in as plain values.
import { LINES } from "./classes.js";
import { labelled } from "./plot-benchmarks.js";
import { axisNote, groups } from "./plot-guard.js";
import { crowded, LABEL, placed, uncovered } from "./plot-marks.js";
import { fold, mark, titled } from "./plot-points.js";
import { energyLine } from "./plot-selection.js";

const SHAPES = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "triangle-right",
  "triangle-left",
];
const ORDER = [4, 2, 1, 6, 3, 5, 8, 9, 10, 11, 12, 7]; // tones that differ most come first
const WIDE_RATIO = 1000; // from here on a linear axis would hide the small values
const LONGEST_NAME = 210; // pixels of a name in a legend
const PANEL = { width: 300, height: 220 };
const SINGLE = { width: 820, height: 400 };

/** One row of Vega's table for each point. Numbers and plain text only: Vega sets it as text, never as HTML. */
export function rows(points, { colour, shape, names, root }) {
  const colours =
    colour &&
    fold(
      points.map(({ material }) => colour.of(material, names)),
      colour === shape ? SHAPES.length : ORDER.length, // one legend for both
      colour.order,
    );
  const shapes =
    shape &&
    fold(
      points.map(({ material }) => shape.of(material, names)),
      SHAPES.length,
      shape.order,
    );
  const made = points.map((point, index) => ({
    index,
    name: point.material.name,
    href: `${root}materials/${point.material.id}/${anchor(point)}`,
    x: point.x.middle,
    xLow: point.x.low,
    xHigh: point.x.high,
    xText: point.x.text,
    y: point.y.middle,
    yLow: point.y.low,
    yHigh: point.y.high,
    yText: point.y.text,
    conditions: point.conditions.text,
    group: (point.panel ?? point.conditions).key,
    colour: colours ? colours.of(colour.of(point.material, names)) : "",
    shape: shapes ? shapes.of(shape.of(point.material, names)) : "",
    source: sourceText(point, names),
    mark: mark(point),
  }));
  return { values: crowded(made), colours: colours?.domain, shapes: shapes?.domain };
}

/** The claim on the material's page, where its record is that material's own. */
function anchor({ x, y }) {
  const report = y.report ?? x.report;
  return report && !report.control ? `#claim-${report.number}` : "";
}

export function sourceText(point, names) {
  const sources = [point.x.report?.source, point.y.report?.source].filter(Boolean);
  const used = sources.length ? sources : [point.material.source];
  return [...new Set(used.map(({ reference, at }) => `${names.references[reference] ?? reference}, ${at}`))].join("; ");
}

function logarithmic(values, field, { powers = false } = {}) {
  const all = values.map((value) => value[field]);
  const ratio = Math.max(...all) / Math.min(...all);
  return all.length > 1 && Math.min(...all) > 0 && ratio > (powers ? 1 : WIDE_RATIO);
}

/** From the lowest to the highest value with some air, the class lines within; never below zero without reason. */
export function domain(field, quantity, values, lines = []) {
  const all = [
    ...values.flatMap((value) => [value[`${field}Low`], value[`${field}High`]]),
    ...(quantity.entropy ? LINES : []),
    ...lines,
  ];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = (high - low || Math.abs(high) || 1) * 0.07;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** A long title breaks into lines that fit the axis. */
export function wrapped(text, length) {
  const lines = [];
  for (const word of text.split(" ")) {
    if (lines.length && `${lines.at(-1)} ${word}`.length <= length) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

function axis(field, quantity, note, values, length, lines) {
  const log = logarithmic(values, field, quantity);
  const title = [titled(quantity), log && "log scale", note].filter(Boolean).join(", ");
  return {
    field,
    type: "quantitative",
    title: wrapped(title, Math.max(18, Math.floor(length / 7))),
    scale: log
      ? { type: "log", padding: 14 }
      : { domain: domain(field, quantity, values, lines), zero: false, nice: true },
    axis: {
      tickCount: Math.max(4, Math.floor(length / (field === "x" ? 90 : 55))),
      ...(quantity.whole ? { format: "d", tickMinStep: 1 } : {}), // a year has no comma
    },
  };
}

/** One encoding with its legend; where colour and shape show the same category, Vega-Lite joins both legends into one. */
function category(field, chosen, names, range, legend) {
  return {
    field,
    type: "nominal",
    title: chosen.label,
    scale: { domain: names, range },
    legend: { symbolOpacity: 1, symbolStrokeWidth: 1.2, ...legend },
  };
}

/** Points are filled with a tone and outlined in ink, so that pale tones are visible. */
function categories(made, { colour, shape }, colours) {
  const joint = colour === shape;
  const outline = joint ? {} : { symbolStrokeColor: colours.ink }; // a joint legend takes it from the points
  const tones = ORDER.map((number) => colours.tones[number - 1]);
  return {
    ...(colour && {
      fill: category("colour", colour, made.colours, tones, joint ? {} : { ...outline, symbolType: "circle" }),
    }),
    ...(shape && {
      shape: category("shape", shape, made.shapes, SHAPES, joint ? {} : { ...outline, symbolFillColor: "transparent" }),
    }),
  };
}

function classLines(quantity, channel, colours, narrow) {
  if (!quantity.entropy) return [];
  const across = channel === "y";
  const label = (line) => (narrow ? `${line} R` : `${line === LINES[0] ? "medium" : "high"} from ${line} R`);
  const data = { values: LINES.map((line) => ({ line, text: label(line) })) };
  const at = { [channel]: { field: "line", type: "quantitative", scale: { zero: false } } };
  const corner = across ? { x: { value: 4 } } : { y: { value: 4 } };
  const placed = across ? { align: "left", dy: -5 } : { align: "left", baseline: "top", dx: 4 };
  return [
    { data, mark: { type: "rule", color: colours.faint, strokeDash: [5, 4], aria: false }, encoding: at },
    {
      data,
      mark: { type: "text", color: colours.faint, fontSize: 11, aria: false, ...placed },
      encoding: { ...at, ...corner, text: { field: "text" } },
    },
  ];
}

/** Rows for the lines of every panel; they have no place of their own, so that no point is drawn for them. */
function lineRows(values, benchmarks, together) {
  const panels = together
    ? { "": Object.values(benchmarks) }
    : Object.fromEntries(Object.entries(benchmarks).map(([key, held]) => [key, [held]]));
  return Object.entries(panels).flatMap(([key, held]) =>
    ["x", "y"].flatMap((field) => {
      const lines = held.flatMap((panel) => panel[field]);
      const [low, high] = domain(
        field,
        {},
        values,
        lines.map(({ at }) => at),
      );
      const panel = together ? "" : values.find(({ group }) => group === key)?.panel;
      return labelled(lines, high - low).map(({ at, label }) => ({ [`${field}Line`]: at, label, panel }));
    }),
  );
}

function benchmarkLayers(channel, encoding, lines, colours) {
  const field = `${channel}Line`;
  if (!lines.some((line) => field in line)) return [];
  const at = { [channel]: { ...encoding, field } };
  const placed =
    channel === "y"
      ? { align: "right", dy: -5, dx: -4 }
      : { align: "right", baseline: "bottom", angle: 270, dx: -4, dy: -3 };
  const corner = channel === "y" ? { x: { value: "width" } } : { y: { value: 0 } };
  return [
    { mark: { type: "rule", color: colours.accent, strokeDash: [2, 3], strokeWidth: 1.5, aria: false }, encoding: at },
    {
      mark: { type: "text", color: colours.accent, fontSize: 11, fontWeight: 600, aria: false, limit: 200, ...placed },
      encoding: { ...at, ...corner, text: { field: "label" } },
    },
  ];
}

/** Lines of equal energy, for a selection over voltage and capacity; no point of theirs is read out. */
function energyLayers(energies, x, y, colours) {
  const values = energies.flatMap((energy) => energyLine(energy, [x.scale.domain, y.scale.domain]));
  if (!values.length) return [];
  const at = { x: { ...x, field: "x" }, y: { ...y, field: "y" } };
  const data = { values };
  return [
    {
      data,
      mark: { type: "line", color: colours.faint, strokeWidth: 1, opacity: 0.6, aria: false },
      encoding: { ...at, detail: { field: "energy" }, order: { field: "x" } },
    },
    {
      data,
      transform: [{ filter: "datum.label" }],
      mark: { type: "text", color: colours.faint, fontSize: 11, align: "right", dx: -4, dy: -6, aria: false },
      encoding: { ...at, text: { field: "label" } },
    },
  ];
}

function bars(channel, x, y, colours) {
  const ends = {
    [channel]: { ...(channel === "x" ? x : y), field: `${channel}Low` },
    [`${channel}2`]: { field: `${channel}High` },
  };
  return {
    transform: [{ filter: { not: { field: `${channel}Low`, equal: { expr: `datum.${channel}High` } } } }],
    mark: { type: "rule", color: colours.ink, strokeWidth: 1.5, aria: false },
    encoding: { x, y, ...ends },
  };
}

function tooltip(x, y, asked) {
  const field = (name, title) => ({ field: name, type: "nominal", title });
  return [
    field("name", "Material"),
    field("xText", x.label),
    ...(x.id === y.id ? [] : [field("yText", y.label)]),
    ...(x.property || y.property ? [field("conditions", "Conditions")] : []),
    ...(asked.colour ? [field("colour", asked.colour.label)] : []),
    ...(asked.shape && asked.shape !== asked.colour ? [field("shape", asked.shape.label)] : []),
    field("source", "Source"),
  ];
}

function layers(made, asked, x, y, colours, narrow) {
  const encoded = { x, y, stroke: { value: colours.ink }, ...categories(made, asked, colours) };
  const fields = tooltip(asked.x, asked.y, asked);
  if (made.values.some(({ mark: text }) => text.includes("×")))
    fields.push({ field: "also", type: "nominal", title: "At the same point" });
  const ranges = ["x", "y"].filter((c) => made.values.some((value) => value[`${c}Low`] !== value[`${c}High`]));
  return [
    ...classLines(asked.y, "y", colours, false),
    ...classLines(asked.x, "x", colours, narrow),
    ...energyLayers(asked.selection?.energies ?? [], x, y, colours),
    ...benchmarkLayers("y", y, made.lines, colours),
    ...benchmarkLayers("x", x, made.lines, colours),
    ...ranges.map((channel) => bars(channel, x, y, colours)),
    ...(made.values.some(({ mark: text }) => text)
      ? [
          {
            mark: {
              type: "text",
              dx: LABEL.dx,
              dy: LABEL.dy,
              align: "left",
              fontSize: 12,
              color: colours.ink,
              aria: false,
            },
            encoding: { x, y, text: { field: "mark" } },
          },
        ]
      : []),
    {
      mark: {
        type: "point",
        filled: true,
        size: 95,
        opacity: 1,
        strokeWidth: 1.2,
        cursor: "pointer",
        ...(asked.colour ? {} : { fill: colours.tones[ORDER[0] - 1] }),
      },
      encoding: {
        ...encoded,
        tooltip: fields,
        href: { field: "href", type: "nominal" },
        description: { field: "spoken", type: "nominal" },
      },
    },
  ];
}

function config(colours, legendColumns) {
  const text = {
    labelColor: colours.ink,
    titleColor: colours.ink,
    labelFontSize: 12,
    titleFontSize: 12.5,
    titleFontWeight: 600,
  };
  return {
    font: colours.font,
    background: colours.paper,
    view: { stroke: colours.line },
    axis: {
      ...text,
      gridColor: colours.line,
      gridOpacity: 0.6,
      domainColor: colours.faint,
      tickColor: colours.faint,
      titlePadding: 10,
    },
    legend: {
      ...text,
      orient: "top",
      direction: "horizontal",
      layout: { top: { direction: "vertical", anchor: "start", margin: 6 } },
      columns: legendColumns,
      labelLimit: LONGEST_NAME,
      symbolSize: 90,
      titleLimit: 300,
    },
    header: { labelColor: colours.ink, labelFontSize: 12, labelFontWeight: 600, title: null, labelLimit: 0 },
  };
}

/** How many names of a legend fit beside each other. */
function legendColumns({ colours = [], shapes = [] }, width) {
  const longest = Math.max(0, ...[...colours, ...shapes].map((name) => name.length));
  return Math.max(1, Math.floor(width / (Math.min(7 * longest, LONGEST_NAME) + 34)));
}

/** How wide the panels are and how many are in a row. */
export function layout(width, count) {
  if (count < 2)
    return {
      columns: 1,
      width: Math.min(width, SINGLE.width),
      height: Math.min(SINGLE.height, Math.max(280, width * 0.75)),
    };
  const columns = Math.max(1, Math.min(count, Math.floor(width / (PANEL.width + 70))));
  return { columns, width: Math.min(PANEL.width + 120, Math.floor(width / columns) - 86), height: PANEL.height };
}

/** The whole plot. asked: {x, y, colour, shape, together, points, benchmarks, words, root};
    colours: {ink, faint, line, paper, accent, tones, font}. */
export function specification(asked, colours, space) {
  const { points, together, benchmarks = {} } = asked;
  const lines = (field) => Object.values(benchmarks).flatMap((panel) => panel[field].map(({ at }) => at));
  const found = together ? groups(points).slice(0, 0) : groups(points);
  const split = found.length > 1;
  const made = rows(points, asked);
  const size = layout(space, split ? found.length : 1);
  const spoken = made.values.map((value) => ({
    ...value,
    spoken: speak(value, asked),
    details: `${speak(value, asked)}; ${more(value, asked)}`,
  }));
  const headers = new Map(
    found.map(({ key, text, points: held }) => [
      key,
      wrapped(`${text} (${held.length})`, Math.max(24, Math.floor(size.width / 6.4))),
    ]),
  );
  const values = spoken.map((value) => ({ ...value, panel: headers.get(value.group)?.join("\n") ?? "" }));
  const x = axis("x", asked.x, axisNote(asked.x, points, together), values, size.width, lines("x"));
  const y = axis("y", asked.y, axisNote(asked.y, points, together), values, size.height, lines("y"));
  const shown = uncovered(
    split ? values : values.map((value) => ({ ...value, group: "" })),
    placed(values, x, y, size),
  );
  const whole = { ...made, values: shown, lines: lineRows(values, benchmarks, together) };
  const shared = {
    description: `${asked.y.label} against ${asked.x.label}, ${points.length} points. The table below lists the same points.`,
    data: { values: [...shown, ...whole.lines] },
    config: config(colours, legendColumns(made, Math.min(space, SINGLE.width))),
  };
  const layer = layers(whole, asked, x, y, colours, size.width < SINGLE.width / 2);
  if (!split)
    return {
      ...shared,
      width: size.width,
      height: size.height,
      autosize: { type: "fit-x", contains: "padding" },
      layer,
    };
  return {
    ...shared,
    facet: {
      field: "panel",
      type: "nominal",
      title: null,
      sort: [...headers.values()].map((lines) => lines.join("\n")),
      header: { labelExpr: "split(datum.value, '\\n')", labelAlign: "left", labelAnchor: "start", labelLineHeight: 15 },
    },
    columns: size.columns,
    spacing: { row: 26, column: 22 },
    spec: { width: size.width, height: size.height, layer },
    resolve: { axis: { x: "independent", y: "independent" } },
  };
}

function speak(value, { x, y }) {
  const both = [`${x.label} ${value.xText}`, x.id !== y.id && `${y.label} ${value.yText}`, value.conditions];
  return `${value.name}: ${both.filter(Boolean).join(", ")}`;
}

/** What else the tooltip shows, as text. */
function more(value, { colour, shape }) {
  const also = value.also === "nothing else" ? "" : `at the same point: ${value.also}`;
  const kinds = [
    colour && `${colour.label}: ${value.colour}`,
    shape && shape !== colour && `${shape.label}: ${value.shape}`,
  ];
  return [...kinds, `source: ${value.source}`, also].filter(Boolean).join("; ");
}
