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
        assert len({value.entry.id for value in found}) == len(found)
        for value in found:
            given = value.claim.conditions
            assert value.claim.property in question.properties
            assert not question.classes or (
                value.entry.description and value.entry.description.entropy_class in question.classes
            )
            assert all(given and getattr(given, name) is not None for name in question.needs)
            assert question.cycles_from is None or (given and given.cycles and given.cycles >= question.cycles_from)
        for name in question.properties:
            sign = -1 if real.data.properties[name].better == "lower" else 1
            of_one = [ends(value.claim.value) for value in found if value.claim.property == name]
            middles = [sign * sum(each) for each in of_one if each]
            assert middles == sorted(middles, reverse=True)


def test_losses_are_of_materials_with_the_higher_entropy(real: Atlas) -> None:
    found = questions.losses(real, real.data.questions["losses"])
    assert all(pair.outcome == "worse" and (pair.entropy_difference or 0) > 0 for pair in found)
