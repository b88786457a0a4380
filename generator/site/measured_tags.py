"""Which tests of a material can a table be filtered by? Steps of cycles, current, voltage and temperature; exposure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from ..derived.criteria import CAPACITIES, c_rate
from ..derived.reported_values import at_each_rate
from ..records.conditions import Conditions
from ..records.field_types import ends
from ..records.material_models import Material
from ..records.model_parts import Claim
from .facets import Tags

Fits = Callable[[Claim, Conditions], bool]


def _cycles(least: int) -> Fits:
    return lambda claim, given: claim.property == "capacity-retention" and (given.cycles or 0) >= least


def _current(low: float, high: float) -> Fits:
    def fits(claim: Claim, given: Conditions) -> bool:
        rate = c_rate(given.rate, claim.value, claim.unit, given) if claim.property in CAPACITIES else None
        return rate is not None and Fraction(str(low)) <= rate <= Fraction(str(high))

    return fits


def _charged(above: float, at_most: float) -> Fits:
    def fits(_: Claim, given: Conditions) -> bool:
        upper = given.window[1] if given.window else given.upper_voltage
        return upper is not None and above < upper <= at_most

    return fits


def _temperature(low: float, high: float) -> Fits:
    def fits(_: Claim, given: Conditions) -> bool:
        found = ends(given.temperature)
        return found is not None and low <= found[0] <= found[1] <= high

    return fits


FACETS: Final[Mapping[str, tuple[str, Mapping[str, tuple[str, Fits]]]]] = {
    "cycles": (
        "Retention after",
        {str(least): (f"{least} cycles or more", _cycles(least)) for least in (100, 200, 500, 1000)},
    ),
    "rate": (
        "Capacity at",
        {
            "slow": ("0.1C or less", _current(0, 0.1)),
            "1": ("1C", _current(1, 1)),
            "fast": ("5C or more", _current(5, 1e6)),
        },
    ),
    "voltage": (
        "Charged to",
        {
            "4.0": ("4.0 V or less", _charged(0, 4.0)),
            "4.2": ("more than 4.0, up to 4.2 V", _charged(4.0, 4.2)),
            "above": ("more than 4.2 V", _charged(4.2, 9)),
        },
    ),
    "temperature": (
        "Tested",
        {"cold": ("at 0 °C or below", _temperature(-99, 0)), "warm": ("at 40 °C or above", _temperature(40, 99))},
    ),
}
"""Facet -> its label and its choices: value -> label, and whether a claim fits."""
EXPOSURES: Final = ("air", "water", "moisture")
"""What a sample was exposed to; others share `other`."""


def tags(material: Material) -> Tags:
    """Return facet -> the choices that some claim of a material fits, each current of a rate test on its own."""
    found = [(each, each.conditions) for claim in material.claims for each in at_each_rate(claim) if each.conditions]
    tests = {
        name: [value for value, (_, fits) in choices.items() if any(fits(claim, given) for claim, given in found)]
        for name, (_, choices) in FACETS.items()
    }
    return tests | {"exposure": sorted(set(_exposures(given for _, given in found)))}


def _exposures(conditions: Iterator[Conditions]) -> Iterator[str]:
    for given in conditions:
        if given.exposure:
            words = given.exposure.casefold()
            yield next((name for name in EXPOSURES if name in words), "other")
