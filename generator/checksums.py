"""Checksums of the files of an archive or a folder: written as `sha256sum` reads them, and compared."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import file_digest, sha256
from io import BufferedIOBase
from lzma import LZMAError
from pathlib import Path, PureWindowsPath
from typing import Final, cast
from zipfile import BadZipFile, ZipFile

FILE: Final = "SHA256SUMS"
MOST: Final = 4_000_000_000
"""Bytes of all files of an archive: thirty times the site of six hundred materials."""
_LONGEST: Final = 20_000_000
"""Bytes of a list of checksums: of a hundred thousand files."""
_LITTER: Final = (".DS_Store", "._*", "Thumbs.db", "desktop.ini")
"""What file managers leave in a folder that was opened."""


def listing(files: Mapping[str, bytes]) -> bytes:
    """Return the checksums of files by name, a line each.

    >>> listing({"a.txt": b""})
    b'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.txt\\n'
    """
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def faults(path: Path) -> Iterator[str]:
    """Yield what is wrong with an archive or with a folder that one was unpacked to; nothing where it is whole."""
    try:
        yield from _of_archive(path) if path.is_file() else _of_folder(path)
    except _DAMAGED as error:
        yield f"it is no whole archive: it was cut off or changed ({error})"


_DAMAGED: Final = (
    BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)  # fmt: skip
"""What reading a damaged archive may raise: RuntimeError where a file seems encrypted, OSError for an odd place,
ValueError for a name that is not in its encoding."""


def _of_archive(path: Path) -> Iterator[str]:
    beside = path.with_name(FILE)
    listed = parsed(beside.read_bytes()) if beside.is_file() else {}
    if path.name in listed and _digest(path) != listed[path.name]:
        yield f"its checksum is not that of {FILE} beside it: it was cut off or changed"
    with ZipFile(path) as archive:
        files = [file for file in archive.infolist() if not file.is_dir()]
        names = Counter(file.filename for file in files)
        if (size := sum(file.file_size for file in files)) > MOST:
            yield f"its files have {size / 1e9:.1f} GB, expected at most {MOST / 1e9:.0f}"
            return
        if (size := max((file.file_size for file in files if file.filename == FILE), default=0)) > _LONGEST:
            yield f"its {FILE} has {size / 1e6:.1f} MB, expected at most {_LONGEST / 1e6:.0f}"
            return
        found = {}
        for name in names:
            with archive.open(name) as stream:
                found[name] = file_digest(cast(BufferedIOBase, stream), "sha256").hexdigest()
        yield from (f"{name} is in it more than once" for name, times in names.items() if times > 1)
        yield from (f"{name} leads out of its folder" for name in names if _leads_out(name))
        yield from _compared(found, archive.read(FILE) if FILE in names else None)


def _digest(path: Path) -> str:
    """Return the checksum of a file, which is read in pieces."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _leads_out(name: str) -> bool:
    """Return whether a name in an archive is of a place outside of it, on any system.

    >>> _leads_out("a/b.txt"), _leads_out("../b"), _leads_out("..\\\\b"), _leads_out("C:b"), _leads_out("/b")
    (False, True, True, True, True)
    """
    path = PureWindowsPath(name)
    return bool(path.anchor) or ".." in path.parts


def _of_folder(path: Path) -> Iterator[str]:
    listing = path / FILE
    yield from _compared(below(path), listing.read_bytes() if listing.is_file() else None)


def below(folder: Path) -> dict[str, str]:
    """Return name -> checksum of the files in a folder, without what file managers leave there."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    kept = (file for file in files if not any(file.match(litter) for litter in _LITTER))
    return {file.relative_to(folder).as_posix(): _digest(file) for file in kept}


def _compared(found: Mapping[str, str], listing: bytes | None) -> Iterator[str]:
    if listed := parsed(listing or b""):
        yield from differences(listed, {name: found[name] for name in found if name != FILE})
    else:
        yield f"it has no {FILE} that lists its files"


def differences(listed: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """Yield each file that is missing, not listed, or not as its checksum says."""
    for name in sorted({*listed, *found}):
        if name not in found:
            yield f"{name} is missing"
        elif name not in listed:
            yield f"{name} is not one of its files"
        elif found[name] != listed[name]:
            yield f"{name} was changed"


def parsed(text: bytes) -> dict[str, str]:
    """Return name -> checksum; a line of another form is none."""
    lines = (line.split("  ", 1) for line in text.decode(errors="replace").splitlines())
    return {parts[1]: parts[0] for parts in lines if len(parts) == 2}
