"""A figure is drawn when a page prints it, and only if no earlier run has drawn the same one.

It follows from its inputs, the code of this package, the style sheet and Matplotlib's version, and is cached under a
digest of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Final

from ..file_cache import cached, digest
from .style import STYLE_SHEET

FOLDER: Final = Path(".cache/figures")
MOST: Final = 300
"""Figures that are cached: about ten builds with changes; then the oldest go."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure that is not drawn yet: the function that draws it, with its inputs."""

    draw: partial[str]

    def __html__(self) -> str:
        """Return the figure as HTML."""
        return cached(FOLDER, _key(self.draw), lambda: self.draw().encode(), MOST).decode()


def _key(draw: partial[str]) -> str:
    inputs = repr((draw.func.__module__, draw.func.__name__, draw.args, draw.keywords))
    return digest(_version() + inputs.encode())


@cache
def _version() -> bytes:
    """Return a digest of everything but its inputs that a figure follows from."""
    code = [file.read_bytes() for file in (*sorted(Path(__file__).parent.glob("*.py")), STYLE_SHEET)]
    return digest(b"\0".join([metadata.version("matplotlib").encode(), *code])).encode()
