"""The table of materials: filters by what was tested, and files of exactly what is shown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import pytest
from playwright.sync_api import Page, expect

from generator.derived.atlas import Atlas
from generator.records.conditions import Conditions
from generator.records.model_parts import Claim
from generator.site.performance import Performance

from .browsing import Reader


def tagged(real: Atlas, facet: str, value: str) -> set[str]:
    return {row.entry.id for row in Performance(real).rows if value in row.tags.get(facet, ())}


def having(real: Atlas, wanted: Callable[[Claim, Conditions], object]) -> set[str]:
    claims = [(ident, claim) for ident, entry in real.entries.items() for claim in entry.material.claims]
    return {ident for ident, claim in claims if claim.conditions and wanted(claim, claim.conditions)}


@pytest.mark.data
def test_a_mixture_of_phases_is_one_choice_whatever_the_order_of_their_names(real: Atlas) -> None:
    offered = next(facet.options for facet in Performance(real).facets() if facet.name == "phase")
    names = [frozenset(re.split("/(?=[OPs])", phase)) for phase in offered]
    assert len(names) == len(set(names))
    printed = [entry.id for entry in real.entries.values() if entry.material.phase == "O3/P2"]
    assert printed
    assert set(printed) < tagged(real, "phase", "P2/O3")
    assert not tagged(real, "phase", "P2/O3") & tagged(real, "phase", "P2/P3/O3")


@pytest.mark.data
@pytest.mark.parametrize(
    ("facet", "value", "wanted"),
    [
        ("cycles", "500", lambda claim, given: claim.property == "capacity-retention" and (given.cycles or 0) >= 500),
        ("voltage", "above", lambda _, given: (given.window[1] if given.window else given.upper_voltage or 0) > 4.2),
        (
            "exposure",
            "water",
            lambda _, given: given.exposure and "water" in given.exposure and "air" not in given.exposure,
        ),
    ],
)
def test_a_filter_on_tests_finds_the_materials_with_such_a_claim(
    real: Atlas, facet: str, value: str, wanted: Callable[[Claim, Conditions], object]
) -> None:
    assert tagged(real, facet, value) == having(real, wanted)


@pytest.mark.data
def test_each_current_of_a_rate_test_counts(real: Atlas) -> None:
    slow = tagged(real, "rate", "slow")
    for ident, entry in real.entries.items():
        for claim in entry.material.claims:
            if claim.property == "rate-capacity" and any(point.rate == "0.1C" for point in claim.points):
                assert ident in slow


def saved(page: Page, label: str) -> tuple[str, str]:
    with page.expect_download() as got:
        page.get_by_role("button", name=label, exact=True).click()
    return got.value.suggested_filename, Path(got.value.path()).read_text(encoding="utf-8")


def test_what_is_shown_can_be_saved_in_every_format(desk: Reader, built: Path) -> None:
    page = desk.open("materials/?cycles=1000&family=layered-oxide")
    rows = page.locator("tr[data-ea-id]:not([hidden])")
    expect(page.locator("table.is-ready")).to_be_attached()
    shown = rows.evaluate_all("rows => rows.map(row => row.dataset.eaId)")
    assert 2 < len(shown) < 50
    name, text = saved(page, "materials (CSV)")
    assert name == f"entropy-atlas-{len(shown)}-materials.csv"
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == shown
    records = json.loads(saved(page, "everything (JSON)")[1])
    assert [record["id"] for record in records] == shown
    keys = set(bibtexparser.loads(saved(page, "references (BibTeX)")[1]).entries_dict)
    assert {record["source"]["reference"] for record in records} <= keys
    assert set(re.findall(r"^ID  - (\S+)", saved(page, "references (RIS)")[1], re.MULTILINE)) == keys


def test_rows_are_sorted_and_counted_and_the_address_keeps_both(desk: Reader) -> None:
    page = desk.open("materials/?role=")
    rows, tally = page.locator("tr[data-ea-id]"), page.locator("[data-ea-count]")
    expect(page.locator("table.is-ready")).to_be_attached()
    everything = int(tally.inner_text())
    assert rows.count() == 50 < everything
    phase = page.locator("select[name=phase]")
    offered = re.search(r"\nP2 \((\d+)\)", "\n".join(phase.locator("option").all_inner_texts()))
    phase.select_option("P2")
    full = page.locator("select[name=family] option", has_text="Prussian")
    expect(full).to_have_text(re.compile(r"\(0\)"))
    expect(full).to_be_disabled()  # nothing of it would be left
    expect(tally).to_have_text(offered[1] if offered else "")
    page.get_by_role("button", name="Specific capacity").click()
    page.get_by_role("button", name="Specific capacity").click()
    expect(page.get_by_role("columnheader", name="Specific capacity")).to_have_attribute("aria-sort", "descending")
    first = rows.first.get_attribute("data-ea-id")
    assert page.url.endswith("?role=&phase=P2&sort=-specific-capacity")
    page.reload()
    expect(page.locator("table.is-ready")).to_be_attached()
    assert rows.first.get_attribute("data-ea-id") == first
    phase.select_option("")
    page.get_by_role("button", name=re.compile("^Show 200 more")).click()
    expect(rows).to_have_count(250)
    expect(rows.nth(50).get_by_role("link").first).to_be_focused()
    page.get_by_label("Name or formula").fill("no such thing")
    expect(page.locator("tbody")).to_contain_text("No material matches")


def test_the_first_rows_are_in_the_page_for_readers_without_scripts(built: Path, real: Atlas) -> None:
    page = (built / "materials/index.html").read_text(encoding="utf-8")
    listed = re.findall(r'<th scope="row" data-label="Material"><a href="\.\./materials/([^/]+)/">', page)
    assert listed == [row.entry.id for row in Performance(real).rows[:50]]
    assert f"Without scripts only the first 50 of {len(real.entries)} materials are shown." in page
