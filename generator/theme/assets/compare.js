// The page that compares materials. The address is the whole state.
import { element, root } from "./brief.js";
import { formula, link, load, sourceNode } from "./browse.js";
import { LINES_TEXT } from "./classes.js";
import { MOST, count, fromAddress, relatives, sections, toAddress } from "./compare-rows.js";
import { match } from "./match.js";

const OFFERED = 8;
const STATES = { differs: ["≠", "differs"], same: ["=", "the same"], partly: ["", "not known for all"] };

/** Everything that the page is made of, found once. */
function parts() {
  const tool = document.getElementById("ea-compare");
  const find = (selector) => tool.querySelector(selector);
  return {
    tool,
    field: find("input"),
    list: find("[role=listbox]"),
    chips: find(".ea-pick__chosen"),
    status: find("[role=status]"),
    help: find(".ea-compare__help"),
    result: find(".ea-compare__result"),
    examples: document.getElementById("ea-compare-examples"),
  };
}

const paper = (material, { names }) => names.references[material.source.reference] ?? material.source.reference;
const page = (kind, id) => new URL(`${kind}/${id}/`, root).href;

// The table

function bar({ segments, text }, tones) {
  const drawn = element("div", "ea-bar");
  drawn.setAttribute("aria-hidden", "true"); // the numbers below are the same
  for (const { symbol, share } of segments) {
    const piece = element("span", "ea-bar__piece", share >= 0.1 ? symbol : "");
    piece.style.flexGrow = share;
    piece.style.background = `var(--ea-${tones[symbol]})`;
    drawn.append(piece);
  }
  const amounts = segments.map(({ symbol, amount, share }) =>
    element(
      "li",
      "",
      element("strong", "", symbol),
      ` ${amount}`,
      segments.length > 1 ? element("span", "ea-paper", ` ${(100 * share).toFixed(1).replace(/\.0$/, "")} %`) : "",
    ),
  );
  const list = element("ul", "ea-bar__amounts", ...amounts);
  list.title = text;
  return element("div", "", drawn, list);
}

function entropy(cell) {
  const words = `${cell.class}${cell.borderline ? ", borderline" : ""}`;
  return element(
    "span",
    "",
    element("span", "ea-value", cell.text),
    " ",
    element("span", `ea-chip ea-chip--${cell.class}`, words),
  );
}

function between(nodes, text) {
  return nodes.flatMap((node, index) => (index ? [text, node] : [node]));
}

function reported(report, { data, byId }) {
  const name = (id) => byId.get(id)?.name ?? id;
  const value = link(`${page("materials", report.record)}#claim-${report.number}`, report.text);
  const item = element("div", "ea-reported", element("span", report.limits ? "ea-value" : "ea-words", value));
  if (report.control) item.append(" ", element("span", "ea-role", `as control of ${name(report.record)}`));
  if (report.versus) {
    const [id, text] = report.versus;
    item.append(
      element("div", "ea-paper", "control ", link(page("materials", id), name(id)), text ? `: ${text}` : ": no value"),
    );
  }
  if (report.cell) item.append(element("div", "ea-paper", report.cell));
  item.append(element("div", "ea-paper", sourceNode(report.source, data.names), ` · ${report.basis}`));
  if (report.note)
    item.append(element("details", "ea-fold ea-fold--small", element("summary", "", "Remark"), report.note));
  return item;
}

const DRAW = {
  text: (cell) => [cell.text],
  site: (cell, { data }) => [bar(cell, data.tones)],
  entropy: (cell) => [entropy(cell)],
  formula: (cell) => [formula(cell.parts)],
  source: (cell, { data }) => [sourceNode(cell.source, data.names)],
  links: (cell, { data }) =>
    between(
      cell.ids.map((id) => link(page(cell.to, id), data.names[cell.to][id] ?? id)),
      ", ",
    ),
  reports: (cell, context) => cell.reports.map((report) => reported(report, context)),
};

function heading(row) {
  const [sign, label] = STATES[row.state];
  const cell = element("th", "");
  cell.scope = "row";
  const mark = element("span", "ea-compare__mark", sign);
  mark.setAttribute("aria-hidden", "true");
  const better = row.better ? element("span", "ea-compare__hint", `${row.better} is better`) : null;
  cell.append(
    mark,
    element("span", row.again ? "ea-compare__again" : "", row.label),
    element("span", "ea-hidden", ` (${label})`),
  );
  if (row.hint) cell.append(element("span", row.claims ? "ea-compare__conditions" : "ea-compare__hint", row.hint));
  if (better && !row.again) cell.append(better);
  return cell;
}

function line(row, context) {
  const made = element("tr", `ea-compare__row ea-compare__row--${row.state}`, heading(row));
  row.cells.forEach((cell, column) => {
    const content = cell ? DRAW[cell.kind](cell, context) : [element("span", "ea-absent", row.absent[column])];
    made.append(element("td", "", ...content));
  });
  return made;
}

function section({ title, rows }, chosen, differences, context) {
  const shown = rows.filter(({ state }) => !differences || state === "differs");
  if (!shown.length) return null;
  const name = element("th", "ea-compare__section", title);
  name.scope = "rowgroup";
  const again = chosen.map((material) => element("td", "ea-compare__name", material.name));
  for (const cell of again) cell.setAttribute("aria-hidden", "true"); // the names are in the head; this is for eyes
  return element(
    "tbody",
    "",
    element("tr", "ea-compare__title", name, ...again),
    ...shown.map((row) => line(row, context)),
  );
}

function head(chosen, data) {
  const cells = chosen.map((material) => {
    const cell = element(
      "th",
      "",
      link(page("materials", material.id), material.name),
      element("span", "ea-compare__hint", paper(material, data)),
    );
    cell.scope = "col";
    return cell;
  });
  return element(
    "thead",
    "",
    element("tr", "", element("td", "", element("span", "ea-hidden", "Compared by")), ...cells),
  );
}

function plural(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** How many rows are shown, and how many the switch hides. */
function tally({ differs, same, partly }, differences) {
  const rest = `${plural(same, "row")} the same, ${partly} not known for all`;
  return differences
    ? `${plural(differs, "row")} shown. Hidden: ${rest}.`
    : `${plural(differs, "row")} differ${differs === 1 ? "s" : ""} (marked ≠), ${rest}.`;
}

function table(state, data, change) {
  const made = sections(state.chosen, data);
  const context = { data, byId: new Map(data.materials.map((material) => [material.id, material])) };
  const toggle = element("input", "");
  Object.assign(toggle, { type: "checkbox", checked: state.differences });
  toggle.setAttribute("role", "switch");
  toggle.addEventListener("change", () => change({ ...state, differences: toggle.checked }));
  const bodies = made.map((part) => section(part, state.chosen, state.differences, context));
  const drawn = element(
    "table",
    "ea-compare",
    element("caption", "ea-hidden", `Comparison of ${state.chosen.map(({ name }) => name).join(", ")}`),
    head(state.chosen, data),
    ...bodies,
  );
  drawn.style.setProperty("--ea-columns", state.chosen.length);
  const wrap = element("div", "ea-compare__wrap", drawn);
  Object.assign(wrap, { tabIndex: 0 });
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", "Comparison");
  const controls = element(
    "div",
    "ea-compare__bar",
    element("label", "ea-switch", toggle, "Differences only"),
    element("span", "ea-paper ea-compare__tally", tally(count(made), state.differences)),
  );
  const foot = element(
    "p",
    "ea-paper",
    `The lines at ${LINES_TEXT} were made for one mixing site; under other conventions a class is what a paper that counts so would claim. A value “as control” comes from the record of the material that it was compared with.`,
  );
  return [controls, wrap, foot];
}

// Hints while there are fewer than two materials

function advice(state, all, _ui, add) {
  if (state.chosen.length > 1) return [];
  if (!state.chosen.length)
    return [element("p", "", "Choose two to five materials: type a name, part of a formula or elements above.")];
  const [only] = state.chosen;
  const near = relatives(only, all).slice(0, 4);
  const hint = element("p", "", `${only.name} needs at least one more material beside it.`);
  if (!near.length) return [hint];
  const buttons = near.map((material) => {
    const button = element("button", "ea-button", `Add ${material.name}`);
    button.type = "button";
    button.addEventListener("click", () => add(material));
    return button;
  });
  return [hint, element("p", "", "Related to it: ", ...between(buttons, " "))];
}

function warnings({ unknown, over }) {
  const messages = [];
  if (unknown.length) messages.push(`Not in the atlas: ${unknown.join(", ")}.`);
  if (over.length)
    messages.push(`At most ${MOST} fit side by side; left out: ${over.map(({ name }) => name).join(", ")}.`);
  return messages.map((text) => element("p", "ea-note", text));
}

// The field with suggestions: the combobox pattern of the ARIA practices

function asRecord(material, data) {
  const keywords = [data.names.families[material.family] ?? "", paper(material, data)];
  return {
    kind: "materials",
    id: material.id,
    name: material.name,
    aliases: material.aliases,
    phase: material.phase,
    formula: material.formula,
    elements: material.elements,
    keywords,
    material,
  };
}

class Picker {
  constructor(ui, data, pick) {
    Object.assign(this, { ui, data, pick, active: -1, options: [], chosen: [] });
    this.records = data.materials.map((material) => asRecord(material, data));
    ui.field.addEventListener("input", () => this.offer());
    ui.field.addEventListener("click", () => this.offer());
    ui.field.addEventListener("keydown", (event) => this.key(event));
    ui.field.addEventListener("blur", () => this.close());
    ui.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    ui.list.addEventListener("click", (event) => {
      const at = [...ui.list.children].indexOf(event.target.closest("[role=option]"));
      if (at >= 0) this.take(at);
    });
  }

  offer() {
    const query = this.ui.field.value.trim();
    const found = query ? match(this.records, query).map(([record]) => record) : this.records;
    this.options = found
      .map(({ material }) => material)
      .filter((material) => !this.chosen.includes(material))
      .slice(0, OFFERED);
    this.active = query && this.options.length ? 0 : -1;
    this.ui.list.replaceChildren(...this.options.map((material, index) => this.option(material, index)));
    const open = this.options.length > 0;
    this.ui.list.hidden = !open;
    this.ui.field.setAttribute("aria-expanded", String(open));
    this.ui.status.textContent = open ? "" : `No ${this.chosen.length ? "other " : ""}material matches “${query}”.`;
    this.mark();
  }

  option(material, index) {
    const made = element(
      "li",
      "",
      element("strong", "", material.name),
      element("span", "ea-paper", ` ${paper(material, this.data)}`),
      material.printed ? formula(material.printed) : null,
    );
    made.id = `ea-pick-option-${index}`;
    made.setAttribute("role", "option");
    return made;
  }

  mark() {
    for (const [index, item] of [...this.ui.list.children].entries())
      item.setAttribute("aria-selected", String(index === this.active));
    const item = this.ui.list.children[this.active];
    if (item) this.ui.field.setAttribute("aria-activedescendant", item.id);
    else this.ui.field.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.ui.list.hidden = true;
    this.active = -1;
    this.ui.field.setAttribute("aria-expanded", "false");
    this.ui.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.ui.list.hidden) this.offer();
      const size = this.options.length;
      if (size) this.active = this.active < 0 ? (step > 0 ? 0 : size - 1) : (this.active + step + size) % size;
      this.mark();
    } else if (event.key === "Enter" && !this.ui.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape" && !this.ui.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  take(at) {
    const material = this.options[at];
    this.ui.field.value = "";
    this.close();
    this.pick(material);
  }
}

function chip(material, data, remove) {
  const button = element("button", "ea-pick__remove", "×");
  button.type = "button";
  button.setAttribute("aria-label", `Remove ${material.name}`);
  button.addEventListener("click", () => remove(material));
  return element(
    "li",
    "",
    link(page("materials", material.id), material.name),
    " ",
    element("span", "ea-paper", paper(material, data)),
    button,
  );
}

function run(data) {
  const { materials: all } = data;
  const ui = parts();
  const title = document.title;

  function show(state) {
    const full = state.chosen.length >= MOST;
    picker.chosen = state.chosen;
    ui.chips.replaceChildren(...state.chosen.map((material) => chip(material, data, remove)));
    ui.field.disabled = full;
    ui.field.placeholder = full ? `${MOST} materials are chosen: remove one to add another` : ui.field.dataset.hint;
    ui.help.replaceChildren(...warnings(state), ...advice(state, all, ui, add));
    ui.examples.hidden = state.chosen.length > 1;
    ui.result.replaceChildren(...(state.chosen.length > 1 ? table(state, data, change) : []));
    document.title = state.chosen.length ? `${state.chosen.map(({ name }) => name).join(", ")} · ${title}` : title;
  }

  const now = () => fromAddress(location.search, all);

  /** A new state is a new address, so that going back undoes it. */
  function change(state) {
    const ids = state.chosen.map(({ id }) => id);
    history.pushState(null, "", `${location.pathname}${toAddress(ids, state.differences && ids.length > 1)}`);
    show(now());
    if (document.activeElement === document.body) (state.focus ?? ui.tool.querySelector("[role=switch]"))?.focus();
  }

  function add(material) {
    const { chosen, differences } = now();
    change({ chosen: [...chosen, material], differences, focus: ui.field });
    ui.status.textContent = `${material.name} added, ${chosen.length + 1} of at most ${MOST}.`;
  }

  function remove(material) {
    const { chosen, differences } = now();
    change({ chosen: chosen.filter((other) => other !== material), differences, focus: ui.field });
    ui.status.textContent = `${material.name} removed.`;
  }

  ui.field.dataset.hint = ui.field.placeholder;
  const picker = new Picker(ui, data, add);
  addEventListener("popstate", () => show(now()));
  show(now());
  ui.tool.hidden = false;
}

try {
  run(await load());
} catch (error) {
  const tool = document.getElementById("ea-compare");
  tool.replaceChildren(
    element("p", "ea-note", "The records could not be loaded. Reload the page, or open the materials one by one."),
  );
  tool.hidden = false;
  throw error;
}
