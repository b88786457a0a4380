"""Evidence pages: each pair once, counted by outcome, drawn on one scale, and filtered in the browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from generator.derived.atlas import Atlas
from generator.derived.pairs import LOWER, Pair, fair_pairs
from generator.printing import control_text
from generator.site import evidence, pages
from generator.site.evidence import ENTROPY_STEPS, Evidence
from generator.site.part import Part

from .browsing import Reader

RETENTION = "evidence/capacity-retention/"


@pytest.fixture(scope="module")
def found(real: Atlas) -> Evidence:
    """Return the evidence of the real records."""
    return Evidence.of(real)


def test_every_pair_has_one_outcome_and_belongs_to_one_property(found: Evidence) -> None:
    groups = found.by_property.values()
    assert sum(len(group.pairs) for group in groups) == len(found.pairs) > 100
    for group in groups:
        assert sum(group.count(outcome) for outcome in ("better", "worse", "same", "unclear")) == len(group.pairs)
        assert {pair.measured.better for pair in group.pairs} <= {"higher", "lower"}


def test_what_a_review_repeats_of_a_paper_is_one_pair(real: Atlas) -> None:
    nfmczs = [pair for pair in fair_pairs(real) if pair.material.id == "nfmczs"]
    repeated = [pair for pair in nfmczs if (pair.value, pair.control_value) == (87, 24)]
    assert [pair.claim.source.via for pair in repeated] == [None]


def test_pairs_are_listed_from_the_largest_improvement_to_the_largest_loss(found: Evidence) -> None:
    for group in found.by_property.values():
        sign = 1 if group.pairs[0].measured.better == "higher" else -1
        improvements = [sign * pair.difference for pair in evidence.best_first(group.pairs)]
        assert improvements == sorted(improvements, reverse=True)


def test_anions_that_differ_are_told_like_metals(real: Atlas) -> None:
    fluorinated = {pair.control.id: pair for pair in fair_pairs(real) if pair.material.id == "tf-ncm-ntp"}
    assert evidence.also_differ(fluorinated["ncm"]).startswith("+Ti +F")


def test_every_value_lies_on_the_scale_of_its_property(found: Evidence) -> None:
    for group in found.by_property.values():
        on = evidence.scale(group)
        assert all(0 <= on.at(value) <= 1 for pair in group.pairs for value in (pair.value, pair.control_value))


def test_what_else_than_entropy_differs_is_counted(real: Atlas, found: Evidence) -> None:
    higher = found.higher
    (label, alone) = higher.table("differs")["one-element"]
    assert label == "one element, with the same sodium and phase"
    pairs = [pair for summary in alone.values() for pair in summary.pairs]
    assert len(pairs) > 20
    for pair in pairs:
        assert len(pair.added) + len(pair.removed) <= 1
        assert not pair.sodium_difference
        assert pair.phases is None
    several = higher.with_tag("differs", "several-elements").pairs
    assert not {id(pair) for pair in pairs} & {id(pair) for pair in several}
    phases = found.with_tag("phase", "O3 against P2/O3").pairs
    assert {(pair.material.phase, pair.control.phase) for pair in phases} == {("O3", "P2/O3")}
    page = next(page.text for page in pages.render(real, part=Part(1, 10_000)) if page.uri == "evidence/index.md")
    assert page.index("## By what else differs") < page.index("## By element")
    assert "?phase=O3%20against%20P2/O3" in page


def test_every_known_difference_in_entropy_falls_into_one_step(found: Evidence) -> None:
    def steps(pair: Pair) -> int:
        return len(set(evidence.tags(pair)["entropy"]) - {"higher"})

    assert all(steps(pair) == (pair.entropy_difference is not None) for pair in found.pairs)
    ends = [(low, high) for name, (_, low, high) in ENTROPY_STEPS.items() if name != "higher"]
    assert [high for _, high in ends[:-1]] == [low for low, _ in ends[1:]]


def test_a_challenge_counts_the_numbers_that_measure_it_and_no_others_of_its_materials(real: Atlas) -> None:
    page = pages.record(real, "challenges", "air-stability").text
    section = page.split("## Against controls")[1].split("\n## ")[0]
    kinds = re.findall(r'href="[./]+evidence/([a-z-]+)/', section)
    assert kinds
    assert set(kinds) <= set(real.data.challenges["air-stability"].properties)
    found = [pair for pair in fair_pairs(real) if pair.measured.better and pair.claim.property in kinds]
    layered = [pair for pair in found if pair.material.material.family == "layered-oxide"]
    assert f"{len(layered)} numbers of layered oxides in {len(kinds)} properties that measure it" in section
    lower = [pair for pair in layered if (pair.entropy_difference or 0) > LOWER]
    assert 0 < len(lower) < len(layered)  # one is of another shape of its control
    assert "a control of any kind" in section
    assert f"from {len({pair.claim.source.reference for pair in layered})} papers" in section
    assert f"lower by more than {LOWER}\u202fR in {len(lower)} ({len(lower)} better)" in section


def test_pairs_of_one_material_in_a_drawing_are_told_apart_by_their_conditions(real: Atlas) -> None:
    for kind, ident in (("elements", "sn"), ("challenges", "phase-transition-stability")):
        for drawn in re.findall(r"<svg.*?</svg>", pages.record(real, kind, ident).text, re.DOTALL):
            labels = re.findall(r"<text[^>]*>([^<]+ · [^<]+)</text>(?:<text[^>]*>([^<]+)</text>)?", drawn)
            assert len(set(labels)) == len(labels)
            assert max((len(line) for label in labels for line in label), default=0) <= 52
    sn = re.sub(r"<[^>]+>", "|", pages.record(real, "elements", "sn").text)
    assert "|HEO 74.8 · NM 40.0||200 cycles, 1C, 50\u00a0°C|" in sn
    moves = re.sub(r"<[^>]+>", "|", pages.record(real, "challenges", "phase-transition-stability").text)
    assert "|KT-NFM 1.98 · NFM 4.36||a contraction|" in moves


def test_properties_with_one_or_two_pairs_are_a_line_each(real: Atlas) -> None:
    own = Evidence.of(real).with_tag("element", "Sn")
    few = [summary for summary in own.by_property.values() if len(summary.pairs) < 3]
    listed = pages.record(real, "elements", "sn").text.split("Properties with one or two pairs:")[1].split("</ul>")[0]
    assert listed.count("<li>") == len(few) > 5
    assert listed.count(" against ") == sum(len(summary.pairs) for summary in few)
    for summary in few:
        assert f"{summary.pairs[0].control.material.name}</a> {control_text(summary.pairs[0].claim)}" in listed


def test_an_element_is_shown_by_what_was_measured_with_and_without_it_before_its_reported_roles(real: Atlas) -> None:
    page = pages.record(real, "elements", "sn").text
    measured, roles = page.split("## With it, against controls without it")[1].split("## Reported roles")
    own = Evidence.of(real).with_tag("element", "Sn")
    assert f"{len(own.pairs)} numbers of materials with tin" in measured
    assert "Capacity retention against controls" in measured
    assert measured.count("<circle") >= 6
    assert "As stated in one publication" in roles


def test_a_filter_offers_each_value_with_its_number_of_pairs(found: Evidence) -> None:
    for facet in found.facets():
        for value, (label, count) in facet.options.items():
            assert label
            assert len(found.with_tag(facet.name, value).pairs) == count


def test_a_reader_filters_pairs_and_shares_the_view(desk: Reader) -> None:
    page = desk.open(RETENTION)
    shown = page.locator("tr[data-ea-tags]:visible")
    total = shown.count()
    page.get_by_label("Element added").select_option("Cu")
    fewer = shown.count()
    assert 0 < fewer < total
    expect(page.locator("[data-ea-count=rows]")).to_have_text(str(fewer))
    assert page.url.endswith("?element=Cu")
    page.reload()
    expect(page.locator("[data-ea-count=rows]")).to_have_text(str(fewer))
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-ea-count=rows]")).to_have_text(str(total))
    assert page.url.endswith(RETENTION)


def test_a_cell_of_the_table_by_element_leads_to_its_pairs(desk: Reader) -> None:
    page = desk.open("evidence/")
    cell = page.locator("a[href*='capacity-retention/?element=']").first
    pairs = re.search(r"of (\d+)", cell.inner_text())
    cell.click()
    assert pairs
    expect(page.locator("[data-ea-count=rows]")).to_have_text(pairs[1])


def test_remarks_on_sources_are_folded_by_paper_and_opened_by_a_filter(desk: Reader, real: Atlas) -> None:
    page = desk.open("oddities/")
    folds = page.locator("[data-ea-fold]")
    assert folds.count() == len({odd.reference for odd in real.oddities})
    assert page.locator("[data-ea-fold][open]").count() == 0
    page.get_by_label("Word").fill("retention")
    expect(page.locator("[data-ea-fold]:not([hidden])").first).to_have_attribute("open", "")
    shown = page.locator("[data-ea-folds] li:visible").all_inner_texts()
    assert 0 < len(shown) < len(real.oddities)
    assert all("retention" in text.lower() for text in shown)
    assert page.url.endswith("?q=retention")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-ea-fold][open]")).to_have_count(0)


def test_a_question_is_answered_in_a_line_and_leads_to_all_values(reader: Reader, real: Atlas) -> None:
    page = reader.open("questions/")
    assert page.evaluate("document.documentElement.scrollHeight") < 5000
    assert page.locator(".ea-questions dd").count() == len(real.data.questions)
    page.locator("#air a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("air or water")
    expect(page.get_by_role("main").get_by_role("row").filter(has_text="SP-HEO").first).to_be_visible()
