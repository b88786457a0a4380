"""Which numbers of the collection may stand beside each other: one property of one family, measured alike.

Rate, cycle number, exposure, state and whatever a source adds in words must be the same on both sides, full cells stand
beside full cells only, and lattices beside those of the same phase. Window and temperature must not contradict each
other; where one source is silent, the table shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TypeVar

from ..printing import value_text
from ..records.model_parts import Claim, Conditions, Number, Source, rate_parts
from ..records.models import Material
from .atlas import Atlas

_SAYS_NOTHING_WITHOUT: Mapping[str, tuple[str, ...]] = {
    "capacity-retention": ("cycles", "exposure_days"),
    "capacity-loss": ("cycles", "exposure_days"),
    "specific-capacity": ("rate",),
    "specific-energy": ("rate",),
    "energy-density": ("rate",),
    "phase-fraction": ("other",),
    "configurational-entropy": (),
}
"""Property -> conditions of which its source must state one before the number can be compared with other papers'.

A stated entropy never can: each paper counts its own sites.
"""
_MOST = 24  # values beside one; more would be a cloud
_MAY_BE_UNSTATED = ("window", "upper_voltage", "temperature")


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number of one material; `told_by` is the claim that gives it, which may be another material's.

    `loose` holds the conditions that a source may leave out, `lattice` the material's phase for what depends on the
    choice of a unit cell.
    """

    material: Material
    told_by: Claim
    lattice: str | None
    low: float
    high: float
    text: str
    conditions: Conditions | None
    loose: tuple[object, ...]

    @property
    def source(self) -> Source:
        """Return where the number stands."""
        return self.told_by.source


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measurement of one material, what the same claim sets it against, and others of its family made alike."""

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
    """Every number of the collection, by what must be the same for a comparison and by material."""

    alike: Mapping[tuple[object, ...], tuple[Measurement, ...]]
    of: Mapping[str, tuple[Measurement, ...]]


def numbers(atlas: Atlas) -> Numbers:
    """Return every number that a claim gives for its material or for the control."""
    found = list(_measurements(atlas))
    return Numbers(
        _grouped((_key(measurement), measurement) for measurement in found),
        _grouped((measurement.material.id, measurement) for measurement in found),
    )


def comparisons(ident: str, known: Numbers) -> list[Comparison]:
    """Return every number of a material that has something to stand beside, its own claims first."""
    own = sorted(known.of.get(ident, ()), key=lambda number: number.told_by not in number.material.claims)
    once = {(_key(number), number.low, number.high): number for number in reversed(own)}  # its own claim wins
    found = (_compared(number, known.alike[_key(number)]) for number in reversed(once.values()))
    return [comparison for comparison in found if comparison.paired or comparison.others]


def _compared(this: Measurement, group: Sequence[Measurement]) -> Comparison:
    alike = [other for other in group if other is not this and _agree(this, other)]
    paired = tuple(other for other in alike if other.told_by is this.told_by)
    shown = {(number.material.id, number.low) for number in (this, *paired)}
    others = [other for other in alike if (other.material.id, other.low) not in shown and _tells_enough(this)]
    nearest = sorted(others, key=lambda other: (abs(other.low - this.low), other.material.id))[:_MOST]
    return Comparison(this, paired, tuple(nearest), len(others) - len(nearest))


def _measurements(atlas: Atlas) -> Iterator[Measurement]:
    """Yield the numbers of every claim: the material's own, then its control's."""
    for material in atlas.data.materials.values():
        for claim in material.claims:
            structural = atlas.data.properties[claim.property].group == "structure"
            yield from _number(material, claim, claim.value, claim.conditions, claim.bound, structural)
            if claim.versus and claim.versus.value is not None:
                control = atlas.data.materials[claim.versus.material]
                conditions = claim.versus.conditions or claim.conditions
                yield from _number(control, claim, claim.versus.value, conditions, "exact", structural)


def _number(
    material: Material,
    claim: Claim,
    value: Number | tuple[Number, Number] | str,
    conditions: Conditions | None,
    bound: str,
    structural: bool,
) -> Iterator[Measurement]:
    if not isinstance(value, str):
        low, high = value if isinstance(value, tuple) else (value, value)
        text = value_text(value, claim.unit, bound)
        loose = tuple(getattr(conditions, name, None) for name in _MAY_BE_UNSTATED)
        lattice = material.phase if structural else None
        yield Measurement(material, claim, lattice, float(low), float(high), text, conditions, loose)


def _key(measurement: Measurement) -> tuple[object, ...]:
    claim, stated = measurement.told_by, partial(_stated, measurement)
    computed = claim.basis == "computed"  # a calculation is not set beside a measurement
    amount, unit = rate_parts(str(stated("rate") or "0"))
    same = (stated(name) for name in ("cycles", "exposure", "exposure_days", "mass", "phase", "state", "other"))
    full_cell = "full" in str(stated("cell"))  # with another anode, and so another capacity and life
    return (
        measurement.material.family,
        claim.property,
        claim.unit,
        computed,
        measurement.lattice,
        Fraction(amount),
        unit,
        full_cell,
        *same,
    )


def _stated(measurement: Measurement, condition: str) -> object:
    return getattr(measurement.conditions, condition, None)


def _agree(one: Measurement, other: Measurement) -> bool:
    """Whether no condition that both sources state differs."""
    if one.loose == other.loose:
        return True
    pairs = zip(one.loose, other.loose, strict=True)
    return all(first is None or second is None or first == second for first, second in pairs)


def _tells_enough(measurement: Measurement) -> bool:
    needed = _SAYS_NOTHING_WITHOUT.get(measurement.told_by.property)
    return needed is None or any(_stated(measurement, name) is not None for name in needed)


def _grouped(pairs: Iterable[tuple[Key, Measurement]]) -> dict[Key, tuple[Measurement, ...]]:
    groups: dict[Key, list[Measurement]] = defaultdict(list)
    for key, measurement in pairs:
        groups[key].append(measurement)
    return {key: tuple(found) for key, found in groups.items()}
