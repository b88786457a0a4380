"""Does a claim meet the criteria of a question: the conditions that it must state, its current, its cell?"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from ..records.conditions import Conditions, current
from ..records.field_types import Number, Range, ends
from ..records.material_models import highest
from ..records.model_parts import Claim
from ..records.vocabulary_models import Criterion, ReaderQuestion

_USUAL_CELL: Final = (None, "half cell")
_USUAL_COUNTER: Final = (None, "Na")
_ROOM: Final = (15, 35)
"""Room temperature, °C; the widest that sources call so."""
CAPACITIES: Final = ("specific-capacity", "rate-capacity")
"""Properties that give the capacity of a fresh material."""


def fits(question: Criterion, claim: Claim) -> bool:
    """Return whether a claim of one current and the right property states what a question needs, as it asks for."""
    stated = all(_states(claim.conditions, name) for name in question.needs)
    return stated and _at_the_cycle(question, claim.conditions) and _at_a_rate(question, claim)


def lacking_in(question: Criterion, claim: Claim) -> tuple[str, ...]:
    """Return the conditions that a claim does not state, where it fits the question otherwise; else nothing."""
    if not _at_the_cycle(question, claim.conditions) or not _at_a_rate(question, claim):
        return ()
    return tuple(name for name in question.needs if not _states(claim.conditions, name))


def within(question: ReaderQuestion, claim: Claim) -> bool:
    """Return whether a value and its cell are in the limits of a reader's question."""
    given, value = claim.conditions or Conditions.model_construct(), ends(claim.value)
    temperature = None if given.temperature is None else highest(given.temperature)
    anode = f"{given.counter or ''} {given.cell or ''}"
    return not (
        (question.least is not None and (value is None or value[0] < question.least))
        or (question.cycles_from is not None and (given.cycles or 0) < question.cycles_from)
        or (question.counter is not None and question.counter not in anode)
        or (question.half_cell and not (is_half_cell(given) and given.exposure is None))
        or (question.temperature_to is not None and (temperature is None or temperature > question.temperature_to))
    )


def is_half_cell(given: Conditions | None) -> bool:
    """Return whether a test was in a half cell with a liquid electrolyte; one whose cell is not named counts."""
    return given is None or (given.cell in _USUAL_CELL and given.counter in _USUAL_COUNTER)


def at_room_temperature(given: Conditions | None) -> bool:
    """Return whether a test was at room temperature; one whose temperature is not stated counts."""
    temperature = ends(given.temperature) if given else None
    return temperature is None or (_ROOM[0] <= temperature[0] and temperature[1] <= _ROOM[1])


def _states(conditions: Conditions | None, name: str) -> bool:
    """Return whether conditions name one; `room temperature` is a temperature without a number."""
    if name == "temperature" and conditions is not None and "room temperature" in (conditions.other or ""):
        return True
    return getattr(conditions, name, None) not in (None, "not stated")


def _at_the_cycle(question: Criterion, conditions: Conditions | None) -> bool:
    return question.cycle is None or (conditions is not None and conditions.cycles == question.cycle)


def _at_a_rate(question: Criterion, claim: Claim) -> bool:
    if question.slowest is None and question.fastest is None:
        return True
    given = claim.conditions
    multiple = c_rate(given.rate if given else None, claim.value, claim.unit, given)
    return multiple is not None and Fraction(question.slowest or 0) <= multiple <= Fraction(question.fastest or 10**6)


def c_rate(
    rate: str | None, value: Number | Range | str, unit: str | None, conditions: Conditions | None
) -> Fraction | None:
    """Return a current as a multiple of 1C, where the source gives it so or says what 1C is.

    Where a source gives neither, the capacity itself says how many hours the discharge took: 1C takes one.
    """
    if rate is None:
        return None
    amount, of_rate = current(rate)
    if of_rate == "C":
        return amount
    one_c = conditions.one_c if conditions else None
    if one_c is None and unit == "mAh g-1" and isinstance(value, int | Decimal) and value > 0:
        one_c = value
    return amount * (1000 if of_rate == "A g-1" else 1) / Fraction(one_c) if one_c else None
