"""Where does an atom go? To the site that its element and its bracket ask for, or that a record states.

* alkali: Na, K, Rb, Cs and NH4, and for the time being Li: `sites.py` sees whether the metal site needs it
* metal: the mixing site; in a Prussian blue analogue the nitrogen-coordinated metals
* carbon: the carbon-coordinated metals inside [M(CN)6]
* polyanion: the central atoms of PO4, SO4, SiO4 and their like, which mix with no metal; outside of oxides whose
  metals and anions each share one site, all non-metals
* anion: O, F and the other ligands, with the C and N of cyanide
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple, get_args

from .composition import ALKALI, AMMONIUM, VACANCY, FlatAtom, in_units, number
from .families import LAYERED, LIGANDS, PRUSSIAN_BLUE, ROCK_SALT, SPINEL, TUNNEL
from .messages import refusal
from .polyanions import CENTRES, shape
from .tokenizer import SYMBOLS

Site = Literal["alkali", "metal", "carbon", "polyanion", "anion"]
Stated = Mapping[str, Mapping[str, Fraction]]
SITES: Final[tuple[Site, ...]] = get_args(Site)
_ALWAYS: Final[Mapping[str, Site]] = {
    **dict.fromkeys((*ALKALI, "Li", AMMONIUM), "alkali"),
    **dict.fromkeys(LIGANDS, "anion"),
}
_CHALCOGENIDES: Final = frozenset(("S", "Se", "Te"))
_WITHOUT_CYANIDE: Final[Mapping[str, Site]] = {
    **dict.fromkeys(SYMBOLS - CENTRES - _CHALCOGENIDES, "metal"),
    **_ALWAYS,
}
"""The sites of the elements that have one wherever no metal is carbon-coordinated."""
_NEVER_METALS: Final = frozenset(("S", "Se"))  # in an oxide: sulfate and selenate, or their like
ONE_ANION_SITE: Final = (LAYERED, TUNNEL, ROCK_SALT, SPINEL)  # here all anions share one site, and all metals
BY_ANIONS: Final = (LAYERED, TUNNEL)  # families with one metal position for two anions

Held = Mapping[Site, Mapping[str, int]]
"""The units of each element on each site."""


class Occupant(NamedTuple):
    """Some units of one element on one site, in one printed valence or in none; of a centre, its group's shape."""

    site: Site
    symbol: str
    units: int
    valence: Fraction | None
    shape: str = ""


def in_print(units: int, unit: int) -> str:
    """An amount in units of 1/unit, as it is printed."""
    return number(Fraction(units, unit))


# By rule


def by_rule(
    atoms: Sequence[FlatAtom],
    counts: Sequence[int],
    family: str,
    centres: Mapping[int, int | None],
    printed: Mapping[int, Site],
) -> tuple[list[Occupant], dict[Site, int]]:
    """Place each atom by its element and its bracket; a vacancy is on the site of its bracket or of the atom before it.

    `counts` are the amounts of the atoms in units of 1/unit; `centres` those of oxoanions with their charges, and
    `printed` the sites that brackets state, by place. Gives the occupants, and the vacancies by site.
    """
    occupants: list[Occupant] = []
    vacant: dict[Site, int] = {}
    dense = family in ONE_ANION_SITE
    usual = _ALWAYS if family == PRUSSIAN_BLUE else _WITHOUT_CYANIDE
    for place, (atom, units) in enumerate(zip(atoms, counts, strict=True)):
        symbol, _, valence, _, _ = atom
        if centres and place in centres:
            charge = _charge(atom, centres[place])
            occupants.append(Occupant("polyanion", symbol, units, charge, shape(atoms, place)))
            continue
        site = (printed.get(place) if printed else None) or usual.get(symbol)
        if symbol == VACANCY:
            site = site or _vacant_site(occupants, family, atoms, place)
            vacant[site] = vacant.get(site, 0) + units
        elif units:
            site = site or _site_of(atom, dense, atoms, occupants)
            around = shape(atoms, place) if site == "polyanion" else ""
            occupants.append(Occupant(site, symbol, units, valence, around))
    return occupants, vacant


def _site_of(atom: FlatAtom, dense: bool, atoms: Sequence[FlatAtom], before: Sequence[Occupant]) -> Site:
    """The site of an atom whose element alone does not tell it; `dense`: in an oxide whose metals share one site."""
    symbol, _, _, _, cyanide = atom
    if cyanide:
        return "anion" if symbol == "C" else "carbon"
    oxygen = any(other.symbol == "O" for other in atoms)
    if symbol in _CHALCOGENIDES and not oxygen:
        return "anion"
    if symbol in _NEVER_METALS and before and before[-1].site == "anion":
        return "anion"  # as in O1.9S0.1
    return "polyanion" if symbol in _NEVER_METALS or (symbol in CENTRES and oxygen and not dense) else "metal"


def _charge(atom: FlatAtom, charge: int | None) -> Fraction | None:
    return atom.valence if charge is None or atom.valence is not None else Fraction(charge)


def _vacant_site(occupants: Sequence[Occupant], family: str, atoms: Sequence[FlatAtom], place: int) -> Site:
    """The site of a vacancy: that of the atom before it, or after it where it is the first in its bracket."""
    group = atoms[place].group
    if group is not None and (place == 0 or atoms[place - 1].group is not group) and place + 1 < len(atoms):
        after = atoms[place + 1]
        return "carbon" if after.cyanide else _ALWAYS.get(after.symbol, "metal")
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
                valence, around = _one_valence(occupants, symbol), _shape_of(occupants, symbol)
                moved.append(Occupant(site, symbol, in_units(amount, unit), valence, around))
    named = dict.fromkeys([o.symbol for o in moved])
    for symbol in named:
        _check_stated(symbol, occupants, moved, unit)
    return [o for o in occupants if o.symbol not in named] + moved


def _check_stated(symbol: str, occupants: list[Occupant], moved: list[Occupant], unit: int) -> None:
    written = sum([o.units for o in occupants if o.symbol == symbol])
    said = sum([o.units for o in moved if o.symbol == symbol])
    if written != said:
        raise refusal("sites-disagree", 0, in_print(said, unit), symbol, in_print(written, unit))


def _shape_of(occupants: Iterable[Occupant], symbol: str) -> str:
    """The shape of the group around a centre that a record states; four oxygen atoms are usual."""
    return next((o.shape for o in occupants if o.symbol == symbol and o.shape), "tetrahedral")


def _one_valence(occupants: Iterable[Occupant], symbol: str) -> Fraction | None:
    valences = {o.valence for o in occupants if o.symbol == symbol}
    return valences.pop() if len(valences) == 1 else None


def nearest_whole(units: int, unit: int) -> int:
    """The whole number nearest to units/unit, and at least 1."""
    return max(1, (2 * units + unit) // (2 * unit))
