"""The questions that readers bring, each answered by the values of the collection that fit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from ..chemistry.quantities import BY_ID
from ..printing import value_text
from ..records.model_parts import Claim, ends, is_paired, rate_parts
from ..records.models import ReaderQuestion, Step, Synthesis, highest
from . import core
from .analyses import Deviation, deviation
from .atlas import Atlas, Entry
from .pairs import Pair, fair_pairs
from .reported_values import at_each_rate, of_control
from .water import Water, water

LOWER: Final = 0.1
"""Difference in entropy, in R, from which a control counts as one of lower entropy."""
_CLASSES: Final = ("high", "medium", "low")
_ONE_METAL: Final = "One metal on the site"
_MASSES: Final = {
    "cathode": "Per mass of the cathode material",
    "both electrodes": "Per mass of both electrodes",
    "cell": "Per mass of the whole cell",
    "not stated": "Mass not stated",
}
"""Mass that an energy is divided by -> heading of its values."""
_CAPACITIES: Final = ("specific-capacity", "rate-capacity")
Place = tuple[float, str]
"""Where a group stands among the others, and its heading."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a material that answers a question.

    `also` is its value of a further property; for a value after an exposure, the capacity before it. `over` is the
    computed quantity that the question sets it against.
    """

    entry: Entry
    claim: Claim
    also: Claim | None = None
    over: float | None = None

    @property
    def middle(self) -> float:
        """Return the value; the middle of a range."""
        low, high = ends(self.claim.value) or (float("nan"), float("nan"))
        return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Fired:
    """The hottest step of a synthesis whose time is stated."""

    entry: Entry
    synthesis: Synthesis
    step: Step


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of an answer that belong together, in order; the heading is empty where there is one group only."""

    label: str
    rows: Sequence[Any]


def entries(atlas: Atlas, question: ReaderQuestion) -> list[Entry]:
    """Return the materials that a question concerns, by name."""
    return [entry for entry in atlas.where(lambda material: material.role != "state") if _concerns(question, entry)]


def groups(atlas: Atlas, question: ReaderQuestion) -> list[Group]:
    """Return the answer to a question: its rows under headings, the best of each first."""
    rows = _ROWS[question.field](atlas, question)
    placed: dict[Place, list[Any]] = {}
    for row in rows:
        placed.setdefault(_place(atlas, question, row), []).append(row)
    found = [Group(place[1], placed[place]) for place in sorted(placed)]
    return sorted(found, key=lambda group: -len(group.rows)) if question.field == "pairs" else found


def values(atlas: Atlas, question: ReaderQuestion) -> list[Value]:
    """Return one value in each unit and group for each material: the best, or one with a control where asked for.

    Values in one unit follow each other from the best on, in the sense of their property.
    """
    found = [
        Value(entry, claim, _also(question, entry, claim), _over(question, entry))
        for entry in entries(atlas, question)
        for claim in _chosen(atlas, question, entry)
    ]
    return sorted(found, key=lambda value: _rank(atlas, question, value.claim))


def syntheses(atlas: Atlas, question: ReaderQuestion) -> list[Fired]:
    """Return every synthesis whose hottest step has a time, the coolest first."""
    found = (
        Fired(entry, synthesis, synthesis.hottest)
        for entry in entries(atlas, question)
        for synthesis in entry.material.synthesis
        if synthesis.hottest and synthesis.hottest.hours is not None
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


def compared(atlas: Atlas, question: ReaderQuestion) -> int:
    """Return how many pairs the losses are counted from."""
    return len(_of_higher_entropy(atlas, question))


def outcome(atlas: Atlas, value: Value) -> str | None:
    """Return whether a value is better than that of a control of lower entropy; None without one measured alike."""
    claim = value.claim
    if not _is_fair(claim) or claim.versus is None:
        return None
    control = atlas.entries[claim.versus.material]
    pair = Pair(value.entry, control, claim, 0, atlas.data.properties[claim.property])
    return pair.outcome if _is_lower(pair, LOWER) and pair.measured.better else None


def _is_fair(claim: Claim) -> bool:
    """Return whether a claim gives a number of a control under the same conditions."""
    return is_paired(claim) and claim.versus is not None and claim.versus.conditions is None


def _is_lower(pair: Pair, least: float) -> bool:
    """Return whether the control's entropy is lower by more than `least`, in R."""
    return pair.entropy_difference is not None and pair.entropy_difference > least


def _of_higher_entropy(atlas: Atlas, question: ReaderQuestion) -> list[Pair]:
    concerned, least = {entry.id for entry in entries(atlas, question)}, float(question.least or 0)
    pairs = (pair for pair in fair_pairs(atlas) if pair.material.id in concerned and pair.measured.better)
    return [pair for pair in pairs if _is_lower(pair, least)]


def _concerns(question: ReaderQuestion, entry: Entry) -> bool:
    material, described = entry.material, entry.description
    if question.families and material.family not in question.families:
        return False
    if question.phase and material.phase != question.phase:
        return False
    return not question.classes or (described is not None and described.entropy_class in question.classes)


def _place(atlas: Atlas, question: ReaderQuestion, row: Any) -> Place:
    """Return the group of a row."""
    match question.group:
        case "entropy":
            return _by_entropy(row.entry)
        case "family":
            families = list(atlas.data.families)
            family = row.entry.material.family
            return families.index(family), atlas.data.families[family].name
        case "property":
            return -1.0 * _count(question, row.claim), atlas.data.properties[row.claim.property].label
        case None:
            return 0, ""
    return _by_conditions(question, row.claim)


def _count(question: ReaderQuestion, claim: Claim) -> int:
    """Return a number that is larger for the first properties of a question; 0 where it names none."""
    names = question.properties
    return len(names) - names.index(claim.property) if claim.property in names else 0


def _by_entropy(entry: Entry) -> Place:
    described = entry.description
    if described is None:
        return len(_CLASSES) + 1, "Composition not known"
    if len(described.sites["metal"]) == 1:
        return len(_CLASSES), _ONE_METAL
    name = described.entropy_class
    return _CLASSES.index(name), f"{name.capitalize()} entropy"


def _by_conditions(question: ReaderQuestion, claim: Claim) -> Place:
    given = claim.conditions
    if question.group == "temperature" and given and given.temperature is not None:
        return -highest(given.temperature), f"At {value_text(given.temperature, '°C')}"
    if question.group == "mass":
        mass = (given and given.mass) or "not stated"
        return list(_MASSES).index(mass), _MASSES[mass]
    amount, unit = rate_parts(given.rate) if given and given.rate else ("0", "")
    return (float(Fraction(amount)), f"At {amount}C") if unit == "C" else (float("inf"), "At a current per mass")


def _chosen(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    """Yield the first claim of a material in each unit and group."""
    first = question.control_first
    fitting = sorted(
        _fitting(atlas, question, entry),
        key=lambda claim: (first and not _is_fair(claim), _rank(atlas, question, claim)),
    )
    found = ((claim.unit, _place(atlas, question, Value(entry, claim)), claim) for claim in reversed(fitting))
    yield from {(unit, place): claim for unit, place, claim in found}.values()


def _fitting(atlas: Atlas, question: ReaderQuestion, entry: Entry) -> Iterator[Claim]:
    as_control = (claim for found in atlas.compared.get(entry.id, ()) if (claim := of_control(found.claim)))
    for claim in (*entry.material.claims, *as_control):
        if claim.property in question.properties and ends(claim.value):
            for each in at_each_rate(claim):
                if core.fits(question, each) and _within(question, each):
                    yield each


def _within(question: ReaderQuestion, claim: Claim) -> bool:
    given = claim.conditions
    value = ends(claim.value)
    if question.least is not None and (value is None or value[0] < question.least):
        return False
    if question.cycles_from is not None and not (given and given.cycles and given.cycles >= question.cycles_from):
        return False
    if question.counter is not None and not (given and given.counter and question.counter in given.counter):
        return False
    if question.half_cell and _in_a_full_cell(claim):
        return False
    if question.temperature_to is None:
        return True
    return given is not None and given.temperature is not None and highest(given.temperature) <= question.temperature_to


def _in_a_full_cell(claim: Claim) -> bool:
    given = claim.conditions
    return given is not None and (given.counter or "Na") != "Na"


def _also(question: ReaderQuestion, entry: Entry, claim: Claim) -> Claim | None:
    if "exposure" in question.needs:
        return _before(entry, claim)
    return next((each for each in entry.material.claims if each.property == question.also and ends(each.value)), None)


def _before(entry: Entry, after: Claim) -> Claim | None:
    """Return the capacity that the same source gives at the same current without the exposure."""
    given = after.conditions
    if given is None or given.rate is None:
        return None
    for claim in entry.material.claims:
        if claim.property in _CAPACITIES and claim.source.reference == after.source.reference:
            for point in at_each_rate(claim):
                own = point.conditions
                same = own and own.rate and rate_parts(own.rate) == rate_parts(given.rate)
                if own and same and own.exposure is None and not _in_a_full_cell(point):
                    return point
    return None


def _over(question: ReaderQuestion, entry: Entry) -> float | None:
    quantity = BY_ID[question.over] if question.over else None
    value = quantity.get(entry.description) if quantity and entry.description else None
    return None if value is None else float(value)


def _rank(atlas: Atlas, question: ReaderQuestion, claim: Claim) -> tuple[int, float]:
    """Order values of one unit from the best on, that of the first property first; a range counts with its middle."""
    low, high = ends(claim.value) or (0.0, 0.0)
    sign = 1 if atlas.data.properties[claim.property].better == "lower" else -1
    units = [atlas.data.properties[name].unit for name in question.properties]
    return units.index(claim.unit) if claim.unit in units else len(units), sign * (low + high) / 2


_ROWS: Final[Mapping[str | None, Callable[[Atlas, ReaderQuestion], Sequence[Any]]]] = {
    None: values,
    "synthesis": syntheses,
    "measured": deviations,
    "pairs": losses,
    "water": waters,
}
"""What answers a question -> its rows."""
