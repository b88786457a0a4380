"""How much is known? Properties by how many materials have them, what is missed most, and how far sources were read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..records.material_models import Material
from ..records.model_parts import Source
from .atlas import Atlas

READ = {
    "whole-text": "its whole article, without the supplement",
    "full-text": "passages of its own text",
    "abstract": "its abstract",
    "listing": "its entry in a list",
    None: "a publication that cites it",
}
"""How far a source was read, the farthest first -> in words."""


@dataclass(frozen=True, slots=True)
class PropertyCoverage:
    """How many materials have a property, in any claim and in numbers, and how many records list it as missing."""

    property: str
    materials: int
    numbers: int
    missing: int


def known(atlas: Atlas) -> list[PropertyCoverage]:
    """Return every property of materials, the best known first."""
    have, numbers, lack = Counter[str](), Counter[str](), Counter[str]()
    for material in atlas.data.materials.values():
        have.update({claim.property for claim in material.claims})
        numbers.update({claim.property for claim in material.claims if not isinstance(claim.value, str)})
        lack.update({item.property for item in material.missing})
    names = sorted(have.keys() | lack.keys(), key=lambda name: (-have[name], name))
    return [PropertyCoverage(name, have[name], numbers[name], lack[name]) for name in names]


def wanted(atlas: Atlas, least: int = 2) -> list[PropertyCoverage]:
    """Return the properties that are most often missing."""
    lacking = [item for item in known(atlas) if item.missing >= least]
    return sorted(lacking, key=lambda item: (-item.missing, item.property))


def read(atlas: Atlas) -> list[tuple[str, int, int]]:
    """Return (what was read of the source, materials, claims) for every degree of reading."""
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
    """Return the materials with claims of one paper both via a review and from the paper itself."""
    found = (material for material in atlas.data.materials.values() if _has_both(material))
    return sorted(found, key=lambda material: material.name.casefold())


def _has_both(material: Material) -> bool:
    sources = [material.source, *(claim.source for claim in material.claims)]
    reviewed = {source.reference for source in sources if source.via}
    return any(source.via is None and source.reference in reviewed for source in sources)


def degree(atlas: Atlas, source: Source) -> str | None:
    """Return how far a source was read, a key of `READ`."""
    return None if source.via or source.second_hand else atlas.data.references[source.reference].seen
