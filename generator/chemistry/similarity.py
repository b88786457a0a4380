"""Which compositions are near each other? Metals, alkali and anions, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest
from itertools import chain
from math import fsum
from operator import itemgetter
from typing import Final, NamedTuple

from .composition import VACANCY
from .sites import Site, Sites

Shares = Mapping[str, float]

SAME: Final = "the same composition"
_ROUNDING: Final = 1e-9
_SHOWN: Final = 0.005  # less comes from rounding: 0.33 for 1/3


class Composition(NamedTuple):
    """What is compared: shares of the metal site, alkali ions per metal, shares of anions.

    Of a polyanion, half of the last are the shares of its centres; of a Prussian blue analogue, all are those of its
    carbon-coordinated site.
    """

    metal: Shares
    alkali: Shares
    anion: Shares


class Distance(NamedTuple):
    """How far two compositions are from each other, 0 for equal ones.

    `metal` and `anion` are the parts of the site, 0 to 1, that would have to be exchanged, `alkali` the ions per
    metal that would have to be added, removed or exchanged.
    """

    metal: float
    alkali: float
    anion: float

    @property
    def total(self) -> float:
        """The sum of the three, by which neighbours are ranked."""
        return fsum(self)

    @property
    def said(self) -> str:
        """The distance in words.

        >>> Distance(0.2, 0.334, 0).said, Distance(0, 0, 0.05).said, Distance(0, 0, 0).said
        ('20 % of the metals differ, 0.33 alkali per metal', '5 % of the anions differ', 'the same composition')
        """
        parts = (
            (self.metal, f"{_two_digits(100 * self.metal)} % of the metals differ"),
            (self.alkali, f"{self.alkali:.2f} alkali per metal"),
            (self.anion, f"{_two_digits(100 * self.anion)} % of the anions differ"),
        )
        return ", ".join(text for value, text in parts if value >= _SHOWN) or SAME


def _two_digits(value: float) -> str:
    return f"{float(f'{value:.2g}'):g}"


Index = Mapping[frozenset[str], Mapping[str, Composition]]
"""Metals -> the compositions that hold just these."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A material near another: how far, which metals both hold, which only one of them holds."""

    id: str
    distance: Distance
    shared: tuple[str, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def compared(placed: Sites) -> Composition:
    """Return what is compared of a composition."""
    metals = sum(placed.held["metal"].values())
    alkali = {symbol: units / metals for symbol, units in placed.held["alkali"].items()}
    return Composition(shares(placed.held["metal"]), alkali, _anions(placed))


def _anions(placed: Sites) -> Shares:
    if placed.held["carbon"]:
        return shares({**placed.held["carbon"], VACANCY: placed.vacant.get("carbon", 0)})
    sites: list[Site] = [site for site in ("polyanion", "anion") if placed.held[site]]
    return {el: share / len(sites) for site in sites for el, share in shares(placed.held[site]).items()}


def shares(site: Mapping[str, int | Fraction]) -> dict[str, float]:
    """Return amounts as parts of one."""
    total = sum(site.values())
    return {symbol: float(amount / total) for symbol, amount in site.items()}


def distance(a: Composition, b: Composition) -> Distance:
    """Return how far two compositions are from each other.

    >>> from .formula import parse
    >>> from .sites import assign
    >>> one, other = (compared(assign(parse(text))) for text in ("NaNi0.5Mn0.5O2", "Na0.7Ni0.4Mn0.4Ti0.2O2"))
    >>> distance(one, other).said
    '20 % of the metals differ, 0.30 alkali per metal'
    """
    return Distance(*map(_exchanged, a, b))


def _exchanged(a: Shares, b: Shares) -> float:
    """Return what would have to be added to or removed from a site, whichever is more."""
    # Exact sums: the order of the symbols must not change the distance.
    changes = [b.get(symbol, 0.0) - share for symbol, share in a.items()]
    changes += [share for symbol, share in b.items() if symbol not in a]
    return max(fsum(max(change, 0) for change in changes), fsum(max(-change, 0) for change in changes))


def indexed(compositions: Mapping[str, Composition]) -> Index:
    """Return compositions by their metals."""
    groups: dict[frozenset[str], dict[str, Composition]] = defaultdict(dict)
    for ident, composition in compositions.items():
        groups[frozenset(composition.metal)][ident] = composition
    return groups


def nearest_to(own: Composition, index: Index, most: int = 4, besides: str = "") -> list[Neighbour]:
    """Return the compositions that are nearest to one, one of them left out.

    Any composition is at least as far as the share of the metals that it lacks: most groups need no look inside.
    """
    found: list[tuple[float, str, Distance, Shares]] = []
    groups = ((_lost(own.metal, metals), group) for metals, group in index.items())
    for least, group in sorted(groups, key=itemgetter(0)):
        if len(found) == most and least > found[-1][0] + _ROUNDING:
            break
        far = ((distance(own, other), ident, other) for ident, other in group.items() if ident != besides)
        near = ((away.total, ident, away, other.metal) for away, ident, other in far)
        found = nsmallest(most, chain(found, near), key=itemgetter(0, 1))
    return [_neighbour(ident, own.metal, other, away) for _, ident, away, other in found]


def _lost(own: Shares, elements: Collection[str]) -> float:
    return sum(share for symbol, share in own.items() if symbol not in elements)


def _neighbour(ident: str, own: Shares, other: Shares, far: Distance) -> Neighbour:
    return Neighbour(
        ident,
        far,
        shared=tuple(symbol for symbol in own if symbol in other),
        lost=tuple(symbol for symbol in own if symbol not in other),
        gained=tuple(symbol for symbol in other if symbol not in own),
    )
