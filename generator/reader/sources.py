"""Where a collection is read from: the records of a checkout, or the files that a site publishes.

Both give the same values: records in their models, what is computed of a material, and tables with typed cells.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol
from urllib.request import urlopen

from .. import pipeline
from ..records import schemas
from ..records.vocabulary_models import VOCABULARY
from ..site import export, linked_tables
from ..site.tables import Cell, Type

_TIMEOUT: Final = 60.0  # seconds


class Rows(NamedTuple):
    """A table: the type of each column by its name, and the rows."""

    types: Mapping[str, Type]
    rows: Sequence[tuple[Cell, ...]]


class Source(Protocol):
    """What a collection needs; a kind or table that is not there is a KeyError."""

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


@dataclass(frozen=True)
class Published:
    """The files below `api/v1/` of a site; each is read once, when something of it is asked for.

    `read` returns the text of a file. Fields of a later version, which this one does not know, are left out. Raises
    OSError where a file cannot be read, ValueError where it is not what the API has there.
    """

    name: str
    read: Callable[[str], str]
    _read: dict[str, Any] = field(default_factory=dict)

    def records(self, kind: str) -> Mapping[str, Any]:
        """Return the records of a kind, by id."""
        (model,) = schemas.models_of(kind)
        return {record["id"]: self._record(kind, model, record) for record in self._json(f"{kind}.json")}

    def computed(self, ident: str) -> dict[str, Any] | None:
        """Return what is computed of a material."""
        found: dict[str, Any] | None = self._parsed(f"materials/{ident}.json", float)["computed"]
        return found

    def table(self, name: str) -> Rows:
        """Return a table."""
        resources = {each["name"]: each for each in self._json("datapackage.json")["resources"]}
        types = {column["name"]: column["type"] for column in resources[name]["schema"]["fields"]}
        rows = csv.DictReader(io.StringIO(self.read(f"{name}.csv")))
        return Rows(types, [tuple(_cell(kind, row[name]) for name, kind in types.items()) for row in rows])

    def _json(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = self._parsed(name, Decimal)
        return self._read[name]

    def _parsed(self, name: str, number: type[float | Decimal]) -> Any:
        """Read a file; what a source states is exact, in decimals, what is computed is not."""
        try:
            return json.loads(self.read(name), parse_float=number)
        except ValueError as error:
            raise ValueError(f"{self.name}{name}: found no whole JSON file ({error})") from None

    def _record(self, kind: str, model: Any, record: dict[str, Any]) -> Any:
        known = {key: value for key, value in record.items() if key != "id" or kind not in VOCABULARY}
        try:
            return model.model_validate(known, extra="ignore")
        except ValueError as error:
            raise ValueError(f"{self.name}{kind}/{record.get('id')}.json: {error}") from None


def _cell(kind: Type, text: str) -> Cell:
    if text == "":
        return None
    if kind == "boolean":
        return text == "True"
    return int(text) if kind == "integer" else float(text) if kind == "number" else text


def from_folder(folder: Path) -> Source:
    """Return the source in a folder: a checkout or its `data/`, a built site, an export, or `api/v1` of one.

    Raises FileNotFoundError for any other.
    """
    for place in (folder, folder / export.API):
        if (place / "datapackage.json").is_file():
            return Published(f"{place.as_posix()}/", partial(_read_file, place))
    for place in (folder, folder / "data"):
        if (place / "materials").is_dir():
            return Checkout(place)
    expected = "a checkout of the project, its records, a built site or an export"
    raise FileNotFoundError(f"{folder}: found no atlas, expected {expected}")


def from_address(address: str) -> Source:
    """Return the source at the address of a site, or of its `api/v1`."""
    base = address.rstrip("/")
    base = base if base.endswith(export.API) else f"{base}/{export.API}"
    return Published(f"{base}/", partial(_fetch, base))


def _read_file(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _fetch(base: str, name: str) -> str:
    with urlopen(f"{base}/{name}", timeout=_TIMEOUT) as answer:
        text: str = answer.read().decode("utf-8")
        return text
