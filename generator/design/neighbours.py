"""What does this collection know near a composition? The materials most like it, and each of its elements.

What is known comes with the code as `data/known.json`, see `site/designer.py`, whose texts are typeset already.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..chemistry.description import Description
from ..chemistry.similarity import Composition, compared, indexed, nearest_to

_KNOWN: Final = Path(__file__).resolve().parents[2] / "data" / "known.json"
MOST: Final = 6


@cache
def known() -> dict[str, Any]:
    """Return what is known: `materials` by id, `elements` by symbol."""
    found: dict[str, Any] = json.loads(_KNOWN.read_text(encoding="utf-8"))
    return found


def materials(described: Description) -> list[dict[str, Any]]:
    """Return the materials of the same family whose composition is most similar, the nearest first."""
    family = {ident: each for ident, each in known()["materials"].items() if each["family"] == described.family}
    compositions = {ident: Composition(*each["composition"]) for ident, each in family.items()}
    found = nearest_to(compared(described.placed), indexed(compositions), MOST)
    return [{"id": near.id, **family[near.id], "distance": near.distance.said} for near in found]


def elements(described: Description) -> list[dict[str, Any]]:
    """Return what is known of each element of the metal site; of one that no record holds, that it is new."""
    listed = known()["elements"]
    return [{"symbol": symbol, **listed.get(symbol, {})} for symbol in described.placed.metal]
