"""`links`: follow what leads out of the atlas, and look for retractions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .. import pipeline
from . import PROBLEMS, Commands, online_options

if TYPE_CHECKING:
    from ..online.linkcheck import Result, Settings
    from ..records.dataset import Dataset

STOPPED = 130  # what shells return for a program that Ctrl-C ended


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    help_text = "follow the links that lead out"
    command = commands.add_parser(
        "links", parents=[data, online_options.options()], help=help_text, description=run.__doc__
    )
    command.add_argument("--write", action="store_true", help="add the notices that records lack to their files")
    command.add_argument("--suppressions", type=Path, default=Path("links.yml"), metavar="FILE",
                         help="links that are passed over, with reasons (default: links.yml)")  # fmt: skip
    command.add_argument("--pause", type=float, default=1.0, metavar="SECONDS",
                         help="between two requests to one host (default: 1)")  # fmt: skip
    command.add_argument("--crossref", default="https://api.crossref.org", metavar="URL",
                         help="where notices are asked for (default: %(default)s)")  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Follow every link that leads out of the atlas, and ask Crossref for retractions and corrections.

    Answers are kept for some days, so that a run that was stopped goes on where it was. Exit status 1: a link is dead.
    """
    from ..online import linkcheck
    from ..online.verdicts import Verdict

    records = pipeline.load(options.data).data
    try:
        result = linkcheck.run(records, _settings(options), _progress)
    except KeyboardInterrupt:
        print("\nStopped. What was answered is kept: run the command again to go on.", file=sys.stderr)
        return STOPPED
    _report(result, options.cache)
    if options.write:
        for line in _written(records, options.data, result):
            print(line)
    return PROBLEMS if result.of(Verdict.DEAD) else 0


def _report(result: Result, folder: Path) -> None:
    from ..online import reports

    for name, text in (
        ("report.md", reports.as_markdown(result)),
        ("report.json", reports.as_json(result)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{reports.as_text(result)}The whole report: {folder / 'report.md'}")


def _written(records: Dataset, folder: Path, result: Result) -> Iterator[str]:
    """Write the notices that records lack; yield a line for each record."""
    from ..online.linkcheck import write_notices

    for told in result.lacking:
        done = write_notices(records, folder, told)
        yield f"{told.reference.id}: {'notices added; read the diff' if done else 'add the notices by hand'}"


def _settings(options: argparse.Namespace) -> Settings:
    from ..online.linkcheck import Settings

    return Settings(
        options.content,
        options.suppressions,
        options.cache,
        date.today(),
        online_options.manners(options, options.pause),
        options.resolver,
        options.crossref,
    )


def _progress(what: str, done: int, of: int) -> None:
    """Say on a terminal how far it is; elsewhere, such as in a log, only now and then."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of} {what}", end="\n" if done == of else "", file=sys.stderr, flush=True)
    elif done % 50 == 0 or done == of:
        print(f"{done} of {of} {what}", file=sys.stderr)
