"""What did the author of a unit mean, and what has to be done with the value?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..records.kinds import Property

_SIGNS: Final = str.maketrans("⁰¹²³⁻−–µ", "0123---μ")  # micro has two signs that look alike

CONVERSIONS: Final[Mapping[tuple[str, str], str]] = {
    ("ahg-1", "mahg-1"): "Multiply the value by 1000",
    ("ahkg-1", "mahg-1"): "Keep the value",
    ("whg-1", "whkg-1"): "Multiply the value by 1000",
    ("mwhg-1", "whkg-1"): "Keep the value",
    ("mv", "v"): "Divide the value by 1000",
    ("mev", "ev"): "Divide the value by 1000",
    ("vpercycle", "mvpercycle"): "Multiply the value by 1000",
    ("m2s-1", "cm2s-1"): "Multiply the value by 10000",
    ("mscm-1", "scm-1"): "Divide the value by 1000",
    ("sm-1", "scm-1"): "Divide the value by 100",
    ("k", "°c"): "Subtract 273.15 from the value",
    ("nm", "å"): "Multiply the value by 10",
    ("pm", "å"): "Divide the value by 100",
    ("nm3", "å3"): "Multiply the value by 1000",
    ("å", "nm"): "Divide the value by 10",
    ("nm", "μm"): "Divide the value by 1000",
    ("ah", "mah"): "Multiply the value by 1000",
    ("min", "s"): "Multiply the value by 60",
    ("h", "s"): "Multiply the value by 3600",
    ("jmol-1k-1", "r"): "Divide the value by 8.314",
}
"""(unit as printed, unit of the vocabulary), both as `plain_unit` spells them -> what to do with the value."""


def unit_hint(known: Property, unit: str | None) -> str:
    """Say how to come from a unit, or from none, to that of a property."""
    if known.unit is None:
        return f"Remove `unit`: {known.label} is told in words."
    if unit is None:
        return f"Add `unit: {known.unit}`."
    if plain_unit(unit) == plain_unit(known.unit):
        return f"Write `unit: {known.unit}`: it is the same unit, spelt as everywhere here."
    if conversion := CONVERSIONS.get((plain_unit(unit), plain_unit(known.unit))):
        return f"{conversion} and write `unit: {known.unit}`."
    return f"Write `unit: {known.unit}`; if the source prints another unit, convert the value and note the printed one."


def plain_unit(unit: str) -> str:
    """Spell a unit so that its usual spellings become one.

    >>> plain_unit("mA h/g"), plain_unit("mAh·g⁻¹"), plain_unit("mAh g-1"), plain_unit("%")
    ('mahg-1', 'mahg-1', 'mahg-1', 'percent')
    """
    text = unit.lower().translate(_SIGNS).replace("%", "percent")
    text = re.sub(r"/\s*cycle", " per cycle", text)
    text = re.sub(r"/\s*([a-z]+)", r"\1-1", text)
    return re.sub(r"[\s·^{}$*.()]", "", text)
