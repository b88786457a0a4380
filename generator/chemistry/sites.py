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
    Atom,
    FlatAtom,
    Formula,
    Group,
    Part,
    in_common_units,
    number,
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
    TUNNEL,
    family_of,
    is_metal,
    oxygen_per_carbon,
)
from .loose_ions import settled, settled_vacancies
from .messages import Remark, refusal, remark
from .polyanions import CENTRES, lone_oxygen, oxoanions
from .site_rules import ONE_ANION_SITE, SITES, Held, Occupant, Site, Stated, as_stated, by_rule, in_print

__all__ = ["SITES", "Occupant", "Site", "Sites", "Stated", "assign", "sublattices"]

_NONE: Final[frozenset[str]] = frozenset()
_PARTS: Final = 12  # units hold whole numbers of halves, thirds and quarters
_ROUNDING: Final = 50  # a site sum may be off by 1/50, which rounding the printed amounts explains
_ALKALI_PER_METAL: Final = {LAYERED: 1, PRUSSIAN_BLUE: 2}  # alkali positions; other structures vary
_CARBONATE: Final = 3  # oxygen atoms per carbon
_GROUP_OF_ITS_OWN: Final = 5  # less than 1/5 of the centres, as in (PO4)2.9(BO3)0.1, replaces some of the others
CENTRE: Final = "the centre of a polyanion"
_HALOGENS: Final = ("F", "Cl", "Br", "I")
_BY_ANIONS: Final = (LAYERED, TUNNEL)  # families with one metal position for two anions
_IN_TUNNELS: Final = {"Na": (40, 50), "K": (20, 27)}  # percent of the metals: Na0.44MnO2, K2Mn8O16 and doped forms


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
        return self.positions if self.family in ONE_ANION_SITE else _whole(found, self.unit) * self.unit

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
    remarks += _remarks_on_non_metals(atoms, held, family)
    remarks += _remarks_on_metal(formula.parts, held["metal"], vacant, positions, family, unit)
    remarks += _remarks_on_anions(atoms, counts, held, positions, family)
    if not held["alkali"]:
        remarks.append(remark("no-alkali"))
    if family == LAYERED:
        remarks += _remarks_on_alkali(held, positions, unit, named or formula.phase)
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
    if family in _BY_ANIONS or (family == SPINEL and not ALKALI_OR_LITHIUM.isdisjoint([a.symbol for a in atoms])):
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
    if family in _BY_ANIONS or (family == SPINEL and held["alkali"]):
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
    whole = _whole(anions, 2 * unit) * unit
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
    beyond = "carbon" not in vacant and _ROUNDING * (metals - carbon) > carbon
    return metals if beyond else carbon


def _whole(units: int, unit: int) -> int:
    """The whole number nearest to units/unit, and at least 1."""
    return max(1, (2 * units + unit) // (2 * unit))


# Remarks


def _remarks_on_non_metals(atoms: Sequence[FlatAtom], held: Held, family: str) -> list[Remark]:
    """Non-metals on the metal site or beside it, metals in oxoanions, and carbon where cobalt may be meant."""
    if not held["polyanion"] and CENTRES.isdisjoint(held["metal"]) and CENTRES.isdisjoint(held["anion"]):
        return []
    found = [
        remark("non-metal-on-anion-site", symbol) for symbol in ("S", "Se") if {symbol, "O"} <= held["anion"].keys()
    ]
    dopants = [symbol for symbol in held["metal"] if symbol in CENTRES and symbol != "C"]
    if dopants:
        found.append(remark("non-metal-on-metal-site", ", ".join(dopants)))
    oxometallates = [symbol for symbol in held["polyanion"] if is_metal(symbol) and symbol not in CENTRES]
    if oxometallates:
        found.append(remark("metal-as-centre", ", ".join(oxometallates)))
    if family in ONE_ANION_SITE and held["polyanion"]:
        found.append(remark("non-metal-off-metal-site", ", ".join(held["polyanion"])))
    if "C" in held["metal"]:
        return [*found, remark("carbon-not-cobalt", "a metal")]
    oxygen = oxygen_per_carbon(atoms) if "C" in held["polyanion"] else None
    return [*found, remark("carbon-not-cobalt", CENTRE)] if oxygen and oxygen < _CARBONATE else found


def _remarks_on_anions(
    atoms: Sequence[FlatAtom], counts: Sequence[int], held: Held, positions: int, family: str
) -> list[Remark]:
    """No anions, hydrogen or a halogen where oxides have none, and mixed anions whose positions stay open."""
    if not held["anion"]:
        return [remark("no-anions")]
    if family not in ONE_ANION_SITE:
        return _remarks_on_mixed(atoms, counts, held, positions)
    metals = [place for place, atom in enumerate(atoms) if atom.symbol in held["metal"]]
    early = [atom.symbol for atom in atoms[: metals[-1]] if atom.symbol in _HALOGENS]
    found = [remark("halogen-among-metals", ", ".join(dict.fromkeys(early)))] if early else []
    return [*found, remark("hydrogen-counted")] if "H" in held["anion"] else found


def _remarks_on_mixed(atoms: Sequence[FlatAtom], counts: Sequence[int], held: Held, positions: int) -> list[Remark]:
    """O beside F or Cl, outside of polyanions, in no whole number for each metal: then the two share positions."""
    others = [symbol for symbol in _HALOGENS if symbol in held["anion"]]
    free = sum([counts[place] for place in lone_oxygen(atoms)]) if others else 0
    return [remark("anions-not-mixed", " and ".join(("O", *others)))] if free % positions else []


def _remarks_on_metal(
    parts: Iterable[Part],
    metal: Mapping[str, int],
    vacant: Mapping[Site, int],
    positions: int,
    family: str,
    unit: int,
) -> list[Remark]:
    """What looks unusual about the metal site: a sum that is not its number of positions, or that may be another."""
    found = sum(metal.values()) + vacant.get("metal", 0)
    known = family in ONE_ANION_SITE or family == PRUSSIAN_BLUE
    usual, tolerance = (positions, positions) if known else (_whole(found, unit) * unit, unit)
    off = _ROUNDING * abs(found - usual) > tolerance
    remarks = []
    if off:
        wanted = f"not to {in_print(usual, unit)}" if known else "which is no whole number"
        remarks.append(remark("site-sum", in_print(found, unit), wanted))
    for part in [part for part in parts if isinstance(part, Group)]:
        shared = _sum_if_shared(part, Fraction(found, unit))
        if shared is not None and (part.amount > 1 or (off and shared == round(shared) > 0)):
            remarks.append(remark("site-sum-shared", number(part.amount), number(shared)))
    if family in _BY_ANIONS and positions > unit:
        remarks.append(remark("multiple", in_print(positions, unit)))
    return remarks


def _remarks_on_alkali(held: Held, positions: int, unit: int, named: str | None) -> list[Remark]:
    """More alkali than the one position beside each metal of a layered oxide holds, or as little as in tunnels."""
    found = sum(held["alkali"].values())
    if _ROUNDING * (found - positions) > positions:
        return [remark("alkali-sum", in_print(found, unit), in_print(positions, unit))]
    if named or 2 * held["metal"].get("Mn", 0) < positions:
        return []
    percents = [(100 * held["alkali"].get(symbol, 0), *range_) for symbol, range_ in _IN_TUNNELS.items()]
    wide = [least * positions <= percent < most * positions for percent, least, most in percents]
    return [remark("tunnel-possible")] if any(wide) else []


def _sum_if_shared(group: Group, found: Fraction) -> Fraction | None:
    """The site sum if `(CrMoAl)0.1` meant 0.1 for all three; None for other brackets."""
    bare = [isinstance(inner, Atom) and inner.amount == 1 and is_metal(inner.symbol) for inner in group.parts]
    return found - group.amount * (len(bare) - 1) if len(bare) > 1 and all(bare) else None


def _infer_carbon_vacancy(held: Held, vacant: dict[Site, int], positions: int, unit: int) -> list[Remark]:
    """Fewer [M(CN)6] than metals beside them leave the rest vacant, printed or not, but not in Na2Zn3[Fe(CN)6]2."""
    missing = positions - sum(held["carbon"].values())
    zinc = 2 * held["metal"].get("Zn", 0) > positions
    if missing <= 0 or "carbon" in vacant or zinc:
        return []
    vacant["carbon"] = missing
    return [remark("vacancy-inferred", in_print(missing, unit))]


# Sublattices


def sublattices(sites: Sites) -> list[list[int]]:
    """The units that mix with one another: alkali, metal, carbon, polyanion and anion site, in this order.

    The anions are last; the centres of polyanions stand before them, once for each shape of their groups.
    Vacancies are included; on the alkali site they fill up its positions where the structure fixes these.
    The anion list is empty where the anions do not share one site.
    """
    lattices = [list(sites.held[site].values()) for site in SITES]
    if not sites.anions_mix:
        lattices[-1] = []
    elif "H" in sites.held["anion"]:  # that of hydroxide is no anion
        lattices[-1] = [units for symbol, units in sites.held["anion"].items() if symbol != "H"]
    for lattice, site in zip(lattices, SITES, strict=True):
        vacant = sites.vacant.get(site, 0)
        if site == "alkali" and lattice and not vacant:
            vacant = sites.alkali_positions - sum(lattice)
        if vacant > 0:
            lattice.append(vacant)
    if "polyanion" in sites.vacant or len(lattices[3]) < 2:
        return lattices
    return [*lattices[:3], *_centres_by_shape(sites), lattices[-1]]


def _centres_by_shape(sites: Sites) -> list[list[int]]:
    """The units of the centres that can take each other's place: those in groups of one shape, and what dopes them."""
    centres = [each for each in sites.occupants if each.site == "polyanion"]
    amounts: dict[str, int] = {}
    for each in centres:
        amounts[each.shape] = amounts.get(each.shape, 0) + each.units
    most, total = max(amounts, key=amounts.__getitem__), sum(amounts.values())
    together: dict[str, dict[str, int]] = {}
    for _, symbol, units, _, shape in centres:
        place = together.setdefault(most if _GROUP_OF_ITS_OWN * amounts[shape] < total else shape, {})
        place[symbol] = place.get(symbol, 0) + units
    return [list(place.values()) for place in together.values()]
