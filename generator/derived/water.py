"""How much water does a material hold, by its formula and by measurements of its water?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..records.model_parts import Claim, Source, ends
from .atlas import Entry

_MOLAR_MASS = 18.015  # g/mol, of H2O; IUPAC standard atomic weights, 2021
_PER_FORMULA, _BY_MASS = "water-per-formula", "water-mass-share"


def per_formula_unit(share: float, dry_mass: float) -> float:
    """Return the H2O per formula unit of a hydrate that holds a share of water by mass, in percent.

    `dry_mass` is that of the formula unit without its water, in g/mol.

    >>> round(per_formula_unit(10.0, 314.0), 2)  # 10 % of 349 g/mol
    1.94
    """
    return share / (100 - share) * dry_mass / _MOLAR_MASS


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
        """Return each claim with its water per formula unit, the most first; one by mass is converted."""
        found = ((claim, _amount(claim, self.entry)) for claim in self.claims)
        return sorted(((claim, amount) for claim, amount in found if amount is not None), key=lambda each: -each[1])


def water(entry: Entry) -> Water | None:
    """Return the water of a material; None where neither its formula nor a claim gives any."""
    described, material = entry.description, entry.material
    printed = described.descriptors.water if described and described.descriptors.water else None
    analysed = next((each for each in material.measured if each.formula == material.formula), None)
    claims = tuple(
        claim for claim in material.claims if claim.property in (_PER_FORMULA, _BY_MASS) and ends(claim.value)
    )
    source = analysed.source if analysed else material.formula_source or material.source
    found = Water(entry, printed, analysed.technique if analysed else None, source, claims)
    return found if printed or found.amounts else None


def _amount(claim: Claim, entry: Entry) -> float | None:
    low, high = ends(claim.value) or (0.0, 0.0)
    if claim.property == _PER_FORMULA:
        return (low + high) / 2
    return (
        per_formula_unit((low + high) / 2, entry.description.descriptors.dry_molar_mass) if entry.description else None
    )
