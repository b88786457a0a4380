// What a query with typing errors was meant to be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { corrected, distance, vocabulary } from "../../generator/theme/assets/spelling.js";

const KNOWN = vocabulary([
  { name: "Prussian blue analogues", aliases: ["PBA"] },
  { name: "High-entropy effect", keywords: ["sodium diffusion", "NaMnFeO"] },
  { name: "Tin", aliases: ["stable in air"] },
  { name: "NFMCZS", keywords: ["sodium layer"] },
  { name: "Sodiom" },
]);

const MEANT = {
  "Prusian blue": "Prussian blue",
  "high entorpy": "high entropy",
  "high-entorpy effect": "high-entropy effect",
  "laeyr of sodum": "layer of sodium",
  "P2 prussain 0.5": "P2 prussian 0.5",
};

for (const [typed, meant] of Object.entries(MEANT)) {
  test(`${typed} is read as ${meant}`, () => assert.equal(corrected(typed, KNOWN), meant));
}

for (const typed of ["NaMnFe0", "NaMnFeP", "NFMCZX", "PBB", "tim", "analog", "diffus", "blxx", "prixxxn", "<b>", ""]) {
  test(`${JSON.stringify(typed)} stays as it is`, () => assert.equal(corrected(typed, KNOWN), typed));
}

test("letters are left out, added, changed or swapped", () => {
  for (const other of ["entrpy", "enntropy", "entrapy", "entorpy"]) assert.equal(distance(other, "entropy"), 1, other);
  assert.equal(distance("", "tin"), 3);
  assert.equal(distance("tin", "tin"), 0);
});

test("a short word may differ by one letter, a long one by two", () => {
  assert.equal(corrected("blxe", KNOWN), "blue");
  assert.equal(corrected("entzxpy", KNOWN), "entropy");
  assert.equal(corrected("sdiun", KNOWN), "sdiun");
});

test("only words are known: no formula, no acronym, no symbol", () => {
  assert.deepEqual(
    [...KNOWN.keys()].filter((word) => /namn|nfm|pba|^tin$/.test(word)),
    [],
  );
});
