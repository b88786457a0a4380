// Axes of the designer's charts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ticks } from "../../generator/theme/assets/design-charts.js";

test("an axis has two to six round steps within its range", () => {
  for (const [low, high] of [
    [0, 1],
    [0, 1.6],
    [0.93, 1.07],
    [223.4, 236.1],
    [-0.05, 2.4],
    [0, 1000],
    [1, 1 + 1e-4],
  ]) {
    const found = ticks(low, high);
    assert.ok(found.length >= 2 && found.length <= 6, `${low}..${high}: ${found}`);
    assert.ok(
      found.every((tick) => tick >= low - 1e-9 && tick <= high + 1e-9),
      `${low}..${high}: ${found}`,
    );
  }
});

test("a range of nothing has its one value", () => {
  assert.deepEqual(ticks(0, 0), [0]);
});
