"""Which entropy does a composition have under each convention? `entropy.py`, applied to its sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
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


def reproducing(found: Entropies, stated: Decimal, bound: str = "exact") -> tuple[str, ...]:
    """Return the conventions that give a stated entropy, in units of R, at the digits in which it was stated.

    With the bound `above` or `below`, those that keep to it.

    >>> found = Entropies(1.6094, 1.6094, 2.28, 1.6094, 0.57, 1.79, None)
    >>> reproducing(found, Decimal("1.6")), reproducing(found, Decimal("1.7"), "above")
    (('all', 'principal', 'cation_anion'), ('per_formula_unit', 'pooled'))
    """
    values = {field.name: getattr(found, field.name) for field in fields(found)}
    return tuple(name for name, value in values.items() if value is not None and _keeps(value, stated, bound))


def _keeps(value: float, stated: Decimal, bound: str) -> bool:
    if bound in ("above", "below"):
        return (Decimal(value) > stated) == (bound == "above")
    return round(Decimal(value), -int(stated.as_tuple().exponent)) == stated


def _valence_resolved(sites: Sites) -> float | None:
    """The entropy of the metal site with each printed valence as a species of its own."""
    metal = [occupant for occupant in sites.occupants if occupant.site == "metal"]
    if not any(occupant.valence is not None for occupant in metal):
        return None
    species: dict[tuple[str, Fraction | None], int] = {}
    for _, symbol, units, valence in metal:
        species[symbol, valence] = species.get((symbol, valence), 0) + units
    return mixing(species.values())
