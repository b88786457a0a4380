"""Which compositions are near each other? Shares on the mixing site, compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest
from math import fsum

Shares = Mapping[str, float]


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
    # An exact sum: the order of a set of symbols changes from run to run, the distance must not.
    return fsum(abs(a.get(symbol, 0.0) - b.get(symbol, 0.0)) for symbol in a.keys() | b.keys()) / 2


def nearest(ident: str, compositions: Mapping[str, Shares], most: int = 4) -> list[Neighbour]:
    """Return the compositions that are nearest to one of them, itself left out."""
    others = {other: shares for other, shares in compositions.items() if other != ident}
    return nearest_to(compositions[ident], others, most)


def nearest_to(own: Shares, compositions: Mapping[str, Shares], most: int = 4) -> list[Neighbour]:
    """Return the compositions that are nearest to a site."""
    found = nsmallest(most, ((distance(own, shares), ident) for ident, shares in compositions.items()))
    return [_neighbour(ident, own, compositions[ident], far) for far, ident in found]


def _neighbour(ident: str, own: Shares, other: Shares, far: float) -> Neighbour:
    return Neighbour(
        ident,
        far,
        shared=tuple(symbol for symbol in own if symbol in other),
        lost=tuple(symbol for symbol in own if symbol not in other),
        gained=tuple(symbol for symbol in other if symbol not in own),
    )
