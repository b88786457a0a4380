"""Markdown to HTML, as the site's builder does it.

The builder is held to these settings (the plugin refuses others), so that what is judged is what is built.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import markdown

EXTENSIONS: Final = frozenset(("toc", "tables", "fenced_code"))
SETTINGS: Final = {"toc": {"permalink": True}}
"""Extension -> its settings; those of the table of contents only add an anchor to each heading."""


class Rendered(NamedTuple):
    """The HTML of a page, and the pieces of it that stood as HTML in its text already."""

    html: str
    raw: tuple[str, ...]


def render(text: str) -> Rendered:
    """Convert Markdown, without the anchors of headings. Raises ValueError for what cannot be converted."""
    converter = markdown.Markdown(extensions=sorted(EXTENSIONS))
    try:
        html = converter.convert(text)
    except RecursionError:
        raise ValueError("lists or quotations in each other, too deep to be read") from None
    return Rendered(
        html, tuple(piece for piece in converter.htmlStash.rawHtmlBlocks if isinstance(piece, str))
    )
