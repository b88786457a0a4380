"""Problems with the data: values first, text last."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal

Severity = Literal["error", "warning"]
_MAX_LISTED: Final = 15  # known words in a hint
_MAX_COMPARED: Final = 60  # characters of a word
READING: Final = "reading"
"""The code of what cannot be read: an unexpected file, invalid YAML, an invalid key or value, a chapter's dead link."""

MAX_PER_FILE: Final = 200
MAX_READ: Final = MAX_PER_FILE - 1
"""Problems that are kept of a file that cannot be read; one more counts the rest."""
MAX_PER_RUN: Final = 1_000
"""Problems that are printed: more hide each other, and follow from the first."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "file"), counted(12, "file"), counted(2, "family", "families")
    ('1 file', '12 files', '2 families')
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An error or warning, and its place.

    `line` and `column` count from 1. `message` reads "found X, expected Y"; `hint` is a full sentence. `code` is that
    of the rule which found it. An error must be corrected; a warning may also be accepted, with a reason. `related`
    are the files of other records that are part of it; a check of one of them reports the problem, too.
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    code: str = READING
    severity: Severity = "error"
    related: tuple[str, ...] = ()

    def concerns(self, files: Container[str]) -> bool:
        """Return whether one of some files is part of it."""
        return any(file in files for file in (self.file, *self.related))

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
        return f"If it is correct, accept it with a reason: `accepted: [{{rule: {self.code}, {at}why: …}}]`."


class InvalidData(Exception):  # noqa: N818 - a property of the data, not a failure of the program
    """All problems of one run, sorted by file and line; never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __str__(self) -> str:
        """Return one problem per line, then how many there are, and how many of them are only warnings.

        Each file shows only its first problems, and a run only those of its first files.
        """
        count = len(self.problems)
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        note = f" ({warnings} of them warnings, to correct or to accept)" if warnings else ""
        return "\n".join([*self._lines(MAX_PER_RUN), f"{counted(count, 'problem')} found{note}."])

    def _lines(self, left: int) -> Iterator[str]:
        hidden: dict[str, int] = {}
        for file, group in groupby(self.problems, key=lambda problem: problem.file):
            problems = list(group)
            here = problems[: min(left, MAX_PER_FILE)]
            left -= len(here)
            yield from map(str, here)
            rest = len(problems) - len(here)
            if here and rest:
                yield printable(f"{file}: {counted(rest, 'more problem')}, not shown.")
            elif rest:
                hidden[file] = rest
        if hidden:
            rest = sum(hidden.values())
            yield f"{rest} more problems in {len(hidden)} other files, not shown: `check FILE` shows one."


class UsageError(Exception):
    """An invalid command line; the text says what to write instead."""


def shown(value: object, limit: int = 60) -> str:
    """Format a value for a message, as its author wrote it, shortened.

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
        case Decimal():
            return str(value).replace("E+", "e").replace("E", "e")
        case _:
            return str(value)


def printable(text: str) -> str:
    """Escape line breaks, invisible and bidirectional characters, and terminal control sequences.

    >>> printable("a\\u202eb\\x1b[2J")
    'a\\\\u202eb\\\\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the closest known word, or with all of them when they are few.

    >>> did_you_mean("fase", ["phase", "formula"]), did_you_mean("doi", ["DOI", "title"])
    ('Did you mean "phase"?', 'Did you mean "DOI"?')
    """
    options = sorted(set(known))
    by_lower = {option.lower(): option for option in options}
    near = difflib.get_close_matches(word[:_MAX_COMPARED].lower(), by_lower, n=1, cutoff=0.55)
    if near:
        return f'Did you mean "{by_lower[near[0]]}"?'
    if options and len(options) <= _MAX_LISTED:
        return f"Known here: {', '.join(options)}."
    return ""
