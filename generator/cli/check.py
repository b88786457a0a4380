"""`check`: validate records and hand-written pages."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import pipeline
from ..authoring.template import GUESSED
from ..derived.atlas import Atlas
from ..errors import InvalidData, counted
from . import PROBLEMS, Commands, targets


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("check", parents=[data], help="check every record", description=run.__doc__)
    command.add_argument("files", nargs="*", metavar="FILE", help="report only the problems of these files (or ids)")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validate every record and hand-written page, and report all problems.

    With FILE, only the problems of those files are reported. Other records are validated too, for what they have in
    common; hand-written pages only if FILE is one.
    """
    names = targets.resolve(options.files, options.data, options.content)
    try:
        with _nothing_collected():
            atlas = pipeline.load(options.data)
            only_records = bool(names) and all(name.endswith(".yml") for name in names)
            counts = "" if only_records else _counts(atlas, options.content)
    except InvalidData as error:
        if not names:
            raise
        status = _only(names, error)
    else:
        print(f"Good: {', '.join(names) or counts}.")
        status = 0
    print(_unconfirmed(names.values() if names else options.data.glob("*/*.yml")), end="")
    return status


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Look for no garbage: every record is needed to the end, and looking through all of them again takes long."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _counts(atlas: Atlas, content: Path) -> str:
    """Validate the hand-written pages, and return how many there are, and records of each kind."""
    from ..site.chapters import chapters  # slow to import
    from ..site.titles import ONE

    written = chapters(atlas, content, drawn=False)
    numbers = {kind: len(atlas.data.kind(kind)) for kind in atlas.data.kinds}
    records = [counted(number, ONE[kind].lower(), kind) for kind, number in numbers.items() if kind in ONE]
    others = sum(number for kind, number in numbers.items() if kind not in ONE)
    more = (counted(others, "entry", "entries") + " of other vocabularies", counted(len(written), "hand-written page"))
    return ", ".join([*records, *more])


def _unconfirmed(files: Iterable[Path]) -> str:
    """Return a line that counts the guesses of `new` that nobody has confirmed, or nothing."""
    counts = {path.name: path.read_bytes().count(GUESSED.encode()) for path in files}
    names = [name for name, count in sorted(counts.items()) if count]
    guesses = f"{counted(sum(counts.values()), 'guess', 'guesses')} of `new` in {', '.join(names)}"
    return f"Not confirmed: {guesses}. Compare with the source, then delete the comment `{GUESSED}`.\n" if names else ""


def _only(names: Collection[str], error: InvalidData) -> int:
    """Print the problems of some files, and the number of others."""
    here = [problem for problem in error.problems if problem.concerns(names)]
    others = len(error.problems) - len(here)
    print(InvalidData(here) if here else f"Good so far: {', '.join(names)}.", file=sys.stderr)
    if others:
        print(f"Not shown: {others} in other files; `check` without FILE reports them.", file=sys.stderr)
    return PROBLEMS if here else 0
