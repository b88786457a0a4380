"""Highlights on the first screen of a material: its main claims, and what was read of its sources."""

from __future__ import annotations

from ..records.model_parts import ends, is_paired
from ..records.models import Material
from .atlas import Atlas, MaterialClaim
from .coverage import READ, degree

_FIRST = ("capacity-retention", "specific-capacity")  # what readers look for first
_COUNT = 2


def main_claims(atlas: Atlas, material: Material) -> list[MaterialClaim]:
    """Return up to two numbers of different properties: those with a control first, then the most requested.

    The order is the same for all materials, so that none shows only its best. For a control without numbers of its
    own, the claims of other materials that name it are taken.
    """
    found = sorted(_numbers(atlas, material), key=_rank)
    once = {item.claim.property: item for item in reversed(found)}
    return sorted(once.values(), key=_rank)[:_COUNT]


def _numbers(atlas: Atlas, material: Material) -> list[MaterialClaim]:
    own = [MaterialClaim(material, claim) for claim in material.claims if ends(claim.value)]
    return own or [pair for pair in atlas.compared.get(material.id, ()) if is_paired(pair.claim)]


def _rank(item: MaterialClaim) -> tuple[bool, int]:
    name = item.claim.property
    return not is_paired(item.claim), _FIRST.index(name) if name in _FIRST else len(_FIRST)


def read(atlas: Atlas, material: Material) -> str:
    """Return what was read for a record, the most complete first."""
    sources = (material.source, *(claim.source for claim in material.claims))
    found = {degree(atlas, source) for source in sources}
    words = "; ".join(READ[level] for level in READ if level in found)
    return words if found != {None} else f"{words}, not the paper itself"
