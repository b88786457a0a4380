"""Which files commands read and write: FILE arguments, paths or ids of records, and never through a symbolic link."""

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


def refuse_links(files: Iterable[Path], root: Path) -> None:
    """Raise UsageError for a file to write below `root` that is a symbolic link, or is reached through one."""
    for file in files:
        for part in (file, *file.parents):
            if part.absolute() == root.absolute():
                break
            if part.is_symlink():
                raise UsageError(
                    f"{part}: found a symbolic link, expected a file or folder itself. Nothing was written."
                )
