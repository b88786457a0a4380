"""The fields of every kind of record in words, read off the models, so that the documentation cannot drift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from .kinds import MODELS, VOCABULARY
from .shapes import Record, To

Model = type[Record]
KEYS_AND_VALUES = "keys and values"

_WORDS: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    type(None): "",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the file, what it holds, what it means, whether it must be there."""

    name: str
    holds: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of record, or a part that several kinds share."""

    name: str
    about: str
    fields: tuple[Field, ...]


def kinds() -> dict[str, list[Shape]]:
    """Return the shapes of each folder of `data/`; entries of a vocabulary under its file."""
    folders = {folder: [shape(model) for model in models] for folder, models in MODELS.items()}
    return folders | {f"vocabulary/{name}.yml": [shape(model)] for name, model in VOCABULARY.items()}


def parts() -> list[Shape]:
    """Return the shapes that records are made of, each once, by name."""
    whole = {model for models in MODELS.values() for model in models} | set(VOCABULARY.values())
    found: dict[str, Model] = {}
    waiting = list(whole)
    while waiting:
        for inner in _models([info.annotation for info in waiting.pop().model_fields.values()]):
            if inner.__name__ not in found:
                found[inner.__name__] = inner
                waiting.append(inner)
    return [shape(found[name]) for name in sorted(found)]


def shape(model: Model) -> Shape:
    """Return one model in words."""
    fields = (
        Field(
            info.alias or name,
            _holds([*info.metadata, info.annotation]),
            info.description or "",
            info.is_required(),
        )
        for name, info in model.model_fields.items()
    )
    return Shape(model.__name__, " ".join((model.__doc__ or "").split()), tuple(fields))


def _models(annotations: list[Any]) -> Iterator[Model]:
    for annotation in annotations:
        if hasattr(annotation, "model_fields"):
            yield annotation
        yield from _models(list(get_args(annotation)))


def _holds(parts: list[Any]) -> str:
    """Say what an annotation takes, in an author's words."""
    target = next((part.kind for part in parts if isinstance(part, To)), None)
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
