"""What is wrong with the data, as values first and as text last."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

Severity = Literal["error", "warning"]
_FEW: Final = 15  # as many known words as a hint may list
READING: Final = "reading"
"""The code of what cannot be read: a stray file, bad YAML, a key or value of the wrong shape, a chapter's dead link."""

MOST_OF_A_FILE: Final = 200


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that somebody has to mend, and where.

    `line` and `column` count from 1. `message` reads "found X, expected Y"; `hint` is a full sentence. `code` is that
    of the rule which found it. An error must be mended; a warning may also be accepted, with a reason. `beside` are
    the files of other records that have a part in it: whoever asks about one of them is told, too.
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    code: str = READING
    severity: Severity = "error"
    beside: tuple[str, ...] = ()

    def concerns(self, files: Container[str]) -> bool:
        """Return whether one of some files has a part in it."""
        return any(file in files for file in (self.file, *self.beside))

    def __str__(self) -> str:
        """Return `path:line:column: field: found X, expected Y. Hint. [code]` on one line, without control characters.

        What cannot be read has no code.
        """
        field = f"{self.field}: " if self.field else ""
        ends = [
            self.message + ".",
            self.hint,
            self.acceptance,
            "" if self.code == READING else f"[{self.code}]",
        ]
        return printable(f"{self.file}:{self.line}:{self.column}: {field}{' '.join(filter(None, ends))}")

    @property
    def acceptance(self) -> str:
        """Return how to accept a warning, as a sentence; empty for an error."""
        if self.severity == "error":
            return ""
        field = f'"{self.field}"' if "[" in self.field else self.field  # a bracket would end the list around it
        at = f"at: {field}, " if field else ""
        return f"If it is right as it stands, say why: `accepted: [{{rule: {self.code}, {at}why: …}}]`."


class InvalidData(Exception):  # noqa: N818 - it says what the data is, not that a program failed
    """All problems of one run, sorted by file and line; never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __str__(self) -> str:
        """Return one problem a line, then how many there are, and how many of them are only warnings.

        Of each file the first are told: more would only follow from those, or hide the other files.
        """
        count = len(self.problems)
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        told = f" ({warnings} of them to mend or to accept)" if warnings else ""
        return "\n".join([*self._told(), f"{count} problem{'s' if count != 1 else ''} found{told}."])

    def _told(self) -> Iterator[str]:
        for file, group in groupby(self.problems, key=lambda problem: problem.file):
            problems = list(group)
            yield from map(str, problems[:MOST_OF_A_FILE])
            if rest := len(problems[MOST_OF_A_FILE:]):
                yield printable(f"{file}: {rest} more problems, not shown.")


class WrongUse(Exception):  # noqa: N818 - it is what the caller did
    """A command that cannot be carried out as it was given; the text says what to write instead."""


def shown(value: object, limit: int = 60) -> str:
    """Quote a value as the file's author would recognise it, shortened.

    >>> shown("O3"), shown(None), shown(["a", "b"])
    ('"O3"', 'nothing', 'a list of 2')
    """
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{printable(value)}"' if len(value) <= limit else f'"{printable(value[:limit])}…"'
        case dict():
            return f"a mapping of {len(value)}" if value else "an empty mapping"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case _:
            return str(value)


def printable(text: str) -> str:
    """Spell out line breaks and whatever else would not show, or would move the cursor of a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or lists them when they are few.

    >>> did_you_mean("fase", ["phase", "formula"]), did_you_mean("doi", ["DOI", "title"])
    ('Did you mean "phase"?', 'Did you mean "DOI"?')
    """
    options = sorted(set(known))
    small = {option.lower(): option for option in options}
    near = difflib.get_close_matches(word.lower(), small, n=1, cutoff=0.55)
    if near:
        return f'Did you mean "{small[near[0]]}"?'
    if options and len(options) <= _FEW:
        return f"Known here: {', '.join(options)}."
    return ""
