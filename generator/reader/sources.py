"""Where a collection is read from: the records of a checkout, or the files that a site publishes.

Both give the same values: records in their models, what is computed of a material, and tables with typed cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from .. import pipeline
from ..site import export, linked_tables
from .published import ReadError, Rows, of_address, of_folder

_SCHEMES: Final = ("http://", "https://")


class Source(Protocol):
    """What a collection needs; a kind, material or table that is not there is a KeyError."""

    @property
    def name(self) -> str:
        """Return the folder or address."""

    def records(self, kind: str) -> Mapping[str, Any]:
        """Return the records of a kind in their model, by id."""

    def computed(self, ident: str) -> dict[str, Any] | None:
        """Return what is computed of a material, as the API has it."""

    def table(self, name: str) -> Rows:
        """Return a table."""


@dataclass(frozen=True)
class Checkout:
    """The records of a folder `data/`, with all that follows from them. Raises InvalidData with every problem."""

    folder: Path

    @property
    def name(self) -> str:
        """Return the folder."""
        return self.folder.as_posix()

    @cached_property
    def _atlas(self) -> Any:
        return pipeline.load(self.folder)

    def records(self, kind: str) -> Mapping[str, Any]:
        """Return the records of a kind, by id."""
        if kind not in self._atlas.data.kinds:
            raise KeyError(kind)
        found: Mapping[str, Any] = self._atlas.data.kind(kind)
        return found

    def computed(self, ident: str) -> dict[str, Any] | None:
        """Return what is computed of a material."""
        found: dict[str, Any] | None = export.one(self._atlas, "materials", ident)["computed"]
        return found

    def table(self, name: str) -> Rows:
        """Return a table."""
        table = {each.name: each for each in linked_tables.every(self._atlas)}[name]
        return Rows({column.name: column.type for column in table.columns}, list(table.rows()))


def source(where: str | Path) -> Source:
    """Return the source at the address of a site or of its `api/v1`, or in a folder.

    A folder is a checkout or its `data/`, a built site, an export, or `api/v1` of one. Raises ReadError for any other.
    """
    if isinstance(where, str) and where.lower().startswith(_SCHEMES):
        return of_address(where)
    folder = Path(where)
    for place in (folder, folder / export.API):
        if (place / "datapackage.json").is_file():
            return of_folder(place)
    for place in (folder, folder / "data"):
        if (place / "materials").is_dir():
            return Checkout(place)
    expected = "a checkout of the project, its records, a built site or an export; an address begins with https://"
    raise ReadError(f"{folder}: found no atlas, expected {expected}")
