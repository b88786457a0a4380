"""Where does an atom go? To the site that its element and its bracket ask for, or that a record states.

* alkali: Na, K, Rb and Cs, and for the time being Li: `sites.py` sees whether the metal site needs it
* metal: the mixing site; in a Prussian blue analogue the nitrogen-coordinated metals
* carbon: the carbon-coordinated metals inside [M(CN)6]
* polyanion: the central atoms of PO4, SO4, SiO4 and their like, which mix with no metal
* anion: O, F and the other ligands, with the C and N of cyanide
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple, get_args

from .composition import VACANCY, FlatAtom, in_units, number
from .families import ALKALI, LIGANDS, OLIVINE, POLYANIONIC, PRUSSIAN_BLUE, is_centre
from .messages import refusal

Site = Literal["alkali", "metal", "carbon", "polyanion", "anion"]
Stated = Mapping[str, Mapping[str, Fraction]]
SITES: Final[tuple[Site, ...]] = get_args(Site)

_ALWAYS: Final[Mapping[str, Site]] = {
    **dict.fromkeys((*ALKALI, "Li"), "alkali"),
    **dict.fromkeys(LIGANDS, "anion"),
}
_CHALCOGENIDES: Final = frozenset(("S", "Se", "Te"))


class Occupant(NamedTuple):
    """Some units of one element on one site, in one printed valence or in none."""

    site: Site
    symbol: str
    units: int
    valence: Fraction | None


def in_print(units: int, unit: int) -> str:
    """An amount in units of 1/unit, as it is printed."""
    return number(Fraction(units, unit))


# By rule


def by_rule(atoms: Sequence[FlatAtom], counts: Sequence[int], family: str) -> tuple[list[Occupant], dict[Site, int]]:
    """Place each atom by its element and its bracket; a vacancy sits on the site of the atom before it.

    `counts` are the amounts of the atoms in units of 1/unit. Gives the occupants, and the vacancies by site.
    """
    occupants: list[Occupant] = []
    vacant: dict[Site, int] = {}
    polyanionic = family in (POLYANIONIC, OLIVINE)
    oxygen = "O" in [atom.symbol for atom in atoms]
    for atom, units in zip(atoms, counts, strict=True):
        symbol = atom.symbol
        if symbol == VACANCY:
            site = _vacant_site(occupants, family)
            vacant[site] = vacant.get(site, 0) + units
        else:
            site = _ALWAYS.get(symbol) or _site_of(atom, polyanionic, oxygen)
            occupants.append(Occupant(site, symbol, units, atom.valence))
    return occupants, vacant


def _site_of(atom: FlatAtom, polyanionic: bool, oxygen: bool) -> Site:
    """The site of an atom whose element alone does not tell it."""
    symbol, _, _, group, cyanide = atom
    if symbol in _CHALCOGENIDES and not oxygen:
        return "anion"
    if cyanide:
        return "anion" if symbol == "C" else "carbon"
    return "polyanion" if polyanionic and is_centre(symbol, group) else "metal"


def _vacant_site(occupants: Sequence[Occupant], family: str) -> Site:
    before = occupants[-1].site if occupants else "alkali"
    return "carbon" if family == PRUSSIAN_BLUE and before == "anion" else before


# What a record states


def as_stated(occupants: list[Occupant], vacant: dict[Site, int], stated: Stated, unit: int) -> list[Occupant]:
    """Take the elements that `stated` names from where the rule put them, and put them where it says."""
    moved: list[Occupant] = []
    for name, amounts in stated.items():
        site = next((site for site in SITES if site == name), None)
        if site is None:
            raise refusal("unknown-site", 0, name, ", ".join(SITES))
        for symbol, amount in amounts.items():
            if symbol == VACANCY:
                vacant[site] = in_units(amount, unit)
            else:
                valence = _one_valence(occupants, symbol)
                moved.append(Occupant(site, symbol, in_units(amount, unit), valence))
    named = dict.fromkeys([o.symbol for o in moved])
    for symbol in named:
        _check_stated(symbol, occupants, moved, unit)
    return [o for o in occupants if o.symbol not in named] + moved


def _check_stated(symbol: str, occupants: list[Occupant], moved: list[Occupant], unit: int) -> None:
    written = sum([o.units for o in occupants if o.symbol == symbol])
    said = sum([o.units for o in moved if o.symbol == symbol])
    if written != said:
        raise refusal("sites-disagree", 0, in_print(said, unit), symbol, in_print(written, unit))


def _one_valence(occupants: Iterable[Occupant], symbol: str) -> Fraction | None:
    valences = {o.valence for o in occupants if o.symbol == symbol}
    return valences.pop() if len(valences) == 1 else None
