"""The questions that readers bring, each answered by the values of the collection that fit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..records.model_parts import Claim, ends, is_paired
from ..records.models import ReaderQuestion, Step, Synthesis, highest
from . import core
from .atlas import Atlas, Entry, Measured
from .pairs import Pair, fair_pairs


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a material that answers a question; `also` is its value of a further property."""

    entry: Entry
    claim: Claim
    also: Claim | None


def entries(atlas: Atlas, question: ReaderQuestion) -> list[Entry]:
    """Return the materials that a question concerns, by name."""
    return [entry for entry in atlas.where(lambda material: material.role != "state") if _concerns(question, entry)]


def values(atlas: Atlas, question: ReaderQuestion) -> list[Value]:
    """Return one value in each unit for each material: with a control where there is one, else the best.

    Values in one unit follow each other from the best on, in the sense of their property.
    """
    found = [Value(entry, claim, _first(entry, question.also)) for entry in entries(atlas, question)
             for claim in _chosen(atlas, question, entry)]  # fmt: skip
    return sorted(found, key=lambda value: _rank(atlas, question, value.claim))


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
    """Return the measured compositions that differ from the nominal ones, by name."""
    return [
        (entry, found)
        for entry in entries(atlas, question)
        for found in entry.measured
        if entry.description and found.stated.formula != entry.material.formula
    ]


def losses(atlas: Atlas, question: ReaderQuestion) -> list[Pair]:
    """Return the pairs in which a material did worse than a control of lower entropy, by property.

    `least` of the question is the difference in entropy, in R, from which a pair counts.
    """
    concerned, least = {entry.id for entry in entries(atlas, question)}, float(question.least or 0)
    found = (pair for pair in fair_pairs(atlas) if pair.material.id in concerned and pair.outcome == "worse")
    higher = [pair for pair in found if pair.entropy_difference is not None and pair.entropy_difference > least]
    return sorted(higher, key=lambda pair: (pair.measured.label, pair.material.material.name, pair.number))


def _concerns(question: ReaderQuestion, entry: Entry) -> bool:
    material, described = entry.material, entry.description
    if question.families and material.family not in question.families:
        return False
    if question.phase and material.phase != question.phase:
        return False
    return not question.classes or (described is not None and described.entropy_class in question.classes)


def _chosen(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    fitting = sorted(_fitting(question, entry), key=lambda claim: (not is_paired(claim), _rank(atlas, question, claim)))
    yield from {claim.unit: claim for claim in reversed(fitting)}.values()


def _fitting(question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    for claim in entry.material.claims:
        if claim.property in question.properties and ends(claim.value):
            for point in _points(claim):
                if core.fits(question, point, point.conditions) and _within(question, point):
                    yield point


def _points(claim: Claim) -> Iterator[Claim]:
    """Yield a claim and each slower current of its rate test, as claims of one value each."""
    yield claim.model_copy(update={"points": ()})
    for point in claim.points:
        given = claim.conditions and claim.conditions.model_copy(update={"rate": point.rate})
        versus = claim.versus and claim.versus.model_copy(update={"value": point.versus})
        yield claim.model_copy(update={"value": point.value, "points": (), "conditions": given, "versus": versus})


def _within(question: ReaderQuestion, claim: Claim) -> bool:
    given = claim.conditions
    value = ends(claim.value)
    if question.least is not None and (value is None or value[0] < question.least):
        return False
    if question.cycles_from is not None and not (given and given.cycles and given.cycles >= question.cycles_from):
        return False
    if question.counter is not None and not (given and given.counter and question.counter in given.counter):
        return False
    if question.temperature_to is None:
        return True
    return given is not None and given.temperature is not None and highest(given.temperature) <= question.temperature_to


def _first(entry: Entry, name: str | None) -> Claim | None:
    return next((claim for claim in entry.material.claims if claim.property == name and ends(claim.value)), None)


def _rank(atlas: Atlas, question: ReaderQuestion, claim: Claim) -> tuple[int, float]:
    """Order values of one unit from the best on, that of the first property first; a range counts with its middle."""
    low, high = ends(claim.value) or (0.0, 0.0)
    sign = 1 if atlas.data.properties[claim.property].better == "lower" else -1
    units = [atlas.data.properties[name].unit for name in question.properties]
    return units.index(claim.unit) if claim.unit in units else len(units), sign * (low + high) / 2
