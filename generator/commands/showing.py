"""Once, or until Ctrl-C: a view shown, and what is wrong told in the terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from ..errors import InvalidData, WrongUse
from . import PROBLEMS
from .answering import Server
from .view import View

_PAUSE = 0.5  # seconds between looks at the files


def once(name: str, data: Path, settings: Path, work: Path) -> int:
    """Write the page of a file below `work`; return the exit status that says whether all is well."""
    view = View(name, data, settings, work)
    view.refresh()
    print(f"Written: {view.file.as_posix()}")
    return _tell(view)


def serve(name: str, data: Path, settings: Path, port: int) -> int:
    """Serve the page of a file on this machine alone until Ctrl-C. Raises WrongUse for a port that is taken."""
    try:
        with TemporaryDirectory(prefix="preview-") as work:
            _serve(View(name, data, settings, Path(work)), port)
    except KeyboardInterrupt:
        print()
    return 0


def _serve(view: View, port: int) -> None:
    renew = partial(_renew, view)
    try:
        server = Server(port, view, renew)
    except OSError as error:
        raise WrongUse(f"Port {port} cannot be used ({error.strerror}). Take another: --port 8002.") from None
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            renew()
            print(f"Look at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it).", flush=True)
            _watch(renew)
        finally:
            server.shutdown()


def _watch(renew: Callable[[], None]) -> NoReturn:
    """Look at the files again and again."""
    while True:
        time.sleep(_PAUSE)
        renew()


def _renew(view: View) -> None:
    """Build the page again if a file has changed, and say what is wrong now."""
    if view.refresh() and not _tell(view):
        print(f"Good: {view.name}.", flush=True)


def _tell(view: View) -> int:
    """Print what is wrong; return the exit status that says so."""
    if view.problems:
        print(InvalidData(view.problems), file=sys.stderr, flush=True)
    return PROBLEMS if view.problems else 0
