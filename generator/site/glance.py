"""What the first screen of a material says: what it did, against what, and how far its sources were read."""

from __future__ import annotations

from dataclasses import dataclass

from ..atlas import Atlas
from ..records.kinds import Material
from ..records.shapes import Claim
from .coverage import READ, degree


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


def read(atlas: Atlas, material: Material) -> str:
    """Return in words what was read for a record, the fullest first."""
    sources = (material.source, *(claim.source for claim in material.claims))
    found = {degree(atlas, source) for source in sources}
    words = "; ".join(READ[level] for level in READ if level in found)
    return words if found != {None} else f"{words}, not the paper itself"
