"""Values: kind, unit, order and plausible range of every number; texts that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.dataset import Dataset, Key
from ..records.field_types import Number, Range
from ..records.model_parts import Claim
from ..records.models import FamilyValue
from ..records.vocabulary_models import Property
from ..suggestions import CONVERSIONS, number_hint, plain_unit
from ..yamlio.document import Path, texts
from .rule import error, warning

# Numbers and words of the field begin with a minus; only with one of the other signs after it does it start a command.
_FORMULA: Final = re.compile(r"(?:^|[\t\n\r;])\s*(?:[=+@＝＋＠]|[-−－](?=[^\n\t;]*[=+@|!(]))")


def unit_hint(known: Property, unit: str | None) -> str:
    """Return how to convert a unit, or none, to that of a property."""
    if known.unit is None:
        return f"Remove `unit`: {known.label} is given in words."
    if unit is None:
        return f"Add `unit: {known.unit}`."
    if plain_unit(unit) == plain_unit(known.unit):
        return f"Write `unit: {known.unit}`: it is the same unit, spelt as everywhere here."
    if conversion := CONVERSIONS.get((plain_unit(unit), plain_unit(known.unit))):
        return f"{conversion} and write `unit: {known.unit}`."
    return f"Write `unit: {known.unit}`; if the source prints another unit, convert the value and note the printed one."


Value = Number | Range | str


class Valued(NamedTuple):
    """A claim or a family's value, with its record, its path there and its property."""

    key: Key
    path: Path
    claim: Claim | FamilyValue
    known: Property

    @property
    def values(self) -> Iterator[tuple[Path, Value]]:
        """Yield the value, that of its control and those of a rate test, each with its path in the record."""
        if self.claim.value is not None:  # None in a record that could be read only in part
            yield (*self.path, "value"), self.claim.value
        if isinstance(self.claim, Claim):
            yield from self._beside(self.claim)

    def _beside(self, claim: Claim) -> Iterator[tuple[Path, Value]]:
        if claim.versus and claim.versus.value is not None:
            yield (*self.path, "versus", "value"), claim.versus.value
        for index, point in enumerate(claim.points):
            for name in ("value", "versus"):
                if (value := getattr(point, name)) is not None:
                    yield (*self.path, "points", index, name), value


def claims(dataset: Dataset) -> Iterator[tuple[Key, Path, Claim]]:
    """Yield every claim, with the key of its record and the path in it."""
    for ident, material in dataset.materials.items():
        for index, claim in enumerate(material.claims):
            yield ("materials", ident), ("claims", index), claim


def all_values(dataset: Dataset) -> Iterator[tuple[Key, Path, Claim | FamilyValue]]:
    """Yield every claim and every value of a family, with the key of its record and the path in it."""
    yield from claims(dataset)
    for ident, family in dataset.families.items():
        for index, value in enumerate(family.values):
            yield ("families", ident), ("values", index), value


def _valued(dataset: Dataset) -> Iterator[Valued]:
    for key, path, claim in all_values(dataset):
        known = dataset.properties.get(claim.property)
        if known:
            yield Valued(key, path, claim, known)


@error(
    "unit",
    stage="fields",
    example='found "%", expected the unit "percent"',
    remedy="Write the unit of the vocabulary; convert the value where the source prints another unit.",
)
def units_match_the_property(atlas: Atlas) -> Iterator[Problem]:
    """A value has the unit that the vocabulary gives to its property.

    Only numbers in one unit can be sorted, plotted and compared; and the repeated unit reveals mistakes.
    """
    for key, path, claim, known in _valued(atlas.data):
        if claim.unit != known.unit:
            expected = f"the unit {shown(known.unit)}" if known.unit else "no unit"
            message = f"found {shown(claim.unit)}, expected {expected}"
            yield atlas.data.problem(key, (*path, "unit"), message, unit_hint(known, claim.unit))


@error(
    "value-kind",
    stage="fields",
    example='found "most", expected a number or [low, high]',
    remedy="Write a number for a property of numbers, or use a property of kind `text`.",
)
def values_match_the_property_kind(atlas: Atlas) -> Iterator[Problem]:
    """A property of kind `number` has numbers, one of kind `text` has words.

    Words cannot be plotted, and a number needs a property that defines it.
    """
    for each in _valued(atlas.data):
        for path, value in each.values:
            if isinstance(value, str) != (each.known.kind == "text"):
                expected = "words" if each.known.kind == "text" else "a number or [low, high]"
                hint = number_hint(value) if isinstance(value, str) else ""
                yield atlas.data.problem(each.key, path, f"found {written(value)}, expected {expected}", hint)


@error(
    "range-order",
    stage="fields",
    example="found [90, 80], expected [low, high]",
    remedy="Put the lower number first.",
)
def value_ranges_are_ordered(atlas: Atlas) -> Iterator[Problem]:
    """A range of values is written with its lower end first.

    A reversed range may be two values, or a mistake in one of them.
    """
    for each in _valued(atlas.data):
        for path, value in each.values:
            if is_reversed(value):
                yield atlas.data.problem(each.key, path, f"found {written(value)}, expected [low, high]")


@warning(
    "plausible-value",
    stage="fields",
    example="found 870, expected 0 to 100 percent",
    remedy="Check the digits and the unit.",
)
def values_are_plausible(atlas: Atlas) -> Iterator[Problem]:
    """A number lies in the plausible range of its property.

    Most numbers outside are mistakes in a digit, a unit or a line of a table.
    """
    for each in _valued(atlas.data):
        low, high = each.known.plausible or (0, 0)
        for path, value in each.values:
            if outside(value, each.known.plausible):
                unit = f" {each.known.unit}" if each.known.unit else ""
                message = f"found {written(value)}, expected {low} to {high}{unit}"
                yield atlas.data.problem(each.key, path, message)


@error(
    "spreadsheet-formula",
    stage="fields",
    example='found "=1+1", expected text that does not begin with =, + or @',
    remedy="Put a word before the sign, or write it in words.",
)
def texts_are_no_spreadsheet_formulas(atlas: Atlas) -> Iterator[Problem]:
    """No text, nor what follows a tab, a semicolon or a line break in it, begins as a formula of a spreadsheet does.

    The tables are downloaded and opened there: a formula in them could send other open data to a third party.
    """
    for key, origin in atlas.data.origins.items():
        value = origin.document.value
        for part in origin.prefix:
            value = value[part]
        for path, text in texts(value):
            if found := _FORMULA.search(text):
                message = (
                    f"found {shown(text[found.start() :].strip())}, expected text that does not begin with =, + or @"
                )
                yield atlas.data.problem(key, path, message)


def within(value: Value, limits: tuple[Number, Number] | None) -> bool:
    """Return whether all numbers of a value lie between two limits; words and no limits always do."""
    numbers = value if isinstance(value, tuple) else (value,)
    return limits is None or all(limits[0] <= n <= limits[1] for n in numbers if not isinstance(n, str))


def is_reversed(value: Value) -> bool:
    """Return whether a value is a range that does not begin with its lower end."""
    return isinstance(value, tuple) and value[0] >= value[1]


def outside(value: Value, limits: tuple[Number, Number] | None) -> bool:
    """Return whether a number lies outside limits; a reversed range does not, which has a rule of its own."""
    return not is_reversed(value) and not within(value, limits)


def written(value: Value) -> str:
    """Return a value as it is written in its record."""
    return f"[{value[0]}, {value[1]}]" if isinstance(value, tuple) else shown(value)
