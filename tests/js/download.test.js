// Parts of the downloads: whole CSV records and BibTeX entries, and every reference that a selection names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bibOf, csvOf, csvRecords, referencesOf, risOf } from "../../generator/theme/assets/download.js";

const TABLE = 'id,note\na,"one\nline ""and"" more"\nb,"x, y"\nc,z\n';

test("quoted line ends and commas do not break a CSV record", () => {
  assert.equal(csvOf(TABLE, ["b", "a"]), 'id,note\nb,"x, y"\na,"one\nline ""and"" more"\n');
});

test("the records of a CSV file put together are the file", () => {
  assert.equal(csvRecords(TABLE).length, 4);
  assert.equal(csvRecords(TABLE).join(""), TABLE);
  assert.deepEqual(csvRecords("a\nb"), ["a\n", "b"]);
});

test("several records of one id come together, none for an unknown id, and a longer id is another", () => {
  assert.equal(csvOf("id,n\na,1\nab,2\na,3\n", ["a", "zz"]), "id,n\na,1\na,3\n");
});

test("lines that end as on Windows are kept as they are", () => {
  assert.equal(csvOf("id,n\r\na\r\nb,2\r\n", ["a"]), "id,n\r\na\r\n");
});

test("every reference that a record names is found, at any depth, each once", () => {
  const record = {
    source: { reference: "x", via: "y", at: "reference" },
    claims: [{ source: { reference: "x" } }, { versus: { source: { reference: "z" } } }],
    reference: ["no", "id"],
    nothing: null,
  };
  assert.deepEqual([...referencesOf(record)], ["x", "y", "z"]);
});

test("of a bibliography the wanted entries are kept whole", () => {
  const entries = "@article{a1,\n  title = {T @ 1},\n}\n\n@book{b2,\n  title = {U},\n}\n\n@article{a11,\n}\n";
  assert.equal(bibOf(entries, new Set(["a1"])), "@article{a1,\n  title = {T @ 1},\n}\n");
  assert.equal(bibOf(entries, new Set()), "");
});

test("of a RIS file the wanted entries are kept, each with its end", () => {
  const entry = (id) => `TY  - JOUR\nID  - ${id}\nTI  - T\nER  - \n`;
  assert.equal(
    risOf(`${entry("a1")}\n${entry("b2")}\n${entry("a11")}`, new Set(["a1", "a11"])),
    `${entry("a1")}\n${entry("a11")}`,
  );
  assert.equal(risOf(entry("a1"), new Set()), "");
});
