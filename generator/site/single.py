"""One record as the page that its author looks at: the record's own page, and above it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from .. import pipeline
from ..derived.atlas import Atlas
from ..errors import InvalidData, Problem, counted
from . import pages
from .formatting import inline
from .page import Page

_NOTE = Markup(
    '<div class="admonition note"><p class="admonition-title">Preview of {}</p>'
    "<p>Only this page is built: links to other pages do not work here. <code>make serve</code> shows the whole site."
    "</p></div>\n\n"
)
_PROBLEMS = Markup('<div class="admonition failure"><p class="admonition-title">{}</p><ul>{}</ul>{}</div>\n\n')
_FRONT_PAGE = (
    '---\ntitle: Preview\n---\n\n<meta http-equiv="refresh" content="0; url={0}">\n'
    '<p><a href="{0}">Preview of {1}</a></p>\n'
)


@dataclass(frozen=True, slots=True)
class Single:
    """The pages of a preview, every problem of the records, and the record's last good page without them."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    last: Page | None

    @property
    def by_uri(self) -> dict[str, Page]:
        """Return the pages by their address."""
        return {page.uri: page for page in self.pages}

    @property
    def address(self) -> str:
        """Return where the record's page is on the site."""
        return self.pages[0].address.lstrip("/")

    @property
    def summary(self) -> str:
        """Return every problem as text."""
        return str(InvalidData(self.problems)) if self.problems else "No problems."


def single(data: Path, file: Path, last: Page | None = None) -> Single:
    """Return the preview of a file below the folder of the records.

    Warnings do not keep the page back. With an error no page can be made; then `last`, the last good page, is shown
    below the problems.
    """
    name = f"{data.name}/{file.resolve().relative_to(data.resolve()).as_posix()}"
    atlas, found = pipeline.read(data)
    complete = all(problem.severity == "warning" for problem in found)
    made = _made(name, atlas) if complete else None
    page = made or last or Page("index.md", "# No page yet\n\nIt appears when the problems are corrected.\n")
    boxed = _with_box(page, (_problems(name, found, complete) if found else Markup()) + _NOTE.format(inline(name)))
    front = () if page.uri == "index.md" else (Page("index.md", _FRONT_PAGE.format(page.address, inline(name))),)
    return Single((boxed, *front), tuple(sorted(set(found))), made or last)


def _made(name: str, atlas: Atlas) -> Page:
    keys = (key for key, origin in atlas.data.origins.items() if origin.document.file == name)
    key = next((key for key in keys if key[1] == Path(name).stem), None)
    if key is None:
        return Page("index.md", "# No page of its own\n\nThe entries of this file are shown on pages with others.\n")
    return pages.record(atlas, *key)


def _with_box(page: Page, box: str) -> Page:
    """Put a box before the text of a page, below its front matter."""
    front, text = "", page.text
    if text.startswith("---\n"):
        end = text.index("\n---\n") + len("\n---\n")
        front, text = text[:end], text[end:]
    return replace(page, written=f"{front}\n{box}{text.lstrip()}")


def _problems(name: str, found: Sequence[Problem], complete: bool) -> Markup:
    """Return the box of problems: each of this file, and the number of others, for which the page may have to wait."""
    unique = sorted(set(found))
    here = [problem for problem in unique if problem.concerns({name})]
    title = f"{counted(len(here), 'problem')} in this file" if here else "No problem in this file"
    items = Markup("").join(Markup("<li>{}</li>").format(inline(_short(problem))) for problem in here)
    others = len(unique) - len(here)
    waits = "" if complete else "; the page cannot be built before they are corrected"
    rest = Markup("<p>Other files have {} more{}.</p>").format(others, waits) if others else ""
    return _PROBLEMS.format(title, items, rest)


def _short(problem: Problem) -> str:
    return f"line {problem.line}: {str(problem).removeprefix(f'{problem.file}:{problem.line}:{problem.column}: ')}"
