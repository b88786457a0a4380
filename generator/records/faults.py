"""A value to a record: whole, or as far as it can be read together with every fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..files.document import Path
from .fieldinfo import is_list, models
from .wording import RANGE, Fault, fault

__all__ = ["Fault", "read"]
_UNION_BRANCHES = {"int", "decimal", "str"}


def read(model: type[BaseModel], value: Any) -> tuple[Any, list[Fault]]:
    """Return (record, []), or what can be read of it and every fault.

    In a faulty record, what could not be read is empty or None, even where a field is never None otherwise.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        refusals = error.errors(include_url=False)
    found = [fault(model, details, _place(details)) for details in refusals]
    return _salvaged(model, value, [each.path for each in found]), _told_once(found)


def _place(details: ErrorDetails) -> Path:
    """Drop what pydantic adds to a path to name the branch of a union; an unknown key may look like one of them."""
    location = details["loc"]
    ends = len(location) - 1 if details["type"] == "extra_forbidden" else len(location)
    within = tuple(
        part
        for part in location[:ends]
        if isinstance(part, int)
        or not (part in _UNION_BRANCHES or "[" in part or part.startswith("constrained-"))
    )
    return (*within, *location[ends:])


def _told_once(faults: Iterable[Fault]) -> list[Fault]:
    """Unite the branches of a union (number, range or text), and leave out what only follows from another."""
    by_path: dict[Path, list[Fault]] = {}
    for each in faults:
        by_path.setdefault(each.path, []).append(each)
    inner = {path[:end] for path in by_path for end in range(len(path))}
    united = [_united(group) for path, group in by_path.items() if path not in inner]
    meant = {(*each.path[:-1], each.meant) for each in united if each.meant}
    return [each for each in united if not (each.path in meant and each.missing)]


def _united(group: list[Fault]) -> Fault:
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


def _salvaged(model: type[BaseModel], value: Any, bad: Collection[Path]) -> BaseModel:
    """Return a record from the good fields of a faulty mapping."""
    given = value if isinstance(value, dict) else {}
    fields = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in given:
            fields[name] = _field(model, name, given[key], _below(bad, key))
        elif info.is_required():
            fields[name] = () if is_list(info) else None
    return model.model_construct(**fields)


def _field(model: type[BaseModel], name: str, value: Any, bad: Collection[Path]) -> Any:
    info = model.model_fields[name]
    if not bad:
        return _adapter(model, name).validate_python(value)
    inner = next(models(info), None)
    if inner and isinstance(value, dict) and () not in bad:
        return _salvaged(inner, value, bad)
    if not is_list(info):
        return None
    items = value if isinstance(value, list) else []
    if inner:
        return tuple(_salvaged(inner, item, _below(bad, index)) for index, item in enumerate(items))
    return tuple(None if _below(bad, index) else item for index, item in enumerate(items))


def _below(paths: Iterable[Path], key: str | int) -> list[Path]:
    return [path[1:] for path in paths if path[:1] == (key,)]


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    whole: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(whole)
