// Which rows fit the filters of a table, how they are counted, and what an address remembers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fits, read, tally, write } from "../../generator/theme/assets/row-filter.js";

const ROW = { tags: "family=layered-oxide\nelement=Ti\nelement=Cu\ncell=full cell", text: "hecm nani0.3cu0.1ti0.6o2" };
const OFFERED = { role: ["", "subject", "control"], element: ["", "Ti", "Cu"], q: null };
const USUAL = { role: "subject", element: "", q: "" };

for (const [what, chosen, expected] of [
  ["nothing chosen", { family: "", element: "" }, true],
  ["one of several elements", { element: "Cu" }, true],
  ["the beginning of a value", { element: "C" }, false],
  ["a value with a space", { cell: "full cell" }, true],
  ["two facets of which one differs", { family: "layered-oxide", element: "Mg" }, false],
  ["words in any order and case", { q: "Cu0.1 HECM" }, true],
  ["a word that is missing", { q: "hecm zr" }, false],
]) {
  test(`a row fits or not: ${what}`, () => assert.equal(fits(ROW, chosen), expected));
}

test("rows, papers and outcomes are counted", () => {
  const rows = [
    { outcome: "better", paper: "a" },
    { outcome: "worse", paper: "a" },
    { outcome: "better", paper: "b" },
  ];
  assert.deepEqual(tally(rows), { rows: 3, papers: 2, better: 2, worse: 1, same: 0, unclear: 0 });
});

for (const [what, query, chosen] of [
  ["nothing", "", USUAL],
  ["a choice", "?element=Ti", { ...USUAL, element: "Ti" }],
  ["all instead of the usual", "?role=", { ...USUAL, role: "" }],
  ["words", "?q=NFM+CZS", { ...USUAL, q: "NFM CZS" }],
]) {
  test(`an address brings back what was chosen: ${what}`, () => {
    assert.equal(write(chosen, USUAL), query);
    assert.deepEqual(read(new URLSearchParams(query), OFFERED, USUAL), chosen);
  });
}

test("an address with values that the page does not offer is the usual page", () => {
  assert.deepEqual(read(new URLSearchParams("element=constructor&role=<b>"), OFFERED, USUAL), USUAL);
});
