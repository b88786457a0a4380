import assert from "node:assert/strict";
import { test } from "node:test";
import { uncovered } from "../../generator/theme/assets/plot-marks.js";
import { collect, only, quantities } from "../../generator/theme/assets/plot-points.js";

const marked = (...marks) => marks.map((mark) => ({ mark, group: "" }));
const shown = (values, places) => uncovered(values, places).map(({ mark }) => mark);

test("a mark that would cover another mark or a point is left out, the longest stays", () => {
  assert.deepEqual(
    shown(marked("×2", "≈ ×14"), [
      [100, 100],
      [100, 108],
    ]),
    ["", "≈ ×14"],
  );
  assert.deepEqual(
    shown(marked("×2", ""), [
      [100, 100],
      [118, 92],
    ]),
    ["", ""],
    "a point is where it would stand",
  );
  assert.deepEqual(
    shown(marked("×2", "×3"), [
      [100, 100],
      [300, 100],
    ]),
    ["×2", "×3"],
  );
});

test("marks of two panels do not meet", () => {
  const values = [
    { mark: "×2", group: "a" },
    { mark: "×3", group: "b" },
  ];
  assert.deepEqual(
    shown(values, [
      [100, 100],
      [101, 101],
    ]),
    ["×2", "×3"],
  );
});

const retention = (value, cycles, reference = "a") => ({
  property: "capacity-retention",
  limits: [value, value],
  stated: { cycles: String(cycles) },
  key: `cycles:${cycles}`,
  text: `${value} %`,
  source: { reference },
});
const material = {
  id: "m",
  year: 2024,
  role: "subject",
  values: {},
  reports: [retention(90, 100), retention(80, 400)],
};
const known = quantities({
  columns: [],
  properties: { "capacity-retention": { label: "Capacity retention", unit: "%", type: "number" } },
  materials: [material],
});
const axis = (id) => known.find((quantity) => quantity.id === id);
const places = (x, y, held = [material]) =>
  collect(held, axis(x), axis(y)).points.map(({ x, y }) => [x.middle, y.middle]);

test("a retention stands at its own cycles, not at those of another test of the paper", () => {
  assert.deepEqual(places("test.cycles", "reported.capacity-retention"), [
    [100, 90],
    [400, 80],
  ]);
  assert.equal(axis("test.cycles").count, 2);
});

test("the loss per cycle is that of the longest test of more than 50 cycles, and no gain counts as one", () => {
  assert.deepEqual(places("source.year", "test.loss"), [[2024, 0.05]]);
  for (const reports of [[retention(90, 50)], [retention(101, 300)]])
    assert.deepEqual(places("source.year", "test.loss", [{ ...material, reports }]), []);
});

test("materials are picked by role as by family and phase", () => {
  const control = { ...material, role: "control" };
  assert.deepEqual(only([material, control], { family: "", phase: "", role: "control" }), [control]);
});
