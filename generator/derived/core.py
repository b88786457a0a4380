"""The fixed core: which of its questions are answered for each cathode under study, and why the others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..chemistry.composition import number
from ..printing import ABSENCE, hours_text, value_text
from ..records.conditions import Conditions
from ..records.material_models import Material
from ..records.model_parts import Claim
from ..records.vocabulary_models import CoreQuestion
from .atlas import Atlas
from .coverage import degree
from .criteria import fits, lacking_in
from .reported_values import at_each_rate, of_control

_READ: Mapping[str | None, str] = {
    "whole-text": "not in the article, which was read whole without its supplement",
    "full-text": "not found in the passages that were read",
    "abstract": "only the abstract was read",
    "listing": "only an entry in a list was read",
    None: "only a review was read",
}
_ABSENCE: Mapping[str | None, str] = {"formula": "composition", "synthesis": "synthesis-temperature"}
"""Field that answers a question -> the property under which a record says that it is missing."""
_NOT_REPORTED = ("not-in-source", "not-measured")
_OWN_TEXT = ("whole-text", "full-text")
Placed = tuple[int | None, Claim]
"""The index of a claim in the material's record, and the claim; None where the record is another material's."""
State = Literal["known", "partly", "not reported", "not seen"]
"""`partly`: a value without each condition that the question asks for; `not reported`: not in the whole article;
`not seen`: not in the part that was read."""


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """The answer to one question: what gives it, or the reason why there is none.

    `text` is the answer where a field of the record gives it. `place` is the index of the claim in the material's
    record; None where another material's claim gives the number. `claim` is about this material, at the current that
    answers. `lacking` names the conditions that are not stated.
    """

    question: CoreQuestion
    state: State
    why: str = ""
    text: str = ""
    claim: Claim | None = None
    place: int | None = None
    lacking: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Return whether the answer is complete."""
        return self.state == "known"

    @property
    def conditions(self) -> Conditions | None:
        """Return the conditions of the claim: all, or only those asked for where they are the answer themselves."""
        given = self.claim.conditions if self.claim else None
        if given is None or not self.question.conditions_only:
            return given
        others = set(Conditions.model_fields) - set(self.question.needs)
        return given.model_copy(update=dict.fromkeys(others))


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the questions for one or more materials are in each state, and what those in part lack."""

    counts: Mapping[State, int]
    lacking: Mapping[str, int]
    """Condition -> number of answers in part that do not state it, the most frequent first."""

    @classmethod
    def of(cls, found: Iterable[CoreAnswer]) -> Completeness:
        """Count answers."""
        answered = list(found)
        without = Counter(name for answer in answered for name in answer.lacking)
        return cls(Counter(answer.state for answer in answered), dict(without.most_common()))

    @property
    def asked(self) -> int:
        """Return the number of questions."""
        return sum(self.counts.values())

    @property
    def answered(self) -> int:
        """Return the number of complete answers."""
        return self.counts.get("known", 0)

    def share(self, *states: State) -> float:
        """Return the share of questions in some states, in percent; 0 without questions."""
        return 100 * sum(self.counts.get(state, 0) for state in states) / self.asked if self.asked else 0.0


def subjects(atlas: Atlas) -> list[Material]:
    """Return the cathodes under study, by name: those that a paper presents, not its controls."""
    return [entry.material for entry in atlas.where(lambda material: material.role == "subject")]


def answers(atlas: Atlas, material: Material) -> list[CoreAnswer]:
    """Return the answers of a material to every question that concerns its family."""
    claims, read = list(_claims(atlas, material)), _farthest(atlas, material)
    return [
        _answer(atlas, material, question, claims) or _without_answer(material, question, read)
        for question in _asked(atlas, material)
    ]


def of_material(atlas: Atlas, material: Material) -> Completeness:
    """Count the answers for one material."""
    return Completeness.of(answers(atlas, material))


def by_family(atlas: Atlas) -> dict[str, dict[str, Completeness]]:
    """Return, for each question and family of the cathodes under study, how many of them have an answer."""
    found: dict[str, dict[str, list[CoreAnswer]]] = {}
    for material in subjects(atlas):
        for answer in answers(atlas, material):
            found.setdefault(answer.question.label, {}).setdefault(material.family, []).append(answer)
    return {label: {family: Completeness.of(each) for family, each in row.items()} for label, row in found.items()}


def read_in_text(atlas: Atlas) -> list[Material]:
    """Return the cathodes under study of whose paper at least passages of the text were read."""
    return [material for material in subjects(atlas) if _farthest(atlas, material) in _OWN_TEXT]


def of_materials(atlas: Atlas, materials: Iterable[Material]) -> Completeness:
    """Count the answers for several materials."""
    return Completeness.of(answer for material in materials for answer in answers(atlas, material))


def by_question(atlas: Atlas, materials: Iterable[Material]) -> dict[str, Completeness]:
    """Return the counts for each question over some materials."""
    found: dict[str, list[CoreAnswer]] = {}
    for material in materials:
        for answer in answers(atlas, material):
            found.setdefault(answer.question.label, []).append(answer)
    return {label: Completeness.of(each) for label, each in found.items()}


def _asked(atlas: Atlas, material: Material) -> Iterator[CoreQuestion]:
    for question in atlas.data.core.values():
        if not question.families or material.family in question.families:
            yield question


def _claims(atlas: Atlas, material: Material) -> Iterator[Placed]:
    """Yield what claims say of a material, each current by itself: its own claims, then those with it as control."""
    for place, claim in enumerate(material.claims):
        yield from ((place, each) for each in at_each_rate(claim))
    for other in atlas.compared.get(material.id, ()):
        if claim_of_it := of_control(other.claim):
            yield from ((None, each) for each in at_each_rate(claim_of_it))


def _answer(
    atlas: Atlas,
    material: Material,
    question: CoreQuestion,
    claims: list[Placed],
) -> CoreAnswer | None:
    fitting = [each for each in claims if each[1].property in question.properties]
    for place, claim in fitting:
        if fits(question, claim):
            return CoreAnswer(question, "known", claim=claim, place=place)
    if of_field := _of_field(atlas, material, question):
        return of_field
    partly = [
        CoreAnswer(question, "partly", claim=claim, place=place, lacking=lacking)
        for place, claim in fitting
        if (lacking := lacking_in(question, claim)) and _says_enough(question, claim, lacking)
    ]
    return min(partly, key=lambda answer: len(answer.lacking), default=None)


def _of_field(atlas: Atlas, material: Material, question: CoreQuestion) -> CoreAnswer | None:
    """Return the answer that a field of the record or its formula gives."""
    if question.field == "synthesis":
        return _of_synthesis(question, material)
    described = atlas.entries[material.id].description
    if question.field in ("water", "vacancies"):
        amounts = described.descriptors if described else None
        amount = amounts and (amounts.water if question.field == "water" else amounts.vacancies.get("carbon"))
        return CoreAnswer(question, "known", text=f"{number(amount)} in the formula") if amount else None
    text = getattr(material, question.field) if question.field else None
    return CoreAnswer(question, "known", text=text) if text else None


def _of_synthesis(question: CoreQuestion, material: Material) -> CoreAnswer | None:
    """Return the hottest step, with its time where some synthesis gives one."""
    hot = sorted((step for each in material.synthesis if (step := each.hottest)), key=lambda step: step.hours is None)
    if not hot or hot[0].temperature is None:
        return None
    temperature = value_text(hot[0].temperature, "°C")
    if hot[0].hours is None:
        return CoreAnswer(question, "partly", text=temperature, lacking=("time",))
    return CoreAnswer(question, "known", text=f"{temperature}, {hours_text(hot[0].hours)}")


def _says_enough(question: CoreQuestion, claim: Claim, lacking: tuple[str, ...]) -> bool:
    """Return whether a claim is worth showing as a part of the answer: a number, or some of several conditions."""
    if question.conditions_only:
        return len(lacking) < len(question.needs)
    return not isinstance(claim.value, str)


def _without_answer(material: Material, question: CoreQuestion, read: str | None) -> CoreAnswer:
    names = {_ABSENCE[question.field]} if question.field in _ABSENCE else set(question.properties)
    why = next((item.why for item in material.missing if item.property in names), None)
    absent = why in _NOT_REPORTED or (why is None and read == "whole-text")
    return CoreAnswer(question, "not reported" if absent else "not seen", ABSENCE[why] if why else _READ[read])


def _farthest(atlas: Atlas, material: Material) -> str | None:
    """Return how far the source was read that was read farthest."""
    found = {degree(atlas, source) for source in (material.source, *(claim.source for claim in material.claims))}
    return next((level for level in _READ if level in found), None)
