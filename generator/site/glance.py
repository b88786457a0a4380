"""What the first screen of a material says: what it did, against what, and how far its sources were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..atlas import Atlas
from ..records.collection import Dataset
from ..records.kinds import Material
from ..records.shapes import Claim, Source


@dataclass(frozen=True, slots=True)
class Outcome:
    """The number that tells most about a material: a claim, whose `owner` is another material for a control."""

    owner: Material
    claim: Claim


def outcome(atlas: Atlas, material: Material) -> Outcome | None:
    """Return the first number set against a control, else the first number, in the order of the vocabulary.

    The order is the same for all materials, so no record shows off what it does best. For a control without
    numbers of its own, the claims that name it are taken.
    """
    own = [Outcome(material, claim) for claim in material.claims]
    others = [Outcome(seen.owner, seen.claim) for seen in atlas.compared.get(material.id, ())]
    found = [item for item in own if _is_number(item.claim.value)] or [
        item for item in others if item.claim.versus and _is_number(item.claim.versus.value)
    ]
    order = list(atlas.data.properties)
    return min(
        found, key=lambda item: (not _paired(item.claim), order.index(item.claim.property)), default=None
    )


def _paired(claim: Claim) -> bool:
    return claim.versus is not None and _is_number(claim.versus.value)


def _is_number(value: object) -> bool:
    return value is not None and not isinstance(value, str)


REVIEW, ABSTRACT, TEXT = "review", "abstract", "text"
_WORDS = {
    REVIEW: "only through a review; the paper itself has not been read for this record",
    ABSTRACT: "from the abstract; the full paper has not been read for this record",
    TEXT: "from the text of its source",
}


def depth(source: Source, data: Dataset) -> str:
    """Return how far a source was read: through a review, in its abstract, or in its text."""
    if source.via or data.references[source.reference].type == "review-article":
        return REVIEW
    return ABSTRACT if source.at.casefold().startswith(("abstract", "title")) else TEXT


def known(material: Material, data: Dataset) -> str:
    """Return in words the furthest that any statement of a record was read."""
    found = {depth(source, data) for source in _sources(material)}
    return _WORDS[next(level for level in (TEXT, ABSTRACT, REVIEW) if level in found)]


def _sources(material: Material) -> Iterator[Source]:
    yield material.source
    yield from (claim.source for claim in material.claims)
