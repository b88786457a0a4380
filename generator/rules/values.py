"""Can the values be true? Kind, unit and plausible range of every number, possible conditions, equal comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Problem, shown
from ..files.document import Path
from ..hints import number_hint
from ..records.collection import Dataset, Key
from ..records.kinds import FamilyValue, Property
from ..records.shapes import Claim, Conditions, Number, Range

Value = Number | Range | str
Trouble = tuple[Path, str, str]
"""(path inside the claim, message, hint)"""

POSSIBLE: Mapping[str, tuple[int, int, str]] = {
    "window": (0, 6, "V"),
    "upper_voltage": (0, 6, "V"),
    "temperature": (-100, 1000, "°C"),  # beyond what a cell bears: some measurements heat the bare material
    "exposure_days": (0, 3650, "days"),
}
"""Condition -> the lowest and highest value that we take for no slip, and its unit."""


def claims(dataset: Dataset) -> Iterator[tuple[tuple[str, int], Claim]]:
    """Yield every claim, with the id of its material and its index there."""
    for ident, material in dataset.materials.items():
        for index, claim in enumerate(material.claims):
            yield (ident, index), claim


def values_fit_their_property(dataset: Dataset) -> Iterator[Problem]:
    """A value has the unit and the kind that the vocabulary gives to its property, and a plausible size."""
    for key, path, claim in _valued(dataset):
        known = dataset.properties.get(claim.property)
        if known:
            for inside, message, hint in _misfits(known, claim):
                yield dataset.problem(key, (*path, *inside), message, hint)


def conditions_are_possible(dataset: Dataset) -> Iterator[Problem]:
    """A window lies between 0 and 6 V with the lower end first, and so on."""
    for key, path, claim in _valued(dataset):
        versus = claim.versus if isinstance(claim, Claim) else None
        given = {("conditions",): claim.conditions, ("versus", "conditions"): versus and versus.conditions}
        for place, conditions in given.items():
            for inside, message, hint in _impossible(conditions) if conditions else ():
                yield dataset.problem(key, (*path, *place, *inside), message, hint)


def comparisons_are_with_others(dataset: Dataset) -> Iterator[Problem]:
    """A material is not its own control."""
    for (ident, index), claim in claims(dataset):
        if claim.versus and claim.versus.material == ident:
            path = ("claims", index, "versus", "material")
            message = f"found {shown(ident)} itself, expected another material"
            yield dataset.problem(("materials", ident), path, message)


def comparisons_agree(dataset: Dataset) -> Iterator[Problem]:
    """A control's value in a comparison and in its own record are the same number."""
    for (ident, index), claim in claims(dataset):
        versus = claim.versus
        other = dataset.materials.get(versus.material) if versus and versus.material != ident else None
        if versus is None or other is None or versus.value is None:
            continue
        asked = (claim.property, _comparable(versus.conditions or claim.conditions), claim.source)
        for own in other.claims:
            same = (own.property, _comparable(own.conditions), own.source) == asked
            if same and own.value != versus.value:
                message = (
                    f"found {_written(versus.value)}, expected {_written(own.value)} as in the record of"
                    f" {other.id}"
                )
                yield dataset.problem(("materials", ident), ("claims", index, "versus", "value"), message)


def _comparable(conditions: Conditions | None) -> tuple[object, ...] | None:
    return conditions.comparable if conditions else None


def _valued(dataset: Dataset) -> Iterator[tuple[Key, Path, Claim | FamilyValue]]:
    for (ident, index), claim in claims(dataset):
        yield ("materials", ident), ("claims", index), claim
    for ident, family in dataset.families.items():
        for index, value in enumerate(family.values):
            yield ("families", ident), ("values", index), value


def _misfits(known: Property, claim: Claim | FamilyValue) -> Iterator[Trouble]:
    if claim.unit != known.unit:
        yield _wrong_unit(known, claim.unit)
    versus = claim.versus if isinstance(claim, Claim) else None
    control = versus.value if versus else None
    values: dict[Path, Value | None] = {("value",): claim.value, ("versus", "value"): control}
    for path, value in values.items():
        if value is None:
            continue
        if isinstance(value, str) != (known.kind == "text"):
            expected = "words" if known.kind == "text" else "a number or [low, high]"
            hint = number_hint(value) if isinstance(value, str) else ""
            yield path, f"found {_written(value)}, expected {expected}", hint
        elif isinstance(value, tuple) and value[0] >= value[1]:
            yield path, f"found {_written(value)}, expected [low, high]", "Put the lower number first."
        elif not claim.accepted and not _within(value, known.plausible):
            yield _implausible(path, value, known)


def _wrong_unit(known: Property, unit: str | None) -> Trouble:
    expected = f"the unit {shown(known.unit)}" if known.unit else "no unit"
    if known.unit is None:
        hint = f"Remove `unit`: {known.label} is told in words."
    elif unit is None:
        hint = f"Add `unit: {known.unit}`."
    else:
        hint = (
            f"Write `unit: {known.unit}`; if the source prints another unit, convert the value and note what"
            " was printed."
        )
    return ("unit",), f"found {shown(unit)}, expected {expected}", hint


def _implausible(path: Path, value: Value, known: Property) -> Trouble:
    low, high = known.plausible or (0, 0)
    message = f"found {_written(value)}, expected {low} to {high} {known.unit or ''}".rstrip()
    hint = f"Check value and unit of {known.label}; if the source says so, write why in `accepted`."
    return path, message, hint


def _impossible(conditions: Conditions) -> Iterator[Trouble]:
    for name, (low, high, unit) in POSSIBLE.items():
        value: Number | Range | None = getattr(conditions, name)
        if value is None:
            continue
        if not _within(value, (low, high)):
            message = f"found {_written(value)}, expected {low} to {high} {unit}"
            yield (name,), message, f"Check the digits, and that the unit is {unit}."
        elif isinstance(value, tuple) and value[0] >= value[1]:
            yield (name,), f"found {_written(value)}, expected [low, high]", "Put the lower number first."


def _within(value: Value, limits: tuple[Number, Number] | None) -> bool:
    numbers = value if isinstance(value, tuple) else (value,)
    return limits is None or all(limits[0] <= n <= limits[1] for n in numbers if not isinstance(n, str))


def _written(value: Value) -> str:
    return f"[{value[0]}, {value[1]}]" if isinstance(value, tuple) else shown(value)
