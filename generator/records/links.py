"""Which other records and sources does a record name? Read off the marks that its shape declares."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from ..files.document import Path
from .shapes import Source, To

Link = tuple[Path, str, str]
"""(path inside the record, kind of the target, id of the target)"""


def links(record: BaseModel, path: Path = ()) -> Iterator[Link]:
    """Yield every id of another record that this one holds."""
    for name, target in _fields(type(record)):
        yield from _links_in(
            getattr(record, name), target, (*path, type(record).model_fields[name].alias or name)
        )


def _links_in(value: Any, target: str | None, path: Path) -> Iterator[Link]:
    match value:
        case BaseModel():
            yield from links(value, path)
        case tuple():
            for index, item in enumerate(value):
                yield from _links_in(item, target, (*path, index))
        case str() if target:
            yield path, target, value


def sources(value: Any, path: Path = ()) -> Iterator[tuple[Path, Source]]:
    """Yield every source that a record holds, with its path in it."""
    match value:
        case Source():
            yield path, value
        case BaseModel():
            for name, info in type(value).model_fields.items():
                yield from sources(getattr(value, name), (*path, info.alias or name))
        case tuple():
            for index, item in enumerate(value):
                yield from sources(item, (*path, index))


def target(model: type[BaseModel], key: str) -> str | None:
    """Return the kind whose ids a field holds, where it holds ids."""
    keys = {info.alias or name: name for name, info in model.model_fields.items()}
    return dict(_fields(model)).get(keys.get(key, key))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (name, _target([*info.metadata, info.annotation])) for name, info in model.model_fields.items()
    )


def _target(parts: Any) -> str | None:
    """Find the `To` mark in a field's annotation, however deep."""
    for part in parts:
        if isinstance(part, To):
            return part.kind
        inner = (*getattr(part, "__metadata__", ()), *getattr(part, "__args__", ()))
        if inner and (found := _target(inner)):
            return found
    return None
