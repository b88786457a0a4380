"""What a record's model refuses, in words that the record's author can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .errors import did_you_mean, shown
from .yamlfile import Path

Fault = tuple[Path, str, str]
"""(path, message, hint): a problem that does not know its file yet."""


def read(model: type[BaseModel], value: Any) -> tuple[Any, list[Fault]]:
    """Return (record, []) or (None, every fault of the value)."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, _merged([_fault(model, details) for details in found])


def _merged(faults: list[Fault]) -> list[Fault]:
    """Unite the branches of a union (number, range or text) into one fault a place."""
    by_path: dict[Path, list[Fault]] = {}
    for fault in faults:
        by_path.setdefault(fault[0], []).append(fault)
    merged = []
    for path, group in by_path.items():
        found, _, _ = group[0][1].partition(", expected ")
        expected = list(dict.fromkeys(message.partition(", expected ")[2] for _, message, _ in group))
        message = f"{found}, expected {' or '.join(expected)}" if expected != [""] else group[0][1]
        merged.append((path, message, next((hint for _, _, hint in group if hint), "")))
    return merged


_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "is_instance_of": "a number with decimals",
    "decimal_type": "a number",
    "bool_type": "true or false",
    "string_type": "text",
    "tuple_type": "a list",
    "model_type": "a mapping of keys and values",
    "mapping_type": "a mapping of keys and values",
    "dict_type": "a mapping of keys and values",
}
_PATTERNS = {
    r"^[a-z0-9]+(": ("an id of lower-case letters, digits and single hyphens", ""),
    r"^(\d+(": ('a rate such as "3C", "0.5C" or "0.1 A g-1"', ""),
    r"^10\.": ("a DOI that starts with 10.", "Leave out https://doi.org/."),
    r"^[^\n]": ("a single line of text", ""),
    r"^\d{1,6}/": ('a number or a fraction such as "1/6"', ""),
    r"^[A-Z]": ("an element symbol", ""),
}
_UNION_BRANCHES = {"int", "decimal", "str"}


def _fault(model: type[BaseModel], details: ErrorDetails) -> Fault:
    path = _place(details["loc"])
    found = shown(details["input"])
    context: Mapping[str, Any] = details.get("ctx", {})
    match details["type"]:
        case "missing" if isinstance(path[-1], int):
            return path[:-1], f"found a list of {path[-1]}, expected a list of two numbers", ""
        case "missing":
            return path, f'found no "{path[-1]}", expected it', _describe(model, path)
        case "extra_forbidden":
            keys = _keys(model, path[:-1])
            return (
                path,
                f'found the unknown key "{path[-1]}", expected one of this record\'s keys',
                did_you_mean(str(path[-1]), keys),
            )
        case "literal_error":
            words = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            return path, f"found {found}, expected one of: {', '.join(words)}", _near(details["input"], words)
        case "string_pattern_mismatch":
            sign = str(context["pattern"])
            expected, hint = next(
                (v for start, v in _PATTERNS.items() if sign.startswith(start)), (f"text like {sign}", "")
            )
            return path, f"found {found}, expected {expected}", hint
        case "value_error":
            return path, str(context["error"]).replace(": ", ", expected to ", 1), ""
        case kind:
            expected = _EXPECTED.get(kind) or details["msg"][0].lower() + details["msg"][1:]
            return path, f"found {found}, expected {expected}", _describe(model, path)


def _place(location: tuple[int | str, ...]) -> Path:
    """Drop what pydantic adds to a path to name the branch of a union."""
    return tuple(
        part
        for part in location
        if isinstance(part, int)
        or not (part in _UNION_BRANCHES or "[" in part or part.startswith("constrained-"))
    )


def _near(value: object, words: list[str]) -> str:
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    return hint if hint.startswith("Did") else ""


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the model that describes the mapping at `path`."""
    current: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        current = _inner(current, part)
    return current


def _inner(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            return next(iter(_models(info.annotation)), None)
    return None


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models(part)]


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    inner = _model_at(model, path)
    return [info.alias or name for name, info in inner.model_fields.items()] if inner else []


def _describe(model: type[BaseModel], path: Path) -> str:
    """Return a hint from the field's own description."""
    inner = _model_at(model, path[:-1])
    for name, info in (inner.model_fields if inner else {}).items():
        if path and path[-1] in (name, info.alias) and info.description:
            return f"Meaning: {info.description}."
    return ""
