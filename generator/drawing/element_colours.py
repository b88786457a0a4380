"""Which tone an element has; the same on every page and in every drawing."""

from __future__ import annotations

# Neighbours in typical formulas get tones that differ.
_TONED = ("Ni", "Fe", "Mn", "Co", "Cu", "Ti", "Zn", "Sn", "Li", "Mg", "Sb", "Al")
_QUIET = "tone-13"  # the alkali site is less prominent than the mixing site


def tone(symbol: str) -> str:
    """Return the name of an element's tone, as the page's colours have it.

    >>> tone("Ni"), tone("Na")
    ('tone-1', 'tone-13')
    """
    if symbol in ("Na", "K", "□"):
        return _QUIET
    index = _TONED.index(symbol) if symbol in _TONED else sum(map(ord, symbol)) % len(_TONED)
    return f"tone-{index + 1}"
