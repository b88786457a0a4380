"""Do claims and their controls fit together?"""

from __future__ import annotations

from collections.abc import Iterator

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.model_parts import Conditions
from .rule import error
from .values import claims, written


@error(
    "own-control",
    stage="links",
    example='found "alpha" itself, expected another material',
    remedy="Name the material that the source compares with.",
)
def comparisons_are_with_others(atlas: Atlas) -> Iterator[Problem]:
    """A material is not its own control.

    Compared with itself it shows no difference; most often the id was copied.
    """
    for (ident, index), claim in claims(atlas.data):
        if claim.versus and claim.versus.material == ident:
            path = ("claims", index, "versus", "material")
            message = f"found {shown(ident)} itself, expected another material"
            yield atlas.data.problem(("materials", ident), path, message)


@error(
    "control-differs",
    example="found 24, expected 25 as in the record of beta",
    remedy="Look the value up again, and correct the one that is wrong.",
)
def comparisons_agree(atlas: Atlas) -> Iterator[Problem]:
    """A control's value in a comparison and in its own record are the same, under the same conditions.

    Otherwise it would depend on the page which of the two a reader sees.
    """
    for (ident, index), claim in claims(atlas.data):
        versus = claim.versus
        other = atlas.data.materials.get(versus.material) if versus and versus.material != ident else None
        if versus is None or other is None or versus.value is None:
            continue
        asked = (claim.property, _comparable(versus.conditions or claim.conditions), claim.source)
        for own in other.claims:
            same = (own.property, _comparable(own.conditions), own.source) == asked
            if same and own.value != versus.value:
                expected = f"{written(own.value)} as in the record of {other.id}"
                message = f"found {written(versus.value)}, expected {expected}"
                hint = "Look it up again, and correct the one that is wrong."
                path = ("claims", index, "versus", "value")
                yield atlas.data.problem_with(("materials", other.id), ("materials", ident), path, message, hint)


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

    It belongs to the paper that compares it; alone it would be a material like others.
    """
    pairs = [(ident, claim.versus.material) for (ident, _), claim in claims(atlas.data) if claim.versus]
    compared = {ident for pair in pairs for ident in pair}
    for ident, material in atlas.data.materials.items():
        if material.role == "control" and ident not in compared:
            message = "found a control that no claim compares with, expected at least one"
            hint = f"Add `versus: {{material: {ident}}}` to the claim that it controls, or change the role."
            yield atlas.data.problem(("materials", ident), ("role",), message, hint)
