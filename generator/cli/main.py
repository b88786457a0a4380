"""The command line: dispatches to one module per command.

Exit status 0: success. 1: problems in the data or an invalid formula, all of them printed. 2: wrong use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..errors import InvalidData, UsageError
from . import (
    PROBLEMS,
    WRONG_USE,
    check,
    cite,
    describe,
    diff,
    fmt,
    import_facts,
    links,
    new,
    output,
    preview,
    rename,
    schema,
)

_COMMANDS = (diff, describe, output, check, new, rename, import_facts, fmt, preview, schema, links, cite)


def main(args: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    options = _parser().parse_args(args)
    try:
        status: int = options.run(options)
    except InvalidData as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except UsageError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # the reader of the output, such as `head`, has ended
        sys.stderr.close()
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="Entropy Atlas: records in, pages out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), help="folder of the records (default: data)")
    pages_help = "folder of the hand-written pages (default: content)"
    data.add_argument("--content", type=Path, default=Path("content"), help=pages_help)
    for module in _COMMANDS:
        module.add(commands, data)
    return parser
