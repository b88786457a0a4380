"""`describe`: derive everything from a formula."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from ..chemistry import report
from ..chemistry.families import FAMILIES
from ..yamlio.invisible_chars import escaped
from . import PROBLEMS, Commands

_INTERVAL = 2.0  # seconds between progress messages


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("describe", help="derive everything from a formula", description=run.__doc__)
    command.add_argument("formula", nargs="*", metavar="FORMULA")
    command.add_argument("--bind", action=_Bindings, type=_binding, default={}, metavar="x=0.1",
                         help="give a variable its value; may be repeated")  # fmt: skip
    command.add_argument("--family", choices=sorted(FAMILIES), help="family, where the formula does not show it")
    command.add_argument("--json", action="store_true", help="one JSON object a formula, one a line")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Derive sites, entropy by every convention, class and descriptors from formulas as papers print them.

    Without a formula, reads one a line from standard input.
    """
    formulas = options.formula or [line.strip() for line in sys.stdin if line.strip()]
    all_valid = True
    for text in _with_progress(formulas):
        valid, result = report.answer(text, options.bind, family=options.family, as_json=options.json)
        all_valid &= valid
        print(escaped(result), end="\n" if options.json or text is formulas[-1] else "\n\n")
    return 0 if all_valid else PROBLEMS


def _with_progress(formulas: Sequence[str]) -> Iterator[str]:
    """Yield formulas; on a terminal, show progress when they take long."""
    shown = time.monotonic()
    for index, text in enumerate(formulas):
        if time.monotonic() - shown > _INTERVAL and sys.stderr.isatty():
            shown = time.monotonic()
            print(f"\r{index} of {len(formulas)} formulas", end="", file=sys.stderr, flush=True)
        yield text


def _binding(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a variable and its value, such as x=0.1")
    return name.strip(), value.strip()


class _Bindings(argparse.Action):
    """Collects all --bind options into one mapping."""

    def __call__(self, parser: object, namespace: argparse.Namespace, values: object, option: object = None) -> None:
        pairs: Iterable[tuple[str, str]] = values if isinstance(values, list) else [values]  # type: ignore[list-item]
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), **dict(pairs)})
