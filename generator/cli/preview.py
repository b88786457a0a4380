"""`preview`: show one record's page, rebuilt whenever a file changes, without building the whole site."""

from __future__ import annotations

import argparse
import logging
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import UsageError
from . import PROBLEMS, Commands, targets

_ONCE = Path(".cache/preview")


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("preview", parents=[data], help="show one record's page", description=run.__doc__)
    command.add_argument("file", metavar="FILE", help="the record's file, or its id")
    command.add_argument("--host", default="127.0.0.1", help="address to answer at (default: 127.0.0.1)")
    command.add_argument("--port", type=int, default=8001, help="port on this machine (default: 8001)")
    command.add_argument("--once", action="store_true", help=f"write the page below {_ONCE} and exit")
    command.add_argument("--settings", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one record's page, with its problems above it, and rebuild it whenever a file changes."""
    from mkdocs.exceptions import MkDocsException  # the site builder, for which no other command should wait

    logging.basicConfig(format="%(message)s")
    logging.getLogger("mkdocs").setLevel(logging.ERROR if options.once else logging.INFO)
    (path,) = targets.resolve([options.file], options.data).values()
    if not options.settings.is_file():
        raise UsageError(f"{options.settings}: found no such file, expected the site's settings.")
    plugin = {"only": str(path.resolve()), "records": str(options.data.resolve())}
    settings = {"config_file": str(options.settings), "plugins": {"entropy-atlas": plugin}}
    try:
        return _write(settings) if options.once else _serve(settings, options.host, options.port)
    except MkDocsException as error:
        raise UsageError(str(error)) from None


def _write(settings: dict[str, Any]) -> int:
    """Write the page; print where it is, and return the exit status that says whether it has problems."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(**settings, site_dir=str(_ONCE.resolve()))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    plugin: Any = config.plugins["entropy-atlas"]
    print(f"Written: {(_ONCE / plugin.preview.address / 'index.html').as_posix()}")
    if plugin.preview.problems:
        print(plugin.preview.summary, file=sys.stderr)
    return PROBLEMS if plugin.preview.problems else 0


def _serve(settings: dict[str, Any], host: str, port: int) -> int:
    from mkdocs.commands.serve import serve

    _refuse_taken(host, port)
    with suppress(KeyboardInterrupt):  # while the first page is built; later the server catches it
        serve(**settings, dev_addr=f"{host}:{port}")
    return 0


def _refuse_taken(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        raise UsageError(f"Port {port} cannot be used ({error}). Choose another: --port 8002.") from None
