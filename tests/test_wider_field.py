"""The collection beyond the review: sources can be found, how far they were read is shown, entropies are compared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator import pipeline
from generator.chemistry.description import describe
from generator.chemistry.entropy import reproducing
from generator.chemistry.quantities import ENTROPIES
from generator.derived import coverage, lookalikes
from generator.derived.atlas import Atlas
from generator.derived.stated_entropy import StatedEntropy, stated

from .conftest import Records

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def entropies(real: Atlas) -> dict[str, StatedEntropy]:
    return {item.id: item for item in stated(real)}


def test_a_hundred_materials_with_a_composition_come_from_fifty_papers_beside_the_review(real: Atlas) -> None:
    assert len(real.described) >= 100
    own = {entry.material.source.reference for entry in real.described if entry.material.source.via is None}
    assert len(own) >= 50


def test_whatever_was_read_itself_says_how_far(real: Atlas) -> None:
    for material in real.data.materials.values():
        for source in (material.source, *(claim.source for claim in material.claims)):
            if source.via is None:
                assert real.data.references[source.reference].seen, (material.id, source.reference)


def test_claims_via_a_review_and_from_the_paper_itself_share_one_record(real: Atlas) -> None:
    both = {material.id for material in coverage.two_sources(real)}
    assert both >= {"cncmlts", "na09li01-joshi2023", "he-pba-ma2021", "he-pw"}
    for ident in both:
        order = [claim.source.via is not None for claim in real.data.materials[ident].claims]
        assert order == sorted(order), f"{ident}: the paper itself comes first"


def test_every_reference_beyond_the_review_has_a_lasting_identifier(real: Atlas) -> None:
    for reference in real.data.references.values():
        if not reference.cited_in and reference.id != "zhan2026":
            assert reference.identifiers or (reference.type == "patent" and reference.number), reference.id


def test_the_potassium_oxides_pooled_their_cations(entropies: dict[str, StatedEntropy]) -> None:
    assert entropies["he-kmo"].by == entropies["le-kmo"].by == ("pooled",)


def test_a_stated_entropy_names_the_conventions_that_reproduce_it_and_most_have_one(
    entropies: dict[str, StatedEntropy],
) -> None:
    known = [item for item in entropies.values() if item.description]
    assert all(not item.by for item in entropies.values() if not item.description)
    assert {name for item in known for name in item.by} <= {quantity.id for quantity in ENTROPIES}
    assert len([item for item in known if item.by]) > len(known) / 2


@pytest.mark.parametrize(
    ("printed", "bound", "by"),
    [
        ("0.69", "exact", {"all", "principal", "cation_anion", "per_formula_unit"}),
        ("0.7", "about", {"all", "principal", "cation_anion", "per_formula_unit"}),
        ("0.70", "exact", set()),
        ("0.69", "above", {"all", "principal", "cation_anion", "per_formula_unit", "pooled"}),
        ("0.2", "below", {"per_atom"}),
    ],
)
def test_a_stated_entropy_is_reproduced_at_its_own_digits(printed: str, bound: str, by: set[str]) -> None:
    assert set(reproducing(describe("NaNi0.5Mn0.5O2").entropy, Decimal(printed), bound)) == by


def test_coverage_counts_each_material_once_per_property(real: Atlas) -> None:
    capacity = next(item for item in coverage.known(real) if item.property == "specific-capacity")
    has = [
        material
        for material in real.data.materials.values()
        if any(claim.property == "specific-capacity" for claim in material.claims)
    ]
    assert capacity.materials == len(has)
    assert sum(materials for _, materials, _ in coverage.read(real)) == len(real.data.materials)


def test_the_most_wanted_values_are_those_that_most_records_lack(real: Atlas) -> None:
    missing = [item.missing for item in coverage.wanted(real)]
    assert missing == sorted(missing, reverse=True)
    assert min(missing) >= 2


@pytest.fixture(scope="module")
def known_as(real: Atlas) -> lookalikes.Index:
    return lookalikes.index(real)


@pytest.mark.parametrize(
    ("ident", "other"),
    [("he-hcf", "he-hcf-batteries2025"), ("heo-qiu2025a", "heo-wang2026"), ("he-pba-ma2021", "pc-hehcf")],
)
def test_materials_of_one_name_differ(real: Atlas, known_as: lookalikes.Index, ident: str, other: str) -> None:
    found = {entry.id for entry in lookalikes.of(real, known_as, ident).others}
    shared = set(map(str.casefold, _names(real, ident))) & set(map(str.casefold, _names(real, other)))
    assert (other in found) == bool(shared)


def test_one_composition_in_several_papers_leads_from_each_to_the_others(
    real: Atlas, known_as: lookalikes.Index
) -> None:
    found = {entry.id for entry in lookalikes.of(real, known_as, "nvp").same}
    assert "nvp-singh2026" in found
    back = {entry.id for entry in lookalikes.of(real, known_as, "nvp-singh2026").same}
    assert "nvp" in back


def test_a_spelling_does_not_hide_that_two_compositions_are_one(records: Records) -> None:
    records.edit("materials/beta.yml", "NaNi0.5Mn0.5O2", "O3-NaMn0.3Ni0.35Sb1/20Fe0.2Ti0.1O2")
    small = pipeline.load(records.root)
    assert [entry.id for entry in lookalikes.of(small, lookalikes.index(small), "alpha").same] == ["beta"]


def _names(real: Atlas, ident: str) -> list[str]:
    material = real.data.materials[ident]
    return [material.name.split(" (")[0], *material.aliases]
