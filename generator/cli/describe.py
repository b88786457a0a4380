"""`describe`: derive everything from a formula."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from ..chemistry import report
from ..chemistry.families import FAMILIES
from ..errors import UsageError
from ..yamlio.invisible_chars import escaped
from . import PROBLEMS, Commands

_INTERVAL = 2.0  # seconds between progress messages
_PART = 500  # formulas that a process takes at once; for fewer it is not worth its start
_BROKEN = "One of the processes that share the formulas was ended, perhaps for want of memory: give fewer at once."


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
    answer = partial(report.answer, bindings=options.bind, family=options.family, as_json=options.json)
    all_valid = True
    for number, (valid, result) in enumerate(_with_progress(_each(answer, formulas), len(formulas)), start=1):
        all_valid &= valid
        print(escaped(result), end="\n" if options.json or number == len(formulas) else "\n\n")
    return 0 if all_valid else PROBLEMS


Answer = tuple[bool, str]


def _each(answer: Callable[[str], Answer], formulas: Sequence[str]) -> Iterator[Answer]:
    """Yield the answer to each formula, in order; many are shared among all cores."""
    if len(formulas) < 2 * _PART:
        yield from map(answer, formulas)
        return
    from concurrent.futures import ProcessPoolExecutor  # a single formula need not wait for it
    from concurrent.futures.process import BrokenProcessPool

    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # else the processes would outlive this one
    # Ctrl-C reaches every process: this one alone answers it.
    with ProcessPoolExecutor(initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)) as pool:
        try:
            yield from pool.map(answer, formulas, chunksize=_PART)
        except BrokenProcessPool:
            raise UsageError(_BROKEN) from None


def _with_progress(answers: Iterable[Answer], number: int) -> Iterator[Answer]:
    """Yield answers; on a terminal, show progress when they take long."""
    shown = time.monotonic()
    for index, answer in enumerate(answers):
        if time.monotonic() - shown > _INTERVAL and sys.stderr.isatty():
            shown = time.monotonic()
            print(f"\r{index} of {number} formulas", end="", file=sys.stderr, flush=True)
        yield answer


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
