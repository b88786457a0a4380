"""`addresses`: compare the site's addresses with those that were published, and list new ones."""

from __future__ import annotations

import argparse

from . import PROBLEMS, Commands

_REMEDY = "Keep the id under `former_ids` of the record that replaces it, or mark the record as `withdrawn`."


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    about = "check that no published address is lost"
    command = commands.add_parser("addresses", parents=[data], help=about, description=run.__doc__)
    command.add_argument("--write", action="store_true", help="add the addresses that are new, before a release")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare the addresses of the site with `addresses.txt`, which lists all that were ever published.

    Exit status 1: a published address would lead nowhere.
    """
    from ..site import addresses, assembly

    file = options.data.parent / addresses.FILE
    published, made = addresses.listed(file), assembly.build(options.data, options.content)
    if lost := addresses.vanished(published, made):
        print("\n".join(f"{address}: found nothing at this published address. {_REMEDY}" for address in lost))
        return PROBLEMS
    every = sorted({*published, *addresses.promised(made)})
    new = len(every) - len(published)
    if options.write:
        file.write_text("".join(f"{address}\n" for address in every), encoding="utf-8")
    print(f"{len(published)} published addresses are all there; {new} new ones{' added' if options.write else ''}.")
    return 0
