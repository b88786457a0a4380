"""Columns of tables and axes of plots: computed and reported numbers in one shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..chemistry.quantities import BY_ID, QUANTITIES, unit_text
from ..records.field_types import ends
from .atlas import Atlas, Entry

Kind = Literal["entropy", "computed", "reported"]
_REPORTED = "p."


@dataclass(frozen=True, slots=True)
class Column:
    """One number of a material: `id` is that of a quantity of the catalogue, or of a property of the vocabulary.

    `key` is its name in addresses of the table, `axis` in those of the plot; `unit` is as printed.
    """

    kind: Kind
    id: str
    key: str
    label: str
    short: str
    unit: str
    better: str | None = None
    meaning: str = ""

    @property
    def axis(self) -> str:
        """Return the name that addresses of the plot use."""
        return f"{self.kind}.{'capacity' if self.id == 'capacity_dry' else self.id}"


def computed_columns() -> list[Column]:
    """Return every row of the catalogue as a column."""
    return [
        Column(
            "entropy" if quantity.group == "entropy" else "computed",
            quantity.id,
            quantity.key,
            quantity.label,
            quantity.short,
            unit_text(quantity.unit),
            meaning=quantity.meaning,
        )
        for quantity in QUANTITIES
    ]


def reported_columns(atlas: Atlas) -> list[Column]:
    """Return every property that some source reports as a number, in the order of the vocabulary."""
    known = {claim.property for claim in atlas.numbers}
    return [
        Column("reported", ident, f"{_REPORTED}{ident}", found.label, found.label, unit_text(found.unit), found.better)
        for ident, found in atlas.data.properties.items()
        if ident in known
    ]


def computed_value(column: Column, entry: Entry) -> tuple[float, str] | None:
    """Return a computed number of a material, and its text without the unit; None where it is not defined."""
    quantity = BY_ID[column.id]
    value = quantity.get(entry.description) if entry.description else None
    return None if value is None else (round(float(value), 6), quantity.text(value))


def reported_ranges(column: Column, entry: Entry) -> Sequence[tuple[float, float]]:
    """Return the numbers that sources report of a material, each as (low, high)."""
    found = (ends(claim.value) for claim in entry.material.claims if claim.property == column.id)
    return [numbers for numbers in found if numbers]
