"""Conditions of values: are they plausible, and are those given that a value needs?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.conditions import CONDITIONS, Conditions, current
from ..records.dataset import Dataset, Key
from ..records.introspection import is_range
from ..records.model_parts import Claim, Source
from ..yamlio.document import Path
from .rule import error, warning
from .values import all_values, claims, is_reversed, outside, written

_LIMITS: Final = {name: condition.plausible for name, condition in CONDITIONS.items() if condition.plausible}
_RANGES: Final = [name for name, info in Conditions.model_fields.items() if is_range(info)]

_RELATIVE: Final = (
    "capacity-retention",
    "capacity-loss",
    "energy-retention",
    "voltage-retention",
    "remaining-capacity",
)
"""Properties that compare a later cycle with an earlier one."""

_BY_EXPOSURE: Final = {"capacity-retention": "exposure-retention", "capacity-loss": "exposure-loss"}
"""Property of cycling -> the one of exposure."""

_READ_IN_PART: Final = ("abstract", "title", "highlight", "summary")
"""Words in a source's `at` that show that only a part of the paper was read."""


@warning(
    "plausible-condition",
    stage="fields",
    example="found [200, 410], expected 0 to 6 V",
    remedy="Check the digits and the unit.",
)
def conditions_are_plausible(atlas: Atlas) -> Iterator[Problem]:
    """A voltage lies between 0 and 6 V, a cell bears the temperature, and a rate is at most 200C.

    A value can be judged only by its conditions, and a mistake in them is hard to see later.
    """
    for key, path, conditions in _given(atlas.data):
        for name, message in _implausible(conditions):
            yield atlas.data.problem(key, (*path, name), message)


def _given(dataset: Dataset) -> Iterator[tuple[Key, Path, Conditions]]:
    """Yield all conditions, those of controls included."""
    for key, path, claim in all_values(dataset):
        versus = claim.versus if isinstance(claim, Claim) else None
        if claim.conditions:
            yield key, (*path, "conditions"), claim.conditions
        if versus and versus.conditions:
            yield key, (*path, "versus", "conditions"), versus.conditions


def _implausible(conditions: Conditions) -> Iterator[tuple[str, str]]:
    for name, limits in _LIMITS.items():
        value = getattr(conditions, name)
        if value is not None and outside(value, limits):
            expected = f"{limits[0]} to {limits[1]} {CONDITIONS[name].unit or name}"
            yield name, f"found {written(value)}, expected {expected}"
    if conditions.rate:
        amount, unit = current(conditions.rate)
        if amount > (fastest := CONDITIONS["rate"].fastest[unit]):
            yield "rate", f"found {shown(conditions.rate)}, expected at most {fastest} {unit}"


@error(
    "condition-order",
    stage="fields",
    example="found [4.1, 2.0], expected [low, high]",
    remedy="Put the lower number first.",
)
def condition_ranges_are_ordered(atlas: Atlas) -> Iterator[Problem]:
    """A window, or a range of temperatures, humidity or loading, is written with its lower end first.

    A reversed range may be a mistake in one of the two.
    """
    for key, path, conditions in _given(atlas.data):
        for name in _RANGES:
            if is_reversed(value := getattr(conditions, name)):
                yield atlas.data.problem(key, (*path, name), f"found {written(value)}, expected [low, high]")


@warning(
    "first-cycle",
    stage="fields",
    example="found 1, expected a cycle after the first: Capacity retention compares with an earlier one",
    remedy="Write the cycle number at which the value was taken.",
)
def relative_values_follow_the_first_cycle(atlas: Atlas) -> Iterator[Problem]:
    """A retention or a loss over cycles is that of a later cycle than the first.

    After one cycle there is nothing yet to compare with.
    """
    for key, path, claim in claims(atlas.data):
        known = atlas.data.properties.get(claim.property)
        if known and claim.property in _RELATIVE and claim.conditions and claim.conditions.cycles == 1:
            message = f"found 1, expected a cycle after the first: {known.label} compares with an earlier one"
            yield atlas.data.problem(key, (*path, "conditions", "cycles"), message)


@warning(
    "conditions-unstated",
    example="found no cycles or exposure, expected one of them for Capacity retention",
    remedy="Add what the paper states; list under `not_stated` what it does not.",
)
def needed_conditions_are_given(atlas: Atlas) -> Iterator[Problem]:
    """A measured number has one of the conditions that it needs, where the paper itself was read.

    A retention without cycles, or a capacity without rate or window, cannot be compared. Nothing is required where only
    an abstract or a review was read, or an imported claim is unconfirmed: what the paper states is not known then.
    """
    for key, path, claim in claims(atlas.data):
        known = atlas.data.properties.get(claim.property)
        asked = claim.basis == "measured" and not claim.unconfirmed and _read_whole(atlas.data, claim.source)
        needs = known.needs if known and asked else ()
        if known and needs and not isinstance(claim.value, str) and not _has_any(claim, needs):
            names = " or ".join(need.replace("_", " ") for need in needs)
            message = f"found no {names}, expected one of them for {known.label}"
            hint = f"Add it under `conditions`; if the paper does not say, write `not_stated: [{needs[0]}]`."
            yield atlas.data.problem(key, (*path, "conditions"), message, hint)


def _read_whole(dataset: Dataset, source: Source) -> bool:
    reference = dataset.references.get(source.reference)
    if source.via or reference is None or reference.type == "review-article":
        return False
    return reference.seen in ("full-text", "whole-text") and not any(
        word in source.at.lower() for word in _READ_IN_PART
    )


def _has_any(claim: Claim, needs: tuple[str, ...]) -> bool:
    given = claim.conditions
    return any(need in claim.not_stated or (given and getattr(given, need) is not None) for need in needs)


@error(
    "stated-and-not",
    stage="fields",
    example='found "cycles", which the conditions state, expected what the source does not say',
    remedy="Remove it from `not_stated`, or remove the condition.",
)
def stated_conditions_are_not_listed_as_missing(atlas: Atlas) -> Iterator[Problem]:
    """A condition is listed under `conditions` or under `not_stated`, not under both.

    The page would contradict itself.
    """
    for key, path, claim in claims(atlas.data):
        for place, name in enumerate(claim.not_stated):
            if name and claim.conditions and getattr(claim.conditions, name) is not None:
                message = f"found {shown(name)}, which the conditions state, expected what the source does not say"
                yield atlas.data.problem(key, (*path, "not_stated", place), message)


@error(
    "cycling-or-exposure",
    example="found an exposure and no cycles, expected exposure-retention for what exposure leaves",
    remedy="Write exposure-retention or exposure-loss; where an exposed material was cycled, add the cycles.",
)
def cycling_and_exposure_are_separate(atlas: Atlas) -> Iterator[Problem]:
    """A retention or loss of capacity by cycling is another property than one by exposure.

    Both are percentages of an earlier capacity; one ranking would compare a week in air with a thousand cycles.
    """
    for key, path, claim in claims(atlas.data):
        other = _BY_EXPOSURE.get(claim.property)
        given = claim.conditions
        if other and given and (given.exposure or given.exposure_days is not None) and given.cycles is None:
            message = f"found an exposure and no cycles, expected {other} for what exposure leaves"
            hint = f"Write `property: {other}`; where an exposed material was cycled, add the cycles."
            yield atlas.data.problem(key, (*path, "property"), message, hint)
