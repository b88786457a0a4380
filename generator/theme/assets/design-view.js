// What Python says of a formula, as nodes: all texts come typeset and are set as text.
import { element, root } from "./brief.js";
import { link } from "./browse.js";
import { LINES } from "./classes.js";

const QUIET = "tone-13";

/** The colour of an element's bar, as the whole site has it; `options` are those of the list of metals. */
export function tones(options) {
  const known = new Map([...options].map((option) => [option.value, option.dataset.tone]));
  return (symbol) => `var(--ea-${known.get(symbol) ?? QUIET})`;
}

/** A formula from its spans [level, text]; a long one breaks behind an amount. */
export function formula(spans) {
  const nodes = spans.flatMap(([level, text]) =>
    level === "text" ? [text] : [element(level, "", text), element("wbr")],
  );
  return element("span", "ea-formula", ...nodes);
}

const chip = (name) => element("span", `ea-chip ea-chip--${name}`, `${name} entropy`);

function cell(name, ...children) {
  return element(name, "", ...children);
}

export function table(caption, heads, rows) {
  for (const cells of rows) for (const [nth, data] of cells.entries()) data.dataset.label = heads[nth];
  const headed = heads.map((text) => Object.assign(cell("th", text), { scope: "col" }));
  return element(
    "table",
    "ea-table",
    element("caption", "ea-hidden", caption),
    element("thead", "", element("tr", "", ...headed)),
    element("tbody", "", ...rows.map((cells) => element("tr", "", ...cells))),
  );
}

const first = (...children) => Object.assign(cell("th", ...children), { scope: "row" });

/** Why a formula is refused, with a mark where the mistake is, and which answer is still below. */
export function refusal({ text, excerpt }, kept) {
  const [before, at, after] = excerpt;
  const place = element("code", "ea-design__place", before, element("mark", "", at || " "), after);
  const old = kept
    ? [element("p", "", "Greyed below: the last formula that could be read, ", formula(kept.spans), ".")]
    : [];
  return [element("p", "", place), element("p", "", text), ...old];
}

function scale(value) {
  const bar = element("div", "ea-design__scale");
  const put = (name, at, text) => {
    const mark = element("span", name, text);
    mark.style.left = `${(100 * Math.min(at, 2)) / 2}%`;
    bar.append(mark);
  };
  for (const line of LINES) put("ea-design__line", line, `${line} R`);
  put("ea-design__here", value, "");
  bar.setAttribute("aria-hidden", "true");
  return bar;
}

function headline({ headline: found, definition, family, phase, plain, spans }) {
  const big = element("p", "ea-big", found.text, " ", chip(found.class), found.borderline ? " borderline" : "");
  const met = definition.met
    ? "The definition by five principal elements is met, as far as a formula can show."
    : `The definition by five principal elements is not met: ${definition.reasons.join("; ")}.`;
  const read = element("p", "ea-paper", "Read as ", formula(spans), ` · ${family}${phase ? `, ${phase}` : ""}`);
  read.dataset.plain = plain;
  return [
    big,
    element("p", "", `${found.joules} ${found.per}, all elements counted: ${found.distance}.`),
    scale(found.value),
    element("p", "", met),
    read,
  ];
}

function remarks({ remarks: found }) {
  return found.length ? [element("ul", "ea-remarks", ...found.map(({ text }) => element("li", "", text)))] : [];
}

/** One bar a site, with its sum. */
function sites({ sites: found, beside }, tone) {
  const bars = found.map(({ name, sum, parts }) => {
    const bar = element("div", "ea-bar");
    bar.append(
      ...parts.map(({ symbol, share }) => {
        const piece = element("span", "ea-bar__piece", symbol);
        piece.style.cssText = `flex-grow:${share};background:${tone(symbol)}`;
        return piece;
      }),
    );
    bar.setAttribute("aria-hidden", "true");
    const amounts = parts.map(({ symbol, amount, principal }) =>
      element("li", "", element("strong", "", symbol), ` ${amount}`, principal ? "" : " (below 5 %)"),
    );
    return element(
      "div",
      "ea-design__site",
      element("p", "", element("strong", "", name), element("span", "ea-paper", ` sum ${sum}`)),
      bar,
      element("ul", "ea-bar__amounts", ...amounts),
    );
  });
  const more = Object.entries(beside).map(([name, text]) => element("p", "ea-paper", `${name}: ${text}`));
  return [...bars, ...more];
}

function entropies({ entropies: found }) {
  const rows = found.map(({ label, text, per, meaning, class: name, distance }) => [
    first(label, element("div", "ea-paper", meaning)),
    cell("td", text ? `${text} per mole of ${per}` : "not defined here"),
    cell("td", name ?? "–"),
    cell("td", distance ?? "–"),
  ]);
  return [table("Entropy under each convention", ["Convention", "Entropy", "Class", "Distance"], rows)];
}

function numbers({ numbers: found, free }) {
  const rows = found.map(({ label, text, note, meaning, source }) => [
    first(label),
    cell("td", text, note ? element("div", "ea-paper", note) : null),
    cell("td", element("span", "ea-paper", [meaning, source].filter(Boolean).join("; "))),
  ]);
  rows.push([first("Co, Ni, Li"), cell("td", free), cell("td", "")]);
  return [table("Numbers", ["Quantity", "Value", "Meaning"], rows)];
}

function charges({ charges: { ions, steps, note } }) {
  const listed = ions.flatMap(({ symbol, charge, amount, site }, place) => [
    place ? ", " : "",
    site === "carbon" ? "C-coordinated " : "",
    symbol,
    element("sup", "", charge),
    ` ${amount}`,
  ]);
  return [
    element("p", "", element("strong", "", "Formal charges "), ...listed, note),
    element("p", "ea-paper", `${steps.join("; ")}.`),
  ];
}

/** The sections that one answer fills, by name. */
export function sections(answer, tone) {
  return {
    headline: headline(answer),
    remarks: remarks(answer),
    sites: sites(answer, tone),
    entropies: entropies(answer),
    numbers: numbers(answer),
    charges: charges(answer),
  };
}

export function checks(found) {
  if (!found.length) return [element("li", "", "Nothing to check.")];
  return found.map(({ code, text, page }) => {
    const item = element("li", "", text, page ? " " : "", page ? link(new URL(page, root).href, "More") : null);
    item.dataset.code = code;
    return item;
  });
}

export function materials(found) {
  if (!found.length) return [element("p", "ea-absent", "No material of this family has a known composition.")];
  const rows = found.map((near) => [
    first(
      material(near),
      element("div", "", formula(near.spans)),
      element("div", "ea-paper", near.distance),
      near.more.length ? more(near.more) : null,
    ),
    cell("td", near.phase ?? "–"),
    cell("td", near.entropy),
    cell("td", near.potential_text ?? "–"),
    cell(
      "td",
      ...(near.measured ?? []).map(([label, value, under]) =>
        element(
          "div",
          "",
          `${label} `,
          element("strong", "", value),
          under ? element("span", "ea-paper", ` ${under}`) : null,
        ),
      ),
      near.measured ? null : element("span", "ea-absent", "no capacity or retention recorded"),
    ),
  ]);
  return [table("Nearest known materials", ["Material", "Phase", "Entropy", "Φ (Å⁻¹)", "Measured"], rows)];
}

const material = ({ id, name }) => link(new URL(`materials/${id}/`, root).href, name);

/** The other records of one composition, folded: there may be dozens of a usual one. */
function more(found) {
  const listed = found.flatMap((each, index) => [index ? ", " : "", material(each)]);
  return element(
    "details",
    "ea-paper",
    element("summary", "", `and ${found.length} more of this composition`),
    ...listed,
  );
}

const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

export function elements(found) {
  return found.map(({ symbol, id, materials: held, pairs, said, compared: shown = [] }) => {
    if (!id) return element("li", "", element("strong", "", symbol), ": no material of this collection holds it.");
    const page = new URL(`elements/${id}/`, root).href;
    const compared = link(`${page}#compared-with-controls-without-it`, counted(pairs, "value"));
    return element(
      "li",
      "",
      link(page, element("strong", "", symbol)),
      `: on the mixing site of ${counted(held, "material")}; ${counted(said, "statement")} on what it does, with sources`,
      ...(pairs ? ["; ", compared, " against a control without it"] : []),
      ".",
      shown.length ? element("ul", "ea-paper", ...shown.map(pair)) : null,
    );
  });
}

/** One number of a material with an element, beside that of its control without it. */
function pair({ id, name, label, value, control, versus, conditions, also }) {
  const others = also ? `; ${also} differ${also.includes(",") ? "" : "s"} too` : "";
  const page = material({ id, name });
  return element(
    "li",
    "",
    page,
    ` ${label}: ${value}, against ${control} of ${versus}${conditions ? ` (${conditions})` : ""}${others}.`,
  );
}

export function proposal(found) {
  if (found.error) return [element("p", "ea-note", found.error.text)];
  const { reached, said, changes, headline: answer, formula: plain } = found;
  if (!changes.length && reached) return [element("p", "", said)];
  const use = element("button", "ea-button", "Use it");
  use.type = "button";
  use.dataset.eaFormula = plain;
  const lead = reached ? "Proposed" : "The most within these limits";
  return [
    element("p", "", `${lead}: `, element("strong", "", answer.text), " ", chip(answer.class)),
    element("p", "", said),
    element(
      "ul",
      "",
      ...changes.map(({ symbol, before, after }) => element("li", "", `${symbol} ${before} → ${after}`)),
    ),
    element("p", "", element("code", "", plain), " ", use),
  ];
}
