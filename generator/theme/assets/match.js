// Which records a query names: by name, by formula, by the elements it lists, by what the material is for.
// Pure functions over the entries of api/v1/index.json; full text is Pagefind's task.

const LEAST = 0.65; // the part of a long word that must agree, so that "stability" finds "stable"

const WEIGHTS = { challenges: 3, effects: 3, materials: 2, families: 2, elements: 2, pages: 1, glossary: -20 }; // between equal names
const KEYED = ["materials", "references"]; // their ids are typed; other ids, such as "phase-transition", are words of a subject

/** Lower case without blanks or punctuation: what is left of a formula however it is typed. A prime distinguishes P'2 from P2. */
export function squeezed(text) {
  return text
    .normalize("NFKD")
    .replace(/[′’ʹ]/g, "'")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']/gu, "");
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

function names(record) {
  return [record.name, ...(record.aliases ?? []), ...(KEYED.includes(record.kind) ? [record.id] : [])];
}

function byName(record, query) {
  const scores = names(record).map((name, index) => {
    const known = squeezed(name);
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

/** Every word is an element of the material, its phase, or a word about it; elements count most. */
function byWords(record, words) {
  const text = squeezed(
    [...names(record), ...(record.keywords ?? []), record.role ?? "", record.title ?? ""].join(" "),
  );
  let score = record.kind === "references" ? 12 : 30;
  for (const word of words) {
    if (record.elements?.includes(word)) score += 6;
    else if (phases(record).includes(word)) score += 5;
    else if (record.kind === "materials" && /^[OP]'?\d$/.test(word))
      return 0; // "P2–O2 transition" among its words makes no P2
    else if (squeezed(word) && text.includes(stem(squeezed(word)))) score += text.includes(squeezed(word)) ? 2 : 1;
    else return 0;
  }
  if (record.role && record.role !== "subject") score -= 4; // what was made to work comes before what it is compared with
  return score - 0.1 * (record.elements?.length ?? 0) - 0.01 * record.name.length;
}

/** Return [record, score] of every record that the query names, the best first. */
export function match(records, typed) {
  const text = plain(typed);
  const query = squeezed(text);
  const words = text.split(/[\s,;]+/).filter(Boolean);
  if (!query) return [];
  return records
    .map((record) => [record, Math.max(byName(record, query), byFormula(record, text), byWords(record, words))])
    .filter(([, score]) => score > 0)
    .map(([record, score]) => [record, score + (WEIGHTS[record.kind] ?? 0)])
    .sort(([a, x], [b, y]) => y - x || a.name.length - b.name.length || a.name.localeCompare(b.name)); // of equals the plainest name
}
