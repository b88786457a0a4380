"""Which smallest change of a metal site reaches an entropy within limits, with formal charges that records have?

The entropy is concave and every limit is linear, so the smallest change is one pair of levels: every element that takes
is filled up to a common level, every element that gives falls to a higher one. Where the charges do not allow that, the
levels are tilted by the charge that an element can carry. The amounts are then rounded to some that can be weighed.
New elements come in with 5 % at least, so that they are principal elements.

Of the choices of new elements only those are tried that can be the best: levels without regard to charges give the
least that a choice must move, and the highest entropy that it has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import exp, inf, log
from typing import Final, NamedTuple

from ..chemistry.composition import ROUNDING
from ..chemistry.entropy import HIGH, LEAST, NEAR, mixing
from .roundings import Key, Search, Sums

MARGIN: Final = NEAR  # R above what is asked, as far as there is room: within it an entropy is called borderline
MOST_NEW: Final = 4  # new elements to choose from: trying all choices of more would take long
_GRIDS: Final = (Fraction(1, 100), Fraction(1, 200))  # of a formula unit, the coarser first
_EXACT: Final = 1e-9  # R
_STEPS: Final = 14  # halvings of an interval
_WAYS: Final = 2000  # of rounding that are seen for one choice of elements and one grid ...
MOST_WAYS: Final = 10_000  # ... and for one answer
MOST_AMOUNTS: Final = 60_000  # of elements that are computed for one answer before no further choice is tried
_SOLVED: Final = 1e-3  # R, to which halving intervals solves
_TRIED: Final = 8  # halvings of the interval of tilts
_TILTS: Final = (0.25, 0.5, 1, 2, 8)  # of the levels, per charge
_MORE: Final = (1.1, 1.25, 1.4)  # times the least tilt: leaves room for rounding
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

    def balances(self, amounts: Mapping[str, float] | Amounts, sides: Sequence[int] = (0, 1)) -> bool:
        """Whether the charges can balance, but for half of what rounding explains; or are at one side good enough."""
        excess = self.excess(amounts)
        return all(excess[side] * 2 * ROUNDING <= self.total for side in sides)


@dataclass(slots=True)
class Effort:
    """What an answer took: amounts computed, ways of rounding seen, and whether a limit of either cut the search."""

    amounts: int = 0
    ways: int = 0
    cut: bool = False


def smallest_change(site: Amounts, limits: Limits, effort: Effort | None = None) -> Proposal | None:
    """Return the change that moves least; if none gets there, the one with the highest entropy; None if none keeps to
    the limits.

    A limited element is raised only where nothing else helps, and the margin is given up last.

    >>> half = Fraction(1, 2)
    >>> found = smallest_change({"Ni": half, "Mn": half}, Limits(entropy=1.0, new=["Ti"]))
    >>> {el: str(amount) for el, amount in found.amounts.items()}, str(found.moved), round(found.entropy, 3)
    ({'Ti': '4/25', 'Ni': '21/50', 'Mn': '21/50'}, '4/25', 1.022)
    """
    effort = effort or Effort()
    best = _kept(site, limits)
    if best and best.reached:
        return best
    for may_rise in (False, True) if limits.most.keys() & site.keys() else (True,):
        for margin in (MARGIN, 0.0):
            best = _best(_tasks(site, limits, may_rise, margin), best, effort)
            if best and best.reached:
                return best
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


# Choices of new elements


def _best(tasks: Iterator[_Task], best: Proposal | None, effort: Effort) -> Proposal | None:
    """Return the best proposal of all choices, or the one before; the most promising choice first."""
    levels = [(task, _levelled(task, dict.fromkeys(task.before, 1.0), effort)) for task in tasks]
    bounded = [(_bound(task, level), task, level) for task, level in levels if level]
    for bound, task, level in sorted(bounded, key=lambda each: each[0]):
        if best and bound > _key(best):
            break
        if effort.amounts > MOST_AMOUNTS:
            effort.cut = True
            break
        found = _proposal(task, level, best, effort)
        best = min((each for each in (best, found) if each), key=_rank, default=None)
    return best


def _bound(task: _Task, level: Mapping[str, float]) -> Key:
    """Return the best key that a choice can have."""
    value = mixing(level.values())
    if value < task.goal - _SOLVED:
        return True, -value - _SOLVED, -inf
    return False, float(_moved(level, task)) - _SOLVED, -inf


def _key(found: Proposal) -> Key:
    """Return the rank of a proposal, of which a bound may be the equal."""
    return (False, round(float(found.moved), 9), inf) if found.reached else (True, -found.entropy, 0)


def _rank(found: Proposal) -> tuple[Key, int, float]:
    return _key(found), len(found.amounts), -found.entropy


def _proposal(task: _Task, level: dict[str, float], best: Proposal | None, effort: Effort) -> Proposal | None:
    """Return the smallest change of one choice of elements, rounded, if it keeps to the limits and ranks before."""
    tilted = list(_tilted(task, level, effort))
    for grid in _GRIDS:
        found = None
        for amounts in tilted:
            before = found or best
            key = _key(before) if before else (inf,)
            found = _rounded(amounts, task, grid, key, effort) or found
        if found:
            return found
    return None


def _moved(amounts: Mapping[str, float] | Amounts, task: _Task) -> float:
    """Return the part of the site that moves."""
    return sum(max(0.0, float(n - task.before[el])) for el, n in amounts.items()) / float(task.total)


# Levels


def _tilted(task: _Task, level: dict[str, float], effort: Effort) -> Iterator[dict[str, float]]:
    """Yield the smallest change, or where the charges need a tilt, those of several tilts that balance."""
    if not task.limits.carried or task.balances(level):
        yield level
        return
    low, high = task.excess(task.before)
    side, sign = (0, -1) if low > high else (1, 1)
    charges = {el: task.limits.charges[el][side] for el in task.before}

    def weights(tilt: float) -> dict[str, float]:
        return {el: exp(sign * tilt * (n - 3)) for el, n in charges.items()}

    def free(tilt: float) -> dict[str, float]:
        return _levelled(task, weights(tilt), effort)

    def mixed(tilt: float) -> dict[str, float]:
        return _mixed(task, weights(tilt), effort)

    def least(made: Callable[[float], dict[str, float]]) -> float:
        return _least(lambda tilt: task.balances(made(tilt), [side]), 0, _TILTS[-1], _TRIED)

    if not task.balances(mixed(_TILTS[-1]), [side]):
        return
    smallest, highest = least(free), least(mixed)
    found = [free(smallest), mixed(highest)]
    found += [free(more * smallest) for more in _MORE]
    found += [_levelled(task, weights(tilt), effort, [side]) for tilt in _TILTS]
    yield from (amounts for amounts in found if task.balances(amounts))


def _mixed(task: _Task, weights: Mapping[str, float], effort: Effort) -> dict[str, float]:
    """Return all elements at one level as far as their ranges allow, or nothing where no sum fits."""
    spans = [(float(task.ranges[el][0]), float(task.ranges[el][1]), weights[el]) for el in task.before]
    return dict(zip(task.before, _filled(spans, float(task.total), effort), strict=False))


def _levelled(task: _Task, weights: Mapping[str, float], effort: Effort, sides: Sequence[int] = ()) -> dict[str, float]:
    """Return the smallest change that reaches the goal in entropy and these sides of charge, or all at one level.

    Nothing where no sum fits.
    """
    found, total = _mixed(task, weights, effort), float(task.total)
    parts = [(float(n), weights[el], *map(float, task.ranges[el])) for el, n in task.before.items()]
    bottom, top = log(_LOWEST * total / max(weights.values())), log(total / min(weights.values()))

    def is_enough(taker: float) -> bool:
        nonlocal found
        fill, spans = exp(taker), []
        for held, w, low, high in parts:
            least = max(low, min(high, fill * w))
            spans.append((least, max(least, min(high, held)), w))
        if sum(span[0] for span in spans) > total:
            return True
        amounts = dict(zip(task.before, _filled(spans, total, effort), strict=False))
        enough = bool(amounts) and mixing(amounts.values()) >= task.goal and task.balances(amounts, sides)
        if enough:
            found = amounts
        return enough

    if found:
        _least(is_enough, bottom, top)
    return found


def _filled(spans: Sequence[tuple[float, float, float]], total: float, effort: Effort) -> list[float]:
    """Return amounts of this sum at one level times their weights, each within its span; none where no sum fits.

    `spans` are least, most and weight. The sum is linear between the levels where an amount enters or leaves its span.
    """
    effort.amounts += len(spans)
    left = total - sum(low for low, _, _ in spans)
    if left < -_EXACT * total or sum(high for _, high, _ in spans) < total * (1 - _EXACT):
        return []
    turns = sorted([(low / w, w) for low, _, w in spans] + [(high / w, -w) for _, high, w in spans])
    level, slope = 0.0, 0.0
    for turn, change in turns:
        if slope * (turn - level) >= left:
            break
        left -= slope * (turn - level)
        level, slope = turn, slope + change
    level += left / slope if slope > _EXACT else 0
    return [max(low, min(high, level * w)) for low, high, w in spans]


def _least(holds: Callable[[float], bool], low: float, high: float, steps: int = _STEPS) -> float:
    """Return where a condition begins to hold, from above."""
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


# Amounts that can be weighed


def _rounded(amounts: Mapping[str, float], task: _Task, grid: Fraction, key: Key, effort: Effort) -> Proposal | None:
    """Round amounts either way and return the smallest change within all limits, else the highest entropy.

    The element with the most takes what is left. None where no way ranks before `key`.
    """
    free = sorted((el for el in amounts if task.ranges[el][0] < task.ranges[el][1]), key=amounts.__getitem__)
    ways = {el: _both_ways(el, amounts[el], task, grid) for el in free[:-1]}
    if not free or not all(ways.values()):
        return None
    last, steps = free[-1], [el for el, each in ways.items() if len(each) > 1]
    lower = {el: low for el, (low, _) in task.ranges.items()} | {el: each[0] for el, each in ways.items()}
    del lower[last]
    nearer = sorted(steps, key=lambda el: abs(amounts[el] - float(lower[el]) - float(grid) / 2), reverse=True)
    up = [_sums(el, lower[el] + grid, task).minus(_sums(el, lower[el], task)) for el in nearer]
    near = [amounts[el] - float(lower[el]) > grid / 2 for el in nearer]
    search = Search(up, lambda sums: _judged(sums, task), near, key, min(_WAYS, MOST_WAYS - effort.ways))
    given = search.ways
    rest = task.total - sum(lower.values())
    base = Sums.of(_sums(el, n, task) for el, n in lower.items())
    for number in sorted(range(len(steps) + 1), key=lambda number: abs(float(rest - number * grid) - amounts[last])):
        if task.ranges[last][0] <= rest - number * grid <= task.ranges[last][1]:
            search.choose(base.plus(_sums(last, rest - number * grid, task)), number)
    effort.ways += given - search.ways
    effort.cut |= search.ways <= 0
    if search.chosen is None:
        return None
    raised = {el: lower[el] + grid * chosen for el, chosen in zip(nearer, search.chosen, strict=True)}
    found = {**lower, **raised, last: rest - grid * sum(search.chosen)}
    return _made({el: found[el] for el in task.before}, task)


def _both_ways(symbol: str, amount: float, task: _Task, grid: Fraction) -> Sequence[Fraction]:
    """Return the amounts next to one, lower first, as far as they are in its range."""
    before = task.before[symbol]
    if abs(amount - before) < grid / 10 and not before % grid:
        return [before]
    below = Fraction(int(amount / grid)) * grid
    low, high = task.ranges[symbol]
    return [way for way in (below, below + grid) if low <= way <= high]


def _sums(symbol: str, amount: Fraction, task: _Task) -> Sums:
    """Return what an amount of an element adds to all that is asked."""
    share = float(amount / task.total)
    least, most = task.limits.charges[symbol] if task.limits.carried else (0.0, 0.0)
    moved = max(0.0, float((amount - task.before[symbol]) / task.total))
    return Sums(moved, -share * log(share) if share else 0.0, float(amount) * least, float(amount) * most)


def _judged(sums: Sums, task: _Task) -> Key | None:
    """Return the rank of a site by its sums, or None where its charges cannot balance."""
    if task.limits.carried is not None:
        excess = max(sums.least - task.limits.carried[1], task.limits.carried[0] - sums.most)
        if excess * 2 * ROUNDING > float(task.total) + _EXACT:
            return None
    if sums.entropy >= task.goal - _EXACT:
        return False, round(sums.moved, 9), -sums.entropy
    return True, -sums.entropy, 0


def _made(amounts: Amounts, task: _Task) -> Proposal | None:
    """Return the exact proposal; None where it breaks the charges after all."""
    if not task.balances(amounts):
        return None
    moved = sum((max(Fraction(0), n - task.before[el]) for el, n in amounts.items()), Fraction(0)) / task.total
    value = mixing([float(n) for n in amounts.values()])
    return Proposal({el: n for el, n in amounts.items() if n}, moved, value, value >= task.goal - _EXACT)
