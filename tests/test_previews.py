"""Previews of links in a real browser: a card on pointing and on keyboard focus, never by touch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browsing import PHONE, Reader


def card(page: Page) -> Locator:
    return page.locator(".ea-preview")


SHOWN = {
    "a material": ("materials/", "materials/nfmczs/", ("NFMCZS", "Material", "1.62", "Wang et al.")),
    "an effect": ("materials/nfmczs/", "effects/cocktail/", ("Cocktail effect", "Effect")),
    "a challenge": ("challenges/", "challenges/air-stability/", ("Air stability", "Challenge")),
    "a strategy": ("materials/nfmczs/", "strategies/phase-transition/", ("Strategy",)),
    "a reference": ("materials/nfmczs/", "references/wang2024a/", ("Wang et al. (2024)", "Reference", "2024")),
    "an element": ("elements/", "elements/sn/", ("Tin", "Element", "Sn")),
    "a family": ("materials/nfmczs/", "families/layered-oxide/", ("Layered oxides", "Family")),
    "a topic": ("topics/", "topics/layered-oxide-synthesis/", ("Synthesis routes", "Topic")),
    "a property": ("properties/", "properties/capacity-retention/", ("Capacity retention", "Property")),
    "a link in a chapter": ("review/four-effects/", "effects/cocktail/", ("Cocktail effect",)),
}  # fmt: skip


def link_to(page: Page, target: str) -> Locator:
    return page.locator(f".md-content a[href$='{target}']:visible").first


@pytest.mark.parametrize("what", SHOWN)
def test_pointing_at_a_link_tells_what_it_leads_to(desk: Reader, what: str) -> None:
    path, target, said = SHOWN[what]
    page = desk.open(path)
    link_to(page, target).hover()
    for text in said:
        expect(card(page)).to_contain_text(text)


def test_a_formula_is_set_in_a_card(desk: Reader) -> None:
    page = desk.open("materials/")
    link_to(page, "materials/nfmczs/").hover()
    expect(card(page).locator("sub").first).to_have_text("0.2")


def test_a_term_of_the_glossary_is_told_from_its_anchor(desk: Reader) -> None:
    page = desk.open("methods/")
    page.locator(".md-content p").first.evaluate(
        "node => node.insertAdjacentHTML('beforeend', '<a id=\"term\" href=\"../glossary/#nasicon\">it</a>')"
    )
    page.locator("#term").hover()
    expect(card(page)).to_contain_text("Term")


def test_the_card_comes_by_keyboard_describes_its_link_and_goes_on_escape(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    link = link_to(page, "references/wang2024a/")
    link.focus()  # by script, which browsers take for the keyboard until a pointer is used
    expect(card(page)).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "ea-preview")
    expect(card(page)).to_have_role("tooltip")
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(link).to_be_focused()
    expect(link).not_to_have_attribute("aria-describedby", re.compile(".*"))
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card(page)).to_contain_text("Wang et al.")


def test_the_pointer_may_rest_on_the_card_and_the_card_goes_when_it_leaves(desk: Reader) -> None:
    page = desk.open("materials/")
    link_to(page, "materials/nfmczs/").hover()
    card(page).hover()
    page.wait_for_timeout(400)
    expect(card(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(card(page)).to_be_hidden()


@pytest.mark.parametrize("target", ["materials/", "review/four-effects/"])
def test_a_link_to_no_record_has_no_card(desk: Reader, target: str) -> None:
    page = desk.open("methods/")
    page.locator(".md-content p").first.evaluate(
        f"node => node.insertAdjacentHTML('beforeend', '<a id=\"other\" href=\"../{target}\">it</a>')"
    )
    page.locator("#other").hover()
    page.wait_for_timeout(600)
    expect(card(page)).to_have_count(0)


def test_the_card_stays_on_the_screen(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    page.set_viewport_size({"width": 420, "height": 500})
    for link in page.locator(".md-content a[href*='../']:visible").all()[:40]:
        link.scroll_into_view_if_needed()
        link.evaluate("node => node.blur()")
        link.focus()
        if card(page).is_visible():
            box = card(page).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 420
            assert box["y"] + box["height"] <= 500 + box["height"] / 2


def test_nothing_is_fetched_before_a_reader_asks_and_once_is_enough(desk: Reader) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page = desk.open("materials/nfmczs/")
    page.wait_for_load_state("networkidle")
    assert asked == []
    for target in ("effects/cocktail/", "references/wang2024a/"):
        link_to(page, target).hover()
        expect(card(page)).to_be_visible()
    assert len(asked) == 1


def test_a_card_that_cannot_be_had_is_left_out(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.route("**/api/v1/index.json", lambda route: route.abort())
    page.goto(f"{home}materials/nfmczs/")
    link = link_to(page, "effects/cocktail/")
    link.hover()
    page.wait_for_timeout(500)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cocktail effect")
    assert broken == []
    context.close()


def test_a_touch_opens_the_page_without_a_card(browser: Browser, home: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.goto(f"{home}materials/nfmczs/")
    folded = page.locator(".ea-section", has=page.locator("a[href$='effects/cocktail/']")).first
    folded.locator("summary").first.tap()
    link_to(page, "effects/cocktail/").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cocktail effect")
    assert asked == []
    context.close()


@pytest.mark.parametrize(("wish", "moves"), [("reduce", "none"), ("no-preference", "ea-appear")])
def test_the_card_moves_only_for_readers_who_do_not_mind(browser: Browser, home: str, wish: str, moves: str) -> None:
    context = browser.new_context(reduced_motion=wish)  # type: ignore[arg-type]  # one of two words
    page = context.new_page()
    page.goto(f"{home}materials/nfmczs/")
    link_to(page, "effects/cocktail/").hover()
    expect(card(page)).to_have_css("animation-name", moves)
    context.close()
