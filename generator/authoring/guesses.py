"""What can be guessed for a new record, so that its author need not type it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import count
from string import ascii_lowercase

from ..chemistry.descriptors import Description
from ..hints import slugged
from ..records.collection import Dataset

_COMPOSITION = "composition"
_LONGEST = 30  # characters of a name that make an id; another id and a number may follow


def acronym(described: Description) -> str:
    """Return the first letters of the metals in print order, as papers make their names.

    >>> from generator.chemistry.descriptors import describe
    >>> acronym(describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"))
    'NFMCZS'
    """
    return "".join(symbol[0] for symbol in described.sites["metal"])


def free_id(name: str, beside: str, taken: Collection[str]) -> str:
    """Return an id for a name that no record has; if need be with another id, and then a number, behind it.

    >>> free_id("NFM CZS", "doe2025", []), free_id("NFM", "doe2025", ["nfm", "nfm-doe2025"])
    ('nfm-czs', 'nfm-doe2025-2')
    """
    first = slugged(name)[:_LONGEST].strip("-") or "unnamed"
    return next(ident for ident in _ids(first, beside) if ident not in taken)


def _ids(first: str, beside: str) -> Iterator[str]:
    longer = f"{first}-{beside}" if beside else first
    yield from (first, longer)
    yield from (f"{longer}-{number}" for number in count(2))


def reference_id(family: str, year: int, taken: Collection[str]) -> str:
    """Return author and year, with the next letter where others have both.

    >>> reference_id("Doe", 2025, []), reference_id("Doe", 2025, ["doe2025"])
    ('doe2025', 'doe2025b')
    >>> reference_id("Wang", 2024, ["wang2024a", "wang2024b"])
    'wang2024c'
    """
    plain = f"{slugged(family) or 'anonymous'}{year}"
    if not any(ident.startswith(plain) for ident in taken):
        return plain
    letters = ascii_lowercase[1:] if plain in taken else ascii_lowercase
    return next(ident for ident in (plain + letter for letter in letters) if ident not in taken)


def wanted_property(dataset: Dataset) -> str | None:
    """Return the property that records most often say is missing: readers will look for it first."""
    named = Counter(
        item.property for material in dataset.materials.values() for item in material.missing or ()
    )
    return next((ident for ident, _ in named.most_common() if ident != _COMPOSITION), None)
