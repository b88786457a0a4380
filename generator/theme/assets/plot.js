// The plot page: choices in the address, a Vega-Lite plot, and a table of the same points.
import { element, narrow, root } from "./brief.js";
import { link, load, sourceNode } from "./browse.js";
import { benchmarkLines, benchmarksText } from "./plot-benchmarks.js";
import { alone, groups, notice, panels, scarce } from "./plot-guard.js";
import { CATEGORIES, collect, kinds, only, quantities, titled } from "./plot-points.js";
import { fitting } from "./plot-selection.js";
import { specification } from "./plot-spec.js";
import { give, held, walk } from "./plot-walk.js";
import { allRows } from "./tables.js";

const PANELS = 12;
const FIRST = narrow.matches ? 15 : 50; // rows of the table, see atlas.css
const STANDARD = {
  x: "computed.sodium_per_metal",
  y: "computed.ionic_potential",
  colour: "phase",
  shape: "none",
  family: "layered-oxide",
  phase: "",
  role: "",
  values: "potential", // the choice of a figure; "" is every value
  together: "", // as the points ask for; "1" and "0" are a reader's choice
  benchmarks: "", // as the quantities ask for; "1" and "0" are a reader's choice
};
const CHOICES = ["x", "y", "colour", "shape", "family", "phase", "role", "values"];
const NONE = { id: "none", label: "all alike" };
const EVERY = { family: "all families", phase: "all phases", role: "all roles", values: "every value" };

const tool = document.getElementById("ea-plot");
const form = tool.querySelector("form");
const find = (selector) => tool.querySelector(selector);
const page = (kind, id) => new URL(`${kind}/${id}/`, root).href;

// Choices

function option({ id, label, property, count }) {
  const made = element("option", "", property ? `${label} (${count})` : label);
  made.value = id;
  made.disabled = Boolean(property) && !count;
  return made;
}

function group(label, options) {
  const made = element("optgroup", "", ...options.map(option));
  made.label = label;
  return made;
}

function offer(known) {
  const parts = [
    ["Computed: entropy", known.filter((q) => q.entropy)],
    ["Computed: other", known.filter((q) => !q.entropy && !q.property)],
    ["Reported by sources (number of values)", known.filter((q) => q.property).sort((a, b) => !a.count - !b.count)],
  ];
  for (const name of ["x", "y"])
    form.elements[name].replaceChildren(...parts.map(([label, options]) => group(label, options)));
  for (const name of ["colour", "shape"]) form.elements[name].replaceChildren(...[NONE, ...CATEGORIES].map(option));
  for (const [name, found] of Object.entries(kinds(all, names)))
    form.elements[name].replaceChildren(...[{ id: "", label: EVERY[name] }, ...found].map(option));
}

/** The state in the address; what it lacks or gives wrongly is that of the standard plot. */
function state() {
  const asked = new URLSearchParams(location.search);
  const chosen = { ...STANDARD };
  for (const name of CHOICES.filter((each) => each !== "values")) {
    const allowed = [...form.elements[name].options].map(({ value }) => value);
    if (allowed.includes(asked.get(name))) chosen[name] = asked.get(name);
    else if (name in EVERY && (asked.has("x") || asked.has("y"))) chosen[name] = ""; // a link without it means all
  }
  const selections = fitting(data.selections, chosen.x, chosen.y);
  const values = asked.get("values") ?? (asked.has("x") || asked.has("y") ? "" : STANDARD.values);
  chosen.values = selections.some(({ id }) => id === values) ? values : "";
  for (const name of ["together", "benchmarks"])
    chosen[name] = ["0", "1"].includes(asked.get(name)) ? asked.get(name) : "";
  return chosen;
}

/** The address of a state: nothing for the standard plot, else the axes and what differs from all and from STANDARD. */
function toAddress(chosen) {
  const changed = Object.entries(chosen).filter(([name, value]) => value !== STANDARD[name]);
  if (!changed.length) return "";
  const said = Object.entries(chosen).filter(
    ([name, value]) => ["x", "y"].includes(name) || value !== (name in EVERY ? "" : STANDARD[name]),
  );
  return `?${new URLSearchParams(said)}`;
}

// Colours, as the page shows them now

/** Read colours as the browser resolves them: a variable may refer to others by var() or hsla(). */
function colours() {
  const probe = element("span", "");
  tool.append(probe);
  const read = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const tones = Array.from({ length: 12 }, (_, index) => read(`--ea-tone-${index + 1}`));
  const found = {
    ink: read("--ea-ink"),
    faint: read("--ea-faint"),
    line: read("--ea-line"),
    paper: read("--ea-paper"),
    accent: read("--md-accent-fg-color"),
    tones,
  };
  probe.remove();
  return { ...found, font: getComputedStyle(tool).getPropertyValue("--md-text-font-family").trim() };
}

// The table below the plot

function cell(label, ...children) {
  const made = element("td", "", ...children);
  made.dataset.label = label;
  return made;
}

function sources(point) {
  const reported = [point.x.report?.source, point.y.report?.source].filter(Boolean);
  const unique = new Map(
    (reported.length ? reported : [point.material.source]).map((source) => [JSON.stringify(source), source]),
  );
  return [...unique.values()].flatMap((source, index) => [index ? element("br") : null, sourceNode(source, names)]);
}

function pointRow(point, { x, y, categories }) {
  const report = point.y.report ?? point.x.report;
  const own = report && !report.control;
  const name = element(
    "th",
    "",
    link(page("materials", point.material.id) + (own ? `#claim-${report.number}` : ""), point.material.name),
  );
  name.scope = "row";
  name.dataset.label = "Material";
  const control = report?.control ? element("span", "ea-role", "as control") : null;
  if (control) name.append(" ", control);
  return element(
    "tr",
    "",
    name,
    cell(x.label, point.x.text),
    ...(x.id === y.id ? [] : [cell(y.label, point.y.text)]),
    ...(x.property || y.property
      ? [cell("Conditions", point.conditions.text, report.cell ? element("div", "ea-paper", report.cell) : null)]
      : []),
    ...categories.map((category) => cell(category.label, category.of(point.material, names))),
    cell("Source", ...sources(point)),
  );
}

function table(points, asked) {
  const { x, y } = asked;
  const categories = [...new Set([asked.colour, asked.shape].filter(Boolean))];
  const heads = [
    "Material",
    titled(x),
    ...(x.id === y.id ? [] : [titled(y)]),
    ...(x.property || y.property ? ["Conditions"] : []),
    ...categories.map(({ label }) => label),
    "Source",
  ];
  const cells = heads.map((text) => Object.assign(element("th", "", text), { scope: "col" }));
  const ordered = groups(points).flatMap((found) => found.points);
  return element(
    "table",
    "ea-table",
    element("caption", "ea-hidden", `Points of ${y.label} against ${x.label}`),
    element("thead", "", element("tr", "", ...cells)),
    element("tbody", "", ...ordered.map((point) => pointRow(point, { x, y, categories }))),
  );
}

function lack(material, asked, label) {
  const property = [asked.x, asked.y].find((quantity) => quantity.label === label)?.property;
  const reason = material.missing[property];
  return reason ? `${label} (${reason})` : label;
}

function absent(without, total, asked) {
  if (!without.length) return [element("p", "", `All ${total} materials are drawn.`)];
  const items = without.map(({ material, lacks }) =>
    element(
      "li",
      "",
      link(page("materials", material.id), material.name),
      lacks.length
        ? element("span", "ea-paper", ` not known: ${lacks.map((label) => lack(material, asked, label)).join(", ")}`)
        : null,
    ),
  );
  const why = asked.selection ? "the selection has no value of them" : "a quantity is not known";
  const title = `${without.length} of ${total} materials ${without.length === 1 ? "is" : "are"} not drawn: ${why}`;
  return [element("details", "ea-fold", element("summary", "", title), element("ul", "ea-plot__absent", ...items))];
}

function keyToMarks(points) {
  const bounds = new Set(points.flatMap(({ x, y }) => [x.bound, y.bound]));
  const ranged = points.some(({ x, y }) => x.low !== x.high || y.low !== y.high);
  return [
    ["above", "below", "at-least", "at-most"].some((bound) => bounds.has(bound)) &&
      "an arrow: the source gives a bound, and the value lies that way",
    bounds.has("about") && "≈: about",
    ranged && "a bar: a range or an uncertainty",
  ]
    .filter(Boolean)
    .join("; ");
}

// The whole page

let data;
let all = [];
let known = [];
let names = {};
let view = null;
let drawn = 0;
let every = false; // whether more panels than the largest are drawn
let pool = false; // whether values that few share the conditions of are drawn in one panel

const chosenQuantity = (id) => known.find((quantity) => quantity.id === id);
const chosenCategory = (id) => CATEGORIES.find((category) => category.id === id) ?? null;

function guard(points, together) {
  const warning = notice(points, together);
  const box = find(".ea-plot__guard");
  box.hidden = !warning;
  box.classList.toggle("ea-plot__guard--warn", together);
  find(".ea-plot__notice").textContent = warning?.text ?? "";
  form.elements.together.checked = together;
  form.elements.together.disabled = alone(points);
}

/** Offer what is not drawn: further panels, and one for the values whose conditions few share. All are in the table. */
function offerMore({ left, more }) {
  find(".ea-plot__more").hidden = !more;
  find(".ea-plot__more").textContent = `Draw ${more} more panels; the ${PANELS} largest are shown`;
  find(".ea-plot__pool").hidden = !left.length;
  find(".ea-plot__pool").textContent = `Pool the ${left.length} values that are no panel of three, not comparable`;
}

/** Offer the choices of values that the figures of these two quantities make. */
function offerValues({ x, y, values }) {
  const fit = fitting(data.selections, x, y);
  find(".ea-plot__choice--values").hidden = !fit.length;
  form.elements.values.replaceChildren(
    ...[
      { id: "", label: EVERY.values },
      ...fit.map(({ id, title }) => ({ id, label: `of the figure “${title}”` })),
    ].map(option),
  );
  return fit.find(({ id }) => id === values) ?? null;
}

async function draw(asked) {
  const turn = ++drawn;
  const frame = find(".ea-plot__frame");
  const empty = !asked.points.length;
  for (const button of tool.querySelectorAll(".ea-plot__save button")) button.disabled = empty;
  view?.finalize();
  view = null;
  if (empty) {
    frame.replaceChildren(element("p", "ea-note", "No material has both quantities. Choose another pair."));
    return;
  }
  const walked = held(frame);
  const target = element("div", "ea-plot__canvas");
  const style = getComputedStyle(frame);
  const space = frame.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const made = await window.vegaEmbed(target, specification(asked, colours(), space), {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true, // the syntax tree is walked, so that no eval is needed
    tooltip: { theme: "custom" },
  });
  if (turn !== drawn) return made.finalize(); // the reader has chosen something else meanwhile
  view = made;
  frame.replaceChildren(target);
  walk(target, (text) => {
    find(".ea-plot__announced").textContent = text;
  });
  if (walked !== null) give(target, walked);
}

function summary(points, asked) {
  const marks = keyToMarks(points);
  return [
    asked.selection?.about,
    `${points.length} point${points.length === 1 ? "" : "s"}. A point leads to its material; by keyboard, arrows go from point to point.`,
    marks && `Marks: ${marks}.`,
    benchmarksText(asked.benchmarks),
    asked.x.id === asked.y.id && "Both axes show the same quantity.",
  ]
    .filter(Boolean)
    .join(" ");
}

let last = null;

/** The lines of benchmarks among the materials asked for; the choice is offered only where there are some. */
function benchmarks(asked, asking, choice) {
  const lines = asked.together ? {} : benchmarkLines(asked, asking); // of values taken alike only
  const wanted = choice ? choice === "1" : ![asked.x, asked.y].some(({ group }) => group === "lattice");
  find(".ea-plot__benchmarks").hidden = !Object.values(lines).some(({ x, y }) => x.length + y.length);
  form.elements.benchmarks.checked = wanted;
  return wanted ? lines : {};
}

function show() {
  const chosen = state();
  const selection = offerValues(chosen);
  for (const name of CHOICES) form.elements[name].value = chosen[name];
  const [x, y] = [chosen.x, chosen.y].map(chosenQuantity);
  const asking = only(all, chosen);
  const { points, without } = collect(asking, x, y, selection);
  const choice = chosen.together || (selection || scarce(points) ? "1" : "0");
  const together = groups(points).length > 1 && (choice === "1" || alone(points));
  const inPanels = together ? { points, left: [], more: 0 } : panels(points, { most: PANELS, pool, every });

  const asked = {
    x,
    y,
    colour: chosenCategory(chosen.colour),
    shape: chosenCategory(chosen.shape),
    together,
    names,
    root: root.href,
    selection,
    points: inPanels.points,
  };
  asked.benchmarks = benchmarks(asked, asking, chosen.benchmarks);
  guard(points, together);
  offerMore(inPanels);
  find(".ea-plot__about").textContent = summary(points, asked);
  const listed = table(points, asked);
  listed.dataset.eaPage = FIRST;
  find(".ea-plot__table").replaceChildren(listed, ...(points.length > FIRST ? [allRows(listed)] : []));
  find(".ea-plot__without").replaceChildren(...absent(without, asking.length, asked));
  last = asked;
  return draw(last);
}

function change(changed) {
  const next = { ...state(), ...changed };
  if (!fitting(data.selections, next.x, next.y).some(({ id }) => id === next.values)) next.values = "";
  history.pushState(null, "", `${location.pathname}${toAddress(next)}`);
  every = false;
  pool = false;
  return show();
}

async function save(kind) {
  const address = await view.view.toImageURL(kind, kind === "png" ? 2 : 1);
  const anchor = link(address);
  anchor.download = `entropy-atlas-${last.y.id}-${last.x.id}.${kind}`.replace(/[^\w.-]/g, "-");
  anchor.click();
}

function listen() {
  for (const name of CHOICES) {
    form.elements[name].addEventListener("change", (event) => change({ [name]: event.target.value }));
  }
  form.elements.together.addEventListener("change", (event) => change({ together: event.target.checked ? "1" : "0" }));
  form.elements.benchmarks.addEventListener("change", (event) =>
    change({ benchmarks: event.target.checked ? "1" : "0" }),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  find("[data-ea-swap]").addEventListener("click", () => change({ x: state().y, y: state().x }));
  find(".ea-plot__more").addEventListener("click", () => {
    every = true;
    show();
  });
  find(".ea-plot__pool").addEventListener("click", () => {
    pool = true;
    show();
  });
  for (const button of tool.querySelectorAll("[data-ea-save]"))
    button.addEventListener("click", () => save(button.dataset.eaSave));
  addEventListener("popstate", show);
  new MutationObserver(() => draw(last)).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-md-color-scheme"],
  });
  let width = innerWidth;
  let timer;
  addEventListener("resize", () => {
    // a phone's address bar changes only the height
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (innerWidth === width) return;
      width = innerWidth;
      draw(last);
    }, 150);
  });
}

try {
  data = await load();
  ({ materials: all, names } = data);
  known = quantities(data);
  offer(known);
  listen();
  form.hidden = false;
  await show();
} catch (error) {
  find(".ea-plot__frame").replaceChildren(
    element("p", "ea-note", "The plot could not be drawn. Reload the page, or use the table of all materials."),
  );
  throw error;
}
