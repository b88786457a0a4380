"""Which compositions are near each other? Shares on the mixing site, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest
from itertools import chain
from math import fsum
from operator import itemgetter
from typing import Final

Shares = Mapping[str, float]
Index = Mapping[frozenset[str], Mapping[str, Shares]]
"""Elements -> the compositions that hold just these."""

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A material near another: how far, what both hold, what only one of them holds."""

    id: str
    distance: float
    shared: tuple[str, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def shares(site: Mapping[str, Fraction]) -> dict[str, float]:
    """Return amounts as parts of one."""
    total = sum(site.values())
    return {symbol: float(amount / total) for symbol, amount in site.items()}


def distance(a: Shares, b: Shares) -> float:
    """Return the part of the site that would have to be exchanged to make one of the other, 0 to 1.

    Half of the sum of all differences in share.

    >>> round(distance({"Ni": 0.5, "Mn": 0.5}, {"Ni": 0.4, "Mn": 0.4, "Ti": 0.2}), 3)
    0.2
    """
    # An exact sum: the order of the symbols must not change the distance.
    lost = [abs(share - b.get(symbol, 0.0)) for symbol, share in a.items()]
    return fsum(lost + [share for symbol, share in b.items() if symbol not in a]) / 2


def indexed(compositions: Mapping[str, Shares]) -> Index:
    """Return compositions by their elements."""
    groups: dict[frozenset[str], dict[str, Shares]] = defaultdict(dict)
    for ident, shares in compositions.items():
        groups[frozenset(shares)][ident] = shares
    return groups


def nearest_to(own: Shares, index: Index, most: int = 4, besides: str = "") -> list[Neighbour]:
    """Return the compositions that are nearest to a site, one of them left out.

    Any composition is at least as far as the share of the elements that it lacks: most groups need no look inside.
    """
    found: list[tuple[float, str, Shares]] = []
    for least, group in sorted(((_lost(own, elements), group) for elements, group in index.items()), key=itemgetter(0)):
        if len(found) == most and least > found[-1][0] + _ROUNDING:
            break
        near = ((distance(own, shares), ident, shares) for ident, shares in group.items() if ident != besides)
        found = nsmallest(most, chain(found, near), key=itemgetter(0, 1))
    return [_neighbour(ident, own, shares, far) for far, ident, shares in found]


def _lost(own: Shares, elements: Collection[str]) -> float:
    return sum(share for symbol, share in own.items() if symbol not in elements)


def _neighbour(ident: str, own: Shares, other: Shares, far: float) -> Neighbour:
    return Neighbour(
        ident,
        far,
        shared=tuple(symbol for symbol in own if symbol in other),
        lost=tuple(symbol for symbol in own if symbol not in other),
        gained=tuple(symbol for symbol in other if symbol not in own),
    )
