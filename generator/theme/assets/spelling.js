// What a query that finds nothing was probably meant to be: unknown words give way to the nearest known ones.
import { stem } from "./match.js";

const WORD = /^\p{L}\p{Ll}{3,}$/u; // no formula, element symbol or acronym: another letter there is another material

/** How many records use each word in names, aliases and keywords. */
export function vocabulary(records) {
  const known = new Map();
  for (const { name, aliases = [], keywords = [] } of records) {
    const words = [name, ...aliases, ...keywords].join(" ").match(/[\p{L}\p{N}]+/gu) ?? [];
    for (const word of new Set(words.filter((each) => WORD.test(each)).map((each) => each.toLowerCase())))
      known.set(word, (known.get(word) ?? 0) + 1);
  }
  return known;
}

/** Damerau–Levenshtein distance: letters left out, added, changed, or swapped with the next. */
export function distance(a, b) {
  let before = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, above] = [above, row];
  }
  return above[b.length];
}

/** The known word that differs least from a word, of equals the more common one; the word itself when none is near. */
function nearest(word, known) {
  const typed = word.toLowerCase();
  const begins = stem(typed);
  if (!WORD.test(word) || [...known.keys()].some((each) => each.startsWith(begins))) return word;
  let best = { word, away: typed.length < 7 ? 1 : 2, count: 0 };
  for (const [each, count] of known) {
    if (Math.abs(each.length - typed.length) > best.away) continue;
    const away = distance(typed, each);
    if (away < best.away || (away === best.away && count > best.count)) best = { word: each, away, count };
  }
  return word[0] === typed[0] ? best.word : best.word[0].toUpperCase() + best.word.slice(1);
}

/** The query with its unknown words replaced. */
export function corrected(query, known) {
  return query.replace(/[^\s\-–,;()]+/g, (word) => nearest(word, known));
}
