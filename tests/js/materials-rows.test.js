import assert from "node:assert/strict";
import test from "node:test";
import { fitting, sorted } from "../../generator/theme/assets/materials-rows.js";

const data = {
  ids: ["a", "b", "c", "d"],
  texts: ["alpha nio2", "beta feo2", "gamma nifeo2", "delta"],
  facets: {
    family: { sets: [["oxide"], ["other"]], of: [0, 0, 1, 0] },
    element: { sets: [["Ni"], ["Fe"], ["Ni", "Fe"], []], of: [0, 1, 2, 3] },
  },
};
const counts = (chosen, facet) => Object.fromEntries(fitting(data, chosen).counts[facet]);

test("rows fit every choice and every word", () => {
  assert.deepEqual(fitting(data, { family: "oxide", element: "" }).rows, [0, 1, 3]);
  assert.deepEqual(fitting(data, { family: "oxide", element: "Ni" }).rows, [0]);
  assert.deepEqual(fitting(data, { q: "ALPHA ni" }).rows, [0]);
  assert.deepEqual(fitting(data, { q: "absent" }).rows, []);
});

test("a choice counts the rows that it would leave in place of the one made in its filter", () => {
  assert.deepEqual(counts({}, "family"), { oxide: 3, other: 1 });
  assert.deepEqual(counts({ family: "oxide", element: "Ni" }, "family"), { oxide: 1, other: 1 });
  assert.deepEqual(counts({ family: "oxide", element: "Ni" }, "element"), { Ni: 1, Fe: 1 });
});

test("what is not known comes last either way, and equal keys keep their order", () => {
  const column = { keys: [2, null, 1], of: [0, 1, 2, 0] };
  assert.deepEqual(sorted([0, 1, 2, 3], column, false), [2, 0, 3, 1]);
  assert.deepEqual(sorted([0, 1, 2, 3], column, true), [0, 3, 2, 1]);
  assert.deepEqual(sorted([3, 1], undefined, false), [3, 1]);
});
