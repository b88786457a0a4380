// Numbers with units, as readers type and papers print them: "-20 °C", "500 cycles", "5C".

const MEASURE =
  /(?<![\p{L}\p{N}.,])([-−–]?)(\d+(?:,\d{3})*(?:\.\d+)?)\s*(°\s?C|degrees?|cycles?|days?|hours?|mAh|Wh|[CKVRhÅ%])(?![\p{L}\p{N}])/giu;

/** One name for each unit; no C-rate is negative, so "-20C" is a temperature. */
function named(unit, negative) {
  const plain = unit.toLowerCase();
  if (/^[°d]/.test(plain) && !plain.startsWith("day")) return "°c";
  if (plain === "c" && negative) return "°c";
  return plain.replace(/^h$/, "hours").replace(/^(cycle|day|hour)$/, "$1s");
}

/** Every number with a unit in a text: [{value, unit}]. */
export function measures(text) {
  return [...text.normalize("NFKC").matchAll(MEASURE)].map(([, sign, digits, unit]) => ({
    value: Number(digits.replaceAll(",", "")) * (sign ? -1 : 1),
    unit: named(unit, Boolean(sign)),
  }));
}

/** What else is in the text. */
export function unmeasured(text) {
  return text.replace(MEASURE, " ");
}

/** Whether one of `known` is the same number of the same unit. */
export function among(known, { value, unit }) {
  return known.some((each) => each.value === value && each.unit === unit);
}

/** Whether it lies in a range {unit: [lowest, highest]}; null is no limit. */
export function within(ranges, { value, unit }) {
  return Object.entries(ranges).some(
    ([name, [low, high]]) => name.toLowerCase() === unit && value >= (low ?? -Infinity) && value <= (high ?? Infinity),
  );
}
