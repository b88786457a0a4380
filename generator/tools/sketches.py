"""Draw the sketches of a page in the page itself: from a folder, browsers take no symbol of another file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FILE: Final = "assets/structures.svg"
_USE: Final = re.compile(rf'<use href="(?:\.\./)*{re.escape(FILE)}#([\w-]+)"([^>]*)/>')
_SYMBOL: Final = re.compile(r'<symbol id="([\w-]+)"([^>]*)>(.*?)</symbol>', re.DOTALL)


def symbols(site: Path) -> dict[str, tuple[str, str]]:
    """Return attributes and content of each symbol of a site, by its id."""
    file = site / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return {name: (traits, content) for name, traits, content in _SYMBOL.findall(text)}


def inline(html: str, drawn: Mapping[str, tuple[str, str]]) -> str:
    """Return a page with each use of a symbol replaced by a drawing; one that is not drawn stays.

    >>> inline(f'<use href="../{FILE}#a" x="1"/>', {"a": (' viewBox="0 0 1 1"', "<path/>")})
    '<svg x="1" viewBox="0 0 1 1"><path/></svg>'
    """

    def drawing(use: re.Match[str]) -> str:
        traits, content = drawn.get(use[1], ("", ""))
        return f"<svg{use[2]}{traits}>{content}</svg>" if content else use[0]

    return _USE.sub(drawing, html)
