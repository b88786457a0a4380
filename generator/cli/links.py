"""`links`: follow external links and check for retractions."""

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

UNANSWERED = 3


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    parents = [data, online_options.options()]
    command = commands.add_parser("links", parents=parents, help="follow external links", description=run.__doc__)
    command.add_argument("--write", action="store_true", help="add the notices that records lack to their files")
    command.add_argument("--suppressions", type=Path, default=Path("links.yml"), metavar="FILE",
                         help="links that are not followed, with reasons (default: %(default)s)")  # fmt: skip
    command.add_argument("--pause", type=online_options.seconds, default=online_options.USUAL.pause, metavar="SECONDS",
                         help="between two requests to one host (default: %(default)g)")  # fmt: skip
    command.add_argument("--crossref", default="https://api.crossref.org", metavar="URL",
                         help="API to request notices from (default: %(default)s)")  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Follow every external link, and ask Crossref for retractions and corrections.

    Responses are cached for some days, so that an interrupted run continues. Exit status 1: a link is dead, or a record
    lacks a notice. Exit status 3: no host responded, so nothing was checked.
    """
    from ..online import linkcheck
    from ..online.verdicts import RunVerdict

    records = pipeline.load(options.data).data
    try:
        result = linkcheck.run(records, _settings(options), _progress)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Responses are cached: run the command again to continue.") from None
    _report(result, options.cache)
    if options.write:
        for line in _write_notices(options.data, result):
            print(line)
    return {RunVerdict.FINDINGS: PROBLEMS, RunVerdict.UNANSWERED: UNANSWERED}.get(result.verdict, 0)


def _report(result: Result, folder: Path) -> None:
    from ..online import reports

    for name, text in (
        ("report.md", reports.as_markdown(result)),
        ("report.json", reports.as_json(result)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{reports.as_text(result)}Full report: {folder / 'report.md'}")


def _write_notices(folder: Path, result: Result) -> Iterator[str]:
    """Write the notices that records lack; yield a line for each record."""
    from ..online.linkcheck import write_notices

    for check in result.lacking:
        done = write_notices(folder, check)
        yield f"{check.reference.id}: {'notices added; read the diff' if done else 'add the notices by hand'}"


def _settings(options: argparse.Namespace) -> Settings:
    from ..online.linkcheck import Settings

    return Settings(
        options.content,
        options.suppressions,
        options.cache,
        date.today(),
        online_options.limits(options, options.pause),
        options.resolver,
        options.crossref,
    )


def _progress(what: str, done: int, of: int) -> None:
    """Print progress: each step on a terminal, every 50th elsewhere, such as in a log."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of} {what}", end="\n" if done == of else "", file=sys.stderr, flush=True)
    elif done % 50 == 0 or done == of:
        print(f"{done} of {of} {what}", file=sys.stderr)
