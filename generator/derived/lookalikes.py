"""Which other records could be taken for this one? The same name for another material, the same material elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..records.models import Material
from .atlas import Atlas, Entry

_TOLD_APART = re.compile(r"\s*\([^()]*\d{4}\)$")  # the author and year that our names carry, as in "HEO (Qiu 2025)"


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Other materials that go by a name of this one, and records of the same composition from other papers."""

    others: tuple[Entry, ...]
    same: tuple[Entry, ...]


Index = Mapping[str, tuple[str, ...]]
"""What a material may be known by, a name or a composition -> the ids of all materials known by it."""


def index(atlas: Atlas) -> Index:
    """Return every name and composition with the materials that have it; states go by their parents."""
    found: dict[str, list[str]] = defaultdict(list)
    for ident, entry in atlas.entries.items():
        for key in _keys(entry) if entry.material.role != "state" else ():
            found[key].append(ident)
    return {key: tuple(idents) for key, idents in found.items()}


def of(atlas: Atlas, known: Index, ident: str) -> Namesakes:
    """Return what could be taken for a material, by name."""
    entry = atlas.entries[ident]
    alike = {other for key in _keys(entry) for other in known.get(key, ()) if other != ident}
    found = sorted((atlas.entries[other] for other in alike), key=lambda item: item.material.name.casefold())
    mine = _composition(entry)
    same = tuple(item for item in found if mine is not None and _composition(item) == mine)
    return Namesakes(tuple(item for item in found if item not in same), same)


def _keys(entry: Entry) -> Iterator[str]:
    composition = _composition(entry)
    yield from {_squeezed(name) for name in _names(entry.material)}
    if composition:
        yield f"={composition}"


def _names(material: Material) -> Iterator[str]:
    yield _TOLD_APART.sub("", material.name)
    yield from material.aliases


def _squeezed(name: str) -> str:
    return re.sub(r"[^\w]", "", name).casefold()


def _composition(entry: Entry) -> str | None:
    """Return the composition with its elements in one order, so that two spellings of it are equal.

    A material that is known by its host's formula has a composition that nobody knows.
    """
    if entry.description is None or entry.material.host:
        return None
    sites = entry.description.sites
    return " ".join(f"{site}:{el}{sites[site][el]}" for site in sorted(sites) for el in sorted(sites[site]))
