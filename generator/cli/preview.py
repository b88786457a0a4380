"""`preview`: show one record's page with its problems, and again after each save."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any

from ..errors import WrongUse
from ..records import targets
from ..tools import port
from . import PROBLEMS, Commands

_ONCE = Path(".cache/preview")


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("preview", parents=[data], help="show one record's page", description=run.__doc__)
    command.add_argument("file", metavar="FILE", help="the record's file, or its id")
    command.add_argument("--port", type=int, default=8001, help="port on this machine (default: 8001)")
    command.add_argument("--once", action="store_true", help=f"write the page below {_ONCE} and end")
    command.add_argument("--settings", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one record's page and its problems without building the site, like `make serve ONLY=ID`."""
    from mkdocs.exceptions import MkDocsException  # the site builder, for which no other command should wait

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    (path,) = targets.names([options.file], options.data).values()
    own = {"only": str(path.resolve()), "records": str(options.data.resolve())}
    settings: dict[str, Any] = {"config_file": str(options.settings), "plugins": {"entropy-atlas": own}}
    try:
        return _write(settings) if options.once else _serve(settings, options)
    except MkDocsException as error:
        raise WrongUse(str(error)) from None


def _write(settings: dict[str, Any]) -> int:
    """Write the page; return the exit status that says whether all is well."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(**settings, site_dir=str(_ONCE.resolve()))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    plugin: Any = config.plugins["entropy-atlas"]
    print(f"Written: {(_ONCE / plugin.preview.address / 'index.html').as_posix()}")
    return PROBLEMS if plugin.preview.problems else 0


def _serve(settings: dict[str, Any], options: argparse.Namespace) -> int:
    from mkdocs.commands.serve import serve

    address = f"127.0.0.1:{options.port}"
    if reason := port.unusable(address):
        raise WrongUse(f"Port {options.port} cannot be used ({reason}). Take another: --port 8002.")
    try:
        serve(**settings, livereload=True, watch=[str(options.data)], dev_addr=address)
    except KeyboardInterrupt:
        print()
    return 0
