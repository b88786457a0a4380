"""Which atoms are the centres of oxoanions, such as P in PO4 or C in C2O4, and which charge do they carry?

A centre has its own oxygen: right after it, in the same bracket, and neither much less nor more than oxoanions hold.
Centres mix only in groups of one shape: P with S in PO4 and SO4, but not with the C of CO3 or C2O4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from .composition import Atom, FlatAtom, Group, number

CENTRES: Final = frozenset(("P", "S", "Si", "As", "B", "C", "Se"))  # with oxygen, non-metals that hold it
_CENTRES_WITH_OXYGEN: Final = CENTRES | {"N", "Cl"}  # else ligands
_LEAST: Final = Fraction(3, 2)  # oxygen atoms per centre: thiosulfate; `CO0.2` among metals is a mistake for Co
_MOST: Final = 4
_PLANAR: Final = frozenset(("B", "C", "N"))  # with three oxygen atoms: borate, carbonate, nitrate
_CONDENSED: Final = Fraction(7, 2)  # oxygen atoms per centre in P2O7; more are four, of which some may be missing
_FOUR_OXYGEN: Final = Atom("O", Fraction(4), None)

Charges = Mapping[tuple[str, Fraction], int]
_CHARGES: Final[Charges] = {
    **{("C", Fraction(2)): 3, ("S", Fraction(3)): 4, ("S", Fraction(3, 2)): 2, ("Se", Fraction(3)): 4},
    **{("As", Fraction(3)): 3, ("N", Fraction(3)): 5, ("N", Fraction(2)): 3, ("Cl", Fraction(4)): 7},
}
"""Oxalate, sulfite, thiosulfate, selenite, arsenite, nitrate, nitrite, perchlorate: other than the highest usual."""
_WITH_HYDROGEN: Final[Charges] = {("P", Fraction(3)): 3, ("P", Fraction(2)): 1}
"""Phosphite HPO3 and hypophosphite H2PO2 hold H on P; metaphosphate PO3 does not."""


def oxoanions(atoms: Sequence[FlatAtom]) -> dict[int, int | None]:
    """The places of all centres among the atoms, each with its charge; None for the highest usual one.

    >>> from generator.chemistry.formula import parse
    >>> oxoanions(parse("Na2Fe(C2O4)(HPO3)").atoms), oxoanions(parse("NaFe0.98P0.02O2").atoms)
    ({2: 3, 5: 3}, {})
    """
    found: dict[int, int | None] = {}
    if not any([atom.group or atom.symbol in _CENTRES_WITH_OXYGEN for atom in atoms]):  # noqa: C419  # a list is quicker
        return found
    for place, (symbol, amount, _, group, _) in enumerate(atoms):
        if group is not None and _is_xo4(group) and symbol == group.parts[0].symbol:  # type: ignore[union-attr]
            found[place] = _CHARGES.get((symbol, Fraction(4)))
        elif symbol in _CENTRES_WITH_OXYGEN:
            oxygen = _oxygen_after(atoms, place)
            if _LEAST * amount <= oxygen <= _MOST * amount:
                found[place] = _charge(atoms, place, oxygen / amount)
    return found


def shape(atoms: Sequence[FlatAtom], place: int) -> str:
    """The shape of the group around a centre: groups of one name can take each other's place.

    Condensed groups, such as P2O7 and C2O4, hold several centres, and pyramids such as SO3 a lone pair or hydrogen:
    each has a name of its own. Where a centre has no oxygen of its own, as Si in Si2PO12, four are usual.

    >>> from generator.chemistry.formula import parse
    >>> [shape(parse("Na3Mn(CO3)(PO4)").atoms, place) for place in (2, 4)]
    ['planar', 'tetrahedral']
    """
    symbol, amount, _, _, _ = atoms[place]
    ratio = _oxygen_after(atoms, place) / amount
    if symbol == "C" and ratio != 2:
        return "planar"
    if not ratio or ratio > _CONDENSED:
        return "tetrahedral"
    return "planar" if symbol in _PLANAR and 2 * ratio > 5 else f"{symbol}O{number(ratio)}"


def lone_oxygen(atoms: Sequence[FlatAtom]) -> list[int]:
    """The places of the oxygen that is in no oxoanion, such as the first in Na3V2O2(PO4)2F.

    Where a centre has no oxygen of its own, as P in P0.9Si0.1O4, all is taken for that of oxoanions.
    """
    centres = oxoanions(atoms)
    if any(atom.symbol in CENTRES and place not in centres for place, atom in enumerate(atoms)):
        return []
    return [place for place, atom in enumerate(atoms) if atom.symbol == "O" and place - 1 not in centres]


def _oxygen_after(atoms: Sequence[FlatAtom], place: int) -> Fraction:
    after = atoms[place + 1] if place + 1 < len(atoms) else None
    mine = after is not None and after.symbol == "O" and after.group is atoms[place].group
    return after.amount if after is not None and mine else Fraction(0)


def _charge(atoms: Sequence[FlatAtom], place: int, ratio: Fraction) -> int | None:
    symbol, _, _, group, _ = atoms[place]
    around = [*atoms[max(place - 1, 0) : place], *atoms[place + 2 : place + 3]]
    hydrogen = any(atom.symbol == "H" and atom.group is group for atom in around)
    return (_WITH_HYDROGEN if hydrogen else {}).get((symbol, ratio)) or _CHARGES.get((symbol, ratio))


def _is_xo4(group: Group) -> bool:
    """Whether a bracket is (MO4): its M is a centre, whatever element it is."""
    if len(group.parts) != 2:
        return False
    centre, oxygen = group.parts
    return isinstance(centre, Atom) and centre.amount == 1 and oxygen == _FOUR_OXYGEN
