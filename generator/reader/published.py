"""The files that a site publishes, in a folder or at an address, read as values of known shape."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)

from ..names import is_name
from ..records import schemas
from ..records.vocabulary_models import VOCABULARY
from ..site import export
from ..site.tables import Cell, Type

_TIMEOUT: Final = 60.0  # seconds without a byte
DEADLINE: Final = 600.0
"""Seconds for a whole file."""
MOST: Final = 200_000_000
"""Bytes of a file that are taken from an address: twenty times the largest one of six hundred materials."""
_UNREACHED: Final = "Check the folder or address, and the connection."
_ODD_CONTENT: Final = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError, csv.Error)
"""What reading JSON or CSV of another shape raises."""
_ODD: Final = "Take the file again; if it stays so, a newer version of this package may be needed for it."


class ReadError(Exception):
    """A collection, or a file of it, that cannot be read; the text names it, the cause and a remedy."""


class Rows(NamedTuple):
    """A table: the type of each column by its name, and the rows."""

    types: Mapping[str, Type]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True)
class Published:
    """The files below `api/v1/` of a site; each is read once, when something of it is asked for.

    `read` returns the text of a file. Fields of a later version, which this one does not know, are left out. Raises
    ReadError where a file cannot be read, or is not what the API has there, and KeyError for what the atlas has not.
    """

    name: str
    read: Callable[[str], str]
    _read: dict[str, Any] = field(default_factory=dict)

    def records(self, kind: str) -> Mapping[str, Any]:
        """Return the records of a kind, by id."""
        (model,) = schemas.models_of(kind)
        with self._explained(f"{kind}.json"):
            return {record["id"]: _record(kind, model, record) for record in self._json(f"{kind}.json")}

    def computed(self, ident: str) -> dict[str, Any] | None:
        """Return what is computed of a material."""
        if ident not in self.records("materials") or not is_name(ident):
            raise KeyError(ident)
        name = f"materials/{ident}.json"
        with self._explained(name):
            found: dict[str, Any] | None = json.loads(self.read(name))["computed"]
            return None if found is None else dict(found)

    def table(self, name: str) -> Rows:
        """Return a table."""
        with self._explained("datapackage.json"):
            resources = {each["name"]: each for each in self._json("datapackage.json")["resources"]}
        if "schema" not in resources[name]:
            raise KeyError(name)
        with self._explained("datapackage.json"):
            types = {column["name"]: column["type"] for column in resources[name]["schema"]["fields"]}
        with self._explained(f"{name}.csv"):
            return Rows(types, list(_rows(types, self.read(f"{name}.csv"))))

    def _json(self, name: str) -> Any:
        """Read a file; what a source states is exact, in decimals."""
        if name not in self._read:
            self._read[name] = json.loads(self.read(name), parse_float=Decimal)
        return self._read[name]

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """Raise whatever is wrong with a file as ReadError."""
        try:
            yield
        except (OSError, HTTPException) as error:
            raise ReadError(f"{self.name}{name} cannot be read: {error}. {_UNREACHED}") from error
        except _ODD_CONTENT as error:
            cause = f"{type(error).__name__}: {error}"
            raise ReadError(f"{self.name}{name} is not what the API has there ({cause}). {_ODD}") from error


def of_folder(folder: Path) -> Published:
    """Return the files in a folder `api/v1`."""
    return Published(f"{folder.as_posix()}/", lambda name: (folder / name).read_text(encoding="utf-8"))


def of_address(address: str) -> Published:
    """Return the files of a site, by its address or that of its `api/v1`."""
    base = address.rstrip("/")
    base = base if base.endswith(export.API) else f"{base}/{export.API}"
    return Published(f"{base}/", partial(_fetch, base))


def _fetch(base: str, name: str) -> str:
    """Return a file at an address. Raises OSError for one that is late, and for a redirect to anything but HTTP."""
    answer: Future[bytes] = Future()
    Thread(target=_answer, args=(answer, f"{base}/{name}"), daemon=True).start()
    try:
        found = answer.result(DEADLINE)
    except HTTPError as error:
        error.close()
        raise
    except FutureTimeoutError:
        raise TimeoutError(f"it was not complete after {DEADLINE:g} seconds") from None
    if len(found) > MOST:
        raise ValueError(f"it is larger than {MOST} bytes")
    return found.decode("utf-8")


def _answer(answer: Future[bytes], address: str) -> None:
    """Give what is at an address to another thread, which need not wait for a host that sends a byte each second."""
    try:
        with _opener().open(address, timeout=_TIMEOUT) as response:
            answer.set_result(response.read(MOST + 1))
    except Exception as error:
        answer.set_exception(error)


@cache
def _opener() -> OpenerDirector:
    """Return what opens addresses of HTTP alone; that of `urlopen` follows a redirect to FTP."""
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPRedirectHandler, HTTPErrorProcessor,
                    HTTPDefaultErrorHandler, UnknownHandler):  # fmt: skip
        opener.add_handler(handler())
    return opener


def _record(kind: str, model: Any, record: dict[str, Any]) -> Any:
    known = {key: value for key, value in record.items() if key != "id" or kind not in VOCABULARY}
    try:
        return model.model_validate(known, extra="ignore")
    except ValueError as error:
        raise ValueError(f"{record['id']}: {error}") from None


def _rows(types: Mapping[str, Type], text: str) -> Iterator[tuple[Cell, ...]]:
    lines = csv.reader(io.StringIO(text), strict=True)
    header = next(lines, [])
    places = [(header.index(name), kind) for name, kind in types.items()]
    for row in lines:
        if len(row) != len(header):
            raise ValueError(f"line {lines.line_num} has {len(row)} cells, expected {len(header)}")
        yield tuple(_cell(kind, row[place]) for place, kind in places)


def _cell(kind: Type, text: str) -> Cell:
    if text == "":
        return None
    if kind == "boolean":
        return {"True": True, "False": False}[text]
    return int(text) if kind == "integer" else float(text) if kind == "number" else text
