"""Which smallest change of a metal site reaches an entropy within limits? Shares move in steps of half a percent.

An entropy rises fastest when the most abundant element gives to the least abundant one. So the smallest change takes
from the largest share that is not locked and gives to the smallest that has room, step by step, until the entropy is
reached. New elements come in with 5 % each, so that they are principal elements; every choice of them is tried.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Final

from ..chemistry.entropy import HIGH, LEAST, mixing

_STEP: Final = Fraction(1, 200)  # of the site
_EXACT: Final = 1e-9  # R
MOST_NEW: Final = 4  # new elements to choose from: trying all choices of more would take long

Shares = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a change must keep to.

    `entropy` is to be reached, in R; `most` are the largest shares of elements, all of the site where there is none;
    `locked` elements stay, `new` ones may come in.
    """

    entropy: float = HIGH
    most: Shares = field(default_factory=dict)
    locked: Collection[str] = ()
    new: Collection[str] = ()

    def room(self, symbol: str, held: Fraction) -> Fraction:
        """Return what an element may still take; below zero where it must give."""
        return Fraction(0) if symbol in self.locked else self.most.get(symbol, Fraction(1)) - held


@dataclass(frozen=True, slots=True)
class Proposal:
    """A changed site, the part of it that moved, its entropy in R, and whether that is what was asked."""

    shares: Shares
    moved: Fraction
    entropy: float
    reached: bool


def smallest_change(site: Shares, limits: Limits) -> Proposal | None:
    """Return the change that moves least; if none gets there, the one with the highest entropy; None if none keeps to
    the limits.

    >>> half = Fraction(1, 2)
    >>> found = smallest_change({"Ni": half, "Mn": half}, Limits(entropy=1.0, new=["Ti"]))
    >>> {el: str(share) for el, share in found.shares.items()}, str(found.moved), round(found.entropy, 3)
    ({'Ti': '7/50', 'Ni': '43/100', 'Mn': '43/100'}, '7/50', 1.001)
    """
    choices = (chosen for n in range(len(limits.new) + 1) for chosen in combinations(sorted(limits.new), n))
    found = [made for chosen in choices if (made := _changed(site, chosen, limits))]
    return min(found, key=lambda made: (not made.reached, made.moved if made.reached else -made.entropy), default=None)


def _changed(site: Shares, chosen: Collection[str], limits: Limits) -> Proposal | None:
    """Move step by step until nothing is left to do; None if the limits are not kept then."""
    shares = {**dict.fromkeys(chosen, Fraction(0)), **site}
    while pair := _next(shares, chosen, limits):
        giver, taker = pair
        excess = -limits.room(giver, shares[giver])
        amount = min(_STEP, shares[giver], limits.room(taker, shares[taker]), excess if excess > 0 else _STEP)
        shares[giver] -= amount
        shares[taker] += amount
    if _above(shares, limits) or any(shares[symbol] < LEAST for symbol in chosen):
        return None
    moved = sum((max(Fraction(0), held - site.get(symbol, 0)) for symbol, held in shares.items()), Fraction(0))
    value = mixing(shares.values())
    return Proposal({el: held for el, held in shares.items() if held}, moved, value, value >= limits.entropy - _EXACT)


def _next(shares: Shares, chosen: Collection[str], limits: Limits) -> tuple[str, str] | None:
    """Return who gives and who takes next: the limits come first, then the entropy."""
    above, entering = _above(shares, limits), [symbol for symbol in chosen if shares[symbol] < LEAST]
    takers = [symbol for symbol in entering or shares if limits.room(symbol, shares[symbol]) > 0]
    taker = min(takers, key=shares.__getitem__, default=None)
    bare = {symbol for symbol in chosen if shares[symbol] < LEAST + _STEP}  # they keep what they came in with
    fixed = {*limits.locked, *bare, taker}
    givers = [symbol for symbol in above or shares if shares[symbol] and symbol not in fixed]
    giver = max(givers, key=shares.__getitem__, default=None)
    if taker is None or giver is None:
        return None
    if above or entering:
        return giver, taker
    done = shares[giver] - shares[taker] < 2 * _STEP or mixing(shares.values()) >= limits.entropy - _EXACT
    return None if done else (giver, taker)


def _above(shares: Shares, limits: Limits) -> list[str]:
    """Return the elements that hold more than they may."""
    return [symbol for symbol, held in shares.items() if symbol not in limits.locked and limits.room(symbol, held) < 0]
