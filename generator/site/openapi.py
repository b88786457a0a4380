"""The files below `api/v1/` in the terms of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html).

A response of records refers to the JSON Schema beside it (schema/<kind>.json), so that each is in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from .. import __version__
from ..derived.atlas import Atlas
from ..records.models import ON_ONE_PAGE
from .datapackage import LICENCE, TITLE
from .tables import Column, Table, Type

Schema = dict[str, Any]
Path = tuple[str, str, str, Schema]
"""Address below api/v1, what it is, media type, and schema of the content."""

JSON: Final = "application/json"
_ABOUT: Final = """Static files, one address each, which never change their meaning within v1; fields may be added.

What a source states is in the fields of a record, with the source beside it. What the atlas computes is under
`computed`, and in the tables compositions, headline_values and fair_pairs; quantities.json has the convention, unit and
source of every computed number. What is not known is absent or null, never 0."""
_TEXT: Final[Schema] = {"type": "string"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_BYTES: Final[Schema] = {}
"""Content that is no text has no schema."""
_TYPES: Final[dict[Type, list[str]]] = {
    "string": ["string", "null"],
    "number": ["number", "null"],
    "integer": ["integer", "null"],
    "boolean": ["boolean", "null"],
    "any": ["string", "number", "null"],
}


def document(atlas: Atlas, tables: Sequence[Table], computed: Sequence[Table], site_url: str | None) -> dict[str, Any]:
    """Return the description of the whole API; `computed` are the tables that are published as JSON, too."""
    found = [*_records(atlas), *_tables(tables, computed), *_OTHERS]
    return {
        "openapi": "3.1.1",
        "info": {
            "title": TITLE,
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": LICENCE["name"], "identifier": LICENCE["name"]},
        },
        "servers": [{"url": f"{site_url.rstrip('/')}/api/v1" if site_url else "."}],
        "paths": {f"/{path[0]}": _path(*path) for path in found},
        "components": {"schemas": {table.name: _row(table) for table in computed}},
    }


def _path(address: str, summary: str, media: str, schema: Schema) -> dict[str, Any]:
    name = address.replace("{", "by_").replace("}", "")
    operation = {
        "operationId": "".join(letter if letter.isalnum() else "_" for letter in name),
        "summary": summary,
        "responses": {"200": {"description": summary, "content": {media: {"schema": schema} if schema else {}}}},
    }
    if "{" not in address:
        return {"get": operation}
    operation["responses"]["404"] = {"description": "There is none of this name."}  # type: ignore[index]
    given = address[address.index("{") + 1 : address.index("}")]
    return {"parameters": [{"name": given, "in": "path", "required": True, "schema": _TEXT}], "get": operation}


def _records(atlas: Atlas) -> Iterator[Path]:
    for kind in atlas.data.kinds:
        record = {"$ref": f"schema/{kind}.json"}
        yield f"{kind}.json", f"All {kind}", JSON, {"type": "array", "items": record}
        if kind not in ON_ONE_PAGE:
            summary = f"One of the {kind}, by its id or a former one; an alias points to it"
            yield f"{kind}/{{id}}.json", summary, JSON, {"anyOf": [record, _POINTER]}


def _tables(tables: Sequence[Table], computed: Sequence[Table]) -> Iterator[Path]:
    for table in computed:
        rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}}
        yield f"{table.name}.json", f"The table {table.name}: a row is {table.row}", JSON, rows
    for table in tables:
        yield f"{table.name}.csv", f"The table {table.name}: a row is {table.row}", "text/csv", _TEXT
        yield f"{table.name}.parquet", f"The table {table.name}, with types", "application/vnd.apache.parquet", _BYTES


def _row(table: Table) -> Schema:
    properties = {column.name: _cell(column) for column in table.columns}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _cell(column: Column) -> Schema:
    return {
        "type": _TYPES[column.type],
        "description": column.meaning,
        **({"x-unit": column.unit} if column.unit else {}),
    }


def _list_of(required: Sequence[str], **properties: Schema) -> Schema:
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(required)}}


_INDEX: Final = _list_of(
    ("kind", "id", "url", "name"),
    kind=_TEXT, id=_TEXT, name=_TEXT, formula=_TEXT, phase=_TEXT, line=_TEXT,
    url={"type": "string", "description": "address of the page, below the site"},
    aliases=_TEXTS, elements=_TEXTS, keywords=_TEXTS,
    entropy={"type": "number", "description": "computed: entropy.all", "x-unit": "R"},
    ranges={"type": "object", "description": "unit -> lowest and highest number, null without a limit"},
)  # fmt: skip
_ODDITIES: Final = _list_of(
    ("kind", "id", "about", "remark"),
    kind=_TEXT, id=_TEXT, about=_TEXT, printed={"type": ["string", "null"]}, remark=_TEXT,
    source={"type": ["object", "null"]},
)  # fmt: skip
_CSL: Final = _list_of(
    ("id", "type"),
    id=_TEXT, type={"enum": ["article-journal", "article", "patent"]}, title=_TEXT,
    author={"type": "array", "items": {"anyOf": [
        {"type": "object", "required": ["family"]}, {"type": "object", "required": ["literal"]},
    ]}},
    issued={"type": "object", "required": ["date-parts"]}, DOI=_TEXT, URL=_TEXT,
)  # fmt: skip
_POINTER: Final[Schema] = {
    "type": "object", "required": ["alias", "see"],
    "properties": {"alias": _TEXT, "see": _list_of(("kind", "id", "url"), kind=_TEXT, id=_TEXT, url=_TEXT)},
}  # fmt: skip
_CHANGES: Final[Schema] = {
    "type": "object", "required": ["extent", "since", "changes"],
    "properties": {
        "extent": {"enum": ["whole", "part", "none"], "description": "how much of the history was there"},
        "since": {"type": ["string", "null"], "description": "day of the first change that is known"},
        "changes": _list_of(
            ("date", "commit", "kind", "id", "state"),
            date=_TEXT, commit=_TEXT, kind=_TEXT, id=_TEXT, former=_TEXT,
            state={"enum": ["new", "changed", "renamed", "removed"]},
            edits=_list_of(("field", "before", "after"), field=_TEXT,
                           before={"type": ["string", "null"]}, after={"type": ["string", "null"]}),
        ),
    },
}  # fmt: skip
_OTHERS: Final[Sequence[Path]] = (
    ("changes.json", "Every change of a record, value by value, the newest first", JSON, _CHANGES),
    ("withdrawn.json", "Materials that no longer count, each with the reason", JSON,
     _list_of(("id", "withdrawn"), id=_TEXT, withdrawn={"type": "object"})),
    ("index.json", "Every record and page in brief, to find them by", JSON, _INDEX),
    ("oddities.json", "Remarks on inconsistencies in sources", JSON, _ODDITIES),
    ("references.csl.json", "All references as CSL JSON", JSON, _CSL),
    ("references.bib", "All references as BibTeX", "application/x-bibtex", _TEXT),
    ("references.ris", "All references as RIS", "application/x-research-info-systems", _TEXT),
    ("datapackage.json", "The tables as a Data Package", JSON, {"type": "object", "required": ["name", "resources"]}),
    ("entropy-atlas.sqlite", "All tables, two views and a full-text search", "application/vnd.sqlite3", _BYTES),
    ("materials/{id}.yml", "The file of a material, as it is kept", "application/yaml", _TEXT),
    ("schema/{name}.json", "JSON Schema of a published record, or of a file of records", JSON,
     {"type": "object", "required": ["$schema"]}),
    ("openapi.json", "This description", JSON, {"type": "object", "required": ["openapi", "paths"]}),
)  # fmt: skip
"""What is neither a record nor a table; whoever adds such a file adds its line."""
