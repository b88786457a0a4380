"""Which amounts of a site are rounded up, so that the whole is best: branch and bound.

Everything that is asked of a site is a sum over its elements, so for a part of the choices the rest is bounded by the
best steps of each sum, as if they were independent; what cannot be better than the best so far is left out unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import fsum
from typing import NamedTuple

Key = tuple[float, ...]  # the smaller, the better


class Sums(NamedTuple):
    """What is asked of a site: the part that moved, its entropy in R, the least and the most charge it can carry."""

    moved: float
    entropy: float
    least: float
    most: float

    def plus(self, other: Sums) -> Sums:
        """Return the sums of two parts."""
        return Sums(self[0] + other[0], self[1] + other[1], self[2] + other[2], self[3] + other[3])

    def minus(self, other: Sums) -> Sums:
        """Return what is left without a part."""
        return Sums(self[0] - other[0], self[1] - other[1], self[2] - other[2], self[3] - other[3])

    @classmethod
    def of(cls, parts: Iterable[Sums]) -> Sums:
        """Return the sums of all parts."""
        return cls(*map(fsum, zip((0.0,) * 4, *parts, strict=True)))


@dataclass(slots=True)
class Search:
    """The best choice of elements that step up, in all of the calls of `choose`.

    `steps` are what each step adds; `judge` ranks sums, or returns None where they break a limit, and must rank sums
    with less moved, more entropy and a wider span of charge no worse; `near` are the elements whose step is the nearer
    amount, seen first. A choice counts if it ranks before `key`. After `ways` choices, whole or not, it stops.
    """

    steps: Sequence[Sums]
    judge: Callable[[Sums], Key | None]
    near: Sequence[bool]
    key: Key
    ways: int
    chosen: tuple[bool, ...] | None = None
    _best: list[list[Sums]] = field(init=False)  # by first element and number of steps

    def __post_init__(self) -> None:
        """Bound the steps from each element on."""
        self._best = [_bounds(self.steps[at:]) for at in range(len(self.steps) + 1)]

    def choose(self, base: Sums, number: int) -> None:
        """Let exactly `number` elements step up from `base`."""
        self._visit(base, number, ())

    def _visit(self, sums: Sums, left: int, taken: tuple[bool, ...]) -> None:
        if self.ways <= 0:
            return
        self.ways -= 1
        at = len(taken)
        key = self.judge(sums.plus(self._best[at][left]))
        if key is None or key >= self.key:
            return
        if at == len(self.steps):
            self.key, self.chosen = key, taken
            return
        for up in (self.near[at], not self.near[at]):
            if up <= left < len(self.steps) - at + up:
                self._visit(sums.plus(self.steps[at]) if up else sums, left - up, (*taken, up))


def _bounds(steps: Sequence[Sums]) -> list[Sums]:
    """Return the best that each sum can gain by no step, by one, and so on."""
    columns = [sorted(each) for each in zip(*steps, strict=True)] or [[]] * 4
    ways = (columns[0], columns[1][::-1], columns[2], columns[3][::-1])
    return [Sums(*each) for each in zip(*(accumulate(column, initial=0.0) for column in ways), strict=True)]
