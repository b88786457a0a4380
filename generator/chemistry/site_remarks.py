"""What looks unusual about the sites of a composition? Sums, non-metals, mixed anions and alkali, as remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from .composition import ROUNDING, Atom, FlatAtom, Group, Part, number
from .families import PRUSSIAN_BLUE, is_metal, oxygen_per_carbon
from .messages import Remark, remark
from .polyanions import CENTRES, lone_oxygen
from .site_rules import BY_ANIONS, ONE_ANION_SITE, Held, Site, in_print, nearest_whole

_CARBONATE: Final = 3  # oxygen atoms per carbon
CENTRE: Final = "the centre of a polyanion"
_HALOGENS: Final = ("F", "Cl", "Br", "I")
_IN_TUNNELS: Final = {"Na": (40, 50), "K": (20, 27)}  # percent of the metals: Na0.44MnO2, K2Mn8O16 and doped forms


def remarks_on_non_metals(atoms: Sequence[FlatAtom], held: Held, family: str) -> list[Remark]:
    """Non-metals on the metal site or beside it, metals in oxoanions, and carbon where cobalt may be meant."""
    if not held["polyanion"] and CENTRES.isdisjoint(held["metal"]) and CENTRES.isdisjoint(held["anion"]):
        return []
    found = [
        remark("non-metal-on-anion-site", symbol) for symbol in ("S", "Se") if {symbol, "O"} <= held["anion"].keys()
    ]
    dopants = [symbol for symbol in held["metal"] if symbol in CENTRES and symbol != "C"]
    if dopants:
        found.append(remark("non-metal-on-metal-site", ", ".join(dopants)))
    oxometallates = [symbol for symbol in held["polyanion"] if is_metal(symbol) and symbol not in CENTRES]
    if oxometallates:
        found.append(remark("metal-as-centre", ", ".join(oxometallates)))
    if family in ONE_ANION_SITE and held["polyanion"]:
        found.append(remark("non-metal-off-metal-site", ", ".join(held["polyanion"])))
    if "C" in held["metal"]:
        return [*found, remark("carbon-not-cobalt", "a metal")]
    oxygen = oxygen_per_carbon(atoms) if "C" in held["polyanion"] else None
    return [*found, remark("carbon-not-cobalt", CENTRE)] if oxygen and oxygen < _CARBONATE else found


def remarks_on_anions(
    atoms: Sequence[FlatAtom], counts: Sequence[int], held: Held, positions: int, family: str
) -> list[Remark]:
    """No anions, hydrogen or a halogen where oxides have none, and mixed anions whose positions stay open."""
    if not held["anion"]:
        return [remark("no-anions")]
    if family not in ONE_ANION_SITE:
        return _remarks_on_mixed(atoms, counts, held, positions)
    metals = [place for place, atom in enumerate(atoms) if atom.symbol in held["metal"]]
    early = [atom.symbol for atom in atoms[: metals[-1]] if atom.symbol in _HALOGENS]
    found = [remark("halogen-among-metals", ", ".join(dict.fromkeys(early)))] if early else []
    return [*found, remark("hydrogen-counted")] if "H" in held["anion"] else found


def _remarks_on_mixed(atoms: Sequence[FlatAtom], counts: Sequence[int], held: Held, positions: int) -> list[Remark]:
    """O beside F or Cl, outside of polyanions, in no whole number for each metal: then the two share positions."""
    others = [symbol for symbol in _HALOGENS if symbol in held["anion"]]
    free = sum([counts[place] for place in lone_oxygen(atoms)]) if others else 0
    return [remark("anions-not-mixed", " and ".join(("O", *others)))] if free % positions else []


def remarks_on_metal(
    parts: Iterable[Part],
    metal: Mapping[str, int],
    vacant: Mapping[Site, int],
    positions: int,
    family: str,
    unit: int,
) -> list[Remark]:
    """What looks unusual about the metal site: a sum that is not its number of positions, or that may be another."""
    found = sum(metal.values()) + vacant.get("metal", 0)
    known = family in ONE_ANION_SITE or family == PRUSSIAN_BLUE
    usual, tolerance = (positions, positions) if known else (nearest_whole(found, unit) * unit, unit)
    off = ROUNDING * abs(found - usual) > tolerance
    remarks = []
    if off:
        wanted = f"not to {in_print(usual, unit)}" if known else "which is no whole number"
        remarks.append(remark("site-sum", in_print(found, unit), wanted))
    for part in [part for part in parts if isinstance(part, Group)]:
        shared = _sum_if_shared(part, Fraction(found, unit))
        if shared is not None and (part.amount > 1 or (off and shared == round(shared) > 0)):
            remarks.append(remark("site-sum-shared", number(part.amount), number(shared)))
    if family in BY_ANIONS and positions > unit:
        remarks.append(remark("multiple", in_print(positions, unit)))
    return remarks


def remarks_on_alkali(held: Held, positions: int, unit: int, named: str | None) -> list[Remark]:
    """More alkali than the one position beside each metal of a layered oxide holds, or as little as in tunnels."""
    found = sum(held["alkali"].values())
    if ROUNDING * (found - positions) > positions:
        return [remark("alkali-sum", in_print(found, unit), in_print(positions, unit))]
    if named or 2 * held["metal"].get("Mn", 0) < positions:
        return []
    percents = [(100 * held["alkali"].get(symbol, 0), *range_) for symbol, range_ in _IN_TUNNELS.items()]
    wide = [least * positions <= percent < most * positions for percent, least, most in percents]
    return [remark("tunnel-possible")] if any(wide) else []


def _sum_if_shared(group: Group, found: Fraction) -> Fraction | None:
    """The site sum if `(CrMoAl)0.1` meant 0.1 for all three; None for other brackets."""
    bare = [isinstance(inner, Atom) and inner.amount == 1 and is_metal(inner.symbol) for inner in group.parts]
    return found - group.amount * (len(bare) - 1) if len(bare) > 1 and all(bare) else None
