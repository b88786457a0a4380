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
