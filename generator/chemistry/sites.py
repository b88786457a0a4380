"""Which site does each atom sit on? A composition is spread over the sites of its structure.

Most atoms go where `placing.py` puts them. A composition does not always settle its sites: Li (and in layered
oxides Ca) goes to the metal site where that needs it; where there is a choice, it is put into a remark.
All amounts of one composition are kept as whole numbers of 1/unit: exact, and quick to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple

from .composition import Atom, FlatAtom, Formula, Part, common_unit, in_units, number
from .families import (
    FAMILIES,
    LAYERED,
    OTHER,
    PRUSSIAN_BLUE,
    ROCK_SALT,
    SPINEL,
    TUNNEL,
    family_of,
    is_metal,
    oxygen_per_carbon,
)
from .messages import Remark, refusal, remark
from .site_rules import SITES, Occupant, Site, Stated, as_stated, by_rule, in_print

__all__ = ["SITES", "Occupant", "Site", "Sites", "Stated", "assign", "sublattices"]

Held = Mapping[Site, Mapping[str, int]]
"""The units of each element on each site."""

_ROUNDING: Final = 50  # a site sum may be off by 1/50, which rounding the printed amounts explains
_WANDERERS: Final = {
    LAYERED: ("Li", "Ca"),
    ROCK_SALT: ("Li",),
    SPINEL: ("Li",),
    TUNNEL: ("Li",),
    OTHER: ("Li",),
}
_NAMES: Final = {"Li": "lithium", "Ca": "calcium"}
_ALKALI_PER_METAL: Final = {LAYERED: 1, PRUSSIAN_BLUE: 2}  # alkali positions; other structures vary
_CARBONATE: Final = 3  # oxygen atoms per carbon
CENTRE: Final = "the centre of a polyanion"
_SHARE_ANIONS: Final = (LAYERED, TUNNEL, ROCK_SALT, SPINEL)  # here all anions share one site


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
    def anions_mix(self) -> bool:
        """Whether all anions share one site."""
        return self.family in _SHARE_ANIONS

    @property
    def vacancies(self) -> dict[str, Fraction]:
        """The vacancies of each site that has some."""
        return {site: Fraction(units, self.unit) for site, units in self.vacant.items()}

    @property
    def atoms(self) -> int:
        """All atoms but those of water, in units of 1/unit."""
        return sum([occupant.units for occupant in self.occupants])

    def summed(self, names: Iterable[Site]) -> dict[str, int]:
        """The units of each element on some sites together."""
        together: dict[str, int] = {}
        for name in names:
            for symbol, units in self.held[name].items():
                together[symbol] = together.get(symbol, 0) + units
        return together

    def is_free_of(self, symbol: str) -> bool:
        """Whether an element sits on no site for cations."""
        return not any(symbol in self.held[site] for site in ("alkali", "metal", "carbon"))


def assign(formula: Formula, family: str | None = None, stated: Stated | None = None) -> Sites:
    """Spread a composition over its sites; `stated` places the elements it names as a record says.

    Raises FormulaError where no metal is left to mix, or where `stated` disagrees with the formula.
    """
    atoms = formula.atoms
    amounts = [atom.amount for atom in atoms]
    said = [amount for place in (stated or {}).values() for amount in place.values()]
    unit = common_unit(amounts + said)
    counts = [in_units(amount, unit) for amount in amounts]
    family = family or family_of(atoms, counts, unit, formula.phase)
    if family not in FAMILIES:
        raise refusal("unknown-family", 0, family, ", ".join(FAMILIES))
    occupants, vacant = by_rule(atoms, counts, family)
    if stated:
        occupants = as_stated(occupants, vacant, stated, unit)
    held = _held(occupants)
    positions = _positions(held, family, unit)
    settled, remarks = _settled(occupants, held, positions, family, stated or {}, unit)
    if settled is not occupants:
        held = _held(settled)
    if not held["metal"]:
        raise refusal("no-metal", 0)
    remarks += _remarks_on_carbon(atoms, held)
    remarks += _remarks_on_metal(formula.parts, held["metal"], vacant, positions, unit)
    if family == LAYERED:
        remarks += _remarks_on_alkali(held["alkali"], positions, unit)
    if family == PRUSSIAN_BLUE:
        remarks += _infer_carbon_vacancy(held["carbon"], vacant, unit)
    return Sites(family, unit, settled, held, vacant, positions, formula.water, remarks)


def _held(occupants: Iterable[Occupant]) -> Held:
    """The units of each element on each site."""
    held: dict[Site, dict[str, int]] = {site: {} for site in SITES}
    for site, symbol, units, _ in occupants:
        there = held[site]
        there[symbol] = there.get(symbol, 0) + units
    return held


# What a composition leaves open


def _positions(held: Held, family: str, unit: int) -> int:
    """The units of metal positions in a formula unit, which the metal amounts should sum to."""
    anions = sum([units for symbol, units in held["anion"].items() if symbol != "H"])
    alkali = sum(held["alkali"].values())
    if family in (LAYERED, TUNNEL):
        return _whole(anions, 2 * unit) * unit
    if family == ROCK_SALT:
        return anions - alkali if alkali < anions else unit
    if family == SPINEL:
        return (_whole(anions, 2 * unit) if alkali else _whole(3 * anions, 4 * unit)) * unit
    return _whole(sum(held["metal"].values()), unit) * unit


def _whole(units: int, unit: int) -> int:
    """The whole number nearest to units/unit, and at least 1."""
    return max(1, (2 * units + unit) // (2 * unit))


def _settled(
    occupants: list[Occupant], held: Held, positions: int, family: str, stated: Stated, unit: int
) -> tuple[list[Occupant], list[Remark]]:
    """Put Li, and in layered oxides Ca, where the metal site sums most nearly to its positions."""
    loose: dict[str, int] = {}
    for symbol in _WANDERERS.get(family, ()):
        units = held["alkali"].get(symbol, 0) + held["metal"].get(symbol, 0)
        if units and not any(symbol in amounts for amounts in stated.values()):
            loose[symbol] = units
    fixed = sum(held["metal"].values()) - sum([held["metal"].get(symbol, 0) for symbol in loose])
    if not loose or not fixed:  # lithium alone makes no mixing site
        return occupants, []
    choices = [choice for size in range(len(loose) + 1) for choice in combinations(loose, size)]
    sums = {choice: fixed + sum([loose[symbol] for symbol in choice]) for choice in choices}
    best = min(choices, key=lambda choice: abs(sums[choice] - positions))
    if not best and not any(o.site == "alkali" and o.symbol not in loose for o in occupants):
        return _split_excess_lithium(occupants, positions, fixed, unit)
    remarks = []
    for symbol, units in loose.items():
        site: Site = "metal" if symbol in best else "alkali"
        occupants = [o._replace(site=site) if o.symbol == symbol else o for o in occupants]
        other = sums[best] + (-units if site == "metal" else units)
        code = f"{_NAMES[symbol]}-on-{site}-site"
        remarks.append(remark(code, in_print(sums[best], unit), in_print(other, unit)))
    return occupants, remarks


def _split_excess_lithium(
    occupants: list[Occupant], positions: int, metal: int, unit: int
) -> tuple[list[Occupant], list[Remark]]:
    """In lithium-rich oxides the lithium beyond one per alkali position fills up the metal site."""
    lithium = [o for o in occupants if o.symbol == "Li"]
    excess = min(sum([o.units for o in lithium]) - positions, positions - metal)
    if len(lithium) != 1 or excess <= 0:
        return occupants, []
    kept = lithium[0]._replace(units=lithium[0].units - excess)
    spread = [kept if o is lithium[0] else o for o in occupants]
    return [*spread, Occupant("metal", "Li", excess, None)], [remark("lithium-split", in_print(excess, unit))]


# Remarks


def _remarks_on_carbon(atoms: Sequence[FlatAtom], held: Held) -> list[Remark]:
    """Carbon where cobalt may be meant: on the metal site, or with less oxygen than a carbonate has."""
    if "C" in held["metal"]:
        return [remark("carbon-not-cobalt", "a metal")]
    oxygen = oxygen_per_carbon(atoms) if "C" in held["polyanion"] else None
    return [remark("carbon-not-cobalt", CENTRE)] if oxygen and oxygen < _CARBONATE else []


def _remarks_on_metal(
    parts: Iterable[Part], metal: Mapping[str, int], vacant: Mapping[Site, int], positions: int, unit: int
) -> list[Remark]:
    """What looks odd about the metal site: a sum that is not its number of positions."""
    found = sum(metal.values()) + vacant.get("metal", 0)
    if _ROUNDING * abs(found - positions) <= unit:
        return []
    odd = [remark("site-sum", in_print(found, unit), in_print(positions, unit))]
    for part in parts:
        shared = _sum_if_shared(part, Fraction(found, unit))
        if shared is not None and shared == round(shared) > 0:
            odd.append(remark("site-sum-shared", number(part.amount), number(shared)))
    return odd


def _remarks_on_alkali(alkali: Mapping[str, int], positions: int, unit: int) -> list[Remark]:
    """More alkali than the one position beside each metal of a layered oxide holds."""
    found = sum(alkali.values())
    if _ROUNDING * (found - positions) <= unit:
        return []
    return [remark("alkali-sum", in_print(found, unit), in_print(positions, unit))]


def _sum_if_shared(part: Part, found: Fraction) -> Fraction | None:
    """The site sum if `(CrMoAl)0.1` meant 0.1 for all three; None for other parts."""
    if isinstance(part, Atom):
        return None
    bare = [isinstance(inner, Atom) and inner.amount == 1 and is_metal(inner.symbol) for inner in part.parts]
    return found - part.amount * (len(bare) - 1) if all(bare) else None


def _infer_carbon_vacancy(carbon: Mapping[str, int], vacant: dict[Site, int], unit: int) -> list[Remark]:
    """An amount below 1 of [M(CN)6] leaves the rest vacant, printed or not."""
    held = sum(carbon.values())
    missing = _whole(held, unit) * unit - held
    if missing <= 0 or "carbon" in vacant:
        return []
    vacant["carbon"] = missing
    return [remark("vacancy-inferred", in_print(missing, unit))]


# Sublattices


def sublattices(sites: Sites) -> list[list[int]]:
    """The units that mix with one another: alkali, metal, carbon, polyanion and anion site, in this order.

    Vacancies are included; on the alkali site they fill up its positions where the structure fixes these.
    The anion list is empty where the anions do not share one site.
    """
    lattices = [list(sites.held[site].values()) for site in SITES]
    if not sites.anions_mix:
        lattices[-1] = []
    elif "H" in sites.held["anion"]:
        lattices[-1] = [units for symbol, units in sites.held["anion"].items() if symbol != "H"]
    for lattice, site in zip(lattices, SITES, strict=True):
        vacant = sites.vacant.get(site, 0)
        if site == "alkali" and lattice and not vacant:
            vacant = sites.alkali_positions - sum(lattice)
        if vacant > 0:
            lattice.append(vacant)
    return lattices
