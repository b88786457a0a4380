"""What a hand-written page says about itself: the lines between dashes with which it may begin.

They are read here and written anew for every page, so that no builder ever sees what an author put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import InvalidData, Problem, did_you_mean, shown
from ..files import yamlfile
from ..files.document import Document

FRONT = frozenset(("title", "description", "hide"))
HIDDEN = frozenset(("navigation", "toc"))

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BARE = re.compile(r"\A {0,3}[A-Za-z0-9_-]+:(?:\s|\Z)")
_MARKUP = frozenset('<>&"{}\n')
_LONGEST = 300


def split(text: str, file: str) -> tuple[Mapping[str, Any], str, list[Problem]]:
    """Return what a page says about itself, the page below it, and every problem with the former."""
    found = _FENCED.match(text)
    if not found:
        return {}, text, list(_bare(text, file))
    try:
        document = yamlfile.parse(found[1].encode(), file)
    except InvalidData as error:
        return {}, text[found.end() :], [_lower(problem) for problem in error.problems]
    problems = [_lower(problem) for problem in _judged(document)]
    return ({} if problems else document.value or {}), text[found.end() :], problems


def joined(front: Mapping[str, Any], text: str) -> str:
    """Return a page with the lines that say something about it, always between dashes.

    Blanks stay: without those before the first line, code would no longer be code.
    """
    lines = text.strip("\n")
    return f"---\n{yamlfile.dump(front)}---\n\n{lines}\n"


def _lower(problem: Problem) -> Problem:
    """Place a problem of the lines between dashes in the whole page."""
    return Problem(
        problem.file, problem.line + 1, problem.column, problem.field, problem.message, problem.hint
    )


def _bare(text: str, file: str) -> Iterator[Problem]:
    """Refuse keys without dashes, which builders read all the same."""
    if _BARE.match(text):
        first = text.partition("\n")[0]
        hint = "Put title and description between two lines of three dashes."
        yield Problem(file, 1, 1, "", f"found {shown(first)} in the first line, expected a heading", hint)


def _judged(document: Document) -> Iterator[Problem]:
    if not isinstance(document.value, dict | None):
        yield document.problem((), f"found {shown(document.value)}, expected keys and values")
        return
    for key, value in (document.value or {}).items():
        if key not in FRONT:
            message = f"found {shown(key)}, expected one of: {', '.join(sorted(FRONT))}"
            yield document.problem((key,), message, did_you_mean(key, FRONT))
        elif key == "hide" and not _hides(value):
            yield document.problem((key,), f"found {shown(value)}, expected a list of: navigation, toc")
        elif key != "hide" and not _plain(value):
            hint = "Write one line of text, without markup and double quotation marks."
            yield document.problem((key,), f"found {shown(value)}, expected plain words", hint)


def _plain(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and not set(value) & _MARKUP


def _hides(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) and part in HIDDEN for part in value)
