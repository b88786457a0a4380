"""The value of one file, and the position of everything in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import Problem

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value."""
Position = tuple[int, int]
"""(line, column), both from 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file's value, and the position (line, column) of every key and list item in it.

    `inside` holds where a value itself begins, if it is in brackets, or on one line and written as it is read.
    `problems` are those that leave the rest of the file readable.
    """

    file: str
    value: Any
    positions: Mapping[Path, Position]
    inside: Mapping[Path, Position] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    text: str = ""

    def at(self, path: Path, offset: int | None = None) -> Position:
        """Return the position of `path`, or of its nearest known parent.

        With `offset`, return the place of that character of its value.
        """
        if offset is not None and path in self.inside:
            line, column = self.inside[path]
            return line, column + offset
        if path in self.positions:
            return self.positions[path]
        while path and path not in self.positions:
            path = path[:-1]
        return self.inside.get(path) or self.positions.get(path, (1, 1))

    def problem(self, path: Path, message: str, hint: str = "", offset: int | None = None) -> Problem:
        """Return a problem placed at `path`, or at a character of its value."""
        line, column = self.at(path, offset)
        return Problem(self.file, line, column, dotted(path), message, hint)


def dotted(path: Path) -> str:
    """Return a path in the usual notation.

    >>> dotted(("claims", 0, "value"))
    'claims[0].value'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text inside a value, with its path; keys are not among them."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from texts(inner, (*path, key))
        case list():
            for index, inner in enumerate(value):
                yield from texts(inner, (*path, index))
        case str():
            yield path, value
