"""Resolves the FILE arguments of commands: paths or ids of records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import UsageError, did_you_mean


def resolve(arguments: Iterable[str], *roots: Path) -> dict[str, Path]:
    """Return name in problems -> path, for files given by path or by the id of a record.

    The first of `roots` is the folder of the records. Raises UsageError for a file that is missing or outside of them.
    """
    return dict(_resolve(text, roots) for text in arguments)


def _resolve(text: str, roots: tuple[Path, ...]) -> tuple[str, Path]:
    path = Path(text)
    if not path.exists():
        path = _by_id(text, roots[0])
    if not path.is_file():
        raise UsageError(f"{text}: found a folder, expected a file.")
    for root in roots:
        if path.resolve().is_relative_to(root.resolve()):
            return path.resolve().relative_to(root.resolve().parent).as_posix(), path
    places = " or ".join(f"{root.as_posix()}/" for root in roots)
    raise UsageError(f"{text}: found a file elsewhere, expected one in {places}.")


def _by_id(text: str, records: Path) -> Path:
    found = sorted(records.glob("*/*.yml"))
    files = [path for path in found if path.stem == text]
    if len(files) > 1:
        several = ", ".join(path.as_posix() for path in files)
        raise UsageError(f"{text}: found several records of this id ({several}), expected the path of one.")
    if not files:
        ids = [path.stem for path in found]
        hint = did_you_mean(Path(text).stem, ids)
        raise UsageError(f"{text}: found no such file and no record of this id. {hint}".rstrip())
    return files[0]
