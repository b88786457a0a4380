"""Values to the text of a record, new or added to one that is there; every other character of that one stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..yamlio import parser
from ..yamlio.document import Document
from .formatter import canonical
from .template import written

_INDEX = re.compile(r"claims\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Additions:
    """What comes to a record: new fields, entries before and behind those of its lists, and what is found at last."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    front: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    back: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        """Return whether nothing comes to the record."""
        return not (self.fields or any(self.front.values()) or any(self.back.values()))


def new_record(values: Mapping[str, Any]) -> str:
    """Return the text of a record; keys without a value stay out. It is laid out like all others."""
    kept = {key: value for key, value in values.items() if value is not None}
    kind = "materials" if "family" in kept else "references"
    return canonical("\n".join([*_lines(kept), ""]).encode(), f"{kind}/{kept['id']}.yml")


def with_additions(text: str, file: str, additions: Additions) -> str:
    """Return the text of a record with more in it."""
    text = _without_missing(text, file, additions.found)
    shift = len(additions.front.get("claims", ()))
    text = _shifted(text, file, shift) if shift else text
    for entries, front in ((additions.front, True), (additions.back, False)):
        for key, items in entries.items():
            text = _with_entries(text, file, key, items, front) if items else text
    more = "\n".join(_lines(additions.fields))
    return canonical(f"{text.rstrip()}\n{more}\n".encode(), file)


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{key}:"
            yield from _entries(value)
        else:
            yield f"{key}: {written(value)}"


def _entries(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield entries of a list, a key a line; the formatter joins what belongs on one."""
    for item in items:
        first, *more = [f"{key}: {written(value)}" for key, value in item.items()]
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


def _without_missing(text: str, file: str, found: set[str]) -> str:
    """Leave out of `missing` what is not missing any more."""
    document, lines = parser.parse(text.encode(), file), text.split("\n")
    missing = document.value.get("missing", [])
    gone = [index for index, each in enumerate(missing) if each["property"] in found]
    rows = {document.at(("missing", index))[0] - 1 for index in gone}
    if missing and len(gone) == len(missing):
        rows.add(document.at(("missing",))[0] - 1)
    return "\n".join(line for number, line in enumerate(lines) if number not in rows)


def _shifted(text: str, file: str, by: int) -> str:
    """Count the claims anew that acceptances name: others come before them."""
    document, lines = parser.parse(text.encode(), file), text.split("\n")
    if "accepted" not in document.value:
        return text
    begin, end = document.at(("accepted",))[0], _end(document, lines, "accepted")
    moved = [_INDEX.sub(lambda found: f"claims[{int(found[1]) + by}]", line) for line in lines[begin:end]]
    return "\n".join([*lines[:begin], *moved, *lines[end:]])
