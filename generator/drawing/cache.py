"""A figure is drawn when a page prints it, and only if no earlier run has drawn the same one.

It follows from its inputs, the code of this package, the style sheet and Matplotlib's version, and is cached under a
digest of them. A damaged entry is drawn again; where nothing can be written, everything is drawn.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

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
        return cached(_key(self.draw), self.draw, FOLDER)


def cached(key: str, draw: Callable[[], str], folder: Path) -> str:
    """Return the figure that a folder holds under a key, or draw and store it."""
    file = folder / key
    with suppress(OSError):
        digest, _, found = file.read_bytes().partition(b"\n")
        if digest == _digest(found):
            return found.decode()
    made = draw()
    with suppress(OSError):
        _store(file, made.encode())
    return made


def _store(file: Path, made: bytes) -> None:
    """Write a figure under another name and rename it: another build may be reading or writing the same one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as fresh:
        fresh.write(_digest(made) + b"\n" + made)
    os.replace(fresh.name, file)
    for old in sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime_ns)[:-MOST]:
        old.unlink(missing_ok=True)


def _digest(text: bytes) -> bytes:
    return sha256(text).hexdigest().encode()


def _key(draw: partial[str]) -> str:
    inputs = repr((draw.func.__module__, draw.func.__name__, draw.args, draw.keywords))
    return _digest(_version() + inputs.encode()).decode()


@cache
def _version() -> bytes:
    """Return a digest of everything but its inputs that a figure follows from."""
    code = [file.read_bytes() for file in (*sorted(Path(__file__).parent.glob("*.py")), STYLE_SHEET)]
    return _digest(b"\0".join([metadata.version("matplotlib").encode(), *code]))
