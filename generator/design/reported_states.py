"""Which formal states of a composition does hardly any record of its family have, and which do records have?

The counts come with the code, from `derived/formal_states.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from ..chemistry.charges import EXTREME, LADDER, LOW_IN_LAYERS, MIDDLE, Charge, usual_state
from ..chemistry.description import Description
from ..chemistry.families import LAYERED
from ..chemistry.sites import Site

Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Family -> element of the metal site -> charge -> materials; under "0", all that hold the element."""

_FEWEST: Final = 5  # materials with an element; of fewer, nothing is said
_RARE: Final = 50  # a state that fewer than one of so many materials has is unusual
_COMMON: Final = 8  # one that at least one of so many has is common


class Unusual(NamedTuple):
    """An ion in an unusual state, how many of the materials with its element have it, and if it is low or high."""

    ion: Charge
    held: int
    of: int
    is_low: bool


def unusual(described: Description, counts: Counts) -> list[Unusual]:
    """Return the ions in states that cycling reaches or that hardly any record has; none where no charges balance.

    >>> from generator.chemistry.description import describe
    >>> counts = {"layered-oxide": {"Ti": {"0": 90, "4": 90}}}
    >>> [(found.ion.symbol, found.held, found.of) for found in unusual(describe("NaTiO2"), counts)]
    [('Ti', 0, 90)]
    """
    charges, family = described.descriptors.charges, counts.get(described.family, {})
    found = []
    for ion in charges.beyond_rounding if charges.balanced else ():
        states = family.get(ion.symbol, {}) if ion.site == "metal" else {}
        if ion in charges.extreme or _is_rare(states, str(ion.charge)):
            held, of = states.get(str(ion.charge), 0), states.get("0", 0)
            found.append(Unusual(ion, held, of, ion.charge < _commonest(states)))
    return found


def _is_rare(states: Mapping[str, int], charge: str) -> bool:
    return states.get("0", 0) >= _FEWEST and states.get(charge, 0) * _RARE < states["0"]


def _commonest(states: Mapping[str, int]) -> int:
    held = {int(charge): number for charge, number in states.items() if charge != "0"}
    return max(held, key=held.__getitem__, default=MIDDLE)


def span(symbol: str, family: str, counts: Counts, site: Site = "metal") -> tuple[int, int]:
    """Return the lowest and the highest charge of an element of a site in states that are common in records.

    Where too few records hold it: from its usual state up the ladder of the formal charges.

    >>> span("Mn", "layered-oxide", {}), span("Ni", "layered-oxide", {}), span("Ti", "layered-oxide", {})
    ((3, 4), (2, 3), (4, 4))
    """
    states = counts.get(family, {}).get(symbol, {}) if site == "metal" else {}
    if states.get("0", 0) >= _FEWEST:
        known = {int(charge) for charge, n in states.items() if charge != "0" and n * _COMMON >= states["0"]}
    else:
        known = {usual_state(symbol, site), *(rung.end for rung in LADDER if rung.symbol == symbol)}
    low = LOW_IN_LAYERS if family == LAYERED else {}
    known -= {*EXTREME.get(symbol, ()), *low.get(symbol, ())}
    return min(known), max(known)


def carried(described: Description, counts: Counts) -> tuple[float, float]:
    """Return the least and the most charge that the metal site may have to carry per formula unit.

    They differ in what the carbon-coordinated metals of a Prussian blue analogue can carry.
    """
    beside = [
        (float(amount), span(symbol, described.family, counts, "carbon"))
        for symbol, amount in described.placed.carbon.items()
    ]
    needed = float(described.descriptors.charges.needed)
    low, high = (sum(amount * ends[end] for amount, ends in beside) for end in (0, 1))
    return needed - high, needed - low
