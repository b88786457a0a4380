"""What the first screen of a material says: what it did, against what, and how far its sources were read."""

from __future__ import annotations

from dataclasses import dataclass

from ..records.model_parts import Claim
from ..records.models import Material
from .atlas import Atlas
from .coverage import READ, degree


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number that tells of a material: a claim, whose `owner` is another material where this one is its control."""

    owner: Material
    claim: Claim


_FIRST = ("capacity-retention", "specific-capacity")  # what readers look for first
_MOST = 2


def outcomes(atlas: Atlas, material: Material) -> list[Outcome]:
    """Return up to two numbers of different properties: those set against a control first, then those most looked for.

    The order is the same for all materials, so no record shows off what it does best. For a control without
    numbers of its own, the claims that name it are taken.
    """
    found = sorted(_numbers(atlas, material), key=_rank)
    once = {item.claim.property: item for item in reversed(found)}
    return sorted(once.values(), key=_rank)[:_MOST]


def _numbers(atlas: Atlas, material: Material) -> list[Outcome]:
    own = [Outcome(material, claim) for claim in material.claims if _is_number(claim.value)]
    seen = (Outcome(other.owner, other.claim) for other in atlas.compared.get(material.id, ()))
    return own or [item for item in seen if _paired(item.claim)]


def _rank(item: Outcome) -> tuple[bool, int]:
    name = item.claim.property
    return not _paired(item.claim), _FIRST.index(name) if name in _FIRST else len(_FIRST)


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
