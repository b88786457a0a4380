"""Which family does a cathode belong to? Told from its composition alone, where no record says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from .composition import VACANCY, Atom, FlatAtom, Group, common_unit, in_units

LAYERED: Final = "layered-oxide"
TUNNEL: Final = "tunnel-oxide"  # a composition alone looks layered: only a record, or who asks, can say it
PRUSSIAN_BLUE: Final = "prussian-blue-analogue"
POLYANIONIC: Final = "polyanionic"
SPINEL: Final = "spinel"
OLIVINE: Final = "olivine"
ROCK_SALT: Final = "rock-salt"
OTHER: Final = "other"
FAMILIES: Final = (LAYERED, TUNNEL, PRUSSIAN_BLUE, POLYANIONIC, SPINEL, OLIVINE, ROCK_SALT, OTHER)

ALKALI: Final = frozenset(("Na", "K", "Rb", "Cs"))
LIGANDS: Final = frozenset(("O", "F", "Cl", "Br", "I", "N", "H"))
_ALKALI_OR_LITHIUM: Final = ALKALI | {"Li"}
_NO_METALS: Final = _ALKALI_OR_LITHIUM | LIGANDS | {VACANCY}
_CENTRES: Final = frozenset(("P", "S", "Si", "As", "B", "C"))
_LEAST_OXYGEN: Final = 2.5  # per central atom; `CO0.2` among metals is a slip for Co
_MOST_OXYGEN: Final = 6  # oxygen atoms per central atom; a dopant such as P0.02 in an oxide has a hundred


def infer_family(atoms: Sequence[FlatAtom], phase: str | None = None) -> str:
    """Tell the family of a cathode from its composition alone.

    >>> from generator.chemistry.composition import flatten
    >>> from generator.chemistry.formula import parse
    >>> infer_family(flatten(parse("Na3V2(PO4)3").parts))
    'polyanionic'
    """
    amounts = [atom.amount for atom in atoms]
    unit = common_unit(amounts)
    return family_of(atoms, [in_units(amount, unit) for amount in amounts], unit, phase)


def family_of(atoms: Sequence[FlatAtom], counts: Sequence[int], unit: int, phase: str | None) -> str:
    """Tell the family of a cathode whose amounts have been counted in units of 1/unit."""
    held: dict[str, int] = {}
    centres = 0
    for (symbol, _, _, group, cyanide), units in zip(atoms, counts, strict=True):
        if cyanide:
            return PRUSSIAN_BLUE
        held[symbol] = held.get(symbol, 0) + units
        if is_centre(symbol, group):
            centres += units
    oxygen = held.get("O", 0)
    if oxygen and centres * _MOST_OXYGEN >= oxygen >= centres * _LEAST_OXYGEN:
        return OLIVINE if "Li" in held and "P" in held and oxygen == 4 * unit else POLYANIONIC
    if phase and phase[0] in "OP":
        return LAYERED
    return _oxide_family(held, unit) if oxygen else OTHER


def _oxide_family(held: Mapping[str, int], unit: int) -> str:
    """MO, AM2O4 (or M3O4) and AMO2, in this order; anything else has no family."""
    alkali = sum([units for symbol, units in held.items() if symbol in _ALKALI_OR_LITHIUM])
    metals = sum([units for symbol, units in held.items() if symbol not in _NO_METALS])
    anions = held["O"] + held.get("F", 0)
    if not alkali and 20 * abs(metals - anions) <= anions:
        return ROCK_SALT
    if 5 * abs(anions - 4 * unit) <= unit and 5 * alkali <= 6 * unit and (alkali or 2 * metals > 5 * unit):
        return SPINEL
    return LAYERED if alkali and 4 * abs(anions - 2 * unit) <= unit else OTHER


def is_metal(symbol: str) -> bool:
    """Whether an element, taken alone, belongs on a metal site."""
    return symbol not in _NO_METALS


def is_centre(symbol: str, group: Group | None) -> bool:
    """Whether an atom can be the centre of a polyanion: P, S, Si ..., or the M of a bracket (MO4)."""
    return symbol in _CENTRES or (group is not None and symbol not in LIGANDS and _is_xo4(group))


def oxygen_per_carbon(atoms: Sequence[FlatAtom]) -> Fraction | None:
    """The least O per C where a C without an amount stands right before O: a carbonate, or a slip for Co.

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


def _is_xo4(group: Group) -> bool:
    if len(group.parts) != 2:
        return False
    centre, oxygen = group.parts
    return isinstance(centre, Atom) and centre.amount == 1 and oxygen == _FOUR_OXYGEN


_FOUR_OXYGEN: Final = Atom("O", Fraction(4), None)
