"""Every kind of page for every reader: WCAG 2.1 AA as axe judges it, nothing that jumps, scripts that weigh little."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from .browsing import KINDS_OF_PAGE, PHONE, UNMOVED, WIDE, Reader, reading

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
COLOURS = {
    "runOnly": ["color-contrast", "link-in-text-block"],
    "resultTypes": ["violations"],
    "preload": False,
}
GRAVE = ("serious", "critical")
EXCEPTIONS: dict[str, str] = {}
"""Rule -> why what it finds cannot be mended here."""


def faults(page: Page, rules: dict[str, Any], within: str = "html") -> list[str]:
    """Return what axe finds grave, a line each: the rule, the place, what it says of it."""
    found = Axe().run(page, context=within, options=rules).response["violations"]
    return [
        f"{fault['id']}: {node['target']}: {' '.join(node['failureSummary'].split())}"
        for fault in found
        if fault["impact"] in GRAVE and fault["id"] not in EXCEPTIONS
        for node in fault["nodes"]
    ]


THIN = """() => {
  const size = /-?[\\d.]+(?=%|px|em|[\\s,)]|$)/g; // where and how large something is drawn
  const named = /^(?:id|href|title|xlink:href|d|points|transform|for|aria-label|aria-(?:labelledby|describedby)|data-)/;
  const trait = ({ name, value }) => `${name}=${named.test(name) ? Boolean(value) : value.replace(size, "0")}`;
  const shape = (node) => [
    node.localName, ...[...node.attributes].map(trait).sort(), node.textContent.trim() !== "",
    ...new Set([...node.children].map(shape)),
  ].join("|") + ";";
  const row = (node) => [...node.children].map((cell, column) => `${column} ${shape(cell)}`);
  const names = "title, label, legend, caption, summary, h1, h2, h3, h4"; // of what is beside or around them
  const within = (node) =>
    node ? [node.localName, node.getAttribute("class"), within(node.parentElement)].join() : "";
  const met = new Map(); // where parts are -> the shapes seen there, how often
  const thin = (node) => {
    const place = node.localName === "dl" ? node : within(node); // a term needs its text
    const seen = met.get(place) ?? new Map();
    met.set(place, seen);
    for (const child of [...node.children].filter((child) => !child.matches(names))) {
      const own = [...child.attributes].map(trait).join();
      const forms = child.localName === "tr" ? row(child).map((cell) => own + cell) : [shape(child)];
      for (const form of forms) seen.set(form, (seen.get(form) ?? 0) + 1);
      if (forms.every((form) => seen.get(form) > 2)) child.remove();
      else thin(child);
    }
  };
  thin(document.querySelector("main"));
}"""
"""Of parts of a page and cells of one column that have one shape, and are within elements of the same classes, two stay
(even and odd). A shape is the same elements, attributes, styles and whether they hold text: what axe finds depends on
these, and a row without a new cell only costs it time."""


def test_thinning_takes_only_what_is_the_third_of_its_shape(browser: Browser) -> None:
    rows = [
        f"<tr id='{n}' class='{'other' if n == 7 else 'row'}'><td>{'' if n == 8 else n}</td>"
        f"<td style='width:{n}%{';color:red' if n == 9 else ''}'><a href='{n}'>x</a>{'<i>y</i>' * (n % 3)}</td></tr>"
        for n in range(20)
    ]
    page = browser.new_page()
    page.set_content(f"<main><table><tbody>{''.join(rows)}</tbody></table></main>")
    page.evaluate(THIN)
    kept = page.locator("tr").evaluate_all("rows => rows.map(row => row.id)")
    page.close()
    assert kept == ["0", "1", "2", "3", "7", "8", "9"]  # without and with <i>, two each; then what differs


ON_A_PHONE = (
    "home", "chapter", "methods", "materials", "material", "material without formula", "family", "effect",
    "challenge", "element", "property", "reference", "audit", "stated", "rules", "explorer", "compare, a pair",
    "plot", "plot, in panels", "designer, a composition", "contribution form, a correction",
)  # fmt: skip
"""Kinds of page that a narrow screen lays out each in its own way; on a wide screen every kind is visited."""

JUMPS = """
window.jumped = [];
new PerformanceObserver(list => {
  for (const { hadRecentInput, sources, value } of list.getEntries()) {
    if (!hadRecentInput) jumped.push([value, sources.map(source => source.node?.outerHTML?.slice(0, 90))]);
  }
}).observe({type: "layout-shift", buffered: true});
"""
MOST_JUMP = 0.02
WIDTHS = "[document.documentElement.scrollWidth, window.innerWidth]"
ZOOMED: ViewportSize = {"width": WIDE[0] // 2, "height": WIDE[1] // 2}
"""What a wide screen has room for at 200 %."""
MOVING = """() => {
  const lasts = (time) => time.split(",").some((one) => parseFloat(one) > 0.001);
  const moves = (style) => lasts(style.transitionDuration) || lasts(style.animationDuration);
  const parts = (node) => [undefined, "::before", "::after"].map((part) => getComputedStyle(node, part));
  const found = [...document.querySelectorAll("*")].filter((node) => parts(node).some(moves));
  return found.map((node) => node.outerHTML.slice(0, 90));
}"""
"""Elements that fade or move, each by its beginning."""
LIGHT, HEAVY = 150_000, 400_000
"""Bytes of compressed scripts: of an ordinary page, and of the plot, which has a library."""
PYTHON = "/assets/python/"  # has a limit of its own, see test_designer.py


TOOLS = ("materials", "explorer", "compare, a pair", "plot", "designer, a composition", "contribution form")
TARGETS = """() => {
  const focusable = "a[href], button:not(.md-top), input:not([type=radio]), select, textarea, summary, [tabindex]";
  const can = (node) => node.tabIndex >= 0 && !node.disabled && !node.closest("[inert]") && node.checkVisibility();
  window.left = new Set([...document.querySelectorAll(focusable)].filter(can));
  return left.size;
}"""
"""Notes what a reader may want to reach; radio buttons are one stop together, the way to the top comes and goes."""
WHERE = """() => {
  const at = document.activeElement;
  left.delete(at);
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const { top, bottom } = at.getBoundingClientRect();
  const marked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  const byLabel = at.matches(".md-option"); // the theme marks its label in its place
  const seen = (marked || byLabel) && bottom > 0 && top < innerHeight;
  return { end: at === document.body, unseen: seen ? null : at.outerHTML.slice(0, 90) };
}"""
LEFT = "[...left].map((node) => node.outerHTML.slice(0, 90))"


def walked(page: Page) -> list[str]:
    """Walk through a page by Tab alone; return what it never reaches, and where it does not show where it is."""
    unseen: list[str] = []
    for _ in range(page.evaluate(TARGETS) + 2):
        page.keyboard.press("Tab")
        found = page.evaluate(WHERE)
        if found["end"]:
            break
        unseen += filter(None, [found["unseen"]])
    return [*unseen, *page.evaluate(LEFT)]


def weighed(page: Page) -> dict[str, int]:
    """Return what will hold every script that the page loads from now on, with its compressed bytes."""
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.url.endswith((".js", ".wasm", ".pagefind")) and PYTHON not in response.url:
            scripts[response.url] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    return scripts


@dataclass(frozen=True)
class Visit:
    """What a newcomer to one page notices, on one screen."""

    kind: str
    jumped: list[tuple[float, list[str]]]
    widths: list[tuple[int, int]]
    moving: list[str]
    scripts: dict[str, int]
    by_day: list[str]
    by_night: list[str]


@pytest.fixture(
    scope="module",
    params=[*((WIDE, kind) for kind in KINDS_OF_PAGE), *((PHONE, kind) for kind in ON_A_PHONE)],
    ids=lambda param: f"{'wide' if param[0] == WIDE else 'phone'}, {param[1]}",
)
def visit(browser: Browser, home: str, request: pytest.FixtureRequest) -> Visit:
    """Return what one visit shows; each is paid once, whatever is asked of it."""
    screen, kind = request.param
    with reading(browser, home, *screen) as reader:
        return _visited(reader, kind, wide=screen == WIDE)


def _visited(reader: Reader, kind: str, wide: bool) -> Visit:
    scripts = weighed(reader.page)
    reader.page.add_init_script(JUMPS)
    page = reader.arrive(KINDS_OF_PAGE[kind])
    jumped = page.evaluate("jumped")
    widths = [page.evaluate(WIDTHS)]
    page.evaluate(THIN)
    by_day = faults(page, RULES if wide else COLOURS)  # every rule once on either screen, colours in either light
    if wide and kind in TOOLS:
        by_day += walked(page)
    reader.darken()
    by_night = faults(page, COLOURS if wide else RULES)
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(MOVING)
    if wide:
        page.set_viewport_size(ZOOMED)
        widths.append(page.evaluate(WIDTHS))
    return Visit(kind, jumped, widths, moving, scripts, by_day, by_night)


def test_a_page_has_no_grave_fault_by_day_or_by_night_and_a_tool_needs_no_mouse(visit: Visit) -> None:
    assert visit.by_day == []
    assert visit.by_night == []


def test_nothing_jumps_while_a_page_arrives(visit: Visit) -> None:
    assert sum(value for value, _ in visit.jumped) < MOST_JUMP, visit.jumped


def test_no_page_is_wider_than_the_screen_also_at_200_percent(visit: Visit) -> None:
    assert [(page, screen) for page, screen in visit.widths if page > screen] == []


def test_nothing_moves_for_a_reader_who_asked_for_less_motion(visit: Visit) -> None:
    assert visit.moving == []


def test_the_scripts_of_a_page_weigh_little(visit: Visit) -> None:
    """What the browser really loads, as a server that compresses would send it."""
    most = HEAVY if visit.kind.startswith("plot") else LIGHT
    assert sum(visit.scripts.values()) <= most, visit.scripts
    assert any(url.endswith("/previews.js") for url in visit.scripts)


def test_the_search_engine_is_loaded_on_demand_and_weighs_little_too(desk: Reader) -> None:
    scripts = weighed(desk.page)
    page = desk.arrive("materials/nfmczs/")
    assert not any("pagefind" in url for url in scripts)
    desk.search("tin")
    expect(page.locator(".ea-search__results a").first).to_be_visible()
    assert any("pagefind" in url for url in scripts)
    assert sum(scripts.values()) <= LIGHT, scripts


def test_the_search_with_results_has_no_grave_fault(reader: Reader) -> None:
    page = reader.arrive("effects/")
    reader.darken()
    reader.search("Sn air stability")
    assert faults(page, RULES, ".ea-search") == []


def test_the_open_parts_of_the_explorer_have_no_grave_fault(reader: Reader) -> None:
    page = reader.arrive("explore/")
    page.evaluate(THIN)
    for drop in page.locator(".ea-drop").all():
        drop.locator("summary").click()
        assert faults(page, RULES, ".ea-drop[open]") == []
        drop.locator("summary").click()


def test_a_preview_has_no_grave_fault(desk: Reader) -> None:
    page = desk.arrive("materials/nfmczs/")
    page.locator(".md-content a[href$='references/wang2024a/']:visible").first.hover()
    expect(page.locator(".ea-preview")).to_be_visible()
    page.evaluate(UNMOVED)  # it fades in
    assert faults(page, RULES) == []


def test_every_page_that_stands_alone_is_among_the_kinds(built: Path) -> None:
    alone = {path.parent.name for path in built.glob("*/index.html")} - {"api", "assets", "pagefind"}
    assert alone <= {path.partition("/")[0] for path in KINDS_OF_PAGE.values()}
