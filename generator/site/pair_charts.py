"""Pairs of material and control in one property as a drawing: each material joined with its control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from ..chemistry.quantities import unit_text
from ..derived.atlas import Entry
from ..derived.pairs import Pair, Summary
from ..drawing import strips
from ..drawing.svg import Mark
from ..printing import claim_text, conditions_text, control_text
from ..records.conditions import Conditions
from ..records.field_types import Number, Range, ends
from .evidence import best_first

FEWEST: Final = 3
"""Pairs from which a drawing says more than a list."""
_MOST: Final = 12
_LONGEST: Final = 16
"""Characters of a name beside its value."""
_TELLING: Final = ("cycles", "rate", "temperature", "window", "exposure_days", "cell", "counter", "state", "other")
"""Conditions that tell pairs of one material apart."""
_ROOM: Final = 48
"""Characters of a row on a phone."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading and what a reader must know of it."""

    heading: str
    drawn: Markup
    about: str


def of_summary(summary: Summary, root: str) -> Chart:
    """Return the pairs of one property from the largest improvement to the largest loss, both ends where many."""
    ordered = best_first(summary)
    half = _MOST // 2
    shown = ordered if len(ordered) <= _MOST else [*ordered[:half], *ordered[-half:]]
    cut = f"The {half} largest gains and the {half} largest losses or smallest gains of {len(ordered)} pairs. "
    kinds = "Filled: the one of higher entropy, or the material as recorded where that is not known; open: the other"
    return of_pairs(shown, root, f"{cut if len(ordered) > _MOST else ''}{kinds}")


def of_first(pairs: Sequence[Pair], root: str) -> Chart:
    """Return the first pairs of one property in their order."""
    cut = f"The first {_MOST} of {len(pairs)} pairs. " if len(pairs) > _MOST else ""
    return of_pairs(pairs[:_MOST], root, f"{cut}Filled: the cathode under study; open: its control")


def of_pairs(pairs: Sequence[Pair], root: str, about: str) -> Chart:
    """Return pairs of one property as dumbbells; `about` says which of a pair is filled."""
    label, unit = pairs[0].measured.label, unit_text(pairs[0].claim.unit)
    rows = [(_label(pair, apart), *_marks(pair, root, apart)) for pair, apart in zip(pairs, _apart(pairs), strict=True)]
    spoken = "; ".join(f"{own.words} against {control.words}" for _, own, control in rows)
    drawn = strips.dumbbells(rows, unit, f"{label} against controls. {spoken}.")
    return Chart(f"{label} against controls", Markup(drawn), f"{about}, under the same stated conditions.")


def _apart(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield for each pair the conditions that tell it from the others of its material; empty where it is the only one.

    Words of the source, such as the axis of a change, are among them.
    """
    given = [pair.claim.conditions.model_dump() if pair.claim.conditions else {} for pair in pairs]
    for pair, own in zip(pairs, given, strict=True):
        others = [each for other, each in zip(pairs, given, strict=True) if other.material is pair.material]
        differing = {name: own.get(name) for name in _TELLING if len({str(each.get(name)) for each in others}) > 1}
        yield conditions_text(Conditions(**differing)).replace(" · ", ", ") if any(differing.values()) else ""


def _marks(pair: Pair, root: str, apart: str) -> tuple[Mark, Mark]:
    own, versus = pair.claim.value, pair.claim.versus.value if pair.claim.versus else None
    test = f" ({apart})" if apart else ""
    return (
        _mark(pair.material, own, f"{claim_text(pair.claim)}{test}", "this", root),
        _mark(pair.control, versus, control_text(pair.claim), "control", root),
    )


def _mark(entry: Entry, value: Number | Range | str | None, text: str, part: str, root: str) -> Mark:
    low, high = ends(value) or (0.0, 0.0)
    return Mark(low, high, f"{entry.material.name} {text}", part, f"{root}materials/{entry.id}/")


def _label(pair: Pair, apart: str) -> str:
    """Return the names with their numbers, in the unit of the axis, and the conditions that tell pairs `apart`.

    Where a phone has no room for all of it, the numbers are left out first, as the axis has them, then the control.
    """
    names = [_brief(entry.material.name) for entry in (pair.material, pair.control)]
    claim = pair.claim.model_copy(update={"unit": None})
    numbered = [f"{name} {text}" for name, text in zip(names, (claim_text(claim), control_text(claim)), strict=True)]
    last = [apart] if apart else []
    choices = [" · ".join([*parts, *last]) for parts in (numbered, names, names[:1])]
    shortest = choices[-1]
    cut = shortest if len(shortest) <= _ROOM else f"{shortest[: _ROOM - 1]}…"
    return next((choice for choice in choices if len(choice) <= _ROOM), cut)


def _brief(name: str) -> str:
    """Return a name so short that two of them and their values fit a phone; the mark has the whole one.

    >>> _brief("HEO (Angew. Chem. Int. Ed. 2024)"), _brief("NaNi₀.₄Cu₀.₀₅Mg₀.₀₅Mn₀.₃Ti₀.₂O₂")
    ('HEO', 'NaNi₀.₄Cu₀.₀₅Mg…')
    """
    plain = re.sub(r" \([^()]*\)$", "", name)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
