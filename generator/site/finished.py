"""What is done to the pages of a site once they are HTML: they lose blanks, and get copies and the search index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from . import plain_markdown, vendor
from .page import Page

_KEPT: Final = re.compile(r"<(/?)(pre|script|textarea)\b")
"""What holds text in which white space counts, or by whose digest the content policy knows a script."""
_BLANK: Final = re.compile(r"\n[ \t\r\n\f]+")  # a no-break space is not one of them


def compact(page: str) -> str:
    """Return a page without blank lines and without blanks before a line.

    >>> compact("<p>\\n\\n    a\\n  b  c</p><pre>\\n  d</pre>\\n ")
    '<p>\\na\\nb  c</p><pre>\\n  d</pre>\\n'
    """
    parts: list[str] = []
    kept, start = "", 0
    for found in _KEPT.finditer(page):
        closing, tag = found.groups()
        if closing and tag == kept:
            parts.append(page[start : found.start()])
            kept, start = "", found.start()
        elif not closing and not kept:
            parts.append(_BLANK.sub("\n", page[start : found.start()]))
            kept, start = tag, found.start()
    return "".join([*parts, page[start:] if kept else _BLANK.sub("\n", page[start:])])


def complete(site: Path, pages: Iterable[Page], *, copies: bool, search: bool) -> str:
    """Write Markdown beside the pages of a site, and its search index; return what went wrong, or nothing."""
    if copies:
        plain_markdown.write(site, ((page.uri, page.parts) for page in pages))
    return vendor.index(str(site)) if search else ""
