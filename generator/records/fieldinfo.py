"""Which field of which model describes the value at a path?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..files.document import Path

Model = type[BaseModel]
_PLACES = {"id": 0, "type": 1, "accepted": 3}


def field_at(model: Model, path: Path) -> FieldInfo | None:
    """Return the field that stands at `path`; an index or a mapping's key has none of its own."""
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


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)
