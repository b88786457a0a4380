// The explorer's table: headings that sort, the first rows of a selection, and more on request.
import { element } from "./brief.js";
import { columnBy } from "./explorer-data.js";

const MORE = 1000; // rows that a browser lays out in a moment

/** A cell as the generator has typeset it: its markup is never that of a record. */
function cellOf({ key, label, html, of, numbers }, row) {
  const cell = element(key === "name" ? "th" : "td", numbers ? "ea-number" : "");
  if (key === "name") cell.scope = "row";
  cell.dataset.label = label;
  cell.innerHTML = html[of[row]];
  return cell;
}

function tickOf(id, name) {
  const box = element("input");
  Object.assign(box, { type: "checkbox", value: id, ariaLabel: `Compare ${name}` });
  return element("td", "ea-tick", box);
}

function headingOf({ key, label, unit, numbers }) {
  const button = element("button", "ea-sort", label, unit && " ", unit && element("span", "ea-paper", unit));
  button.type = "button";
  const heading = element("th", numbers ? "ea-number" : "", button);
  heading.scope = "col";
  heading.dataset.key = key;
  return heading;
}

/** Take over a table whose first heading is that of the ticks, and the button below it that shows all rows. */
export function tableOf(table, button, data) {
  const [body, ...others] = table.tBodies;
  const first = body.rows.length;
  for (const other of others) other.remove();
  const [headings] = table.tHead.rows;
  let own = [...headings.cells].slice(1).map(({ dataset }) => dataset.key); // columns of the rows that the page came with
  let columns = [];
  let rows = [];
  let limit = first;

  function lineOf(row) {
    const cells = columns.map((column) => cellOf(column, row));
    return element("tr", "", tickOf(data.ids[row], cells[0].querySelector("a").textContent), ...cells);
  }

  /** Whether the rows that the page came with are those to show. */
  function isDrawn() {
    const asListed = rows.length >= first && rows.slice(0, first).every((row, at) => row === at);
    return asListed && own?.join() === columns.map(({ key }) => key).join();
  }

  /** Add to a row of the page what only scripts need. */
  function completed(line, row) {
    columns.forEach(({ label }, at) => {
      line.cells[at].dataset.label = label;
    });
    line.prepend(tickOf(data.ids[row], line.querySelector("a").textContent));
  }

  function nothing() {
    const cell = element("td", "ea-empty", "No material matches. Remove a filter, or reset all.");
    cell.colSpan = columns.length + 1;
    return element("tr", "", cell);
  }

  button.addEventListener("click", () => {
    const more = rows.slice(limit, limit + MORE).map(lineOf);
    limit += MORE;
    body.append(...more);
    offer();
    more[0].querySelector("a").focus(); // where the reader goes on
  });

  function offer() {
    button.hidden = rows.length <= limit;
    button.textContent = `Show ${rows.length <= limit + MORE ? "all" : `${MORE} more of`} ${rows.length} rows`;
  }

  return {
    /** Show some columns, that of the class as entropy is counted; the rows follow with `draw`. */
    setColumns(keys, by) {
      columns = keys.map((key) => columnBy(data, key, by));
      if (by !== "all") own = null;
      headings.replaceChildren(headings.cells[0], ...columns.map(headingOf));
    },
    /** Mark the column by which the rows are sorted first. */
    showSort([[key, way] = []]) {
      for (const heading of headings.cells) {
        heading.removeAttribute("aria-sort");
        if (key && heading.dataset.key === key) heading.ariaSort = way === "desc" ? "descending" : "ascending";
      }
    },
    /** Show the first of some rows; as many as before when it is the same selection. */
    draw(selection, same = false) {
      rows = selection;
      if (!same) limit = first;
      if (isDrawn()) [...body.rows].forEach(completed);
      else body.replaceChildren(...(rows.length ? rows.slice(0, limit).map(lineOf) : [nothing()]));
      own = null;
      offer();
    },
  };
}
