"""`write` and `export`: pages as Markdown, or data, into a folder."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .. import checksums, pipeline, swap
from ..errors import counted
from . import WRONG_USE, Commands

MARKER = ".written-by-entropy-atlas"
"""Lists the files of a folder that a command wrote, with their checksums: it may replace those alone.

Each part of a site has a list of its own name, so that parts copied into one folder keep all lists.
"""


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add both subcommands."""
    command = commands.add_parser("write", parents=[data], help="write the pages", description=write.__doc__)
    command.add_argument("folder", type=Path, metavar="DIR", help="target folder, created if missing")
    edit_help = "prefix of the edit link of a file: https://github.com/OWNER/NAME/edit/main/"
    command.add_argument("--edit-url", metavar="URL", help=edit_help)
    zensical_help = "for Zensical: links as it reads them, and the files of the theme"
    command.add_argument("--zensical", action="store_true", help=zensical_help)
    part_help = "one of N parts, such as 2/4, each in a folder of its own: all copied into one folder are the whole"
    command.add_argument("--shard", metavar="I/N", default="1/1", help=part_help)
    command.set_defaults(run=write)

    command = commands.add_parser("export", parents=[data], help="write the data", description=export.__doc__)
    command.add_argument("folder", type=Path, metavar="DIR", help="target folder, created if missing")
    command.add_argument("--site-url", metavar="URL", help="address of the site, as the homepage of the data package")
    command.set_defaults(run=export)


def write(options: argparse.Namespace) -> int:
    """Write all pages as Markdown and the data as JSON, for any site builder.

    DIR must be new, empty, or as this command wrote it before: nothing else is ever overwritten.
    """
    from ..site import assembly, other_builders
    from ..site.part import WHOLE, Part

    try:
        part = Part.parse(options.shard)
    except ValueError as error:
        print(f"--shard: {error}", file=sys.stderr)
        return WRONG_USE

    def files() -> Mapping[str, str | bytes]:
        pages = assembly.build(options.data, options.content, options.edit_url, part=part)
        return other_builders.for_zensical(pages) if options.zensical else {page.uri: page.content for page in pages}

    return _write_files(options.folder, files, MARKER if part == WHOLE else f"{MARKER}-{part.number}-of-{part.count}")


def export(options: argparse.Namespace) -> int:
    """Write the data as JSON, CSV, Parquet, SQLite and BibTeX: the files that the site has under api/v1.

    DIR must be new, empty, or as this command wrote it before: nothing else is ever overwritten.
    """
    from ..changes.history import history
    from ..site import downloads, export, linked_tables, news

    def files() -> Mapping[str, str | bytes]:
        atlas = pipeline.load(options.data)
        made = linked_tables.every(atlas)
        texts = export.files(atlas, site_url=options.site_url, tables=made)
        return {**texts, **downloads.files(atlas, made), **news.data(history(options.data, atlas))}

    return _write_files(options.folder, files)


def _write_files(folder: Path, render: Callable[[], Mapping[str, str | bytes]], marker: str = MARKER) -> int:
    """Render files and put them in the place of a folder, whole: whatever goes wrong leaves the old one as it was."""
    if error := _folder_error(folder, marker):
        print(f"{folder}: {error}", file=sys.stderr)
        return WRONG_USE
    files = render()
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh, previous = (target.with_name(f".{target.name}.{os.getpid()}.{part}") for part in ("new", "old"))
    try:
        _fill(fresh, files, marker)
        swap.replace(fresh, target, previous)
    finally:
        swap.remove(fresh)
    print(f"{counted(len(files), 'file')} written to {folder}.")
    return 0


def _fill(folder: Path, files: Mapping[str, str | bytes], marker: str) -> None:
    folder.mkdir()
    made = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    for name, content in {marker: checksums.listing(made), **made}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _changed(folder: Path) -> str | None:
    """Return the first file that is not as a command wrote it; one that is missing is no loss."""
    if linked := next((path for path in sorted(folder.rglob("*")) if path.is_symlink()), None):
        return f"{linked.relative_to(folder).as_posix()} is a link to another place"
    found = checksums.below(folder)
    lists = _lists(folder)
    listed = checksums.parsed(b"".join((folder / name).read_bytes() for name in lists))
    files = {name: found[name] for name in found if name not in lists}
    return next(checksums.differences({name: listed[name] for name in listed if name in files}, files), None)


def _lists(folder: Path) -> set[str]:
    """Return the names of the lists of a folder: of the whole, or of each part."""
    name = re.compile(re.escape(MARKER) + r"(-\d+-of-\d+)?")
    return {path.name for path in folder.glob(f"{MARKER}*") if name.fullmatch(path.name) and path.is_file()}


def _folder_error(folder: Path, marker: str = MARKER) -> str | None:
    """Return an error for a folder that must not be replaced by the whole, or by the part that has a marker."""
    if folder.exists() and not folder.is_dir():
        return "found a file, expected a folder to write to"
    lists = _lists(folder)
    if folder.is_dir() and any(folder.iterdir()) and not lists:
        return "found a folder with other files, expected a new or empty one"
    if marker != MARKER and lists - {marker}:
        return "found the whole or other parts, which one part would replace: write it to a folder of its own"
    if changed := _changed(folder):
        return f"{changed}. The folder is replaced whole: move your files elsewhere, or name another folder"
    if Path.cwd().is_relative_to(folder.resolve()):
        return "found the folder in which the command runs, expected another one, because it is replaced whole"
    return None
