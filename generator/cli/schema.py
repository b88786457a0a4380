"""`schema`: write the JSON Schemas that editors read."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..records import schemas
from ..records.folders import SCHEMA_FOLDER
from . import Commands, targets


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("schema", parents=[data], help="write the JSON Schemas", description=run.__doc__)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the JSON Schema of every kind of record to data/schema, where editors find them."""
    folder: Path = options.data / SCHEMA_FOLDER
    texts = {folder / f"{name}.json": text for name, text in schemas.texts().items()}
    targets.refuse_links(texts, options.data)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(texts)} schemas written to {folder.as_posix()}.")
    return 0
