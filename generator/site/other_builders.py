"""What other site builders than MkDocs need of the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .plain_markdown import CODE

THEME: Final = Path(__file__).resolve().parent.parent / "theme"
_LINK: Final = re.compile(
    rf'{CODE}|<noscript>(?s:.*?)</noscript>|(?<=[\s"])(?P<name>(?:xlink:)?href|src)="\.\./(?P<rest>[^"]*)"',
    re.MULTILINE,
)


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
    return _LINK.sub(lambda link: f'{link["name"]}="{link["rest"] or "./"}"' if link["name"] else link[0], content)
