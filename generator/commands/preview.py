"""`preview`: show one record's page in seconds, and again whenever a record changes."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import WrongUse
from . import Commands, chosen

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
    from . import showing  # the site builder, which no other command should wait for

    if options.once:
        return showing.once(name, options.data, options.settings, _ONCE)
    return showing.serve(name, options.data, options.settings, options.port)
