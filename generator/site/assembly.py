"""Everything that a site is made of, as values: pages, data files, and the code of the page Design."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from .. import pipeline
from ..changes import history
from ..drawing import structures
from ..errors import InvalidData, Problem
from . import (
    browse,
    browser_python,
    designer,
    downloads,
    explorer_data,
    export,
    form,
    gallery,
    linked_tables,
    news,
    performance_data,
    plain_markdown,
    share_cards,
    structured,
    vendor,
)
from .chapters import chapters
from .page import Page, place
from .pages import render
from .part import WHOLE, Part
from .titles import SINGLE

_DATA: Final = "data/"
"""The page about the downloads, which describes the collection to programs as the front page does."""


OPTIONAL: Final = ("cards", "markdown")
"""What a site may leave out, where a host takes fewer files: pictures of links, and the Markdown beside each page."""


def build(
    data: Path,
    content: Path,
    edit_url: str | None = None,
    site_url: str | None = None,
    leave_out: Collection[str] = (),
    part: Part = WHOLE,
) -> list[Page]:
    """Read, check and render all records and hand-written pages, by address. Raises InvalidData.

    `edit_url` edits a file of the project once its name is added; without it, pages name files and link none.
    `site_url` is the address of the site, where it is known. `leave_out` names some of `OPTIONAL`.
    Of a `part`, most of what is in others is not even rendered; problems are those of all records.
    """
    the_atlas = pipeline.load(data)
    known = history.history(data, the_atlas)
    whole = structured.collection(the_atlas, site_url or "../")
    written = [replace(page, tags=whole if page.address == _DATA else "") for page in chapters(the_atlas, content)]
    titles = {page.address: page.title for page in written} | {f"{name}/": title for name, title in SINGLE.items()}
    tables = linked_tables.every(the_atlas)
    running = {"design": designer.code(the_atlas), "contribute": form.code(the_atlas)}
    files = [
        Page(uri, "", data=text.encode())  # as text, half of it would take two bytes a letter
        for uri, text in {
            **export.files(the_atlas, titles, site_url, tables),
            **gallery.files(the_atlas),
            structures.FILE: structures.symbols(),
            **news.files(the_atlas, known, site_url),
            browse.ADDRESS: browse.browse_json(the_atlas),
            explorer_data.ADDRESS: explorer_data.explorer_json(the_atlas),
            performance_data.ADDRESS: performance_data.performance_json(the_atlas),
            **vendor.files(),
            **form.record_files(the_atlas, data.parent),
        }.items()
    ]
    drawn = {
        **browser_python.files(running),
        **downloads.files(the_atlas, tables),
        **(share_cards.of_site(the_atlas) if "cards" in leave_out else dict(share_cards.files(the_atlas, part))),
    }
    files += [Page(uri, "", data=found) for uri, found in drawn.items()]
    rendered = [*render(the_atlas, written, edit_url, site_url, known, part), *written]
    listed = sorted((page.address, page.name) for page in rendered if page.uri.endswith(".md") and page.listed)
    copies = "markdown" not in leave_out
    overview = plain_markdown.index([(name, address) for address, name in listed], site_url, copies=copies)
    files.append(Page(plain_markdown.INDEX, overview))
    made = sorted((page for page in (*rendered, *files) if part.has(page.uri)), key=lambda page: page.uri)
    if problems := list(_at_one_address(made)):
        raise InvalidData(problems)
    return made


def _at_one_address(made: Sequence[Page]) -> Iterator[Problem]:
    """Yield a problem for every page that would take another one's place."""
    taken: dict[str, Page] = {}
    for page in made:
        other = taken.setdefault(place(page.uri), page)
        if other is not page:
            message = f"found a page for {page.address}, where {other.source or 'an index'} has its own"
            where = page.source or other.source or page.uri
            yield Problem(where, 1, 1, "", f"{message}, expected one page an address", "Rename the file and its id.")
