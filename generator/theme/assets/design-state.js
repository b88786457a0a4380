// The design as the address has it, after `#`, so that a link reproduces it and no server hears of it. Pure functions.
//
// Whatever is not understood is left out: an address may come from anywhere.

export const LONGEST = 1000; // characters of a formula in an address
const SYMBOL = /^[A-Z][a-z]?$/;
const NUMBER = /^\d{0,3}\.?\d{1,4}$/;

const symbols = (text) => [...new Set((text ?? "").split(/[\s,;]+/).filter((word) => SYMBOL.test(word)))];

/** "Co 10, Ni ≤ 35 %" as {Co: "10", Ni: "35"}. */
export function limits(text) {
  const found = (text ?? "").matchAll(/([A-Z][a-z]?)[\s:=≤<%]*(\d{0,3}\.?\d{1,4})/g);
  return Object.fromEntries([...found].slice(0, 20).map(([, symbol, most]) => [symbol, most]));
}

/** Read a design from the part of an address after `#` or `?`; null where it names no formula. */
export function read(part) {
  const found = new URLSearchParams(part.replace(/^[#?]/, ""));
  const formula = found.get("f");
  if (formula === null) return null;
  const goal = found.get("goal") ?? "";
  const corners = symbols(found.get("map")).slice(0, 3);
  return {
    formula: formula.slice(0, LONGEST),
    locked: symbols(found.get("lock")),
    along: symbols(found.get("along"))[0] ?? "",
    corners: corners.length === 3 ? corners : [],
    goal: NUMBER.test(goal) ? goal : "",
    most: Object.entries(limits(found.get("most")))
      .map((pair) => pair.join(" "))
      .join(", "),
    fresh: symbols(found.get("new")).join(" "),
  };
}

/** Write a design as the part of an address after `#`; a formula that is too long for an address is left out. */
export function write({ formula, locked = [], along = "", corners = [], goal = "", most = "", fresh = "" }) {
  if (!formula || formula.length > LONGEST) return "";
  const pairs = { f: formula, lock: locked.join(","), along, map: corners.join(","), goal, most, new: fresh };
  return `#${new URLSearchParams(Object.entries(pairs).filter(([, value]) => value))}`;
}
