"""What other site builders than MkDocs need of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .page import Page

THEME: Final = Path(__file__).resolve().parent.parent / "theme"
_LINK: Final = re.compile(r'(?<=[\s"])((?:xlink:)?href|src)="\.\./([^"]*)"')
_NOSCRIPT: Final = re.compile(r"(?<=</noscript>)|(?=<noscript>)")


def for_zensical(pages: Iterable[Page]) -> dict[str, str | bytes]:
    """Return the files of pages for Zensical, with those of the theme.

    It takes links in HTML to be relative to the source, `materials/alpha.md`, and changes them to fit the page, the
    folder `materials/alpha/`. Ours fit the page already, so each loses the step that it will add. It reads nothing in
    `noscript`, and what looks like HTML in the code of a chapter is none.
    """
    theme = {path.relative_to(THEME).as_posix(): path.read_bytes() for path in sorted(THEME.glob("assets/**/*.*"))}
    return {**theme, **{page.uri: _to_source(page) for page in pages}}


def _to_source(page: Page) -> str | bytes:
    if not page.uri.endswith(".md") or page.uri.rpartition("/")[2] == "index.md":
        return page.content
    return "".join(_relinked(part) if place % 2 else part for place, part in enumerate(page.parts))


def _relinked(html: str) -> str:
    pieces = _NOSCRIPT.split(html)
    return "".join(piece if piece.startswith("<noscript>") else _LINK.sub(_without_step, piece) for piece in pieces)


def _without_step(link: re.Match[str]) -> str:
    return f'{link[1]}="{link[2] or "./"}"'
