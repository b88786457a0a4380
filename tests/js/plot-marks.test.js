import assert from "node:assert/strict";
import { test } from "node:test";
import { uncovered } from "../../generator/theme/assets/plot-marks.js";
import { only } from "../../generator/theme/assets/plot-points.js";

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

const material = { id: "m", role: "subject" };

test("materials are picked by role as by family and phase", () => {
  const control = { ...material, role: "control" };
  assert.deepEqual(only([material, control], { family: "", phase: "", role: "control" }), [control]);
});
