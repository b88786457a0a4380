"""`preview`: show one record's page in seconds, and again whenever a record changes."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import InvalidData, WrongUse
from . import PROBLEMS, Commands, chosen
from .answering import Server
from .view import View

_PAUSE = 0.5  # seconds between looks at the files
_ONCE = Path(".cache/preview")


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser(
        "preview", parents=[data], help="show one record's page", description=run.__doc__
    )
    command.add_argument("file", metavar="FILE", help="the record's file, or its id")
    command.add_argument(
        "--port", type=int, default=8001, help="port on this machine (default: 8001; 0: any)"
    )
    command.add_argument("--once", action="store_true", help=f"write the page below {_ONCE} and end")
    command.add_argument("--settings", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one record's page, and what is wrong with it, without building the site; rebuilt when a file changes."""
    (name,) = chosen.names([options.file], options.data)
    if not options.settings.is_file():
        raise WrongUse(f"{options.settings}: found no such file, expected the site's settings.")
    if options.once:
        return _once(View(name, options.data, options.settings, _ONCE))
    with TemporaryDirectory(prefix="preview-") as work:
        return _serve(View(name, options.data, options.settings, Path(work)), options.port)


def _once(view: View) -> int:
    view.refresh()
    print(f"Written: {view.file.as_posix()}")
    return _tell(view)


def _serve(view: View, port: int) -> int:
    """Serve on this machine alone until Ctrl-C."""
    renew = partial(_renew, view)
    try:
        server = Server(port, view, renew)
    except OSError as error:
        raise WrongUse(f"Port {port} cannot be used ({error.strerror}). Take another: --port 8002.") from None
    with server:
        renew()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Look at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it).", flush=True)
        _watch(view)
        server.shutdown()
    return 0


def _watch(view: View) -> None:
    """Look at the files until Ctrl-C."""
    try:
        while True:
            time.sleep(_PAUSE)
            _renew(view)
    except KeyboardInterrupt:
        print()


def _renew(view: View) -> None:
    """Build the page again if a file has changed, and say what is wrong now."""
    if view.refresh() and not _tell(view):
        print(f"Good: {view.name}.", flush=True)


def _tell(view: View) -> int:
    """Print what is wrong; return the exit status that says so."""
    if view.problems:
        print(InvalidData(view.problems), file=sys.stderr, flush=True)
    return PROBLEMS if view.problems else 0
