// What a reported value says, under which conditions, and about which material. Pure functions over the records of
// api/v1/materials.json; the texts agree with generator/site/typeset.py (a test holds both against all records).

const BOUNDS = { exact: "", about: "≈ ", above: "> ", below: "< ", "at-least": "≥ ", "at-most": "≤ " };
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SMALL = 1e-4; // below it, and from LARGE, a number is read more surely with a power of ten
const LARGE = 1e7;

function raised(number) {
  return [...String(number)].map((sign) => (sign === "-" ? "⁻" : SUPERSCRIPT[sign])).join("");
}

/** A number with the digits of its source and a true minus sign. */
export function numberText(value) {
  const size = Math.abs(value);
  if (value && (size < SMALL || size >= LARGE)) {
    const [digits, power] = value.toExponential().split("e");
    return `${digits.replace("-", "−")} × 10${raised(Number(power))}`;
  }
  return String(value).replace("-", "−");
}

function amountText(value) {
  if (!Array.isArray(value)) return numberText(value);
  return value.map(numberText).join(value.some((number) => number < 0) ? " to " : "–");
}

/** A claim's value as it is read: bound, number or range, uncertainty, unit (already typeset); words as they are. */
export function valueText({ value, bound = "exact", uncertainty }, unit = "") {
  if (typeof value === "string") return value;
  const spread = uncertainty === undefined || uncertainty === null ? "" : ` ± ${numberText(uncertainty)}`;
  return `${BOUNDS[bound]}${amountText(value)}${spread} ${unit}`.trim().replaceAll(" ", "\u00a0");
}

/** A rate in one spelling: 3C without a space, as a multiple; a current with one, as a quantity. */
function rateText(rate) {
  const [, amount, unit] = /^([\d./]+)\s*(.*)$/.exec(rate);
  return `${amount}${unit === "C" ? "" : "\u00a0"}${unit.replace(/(?<=[A-Za-z])-?\d+/g, raised).replaceAll(" ", "\u00a0")}`;
}

function exposureText({ exposure, exposure_days: days }) {
  if (!exposure && days === undefined) return null;
  return `exposed to ${exposure ?? "air"}${days === undefined ? "" : ` for ${numberText(days)} days`}`;
}

/** Conditions as one phrase; empty when the source states none. */
export function conditionsText(given = {}) {
  const { cycles, rate, window, upper_voltage: upper, temperature } = given;
  return [
    cycles !== undefined && `after ${cycles} cycle${cycles === 1 ? "" : "s"}`,
    rate !== undefined && `at\u00a0${rateText(rate)}`,
    window !== undefined && valueText({ value: window }, "V"),
    upper !== undefined && `up to ${valueText({ value: upper }, "V")}`,
    temperature !== undefined && valueText({ value: temperature }, "°C"),
    exposureText(given),
    given.cell,
    given.state,
    given.other,
  ].filter(Boolean).join(" · ");
}

/** One spelling for one rate: 3C, 3.0 C and 3 C are the same current. */
function plainRate(rate) {
  const [, number, over, unit] = /^([\d.]+)(?:\/(\d+))?\s*(.*)$/.exec(rate) ?? [null, rate, 1, ""];
  return `${Number(number) / Number(over ?? 1)} ${unit}`;
}

/**
 * What must agree for two values to be comparable: everything that the sources state about how they were taken, but
 * how the electrode and the electrolyte were made. No two papers agree in those; they are shown beside the value.
 */
export function conditionsKey(given = {}) {
  const { electrolyte, loading, one_c, ...plain } = given;
  if (plain.rate !== undefined) plain.rate = plainRate(plain.rate);
  if (plain.exposure_days !== undefined) plain.exposure ??= "air";
  return JSON.stringify(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function asControl(claim, number, owner) {
  const { versus } = claim;
  return {
    property: claim.property,
    value: versus.value,
    conditions: { ...claim.conditions, ...versus.conditions }, // a control's conditions name only what differs
    basis: claim.basis,
    technique: claim.technique,
    source: claim.source,
    controlOf: owner.id,
    record: owner.id,
    number,
  };
}

/** Everything reported about a material: its own claims, and the values it has as the control of another. */
export function claimsOf(material, materials) {
  const own = material.claims.map((claim, index) => ({ ...claim, record: material.id, number: index + 1 }));
  const borrowed = materials.flatMap((owner) =>
    owner.claims.flatMap((claim, index) => {
      const told = claim.versus?.material === material.id && claim.versus.value !== undefined;
      return told ? [asControl(claim, index + 1, owner)] : [];
    }));
  return unique([...own, ...borrowed]);
}

/** A control's number often stands in several records; from one source it is one statement. */
function unique(claims) {
  const seen = new Set();
  return claims.filter((claim) => {
    const key = JSON.stringify([
      claim.property, claim.value, claim.bound ?? "exact", conditionsKey(claim.conditions), claim.source.reference,
    ]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The class of an entropy and whether it is borderline, as generator/chemistry/entropy.py has them. */
export function classify(value) {
  const rounded = Number(value.toFixed(9));
  return rounded < 1 ? "low" : rounded < 1.5 ? "medium" : "high";
}

export function borderline(value) {
  return [1, 1.5].some((line) => Number(Math.abs(value - line).toFixed(9)) <= 0.02);
}

/** An entropy in units of R; near a line between classes with a digit more, so that the class shows. */
export function entropyText(value) {
  return `${value.toFixed(borderline(value) ? 3 : 2)}\u202fR`;
}

export function locatorText(at) {
  return /^\d/.test(at) ? `section ${at}` : at;
}

/** Names, labels and units that the page carries in a <template>: {kind: {id: {text, ...data}}}. */
export function readWords(template) {
  const words = {};
  for (const node of template.content.querySelectorAll("data")) {
    const { kind, ...more } = node.dataset;
    (words[kind] ??= {})[node.value] = { ...more, text: node.textContent.trim(), node };
  }
  return words;
}

/** An element with a class and children; text is always text, never markup. */
export function element(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function link(href, ...children) {
  const made = element("a", "", ...children);
  made.href = href;
  return made;
}

/** Where a value stands: the reference, the review that told of it, and the place in the text. */
export function sourceNode(source, words, root) {
  const reference = (id) => link(new URL(`references/${id}/`, root).href, words.references[id]?.text ?? id);
  const node = element("span", "ea-source", reference(source.reference));
  if (source.via) node.append(", as told by ", reference(source.via));
  if (source.second_hand) node.append(", citing another paper");
  node.append(", ", element("span", "ea-locator", locatorText(source.at)));
  return node;
}
