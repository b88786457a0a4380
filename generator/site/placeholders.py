"""A hand-written page whose shortcodes are replaced by their values, or by placeholders without any content."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_OPEN, _CLOSE = "\ue000", "\ue001"  # for private use: no text of ours has them: see `invisible_characters`
_PLACEHOLDER = re.compile(f"<div>{_OPEN}(\\d+){_CLOSE}</div>|{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Insertion:
    """The value of one shortcode, and its position; a block is HTML on lines of its own."""

    start: int
    end: int
    html: str
    block: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """The text of a page, and the values of its shortcodes in their order."""

    source: str
    insertions: tuple[Insertion, ...] = ()

    @property
    def text(self) -> str:
        """Return the page as it is built."""
        return "".join(self.pieces())

    def pieces(self, by: Callable[[int, Insertion], str] = lambda _, insertion: insertion.html) -> tuple[str, ...]:
        """Return what the author wrote and what stands for each shortcode, in turns."""
        parts, done = [], 0
        for number, insertion in enumerate(self.insertions):
            parts += [self.source[done : insertion.start], by(number, insertion)]
            done = insertion.end
        return (*parts, self.source[done:])

    @property
    def opaque(self) -> str:
        """Return the page with a placeholder for the value of each shortcode."""
        return "".join(self.pieces(_placeholder))

    @property
    def lines(self) -> int:
        """Return how many lines the source has."""
        return self.source.count("\n") + 1

    def upto(self, line: int) -> Filled:
        """Return the page as it would be if it ended with a line of its source."""
        part = "".join(self.source.splitlines(keepends=True)[:line])
        return Filled(part, tuple(each for each in self.insertions if each.end <= len(part)))

    def restored(self, html: str) -> str:
        """Replace the placeholders by the values of the shortcodes."""
        return _PLACEHOLDER.sub(lambda found: self.insertions[int(found[1] or found[2])].html, html)


def _placeholder(number: int, insertion: Insertion) -> str:
    name = mark(number)
    return f"<div>{name}</div>" if insertion.block else name  # Markdown takes both for a block


def mark(number: int) -> str:
    """Return a placeholder that takes the place of nothing: conversion keeps it where it stands."""
    return f"{_OPEN}{number}{_CLOSE}"


def marks(html: str) -> set[int]:
    """Return the numbers of the marks in a text."""
    return {int(found[2]) for found in _PLACEHOLDER.finditer(html) if found[2]}


def without_blocks(html: str) -> str:
    """Drop the placeholders that are blocks."""
    return _PLACEHOLDER.sub(lambda found: "" if found[1] else found[0], html)


def has_placeholder(text: str) -> bool:
    """Return whether a text contains a placeholder."""
    return _OPEN in text
