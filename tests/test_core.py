"""Which questions of the core a claim answers."""

from __future__ import annotations

import pytest

from generator import pipeline
from generator.derived import core

from .conftest import Records

QUESTION = """\
capacity:
  label: Capacity at ≤ 0.1C
  properties: [specific-capacity]
  needs: [rate, window]
  fastest: 0.1
  description: D.
"""
PROPERTY = """\
specific-capacity:
  label: Capacity
  kind: number
  unit: mAh g-1
  description: D.
phase-evolution:"""
CLAIM = """\
claims:
  - property: specific-capacity
    value: 150
    unit: mAh g-1
    conditions: {%s}
    basis: measured
    source: {reference: doe2024, at: Figure 3}
"""


@pytest.mark.parametrize(
    ("conditions", "answered"),
    [
        ("rate: 0.1C, window: [2, 4]", True),
        ("rate: 0.2C, window: [2, 4]", False),
        ("rate: 0.1C", False),
        ("rate: 15 mA g-1, window: [2, 4], one_c: 150", True),
        ("rate: 15 mA g-1, window: [2, 4], one_c: 100", False),
        ("rate: 15 mA g-1, window: [2, 4]", True),  # 150 mAh g-1 at 15 mA g-1 take ten hours
        ("rate: 20 mA g-1, window: [2, 4]", False),
        ("rate: 0.01 A g-1, window: [2, 4]", True),
    ],
)
def test_a_current_without_a_c_rate_is_judged_by_what_1c_is_or_by_the_hours_of_the_discharge(
    records: Records, conditions: str, answered: bool
) -> None:
    records.write("vocabulary/core.yml", QUESTION)
    records.edit("vocabulary/properties.yml", "phase-evolution:", PROPERTY)
    records.edit("materials/alpha.yml", "claims:\n", CLAIM % conditions)
    atlas = pipeline.read(records.root)[0]
    assert [answer.known for answer in core.answers(atlas, atlas.data.materials["alpha"])] == [answered]


@pytest.mark.parametrize(
    ("conditions", "state", "lacking"),
    [
        ("rate: 0.1C, window: [2, 4]", "known", ()),
        ("rate: 0.1C", "partly", ("window",)),
        ("rate: 5C", "not seen", ()),
        ("window: [2, 4]", "not seen", ()),
    ],
)
def test_a_value_without_each_condition_answers_in_part_and_the_answer_names_what_is_lacking(
    records: Records, conditions: str, state: str, lacking: tuple[str, ...]
) -> None:
    answer = answered(records, conditions)
    assert (answer.state, answer.lacking) == (state, lacking)
    assert core.Completeness.of([answer, answer]).lacking == dict.fromkeys(lacking, 2)


def test_what_an_article_that_was_read_whole_does_not_have_is_not_reported_elsewhere_it_is_unknown(
    records: Records,
) -> None:
    assert answered(records, "rate: 5C").state == "not seen"
    records.edit("references/doe2024.yml", "seen: abstract", "seen: whole-text")
    assert the_answer(records).state == "not reported"


def test_water_that_a_formula_prints_answers_the_question_of_water(records: Records) -> None:
    question = "water:\n  label: Water\n  field: water\n  description: D.\n"
    records.write("vocabulary/core.yml", question)
    records.edit("materials/alpha.yml", "formula: ", 'formula: "Na2Mn[Fe(CN)6]·1.5H2O" # ')
    records.edit("materials/alpha.yml", "family: layered-oxide", "family: prussian-blue-analogue")
    assert the_answer(records).text == "1.5 in the formula"


def test_a_rate_test_answers_with_the_value_the_control_and_the_conditions_of_the_current_that_is_asked_for(
    records: Records,
) -> None:
    records.write("vocabulary/core.yml", QUESTION)
    records.edit("vocabulary/properties.yml", "phase-evolution:", PROPERTY)
    rates = "    points:\n      - {rate: 0.1C, value: 160, versus: 155}\n      - {rate: 1C, value: 155}\n    basis"
    versus = "    versus: {material: beta, value: 40}\n    basis"
    claim = CLAIM.replace("150", "69").replace("    basis", rates).replace("    basis", versus)
    records.edit("materials/alpha.yml", "claims:\n", claim % "rate: 100C, window: [2, 4]")
    atlas = pipeline.read(records.root)[0]
    found = {ident: core.answers(atlas, atlas.data.materials[ident])[0].claim for ident in ("alpha", "beta")}
    assert [(claim.value, claim.conditions.rate) for claim in found.values() if claim and claim.conditions] == [
        (160, "0.1C"),
        (155, "0.1C"),
    ]
    assert found["alpha"]
    assert found["alpha"].versus
    assert found["alpha"].versus.value == 155


def answered(records: Records, conditions: str) -> core.CoreAnswer:
    records.write("vocabulary/core.yml", QUESTION)
    records.edit("vocabulary/properties.yml", "phase-evolution:", PROPERTY)
    records.edit("materials/alpha.yml", "claims:\n", CLAIM % conditions)
    return the_answer(records)


def the_answer(records: Records) -> core.CoreAnswer:
    atlas = pipeline.read(records.root)[0]
    return core.answers(atlas, atlas.data.materials["alpha"])[0]
