"""A new id for a record: its file moves, its old id stays as a former one, and every link to it is rewritten."""

from __future__ import annotations

import re
from pathlib import Path

from ..records.dataset import Dataset, Key
from ..yamlio.document import Document, Position
from .formatter import canonical


def rename(root: Path, dataset: Dataset, key: Key, new: str) -> dict[Path, str]:
    """Return the changed files below `root` (the folder `data/`) -> their texts; that of the record under its new name.

    The record must have a file of its own.
    """
    old = key[1]
    own = dataset.origins[key].document
    places: dict[str, set[Position]] = {own.file: {own.places.inside["id",]}}
    for owner, (path, target, ident) in dataset.links():
        if (target, ident) == key:
            origin = dataset.origins[owner]
            places.setdefault(origin.document.file, set()).add(origin.document.places.inside[*origin.prefix, *path])
    changed = {_path(root, name): found for name, found in places.items()}
    texts = {path: _replaced(path.read_text(encoding="utf-8"), found, old, new) for path, found in changed.items()}
    moved = _path(root, own.file).with_name(f"{new}.yml")
    text = _with_former_id(texts.pop(_path(root, own.file)), own, old)
    return texts | {moved: canonical(text.encode(), moved.as_posix())}


def _path(root: Path, name: str) -> Path:
    """Return the path of a document, whose name begins with that of the folder of records."""
    return root / Path(name).relative_to(root.resolve().name)


def _replaced(text: str, places: set[Position], old: str, new: str) -> str:
    """Return a text with the old id replaced where it begins, by line and column."""
    lines = text.split("\n")
    for line, column in sorted(places, reverse=True):
        before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        lines[line - 1] = before + new + after.removeprefix(old)
    return "\n".join(lines)


def _with_former_id(text: str, document: Document, old: str) -> str:
    former = document.value.get("former_ids")
    if not former:
        return f"{text.rstrip()}\nformer_ids: [{old}]\n"
    last = former[-1]
    pattern = rf"(^former_ids:.*?(?:[\[,]\s*|-\s+){re.escape(last)})"
    separator = ", " if re.search(r"^former_ids: *\[", text, re.MULTILINE) else "\n  - "
    return re.sub(pattern, rf"\g<1>{separator}{old}", text, count=1, flags=re.MULTILINE | re.DOTALL)


def in_page(text: str, key: Key, new: str, alone: bool) -> str:
    """Return a hand-written page with its shortcodes for a record rewritten; `alone`: no other kind has the id.

    >>> in_page("[[a]], [[=a.entropy]], [[materials/a|A]], [[ab]]", ("materials", "a"), "b", True)
    '[[b]], [[=b.entropy]], [[materials/b|A]], [[ab]]'
    """
    kind, old = key
    prefix = f"(?:{re.escape(kind)}/){'?' if alone else ''}"
    return re.sub(rf"(\[\[=?{prefix}){re.escape(old)}(?=[\]|.])", rf"\g<1>{new}", text)
