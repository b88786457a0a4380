"""`preview`: show one record's page, rebuilt whenever a file changes, without building the whole site."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from ..errors import WrongUse
from . import PROBLEMS, Commands, targets

_ONCE = Path(".cache/preview")


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("preview", parents=[data], help="show one record's page", description=run.__doc__)
    command.add_argument("file", metavar="FILE", help="the record's file, or its id")
    command.add_argument("--port", type=int, default=8001, help="port on this machine (default: 8001)")
    command.add_argument("--once", action="store_true", help=f"write the page below {_ONCE} and exit")
    command.add_argument("--settings", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one record's page, with its problems above it, and rebuild it whenever a file changes."""
    (path,) = targets.resolve([options.file], options.data).values()
    if not options.settings.is_file():
        raise WrongUse(f"{options.settings}: found no such file, expected the site's settings.")
    environment = {**os.environ, "ONLY": str(path.resolve()), "RECORDS": str(options.data.resolve())}
    mkdocs, settings = [sys.executable, "-m", "mkdocs"], ["--config-file", str(options.settings)]
    if options.once:
        build = [*mkdocs, "build", "-q", *settings, "--site-dir", str(_ONCE.resolve())]
        return subprocess.run(build, env=environment, check=False).returncode or _report(path, options.data)
    _refuse_taken(options.port)
    return _serve([*mkdocs, "serve", "--livereload", *settings, "--dev-addr", f"127.0.0.1:{options.port}"], environment)


def _report(file: Path, data: Path) -> int:
    """Print where the page is and what is wrong; return the exit status that says so."""
    from ..site.single import single

    found = single(data, file)
    print(f"Written: {(_ONCE / found.address / 'index.html').as_posix()}")
    if found.problems:
        print(found.summary, file=sys.stderr)
    return PROBLEMS if found.problems else 0


def _refuse_taken(port: int) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError) as error:
        raise WrongUse(f"Port {port} cannot be used ({error}). Choose another: --port 8002.") from None


def _serve(command: list[str], environment: dict[str, str]) -> int:
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
