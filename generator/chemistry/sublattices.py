"""What mixes with what? The sites of a composition as lists of the amounts that share positions."""

from __future__ import annotations

from typing import Final

from .site_rules import SITES
from .sites import Sites

_GROUP_OF_ITS_OWN: Final = 5  # less than 1/5 of the centres, as in (PO4)2.9(BO3)0.1, replaces some of the others


def sublattices(sites: Sites) -> list[list[int]]:
    """The units that mix with one another: alkali, metal, carbon, polyanion and anion site, in this order.

    The anions are last; the centres of polyanions stand before them, once for each shape of their groups.
    Vacancies are included; on the alkali site they fill up its positions where the structure fixes these.
    The anion list is empty where the anions do not share one site.
    """
    lattices = [list(sites.held[site].values()) for site in SITES]
    if not sites.anions_mix:
        lattices[-1] = []
    elif "H" in sites.held["anion"]:  # that of hydroxide is no anion
        lattices[-1] = [units for symbol, units in sites.held["anion"].items() if symbol != "H"]
    for lattice, site in zip(lattices, SITES, strict=True):
        vacant = sites.vacant.get(site, 0)
        if site == "alkali" and lattice and not vacant:
            vacant = sites.alkali_positions - sum(lattice)
        if vacant > 0:
            lattice.append(vacant)
    if "polyanion" in sites.vacant or len(lattices[3]) < 2:
        return lattices
    return [*lattices[:3], *_centres_by_shape(sites), lattices[-1]]


def _centres_by_shape(sites: Sites) -> list[list[int]]:
    """The units of the centres that can take each other's place: those in groups of one shape, and what dopes them."""
    centres = [each for each in sites.occupants if each.site == "polyanion"]
    amounts: dict[str, int] = {}
    for each in centres:
        amounts[each.shape] = amounts.get(each.shape, 0) + each.units
    most, total = max(amounts, key=amounts.__getitem__), sum(amounts.values())
    together: dict[str, dict[str, int]] = {}
    for _, symbol, units, _, shape in centres:
        place = together.setdefault(most if _GROUP_OF_ITS_OWN * amounts[shape] < total else shape, {})
        place[symbol] = place.get(symbol, 0) + units
    return [list(place.values()) for place in together.values()]
