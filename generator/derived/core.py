"""The fixed core: which of its questions are answered for each cathode under study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..printing import ABSENCE
from ..records.model_parts import Claim, Conditions, Number, Range, rate_parts
from ..records.models import CoreQuestion, Criterion, Material
from .atlas import Atlas
from .coverage import degree

_READ: Mapping[str | None, str] = {
    "full-text": "not found in the passages that were read",
    "abstract": "only the abstract was read",
    "listing": "only an entry in a list was read",
    None: "only a review was read",
}
_ABSENCE: Mapping[str | None, str] = {"formula": "composition", "synthesis": "synthesis-temperature"}
"""Field that answers a question -> the property under which a record says that it is missing."""


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """The answer to one question: the claim that gives it, or the reason why there is none.

    `place` is the index of the claim in the material's record; None where another material's claim gives the number.
    """

    question: CoreQuestion
    known: bool
    why: str = ""
    claim: Claim | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the questions for one or more materials have an answer."""

    asked: int
    answered: int

    @property
    def share(self) -> float:
        """Return the answered share in percent; 0 without questions."""
        return 100 * self.answered / self.asked if self.asked else 0.0


def subjects(atlas: Atlas) -> list[Material]:
    """Return the cathodes under study, by name: those that a paper presents, not its controls."""
    return [entry.material for entry in atlas.where(lambda material: material.role == "subject")]


def answers(atlas: Atlas, material: Material) -> list[CoreAnswer]:
    """Return the answers of a material to every question that concerns its family."""
    claims = list(_claims(atlas, material))
    return [_answer(atlas, material, question, claims) for question in _asked(atlas, material)]


def of_material(atlas: Atlas, material: Material) -> Completeness:
    """Count the answers for one material."""
    found = answers(atlas, material)
    return Completeness(len(found), sum(answer.known for answer in found))


def by_family(atlas: Atlas) -> dict[str, dict[str, Completeness]]:
    """Return, for each question and family of the cathodes under study, how many of them have an answer."""
    counts: dict[str, dict[str, Completeness]] = {}
    for material in subjects(atlas):
        for answer in answers(atlas, material):
            row = counts.setdefault(answer.question.label, {})
            before = row.get(material.family, Completeness(0, 0))
            row[material.family] = Completeness(before.asked + 1, before.answered + answer.known)
    return counts


def read_whole(atlas: Atlas) -> Completeness:
    """Count the answers for the cathodes under study whose full text was read."""
    whole = [material for material in subjects(atlas) if _farthest(atlas, material) == "full-text"]
    found = [of_material(atlas, material) for material in whole]
    return Completeness(sum(each.asked for each in found), sum(each.answered for each in found))


def _asked(atlas: Atlas, material: Material) -> Iterator[CoreQuestion]:
    for question in atlas.data.core.values():
        if not question.families or material.family in question.families:
            yield question


def _claims(atlas: Atlas, material: Material) -> Iterator[tuple[int | None, Claim, Conditions | None]]:
    """Yield the claims that give a number of a material: its own, then those in which it is the control."""
    for place, claim in enumerate(material.claims):
        yield place, claim, claim.conditions
    for other in atlas.compared.get(material.id, ()):
        versus = other.claim.versus
        if versus and versus.value is not None:
            yield None, other.claim, versus.conditions or other.claim.conditions


def _answer(
    atlas: Atlas,
    material: Material,
    question: CoreQuestion,
    claims: list[tuple[int | None, Claim, Conditions | None]],
) -> CoreAnswer:
    if question.field and _has(material, question.field):
        return CoreAnswer(question, True)
    for place, claim, conditions in claims:
        if claim.property in question.properties and fits(question, claim, conditions):
            return CoreAnswer(question, True, "", claim, place)
    return CoreAnswer(question, False, _reason(atlas, material, question))


def _has(material: Material, field: str) -> bool:
    if field == "synthesis":
        return any(each.hottest and each.hottest.hours is not None for each in material.synthesis)
    return getattr(material, field) is not None


def fits(question: Criterion, claim: Claim, conditions: Conditions | None) -> bool:
    """Return whether a claim of the right property states what a question needs, in the range that it asks for."""
    stated = [getattr(conditions, name, None) for name in question.needs]
    if any(value in (None, "not stated") for value in stated):
        return False
    if question.cycle is not None and (conditions is None or conditions.cycles != question.cycle):
        return False
    return _at_a_rate(question, claim, conditions)


def _at_a_rate(question: Criterion, claim: Claim, conditions: Conditions | None) -> bool:
    if question.slowest is None and question.fastest is None:
        return True
    values = [
        (conditions.rate if conditions else None, claim.value),
        *((point.rate, point.value) for point in claim.points),
    ]
    found = [
        multiple for rate, value in values if (multiple := c_rate(rate, value, claim.unit, conditions)) is not None
    ]
    low, high = Fraction(str(question.slowest or 0)), Fraction(str(question.fastest or 10**6))
    return any(low <= multiple <= high for multiple in found)


def c_rate(
    rate: str | None, value: Number | Range | str, unit: str | None, conditions: Conditions | None
) -> Fraction | None:
    """Return a current as a multiple of 1C, where the source gives it so or says what 1C is.

    Where a source gives neither, the capacity itself says how many hours the discharge took: 1C takes one.
    """
    if rate is None:
        return None
    amount, of_rate = rate_parts(rate)
    if of_rate == "C":
        return Fraction(amount)
    one_c = conditions.one_c if conditions else None
    if one_c is None and unit == "mAh g-1" and isinstance(value, int | Decimal) and value > 0:
        one_c = value
    return Fraction(amount) * (1000 if of_rate == "A g-1" else 1) / Fraction(str(one_c)) if one_c else None


def _reason(atlas: Atlas, material: Material, question: CoreQuestion) -> str:
    names = {_ABSENCE[question.field]} if question.field in _ABSENCE else set(question.properties)
    why = next((item.why for item in material.missing if item.property in names), None)
    return ABSENCE[why] if why else _READ[_farthest(atlas, material)]


def _farthest(atlas: Atlas, material: Material) -> str | None:
    """Return how far the source was read that was read farthest."""
    found = {degree(atlas, source) for source in (material.source, *(claim.source for claim in material.claims))}
    return next((level for level in _READ if level in found), None)
