"""Pack the data and the site of a release into one archive each, with checksums and a bill of materials.

    python -m generator.tools.archive EXPORT_FOLDER SITE_FOLDER TARGET_FOLDER

Used by `make release`. The same files give the same bytes: entries are sorted and have one fixed date. The site in the
archive opens from a folder. Each archive holds the checksums of its files; those of the archives and of the bill are
beside them.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .. import __version__, checksums
from . import bill, offline

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest of the format
LEGAL = ("CITATION.cff", "LICENSE-data", "CHANGELOG.md")


def main(export: Path, site: Path, target: Path, root: Path = Path()) -> int:
    """Write both archives into `target`: records with their export, and the site; then their checksums."""
    target.mkdir(parents=True, exist_ok=True)
    legal = {name: (root / name).read_bytes() for name in LEGAL}
    data = {**dict(_below(root / "data", "records")), **dict(_below(export, "export")), **legal}
    pages = {f"site/{name}": content for name, content in offline.convert(site) if not Path(name).name.startswith(".")}
    packed = {}
    for name, files in (("data", data), ("site", pages | legal)):
        path = target / f"entropy-atlas-{name}-{__version__}.zip"
        pack(path, files)
        packed[path.name] = path.read_bytes()
        print(f"{path}: {len(files)} files.")
    packed[bill.NAME] = bill.bill()
    (target / bill.NAME).write_bytes(packed[bill.NAME])
    (target / checksums.FILE).write_bytes(checksums.listing(packed))
    return 0


def pack(path: Path, files: dict[str, bytes]) -> None:
    """Write an archive of name -> content, and the checksums of all in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted({**files, checksums.FILE: checksums.listing(files)}.items()):
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield name in the archive and content of every file below a folder except hidden ones."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
