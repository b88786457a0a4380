"""Do claims, their controls and the points of their rate tests fit together?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.conditions import Conditions, rate_parts
from ..records.model_parts import Claim
from .rule import error, warning
from .values import claims, written


@error(
    "own-control",
    stage="links",
    example='found "alpha" itself, expected another material',
    remedy="Name the material that the source compares with.",
)
def controls_are_other_materials(atlas: Atlas) -> Iterator[Problem]:
    """A material is not its own control.

    Compared with itself it shows no difference; most often the id was copied.
    """
    for key, path, claim in claims(atlas.data):
        if claim.versus and claim.versus.material == key[1]:
            message = f"found {shown(key[1])} itself, expected another material"
            yield atlas.data.problem(key, (*path, "versus", "material"), message)


@error(
    "control-differs",
    example="found 24, expected 25 as in the record of beta",
    remedy="Compare both with the source, and correct the one that is wrong.",
)
def control_values_agree(atlas: Atlas) -> Iterator[Problem]:
    """A control's value in a comparison and in its own record are the same, under the same conditions.

    Otherwise the pages would contradict each other.
    """
    for key, path, claim in claims(atlas.data):
        versus = claim.versus
        other = atlas.data.materials.get(versus.material) if versus and versus.material != key[1] else None
        if versus is None or other is None or versus.value is None:
            continue
        asked = (claim.property, _comparable(versus.conditions or claim.conditions), claim.source)
        for own in other.claims:
            same = (own.property, _comparable(own.conditions), own.source) == asked
            if same and own.value != versus.value:
                expected = f"{written(own.value)} as in the record of {other.id}"
                message = f"found {written(versus.value)}, expected {expected}"
                yield atlas.data.problem(key, (*path, "versus", "value"), message, other=("materials", other.id))


def _comparable(conditions: Conditions | None) -> tuple[object, ...] | None:
    return conditions.comparable if conditions else None


@error(
    "control-unused",
    stage="collection",
    example="found a control that no claim compares with, expected at least one",
    remedy="Name it in `versus` of the claim that it controls, or change its role.",
)
def controls_are_compared(atlas: Atlas) -> Iterator[Problem]:
    """A control is named by some claim of the material that it controls, or names that material in one of its own.

    Without a comparison it is not a control.
    """
    pairs = [(key[1], claim.versus.material) for key, _, claim in claims(atlas.data) if claim.versus]
    compared = {ident for pair in pairs for ident in pair}
    for ident, material in atlas.data.materials.items():
        if material.role == "control" and ident not in compared:
            message = "found a control that no claim compares with, expected at least one"
            hint = f"Add `versus: {{material: {ident}}}` to the claim that it controls, or change the role."
            yield atlas.data.problem(("materials", ident), ("role",), message, hint)


@warning(
    "control-role",
    stage="collection",
    example="found a material that only serves as a control, expected role control",
    remedy="Add `role: control`, or the claims that its source makes of it.",
)
def what_only_serves_as_a_control_says_so(atlas: Atlas) -> Iterator[Problem]:
    """A material without claims of its own that others are compared with has the role of a control.

    Without the role it would be counted among the cathodes under study.
    """
    compared = {claim.versus.material for _, _, claim in claims(atlas.data) if claim.versus}
    for ident, material in atlas.data.materials.items():
        if material.role == "subject" and ident in compared and not material.claims:
            message = "found a material that only serves as a control, expected role control"
            yield atlas.data.problem(("materials", ident), ("role",), message)


@error(
    "rate-points",
    stage="fields",
    example='found "5C" before "3C", expected slower currents first, all in one unit and slower than that of the claim',
    remedy="Put the slowest current first; the fastest is the rate of the claim itself.",
)
def rate_points_are_ordered(atlas: Atlas) -> Iterator[Problem]:
    """The points of a rate test go from the slowest current up, and the claim itself has the fastest.

    A test of several currents is one claim, with the value at the fastest current.
    """
    for key, path, claim in claims(atlas.data):
        for place, found in _out_of_order(claim):
            expected = "slower currents first, all in one unit and slower than that of the claim"
            yield atlas.data.problem(key, (*path, "points", place), f"found {found}, expected {expected}")


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
def rate_points_have_a_control(atlas: Atlas) -> Iterator[Problem]:
    """Where a point has the value of a control, the claim names the control.

    A value without its material cannot be shown.
    """
    for key, path, claim in claims(atlas.data):
        for place, point in enumerate(claim.points):
            if point.versus is not None and claim.versus is None:
                message = "found a control's value in a point of a claim without `versus`, expected the control"
                yield atlas.data.problem(key, (*path, "points", place), message)
