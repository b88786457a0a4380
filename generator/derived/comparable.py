"""Which numbers may be compared: one property of one family, under equal conditions.

Rate, cycle number, exposure, state and other conditions in words must be equal, full cells are compared with full cells
only, and lattices with those of the same phase. Window and temperature must not contradict each other; where one source
does not state them, the table shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TypeVar

from ..printing import value_text
from ..records.conditions import Conditions, conditions_compared
from ..records.field_types import Number, ends
from ..records.material_models import Material
from ..records.model_parts import Claim, Source
from .atlas import Atlas

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "capacity-retention": ("cycles", "exposure_days"),
    "capacity-loss": ("cycles", "exposure_days"),
    "specific-capacity": ("rate",),
    "specific-energy": ("rate",),
    "energy-density": ("rate",),
    "phase-fraction": ("other",),
    "configurational-entropy": (),
}
"""Property -> conditions of which a source must state one for comparison with other papers.

A stated entropy never can: each paper counts its own sites.
"""
_MAX_OTHERS = 24  # more would be unreadable
_EQUAL, _MAY_BE_UNSTATED = conditions_compared("equal"), conditions_compared("unless unstated")


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number of one material; `claim` may be one of another material, which has this one as its control.

    `loose` holds the conditions that a source may leave out, `lattice` the material's phase for what depends on the
    choice of a unit cell.
    """

    material: Material
    claim: Claim
    lattice: str | None
    low: float
    high: float
    text: str
    conditions: Conditions | None
    loose: tuple[object, ...]

    @property
    def source(self) -> Source:
        """Return the source of the number."""
        return self.claim.source


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measurement of one material, its control in the same claim, and comparable ones of its family."""

    this: Measurement
    paired: tuple[Measurement, ...]
    others: tuple[Measurement, ...]
    left_out: int

    @property
    def all(self) -> tuple[Measurement, ...]:
        """Return every measurement, this one first."""
        return (self.this, *self.paired, *self.others)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number of the collection, by its conditions for comparison and by material."""

    comparable: Mapping[tuple[object, ...], tuple[Measurement, ...]]
    of: Mapping[str, tuple[Measurement, ...]]


def numbers(atlas: Atlas) -> Numbers:
    """Return every number that a claim gives for its material or for the control."""
    found = list(_measurements(atlas))
    return Numbers(
        _grouped((_key(measurement), measurement) for measurement in found),
        _grouped((measurement.material.id, measurement) for measurement in found),
    )


def comparisons(ident: str, known: Numbers) -> list[Comparison]:
    """Return every number of a material that can be compared with others, its own claims first."""
    numbers_of = known.of.get(ident, ())
    stated = {id(claim) for claim in (numbers_of[0].material.claims if numbers_of else ())}
    own = sorted(numbers_of, key=lambda number: id(number.claim) not in stated)
    once = {(_key(number), number.low, number.high): number for number in reversed(own)}  # its own claim wins
    found = (_compared(number, known.comparable[_key(number)]) for number in reversed(once.values()))
    return [comparison for comparison in found if comparison.paired or comparison.others]


def _compared(this: Measurement, group: Sequence[Measurement]) -> Comparison:
    agreeing = [other for other in group if other is not this and _agree(this, other)]
    paired = tuple(other for other in agreeing if other.claim is this.claim)
    shown = {(number.material.id, number.low) for number in (this, *paired)}
    rest = agreeing if _is_complete(this) else ()
    others = [other for other in rest if (other.material.id, other.low) not in shown]
    nearest = nsmallest(_MAX_OTHERS, others, key=lambda other: (abs(other.low - this.low), other.material.id))
    return Comparison(this, paired, tuple(nearest), len(others) - len(nearest))


def _measurements(atlas: Atlas) -> Iterator[Measurement]:
    """Yield the numbers of every claim: the material's own, then its control's."""
    for material in atlas.data.materials.values():
        for claim in material.claims:
            structural = atlas.data.properties[claim.property].group == "lattice"
            yield from _number(material, claim, claim.value, claim.conditions, claim.bound, structural)
            if claim.versus and claim.versus.value is not None:
                control = atlas.data.materials[claim.versus.material]
                conditions = claim.versus.conditions or claim.conditions
                yield from _number(control, claim, claim.versus.value, conditions, claim.versus.bound, structural)


def _number(
    material: Material,
    claim: Claim,
    value: Number | tuple[Number, Number] | str,
    conditions: Conditions | None,
    bound: str,
    structural: bool,
) -> Iterator[Measurement]:
    if numbers := ends(value):
        text = value_text(value, claim.unit, bound)
        loose = tuple(getattr(conditions, name, None) for name in _MAY_BE_UNSTATED)
        lattice = material.phase if structural else None
        yield Measurement(material, claim, lattice, *numbers, text, conditions, loose)


def _key(measurement: Measurement) -> tuple[object, ...]:
    claim, given = measurement.claim, measurement.conditions or Conditions.model_construct()
    computed = claim.basis == "computed"  # a calculation is not compared with a measurement
    full_cell = "full" in str(given.cell)  # with another anode, and so another capacity and life
    return (
        measurement.material.family,
        claim.property,
        claim.unit,
        computed,
        measurement.lattice,
        full_cell,
        *given.values_of(_EQUAL),
    )


def _stated(measurement: Measurement, condition: str) -> object:
    return getattr(measurement.conditions, condition, None)


def _agree(one: Measurement, other: Measurement) -> bool:
    """Whether no condition that both sources state differs."""
    if one.loose == other.loose:
        return True
    pairs = zip(one.loose, other.loose, strict=True)
    return all(first is None or second is None or first == second for first, second in pairs)


def _is_complete(measurement: Measurement) -> bool:
    needed = _NEEDED.get(measurement.claim.property)
    return needed is None or any(_stated(measurement, name) is not None for name in needed)


def _grouped(pairs: Iterable[tuple[Key, Measurement]]) -> dict[Key, tuple[Measurement, ...]]:
    groups: dict[Key, list[Measurement]] = defaultdict(list)
    for key, measurement in pairs:
        groups[key].append(measurement)
    return {key: tuple(found) for key, found in groups.items()}
