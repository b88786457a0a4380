import assert from "node:assert/strict";
import test from "node:test";
import { alone, panels } from "../../generator/theme/assets/plot-guard.js";
import { collect, quantities } from "../../generator/theme/assets/plot-points.js";
import { energyLine, fitting } from "../../generator/theme/assets/plot-selection.js";

const report = { property: "retention", limits: [80, 80], text: "80 %", key: "", source: { reference: "a" } };
const material = { id: "m", year: 2024, values: {}, reports: [report] };
const other = { id: "n", year: 2025, values: {}, reports: [{ ...report, limits: [90, 90] }] };
const end = { number: null, text: null, report };
const selection = {
  id: "kept",
  x: { id: "test.cycles", label: "Cycles", property: "retention", powers: true },
  y: { id: "reported.retention", label: "Retention", property: "retention" },
  points: [{ material, x: { number: 400, text: "400", report }, y: end }],
  others: [{ material: other, x: { number: 9, text: "9", report: other.reports[0] }, y: end }],
};
const known = quantities({
  columns: [],
  properties: { retention: { label: "Retention", unit: "%", type: "number" } },
  materials: [material, other],
  selections: [selection],
});
const axis = (id) => known.find((quantity) => quantity.id === id);
const places = (x, y, chosen) =>
  collect([material, other], axis(x), axis(y), chosen).points.map(({ x, y }) => [x.middle, y.middle]);

test("a selection gives its points alone, whichever quantity is across", () => {
  assert.deepEqual(places("test.cycles", "reported.retention", selection), [[400, 80]]);
  assert.deepEqual(places("reported.retention", "test.cycles", selection), [[80, 400]]);
  assert.deepEqual(fitting([selection], "reported.retention", "test.cycles"), [selection]);
  assert.deepEqual(fitting([selection], "source.year", "test.cycles"), []);
});

test("a quantity that only selections give is known of every material that has it", () => {
  assert.equal(axis("test.cycles").count, 2);
  assert.deepEqual(places("source.year", "test.cycles"), [
    [2024, 400],
    [2025, 9],
  ]);
});

test("a line of equal energy stays within the axes", () => {
  const line = energyLine(300, [
    [2, 4],
    [100, 200],
  ]);
  assert.deepEqual([line[0].x, line.at(-1).x], [2, 3]);
  assert.ok(line.every(({ x, y }) => Math.abs(x * y - 300) < 1e-9));
  assert.deepEqual(energyLine(900, [[2, 3], [100, 200]]), []); // biome-ignore format: one case
});

const point = (key) => ({ conditions: { key, text: key } });
const of = (counts) =>
  Object.entries(counts).flatMap(([key, count]) => Array.from({ length: count }, () => point(key)));

test("no panel has one or two points: they are pooled on request", () => {
  const found = of({ a: 4, b: 3, c: 2, d: 1 });
  const apart = panels(found, { most: 1, pool: false, every: false });
  assert.deepEqual([apart.points.length, apart.left.length, apart.more], [4, 3, 1]);
  const pooled = panels(found, { most: 1, pool: true, every: true });
  assert.deepEqual([pooled.points.length, pooled.left.length, pooled.more], [10, 0, 0]);
  assert.equal(pooled.points.filter(({ panel }) => panel).length, 3);
  assert.deepEqual([alone(found), alone(of({ a: 2, b: 1 }))], [false, true]);
});
