"""The help that `new` writes into a record as comments, and where it was left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from .field_types import Record
from .introspection import DocumentedField, document_model, models

FILL_IN: Final = "Fill in what the source says, without the `# ` before it; delete what it does not say."
_COMMENT: Final = re.compile(r"(?:^|\s)#\s")
_EMPTY: Final = re.compile(r"\s*(?:-\s+)?(?:([\w-]+):)?\s*(?:\[\]|\{.*: \})?\s*")
"""A field without a value: `phase:`, `- {reference: doe2024, at: }`."""
_EMPTY_KEY: Final = re.compile(r"([{,]) ?[\w-]+: *(?=[,}])")


class _Help(NamedTuple):
    keys: frozenset[str]
    meanings: frozenset[str]


def about(model: type[Record]) -> str:
    """Return what a record of a model is, as its first comment."""
    return " ".join((model.__doc__ or "").split())


def meaning(field: DocumentedField) -> str:
    """Return the meaning of a field, with its allowed words or ids."""
    choice = field.holds.replace("a list of the id of one of the", "ids of")
    choice = choice if "|" in choice or choice.startswith(("the id", "ids of")) else ""
    return "; ".join(part for part in (field.meaning, choice) if part)


def lines(text: str, model: type[Record]) -> list[int]:
    """Return the numbers of the lines of a record that hold help, from 1."""
    if "#" not in text:
        return []
    return [number for number, line in enumerate(text.splitlines(), start=1) if _without(line, model) != line]


def dropped(text: str, model: type[Record]) -> str:
    """Return a record without its help and the keys between braces that have no value; all else stays."""
    kept = (_without(line, model) for line in text.splitlines())
    return "".join(f"{_filled(line)}\n" for line in kept if line is not None)


def _filled(line: str) -> str:
    """Return a line without keys between braces that have no value.

    >>> _filled("conditions: {rate: , cycles: 5, window: , other: }"), _filled("# {at: }")
    ('conditions: {cycles: 5}', '# {at: }')
    """
    if line.lstrip().startswith("#"):
        return line
    return re.sub(r",+(?=[,}])|(?<=\{),+ ?", "", _EMPTY_KEY.sub(r"\1", line)) if _EMPTY_KEY.search(line) else line


def _without(line: str, model: type[Record]) -> str | None:
    """Return a line without help; None where nothing is left of it."""
    if "#" not in line:
        return line
    known = _help(model)
    for found in _COMMENT.finditer(line):
        before, comment = line[: found.start()].rstrip(), line[found.end() :].rstrip()
        if not before and _is_help_line(comment, known):
            return None
        if before and comment in known.meanings:
            return before if not before.lstrip().startswith("#") else line
    return line


def _is_help_line(comment: str, known: _Help) -> bool:
    """Return whether a comment on a line of its own explains a field that has no value."""
    if comment in known.meanings:
        return True
    example, _, said = comment.partition("  # ")
    empty = _EMPTY.fullmatch(example)
    return bool(empty and example.strip() and empty[1] in (*known.keys, None)) and (not said or said in known.meanings)


@cache
def _help(model: type[Record]) -> _Help:
    fields = [field for each in _shapes(model, set()) for field in document_model(each).fields]
    shapes = _shapes(model, set())
    meanings = {FILL_IN, *map(meaning, fields), *map(about, shapes)} - {""}
    return _Help(frozenset(field.name for field in fields), frozenset(meanings))


def _shapes(model: type[Record], seen: set[type[Record]]) -> Iterator[type[Record]]:
    """Yield a model and those of its parts, each once."""
    if model in seen:
        return
    seen.add(model)
    yield model
    for info in model.model_fields.values():
        for inner in models(info):
            if issubclass(inner, Record):
                yield from _shapes(inner, seen)
