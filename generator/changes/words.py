"""Any value of a record as one line of plain words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def words(value: object) -> str:
    """Return a value as a record writes it, on one line.

    >>> words({"cycles": 500, "window": (2, 4)}), words(("Ni", "Mn")), words(True)
    ('cycles: 500, window: [2, 4]', 'Ni, Mn', 'true')
    """
    match value:
        case Mapping():
            return ", ".join(f"{key}: {_inside(item)}" for key, item in value.items())
        case list() | tuple():
            return ", ".join(map(_inside, value))
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _inside(value: object) -> str:
    """Put brackets around what holds several things."""
    match value:
        case Mapping():
            return f"{{{words(value)}}}"
        case list() | tuple():
            return f"[{words(value)}]"
        case _:
            return words(value)
