// The points of a plot by keyboard: one stop for the Tab key, arrows from point to point, Enter opens the record.

const POINTS = "[aria-roledescription=point]";

/** Where each key leads: left and right along the x axis, up and down along the y axis, within the point's panel first. */
const STEPS = { ArrowRight: ["x", 1], ArrowLeft: ["x", -1], ArrowUp: ["y", 1], ArrowDown: ["y", -1] };

const row = (node) => node.__data__.datum; // Vega hangs each mark on the node that it drew

/** The points in the order of one axis, panel after panel in the order of the page. */
function ordered(nodes, field) {
  const panels = [...new Set(nodes.map((node) => row(node).panel))];
  const other = field === "x" ? "y" : "x";
  const place = (node) => [panels.indexOf(row(node).panel), row(node)[field], row(node)[other], row(node).index];
  return nodes
    .map((node) => [node, place(node)])
    .sort(([, a], [, b]) => {
      const at = a.findIndex((part, index) => part !== b[index]);
      return at < 0 ? 0 : a[at] - b[at];
    })
    .map(([node]) => node);
}

/** The point that a key leads to, null for other keys; beyond the ends it stays. */
function next(nodes, current, key) {
  const across = ordered(nodes, "x");
  if (key === "Home") return across[0];
  if (key === "End") return across.at(-1);
  if (!STEPS[key]) return null;
  const [field, step] = STEPS[key];
  const line = ordered(nodes, field);
  return line[Math.min(line.length - 1, Math.max(0, line.indexOf(current) + step))];
}

/** Send Vega the event of a pointer, so that its own tooltip opens or closes. */
function pointed(node, type) {
  const { left, top, width, height } = node.getBoundingClientRect();
  node.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 }));
}

function stop(nodes, chosen) {
  for (const node of nodes) node.setAttribute("tabindex", node === chosen ? "0" : "-1");
}

function pressed(event, nodes, node) {
  if (event.key === "Enter") location.assign(row(node).href);
  if (event.key === "Escape") pointed(node, "pointerout");
  const target = event.ctrlKey || event.metaKey || event.altKey ? null : next(nodes, node, event.key);
  if (!target) return;
  event.preventDefault(); // else the arrows would scroll the page
  target.focus();
}

/** Make the points of `frame` walkable; `announce` gets the text of each point that is reached, and "" on leaving. */
export function walk(frame, announce) {
  const nodes = [...frame.querySelectorAll(POINTS)];
  const across = ordered(nodes, "x");
  stop(nodes, across[0]);
  for (const node of nodes) {
    node.setAttribute("role", "link");
    node.addEventListener("keydown", (event) => pressed(event, nodes, node));
    node.addEventListener("blur", () => {
      pointed(node, "pointerout");
      announce("");
    });
    node.addEventListener("focus", () => {
      stop(nodes, node);
      pointed(node, "pointermove");
      announce(`${row(node).details}. Point ${across.indexOf(node) + 1} of ${across.length}.`);
    });
  }
}

/** The number of the point that has the keyboard, or null. */
export function held(frame) {
  const node = document.activeElement;
  return frame.contains(node) && node.matches(POINTS) ? row(node).index : null;
}

/** Give the keyboard to the point of that number, in a new drawing of the same points. */
export function give(frame, index) {
  [...frame.querySelectorAll(POINTS)].find((node) => row(node).index === index)?.focus();
}
