// The page Contribute: what is typed goes to Python in this browser; the verdict, preview and files come back.
import { element, root } from "./brief.js";
import { discard, keep, kept } from "./form-draft.js";
import { addRow, collect, describe, fill, find, number, reveal, rowsOf, unitOf } from "./form-fields.js";
import * as view from "./form-view.js";
import { Python } from "./python.js";

const CALM = 400; // ms without a change, after which the form is checked
const BROKEN =
  "This input breaks the check, which is a defect of this page: please report it, with what you typed. Your draft is kept.";
const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?10\.\d{4,9}\/\S+$/i;
const CORRECTED = /^[#?]correct=([a-z0-9-]{1,80})$/;
const KEPT = "Your draft is kept in this browser.";

const form = document.getElementById("ea-form");
const TITLE = document.title;
const at = (name) => document.getElementById(`ea-form-${name}`);
const part = (name) => form.querySelector(`[data-part="${name}"]`);
const paper = form.querySelector("[data-paper] input");
const { newFile, newName, newText, edit } = form.dataset;
const host = { add: newFile, name: newName, text: newText, edit };
const python = new Python("contribute", { limit: 20_000 });

let before = ""; // the text of the record that is corrected
let record = ""; // its id

// What is typed

function draft() {
  const found = Object.fromEntries(["reference", "material", "control"].map((name) => [name, collect(part(name))]));
  return { paper: paper.value.trim(), before, ...found };
}

const isEmpty = ({ paper, before, ...parts }) =>
  !paper && !before && Object.values(parts).every((each) => !Object.keys(each).length);

/** Which table a claim belongs to: by its property, else by its conditions. */
function table(item) {
  const property = item.property && form.querySelector(`option[value="${CSS.escape(item.property)}"][data-kind]`);
  if (property) return property.dataset.kind;
  return item.conditions?.exposure || item.conditions?.exposure_days ? "exposure" : "numbers";
}

function blank() {
  for (const row of form.querySelectorAll("[data-row]")) row.remove();
  for (const folded of form.querySelectorAll("details[open]")) folded.open = false;
  for (const other of form.querySelectorAll(".ea-form__other")) other.hidden = true;
  form.reset();
}

/** Begin with the rows of an empty form. */
function empty() {
  blank();
  for (const list of form.querySelectorAll("[data-presets]"))
    for (const preset of list.dataset.presets.split(" ").filter(Boolean)) addRow(list, preset);
}

function restore(found) {
  blank();
  paper.value = found.paper ?? "";
  before = found.before ?? "";
  for (const name of ["reference", "material", "control"]) fill(part(name), found[name] ?? {}, table);
  if (Object.keys(found.reference ?? {}).length) form.querySelector("[data-new-paper]").open = true;
  for (const list of form.querySelectorAll("[data-presets]"))
    if (!before && !rowsOf(list).length)
      for (const preset of list.dataset.presets.split(" ").filter(Boolean)) addRow(list, preset);
}

// Answers

function complain(error) {
  if (error.code === "not-started") {
    at("why").textContent =
      `${error.message} ${location.protocol === "file:" ? "A page that is opened as a file cannot start it." : ""}`;
    at("fallback").hidden = false;
    at("status").textContent = "";
  } else at("status").textContent = error.code === "broken" ? BROKEN : error.message;
}

async function ask(method, ...values) {
  try {
    const found = await python.newest(method, ...values);
    if (found?.error && method !== "paste") {
      const { code, text } = found.error;
      at("status").textContent = code === "broken" ? `${text} ${KEPT}` : text;
      return null;
    }
    return found;
  } catch (error) {
    complain(error);
    return null;
  }
}

let timer;

function changed() {
  const found = draft();
  if (isEmpty(found)) discard(record);
  else
    at("status").textContent = keep(found, record)
      ? KEPT
      : "This browser keeps no draft: copy the files before you leave.";
  clearTimeout(timer);
  form.removeAttribute("data-answered");
  timer = setTimeout(check, CALM);
}

/** Check what is typed; false where that was not possible, which the status then says, or where it changed meanwhile. */
async function check() {
  if (isEmpty(draft())) {
    clearVerdict();
    return true;
  }
  await resolve();
  const found = draft();
  const answer = await ask("answer", found);
  const asked = JSON.stringify(found);
  if (!answer || JSON.stringify(draft()) !== asked) return false; // what was changed or discarded meanwhile has another
  show(answer);
  form.dataset.answered = asked;
  return true;
}

/** Put the id of a record in place of a DOI that is typed for the paper; where none has it, ask for the paper. */
async function resolve() {
  const typed = paper.value.trim();
  at("known").textContent = "";
  if (!DOI.test(typed)) return;
  const ident = await ask("known", typed);
  if (ident === null || paper.value.trim() !== typed) return;
  if (ident) paper.value = ident;
  else if (!Object.keys(collect(part("reference"))).length) {
    paper.value = "";
    fill(part("reference"), { DOI: typed.replace(/^.*?(?=10\.)/, "") });
    form.querySelector("[data-new-paper]").open = true;
  }
  keep(draft(), record);
  at("known").textContent = ident
    ? `${typed} is the paper ${ident}.`
    : `No record has the DOI ${typed}: fill the paper in below.`;
}

function clearVerdict() {
  for (const old of form.querySelectorAll(".ea-form__problem")) old.remove();
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
}

function show({ files, problems, card }) {
  clearVerdict();
  at("verdict").replaceChildren(...view.verdict(problems));
  at("status").textContent = `${view.summary(problems)} ${kept(record) ? KEPT : ""}`;
  at("problems").replaceChildren(...problems.map((problem) => view.listed(problem, () => lead(place(problem)))));
  for (const problem of problems) mark(problem);
  at("card").replaceChildren(...view.card(card));
  at("texts").replaceChildren(...files.map((file) => view.file(file, host, copy)));
  at("zip").disabled = false;
}

const place = (problem) => find(part(problem.part), problem.field);

function mark(problem) {
  const wrapper = place(problem);
  if (wrapper.matches("[data-part]")) return;
  const note = view.noted(problem);
  if (wrapper.matches("tbody")) wrapper.lastElementChild.firstElementChild.prepend(note);
  else wrapper.append(note);
  unfold(note);
  if (problem.message.startsWith('found no "')) return; // an empty field is not marked as wrong
  for (const input of wrapper.matches("[data-key]") ? wrapper.querySelectorAll("input, select, textarea") : [])
    input.setAttribute("aria-invalid", "true");
}

function unfold(node) {
  for (let folded = node.closest("details"); folded; folded = folded.parentElement.closest("details"))
    folded.open = true;
}

function lead(wrapper) {
  unfold(wrapper);
  const input = wrapper.querySelector("input:not([hidden]), select, textarea, button");
  (input ?? wrapper).focus();
  (input ?? wrapper).scrollIntoView({ block: "center" });
}

// What is done with the files

async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text);
    at("done").textContent = `Copied ${name}.`;
  } catch {
    at("done").textContent = "This browser does not let pages copy: select the text below.";
  }
}

async function download() {
  const packed = await ask("archive", draft());
  if (!packed) return;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  link.download = "entropy-atlas-record.zip";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  at("done").textContent = "Downloaded. Unpack it in the project’s folder.";
}

async function paste() {
  const found = await ask("paste", at("entry").value);
  if (!found) return;
  if (found.error) {
    at("pasted").textContent = found.error.text;
    return;
  }
  if (found.known) {
    paper.value = found.known;
    at("pasted").textContent = `This paper has the record ${found.known}; it is filled in above.`;
  } else {
    fill(part("reference"), found.reference);
    at("pasted").textContent = "Filled in: compare it with the paper, and say how much of it you read.";
  }
  changed();
}

// Corrections and drafts

/** The text of a record as the site has it now; null where it has none. */
async function textOf(ident) {
  try {
    const response = await fetch(new URL(`api/v1/materials/${ident}.yml`, root));
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

async function correct(ident) {
  const text = await textOf(ident);
  if (text === null) {
    at("status").textContent = `There is no record ${ident}.`;
    return;
  }
  at("status").textContent = `Reading the record ${ident} …`;
  const found = await ask("opened", text);
  if (!found || record !== ident) return; // the reader has gone on to another
  restore(found);
  if (await check()) at("status").textContent = `This corrects ${ident}; what changes is below.`;
}

/** Say above the form what it begins with, and what can be done about it; any choice closes the note. */
function note(...said) {
  at("draft").replaceChildren(
    ...view.notice(...said, () => {
      at("draft").hidden = true;
    }),
  );
  at("draft").hidden = false;
}

/** Offer both where the record has changed since the draft of its correction began. */
async function compare(ident) {
  const now = await textOf(ident);
  if (now === null || !before || now === before || record !== ident) return;
  note(
    "The record has changed since.",
    `This draft began with an older text of ${ident}. Compared with the record as it is now, it may take back what others have corrected: look at what changes before you send it.`,
    {
      "Compare my draft with the record as it is now": () => {
        before = now;
        changed();
      },
      "Begin anew from the record": async () => {
        discard(ident);
        await begin();
      },
    },
    [],
  );
}

function offer(old) {
  const text = element("pre", "ea-form__text", old.slice(0, 20_000));
  text.tabIndex = 0;
  note(
    "An older draft.",
    "A draft of an older version of this form is in this browser, and cannot be filled in by itself. Copy from it what you need; it is replaced when you type.",
    { "Discard it": () => discard(record) },
    [text],
  );
}

async function begin() {
  const [, ident = ""] = CORRECTED.exec(location.hash) ?? CORRECTED.exec(location.search) ?? [];
  record = ident;
  document.title = ident ? `Correct ${ident} · ${TITLE}` : TITLE; // a longer heading would move the page
  before = "";
  at("draft").hidden = true;
  empty();
  clearVerdict();
  const found = kept(record);
  if (found?.old !== undefined) offer(found.old);
  if (found?.draft) {
    restore(found.draft);
    if (await check()) at("status").textContent = "Your draft was restored.";
    if (record) await compare(record);
  } else if (record) await correct(record);
}

// Start

function listen() {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => target !== at("entry") && changed());
  form.addEventListener("change", ({ target }) => {
    if (target.tagName === "SELECT") reveal(target);
    if (target.closest("[data-key=property]") && target.closest("[data-row]")) unitOf(target.closest("[data-row]"));
  });
  form.addEventListener("click", ({ target }) => {
    const list = target.closest("[data-list]");
    if (target.matches("[data-add]")) addRow(list).querySelector("input, select, textarea").focus();
    if (target.matches("[data-remove]")) {
      const next = list.querySelector(":scope > [data-add]");
      target.closest("[data-row]").remove();
      number(list);
      next.focus();
      changed();
    }
  });
  at("zip").addEventListener("click", download);
  at("paste").addEventListener("click", paste);
  at("clear").addEventListener("click", () => {
    if (!confirm("Discard what you typed? It cannot be brought back.")) return;
    discard(record);
    history.replaceState(null, "", location.pathname);
    begin();
    at("status").textContent = "The draft is discarded.";
    for (const name of ["verdict", "problems", "card", "texts"]) at(name).replaceChildren();
  });
  addEventListener("hashchange", () => location.hash.startsWith("#correct=") && begin()); // not for a place in the page
}

async function suggest() {
  const found = await ask("choices");
  for (const [kind, each] of Object.entries(found ?? {}))
    at(kind).replaceChildren(...each.map(([value, label]) => Object.assign(element("option"), { value, label })));
}

describe(form);
listen();
const begun = begin();
python.started
  .then(async () => {
    form.dataset.ready = "1";
    await suggest();
    await begun;
  })
  .catch(complain);
