// The page Design: a formula and choices in the address, answers from Python, and what the reader can do with them.
import { element } from "./brief.js";
import { curve, phases, triangle } from "./design-charts.js";
import { Sliders } from "./design-sliders.js";
import { limits, read, write } from "./design-state.js";
import * as view from "./design-view.js";
import { Python } from "./python.js";

const CALM = 150; // ms without a change, after which charts and neighbours follow

const tool = document.getElementById("ea-design");
const field = document.getElementById("ea-design-formula");
const status = document.getElementById("ea-design-status");
const refused = document.getElementById("ea-design-error");
const result = document.getElementById("ea-design-result");
const fallback = document.getElementById("ea-design-fallback");
const place = (name) => tool.querySelector(`[data-ea-show="${name}"]`);
const form = (name) => tool.querySelector(`[data-ea-form="${name}"]`);
const chooser = (name) => [...tool.querySelectorAll(`[data-ea-choose="${name}"]`)];
const metals = form("add").elements.symbol.options;
const tone = view.tones(metals);

const python = new Python("design");
const chosen = { locked: [], along: "", corners: [] };
const picked = new Set(); // what the reader chose: "along", "corner"
let shown = null; // the last answer that was no refusal
let base = null; // the formula from which a slider is being moved
let moved = null; // the element whose slider was moved last
let unanswered = 0; // movements

// The address

function state() {
  const { goal, most, fresh } = Object.fromEntries(new FormData(form("goal")));
  const along = picked.has("along") ? chosen.along : "";
  const corners = picked.has("corner") ? chosen.corners : [];
  return { formula: field.value.trim(), ...chosen, along, corners, ...(chosen.asked ? { goal, most, fresh } : {}) };
}

function remember(step = false) {
  const address = `${location.pathname}${write(state())}`;
  if (address !== `${location.pathname}${location.search}${location.hash}`)
    history[step ? "pushState" : "replaceState"](null, "", address);
}

function fromAddress() {
  const found = read(location.hash) ?? read(location.search);
  if (!found) return false;
  const { formula, locked, along, corners, goal, most, fresh } = found;
  Object.assign(chosen, { locked, along, corners, asked: Boolean(goal) });
  picked.clear();
  if (along) picked.add("along");
  if (corners.length) picked.add("corner");
  field.value = formula;
  if (goal) Object.assign(form("goal").elements.goal, { value: goal });
  if (goal) form("goal").elements.most.value = most;
  if (goal) form("goal").elements.fresh.value = fresh;
  return true;
}

// Answers

/** Say what went wrong; a start that failed is for the note above the tool. */
function complain(error) {
  if (error.code === "not-started") {
    document.getElementById("ea-design-why").textContent = error.message;
    fallback.hidden = false;
    fallback.style.animation = "none"; // it shows at once
    result.hidden = true;
    status.textContent = "";
  } else status.textContent = error.message;
}

async function ask(method, ...values) {
  try {
    return await python.newest(method, ...values);
  } catch (error) {
    complain(error);
    return null;
  }
}

function show(answer, options) {
  const { error } = answer;
  refused.hidden = !error;
  field.setAttribute("aria-invalid", String(Boolean(error)));
  result.classList.toggle("ea-design__result--old", Boolean(error));
  status.textContent = "";
  if (error) return refused.replaceChildren(...view.refusal(error, result.hidden ? null : shown));
  shown = answer;
  result.hidden = false;
  for (const [name, nodes] of Object.entries(view.sections(answer, tone))) place(name).replaceChildren(...nodes);
  sliders.show(answer, { locked: chosen.locked, ...options });
  offer(options?.edited);
  return null;
}

let timer;

/** Answer what stands in the field; what takes longer follows when the reader pauses. */
async function answer(options = {}) {
  const text = field.value;
  clearTimeout(timer);
  if (!text.trim()) {
    result.hidden = true;
    refused.hidden = true;
    status.textContent = "Type a formula, or choose an example.";
    return;
  }
  const found = await ask("read", text);
  if (!found) return;
  const isBehind = unanswered || field.value !== text; // then the slider is further than this answer, and stays
  show(found, isBehind ? { ...options, moving: moved } : options);
  timer = setTimeout(() => follow(text), CALM);
}

/** Fill the slower parts; what a newer formula has overtaken stays for that one to fill. */
async function follow(text) {
  remember();
  if (!refused.hidden) return;
  const near = await ask("around", text);
  if (!near || near.error) return;
  place("checks").replaceChildren(...view.checks(near.checks));
  place("materials").replaceChildren(...view.materials(near.materials));
  place("phases").replaceChildren(...phases(near.phases, near.materials));
  place("elements").replaceChildren(...view.elements(near.elements));
  await chart("curve", curve, chosen.along && [text, chosen.along, chosen.locked]);
  await chart("triangle", triangle, chosen.corners.length && [text, chosen.corners]);
  if (field.value === text) tool.dataset.answered = text; // everything on the page belongs to this formula
}

async function chart(name, drawn, asked) {
  if (!asked)
    return place(name).replaceChildren(element("p", "ea-absent", "This takes three metals that can be changed."));
  const found = await ask(name, ...asked);
  if (found) place(name).replaceChildren(...(found.error ? [element("p", "ea-note", found.error.text)] : drawn(found)));
}

// Choices

/** Offer the metals of the composition; what the reader chose stays, what the page chose follows a newly typed formula. */
function offer(edited) {
  const own = shown.sites.find(({ id }) => id === "metal").parts.filter((part) => part.editable);
  const symbols = own.map(({ symbol }) => symbol);
  const all = [...new Set([...symbols, ...[...metals].map(({ value }) => value)])];
  const stays = (kind, each) =>
    each.length && each.every((symbol) => (edited || picked.has(kind) ? all : symbols).includes(symbol));
  if (!stays("along", [chosen.along])) chosen.along = symbols[0] ?? "";
  if (!stays("corner", chosen.corners)) chosen.corners = symbols.length >= 3 ? symbols.slice(0, 3) : [];
  const list = (select, value) => {
    if (select.options.length !== all.length || select.options[0].value !== all[0])
      select.replaceChildren(...all.map((symbol) => new Option(symbol, symbol)));
    select.value = value;
  };
  for (const select of chooser("along")) list(select, chosen.along);
  for (const [nth, select] of chooser("corner").entries())
    list(select, chosen.corners[nth] ?? symbols[nth] ?? all[nth]);
  const old = form("swap").elements.old;
  old.replaceChildren(...symbols.map((symbol) => new Option(symbol, symbol)));
}

/** A proposal belongs to the formula and the limits that it was asked for: take it, and what asks for it, away. */
function forget() {
  chosen.asked = false;
  place("proposal").replaceChildren();
}

/** Put a formula that Python wrote into the field. */
function take(formula, options = {}) {
  field.value = formula;
  forget();
  answer(options);
}

/** Ask for an edited formula; a refusal is told beside the sliders. */
async function edit(method, ...values) {
  const made = await ask(method, ...values);
  if (made === null) return null;
  place("edited").textContent = made.error?.text ?? "";
  return made.error ? null : made;
}

async function slide(symbol, amount, rest) {
  base ??= field.value;
  const from = base;
  if (rest) base = null; // at once: an answer that is overtaken must not end the next movement
  moved = symbol;
  unanswered += 1;
  const made = await edit("change", from, symbol, amount, chosen.locked);
  unanswered -= 1;
  if (made) take(made, { edited: true, moving: rest ? null : symbol });
  if (rest) remember(true);
}

function lock(symbol, on) {
  forget();
  chosen.locked = on ? [...chosen.locked, symbol] : chosen.locked.filter((each) => each !== symbol);
  answer({ edited: true });
}

const sliders = new Sliders(place("sliders"), { ask: slide, lock });

async function copy(what) {
  const made = what === "address" ? { address: location.href } : await ask("write", field.value);
  if (!made || made.error) return;
  const text = made[what];
  place("copy").textContent = text;
  place("copy").hidden = false;
  try {
    await navigator.clipboard.writeText(text);
    place("copied").textContent = "Copied.";
  } catch {
    place("copied").textContent = "The browser does not allow copying here: select the text below.";
  }
}

function on(name, submitted) {
  form(name).addEventListener("submit", (event) => {
    event.preventDefault();
    submitted(form(name).elements);
  });
}

function listen() {
  field.addEventListener("input", () => {
    forget();
    answer();
  });
  form("goal").addEventListener("input", () => {
    forget();
    remember();
  });
  tool.querySelector(".ea-design__ask").addEventListener("submit", (event) => event.preventDefault());
  tool.addEventListener("click", ({ target }) => {
    const { eaFormula, eaCopy } = target.dataset;
    if (eaCopy) copy(eaCopy);
    if (eaFormula === undefined) return;
    chosen.locked = [];
    take(eaFormula);
    remember(true);
    field.scrollIntoView({ block: "nearest" });
  });
  on("add", async ({ symbol, amount }) => {
    const made = await edit("change", field.value, symbol.value, amount.value, chosen.locked);
    if (made) take(made, { edited: true });
  });
  on("swap", async ({ old, fresh }) => {
    const made = await edit("swap", field.value, old.value, fresh.value);
    if (made) take(made);
  });
  on("goal", ({ goal, most, fresh }) => {
    propose(goal.value, most.value, fresh.value);
    remember(true);
  });
  for (const select of chooser("along"))
    select.addEventListener("change", () => {
      picked.add("along");
      chosen.along = select.value;
      answer({ edited: true });
    });
  for (const select of chooser("corner"))
    select.addEventListener("change", () => {
      picked.add("corner");
      chosen.corners = chooser("corner").map(({ value }) => value);
      answer({ edited: true });
    });
  for (const name of ["hashchange", "popstate"]) addEventListener(name, () => fromAddress() && arrive());
}

async function propose(goal, most, fresh) {
  const asked = {};
  chosen.asked = asked;
  const wanted = fresh.split(/[\s,;]+/).filter(Boolean);
  const found = await ask("reach", field.value, goal.trim(), limits(most), chosen.locked, wanted);
  if (found && chosen.asked === asked) place("proposal").replaceChildren(...view.proposal(found));
}

/** Show what the address asks for. */
async function arrive() {
  place("proposal").replaceChildren();
  await answer();
  const { goal, most, fresh } = form("goal").elements;
  if (chosen.asked) await propose(goal.value, most.value, fresh.value);
}

// Start

fallback.hidden = true;
tool.hidden = false;
listen();
fromAddress();
status.textContent = "Starting Python …";
try {
  await python.started;
  tool.dataset.ready = "1";
  await arrive();
} catch (error) {
  complain(error);
}
