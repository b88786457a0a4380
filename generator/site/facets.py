"""Filters of tables: the tags of each row, and the choices that a page offers, each with its number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Tags = Mapping[str, Sequence[str]]
"""Facet -> values of one row."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its name in addresses, its label, and each value with its label and number of rows."""

    name: str
    label: str
    options: Mapping[str, tuple[str, int]]


def facet(
    name: str, label: str, rows: Iterable[Tags], label_of: Callable[[str], str] = str, order: Sequence[str] = ()
) -> Facet:
    """Return a filter over rows: its values in a given order, else those with most rows first."""
    counts = Counter(value for tags in rows for value in tags.get(name, ()))
    ordered = [value for value in order if value in counts] or sorted(counts, key=lambda value: (-counts[value], value))
    return Facet(name, label, {value: (label_of(value), counts[value]) for value in ordered})


def tag_text(tags: Tags) -> str:
    """Return the tags as the row of a table carries them: `facet=value`, separated by line breaks.

    >>> tag_text({"family": ("layered-oxide",), "element": ("Ti", "Cu")})
    'family=layered-oxide\\nelement=Ti\\nelement=Cu'
    """
    return "\n".join(f"{name}={value}" for name, values in tags.items() for value in values)
