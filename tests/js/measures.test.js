// Numbers with units: what is one in a query or a text, and which are the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { among, measures, unmeasured, within } from "../../generator/theme/assets/measures.js";

const READ = {
  "-20 °C": [-20, "°c"],
  "−20 °C": [-20, "°c"],
  "–20\u202f℃": [-20, "°c"],
  "-20C": [-20, "°c"],
  "at 25 degrees": [25, "°c"],
  "500 cycles": [500, "cycles"],
  "1 cycle": [1, "cycles"],
  "1,000 cycles": [1000, "cycles"],
  "5C": [5, "c"],
  "0.1 c": [0.1, "c"],
  "7 days": [7, "days"],
  "12 h": [12, "hours"],
  "85 %": [85, "%"],
};

for (const [text, [value, unit]] of Object.entries(READ)) {
  test(`a number with its unit: ${text}`, () => assert.deepEqual(measures(text), [{ value, unit }]));
}

for (const text of ["NaNi0.2Fe0.2", "Sn0.15Co0.15", "P2 K Mn", "2024", "M5HCF", "Fe0.15C", "5Co"]) {
  test(`no number with a unit: ${text}`, () => assert.deepEqual(measures(text), []));
}

test("a range is not read as a negative number", () => {
  assert.deepEqual(measures("10-20 °C"), [{ value: 20, unit: "°c" }]);
});

test("the words around it remain", () => {
  assert.deepEqual(unmeasured("capacity at -20 °C").trim(), "capacity at");
});

test("the same number of another unit or sign is another", () => {
  const known = measures("5C at −20 °C");
  assert.ok(among(known, { value: -20, unit: "°c" }));
  assert.ok(!among(known, { value: 20, unit: "°c" }));
  assert.ok(!among(known, { value: 5, unit: "°c" }));
});

test("a range takes its ends, and null is no limit", () => {
  const ranges = { "°C": [null, -10], C: [5, 10] };
  for (const text of ["-10 °C", "-40 °C", "5C", "10C"]) assert.ok(within(ranges, measures(text)[0]), text);
  for (const text of ["-5 °C", "20 °C", "4C", "20C", "5 h"]) assert.ok(!within(ranges, measures(text)[0]), text);
});
