"""Which record was probably meant by an id that no record has, or by what is written in place of an id?"""

from __future__ import annotations

from typing import Any, Final

from ..errors import did_you_mean
from ..suggestions import slugify
from .dataset import KINDS, Dataset, Names

_NAMES: Final = ("title", "formula", "doi", "symbol")
"""Fields beside its name by which authors may call a record."""


def suggestion(dataset: Dataset, kind: str, ident: str) -> str:
    """Return the record of a kind that was renamed from an id, has it as a name or alias, or has a similar id."""
    known = dataset.named(kind)
    if renamed := next((new for new, record in known.items() if ident in former_ids(record)), None):
        return f'Did you mean "{renamed}"? It was renamed.'
    if kind == "materials" and (gone := dataset.withdrawn.get(ident)):
        successor = gone.withdrawn.successor if gone.withdrawn else None
        return f'That record was withdrawn. Use "{successor}".' if successor else "That record was withdrawn."
    slug = slugify(ident)
    if named := next((new for new, record in known.items() if slug in _slugs(new, record)), None):
        return f'Did you mean "{named}"?'
    if elsewhere := next((other for other in KINDS if ident in dataset.named(other)), None):
        return f"That id is one of the {elsewhere}."
    near = did_you_mean(slug, known)
    add = f"Add yourself: `python -m generator new contributor --id {ident}`."
    return near if near.startswith("Did") or kind != "people" else add


def former_ids(record: Any) -> tuple[str, ...]:
    """Return the ids that a record had before."""
    return getattr(record, "former_ids", None) or ()


def other_names(record: Any) -> tuple[str, ...]:
    """Return what authors may call a record by, beside its name and aliases."""
    return tuple(str(text) for name in _NAMES if (text := getattr(record, name, None)))


def _slugs(ident: str, record: Any) -> set[str]:
    """Return the id of a record, its names and its aliases, as ids."""
    names = (getattr(record, "name", None), *(getattr(record, "aliases", None) or ()))
    others = record.others if isinstance(record, Names) else other_names(record)
    return {ident, *(slugify(text) for text in (*names, *others) if text)}
