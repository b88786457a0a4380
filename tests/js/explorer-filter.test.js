// Which rows the explorer shows and in which order: filters, unknown values, sorting and the sentence about them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unpacked } from "../../generator/theme/assets/explorer-data.js";
import { choose, sorted, summary } from "../../generator/theme/assets/explorer-filter.js";

const STATE = {
  text: "",
  by: "all",
  facets: {},
  within: [],
  without: [],
  on: "any",
  ranges: {},
  unknown: false,
  sort: [],
};
const FITS = { shown: [0], unknown: 0, lacking: [] };
const FAILS = { shown: [], unknown: 0, lacking: [] };
const lacks = (...fields) => ({ shown: [], unknown: 1, lacking: fields });

/** Data as the file has them, of rows that name what their cells hold. */
function data(...rows) {
  const texts = (name) => {
    const sets = rows.map((row) => row[name] ?? []);
    return { sets, html: sets.map((values) => values.join(", ")), of: rows.map((_, row) => row) };
  };
  const known = rows.flatMap((row, at) => (row.n === undefined ? [] : [at]));
  const numbers = known.map((at) => rows[at].n);
  return unpacked({
    also: rows.map(({ also = "" }) => also),
    columns: [
      ...["name", "composition", "metals", "phase"].map((key) => ({ key, ...texts(key) })),
      { key: "class", ...texts("all") },
      { key: "n", rows: known, html: numbers.map(String), numbers },
    ],
    classes: { all: { sorts: "n", ...texts("all") }, pooled: { sorts: "n", ...texts("pooled") } },
    remarks: { sets: rows.map(({ remarks = {} }) => remarks), of: rows.map((_, row) => row) },
  });
}

const SEVERAL = (...n) => ({ n });

const JUDGED = {
  "nothing asked": [{}, {}, FITS],
  "a range that touches": [{ ranges: { n: [2, null] } }, { n: [[1, 2]] }, FITS],
  "a range that touches from above": [{ ranges: { n: [null, 1] } }, { n: [[1, 2]] }, FITS],
  "one number in the range": [{ ranges: { n: [1, 1] } }, { n: 1 }, FITS],
  "one of several values in the range": [{ ranges: { n: [2, 3] } }, SEVERAL([0, 1], [3, 3]), FITS],
  "a range that misses": [{ ranges: { n: [2, 3] } }, SEVERAL([0, 1], [4, 4]), FAILS],
  "an unknown number": [{ ranges: { n: [2, null] } }, {}, lacks("n")],
  "unknown here, refused there": [{ ranges: { n: [2, null] }, within: ["Sn"] }, { composition: ["Ni"] }, FAILS],
  "two unknown fields": [{ ranges: { n: [2, null] }, within: ["Sn"] }, {}, lacks("elements", "n")],
  "an element asked for": [{ within: ["Ni"] }, { composition: ["Ni", "Na"] }, FITS],
  "one of two elements asked for": [{ within: ["Ni", "Sn"] }, { composition: ["Ni"] }, FAILS],
  "an element ruled out": [{ without: ["Ni"] }, { composition: ["Ni"] }, FAILS],
  "an element on another site": [{ within: ["Fe"], on: "metal" }, { composition: ["Fe"], metals: ["Ni"] }, FAILS],
  "an element on the mixing site": [{ within: ["Ni"], on: "metal" }, { composition: ["Ni"], metals: ["Ni"] }, FITS],
  "one remark holds, one is unknown": [{ facets: { remark: ["a", "b"] } }, { remarks: { a: true } }, FITS],
  "no remark holds, one is unknown": [{ facets: { remark: ["a", "b"] } }, { remarks: { a: false } }, lacks("remark")],
  "no remark holds": [{ facets: { remark: ["a"] } }, { remarks: { a: false } }, FAILS],
  "the usual class": [{ facets: { class: ["high"] } }, { all: ["high"], pooled: ["low"] }, FITS],
  "the class by the convention chosen": [
    { facets: { class: ["high"] }, by: "pooled" },
    { all: ["high"], pooled: ["low"] },
    FAILS,
  ],
  "no class by the convention chosen": [
    { facets: { class: ["high"] }, by: "pooled" },
    { all: ["high"] },
    lacks("class"),
  ],
  "any of the ticked is enough": [{ facets: { phase: ["P2", "O3"] } }, { phase: ["O3"] }, FITS],
  "none of the ticked": [{ facets: { phase: ["P2"] } }, { phase: ["O3"] }, FAILS],
  "nothing ticked": [{ facets: { phase: [] } }, { phase: ["O3"] }, FITS],
  "an unknown phase": [{ facets: { phase: ["P2"] } }, {}, lacks("phase")],
  "every word in some cell": [{ text: "Wang (2024)  nfm" }, { name: ["NFMCZS<br>Wang et al. 2024, Wang2024"] }, FITS],
  "one word in no cell": [{ text: "wang tin" }, { name: ["NFMCZS<br>Wang"] }, FAILS],
  "a word across two cells": [{ text: "ab" }, { name: ["a"], composition: ["b"] }, FAILS],
  "a word that no cell shows": [{ text: "alias" }, { also: "an alias" }, FITS],
  "a word of the markup": [{ text: "span" }, { name: ["<span>x</span>"] }, FAILS],
  "a mark that is escaped": [{ text: "P'2" }, { phase: ["P&#39;2"] }, FITS],
  "an escape is no word": [{ text: "39" }, { phase: ["P&#39;2"] }, FAILS],
  "a formula as typed": [{ text: "Ni0.2Fe" }, { composition: ["NaNi<sub>0.2</sub><wbr>Fe<sub>0.2</sub>O2"] }, FITS],
};

for (const [what, [asked, held, expected]] of Object.entries(JUDGED)) {
  test(`a row is judged: ${what}`, () => {
    const { lacking, ...rest } = choose({ ...STATE, ...asked }, data(held));
    assert.deepEqual({ ...rest, lacking: [...lacking.keys()] }, expected);
  });
}

test("rows without the number are counted, and shown on request", () => {
  const rows = data({ n: 3 }, { n: 1 }, {});
  const asked = { ...STATE, ranges: { n: [2, null] } };
  const chosen = choose(asked, rows);
  assert.deepEqual(chosen.shown, [0]);
  assert.equal(chosen.unknown, 1);
  assert.deepEqual([...chosen.lacking], [["n", 1]]);
  assert.deepEqual(choose({ ...asked, unknown: true }, rows).shown, [0, 2]);
});

const RANGES = [SEVERAL([2, 2], [9, 9]), {}, SEVERAL([1, 3]), SEVERAL([3, 4])];
const PHASES = [{ phase: ["O3"] }, {}, { phase: ["monoclinic"] }, { phase: ["P2"] }];
const SORTED = {
  "as they come": [RANGES, [], [0, 1, 2, 3]],
  "numbers by their lower end": [RANGES, [["n", "asc"]], [2, 0, 3, 1]],
  "numbers by their upper end, falling": [RANGES, [["n", "desc"]], [0, 3, 2, 1]],
  "texts as a dictionary has them": [PHASES, [["phase", "asc"]], [2, 0, 3, 1]],
  "texts falling": [PHASES, [["phase", "desc"]], [3, 0, 2, 1]],
  "numbers in texts by their size": [[{ name: ["m10"] }, { name: ["m9"] }], [["name", "asc"]], [1, 0]],
  "equal ones by the next column": [
    [
      { phase: ["O3"], n: 1 },
      { phase: ["O3"], n: 2 },
      { phase: ["P2"], n: 3 },
    ],
    [
      ["phase", "asc"],
      ["n", "desc"],
    ],
    [1, 0, 2],
  ],
  "classes by their entropy": [
    [
      { n: 1, all: ["low"] },
      { n: 2, all: ["high"] },
    ],
    [["class", "desc"]],
    [1, 0],
  ],
};

for (const [what, [rows, sort, expected]] of Object.entries(SORTED)) {
  test(`rows are sorted, what is not known last: ${what}`, () => {
    const all = data(...rows);
    assert.deepEqual(sorted([...rows.keys()], { ...STATE, sort }, all), expected);
  });
}

const NAMES = { n: "capacity retention", phase: "phase" };
const SAID = [
  [[2, 0, {}], false, "2 of 9 match."],
  [[2, 1, { n: 1 }], false, "2 of 9 match. 1 hidden because it has no capacity retention."],
  [[2, 3, { n: 3 }], false, "2 of 9 match. 3 hidden because they have no capacity retention."],
  [[5, 3, { n: 3 }], true, "5 of 9 match; 3 of them have no capacity retention."],
  [[5, 1, { n: 1 }], true, "5 of 9 match; 1 of them has no capacity retention."],
  [[0, 4, { n: 3, phase: 2 }], false, "0 of 9 match. 4 hidden because they have 3 no capacity retention, 2 no phase."],
  [[0, 1, { other: 1 }], false, "0 of 9 match. 1 hidden because it has no other."],
];

for (const [[shown, unknown, lacking], included, expected] of SAID) {
  test(`the sentence above the table: ${expected}`, () => {
    const chosen = { shown: [...Array(shown).keys()], unknown, lacking: new Map(Object.entries(lacking)) };
    assert.equal(summary(chosen, 9, included, NAMES), expected);
  });
}
