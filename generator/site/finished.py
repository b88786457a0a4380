"""What is done to the pages of a site once they are HTML: they lose blanks, and get copies and the search index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from . import plain_markdown, vendor
from .page import Page

_KEPT: Final = re.compile(r"(<(pre|script|textarea)\b.*?</\2>)", re.DOTALL)
"""Text in which white space counts, or by whose digest the content policy knows a script."""
_BLANK: Final = re.compile(r"\n[ \t\r\n\f]+")  # a no-break space is not one of them


def compact(page: str) -> str:
    """Return a page without blank lines and without blanks before a line.

    >>> compact("<p>\\n\\n    a\\n  b  c</p><pre>\\n  d</pre>\\n ")
    '<p>\\na\\nb  c</p><pre>\\n  d</pre>\\n'
    """
    parts = _KEPT.split(page)  # text, what is kept, its tag, text ...
    parts[::3] = [_BLANK.sub("\n", part) for part in parts[::3]]
    del parts[2::3]
    return "".join(parts)


def complete(site: Path, pages: Iterable[Page], *, copies: bool, search: bool) -> str:
    """Write Markdown beside the pages of a site, and its search index; return what went wrong, or nothing."""
    if copies:
        plain_markdown.write(site, ((page.uri, page.text) for page in pages))
    return vendor.index(str(site)) if search else ""
