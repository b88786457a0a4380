"""What may a page load and run? Its own site's files, and the theme's inline scripts by their digests; nothing else.

Browsers read the policy from each page's head, so it holds on every host. `_headers` repeats it for hosts that send
headers from such a file (Netlify, Cloudflare Pages), with what only a header can ask for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

HEADERS: Final = "_headers"
"""The file of headers, below the site's root."""
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_RULES: Final = (
    "default-src 'none'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'self'",
)  # fmt: skip
"""Styles may stand in a page, as Vega and tables of Markdown write them; they load nothing from elsewhere."""


class ContentPolicy:
    """The policy of the pages of one build; it remembers the scripts of all of them for the file of headers.

    Without one while serving: then MkDocs puts a script of its own into each page.
    """

    def __init__(self, *, serving: bool = False) -> None:
        self._serving = serving
        self._scripts: set[str] = set()

    def of_page(self, html: str) -> str:
        """Return the policy of a page that has the inline scripts in a piece of HTML; empty for none."""
        if self._serving:
            return ""
        scripts = [_digest(text) for text in _INLINE.findall(html)]
        self._scripts.update(scripts)
        return _policy(scripts)

    def write_headers(self, site: Path) -> None:
        """Write the headers for all pages of a finished site into it."""
        policy = f"{_policy(sorted(self._scripts))}; frame-ancestors 'self'"
        sent = (f"Content-Security-Policy: {policy}", "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin")
        (site / HEADERS).write_text("\n  ".join(("/*", *sent)) + "\n", encoding="utf-8")


def _policy(scripts: Iterable[str]) -> str:
    """Return the rules; search and the designer run WebAssembly, which no rule for text allows."""
    return "; ".join((*_RULES, " ".join(("script-src 'self' 'wasm-unsafe-eval'", *scripts))))


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
