"""Hand-written pages: which files they may be, their front matter, and limits on their text.

A page is Markdown without HTML (but `sub` and `sup`), so that a contribution can carry words, links and numbers,
and never anything that a reader's browser would run or fetch from elsewhere. Front matter is read here and written
anew for every page, so that no builder ever sees what an author put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import InvalidData, Problem, did_you_mean, shown
from ..names import IN_WORDS, LISTING, is_name, taken
from ..suggestions import id_hint
from ..yamlio import parser
from ..yamlio.document import Document
from ..yamlio.invisible_chars import invisible_characters
from .titles import SINGLE, TITLES

FRONT = frozenset(("title", "description", "hide"))
HIDDEN = frozenset(("navigation", "toc"))

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BARE = re.compile(r"\A {0,3}[A-Za-z0-9_-]+:(?:\s|\Z)")
_MARKUP = frozenset('<>&"{}\n')
_LONGEST = 300


def split_front_matter(text: str, file: str) -> tuple[Mapping[str, Any], str, list[Problem]]:
    """Return the front matter of a page, the text below it, and every problem with the front matter."""
    found = _FENCED.match(text)
    if not found:
        return {}, text, list(_bare(text, file))
    try:
        document = parser.parse(found[1].encode(), file)
    except InvalidData as error:
        return {}, text[found.end() :], [_lower(problem) for problem in error.problems]
    problems = [_lower(problem) for problem in _judged(document)]
    return ({} if problems else document.value or {}), text[found.end() :], problems


def front_matter(front: Mapping[str, Any]) -> str:
    """Return the lines above a page that say something about it, always between dashes."""
    return f"---\n{parser.dump(front)}---\n\n"


def _lower(problem: Problem) -> Problem:
    """Place a problem of the lines between dashes in the whole page."""
    return Problem(problem.file, problem.line + 1, problem.column, problem.field, problem.message, problem.hint)


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
        elif key != "hide" and not _plain_words(value):
            hint = "Write one line of text, without markup and double quotation marks."
            yield document.problem((key,), f"found {shown(value)}, expected plain words", hint)


def _plain_words(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and not set(value) & _MARKUP


def _hides(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) and part in HIDDEN for part in value)


PICTURES = frozenset((".png", ".jpg", ".jpeg", ".webp"))
OWN = frozenset((*TITLES, *SINGLE, "index", "evidence", "api", "assets", "pagefind", "sitemap", "404"))
"""First part of the addresses that the site makes itself."""
MAX_BYTES = 100_000
MAX_LINES = 2_000
MAX_LINE = 5_000
MAX_BRACKETS = 1_500
MAX_MARKS = 5_000
"""Beyond these, converting a page would take long, and nobody would read it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One hand-written page: its address, its file as problems name it, and its text below the front matter."""

    uri: str
    source: str
    text: str
    front: Mapping[str, Any] = field(default_factory=dict)
    above: int = 0
    """Number of lines of the file above the text."""


def read(content: Path) -> tuple[list[Chapter], list[Problem]]:
    """Read every page below a folder; return those that may be there, and everything that may not."""
    if not content.is_dir():
        message = "found no such folder, expected the hand-written pages"
        return [], [Problem(str(content), 1, 1, "", message, "Run the command in the project's folder.")]
    problems: list[Problem] = []
    chapters: list[Chapter] = []
    for path in _entries(content):
        uri = path.relative_to(content).as_posix()
        source = f"{content.name}/{uri}"
        if unfit := _unfit(path) or _of_the_site(uri):
            problems.append(Problem(source, 1, 1, "", *unfit))
        elif path.suffix == ".md":
            chapter, found = _chapter(uri, source, path.read_text(encoding="utf-8-sig"))
            problems += found
            chapters += [] if found else [chapter]
    return chapters, problems


def _entries(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder; of what may not be there, nothing that is inside."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not _unfit(path):
            yield from _entries(path)


def _chapter(uri: str, source: str, text: str) -> tuple[Chapter, list[Problem]]:
    """Return a page, and the problems with its characters and its front matter.

    Blanks stay: without those before the first line, code would no longer be code.
    """
    about, below, problems = split_front_matter(text, source)
    below = below.lstrip("\n")
    above = text.count("\n") - below.count("\n")
    return Chapter(uri, source, below.rstrip("\n"), about, above), [*problems, *_characters(text, source)]


def _characters(text: str, source: str) -> Iterator[Problem]:
    """Yield what nobody sees, and what is too long for a page."""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        for index, name in invisible_characters(line):
            message = f"found the invisible character {name}, expected visible text"
            yield Problem(source, number, index + 1, "", message, "Delete it, and look at the text around it.")
        if len(line) > MAX_LINE:
            message = f"found a line of {len(line)} characters, expected at most {MAX_LINE}"
            yield Problem(source, number, 1, "", message, "Break it.")
    brackets, marks = (sum(map(text.count, each)) for each in ("[<", "\\`*_"))
    limits = (
        (len(lines), MAX_LINES, "lines"),
        (brackets, MAX_BRACKETS, "opening brackets"),
        (marks, MAX_MARKS, "backslashes, backticks, asterisks and underscores"),
    )
    for count, most, what in limits:
        if count > most:
            message = f"found {count} {what}, expected at most {most}"
            yield Problem(source, 1, 1, "", message, "Split the page.")


def _unfit(path: Path) -> tuple[str, str] | None:
    """Return (message, hint) for what is no folder, page or picture, or has a name that cannot be an address."""
    if path.is_symlink():
        return "found a symbolic link, expected a file", "Copy the file itself."
    if path.is_dir():
        if path.suffix == ".md":
            return "found a folder with the name of a page, expected a file", ""
        return _misnamed(path.name, path.name)
    if path.suffix != ".md" and path.suffix not in PICTURES:
        known = ", ".join(sorted(PICTURES))
        message = f"found {shown(path.name)}, expected a page (.md) or a picture ({known})"
        return message, "Remove or convert it."
    if not path.is_file():
        return "found something other than a file, expected a page or a picture", "Remove it."
    if path.stem != LISTING and (unfit := _misnamed(path.stem, path.name)):
        return unfit
    return _unreadable(path) if path.suffix == ".md" else None


def _of_the_site(uri: str) -> tuple[str, str] | None:
    """Return (message, hint) for a page or folder in the place of one that the site makes."""
    first, slash, _ = uri.removesuffix(".md").partition("/")
    if first not in OWN:
        return None
    message = f"found {shown(uri)}, where the site has pages of its own, expected another place"
    return message, "Move it to another folder." if slash else "Rename it."


def _misnamed(name: str, whole: str) -> tuple[str, str] | None:
    if is_name(name):
        return None
    return f"found the name {shown(whole)}, expected {IN_WORDS}", taken(name) or id_hint(name) or "Rename it."


def _unreadable(path: Path) -> tuple[str, str] | None:
    if (size := path.stat().st_size) > MAX_BYTES:
        return f"found {size} bytes, expected at most {MAX_BYTES}", "Split the page."
    try:
        path.read_text(encoding="utf-8")
    except OSError as error:
        return f"found a file that cannot be read ({error.strerror}), expected a readable file", ""
    except UnicodeDecodeError:
        return "found bytes that are not UTF-8, expected UTF-8 text", "Save the file as UTF-8."
    return None
