// Which pairs fit the filters of an evidence page, how they are counted, and what an address remembers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fits, read, tally, write } from "../../generator/theme/assets/pair-filter.js";

const TAGS = "family=layered-oxide element=Ti element=Cu";
const OFFERED = { family: ["", "layered-oxide"], element: ["", "Ti", "Cu"] };

for (const [what, chosen, expected] of [
  ["nothing chosen", { family: "", element: "" }, true],
  ["one of several elements", { element: "Cu" }, true],
  ["another element", { element: "C" }, false],
  ["two facets of which one differs", { family: "layered-oxide", element: "Mg" }, false],
]) {
  test(`a pair fits or not: ${what}`, () => assert.equal(fits(TAGS, chosen), expected));
}

test("pairs, papers and outcomes are counted", () => {
  const rows = [
    { outcome: "better", paper: "a" },
    { outcome: "worse", paper: "a" },
    { outcome: "better", paper: "b" },
  ];
  assert.deepEqual(tally(rows), { pairs: 3, papers: 2, better: 2, worse: 1, same: 0, unclear: 0 });
});

test("an address brings back what was chosen, and only what the page offers", () => {
  const chosen = { family: "", element: "Ti" };
  assert.equal(write(chosen), "?element=Ti");
  assert.deepEqual(read(new URLSearchParams(write(chosen)), OFFERED), chosen);
  assert.deepEqual(read(new URLSearchParams("element=constructor&family=<b>"), OFFERED), { family: "", element: "" });
  assert.equal(write({ family: "", element: "" }), "");
});
