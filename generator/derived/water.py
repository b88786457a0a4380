"""How much water does a material hold, by its formula and by measurements of its water?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..records.field_types import ends
from ..records.model_parts import Claim, Source
from .atlas import Entry

_MOLAR_MASS = 18.015  # g/mol, of H2O; IUPAC standard atomic weights, 2021
_PER_FORMULA, _BY_MASS = "water-per-formula", "water-mass-share"


def per_formula_unit(share: float, mass: float) -> float:
    """Return the H2O per formula unit that a share by mass, in percent, is of a hydrate of `mass` g/mol.

    >>> round(per_formula_unit(10.0, 349.0), 2)
    1.94
    """
    return share / 100 * mass / _MOLAR_MASS


def hydrate_mass(share: float, dry_mass: float) -> float:
    """Return the mass of a hydrate, in g/mol, of which a share in percent is its only water.

    >>> round(hydrate_mass(10.0, 314.0))
    349
    """
    return dry_mass / (1 - share / 100)


@dataclass(frozen=True, slots=True)
class Water:
    """The water of one material: what its formula prints, and what its source states in claims.

    `technique` and `source` are those of the printed formula; the technique is known where the formula is that of an
    analysis. `claims` are per formula unit or by mass.
    """

    entry: Entry
    printed: Fraction | None
    technique: str | None
    source: Source
    claims: tuple[Claim, ...]

    @property
    def amount(self) -> float:
        """Return the water per formula unit, by the formula where it prints one, else by the first claim."""
        return float(self.printed) if self.printed else self.amounts[0][1]

    @property
    def amounts(self) -> list[tuple[Claim, float]]:
        """Return each claim with its water per formula unit, the most first; one by mass is converted.

        The mass is that of the formula with its water; where it prints none, the share is taken as all its water.
        """
        found = ((claim, _amount(claim, self.entry)) for claim in self.claims)
        return sorted(((claim, amount) for claim, amount in found if amount is not None), key=lambda each: -each[1])


def water(entry: Entry) -> Water | None:
    """Return the water of a material; None where neither its formula nor a claim gives any."""
    described, material = entry.description, entry.material
    printed = described.descriptors.water if described and described.descriptors.water else None
    analysed = next((each for each in material.measured if each.formula == material.formula), None)
    claims = tuple(
        claim
        for claim in material.claims
        if claim.property in (_PER_FORMULA, _BY_MASS) and ends(claim.value) and not _repeats(claim, printed)
    )
    source = analysed.source if analysed else material.formula_source or material.source
    found = Water(entry, printed, analysed.technique if analysed else None, source, claims)
    return found if printed or found.amounts else None


def _repeats(claim: Claim, printed: Fraction | None) -> bool:
    """Return whether a claim only states the number of the formula, which is no measurement."""
    return printed is not None and claim.basis == "stated" and ends(claim.value) == (float(printed), float(printed))


def _amount(claim: Claim, entry: Entry) -> float | None:
    low, high = ends(claim.value) or (0.0, 0.0)
    middle, described = (low + high) / 2, entry.description
    if claim.property == _PER_FORMULA or described is None:
        return middle if claim.property == _PER_FORMULA else None
    printed = described.descriptors.water
    mass = described.molar_mass if printed else hydrate_mass(middle, described.descriptors.dry_molar_mass)
    return per_formula_unit(middle, mass)
