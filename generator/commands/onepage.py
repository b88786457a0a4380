"""One record to the page that its author looks at: the record's own page, and above it what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from .. import atlas, dataset
from ..errors import Problem
from ..records.collection import Dataset
from ..site import pages
from ..site.pages import Page
from ..site.typeset import inline

_NOTE = Markup(
    '<div class="admonition note"><p class="admonition-title">Preview of {}</p>'
    "<p>This page alone is built: links to others lead nowhere here. <code>make serve</code> shows the whole site.</p>"
    "</div>\n\n"
)
_TROUBLE = Markup('<div class="admonition failure"><p class="admonition-title">{}</p><ul>{}</ul>{}</div>\n\n')


@dataclass(frozen=True, slots=True)
class Glance:
    """A page to look at, the problems that it tells, and the page without them where it could be made."""

    page: Page
    problems: tuple[Problem, ...]
    made: Page | None


def look(name: str, data: Path, last: Page | None = None) -> Glance:
    """Return what to show of a file, named as problems name it: its page, and above it what is wrong.

    Warnings leave the records whole. With an error among them no page can be made: then `last`, the page as it was,
    stands below the problems.
    """
    records, found = dataset.read(data)
    whole = all(problem.severity == "warning" for problem in found)
    made = _made(name, records) if whole else None
    page = made or last or Page("index.md", "# No page yet\n\nIt appears when this is mended.\n")
    shown = _with(page, _troubles(name, found, whole), "") if found else page
    return Glance(shown, tuple(sorted(set(found))), made)


def _made(name: str, records: Dataset) -> Page:
    """Return the page of a file's record."""
    key = next(
        (key for key, origin in records.origins.items() if _is_page_of(name, key, origin.document.file)), None
    )
    if key is None:
        return Page(
            "index.md", "# No page of its own\n\nThe entries of this file stand on pages with others.\n"
        )
    return pages.record(atlas.derive(records), *key)


def _is_page_of(name: str, key: tuple[str, str], file: str) -> bool:
    return file == name and key[1] == Path(name).stem


def noted(glance: Glance, name: str) -> Page:
    """Return the page with the remark that it is a preview."""
    return _with(glance.page, "", name)


def _with(page: Page, trouble: str, name: str) -> Page:
    """Put a box before the text of a page, behind its front matter."""
    box = trouble + (_NOTE.format(inline(name)) if name else "")
    front, text = "", page.text
    if text.startswith("---\n"):
        end = text.index("\n---\n") + len("\n---\n")
        front, text = text[:end], text[end:]
    return replace(page, text=f"{front}\n{box}{text.lstrip()}")


def _troubles(name: str, found: Iterable[Problem], whole: bool) -> str:
    """Return the box of problems: each of this file, and how many others there are, for which the page may wait."""
    every = sorted(set(found))
    here: Sequence[Problem] = [problem for problem in every if problem.concerns({name})]
    title = f"{len(here)} to mend in this file" if here else "Nothing to mend in this file"
    items = Markup("").join(Markup("<li>{}</li>").format(inline(_short(problem))) for problem in here)
    others = len(every) - len(here)
    waits = "" if whole else "; the page waits for them too"
    rest = Markup("<p>Other files have {} more{}.</p>").format(others, waits) if others else ""
    return str(_TROUBLE.format(title, items, rest))


def _short(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}: "
    return f"line {problem.line}: {str(problem).removeprefix(place)}"
