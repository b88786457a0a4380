"""What other site builders than MkDocs need of the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

THEME: Final = Path(__file__).resolve().parent.parent / "theme"
_LINK: Final = re.compile(r'<noscript>.*?</noscript>|(?<=[\s"])((?:xlink:)?href|src)="\.\./([^"]*)"', re.DOTALL)


def for_zensical(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """Return files for Zensical, with those of the theme.

    It takes links in HTML to be relative to the source, `materials/alpha.md`, and changes them to fit the page, the
    folder `materials/alpha/`. Ours fit the page already, so each loses the step that it will add. It reads nothing in
    `noscript`.
    """
    theme = {path.relative_to(THEME).as_posix(): path.read_bytes() for path in sorted(THEME.glob("assets/**/*.*"))}
    return {**theme, **{uri: _to_source(uri, content) for uri, content in files.items()}}


def _to_source(uri: str, content: str | bytes) -> str | bytes:
    if isinstance(content, bytes) or not uri.endswith(".md") or uri.rpartition("/")[2] == "index.md":
        return content
    return _LINK.sub(lambda link: f'{link[1]}="{link[2] or "./"}"' if link[1] else link[0], content)
