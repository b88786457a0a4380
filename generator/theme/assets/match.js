// Which records a query names: by name, by formula, by the elements it lists, by what the material is for.
// Pure functions over the entries of api/v1/index.json; full text is Pagefind's task.
import { among, measures, unmeasured, within } from "./measures.js";

const LEAST = 0.65; // the part of a long word that must agree, so that "stability" finds "stable"

// Between equal names. A question comes first for its other names, but after the name of a material.
const WEIGHTS = {
  questions: 6,
  challenges: 3,
  effects: 3,
  materials: 2,
  families: 2,
  elements: 2,
  pages: 1,
  glossary: -20,
};
const KEYED = ["materials", "references"]; // their ids are typed; other ids, such as "phase-transition", are words of a subject

// Words of any question; "in" is not among them, as In is indium.
const FILLERS = new Set(
  "a an the what which who how why is are does do did can of on at to for with and against versus vs".split(" "),
);

/** Lower case without blanks or punctuation: what is left of a formula however it is typed. A prime distinguishes P'2 from P2. */
export function squeezed(text) {
  return folded(text).replace(/[^\p{L}\p{N}']/gu, "");
}

function folded(text) {
  const letters = text.normalize("NFKD").replace(/[′’ʹ]/g, "'").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/\b1st\b/g, "first");
}

/** Bring what people paste from papers to plain characters. */
export function plain(query) {
  return query
    .normalize("NFKC")
    .replace(/https?:\/\/(?:dx\.)?doi\.org\//g, "")
    .replace(/\\(?:text|mathrm|rm)\b|[$_{}]|<\/?su[bp]>/g, "")
    .replace(/[′’ʹ]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

/** The beginning of a word that a text must contain. */
export function stem(word) {
  return word.length < 5 ? word : word.slice(0, Math.ceil(word.length * LEAST));
}

/** What a query asks for: words, as typed and squeezed, without those of any question; and numbers with units. */
export function wanted(text) {
  const words = unmeasured(text)
    .split(/[\s,;]+/)
    .map((typed) => ({ typed, word: squeezed(typed) }))
    .filter(({ word }) => word);
  const telling = words.filter(({ word }) => !FILLERS.has(word));
  return { words: telling.length ? telling : words, measured: measures(text) };
}

const prepared = new WeakMap(); // by record: every letter that is typed asks all of them

/** A record's text as queries are compared with it. */
function searched(record) {
  if (!prepared.has(record)) prepared.set(record, prepare(record));
  return prepared.get(record);
}

function prepare(record) {
  const { kind, id, name, aliases = [], keywords = [], role = "", title = "" } = record;
  const names = [name, ...aliases, ...(KEYED.includes(kind) ? [id] : [])];
  const whole = [...names, ...keywords, role, title].join(" ");
  const starts = ` ${folded(whole).replace(/[^\p{L}\p{N}']+/gu, " ")}`;
  return { whole, starts, names: names.map(squeezed), text: starts.replaceAll(" ", "") };
}

/** Whether a text has a word, or at least its beginning; a short one stands at the beginning of a word, so that "ICP" is
    not found in "cubic phase". */
function has({ text, starts }, word) {
  return word.length < 4 ? starts.includes(` ${word}`) : text.includes(stem(word));
}

function byName(record, query) {
  const scores = searched(record).names.map((known, index) => {
    if (known === query) return index ? 95 : 100;
    if (query.length > 2 && known.startsWith(query)) return 70 - Math.min(9, (known.length - query.length) / 2);
    return 0;
  });
  if (record.symbol && squeezed(record.symbol) === query) scores.push(100);
  if (record.doi && squeezed(record.doi) === query) scores.push(100);
  return Math.max(...scores);
}

/** The phase that some write before a formula, and the formula: "P2 NaO2", "P2-NaO2". */
function split(text) {
  const [, phase, rest] = text.match(/^([OP]'?\d)[\s-]+(.*)$/) ?? [null, "", text];
  return { phase, rest };
}

/** What a formula without brackets is made of, in any order and either way to write a share; else null. */
export function composition(text) {
  const parts = [...text.matchAll(/([A-Z][a-z]?)(\d*\.?\d*)(?:\/(\d+))?/g)];
  if (parts.length < 2 || parts.map(([whole]) => whole).join("") !== text) return null;
  return parts
    .map(([, symbol, over, under]) => `${symbol}${((over || 1) / (under || 1)).toFixed(2)}`)
    .sort()
    .join(" ");
}

function byFormula(record, text) {
  const asked = split(text);
  const query = squeezed(asked.rest);
  if (
    !record.formula ||
    query.length < 4 ||
    !/\d/.test(query) ||
    (asked.phase && !phases(record).includes(asked.phase))
  )
    return 0;
  const plainFormula = split(record.formula).rest;
  const known = squeezed(plainFormula);
  if (known === query) return 98;
  if (composition(asked.rest) && composition(asked.rest) === composition(plainFormula)) return 97;
  if (known.startsWith(query)) return 68 - Math.min(8, known.length - query.length);
  return query.length > 4 && known.includes(query) ? 55 : 0;
}

function phases(record) {
  return record.phase ? plain(record.phase).split("/") : [];
}

/** Every word is an element of the material, its phase, or a word about it; elements count most.
    Every number with a unit is one of its own, or one that it answers. */
function byWords(record, { words, measured }) {
  const about = searched(record);
  const own = measured.length ? measures(about.whole) : [];
  if (!measured.every((each) => among(own, each) || within(record.ranges ?? {}, each))) return 0;
  let score = (record.kind === "references" ? 12 : 30) + 2 * measured.length;
  for (const { typed, word } of words) {
    if (record.elements?.includes(typed) || record.symbol === typed) score += 6;
    else if (phases(record).includes(typed)) score += 5;
    else if (record.kind === "materials" && /^[OP]'?\d$/.test(typed))
      return 0; // "P2–O2 transition" among its words makes no P2
    else if (has(about, word)) score += about.text.includes(word) ? 2 : 1;
    else return 0;
  }
  if (record.role && record.role !== "subject") score -= 4; // what was made to work comes before what it is compared with
  return score - 0.1 * (record.elements?.length ?? 0) - 0.01 * record.name.length;
}

/** Return [record, score] of every record that the query names, the best first. */
export function match(records, typed) {
  const text = plain(typed);
  const query = squeezed(text);
  const parts = wanted(text);
  if (!query) return [];
  return records
    .map((record) => [record, Math.max(byName(record, query), byFormula(record, text), byWords(record, parts))])
    .filter(([, score]) => score > 0)
    .map(([record, score]) => [record, score + (WEIGHTS[record.kind] ?? 0)])
    .sort(([a, x], [b, y]) => y - x || a.name.length - b.name.length || a.name.localeCompare(b.name)); // of equals the plainest name
}
