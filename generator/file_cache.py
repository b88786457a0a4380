"""Files under a digest of all that they follow from, so that no run makes twice what an earlier one has made.

A damaged entry is made again; where nothing can be written, everything is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile


def cached(folder: Path, key: str, make: Callable[[], bytes], most: int) -> bytes:
    """Return what a folder holds under a key, or make and store it; beyond `most` entries the oldest go."""
    file = folder / key
    with suppress(OSError):
        sealed, _, found = file.read_bytes().partition(b"\n")
        if sealed == digest(found).encode():
            return found
    made = make()
    with suppress(OSError):
        _store(file, made, most)
    return made


def digest(data: bytes) -> str:
    """Return a name for data that changes with it."""
    return sha256(data).hexdigest()


def _store(file: Path, made: bytes, most: int) -> None:
    """Write an entry under another name and rename it: another build may be reading or writing the same one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as fresh:
        fresh.write(digest(made).encode() + b"\n" + made)
    os.replace(fresh.name, file)
    for old in sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime_ns)[:-most]:
        old.unlink(missing_ok=True)
