"""Descriptions of the downloads for programs: the data package, and the schemas of published records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from .. import __version__
from ..derived.atlas import Atlas
from ..records import schemas
from . import computed_schema
from .tables import Table

TITLE: Final = "Entropy Atlas: high-entropy sodium-ion battery cathodes"
LICENCE: Final = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
_BIBLIOGRAPHIES: Final = {"bibliography": "bib", "bibliography-ris": "ris", "bibliography-csl": "csl.json"}
"""Name of a resource -> the ending of its file."""


def package(atlas: Atlas, tables: Sequence[Table], kinds: Sequence[str], homepage: str | None) -> dict[str, object]:
    """Describe the downloads in the terms of the Data Package standard (https://specs.frictionlessdata.io/)."""
    described = {
        "name": "entropy-atlas",
        "title": TITLE,
        "version": __version__,
        "homepage": homepage,
        "licenses": [LICENCE],
        "contributors": list(_contributors(atlas)),
        "resources": [*map(_table, tables), *map(_records, kinds), *map(_bibliography, _BIBLIOGRAPHIES)],
    }
    return {key: value for key, value in described.items() if value}


def _contributors(atlas: Atlas) -> Iterator[dict[str, str]]:
    yield {"title": "The Entropy Atlas contributors", "role": "author"}
    for person in atlas.data.people.values():
        known = {
            "title": person.name,
            "path": f"https://orcid.org/{person.orcid}" if person.orcid else None,
            "organization": person.affiliation,
            "role": "contributor",
        }
        yield {key: text for key, text in known.items() if text}


def _table(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": f"A row is {table.row}.",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table.schema(),
    }


def _records(kind: str) -> dict[str, object]:
    described = f"A list; the JSON Schema of an item is schema/{kind}.json."
    return {"name": f"{kind}-records", "path": f"{kind}.json", "format": "json", "description": described}


def _bibliography(name: str) -> dict[str, object]:
    ending = _BIBLIOGRAPHIES[name]
    return {"name": name, "path": f"references.{ending}", "format": ending.rpartition(".")[2]}


def record_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a published record: the fields of its file, its id, and what is computed of it."""
    schema = schemas.of_kind(kind)
    if kind == "materials":
        note = "computed: a remark where the source's label and the class differ"
        schema["properties"] |= {
            "computed": computed_schema.computed(),
            "label_note": {"type": ["string", "null"], "description": note},
        }
        schema["required"] += ["computed", "label_note"]
    return schema
