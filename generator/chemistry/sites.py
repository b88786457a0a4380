"""Which site does each atom sit on? A composition is spread over the sites of its structure.

Most atoms go where `site_rules.py` or a printed bracket puts them; what a composition leaves open, `loose_ions.py`
settles. Every choice is put into a remark, and a record can state another.
All amounts of one composition are kept as whole numbers of 1/unit: exact, and quick to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Final, NamedTuple

from .brackets import stated_by_brackets
from .composition import (
    ALKALI_OR_LITHIUM,
    AMMONIUM,
    NON_METALS,
    ROUNDING,
    FlatAtom,
    Formula,
    Part,
    in_common_units,
    with_ammonium,
)
from .families import (
    FAMILIES,
    LAYERED,
    LIGANDS,
    PRUSSIAN_BLUE,
    ROCK_SALT,
    SPINEL,
    STRUCTURES,
    family_of,
)
from .loose_ions import settled, settled_vacancies
from .messages import Remark, refusal, remark
from .polyanions import oxoanions
from .site_remarks import remarks_on_alkali, remarks_on_anions, remarks_on_metal, remarks_on_non_metals
from .site_rules import (
    BY_ANIONS,
    ONE_ANION_SITE,
    SITES,
    Held,
    Occupant,
    Site,
    Stated,
    as_stated,
    by_rule,
    in_print,
    nearest_whole,
)

__all__ = ["SITES", "Occupant", "Site", "Sites", "Stated", "assign"]

_NONE: Final[frozenset[str]] = frozenset()
_PARTS: Final = 12  # units hold whole numbers of halves, thirds and quarters
_ALKALI_PER_METAL: Final = {LAYERED: 1, PRUSSIAN_BLUE: 2}  # alkali positions; other structures vary


class Sites(NamedTuple):
    """A composition spread over its sites, per formula unit, in whole numbers of 1/unit.

    `positions`: the metal positions of a formula unit. The properties give the amounts as fractions.
    """

    family: str
    unit: int
    occupants: Sequence[Occupant]
    held: Held
    vacant: Mapping[Site, int]
    positions: int
    water: Fraction
    remarks: Sequence[Remark]

    def amounts(self, site: Site) -> dict[str, Fraction]:
        """The amounts of the elements on one site."""
        return {symbol: Fraction(units, self.unit) for symbol, units in self.held[site].items()}

    @property
    def alkali(self) -> dict[str, Fraction]:
        """The alkali site."""
        return self.amounts("alkali")

    @property
    def metal(self) -> dict[str, Fraction]:
        """The mixing metal site."""
        return self.amounts("metal")

    @property
    def carbon(self) -> dict[str, Fraction]:
        """The carbon-coordinated metals."""
        return self.amounts("carbon")

    @property
    def anion(self) -> dict[str, Fraction]:
        """The anions, led by the central atoms of polyanions."""
        return self.amounts("polyanion") | self.amounts("anion")

    @property
    def by_site(self) -> dict[Site, dict[str, Fraction]]:
        """The amounts of each site that holds something, the centres of polyanions apart from the anions."""
        return {site: self.amounts(site) for site in SITES if self.held[site]}

    @property
    def alkali_positions(self) -> int:
        """The units of alkali positions that the structure fixes; 0 where it does not, so that none are vacant."""
        return self.positions * _ALKALI_PER_METAL.get(self.family, 0)

    @property
    def usual_sum(self) -> int:
        """The sum of the metals in a complete formula unit: the nearest whole number where no anions tell it."""
        found = sum(self.held["metal"].values()) + self.vacant.get("metal", 0)
        return self.positions if self.family in ONE_ANION_SITE else nearest_whole(found, self.unit) * self.unit

    @property
    def anions_mix(self) -> bool:
        """Whether all anions share one site."""
        return self.family in ONE_ANION_SITE

    @property
    def vacancies(self) -> dict[str, Fraction]:
        """The vacancies of each site that has some."""
        return {site: Fraction(units, self.unit) for site, units in self.vacant.items()}

    @property
    def atoms(self) -> int:
        """All atoms but those of water, in units of 1/unit."""
        ions = sum([occupant.units for occupant in self.occupants])
        return ions + 4 * self.held["alkali"].get(AMMONIUM, 0)

    def summed(self, names: Iterable[Site]) -> dict[str, int]:
        """The units of each element on some sites together."""
        together: dict[str, int] = {}
        for name in names:
            for symbol, units in self.held[name].items():
                together[symbol] = together.get(symbol, 0) + units
        return together

    def is_free_of(self, symbol: str) -> bool:
        """Whether an element sits on no site for cations."""
        held = self.held
        return symbol not in held["metal"] and symbol not in held["alkali"] and symbol not in held["carbon"]


def assign(formula: Formula, family: str | None = None, stated: Stated | None = None) -> Sites:
    """Spread a composition over its sites; `stated` places the elements it names as a record says.

    Raises FormulaError where no metal is left to mix, or where `stated` disagrees with the formula.
    """
    atoms = _ions(formula) if formula.remarks else formula.atoms
    others = [amount for place in stated.values() for amount in place.values()] if stated else ()
    unit, counts = in_common_units([atom.amount for atom in atoms], others, _PARTS)
    centres = oxoanions(atoms)
    named = family or STRUCTURES.get(formula.structure or "")
    family = named or family_of(atoms, counts, centres, formula.phase)
    if family not in FAMILIES:
        raise refusal("unknown-family", 0, family, ", ".join(FAMILIES))
    printed, remarks = _printed(formula.parts, atoms, counts, centres, family, unit) if formula.bracketed else ({}, [])
    occupants, vacant = by_rule(atoms, counts, family, centres, printed)
    if stated:
        occupants = as_stated(occupants, vacant, stated, unit)
    held = _held(occupants)
    positions = _positions(held, vacant, family, unit)
    known = {atoms[place].symbol for place in printed}.union(*(stated or {}).values()) if printed or stated else _NONE
    remarks += settled_vacancies(held, vacant, positions, family, known)
    moved, said = settled(occupants, held, vacant, positions, family, known, unit)
    if moved is not occupants:
        held = _held(moved)
        positions = _positions(held, vacant, family, unit)
    if NON_METALS.issuperset(held["metal"]):
        raise refusal("no-metal", 0)
    remarks += said
    remarks += remarks_on_non_metals(atoms, held, family)
    remarks += remarks_on_metal(formula.parts, held["metal"], vacant, positions, family, unit)
    remarks += remarks_on_anions(atoms, counts, held, positions, family)
    if not held["alkali"]:
        remarks.append(remark("no-alkali"))
    if family == LAYERED:
        remarks += remarks_on_alkali(held, positions, unit, named or formula.phase)
    if family == PRUSSIAN_BLUE:
        remarks += _infer_carbon_vacancy(held, vacant, positions, unit)
    return Sites(family, unit, moved, held, vacant, positions, formula.water, remarks)


def _ions(formula: Formula) -> Sequence[FlatAtom]:
    """The atoms, those of ammonium as one."""
    ammonium = any(each.code == "ammonium" for each in formula.remarks)
    return with_ammonium(formula.atoms) if ammonium else formula.atoms


def _printed(
    parts: Sequence[Part],
    atoms: Sequence[FlatAtom],
    counts: Sequence[int],
    centres: Mapping[int, int | None],
    family: str,
    unit: int,
) -> tuple[dict[int, Site], list[Remark]]:
    """The sites that printed brackets state, by the places of the atoms."""
    positions = None
    if family in BY_ANIONS or (family == SPINEL and not ALKALI_OR_LITHIUM.isdisjoint([a.symbol for a in atoms])):
        anions = [n for atom, n in zip(atoms, counts, strict=True) if atom.symbol in LIGANDS and atom.symbol != "H"]
        positions = _half(sum(anions), unit)
    return stated_by_brackets(parts, atoms, counts, centres, positions, unit)


def _held(occupants: Iterable[Occupant]) -> Held:
    """The units of each element on each site."""
    held: dict[Site, dict[str, int]] = {site: {} for site in SITES}
    for site, symbol, units, _, _ in occupants:
        there = held[site]
        there[symbol] = there.get(symbol, 0) + units
    return held


# What a composition leaves open


def _positions(held: Held, vacant: Mapping[Site, int], family: str, unit: int) -> int:
    """The units of metal positions in a formula unit: n times as many in n formula units."""
    anions = sum([units for symbol, units in held["anion"].items() if symbol != "H"])
    if family in BY_ANIONS or (family == SPINEL and held["alkali"]):
        return _half(anions, unit)
    if family == SPINEL:
        return max(1, 3 * anions // 4)
    if family == ROCK_SALT:
        alkali = sum(held["alkali"].values())
        return anions - alkali if alkali < anions else anions
    metals = sum(held["metal"].values()) + vacant.get("metal", 0)
    return _beside_cyanide(metals, held, vacant) if family == PRUSSIAN_BLUE else _beside_anions(metals, held)


def _half(anions: int, unit: int) -> int:
    """Half as many positions as anions, of which some may be missing: the nearest whole number within an eighth."""
    if anions == 2 * unit:
        return unit
    whole = nearest_whole(anions, 2 * unit) * unit
    return whole if 4 * abs(anions - 2 * whole) <= unit else max(1, anions // 2)


def _beside_anions(metals: int, held: Held) -> int:
    """A simple ratio to the anions, as 2/3 of (PO4)3, if it is within a tenth of the metals; else these as written."""
    group = gcd(*held["polyanion"].values(), *held["anion"].values())
    for parts in (1, 2, 3) if group else ():
        whole = (2 * parts * metals + group) // (2 * group)
        if 10 * abs(parts * metals - whole * group) <= whole * group:
            return whole * group // parts
    return max(1, metals)


def _beside_cyanide(metals: int, held: Held, vacant: Mapping[Site, int]) -> int:
    """As many positions as carbon-coordinated metals, with vacancies; more metals than these leave some unprinted."""
    carbon = sum(held["carbon"].values()) + vacant.get("carbon", 0)
    beyond = "carbon" not in vacant and ROUNDING * (metals - carbon) > carbon
    return metals if beyond else carbon


def _infer_carbon_vacancy(held: Held, vacant: dict[Site, int], positions: int, unit: int) -> list[Remark]:
    """Fewer [M(CN)6] than metals beside them leave the rest vacant, printed or not, but not in Na2Zn3[Fe(CN)6]2."""
    missing = positions - sum(held["carbon"].values())
    zinc = 2 * held["metal"].get("Zn", 0) > positions
    if missing <= 0 or "carbon" in vacant or zinc:
        return []
    vacant["carbon"] = missing
    return [remark("vacancy-inferred", in_print(missing, unit))]
