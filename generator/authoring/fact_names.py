"""Names and units of fact files -> those of records, from `fact_names.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..errors import did_you_mean, shown
from ..records.conditions import Conditions
from ..records.dataset import Dataset
from ..records.fact_models import Fact
from ..records.field_types import Number
from ..records.vocabulary_models import Property
from ..rules.values import unit_hint
from ..suggestions import plain_unit
from ..yamlio import parser

_FILE: Final = Path(__file__).with_name("fact_names.yml")
_PLACES: Final = Decimal("0.0001")
Value = Number | tuple[Number, Number] | str


class FactError(Exception):
    """A fact that no record can hold: (field, message, hint)."""


@dataclass(frozen=True, slots=True)
class Names:
    """The tables of the file."""

    properties: Mapping[str, Mapping[str, Any]]
    units: Sequence[Mapping[str, Any]]
    conditions: Mapping[str, Any]
    bounds: Mapping[str, str]
    families: Mapping[str, str]
    seen: Mapping[str, str]


@cache
def names() -> Names:
    """Return the tables of names."""
    found: dict[str, Any] = parser.parse(_FILE.read_bytes(), _FILE.name).value
    return Names(**found)


def target_of(fact: Fact, dataset: Dataset) -> Mapping[str, Any]:
    """Return the target of a fact: a property, a field or a condition of other facts. Raises FactError."""
    known = names().properties
    if fact.property in known:
        return known[fact.property]
    if fact.property in dataset.properties:
        return {"property": fact.property}
    near = did_you_mean(fact.property, [*known, *dataset.properties])
    hint = near or "Add the name to generator/authoring/fact_names.yml, or the property to the vocabulary."
    raise FactError("property", f"found {shown(fact.property)}, expected a property or its name in tables", hint)


def value_in(known: Property, fact: Fact) -> Value:
    """Return a fact's value in the unit of its property. Raises FactError where the units do not fit."""
    if isinstance(fact.value, str) or fact.unit == known.unit or known.unit is None:
        if known.unit is None and fact.unit is not None:
            raise FactError("unit", f"found {shown(fact.unit)}, expected no unit", unit_hint(known, fact.unit))
        return fact.value
    for entry in names().units:
        if (entry["printed"], entry["unit"]) == (fact.unit, known.unit):
            return _each(fact.value, entry)
    if fact.unit is not None and plain_unit(fact.unit) == plain_unit(known.unit):
        return fact.value
    found = f"found {shown(fact.unit)}, expected the unit {shown(known.unit)}"
    raise FactError("unit", found, unit_hint(known, fact.unit))


def _each(value: Value, entry: Mapping[str, Any]) -> Value:
    if isinstance(value, tuple):
        return converted(value[0], entry), converted(value[1], entry)
    return value if isinstance(value, str) else converted(value, entry)


def converted(number: Number, entry: Mapping[str, Any]) -> Number:
    """Return a number multiplied or divided as an entry of the table says.

    >>> converted(Decimal("0.54"), {"times": 10}), converted(15, {"over": 24}), converted(48, {"over": 24})
    (Decimal('5.4'), Decimal('0.625'), 2)
    """
    if "times" in entry:
        return _times(Decimal(number), Decimal(entry["times"]))
    if "over" not in entry:
        return number
    exact = (Decimal(number) / entry["over"]).quantize(_PLACES).normalize()
    return int(exact) if exact == exact.to_integral_value() else exact


def _times(number: Decimal, factor: Decimal) -> Number:
    """Multiply; a power of ten moves the point and adds no digit."""
    power = factor.adjusted()
    product = number.scaleb(power) if factor == Decimal(1).scaleb(power) else number * factor
    return int(product) if product == product.to_integral_value() and product.as_tuple().exponent >= 0 else product  # type: ignore[operator]


def conditions_of(fact: Fact, implied: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return the conditions of a fact under the names of records, and its technique. Raises FactError."""
    found: dict[str, Any] = dict(implied)
    others: list[str] = [found.pop("other")] if "other" in found else []
    technique = None
    for key, value in fact.conditions.items():
        entry = names().conditions.get(key, key)
        name = entry["name"] if isinstance(entry, Mapping) else entry
        converted_value = _each(value, entry) if isinstance(entry, Mapping) else value
        if name == "technique":
            technique = str(converted_value)
        elif name == "other":
            others.append(str(converted_value))
        elif name in Conditions.model_fields:
            found |= _cell(str(converted_value)) if name == "cell" else {name: converted_value}
        else:
            hint = did_you_mean(key, [*names().conditions, *Conditions.model_fields])
            raise FactError("conditions", f"found the condition {shown(key)}, expected a known one", hint)
    if others:
        found["other"] = "; ".join(dict.fromkeys(others))
    return {name: found[name] for name in Conditions.model_fields if name in found}, technique


def _cell(text: str) -> dict[str, str]:
    """Split "full cell, hard carbon" into cell and counter electrode.

    >>> _cell("full cell, hard carbon"), _cell("pouch full cell")
    ({'cell': 'full cell', 'counter': 'hard carbon'}, {'cell': 'pouch full cell'})
    """
    cell, _, counter = text.partition(", ")
    return {"cell": cell, "counter": counter} if counter else {"cell": cell}
