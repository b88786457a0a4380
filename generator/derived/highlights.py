"""How a material's page presents what is recorded: headline numbers, claims in groups, numbered sources."""

from __future__ import annotations

from typing import Final

from ..records.dataset import Dataset
from ..records.field_types import ends
from ..records.material_models import Material
from ..records.model_parts import Claim, is_paired
from ..records.reference_models import Reference
from .atlas import Atlas, MaterialClaim
from .coverage import READ, degree
from .criteria import at_room_temperature, is_half_cell

HEADLINE: Final = ("specific-capacity", "working-voltage", "capacity-retention")
"""The properties that readers look for first, in the order in which they are shown."""


def headline(atlas: Atlas, material: Material) -> dict[str, MaterialClaim | None]:
    """Return one number for each headline property; None where there is none.

    Of several, one of a sample as made at room temperature comes first, for capacity and voltage in a half cell, then
    the one with a control, then the one with more conditions stated. The rule is the same for all materials, so that
    none shows only its best. For a control without numbers of its own, the claims of other materials that name it are
    taken.
    """
    found = _numbers(atlas, material)
    known = [name for name in HEADLINE if name in atlas.data.properties]
    return {name: min((item for item in found if item.claim.property == name), key=_rank, default=None)
            for name in known}  # fmt: skip


def _numbers(atlas: Atlas, material: Material) -> list[MaterialClaim]:
    own = [MaterialClaim(material, claim) for claim in material.claims if ends(claim.value)]
    return own or [pair for pair in atlas.compared.get(material.id, ()) if is_paired(pair.claim)]


def _rank(item: MaterialClaim) -> tuple[bool, bool, int]:
    stated = item.claim.conditions.model_dump(exclude_none=True) if item.claim.conditions else {}
    return not is_usual(item.claim), not is_paired(item.claim), -len(stated)


def is_usual(claim: Claim) -> bool:
    """Return whether a number is of a sample as made at room temperature, a capacity or voltage also of a half cell.

    The retention of a full cell is that of its cathode, too: there is sodium for it alone.
    """
    given = claim.conditions
    exposed = given is not None and (given.exposure is not None or given.exposure_days is not None)
    of_the_cell = claim.property != "capacity-retention" and not is_half_cell(given)
    return not (exposed or of_the_cell) and at_room_temperature(given)


def read(atlas: Atlas, material: Material) -> str:
    """Return what was read for a record, the most complete first."""
    sources = (material.source, *(claim.source for claim in material.claims))
    found = {degree(atlas, source) for source in sources}
    words = "; ".join(READ[level] for level in READ if level in found)
    return words if found != {None} else f"{words}, not the paper itself"


GROUPS: Final = ("lattice", "structure", "electrochemistry", "air", "mechanism", "other")


def claims_by_group(data: Dataset, material: Material) -> dict[str, list[tuple[int, Claim]]]:
    """Return a material's claims with their places in the record, by the group of their property."""
    found: dict[str, list[tuple[int, Claim]]] = {group: [] for group in GROUPS}
    for place, claim in enumerate(material.claims):
        found[data.properties[claim.property].group or "other"].append((place, claim))
    return found


def references(data: Dataset, material: Material) -> list[Reference]:
    """Return what to cite for a material: the reference that introduces it, then those of its claims."""
    return [data.references[ident] for ident in dict.fromkeys([material.source.reference, *cited(material)])]


def cited(material: Material) -> dict[str, int]:
    """Return the references of a material's claims, numbered in the order in which it names them."""
    sources = (claim.source for claim in material.claims)
    idents = (ident for source in sources for ident in (source.reference, source.via) if ident)
    return {ident: number for number, ident in enumerate(dict.fromkeys(idents), start=1)}
