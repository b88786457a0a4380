"""Which sites do printed brackets state? In `Na0.7Mg0.05[Ni0.3Mn0.7]O2` the bracket is the layer of the metals.

A bracket of metals states the metal site where it fills it, vacancies included, or where an element is printed before
it and in it. Then what is printed before it is in the sodium layer. In `[Na0.67Zn0.05]Ni0.2Mn0.8O2` the bracket
states the sodium layer. All amounts are in units of 1/unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from .composition import ALKALI, VACANCY, FlatAtom, Group
from .families import LIGANDS, is_metal
from .loose_ions import large_ions
from .messages import Remark, remark
from .site_rules import Site, in_print

_ROUNDING: Final = 50  # the sum of a bracket may be off by 1/50, which rounding the printed amounts explains
Stated = tuple[dict[int, Site], list[Remark]]


class Bracket(NamedTuple):
    """The places of the atoms in one bracket of cations, in print order, and their sum with vacancies."""

    places: Sequence[int]
    symbols: Collection[str]
    sum: int


def stated_by_brackets(
    atoms: Sequence[FlatAtom], counts: Sequence[int], centres: Collection[int], positions: int, unit: int
) -> Stated:
    """The sites, by the places of the atoms, that the brackets of a layered or tunnel oxide state."""
    for bracket in _brackets(atoms, counts, centres):
        if 2 * bracket.sum > positions and not ALKALI.intersection(bracket.symbols):
            return _metal_site(bracket, atoms, positions, unit)
        if _is_sodium_layer(bracket, atoms, counts, positions):
            listed = ", ".join(symbol for symbol in bracket.symbols if symbol != VACANCY)
            return dict.fromkeys(bracket.places, "alkali"), [remark("bracket-alkali-site", listed)]
    return {}, []


def _brackets(atoms: Sequence[FlatAtom], counts: Sequence[int], centres: Collection[int]) -> list[Bracket]:
    """The brackets that hold two or more cations or vacancies and nothing else."""
    places: dict[int, list[int]] = {}
    groups: dict[int, Group] = {}
    for place, atom in enumerate(atoms):
        if atom.group is not None:
            places.setdefault(id(atom.group), []).append(place)
            groups[id(atom.group)] = atom.group
    found = []
    for group, held in places.items():
        symbols = dict.fromkeys([atoms[place].symbol for place in held])
        cations = not LIGANDS.intersection(symbols) and not any(place in centres for place in held)
        if cations and len(groups[group].parts) == len(held) > 1:
            found.append(Bracket(held, symbols, sum([counts[place] for place in held])))
    return found


def _metal_site(bracket: Bracket, atoms: Sequence[FlatAtom], positions: int, unit: int) -> Stated:
    """What a bracket that holds most of the metals states, or why it does not."""
    before = [place for place in range(bracket.places[0]) if atoms[place].symbol not in (ALKALI | LIGANDS)]
    outside = dict.fromkeys([atoms[place].symbol for place in before if atoms[place].symbol != VACANCY])
    fills = _ROUNDING * abs(bracket.sum - positions) <= positions
    sums = in_print(bracket.sum, unit), in_print(positions, unit)
    if fills or any(symbol in bracket.symbols for symbol in outside):
        sites: dict[int, Site] = {**dict.fromkeys(before, "alkali"), **dict.fromkeys(bracket.places, "metal")}
        loose = [symbol for symbol in bracket.symbols if symbol == "Li" or symbol in large_ions()]
        told = [remark("bracket-holds", ", ".join(loose))] if loose else []
        return sites, [*told, remark("bracket-metal-site", ", ".join(outside))] if outside else told
    others = [symbol for symbol in outside if is_metal(symbol)]
    return {}, [remark("bracket-not-full", *sums, ", ".join(others))] if others else []


def _is_sodium_layer(bracket: Bracket, atoms: Sequence[FlatAtom], counts: Sequence[int], positions: int) -> bool:
    """Whether a bracket comes first, holds sodium and other cations, and leaves the metal site to the others."""
    others: Mapping[int, FlatAtom] = {at: atom for at, atom in enumerate(atoms) if at not in bracket.places}
    metals = sum([counts[at] for at, atom in others.items() if is_metal(atom.symbol)])
    mixed = len(bracket.symbols) > 1 and ALKALI.intersection(bracket.symbols)
    return bool(mixed) and bracket.places[0] == 0 and 4 * metals > 3 * positions
