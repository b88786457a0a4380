"""`diff`: compare two folders of records."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import PROBLEMS, WRONG_USE, Commands


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("diff", help="compare two folders of records", description=run.__doc__)
    command.add_argument("old", type=Path, metavar="OLD_DIR", help="the records before, such as ../before/data")
    command.add_argument("new", type=Path, metavar="NEW_DIR", help="the records now, such as data")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Summarise in Markdown every difference between two folders of records: values, formulas, entropies, fields.

    Exit status 1: the new records have problems, which are listed instead.
    """
    from ..changes.report import compare

    for folder in (options.old, options.new):
        if not folder.is_dir():
            print(f"{folder}: found no such folder, expected a folder of records", file=sys.stderr)
            return WRONG_USE
    good, text = compare(options.old, options.new)
    print(text, end="")
    return 0 if good else PROBLEMS
