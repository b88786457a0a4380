// On a phone the sections of a long record or tool are folded after the first, each under its heading, and those that
// their template marks as less often needed. Without scripts all are open. A link into one opens it; so does the browser's own search where it searches what is folded.
import { element, narrow } from "./brief.js";

const LONG = 6; // screens
const article = document.querySelector("article");
const headings = [...(article?.querySelectorAll(":scope > h2, :scope > div > h2") ?? [])];

/** What belongs to a heading: all up to the next one, or to the lines about the record at the end of its page. */
function contents(heading) {
  const found = [];
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches("h1, h2, .ea-record")) break;
    if (!next.matches("link, script")) found.push(next);
  }
  return found;
}

function fold(heading) {
  const inside = contents(heading);
  heading.querySelector(".headerlink")?.remove(); // what opens a section holds no link
  if (!inside.length || heading.querySelector("a, button")) return;
  const folded = element("details", "ea-fold ea-section");
  heading.before(folded);
  folded.append(element("summary", "", heading), ...inside);
}

/** Open the section of the element that the address names. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest(".ea-section:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

function openAll() {
  for (const folded of document.querySelectorAll(".ea-section")) folded.open = true;
}

const asked = article?.querySelector(".ea-head, [data-ea-folds]") && article.scrollHeight > LONG * innerHeight;
const folding = [...(asked ? headings.slice(1) : []), ...(article?.querySelectorAll("[data-ea-folded] > h2") ?? [])];
if (narrow.matches && folding.length) {
  for (const heading of folding) fold(heading);
  reveal();
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", openAll);
  narrow.addEventListener("change", openAll);
}
