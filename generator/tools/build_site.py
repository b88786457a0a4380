"""Build the site into `site/`, so that the last one stays whole until the new one takes its place. Used by `make site`.

One build at a time: a second one waits. Each builds in a folder of its own, which then changes places with `site/` in
one step of the file system, so that being killed at any instant leaves one of the two sites, never a part of one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mkdocs.__main__ import cli

from .. import swap
from . import hosts

SITE = Path("site")
CACHE = Path(".cache")
PREVIOUS = CACHE / "site-previous"


def main(arguments: list[str]) -> int:
    """Build strictly, with further arguments for MkDocs; return an exit status."""
    try:
        CACHE.mkdir(exist_ok=True)
        with _alone(CACHE / "site.lock"):
            recover()
            return _build(CACHE / f"site-{os.getpid()}", arguments)
    except OSError as error:
        reason = f"{error.filename or ''}: {error.strerror}".removeprefix(": ")
        print(f"The site cannot be written ({reason}). {SITE}/ is as it was.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _build(fresh: Path, arguments: list[str]) -> int:
    try:
        if status := _mkdocs("build", "--strict", "--site-dir", str(fresh), *arguments):
            return status
        replace(fresh, SITE)
    finally:
        swap.remove(fresh)
    print(f"Built: open {SITE}/ with any web server, or run make serve.", *hosts.report(SITE), sep="\n")
    return 0


def _mkdocs(*arguments: str) -> int:
    try:
        cli(arguments)
    except SystemExit as ended:  # as every command line ends
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def recover() -> None:
    """Put back a site that was moved aside by a build that was killed, and remove what killed builds left."""
    if not SITE.exists() and PREVIOUS.exists():
        PREVIOUS.rename(SITE)
    for left in CACHE.glob("site-*"):
        swap.remove(left)


def replace(fresh: Path, site: Path, exchange: Callable[[Path, Path], None] = swap.exchange) -> None:
    """Put a folder in the place of another; what was there is in the place of `fresh` then, or gone."""
    swap.replace(fresh, site, PREVIOUS, exchange)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold a lock, which the system releases however this process ends; wait while another holds it."""
    with file.open("a+b") as held:
        if not _locked(held):
            print("Another build is running: this one waits for it.", file=sys.stderr)
            while not _locked(held):
                time.sleep(0.1)
        yield


def _locked(file: IO[bytes]) -> bool:
    """Try to lock a file; return whether it is locked now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
