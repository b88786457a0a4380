"""One record's page by itself, below the problems of its file: what its author sees while writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from .. import pipeline
from ..derived.atlas import Atlas
from ..errors import InvalidData, Problem
from ..records import targets
from . import pages
from .content_pages import with_front_matter
from .formatting import inline
from .pages import Page

_NOTE = Markup(
    '<div class="admonition note"><p class="admonition-title">Preview of {}</p>'
    "<p>This page alone is built: links to others lead nowhere here. <code>make serve</code> shows the whole site.</p>"
    "</div>\n\n"
)
_PROBLEMS = Markup('<div class="admonition failure"><p class="admonition-title">{}</p><ul>{}</ul>{}</div>\n\n')
_DOOR = Markup('<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/{}">')
_ELSEWHERE = Markup(
    '<!doctype html><meta charset="utf-8"><title>Not in this preview</title>\n'
    '<p>This preview holds one page: <a href="/{}">{}</a>. <code>make serve</code> shows the whole site.</p>\n'
)
_NOT_YET = Page("index.md", with_front_matter({"title": "No page yet"}, "It appears when the problems are corrected."))
_NO_PAGE = Page("index.md", with_front_matter({"title": "No page of its own"}, "Its entries are shown on others."))


@dataclass(frozen=True, slots=True)
class Preview:
    """The page of one file with its problems above it, and the last page that could be made without any error."""

    file: str
    page: Page
    problems: tuple[Problem, ...]
    last: Page | None

    @property
    def text(self) -> str:
        """Return what to say of the problems in a terminal."""
        return str(InvalidData(self.problems)) if self.problems else f"{self.file}: no problems found."

    @property
    def address(self) -> str:
        """Return the page's place below the site's root; empty for the root itself."""
        return self.page.address.lstrip("/")

    @property
    def pages(self) -> tuple[Page, ...]:
        """Return the page, what leads to it from the site's root, and what every other address shows."""
        address = self.address
        elsewhere = Page("404.html", str(_ELSEWHERE.format(address, self.file)))
        return (self.page, elsewhere, *([Page("index.html", str(_DOOR.format(address)))] if address else []))


def preview(target: str, data: Path, before: Preview | None = None) -> Preview:
    """Return the page of the record that `target` names, by its id or file. Raises WrongUse for what does not exist.

    Warnings leave the page whole. With an error anywhere no page can be made, and that of `before` stays.
    """
    (file,) = targets.names([target], data)
    atlas, found = pipeline.read(data)
    whole = all(problem.severity == "warning" for problem in found)
    last = _page(file, atlas) if whole else before.last if before else None
    problems = tuple(sorted(set(found)))
    box = (_problem_box(file, problems, whole) if problems else Markup("")) + _NOTE.format(inline(file))
    return Preview(file, _below(box, last or _NOT_YET), problems, last)


def _page(file: str, atlas: Atlas) -> Page:
    """Return the page of a file's record; a vocabulary's entries have none in common."""
    mine = (key for key, origin in atlas.data.origins.items() if origin.document.file == file)
    key = next((key for key in mine if key[1] == Path(file).stem), None)
    return pages.record(atlas, *key) if key else _NO_PAGE


def _below(box: Markup, page: Page) -> Page:
    """Put a box between a page's front matter and its text."""
    front, dashes, text = page.text.partition("\n---\n")
    return replace(page, text=f"{front}{dashes}\n{box}{text.lstrip()}")


def _problem_box(file: str, problems: tuple[Problem, ...], whole: bool) -> Markup:
    """List the problems of a file, and count those elsewhere, for which the page may wait."""
    here = [problem for problem in problems if problem.concerns({file})]
    title = f"{len(here)} to correct in this file" if here else "Nothing to correct in this file"
    items = Markup("").join(
        Markup("<li>{}</li>").format(inline(str(problem).replace(f"{file}:", "line ", 1))) for problem in here
    )
    others = len(problems) - len(here)
    waits = "" if whole else "; the page waits for them too"
    rest = Markup("<p>Other files have {} more{}.</p>").format(others, waits) if others else ""
    return _PROBLEMS.format(title, items, rest)
