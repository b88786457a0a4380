"""Introspection of the models: fields at a path, documentation of fields, and links between records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..yamlio.document import Path
from .field_types import LinkTo, Record
from .model_parts import Source
from .models import MODELS
from .vocabulary_models import VOCABULARY

Model = type[BaseModel]
_PLACES = {"id": 0, "type": 1, "accepted": 3}


def field_at(model: Model, path: Path) -> FieldInfo | None:
    """Return the field at `path`; an index or a mapping's key has none of its own."""
    inner = model_at(model, path[:-1])
    named = inner.model_fields.items() if inner and path else ()
    return next((info for name, info in named if path[-1] in (name, info.alias)), None)


def model_at(model: Model, path: Path) -> Model | None:
    """Return the model that describes the mapping at `path`."""
    current: Model | None = model
    for part in path:
        if not isinstance(part, int) and current:
            info = field_at(current, (part,))
            current = next(models(info), None) if info else None
    return current


def keys(model: Model, path: Path) -> list[str]:
    """Return the keys that the mapping at `path` may have, as authors write them."""
    inner = model_at(model, path)
    return keys_of(inner) if inner else []


def keys_of(model: Model) -> list[str]:
    """Return the keys that a record may have, as authors write them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def in_order(keys: Iterable[str]) -> list[str]:
    """Return keys in the order in which a record has them: id and type first, acceptances of what is above last.

    >>> in_order(["name", "accepted", "id", "claims"])
    ['id', 'name', 'claims', 'accepted']
    """
    return sorted(keys, key=lambda key: _PLACES.get(key, 2))


def required_keys(model: Model) -> list[str]:
    """Return the keys that a record must have."""
    return [info.alias or name for name, info in model.model_fields.items() if info.is_required()]


def required(info: FieldInfo | None) -> list[str]:
    """Return the keys that a mapping in this field must have."""
    inner = next(models(info), None) if info else None
    return required_keys(inner) if inner else []


def models(info: FieldInfo) -> Iterator[Model]:
    """Yield the models in a field's annotation, however deep."""
    yield from (part for part in _parts(info.annotation) if _is_model(part))


def has_models(info: FieldInfo | None) -> bool:
    """Whether the field holds mappings with keys of their own."""
    return info is not None and any(models(info))


def is_list(info: FieldInfo) -> bool:
    """Whether the field holds any number of values."""
    return any(Ellipsis in getattr(part, "__args__", ()) for part in _parts(info.annotation))


def is_range(info: FieldInfo | None) -> bool:
    """Whether the field can hold two numbers, low and high."""
    parts = _parts(info.annotation) if info else ()
    return any(getattr(part, "__origin__", None) is tuple and Ellipsis not in part.__args__ for part in parts)


def is_whole(info: FieldInfo | None) -> bool:
    """Whether the field holds whole numbers only."""
    parts = set(_parts(info.annotation)) if info else set()
    return int in parts and Decimal not in parts


def is_number(info: FieldInfo) -> bool:
    """Whether the field can hold a number."""
    return not {int, Decimal}.isdisjoint(_parts(info.annotation))


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


Link = tuple[Path, str, str]
"""(path inside the record, kind of the target, id of the target)"""


def record_links(record: BaseModel) -> list[Link]:
    """Return every id of another record that this one holds."""
    found: list[Link] = []
    _add_links(record, None, (), found)
    return found


def _add_links(value: Any, target: str | None, path: Path, found: list[Link]) -> None:
    if isinstance(value, str):
        if target:
            found.append((path, target, value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _add_links(item, target, (*path, index), found)
    elif isinstance(value, BaseModel):
        for name, key, inner_target in _link_fields(type(value)):
            if inner := getattr(value, name):
                _add_links(inner, inner_target, (*path, key), found)


def sources(value: Any, path: Path = ()) -> Iterator[tuple[Path, Source]]:
    """Yield every source that a record holds, with its path in it."""
    match value:
        case Source():
            yield path, value
        case BaseModel():
            for name, key in _model_fields(type(value)):
                yield from sources(getattr(value, name), (*path, key))
        case tuple():
            for index, item in enumerate(value):
                yield from sources(item, (*path, index))


def link_target(model: type[BaseModel], key: str) -> str | None:
    """Return the kind whose ids a field holds, where it holds ids."""
    return next((target for _, found, target in _link_fields(model) if found == key), None)


def target_at(model: Model, path: Path) -> str | None:
    """Return the kind whose ids the value at `path` must be one of, where it must be an id."""
    keys = path[:-1] if path and isinstance(path[-1], int) else path
    inner = model_at(model, keys[:-1]) if keys else None
    return link_target(inner, str(keys[-1])) if inner else None


@cache
def _link_fields(model: type[BaseModel]) -> tuple[tuple[str, str, str | None], ...]:
    """Return name, key and target of the fields that hold ids, or models that may."""
    found = (
        (name, info.alias or name, _link_target([*info.metadata, info.annotation]), has_models(info))
        for name, info in model.model_fields.items()
    )
    return tuple((name, key, target) for name, key, target, deeper in found if target or deeper)


@cache
def _model_fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return name and key of the fields that hold models."""
    return tuple((name, info.alias or name) for name, info in model.model_fields.items() if has_models(info))


def _link_target(parts: Any) -> str | None:
    """Find the `LinkTo` mark in a field's annotation, however deep."""
    for part in parts:
        if isinstance(part, LinkTo):
            return part.kind
        inner = (*getattr(part, "__metadata__", ()), *getattr(part, "__args__", ()))
        if inner and (found := _link_target(inner)):
            return found
    return None


RecordModel = type[Record]
KEYS_AND_VALUES = "keys and values"

_WORDS: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    type(None): "",
}


@dataclass(frozen=True, slots=True)
class DocumentedField:
    """One field: its name in the file, what it holds, what it means, whether it must be there."""

    name: str
    holds: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class DocumentedModel:
    """One kind of record, or a part that several kinds share."""

    name: str
    about: str
    fields: tuple[DocumentedField, ...]


def documented_kinds() -> dict[str, list[DocumentedModel]]:
    """Return the shapes of each folder of `data/`; entries of a vocabulary under its file."""
    folders = {folder: [document_model(model) for model in models] for folder, models in MODELS.items()}
    return folders | {f"vocabulary/{name}.yml": [document_model(model)] for name, model in VOCABULARY.items()}


def documented_parts() -> list[DocumentedModel]:
    """Return the shapes that records are made of, each once, by name."""
    whole = {model for models in MODELS.values() for model in models} | set(VOCABULARY.values())
    found: dict[str, RecordModel] = {}
    waiting = list(whole)
    while waiting:
        for inner in _inner_models([info.annotation for info in waiting.pop().model_fields.values()]):
            if inner.__name__ not in found:
                found[inner.__name__] = inner
                waiting.append(inner)
    return [document_model(found[name]) for name in sorted(found)]


def document_model(model: RecordModel) -> DocumentedModel:
    """Return the documentation of one model."""
    fields = (
        DocumentedField(
            info.alias or name,
            _holds([*info.metadata, info.annotation]),
            info.description or "",
            info.is_required(),
        )
        for name, info in model.model_fields.items()
    )
    return DocumentedModel(model.__name__, " ".join((model.__doc__ or "").split()), tuple(fields))


def _inner_models(annotations: list[Any]) -> Iterator[RecordModel]:
    for annotation in annotations:
        if hasattr(annotation, "model_fields"):
            yield annotation
        yield from _inner_models(list(get_args(annotation)))


def _holds(parts: list[Any]) -> str:
    """Describe the values of an annotation for authors."""
    target = next((part.kind for part in parts if isinstance(part, LinkTo)), None)
    if target:
        return f"the id of one of the {target}"
    return _one(parts[-1])


def _one(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(map(str, arguments))
    if hasattr(annotation, "__metadata__"):
        return _holds([*annotation.__metadata__, arguments[0]])
    if origin in (Union, UnionType):
        if Decimal in arguments:  # a number may be written with or without a point
            arguments = tuple(argument for argument in arguments if argument is not int)
        return " or ".join(dict.fromkeys(words for words in map(_one, arguments) if words))
    if origin is tuple:
        return f"a list of {_one(arguments[0])}" if arguments[-1] is Ellipsis else "[low, high]"
    if origin:
        return KEYS_AND_VALUES
    return _WORDS.get(annotation, f"{annotation.__name__} (see below)")
