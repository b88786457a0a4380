"""In how many materials is a metal in each formal state? Counted by family, and used by the page Design."""

from __future__ import annotations

from collections import Counter, defaultdict

from ..chemistry.charges import Charge
from ..chemistry.description import Description
from . import nearest
from .atlas import Atlas

States = dict[str, dict[str, dict[int, int]]]
"""Family -> element of the metal site -> charge -> materials; under charge 0, all materials that hold the element."""


def counts(atlas: Atlas) -> States:
    """Count the formal states of the metal sites of compositions as made whose charges balance."""
    found: dict[str, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    balanced = (made for made in nearest.as_made(atlas).values() if made.descriptors.charges.balanced)
    for described in balanced:
        for symbol, charge in _states(described):
            found[described.family][symbol][charge] += 1
    return {
        family: {symbol: dict(sorted(each.items())) for symbol, each in sorted(metals.items())}
        for family, metals in sorted(found.items())
    }


def _states(described: Description) -> set[tuple[str, int]]:
    """Return each element with each of its states, and with 0; printed mean valences such as 2.5+ are no states."""
    ions: list[Charge] = [ion for ion in described.descriptors.charges.beyond_rounding if ion.site == "metal"]
    return {(ion.symbol, charge) for ion in ions for charge in (0, int(ion.charge)) if ion.charge == int(ion.charge)}
