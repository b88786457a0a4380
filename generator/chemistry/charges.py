"""Which charge does each metal carry? One formal assignment, by an ordered procedure that can be printed.

1. The alkali, the anions and the polyanions fix what the metals must carry in all.
2. A printed valence is kept. An element with one usual state takes it.
3. The others start at their lowest usual state and are raised, rung by rung of LADDER, until the sum is
   reached; the last rung may be climbed in part, which leaves that element in two states.
4. Where even the start is too much, elements are lowered, rung by rung of DESCENT. A dopant such as Nb5+ is not:
   it was added for its charge, and would hide that the amounts do not balance.

The result is called formal: it balances the books and measures nothing. The work grows with the number of
elements and of rungs, never with the number of combinations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from operator import mul
from typing import Final, NamedTuple

from .composition import AMMONIUM, ROUNDING, number
from .elements import table
from .families import LAYERED
from .sites import Occupant, Site, Sites


class Rung(NamedTuple):
    """A step of one charge, up or down; of two for metals that leave out the state between."""

    symbol: str
    start: int
    end: int


LADDER: Final = tuple(
    Rung(*rung)
    for rung in (
        ("Fe", 2, 3),
        ("Mn", 2, 3),
        ("Co", 2, 3),
        ("Ru", 3, 4),
        ("Ir", 3, 4),
        ("Rh", 3, 4),
        ("Mn", 3, 4),
        ("V", 3, 4),
        ("V", 4, 5),
        ("Ru", 4, 5),
        ("Ir", 4, 5),
        ("Bi", 3, 5),
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
        ("Mo", 4, 3),
        ("Nb", 4, 3),
        ("V", 3, 2),
        ("Cr", 3, 2),
    )
)
"""The order in which the others are reduced when nothing else balances: V2+ and Cr2+ reduce all that come before."""

_KEPT_BY_DOPANTS: Final = frozenset(("Mo", "W", "Nb", "Ti", "V", "Cr"))  # they are added for their high charge
_DOPANT: Final = 4  # what holds less than a quarter of the metals is a dopant

EXTREME: Final[Mapping[str, Collection[int]]] = {
    "Ni": (4,),
    "Co": (4,),
    "Fe": (4,),
    "Cr": (2, 4),
    "Cu": (3,),
    "V": (2,),
}
"""States that cycling reaches: a fresh cathode that needs one is doubtful, or its formula is."""

LOW_IN_LAYERS: Final[Mapping[str, Collection[int]]] = {"Mn": (2,), "Fe": (2,), "Co": (2,)}
"""The same in a layered oxide: of the records that hold the metal, fewer than one in 25 need this state, as
`tests/test_descriptors.py` counts."""

_AS_MADE: Final[Mapping[tuple[str, int | Fraction], Fraction]] = {
    ("Co", 4): Fraction(1, 2)
}  # shares made as such: NaxCoO2 from x = 0.5 on

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


MIDDLE: Final = 3  # the charge below which an unusual state is a low one
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Charge(NamedTuple):
    """Some of one element on one site that carries one formal charge, in units of 1/unit."""

    site: Site
    symbol: str
    charge: int | Fraction  # a fraction only where one is printed
    units: int | Fraction
    unit: int

    @property
    def amount(self) -> Fraction:
        """The amount per formula unit."""
        return Fraction(self.units, self.unit)

    @property
    def text(self) -> str:
        """The ion as chemists print it, such as Mn²⁺."""
        charge = "" if self.charge == 1 else number(Fraction(self.charge))
        return f"{self.symbol}{charge.translate(_RAISED)}⁺"


class Step(NamedTuple):
    """One step of the procedure: `why` is printed, usual, lowest, raised or lowered."""

    why: str
    ion: Charge


Move = tuple[int, int, int, int | Fraction]
"""(place, start, end, units): some units of the metal at this place in the list go from one charge to another."""


class Assignment(NamedTuple):
    """Formal charges per formula unit.

    `carried`: the charge all metals must carry together, `amount`: that of the metals, and `short`: the
    charge that no move could supply, all three in units of 1/unit. `family` decides which states are extreme.
    """

    charges: Sequence[Charge]
    metals: Sequence[Occupant]
    moves: Sequence[Move]
    carried: int | Fraction
    amount: int
    short: int | Fraction
    unit: int
    family: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the procedure, in their order."""
        begun = [Charge(m.site, m.symbol, _first(m), m.units, self.unit) for m in self.metals]
        first = [Step(_why(metal), ion) for metal, ion in zip(self.metals, begun, strict=True)]
        why = "raised" if sum([ion.units * ion.charge for ion in begun]) < self.carried else "lowered"
        moved = [begun[place]._replace(charge=end, units=units) for place, _, end, units in self.moves]
        return (*first, *[Step(why, ion) for ion in moved])

    @property
    def needed(self) -> Fraction:
        """The charge all metals must carry together."""
        return Fraction(self.carried, self.unit)

    @property
    def mean(self) -> Fraction:
        """The mean charge of a metal."""
        return Fraction(self.carried, self.amount)

    @property
    def rest(self) -> Fraction:
        """The charge that no step could balance."""
        return Fraction(self.short, self.unit)

    @property
    def balanced(self) -> bool:
        """Whether rounding the printed amounts explains the rest."""
        return -self.amount <= ROUNDING * self.short <= self.amount

    @property
    def extreme(self) -> tuple[Charge, ...]:
        """The states that cycling reaches, and that neither rounding explains nor a cathode as made has."""
        low = LOW_IN_LAYERS if self.family == LAYERED else {}
        found = [ion for ion in self.charges if ion.charge in (*EXTREME.get(ion.symbol, ()), *low.get(ion.symbol, ()))]
        beyond_rounding = [ion for ion in found if ROUNDING * ion.units > self.amount]
        return tuple([ion for ion in beyond_rounding if ion.units > self._as_made(ion)])

    @property
    def beyond_rounding(self) -> list[Charge]:
        """The ions; a metal of which rounding the printed amounts can leave a part in a second state is in one."""
        found = list(self.charges)
        for one, other in pairwise(self.charges):
            less, more = sorted((one, other), key=lambda ion: ion.units)
            if one[:2] == other[:2] and ROUNDING * less.units <= self.amount:
                found.remove(less)
                found[found.index(more)] = more._replace(units=one.units + other.units)
        return found

    def _as_made(self, ion: Charge) -> int | Fraction:
        """How much of a metal may be in this state in a cathode as made."""
        part = _AS_MADE.get(ion[1:3])
        return part * sum([metal.units for metal in self.metals if metal.symbol == ion.symbol]) if part else 0


@cache
def usual_state(symbol: str, site: Site = "metal") -> int:
    """The charge an element starts from: its lowest on the ladder, else its highest usual state.

    >>> usual_state("Mn"), usual_state("Sn"), usual_state("Co", "carbon"), usual_state("V", "polyanion")
    (2, 4, 3, 5)
    """
    if symbol == AMMONIUM:
        return 1
    if site == "anion" and symbol in _ANIONS:
        return _ANIONS[symbol]
    if site == "carbon" and symbol in _CARBON_COORDINATED:
        return _CARBON_COORDINATED[symbol]
    if symbol in LOWEST and site != "polyanion":
        return LOWEST[symbol]
    return max(table()[symbol].oxidation_states, default=0)


def assign_charges(sites: Sites) -> Assignment:
    """Assign formal charges to the metals of a composition.

    >>> from generator.chemistry.formula import parse
    >>> from generator.chemistry.sites import assign
    >>> [(c.symbol, str(c.charge)) for c in assign_charges(assign(parse("NaNi0.5Mn0.5O2"))).charges]
    [('Ni', '2'), ('Mn', '4')]
    """
    metals: list[Occupant] = []
    charges: list[int | Fraction] = []
    carried: int | Fraction = 0
    for occupant in sites.occupants:
        if occupant.site == "metal" or occupant.site == "carbon":
            metals.append(occupant)
            charges.append(_first(occupant))
        else:
            carried -= occupant.units * _first(occupant)
    amounts = [metal.units for metal in metals]
    short = carried - sum(map(mul, amounts, charges))
    moves, short = _move(metals, charges, LADDER if short >= 0 else _descent(metals, sum(amounts)), short)
    ions = _ions(metals, charges, moves, sites.unit)
    return Assignment(ions, metals, moves, carried, sum(amounts), short, sites.unit, sites.family)


def _descent(metals: Sequence[Occupant], amount: int) -> list[Rung]:
    """The rungs of DESCENT without those of dopants that keep their charge."""
    held: dict[str, int] = {}
    for metal in metals:
        held[metal.symbol] = held.get(metal.symbol, 0) + metal.units
    kept = {symbol for symbol in _KEPT_BY_DOPANTS if _DOPANT * held.get(symbol, 0) < amount}
    return [rung for rung in DESCENT if rung.symbol not in kept]


def _first(occupant: Occupant) -> int | Fraction:
    """The charge an atom begins with: the printed one, or its usual or lowest state."""
    site, symbol, _, valence, _ = occupant
    return usual_state(symbol, site) if valence is None else valence


def _why(metal: Occupant) -> str:
    """Why a metal begins with its charge."""
    return "printed" if metal.valence is not None else "lowest" if metal.symbol in LOWEST else "usual"


def _move(
    metals: Sequence[Occupant], charges: list[int | Fraction], rungs: Iterable[Rung], short: int | Fraction
) -> tuple[list[Move], int | Fraction]:
    """Move `charges` rung by rung until nothing is short, or (`short` negative) too much; the rest comes second.

    Only the very last move can leave a part of its metal behind, in the charge it came from.
    """
    moves: list[Move] = []
    places = _places(metals)
    for symbol, start, end in rungs:
        if not short:
            break
        for place in places.get(symbol, ()):
            if short and charges[place] == start:
                height = end - start
                units = _enough(short, height, metals[place].units)
                moves.append((place, start, end, units))
                charges[place] = end
                short -= units * height
    return moves, short


def _enough(short: int | Fraction, height: int, units: int) -> int | Fraction:
    """How much of a metal, at most its `units`, must move by `height` so that nothing is short."""
    needed = short * height if height in (1, -1) else Fraction(short, height)
    return units if units < needed else needed


def _places(metals: Sequence[Occupant]) -> dict[str, list[int]]:
    """The site of each element whose charge is not printed."""
    places: dict[str, list[int]] = {}
    for place, metal in enumerate(metals):
        if metal.valence is None:
            places.setdefault(metal.symbol, []).append(place)
    return places


def _ions(
    metals: Sequence[Occupant], charges: Sequence[int | Fraction], moves: Sequence[Move], unit: int
) -> list[Charge]:
    """The metals with their charges after all moves; one of which a part has stayed behind is in two states."""
    ions = [Charge(m.site, m.symbol, c, m.units, unit) for m, c in zip(metals, charges, strict=True)]
    if moves:
        place, start, end, units = moves[-1]
        site, symbol, _, held, _ = ions[place]
        if units < held:
            stayed = Charge(site, symbol, start, held - units, unit)
            ions[place : place + 1] = [stayed, Charge(site, symbol, end, units, unit)]
    return ions
