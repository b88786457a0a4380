"""Checks the version of a release tag and prints its notes from the changelog.

Usage: python generator/tools/release.py v0.2.0
Exit status 0: the notes are printed. 1: versions differ, all errors are on standard error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main(tag: str, root: Path = ROOT) -> int:
    """Print the notes of a release; return the exit status."""
    errors = list(version_errors(tag, root))
    if errors:
        print("\n".join(errors), file=sys.stderr)
        return 1
    print(notes(tag.removeprefix("v"), root))
    return 0


def version_errors(tag: str, root: Path) -> Iterator[str]:
    """Yield an error for every file whose version is not that of the tag."""
    version = tag.removeprefix("v")
    if not re.fullmatch(r"v\d+\.\d+\.\d+", tag):
        yield f"tag: found {tag!r}, expected a version such as 'v0.2.0'"
    for name, pattern in (
        ("generator/__init__.py", r'^__version__ = "(.*)"$'),
        ("CITATION.cff", r"^version: (.*)$"),
    ):
        found = re.search(pattern, _read(root / name), re.MULTILINE)
        if found is None or found[1] != version:
            yield f"{name}: found version {found and found[1]!r}, expected {version!r}"
    if not notes(version, root):
        yield f"CHANGELOG.md: found no entry, expected a heading '## {version}' with a line for each change"


def notes(version: str, root: Path) -> str:
    """Return the changelog section of a version, whose heading may end with a date."""
    parts = re.split(r"^## (\S+).*$", _read(root / "CHANGELOG.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True)).get(version, "")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else __doc__)
