"""The questions that readers bring, each answered by the values of the collection that fit it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from ..chemistry.quantities import BY_ID
from ..records.field_types import ends
from ..records.material_models import highest
from ..records.model_parts import Claim
from ..records.vocabulary_models import ReaderQuestion
from .analyses import Deviation, deviation
from .atlas import Atlas, Entry
from .criteria import at_room_temperature, fits, lacking_in, within
from .pairs import Pair, distinct, fair_pairs, is_fair
from .question_places import Place, place
from .question_rows import Calcined, Group, Value
from .reported_values import at_each_rate, mirrored, of_control
from .values_beside import beside
from .water import Water, water


def entries(atlas: Atlas, question: ReaderQuestion) -> list[Entry]:
    """Return the materials that a question concerns, by name."""
    return [entry for entry in atlas.where(lambda material: material.role != "state") if _concerns(question, entry)]


def groups(atlas: Atlas, question: ReaderQuestion) -> list[Group]:
    """Return the answer to a question: its rows under headings, the best of each first."""
    rows = _ROWS[question.field](atlas, question)
    placed: dict[Place, list[Any]] = {}
    for row in rows:
        placed.setdefault(place(atlas, question, row), []).append(row)
    return [Group(label, placed[order, label]) for order, label in sorted(placed)]


def values(atlas: Atlas, question: ReaderQuestion) -> list[Value]:
    """Return one value in each unit and group for each material: the best, or the best at room temperature.

    Values in one unit follow each other from the best on, in the sense of their property, those of cathodes under study
    before those of controls. Values after an exposure follow each other from the longest on.
    """
    found = [
        Value(entry, claim, beside(question, entry, claim), _over(question, entry))
        for entry in entries(atlas, question)
        for claim in _chosen(atlas, question, entry)
    ]
    return sorted(found, key=lambda value: _order(atlas, question, value))


def pairs(atlas: Atlas, question: ReaderQuestion) -> list[Pair]:
    """Return every number of a cathode under study that fits, with that of its control under the same conditions.

    The cathode is the material of a pair, whichever record has the numbers. With `controls_on_top`, numbers below the
    limit count too: without them, the pairs in which a material did badly would be hidden.
    """
    asked = question.model_copy(update={"least": None}) if question.controls_on_top else question
    found = (
        _pair(atlas, entry, claim)
        for entry in (() if question.field else entries(atlas, question))
        for claim in _fitting(atlas, asked, entry)
    )
    return distinct([each for each in found if each])


def _pair(atlas: Atlas, entry: Entry, claim: Claim) -> Pair | None:
    """Return a value and that of its control with the cathode under study first; None if there is none in the pair."""
    if not is_fair(claim) or claim.versus is None:
        return None
    other, measured = atlas.entries[claim.versus.material], atlas.data.properties[claim.property]
    if entry.material.role == "subject":
        return Pair(entry, other, claim, 0, measured)
    turned = mirrored(claim, entry.id) if other.material.role == "subject" else None
    return Pair(other, entry, turned, 0, measured) if turned else None


def incomplete(atlas: Atlas, question: ReaderQuestion) -> list[tuple[Value, tuple[str, ...]]]:
    """Return the best value of each material of which none fits, but it would if it stated what is named with it."""
    found = []
    for entry in entries(atlas, question):
        asked = (claim for claim in _asked(atlas, question, entry) if at_room_temperature(claim.conditions))
        claims = [claim for claim in asked if within(question, claim)]
        near = [(Value(entry, claim), lacking) for claim in claims if (lacking := lacking_in(question, claim))]
        if near and not any(fits(question, claim) for claim in claims):
            found.append(min(near, key=lambda each: (len(each[1]), _rank(atlas, question, each[0].claim))))
    return sorted(found, key=lambda each: _order(atlas, question, each[0]))


def syntheses(atlas: Atlas, question: ReaderQuestion) -> list[Calcined]:
    """Return every synthesis with a temperature, the coolest first."""
    found = (
        Calcined(entry, synthesis, synthesis.hottest)
        for entry in entries(atlas, question)
        for synthesis in entry.material.synthesis
        if synthesis.hottest
    )
    return sorted(found, key=lambda each: (highest(each.step.temperature), each.entry.material.name))


def deviations(atlas: Atlas, question: ReaderQuestion) -> list[Deviation]:
    """Return the measured compositions that differ from the nominal ones, the farthest first."""
    found = (
        deviation(entry, measured)
        for entry in entries(atlas, question)
        for measured in entry.measured
        if entry.description and measured.stated.formula != entry.material.formula
    )
    return sorted((each for each in found if each.shifts), key=lambda each: -abs(each.shifts[0].difference))


def waters(atlas: Atlas, question: ReaderQuestion) -> list[Water]:
    """Return the water of every material of which a formula or a measurement gives it, the driest first."""
    found = (water(entry) for entry in entries(atlas, question))
    return sorted((each for each in found if each), key=lambda each: each.amount)


def losses(atlas: Atlas, question: ReaderQuestion) -> list[Pair]:
    """Return the pairs in which a material did worse than a control of lower entropy, the greatest loss first.

    `least` of the question is the difference in entropy, in R, from which a pair counts. A loss is relative to the
    value of the control.
    """
    worse = (pair for pair in _of_higher_entropy(atlas, question) if pair.outcome == "worse")
    return sorted(worse, key=lambda pair: -abs(pair.relative_difference or 0))


def compared(atlas: Atlas, question: ReaderQuestion) -> Counter[str]:
    """Return how many pairs the losses of each group are counted from, by its heading."""
    return Counter(place(atlas, question, pair)[1] for pair in _of_higher_entropy(atlas, question))


def nearly_equal(atlas: Atlas, question: ReaderQuestion) -> int:
    """Return how many pairs have a higher entropy, too, but by no more than the question asks for."""
    every = _of_higher_entropy(atlas, question.model_copy(update={"least": 0}))
    return len(every) - len(_of_higher_entropy(atlas, question))


def has_its_composition(atlas: Atlas, entry: Entry, claim: Claim) -> bool:
    """Return whether the control of a claim has the composition of the material itself, as another shape of it has."""
    control = atlas.entries[claim.versus.material].description if claim.versus else None
    return entry.description is not None and control is not None and control.sites == entry.description.sites


def _order(atlas: Atlas, question: ReaderQuestion, value: Value) -> tuple[Any, ...]:
    (unit, *worth), given = _rank(atlas, question, value.claim), value.claim.conditions
    days = float((given and given.exposure_days) or 0) if "exposure" in question.needs else 0.0
    return unit, -days, value.entry.material.role != "subject", *worth


def _of_higher_entropy(atlas: Atlas, question: ReaderQuestion) -> list[Pair]:
    concerned, least = {entry.id for entry in entries(atlas, question)}, float(question.least or 0)
    fair = (pair for pair in fair_pairs(atlas) if pair.material.id in concerned and pair.measured.better)
    return [pair for pair in fair if pair.entropy_difference is not None and pair.entropy_difference > least]


def _concerns(question: ReaderQuestion, entry: Entry) -> bool:
    """Return whether a question is about a material; its class counts by its formula and as its source calls it."""
    material, described = entry.material, entry.description
    if question.families and material.family not in question.families:
        return False
    if question.phase and entry.phase != question.phase:
        return False
    classes = {described and described.entropy_class, (material.called or "").removesuffix("-entropy")}
    return not question.classes or not classes.isdisjoint(question.classes)


def _chosen(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    """Yield the first claim of a material in each unit and group."""
    fitting = sorted(_fitting(atlas, question, entry), key=lambda claim: _worth(atlas, question, claim))
    found = ((claim.unit, place(atlas, question, Value(entry, claim)), claim) for claim in reversed(fitting))
    yield from {(unit, place): claim for unit, place, claim in found}.values()


def _worth(atlas: Atlas, question: ReaderQuestion, claim: Claim) -> tuple[bool, Any]:
    """Order the values of one material: tests at room temperature first, then from the best on."""
    warm = question.temperature_to is not None or at_room_temperature(claim.conditions)
    return not warm, _rank(atlas, question, claim)


def _fitting(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    found = _asked(atlas, question, entry)
    return (claim for claim in found if fits(question, claim) and within(question, claim))


def _asked(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    """Yield the numbers of a material in the properties of a question, each current by itself."""
    as_control = (claim for found in atlas.compared.get(entry.id, ()) if (claim := of_control(found.claim)))
    for claim in (*entry.material.claims, *as_control):
        if claim.property in question.properties and ends(claim.value):
            yield from at_each_rate(claim)


def _over(question: ReaderQuestion, entry: Entry) -> float | None:
    quantity = BY_ID[question.over] if question.over else None
    value = quantity.get(entry.description) if quantity and entry.description else None
    return None if value is None else float(value)


def _rank(atlas: Atlas, question: ReaderQuestion, claim: Claim) -> tuple[int, bool, float]:
    """Order values of one unit from the best on, that of the first property first; a range counts with its middle.

    A value beyond the best that its property can have comes after the others.
    """
    low, high = ends(claim.value) or (0.0, 0.0)
    measured = atlas.data.properties[claim.property]
    sign = 1 if measured.better == "lower" else -1
    units = [atlas.data.properties[name].unit for name in question.properties]
    return (
        units.index(claim.unit) if claim.unit in units else len(units),
        is_beyond(atlas, claim),
        sign * (low + high) / 2,
    )


def is_beyond(atlas: Atlas, claim: Claim) -> bool:
    """Return whether a value exceeds the best that its property can have, as an efficiency above 100 % does."""
    best, found = atlas.data.properties[claim.property].best, ends(claim.value)
    return best is not None and found is not None and found[1] > best


_ROWS: Final[Mapping[str | None, Callable[[Atlas, ReaderQuestion], Sequence[Any]]]] = {
    None: values,
    "synthesis": syntheses,
    "measured": deviations,
    "pairs": losses,
    "water": waters,
}
"""What answers a question -> its rows."""
