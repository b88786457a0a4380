"""A problem as the form says it: the labels of fields in place of the keys of a file, all else as `check` says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from ..errors import Problem
from ..records.field_types import Record
from ..records.material_models import Material
from ..records.reference_models import Reference
from .fields import BY_ID, FormField, form_fields, label

_MISSING: Final = re.compile(r'(?<=found no )"(\w+)"')
_KEY: Final = re.compile(r"`(\w+)(?::(?: ([^`{]+))?)?`")
_STEP: Final = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def worded(problem: Problem, model: type[Record]) -> dict[str, str]:
    """Return the label of the field of a problem, and its texts with labels for keys; `model` is that of its file.

    >>> found = worded(Problem("", 1, 1, "claims[0].unit", 'found no "unit"', "Write `unit: mAh g-1`."), Material)
    >>> found["label"], found["message"], found["hint"]
    ('Claims 1, Unit', 'found no "Unit"', 'Write “Unit”: mAh g-1.')
    """
    accept = (
        f'If it is correct, add a row to "Accepted": the rule {problem.code}, and why.' if problem.acceptance else ""
    )
    return {
        "label": ", ".join(_labels(problem.field, model)),
        "message": _with_labels(problem.message),
        "hint": BY_ID.sub("", _with_labels(problem.hint)),
        "acceptance": accept,
    }


def _labels(path: str, model: type[Record]) -> Iterator[str]:
    """Yield the labels of the steps of a path; steps that the form has no field for are left out."""
    fields: Mapping[str, FormField] = {each.key: each for each in form_fields(model)}
    for key, index in _STEP.findall(path):
        if key in fields:
            yield fields[key].label + (f" {int(index) + 1}" if index and fields[key].inner else "")
            fields = {each.key: each for each in fields[key].parts}


def _with_labels(text: str) -> str:
    named = _MISSING.sub(lambda found: f'"{_every().get(found[1], found[1])}"', text)
    return _KEY.sub(_label, named)


def _label(found: re.Match[str]) -> str:
    key, value = found.groups()
    if key not in _every():
        return found[0]
    return f"“{_every()[key]}”" + (f": {value}" if value else "")


@cache
def _every() -> Mapping[str, str]:
    """Return the label of every key that the form asks for."""
    return {field.key: label(field.key) for model in (Material, Reference) for field in _deep(model)}


def _deep(model: type[Record]) -> Iterator[FormField]:
    for field in form_fields(model):
        yield field
        if field.inner:
            yield from _deep(field.inner)
