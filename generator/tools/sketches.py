"""Draw the sketches of a page in the page itself: from a folder, browsers take no symbol of another file."""

from __future__ import annotations

import re
from typing import Final

FILE: Final = "assets/structures.svg"
_USE: Final = re.compile(rf'<use href="(?:\.\./)*{re.escape(FILE)}#([\w-]+)"([^>]*)/>')
_SYMBOL: Final = re.compile(r'<symbol id="([\w-]+)"([^>]*)>(.*?)</symbol>', re.DOTALL)


def inline(html: str, symbols: str) -> str:
    """Return a page with each use of a symbol replaced by a drawing; `symbols` is the text of the file.

    >>> inline(f'<use href="../{FILE}#a" x="1"/>', '<symbol id="a" viewBox="0 0 1 1"><path/></symbol>')
    '<svg x="1" viewBox="0 0 1 1"><path/></svg>'
    """
    drawn = {name: (traits, content) for name, traits, content in _SYMBOL.findall(symbols)}
    return _USE.sub(lambda use: "<svg{1}{0[0]}>{0[1]}</svg>".format(drawn[use[1]], use[2]), html)
