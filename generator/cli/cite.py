"""`cite`: add the record of a publication by its DOI."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ..authoring.ids import bare_doi
from . import PROBLEMS, Commands, online_options

if TYPE_CHECKING:
    from ..online.citation import Cited


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    help_text = "add a reference by its DOI"
    command = commands.add_parser(
        "cite", parents=[data, online_options.options()], help=help_text, description=run.__doc__
    )
    command.add_argument("doi", type=_doi, metavar="DOI", help="10.… with or without https://doi.org/")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Add the record of a publication from what its DOI is registered with.

    When nothing can be learnt, say why and print a record to fill in by hand; exit status 1.
    """
    from ..online import citation

    folder = options.data / "references"
    taken = citation.known(folder)
    if owner := citation.owner(options.doi, taken):
        print(f"{options.doi} has a record already: {folder / owner}.yml", file=sys.stderr)
        return PROBLEMS
    try:
        cited = _cited(options, taken)
    except citation.Refused as refused:
        print(_BY_HAND.format(why=refused, doi=options.doi, folder=folder), file=sys.stderr)
        print(citation.skeleton(options.doi), end="")
        return PROBLEMS
    (folder / f"{cited.id}.yml").write_text(cited.text, encoding="utf-8")
    print(f"Added {folder / cited.id}.yml. Compare it with the paper, set `seen` to what you have read of it, and")
    print(f"name it in the record that rests on it: source: {{reference: {cited.id}, at: …}}")
    return 0


_BY_HAND = """{why}
Let `python -m generator new reference --doi {doi}` ask you for the rest; or fill this in, its id first, and save it in
{folder} under its id, such as doe2025.yml:"""


def _cited(options: argparse.Namespace, taken: dict[str, str]) -> Cited:
    from ..online.citation import cite
    from ..online.http_client import Polite

    with Polite(options.cache, online_options.manners(options, pause=0.0)) as polite:
        return cite(options.doi, taken, polite, options.resolver)


def _doi(text: str) -> str:
    if doi := bare_doi(text):
        return doi
    raise argparse.ArgumentTypeError(f"found {text!r}, expected a DOI, such as 10.1002/abc123")
