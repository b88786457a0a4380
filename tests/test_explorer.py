"""The explorer in a real browser, with the real records and sixty made up: filtered, sorted, shared, taken away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

import bibtexparser
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from generator.chemistry import entropy
from generator.derived.phase_names import in_order

from .browsing import WIDE, Reader, reading
from .crowd import MADE_UP

Record = dict[str, Any]


@pytest.fixture(scope="module")
def built(crowded: Path) -> Path:
    """Let the readers of this module see the crowded site."""
    return crowded


@pytest.fixture(scope="module")
def records(crowded: Path) -> dict[str, Record]:
    """Return what the site's own download says of every material."""
    listed = json.loads((crowded / "api/v1/materials.json").read_text(encoding="utf-8"))
    return {record["id"]: record for record in listed}


@pytest.fixture(scope="module")
def sitting(browser: Browser, home: str) -> Iterator[Reader]:
    """Return a reader with a wide screen who has opened the explorer once and stays there."""
    with reading(browser, home, *WIDE) as reader:
        yield reader


@pytest.fixture
def desk(sitting: Reader) -> Iterator[Reader]:
    """Return that reader, who has noticed no error by the end of each test."""
    yield sitting
    assert sitting.errors == []


def explore(reader: Reader, query: str = "") -> Page:
    """Bring the explorer to an address: by opening it, or as going back and forth does when it is open."""
    if not reader.page.url.startswith(f"{reader.home}explore/"):
        return arrived(reader.open(f"explore/{query}"))
    go = "query => { history.pushState(null, '', location.pathname + query); dispatchEvent(new Event('popstate')); }"
    reader.page.evaluate(go, query)
    return reader.page


def arrived(page: Page) -> Page:
    expect(page.locator(".ea-explore.is-ready")).to_be_attached()
    return page


def drop(page: Page, name: str) -> None:
    """Open one of the drop-downs, unless it is open."""
    found = page.locator(".ea-drop", has=page.locator("summary", has_text=name))
    if found.get_attribute("open") is None:
        found.locator("summary").click()


def whole(page: Page) -> Page:
    """Show every row of the selection, as a reader asks for it."""
    if page.locator(".ea-all").is_visible():
        page.locator(".ea-all").click()
    return page


def ids(page: Page) -> list[str]:
    """Return the materials that match, in order, as a reader would follow their links."""
    script = "links => links.map(link => new URL(link.href).pathname.split('/').at(-2))"
    shown: list[str] = whole(page).locator("tbody th a").evaluate_all(script)
    return shown


def cells(page: Page, key: str) -> list[str]:
    """Return the texts of a column that is match."""
    heads: list[str] = (
        whole(page).locator("thead th").evaluate_all("cells => cells.map(cell => cell.dataset.key ?? '')")
    )
    texts: list[str] = page.locator(f"tbody tr > :nth-child({heads.index(key) + 1})").all_inner_texts()
    return texts


def said(page: Page) -> str:
    return page.locator(".ea-status__count").inner_text()


def settled(page: Page, part: str) -> None:
    """Wait until the address holds a part (a pattern): it is written a moment after the last change."""
    expect(page).to_have_url(re.compile(part))


def described(records: dict[str, Record]) -> dict[str, Record]:
    return {ident: record for ident, record in records.items() if record["computed"]}


# Rows


def test_the_first_rows_are_drawn_and_the_others_on_request(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    button = page.get_by_role("button", name=f"Show all {len(records)} rows")
    button.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(len(records))
    expect(button).to_be_hidden()
    expect(rows.nth(50).locator("th a")).to_be_focused()
    page.locator("th[data-key=name]").click()
    expect(rows).to_have_count(len(records))
    page.get_by_role("searchbox", name="Text in any column").fill("made")
    expect(rows).to_have_count(50)
    page.get_by_role("button", name=f"Show all {MADE_UP} rows").click()
    assert set(ids(page)) == {f"made-up-{number}" for number in range(MADE_UP)}


# Filters


def test_a_family_is_picked_and_the_count_is_said(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk)
    assert said(page) == f"{len(records)} of {len(records)} match."
    drop(page, "Family")
    page.get_by_label("Prussian blue analogues").check()
    wanted = {ident for ident, record in records.items() if record["family"] == "prussian-blue-analogue"}
    assert set(ids(page)) == wanted
    assert said(page) == f"{len(wanted)} of {len(records)} match."


def test_elements_are_asked_for_and_ruled_out_by_keyboard(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk)
    drop(page, "Elements")
    tin = page.get_by_role("button", name="tin: either", exact=True)
    tin.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="tin: must be in", exact=True)).to_have_attribute("aria-pressed", "true")
    cobalt = page.get_by_role("button", name=re.compile("^cobalt:"))
    cobalt.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(cobalt).to_have_attribute("aria-label", "cobalt: must be out")
    wanted = {
        ident
        for ident, record in described(records).items()
        if "Sn" in record["computed"]["elements"] and "Co" not in record["computed"]["elements"]
    }
    assert set(ids(page)) == wanted
    without = len(records) - len(described(records))
    assert said(page) == (f"{len(wanted)} of {len(records)} match. {without} hidden because they have no composition.")
    settled(page, "in=Sn&out=Co")


def test_an_element_can_be_asked_for_on_the_mixing_site_only(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk, "?in=Fe&family=prussian-blue-analogue")
    anywhere = set(ids(page))
    drop(page, "Elements")
    page.get_by_label("on the mixing site only").check()
    assert set(ids(page)) == {ident for ident in anywhere if "Fe" in records[ident]["computed"]["sites"]["metal"]}
    assert set(ids(page)) < anywhere


def test_an_element_that_no_material_holds_cannot_be_pressed(desk: Reader) -> None:
    page = explore(desk)
    drop(page, "Elements")
    expect(page.get_by_role("button", name=re.compile("^xenon"))).to_have_count(0)
    expect(page.locator(".ea-periodic span", has_text="Xe")).to_be_visible()


CONVENTIONS = ["principal", "per_formula_unit", "pooled", "valence_resolved"]


def class_of(value: float | None) -> str:
    rounded = None if value is None else round(value, 9)
    return "" if rounded is None else "low" if rounded < 1 else "medium" if rounded < 1.5 else "high"


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_class_follows_the_convention(desk: Reader, records: dict[str, Record], convention: str) -> None:
    page = explore(desk)
    page.get_by_label("Count entropy by").select_option(convention)
    shown = dict(zip(ids(page), cells(page, "class"), strict=True))
    for ident, text in shown.items():
        computed = records[ident]["computed"]
        value = computed["entropy"][convention] if computed else None
        assert (text.split() or [""])[0] == class_of(value), ident
        assert value is None or entropy.in_print(value) in text
    drop(page, "Class")
    page.get_by_label("medium", exact=True).check()
    assert set(ids(page)) == {ident for ident, text in shown.items() if text.startswith("medium")}


def test_sorting_by_class_sorts_by_the_conventions_entropy(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk, "?by=pooled&sort=-class")
    values = [records[ident]["computed"]["entropy"]["pooled"] for ident in ids(page) if records[ident]["computed"]]
    assert values == sorted(values, reverse=True)
    page.get_by_label("Count entropy by").select_option("per_formula_unit")
    values = [
        records[ident]["computed"]["entropy"]["per_formula_unit"] for ident in ids(page) if records[ident]["computed"]
    ]
    assert [round(value, 6) for value in values] == sorted((round(value, 6) for value in values), reverse=True)


def retention(record: Record) -> list[float]:
    """Return the retentions that a record reports, both ends of a range."""
    return [
        end
        for claim in record["claims"]
        if claim["property"] == "capacity-retention" and not isinstance(claim["value"], str)
        for end in (claim["value"] if isinstance(claim["value"], list) else [claim["value"]])
    ]


def test_a_range_says_how_many_it_hides_for_want_of_the_number_and_shows_them_on_request(
    desk: Reader, records: dict[str, Record]
) -> None:
    page = explore(desk)
    drop(page, "Numbers")
    page.get_by_label("Capacity retention, at least").fill("80")
    wanted = {ident for ident, record in records.items() if any(value >= 80 for value in retention(record))}
    unknown = {ident for ident, record in records.items() if not retention(record)}
    assert wanted
    assert set(ids(page)) == wanted
    assert said(page) == (
        f"{len(wanted)} of {len(records)} match. {len(unknown)} hidden because they have no capacity retention."
    )
    assert len(cells(page, "p.capacity-retention")) == len(wanted), "the column filtered by is shown"
    page.keyboard.press("Escape")
    page.get_by_label(f"Show these {len(unknown)} too").check()
    assert set(ids(page)) == wanted | unknown
    assert said(page).endswith(f"{len(unknown)} of them have no capacity retention.")


def test_two_filters_name_each_field_that_is_missing(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk, "?phase=O3&entropy=1.5..")
    possible = [
        record
        for record in records.values()
        if record.get("phase") in (None, "O3")
        and (not record["computed"] or record["computed"]["entropy"]["all"] >= 1.5)
    ]
    no_phase = [record for record in possible if not record.get("phase")]
    no_entropy = [record for record in possible if not record["computed"]]
    neither = [record for record in no_phase if not record["computed"]]
    hidden = len(no_phase) + len(no_entropy) - len(neither)
    assert said(page) == (
        f"{len(possible) - hidden} of {len(records)} match. {hidden} hidden because they have "
        f"{len(no_phase)} no phase, {len(no_entropy)} no entropy of the mixing site."
    )


REMARKS: dict[str, Callable[[Record], bool]] = {
    "sum of the mixing site differs from its positions": lambda record: any(
        remark["code"] == "site-sum" for remark in record["computed"]["warnings"]
    ),
    "label differs from the class": lambda record: bool(record["label_note"]),
}


@pytest.mark.parametrize("remark", REMARKS)
def test_materials_with_a_remark_are_found(desk: Reader, records: dict[str, Record], remark: str) -> None:
    page = explore(desk)
    drop(page, "Class")
    page.get_by_label(remark).check()
    wanted = {ident for ident, record in described(records).items() if REMARKS[remark](record)}
    assert wanted
    assert set(ids(page)) == wanted


@pytest.mark.parametrize("field", ["strategy", "challenge", "effect", "role", "phase"])
def test_any_of_the_ticked_is_enough(desk: Reader, records: dict[str, Record], field: str) -> None:
    def values(record: Record) -> list[str]:
        if field == "strategy":
            return list(record["strategies"])
        if field in ("challenge", "effect"):
            return [link[field] for link in record[f"{field}s"]]
        return [in_order(record.get("phase")) if field == "phase" else record.get(field) or ""]

    offered = sorted({value for record in records.values() for value in values(record)} - {""})[:2]
    page = explore(desk)
    drop(page, "Family" if field in ("role", "phase") else "Purpose")
    for value in offered:
        page.locator(f"input[name={field}][value='{value}']").check()
    assert set(ids(page)) == {ident for ident, record in records.items() if set(offered) & set(values(record))}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("NaNi0.2Fe0.2Mn0.35Cu", "nfmczs"),
        ("Wang (2024) NFMCZS", "nfmczs"),
        ("made-up-17", "made-up-17"),
    ],
)
def test_text_is_found_in_any_column(desk: Reader, typed: str, found: str) -> None:
    page = explore(desk)
    page.get_by_role("searchbox", name="Text in any column").fill(typed)
    assert found in ids(page)
    assert len(ids(page)) < 20


def test_when_nothing_fits_the_table_says_so_and_offers_a_way_out(desk: Reader) -> None:
    page = explore(desk, "?q=zzzzzz")
    expect(page.locator("tbody")).to_contain_text("No material matches")
    drop(page, "Download")
    expect(page.get_by_role("button", name="Materials (CSV)")).to_be_disabled()


# Sorting, columns, address


def numbers_of(record: Record, key: str) -> list[float]:
    return [round(record["computed"]["entropy"]["all"], 6)] if key == "entropy" else retention(record)


@pytest.mark.parametrize("key", ["entropy", "phase", "p.capacity-retention"])
@pytest.mark.parametrize("descending", [False, True])
def test_what_is_not_known_comes_last_in_both_directions(
    desk: Reader, records: dict[str, Record], key: str, descending: bool
) -> None:
    page = explore(desk, f"?cols=name_{key}")
    heading = page.locator(f"th[data-key='{key}']")
    for _ in range(1 + descending):
        heading.click()
    expect(heading).to_have_attribute("aria-sort", "descending" if descending else "ascending")
    texts = [text.split("\n")[0] for text in cells(page, key)]
    known = [text for text in texts if text]
    assert known
    assert texts == known + [""] * (len(texts) - len(known))
    if key == "phase":
        groups = [phase for phase, _ in groupby(known)]
        assert len(groups) == len(set(groups))
        rising = groups.index("monoclinic") < groups.index("O3")
        assert rising == (not descending), "monoclinic before O3, as a dictionary has it"
    else:
        nearest = max if descending else min  # of several values, or a range, the end that comes first
        numbers = [nearest(numbers_of(records[ident], key)) for ident in ids(page)[: len(known)]]
        assert numbers == sorted(numbers, reverse=descending)


def test_a_column_is_sorted_by_keyboard(desk: Reader) -> None:
    page = explore(desk)
    page.get_by_role("button", name="Material", exact=True).focus()
    page.keyboard.press("Enter")
    names = [text.split("\n")[0] for text in cells(page, "name")]
    assert names[0] < names[-1]
    settled(page, "sort=name")


def test_columns_are_chosen_and_kept_in_the_address(desk: Reader) -> None:
    page = explore(desk)
    expect(page.locator("th[data-key=radius]")).to_have_count(0)
    drop(page, "Columns")
    page.get_by_label("Mean ionic radius", exact=True).check()
    page.get_by_label("Called", exact=True).uncheck()
    expect(page.locator("th[data-key=radius]")).to_be_visible()
    expect(page.locator("th[data-key=called]")).to_have_count(0)
    settled(page, r"cols=(?!\w*called)\w*phase_class")
    drop(page, "Columns")
    page.get_by_role("button", name="All columns").click()
    expect(page.locator("th[data-key='p.volume-strain']")).to_be_attached()
    page.get_by_role("button", name="Usual columns").click()
    expect(page.locator("th[data-key=radius]")).to_have_count(0)
    expect(page.locator("th[data-key=called]")).to_be_visible()


def view(page: Page) -> tuple[str, str, list[str], list[str], list[str]]:
    """Return what a reader sees: address, sentence, rows, and two columns of which one is not usual."""
    return page.url, said(page), ids(page), cells(page, "class"), cells(page, "radius")


def test_an_address_reproduces_the_view(desk: Reader) -> None:
    page = explore(desk)
    page.get_by_role("searchbox", name="Text in any column").fill("made")
    page.get_by_label("Count entropy by").select_option("pooled")
    drop(page, "Class")
    page.get_by_label("high", exact=True).check()
    page.get_by_label("high-entropy", exact=True).check()
    drop(page, "Elements")
    page.get_by_role("button", name=re.compile("^nickel:")).click()
    drop(page, "Numbers")
    page.get_by_label("Capacity, all alkali removed, at most").fill("240")
    page.keyboard.press("Escape")
    page.locator("th[data-key=capacity]").click()
    page.locator(".ea-status__unknown input").check()
    page.locator("tbody .ea-tick input").first.check()
    drop(page, "Columns")
    page.get_by_label("Mean ionic radius", exact=True).check()
    page.get_by_label("Called", exact=True).uncheck()
    settled(page, "pick=")
    settled(page, r"cols=(?!\w*called)\w*radius")
    before = view(page)
    assert 0 < len(before[2]) < MADE_UP
    page.reload()
    assert view(arrived(page)) == before
    expect(page.locator("th[data-key=called]")).to_have_count(0)
    page.locator("tbody th a").first.click()
    page.go_back()
    assert view(arrived(page)) == before


def test_an_address_with_nonsense_is_read_as_far_as_it_makes_sense(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(desk, "?family=none&by=magic&in=Zz&entropy=a..b&sort=-nothing&pick=gone&cols=nonsense_phase")
    assert said(page) == f"{len(records)} of {len(records)} match."
    assert page.locator("thead th[data-key]").count() == 2


def test_reset_takes_everything_back(desk: Reader, records: dict[str, Record]) -> None:
    page = explore(
        desk,
        "?q=made&by=pooled&class=high&in=Ni&entropy=1..2&sort=-entropy&cols=name_phase&pick=nfmczs&unknown=1",
    )
    page.get_by_role("button", name="Reset all").click()
    assert said(page) == f"{len(records)} of {len(records)} match."
    expect(page.locator("th[data-key=composition]")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Text in any column")).to_have_value("")
    expect(page.get_by_label("Count entropy by")).to_have_value("all")
    expect(page).to_have_url(re.compile(r"/explore/$"))
    entropies = [float(text) for text in cells(page, "entropy") if text]
    assert entropies == sorted(entropies, reverse=True), "the order of the page comes back too"


# Taking away


def saved(page: Page, button: str) -> tuple[str, str]:
    drop(page, "Download")
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    file = started.value
    return file.suggested_filename, Path(file.path()).read_text(encoding="utf-8")


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value[key] for key in ("reference", "via") if isinstance(value.get(key), str)}
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_downloads_hold_exactly_the_selection(desk: Reader, records: dict[str, Record], crowded: Path) -> None:
    page = explore(desk, "?challenge=air-stability&sort=-entropy")
    shown = ids(page)
    assert 0 < len(shown) < len(records)

    name, text = saved(page, "Materials (CSV)")
    whole = (crowded / "api/v1/materials.csv").read_text(encoding="utf-8")
    assert name == f"entropy-atlas-{len(shown)}-materials.csv"
    assert text.splitlines()[0] == whole.splitlines()[0]
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == shown

    name, text = saved(page, "Claims (CSV)")
    assert name == f"entropy-atlas-{len(shown)}-claims.csv"
    of_each = [row["material"] for row in csv.DictReader(io.StringIO(text))]
    assert of_each == [ident for ident in shown for _ in records[ident]["claims"]]

    name, text = saved(page, "Everything (JSON)")
    assert name == f"entropy-atlas-{len(shown)}-materials.json"
    assert json.loads(text) == [records[ident] for ident in shown]

    name, text = saved(page, "References (BibTeX)")
    assert name == f"entropy-atlas-{len(shown)}-references.bib"
    wanted = references([records[ident] for ident in shown])
    assert {entry["ID"] for entry in bibtexparser.loads(text).entries} == wanted
    expect(page.locator(".ea-drop__status")).to_have_text(f"Saved as {name}.")


def test_all_made_up_materials_can_be_taken_away(desk: Reader) -> None:
    page = explore(desk, "?q=made+up")
    _, text = saved(page, "Materials (CSV)")
    assert len(list(csv.DictReader(io.StringIO(text)))) == MADE_UP


def test_two_to_five_ticked_materials_are_compared(desk: Reader) -> None:
    page = explore(desk)
    boxes = page.locator("tbody .ea-tick input")
    link = page.get_by_role("link", name="Compare these")
    boxes.nth(0).check()
    expect(link).to_be_hidden()
    for index in range(1, 5):
        boxes.nth(index).check()
    expect(boxes.nth(5)).to_be_disabled()
    first = ids(page)[:5]
    address = link.evaluate("link => link.href")
    assert address.endswith(f"/compare/?ids={','.join(first)}")
    boxes.nth(0).uncheck()
    expect(boxes.nth(5)).to_be_enabled()
    link.click()
    expect(page).to_have_url(re.compile(r"/compare/\?ids="))


# Screens, scripts, keyboards


def test_a_drop_down_closes_on_escape_and_gives_the_keyboard_back(desk: Reader) -> None:
    page = explore(desk)
    summary = page.locator("summary", has_text="Numbers")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Entropy of the mixing site, at least")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Entropy of the mixing site, at least")).to_be_hidden()
    expect(summary).to_be_focused()


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the keyboard, as a reader without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab do not reach {target}")


def test_by_keyboard_alone_a_filter_is_applied_and_a_row_opened(desk: Reader, records: dict[str, Record]) -> None:
    page = arrived(desk.open("explore/"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#ea-content :focus")).to_be_attached()
    summary = page.locator("summary", has_text="Class")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("high", exact=True))
    page.keyboard.press("Space")
    shown = [ident for ident, record in described(records).items() if record["computed"]["class"] == "high"]
    expect(page.locator(".ea-status__count")).to_contain_text(f"{len(shown)} of {len(records)} match.")
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    row = page.locator("tbody tr").first.locator("th a")
    name = row.inner_text()
    tab_to(page, row)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_on_a_phone_everything_fits_and_can_be_filtered_and_sorted(phone: Reader) -> None:
    page = explore(phone)
    for name in ("Elements", "Family", "Class", "Purpose", "Numbers", "Columns", "Download"):
        drop(page, name)
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], name
    drop(page, "Elements")
    page.get_by_role("button", name=re.compile("^tin:")).click()
    page.keyboard.press("Escape")
    page.get_by_label("Sort by").select_option("entropy")
    values = [float(text) for text in cells(page, "entropy")]
    assert values
    assert values == sorted(values)
    settled(page, "sort=entropy")


def test_dark_mode_keeps_the_table_readable(browser: Browser, home: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{home}explore/")
    expect(page.locator(".ea-explore.is-ready")).to_be_attached()
    light = "node => getComputedStyle(node).{0}.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0)"
    row = page.locator("tbody tr").first
    assert row.locator("th").evaluate(light.format("backgroundColor")) < 200
    assert row.locator("td").nth(1).evaluate(light.format("color")) > 400
    assert page.get_by_label("Count entropy by").evaluate(light.format("backgroundColor")) < 200
    context.close()


SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("query", ["", "?by=pooled&entropy=1.5..&sort=-entropy&cols=name_class_entropy"])
@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_jumps_while_the_page_comes_to_life(browser: Browser, home: str, query: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 812})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{home}explore/{query}")
    expect(page.locator(".ea-explore.is-ready")).to_be_attached()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") < 0.02
    context.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_first_rows_come_before_the_data_and_stay_where_they_are(browser: Browser, home: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 812})
    page = context.new_page()
    held: list[Route] = []
    page.route("**/explorer.json", lambda route: held.append(route), times=1)
    page.goto(f"{home}explore/", wait_until="domcontentloaded")
    cells = page.locator("tbody:first-of-type tr:nth-child(-n+9) :is(th, td:not(.ea-tick, :empty))")
    places = "cells => cells.flatMap(cell => Object.values(cell.getBoundingClientRect().toJSON()))"
    expect(cells.first).to_be_visible()
    before = cells.evaluate_all(places)
    row = page.locator("tbody tr").first.element_handle()
    expect(page.locator(".ea-tools")).to_have_attribute("inert", "")
    for route in held:
        route.continue_()
    arrived(page)
    expect(page.locator(".ea-tools")).not_to_have_attribute("inert", "")
    assert cells.evaluate_all(places) == pytest.approx(before, abs=2)
    assert row.evaluate("row => row.isConnected"), "what is there is not drawn again"
    expect(page.locator("tbody .ea-tick input")).to_have_count(page.locator("tbody tr").count())
    page.goto(f"{home}explore/?q={quote(page.locator('tbody th').first.inner_text())}")
    arrived(page)
    found = page.locator(".ea-status__count").inner_text().split()[0]
    expect(page.locator("tbody tr")).to_have_count(int(found))
    context.close()


def test_without_scripts_the_usual_columns_are_complete_and_as_with_them(
    browser: Browser, home: str, desk: Reader, records: dict[str, Record]
) -> None:
    texts = "rows => rows.map(row => [...row.querySelectorAll('th, td:not(.ea-tick)')].map(cell => cell.textContent))"
    drawn = whole(explore(desk)).locator("tbody tr").evaluate_all(texts)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{home}explore/")
    expect(page.locator(".ea-tools")).to_be_hidden()
    expect(page.locator(".ea-explore__failed")).to_be_hidden()
    listed = page.locator("tbody tr")
    expect(listed).to_have_count(len(records))
    expect(listed.last).to_be_visible()
    assert listed.evaluate_all(texts) == drawn
    row = page.locator("tbody tr", has_text="NFMCZS").first
    for text in ("Wang et al. (2024)", "Layered oxides", "1.62", "Phase transition stabilisation"):
        expect(row).to_contain_text(text)
    mark = "cells => [...new Set(cells.map(cell => getComputedStyle(cell, '::before').content))]"
    assert page.locator("tbody td:empty").evaluate_all(mark) == ['"–"']
    page.set_viewport_size({"width": 375, "height": 812})
    labels = [
        text.strip()
        for text in page.locator("thead th[data-key]").evaluate_all("all => all.map(one => one.firstChild.data)")
    ]
    assert row.locator("td").evaluate_all(mark) == [f'"{label}"' for label in labels[1:]]
    context.close()


@pytest.mark.parametrize("lost", ["explorer.json", "explorer-filter.js"])
def test_when_data_or_scripts_cannot_be_had_the_usual_columns_stay_and_a_message_says_so(
    browser: Browser, home: str, records: dict[str, Record], lost: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route(f"**/{lost}", lambda route: route.abort())
    page.goto(f"{home}explore/?family=layered-oxide")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(page.locator(".ea-tools")).to_be_hidden()
    expect(page.locator("tbody tr")).to_have_count(len(records))
    expect(page.locator("tbody tr").last).to_be_visible()
    context.close()
