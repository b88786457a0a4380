// The verdict, the preview and the files of the form, as nodes: all texts are set as text.
import { element, root } from "./brief.js";
import { formula, table } from "./design-view.js";

const PARTS = { reference: "Paper", material: "Material", control: "Control" };
const missing = ({ message }) => message.startsWith('found no "');

/** What is wrong, in one sentence. */
export function summary(problems) {
  const open = problems.filter(missing).length;
  const wrong = problems.length - open;
  if (!problems.length) return "No problem found: this passes the check.";
  const parts = [wrong && `${wrong} problem${wrong === 1 ? "" : "s"} found`, open && `${open} still to fill in`];
  return `${parts.filter(Boolean).join(", ")}.`;
}

export const verdict = (problems) => [element("p", "ea-form__sum", summary(problems))];

function words(problem) {
  const nodes = [
    `${problem.message}. `,
    problem.hint ? `${problem.hint} ` : "",
    problem.acceptance ? `${problem.acceptance} ` : "",
  ];
  if (problem.code !== "reading") {
    const link = element("a", "", problem.code);
    link.href = new URL(`rules/#rule-${problem.code}`, root);
    nodes.push("[", link, "]");
  }
  return nodes;
}

/** One problem in the list, with a button that leads to its field. */
export function listed(problem, go) {
  const button = element("button", "ea-example", problem.label || PARTS[problem.part]);
  button.type = "button";
  button.addEventListener("click", go);
  return element(
    "li",
    missing(problem) ? "ea-form__open" : `ea-form__${problem.severity}`,
    button,
    ": ",
    ...words(problem),
  );
}

/** One problem at its field. */
export function noted(problem) {
  return element(
    "p",
    `ea-form__problem ${missing(problem) ? "ea-form__open" : `ea-form__${problem.severity}`}`,
    ...words(problem),
  );
}

/** A note with buttons, each with what it does; any of them closes the note. */
export function notice(title, about, choices, more, close) {
  const buttons = Object.entries(choices).map(([label, choose]) => {
    const button = element("button", "ea-button", label);
    button.type = "button";
    button.addEventListener("click", () => {
      close();
      choose();
    });
    return button;
  });
  const actions = element("p", "ea-form__actions", ...buttons.flatMap((button) => [button, " "]));
  return [element("p", "", element("strong", "", `${title} `), about), ...more, actions];
}

/** How the material will read. */
export function card(found) {
  if (!found) return [element("p", "ea-paper", "Nothing to show yet.")];
  const { composition, claims } = found;
  const head = [
    element("h3", "", found.name || "Without a name"),
    element("p", "ea-paper", [found.phase, found.family, found.paper].filter(Boolean).join(" · ")),
  ];
  if (composition?.error) head.push(element("p", "ea-note", composition.error));
  if (composition && !composition.error) head.push(...entropy(composition));
  return [element("div", "ea-card ea-form__card", ...head, claims.length ? listing(claims) : null)];
}

function entropy({ spans, headline, definition, remarks }) {
  const met = definition.met ? "met" : `not met: ${definition.reasons.join("; ")}`;
  return [
    element("p", "", formula(spans)),
    element(
      "p",
      "",
      element("span", "ea-big", headline.text),
      ` ${headline.per} `,
      element("span", `ea-chip ea-chip--${headline.class}`, `${headline.class} entropy`),
    ),
    element("p", "ea-paper", `The definition by five principal elements is ${met}.`),
    ...remarks.map(({ text }) => element("p", "ea-paper", text)),
  ];
}

function listing(claims) {
  const cells = ({ label, value, control, conditions, at }) =>
    [label, value, control, conditions, at].map((text) => element("td", "", text));
  return table("Claims", ["Property", "Value", "Control", "Conditions", "Place"], claims.map(cells));
}

/** One file: its name, its text or what changes, and what can be done with it. */
export function file({ name, text, diff }, host, copy) {
  const button = element("button", "ea-button", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy ${name}`);
  button.addEventListener("click", () => copy(text, name));
  const pre = element("pre", "ea-form__text", text);
  const nodes = [
    element("h3", "", element("code", "", name)),
    element("p", "ea-form__actions", button, " ", ...sent(name, text, diff, host, copy)),
    pre,
  ];
  if (diff) nodes.splice(2, 0, element("h4", "", "What changes"), changes(diff), element("h4", "", "The whole file"));
  for (const box of nodes.filter(({ tagName }) => tagName === "PRE")) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `Text of ${name}`);
  }
  return element("div", "ea-form__file", ...nodes);
}

function changes(diff) {
  const lines = diff
    .split("\n")
    .map((line) => element(line.startsWith("+") ? "ins" : line.startsWith("-") ? "del" : "span", "", `${line}\n`));
  return element("pre", "ea-form__text ea-form__diff", ...lines);
}

const LONGEST = 7_000; // characters of an address that hosts take

/** A link to the code host, where there is one: its page for a new file, or that of the record. */
function sent(name, text, diff, host, copy) {
  if (!(diff ? host.edit : host.add)) return [];
  const { address, whole } = diff ? { address: `${host.edit.replace(/\/$/, "")}/${name}` } : filled(host, name, text);
  const link = element("a", "", diff ? "Edit this file at the code host" : "Propose this file at the code host");
  Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
  if (whole) return [link, " (filled in)"];
  link.addEventListener("click", () => copy(text, name));
  return [link, diff ? " (copies the text: put it in place of the old one)" : " (copies the text: paste it there)"];
}

/** The address of the host's page for a new file: with the text where the host takes it and it is not too long. */
function filled(host, name, text) {
  const named = `${host.add}?${new URLSearchParams({ [host.name]: name })}`;
  const whole = host.text && `${named}&${new URLSearchParams({ [host.text]: text })}`;
  return whole && whole.length <= LONGEST ? { address: whole, whole: true } : { address: named };
}
