"""Check a hand-written page by the HTML that a reader's browser would get, not by how it is written.

The site builder is held to the Markdown settings below (the plugin refuses others), so that what is checked is what
is built.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

import markdown

from ..errors import Problem
from . import html_policy
from .html_policy import Finding
from .placeholders import Filled, has_placeholder, without_blocks

EXTENSIONS: Final = frozenset(("toc", "tables", "fenced_code"))
SETTINGS: Final = {"toc": {"permalink": True}}
"""Extension -> its settings; those of the table of contents only add an anchor to each heading."""


def unfit(directory_urls: bool, extensions: Iterable[str], settings: Mapping[str, object]) -> str:
    """Return why a site cannot be built with these settings: links would break, or pages differ; empty if it can."""
    if not directory_urls:
        return "found use_directory_urls: false, expected true. Remove the setting."
    if set(extensions) != EXTENSIONS or settings != SETTINGS:
        return "found markdown_extensions other than those of site/page_check.py"
    return ""


class Rendered(NamedTuple):
    """The HTML of a page, and the pieces of it that were HTML in its text already."""

    html: str
    raw: tuple[str, ...]


def render(text: str) -> Rendered:
    """Convert Markdown, without the anchors of headings. Raises ValueError for what cannot be converted."""
    converter = markdown.Markdown(extensions=sorted(EXTENSIONS))
    try:
        html = converter.convert(text)
    except RecursionError:
        raise ValueError("lists or quotations in each other, too deep to be read") from None
    return Rendered(html, tuple(piece for piece in converter.htmlStash.rawHtmlBlocks if isinstance(piece, str)))


_TAG = re.compile(r"<[^<>]*>?")
_TAKEN = frozenset(("<sub>", "</sub>", "<sup>", "</sup>"))
_MIXED = (
    "found a mark that Markdown joins with the text next to it, expected it among words",
    "Take it out of code, angle brackets and link targets, or move it from the start of the line.",
)
_REPORTED = 10  # of one page: each costs some conversions of it


def problems(page: Filled, file: str, above: int = 0) -> Iterator[Problem]:
    """Yield what a page may not contain, at the line where it begins; `above` lines of the file come before."""

    @cache
    def upto(line: int) -> list[Finding]:
        return findings(page.upto(line))

    for finding in findings(page)[:_REPORTED]:
        line = bisect_left(range(1, page.lines), True, key=lambda end: finding in upto(end)) + 1
        yield Problem(file, line + above, 1, "", *finding)


def findings(page: Filled) -> list[Finding]:
    """Return what is wrong with a page once it is HTML.

    What an author wrote is checked with placeholders for the values of the shortcodes. The values are text and drawings
    of ours, escaped where they are made: harmless as long as Markdown makes the same page of them as of placeholders.
    """
    try:
        author, whole = render(page.opaque), render(page.text)
    except ValueError as error:
        return [(f"found {error}, expected a simpler page", "")]
    found = [*_written(author.raw), *html_policy.in_words(without_blocks(author.html))]
    if _comparable(page.restored(author.html)) != _comparable(whole.html):
        found.append(_MIXED)
    return list(dict.fromkeys(found))


def _written(raw: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the HTML that an author wrote out, harmless or not."""
    for piece in raw:
        tag = _TAG.search(piece)
        if tag and tag[0] not in _TAKEN and not has_placeholder(piece) and not piece.startswith("<pre>"):
            yield html_policy.not_markdown(tag[0])


def _comparable(html: str) -> str:
    """Drop what follows from the words of a heading, and how lines are broken."""
    return " ".join(re.sub(r'(<h[1-6]) id="[^"]*"', r"\1", html).split())
