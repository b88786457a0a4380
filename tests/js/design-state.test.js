// The designer's state in the address: what is written is read again, and nothing else gets in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST, limits, read, write } from "../../generator/theme/assets/design-state.js";

const WHOLE = {
  formula: "P2-Na2/3Mn^{4+}0.5Ni0.5O2·2H2O",
  locked: ["Mn", "Ni"],
  along: "Ti",
  corners: ["Ni", "Fe", "Mn"],
  goal: "1.5",
  most: "Co 10, Ni 35",
  fresh: "Ti Sn",
};

test("what is written is read again", () => {
  assert.deepEqual(read(write(WHOLE)), WHOLE);
});

test("a design needs no more than a formula", () => {
  assert.equal(write({ formula: "NaO2" }), "#f=NaO2");
  assert.deepEqual(read("#f=NaO2"), {
    formula: "NaO2",
    locked: [],
    along: "",
    corners: [],
    goal: "",
    most: "",
    fresh: "",
  });
  assert.deepEqual(read("?f=NaO2").formula, "NaO2");
});

test("an address that names no formula is none of a design", () => {
  for (const hash of ["", "#", "#ea-content", "#lock=Ni", "?utm=f"]) assert.equal(read(hash), null);
});

test("what is not understood is left out", () => {
  const found = read(
    "#f=x&lock=<b>,Ni,__proto__&along=constructor&map=Ni,Ni,Mn&goal=1e9&most=%22Co%2010&new=javascript:,Ti",
  );
  assert.deepEqual(found, {
    formula: "x",
    locked: ["Ni"],
    along: "",
    corners: [],
    goal: "",
    most: "Co 10",
    fresh: "Ti",
  });
});

test("a formula too long for an address is neither written nor read whole", () => {
  assert.equal(write({ formula: "N".repeat(LONGEST + 1) }), "");
  assert.equal(read(`#f=${"N".repeat(5000)}`).formula.length, LONGEST);
});

test("limits are read as people write them", () => {
  assert.deepEqual(limits("Co 10, Ni ≤ 35 %; Mn:40.5 Fe=5"), { Co: "10", Ni: "35", Mn: "40.5", Fe: "5" });
  assert.deepEqual(limits(null), {});
});
