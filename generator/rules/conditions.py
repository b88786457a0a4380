"""Under which conditions does a value hold: are they possible, and are those given that it needs?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.dataset import Dataset, Key
from ..records.model_parts import Claim, Conditions, Number, Range, Source, rate_parts
from ..yamlio.document import Path
from .rule import error, warning
from .values import claims, stated, upside_down, within, written

POSSIBLE: Final[Mapping[str, tuple[int, int, str]]] = {
    "window": (0, 6, "V"),
    "upper_voltage": (0, 6, "V"),
    "temperature": (-100, 1000, "°C"),  # beyond what a cell bears: some measurements heat the bare material
    "exposure_days": (0, 3650, "days"),
    "cycles": (1, 200_000, "cycles"),
    "humidity": (0, 100, "percent"),
    "co2": (0, 1_000_000, "ppm"),
    "loading": (0, 50, "mg per cm²"),  # a thick electrode for trade has some 20
    "one_c": (5, 1000, "mA per g"),
}
"""Condition -> the lowest and highest value that we take for no slip, and its unit."""

FASTEST: Final = {"C": 200, "A g-1": 50, "mA g-1": 50_000}
"""Unit of a rate -> the highest that we take for no slip: half a minute for a charge."""

_RANGES: Final = ("window", "temperature", "humidity", "loading")
"""Conditions that may be a range."""

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
"""Words in a source's `at` that say that the paper itself was not read: what it states further on is not known."""


@warning(
    "plausible-condition",
    stage="fields",
    example="found [200, 410], expected 0 to 6 V",
    remedy="Check the digits and the unit.",
)
def conditions_are_possible(atlas: Atlas) -> Iterator[Problem]:
    """A voltage lies between 0 and 6 V, a cell bears the temperature, a rate takes at least half a minute.

    Conditions decide what a value is worth, and a slip in them is hard to see later.
    """
    for key, path, conditions in _given(atlas.data):
        for inside, message, hint in _impossible(conditions):
            yield atlas.data.problem(key, (*path, inside), message, hint)


def _given(dataset: Dataset) -> Iterator[tuple[Key, Path, Conditions]]:
    """Yield all conditions, those of controls included."""
    for key, path, claim in stated(dataset):
        versus = claim.versus if isinstance(claim, Claim) else None
        if claim.conditions:
            yield key, (*path, "conditions"), claim.conditions
        if versus and versus.conditions:
            yield key, (*path, "versus", "conditions"), versus.conditions


def _impossible(conditions: Conditions) -> Iterator[tuple[str, str, str]]:
    for name, (low, high, unit) in POSSIBLE.items():
        value: Number | Range | None = getattr(conditions, name)
        if value is not None and not upside_down(value) and not within(value, (low, high)):
            hint = f"Check the digits, and that the unit is {unit}."
            yield name, f"found {written(value)}, expected {low} to {high} {unit}", hint
    if conditions.rate:
        amount, unit = rate_parts(conditions.rate)
        if Fraction(amount) > FASTEST[unit]:
            hint = "Check the digits and the unit."
            yield "rate", f"found {shown(conditions.rate)}, expected at most {FASTEST[unit]} {unit}", hint


@error(
    "condition-order",
    stage="fields",
    example="found [4.1, 2.0], expected [low, high]",
    remedy="Put the lower number first.",
)
def condition_ranges_begin_with_the_lower_end(atlas: Atlas) -> Iterator[Problem]:
    """A window, or a range of temperatures, humidity or loading, is written with its lower end first.

    Upside down it may be a slip in one of the two.
    """
    for key, path, conditions in _given(atlas.data):
        for name in _RANGES:
            value = getattr(conditions, name)
            if value is not None and upside_down(value):
                message = f"found {written(value)}, expected [low, high]"
                yield atlas.data.problem(key, (*path, name), message, "Put the lower number first.")


@warning(
    "first-cycle",
    stage="fields",
    example="found 1, expected a cycle after the first: Capacity retention compares with an earlier one",
    remedy="Write the cycle number at which the value was taken.",
)
def what_is_relative_comes_after_the_first_cycle(atlas: Atlas) -> Iterator[Problem]:
    """A retention or a loss over cycles is that of a later cycle than the first.

    After one cycle there is nothing yet to compare with.
    """
    for (ident, index), claim in claims(atlas.data):
        known = atlas.data.properties.get(claim.property)
        if known and claim.property in _RELATIVE and claim.conditions and claim.conditions.cycles == 1:
            path = ("claims", index, "conditions", "cycles")
            message = f"found 1, expected a cycle after the first: {known.label} compares with an earlier one"
            hint = "Write the cycle number at which the value was taken."
            yield atlas.data.problem(("materials", ident), path, message, hint)


@warning(
    "conditions-unstated",
    example="found no cycles or exposure, expected one of them for Capacity retention",
    remedy="Add what the paper states; list under `not_stated` what it does not.",
)
def values_have_the_conditions_that_they_need(atlas: Atlas) -> Iterator[Problem]:
    """A measured number has one of the conditions that it needs, where the paper itself was read.

    A retention without cycles, or a capacity without rate or window, can be compared with nothing. Where only an
    abstract or a review was read, or nobody compared an imported claim yet, nothing is asked: what the paper states
    is not known then.
    """
    for (ident, index), claim in claims(atlas.data):
        known = atlas.data.properties.get(claim.property)
        asked = claim.basis == "measured" and not claim.unconfirmed and _read_whole(atlas.data, claim.source)
        needs = known.needs if known and asked else ()
        if known and needs and not isinstance(claim.value, str) and not _has_any(claim, needs):
            names = " or ".join(need.replace("_", " ") for need in needs)
            message = f"found no {names}, expected one of them for {known.label}"
            hint = f"Add it under `conditions`; if the paper does not say, write `not_stated: [{needs[0]}]`."
            yield atlas.data.problem(("materials", ident), ("claims", index, "conditions"), message, hint)


def _read_whole(dataset: Dataset, source: Source) -> bool:
    reference = dataset.references.get(source.reference)
    if source.via or reference is None or reference.type == "review-article":
        return False
    return reference.seen == "full-text" and not any(word in source.at.lower() for word in _READ_IN_PART)


def _has_any(claim: Claim, needs: tuple[str, ...]) -> bool:
    given = claim.conditions
    return any(need in claim.not_stated or (given and getattr(given, need) is not None) for need in needs)


@error(
    "stated-and-not",
    stage="fields",
    example='found "cycles", which the conditions state, expected what the source does not say',
    remedy="Remove it from `not_stated`, or remove the condition.",
)
def what_is_stated_is_not_called_missing(atlas: Atlas) -> Iterator[Problem]:
    """A condition stands under `conditions` or under `not_stated`, not under both.

    The page would say two things at once.
    """
    for (ident, index), claim in claims(atlas.data):
        for place, name in enumerate(claim.not_stated):
            if name and claim.conditions and getattr(claim.conditions, name) is not None:
                message = f"found {shown(name)}, which the conditions state, expected what the source does not say"
                path = ("claims", index, "not_stated", place)
                hint = "Remove it from `not_stated`, or remove the condition."
                yield atlas.data.problem(("materials", ident), path, message, hint)


@error(
    "cycling-or-exposure",
    example="found an exposure and no cycles, expected exposure-retention for what exposure leaves",
    remedy="Write exposure-retention or exposure-loss; where an exposed material was cycled, add the cycles.",
)
def cycling_and_exposure_are_two_properties(atlas: Atlas) -> Iterator[Problem]:
    """A retention or loss of capacity by cycling is another property than one by exposure.

    Both are percents of a capacity before; in one ranking a week in air would stand beside a thousand cycles.
    """
    for (ident, index), claim in claims(atlas.data):
        other = _BY_EXPOSURE.get(claim.property)
        given = claim.conditions
        if other and given and (given.exposure or given.exposure_days is not None) and given.cycles is None:
            message = f"found an exposure and no cycles, expected {other} for what exposure leaves"
            hint = f"Write `property: {other}`; where an exposed material was cycled, add the cycles."
            yield atlas.data.problem(("materials", ident), ("claims", index, "property"), message, hint)
