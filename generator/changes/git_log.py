"""What the version history says of the files of the records, read once: which file changed in which commit.

Only the main line is read: a merge counts as one change on the day on which it was merged, which is when it could be
published.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

_NOTHING = frozenset("0")
"""The digits of the id of no content, of whatever length ids are."""
_LATEST = 253_402_300_799  # 9999-12-31, as far as dates go
_REPOSITORY = "160000"
"""The mode of a file that git takes for another repository."""


_SETTINGS: Final = (
    "log.showRoot=true", "log.showSignature=false", "log.diffMerges=separate", "diff.orderFile=/dev/null",
    "core.quotePath=true", "color.ui=false", "i18n.logOutputEncoding=UTF-8",
)  # fmt: skip
"""What a reader of logs may have set otherwise, and options do not."""


class FileChange(NamedTuple):
    """A file in one commit; `old` and `new` are ids of its contents, None where there was or is none."""

    commit: str
    time: str
    """Time of the commit in UTC, as 2026-11-23T10:00:00Z."""
    path: str
    """Below the folder of the records."""
    old: str | None
    new: str | None


class IncompleteError(Exception):
    """This copy has no contents for some of its history."""


@dataclass(frozen=True, slots=True)
class Log:
    """The changes, the newest first. `complete` is false where the copy has only the last part of its history."""

    changes: tuple[FileChange, ...]
    complete: bool


def read(data: Path) -> Log | None:
    """Return the history of the records below a folder; None where there is no version history of it."""
    found = _git(data, "rev-parse", "--is-shallow-repository", "--absolute-git-dir", "--git-path", "shallow")
    if found is None:
        return None
    shallow, repository, listed = os.fsdecode(found).split("\n", 2)
    cut = _lines(data / listed.strip()) if shallow == "true" else set()
    place = _place(data.resolve(), Path(repository))
    text = _git(data, *place, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--relative",
                "--format=commit %H %ct", "--", "*/*.yml")  # fmt: skip
    changes = tuple(each for each in _changes((text or b"").decode().splitlines()) if each.commit not in cut)
    return Log(changes, shallow != "true") if text else None


def _place(data: Path, repository: Path) -> tuple[str, ...]:
    """Say that the files are beside `.git`, whatever settings say: that there are none, or elsewhere.

    Where `.git` is a file that names a repository elsewhere, git itself finds which files are those.
    """
    beside = next((folder for folder in (data, *data.parents) if (folder / ".git").exists()), None)
    if beside and repository.samefile(beside / ".git"):
        return "--git-dir", str(repository), "--work-tree", str(beside)
    return ()


def contents(data: Path, ids: set[str]) -> dict[str, bytes]:
    """Return the content of files as they once were, by id, with one run of git.

    Raises IncompleteError where this copy does not have all of them, as one made with `--filter=blob:none`.
    """
    text = _git(data, "cat-file", "--batch", asked="\n".join(sorted(ids)).encode())
    found = dict(_batch(text)) if text is not None else {}
    if found.keys() != ids:
        raise IncompleteError
    return found


def _batch(text: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place < len(text):
        end = text.index(b"\n", place)
        ident, *about = text[place:end].decode().split()
        size = int(about[1]) if len(about) == 2 else -1  # a missing one has one word, and no content
        if size >= 0:
            yield ident, text[end + 1 : end + 1 + size]
        place = end + 2 + size


def _changes(lines: Iterable[str]) -> Iterator[FileChange]:
    commit = time = ""
    for line in lines:
        if line.startswith("commit "):
            _, commit, *seconds = line.split()  # none where the date cannot be read, which git shows as 1970, too
            time = datetime.fromtimestamp(min(int(seconds[0][:15]) if seconds else 0, _LATEST), UTC).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            )
        elif line.startswith(":"):
            about, path = line.split("\t", 1)
            before, after, old, new, _ = about[1:].split()
            files = ((before, old), (after, new))
            yield FileChange(
                commit,
                time,
                path,
                *(None if _NOTHING.issuperset(ident) or mode == _REPOSITORY else ident for mode, ident in files),
            )


def _lines(file: Path) -> set[str]:
    return set(file.read_text(encoding="ascii").split()) if file.is_file() else set()


def _git(folder: Path, *words: str, asked: bytes = b"") -> bytes | None:
    """Return what git prints; None where there is no git, no repository or no commit, or where it fails.

    A hook of another repository sets variables that lead git there, and a partial copy would ask its origin for what it
    lacks, one file at a time. Variables with settings stay, such as those that let git read the files of another user.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    own = {name: value for name, value in os.environ.items() if not re.match("GIT_(?!CONFIG)", name)}
    try:
        done = subprocess.run(["git", *settings, "-C", str(folder), *words], input=asked, capture_output=True,
                              env={**own, "GIT_NO_LAZY_FETCH": "1"}, check=False)  # fmt: skip
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
