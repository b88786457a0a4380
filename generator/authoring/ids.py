"""Ids of new records. An id is never reused, not even one that a record once had."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain, count
from pathlib import Path, PurePath
from typing import Any, Final

from ..records.dataset import Dataset
from ..suggestions import slugify

_MAX_LENGTH: Final = 30  # characters of a name in an id; another id and a number may follow


def former_ids(value: Any) -> set[str]:
    """Return the former ids in a record's file, which need not be valid."""
    former = value.get("former_ids") if isinstance(value, dict) else None
    return set(map(str, former)) if isinstance(former, list) else set()


def used_ids(folder: Path, dataset: Dataset) -> set[str]:
    """Return the ids that records of a folder have or once had."""
    documents = [origin.document for origin in dataset.origins.values()]
    here = [document.value for document in documents if PurePath(document.file).parent.name == folder.name]
    return {path.stem for path in folder.glob("*.yml")}.union(*map(former_ids, here))


def free_id(used: Collection[str], *candidates: str) -> str:
    """Return the first candidate that is free, else the last one with the lowest free number from 2.

    >>> free_id([], "nfm", "nfm-doe2025"), free_id(["nfm", "nfm-doe2025"], "nfm", "nfm-doe2025")
    ('nfm', 'nfm-doe2025-2')
    """
    numbered = (f"{candidates[-1]}-{number}" for number in count(2))
    return next(ident for ident in chain(candidates, numbered) if ident not in used)


def material_id(name: str, reference: str | None, used: Collection[str]) -> str:
    """Return the name as an id, with that of its paper or a number where it is in use.

    >>> material_id("NFM 111", "doe2025", []), material_id("NFM 111", "doe2025", ["nfm-111"])
    ('nfm-111', 'nfm-111-doe2025')
    """
    slug = slugify(name)[:_MAX_LENGTH].strip("-") or "unnamed"
    return free_id(used, slug, "-".join(filter(None, (slug, reference))))


def reference_id(family: str, year: int, used: Collection[str]) -> str:
    """Return author and year, with the letter after the last one in use: a gap may be an id that was removed.

    >>> reference_id("Müller-O’Brien", 2024, []), reference_id("Doe", 2024, ["doe2024"])
    ('mullerobrien2024', 'doe2024b')
    >>> reference_id("Doe", 2024, ["doe2024", "doe2024c"]), reference_id("Doe", 2024, ["doe2024z"])
    ('doe2024d', 'doe2024za')
    """
    stem = f"{slugify(family).replace('-', '') or 'anonymous'}{year}"
    suffixes = [match[1] for ident in used if (match := re.fullmatch(rf"{stem}(z*[a-z]?)", ident))]
    if not suffixes:
        return stem
    last = max(suffixes) or "a"
    return f"{stem}{last}a" if last.endswith("z") else f"{stem}{last[:-1]}{chr(ord(last[-1]) + 1)}"
