// Which records a query names, without a browser: names, formulas however they are typed, elements, phases, subjects.
import assert from "node:assert/strict";
import { test } from "node:test";
import { composition, match, plain, squeezed, stem } from "../../generator/theme/assets/match.js";

const RECORDS = [
  {
    kind: "materials",
    id: "nfmczs",
    name: "NFMCZS",
    aliases: ["M6"],
    formula: "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2",
    elements: ["Na", "Ni", "Fe", "Mn", "Cu", "Zn", "Sn", "O"],
    phase: "O3",
    role: "subject",
    keywords: ["air stability"],
  },
  {
    kind: "materials",
    id: "nfm",
    name: "NFM",
    formula: "NaNi1/3Fe1/3Mn1/3O2",
    elements: ["Na", "Ni", "Fe", "Mn", "O"],
    phase: "P2/O3",
    role: "control",
  },
  {
    kind: "materials",
    id: "primed",
    name: "NMO",
    formula: "P'2-Na0.67MnO2",
    elements: ["Na", "Mn", "O"],
    phase: "P′2",
  },
  { kind: "challenges", id: "air-stability", name: "Air stability", aliases: ["stable in air"] },
  { kind: "elements", id: "sn", name: "Tin", symbol: "Sn", elements: ["Sn"] },
  { kind: "references", id: "wang2024a", name: "Wang et al. (2024)", doi: "10.1002/x.1", title: "High entropy in tin" },
  { kind: "glossary", id: "tin", name: "Tin", keywords: ["a metal"] },
  {
    kind: "questions",
    id: "cold",
    name: "What works at −10 °C and below?",
    aliases: ["low temperature", "NFM"],
    ranges: { "°C": [null, -10] },
  },
  { kind: "questions", id: "first-cycle", name: "What is the efficiency?", aliases: ["first-cycle CE"] },
  { kind: "properties", id: "low", name: "Low temperature", keywords: ["cubic phase", "at 25 °C"] },
];

const FIRST = {
  "an acronym in any case": ["nfmczs", "nfmczs"],
  "an acronym, not a longer one": ["NFM", "nfm"],
  "another name": ["M6", "nfmczs"],
  "an ordinal in digits, without a hyphen": ["1st cycle ce", "first-cycle"],
  "the id of a publication": ["wang2024a", "wang2024a"],
  "a DOI with its address": ["https://doi.org/10.1002/X.1", "wang2024a"],
  "a formula in plain characters": ["NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2", "nfmczs"],
  "the beginning of a formula": ["NaNi0.2Fe0.2", "nfmczs"],
  "a formula with subscripts": ["NaNi₀.₂Fe₀.₂Mn₀.₃₅Cu₀.₀₅Zn₀.₁Sn₀.₁O₂", "nfmczs"],
  "a formula in LaTeX": ["$\\text{NaNi}_{0.2}Fe_{0.2}Mn_{0.35}Cu_{0.05}Zn_{0.1}Sn_{0.1}O_2$", "nfmczs"],
  "a formula in another order": ["NaMn0.35Ni0.2Fe0.2Cu0.05Zn0.1Sn0.1O2", "nfmczs"],
  "fractions as decimals": ["NaMn0.33Ni0.33Fe0.33O2", "nfm"],
  "the phase before a formula": ["P'2-Na0.67MnO2", "primed"],
  "a set of elements in any order": ["Sn Zn Cu Ni", "nfmczs"],
  "an element with a phase": ["Mn P2", "nfm"],
  "an element with a subject": ["Sn air stability", "nfmczs"],
  "an element by name, before the term": ["tin", "sn"],
  "an element by symbol": ["Sn", "sn"],
  "a subject, before what works on it": ["air stability", "air-stability"],
  "a number with a unit that a question answers": ["-20 °C", "cold"],
  "a minus sign as printed": ["works at −40 °C", "cold"],
  "a number with its unit in a text": ["25 °C", "low"],
  "what readers call a question, before a subject": ["low temperature", "cold"],
  "another form of the word": ["airs stabilities", "air-stability"],
};

for (const [what, [query, id]] of Object.entries(FIRST)) {
  test(`${what} finds its record first: ${query}`, () => {
    const found = match(RECORDS, query).map(([record]) => record.id);
    assert.equal(found[0], id, found.join(", "));
  });
}

for (const query of ["", "  ", "$$", "zzzqqq", "Sn Co", "O3-Na0.67MnO2", "20 °C", "-25 °C low phase", "ICP"]) {
  test(`nothing is named by ${JSON.stringify(query)}`, () => {
    assert.deepEqual(match(RECORDS, query), []);
  });
}

test("a material that was made to work comes before the control with the same elements", () => {
  const found = match(RECORDS, "Ni Fe Mn").map(([record]) => record.id);
  assert.deepEqual(found.slice(0, 2), ["nfmczs", "nfm"]);
});

test("a prime tells one phase from another", () => {
  assert.deepEqual(
    match(RECORDS, "Mn P'2").map(([record]) => record.id),
    ["primed"],
  );
});

test("the scores fall from the first to the last", () => {
  const scores = match(RECORDS, "tin").map(([, score]) => score);
  assert.ok(scores.length > 2);
  assert.deepEqual(
    scores,
    [...scores].sort((a, b) => b - a),
  );
});

test("what is pasted comes to plain characters", () => {
  assert.equal(plain(" <sub>0.2</sub>  P′2 "), "0.2 P'2");
  assert.equal(squeezed("P2–Na 0.67"), "p2na067");
  assert.equal(stem("stability"), "stabil");
  assert.equal(stem("tin"), "tin");
});

test("a composition has one spelling, and what is no formula has none", () => {
  assert.equal(composition("NaNi1/2Mn.5O2"), composition("NaMn0.5Ni0.50O2"));
  assert.equal(composition("Na[Fe(CN)6]"), null);
  assert.equal(composition("stability"), null);
  assert.equal(composition("Na"), null);
});

test("the words of any question tell nothing, and a symbol names its element before a material that holds it", () => {
  const first = (query) => match(RECORDS, query)[0]?.[0].id;
  assert.equal(first("what does Sn do"), "sn");
  assert.equal(first("which are stable in air"), "air-stability");
});
