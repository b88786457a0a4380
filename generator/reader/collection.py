"""The collection as Python values: records in their models, what is computed of them, and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..records.material_models import Material
from ..records.models import Challenge, Effect, ElementRecord, Family, Strategy, Topic
from ..records.reference_models import Reference
from ..records.vocabulary_models import Property
from . import sources

if TYPE_CHECKING:
    from pandas import DataFrame

_PANDAS: Final = {"number": "float64", "integer": "Int64", "boolean": "boolean"}
"""Type of a column -> that of pandas; all others are text."""


@dataclass(frozen=True, repr=False)
class Collection:
    """All records by kind and id, what is computed of them, and the tables of both.

    >>> atlas = load("tests/small")
    >>> sorted(atlas.materials), atlas.references["doe2024"].issued
    (['alpha', 'beta', 'delta', 'gamma'], 2024)
    >>> [row["element"] for row in atlas.rows("compositions") if row["material"] == "beta"]
    ['Na', 'Ni', 'Mn', 'O']
    """

    source: sources.Source
    _kinds: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return how many materials there are, and where they are from."""
        return f"Collection of {len(self.materials)} materials from {self.source.name}"

    def kind(self, name: str) -> Mapping[str, Any]:
        """Return the records of any kind, by id. Raises KeyError for no kind."""
        if name not in self._kinds:
            self._kinds[name] = self.source.records(name)
        return self._kinds[name]

    @property
    def materials(self) -> Mapping[str, Material]:
        """Return the materials with their claims, as their sources state them."""
        return self.kind("materials")

    @property
    def references(self) -> Mapping[str, Reference]:
        """Return the publications."""
        return self.kind("references")

    @property
    def properties(self) -> Mapping[str, Property]:
        """Return the vocabulary of measured properties, with their units."""
        return self.kind("properties")

    @property
    def families(self) -> Mapping[str, Family]:
        """Return the structural families."""
        return self.kind("families")

    @property
    def elements(self) -> Mapping[str, ElementRecord]:
        """Return the roles of elements."""
        return self.kind("elements")

    @property
    def effects(self) -> Mapping[str, Effect]:
        """Return the effects of high entropy."""
        return self.kind("effects")

    @property
    def challenges(self) -> Mapping[str, Challenge]:
        """Return the problems of the families."""
        return self.kind("challenges")

    @property
    def strategies(self) -> Mapping[str, Strategy]:
        """Return the ways of using high entropy."""
        return self.kind("strategies")

    @property
    def topics(self) -> Mapping[str, Topic]:
        """Return the topics of the field."""
        return self.kind("topics")

    def computed(self, ident: str) -> dict[str, Any] | None:
        """Return what follows from a material's formula, as the API has it; None where none is printed.

        The units and conventions of its numbers are those of the table `quantities`. Raises KeyError for no material.
        """
        return self.source.computed(ident)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table by the names of its columns; what is not known is None.

        The tables: materials, claims, publications, families, properties, quantities, compositions, rate_points,
        headline_values and fair_pairs. Raises KeyError for another.
        """
        types, rows = self.source.table(table)
        return [dict(zip(types, row, strict=True)) for row in rows]

    def frame(self, table: str) -> DataFrame:
        """Return a table as a data frame of pandas, which has to be installed; numbers that are not known are NaN.

        >>> load("tests/small").frame("claims").loc[:, ["material", "property", "value_low"]].head(1)
          material            property  value_low
        0    alpha  capacity-retention       87.0
        """
        import pandas

        types, rows = self.source.table(table)
        frame = pandas.DataFrame(rows, columns=list(types))
        return frame.astype({name: _PANDAS.get(kind, "string") for name, kind in types.items()})


def load(where: str | Path) -> Collection:
    """Return the collection of a checkout, a built site, an export (all by folder), or a site (by its address).

    Records of a checkout are checked first: raises InvalidData with every problem of them. Raises ReadError, with cause
    and remedy, for what is no atlas or cannot be read: now, or when a file of a site is first needed.
    """
    return Collection(sources.source(where))
