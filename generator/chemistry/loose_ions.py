"""Where do the ions go that a composition leaves open? Lithium, ions as large as sodium, and vacancies.

* Ca, Y, La and others as large as Na⁺ belong beside the sodium: in layered and tunnel oxides as far as there is room,
  in other structures unless only they make the metals a whole number.
* Lithium, and a large ion without room, goes where the metal site sums most nearly to its positions.
* In lithium-rich oxides the lithium beyond one per alkali position fills up the metal site.
* A vacancy printed after the sodium belongs to the metal site where only that is filled by it.

All amounts are in units of 1/unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import Final

from .composition import ROUNDING, VACANCY
from .elements import large_ions
from .families import LAYERED, OTHER, ROCK_SALT, SPINEL, TUNNEL
from .messages import Remark, remark
from .site_rules import Held, Occupant, Site, in_print

_LAYERS: Final = (LAYERED, TUNNEL)
_LITHIUM_WANDERS: Final = (LAYERED, TUNNEL, ROCK_SALT, SPINEL, OTHER)
_NAMES: Final = {"Li": "lithium", "Ca": "calcium"}

Settled = tuple[list[Occupant], list[Remark]]
Chosen = tuple[list[str], list[Remark]]


def settled(
    occupants: list[Occupant],
    held: Held,
    vacant: Mapping[Site, int],
    positions: int,
    family: str,
    known: Collection[str],
    unit: int,
) -> Settled:
    """Place what is loose, except the `known` elements, whose site is stated; the very same list if nothing moves."""
    if "Li" not in held["alkali"] and large_ions().isdisjoint(held["metal"]):
        return occupants, []
    large = sorted(large_ions().intersection(held["metal"]).difference(known))
    sodium = sum([units for symbol, units in held["alkali"].items() if symbol != "Li"])
    if family in _LAYERS:
        roomy = _with_room(large, held["metal"], sodium, positions)
        loose = [symbol for symbol in large if symbol not in roomy]
        remarks = _remarks_on(roomy, "alkali")
    else:
        roomy, remarks = _beside_whole_metals(large, held["metal"], unit) if sodium and large else ([], [])
        loose = []
    if "Li" in held["alkali"] and "Li" not in known and family in _LITHIUM_WANDERS:
        loose = ["Li", *loose]
    if not loose and not remarks:
        return occupants, []
    moved = [o._replace(site="alkali") if o.symbol in roomy else o for o in occupants] if roomy else occupants
    settled, more = _by_sum(moved, loose, vacant.get("metal", 0), positions, unit)
    return settled, remarks + more


def _with_room(large: Sequence[str], metal: Mapping[str, int], sodium: int, positions: int) -> list[str]:
    """The large ions that the sodium layer has room for."""
    roomy = []
    for symbol in large if sodium else ():
        free, wanted = positions - sodium, metal[symbol]
        if free > 0 and ROUNDING * (wanted - free) <= positions:
            roomy.append(symbol)
            sodium += wanted
    return roomy


def _beside_whole_metals(large: Sequence[str], metal: Mapping[str, int], unit: int) -> Chosen:
    """The large ions where no structure says how many metals there are: all on the alkali site, or none of them."""
    every = sum(metal.values())
    others = every - sum([metal[symbol] for symbol in large])
    if not others:
        return [], []
    if _off(others, unit) <= _off(every, unit):
        return list(large), _remarks_on(large, "alkali")
    return [], _remarks_on(large, "metal", in_print(every, unit), in_print(others, unit))


def _off(units: int, unit: int) -> int:
    """How far a sum is from a whole number."""
    return min(units % unit, -units % unit)


def _remarks_on(symbols: Sequence[str], site: Site, *sums: str) -> list[Remark]:
    return [remark(_code(symbol, site), symbol, *sums) for symbol in symbols]


def _by_sum(occupants: list[Occupant], loose: Sequence[str], vacant: int, positions: int, unit: int) -> Settled:
    """Put each loose ion where the metal site sums most nearly to its positions."""
    units = {symbol: sum([o.units for o in occupants if o.symbol == symbol]) for symbol in loose}
    metals = [o.units for o in occupants if o.site == "metal" and o.symbol not in loose]
    if not loose or not metals:  # lithium alone makes no mixing site
        return occupants, []
    choices = [choice for size in range(len(loose) + 1) for choice in combinations(loose, size)]
    sums = {choice: sum(metals) + vacant + sum([units[symbol] for symbol in choice]) for choice in choices}
    best = min(choices, key=lambda choice: abs(sums[choice] - positions))
    if not best and not any(o.site == "alkali" and o.symbol not in loose for o in occupants):
        return _split_excess_lithium(occupants, positions, sums[best], unit)
    remarks = []
    for symbol in loose:
        site: Site = "metal" if symbol in best else "alkali"
        occupants = [o._replace(site=site) if o.symbol == symbol else o for o in occupants]
        other = sums[best] + (-units[symbol] if site == "metal" else units[symbol])
        remarks.append(remark(_code(symbol, site), symbol, in_print(sums[best], unit), in_print(other, unit)))
    return occupants, remarks


def _code(symbol: str, site: Site) -> str:
    return f"{_NAMES.get(symbol, 'large-ion')}-on-{site}-site"


def _split_excess_lithium(occupants: list[Occupant], positions: int, metal: int, unit: int) -> Settled:
    """In lithium-rich oxides the lithium beyond one per alkali position fills up the metal site."""
    lithium = [o for o in occupants if o.symbol == "Li"]
    excess = min(sum([o.units for o in lithium]) - positions, positions - metal)
    if len(lithium) != 1 or excess <= 0:
        return occupants, []
    kept = lithium[0]._replace(units=lithium[0].units - excess)
    spread = [kept if o is lithium[0] else o for o in occupants]
    return [*spread, Occupant("metal", "Li", excess, None)], [remark("lithium-split", in_print(excess, unit))]


def settled_vacancies(
    held: Held, vacant: dict[Site, int], positions: int, family: str, known: Collection[str]
) -> list[Remark]:
    """Move the vacancies printed after the sodium to the metal site where they fill that and not the sodium layer."""
    empty = vacant.get("alkali", 0)
    if not empty or VACANCY in known or family not in _LAYERS:
        return []
    metals = sum(held["metal"].values()) + vacant.get("metal", 0) + empty
    fills = [abs(total - positions) * ROUNDING <= positions for total in (metals, metals + held["alkali"].get("Li", 0))]
    if abs(sum(held["alkali"].values()) + empty - positions) * ROUNDING <= positions or not any(fills):
        return []
    vacant["metal"] = vacant.get("metal", 0) + vacant.pop("alkali")
    return [remark("vacancy-on-metal-site")]
