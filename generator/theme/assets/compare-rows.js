// The rows of the comparison: facts, and reported values aligned by property and conditions. Pure functions.

const words = (text) => (text ? { kind: "text", text } : null);
const links = (kind, ids) => (ids.length ? { kind: "links", to: kind, ids, text: [...ids].sort().join(" ") } : null);

/** The elements of one site with amount and share. */
function siteCell(parts) {
  const segments = parts.map(([symbol, amount, share]) => ({ symbol, amount, share }));
  return {
    kind: "site",
    text: segments
      .map(({ symbol, amount }) => `${symbol} ${amount}`)
      .sort()
      .join(", "),
    segments,
  };
}

function entropy(found) {
  return found ? { kind: "entropy", text: found[1], class: found[2], borderline: found[3] } : null;
}

const IDENTITY = [
  [
    "Formula",
    (m) => (m.printed ? { kind: "formula", parts: m.printed, text: m.formula } : null),
    "no composition in the source",
  ],
  ["Family", (m) => links("families", [m.family])],
  ["Phase", (m) => words(m.phase), "not reported"],
  ["Role", (m) => words(m.role)],
  ["Called in its source", (m) => words(m.called), "no label"],
  ["Strategies", (m) => links("strategies", m.strategies), "none named"],
  ["Effects credited", (m) => links("effects", m.effects), "none named"],
  ["Challenges addressed", (m) => links("challenges", m.challenges), "none named"],
  ["Source", (m) => ({ kind: "source", source: m.source, text: JSON.stringify(m.source) })],
];

/** How the cells of a row relate: "same", "differs", "partly" (not known for all), or "none". */
export function relation(cells) {
  const known = cells.filter(Boolean).map(({ text }) => text);
  if (!known.length) return "none";
  if (new Set(known).size > 1) return "differs";
  return known.length < cells.length ? "partly" : "same";
}

function row(label, hint, cells, absent = "not known") {
  return { label, hint, cells, absent: cells.map(() => absent), state: relation(cells) };
}

/** A row for each site that one of the materials has, in the order of their first appearance. */
function siteRows(materials) {
  const names = [...new Set(materials.flatMap(({ sites = [] }) => sites.map(({ name }) => name)))];
  const cell = (material, name) => material.sites?.find((site) => site.name === name);
  return names.map((name) =>
    row(
      name,
      "",
      materials.map((material) => cell(material, name) && siteCell(cell(material, name).parts)),
      "none",
    ),
  );
}

function entropyRows(materials, columns) {
  const rows = columns
    .filter((column) => column.entropy)
    .map(({ id, label, hint }) =>
      row(
        label,
        hint,
        materials.map(({ values }) => entropy(values[id])),
        "not defined",
      ),
    );
  return [
    rows[0],
    row(
      "Entropy of the mixing site in joules",
      "per mole of mixing sites",
      materials.map(({ joules }) => words(joules)),
    ),
    ...rows.slice(1),
    row(
      "Review’s own definition",
      "number, shares and entropy of the principal elements",
      materials.map(({ definition }) => words(definition)),
    ),
  ];
}

function derivedRows(materials, columns) {
  const rows = columns
    .filter((column) => !column.entropy)
    .map(({ id, label, hint }) =>
      row(
        label,
        hint,
        materials.map(({ values }) => words(values[id]?.[1])),
      ),
    );
  return [
    ...rows,
    row(
      "Co, Ni, Li",
      "",
      materials.map(({ free }) => words(free)),
    ),
  ];
}

/** The text of an empty cell: why the value is missing, or that it is reported under other conditions only. */
function absence({ missing, reports }, property) {
  if (reports.some((report) => report.property === property)) return "not reported under these conditions";
  return missing[property] ? `not reported (${missing[property]})` : "not reported";
}

function numbersFirst(properties) {
  const rank = ([, { type }]) => (type === "number" ? 0 : 1);
  return Object.entries(properties).sort((a, b) => rank(a) - rank(b));
}

/** Values without conditions share a row, although they may have been measured differently. */
function unstated(cells) {
  return cells.filter(Boolean).length > 1 ? "conditions not reported: may differ" : "conditions not reported";
}

/** What is reported of all materials: a row for each property and set of conditions, numbers before words.
    The same property under other conditions has its own row below. */
export function align(materials, properties) {
  return numbersFirst(properties).flatMap(([property, { label, better }]) => {
    const sets = new Map();
    for (const [column, { reports }] of materials.entries()) {
      for (const report of reports.filter((each) => each.property === property)) {
        if (!sets.has(report.key))
          sets.set(report.key, { conditions: report.conditions, cells: materials.map(() => []) });
        sets.get(report.key).cells[column].push(report);
      }
    }
    const shared = ({ cells }) => cells.filter((reports) => reports.length).length;
    return [...sets.values()]
      .sort((a, b) => shared(b) - shared(a))
      .map(({ conditions, cells }, index) => {
        const filled = cells.map((reports) => (reports.length ? reportCell(reports) : null));
        return {
          label,
          better,
          property,
          again: index > 0,
          claims: true,
          hint: conditions || unstated(filled),
          cells: filled,
          state: relation(filled),
          absent: materials.map((material) => absence(material, property)),
        };
      });
  });
}

function reportCell(reports) {
  return {
    kind: "reports",
    reports,
    text: reports
      .map(({ text }) => text)
      .sort()
      .join(" | "),
  };
}

/** Everything about the chosen materials, in sections of rows; rows that are empty for all of them are left out. */
export function sections(materials, { columns, properties }) {
  const made = [
    ["What it is", IDENTITY.map(([label, of, absent]) => row(label, "", materials.map(of), absent))],
    ["Composition", siteRows(materials)],
    ["Entropy", entropyRows(materials, columns)],
    ["Derived numbers", derivedRows(materials, columns)],
    ["What was found", align(materials, properties)],
  ];
  return made
    .map(([title, rows]) => ({ title, rows: rows.filter(({ state }) => state !== "none") }))
    .filter(({ rows }) => rows.length);
}

/** How many rows differ, are the same, or are known for some only. */
export function count(made) {
  const counted = { differs: 0, same: 0, partly: 0 };
  for (const { rows } of made) for (const { state } of rows) counted[state] += 1;
  return counted;
}

export const MOST = 5;

/** The materials that an address names: {chosen, unknown, over}; former ids still find theirs. */
export function fromAddress(query, materials) {
  const known = new Map(materials.flatMap((m) => [...m.former_ids, m.id].map((id) => [id, m])));
  const asked = (new URLSearchParams(query).get("ids") ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);
  const found = [...new Set(asked.filter((id) => known.has(id)).map((id) => known.get(id)))];
  return {
    chosen: found.slice(0, MOST),
    unknown: [...new Set(asked.filter((id) => !known.has(id)))],
    over: found.slice(MOST),
    differences: new URLSearchParams(query).get("show") === "differences",
  };
}

export function toAddress(ids, differences) {
  if (!ids.length) return "";
  return `?ids=${ids.join(",")}${differences ? "&show=differences" : ""}`;
}

/** Materials that were compared with this one, or belong to it, the nearest relations first. */
export function relatives(material, all) {
  const controls = material.reports.map(({ versus }) => versus?.[0]);
  const states = all.filter((other) => other.state_of === material.id).map(({ id }) => id);
  const owners = material.reports.filter(({ control }) => control).map(({ record }) => record);
  const ids = new Set([...controls, material.state_of, ...owners, ...states].filter(Boolean));
  ids.delete(material.id);
  return [...ids].map((id) => all.find((other) => other.id === id)).filter(Boolean);
}
