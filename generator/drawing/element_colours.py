"""Which tone an element has; the same on every page and in every drawing."""

from __future__ import annotations

from typing import Final

_TONES: Final = {
    "Ni": 1, "Fe": 2, "Mn": 3, "Co": 4, "Cu": 5, "Ti": 6, "Zn": 7, "Sn": 8, "Li": 9, "Mg": 10, "Sb": 11, "Al": 12,
    "Zr": 7, "V": 8, "Cr": 11,
}  # fmt: skip
"""Element -> number of its tone: neighbours in formulas differ, and two that share one hardly occur together."""
_QUIET: Final = "tone-13"  # the alkali site is less prominent than the mixing site


def tone(symbol: str) -> str:
    """Return the name of an element's tone, as the page's colours have it.

    >>> tone("Ni"), tone("Na")
    ('tone-1', 'tone-13')
    """
    if symbol in ("Na", "K", "□"):
        return _QUIET
    return f"tone-{_TONES.get(symbol) or sum(map(ord, symbol)) % 12 + 1}"
