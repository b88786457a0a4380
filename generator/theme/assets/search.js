// The search dialog: Pagefind's index behind one field. Everything comes from this site.
const here = new URL("..", import.meta.url);
const MOST = 12;
const LOADED = 24;

const dialog = document.querySelector(".ea-search");
const field = dialog.querySelector("input");
const status = dialog.querySelector(".ea-search__status");
const list = dialog.querySelector(".ea-search__results");

let engine;
let latest = 0;

/** Load the index once, and let a build without one say so. */
function load() {
  engine ??= import(new URL("pagefind/pagefind.js", here).href).then(async (pagefind) => {
    await pagefind.options({ excerptLength: 22, ranking: { termSimilarity: 8, termFrequency: 0.6, pageLength: 0.4 } });
    await pagefind.init();
    return pagefind;
  });
  return engine;
}

/** Bring what people paste from papers to what the pages hold: plain digits, no typesetting. */
export function plain(query) {
  return query
    .normalize("NFKC")
    .replace(/\\(?:text|mathrm|rm)\b|[$_{}]|<\/?sub>/g, "")
    .replace(/[′’ʹ]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

function squeezed(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether a page holds every word of the query, or what is left of it without its ending: "stable" for "stability".
    Pagefind shortens a word that it does not know until something matches, which would answer any typing slip. */
function holds(result, words) {
  const text = squeezed(`${result.meta.title} ${result.content} ${result.meta.formula ?? ""}`);
  return words.every((word) => text.includes(word.slice(0, Math.max(3, Math.ceil(word.length * 0.65)))));
}

function say(text) {
  status.textContent = text;
}

/** Set digits of a plain formula below the line, as nodes: nothing of a record is ever read as HTML. */
function formula(text) {
  const line = document.createElement("span");
  line.className = "ea-search__formula";
  for (const part of text.split(/(?<=[A-Za-z)\]])([\d.]+(?:\/\d+)?)/)) {
    const node = /^[\d.]/.test(part) ? document.createElement("sub") : document.createTextNode(part);
    if (node.nodeType === Node.ELEMENT_NODE) node.textContent = part;
    line.append(node);
  }
  return line;
}

function item(result) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = result.url;
  const title = document.createElement("strong");
  title.textContent = result.meta.title;
  const kind = document.createElement("span");
  kind.className = "ea-search__kind";
  kind.textContent = result.meta.kind ?? "Page";
  link.append(title, kind);
  if (result.meta.formula) link.append(formula(result.meta.formula));
  const excerpt = document.createElement("span");
  excerpt.className = "ea-search__excerpt";
  excerpt.innerHTML = result.excerpt; // Pagefind escapes the text and adds <mark> only
  link.append(excerpt);
  entry.append(link);
  return entry;
}

function summary(count, query) {
  if (!count) return `Nothing found for “${query}”.`;
  if (count > MOST) return `The best ${MOST} pages found.`;
  return `${count} page${count === 1 ? "" : "s"} found.`;
}

async function search() {
  const asked = ++latest;
  const query = plain(field.value);
  if (!query) {
    list.replaceChildren();
    say("Type an acronym, a formula, elements, a problem or an author.");
    return;
  }
  say("Searching …");
  let found;
  try {
    found = await (await load()).search(query);
  } catch {
    say("The search index could not be loaded. Reload the page, or browse the materials instead.");
    return;
  }
  const loaded = await Promise.all(found.results.slice(0, LOADED).map((result) => result.data()));
  if (asked !== latest) return;
  const words = query.split(" ").map(squeezed).filter(Boolean);
  const results = loaded.filter((result) => holds(result, words));
  list.replaceChildren(...results.slice(0, MOST).map(item));
  say(summary(results.length, query));
}

function open(query = "") {
  if (!dialog.open) dialog.showModal();
  if (query) field.value = query;
  field.select();
  search();
}

/** Move between the results with the arrow keys, as in any list of choices. */
function step(event) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (next === undefined || !links.length) return;
  event.preventDefault();
  (next < 0 ? field : links[Math.min(next, links.length - 1)]).focus();
}

let timer;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, 120);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    list.querySelector("a")?.click();
  }
});
dialog.addEventListener("keydown", step);
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-ea-search]");
  if (opener) open(opener.dataset.eaSearch);
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!typing && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey && ["/", "s"].includes(event.key)) {
    event.preventDefault();
    open();
  }
});
