"""The description of a page: what search engines and link previews show below its title."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from .. import RELEASED, __version__
from ..derived.atlas import Atlas
from .export import summary_line
from .structured import AUTHORS, NAME

_PARAGRAPH: Final = re.compile(r"<p\b[^<>]*>((?:[^<]|<(?!/?p\b))*+)</p>")
_TAG: Final = re.compile(r"<[^<>]*>")
_LONGEST: Final = 200  # characters; more is cut off where it is shown


def of_record(atlas: Atlas, kind: str, ident: str, record: Any) -> str:
    """Return the description of a record's page: its name, a material's formula, and its summary.

    A reference has its title and citation, and its id where the title is not known.
    """
    line = summary_line(atlas, kind, ident)
    if kind == "references":
        return shortened(line if record.title else f"{line} ({ident})")
    described = atlas.entries[ident].description if kind == "materials" else None
    formula = f" ({described.plain})" if described and described.plain != record.name else ""
    return shortened(f"{record.name}{formula}{', ' if kind == 'elements' else ': '}{line}")


def cited_as(title: str, url: str | None = None) -> str:
    """Return how a page is cited: a title, which is HTML already, the version of the data with its day, the address.

    >>> cited_as("Rules", "https://atlas.test/rules/").replace(__version__, "1.2.0").replace(RELEASED, "2026-11-30")
    'The Entropy Atlas contributors, “Rules”, Entropy Atlas, version 1.2.0 (2026-11-30), https://atlas.test/rules/'
    """
    named = "" if title == NAME else f"“{title}”, "
    return f"{AUTHORS}, {named}{NAME}, version {__version__} ({RELEASED}){f', {url}' if url else ''}"


def of_text(html: str) -> str:
    """Return the description of a page that is no record's: its first paragraph.

    >>> of_text('<h1>A</h1><p class="x">Every <b>record</b> &amp; more.</p><p>B</p>'), of_text("")
    ('Every record & more.', '')
    """
    found = _PARAGRAPH.search(html)
    return shortened(unescape(_TAG.sub("", found[1]))) if found else ""


def shortened(text: str) -> str:
    """Return a text on one line, cut after a word where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0]} …"
