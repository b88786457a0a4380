// Which quantities, categories and points there are. Pure functions over the records of api/v1/materials.json.
import { claimsOf, conditionsKey, conditionsText, entropyText, valueText } from "./claims.js";

const CLASSES = { low: "low entropy", medium: "medium entropy", high: "high entropy" };

function fraction(text) {
  const [over, under = "1"] = String(text).split("/");
  return Number(over) / Number(under);
}

const entropy = (id, name) => ({
  id: `entropy.${id}`, label: `Entropy, ${name}`, unit: "R", entropy: true, digits: 2, of: (c) => c.entropy[id],
});
const derived = (id, label, unit, digits, of) => ({ id: `computed.${id}`, label, unit, digits, of });

/** What is computed from the formula: {id, label, unit, of(computed), entropy?}. */
export const COMPUTED = [
  entropy("all", "mixing site"),
  entropy("principal", "principal elements only"),
  entropy("per_formula_unit", "whole formula unit"),
  entropy("cation_anion", "cation and anion sites"),
  entropy("per_atom", "per mole of atoms"),
  entropy("pooled", "all cations pooled"),
  entropy("valence_resolved", "each valence apart"),
  derived("mean_ionic_radius", "Mean ionic radius, mixing site", "Å", 3, (c) => c.descriptors.mean_ionic_radius),
  derived("size_mismatch", "Size mismatch", "%", 1, (c) => c.descriptors.size_mismatch),
  derived("electronegativity_mismatch", "Electronegativity mismatch", "", 3, (c) => c.descriptors.electronegativity_mismatch),
  derived("ionic_potential", "Ionic potential, mixing site", "Å⁻¹", 2, (c) => c.descriptors.ionic_potential),
  derived("mean_metal_valence", "Mean metal valence, formal", "", 2, (c) => fraction(c.descriptors.mean_metal_valence)),
  derived("sodium_content", "Sodium per formula unit", "", 2, (c) => fraction(c.descriptors.sodium_content)),
  derived("capacity", "Theoretical capacity, all alkali removed", "mAh g⁻¹", 0, (c) => c.capacity.dry),
  derived("principal_count", "Number of principal elements", "", 0, (c) => c.principal.length),
  derived("site_sum", "Metal site adds up to", "", 2, (c) => fraction(c.site_sum)),
  derived("molar_mass", "Molar mass", "g mol⁻¹", 1, (c) => c.molar_mass),
];

/** Every quantity that an axis may show, with what it is reported in, and how many values there are. */
export function quantities(materials, properties) {
  const counts = {};
  for (const material of materials) {
    for (const { property, value } of claimsOf(material, materials)) {
      if (typeof value !== "string") counts[property] = (counts[property] ?? 0) + 1;
    }
  }
  const reported = Object.entries(properties).map(([property, { text, unit, better }]) => ({
    id: `reported.${property}`, property, label: text, unit, better, count: counts[property] ?? 0,
  }));
  return [...COMPUTED, ...reported];
}

/** What may colour or shape the points: {id, label, of(material, words)}. */
export const CATEGORIES = [
  { id: "family", label: "Family", of: (m, words) => words.families?.[m.family]?.text ?? m.family },
  { id: "phase", label: "Phase", of: (m) => m.phase ?? "phase not reported" },
  { id: "class", label: "Class", of: (m) => CLASSES[m.computed?.class] ?? "no composition" },
  { id: "role", label: "Role", of: (m) => m.role },
  { id: "called", label: "Called in its source", of: (m) => m.called ?? "no label" },
  { id: "strategy", label: "Strategy", of: (m, words) =>
    m.strategies.map((id) => words.strategies?.[id]?.text ?? id).join(" + ") || "none named" },
];

/** The values of a material for one quantity: {low, high, middle, text, bound, claim?}. */
function values(quantity, material, told) {
  if (!quantity.property) {
    const value = material.computed ? quantity.of(material.computed) : null;
    if (!Number.isFinite(value)) return [];
    const plain = `${value.toFixed(quantity.digits).replace("-", "−")} ${quantity.unit}`.trim();
    const shown = quantity.entropy ? entropyText(value) : plain;
    return [{ low: value, high: value, middle: value, text: shown, bound: "exact" }];
  }
  return told
    .filter(({ property, value }) => property === quantity.property && typeof value !== "string")
    .map((claim) => reported(claim, quantity.unit));
}

function reported(claim, unit) {
  const [low, high] = Array.isArray(claim.value) ? claim.value : [claim.value, claim.value];
  const spread = claim.uncertainty ?? 0;
  return {
    low: low - spread, high: high + spread, middle: (low + high) / 2,
    text: valueText(claim, unit), bound: claim.bound ?? "exact", claim,
  };
}

/** Both values of a point; the same property on both axes pairs each claim with itself only. */
function pairs(xs, ys, same) {
  return same ? xs.map((value) => [value, value]) : xs.flatMap((x) => ys.map((y) => [x, y]));
}

/** Conditions of one point as {key, text}: of both axes where both are reported, and named apart when they differ. */
function conditions(x, y, quantityX, quantityY) {
  const told = [[x, quantityX], [y, quantityY]].filter(([value]) => value.claim);
  const phrase = ({ claim }) => conditionsText(claim.conditions) || "conditions not stated";
  const keys = told.map(([{ claim }]) => conditionsKey(claim.conditions));
  const alike = new Set(keys).size < 2;
  const text = alike ? told.slice(0, 1).map(([value]) => phrase(value)).join("")
    : told.map(([value, quantity]) => `${quantity.label}: ${phrase(value)}`).join("; ");
  return { key: alike ? keys[0] ?? "" : keys.join(" / "), text };
}

/** The points of two quantities, and the materials without one: {points, without: [{material, lacks}]}. */
export function collect(materials, quantityX, quantityY) {
  const points = [];
  const without = [];
  for (const material of materials) {
    const told = claimsOf(material, materials);
    const [xs, ys] = [quantityX, quantityY].map((quantity) => values(quantity, material, told));
    const lacks = [[xs, quantityX], [ys, quantityY]].filter(([known]) => !known.length).map(([, quantity]) => quantity.label);
    if (lacks.length) without.push({ material, lacks: [...new Set(lacks)] });
    else for (const [x, y] of pairs(xs, ys, quantityX.id === quantityY.id)) {
      points.push({ material, x, y, conditions: conditions(x, y, quantityX, quantityY) });
    }
  }
  return { points, without };
}

/** The axis title: label, unit in brackets. */
export function titled({ label, unit }) {
  return unit ? `${label} (${unit})` : label;
}

const [UP, DOWN] = [["→", "↑"], ["←", "↓"]];
const MARKS = { above: UP, "at-least": UP, below: DOWN, "at-most": DOWN, about: ["≈", "≈"] };

/** What is written beside a point that is no exact number: an arrow to where the value may lie. */
export function mark(point) {
  const signs = [MARKS[point.x.bound]?.[0], MARKS[point.y.bound]?.[1]].filter(Boolean);
  return [...new Set(signs)].join("");
}

/** Categories by frequency; the last name gathers what is over `most`, so that no two share a colour. */
export function fold(names, most) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ordered = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
  if (ordered.length <= most) return { domain: ordered, of: (name) => name };
  const kept = ordered.slice(0, most - 1);
  const rest = `${ordered.length - kept.length} others`;
  return { domain: [...kept, rest], of: (name) => (kept.includes(name) ? name : rest) };
}
