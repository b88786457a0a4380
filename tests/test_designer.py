"""The page Design says in a real browser what the engine says, from this site alone, whatever is typed."""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, FloatRect, Locator, Page, Route, expect

from generator.chemistry.description import describe
from generator.chemistry.entropy import in_print
from generator.chemistry.report import answer
from generator.derived import element_usage
from generator.derived.atlas import Atlas
from generator.printing import claim_text
from generator.site.browser_python import packed

from .browsing import PHONE, WIDE, Reader, reading
from .test_vectors import cases

NFM = "NaNi1/3Fe1/3Mn1/3O2"
NFMCZS = "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"
PYTHON = "assets/python/"
LARGEST = 4_500_000  # bytes that the page may add, compressed


def design(reader: Reader, formula: str = "", path: str = "design/") -> Page:
    """Open the page and wait until Python has started; with a formula, until all of the page belongs to it."""
    page = reader.open(f"{path}#f={quote(formula)}" if formula else path)
    expect(page.locator("#ea-design")).to_have_attribute("data-ready", "1", timeout=60_000)
    if formula:
        settled(page, formula)
    return page


def field(page: Page) -> Locator:
    return page.get_by_label("Formula", exact=True)


def settled(page: Page, formula: str) -> None:
    expect(page.locator("#ea-design")).to_have_attribute("data-answered", formula, timeout=30_000)


def typed(page: Page, formula: str) -> None:
    field(page).fill(formula)
    settled(page, formula)


def shows(page: Page, formula: str) -> None:
    """Hold what the page shows of a formula against what the engine says."""
    described = describe(formula)
    headline = page.locator(".ea-design__headline")
    expect(headline.locator(".ea-big")).to_contain_text(f"{in_print(described.entropy.all)} R")
    expect(headline.locator(".ea-chip")).to_have_text(f"{described.entropy_class} entropy")
    expect(headline.locator("[data-plain]")).to_have_attribute("data-plain", described.plain)
    said = page.locator("[data-ea-show=remarks] li").all_inner_texts()
    assert said == [remark.text for remark in described.warnings]


def mended(reader: Reader) -> None:
    """Forget errors of the browser that a test has caused on purpose."""
    reader.errors.clear()


@pytest.fixture(scope="module")
def opened(browser: Browser, home: str) -> Iterator[Reader]:
    """Return a reader on whose page Python has started, once for this module: a start takes seconds."""
    with reading(browser, home, *WIDE) as reader:
        design(reader)
        yield reader


@pytest.fixture
def page(opened: Reader) -> Page:
    """Return the page with NFM111 on it and nothing locked."""
    opened.page.get_by_role("button", name="NFM111").click()
    settled(opened.page, NFM)
    return opened.page


SPELLINGS = [NFMCZS, "P2-Na_{2/3}Ni⅓Mn⅔O₂", "Na3V2(PO4)3", "Na1.4Mn[Fe(CN)6]0.9·2H2O", "NaNi0.5Mn0.6O2"]


FITS = "document.documentElement.scrollWidth <= innerWidth"


def test_a_designer_types_slides_and_shares_the_address(browser: Browser, home: str, desk: Reader) -> None:
    page = design(desk)
    for text in SPELLINGS:
        typed(page, text)
        shows(page, text)
        assert page.evaluate(FITS)
    typed(page, NFMCZS)
    page.locator("[data-symbol=Mn]").get_by_role("checkbox").check()
    page.locator("[data-ea-choose=along]").select_option("Sn")
    slide(page, "Ni", "ArrowRight", 5)
    formula = field(page).input_value()
    metal = describe(formula).placed.metal
    assert metal["Mn"] == describe(NFMCZS).placed.metal["Mn"]
    assert metal["Ni"] > describe(NFMCZS).placed.metal["Ni"]
    assert sum(metal.values()) == 1
    shows(page, formula)
    with reading(browser, home, *PHONE) as other:
        there = design(other, path=page.url.removeprefix(home))
        settled(there, formula)
        shows(there, formula)
        expect(there.locator("[data-symbol=Mn]").get_by_role("checkbox")).to_be_checked()
        expect(there.get_by_label("Amount of Mn", exact=True)).to_be_disabled()
        expect(there.locator("[data-ea-choose=along]")).to_have_value("Sn")
        assert there.evaluate(FITS)
        assert there.evaluate("document.documentElement.scrollHeight") < 4000, "what is less often needed is folded"
        for text in SPELLINGS:
            typed(there, text)
            shows(there, text)
            assert there.evaluate(FITS)


def test_checks_and_remarks_are_above_both_columns(page: Page) -> None:
    typed(page, "NaNi0.5Mn0.6O2")
    parts = ("[aria-label=Entropy]", "[aria-labelledby=ea-design-checks]", "[data-ea-show=remarks]")
    above = [box(page, part) for part in parts]
    sites, goal = (box(page, part) for part in (".ea-design__sites", "[aria-labelledby=ea-design-goal]"))
    for one, below in pairwise([*above, sites]):
        assert below["y"] >= one["y"] + one["height"]
    assert (sites["x"], sites["y"]) == (above[-1]["x"], goal["y"])


def box(page: Page, part: str) -> FloatRect:
    found = page.locator(f".ea-design__result > {part}").bounding_box()
    assert found
    return found


def test_the_examples_are_all_read(page: Page) -> None:
    for example in page.locator(".ea-design__examples button").all():
        example.click()
        formula = example.get_attribute("data-ea-formula") or ""
        settled(page, formula)
        shows(page, formula)


def test_a_refused_formula_is_marked_where_the_mistake_is_and_the_last_answer_steps_back(page: Page) -> None:
    field(page).fill("NaNi0.5Xx0.5O2")
    expect(page.locator("#ea-design-error mark")).to_have_text("X")
    expect(page.locator("#ea-design-error")).to_contain_text("No element has the symbol `Xx`")
    expect(page.locator("#ea-design-error")).to_contain_text("the last formula that could be read, NaNi1/3")
    expect(page.locator(".ea-design__result--old")).to_be_visible()
    typed(page, NFM)
    expect(page.locator("#ea-design-error")).to_be_hidden()


HOSTILE = {
    "pasted HTML": '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
    "right-to-left text": "\u202eNaNi0.5\u2066Mn0.5O2\u05d0\u05d1",
    "a hundred thousand characters": "NaNi0.5Mn0.5O2" * 7_200,
    "half a character": "Na\ud83d",
    "nested brackets": "[" * 5_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_text_gets_a_message_and_nothing_of_it_is_executed(page: Page, what: str) -> None:
    page.evaluate(
        """text => { const field = document.getElementById("ea-design-formula"); field.focus();
        field.value = JSON.parse(text); field.dispatchEvent(new InputEvent("input", {bubbles: true})); }""",
        json.dumps(HOSTILE[what]),
    )
    expect(page.locator("#ea-design-error")).to_contain_text(".")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#ea-design-error :is(img, script)").count() == 0
    typed(page, NFMCZS)
    shows(page, NFMCZS)


ADDRESSES = (
    "#f=%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E&lock=%3Cb%3E&along=__proto__&map=a,b&goal=1e9&new=javascript:",
    "#f=NaNi0.5Mn0.5O2&lock=Zz&along=constructor&map=Ni,Ni,Ni&goal=-1&most=__proto__%2010&new=__proto__",
    "#f=" + "Na" * 5_000, "#f=%E0%A4%A&lock=%", "#__proto__=1&f=",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_a_hostile_address_leaves_the_page_alive(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = address; }", address)
    typed(page, NFMCZS)
    shows(page, NFMCZS)
    assert page.evaluate("window.hacked") is None


SLOW = """const listen = Worker.prototype.addEventListener;
Worker.prototype.addEventListener = function (type, heard) {
  return listen.call(this, type, type === "message" ? (event) => setTimeout(heard, 60, event) : heard);
};"""
"""Lets every answer of Python come late, as on a busy machine."""


@pytest.fixture(scope="module")
def visit(browser: Browser, home: str) -> Iterator[tuple[Page, set[str]]]:
    """Return a page that was opened with a formula behind `?` and answers late, and the files that it asked for."""
    with reading(browser, home, *WIDE) as reader:
        asked: set[str] = set()
        reader.page.on("request", lambda request: asked.add(request.url.partition("#")[0].removeprefix(home)))
        reader.page.add_init_script(SLOW)
        page = design(reader, path=f"design/?f={quote(NFMCZS)}")
        settled(page, NFMCZS)
        yield page, asked


def test_an_address_with_a_question_mark_is_read_and_written_as_one_that_is_sent_nowhere(
    visit: tuple[Page, set[str]],
) -> None:
    page, _ = visit
    shows(page, NFMCZS)
    assert "?" not in page.url


def test_the_page_adds_at_most_4_5_megabytes(visit: tuple[Page, set[str]], built: Path) -> None:
    _, asked = visit
    own = [name for name in asked if PYTHON in name or "python" in name or "design" in name]
    files = [built / name for name in own if (built / name).is_file()]
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) <= LARGEST
    assert any(name.endswith("pyodide.asm.wasm") for name in own)


def amounts(page: Page) -> dict[str, str]:
    rows = page.locator(".ea-design__slider").all()
    return {row.get_attribute("data-symbol") or "": row.locator("input[type=text]").input_value() for row in rows}


def slide(page: Page, symbol: str, key: str, times: int) -> None:
    """Move a slider with the keyboard and wait for the answer to the formula that it leaves in the field."""
    for _ in range(times):
        before = field(page).input_value()
        page.get_by_label(f"Amount of {symbol}", exact=True).press(key)
        expect(field(page)).not_to_have_value(before)
    settled(page, field(page).input_value())


def test_no_press_of_a_key_on_a_slider_is_lost_however_late_the_answers_come(visit: tuple[Page, set[str]]) -> None:
    """An answer to an earlier press must not set the slider back under the next one."""
    page, _ = visit
    slider = page.get_by_label("Amount of Ni", exact=True)
    for _ in range(20):
        slider.press("ArrowRight")
        page.wait_for_timeout(20)
    expect(page.get_by_label("Exact amount of Ni")).to_have_value("0.4")
    settled(page, field(page).input_value())
    assert describe(field(page).input_value()).placed.metal["Ni"] * 5 == 2


def test_an_element_that_was_brought_to_zero_can_be_brought_back(page: Page) -> None:
    slide(page, "Ni", "Home", 1)
    assert "Ni" not in describe(field(page).input_value()).elements
    assert amounts(page)["Ni"] == "0"
    slide(page, "Ni", "ArrowRight", 3)
    assert describe(field(page).input_value()).placed.metal["Ni"] > 0


def holds(page: Page, part: str) -> None:
    expect(field(page)).to_have_value(re.compile(re.escape(part)))


def test_an_element_is_added_swapped_and_given_an_exact_amount(page: Page) -> None:
    add, swap = page.locator("[data-ea-form=add]"), page.locator("[data-ea-form=swap]")
    add.locator("[name=symbol]").select_option("Ti")
    add.get_by_role("button").click()
    holds(page, "Ti0.05")
    swap.locator("[name=old]").select_option("Ti")
    swap.locator("[name=fresh]").select_option("Sn")
    swap.get_by_role("button").click()
    holds(page, "Sn0.05")
    exact = page.get_by_label("Exact amount of Sn")
    exact.fill("1/6")
    exact.press("Enter")
    holds(page, "Sn1/6")
    exact.fill("a lot")
    exact.press("Enter")
    expect(page.locator("[data-ea-show=edited]")).to_contain_text("`a lot` is no number")


LITHIUM = "Na0.9Li0.05Ni0.25Cu0.05Fe0.15Mn0.3Ti0.15Zn0.05O2"


def test_lithium_on_the_metal_site_is_changed_like_a_metal_and_only_elements_of_records_are_offered(
    page: Page, real: Atlas
) -> None:
    typed(page, LITHIUM)
    assert amounts(page)["Li"] == "0.05"
    slide(page, "Li", "ArrowRight", 1)
    assert describe(field(page).input_value()).placed.metal["Li"] > describe(LITHIUM).placed.metal["Li"]
    page.locator("[data-ea-choose=along]").select_option("Li")
    expect(page.get_by_role("img", name="Entropy against Li")).to_be_visible()
    offered = page.locator("[data-ea-form=add] option").evaluate_all("all => all.map(({value}) => value)")
    held = {symbol for entry in real.described if entry.description for symbol in entry.description.placed.metal}
    assert {"Li", "B", "Ni"} <= set(offered) <= held


def test_back_returns_to_the_design_before(page: Page) -> None:
    page.get_by_role("button", name="NFMCZS").click()
    settled(page, NFMCZS)
    page.go_back()
    settled(page, NFM)
    shows(page, NFM)


def test_a_proposal_reaches_the_goal_and_can_be_taken(page: Page) -> None:
    typed(page, "NaNi0.4Mn0.4Co0.2O2")
    page.locator("input[name=fresh]").fill("Ti Sn Mg")
    page.get_by_role("button", name="Propose the smallest change").click()
    proposed = page.locator("[data-ea-show=proposal] code").inner_text()
    page.evaluate("address => { location.hash = ''; location.hash = address; }", page.evaluate("location.hash"))
    expect(page.locator("[data-ea-show=proposal] code")).to_have_text(proposed)  # a goal is part of the address
    page.get_by_role("button", name="Use it").click()
    expect(field(page)).not_to_have_value("NaNi0.4Mn0.4Co0.2O2")
    expect(page.locator("[data-ea-show=proposal]")).to_be_empty()
    made = describe(field(page).input_value())
    assert made.entropy.all >= 1.5
    assert made.placed.metal["Co"] * 10 <= 1
    assert made.placed.metal["Ni"] * 100 <= 35


def test_a_proposal_goes_with_the_formula_and_the_limits_that_it_was_made_for(page: Page) -> None:
    proposal = page.locator("[data-ea-show=proposal]")
    manganese = page.get_by_label("Amount of Mn", exact=True)
    changes: list[Callable[[], None]] = [
        lambda: field(page).fill("Na3V2(PO4)3"),
        lambda: page.locator("input[name=most]").fill("Co 5"),
        lambda: manganese.press("ArrowRight"),
    ]
    for change in changes:
        typed(page, "NaNi0.4Fe0.4Mn0.2O2")
        page.locator("input[name=fresh]").fill("Ti Sn Mg")
        page.get_by_role("button", name="Propose the smallest change").click()
        expect(proposal.get_by_role("button", name="Use it")).to_be_visible()
        change()
        expect(proposal).to_be_empty()
        expect(page).not_to_have_url(re.compile("goal="))


def test_the_charts_say_in_words_what_they_draw(page: Page) -> None:
    expect(page.get_by_role("img", name="Theoretical capacity")).to_be_visible()
    expect(page.get_by_role("img", name="Entropy where Ni, Fe and Mn share 1 per formula unit")).to_be_visible()
    page.locator("[data-ea-choose=along]").select_option("Ti")
    expect(page.get_by_role("img", name="Entropy against Ti: from 1.10 R to 0.00 R, at most 1.39 R at")).to_be_visible()
    expect(page.locator("[data-ea-show=phases] svg")).to_contain_text("this composition")


def test_the_nearest_material_of_a_known_composition_is_itself(page: Page) -> None:
    typed(page, NFMCZS)
    nearest = page.locator("[data-ea-show=materials] tbody tr").first
    expect(nearest).to_contain_text("the same composition")
    expect(nearest.get_by_role("link").first).to_have_text("NFMCZS")


def test_an_element_shows_numbers_against_controls_without_it(page: Page, real: Atlas) -> None:
    typed(page, NFMCZS)
    shown = page.locator("[data-ea-show=elements] > li", has_text="Sn").locator("li")
    expect(shown).to_have_count(3)
    pairs = element_usage.without("Sn", real)
    found = {f"{real.data.properties[each.claim.property].label}: {claim_text(each.claim)}" for each in pairs}
    assert all(any(text in line for text in found) for line in shown.all_inner_texts())


def test_every_way_of_copying_gives_its_text(page: Page) -> None:
    typed(page, NFMCZS)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expected = {
        "Formula": NFMCZS,
        "LaTeX": r"$\mathrm{NaNi_{0.2}",
        "JSON": '"formula": "NaNi0.2',
        "Record (YAML)": "family: layered-oxide",
        "Link": "design/#f=NaNi0.2",
    }
    for name, text in expected.items():
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("[data-ea-show=copy]")).to_contain_text(text)
        expect(page.locator("[data-ea-show=copied]")).to_contain_text("Copied.")
        assert text in page.evaluate("navigator.clipboard.readText()")


# How readers come here: what an address leads to, other tests show


def arrives(page: Page, formula: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(f"design/#f={quote(formula, safe='')}") + "$"))
    expect(field(page)).to_have_value(formula)


def test_a_material_leads_to_its_composition_here(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    page.get_by_role("link", name="Change this composition").click()
    arrives(page, NFMCZS)


def test_the_home_page_checks_a_composition_and_sends_it_nowhere(desk: Reader) -> None:
    page = desk.open()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    page.get_by_label("Or check a composition").fill("NaNi0.6Mn0.4O2")
    page.get_by_role("button", name="Check").click()
    arrives(page, "NaNi0.6Mn0.4O2")
    assert not [url for url in asked if "Ni0.6" in url]


def test_the_search_offers_to_check_a_formula_that_no_record_has(desk: Reader) -> None:
    page = desk.open("methods/")
    desk.search("NaNi0.17Fe0.33Mn0.5O2")
    page.get_by_role("link", name="Check this composition").click()
    arrives(page, "NaNi0.17Fe0.33Mn0.5O2")


@pytest.mark.parametrize("path", ["", "materials/nfmczs/", "explore/", "plot/", "compare/"])
def test_no_other_page_loads_python(desk: Reader, path: str) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.arrive(path)
    assert not [url for url in asked if PYTHON in url or "python.js" in url]


# What may fail


def test_where_the_worker_cannot_be_loaded_the_page_says_what_to_do(desk: Reader) -> None:
    desk.page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    page = desk.open("design/")
    expect(page.locator("#ea-design-fallback")).to_be_visible(timeout=30_000)
    expect(page.locator("#ea-design-fallback")).to_contain_text("Python did not start")
    expect(page.locator("#ea-design-fallback")).to_contain_text("generator describe")
    mended(desk)


def test_a_browser_without_webassembly_is_told_so(desk: Reader) -> None:
    desk.page.add_init_script("delete window.WebAssembly")
    page = desk.open("design/")
    expect(page.locator("#ea-design-fallback")).to_contain_text("no WebAssembly")


def test_a_page_opened_as_a_file_says_what_to_do(browser: Browser, built: Path) -> None:
    page = browser.new_page()
    page.goto((built / "design/index.html").as_uri())
    expect(page.locator("#ea-design-fallback")).to_be_visible(timeout=10_000)
    expect(page.locator("#ea-design-fallback")).to_contain_text("opened as a file it cannot start")
    page.close()


KEPT = """async () => {
  const cache = await caches.open("entropy-atlas-python");
  return Promise.all((await cache.keys()).map(async (key) => [key.url, (await (await cache.match(key)).blob()).size]));
}"""
SPOILT = """async () => {
  const cache = await caches.open("entropy-atlas-python");
  for (const key of await cache.keys()) await cache.put(key, new Response(new Uint8Array(1000).fill(7)));
}"""


def memory(page: Page) -> list[list[Any]]:
    """Return the address and size of what the browser keeps of Python, as soon as it is a whole memory."""
    found: list[list[Any]] = []
    for _ in range(100):
        found = page.evaluate(KEPT)
        if any(size > 10_000_000 for _, size in found):
            break
        page.wait_for_timeout(100)
    return found


def test_the_browser_keeps_the_memory_of_python_and_the_next_start_resumes_it_or_throws_it_away(
    desk: Reader, built: Path
) -> None:
    page = design(desk, NFM)
    assert [size > 10_000_000 for _, size in memory(page)] == [True], "one memory, that of this page"

    def tables_alone(route: Route) -> None:
        sizes, _, whole = gzip.decompress(route.fetch().body()).partition(b"\n")
        files, data = {}, io.BytesIO(whole)
        for path, size in json.loads(sizes):
            files[path] = data.read(size)
        assert {"data/elements.csv", "data/known.json"} <= files.keys()
        route.fulfill(body=packed({path: text for path, text in files.items() if not path.endswith(".pyc")}))

    code = json.loads((built / PYTHON / "index.json").read_text())["pages"]["design"]["code"]
    page.route(f"**/{PYTHON}{code}", tables_alone)
    page.reload()
    settled(page, NFM)  # without the sources nothing else could answer
    for text in SPELLINGS:
        typed(page, text)
        shows(page, text)
    page.unroute(f"**/{PYTHON}{code}")
    page.evaluate(SPOILT)
    page.reload()
    settled(page, SPELLINGS[-1])
    shows(page, SPELLINGS[-1])
    assert all(size != 1000 for _, size in page.evaluate(KEPT))


MARKED = """async () => {
  const cache = await caches.open("entropy-atlas-python");
  for (const key of await cache.keys())
    await cache.put(key, new Response(await (await cache.match(key)).blob(), { headers: { "x-old": "1" } }));
}"""
OLD = """async () => {
  const cache = await caches.open("entropy-atlas-python");
  const found = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
  return found.filter((each) => each.headers.get("x-old")).length;
}"""


TOO_LONG = """async ([limits, formula]) => {
  const { Python } = await import(new URL("../assets/python.js", location));
  const python = new Python("design", limits);
  const many = Array.from({ length: 500 }, () => [formula, {}]);
  const code = await python.call("described", many).catch((error) => error.code);
  await python.started.catch(() => {});
  python.limit = 60_000;
  return [code, await python.call("read", formula).then((found) => found.headline.text, (error) => error.code)];
}"""


def test_where_python_hangs_it_is_stopped_and_starts_anew_without_the_memory_of_before(page: Page) -> None:
    """A call that takes too long, then a start that does."""
    memory(page)
    page.evaluate(MARKED)
    assert page.evaluate(OLD) == 1
    said = page.evaluate(TOO_LONG, [{"limit": 1}, NFM])
    assert said == ["too-long", f"{in_print(describe(NFM).entropy.all)} R"]
    assert page.evaluate(OLD) == 0
    memory(page)
    page.evaluate(MARKED)
    page.route("**/pyodide.asm.wasm", lambda _: None)  # never answered: the start hangs
    try:
        assert page.evaluate(TOO_LONG, [{"patience": 1_000}, NFM]) == ["not-started", "not-started"]
    finally:
        page.unroute("**/pyodide.asm.wasm")
    assert page.evaluate(OLD) == 0


# What it costs


class Guarded(http.server.SimpleHTTPRequestHandler):
    """Serves scripts under the strictest policy that still lets WebAssembly run."""

    def end_headers(self) -> None:
        if "/assets/" in self.path:
            policy = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
            self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def guarded(built: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Guarded, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_worker_needs_no_more_than_wasm_unsafe_eval(browser: Browser, guarded: str) -> None:
    with reading(browser, guarded, *PHONE) as reader:
        shows(design(reader, NFMCZS), NFMCZS)
        page = reader.open("contribute/#correct=nfmczs")
        page.wait_for_selector("#ea-form[data-answered]", timeout=60_000)


# Python is Python


def engine(text: str, bindings: Mapping[str, str]) -> Any:
    return json.loads(answer(text, bindings, as_json=True)[1])


def in_browser(page: Page, asked: list[tuple[str, Mapping[str, str]]]) -> list[Any]:
    found: list[Any] = page.evaluate(
        """async (cases) => {
          const { Python } = await import(new URL("../assets/python.js", location));
          window.compared ??= new Python("design", { limit: 600_000 });
          const found = [];
          for (let at = 0; at < cases.length; at += 500)
            found.push(...(await window.compared.call("described", cases.slice(at, at + 500))));
          return found;
        }""",
        asked,
    )
    return found


def differing(page: Page, asked: list[tuple[str, Mapping[str, str]]]) -> list[str]:
    """Return the formulas of which the browser says anything else than this Python, to the last digit."""
    return [case[0] for case, found in zip(asked, in_browser(page, asked), strict=True) if found != engine(*case)]


def test_the_browser_says_of_every_vector_what_python_says(page: Page) -> None:
    names = ("formulas", "sites", "readings", "errors")
    vectors = [case.values[0] for name in names for case in cases(name)]
    asked = [(case["text"], case.get("bindings", {})) for case in vectors]
    assert len({text for text, _ in asked}) >= 300
    assert differing(page, asked) == []


METALS = ("Ni", "Fe", "Mn", "Co", "Cu", "Ti", "Zn", "Sn", "Mg", "Al", "Sb", "Li", "Ca", "V", "Cr", "Zr", "Nb", "Y")
HOSTS = (
    "Na{na}{metals}O2",
    "P2-Na{na}[{metals}]O2",
    "Na{na}{metals}[Fe(CN)6]·{na}H2O",
    "Na3{metals}(PO4)3",
    "{metals}Na{na}O2",
)


def seeded(number: int) -> list[tuple[str, Mapping[str, str]]]:
    """Return made-up formulas, some of them cut or doubled at some place, so that they are refused."""
    chance = Random(20261129)
    made: list[tuple[str, Mapping[str, str]]] = []
    for _ in range(number):
        metals = chance.sample(METALS, chance.randint(1, 7))
        parts = "".join(f"{symbol}{chance.choice((chance.randint(1, 99) / 100, '1/3', '', 'x'))}" for symbol in metals)
        text = chance.choice(HOSTS).format(na=chance.randint(30, 120) / 100, metals=parts)
        cut = chance.randint(0, len(text)) if chance.random() < 0.2 else None
        made.append((text if cut is None else text[:cut] + text[cut + 1 :], {"x": str(chance.randint(0, 50) / 100)}))
    return made


@pytest.mark.fuzz
def test_the_browser_says_of_seeded_formulas_what_python_says(page: Page) -> None:
    """`make test-long` compares 10,000."""
    asked = seeded(2 * settings().max_examples)
    assert differing(page, asked) == []
