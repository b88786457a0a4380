"""`rename`: give a record a new id."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .. import pipeline
from ..authoring import renaming
from ..errors import UsageError, did_you_mean
from ..suggestions import slugify
from . import Commands

if TYPE_CHECKING:
    from ..records.dataset import Dataset, Key


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("rename", parents=[data], help="give a record a new id", description=run.__doc__)
    command.add_argument("old", metavar="OLD", help="the record's id, or kind/id where two kinds share it")
    command.add_argument("new", metavar="NEW", help="its new id, which no record has or had")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Move a record to a new id and rewrite every link to it in records and pages.

    The old id stays under `former_ids`, so that its page and its file of the API still lead to the record.
    """
    dataset = pipeline.load(options.data).data
    key = _key(dataset, options.old)
    _refuse(dataset, key, options.new)
    own = dataset.origins[key].document.file
    changed = renaming.rename(options.data, dataset, key, options.new)
    changed |= dict(_pages(options.content, dataset, key, options.new))
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
        print(f"changed: {path}")
    (options.data / Path(own).relative_to(options.data.resolve().name)).unlink()
    print(f"{key[1]} is {options.new} now. Run `python -m generator check`, then read the diff.")
    return 0


def _key(dataset: Dataset, text: str) -> Key:
    """Return the kind and id of a record that can be renamed. Raises UsageError."""
    kind, _, ident = text.rpartition("/")
    every = {(each, found): record for each in dataset.kinds for found, record in dataset.kind(each).items()}
    able = [key for key, record in every.items() if hasattr(record, "former_ids")]
    found = [key for key in able if key[1] == ident and kind in ("", key[0])]
    if len(found) > 1:
        raise UsageError(
            f"found {text}, the id of several records, expected one of: {', '.join(map('/'.join, found))}."
        )
    if not found:
        raise UsageError(f"found {text}, expected the id of a record. {did_you_mean(ident, [key[1] for key in able])}")
    return found[0]


def _refuse(dataset: Dataset, key: Key, new: str) -> None:
    """Raise UsageError for a new id of the wrong form, or one that a record of the kind has or had."""
    if slugify(new) != new:
        raise UsageError(f"found {new}, expected an id of lower-case letters, digits and single hyphens.")
    records = {**dataset.kind(key[0]), **(dataset.withdrawn if key[0] == "materials" else {})}
    used = {*records, *(former for record in records.values() for former in getattr(record, "former_ids", ()))}
    if new in used:
        raise UsageError(f"found {new}, which a record has or had, expected a new id.")


def _pages(content: Path, dataset: Dataset, key: Key, new: str) -> list[tuple[Path, str]]:
    """Return the hand-written pages that change."""
    alone = not any(key[1] in dataset.kind(kind) for kind in dataset.kinds if kind != key[0])
    texts = ((path, path.read_text(encoding="utf-8")) for path in sorted(content.rglob("*.md")))
    edited = ((path, text, renaming.in_page(text, key, new, alone)) for path, text in texts)
    return [(path, after) for path, before, after in edited if after != before]
