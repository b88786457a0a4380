// Which rows the explorer shows and in which order: filters, unknown values, sorting and the sentence about them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, compareKeys, judge, sortKey, summary } from "../../generator/theme/assets/explorer-filter.js";

const STATE = { text: "", by: "all", facets: {}, within: [], without: [], on: "any", ranges: {}, unknown: false };
const ROW = { words: [], elements: null, metal: null, facets: {}, class: {}, remarks: {}, numbers: {} };
const FITS = { fits: true, lacks: [] };
const FAILS = { fits: false, lacks: [] };
const lacks = (...fields) => ({ fits: true, lacks: fields });

const JUDGED = {
  "nothing asked": [{}, {}, FITS],
  "a range that touches": [{ ranges: { n: [2, null] } }, { numbers: { n: [[1, 2]] } }, FITS],
  "a range that touches from above": [{ ranges: { n: [null, 1] } }, { numbers: { n: [[1, 2]] } }, FITS],
  "one of several values in the range": [
    { ranges: { n: [2, 3] } },
    {
      numbers: {
        n: [
          [0, 1],
          [3, 3],
        ],
      },
    },
    FITS,
  ],
  "a range that misses": [
    { ranges: { n: [2, 3] } },
    {
      numbers: {
        n: [
          [0, 1],
          [4, 4],
        ],
      },
    },
    FAILS,
  ],
  "an unknown number": [{ ranges: { n: [2, null] } }, {}, lacks("n")],
  "no number among the known": [{ ranges: { n: [2, null] } }, { numbers: { n: [] } }, lacks("n")],
  "unknown here, refused there": [{ ranges: { n: [2, null] }, within: ["Sn"] }, { elements: ["Ni"] }, FAILS],
  "two unknown fields": [{ ranges: { n: [2, null] }, within: ["Sn"] }, {}, lacks("elements", "n")],
  "an element asked for": [{ within: ["Ni"] }, { elements: ["Ni", "Na"] }, FITS],
  "one of two elements asked for": [{ within: ["Ni", "Sn"] }, { elements: ["Ni"] }, FAILS],
  "an element ruled out": [{ without: ["Ni"] }, { elements: ["Ni"] }, FAILS],
  "an element on another site": [{ within: ["Fe"], on: "metal" }, { elements: ["Fe"], metal: ["Ni"] }, FAILS],
  "an element on the mixing site": [{ within: ["Ni"], on: "metal" }, { elements: ["Ni"], metal: ["Ni"] }, FITS],
  "one remark holds, one is unknown": [{ facets: { remark: ["a", "b"] } }, { remarks: { a: true, b: null } }, FITS],
  "no remark holds, one is unknown": [
    { facets: { remark: ["a", "b"] } },
    { remarks: { a: false, b: null } },
    lacks("remark"),
  ],
  "no remark holds": [{ facets: { remark: ["a"] } }, { remarks: { a: false } }, FAILS],
  "the class by the convention chosen": [
    { facets: { class: ["high"] }, by: "pooled" },
    { class: { all: "high", pooled: "low" } },
    FAILS,
  ],
  "no class by the convention chosen": [{ facets: { class: ["high"] }, by: "pooled" }, { class: {} }, lacks("class")],
  "any of the ticked is enough": [{ facets: { phase: ["P2", "O3"] } }, { facets: { phase: ["O3"] } }, FITS],
  "none of the ticked": [{ facets: { phase: ["P2"] } }, { facets: { phase: ["O3"] } }, FAILS],
  "nothing ticked": [{ facets: { phase: [] } }, { facets: { phase: ["O3"] } }, FITS],
  "an unknown phase": [{ facets: { phase: ["P2"] } }, { facets: { phase: [] } }, lacks("phase")],
  "every word in some cell": [{ text: "Wang (2024)  nfm" }, { words: ["wang2024", "nfmczs"] }, FITS],
  "one word in no cell": [{ text: "wang tin" }, { words: ["wang2024", "nfmczs"] }, FAILS],
  "a formula as typed": [{ text: "Ni0.2Fe" }, { words: ["nani02fe02o2"] }, FITS],
};

for (const [what, [asked, held, expected]] of Object.entries(JUDGED)) {
  test(`a row is judged: ${what}`, () => {
    assert.deepEqual(judge({ ...STATE, ...asked }, { ...ROW, ...held }), expected);
  });
}

const ROWS = [
  { ...ROW, id: "known", numbers: { n: [[3, 3]] } },
  { ...ROW, id: "small", numbers: { n: [[1, 1]] } },
  { ...ROW, id: "unknown" },
];

test("rows without the number are counted, and shown on request", () => {
  const asked = { ...STATE, ranges: { n: [2, null] } };
  const chosen = choose(asked, ROWS);
  assert.deepEqual([...chosen.shown], ["known"]);
  assert.equal(chosen.unknown, 1);
  assert.deepEqual([...chosen.lacking], [["n", 1]]);
  assert.deepEqual([...choose({ ...asked, unknown: true }, ROWS).shown], ["known", "unknown"]);
});

test("a cell sorts by its range, its text, or not at all", () => {
  assert.deepEqual(sortKey("1.5_2"), [1.5, 2]);
  assert.equal(sortKey("P2/O3"), "p2/o3");
  assert.equal(sortKey(""), null);
});

const SORTED = {
  "numbers by their lower end": [[[2, 9], null, [1, 3], [3, 4]], false, [[1, 3], [2, 9], [3, 4], null]],
  "numbers by their upper end, falling": [[[2, 9], null, [1, 3], [3, 4]], true, [[2, 9], [3, 4], [1, 3], null]],
  "texts as a dictionary has them": [["o3", null, "monoclinic", "p2"], false, ["monoclinic", "o3", "p2", null]],
  "texts falling": [["o3", null, "monoclinic", "p2"], true, ["p2", "o3", "monoclinic", null]],
  "numbers in texts by their size": [["m10", "m9"], false, ["m9", "m10"]],
};

for (const [what, [keys, descending, expected]] of Object.entries(SORTED)) {
  test(`what is not known comes last: ${what}`, () => {
    assert.deepEqual(
      keys.toSorted((a, b) => compareKeys(a, b, descending)),
      expected,
    );
  });
}

const NAMES = { n: "capacity retention", phase: "phase" };
const SAID = [
  [[2, 0, {}], false, "2 of 9 shown."],
  [[2, 1, { n: 1 }], false, "2 of 9 shown. 1 hidden because it has no capacity retention."],
  [[2, 3, { n: 3 }], false, "2 of 9 shown. 3 hidden because they have no capacity retention."],
  [[5, 3, { n: 3 }], true, "5 of 9 shown; 3 of them have no capacity retention."],
  [[5, 1, { n: 1 }], true, "5 of 9 shown; 1 of them has no capacity retention."],
  [[0, 4, { n: 3, phase: 2 }], false, "0 of 9 shown. 4 hidden because they have 3 no capacity retention, 2 no phase."],
  [[0, 1, { other: 1 }], false, "0 of 9 shown. 1 hidden because it has no other."],
];

for (const [[shown, unknown, lacking], included, expected] of SAID) {
  test(`the sentence above the table: ${expected}`, () => {
    const chosen = { shown: new Set(Array(shown).keys()), unknown, lacking: new Map(Object.entries(lacking)) };
    assert.equal(summary(chosen, 9, included, NAMES), expected);
  });
}
