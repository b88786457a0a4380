"""What the version history says of the files of the records, read once: which file changed in which commit.

Only the main line is read: a merge counts as one change on the day on which it was merged, which is when it could be
published.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

_NOTHING = "0" * 40
_LATEST = 253_402_300_799  # 9999-12-31, as far as dates go
_REPOSITORY = "160000"
"""The mode of a file that git takes for another repository."""


class FileChange(NamedTuple):
    """A file in one commit; `old` and `new` are ids of its contents, None where there was or is none."""

    commit: str
    time: str
    """Time of the commit in UTC, as 2026-11-23T10:00:00Z."""
    path: str
    """Below the folder of the records."""
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Log:
    """The changes, the newest first. `complete` is false where the copy has only the last part of its history."""

    changes: tuple[FileChange, ...]
    complete: bool


def read(data: Path) -> Log | None:
    """Return the history of the records below a folder; None where there is no version history of it."""
    found = _git(data, "rev-parse", "--is-shallow-repository", "--git-path", "shallow")
    if found is None:
        return None
    shallow, _, listed = found.partition("\n")
    cut = _lines(data / listed.strip()) if shallow == "true" else set()
    format = "--format=commit %H %ct"
    patterns = ("*/*.yml",)
    text = _git(data, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--relative", format,
                "--", *patterns)  # fmt: skip
    changes = tuple(each for each in _changes((text or "").splitlines()) if each.commit not in cut)
    return Log(changes, shallow != "true") if text else None


def contents(data: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield id and content of files as they once were, with one run of git."""
    wanted = "\n".join(sorted(set(ids)))
    command = ["git", "-C", str(data), "cat-file", "--batch"]
    done = subprocess.run(command, input=wanted.encode(), capture_output=True, check=False)
    text, place = done.stdout, 0
    while place < len(text):
        end = text.index(b"\n", place)
        ident, *found = text[place:end].decode().split()
        if found == ["missing"]:  # as in a copy without all contents
            place = end + 1
            continue
        _, size = found
        yield ident, text[end + 1 : end + 1 + int(size)]
        place = end + 2 + int(size)


def _changes(lines: Iterable[str]) -> Iterator[FileChange]:
    commit = time = ""
    for line in lines:
        if line.startswith("commit "):
            _, commit, seconds = line.split()
            time = datetime.fromtimestamp(min(int(seconds), _LATEST), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        elif line.startswith(":"):
            about, path = line.split("\t", 1)
            before, after, old, new, _ = about[1:].split()
            files = ((before, old), (after, new))
            yield FileChange(
                commit,
                time,
                path,
                *(None if ident == _NOTHING or mode == _REPOSITORY else ident for mode, ident in files),
            )


def _lines(file: Path) -> set[str]:
    return set(file.read_text(encoding="ascii").split()) if file.is_file() else set()


def _git(folder: Path, *words: str) -> str | None:
    """Return what git prints; None where there is no git, no repository or no commit."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
