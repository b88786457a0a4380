"""Which site does each atom sit on? A composition is spread over the sites of its structure.

* alkali: Na, K, Rb and Cs; Li (and in layered oxides Ca) where the metal site does not need it
* metal: the mixing site; in a Prussian blue analogue the nitrogen-coordinated metals
* carbon: the carbon-coordinated metals inside [M(CN)6]
* polyanion: the central atoms of PO4, SO4, SiO4 and their like, which mix with no metal
* anion: O, F and the other ligands, with the C and N of cyanide

A composition does not always settle its sites; where it leaves a choice, the choice is put into a remark.
All amounts of one composition are kept as whole numbers of 1/unit: exact, and quick to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, NamedTuple, get_args

from .composition import VACANCY, Atom, Formula, Part, Placed, common_unit, in_units, number, placed
from .families import (
    ALKALI,
    FAMILIES,
    LAYERED,
    LIGANDS,
    OLIVINE,
    OTHER,
    POLYANIONIC,
    PRUSSIAN_BLUE,
    ROCK_SALT,
    SPINEL,
    infer_family,
    is_centre,
    is_metal,
)
from .messages import Remark, refusal, remark

Site = Literal["alkali", "metal", "carbon", "polyanion", "anion"]
Stated = Mapping[str, Mapping[str, Fraction]]
SITES: Final[tuple[Site, ...]] = get_args(Site)

_ROUNDING: Final = 50  # a site sum may be off by 1/50, which rounding the printed amounts explains
_CHALCOGENIDES: Final = frozenset(("S", "Se", "Te"))
_WANDERERS: Final = {LAYERED: ("Li", "Ca"), ROCK_SALT: ("Li",), SPINEL: ("Li",), OTHER: ("Li",)}
_NAMES: Final = {"Li": "lithium", "Ca": "calcium"}
_ALKALI_PER_METAL: Final = {LAYERED: 1, PRUSSIAN_BLUE: 2}  # alkali positions; other structures vary
_SHARE_ANIONS: Final = (LAYERED, ROCK_SALT, SPINEL)  # here all anions share one site


class Occupant(NamedTuple):
    """Some units of one element on one site, in one printed valence or in none."""

    site: Site
    symbol: str
    units: int
    valence: Fraction | None


@dataclass(frozen=True, slots=True)
class Sites:
    """A composition spread over its sites, per formula unit, in whole numbers of 1/unit.

    `positions`: the metal positions of a formula unit. The properties give the amounts as fractions.
    """

    family: str
    unit: int
    occupants: tuple[Occupant, ...]
    held: Mapping[Site, Mapping[str, int]]
    vacant: Mapping[Site, int]
    positions: int
    water: Fraction
    remarks: tuple[Remark, ...]

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
    def vacancies(self) -> dict[str, Fraction]:
        """The vacancies of each site that has some."""
        return {site: Fraction(units, self.unit) for site, units in self.vacant.items()}


def assign(formula: Formula, family: str | None = None, stated: Stated | None = None) -> Sites:
    """Spread a composition over its sites; `stated` places the elements it names as a record says.

    Raises FormulaError where no metal is left to mix, or where `stated` disagrees with the formula.
    """
    atoms = placed(formula.parts)
    family = family or infer_family(atoms, formula.phase)
    if family not in FAMILIES:
        raise refusal("unknown-family", 0, family, ", ".join(FAMILIES))
    said = [amount for amounts in (stated or {}).values() for amount in amounts.values()]
    unit = common_unit([atom.amount for atom in atoms] + said)
    occupants, vacant = _by_rule(atoms, family, unit)
    if stated:
        occupants = _as_stated(occupants, vacant, stated, unit)
    positions = _positions(_held(occupants), family, unit)
    occupants, remarks = _settled(occupants, positions, family, stated or {}, unit)
    held = _held(occupants)
    if not held["metal"]:
        raise refusal("no-metal", 0)
    remarks += _remarks_on_metal(formula.parts, held["metal"], vacant, positions, unit)
    if family == PRUSSIAN_BLUE:
        remarks += _infer_carbon_vacancy(held["carbon"], vacant, unit)
    return Sites(family, unit, tuple(occupants), held, vacant, positions, formula.water, tuple(remarks))


def _held(occupants: Iterable[Occupant]) -> dict[Site, dict[str, int]]:
    """The units of each element on each site."""
    held: dict[Site, dict[str, int]] = {site: {} for site in SITES}
    for site, symbol, units, _ in occupants:
        there = held[site]
        there[symbol] = there.get(symbol, 0) + units
    return held


# Placing


def _by_rule(atoms: Sequence[Placed], family: str, unit: int) -> tuple[list[Occupant], dict[Site, int]]:
    """Place each atom by its element and its bracket; a vacancy sits on the site of the atom before it."""
    occupants: list[Occupant] = []
    vacant: dict[Site, int] = {}
    polyanionic = family in (POLYANIONIC, OLIVINE)
    oxygen = any(atom.symbol == "O" for atom in atoms)
    for atom in atoms:
        units = in_units(atom.amount, unit)
        if atom.symbol == VACANCY:
            site = _vacant_site(occupants, family)
            vacant[site] = vacant.get(site, 0) + units
        else:
            site = _site_of(atom, polyanionic, oxygen)
            occupants.append(Occupant(site, atom.symbol, units, atom.valence))
    return occupants, vacant


def _site_of(atom: Placed, polyanionic: bool, oxygen: bool) -> Site:
    symbol = atom.symbol
    if symbol in ALKALI or symbol == "Li":
        return "alkali"
    if symbol in LIGANDS or (atom.cyanide and symbol == "C") or (symbol in _CHALCOGENIDES and not oxygen):
        return "anion"
    if atom.cyanide:
        return "carbon"
    return "polyanion" if polyanionic and is_centre(symbol, atom.group) else "metal"


def _vacant_site(occupants: Sequence[Occupant], family: str) -> Site:
    before = occupants[-1].site if occupants else "alkali"
    return "carbon" if family == PRUSSIAN_BLUE and before == "anion" else before


def _positions(held: Mapping[Site, Mapping[str, int]], family: str, unit: int) -> int:
    """The units of metal positions in a formula unit, which the metal amounts should sum to."""
    anions = sum([units for symbol, units in held["anion"].items() if symbol != "H"])
    alkali = sum(held["alkali"].values())
    if family == LAYERED:
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
    occupants: list[Occupant], positions: int, family: str, stated: Stated, unit: int
) -> tuple[list[Occupant], list[Remark]]:
    """Put Li, and in layered oxides Ca, where the metal site sums most nearly to its positions."""
    free = [s for s in _WANDERERS.get(family, ()) if not any(s in amounts for amounts in stated.values())]
    loose = {s: sum([o.units for o in occupants if o.symbol == s]) for s in free}
    loose = {symbol: units for symbol, units in loose.items() if units}
    fixed = sum([o.units for o in occupants if o.site == "metal" and o.symbol not in loose])
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
        remarks.append(remark(code, _spelled(sums[best], unit), _spelled(other, unit)))
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
    return [*spread, Occupant("metal", "Li", excess, None)], [remark("lithium-split", _spelled(excess, unit))]


def _spelled(units: int, unit: int) -> str:
    return number(Fraction(units, unit))


# What a record states


def _as_stated(
    occupants: list[Occupant], vacant: dict[Site, int], stated: Stated, unit: int
) -> list[Occupant]:
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
        raise refusal("sites-disagree", 0, _spelled(said, unit), symbol, _spelled(written, unit))


def _one_valence(occupants: Iterable[Occupant], symbol: str) -> Fraction | None:
    valences = {o.valence for o in occupants if o.symbol == symbol}
    return valences.pop() if len(valences) == 1 else None


# Remarks


def _remarks_on_metal(
    parts: Iterable[Part], metal: Mapping[str, int], vacant: Mapping[Site, int], positions: int, unit: int
) -> list[Remark]:
    """What looks odd about the metal site: carbon on it, or a sum that is not its number of positions."""
    odd = [remark("carbon-not-cobalt")] if "C" in metal else []
    found = sum(metal.values()) + vacant.get("metal", 0)
    if _ROUNDING * abs(found - positions) <= unit:
        return odd
    odd.append(remark("site-sum", _spelled(found, unit), _spelled(positions, unit)))
    for part in parts:
        shared = _sum_if_shared(part, Fraction(found, unit))
        if shared is not None and shared == round(shared) > 0:
            odd.append(remark("site-sum-shared", number(part.amount), number(shared)))
    return odd


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
    return [remark("vacancy-inferred", _spelled(missing, unit))]


# Sublattices


def sublattices(sites: Sites) -> list[list[int]]:
    """The units that mix with one another: alkali, metal, carbon, polyanion and anion site, in this order.

    Vacancies are included; on the alkali site they fill up its positions where the structure fixes these.
    The anion list is empty where the anions do not share one site.
    """
    lattices = [list(sites.held[site].values()) for site in SITES]
    if sites.family not in _SHARE_ANIONS:
        lattices[-1] = []
    elif "H" in sites.held["anion"]:
        lattices[-1] = [units for symbol, units in sites.held["anion"].items() if symbol != "H"]
    for lattice, site in zip(lattices, SITES, strict=True):
        vacant = sites.vacant.get(site, 0)
        if site == "alkali" and lattice and not vacant:
            vacant = sites.positions * _ALKALI_PER_METAL.get(sites.family, 0) - sum(lattice)
        if vacant > 0:
            lattice.append(vacant)
    return lattices
