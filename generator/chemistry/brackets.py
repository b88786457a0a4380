"""Which sites do printed brackets state? In `Na0.7Mg0.05[Ni0.3Mn0.7]O2` the bracket is the layer of the metals.

* Lithium and ions as large as sodium in a bracket with metals, and without sodium, are on the metal site with them.
* Where the anions tell how many metals there are, a bracket that fills these positions, vacancies included, or that
  repeats an element printed before it is the whole metal site. Then what is printed before it is in the sodium layer,
  and sodium that is printed in it too, as in `Na[Na1/3Ru2/3]O2`, is with the metals.
* In `[Na0.67Zn0.05]Ni0.2Mn0.8O2` the bracket comes first and is the sodium layer.

Brackets within a bracket, as in `Na[(Ni0.5Mn0.5)0.9Ti0.1]O2`, are part of it. All amounts are in units of 1/unit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from .composition import ALKALI, ALKALI_OR_LITHIUM, NO_METALS, ROUNDING, VACANCY, FlatAtom, Group, Part
from .elements import large_ions
from .families import LIGANDS, is_metal
from .messages import Remark, remark
from .site_rules import Site, in_print

Stated = tuple[dict[int, Site], list[Remark]]


class Bracket(NamedTuple):
    """The places of the atoms in one bracket of cations, in print order, and their sum with vacancies."""

    places: range
    symbols: Collection[str]
    sum: int


def stated_by_brackets(
    parts: Sequence[Part],
    atoms: Sequence[FlatAtom],
    counts: Sequence[int],
    centres: Collection[int],
    positions: int | None,
    unit: int,
) -> Stated:
    """The sites, by the places of the atoms, that the brackets of a formula state.

    `positions` are the metal positions where the anions tell them, else None.
    """
    stated: dict[int, Site] = {}
    for bracket in _brackets(parts, atoms, counts, centres):
        if _is_sodium_layer(bracket, atoms, counts, positions):
            listed = ", ".join(symbol for symbol in bracket.symbols if symbol != VACANCY)
            return dict.fromkeys(bracket.places, "alkali"), [remark("bracket-alkali-site", listed)]
        if ALKALI.isdisjoint(bracket.symbols) or _repeats_sodium(bracket, atoms, positions):
            if positions is not None and 2 * bracket.sum > positions:
                return _metal_site(bracket, atoms, positions, unit)
            if positions is None:
                stated |= _beside_metals(bracket, atoms)
    return stated, _remark_on_held(dict.fromkeys([atoms[place].symbol for place in stated]))


def _brackets(
    parts: Sequence[Part], atoms: Sequence[FlatAtom], counts: Sequence[int], centres: Collection[int], start: int = 0
) -> list[Bracket]:
    """The outermost brackets that hold two or more cations or vacancies and nothing else."""
    found: list[Bracket] = []
    for part in parts:
        places = range(start, start + _size(part))
        start = places.stop
        if not isinstance(part, Group):
            continue
        symbols = dict.fromkeys([atom.symbol for atom in atoms[places.start : places.stop]])
        if not LIGANDS.isdisjoint(symbols) or any(place in centres for place in places):
            found += _brackets(part.parts, atoms, counts, centres, places.start)
        elif len(places) > 1:
            found.append(Bracket(places, symbols, sum(counts[places.start : places.stop])))
    return found


def _repeats_sodium(bracket: Bracket, atoms: Sequence[FlatAtom], positions: int | None) -> bool:
    """Whether a bracket that fills the metal site holds some of the sodium that is printed before it."""
    before = {atom.symbol for atom in atoms[: bracket.places.start]}
    return (
        _fills(bracket, positions) and before >= ALKALI.intersection(bracket.symbols) and not before.isdisjoint(ALKALI)
    )


def _fills(bracket: Bracket, positions: int | None) -> bool:
    return positions is not None and ROUNDING * abs(bracket.sum - positions) <= positions


def _size(part: Part) -> int:
    return sum(map(_size, part.parts)) if isinstance(part, Group) else 1


def _metal_site(bracket: Bracket, atoms: Sequence[FlatAtom], positions: int, unit: int) -> Stated:
    """What a bracket that holds most of the metals states, or why it does not."""
    before = [place for place in range(bracket.places.start) if atoms[place].symbol not in (ALKALI | LIGANDS)]
    outside = dict.fromkeys([atoms[place].symbol for place in before if atoms[place].symbol != VACANCY])
    if _fills(bracket, positions) or any(symbol in bracket.symbols for symbol in outside):
        sites: dict[int, Site] = {**dict.fromkeys(before, "alkali"), **dict.fromkeys(bracket.places, "metal")}
        remarks, beside = _remark_on_held(bracket.symbols), ", ".join(_beside_sodium(outside, atoms))
        return sites, [*remarks, remark("bracket-metal-site", beside)] if beside else remarks
    sums = in_print(bracket.sum, unit), in_print(positions, unit)
    others = [symbol for symbol in outside if is_metal(symbol) and not _is_loose(symbol)]
    return {}, [remark("bracket-not-full", *sums, ", ".join(others))] if others else []


def _beside_sodium(outside: Collection[str], atoms: Sequence[FlatAtom]) -> list[str]:
    """What is printed before a bracket and is not the alkali metal itself."""
    return [symbol for symbol in outside if symbol not in _alkali(atoms)]


def _alkali(atoms: Sequence[FlatAtom]) -> frozenset[str]:
    """What sits between the layers: lithium only where there is no larger alkali metal."""
    return ALKALI if any(atom.symbol in ALKALI for atom in atoms) else ALKALI_OR_LITHIUM


def _beside_metals(bracket: Bracket, atoms: Sequence[FlatAtom]) -> dict[int, Site]:
    """The loose ions in a bracket that holds other metals too."""
    loose = [place for place in bracket.places if _is_loose(atoms[place].symbol)]
    others = [symbol for symbol in bracket.symbols if not _is_loose(symbol) and symbol not in NO_METALS]
    return dict.fromkeys(loose, "metal") if others else {}


def _is_loose(symbol: str) -> bool:
    return symbol in ALKALI_OR_LITHIUM or symbol in large_ions()


def _remark_on_held(symbols: Collection[str]) -> list[Remark]:
    """Alkali metals and large ions that a bracket holds on the metal site."""
    loose = ", ".join(filter(_is_loose, symbols))
    return [remark("bracket-holds", loose)] if loose else []


def _is_sodium_layer(bracket: Bracket, atoms: Sequence[FlatAtom], counts: Sequence[int], positions: int | None) -> bool:
    """Whether a bracket comes first, holds sodium and other cations, and leaves the metal site to the others."""
    mixed = len(bracket.symbols) > 1 and not _alkali(atoms).isdisjoint(bracket.symbols)
    if bracket.places.start or not mixed:
        return False
    others = [at for at in range(bracket.places.stop, len(atoms)) if not atoms[at].cyanide]
    metals = sum([counts[at] for at in others if atoms[at].symbol not in NO_METALS | ALKALI_OR_LITHIUM])
    return 4 * metals > 3 * positions if positions else metals > 0
