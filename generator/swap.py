"""Put a folder in the place of another in one step of the file system, so that a reader finds one of the two, whole."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_HERE = -100  # AT_FDCWD


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places in one step. Raises OSError, also where the system knows no such step."""
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, paths[0], _HERE, paths[1], _SWAP)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*paths, _SWAP)
    else:
        raise NotImplementedError
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def replace(fresh: Path, folder: Path, previous: Path, exchange: Callable[[Path, Path], None] = exchange) -> None:
    """Put `fresh` in the place of `folder`; what was there is in the place of `fresh` then, or gone.

    Where the system cannot exchange two folders, the old one is `previous` for an instant.
    """
    if not os.path.lexists(folder):
        fresh.rename(folder)
        return
    try:
        exchange(fresh, folder)
    except (OSError, NotImplementedError, TypeError):  # another system, or a file system without it
        folder.rename(previous)
        try:
            fresh.rename(folder)
        except OSError:
            previous.rename(folder)
            raise
        remove(previous)


def remove(path: Path) -> None:
    """Remove a folder with all that is in it, as far as possible, or a link to one."""
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
