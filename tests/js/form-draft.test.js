import assert from "node:assert/strict";
import test from "node:test";
import { read, VERSION } from "../../generator/theme/assets/form-draft.js";

const draft = { paper: "doe2025", before: "", reference: {}, material: { name: "A" }, control: {} };

test("a draft of this version is restored", () => {
  assert.deepEqual(read(JSON.stringify({ version: VERSION, draft })), { draft });
});

for (const [what, text] of Object.entries({
  "an older version": JSON.stringify({ version: VERSION - 1, draft }),
  "no version": JSON.stringify(draft),
  "no JSON": "{",
  null: "null",
  "another shape": JSON.stringify({ version: VERSION, draft: { material: [1] } }),
}))
  test(`a draft of ${what} is only shown as text`, () => assert.deepEqual(read(text), { old: text }));
