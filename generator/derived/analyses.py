"""How far is a composition that analysis found from the nominal one?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..chemistry.description import Description
from .entry import Entry, Measured

_COMPARED = ("alkali", "metal", "carbon")


@dataclass(frozen=True, slots=True)
class Shift:
    """The amount of one element per formula unit, nominal and as found."""

    symbol: str
    nominal: Fraction
    found: Fraction

    @property
    def difference(self) -> Fraction:
        """Return by how much more of it was found."""
        return self.found - self.nominal


@dataclass(frozen=True, slots=True)
class Deviation:
    """A measured composition; `shifts` are the cations of which it has another amount, the largest difference first."""

    entry: Entry
    measured: Measured
    shifts: tuple[Shift, ...]

    @property
    def entropy_difference(self) -> float:
        """Return by how much the headline entropy of the measured composition is larger, in R."""
        nominal = self.entry.description
        return self.measured.description.entropy.all - nominal.entropy.all if nominal else 0.0


def deviation(entry: Entry, measured: Measured) -> Deviation:
    """Compare a measured composition with the nominal one of its material, which must have one."""
    nominal = _cations(entry.description) if entry.description else {}
    found = _cations(measured.description)
    shifts = [
        Shift(symbol, nominal.get(symbol, Fraction(0)), found.get(symbol, Fraction(0)))
        for symbol in dict.fromkeys([*nominal, *found])
    ]
    differing = sorted((shift for shift in shifts if shift.difference), key=lambda shift: -abs(shift.difference))
    return Deviation(entry, measured, tuple(differing))


def _cations(description: Description) -> dict[str, Fraction]:
    """Return the amount of every cation per formula unit, over all its sites."""
    amounts: dict[str, Fraction] = {}
    for site in _COMPARED:
        for symbol, amount in description.sites.get(site, {}).items():
            amounts[symbol] = amounts.get(symbol, Fraction(0)) + amount
    return amounts
