"""What a record is, in one line: for previews of links and for results of a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..atlas import Atlas, Entry
from .typeset import citation_text, entropy_text


def line(atlas: Atlas, kind: str, ident: str) -> str:
    """Return the line about one record; its name, and a material's formula, stand beside it."""
    record: Any = atlas.data.kind(kind)[ident]
    if kind == "materials":
        return " · ".join(_facts(atlas, atlas.entries[ident]))
    if kind == "references":
        return ". ".join(filter(None, (record.title, citation_text(record))))
    if kind == "elements":
        return f"{record.symbol}: {', '.join(dict.fromkeys(role.role for role in record.roles))}"
    return " ".join((record.meaning if kind == "glossary" else record.summary).split())


def _facts(atlas: Atlas, entry: Entry) -> Iterator[str]:
    material, described = entry.material, entry.description
    family = atlas.data.families[material.family].name
    yield f"{family}, {material.phase}" if material.phase else family
    if material.role != "subject":
        yield material.role
    if described:
        yield f"{entropy_text(described.entropy.all)}, {described.entropy_class} entropy"
    yield atlas.data.references[material.source.reference].name
