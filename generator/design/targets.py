"""Which smallest change of a metal site reaches an entropy within limits, with formal charges that records have?

The entropy is concave and every limit is linear, so the smallest change is one pair of levels: every element that takes
is filled up to a common level, every element that gives falls to a higher one. Where the charges do not allow that, the
levels are tilted by the charge that an element can carry. The amounts are then rounded to some that can be weighed.
New elements come in with 5 % at least, so that they are principal elements; every choice of them is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, islice, product
from math import exp, log
from typing import Final, NamedTuple

from ..chemistry.composition import ROUNDING
from ..chemistry.entropy import HIGH, LEAST, NEAR, mixing

MARGIN: Final = NEAR  # R above what is asked, as far as there is room: within it an entropy is called borderline
MOST_NEW: Final = 4  # new elements to choose from: trying all choices of more would take long
_GRIDS: Final = (Fraction(1, 100), Fraction(1, 200))  # of a formula unit, the coarser first
_EXACT: Final = 1e-9  # R
_STEPS: Final = 14  # halvings of an interval
_ROUNDINGS: Final = 4096  # ways of rounding that are tried
_SOLVED: Final = 1e-3  # R, to which halving intervals solves
_TILTS: Final = (0.25, 0.5, 1, 2, 8)  # of the levels, per charge
_LOWEST: Final = 1e-4  # level, as a part of the site

Amounts = Mapping[str, Fraction]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a change must keep to.

    `entropy` is to be reached, in R; `most` are the largest shares of elements, all of the site where there is none;
    `locked` elements stay, `new` ones may come in. Where `carried` is given, the elements must be able to carry one of
    these charges per formula unit together, each within its span of `charges`.
    """

    entropy: float = HIGH
    most: Mapping[str, Fraction] = field(default_factory=dict)
    locked: Collection[str] = ()
    new: Collection[str] = ()
    charges: Mapping[str, Span] = field(default_factory=dict)
    carried: Span | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A changed site, the part of it that moved, its entropy in R, and whether that is what was asked."""

    amounts: Amounts
    moved: Fraction
    entropy: float
    reached: bool


class _Task(NamedTuple):
    """One choice of new elements: amounts before, the range of each, and what is asked of all together."""

    before: Amounts
    ranges: Mapping[str, tuple[Fraction, Fraction]]
    goal: float
    limits: Limits
    total: Fraction

    def excess(self, amounts: Mapping[str, float] | Amounts) -> Span:
        """Return by how much the elements carry at least too much, and at most too little."""
        if self.limits.carried is None:
            return 0, 0
        low, high = (sum(float(n) * self.limits.charges[el][end] for el, n in amounts.items()) for end in (0, 1))
        return low - self.limits.carried[1], self.limits.carried[0] - high

    def balances(self, amounts: Mapping[str, float] | Amounts) -> bool:
        """Whether the charges can balance, but for half of what rounding explains."""
        return max(self.excess(amounts)) * 2 * ROUNDING <= self.total


def smallest_change(site: Amounts, limits: Limits) -> Proposal | None:
    """Return the change that moves least; if none gets there, the one with the highest entropy; None if none keeps to
    the limits.

    A limited element is raised only where nothing else helps, and the margin is given up last.

    >>> half = Fraction(1, 2)
    >>> found = smallest_change({"Ni": half, "Mn": half}, Limits(entropy=1.0, new=["Ti"]))
    >>> {el: str(amount) for el, amount in found.amounts.items()}, str(found.moved), round(found.entropy, 3)
    ({'Ti': '4/25', 'Ni': '21/50', 'Mn': '21/50'}, '4/25', 1.022)
    """
    kept = _kept(site, limits)
    if kept and kept.reached:
        return kept
    best = kept
    for may_rise in (False, True) if limits.most.keys() & site.keys() else (True,):
        for margin in (MARGIN, 0.0):
            found = [made for task in _tasks(site, limits, may_rise, margin) for made in _proposals(task)]
            if reached := [made for made in found if made.reached]:
                return min(reached, key=lambda made: (made.moved, len(made.amounts), -made.entropy))
            best = max([*found, *([best] if best else [])], key=lambda made: made.entropy, default=None)
            if not best or best.entropy < limits.entropy:
                break  # without the margin nothing more is reached
    return best


def _kept(site: Amounts, limits: Limits) -> Proposal | None:
    """Return the site as it is, if it keeps to the limits."""
    task = _Task(site, {}, limits.entropy, limits, sum(site.values(), Fraction(0)))
    value, within = mixing(site.values()), all(n <= limits.most.get(el, 1) * task.total for el, n in site.items())
    good = within and task.balances(site)
    return Proposal(site, Fraction(0), value, value >= limits.entropy - _EXACT) if good else None


def _tasks(site: Amounts, limits: Limits, may_rise: bool, margin: float) -> Iterator[_Task]:
    total = sum(site.values(), Fraction(0))
    for number in range(len(limits.new) + 1):
        for chosen in combinations(sorted(limits.new), number):
            before = {**dict.fromkeys(chosen, Fraction(0)), **site}
            ranges = {el: _range(el, held, total, limits, may_rise) for el, held in before.items()}
            if all(low <= high for low, high in ranges.values()):
                yield _Task(before, ranges, limits.entropy + margin, limits, total)


def _range(symbol: str, held: Fraction, total: Fraction, limits: Limits, may_rise: bool) -> tuple[Fraction, Fraction]:
    """Return the least and the most of an element; a principal one stays principal where it is not limited."""
    if symbol in limits.locked:
        return held, held
    most = limits.most.get(symbol, Fraction(1)) * total
    if symbol in limits.most and held and not may_rise:
        most = min(most, held)
    least = LEAST * total if not held else min(held, LEAST * total, most)
    return least, most


# Levels


def _proposals(task: _Task) -> Iterator[Proposal]:
    """Yield the smallest change of one choice of elements, rounded, if it keeps to the limits."""
    for grid in _GRIDS:
        if found := _rounded(_tilted(task), task, grid):
            yield found
            return


def _tilted(task: _Task) -> dict[str, float]:
    """Return the smallest change, over all tilts where it needs one; if none reaches the goal, the highest entropy."""
    level = _levelled(task._replace(limits=replace(task.limits, carried=None)), dict.fromkeys(task.before, 1.0))
    if not task.limits.carried or (level and task.balances(level)):
        return level
    low, high = task.excess(task.before)
    end, sign = (0, -1) if low > high else (1, 1)
    charges = {el: task.limits.charges[el][end] for el in task.before}

    def tilted(tilt: float) -> dict[str, float]:
        return _levelled(task, {el: exp(sign * tilt * (n - 3)) for el, n in charges.items()})

    first = _least(lambda tilt: task.balances(tilted(tilt)), 0, _TILTS[-1])  # with it, the highest entropy
    found = [tilted(tilt) for tilt in (*_TILTS, first)]
    balanced = [amounts for amounts in found if amounts and task.balances(amounts)]

    def rank(amounts: Mapping[str, float]) -> tuple[bool, float]:
        value = mixing(amounts.values())
        reached = value >= task.goal - _SOLVED
        return not reached, sum(abs(n - float(task.before[el])) for el, n in amounts.items()) if reached else -value

    return min(balanced, key=rank, default={})


def _levelled(task: _Task, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the smallest change that reaches the goal in entropy and charge, or the highest entropy.

    Nothing where no sum fits.
    """
    total = float(task.total)
    parts = [(float(n), weights[el], *map(float, task.ranges[el])) for el, n in task.before.items()]
    bottom, top = log(_LOWEST * total / max(weights.values())), log(total / min(weights.values()))

    def at(taker: float, giver: float) -> list[float]:
        fill, fall = exp(taker), exp(giver)
        return [max(low, min(high, max(fill * w, min(fall * w, held)))) for held, w, low, high in parts]

    def filled(taker: float) -> list[float]:
        return at(taker, _least(lambda giver: sum(at(taker, giver)) >= total, taker, top))

    def is_enough(taker: float) -> bool:
        if sum(at(taker, top)) < total * (1 - _EXACT):
            return False
        if sum(at(taker, taker)) > total:
            return True
        amounts = filled(taker)
        return mixing(amounts) >= task.goal and task.balances(dict(zip(task.before, amounts, strict=True)))

    found = filled(_least(is_enough, bottom, top))
    return dict(zip(task.before, found, strict=True)) if abs(sum(found) - total) < total / 100 else {}


def _least(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return where a condition begins to hold, from above."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


# Amounts that can be weighed


def _rounded(amounts: Mapping[str, float], task: _Task, grid: Fraction) -> Proposal | None:
    """Round amounts either way and return the smallest change within all limits, else the highest entropy."""
    free = sorted((el for el in amounts if task.ranges[el][0] < task.ranges[el][1]), key=amounts.__getitem__)
    if not free:
        return None
    *others, last = free
    ways = product(*(_both_ways(el, amounts[el], task, grid) for el in others))
    made = [_completed(dict(zip(others, way, strict=True)), last, task) for way in islice(ways, _ROUNDINGS)]
    found = [each for each in made if each]
    return min(found, key=lambda each: (not each.reached, each.moved if each.reached else -each.entropy), default=None)


def _both_ways(symbol: str, amount: float, task: _Task, grid: Fraction) -> Sequence[Fraction]:
    before = task.before[symbol]
    if abs(amount - before) < grid / 10 and not before % grid:
        return [before]
    below = Fraction(int(amount / grid)) * grid
    return [below, below + grid]


def _completed(others: Amounts, last: str, task: _Task) -> Proposal | None:
    """Give the last element what is left; None where that breaks a limit."""
    whole = {el: others.get(el, held) for el, held in task.before.items()}
    whole[last] += task.total - sum(whole.values())
    if any(not low <= whole[el] <= high for el, (low, high) in task.ranges.items()) or not task.balances(whole):
        return None
    moved = sum((max(Fraction(0), n - task.before[el]) for el, n in whole.items()), Fraction(0)) / task.total
    value = mixing([float(n) for n in whole.values()])
    return Proposal({el: n for el, n in whole.items() if n}, moved, value, value >= task.goal - _EXACT)
