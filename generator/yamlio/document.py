"""The value of one file, and the position of everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from ..errors import Problem

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value."""
Position = tuple[int, int]
"""(line, column), both from 1."""


class Places(NamedTuple):
    """The position of every key and list item of a file.

    `inside` holds where a value itself begins, if it is in brackets, or on one line and written as it is read.
    """

    positions: Mapping[Path, Position]
    inside: Mapping[Path, Position]


@dataclass(frozen=True)
class Document:
    """One file's value; `find` reads the places in it, when the first is asked for.

    `problems` are those that leave the rest of the file readable.
    """

    file: str
    value: Any
    find: Callable[[], Places] = lambda: Places({}, {})
    problems: tuple[Problem, ...] = ()
    text: str = ""

    @cached_property
    def places(self) -> Places:
        """Return the position of everything in the file: most files have no problem, and nobody asks."""
        return self.find()

    def at(self, path: Path, offset: int | None = None) -> Position:
        """Return the position of `path`, or of its nearest known parent.

        With `offset`, return the place of that character of its value.
        """
        positions, inside = self.places
        if offset is not None and path in inside:
            line, column = inside[path]
            return line, column + offset
        if path in positions:
            return positions[path]
        while path and path not in positions:
            path = path[:-1]
        return inside.get(path) or positions.get(path, (1, 1))

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


def texts(value: Any) -> Iterator[tuple[Path, str]]:
    """Yield every text inside a value, with its path; keys are not among them."""
    waiting: list[tuple[Path, Any]] = [((), value)]  # the next one last
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, str):
            yield path, found
        elif isinstance(found, dict | list):
            inner = found.items() if isinstance(found, dict) else enumerate(found)
            waiting += [((*path, key), each) for key, each in inner][::-1]
