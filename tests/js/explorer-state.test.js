// The explorer's address: what a reader has set is written, read back, and nonsense in it is left out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_PICKED, pressed, read, untouched, write } from "../../generator/theme/assets/explorer-state.js";

const USUAL = ["name", "phase"];
const KNOWN = {
  usual: USUAL,
  columns: ["name", "phase", "class", "entropy"],
  numbers: ["entropy", "p.rate"],
  elements: ["Ni", "Sn", "Co"],
  ids: ["a", "b", "c", "d", "e", "f"],
  conventions: ["all", "pooled"],
  facets: { family: ["oxide"], phase: ["P2", "O3"], remark: ["label"], class: ["low", "medium", "high"] },
};
const from = (address) => read(new URLSearchParams(address), KNOWN);
const changed = (more) => ({ ...untouched(USUAL), ...more });

const ADDRESSES = {
  "": {},
  "q=made up": { text: "made up" },
  "by=pooled": { by: "pooled" },
  "phase=P2&phase=O3": { facets: { ...untouched(USUAL).facets, phase: ["P2", "O3"] } },
  "in=Sn&out=Co": { within: ["Sn"], without: ["Co"] },
  "on=metal": { on: "metal" },
  "entropy=1.5..": { ranges: { entropy: [1.5, null] } },
  "entropy=..-2": { ranges: { entropy: [null, -2] } },
  "p.rate=1e-9..2": { ranges: { "p.rate": [1e-9, 2] } },
  "unknown=1": { unknown: true },
  "sort=-entropy_name": {
    sort: [
      ["entropy", "desc"],
      ["name", "asc"],
    ],
  },
  "cols=name_entropy": { columns: ["name", "entropy"] },
  "pick=a&pick=c": { picked: ["a", "c"] },
};

for (const [address, more] of Object.entries(ADDRESSES)) {
  test(`an address is read: ${address || "an empty one"}`, () => {
    assert.deepEqual(from(address), changed(more));
  });
  test(`and written so that it is read as the same: ${address || "an empty one"}`, () => {
    const written = write(changed(more), USUAL);
    assert.deepEqual(read(written, KNOWN), changed(more));
    assert.equal([...written].length, [...new URLSearchParams(address)].length);
  });
}

const NONSENSE = [
  "by=guess",
  "phase=Z9",
  "in=Xx&out=Yy",
  "on=moon",
  "entropy=high",
  "entropy=..",
  "entropy=1...2..",
  "entropy=1.2.3..",
  "sort=nothing",
  "pick=nobody",
  "what=ever",
];

for (const address of NONSENSE) {
  test(`an address with nonsense is a page that nobody has touched: ${address}`, () => {
    assert.deepEqual(from(address), changed({}));
  });
}

test("an element cannot be asked for and ruled out at once", () => {
  assert.deepEqual(from("in=Sn&out=Sn"), changed({ within: ["Sn"] }));
});

test("the name is always among the columns, and they keep the page's order", () => {
  assert.deepEqual(from("cols=entropy_phase").columns, ["name", "phase", "entropy"]);
});

test("no more are picked than can be compared", () => {
  assert.equal(from("pick=a&pick=b&pick=c&pick=d&pick=e&pick=f").picked.length, MOST_PICKED);
});

test("a heading sorts rising, then falling, then no more", () => {
  const once = pressed([["name", "asc"]], "entropy", false);
  assert.deepEqual(once, [["entropy", "asc"]]);
  const twice = pressed(once, "entropy", false);
  assert.deepEqual(twice, [["entropy", "desc"]]);
  assert.deepEqual(pressed(twice, "entropy", false), []);
});

test("with the shift key a heading sorts what the others leave equal", () => {
  const rising = pressed([["name", "asc"]], "entropy", true);
  assert.deepEqual(rising.flat(), ["name", "asc", "entropy", "asc"]);
  const falling = pressed(rising, "entropy", true);
  assert.deepEqual(falling.flat(), ["name", "asc", "entropy", "desc"]);
  assert.deepEqual(pressed(falling, "entropy", true), [["name", "asc"]]);
});
