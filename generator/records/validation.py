"""Validate a value against a record's model: return the record, as far as it is valid, and every error."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..errors import MAX_READ
from ..yamlio.document import Path
from .field_errors import RANGE, FieldError, field_error, rejoined
from .introspection import is_list, models

_UNION_BRANCHES = {"int", "decimal", "str"}


def validate(model: type[BaseModel], value: Any) -> tuple[Any, list[FieldError]]:
    """Return (record, []), or the valid part of it and every error.

    In a partial record, invalid fields are empty or None, even where a field is never None otherwise. Of more errors
    than anybody reads, the first are returned with their number, and None as the record.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    found = [rejoined(model, value, field_error(model, details, _place(details))) for details in errors[:MAX_READ]]
    if len(errors) > MAX_READ:
        number = FieldError((), f"{len(errors)} errors", "a record", f"Correct the first {MAX_READ}, listed below.")
        return None, [number, *_merged(found)]
    return _partial_record(model, value, [each.path for each in found]), _merged(found)


def _place(details: ErrorDetails) -> Path:
    """Drop what pydantic adds to a path to name the branch of a union; an unknown key may look like one of them."""
    location = details["loc"]
    ends = len(location) - 1 if details["type"] == "extra_forbidden" else len(location)
    within = tuple(
        part
        for part in location[:ends]
        if isinstance(part, int) or not (part in _UNION_BRANCHES or "[" in part or part.startswith("constrained-"))
    )
    return (*within, *location[ends:])


def _merged(errors: Iterable[FieldError]) -> list[FieldError]:
    """Merge errors of the branches of a union (number, range or text), and drop those that only follow from others."""
    by_path: dict[Path, list[FieldError]] = {}
    for each in errors:
        by_path.setdefault(each.path, []).append(each)
    inner = {path[:end] for path in by_path for end in range(len(path))}
    merged = [_merge_branches(group) for path, group in by_path.items() if path not in inner]
    intended = {(*each.path[:-1], each.intended) for each in merged if each.intended}
    return [each for each in merged if not (each.path in intended and each.missing)]


def _merge_branches(group: list[FieldError]) -> FieldError:
    expected = list(dict.fromkeys(each.expected for each in group))
    if "a number" in expected:
        expected = [each for each in expected if each != "a whole number"]
    if any(each.startswith("a number or") for each in expected):
        expected = [each for each in expected if each != "a number"]
    hint = next((each.hint for each in group if each.hint), "")
    if len(expected) > 1:
        expected = [RANGE if each.endswith(RANGE) else each for each in expected]
    *others, last = expected
    return group[0]._replace(expected=" or ".join([*filter(None, [", ".join(others)]), last]), hint=hint)


def _partial_record(model: type[BaseModel], value: Any, bad: Collection[Path]) -> BaseModel:
    """Return a record with the valid fields of an invalid mapping."""
    given = value if isinstance(value, dict) else {}
    fields = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in given:
            fields[name] = _partial_field(model, name, given[key], _below(bad, key))
        elif info.is_required():
            fields[name] = () if is_list(info) else None
    return model.model_construct(**fields)


def _partial_field(model: type[BaseModel], name: str, value: Any, bad: Collection[Path]) -> Any:
    info = model.model_fields[name]
    if not bad:
        return _adapter(model, name).validate_python(value)
    inner = next(models(info), None)
    if inner and isinstance(value, dict) and () not in bad:
        return _partial_record(inner, value, bad)
    if not is_list(info):
        return None
    items = value if isinstance(value, list) else []
    if inner:
        return tuple(_partial_record(inner, item, _below(bad, index)) for index, item in enumerate(items))
    return tuple(None if _below(bad, index) else item for index, item in enumerate(items))


def _below(paths: Iterable[Path], key: str | int) -> list[Path]:
    return [path[1:] for path in paths if path[:1] == (key,)]


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    whole: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(whole)
