"""The compare page in a real browser: choosing, reading, sharing; and how it decides what stands on one row."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import Reader
from .made_up import claim, synthetic, with_records

PAIR = "compare/?ids=nfmczs,nfm-wang2024a"


def row(page: Page, label: str) -> Any:
    return page.locator(".ea-compare__row").filter(has=page.get_by_role("rowheader", name=re.compile(rf"^{label} ?\(")))


def test_a_reader_finds_two_materials_by_typing_and_sees_them_side_by_side(reader: Reader) -> None:
    page = reader.open("compare/")
    field = page.get_by_role("combobox", name="Add a material")
    field.fill("NFMCZS")
    expect(page.get_by_role("option").first).to_contain_text("NFMCZS")
    page.get_by_role("option").first.click()
    expect(page.locator(".ea-compare__help")).to_contain_text("at least one more")
    field.fill("nani0.2fe0.2mn0.6")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(row(page, "Entropy of the mixing site").locator("td").first).to_contain_text("1.62")
    expect(row(page, "Entropy of the mixing site").locator("td").nth(1)).to_contain_text("low")
    assert page.url.endswith("compare/?ids=nfmczs,nfm-wang2024a")


def test_the_suggestions_are_worked_by_keyboard_alone(desk: Reader) -> None:
    page = desk.open("compare/?ids=nfmczs")
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("Ni Fe Mn Ti")
    expect(field).to_have_attribute("aria-expanded", "true")
    chosen = page.get_by_role("option", selected=True)
    first = chosen.inner_text()
    page.keyboard.press("ArrowDown")
    assert chosen.inner_text() != first
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(field).to_be_focused()


def test_a_query_that_fits_nothing_is_answered(desk: Reader) -> None:
    page = desk.open("compare/")
    page.get_by_role("combobox").fill("zzzqqq")
    expect(page.locator(".ea-pick__status")).to_have_text("No material matches “zzzqqq”.")


def test_with_fewer_than_two_the_page_says_what_to_do_and_offers_three_pairs(desk: Reader) -> None:
    page = desk.open("compare/")
    expect(page.locator(".ea-compare__help")).to_contain_text("Choose two to five materials")
    pairs = page.locator("#ea-compare-examples a")
    expect(pairs).to_have_count(3)
    pairs.first.click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert page.locator(".ea-compare__row--differs").count() > 3


def test_one_material_is_offered_the_control_it_was_compared_with(desk: Reader) -> None:
    page = desk.open("compare/?ids=nfmczs")
    page.get_by_role("button", name="Add NFM").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)


def test_materials_are_removed_and_going_back_brings_them_again(desk: Reader) -> None:
    page = desk.open(f"{PAIR},nfmts")
    expect(page.get_by_role("columnheader")).to_have_count(3)
    page.get_by_role("button", name="Remove NFMTS").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert page.url.endswith(PAIR)
    page.go_back()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    page.go_forward()
    expect(page.get_by_role("columnheader")).to_have_count(2)


def test_at_most_five_fit_and_what_is_left_out_or_unknown_is_named(desk: Reader) -> None:
    page = desk.open("compare/?ids=nfmczs,nfmts,m5hcf,nanfcmtc,cncmlts,nvp,no-such-thing")
    expect(page.get_by_role("columnheader")).to_have_count(5)
    expect(page.locator(".ea-compare__help")).to_contain_text("left out: Na₃V₂(PO₄)₃")
    expect(page.locator(".ea-compare__help")).to_contain_text("Not in the atlas: no-such-thing")
    expect(page.get_by_role("combobox")).to_be_disabled()


def test_what_a_column_holds_from_composition_to_claims(desk: Reader) -> None:
    page = desk.open(PAIR)
    expect(row(page, "Transition-metal site").locator("td").first).to_contain_text("Mn 0.35 35 %")
    pieces = row(page, "Transition-metal site").locator("td").first.locator(".ea-bar__piece")
    assert pieces.evaluate_all("all => new Set(all.map((n) => getComputedStyle(n).backgroundColor)).size") == 6
    expect(row(page, "Formula").locator("sub").first).to_have_text("0.2")
    expect(row(page, "Family").get_by_role("link").first).to_have_text("Layered oxides")
    for label in (
        "Phase",
        "Role",
        "Called in its source",
        "Source",
        "Mean ionic radius",
        "Theoretical capacity, all alkali removed",
    ):
        expect(row(page, label)).to_have_count(1)
    for label in (
        "Entropy of the mixing site",
        "Entropy, principal elements only",
        "Entropy of the formula unit",
        "Entropy per atom",
        "Entropy of all cations pooled",
    ):
        expect(row(page, label).locator(".ea-chip")).to_have_count(2)
    expect(row(page, "Review’s own definition").locator("td").nth(1)).to_contain_text("not met: 3 principal elements")


def test_a_value_and_its_control_stand_on_one_row_with_conditions_and_source(desk: Reader) -> None:
    page = desk.open(PAIR)
    found = row(page, "Capacity retention").filter(has_text="after 500 cycles")
    expect(found.get_by_role("rowheader")).to_contain_text("after 500 cycles")
    first, second = found.locator("td").all()
    expect(first).to_contain_text("87")
    expect(first).to_contain_text("section 2, Fig. 3g")
    expect(first.locator("a[href$='/references/wang2024a/']")).to_have_count(1)
    expect(second).to_contain_text("24")
    expect(second).to_contain_text("as control of NFMCZS")
    link = first.get_by_role("link", name="87")
    claim = str(link.get_attribute("href")).partition("#")[2]
    link.click()
    expect(page.locator(f"#{claim}")).to_be_in_viewport()


def test_differences_are_marked_in_words_and_can_be_shown_alone(desk: Reader) -> None:
    page = desk.open(PAIR)
    expect(row(page, "Entropy of the mixing site").get_by_role("rowheader")).to_contain_text("≠")
    expect(row(page, "Entropy of the mixing site").get_by_role("rowheader")).to_contain_text("differs")
    expect(row(page, "Family").get_by_role("rowheader")).to_contain_text("the same")
    every = page.locator(".ea-compare__row").count()
    page.get_by_role("switch", name="Differences only").check()
    expect(row(page, "Family")).to_have_count(0)
    shown = page.locator(".ea-compare__row").count()
    assert 0 < shown < every
    hidden = [int(number) for number in re.findall(r"\d+", page.locator(".ea-compare__tally").inner_text())]
    assert hidden[0] == shown
    assert sum(hidden) == every
    assert page.url.endswith("&show=differences")
    expect(page.get_by_role("switch")).to_be_focused()
    page.go_back()
    expect(row(page, "Family")).to_have_count(1)


def test_the_same_property_under_other_conditions_stands_on_a_row_of_its_own(desk: Reader) -> None:
    slow, fast = {"cycles": 100, "rate": "1.0 C"}, {"cycles": 100, "rate": "5 C"}
    with_records(
        desk.page,
        synthetic(1, claims=[claim(90, conditions=slow), claim(70, conditions=fast, bound="above")]),
        synthetic(2, claims=[claim(88, conditions={"rate": "1 C", "cycles": 100})]),
        synthetic(3, missing=[{"property": "capacity-retention", "why": "not-measured"}]),
    )
    page = desk.open("compare/?ids=made-1,made-2,made-3")
    rows = row(page, "Capacity retention")
    expect(rows).to_have_count(2)
    assert [text.replace("\xa0", " ").split("\n")[0] for text in rows.nth(0).locator("td").all_inner_texts()] == [
        "90 %", "88 %", "not reported (not measured)",
    ]  # fmt: skip
    assert [text.replace("\xa0", " ").split("\n")[0] for text in rows.nth(1).locator("td").all_inner_texts()] == [
        "> 70 %", "not reported under these conditions", "not reported (not measured)",
    ]  # fmt: skip
    expect(rows.nth(1).get_by_role("rowheader")).to_contain_text("at\xa05C")


def test_text_of_records_is_never_markup(desk: Reader) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    with_records(desk.page, *(synthetic(n, name=nasty, phase=nasty, claims=[claim(nasty, note=nasty)]) for n in (1, 2)))
    page = desk.open("compare/?ids=made-1,made-2")
    expect(page.get_by_role("columnheader").first).to_contain_text(nasty)
    page.get_by_role("combobox").fill("onerror")
    assert page.locator("#ea-compare img").count() == 0


def test_two_hundred_more_records_are_searched_at_once(desk: Reader) -> None:
    with_records(desk.page, *(synthetic(n) for n in range(200)))
    page = desk.open("compare/?ids=made-7,made-199")
    page.get_by_role("combobox").fill("Made 150")
    expect(page.get_by_role("option")).to_have_count(1)


@pytest.mark.parametrize("ids", ["", "?ids=nfmczs", "?ids=nfmczs,nfm-wang2024a,m5hcf,nvp,nmhe01of"])
def test_the_page_is_no_wider_than_the_screen_and_labels_stay_in_sight(reader: Reader, ids: str) -> None:
    page = reader.open(f"compare/{ids}")
    expect(page.locator("#ea-compare")).to_be_visible()
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    if ids.count(",") > 1:
        page.locator(".ea-compare__wrap").evaluate("node => { node.scrollLeft = 9999; }")
        label = row(page, "Phase").get_by_role("rowheader").bounding_box()
        assert label
        assert label["x"] >= 0


def test_without_scripts_the_page_leads_to_the_materials(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}compare/")
    expect(page.locator("noscript .ea-note")).to_contain_text("The page of each material has everything")
    page.get_by_role("link", name="All materials").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Materials")
    context.close()


def test_the_scripts_are_small_and_the_plotting_library_is_not_among_them(desk: Reader) -> None:
    scripts: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if response.request.resource_type == "script":
            scripts[response.url] = len(gzip.compress(response.body()))

    desk.page.on("response", weigh)
    page = desk.open(PAIR)
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert not any("vega" in url for url in scripts)
    assert sum(scripts.values()) <= 150_000, scripts
