"""Which site does each atom sit on? A composition is spread over the sites of its structure.

* alkali: Na, K, Rb and Cs; Li (and in layered oxides Ca) where the metal site does not need it
* metal: the mixing site; in a Prussian blue analogue the nitrogen-coordinated metals
* carbon: the carbon-coordinated metals inside [M(CN)6]
* polyanion: the central atoms of PO4, SO4, SiO4 and their like, which mix with no metal
* anion: O, F and the other ligands, with the C and N of cyanide

A composition does not always settle its sites; where it leaves a choice, the choice is put into a remark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Final, Literal, NamedTuple, cast, get_args

from .formula import VACANCY, Atom, Formula, FormulaError, Group, Placed, Remark, number, placed

Site = Literal["alkali", "metal", "carbon", "polyanion", "anion"]
Amounts = dict[str, Fraction]
SITES: Final[tuple[Site, ...]] = get_args(Site)

LAYERED: Final = "layered-oxide"
PRUSSIAN_BLUE: Final = "prussian-blue-analogue"
POLYANIONIC: Final = "polyanionic"
FAMILIES: Final = (LAYERED, PRUSSIAN_BLUE, POLYANIONIC, "spinel", "olivine", "rock-salt", "other")

_ALKALI: Final = frozenset(("Na", "K", "Rb", "Cs"))
_LIGANDS: Final = frozenset(("O", "F", "Cl", "Br", "I", "N", "H"))
_CENTRES: Final = frozenset(("P", "S", "Si", "As", "B", "C"))
_WANDERERS: Final = {LAYERED: ("Li", "Ca"), "rock-salt": ("Li",), "spinel": ("Li",), "other": ("Li",)}
_CHALCOGENIDES: Final = frozenset(("S", "Se", "Te"))
_TOLERANCE: Final = Fraction(2, 100)  # of a site sum: what rounding the printed amounts can explain
_ZERO: Final = Fraction(0)


class Occupant(NamedTuple):
    """An amount of one element on one site, in one printed valence or in none."""

    site: Site
    symbol: str
    amount: Fraction
    valence: Fraction | None


@dataclass(frozen=True, slots=True)
class Sites:
    """A composition spread over its sites, per formula unit; `positions` is the number of metal positions."""

    family: str
    occupants: tuple[Occupant, ...]
    alkali: Amounts
    metal: Amounts
    carbon: Amounts
    polyanion: Amounts
    anion: Amounts
    vacancies: dict[str, Fraction]
    positions: Fraction
    water: Fraction
    remarks: tuple[Remark, ...]


def total(amounts: Iterable[Fraction]) -> Fraction:
    """The exact sum of some amounts, over one common denominator.

    >>> total([Fraction(1, 6), Fraction(1, 3)])
    Fraction(1, 2)
    """
    ratios = [amount.as_integer_ratio() for amount in amounts]
    unit = lcm(*[below for _, below in ratios])
    return Fraction(sum([above * (unit // below) for above, below in ratios]), unit)


def assign(
    formula: Formula, family: str | None = None, stated: Mapping[str, Mapping[str, Fraction]] | None = None
) -> Sites:
    """Spread a composition over its sites; `stated` places the elements it names as a record says.

    Raises FormulaError where no metal is left to mix, or where `stated` disagrees with the formula.
    """
    atoms = list(placed(formula))
    family = family or infer_family(atoms, formula.phase)
    if family not in FAMILIES:
        raise FormulaError("unknown-family", 0, f"`{family}` is no family: take one of {', '.join(FAMILIES)}.")
    remarks: list[Remark] = []
    occupants, vacancies = _by_rule(atoms, family)
    if stated:
        occupants, vacancies = _as_stated(occupants, vacancies, stated)
    positions = _positions(occupants, family)
    if not stated:
        occupants = _settle(occupants, positions, family, remarks)
    sites = {site: _sum_by_element(occupants, site) for site in SITES}
    if not sites["metal"]:
        raise FormulaError("no-metal", 0, "There is no metal on the mixing site: a cathode needs at least one.")
    _remark_on_carbon(occupants, remarks)
    _remark_on_sum(formula, total(sites["metal"].values()), vacancies, positions, remarks)
    if family == PRUSSIAN_BLUE:
        _infer_carbon_vacancy(sites["carbon"], vacancies, remarks)
    return Sites(
        family, tuple(occupants), **sites, vacancies=vacancies, positions=positions, water=formula.water,
        remarks=tuple(remarks),
    )  # fmt: skip


# Families


def infer_family(atoms: Sequence[Placed], phase: str | None = None) -> str:
    """Tell the family of a cathode from its composition alone.

    >>> from generator.formula import parse
    >>> infer_family(list(placed(parse("Na3V2(PO4)3"))))
    'polyanionic'
    """
    if any(atom.cyanide for atom in atoms):
        return PRUSSIAN_BLUE
    held = {symbol: total([a.amount for a in atoms if a.symbol == symbol]) for symbol in {a.symbol for a in atoms}}
    oxygen, fluorine = held.get("O", _ZERO), held.get("F", _ZERO)
    centres = total([atom.amount for atom in atoms if _is_centre(atom)])
    if oxygen and centres * 6 >= oxygen:
        lithium_iron_phosphate = "Li" in held and not fluorine and held.get("P") == 1 and oxygen == 4
        return "olivine" if lithium_iron_phosphate else POLYANIONIC
    if phase and phase[0] in "OP":
        return LAYERED
    alkali = total([held.get(symbol, _ZERO) for symbol in (*_ALKALI, "Li")])
    metals = total([amount for symbol, amount in held.items() if _is_metal(symbol)])
    return _oxide_family(alkali, metals, oxygen, oxygen + fluorine)


def _oxide_family(alkali: Fraction, metals: Fraction, oxygen: Fraction, anions: Fraction) -> str:
    if not oxygen:
        return "other"
    if not alkali and abs(metals - anions) <= anions / 20:
        return "rock-salt"
    if abs(anions - 4) <= Fraction(1, 5) and (alkali or metals > Fraction(5, 2)) and alkali <= Fraction(6, 5):
        return "spinel"
    if alkali and abs(anions - 2) <= Fraction(1, 4):
        return LAYERED
    return "other"


def _is_metal(symbol: str) -> bool:
    return symbol not in _ALKALI and symbol not in _LIGANDS and symbol not in ("Li", VACANCY)


def _is_centre(atom: Placed) -> bool:
    """Whether an atom can be the centre of a polyanion: P, S, Si ..., or the M of a bracket (MO4)."""
    return atom.symbol in _CENTRES or (atom.symbol not in _LIGANDS and _is_xo4(atom.group))


def _is_xo4(group: Group | None) -> bool:
    if group is None or len(group.parts) != 2:
        return False
    centre, oxygen = group.parts
    return isinstance(centre, Atom) and centre.amount == 1 and oxygen == Atom("O", Fraction(4), None)


# Placing


def _by_rule(atoms: Sequence[Placed], family: str) -> tuple[list[Occupant], dict[str, Fraction]]:
    """Place each atom by its element and its bracket; a vacancy sits on the site of the atom before it."""
    occupants: list[Occupant] = []
    vacancies: dict[str, Fraction] = {}
    polyanionic = family in (POLYANIONIC, "olivine")
    oxygen = any(atom.symbol == "O" for atom in atoms)
    for atom in atoms:
        if atom.symbol == VACANCY:
            site = _vacant_site(occupants, family)
            vacancies[site] = vacancies.get(site, _ZERO) + atom.amount
        else:
            occupants.append(Occupant(_site_of(atom, polyanionic, oxygen), atom.symbol, atom.amount, atom.valence))
    return occupants, vacancies


def _site_of(atom: Placed, polyanionic: bool, oxygen: bool) -> Site:
    symbol = atom.symbol
    if symbol in _ALKALI or symbol == "Li":
        return "alkali"
    if symbol in _LIGANDS or (atom.cyanide and symbol == "C") or (not oxygen and symbol in _CHALCOGENIDES):
        return "anion"
    if atom.cyanide:
        return "carbon"
    return "polyanion" if polyanionic and _is_centre(atom) else "metal"


def _vacant_site(occupants: Sequence[Occupant], family: str) -> str:
    before: str = occupants[-1].site if occupants else "alkali"
    return "carbon" if family == PRUSSIAN_BLUE and before == "anion" else before


def _positions(occupants: Sequence[Occupant], family: str) -> Fraction:
    """The number of metal positions in a formula unit, which the metal amounts should sum to."""
    metal = total([o.amount for o in occupants if o.site == "metal"])
    anions = total([o.amount for o in occupants if o.site == "anion" and o.symbol != "H"])
    alkali = total([o.amount for o in occupants if o.site == "alkali"])
    if family == LAYERED:
        return _whole(anions / 2)
    if family == "rock-salt":
        return _whole(anions) if not alkali else max(anions - alkali, _ZERO) or Fraction(1)
    if family == "spinel":
        return _whole(anions / 2 if alkali else anions * 3 / 4)
    return _whole(metal)


def _whole(value: Fraction) -> Fraction:
    """The nearest whole number, and at least 1."""
    return Fraction(max(1, int(value + Fraction(1, 2))))


def _settle(
    occupants: list[Occupant], positions: Fraction, family: str, remarks: list[Remark]
) -> list[Occupant]:
    """Put Li, and in layered oxides Ca, where the metal site sums most nearly to its positions."""
    held = {s: total([o.amount for o in occupants if o.symbol == s]) for s in _WANDERERS.get(family, ())}
    held = {symbol: amount for symbol, amount in held.items() if amount}
    if not held:
        return occupants
    fixed = total([o.amount for o in occupants if o.site == "metal" and o.symbol not in held])
    choices = [choice for size in range(len(held) + 1) for choice in combinations(held, size)]
    sums = {choice: fixed + total([held[symbol] for symbol in choice]) for choice in choices}
    best = min(choices, key=lambda choice: abs(sums[choice] - positions))
    alone = not any(o.site == "alkali" and o.symbol not in held for o in occupants)
    if alone and best == () and "Li" in held:
        return _split_excess_lithium(occupants, positions, fixed, remarks)
    for symbol, amount in held.items():
        site: Site = "metal" if symbol in best else "alkali"
        occupants = _moved(occupants, symbol, site)
        remarks.append(_placement(symbol, site, sums[best], sums[best] + (-amount if site == "metal" else amount)))
    return occupants


def _moved(occupants: Iterable[Occupant], symbol: str, site: Site) -> list[Occupant]:
    return [o._replace(site=site) if o.symbol == symbol else o for o in occupants]


def _placement(symbol: str, site: Site, chosen: Fraction, other: Fraction) -> Remark:
    return Remark(
        f"{'lithium' if symbol == 'Li' else 'calcium'}-on-{site}-site",
        f"{symbol} is counted on the {site} site: the metal site then sums to {number(chosen)}, else to {number(other)}.",
    )


def _split_excess_lithium(
    occupants: list[Occupant], positions: Fraction, metal: Fraction, remarks: list[Remark]
) -> list[Occupant]:
    """In lithium-rich oxides the lithium beyond one per alkali position fills up the metal site."""
    lithium = [o for o in occupants if o.symbol == "Li"]
    excess = min(total([o.amount for o in lithium]) - positions, positions - metal)
    if len(lithium) != 1 or excess <= 0:
        return occupants
    remarks.append(Remark("lithium-split", f"{number(excess)} of the Li is counted on the metal site, to fill it."))
    kept = lithium[0]._replace(amount=lithium[0].amount - excess)
    return [kept if o is lithium[0] else o for o in occupants] + [Occupant("metal", "Li", excess, None)]


def _as_stated(
    occupants: list[Occupant], vacancies: dict[str, Fraction], stated: Mapping[str, Mapping[str, Fraction]]
) -> tuple[list[Occupant], dict[str, Fraction]]:
    """Take the elements that `stated` names from where the rule put them, and put them where it says."""
    moved: list[Occupant] = []
    vacancies = dict(vacancies)
    for site, amounts in stated.items():
        if site not in SITES:
            raise FormulaError("unknown-site", 0, f"`{site}` is no site: take one of {', '.join(SITES)}.")
        for symbol, amount in amounts.items():
            if symbol == VACANCY:
                vacancies[site] = Fraction(amount)
            else:
                moved.append(Occupant(cast(Site, site), symbol, Fraction(amount), _one_valence(occupants, symbol)))
    for symbol in dict.fromkeys(o.symbol for o in moved):
        written = total([o.amount for o in occupants if o.symbol == symbol])
        said = total([o.amount for o in moved if o.symbol == symbol])
        if written != said:
            raise FormulaError(
                "sites-disagree",
                0,
                f"The sites hold {number(said)} {symbol} and the formula {number(written)}: make them agree.",
            )
    named = {o.symbol for o in moved}
    return [o for o in occupants if o.symbol not in named] + moved, vacancies


def _one_valence(occupants: Iterable[Occupant], symbol: str) -> Fraction | None:
    valences = {o.valence for o in occupants if o.symbol == symbol}
    return valences.pop() if len(valences) == 1 else None


def _sum_by_element(occupants: Iterable[Occupant], site: Site) -> Amounts:
    amounts: Amounts = {}
    for occupant in occupants:
        if occupant.site == site:
            before = amounts.get(occupant.symbol)
            amounts[occupant.symbol] = occupant.amount if before is None else before + occupant.amount
    return amounts


# Remarks


def _remark_on_carbon(occupants: Iterable[Occupant], remarks: list[Remark]) -> None:
    if any(o.symbol == "C" and o.site == "metal" for o in occupants):
        remarks.append(Remark("carbon-not-cobalt", "C is carbon, and it is counted as a metal here: write Co for cobalt."))


def _remark_on_sum(
    formula: Formula, metal: Fraction, vacancies: Mapping[str, Fraction], positions: Fraction, remarks: list[Remark]
) -> None:
    found = metal + vacancies.get("metal", _ZERO)
    if abs(found - positions) <= _TOLERANCE:
        return
    text = f"The metal site sums to {number(found)}, not to {number(positions)}: check the amounts."
    for part in formula.parts:
        shared = _if_shared(part, found)
        if shared is not None and abs(shared - _whole(shared)) <= _TOLERANCE:
            text += (
                f" If the {number(part.amount)} after the bracket is shared by its elements, the sum is"
                f" {number(shared)}: then write each element with its own amount."
            )
    remarks.append(Remark("site-sum", text))


def _if_shared(part: Atom | Group, found: Fraction) -> Fraction | None:
    """The site sum if `(CrMoAl)0.1` meant 0.1 for all three; None for other parts."""
    if isinstance(part, Atom) or not all(isinstance(p, Atom) and p.amount == 1 and _is_metal(p.symbol) for p in part.parts):
        return None
    return found - part.amount * (len(part.parts) - 1)


def _infer_carbon_vacancy(carbon: Amounts, vacancies: dict[str, Fraction], remarks: list[Remark]) -> None:
    """An amount below 1 of [M(CN)6] leaves the rest vacant, printed or not."""
    held = total([*carbon.values(), vacancies.get("carbon", _ZERO)])
    missing = _whole(held) - held
    if missing > 0 and "carbon" not in vacancies:
        vacancies["carbon"] = missing
        remarks.append(
            Remark("vacancy-inferred", f"{number(missing)} of the carbon-coordinated sites must be vacant; none is printed.")
        )


# Sublattices


def sublattices(sites: Sites) -> list[list[Fraction]]:
    """The amounts that mix with one another, one list a site, vacancies included where the structure knows them.

    Only where all anions share one site (oxides) do they mix. The alkali site has as many positions as the metal
    site in layered oxides and twice as many in Prussian blue analogues; elsewhere only printed vacancies count.
    """
    oxide = sites.family in (LAYERED, "rock-salt", "spinel")
    alkali = list(sites.alkali.values())
    printed = sites.vacancies.get("alkali")
    vacant = printed if printed is not None else _alkali_positions(sites) - total(alkali)
    if alkali and vacant > 0:
        alkali.append(vacant)
    return [
        alkali,
        _with_vacancy(sites.metal, sites.vacancies.get("metal")),
        _with_vacancy(sites.carbon, sites.vacancies.get("carbon")),
        list(sites.polyanion.values()),
        [amount for symbol, amount in sites.anion.items() if symbol != "H"] if oxide else [],
    ]


def _alkali_positions(sites: Sites) -> Fraction:
    return sites.positions * {LAYERED: 1, PRUSSIAN_BLUE: 2}.get(sites.family, 0)


def _with_vacancy(amounts: Amounts, vacant: Fraction | None) -> list[Fraction]:
    return [*amounts.values(), vacant] if vacant else list(amounts.values())
