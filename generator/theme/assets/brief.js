// The records in brief (api/v1/index.json), fetched once and only when something asks; what search and previews show of one.

/** The site's own address. */
export const root = new URL("..", import.meta.url);

export const KINDS = {
  materials: "Material",
  effects: "Effect",
  challenges: "Challenge",
  strategies: "Strategy",
  families: "Family",
  references: "Reference",
  elements: "Element",
  topics: "Topic",
  properties: "Property",
  glossary: "Term",
  questions: "Question",
  pages: "Page",
};

let asked;

/** An address of this site, whole; null for any other, and for what is no address but a script. */
export function own(url) {
  const address = new URL(url, root).href;
  return address.startsWith(root.href) ? address : null;
}

/** The page Design with a formula. */
export function designed(text) {
  return new URL(`design/#${new URLSearchParams({ f: text })}`, root).href;
}

/** Every record of this site in brief; after a failure the next call asks anew. */
export function briefs() {
  asked ??= fetch(new URL("api/v1/index.json", root))
    .then((response) =>
      response.ok ? response.json() : Promise.reject(new Error(`${response.status} ${response.url}`)),
    )
    .then((records) => records.filter(({ url }) => own(url)))
    .catch((error) => {
      asked = null;
      throw error;
    });
  return asked;
}

/** Set amounts of a plain formula below the line and valences above it, as nodes: a record is never read as HTML.
    A phase before the formula (O3-, P'2-, P2/O3-) keeps its digits on the line. */
export function formula(text) {
  const line = element("span", "ea-search__formula");
  const [phase] = text.match(/^[OP]'?\d(?:\/[OP]'?\d)?-/) ?? [""];
  line.append(phase);
  for (const [part] of text.slice(phase.length).matchAll(/\^\{[^}]*\}|[\d.]+(?:\/\d+)?|[^\d.^]+|./g)) {
    if (part.startsWith("^{")) line.append(element("sup", "", part.slice(2, -1)));
    else if (/^[\d.]/.test(part)) line.append(element("sub", "", part));
    else line.append(part);
  }
  return line;
}

/** Whether the screen is that of a phone, as atlas.css has it; false where nothing is drawn. */
export const narrow = globalThis.matchMedia?.("(max-width: 44.9em)") ?? { matches: false };

/** An element with a class and children; text is always text, never markup. */
export function element(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
