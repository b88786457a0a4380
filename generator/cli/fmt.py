"""`fmt`: bring records into canonical form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..authoring.formatter import canonical, help_lines, without_help
from ..errors import InvalidData, Problem, UsageError, counted
from ..records.folders import record_files
from . import PROBLEMS, Commands, targets


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("fmt", parents=[data], help="put records in canonical form", description=run.__doc__)
    command.add_argument("files", nargs="*", metavar="FILE", help="files (or ids) to format (default: all records)")
    command.add_argument("--drop-help", action="store_true", help="also delete the help text that `new` wrote")
    command.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Bring records into canonical form: the order of keys, brackets, indentation. Values and comments stay.

    A file that cannot be parsed is reported and not changed.
    """
    changed, left, problems = list[str](), list[str](), list[Problem]()
    files = _files(options)
    targets.refuse_links(files.values(), options.data)
    for name, path in files.items():
        try:
            if _format(name, path, options):
                changed.append(name)
            left += [name] * bool(help_lines(name, path.read_bytes()))
        except InvalidData as error:
            problems += error.problems
    word = "would change" if options.check else "changed"
    print("".join(f"{word}: {name}\n" for name in changed), end="")
    print(f"{counted(len(files), 'file')}, {len(changed)} {word}.")
    if left:
        print(f"Help text of `new` is left in: {', '.join(left)}. `fmt --drop-help` deletes it.")
    if problems:
        print(InvalidData(problems), file=sys.stderr)
    return PROBLEMS if problems or (options.check and changed) else 0


def _files(options: argparse.Namespace) -> dict[str, Path]:
    if not options.files:
        every = [str(path) for path in record_files(options.data) if isinstance(path, Path)]
        return targets.resolve(every, options.data)
    named = targets.resolve(options.files, options.data)
    if others := [name for name, path in named.items() if path.suffix != ".yml"]:
        raise UsageError(f"{others[0]}: found no record, expected a file that ends in .yml.")
    return named


def _format(name: str, path: Path, options: argparse.Namespace) -> bool:
    """Write a record in canonical form unless it is only checked; return whether it differs."""
    raw = path.read_bytes()
    text = canonical(without_help(name, raw) if options.drop_help else raw, name).encode()
    if text != raw and not options.check:
        path.write_bytes(text)
    return text != raw
