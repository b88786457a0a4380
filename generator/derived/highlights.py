"""Highlights on the first screen of a material: its headline numbers, and what was read of its sources."""

from __future__ import annotations

from typing import Final

from ..records.model_parts import ends, is_paired
from ..records.models import Material
from .atlas import Atlas, MaterialClaim
from .coverage import READ, degree

HEADLINE: Final = ("specific-capacity", "working-voltage", "capacity-retention")
"""The properties that readers look for first, in the order in which they are shown."""


def headline(atlas: Atlas, material: Material) -> dict[str, MaterialClaim | None]:
    """Return one number for each headline property; None where there is none.

    Of several, the one with a control comes first, then the one with more conditions stated. The rule is the same for
    all materials, so that none shows only its best. For a control without numbers of its own, the claims of other
    materials that name it are taken.
    """
    found = _numbers(atlas, material)
    known = [name for name in HEADLINE if name in atlas.data.properties]
    return {name: min((item for item in found if item.claim.property == name), key=_rank, default=None)
            for name in known}  # fmt: skip


def _numbers(atlas: Atlas, material: Material) -> list[MaterialClaim]:
    own = [MaterialClaim(material, claim) for claim in material.claims if ends(claim.value)]
    return own or [pair for pair in atlas.compared.get(material.id, ()) if is_paired(pair.claim)]


def _rank(item: MaterialClaim) -> tuple[bool, int]:
    stated = item.claim.conditions.model_dump(exclude_none=True) if item.claim.conditions else {}
    return not is_paired(item.claim), -len(stated)


def read(atlas: Atlas, material: Material) -> str:
    """Return what was read for a record, the most complete first."""
    sources = (material.source, *(claim.source for claim in material.claims))
    found = {degree(atlas, source) for source in sources}
    words = "; ".join(READ[level] for level in READ if level in found)
    return words if found != {None} else f"{words}, not the paper itself"
