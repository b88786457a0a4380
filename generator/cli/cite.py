"""`cite`: add the record of a publication by its DOI."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError, printable
from ..suggestions import bare_doi
from . import PROBLEMS, Commands, online_options, targets

_LARGEST = 5_000_000  # bytes of a file of references

if TYPE_CHECKING:
    from ..online.citation import Cited


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    parents = [data, online_options.options()]
    command = commands.add_parser("cite", parents=parents, help="add a reference by its DOI", description=run.__doc__)
    command.add_argument("doi", type=_doi, metavar="DOI", help="10.… with or without https://doi.org/")
    command.add_argument("--file", "--csl", type=Path, metavar="FILE", dest="file",
                         help="read the metadata from CSL JSON, RIS or BibTeX, without a network")  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Add the record of a publication from the registered metadata of its DOI.

    When that fails, give the reason, print a record to fill in by hand, and exit with 1.
    """
    from ..online import citation

    folder = options.data / "references"
    try:
        cited = _cite(options, citation.known_dois(folder))
    except citation.AlreadyCited as known:
        print(f"{options.doi} has a record already: {folder / str(known)}.yml", file=sys.stderr)
        return PROBLEMS
    except citation.CitationError as error:
        print(_BY_HAND.format(why=error, doi=options.doi, folder=folder), file=sys.stderr)
        print(citation.skeleton(error.values), end="")
        return PROBLEMS
    file = folder / f"{cited.id}.yml"
    targets.refuse_links([file], options.data)
    file.write_text(cited.text, encoding="utf-8")
    for remark in cited.remarks:
        print(printable(remark), file=sys.stderr)
    print(f"Added {folder / cited.id}.yml. Compare it with the paper, set `seen` to how much of it you read, and")
    print(f"cite it in a record: source: {{reference: {cited.id}, at: …}}")
    return 0


_BY_HAND = """{why}
Run `python -m generator new reference --doi {doi}`, which asks for the fields; or fill in this record, its id
first, and save it in {folder} under its id, such as doe2025.yml:"""


def _cite(options: argparse.Namespace, used: dict[str, str]) -> Cited:
    from ..online.citation import cite, from_csl, item
    from ..online.http_client import HttpClient

    if options.file:
        return from_csl(options.doi, item(options.doi, _text(options.file)), used)
    with HttpClient(options.cache, online_options.limits(options, pause=0.0)) as client:
        return cite(options.doi, used, client, options.resolver)


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise OSError
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        raise UsageError(f"{file}: found no readable file, expected CSL JSON, RIS or BibTeX of at most 5 MB.") from None


def _doi(text: str) -> str:
    if doi := bare_doi(text):
        return doi
    raise argparse.ArgumentTypeError(f"found {text!r}, expected a DOI, such as 10.1002/abc123")
