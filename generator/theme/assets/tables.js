// Tables marked data-ea-sortable can be sorted by a click on a heading; without scripts they keep their order.

/** What a cell sorts by: its data-value, else a leading number, else its words. Empty means "not known". */
function key(cell) {
  const text = (cell.dataset.value ?? cell.textContent).trim();
  if (!text || text === "–") return null;
  const number = Number.parseFloat(text);
  return Number.isNaN(number) ? text.toLocaleLowerCase() : number;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

function sort(table, column, descending) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, index) => ({ row, index, key: key(row.cells[column]) }));
  rows.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.index - b.index;
    return (descending ? -1 : 1) * compare(a.key, b.key) || a.index - b.index;
  });
  body.append(...rows.map(({ row }) => row));
  table.dispatchEvent(new Event("ea-sorted"));
}

for (const table of document.querySelectorAll("table[data-ea-sortable]")) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ea-sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const descending = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sort(table, column, descending);
    });
  });
}

/** A button that shows all rows of a long table, of which only the first are shown before (atlas.css). */
export function allRows(table) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ea-sort ea-all";
  button.textContent = "Show all rows";
  button.addEventListener("click", () => {
    table.classList.add("is-ready");
    button.remove();
  });
  return button;
}

/** Show all rows where an address leads to one of those that are hidden. */
function revealAsked(table, button) {
  const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!asked || !table.contains(asked) || table.classList.contains("is-ready")) return;
  button.click();
  asked.scrollIntoView();
}

for (const table of document.querySelectorAll("table[data-ea-page]:not(:has(tr[data-ea-tags]))")) {
  const button = allRows(table);
  table.closest(".ea-table-wrap").after(button); // filters show the rows of their own pages
  revealAsked(table, button);
  addEventListener("hashchange", () => revealAsked(table, button));
}
