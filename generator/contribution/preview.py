"""How a new material will read: its head, its entropy and its claims, typeset as on its page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..chemistry.formula import FormulaError, spans
from ..derived.atlas import Atlas
from ..design import answers
from ..printing import citation_text, claim_text, conditions_text, control_text, locator_text
from ..records.material_models import Material


def card(atlas: Atlas, ident: str, refused: Collection[str]) -> dict[str, Any] | None:
    """Return the card of a material; None where nothing of it can be read. `refused` are its fields with a problem."""
    material = atlas.data.materials.get(ident)
    if material is None:
        return None
    paper = atlas.data.references.get(material.source.reference) if material.source else None
    return {
        "name": material.name or "",
        "phase": material.phase or "",
        "family": (material.family or "").replace("-", " "),
        "paper": citation_text(paper) if paper and paper.identifiers else "",
        "composition": _composition(atlas, ident),
        "claims": list(_claims(atlas, material, refused)),
    }


def _composition(atlas: Atlas, ident: str) -> dict[str, Any] | None:
    """Return the composition as the designer shows it, or why its formula is refused."""
    reading = atlas.readings.get(("materials", ident))
    if reading is None:
        return None
    if reading.description is None:
        return {"error": _refusal(reading.error)}
    described = answers.described_answer(reading.description)
    kept = ("plain", "headline", "definition", "remarks")
    return {"spans": spans(described["plain"]), **{key: described[key] for key in kept}}


def _refusal(error: FormulaError | None) -> str:
    return error.text if error else ""


def _claims(atlas: Atlas, material: Material, refused: Collection[str]) -> Iterator[dict[str, str]]:
    for index, claim in enumerate(material.claims or ()):
        known = atlas.data.properties.get(claim.property)
        if known is None or any(field.startswith(f"claims[{index}]") for field in refused):
            continue
        yield {
            "label": known.label,
            "value": claim_text(claim),
            "control": control_text(claim),
            "conditions": conditions_text(claim.conditions),
            "at": locator_text(claim.source.at),
        }
