// A card about the record that a link leads to, on pointing at the link and on reaching it by keyboard; never by touch.
import { briefs, element, formula, KINDS, root } from "./brief.js";

const REST = 250; // ms that a pointer rests on a link before its card comes: passing over a text shows nothing
const GRACE = 180; // ms to move from the link onto the card
const GAP = 6; // px between the two

let card;
let link = null;
let timer;

/** Under which keys the index may have a link's record: "glossary/#rock-salt", "materials/nfmczs/"; none for this page's own. */
function keys(target) {
  const { origin, pathname, hash } = new URL(target.href.baseVal ?? target.href, location.href); // in a drawing it lies deeper
  if (origin !== root.origin || pathname === location.pathname || !pathname.startsWith(root.pathname)) return [];
  const path = pathname.slice(root.pathname.length).replace(/index\.html$/, "");
  return [path + hash, path].filter((key) => /\/.+/.test(key)); // an index of records is no record
}

async function record(target) {
  const wanted = keys(target);
  const known = wanted.length ? await briefs() : [];
  return wanted.map((key) => known.find(({ url, kind }) => url === key && kind !== "pages")).find(Boolean);
}

function content({ kind, name, formula: composition, line }) {
  const head = element("p", "ea-preview__head");
  head.append(element("strong", "", name), element("span", "ea-search__kind", KINDS[kind]));
  return [head, composition && formula(composition), line && element("p", "ea-preview__line", line)].filter(Boolean);
}

/** Below the link, or above it where there is more room, and never beyond the edge of the screen. */
function place() {
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const below = at.bottom + GAP + height <= innerHeight || at.top < height + GAP;
  card.style.top = `${Math.round(below ? at.bottom + GAP : at.top - GAP - height)}px`;
  card.style.left = `${Math.round(Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8)))}px`;
}

function made() {
  const fresh = element("div", "ea-preview");
  fresh.id = "ea-preview";
  fresh.setAttribute("role", "tooltip");
  fresh.addEventListener("pointerenter", () => clearTimeout(timer));
  fresh.addEventListener("pointerleave", () => later(hide, GRACE));
  document.body.append(fresh);
  return fresh;
}

function hide() {
  clearTimeout(timer);
  link?.removeAttribute("aria-describedby");
  link = null;
  if (card) card.hidden = true;
}

async function show(target) {
  hide();
  link = target;
  const found = await record(target).catch(() => null); // without its card a link is still a link
  if (!found || link !== target || !target.isConnected) return;
  card ??= made();
  card.replaceChildren(...content(found));
  card.hidden = false;
  place();
  link.setAttribute("aria-describedby", card.id);
}

function later(task, time) {
  clearTimeout(timer);
  timer = setTimeout(task, time);
}

/** The link of an event, where a card helps: not in the search, whose results say the same, nor in the card itself. */
function linkOf({ target }) {
  const found = target.closest?.("a");
  return found?.href &&
    !found.closest("dialog, .ea-preview, .headerlink, [aria-describedby]:not([aria-describedby=ea-preview])")
    ? found
    : null;
}

document.addEventListener("pointerover", (event) => {
  const found = event.pointerType === "touch" ? null : linkOf(event);
  if (found && found !== link) later(() => show(found), REST);
  else if (found) clearTimeout(timer);
});
document.addEventListener("pointerout", (event) => {
  const left = linkOf(event);
  if (left && !left.contains(event.relatedTarget)) later(hide, GRACE);
});
document.addEventListener("focusin", (event) => {
  const found = linkOf(event);
  if (found?.matches(":focus-visible")) show(found);
  else if (link) hide();
});
document.addEventListener("focusout", () => link && hide());
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("click", hide);
addEventListener("scroll", () => link && card && !card.hidden && place(), { passive: true, capture: true });
