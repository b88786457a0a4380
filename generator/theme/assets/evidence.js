// The filters above the pairs of one property; without scripts every pair is shown.
import { fits, read, tally, write } from "./pair-filter.js";

const form = document.querySelector("[data-ea-pairs]");
const rows = [...document.querySelectorAll("tr[data-ea-tags]")];
const selects = [...form.querySelectorAll("select")];

const chosen = () => Object.fromEntries(selects.map(({ name, value }) => [name, value]));

function show() {
  const now = chosen();
  for (const row of rows) row.hidden = !fits(row.dataset.eaTags, now);
  const left = rows.filter((row) => !row.hidden);
  const count = tally(left.map(({ dataset }) => ({ outcome: dataset.eaOutcome, paper: dataset.eaPaper })));
  for (const place of document.querySelectorAll("[data-ea-count]")) place.textContent = count[place.dataset.eaCount];
  history.replaceState(null, "", location.pathname + write(now) + location.hash);
}

function load() {
  const offered = selects.map(({ name, options }) => [name, [...options].map(({ value }) => value)]);
  const asked = read(new URLSearchParams(location.search), Object.fromEntries(offered));
  for (const select of selects) select.value = asked[select.name];
  show();
}

form.addEventListener("change", show);
form.addEventListener("reset", () => setTimeout(show));
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("[data-ea-tally]").setAttribute("role", "status");
form.hidden = !selects.length;
load();
