"""RIS, as reference managers and publishers export it, as items of CSL JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_TYPES: Final = {"JOUR": "article-journal", "UNPB": "article", "PREP": "article", "PAT": "patent"}
_FIELDS: Final = {
    "title": ("TI", "T1"), "container-title": ("T2", "JF", "JO"), "volume": ("VL",), "issue": ("IS",), "DOI": ("DO",),
}  # fmt: skip
"""Field of CSL JSON -> the tags that may hold it, the usual one first."""


def is_ris(text: str) -> bool:
    """Return whether a file is RIS: its first line names a type."""
    return bool(re.match(r"\s*TY  - ", text.removeprefix("\ufeff")))


def items(text: str) -> list[dict[str, Any]]:
    """Return the items of a RIS file.

    >>> items("TY  - JOUR\\nPY  - 2024/05\\nSP  - 1\\nEP  - 9\\nER  - \\n")[0]["page"]
    '1-9'
    """
    return [_item(tags) for tags in _records(text)]


def _records(text: str) -> Iterator[dict[str, list[str]]]:
    tags: dict[str, list[str]] = {}
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.match(line.strip("\r"))
        if found and found[1] == "ER":
            yield tags
            tags = {}
        elif found and found[2].strip():
            tags.setdefault(found[1], []).append(found[2].strip())
    if tags:
        yield tags


def _item(tags: dict[str, list[str]]) -> dict[str, Any]:
    def first(*names: str) -> str | None:
        return next((tags[name][0] for name in names if name in tags), None)

    year = re.match(r"\d{4}", first("PY", "Y1", "DA") or "")
    item: dict[str, Any] = {key: first(*names) for key, names in _FIELDS.items()}
    item |= {
        "type": _TYPES.get(first("TY") or "", "article-journal"),
        "author": [_author(name) for tag in ("AU", "A1") for name in tags.get(tag, ())],
        "issued": {"date-parts": [[int(year[0])]]} if year else None,
        "page": "-".join(filter(None, (first("SP"), first("EP")))),
    }
    return {key: value for key, value in item.items() if value}


def _author(name: str) -> dict[str, str]:
    """Return an author from `Family, Given, Suffix`; a name without a comma is that of a group."""
    family, *more = (part.strip() for part in name.split(","))
    return {"literal": family} if not more else dict(zip(("family", "given", "suffix"), (family, *more), strict=False))
