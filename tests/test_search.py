"""What readers type finds what they mean: a file of queries, run in a real browser, scored and printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from generator.files import yamlfile

from . import HERE
from .browsing import Reader

QUERIES: dict[str, str] = yamlfile.parse((HERE / "queries.yml").read_bytes(), "tests/queries.yml").value


def hits(reader: Reader, query: str) -> list[str]:
    """Type a query and return the addresses of the results, the best first."""
    field = reader.page.get_by_role("searchbox")
    field.fill("")
    expect(reader.page.locator(".ea-search__status")).to_contain_text("Type an acronym")
    field.fill(query)
    expect(reader.page.locator(".ea-search__status")).to_contain_text("ound")
    links = reader.page.locator(".ea-search__results a").evaluate_all("all => all.map(one => one.href)")
    return [link.removeprefix(reader.home).rstrip("/") for link in links]


def test_there_are_queries_enough_to_judge_by() -> None:
    assert len(QUERIES) >= 60


def test_every_query_finds_its_page_first(desk: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    desk.open()
    desk.page.keyboard.press("/")
    found = {query: hits(desk, query) for query in QUERIES}
    first = [query for query, page in QUERIES.items() if found[query][:1] == [page]]
    third = [query for query, page in QUERIES.items() if page in found[query][:3]]
    misses = "\n".join(
        f"  {q!r}: {found[q][:3]}, not {page}" for q, page in QUERIES.items() if q not in first
    )
    with capsys.disabled():
        print(f"\nSearch: {len(first)} of {len(QUERIES)} first, {len(third)} in the first three.\n{misses}")
    assert third == list(QUERIES)
    assert len(first) >= 0.9 * len(QUERIES)
