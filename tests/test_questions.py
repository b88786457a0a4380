"""The page of questions: each is answered by values that fit it, the best of each material first."""

from __future__ import annotations

import pytest

from generator.derived import questions
from generator.derived.atlas import Atlas
from generator.records.model_parts import ends

pytestmark = pytest.mark.data


def test_every_question_has_an_answer_with_source_and_place(real: Atlas) -> None:
    for ident, question in real.data.questions.items():
        found = {"synthesis": questions.syntheses, "measured": questions.measured, "pairs": questions.losses}
        assert found.get(question.field or "", questions.values)(real, question), ident


def test_values_fit_their_question_one_for_each_material_and_the_best_first(real: Atlas) -> None:
    for question in real.data.questions.values():
        found = [] if question.field else questions.values(real, question)
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


def test_losses_are_of_materials_with_the_higher_entropy(real: Atlas) -> None:
    found = questions.losses(real, real.data.questions["losses"])
    assert all(pair.outcome == "worse" and (pair.entropy_difference or 0) > 0.1 for pair in found)
