"""`write` and `export`: the pages as Markdown, or the data alone, into a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .. import pipeline
from . import WRONG_USE, Commands

MARK = ".written-by-entropy-atlas"


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add both subcommands."""
    command = commands.add_parser("write", parents=[data], help="write the pages", description=write.__doc__)
    command.add_argument("folder", type=Path, metavar="DIR", help="where to write; made if it is not there")
    edit_help = "what edits a file once its name is added: https://github.com/OWNER/NAME/edit/main/"
    command.add_argument("--edit-url", metavar="URL", help=edit_help)
    command.set_defaults(run=write)

    command = commands.add_parser("export", parents=[data], help="write the data", description=export.__doc__)
    command.add_argument("folder", type=Path, metavar="DIR", help="where to write; made if it is not there")
    command.set_defaults(run=export)


def write(options: argparse.Namespace) -> int:
    """Write all pages as Markdown and the data as JSON, for any site builder.

    DIR must be new, empty, or written by this command before: nothing else is ever overwritten.
    """
    from ..site import pages

    return _put(
        options.folder,
        lambda: {page.uri: page.text for page in pages.build(options.data, options.content, options.edit_url)},
    )


def export(options: argparse.Namespace) -> int:
    """Write the data alone, as JSON, CSV and BibTeX: the files that the site has under api/v1.

    DIR must be new, empty, or written by this command before: nothing else is ever overwritten.
    """
    from ..site.export import files

    return _put(options.folder, lambda: files(pipeline.load(options.data)))


def _put(folder: Path, make: Callable[[], Mapping[str, str]]) -> int:
    """Write files into a folder that is fit for it; make them first, so that bad data writes nothing."""
    if trouble := _unfit(folder):
        print(f"{folder}: {trouble}", file=sys.stderr)
        return WRONG_USE
    made = make()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Written by `python -m generator`, which may overwrite it.\n", encoding="utf-8")
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(made)} files written to {folder}.")
    return 0


def _unfit(folder: Path) -> str | None:
    """Return why a folder must not be written to."""
    if folder.exists() and not folder.is_dir():
        return "found a file, expected a folder to write to"
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        return "found a folder that holds other things, expected a new or empty one"
    return None
