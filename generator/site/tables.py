"""The tables of materials and of claims: what each column holds, in which type and unit, and how to get it.

A cell that is no plain number, such as a fraction or a range, has columns of numbers beside it. `linked_tables` has the
other tables.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, Final, Literal, NamedTuple

from ..chemistry.quantities import QUANTITIES, Quantity
from ..chemistry.report import FREE
from ..derived.atlas import Atlas, Entry
from ..printing import conditions_text
from ..records.conditions import CONDITIONS, Conditions
from ..records.field_types import Record
from ..records.introspection import is_number, is_range, is_whole
from ..records.material_models import Material
from ..records.model_parts import Check, Claim, Source, Versus

Type = Literal["string", "number", "integer", "boolean", "any"]
Row = Mapping[str, object]
Cell = str | float | int | bool | None
TYPES: Final[Mapping[Type, Callable[[Any], Cell]]] = {
    "string": str, "number": float, "integer": int, "boolean": bool, "any": str,
}  # fmt: skip
_FRACTIONS: Final = frozenset(q.id for q in QUANTITIES if q.exact) | {"mean_metal_valence"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the type of the Table Schema standard, its meaning, and how to get a cell from an item."""

    name: str
    type: Type
    meaning: str
    get: Callable[[Any], object]
    unit: str | None = None

    def field(self) -> dict[str, object]:
        """Return the column as a field of Table Schema."""
        known = {"name": self.name, "type": self.type, "description": self.meaning, "unit": self.unit}
        return {key: value for key, value in known.items() if value}

    def cell(self, item: Any) -> Cell:
        """Return a cell in the column's type, for files that have types; text where a cell may be number or words."""
        value = self.get(item)
        return None if value is None else TYPES[self.type](value)


class Link(NamedTuple):
    """A foreign key: columns that together name a row of a table by its columns."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...] = ("id",)


@dataclass(frozen=True)
class Table:
    """A table: its columns, how to find what its rows are made from, and which columns identify or link a row."""

    name: str
    columns: Sequence[Column]
    find: Callable[[], Iterable[Any]]
    key: Sequence[str]
    row: str
    """What a row is."""
    links: Sequence[Link] = ()

    @cached_property
    def items(self) -> Sequence[Any]:
        """Return what a row each is made from, found on first use."""
        return tuple(self.find())

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows with typed cells; what is not known is None."""
        return (tuple(column.cell(item) for column in self.columns) for item in self.items)

    def records(self) -> list[dict[str, Cell]]:
        """Return each row under the names of the columns, with typed cells."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows()]

    def csv(self) -> str:
        """Return the table as CSV; what is not known is an empty cell, a number has the digits of its author."""
        names = [column.name for column in self.columns]
        return to_csv([{column.name: column.get(item) for column in self.columns} for item in self.items], names)

    def schema(self) -> dict[str, object]:
        """Return its Table Schema (https://specs.frictionlessdata.io/table-schema/)."""
        keys = [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table if link.table != self.name else "", "fields": list(link.others)},
            }
            for link in self.links
        ]
        schema: dict[str, object] = {"fields": [column.field() for column in self.columns], "missingValues": [""]}
        return schema | {"primaryKey": list(self.key)} | ({"foreignKeys": keys} if keys else {})


def tables(atlas: Atlas) -> list[Table]:
    """Return the table of materials and that of their claims."""
    sources = (Link(("reference",), "publications"), Link(("via",), "publications"))
    of_materials = (Link(("family",), "families"), *sources)
    of_claims = (Link(("material",), "materials"), Link(("control",), "materials"), Link(("property",), "properties"))
    return [
        Table("materials", tuple(_material_columns(atlas)), atlas.entries.values, ["id"],
              "one material: its formula, and all that is computed of it", of_materials),
        Table("claims", tuple(_claim_columns()), partial(numbered_claims, atlas), ["material", "claim"],
              "one statement of a source about a material, with its conditions and control", (*of_claims, *sources)),
    ]  # fmt: skip


def numbered_claims(atlas: Atlas) -> Iterator[tuple[str, int, Claim]]:
    """Yield every claim with the id of its record and its place there, from 1."""
    for material in atlas.data.materials.values():
        yield from ((material.id, number, claim) for number, claim in enumerate(material.claims, start=1))


def to_csv(rows: Sequence[Row], names: Sequence[str] = ()) -> str:
    """Return rows as CSV, under names or else the keys of the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=names or list(rows[0] if rows else ()), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _material_columns(atlas: Atlas) -> Iterator[Column]:
    for name in ("id", "name", "formula", "family", "phase", "role", "called"):
        yield stated(Material, name, attrgetter(f"material.{name}"))
    for name in ("reference", "via"):
        yield stated(Source, name, attrgetter(f"material.source.{name}"))
    yield Column(
        "doi", "string", "DOI of the reference", lambda e: atlas.data.references[e.material.source.reference].doi
    )
    for quantity in QUANTITIES:
        yield from _quantity_columns(quantity)
    yield _computed("class", "string", "entropy class: low, medium or high", "entropy_class")
    yield _computed("borderline", "boolean", "whether the entropy is within 0.02 R of another class", "borderline")
    met = "whether the definition of high entropy by five principal elements is met"
    yield _computed("review_definition_met", "boolean", met, "review_definition.met")
    for symbol, name in FREE.items():
        yield _computed(name, "boolean", f"whether the composition has no {symbol}", f"descriptors.{name}")


def _quantity_columns(quantity: Quantity) -> Iterator[Column]:
    meaning = f"{quantity.label}: {quantity.meaning}"
    if quantity.id not in _FRACTIONS:
        yield Column(quantity.column, "number", meaning, lambda entry: _of(entry, quantity.get), quantity.unit)
        return
    yield Column(quantity.column, "string", f"{meaning}, as an exact fraction a/b",
                 lambda entry: _of(entry, lambda d: fraction(quantity.get(d))), quantity.unit)  # fmt: skip
    yield Column(f"{quantity.column}_number", "number", meaning,
                 lambda entry: _of(entry, lambda d: _decimal(quantity.get(d))), quantity.unit)  # fmt: skip


def _computed(name: str, kind: Type, meaning: str, attribute: str) -> Column:
    return Column(name, kind, meaning, lambda entry: _of(entry, attrgetter(attribute)))


def _of(entry: Entry, get: Callable[[Any], object]) -> object:
    """Return what a description says; None where no formula is printed."""
    return get(entry.description) if entry.description else None


def fraction(value: Fraction | float | None) -> str | None:
    """Return an exact amount as "a/b"."""
    return None if value is None else "{}/{}".format(*Fraction(value).as_integer_ratio())


def _decimal(value: Fraction | float | None) -> float | None:
    return None if value is None else float(value)


def stated(
    model: type[Record], name: str, get: Callable[[Any], object], column: str = "", kind: Type = "string"
) -> Column:
    """Return the column of a field of a record, which has its meaning from there."""
    return Column(column or name, kind, model.model_fields[name].description or "", get)


def _claim_columns() -> Iterator[Column]:
    yield Column("material", "string", "id of the material", lambda item: item[0])
    yield Column("claim", "integer", "number of the claim in its material's record, from 1", lambda item: item[1])
    for column in _parts_of_claims():
        yield replace(column, get=_in_claim(column.get))


def _in_claim(get: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda item: get(item[2])


def _parts_of_claims() -> Iterator[Column]:
    yield stated(Claim, "property", attrgetter("property"))
    meaning = "a number, the lower end of a range, or words for properties of kind `text`"
    yield Column("value", "any", meaning, lambda claim: _low(claim.value, words=True))
    yield from number_columns("value", "the value", lambda claim: claim.value)
    for name, kind in _CLAIM.items():
        yield stated(Claim, name, attrgetter(name), kind=kind)
    yield stated(Claim, "points", lambda claim: _listed(f"{point.rate}: {point.value}" for point in claim.points))
    for name in Conditions.model_fields:
        yield from _condition_columns(name)
    yield stated(Claim, "not_stated", lambda claim: _listed(claim.not_stated))
    yield from _control_columns()
    yield stated(Claim, "basis", attrgetter("basis"))
    yield stated(Claim, "technique", attrgetter("technique"))
    yield stated(Source, "reference", attrgetter("source.reference"))
    yield stated(Source, "via", attrgetter("source.via"))
    yield stated(Source, "second_hand", lambda claim: claim.source.second_hand or None, kind="boolean")
    yield stated(Source, "at", attrgetter("source.at"))
    yield stated(Claim, "also", lambda claim: _listed(map(_cited, claim.also)))
    yield stated(Claim, "note", lambda claim: claim.note and " ".join(claim.note.split()))
    yield stated(Claim, "unconfirmed", lambda claim: claim.unconfirmed or None, kind="boolean")
    yield stated(Check, "by", lambda claim: claim.checked and claim.checked.by, "checked_by")
    yield stated(Check, "on", lambda claim: claim.checked and claim.checked.on, "checked_on")


_CLAIM: Final[Mapping[str, Type]] = {"unit": "string", "bound": "string", "uncertainty": "number"}


def _condition_columns(name: str) -> Iterator[Column]:
    info, unit = Conditions.model_fields[name], CONDITIONS[name].unit

    def get(claim: Claim) -> Any:
        return getattr(claim.conditions, name) if claim.conditions else None

    kind: Type = "integer" if is_whole(info) else "number" if is_number(info) and not is_range(info) else "string"
    meaning = info.description or ""
    yield Column(name, kind, meaning, lambda claim: range_text(get(claim)), unit)
    if is_range(info):
        yield from number_columns(name, meaning, get, unit)


def _control_columns() -> Iterator[Column]:
    def value(claim: Claim) -> Any:
        return claim.versus.value if claim.versus else None

    yield stated(Versus, "material", lambda claim: claim.versus and claim.versus.material, "control")
    yield stated(Versus, "value", lambda claim: range_text(value(claim)), "control_value")
    yield from number_columns("control_value", "the control's value", value)
    yield stated(Versus, "bound", lambda claim: claim.versus and claim.versus.bound, "control_bound")
    yield stated(Versus, "conditions", lambda claim: conditions_text(claim.versus and claim.versus.conditions) or None,
                  "control_conditions")  # fmt: skip


def number_columns(name: str, meaning: str, get: Callable[[Any], Any], unit: str | None = None) -> Iterator[Column]:
    """Yield a value that may be a range as two numbers: itself or the lower end, and the upper end of a range."""
    low, high = f"{meaning}, or the lower end of a range", f"{meaning}, the upper end of a range"
    yield Column(f"{name}_low", "number", low, lambda claim: _low(get(claim)), unit)
    yield Column(f"{name}_high", "number", high,
                 lambda claim: value[1] if isinstance(value := get(claim), tuple) else None, unit)  # fmt: skip


def _low(value: Any, *, words: bool = False) -> Any:
    if isinstance(value, str) and not words:
        return None
    return value[0] if isinstance(value, tuple) else value


def _cited(source: Source) -> str:
    """Return a source as one text: reference, review through which it is known, place."""
    return ", ".join(filter(None, (source.reference, source.via and f"via {source.via}", str(source.at))))


def _listed(parts: Any) -> str | None:
    return "; ".join(parts) or None


def range_text(value: object) -> object:
    """Return a range in words, and any other value as it is."""
    return f"{value[0]} to {value[1]}" if isinstance(value, tuple) else value
