"""Which family does a cathode belong to? From its composition alone, where neither a record nor its text names it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from .composition import ALKALI, ALKALI_OR_LITHIUM, AMMONIUM, VACANCY, Atom, FlatAtom
from .elements import large_ions
from .polyanions import CENTRES

LAYERED: Final = "layered-oxide"
TUNNEL: Final = "tunnel-oxide"  # a composition alone looks layered: only a record, or who asks, can say it
PRUSSIAN_BLUE: Final = "prussian-blue-analogue"
POLYANIONIC: Final = "polyanionic"
SPINEL: Final = "spinel"
OLIVINE: Final = "olivine"
ROCK_SALT: Final = "rock-salt"
OTHER: Final = "other"
FAMILIES: Final = (LAYERED, TUNNEL, PRUSSIAN_BLUE, POLYANIONIC, SPINEL, OLIVINE, ROCK_SALT, OTHER)
STRUCTURES: Final = {
    **{"nasicon": POLYANIONIC, "alluaudite": POLYANIONIC, "maricite": POLYANIONIC, "olivine": OLIVINE},
    **{"layered": LAYERED, "tunnel": TUNNEL, "spinel": SPINEL, "rock-salt": ROCK_SALT},
}
"""What a text names before a formula, as in `tunnel-type Na0.44MnO2`."""

LIGANDS: Final = frozenset(("O", "F", "Cl", "Br", "I", "N", "H"))
_ALKALI: Final = ALKALI_OR_LITHIUM | {AMMONIUM}
_NO_METALS: Final = _ALKALI | LIGANDS | {VACANCY}
_NEVER_METALS: Final = _NO_METALS | {"C", "S", "Se"}
_LEAST_OXYGEN: Final = 1.5  # oxygen atoms per central atom, all oxygen counted
_MOST_OXYGEN: Final = 6  # a dopant such as P0.02 in an oxide has a hundred
_EARLY: Final = frozenset(("Ti", "V", "Nb", "Ta", "Mo", "W"))
_MOST_BESIDE: Final = 12  # where the anion is printed as one: Na(NbO2)2PO4 has 8


def family_name(family: str) -> str:
    """Return a family as it is printed.

    >>> family_name("prussian-blue-analogue"), family_name("layered-oxide")
    ('Prussian blue analogue', 'layered oxide')
    """
    return family.replace("-", " ").replace("prussian", "Prussian")


def family_of(atoms: Sequence[FlatAtom], counts: Sequence[int], centres: Collection[int], phase: str | None) -> str:
    """Tell the family from a composition: amounts in any common unit, and the places of the centres of oxoanions.

    >>> from generator.chemistry.formula import parse
    >>> from generator.chemistry.polyanions import oxoanions
    >>> atoms = parse("Na3V2(PO4)3").atoms
    >>> family_of(atoms, [int(atom.amount) for atom in atoms], oxoanions(atoms), None)
    'polyanionic'
    """
    held: dict[str, int] = {}
    for (symbol, _, _, _, cyanide), units in zip(atoms, counts, strict=True):
        if cyanide:
            return PRUSSIAN_BLUE
        held[symbol] = held.get(symbol, 0) + units
    oxygen = held.get("O", 0)
    if oxygen and (centres or not CENTRES.isdisjoint(held)) and _is_polyanionic(atoms, counts, centres, held):
        return OLIVINE if _is_olivine(held) else POLYANIONIC
    if phase and phase[0] in "OP":
        return LAYERED
    return _oxide_family(held) if oxygen else OTHER


def _is_polyanionic(
    atoms: Sequence[FlatAtom], counts: Sequence[int], centres: Collection[int], held: Mapping[str, int]
) -> bool:
    """Whether there is as much oxygen as polyanions hold, or oxoanions are printed that are more than a dopant."""
    printed = sum([counts[place] for place in centres])
    loose = sum([held[symbol] for symbol in CENTRES.intersection(held)])
    both = loose + sum([counts[place] for place in centres if atoms[place].symbol not in CENTRES])
    oxygen = held["O"]
    return both * _MOST_OXYGEN >= oxygen >= both * _LEAST_OXYGEN or printed * _MOST_BESIDE >= oxygen


def _is_olivine(held: Mapping[str, int]) -> bool:
    """LiMPO4 and its multiples: with sodium or fluorine, or with fewer metals than phosphate, it is none."""
    phosphate = held.get("P", 0)
    metals = _metals(held) - phosphate
    plain = "Li" in held and "F" not in held and ALKALI.isdisjoint(held)
    return plain and held["O"] == 4 * phosphate and 5 * metals >= 4 * phosphate


def _oxide_family(held: Mapping[str, int]) -> str:
    """AMO2, MO, or AM2O4 and M3O4, by ratios alone: a formula and its multiples have one family."""
    alkali = sum([units for symbol, units in held.items() if symbol in _ALKALI])
    anions = held["O"] + held.get("F", 0)
    if alkali > held.get("Li", 0):
        return LAYERED if _is_layered(held, alkali, anions) else OTHER
    metals = _metals(held)
    if not alkali:
        return ROCK_SALT if _near(metals, anions) else SPINEL if _near(4 * metals, 3 * anions) else OTHER
    if _near(4 * (alkali + metals), 3 * anions) and 2 * _sum(held, frozenset(("Mn", "Ti"))) > metals:
        return SPINEL
    return LAYERED if _is_layered(held, alkali, anions) else OTHER


def _metals(held: Mapping[str, int]) -> int:
    return sum([units for symbol, units in held.items() if symbol not in _NEVER_METALS])


def _near(one: int, other: int) -> bool:
    return 20 * abs(one - other) <= other


def _sum(held: Mapping[str, int], symbols: Collection[str]) -> int:
    return sum([units for symbol, units in held.items() if symbol in symbols])


def _is_layered(held: Mapping[str, int], alkali: int, anions: int) -> bool:
    """Whether an oxide with alkali can be n times AMO2, with n metals for 2 n anions, though its amounts may be off.

    Perovskites hold ions as large as sodium on a quarter of the positions and more. Where early metals such as Ti and
    Mo hold half of them, as in titanates and molybdates, the others must be filled; lithium counts where it is needed.
    """
    if 4 * alkali > 3 * anions or not (large_ions().isdisjoint(held) or 8 * _sum(held, large_ions()) <= anions):
        return False
    if _EARLY.isdisjoint(held) or 4 * _sum(held, _EARLY) < anions:
        return True
    lithium = held.get("Li", 0)
    most = _metals(held) + held.get(VACANCY, 0) + (lithium if alkali > lithium else max(0, lithium - anions // 2))
    return 20 * most >= 9 * anions and 6 * alkali >= anions


def is_metal(symbol: str) -> bool:
    """Whether an element, taken alone, belongs on a metal site."""
    return symbol not in _NO_METALS


def oxygen_per_carbon(atoms: Sequence[FlatAtom]) -> Fraction | None:
    """The least O per C where a C without an amount comes right before O: a carbonate, or a misprint of Co.

    >>> from generator.chemistry.formula import parse
    >>> [str(oxygen_per_carbon(parse(text).atoms)) for text in ("NaCO0.5Mn0.5O2", "NaFeCO3", "NaFeC2O4")]
    ['1/2', '3', 'None']
    """
    pairs = [(a, b) for a, b in pairwise(atoms) if a.symbol == "C" and b.symbol == "O" and a.group is b.group]
    return min([oxygen.amount / carbon.amount for carbon, oxygen in pairs if _is_bare(carbon)], default=None)


def _is_bare(atom: FlatAtom) -> bool:
    """Whether an atom is written without an amount."""
    if atom.group is None:
        return atom.amount == 1
    return any(part.symbol == atom.symbol and part.amount == 1 for part in atom.group.parts if isinstance(part, Atom))
