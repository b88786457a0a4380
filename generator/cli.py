"""The command line: one subcommand a need, plain functions behind it.

Exit status 0: good. 1: problems in the data or a refused formula, all of them printed. 2: wrong use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import dataset, pages
from .errors import InvalidData

PROBLEMS = 1


def main(args: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    options = _parser().parse_args(args)
    try:
        status: int = options.run(options)
    except InvalidData as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        return 0
    return status


def check(options: argparse.Namespace) -> int:
    """Read every record and say what is wrong, or how much is right."""
    counts = dataset.counts(dataset.load(options.data))
    print(f"Good: {', '.join(f'{number} {kind}' for kind, number in counts.items())}.")
    return 0


def write(options: argparse.Namespace) -> int:
    """Write the pages of the records as Markdown files, for any site builder."""
    made = pages.build(options.data, options.content)
    for page in made:
        path = options.folder / page.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    print(f"{len(made)} pages written to {options.folder}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="Entropy Atlas: records in, pages out."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), help="folder of the records (default: data)")

    command = commands.add_parser(
        "check", parents=[data], help="check every record", description=check.__doc__
    )
    command.set_defaults(run=check)

    command = commands.add_parser("write", parents=[data], help="write the pages", description=write.__doc__)
    pages_help = "folder of the hand-written pages (default: content)"
    command.add_argument("--content", type=Path, default=Path("content"), help=pages_help)
    command.add_argument("folder", type=Path, metavar="DIR", help="where to write; made if it is not there")
    command.set_defaults(run=write)
    return parser
