"""Fair pairs: which numbers may be compared with a control's, who did better, and what else differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator import pipeline
from generator.derived import pairs
from generator.derived.atlas import Atlas
from generator.derived.pairs import Pair, fair_pairs
from generator.records.field_types import ends
from generator.records.material_models import Material

from .conftest import Records

ALPHA = "materials/alpha.yml"
CLAIM = """
  - property: {property}
    value: {value}
    unit: percent
    bound: {bound}
    conditions: {{cycles: 77, rate: 1C}}
    versus: {{material: beta, value: {control}{more}}}
    basis: measured
    source: {{reference: doe2024, via: roe2026, at: "5"}}
"""


def pair(records: Records, value: str, control: str, bound: str = "exact", more: str = "") -> list[Pair]:
    """Return the pairs of one further claim of the small records."""
    text = CLAIM.format(property="capacity-retention", value=value, control=control, bound=bound, more=more)
    records.edit(ALPHA, "claims:", f"claims:{text.rstrip()}")
    found = fair_pairs(pipeline.load(records.root))
    return [each for each in found if each.claim.conditions and each.claim.conditions.cycles == 77]


@pytest.mark.parametrize(
    ("value", "bound", "control", "outcome"),
    [
        ("90", "exact", "80", "better"),
        ("70", "exact", "80", "worse"),
        ("80.0", "exact", "80", "same"),
        ("90", "above", "80", "better"),
        ("70", "above", "80", "unclear"),  # more than 70 may be more than 80
        ("80", "above", "80", "better"),
        ("80", "at-least", "80", "unclear"),  # it may be 80
        ("81", "at-least", "80", "better"),
        ("70", "at-least", "80", "unclear"),
        ("90", "at-most", "80", "unclear"),
        ("80", "at-most", "80", "unclear"),
        ("70", "at-most", "80", "worse"),
        ("80", "below", "80", "worse"),
        ("90", "below", "80", "unclear"),
        ("70", "below", "80", "worse"),
        ("[78, 82]", "exact", "80", "unclear"),
        ("[81, 85]", "exact", "[70, 80]", "better"),
        ("80", "about", "79", "better"),
    ],
)
def test_the_outcome_follows_from_values_limits_and_the_sense_of_the_property(
    records: Records, value: str, bound: str, control: str, outcome: str
) -> None:
    (found,) = pair(records, value, control, bound)
    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("value", "control", "bound", "outcome"),
    [
        ("90", "80", "below", "better"),
        ("80", "80", "below", "better"),
        ("70", "80", "at-most", "unclear"),  # it may be 60
        ("70", "80", "above", "worse"),
        ("90", "80", "at-least", "unclear"),
    ],
)
def test_a_limit_of_the_control_counts_as_one_of_the_material_does(
    records: Records, value: str, control: str, bound: str, outcome: str
) -> None:
    (found,) = pair(records, value, control, more=f", bound: {bound}")
    assert found.outcome == outcome


def test_more_than_the_best_value_of_a_property_is_no_gain(records: Records) -> None:
    records.edit("vocabulary/properties.yml", "  better: higher\n", "  better: higher\n  best: 85\n")
    (found,) = pair(records, "90", "80")
    assert found.outcome == "unclear"


def test_a_pair_recorded_with_the_material_of_lower_entropy_is_turned_round(records: Records) -> None:
    """Else a loss of the higher entropy would count as a gain, or not at all."""
    again = CLAIM.format(property="capacity-retention", value=90, control=80, bound="at-least", more=", bound: about")
    lacking = "missing:\n  - {property: capacity-retention, why: not-in-source}\n"
    records.edit("materials/beta.yml", lacking, f"claims:{again.replace('beta', 'alpha')}")
    (found,) = (each for each in fair_pairs(pipeline.load(records.root)) if each.value == 80)
    assert (found.material.id, found.control.id, found.control_value) == ("alpha", "beta", 90)
    assert (found.claim.bound, found.claim.versus and found.claim.versus.bound) == ("about", "at-least")
    assert found.outcome == "worse"
    assert found.entropy_difference is not None
    assert found.entropy_difference > 0


@pytest.mark.data
def test_no_coulombic_efficiency_above_100_percent_counts_as_better(real: Atlas) -> None:
    found = [pair for pair in fair_pairs(real) if pair.claim.property == "coulombic-efficiency"]
    above = [pair for pair in found if max(pair.value, pair.control_value) > 100]
    assert above
    assert {pair.outcome for pair in above} == {"unclear"}


@pytest.mark.data
def test_no_coulombic_efficiency_is_the_inverse_of_that_of_the_capacities_beside_it(real: Atlas) -> None:
    """As some papers print it: charge over discharge is a property of its own."""
    found = [each for entry in real.entries.values() for each in efficiencies_beside_capacities(entry.material)]
    assert found
    assert [ident for ident, efficiency, ratio in found if abs(efficiency - 1 / ratio) < abs(efficiency - ratio)] == []


def efficiencies_beside_capacities(material: Material) -> Iterator[tuple[str, float, float]]:
    """Yield efficiencies with the ratio of discharge to charge that the same source gives for the same test."""
    numbers: dict[str, list[tuple[object, float]]] = {}
    for claim in material.claims:
        if claim.conditions and (value := ends(claim.value)):
            same = (claim.source.reference, claim.conditions.rate, claim.conditions.window)
            numbers.setdefault(claim.property, []).append((same, value[0]))
    for test, efficiency in numbers.get("coulombic-efficiency", ()):
        for _, charge in (each for each in numbers.get("charge-capacity", ()) if each[0] == test):
            for _, discharge in (each for each in numbers.get("specific-capacity", ()) if each[0] == test):
                yield material.id, efficiency / 100, discharge / charge


def test_a_control_under_other_conditions_makes_no_pair(records: Records) -> None:
    assert pair(records, "90", "80", more=", conditions: {cycles: 50, rate: 1C}") == []


def test_two_numbers_of_two_materials_are_one_pair_under_two_properties_or_in_both_records(records: Records) -> None:
    left = "capacity-left:\n  label: Left\n  kind: number\n  unit: percent\n  better: higher\n  description: D.\n"
    records.edit("vocabulary/properties.yml", "phase-evolution:", f"{left}phase-evolution:")
    again = CLAIM.format(property="capacity-left", value="90.0", control=80, bound="exact", more="")
    records.edit(ALPHA, "claims:", f"claims:{again.rstrip()}")
    mirrored = CLAIM.format(property="capacity-retention", value=80, control=90, bound="exact", more="")
    lacking = "missing:\n  - {property: capacity-retention, why: not-in-source}\n"
    records.edit("materials/beta.yml", lacking, f"claims:{mirrored.replace('beta', 'alpha')}")
    (found,) = pair(records, "90", "80")
    assert found.material.id == "alpha"


def test_equal_numbers_under_other_conditions_are_two_pairs(records: Records) -> None:
    again = CLAIM.format(property="capacity-retention", value="90", control=80, bound="exact", more="")
    records.edit(ALPHA, "claims:", f"claims:{again.replace('1C', '5C').rstrip()}")
    assert len(pair(records, "90", "80")) == 2


def test_a_pair_lists_what_else_differs(records: Records) -> None:
    (found,) = pair(records, "90", "80")
    assert found.material.id == "alpha"
    assert found.control.id == "beta"
    material, control = found.material.description, found.control.description
    assert material
    if control:
        assert set(found.added) == set(material.sites["metal"]) - set(control.sites["metal"])
        assert found.entropy_difference == material.entropy.all - control.entropy.all
    else:
        assert (found.added, found.removed, found.entropy_difference, found.sodium_difference) == ((), (), None, None)


def test_a_median_needs_five_pairs_of_one_property_without_bounds(records: Records) -> None:
    (one,) = pair(records, "90", "80")
    assert pairs.Summary([one] * 4).median is None
    assert pairs.Summary([one] * 5).median == 10
    bounded = replace(one, claim=one.claim.model_copy(update={"bound": "at-least"}))
    assert pairs.Summary([one] * 4 + [bounded]).median is None
    assert pairs.Summary([one] * 5).count("better") == 5


def test_pairs_are_grouped_by_property_family_and_added_element(records: Records) -> None:
    pair(records, "90", "80")
    found = fair_pairs(pipeline.load(records.root))
    assert sum(len(group.pairs) for group in pairs.by_property(found).values()) == len(found)
    assert list(pairs.by_family(found)) == sorted({each.material.material.family for each in found})
    for symbol, group in pairs.by_added_element(found).items():
        assert all(symbol in each.added for each in group.pairs)
