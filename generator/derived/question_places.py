"""In which group of an answer does a row stand, and where is that group among the others?"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..chemistry.entropy import CLASSES
from ..chemistry.families import LAYERED
from ..printing import value_text
from ..records.conditions import rate_parts
from ..records.material_models import highest
from ..records.model_parts import Claim
from ..records.vocabulary_models import ReaderQuestion
from . import phase_names
from .atlas import Atlas, Entry
from .criteria import is_half_cell
from .question_rows import Calcined
from .water import Water

_FROM_HIGH: Final = CLASSES[::-1]
_ONE_METAL: Final = "One metal on the site"
_MASSES: Final = {
    "cathode": "per mass of the cathode material",
    "both electrodes": "per mass of both electrodes",
    "cell": "per mass of the whole cell",
    "not stated": "mass not stated",
}
"""Mass that an energy or capacity is divided by -> the end of the heading of its values."""
_BETWEEN_STATES: Final = ("volume-strain", "lattice-change")
"""Properties whose values are between two states, which `other` of their conditions names."""
Place = tuple[float, str]
"""The place of a group among the others, and its heading."""


def place(atlas: Atlas, question: ReaderQuestion, row: Any) -> Place:
    """Return the group of a row."""
    match question.group:
        case "entropy":
            order, label = _by_entropy(row.entry, question)
            rich = isinstance(row, Water) and _is_potassium_rich(row.entry)
            return order + rich / 2, f"{label}{', more K than Na' if rich else ''}"
        case "family":
            order, label = _by_structure(atlas, row.entry)
            shock = isinstance(row, Calcined) and row.is_shock
            return order + shock / 2, f"{label}{' by thermal shock' if shock else ''}"
        case "property":
            label = f"{atlas.data.properties[row.claim.property].label}{_kind(row.claim)}"
            return -2.0 * _count(question, row.claim) + _is_vague(row.claim), label
        case None:
            return 0, ""
    return _by_conditions(atlas, question, row.claim)


def _by_structure(atlas: Atlas, entry: Entry) -> Place:
    """Return the family, and of layered oxides the stacking: O3 and P2 are not compared as one."""
    family = entry.material.family
    order, name = list(atlas.data.families).index(family), atlas.data.families[family].name
    if family != LAYERED:
        return order, name
    several = phase_names.is_mixture(entry.phase)
    return order, f"{name}, {'several phases' if several else entry.phase or 'phase not stated'}"


def _count(question: ReaderQuestion, claim: Claim) -> int:
    """Return a number that is larger for the first properties of a question; 0 where it names none."""
    names = question.properties
    return len(names) - names.index(claim.property) if claim.property in names else 0


def _kind(claim: Claim) -> str:
    """Return what is apart within a property: the medium of an exposure, or that compared states are not named."""
    given = claim.conditions
    if _is_vague(claim):
        return ", states not named"
    return f" to {_medium(given.exposure)}" if given and given.exposure else ""


def _is_vague(claim: Claim) -> bool:
    """Return whether a change between two states does not name them."""
    return claim.property in _BETWEEN_STATES and not (claim.conditions and claim.conditions.other)


def _medium(exposure: str) -> str:
    """Return air or water, or the words of the source for anything else.

    >>> _medium("moist air at 55 °C"), _medium("water with ultrasound"), _medium("air, then water")
    ('air', 'water', 'air, then water')
    """
    found = [medium for medium in ("air", "water") if medium in exposure]
    return found[0] if found and "then" not in exposure else exposure


def _by_entropy(entry: Entry, question: ReaderQuestion) -> Place:
    described = entry.description
    if described is None:
        return len(_FROM_HIGH) + 1, "Composition not known"
    name = described.entropy_class
    if question.classes and name not in question.classes:
        return _FROM_HIGH.index(name), f"{entry.called_higher[:1].upper()}{entry.called_higher[1:]}"
    if len(described.sites["metal"]) == 1:
        return len(_FROM_HIGH), _ONE_METAL
    return _FROM_HIGH.index(name), f"{name.capitalize()} entropy"


def _is_potassium_rich(entry: Entry) -> bool:
    alkali = entry.description.sites["alkali"] if entry.description else {}
    return alkali.get("K", 0) > alkali.get("Na", 0)


def _by_conditions(atlas: Atlas, question: ReaderQuestion, claim: Claim) -> Place:
    given = claim.conditions
    if question.group == "temperature" and given and given.temperature is not None:
        cell = "" if is_half_cell(given) else ", full and solid-state cells"
        degrees = highest(given.temperature)
        return -degrees, f"At {value_text(Decimal(f'{degrees:g}'), '°C')}{cell}"
    if question.group == "mass" and claim.unit == "percent":
        return 2.0 * len(_MASSES), atlas.data.properties[claim.property].label
    if question.group == "mass":
        mass = (given and given.mass) or "not stated"
        kind = question.properties.index(claim.property) >= question.properties.index("specific-capacity")
        return len(_MASSES) * kind + list(_MASSES).index(mass), f"{'Capacity' if kind else 'Energy'}, {_MASSES[mass]}"
    return _by_rate(given.rate if given and given.rate else "0C")


def _by_rate(rate: str) -> Place:
    """Return C-rates first, then currents per mass, each from the lowest on."""
    amount, unit = rate_parts(rate)
    if unit == "C":
        return float(Fraction(amount)), f"At {float(Fraction(amount)):g}C"
    current = float(Fraction(amount)) * (1000 if unit == "A g-1" else 1)
    return 1e6 + current, f"At {current:g} mA g⁻¹"
