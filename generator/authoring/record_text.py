"""The text of a record from values, or with values added to an existing text; its comments stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..yamlio import parser
from ..yamlio.document import Document
from .formatter import canonical
from .template import flow_yaml

_INDEX = re.compile(r"claims\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Additions:
    """Additions to a record: fields, entries at the start and end of lists, and properties no longer missing."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    front: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    back: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        """Return whether nothing is added."""
        return not (self.fields or any(self.front.values()) or any(self.back.values()))


def to_text(values: Mapping[str, Any]) -> str:
    """Return the text of a record in canonical form; keys without a value are left out."""
    kept = {key: value for key, value in values.items() if value is not None}
    kind = "materials" if "family" in kept else "references"
    return of_file(kept, f"{kind}/{kept['id']}.yml")


def of_file(values: Mapping[str, Any], file: str, before: str = "") -> str:
    """Return the text of a file in canonical form; what is as `before` keeps the spelling that it had there."""
    old = parser.parse(before.encode(), file) if before else None
    lines = [line for key, value in values.items() for line in _kept_or_new(key, value, old, before.split("\n"))]
    return canonical("\n".join([*lines, ""]).encode(), file)


def _kept_or_new(key: str, value: Any, old: Document | None, lines: Sequence[str]) -> Iterator[str]:
    if old is None or key not in old.value:
        yield from _lines({key: value})
        return
    known = old.value[key]
    if flow_yaml(known) == flow_yaml(value):
        yield from lines[old.at((key,))[0] - 1 : _end(old, lines, key)]
    elif _is_parts(known) and _is_parts(value):
        yield f"{key}:"
        kept = {flow_yaml(each): index for index, each in enumerate(known)}
        for each in value:
            index = kept.get(flow_yaml(each))
            yield from _entries([each]) if index is None else _item_lines(old, lines, key, index)
    else:
        yield from _lines({key: value})


def _item_lines(document: Document, lines: Sequence[str], key: str, index: int) -> Sequence[str]:
    """Return the lines of one item of a list."""
    begin = document.at((key, index))[0]
    last = index + 1 == len(document.value[key])
    return lines[begin - 1 : _end(document, lines, key) if last else document.at((key, index + 1))[0] - 1]


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def with_additions(text: str, file: str, additions: Additions) -> str:
    """Return the text of a record with additions, in canonical form."""
    text = _drop_missing(text, file, additions.found)
    shift = len(additions.front.get("claims", ()))
    text = _renumbered(text, file, shift) if shift else text
    for entries, front in ((additions.front, True), (additions.back, False)):
        for key, items in entries.items():
            text = _with_entries(text, file, key, items, front) if items else text
    more = "\n".join(_lines(additions.fields))
    return canonical(f"{text.rstrip()}\n{more}\n".encode(), file)


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if _is_parts(value):
            yield f"{key}:"
            yield from _entries(value)
        else:
            yield f"{key}: {flow_yaml(value)}"


def _entries(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield list entries with one key per line; the formatter joins short ones."""
    for item in items:
        first, *more = [f"{key}: {flow_yaml(value)}" for key, value in item.items()]
        yield f"  - {first}"
        yield from (f"    {line}" for line in more)


def _with_entries(text: str, file: str, key: str, items: Sequence[Mapping[str, Any]], front: bool) -> str:
    document, lines = parser.parse(text.encode(), file), text.rstrip("\n").split("\n")
    new = list(_entries(items))
    if key not in document.value:
        return "\n".join([*lines, f"{key}:", *new, ""])
    line = document.at((key,))[0] if front else _end(document, lines, key)
    return "\n".join([*lines[:line], *new, *lines[line:], ""])


def _end(document: Document, lines: Sequence[str], key: str) -> int:
    """Return the number of the last line of a top-level key."""
    begin = document.at((key,))[0]
    after = (number for number in range(begin, len(lines)) if not lines[number].startswith((" ", "#")))
    return next((number for number in after if lines[number].strip()), len(lines))


def _drop_missing(text: str, file: str, found: set[str]) -> str:
    """Drop the entries of `missing` for properties that were found."""
    document, lines = parser.parse(text.encode(), file), text.split("\n")
    missing = document.value.get("missing", [])
    gone = [index for index, each in enumerate(missing) if each["property"] in found]
    rows = {document.at(("missing", index))[0] - 1 for index in gone}
    if missing and len(gone) == len(missing):
        rows.add(document.at(("missing",))[0] - 1)
    return "\n".join(line for number, line in enumerate(lines) if number not in rows)


def _renumbered(text: str, file: str, by: int) -> str:
    """Renumber the claims that acceptances name, because others were inserted before them."""
    document, lines = parser.parse(text.encode(), file), text.split("\n")
    if "accepted" not in document.value:
        return text
    start, end = document.at(("accepted",))[0], _end(document, lines, "accepted")
    moved = [_INDEX.sub(lambda found: f"claims[{int(found[1]) + by}]", line) for line in lines[start:end]]
    return "\n".join([*lines[:start], *moved, *lines[end:]])
