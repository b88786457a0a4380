"""Are the points of a rate test in order, and of one test?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.model_parts import Claim, rate_parts
from .rule import error
from .values import claims


@error(
    "rate-points",
    stage="fields",
    example='found "5C" before "3C", expected slower currents first, all in one unit and slower than that of the claim',
    remedy="Put the slowest current first; the fastest is the rate of the claim itself.",
)
def points_go_from_slow_to_fast(atlas: Atlas) -> Iterator[Problem]:
    """The points of a rate test go from the slowest current up, and the claim itself has the fastest.

    A test of several currents is one finding: its value is the hardest case, and the points show the way there.
    """
    for (ident, index), claim in claims(atlas.data):
        for place, found in _out_of_order(claim):
            message = (
                f"found {found}, expected slower currents first, all in one unit and slower than that of the claim"
            )
            hint = "Put the slowest current first; the fastest is the rate of the claim itself."
            yield atlas.data.problem(("materials", ident), ("claims", index, "points", place), message, hint)


def _out_of_order(claim: Claim) -> Iterator[tuple[int, str]]:
    own = claim.conditions.rate if claim.conditions else None
    rates = [point.rate for point in claim.points]
    if rates and own is None:
        yield 0, "points of a claim without a rate"
    elif own and None not in rates:
        for place, (rate, after) in enumerate(pairwise([*rates, own])):
            if not _slower(rate, after):
                yield place, f"{shown(rate)} before {shown(after)}"


def _slower(one: str, other: str) -> bool:
    (amount, unit), (faster, other_unit) = rate_parts(one), rate_parts(other)
    return unit == other_unit and Fraction(amount) < Fraction(faster)


@error(
    "points-versus",
    stage="fields",
    example="found a control's value in a point of a claim without `versus`, expected the control",
    remedy="Name the control under `versus` of the claim.",
)
def points_name_their_control(atlas: Atlas) -> Iterator[Problem]:
    """Where a point has the value of a control, the claim names the control.

    A number that belongs to nothing cannot be shown.
    """
    for (ident, index), claim in claims(atlas.data):
        for place, point in enumerate(claim.points):
            if point.versus is not None and claim.versus is None:
                message = "found a control's value in a point of a claim without `versus`, expected the control"
                hint = "Name it under `versus` of the claim."
                yield atlas.data.problem(("materials", ident), ("claims", index, "points", place), message, hint)
