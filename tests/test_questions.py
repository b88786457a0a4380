"""The page of questions: each is answered by values that fit it, the best of each material first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.derived import questions
from generator.derived.analyses import deviation
from generator.derived.atlas import Atlas
from generator.derived.pairs import fair_pairs
from generator.derived.water import water
from generator.records.model_parts import ends, rate_parts
from generator.records.models import highest
from generator.site import answers

pytestmark = pytest.mark.data


def test_every_question_has_an_answer_in_rows_and_in_a_sentence(real: Atlas) -> None:
    for ident, question in real.data.questions.items():
        found = questions.groups(real, question)
        assert found, ident
        assert all(group.rows for group in found)
        assert answers.sentence(real, question, found).endswith("."), ident


def test_values_fit_their_question_one_for_each_material_and_the_best_first(real: Atlas) -> None:
    for question in real.data.questions.values():
        for group in questions.groups(real, question) if not question.field else ():
            found: list[questions.Value] = list(group.rows)
            assert len({(value.entry.id, value.claim.unit) for value in found}) == len(found)
            for value in found:
                given = value.claim.conditions
                assert value.claim.property in question.properties
                assert not question.classes or (
                    value.entry.description and value.entry.description.entropy_class in question.classes
                )
                assert all(given and getattr(given, name) is not None for name in question.needs)
                assert question.cycles_from is None or (given and given.cycles and given.cycles >= question.cycles_from)
            for unit in {value.claim.unit for value in found}:
                of_one = [value.claim for value in found if value.claim.unit == unit]
                signs = [-1 if real.data.properties[claim.property].better == "lower" else 1 for claim in of_one]
                middles = [sign * sum(ends(claim.value) or ()) for sign, claim in zip(signs, of_one, strict=True)]
                assert middles == sorted(middles, reverse=True)


def test_a_rate_test_answers_with_its_value_at_the_current_that_is_asked_for(real: Atlas) -> None:
    question = real.data.questions["o3-capacity"]
    found = {value.entry.id: value.claim for value in questions.values(real, question)}
    assert all(claim.conditions and claim.conditions.rate and not claim.points for claim in found.values())
    rates = [claim.conditions.rate for claim in found.values() if claim.conditions and claim.conditions.rate]
    assert all(float(rate.removesuffix("C")) <= 0.1 for rate in rates if rate.endswith("C"))


def test_a_half_cell_is_asked_for_so_no_capacity_of_a_full_cell_answers(real: Atlas) -> None:
    found = questions.values(real, real.data.questions["o3-capacity"])
    assert {value.claim.conditions.counter for value in found if value.claim.conditions} <= {"Na", None}


def test_each_temperature_in_the_cold_has_rows_of_its_own_the_mildest_first(real: Atlas) -> None:
    found = questions.groups(real, real.data.questions["cold"])
    temperatures = [
        {highest(row.claim.conditions.temperature) for row in group.rows if row.claim.conditions} for group in found
    ]
    assert all(len(each) == 1 for each in temperatures)
    order = [each.pop() for each in temperatures]
    assert order == sorted(order, reverse=True)
    assert max(order) <= -10


def test_a_capacity_after_an_exposure_stands_beside_the_one_before_at_the_same_current(real: Atlas) -> None:
    found = [value for value in questions.values(real, real.data.questions["air"]) if value.also]
    assert found
    for value in found:
        before, after = value.also.conditions if value.also else None, value.claim.conditions
        assert before
        assert after
        assert rate_parts(before.rate or "") == rate_parts(after.rate or "")
        assert before.exposure is None


def test_values_that_a_paper_gives_for_its_control_are_values_of_the_control(real: Atlas) -> None:
    found = {value.entry.id: value for value in questions.values(real, real.data.questions["c-axis"])}
    roles = {value.entry.material.role for value in found.values()}
    assert {"subject", "control"} <= roles
    assert all(value.over for value in found.values())


def test_losses_are_every_fair_pair_in_which_the_material_of_higher_entropy_did_worse(real: Atlas) -> None:
    question = real.data.questions["losses"]
    found = questions.losses(real, question)
    worse = [pair for pair in fair_pairs(real) if pair.measured.better and pair.outcome == "worse"]
    assert len(found) == sum((pair.entropy_difference or 0) > 0.1 for pair in worse)
    assert {"capacity-retention", "working-voltage"} <= {pair.claim.property for pair in found}
    assert all(pair.outcome == "worse" and (pair.entropy_difference or 0) > 0.1 for pair in found)
    assert len(found) < questions.compared(real, question)


def test_water_that_only_a_formula_prints_counts_with_its_basis_beside_what_was_measured(real: Atlas) -> None:
    found = {each.entry.id: each for each in questions.waters(real, real.data.questions["water"])}
    assert {ident: str(found[ident].printed) for ident in ("he-hcf", "hmhe-hcf", "he-k-pba")} == {
        "he-hcf": "289/100",
        "hmhe-hcf": "37/20",
        "he-k-pba": "39/100",
    }
    assert found["he-hcf"].technique == "ICP-OES and TGA"
    by_mass = next(amount for claim, amount in found["he-k-pba"].amounts if claim.unit == "percent")
    assert by_mass == pytest.approx(0.345, abs=0.005)  # 2.099 % of the mass, over 289.6 g/mol of dry formula


def test_a_material_of_which_no_water_is_known_has_no_row(real: Atlas) -> None:
    assert water(real.entries["he-pba-ma2021"]) is None


def test_a_measured_composition_tells_every_element_whose_amount_differs_the_largest_first(real: Atlas) -> None:
    entry = real.entries["ncfmmt"]
    found = deviation(entry, entry.measured[0])
    assert [(shift.symbol, shift.difference) for shift in found.shifts[:2]] == [
        ("Na", Fraction(-9, 100)),
        ("Ni", Fraction(1, 50)),
    ]
    sizes = [abs(shift.difference) for shift in found.shifts]
    assert sizes == sorted(sizes, reverse=True)


def test_papers_with_and_without_an_answer_are_counted_apart(real: Atlas) -> None:
    question = real.data.questions["cold"]
    found = answers.reach(real, question, questions.groups(real, question))
    papers = {entry.material.source.reference for entry in questions.entries(real, question)}
    assert 0 < found.papers < found.papers + found.silent_papers <= len(papers) + found.papers
    assert 0 < found.materials < found.of


def test_what_values_are_set_against_is_an_axis_of_the_plot(real: Atlas) -> None:
    named = [question.over for question in real.data.questions.values() if question.over]
    assert [answers.axis(name) for name in named] == ["computed.sodium_per_metal"]
