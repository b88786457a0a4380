"""Pairs of material and control in one property as a drawing: each material joined with its control."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from ..chemistry.quantities import unit_text
from ..derived.atlas import Entry
from ..derived.pairs import Pair, Summary
from ..drawing import strips
from ..drawing.svg import Mark
from ..printing import claim_text, control_text
from ..records.field_types import Number, Range, ends
from .evidence import best_first

FEWEST: Final = 3
"""Pairs from which a drawing says more than a list."""
_MOST: Final = 12
_LONGEST: Final = 16
"""Characters of a name beside its value."""
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
    rows = [(_label(pair), *_marks(pair, root)) for pair in pairs]
    spoken = "; ".join(f"{own.words} against {control.words}" for _, own, control in rows)
    drawn = strips.dumbbells(rows, unit, f"{label} against controls. {spoken}.")
    return Chart(f"{label} against controls", Markup(drawn), f"{about}, under the same stated conditions.")


def _marks(pair: Pair, root: str) -> tuple[Mark, Mark]:
    own, versus = pair.claim.value, pair.claim.versus.value if pair.claim.versus else None
    return (
        _mark(pair.material, own, claim_text(pair.claim), "this", root),
        _mark(pair.control, versus, control_text(pair.claim), "control", root),
    )


def _mark(entry: Entry, value: Number | Range | str | None, text: str, part: str, root: str) -> Mark:
    low, high = ends(value) or (0.0, 0.0)
    return Mark(low, high, f"{entry.material.name} {text}", part, f"{root}materials/{entry.id}/")


def _label(pair: Pair) -> str:
    """Return the names with their numbers, in the unit of the axis; the names alone where a phone has no room."""
    names = [_brief(entry.material.name) for entry in (pair.material, pair.control)]
    claim = pair.claim.model_copy(update={"unit": None})
    numbered = " · ".join(
        f"{name} {text}" for name, text in zip(names, (claim_text(claim), control_text(claim)), strict=True)
    )
    return numbered if len(numbered) <= _ROOM else " · ".join(names)


def _brief(name: str) -> str:
    """Return a name so short that two of them and their values fit a phone; the mark has the whole one.

    >>> _brief("HEO (Angew. Chem. Int. Ed. 2024)"), _brief("NaNi₀.₄Cu₀.₀₅Mg₀.₀₅Mn₀.₃Ti₀.₂O₂")
    ('HEO', 'NaNi₀.₄Cu₀.₀₅Mg…')
    """
    plain = re.sub(r" \([^()]*\)$", "", name)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
