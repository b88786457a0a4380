"""Which materials of a family are nearest in composition?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..chemistry import similarity
from ..chemistry.similarity import Neighbour, Shares
from .atlas import Atlas


@dataclass(frozen=True, slots=True)
class Index:
    """The mixing sites of a collection as shares, by material, and those of each family by their elements."""

    compositions: Mapping[str, Shares]
    families: Mapping[str, similarity.Index]


def index(atlas: Atlas) -> Index:
    """Return what is searched for neighbours, made once for a collection."""
    own = compositions(atlas)
    families: dict[str, dict[str, Shares]] = defaultdict(dict)
    for ident, shares in own.items():
        families[atlas.data.materials[ident].family][ident] = shares
    return Index(own, {family: similarity.indexed(found) for family, found in families.items()})


def compositions(atlas: Atlas) -> dict[str, Shares]:
    """Return the mixing site of every composition that is a material's own: no host, nor the parent of a state."""
    return dict(_own(atlas))


def _own(atlas: Atlas) -> Iterator[tuple[str, Shares]]:
    for entry in atlas.entries.values():
        if entry.description and entry.material.role != "state" and not entry.material.host:
            yield entry.id, similarity.shares(entry.description.placed.metal)


def of(atlas: Atlas, known: Index, ident: str) -> list[Neighbour]:
    """Return the materials of the same family whose mixing site is most similar."""
    own = known.compositions.get(ident)
    return similarity.nearest_to(own, known.families[atlas.data.materials[ident].family], besides=ident) if own else []
