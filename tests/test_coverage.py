"""Nothing of the review is missing: what it names, by kind, and that each has its source."""

from __future__ import annotations

from collections import Counter

import pytest

from generator.derived.atlas import Atlas

from .conftest import ROOT

pytestmark = pytest.mark.data


def test_every_reference_of_the_review_is_here_once_under_its_number(real: Atlas) -> None:
    numbers = Counter(
        cited.number
        for reference in real.data.references.values()
        for cited in reference.cited_in
        if cited.reference == "zhan2026"
    )
    assert numbers == Counter(range(1, 162))


def test_every_reference_has_a_doi_or_says_in_its_record_what_is_printed_instead(real: Atlas) -> None:
    cited = [r for r in real.data.references.values() if any(c.reference == "zhan2026" for c in r.cited_in)]
    assert [r.id for r in cited if not r.doi and not r.printed_doi] == []


def test_table_1_is_here_with_its_families_and_readiness(real: Atlas) -> None:
    rated = [family for family in real.data.families.values() if family.readiness]
    assert Counter(family.chemistry for family in rated) >= Counter({"lithium": 7, "sodium": 6})
    for family in rated:
        assert family.values or family.traits
    assert sorted(level.level for level in real.data.readiness.values()) == list(range(1, 10))


def test_the_two_tables_of_challenges_are_here_each_answered_by_two_effects(real: Atlas) -> None:
    tabled = [challenge for challenge in real.data.challenges.values() if "Table" in challenge.source.at]
    assert Counter(challenge.family for challenge in tabled) >= Counter(
        {"layered-oxide": 5, "prussian-blue-analogue": 5}
    )
    assert all(len(challenge.effects) >= 2 for challenge in tabled)


def test_the_systems_of_text_and_captions_are_here(real: Atlas) -> None:
    roles = Counter(material.role for material in real.data.materials.values())
    assert roles["subject"] >= 24
    assert sum(roles[role] for role in ("control", "state", "parent", "generic")) >= 24


def test_every_paper_on_a_cathode_of_the_review_that_was_read_gives_numbers_of_its_own(real: Atlas) -> None:
    numbers = Counter(claim.source.reference for claim in real.numbers if not claim.source.via)
    told = {
        material.source.reference
        for material in real.data.materials.values()
        if material.role == "subject" and material.source.via == "zhan2026"
    }
    read = {ident for ident in told if real.data.references[ident].seen}
    assert len(read) >= 8
    assert {ident for ident in read if not numbers[ident]} == set()


def test_three_oxides_called_nfm_are_three_records(real: Atlas) -> None:
    named = {entry.id for entry in real.entries.values() if "NFM" in (entry.material.name, *entry.material.aliases)}
    assert {"nfm-wang2024a", "nfm-qiu2025a", "ts-huang2025"} <= named | {
        entry.id for entry in real.entries.values() if any(note.printed == "NFM" for note in entry.material.notes)
    }
    of_the_review = [real.data.materials[name] for name in named if real.data.materials[name].source.via]
    assert len({material.formula for material in of_the_review}) == len(of_the_review)


def test_every_topic_of_the_later_sections_is_here(real: Atlas) -> None:
    types = {topic.type for topic in real.data.topics.values()}
    assert types >= {
        "structure", "synthesis", "characterisation", "design-rule", "scaling", "computing", "open-question",
    }  # fmt: skip


def test_every_effect_strategy_and_challenge_is_tied_to_some_material(real: Atlas) -> None:
    for ident in real.data.effects:
        assert real.with_effect(ident), ident
    for ident in real.data.strategies:
        assert real.with_strategy(ident), ident
    for ident in real.data.challenges:
        assert real.with_challenge(ident), ident


def test_every_chapter_names_its_sources() -> None:
    chapters = sorted((ROOT / "content/review").rglob("*.md"))
    assert [path.stem for path in chapters if path.read_text(encoding="utf-8").count("[[") < 5] == []
