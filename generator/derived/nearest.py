"""Which materials of a family are nearest in composition?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..chemistry import similarity
from ..chemistry.description import Description
from ..chemistry.similarity import Composition, Neighbour
from .atlas import Atlas


@dataclass(frozen=True, slots=True)
class Index:
    """What is compared of each material, and the same of each family by the metals."""

    compositions: Mapping[str, Composition]
    families: Mapping[str, similarity.Index]


def index(atlas: Atlas) -> Index:
    """Return what is searched for neighbours, made once for a collection."""
    own = {ident: similarity.compared(described.placed) for ident, described in as_made(atlas).items()}
    families: dict[str, dict[str, Composition]] = defaultdict(dict)
    for ident, composition in own.items():
        families[atlas.data.materials[ident].family][ident] = composition
    return Index(own, {family: similarity.indexed(found) for family, found in families.items()})


def as_made(atlas: Atlas) -> dict[str, Description]:
    """Return every composition that is a material's own: no host, nor the parent of a state."""
    return {
        entry.id: entry.description
        for entry in atlas.entries.values()
        if entry.description and entry.material.role != "state" and not entry.material.host
    }


def of(atlas: Atlas, known: Index, ident: str) -> list[Neighbour]:
    """Return the materials of the same family whose composition is most similar."""
    own = known.compositions.get(ident)
    return similarity.nearest_to(own, known.families[atlas.data.materials[ident].family], besides=ident) if own else []
