"""The subcommands that ask other hosts; what they need for it is loaded only when one of them runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .. import dataset

if TYPE_CHECKING:
    from ..records.collection import Dataset
    from .citing import Cited
    from .linkcheck import Result, Settings
    from .manners import Manners

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

TROUBLE = 1
STOPPED = 130  # what shells return for a program that Ctrl-C ended


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommands; `data` holds the options that say where records and pages are."""
    _add_links(commands, [data, _online()])
    _add_cite(commands, [data, _online()])


def links(options: argparse.Namespace) -> int:
    """Follow every link that leads out of the atlas, and ask Crossref for retractions and corrections.

    Answers are kept for some days, so that a run that was stopped goes on where it was. Exit status 1: a link is dead.
    """
    from .linkcheck import run
    from .verdicts import Verdict

    records = dataset.load(options.data)
    try:
        result = run(records, _settings(options), _progress)
    except KeyboardInterrupt:
        print("\nStopped. What was answered is kept: run the command again to go on.", file=sys.stderr)
        return STOPPED
    _report(result, options.cache)
    if options.write:
        for line in _written(records, options.data, result):
            print(line)
    return TROUBLE if result.of(Verdict.DEAD) else 0


def _report(result: Result, folder: Path) -> None:
    from . import reports

    for name, text in (
        ("report.md", reports.as_markdown(result)),
        ("report.json", reports.as_json(result)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{reports.as_text(result)}The whole report: {folder / 'report.md'}")


def _written(records: Dataset, folder: Path, result: Result) -> Iterator[str]:
    """Write the notices that records lack; yield a line for each record."""
    from .linkcheck import write_notices

    for told in result.lacking:
        done = write_notices(records, folder, told)
        yield f"{told.reference.id}: {'notices added; read the diff' if done else 'add the notices by hand'}"


def _settings(options: argparse.Namespace) -> Settings:
    from .linkcheck import Settings

    return Settings(
        options.content, options.suppressions, options.cache, date.today(), _manners(options, options.pause),
        options.resolver, options.crossref,
    )  # fmt: skip


def _manners(options: argparse.Namespace, pause: float) -> Manners:
    from .manners import Manners

    return Manners(pause=pause, read=options.timeout, contact=options.contact)


def cite(options: argparse.Namespace) -> int:
    """Add the record of a publication from what its DOI is registered with.

    When nothing can be learnt, say why and print a record to fill in by hand; exit status 1.
    """
    from . import citing

    folder = options.data / "references"
    taken = citing.known(folder)
    if owner := citing.owner(options.doi, taken):
        print(f"{options.doi} has a record already: {folder / owner}.yml", file=sys.stderr)
        return TROUBLE
    try:
        cited = _cited(options, taken)
    except citing.Refused as refused:
        print(f"{refused} Fill this in and save it as {folder}/authorYEAR.yml:", file=sys.stderr)
        print(citing.skeleton(options.doi), end="")
        return TROUBLE
    (folder / f"{cited.id}.yml").write_text(cited.text, encoding="utf-8")
    print(
        f"Added {folder / cited.id}.yml. Compare it with the paper, set `seen` to what you have read of it, and"
    )
    print(f"name it in the record that rests on it: source: {{reference: {cited.id}, at: …}}")
    return 0


def _cited(options: argparse.Namespace, taken: dict[str, str]) -> Cited:
    from .citing import cite
    from .session import Polite

    with Polite(options.cache, _manners(options, pause=0.0)) as polite:
        return cite(options.doi, taken, polite, options.resolver)


def _progress(what: str, done: int, of: int) -> None:
    """Say on a terminal how far it is; elsewhere, such as in a log, only now and then."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of} {what}", end="\n" if done == of else "", file=sys.stderr, flush=True)
    elif done % 50 == 0 or done == of:
        print(f"{done} of {of} {what}", file=sys.stderr)


def _doi(text: str) -> str:
    from .citing import bare

    if doi := bare(text):
        return doi
    raise argparse.ArgumentTypeError(f"found {text!r}, expected a DOI, such as 10.1002/abc123")


def _add_links(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    help_text = "follow the links that lead out"
    command = commands.add_parser("links", parents=parents, help=help_text, description=links.__doc__)
    command.add_argument(
        "--write", action="store_true", help="add the notices that records lack to their files"
    )
    command.add_argument("--suppressions", type=Path, default=Path("links.yml"), metavar="FILE",
                         help="links that are passed over, with reasons (default: links.yml)")  # fmt: skip
    command.add_argument("--pause", type=float, default=1.0, metavar="SECONDS",
                         help="between two requests to one host (default: 1)")  # fmt: skip
    command.add_argument("--crossref", default="https://api.crossref.org", metavar="URL",
                         help="where notices are asked for (default: %(default)s)")  # fmt: skip
    command.set_defaults(run=links)


def _add_cite(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    help_text = "add a reference by its DOI"
    command = commands.add_parser("cite", parents=parents, help=help_text, description=cite.__doc__)
    command.add_argument("doi", type=_doi, metavar="DOI", help="10.… with or without https://doi.org/")
    command.set_defaults(run=cite)


def _online() -> argparse.ArgumentParser:
    """Return the options of every command that asks other hosts."""
    online = argparse.ArgumentParser(add_help=False)
    online.add_argument("--contact", metavar="EMAIL", help="tells the hosts whom to write to")
    online.add_argument("--cache", type=Path, default=Path(".cache/links"), metavar="DIR",
                        help="where answers and reports are kept (default: .cache/links)")  # fmt: skip
    online.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS",
                        help="how long to wait for an answer (default: 20)")  # fmt: skip
    online.add_argument("--resolver", default="https://doi.org", metavar="URL",
                        help="what resolves DOIs (default: %(default)s)")  # fmt: skip
    return online
