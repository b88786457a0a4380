"""Headings of a page that is HTML but for them, as Python-Markdown's `toc` makes them.

Most of a build was Python-Markdown reading HTML that it then leaves as it is.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final, NamedTuple

from markdown.extensions.toc import nest_toc_tokens, slugify, unique

_HEADING: Final = re.compile(r"(#{1,6}) (.+)")
_TAG: Final = re.compile(r"<[^<>]*>")
_ID: Final = re.compile(r'id="(?<=\bid=")([^"]+)"')
"""It begins with plain letters, so that a search is fast."""
_LINK: Final = '<a class="headerlink" href="#{0}" title="Permanent link">&para;</a>'


class Converted(NamedTuple):
    """The HTML of a page, its headings as nested tokens of the `toc` extension, and every id in it."""

    html: str
    toc: list[Any]
    ids: set[str]


def convert(text: str) -> Converted:
    """Return the HTML of a page whose only Markdown are headings.

    >>> convert("## Air").html
    '<h2 id="air">Air<a class="headerlink" href="#air" title="Permanent link">&para;</a></h2>'
    """
    used: set[str] = set()
    tokens: list[dict[str, Any]] = []

    def heading(line: str) -> str:
        found = _HEADING.fullmatch(line)
        if found is None:
            return line
        level, words = len(found[1]), found[2].strip()
        name = _TAG.sub("", words)
        ident = unique(slugify(unescape(name), "-"), used)
        tokens.append({"level": level, "id": ident, "name": name})
        return f'<h{level} id="{ident}">{words}{_LINK.format(ident)}</h{level}>'

    html = "\n".join(heading(line) if line[:1] == "#" else line for line in text.split("\n"))
    return Converted(html, nest_toc_tokens(tokens), set(_ID.findall(html)))
