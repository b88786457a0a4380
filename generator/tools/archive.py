"""Pack the data and the site of a release into one archive each. Used by `make archive`.

    python -m generator.tools.archive EXPORT_FOLDER SITE_FOLDER TARGET_FOLDER

The same files give the same bytes: entries are sorted and have one fixed date.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .. import __version__

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest of the format
LEGAL = ("CITATION.cff", "LICENSE-data", "CHANGELOG.md")


def main(export: Path, site: Path, target: Path, root: Path = Path()) -> int:
    """Write both archives into `target`: records with their export, and the site."""
    target.mkdir(parents=True, exist_ok=True)
    legal = {name: root / name for name in LEGAL}
    data = {**dict(_below(root / "data", "records")), **dict(_below(export, "export")), **legal}
    for name, files in (("data", data), ("site", dict(_below(site, "site")) | legal)):
        path = target / f"entropy-atlas-{name}-{__version__}.zip"
        pack(path, files)
        print(f"{path}: {len(files)} files.")
    return 0


def pack(path: Path, files: dict[str, Path]) -> None:
    """Write an archive of name -> file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, DATE), file.read_bytes(), zipfile.ZIP_DEFLATED)


def _below(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Yield name in the archive and path of every file below a folder except hidden ones."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
