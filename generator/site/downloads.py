"""The tables as files for programs that analyse data: Parquet, and one SQLite database, by address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..derived.atlas import Atlas
from ..yamlio.document import texts
from . import export
from .database import Found, database
from .parquet import parquet
from .tables import Table
from .titles import TITLES

DATABASE = "entropy-atlas.sqlite"


def files(atlas: Atlas, made: Sequence[Table]) -> dict[str, bytes]:
    """Return every file that is no text, by address; `made` are the tables of `linked_tables`."""
    found = {f"{table.name}.parquet": parquet(table) for table in made}
    found[DATABASE] = database(made, _found(atlas))
    return {f"{export.API}/{name}": data for name, data in found.items()}


def _found(atlas: Atlas) -> Iterator[Found]:
    """Yield what the search of the database finds: records with a page, and the terms and questions."""
    for kind in (*TITLES, "glossary", "questions"):
        for ident, record in atlas.data.kind(kind).items():
            name = record.term if kind == "glossary" else record.name
            yield Found(kind, ident, name, export.summary_line(atlas, kind, ident), _prose(record))


def _prose(record: Any) -> str:
    """Return all words of a record, without the ids and other single words that mean something to programs alone."""
    declared = record.model_dump(mode="json", exclude_none=True)
    found = (" ".join(text.split()) for path, text in texts(declared) if " " in text or "aliases" in path)
    return "\n".join(dict.fromkeys(found))
