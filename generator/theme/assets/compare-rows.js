// What stands side by side: rows of facts and of claims aligned by property and conditions. Pure functions.
import { borderline, classify, claimsOf, conditionsKey, conditionsText, entropyText, valueText } from "./claims.js";

const TONED = ["Ni", "Fe", "Mn", "Co", "Cu", "Ti", "Zn", "Sn", "Li", "Mg", "Sb", "Al"];
const R = 8.314462618; // J/(mol K), CODATA 2018

/** The colour of an element, as in the site's charts (generator/drawing/tones.py; a test holds both together). */
export function tone(symbol) {
  if (["Na", "K", "□"].includes(symbol)) return "tone-13";
  const sum = [...symbol].reduce((total, sign) => total + sign.codePointAt(0), 0);
  return `tone-${1 + (TONED.includes(symbol) ? TONED.indexOf(symbol) : sum % TONED.length)}`;
}

function fraction(text) {
  const [over, under = "1"] = String(text).split("/");
  return Number(over) / Number(under);
}

/** An amount as a chemist writes it: a short decimal where that is exact, else the fraction. */
export function amountText(text) {
  const value = fraction(text);
  const short = Number(value.toFixed(4));
  return Math.abs(short - value) < 1e-12 ? String(short) : text;
}

/** The elements of one site with amount and share, or null for an empty site. */
export function siteCell(amounts = {}) {
  const parts = Object.entries(amounts).filter(([, amount]) => fraction(amount));
  const total = parts.reduce((sum, [, amount]) => sum + fraction(amount), 0);
  if (!parts.length) return null;
  const segments = parts.map(([symbol, amount]) => ({
    symbol, amount: amountText(amount), share: fraction(amount) / total, tone: tone(symbol),
  }));
  const sorted = segments.map(({ symbol, amount }) => `${symbol} ${amount}`).sort();
  return { kind: "site", text: sorted.join(", "), segments };
}

const words = (text) => (text ? { kind: "text", text } : null);
const number = (value, digits, unit = "") =>
  Number.isFinite(value) ? words(`${value.toFixed(digits).replace("-", "−")}${unit && `\u00a0${unit}`}`) : null;
const links = (kind, ids) => (ids?.length ? { kind: "links", to: kind, ids, text: [...ids].sort().join(" ") } : null);

function entropy(value) {
  if (value === null || value === undefined) return null;
  const text = entropyText(value);
  return { kind: "entropy", text, class: classify(value), borderline: borderline(value) };
}

const IDENTITY = [
  ["Formula", (m) => (m.formula ? { kind: "formula", id: m.id, text: m.formula + JSON.stringify(m.bind) } : null),
    "no composition in the source"],
  ["Family", (m) => links("families", [m.family])],
  ["Phase", (m) => words(m.phase), "not reported"],
  ["Role", (m) => words(m.role)],
  ["Called in its source", (m) => words(m.called), "no label"],
  ["Strategies", (m) => links("strategies", m.strategies), "none named"],
  ["Effects credited", (m) => links("effects", m.effects.map((item) => item.effect)), "none named"],
  ["Challenges addressed", (m) => links("challenges", m.challenges.map((item) => item.challenge)), "none named"],
  ["Source", (m) => ({ kind: "source", source: m.source, text: JSON.stringify(m.source) })],
];

const SITES = [
  ["Mixing metal site", "metal"], ["Alkali site", "alkali"], ["C-coordinated site", "carbon"], ["Anions, polyanion centres", "anion"],
];

const ENTROPIES = [
  ["Mixing site, all elements", "all", "headline"],
  ["Principal elements only", "principal"],
  ["Whole formula unit", "per_formula_unit", "alkali, vacancies, anions as far as countable"],
  ["Cation and anion sites", "cation_anion"],
  ["Per mole of atoms", "per_atom"],
  ["All cations pooled", "pooled", "not recommended"],
  ["Each valence apart", "valence_resolved"],
];

const FREE = [["Co", "cobalt_free"], ["Ni", "nickel_free"], ["Li", "lithium_free"]];
const freeOf = (d) => FREE.filter(([, field]) => d[field]).map(([symbol]) => symbol).join(", ") || "none of Co, Ni, Li";

const DERIVED = [
  ["Theoretical capacity", (c) => number(c.capacity.dry, 0, "mAh\u00a0g⁻¹"), "all alkali removed"],
  ["Sodium per formula unit", (c) => words(amountText(c.descriptors.sodium_content))],
  ["Mean metal valence", (c) => number(fraction(c.descriptors.mean_metal_valence), 3), "formal"],
  ["Mean ionic radius", (c) => number(c.descriptors.mean_ionic_radius ?? NaN, 3, "Å"), "mixing site, Shannon"],
  ["Size mismatch", (c) => number(c.descriptors.size_mismatch ?? NaN, 1, "%")],
  ["Electronegativity mismatch", (c) => number(c.descriptors.electronegativity_mismatch ?? NaN, 3), "Pauling"],
  ["Ionic potential", (c) => number(c.descriptors.ionic_potential ?? NaN, 2, "Å⁻¹"), "mixing site"],
  ["Metal site adds up to", (c) => words(amountText(c.site_sum))],
  ["Molar mass", (c) => number(c.molar_mass, 2, "g\u00a0mol⁻¹")],
  ["Free of", (c) => words(freeOf(c.descriptors))],
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

const computed = (materials, of) => materials.map(({ computed: c }) => (c ? of(c) : null));

function definition({ review_definition: { met, reasons } }) {
  return words(met ? "met" : `not met: ${reasons.join("; ")}`);
}

function entropyRows(materials) {
  const joules = computed(materials, (c) => number(c.entropy.all * R, 2, "J\u00a0mol⁻¹\u00a0K⁻¹"));
  const conventions = ENTROPIES.map(([label, field, hint]) =>
    row(label, hint, computed(materials, (c) => entropy(c.entropy[field])), "not defined"));
  return [
    conventions[0],
    row("The same in joules", "per mole of mixing sites", joules),
    ...conventions.slice(1),
    row("Review’s own definition", "≥ 5 principal elements, each 5–35 %, ≥ 1.5 R", computed(materials, definition)),
  ];
}

const MISSING = { "not-in-source": "not in the source", "not-seen": "not in the part that was read", "not-measured": "not measured", "not-readable": "not readable" };

/** What stands in a cell without a claim: why it is missing, or that it is told under other conditions only. */
function absence(material, property, told) {
  const known = material.missing.find((item) => item.property === property);
  if (told.some((claim) => claim.property === property)) return "not reported under these conditions";
  return known ? `not reported (${MISSING[known.why]})` : "not reported";
}

function numbersFirst(properties) {
  const rank = ([, { type }]) => (type === "number" ? 0 : 1);
  return Object.entries(properties).sort((a, b) => rank(a) - rank(b));
}

/** Two values without conditions share a row, yet nobody knows that they were taken alike. */
function unstated(cells) {
  return cells.filter(Boolean).length > 1 ? "conditions not stated: may not be alike" : "conditions not stated";
}

/** The claims of all materials: a row for each property and set of conditions, numbers before words.
    The same property under other conditions stands below, never on the same row. */
export function align(materials, all, properties) {
  const told = materials.map((material) => claimsOf(material, all));
  return numbersFirst(properties).flatMap(([property, { text, unit, better }]) => {
    const sets = new Map();
    told.forEach((claims, column) => claims.filter((claim) => claim.property === property).forEach((claim) => {
      const key = conditionsKey(claim.conditions);
      if (!sets.has(key)) sets.set(key, { conditions: claim.conditions, cells: materials.map(() => []) });
      sets.get(key).cells[column].push(claim);
    }));
    const shared = ({ cells }) => cells.filter((claims) => claims.length).length;
    return [...sets.values()].sort((a, b) => shared(b) - shared(a)).map(({ conditions, cells }, index) => {
      const filled = cells.map((claims) => (claims.length ? claimCell(claims, unit) : null));
      return {
        label: text, better, property, again: index > 0, claims: true,
        hint: conditionsText(conditions) || unstated(filled),
        cells: filled, state: relation(filled),
        absent: materials.map((material, column) => absence(material, property, told[column])),
      };
    });
  });
}

function claimCell(claims, unit) {
  const items = claims.map((claim) => ({
    claim,
    text: valueText(claim, unit),
    against: claim.versus?.value === undefined ? "" : valueText({ value: claim.versus.value }, unit),
  }));
  return { kind: "claims", items, text: items.map(({ text }) => text).sort().join(" | ") };
}

/** Everything about the chosen materials, in sections of rows; rows that say nothing for any of them are left out. */
export function sections(materials, all, vocabulary) {
  const made = [
    ["What it is", IDENTITY.map(([label, of, absent]) => row(label, "", materials.map(of), absent))],
    ["Composition", SITES.map(([label, site]) =>
      row(label, "", computed(materials, (c) => siteCell(c.sites[site])), "none"))],
    ["Entropy", entropyRows(materials)],
    ["Derived numbers", DERIVED.map(([label, of, hint]) => row(label, hint, computed(materials, of)))],
    ["What was found", align(materials, all, vocabulary.properties)],
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
  const asked = (new URLSearchParams(query).get("ids") ?? "").split(",").map((id) => id.trim()).filter(Boolean);
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
  const controls = material.claims.map((claim) => claim.versus?.material);
  const states = all.filter((other) => other.state_of === material.id).map(({ id }) => id);
  const owners = all.filter((o) => o.claims.some((claim) => claim.versus?.material === material.id)).map(({ id }) => id);
  const ids = new Set([...controls, material.state_of, ...owners, ...states].filter(Boolean));
  ids.delete(material.id);
  return [...ids].map((id) => all.find((other) => other.id === id)).filter(Boolean);
}
