"""Which charge does each metal carry? One formal assignment, by an ordered procedure that can be printed.

1. The alkali, the anions and the polyanions fix what the metals must carry in all.
2. A printed valence stands. An element with one usual state takes it.
3. The others start at their lowest usual state and are raised, rung by rung of LADDER, until the sum is
   reached; the last rung may be climbed in part, which leaves that element in two states.
4. Where even the start is too much, elements are lowered, rung by rung of DESCENT.

The result is called formal: it balances the books and measures nothing. The work grows with the number of
elements and of rungs, never with the number of combinations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from .elements import table
from .sites import Occupant, Site, Sites


class Rung(NamedTuple):
    """A step of one charge, up or down."""

    symbol: str
    start: int
    end: int


LADDER: Final = tuple(
    Rung(*rung)
    for rung in (
        ("V", 2, 3),
        ("Cr", 2, 3),
        ("Fe", 2, 3),
        ("Mn", 2, 3),
        ("Co", 2, 3),
        ("Mn", 3, 4),
        ("V", 3, 4),
        ("V", 4, 5),
        ("Ni", 2, 3),
        ("Cr", 3, 4),
        ("Fe", 3, 4),
        ("Ni", 3, 4),
        ("Co", 3, 4),
        ("Cu", 2, 3),
    )
)
"""The order in which metals are oxidised in sodium cathodes, from the easiest.

Fe and Mn reach 3+ and Mn 4+ before Ni leaves 2+: that is why NaNi0.5Mn0.5O2 holds Ni2+ and Mn4+.
"""

DESCENT: Final = tuple(
    Rung(*rung)
    for rung in (
        ("Mo", 6, 5),
        ("Mo", 5, 4),
        ("W", 6, 5),
        ("W", 5, 4),
        ("Nb", 5, 4),
        ("Ce", 4, 3),
        ("Ti", 4, 3),
        ("Cu", 2, 1),
    )
)
"""The order in which the others are reduced when nothing else balances."""

EXTREME: Final[Mapping[str, int]] = {"Ni": 4, "Co": 4, "Fe": 4, "Cr": 4, "Cu": 3}
"""States that only charging reaches: a fresh cathode that needs one is doubtful, or its formula is."""

LOWEST: Final[Mapping[str, int]] = {rung.symbol: rung.start for rung in reversed(LADDER)}
_CARBON_COORDINATED: Final = {"Co": 3, "Cr": 3}  # hexacyanocobaltate(III) and hexacyanochromate(III)
_ANIONS: Final = {
    "O": -2,
    "F": -1,
    "Cl": -1,
    "Br": -1,
    "I": -1,
    "S": -2,
    "Se": -2,
    "Te": -2,
    "N": -3,
    "H": 1,
    "C": 2,
}
"""C is that of cyanide: formally 2+ beside N 3−, so that CN carries 1−."""

_ROUNDING: Final = 50  # the charge may be off by 1/50 per metal, which rounding the printed amounts explains


class Charge(NamedTuple):
    """An amount of one element on one site that carries one formal charge."""

    site: Site
    symbol: str
    charge: int | Fraction  # a fraction only where one is printed
    amount: Fraction


class Step(NamedTuple):
    """One step of the procedure: `why` is printed, usual, lowest, raised or lowered."""

    why: str
    site: Site
    symbol: str
    charge: int | Fraction  # a fraction only where one is printed
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Assignment:
    """Formal charges per formula unit.

    `needed`: the charge all metals must carry together; `mean`: that per metal; `rest`: what no step could
    balance, and `balanced` whether rounding the printed amounts explains it; `extreme`: the states that only
    charging reaches.
    """

    needed: Fraction
    mean: Fraction
    charges: tuple[Charge, ...]
    steps: tuple[Step, ...]
    rest: Fraction
    balanced: bool
    extreme: tuple[Charge, ...]


@cache
def usual_state(symbol: str, site: Site = "metal") -> int:
    """The charge an element starts from: its lowest on the ladder, else its highest usual state.

    >>> usual_state("Mn"), usual_state("Sn"), usual_state("Co", "carbon"), usual_state("V", "polyanion")
    (2, 4, 3, 5)
    """
    if site == "anion" and symbol in _ANIONS:
        return _ANIONS[symbol]
    if site == "carbon" and symbol in _CARBON_COORDINATED:
        return _CARBON_COORDINATED[symbol]
    if symbol in LOWEST and site != "polyanion":
        return LOWEST[symbol]
    return max(table()[symbol].oxidation_states, default=0)


def assign_charges(sites: Sites) -> Assignment:
    """Assign formal charges to the metals of a composition.

    >>> from generator.formula import parse
    >>> from generator.sites import assign
    >>> [(c.symbol, str(c.charge)) for c in assign_charges(assign(parse("NaNi0.5Mn0.5O2"))).charges]
    [('Ni', '2'), ('Mn', '4')]
    """
    needed: int | Fraction = 0
    metals: list[_Metal] = []
    for occupant in sites.occupants:
        site, symbol, units, valence = occupant
        if site in ("metal", "carbon"):
            metals.append(_begin(occupant, sites.unit))
        else:
            needed -= units * (usual_state(symbol, site) if valence is None else valence)
    short = needed - sum([metal.units * metal.charge for metal in metals])
    steps = [metal.first for metal in metals]
    if short:
        short = _move(metals, LADDER if short > 0 else DESCENT, short, sites.unit, steps)
    charges = [charge for metal in metals for charge in metal.charges(sites.unit)]
    amount = sum([metal.units for metal in metals])
    return Assignment(
        needed=Fraction(needed, sites.unit),
        mean=Fraction(needed, amount),
        charges=tuple(charges),
        steps=tuple(steps),
        rest=Fraction(short, sites.unit),
        balanced=_ROUNDING * abs(Fraction(short)) <= amount,
        extreme=tuple([charge for charge in charges if charge.charge == EXTREME.get(charge.symbol)]),
    )


@dataclass(slots=True)
class _Metal:
    """A metal while its charge is being settled: `units` in all, `left` of them still at the charge `before`."""

    first: Step
    units: int
    charge: int | Fraction
    movable: bool
    left: int | Fraction = 0
    before: int | Fraction = 0

    def move(self, units: int | Fraction, charge: int) -> None:
        """Bring some units from the present charge to another; a metal in two states moves no further."""
        self.left, self.before, self.charge = self.units - units, self.charge, charge
        self.movable = not self.left

    def charges(self, unit: int) -> list[Charge]:
        _, site, symbol, _, amount = self.first
        if not self.left:
            return [Charge(site, symbol, self.charge, amount)]
        left, moved = Fraction(self.left, unit), Fraction(self.units - self.left, unit)
        return [Charge(site, symbol, self.before, left), Charge(site, symbol, self.charge, moved)]


def _begin(occupant: Occupant, unit: int) -> _Metal:
    """Give a metal its first charge: the printed one, or its usual or lowest state."""
    site, symbol, units, valence = occupant
    amount = Fraction(units, unit)
    if valence is not None:
        return _Metal(Step("printed", site, symbol, valence, amount), units, valence, movable=False)
    charge = usual_state(symbol, site)
    why = "lowest" if symbol in LOWEST else "usual"
    return _Metal(Step(why, site, symbol, charge, amount), units, charge, movable=True)


def _move(
    metals: list[_Metal], rungs: tuple[Rung, ...], short: int | Fraction, unit: int, steps: list[Step]
) -> int | Fraction:
    """Move metals rung by rung until nothing is short, or (`short` negative) too much; give back the rest."""
    by_symbol: dict[str, list[_Metal]] = {}
    for metal in metals:
        by_symbol.setdefault(metal.first.symbol, []).append(metal)
    for symbol, start, end in rungs:
        for metal in by_symbol.get(symbol, ()):
            if short and metal.movable and metal.charge == start:
                units: int | Fraction = min(metal.units, short if short > 0 else -short)
                metal.move(units, end)
                why = "raised" if end > start else "lowered"
                steps.append(Step(why, metal.first.site, symbol, end, Fraction(units, unit)))
                short -= units * (end - start)
    return short
