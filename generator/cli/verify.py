"""`verify`: compare an archive of a release with its checksums."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..checksums import faults
from ..errors import printable
from . import PROBLEMS, WRONG_USE, Commands

_MOST = 20  # faults that are printed


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    about = "check that an archive of a release is whole and unchanged"
    command = commands.add_parser("verify", help=about, description=run.__doc__)
    command.add_argument("path", type=Path, metavar="ARCHIVE", help="the archive, or the folder it was unpacked to")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare every file of an archive with the checksums in it, and the archive with those beside it.

    Exit status 1: it was cut off or changed. Download it again.
    """
    if not options.path.exists():
        print(f"{options.path}: found nothing, expected an archive or a folder", file=sys.stderr)
        return WRONG_USE
    found = list(faults(options.path))
    for fault in found[:_MOST]:
        print(printable(f"{options.path}: {fault}."), file=sys.stderr)
    if len(found) > _MOST:
        print(f"{options.path}: and {len(found) - _MOST} more.", file=sys.stderr)
    if found:
        print("Do not use it: download it again from where it is published.", file=sys.stderr)
        return PROBLEMS
    print(f"Good: {options.path} is whole and unchanged.")
    return 0
