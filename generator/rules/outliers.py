"""Outliers: numbers far from those of similar claims.

Similar are the numbers of one property and family under like conditions: rates and cycle numbers of the same power of
ten, room temperature or not, exposed or not, in a full cell or not. Lattices are left out: a family holds structures
with unit cells of many sizes. A group is used only when it is large and from several papers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from statistics import median
from typing import Final, NamedTuple

from ..derived.atlas import Atlas, Elsewhere
from ..errors import Problem
from ..records.conditions import Conditions, current
from ..records.dataset import Dataset, Key
from ..records.field_types import Number, Range, ends
from ..records.model_parts import Claim
from ..records.vocabulary_models import Property
from ..yamlio.document import Path
from .rule import warning
from .values import claims, within, written

MIN_NUMBERS: Final = 9  # of a group
MIN_PAPERS: Final = 3  # of a group
FAR: Final = 6  # robust standard deviations from the median
_GAUSSIAN: Final = 1.4826  # makes the median absolute deviation of a normal distribution its standard deviation
_STEP: Final = 50  # a spread below 1/50 of the plausible range is taken as chance
_DECADES: Final = 1000  # a plausible range this wide is judged by powers of ten
_ROOM: Final = (15, 35)  # degrees Celsius; assumed where none is stated


class Peer(NamedTuple):
    """A claim that is a number, on the scale on which its property is judged."""

    key: Key
    path: Path
    claim: Claim
    number: float


@warning(
    "unlike-similar",
    example="found 12, expected 67.2 to 100 percent as in 8 similar claims of 3 papers",
    remedy="Check the value, its unit and its conditions against the source.",
)
def numbers_are_no_outliers(atlas: Atlas) -> Iterator[Problem]:
    """A number is not far outside those of the same property and family under like conditions.

    An outlier may be a discovery, and more often is a mistake. At least nine numbers from three papers are needed; the
    limit is six robust standard deviations (from the median absolute deviation) from their median.
    """
    for (name, family, *like), group in groups(atlas.data).items():
        others = _elsewhere(atlas, (name, family, *like))
        numbers = [*(peer.number for peer in group), *(other.number for other in others)]
        papers = {*(peer.claim.source.reference for peer in group), *(other.paper for other in others)}
        if len(numbers) < MIN_NUMBERS or len(papers) < MIN_PAPERS:
            continue
        known = atlas.data.properties[str(name)]
        low, high = _usual(known, numbers)
        unit = f" {known.unit}" if known.unit else ""
        likes = f"as in {len(numbers) - 1} similar claims of {len(papers)} papers"
        for peer in group:
            if not low <= peer.number <= high:
                expected = f"{_printed(known, low)} to {_printed(known, high)}{unit} {likes}"
                message = f"found {written(peer.claim.value)}, expected {expected}"
                hint = f"Compare value, unit and conditions with the others of {family}."
                yield atlas.data.problem(peer.key, (*peer.path, "value"), message, hint)


def _elsewhere(atlas: Atlas, key: Hashable) -> list[Elsewhere]:
    """Return the numbers of a group whose material is not in the dataset."""
    return [other for other in atlas.elsewhere.get(key, ()) if other.material not in atlas.data.materials]


def groups(dataset: Dataset) -> dict[tuple[Hashable, ...], list[Peer]]:
    """Return the numbers that are compared with each other, by property, family and what else they have in common."""
    found: dict[tuple[Hashable, ...], list[Peer]] = defaultdict(list)
    for key, path, claim in claims(dataset):
        known = dataset.properties.get(claim.property)
        number = _number(claim, known) if known and known.group != "lattice" else None
        if number is not None:
            family = dataset.materials[key[1]].family
            found[claim.property, family, *_like(claim.conditions)].append(Peer(key, path, claim, number))
    return found


def _number(claim: Claim, known: Property) -> float | None:
    """Return the number to compare; None for a bound, without a plausible range, or outside it (another rule)."""
    if isinstance(claim.value, str) or claim.bound not in ("exact", "about") or known.plausible is None:
        return None
    if not within(claim.value, known.plausible):
        return None
    mean = sum(ends(claim.value) or ()) / 2
    if not _by_decades(known):
        return mean
    return math.log10(mean) if mean > 0 else None


def _by_decades(known: Property) -> bool:
    low, high = map(float, known.plausible or (0, 0))
    return low > 0 and high / low >= _DECADES


def _usual(known: Property, numbers: Sequence[float]) -> tuple[float, float]:
    """Return the limits outside of which a number is far from the others."""
    middle = median(numbers)
    spread = _GAUSSIAN * median([abs(number - middle) for number in numbers])
    low, high = _scaled(known)
    reach = FAR * max(spread, (high - low) / _STEP)
    return max(low, middle - reach), min(high, middle + reach)


def _scaled(known: Property) -> tuple[float, float]:
    """Return the plausible range on the scale on which the property is judged."""
    low, high = map(float, known.plausible or (0, 0))
    return (math.log10(low), math.log10(high)) if _by_decades(known) else (low, high)


def _printed(known: Property, number: float) -> str:
    return f"{10**number if _by_decades(known) else number:.3g}"


def _like(conditions: Conditions | None) -> tuple[Hashable, ...]:
    """Return what the conditions of similar claims have in common."""
    if conditions is None:
        return None, None, True, False, False
    exposed = conditions.exposure is not None or conditions.exposure_days is not None
    digits = len(str(conditions.cycles or ""))
    full = "full" in (conditions.cell or "")
    return _rate_decade(conditions.rate), digits or None, _at_room(conditions.temperature), exposed, full


def _at_room(temperature: Number | Range | None) -> bool:
    return temperature is None or within(temperature, _ROOM)


def _rate_decade(rate: str | None) -> tuple[str, int] | None:
    if rate is None:
        return None
    amount, unit = current(rate)
    number = float(amount) / (1000 if unit.startswith("m") else 1)
    return unit.removeprefix("m"), math.floor(math.log10(number)) if number else 0
