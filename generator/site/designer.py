"""What does the page Design need beside its template? The engine, the metals to choose from, and what is known."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from ..chemistry import elements, quantities
from ..chemistry.entropy import MOST, in_print
from ..chemistry.formula import spans
from ..chemistry.similarity import compared
from ..derived import element_usage, formal_states, highlights, nearest
from ..derived.atlas import Atlas, Entry, MaterialClaim
from ..design.checks import COBALT
from ..drawing.element_colours import tone
from ..printing import claim_text, conditions_text, control_text
from ..records.material_models import Material
from .browser_python import Code

_ENTRY: Final = "generator.design.service"
LIMITS: Final = f"Co {100 * COBALT}, Ni {100 * MOST}"
"""The limits of a target that the page begins with, in per cent of the site."""


def code(atlas: Atlas) -> Code:
    """Return what the page runs."""
    return Code(_ENTRY, files={"data/known.json": json.dumps(known(atlas), ensure_ascii=False)})


def metals(atlas: Atlas) -> list[dict[str, str]]:
    """Return the elements that some record has on its metal site, with the tone of their bars."""
    uses = element_usage.of_elements(atlas)
    return [
        {"symbol": each.symbol, "name": each.name, "tone": tone(each.symbol)}
        for each in elements.table().values()
        if any(use.site == "metal" for use in uses.get(each.symbol, ()))
    ]


# What is known


def known(atlas: Atlas) -> dict[str, Any]:
    """Return materials by id and elements by symbol, typeset for the page, and how many have each formal state."""
    own = nearest.as_made(atlas)
    materials = {entry.id: _material(atlas, entry) for entry in atlas.described if entry.id in own}
    return {"materials": materials, "elements": _elements(atlas), "states": formal_states.counts(atlas)}


def _material(atlas: Atlas, entry: Entry) -> dict[str, Any]:
    described, material = entry.description, entry.material
    assert described
    found = {
        "name": material.name,
        "family": described.family,
        "phase": material.phase,
        "spans": [list(span) for span in spans(described.plain)],
        "composition": [{el: round(part, 5) for el, part in site.items()} for site in compared(described.placed)],
        "entropy": f"{in_print(described.entropy.all)} R",
        "sodium": _rounded(quantities.BY_ID["sodium_per_metal"].get(described)),
        "potential": _rounded(described.descriptors.ionic_potential),
        "potential_text": _potential_text(described.descriptors.ionic_potential),
        "measured": list(_measured(atlas, material)),
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _rounded(value: float | Fraction | None) -> float | None:
    return None if value is None else round(float(value), 3)


def _potential_text(value: float | None) -> str | None:
    return None if value is None else quantities.BY_ID["ionic_potential"].text(value)


def _measured(atlas: Atlas, material: Material) -> Iterator[list[str]]:
    """Yield label, value and conditions of the headline numbers of a material's own record."""
    for ident, found in highlights.headline(atlas, material).items():
        if found and found.owner.id == material.id:
            yield [atlas.data.properties[ident].label, claim_text(found.claim), conditions_text(found.claim.conditions)]


MOST_COMPARED: Final = 3
"""Pairs of an element that the page shows of a family; the element's own page has all."""


def _compared(symbol: str, atlas: Atlas) -> dict[str, list[dict[str, str]]]:
    """Return the first comparisons of an element by the family of the material."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for family, pair in _pairs(symbol, atlas):
        if len(found[family]) < MOST_COMPARED:
            found[family].append(pair)
    return found


def _says_a_role(pair: MaterialClaim, atlas: Atlas) -> bool:
    """Whether a value says what an element does: entropy follows from the formula, a lattice constant alone is bare."""
    ident = pair.claim.property
    return ident != "configurational-entropy" and atlas.data.properties[ident].group != "lattice"


def _pairs(symbol: str, atlas: Atlas) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield family and comparison, those first in which the fewest other elements differ."""
    pairs = [pair for pair in element_usage.without(symbol, atlas) if _says_a_role(pair, atlas)]
    for pair in sorted(pairs, key=lambda pair: len(element_usage.also_differ(symbol, pair, atlas))):
        assert pair.claim.versus
        yield (
            pair.owner.family,
            {
                "id": pair.owner.id,
                "name": pair.owner.name,
                "label": atlas.data.properties[pair.claim.property].label,
                "value": claim_text(pair.claim),
                "control": control_text(pair.claim),
                "versus": atlas.data.materials[pair.claim.versus.material].name,
                "conditions": conditions_text(pair.claim.conditions),
                "also": ", ".join(element_usage.also_differ(symbol, pair, atlas)),
            },
        )


def _elements(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Return the page of each element, and how many materials, statements and comparisons it has."""
    uses = element_usage.of_elements(atlas)
    ids = element_usage.ids(atlas, uses)
    return {
        symbol: {
            "id": ids[symbol],
            "materials": sum(use.site == "metal" for use in found),
            "pairs": len(element_usage.without(symbol, atlas)),
            "compared": _compared(symbol, atlas),
            "said": len(atlas.data.elements[ids[symbol]].roles) if ids[symbol] in atlas.data.elements else 0,
        }
        for symbol, found in uses.items()
    }
