"""One page or data file as a value, for any site builder."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from . import evidence
from .titles import SINGLE, TITLES

QUESTIONS: Final = "questions"
"""Folder of the pages that answer one question each; their index is a page of its own."""

_HEADING = re.compile(r"^# (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page or data file: where it goes, its whole text or data, and the file to edit to change it.

    `head` is the front matter of a page that is HTML but for its headings; empty for others. `lasting`: the address is
    promised to stay, which that of an alias is not. `tags` are HTML for the head of the page. `written` is the text,
    or the text compressed. `pieces` are the text of a hand-written page: what its author wrote and the HTML of its
    shortcodes, in turns.
    """

    uri: str
    written: str | bytes
    source: str | None = None
    head: str = ""
    data: bytes = b""
    lasting: bool = True
    tags: str = ""
    pieces: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self.written if isinstance(self.written, str) else zlib.decompress(self.written).decode()

    def packed(self) -> Page:
        """Return the page in a tenth of the memory: a build has all of them, most with two bytes a letter."""
        return replace(self, written=zlib.compress(self.text.encode(), level=1))

    @property
    def content(self) -> str | bytes:
        """Return what its file holds."""
        return self.data or self.text

    @property
    def markdown(self) -> str | bytes:
        """Return what is left to a converter of Markdown: nothing but the head of a page that is HTML."""
        return self.head or self.content

    @property
    def title(self) -> str:
        """Return the heading of a hand-written page, or its address when it has none."""
        found = _HEADING.search(self.text)
        return found[1] if found else self.uri

    @property
    def name(self) -> str:
        """Return the title in the front matter, or the heading."""
        found = re.search(r"^title: (.*)$", self.head, re.MULTILINE)
        return unescape(found[1].strip("'\"")) if found else self.title

    @property
    def body(self) -> str:
        """Return the text without the front matter of `head`."""
        return self.text.removeprefix(self.head)

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the text as what was written in Markdown and what is HTML, in turns."""
        return self.pieces or (self.head, self.body)

    @property
    def address(self) -> str:
        """Return the page's place on the site, as a folder."""
        return address(self.uri)

    @property
    def listed(self) -> bool:
        """Return whether the page may be in the navigation; of records only the indexes are."""
        folders = (*TITLES, evidence.FOLDER, QUESTIONS)
        return not self.uri.startswith(tuple(f"{folder}/" for folder in folders)) or self.uri == self.index

    @property
    def index(self) -> str:
        """Return the address of the index that the page belongs to."""
        folder, _, _ = self.uri.rpartition("/")
        if folder in SINGLE:
            return f"{folder}.md"
        return f"{folder}/index.md" if folder else "index.md"


def address(uri: str) -> str:
    """Return the place of a page on the site, as a folder."""
    return uri.removesuffix(".md").removesuffix("index").rstrip("/") + "/"


def place(uri: str) -> str:
    """Return what no two files of a site may have in common: small and capital letters are one to some systems."""
    return (address(uri) if uri.endswith(".md") else uri).casefold()


def root_of(uri: str) -> str:
    """Return the way back to the site's root: every page is a folder, so its depth is all it takes."""
    return "../" * (uri.count("/") + (0 if uri.endswith("index.md") else 1)) or "./"
