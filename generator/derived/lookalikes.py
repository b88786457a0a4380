"""Records that could be confused: another material of the same name, the same composition from another paper."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..records.material_models import Material
from .atlas import Atlas, Entry

_AUTHOR_YEAR = re.compile(r"\s*\([^()]*\d{4}[a-z]?\)$")  # the suffix of ambiguous names, as in "HEO (Qiu 2025)"


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Other materials with a name of this one, and records of the same composition from other papers."""

    others: tuple[Entry, ...]
    same: tuple[Entry, ...]


Index = Mapping[str, tuple[str, ...]]
"""Name or composition -> the ids of all materials with it."""


def index(atlas: Atlas) -> Index:
    """Return every name and composition with the materials that have it; states go by their parents."""
    found: dict[str, list[str]] = defaultdict(list)
    for ident, entry in atlas.entries.items():
        for key in _keys(entry) if entry.material.role != "state" else ():
            found[key].append(ident)
    return {key: tuple(idents) for key, idents in found.items()}


def of(atlas: Atlas, known: Index, ident: str) -> Namesakes:
    """Return the records that could be confused with a material, by name."""
    entry = atlas.entries[ident]
    found = {other for key in _keys(entry) for other in known.get(key, ()) if other != ident}
    others = sorted((atlas.entries[other] for other in found), key=lambda item: item.material.name.casefold())
    mine = _composition(entry)
    same = tuple(item for item in others if mine is not None and _composition(item) == mine)
    return Namesakes(tuple(item for item in others if item not in same), same)


def _keys(entry: Entry) -> Iterator[str]:
    composition = _composition(entry)
    yield from {_normalised(name) for name in _names(entry.material)}
    if composition:
        yield f"={composition}"


def _names(material: Material) -> Iterator[str]:
    yield _AUTHOR_YEAR.sub("", material.name)
    yield from material.aliases


def _normalised(name: str) -> str:
    return re.sub(r"[^\w]", "", name).casefold()


def _composition(entry: Entry) -> str | None:
    """Return the composition with its elements in one order, so that two spellings of it are equal.

    The composition of a material that is known by its host's formula is unknown.
    """
    if entry.description is None or entry.material.host:
        return None
    sites = entry.description.sites
    return " ".join(f"{site}:{el}{sites[site][el]}" for site in sorted(sites) for el in sorted(sites[site]))
