"""A reader's path in a real browser: home, search, a material, dark mode; no error, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from . import site as sites
from .browsing import PHONE, WIDE, Reader, reading


@pytest.fixture(scope="module", params=["", "atlas/"], ids=["at the root", "under a sub-path"])
def address(built: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with sites.served(built if not request.param else built.parent) as served:
        yield served + request.param


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def visitor(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Return a reader at either address of the site, with either screen."""
    with reading(browser, address, *request.param) as reader:
        yield reader


def test_a_reader_searches_opens_a_material_and_turns_the_light_down(visitor: Reader) -> None:
    page = visitor.open()
    expect(page.get_by_role("heading", level=1)).to_have_text("Entropy Atlas")
    page.get_by_role("button", name="Search an acronym").click()
    page.get_by_role("searchbox").fill("NFMCZS")
    page.locator(".ea-search__results a", has_text="NFMCZS").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("NFMCZS")
    expect(page.locator(".ea-big")).to_contain_text("1.62")
    expect(page.locator(".ea-big")).to_contain_text("high entropy")
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_search_that_finds_nothing_says_so(desk: Reader) -> None:
    page = desk.open("methods/")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("zzzzzqqq")
    expect(page.locator(".ea-search__status")).to_contain_text("Nothing found for “zzzzzqqq”")


def test_the_search_works_by_keyboard_alone(desk: Reader) -> None:
    page = desk.open("effects/")
    desk.search("NFMCZS")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.ea-search")).to_be_hidden()
    desk.search("NFMCZS")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("NFMCZS")


def test_without_scripts_the_pages_still_say_everything(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "materials/nfmczs/")
    expect(page.locator("tr[id^=claim-]", has_text="87").first).to_be_visible()
    expect(page.locator(".ea-big")).to_contain_text("1.62")
    context.close()


def test_an_address_of_a_hidden_row_shows_it(desk: Reader) -> None:
    page = desk.open("audit/")
    row = page.locator(".ea-table--audit tbody tr").nth(80)
    expect(row).to_be_hidden()
    row.evaluate("row => { row.id = 'asked'; location.hash = 'asked'; }")
    expect(row).to_be_in_viewport()


def test_the_audit_is_sorted_by_a_click_with_unknown_values_last(desk: Reader) -> None:
    page = desk.open("audit/")
    page.get_by_role("button", name="By valence").click()
    cells = page.locator("[data-ea-sortable] tbody tr td[data-label='By valence']").all_inner_texts()
    known = [float(text.split()[0]) for text in cells if text.strip() != "–"]
    assert known
    assert known == sorted(known)
    assert "–" not in cells[: len(known)]
    page.get_by_role("button", name="All elements").click()
    page.get_by_role("button", name="All elements").click()
    cells = page.locator("[data-ea-sortable] tbody tr td:nth-of-type(2)").all_inner_texts()
    values = [float(text.split()[0]) for text in cells]
    assert values == sorted(values, reverse=True)


def test_a_point_of_a_figure_leads_to_its_material(desk: Reader) -> None:
    page = desk.open("figures/")
    link = page.locator("svg.ea-chart a").first
    target = link.evaluate("node => node.getAttribute('xlink:href') ?? node.getAttribute('href')")
    assert target.startswith("../materials/")
    link.focus()  # points may lie on each other, so that a click in the middle reaches another one
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(target.removeprefix(".."))))
    expect(page.locator(".ea-glance")).to_be_visible()


def test_a_long_page_is_folded_on_a_phone_and_an_address_opens_its_section(phone: Reader) -> None:
    page = phone.open("materials/nfmczs/")
    expect(page.get_by_role("heading", name="Mechanism")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 6000
    opened = page.locator("details.ea-section[open]")
    expect(opened).to_have_count(0)
    phone.open("materials/nfmczs/#mechanism")
    expect(opened).to_have_count(1)
    expect(opened.get_by_role("heading", name="Mechanism")).to_be_in_viewport()
    phone.open("materials/")
    expect(page.locator("table.is-ready tbody tr")).to_have_count(15)
    assert phone.errors == []


def test_a_long_word_does_not_widen_a_page(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    page.set_viewport_size({"width": 375, "height": 812})
    page.evaluate(
        "word => document.querySelectorAll('h1, .ea-chip, .ea-words, .ea-value').forEach(e => e.textContent = word)",
        "x" * 300,
    )
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert width[0] <= width[1]


FOCUSED = """() => {
  const node = document.activeElement;
  const label = node.matches("input") ? node.nextElementSibling : node; // the light's switch is drawn by its label
  const { left, top } = label.getBoundingClientRect();
  return [node.ariaLabel ?? node.textContent.trim(), Math.round(top / 30), Math.round(left)];
}"""


@pytest.mark.parametrize("path", ["", "materials/nfmczs/", "plot/", "compare/"])
def test_the_keyboard_goes_to_the_content_or_through_the_header_as_it_is_read(desk: Reader, path: str) -> None:
    page = desk.open(path)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert [name for name, _, _ in stops][:5] == [
        "Entropy Atlas", "Switch to dark mode", "Search", "Home", "Materials",
    ]  # fmt: skip
    assert [place for _, *place in stops] == sorted(place for _, *place in stops)
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#ea-content :focus")).to_be_attached()
