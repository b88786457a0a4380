"""How much is known? Properties by how many materials have them, what is missed most, and how far sources were read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..records.model_parts import Source
from ..records.models import Material
from .atlas import Atlas

READ = {
    "full-text": "passages of its own text",
    "abstract": "its abstract",
    "listing": "its entry in a list",
    None: "a publication that cites it",
}
"""How far a source was read, the farthest first -> in words."""


@dataclass(frozen=True, slots=True)
class Known:
    """How many materials have a property: in any claim, in numbers, and how many records say that it is missing."""

    property: str
    materials: int
    numbers: int
    missing: int


def known(atlas: Atlas) -> list[Known]:
    """Return every property of materials, the best known first."""
    have, numbers, lack = Counter[str](), Counter[str](), Counter[str]()
    for material in atlas.data.materials.values():
        have.update({claim.property for claim in material.claims})
        numbers.update({claim.property for claim in material.claims if not isinstance(claim.value, str)})
        lack.update({item.property for item in material.missing})
    names = sorted(have.keys() | lack.keys(), key=lambda name: (-have[name], name))
    return [Known(name, have[name], numbers[name], lack[name]) for name in names]


def wanted(atlas: Atlas, least: int = 2) -> list[Known]:
    """Return the properties that most records say they lack, the most wanted first."""
    lacking = [item for item in known(atlas) if item.missing >= least]
    return sorted(lacking, key=lambda item: (-item.missing, item.property))


def read(atlas: Atlas) -> list[tuple[str, int, int]]:
    """Return (how far read, materials, claims) for every degree of reading: of the source that tells it."""
    materials = Counter(degree(atlas, material.source) for material in atlas.data.materials.values())
    claims = Counter(
        degree(atlas, claim.source) for material in atlas.data.materials.values() for claim in material.claims
    )
    return [(words, materials[degree], claims[degree]) for degree, words in READ.items()]


def unconfirmed(atlas: Atlas) -> int:
    """Return how many claims were imported from a table and not yet compared with their source."""
    return sum(claim.unconfirmed for material in atlas.data.materials.values() for claim in material.claims)


def numbers_read(atlas: Atlas) -> int:
    """Return how many numbers come from a publication that was read itself and that does not cite them."""
    return sum(degree(atlas, claim.source) is not None for claim in atlas.numbers)


def papers(atlas: Atlas) -> int:
    """Return how many publications of their own the materials come from."""
    return len({material.source.reference for material in atlas.data.materials.values()})


def two_sources(atlas: Atlas) -> list[Material]:
    """Return the materials of which a review tells what one paper says, and that paper was read itself too."""
    found = (material for material in atlas.data.materials.values() if _told_twice(material))
    return sorted(found, key=lambda material: material.name.casefold())


def _told_twice(material: Material) -> bool:
    sources = [material.source, *(claim.source for claim in material.claims)]
    told = {source.reference for source in sources if source.via}
    return any(source.via is None and source.reference in told for source in sources)


def degree(atlas: Atlas, source: Source) -> str | None:
    """Return how far a source was read, a key of `READ`."""
    return None if source.via or source.second_hand else atlas.data.references[source.reference].seen
