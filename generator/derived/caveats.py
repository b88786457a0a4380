"""Caveats: sentences that qualify a computed number of one record."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..chemistry import entropy, quantities
from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.sites import Sites
from ..records.field_types import ends
from ..records.material_models import Material
from ..records.model_parts import Claim
from . import phase_names


def several_phases(material: Material) -> bool:
    """Return whether a source reports more than one phase: by the name of the phase, or by the share of one."""
    shared = any(claim.property == "phase-fraction" and claim.value != 100 for claim in material.claims)
    return shared or phase_names.is_mixture(material.phase)


def over_capacity(described: Description | None, claim: Claim) -> str | None:
    """Return how a specific capacity can exceed what the sodium of the formula gives; None where it does not."""
    quantity = quantities.BY_ID["capacity_dry"]
    limit = quantity.get(described) if described else None
    found = ends(claim.value)
    if claim.property != "specific-capacity" or claim.bound in ("below", "at-most") or found is None:
        return None
    if limit is None or found[1] <= round(float(limit), quantity.digits):
        return None
    given = f"{quantity.text(limit)} {quantities.unit_text(quantity.unit)}"
    return f"The sodium of the formula can give {given}; a cell that supplies more sodium can exceed it."


def not_counted(placed: Sites) -> str | None:
    """Return what the entropy per formula unit leaves out because the structure gives no one site for it."""
    left_out = []
    if len(placed.held["anion"]) > 1 and not placed.anions_mix:
        left_out.append("mixing among the anions")
    if placed.held["alkali"] and not placed.alkali_positions:
        left_out.append("empty alkali positions, unless the formula prints them")
    return f"Not counted per formula unit: {'; '.join(left_out)}." if left_out else None


def by_printed_sum(described: Description) -> str | None:
    """Return which results change when shares are taken of the metals' sum, where it differs from their positions."""
    odd = any(remark.code == "site-sum" for remark in described.warnings)
    results = list(_results_by_sum(described)) if odd else []
    if not results:
        return None
    positions = Fraction(described.placed.positions, described.placed.unit)
    noun = "position" if positions == 1 else "positions"
    return (
        f"Shares are taken of {number(positions)} metal {noun};"
        f" of the sum as printed, {number(described.site_sum)}, {' and '.join(results)}."
    )


def _results_by_sum(described: Description) -> Iterator[str]:
    """Yield the results that change when the metals are divided by their own sum."""
    metal, total = described.sites["metal"], described.site_sum
    principal = entropy.principal_elements(metal, total)
    if principal != described.principal:
        yield f"the principal elements are {', '.join(principal)}"
    met = entropy.review_definition(metal, total).met
    if met != described.review_definition.met:
        most, amount = max(metal.items(), key=lambda held: held[1])
        share = f"{most}, the largest share, is {float(100 * amount / total):.1f} %"
        yield f"the definition is {'met' if met else 'not met'} ({share})"
