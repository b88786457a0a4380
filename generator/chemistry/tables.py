"""Read a table of `data/` strictly: every row has every column, and every error has its line."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

DATA: Final = Path(__file__).resolve().parents[2] / "data"
_INSTALLED: Final = Path(__file__).resolve().parents[1] / "data"
"""Where a wheel has the tables, which a checkout keeps beside the package."""
_Number = TypeVar("_Number", int, float)


def rows(name: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of its line, by column; lines that begin with # are remarks.

    Raises OSError, with the line and a remedy, for a table that is not there, has other columns, or has no rows.
    """
    lines = [(number, _cells(name, number, line)) for number, line in _lines(name) if not line.startswith("#")]
    if len(lines) < 2:
        raise wrong(name, 1, "no row", f"rows below the columns {', '.join(columns)}")
    (first, head), *body = lines
    if head != [*columns]:
        raise wrong(name, first, f"the columns {', '.join(head)}", ", ".join(columns))
    for number, cells in body:
        if len(cells) != len(columns):
            raise wrong(name, number, f"{len(cells)} cells", str(len(columns)))
        yield number, dict(zip(columns, cells, strict=True))


def number(name: str, line: int, text: str, kind: type[_Number]) -> _Number:
    """Return a cell as a number; raises OSError for none."""
    try:
        return kind(text)
    except ValueError:
        raise wrong(name, line, f'"{text}"', "a number") from None


def wrong(name: str, line: int, found: str, expected: str) -> OSError:
    """Return the error of a line."""
    text = f"line {line}: found {found}, expected {expected}. Correct the line, or take the table of the project"
    return OSError(errno.EINVAL, text, str(_folder() / name))


def _cells(name: str, number: int, line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise wrong(name, number, f"a row that cannot be read ({error})", "cells with commas between them") from None


def _lines(name: str) -> Iterator[tuple[int, str]]:
    try:
        text = (_folder() / name).read_text(encoding="utf-8-sig")  # spreadsheets put a mark before the first line
    except UnicodeDecodeError:
        raise wrong(name, 1, "bytes that are not UTF-8", "UTF-8 text") from None
    return enumerate(text.splitlines(), start=1)


def _folder() -> Path:
    return _INSTALLED if _INSTALLED.is_dir() else DATA
