"""What readers type finds what they mean: a file of queries, run in a real browser, scored and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.yamlio import parser

from . import HERE
from . import site as sites
from .browsing import WIDE, Reader, reading

QUERIES: dict[str, str] = parser.parse((HERE / "queries.yml").read_bytes(), "tests/queries.yml").value

LOOSE = {"1.61R"}  # the entropy of any five metals in equal shares, so of many made-up materials too


ANSWERED = """(field, query) => new Promise((done) => {
  const dialog = field.closest("dialog");
  const status = dialog.querySelector(".ea-search__status");
  let searching = false;
  new MutationObserver((_, observer) => {
    if (status.textContent.startsWith("Searching")) searching = true;
    else if (searching) {
      observer.disconnect();
      done([...dialog.querySelectorAll(".ea-search__results a")].map((link) => link.href));
    }
  }).observe(status, { childList: true });
  field.value = query;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""
"""Types a query and waits for what the page says of it: that it searches, then that it is done."""


def hits(reader: Reader, query: str) -> list[str]:
    """Type a query and return the addresses of the results, the best first."""
    links = reader.page.get_by_role("searchbox").evaluate(ANSWERED, query)
    return [link.removeprefix(reader.home).rstrip("/") for link in links]


def test_there_are_queries_enough_to_judge_by() -> None:
    assert len(QUERIES) >= 60


def test_every_query_finds_its_page_first(desk: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    desk.open()
    desk.page.keyboard.press("/")
    found = {query: hits(desk, query) for query in QUERIES}
    first = [query for query, page in QUERIES.items() if found[query][:1] == [page]]
    third = [query for query, page in QUERIES.items() if page in found[query][:3]]
    misses = "\n".join(f"  {q!r}: {found[q][:3]}, not {page}" for q, page in QUERIES.items() if q not in first)
    with capsys.disabled():
        print(f"\nSearch: {len(first)} of {len(QUERIES)} first, {len(third)} in the first three.\n{misses}")
    assert third == list(QUERIES)
    assert len(first) >= 0.9 * len(QUERIES)


FINDS = {
    "an acronym": ("CNCMLTS", "CNCMLTS"),
    "a formula in plain characters": ("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2", "NFMCZS"),
    "the beginning of a formula": ("NaNi0.35Fe0.2", "NFMTS"),
    "a formula pasted with subscripts": ("NaNi₀.₂Fe₀.₂Mn₀.₃₅Cu₀.₀₅Zn₀.₁Sn₀.₁O₂", "NFMCZS"),
    "an element by name": ("boron", "Boron"),
    "a set of elements in any order": ("Sn Zn Cu Ni", "NFMCZS"),
    "an element with a problem": ("Sn air stability", "TS"),
    "an entropy": ("1.61R", "HE-K-PBA"),
    "a word of a topic": ("spray pyrolysis", "Synthesis routes for layered oxides"),
    "a challenge": ("air stability", "Air stability"),
    "what people call a challenge": ("crystal water", "Crystalline water control"),
    "an author": ("Joshi", "Na0.9Li0.1 oxyfluoride"),
}


def test_the_search_finds_what_a_reader_types(desk: Reader) -> None:
    desk.open()
    desk.page.keyboard.press("/")
    missed = {}
    for what, (query, expected) in FINDS.items():
        hits(desk, query)
        if expected not in (found := desk.results()[:3]):
            missed[what] = found
    assert missed == {}


MEANT = {
    "Prusian blue": "Nothing for “Prusian blue”. Results for “Prussian blue”:",
    "zzzqqq": "Nothing found for “zzzqqq”.",
    "<b onclick=hit()>Prusian</b>": "Nothing found for “<b onclick=hit()>Prusian</b>”.",
}


def test_a_hit_in_the_text_of_a_page_names_its_kind_alone(desk: Reader) -> None:
    desk.open()
    desk.page.keyboard.press("/")
    hits(desk, "no monoclinic phase")
    kinds = desk.page.locator(".ea-search__results .ea-search__kind").all_inner_texts()
    assert "Material" in kinds
    assert not [kind for kind in kinds if "," in kind]
    expect(desk.page.locator(".ea-search__results .ea-search__formula").first).to_contain_text("Na")


def test_a_query_that_finds_nothing_is_searched_with_its_spelling_corrected(desk: Reader) -> None:
    desk.open()
    desk.page.keyboard.press("/")
    for query, said in MEANT.items():
        assert bool(hits(desk, query)) == ("Results" in said)
        expect(desk.page.locator(".ea-search__status")).to_have_text(said)
        expect(desk.page.locator(".ea-search__status *")).to_have_count(0)


def test_the_search_stays_good_when_the_collection_grows(browser: Browser, crowded: Path) -> None:
    """Among made-up materials acronyms, subjects and sources still come first."""
    with sites.served(crowded.parent) as address, reading(browser, f"{address}atlas/", *WIDE) as person:
        person.open()
        person.page.keyboard.press("/")
        found = {query: hits(person, query) for query in QUERIES}
    lost = {q: found[q][:3] for q, page in QUERIES.items() if page not in found[q][:3]}
    first = sum(found[query][:1] == [page] for query, page in QUERIES.items())
    assert lost.keys() <= LOOSE, lost
    assert first >= 0.85 * len(QUERIES)


def test_a_made_up_material_is_found_and_its_page_is_whole(browser: Browser, crowded: Path) -> None:
    with sites.served(crowded.parent) as address, reading(browser, f"{address}atlas/", *WIDE) as person:
        page = person.open()
        person.search("Made up 12")
        page.locator(".ea-search__results a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Made up 12")
        expect(page.locator(".ea-big")).to_contain_text("entropy")
        expect(page.locator("#claim-1")).to_contain_text("62")
        expect(page.get_by_role("heading", name="Nearest")).to_be_visible()
