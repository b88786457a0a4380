"""How do entropy and capacity change with the amounts? Along one element, and over the triangle of three."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, NamedTuple

from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.entropy import in_print, mixing
from ..chemistry.quantities import BY_ID, unit_text
from .editing import EditError, editable, moved, with_metals

_POINTS: Final = 25  # of a curve
_SIDE: Final = 20  # steps along a side of the triangle


class Point(NamedTuple):
    """A composition of a curve: the amount of the element, entropy in R, capacities of alkali and metals in mAh/g."""

    amount: float
    entropy: float
    capacity: float | None
    redox: float | None = None


def curve(described: Description, symbol: str, locked: Collection[str] = ()) -> list[Point]:
    """Return entropy and capacities against the amount of one element, the others scaled to the same sum.

    The curve ends before the first amount that the site cannot hold: with lithium alone, no metal is left. Raises
    EditError where that is the first.

    >>> from generator.chemistry.description import describe
    >>> ends = curve(describe("NaNi0.5Mn0.5O2"), "Ti")[::24]
    >>> [(point.amount, round(point.entropy, 3)) for point in ends]
    [(0.0, 0.693), (1.0, 0.0)]
    """
    amounts = editable(described)
    others = [n for el, n in amounts.items() if el != symbol and el not in locked]
    free = amounts.get(symbol, Fraction(0)) + sum(others)
    steps = (free * k / (_POINTS - 1) for k in range(_POINTS))
    points: list[Point] = []
    for amount in steps:
        try:
            points.append(_point(described, symbol, moved(amounts, symbol, amount, locked)))
        except EditError:
            if not points:
                raise
            break
    return points


def _point(described: Description, symbol: str, amounts: dict[str, Fraction]) -> Point:
    made = with_metals(described, amounts)
    return Point(float(amounts[symbol]), made.entropy.all, made.capacity.dry, made.redox_capacity)


def triangle(described: Description, corners: Sequence[str]) -> dict[str, Any]:
    """Return the entropy over all shares of three elements, whose sum stays as it is, and where the composition is.

    `rows` has one row for each amount of the first corner, from all to nothing.

    >>> from generator.chemistry.description import describe
    >>> found = triangle(describe("NaNi1/3Fe1/3Mn1/3O2"), ["Ni", "Fe", "Mn"])
    >>> [len(found["rows"]), len(found["rows"][20]), round(max(map(max, found["rows"])), 2), found["sum"]]
    [21, 21, 1.1, 1.0]
    """
    if len(set(corners)) != 3:
        raise EditError("Choose three different elements.")
    amounts = editable(described)
    fixed = [n for el, n in described.placed.metal.items() if el not in corners]
    total = sum((amounts.get(el, Fraction(0)) for el in corners), Fraction(0))
    if not total:
        raise EditError("None of the three is among the metals that can be changed: choose one that is.")
    rows = [
        [_mixed(fixed, total / _SIDE, (_SIDE - row, row - column, column)) for column in range(row + 1)]
        for row in range(_SIDE + 1)
    ]
    here = [float(amounts.get(el, Fraction(0)) / total) for el in corners]
    return {"corners": list(corners), "sum": float(total), "rows": rows, "here": here,
            "said": _triangle_in_words(corners, total, rows)}  # fmt: skip


def _triangle_in_words(corners: Sequence[str], total: Fraction, rows: Sequence[Sequence[float]]) -> str:
    values = [value for row in rows for value in row]
    low, high = (f"{in_print(found)} R" for found in (min(values), max(values)))
    top, left, right = corners
    return f"Entropy where {top}, {left} and {right} share {number(total)} per formula unit: {low} to {high}"


def _mixed(fixed: list[Fraction], unit: Fraction, shares: tuple[int, ...]) -> float:
    return mixing([*fixed, *(unit * share for share in shares)])


def curve_in_words(symbol: str, points: Sequence[Point], lines: Sequence[float]) -> dict[str, str | None]:
    """Return what the two charts of a curve show, each as a sentence; None where there is no capacity."""
    ends = (f"{in_print(point.entropy)} R" for point in (points[0], points[-1]))
    crossed = ", ".join(f"{line:g} R at {amount:.3f}" for line in lines for amount in crossings(points, line))
    top = max(points, key=lambda point: point.entropy)
    most = f", at most {in_print(top.entropy)} R at {top.amount:.3g}" if top not in (points[0], points[-1]) else ""
    crosses = f"; crosses {crossed}" if crossed else ""
    entropies = f"Entropy against {symbol}: from {' to '.join(ends)}{most}{crosses}."
    every = [(point.amount, point.capacity) for point in points if point.capacity is not None]
    paid = [(point.amount, point.redox) for point in points if point.redox is not None]
    said = (_range("capacity_dry", symbol, every, points), _range("capacity_redox", symbol, paid, points))
    return {"entropy": entropies, "capacity": " ".join(filter(None, said)) or None}


def _range(ident: str, symbol: str, known: Sequence[tuple[float, float]], points: Sequence[Point]) -> str:
    """Return the first and last value of a quantity, and where it is known if not of all points."""
    if len(known) < 2:
        return ""
    quantity, ends = BY_ID[ident], (known[0], known[-1])
    dashed = " (dashed)" if ident == "capacity_redox" else ""
    values = " to ".join(quantity.text(value) for _, value in ends)
    where = "" if len(known) == len(points) else f", known for {symbol} {ends[0][0]:.3g} to {ends[1][0]:.3g}"
    return f"{quantity.label}{dashed}: {values} {unit_text(quantity.unit)}{where}."


def crossings(points: Sequence[Point], line: float) -> list[float]:
    """Return the amounts at which a curve crosses an entropy.

    >>> crossings([Point(0, 1.0, None), Point(0.2, 2.0, None)], 1.5)
    [0.1]
    """
    return [
        round(a.amount + (b.amount - a.amount) * (line - a.entropy) / (b.entropy - a.entropy), 6)
        for a, b in pairwise(points)
        if (a.entropy - line) * (b.entropy - line) < 0
    ]
