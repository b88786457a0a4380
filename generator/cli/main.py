"""The command line: dispatches to one module per command.

Exit status 0: success. 1: problems in the data or an invalid formula, all of them printed. 2: wrong use.
130: interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

from ..errors import InvalidData, UsageError, printable
from . import INTERRUPTED, PROBLEMS, WRONG_USE

_COMMANDS: Final = {
    "diff": "diff",
    "describe": "describe",
    "write": "output",
    "export": "output",
    "check": "check",
    "new": "new",
    "rename": "rename",
    "import": "import_facts",
    "fmt": "fmt",
    "preview": "preview",
    "schema": "schema",
    "links": "links",
    "cite": "cite",
    "addresses": "addresses",
    "verify": "verify",
}
"""Command -> the module that adds it."""


def main(args: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    given = sys.argv[1:] if args is None else args
    options = _parser(given[0] if given else "").parse_args(given)
    try:
        _refuse_loops(options)
        status: int = options.run(options)
    except InvalidData as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except UsageError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt as interrupt:
        print(f"\nInterrupted. {interrupt}".rstrip(), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the output, such as `head`, has ended
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"{error.filename or 'A file'}: {error.strerror or error}. {_REMEDY}", file=sys.stderr)
        return WRONG_USE
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        print(_UNEXPECTED.format(kind=type(error).__name__, error=printable(str(error))), file=sys.stderr)
        return WRONG_USE
    return status


def _refuse_loops(options: argparse.Namespace) -> None:
    """Raise OSError for a path of the command line that leads through symbolic links to itself."""
    for value in vars(options).values():
        if isinstance(value, Path):
            with suppress(FileNotFoundError, NotADirectoryError):
                value.stat()


_REMEDY = "Check that the file is there, that you may read and write it, and that the disk is not full."
_UNEXPECTED = """This is a fault of the program, not of your files alone: {kind}: {error}.
Undo your last change to go on. To report it, open an issue with the command, the file that it was about, and what
`python -X dev -m generator` with the same arguments prints."""


def _parser(command: str) -> argparse.ArgumentParser:
    """Return the parser of one command, so that no other is imported; of all of them when it is not known."""
    installed = Path(sys.argv[0]).stem == "entropy-atlas"  # the console script
    name = "entropy-atlas" if installed else "python -m generator"
    parser = argparse.ArgumentParser(prog=name, description="Entropy Atlas: records in, pages out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), help="folder of the records (default: data)")
    pages_help = "folder of the hand-written pages (default: content)"
    data.add_argument("--content", type=Path, default=Path("content"), help=pages_help)
    for module in dict.fromkeys([_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values()):
        import_module(f".{module}", __package__).add(commands, data)
    return parser
