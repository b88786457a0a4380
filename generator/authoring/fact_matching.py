"""Is it the same? A fact beside a claim that a record has already, and a material beside a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..derived.readings import read
from ..records.fact_models import FactMaterial
from ..records.material_models import Material
from ..records.model_parts import Claim
from .fact_claims import DraftClaim, frozen


def matches(claim: Claim, new: DraftClaim) -> bool:
    """Return whether a claim and a fact have the same property, conditions and technique."""
    if claim.property != new.values["property"] or claim.technique != new.values.get("technique"):
        return False
    if bool(claim.points) != ("points" in new.values) or claim.basis != new.values["basis"]:
        return False
    own = claim.conditions.model_dump(exclude_none=True) if claim.conditions else {}
    return frozen(own) == frozen(new.values.get("conditions", {})) and _same_variant(claim, new)


def _same_variant(claim: Claim, new: DraftClaim) -> bool:
    """Return whether claims on one property also agree in control, and in value or place."""
    control = claim.versus.material if claim.versus else None
    if control != new.values.get("versus", {}).get("material"):
        return False
    same_value: bool = claim.value == plain(new.values["value"])
    return same_value or (not isinstance(claim.value, str) and claim.source.at == new.values["source"]["at"])


def edited(claim: Claim, new: DraftClaim) -> bool:
    """Return whether a claim has the value of a fact, with other conditions or place since it was confirmed."""
    same_value: bool = claim.value == plain(new.values["value"])
    return same_value and claim.property == new.values["property"] and not claim.unconfirmed


def plain(value: Any) -> Any:
    """Return a value of a fact as a claim holds it: a range is a tuple."""
    return tuple(value) if isinstance(value, list) else value


def same_composition(record: Material, material: FactMaterial, formula: str) -> bool:
    """Return whether a record has the composition and phase of a material of a fact file."""
    if record.formula is None or record.role == "state":
        return False
    other = record.model_copy(update={"formula": formula, "bind": {}, "sites": None})
    own, new = read(record, record.formula).description, read(other, formula).description
    if own is None or new is None:
        return False
    phases = {each.casefold() for each in (record.phase, material.phase) if each}
    return len(phases) < 2 and _shares(own.placed.held) == _shares(new.placed.held)


def _shares(held: Mapping[Any, Mapping[str, int]]) -> dict[tuple[str, str], float]:
    total = sum(held["metal"].values()) or 1
    return {(site, symbol): units / total for site, amounts in held.items() for symbol, units in amounts.items()}
