"""Hand-written pages: which files they may be, and what they may not hold.

A page is Markdown without HTML (but `sub` and `sup`), so that a contribution can carry words, links and numbers,
and never anything that a reader's browser would run or fetch from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import InvalidData, Problem, did_you_mean, shown
from ..files import yamlfile

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".webp"))
FRONT = frozenset(("title", "description", "hide"))

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_HTML = re.compile(r"<(?!/?su[bp]>)(?=[A-Za-z/!?])[^>\n]{0,40}>?")
_TARGET = re.compile(r"(!?)\[[^\]\n]*\]\(\s*<?([^\s)>]*)|^(!?)\[[^\]\n]+\]:\s*<?(\S+)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ENTITY = re.compile(r"&(#|[A-Za-z])[^;\s]{0,12};")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One hand-written page: its address, its file as problems name it, its text."""

    uri: str
    source: str
    text: str


def read(content: Path) -> list[Chapter]:
    """Read every page below a folder. Raises InvalidData with everything that may not be there."""
    problems: list[Problem] = []
    chapters: list[Chapter] = []
    if not content.is_dir():
        message = "found no such folder, expected the hand-written pages"
        raise InvalidData(
            [Problem(str(content), 1, 1, "", message, "Run the command in the project's folder.")]
        )
    for path in sorted(content.rglob("*")):
        uri = path.relative_to(content).as_posix()
        source = f"{content.name}/{uri}"
        unfit = _unfit(path)
        if unfit:
            problems.append(Problem(source, 1, 1, "", *unfit))
        elif path.suffix == ".md":
            chapters.append(Chapter(uri, source, path.read_text(encoding="utf-8")))
            problems += check(chapters[-1])
    if problems:
        raise InvalidData(problems)
    return chapters


def _unfit(path: Path) -> tuple[str, str] | None:
    """Return (message, hint) for what is neither a page nor a picture."""
    if path.is_symlink():
        return "found a symbolic link, expected a file", "Copy the file itself."
    if path.is_dir():
        return (
            ("found a folder with the name of a page, expected a file", "") if path.suffix == ".md" else None
        )
    if path.suffix == ".md":
        return _unreadable(path)
    if path.suffix not in PICTURES:
        known = ", ".join(sorted(PICTURES))
        return (
            f"found {shown(path.name)}, expected a page (.md) or a picture ({known})",
            "Remove or convert it.",
        )
    return None


def _unreadable(path: Path) -> tuple[str, str] | None:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "found bytes that are not UTF-8, expected UTF-8 text", "Save the file as UTF-8."
    return None


def check(chapter: Chapter) -> Iterator[Problem]:
    """Yield everything in a page that no page may hold."""
    yield from _front_matter(chapter)
    yield from _found(chapter, _HTML, _html)
    yield from _found(chapter, _ENTITY, _entity)
    yield from _found(chapter, _TARGET, _target)


Judge = Callable[[re.Match[str]], tuple[str, str] | None]


def _found(chapter: Chapter, pattern: re.Pattern[str], judge: Judge) -> Iterator[Problem]:
    for match in pattern.finditer(chapter.text):
        if trouble := judge(match):
            line = chapter.text.count("\n", 0, match.start()) + 1
            column = match.start() - chapter.text.rfind("\n", 0, match.start())
            yield Problem(chapter.source, line, column, "", *trouble)


def _html(match: re.Match[str]) -> tuple[str, str]:
    return f"found the HTML {shown(match[0])}, expected Markdown", "Only <sub> and <sup> are taken."


def _entity(match: re.Match[str]) -> tuple[str, str]:
    return f"found the entity {shown(match[0])}, expected the character itself", "Files are UTF-8: type it."


def _target(match: re.Match[str]) -> tuple[str, str] | None:
    picture, target = (match[1], match[2]) if match[2] is not None else (match[3], match[4])
    if not _SCHEME.match(target):
        return None
    if picture:
        return (
            f"found a picture at {shown(target)}, expected a file of ours",
            "Readers ask no other host: add the file.",
        )
    if not target.startswith(("https://", "http://", "mailto:")):
        return f"found a link to {shown(target)}, expected https, http, mailto or a page of ours", ""
    return None


def _front_matter(chapter: Chapter) -> Iterator[Problem]:
    found = _FRONT_MATTER.match(chapter.text)
    if not found:
        return
    try:
        document = yamlfile.parse(found[1].encode(), chapter.source)
    except InvalidData as error:
        yield from (Problem(p.file, p.line + 1, p.column, p.field, p.message, p.hint) for p in error.problems)
        return
    for key, value in (document.value or {}).items():
        line, column = document.at((key,))
        if key not in FRONT:
            message = f"found {shown(key)}, expected one of: {', '.join(sorted(FRONT))}"
            yield Problem(chapter.source, line + 1, column, key, message, did_you_mean(key, FRONT))
        elif isinstance(value, str) and set(value) & set('<>&"{}'):
            yield Problem(
                chapter.source, line + 1, column, key, f"found {shown(value)}, expected plain words"
            )
