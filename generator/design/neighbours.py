"""What does this collection know near a composition? The materials most like it, and each of its elements.

What is known comes with the code as `data/known.json`, see `site/designer.py`, whose texts are typeset already.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..chemistry import redox_states
from ..chemistry.description import Description
from ..chemistry.quantities import BY_ID, unit_text
from ..chemistry.similarity import SAME, Composition, compared, distance, indexed, nearest_to
from .checks import Check

_KNOWN: Final = Path(__file__).resolve().parents[2] / "data" / "known.json"
MOST: Final = 6
SINGLE: Final = ("O3", "P2")
"""The phases of layered oxides that most materials have alone."""


@cache
def known() -> dict[str, Any]:
    """Return what is known: `materials` by id, `elements` by symbol."""
    found: dict[str, Any] = json.loads(_KNOWN.read_text(encoding="utf-8"))
    return found


def materials(described: Description) -> list[list[dict[str, Any]]]:
    """Return the materials of the same family whose compositions are most similar, the nearest first.

    Those of one composition are together, the ones with numbers first.
    """
    family = {ident: each for ident, each in known()["materials"].items() if each["family"] == described.family}
    compositions = {ident: Composition(*each["composition"]) for ident, each in family.items()}
    groups: list[list[dict[str, Any]]] = []
    for near in nearest_to(compared(described.placed), indexed(compositions), len(family)):
        found = {"id": near.id, **family[near.id], "distance": near.distance.said}
        own = compositions[near.id]
        alike = next((each for each in groups if distance(compositions[each[0]["id"]], own).said == SAME), None)
        if alike is not None:
            alike.append(found)
        elif len(groups) < MOST:
            groups.append([found])
    return [sorted(group, key=lambda each: "measured" not in each) for group in groups]


def phases(described: Description, near: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return where a composition lies among the sodium contents and ionic potentials of O3 and P2 oxides.

    `points` are [phase, sodium, potential] of the whole collection, `said` counts the phases of the nearest materials.
    """
    found = [each for each in known()["materials"].values() if each["family"] == described.family]
    points = [
        [each["phase"], each["sodium"], each["potential"]]
        for each in found
        if each.get("phase") in SINGLE and "potential" in each and "sodium" in each
    ]
    held = Counter(each.get("phase", "none reported") for each in near).most_common()
    return {
        "sodium": float(described.sodium_per_metal or 0),
        "potential": described.descriptors.ionic_potential,
        "points": points,
        "said": f"Reported phases of the {len(near)} nearest: {', '.join(f'{phase} ({n})' for phase, n in held)}.",
    }


def other_states(described: Description, near: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    """Yield what the source of the same composition reports of its metals' states, where it is not what counts."""
    for each in near:
        rows = redox_states.own(each["id"]) if each["distance"] == SAME else ()
        if rows:
            states = {(row.site, row.symbol): row.highest for row in rows}
            quantity, own = BY_ID["capacity_redox"], described._replace(states=states)
            said = "; ".join(row.states for row in rows)
            number = quantity.text(value) if (value := quantity.get(own)) is not None else "not known"
            text = f"The source of {each['name']}, the same composition, reports “{said}”: redox-limited capacity"
            yield Check("reported-states", f"{text} {number} {unit_text(quantity.unit)}.", f"materials/{each['id']}/")


def elements(described: Description) -> list[dict[str, Any]]:
    """Return what is known of each element of the metal site, in numbers of this family alone."""
    listed = {symbol: known()["elements"].get(symbol, {}) for symbol in described.placed.metal}
    return [
        {"symbol": symbol, **each, "compared": each.get("compared", {}).get(described.family, [])}
        for symbol, each in listed.items()
    ]
