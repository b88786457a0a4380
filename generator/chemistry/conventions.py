"""Which entropy does a composition have under each convention? `entropy.py`, applied to its sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .entropy import mixing, per_atom, per_formula_unit
from .sites import Sites, sublattices


@dataclass(frozen=True, slots=True)
class Entropies:
    """S/R in each convention; None where it does not apply."""

    all: float
    principal: float | None
    per_formula_unit: float
    cation_anion: float
    per_atom: float
    pooled: float
    valence_resolved: float | None


def entropies(sites: Sites, principal: Sequence[str]) -> Entropies:
    """The configurational entropy of a composition in every convention, for its principal elements."""
    metal, lattices = sites.held["metal"], sublattices(sites)
    headline = mixing(metal.values())
    of_formula_unit = per_formula_unit(lattices, sites.unit)
    return Entropies(
        all=headline,
        principal=mixing([metal[element] for element in principal]) if principal else None,
        per_formula_unit=of_formula_unit,
        cation_anion=headline + mixing(lattices[-1]),
        per_atom=per_atom(of_formula_unit, sites.atoms / sites.unit),
        pooled=mixing(sites.summed(("alkali", "metal", "carbon")).values()),
        valence_resolved=_valence_resolved(sites),
    )


def _valence_resolved(sites: Sites) -> float | None:
    """The entropy of the metal site with each printed valence as a species of its own."""
    metal = [occupant for occupant in sites.occupants if occupant.site == "metal"]
    if not any(occupant.valence is not None for occupant in metal):
        return None
    species: dict[tuple[str, Fraction | None], int] = {}
    for _, symbol, units, valence in metal:
        species[symbol, valence] = species.get((symbol, valence), 0) + units
    return mixing(species.values())
