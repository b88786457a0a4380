"""The questions that readers bring, each answered by the values of the collection that fit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..records.model_parts import Claim, ends
from ..records.models import ReaderQuestion, Step, Synthesis, highest
from . import core
from .atlas import Atlas, Entry, Measured
from .pairs import Pair, fair_pairs


@dataclass(frozen=True, slots=True)
class Value:
    """The best value of a material that answers a question; `also` is its value of a further property."""

    entry: Entry
    claim: Claim
    also: Claim | None


def entries(atlas: Atlas, question: ReaderQuestion) -> list[Entry]:
    """Return the materials that a question concerns, by name."""
    return [entry for entry in atlas.where(lambda material: material.role != "state") if _concerns(question, entry)]


def values(atlas: Atlas, question: ReaderQuestion) -> list[Value]:
    """Return one value for each material that has one: the best in the sense of its property, the best first."""
    found = ((entry, _best(atlas, question, entry)) for entry in entries(atlas, question))
    answered = [Value(entry, claim, _first(entry, question.also)) for entry, claim in found if claim]
    return sorted(answered, key=lambda value: _rank(atlas, value.claim))


def syntheses(atlas: Atlas, question: ReaderQuestion) -> list[tuple[Entry, Synthesis, Step]]:
    """Return every synthesis whose hottest step has a time, the coolest first."""
    found = (
        (entry, synthesis, synthesis.hottest)
        for entry in entries(atlas, question)
        for synthesis in entry.material.synthesis
    )
    timed = [(entry, synthesis, step) for entry, synthesis, step in found if step and step.hours is not None]
    return sorted(timed, key=lambda each: (highest(each[2].temperature), each[0].material.name))


def measured(atlas: Atlas, question: ReaderQuestion) -> list[tuple[Entry, Measured]]:
    """Return every measured composition of a material with a nominal one, by name."""
    return [(entry, found) for entry in entries(atlas, question) if entry.description for found in entry.measured]


def losses(atlas: Atlas, question: ReaderQuestion) -> list[Pair]:
    """Return the pairs in which the material of higher entropy did worse than its control, by property."""
    concerned = {entry.id for entry in entries(atlas, question)}
    found = (pair for pair in fair_pairs(atlas) if pair.material.id in concerned and pair.outcome == "worse")
    higher = [pair for pair in found if pair.entropy_difference is not None and pair.entropy_difference > 0]
    return sorted(higher, key=lambda pair: (pair.measured.label, pair.material.material.name, pair.number))


def _concerns(question: ReaderQuestion, entry: Entry) -> bool:
    material, described = entry.material, entry.description
    if question.families and material.family not in question.families:
        return False
    if question.phase and material.phase != question.phase:
        return False
    return not question.classes or (described is not None and described.entropy_class in question.classes)


def _best(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Claim | None:
    return min(_fitting(question, entry), key=lambda claim: _rank(atlas, claim), default=None)


def _fitting(question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    for claim in entry.material.claims:
        asked = claim.property in question.properties and ends(claim.value) is not None
        if asked and core.fits(question, claim, claim.conditions) and _within(question, claim):
            yield claim


def _within(question: ReaderQuestion, claim: Claim) -> bool:
    given = claim.conditions
    value = ends(claim.value)
    if question.least is not None and (value is None or value[0] < question.least):
        return False
    if question.cycles_from is not None and not (given and given.cycles and given.cycles >= question.cycles_from):
        return False
    if question.cell is not None and not (given and given.cell and question.cell in given.cell):
        return False
    if question.temperature_to is None:
        return True
    return given is not None and given.temperature is not None and highest(given.temperature) <= question.temperature_to


def _first(entry: Entry, name: str | None) -> Claim | None:
    return next((claim for claim in entry.material.claims if claim.property == name and ends(claim.value)), None)


def _rank(atlas: Atlas, claim: Claim) -> tuple[str, float]:
    """Order values of one property from the best on; a range counts with its middle."""
    low, high = ends(claim.value) or (0.0, 0.0)
    sign = 1 if atlas.data.properties[claim.property].better == "lower" else -1
    return claim.property, sign * (low + high) / 2
