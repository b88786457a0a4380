// The amounts of the metals and of sodium as sliders. They ask for an amount; Python says what becomes of the others.
import { element } from "./brief.js";

const STEPS = 1000; // of a slider, for one formula unit
const STEP = 10;

function control(name, className, attributes) {
  return Object.assign(element(name, className), attributes);
}

/** One element: {row, show}. `ask` gets (symbol, amount as text, whether the slider has come to rest). */
function made(symbol, { ask, lock, fixed }) {
  const row = element("li", "ea-design__slider");
  row.dataset.symbol = symbol;
  const range = control("input", "", { type: "range", min: 0, step: STEP });
  const amount = control("input", "ea-field ea-design__amount", { type: "text", inputMode: "decimal" });
  range.setAttribute("aria-label", `Amount of ${symbol}`);
  amount.setAttribute("aria-label", `Exact amount of ${symbol}`);
  const wanted = () => String(range.value / STEPS);
  range.addEventListener("input", () => ask(symbol, wanted(), false));
  range.addEventListener("change", () => ask(symbol, wanted(), true));
  amount.addEventListener("change", () => ask(symbol, amount.value.trim(), true));
  row.append(element("strong", "", symbol), range, amount);
  const box = fixed ? null : control("input", "", { type: "checkbox" });
  if (box) {
    box.addEventListener("change", () => lock(symbol, box.checked));
    row.append(element("label", "ea-design__lock", box, " lock"));
  }
  const show = ({ amount: text, value }, most, locked, moving) => {
    range.max = Math.round(most * STEPS);
    if (moving !== symbol) range.value = Math.round(value * STEPS);
    if (document.activeElement !== amount || moving) amount.value = text;
    range.setAttribute("aria-valuetext", text);
    if (box) box.checked = locked;
    range.disabled = locked;
    amount.disabled = locked;
  };
  return { row, show };
}

/** All sliders of a list. An element that an edit brought to zero keeps its row until another formula is typed. */
export class Sliders {
  #rows = new Map();
  #palette = [];

  constructor(list, listeners) {
    Object.assign(this, { list, listeners });
  }

  /** Show the amounts of an answer; `moving` is the element whose slider is being moved, `edited` whether an edit led here. */
  show({ sites }, { locked, moving = null, edited = false }) {
    const metals = sites.find(({ id }) => id === "metal").parts.filter((part) => part.editable);
    const sodium = sites.find(({ id }) => id === "alkali")?.parts.find(({ symbol }) => symbol === "Na");
    const total = metals.reduce((sum, { value }) => sum + value, 0);
    const parts = new Map(metals.map((part) => [part.symbol, part]));
    this.#palette = edited ? [...new Set([...this.#palette, ...parts.keys()])] : [...parts.keys()];
    const wanted = [...this.#palette, ...(sodium ? ["Na"] : [])];
    if ([...this.#rows.keys()].join() !== wanted.join()) this.#build(wanted);
    for (const symbol of this.#palette)
      this.#rows
        .get(symbol)
        .show(parts.get(symbol) ?? { amount: "0", value: 0 }, total, locked.includes(symbol), moving);
    if (sodium) this.#rows.get("Na").show(sodium, Math.max(1, Math.ceil(sodium.value)), false, moving);
  }

  #build(symbols) {
    const { ask, lock } = this.listeners;
    const kept = symbols.map((symbol) => [
      symbol,
      this.#rows.get(symbol) ?? made(symbol, { ask, lock, fixed: symbol === "Na" }),
    ]);
    this.#rows = new Map(kept);
    const before = [...this.list.children];
    const after = kept.map(([, { row }]) => row);
    for (const row of before) if (!after.includes(row)) row.remove();
    after.forEach((row, place) => {
      if (this.list.children[place] !== row) this.list.insertBefore(row, this.list.children[place] ?? null);
    });
  }
}
