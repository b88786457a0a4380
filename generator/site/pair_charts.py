"""Pairs of material and control in one property as a drawing: each material joined with its control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from ..chemistry.quantities import unit_text
from ..derived import questions
from ..derived.atlas import Atlas, Entry
from ..derived.criteria import CAPACITIES, at_room_temperature
from ..derived.pairs import Pair, Summary
from ..drawing import strips
from ..drawing.svg import Mark
from ..printing import claim_text, conditions_text, control_text
from ..records.conditions import Conditions
from ..records.field_types import Number, Range, ends
from ..records.vocabulary_models import ReaderQuestion
from .evidence import best_first

FEWEST: Final = 3
"""Pairs from which a drawing says more than a list."""
_MOST: Final = 12
_LONGEST: Final = 16
"""Characters of a name beside its value."""
_TELLING: Final = ("cycles", "rate", "temperature", "window", "exposure_days", "cell", "counter", "state", "other")
"""Conditions that tell pairs of one material apart."""
_ROOM: Final = 52
"""Characters of a row on a phone."""
_BRIEFLY: Final = re.compile(r"\bafter |\bat\s|exposed to | with Na\b")
"""Words of conditions that a label does without."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading and what a reader must know of it."""

    heading: str
    drawn: Markup
    about: str


def axis_of(atlas: Atlas, name: str) -> str:
    """Return what the axis of a property shows; capacities share one."""
    return "Capacity" if name in CAPACITIES else atlas.data.properties[name].label


def pairs_by_axis(atlas: Atlas, question: ReaderQuestion) -> dict[tuple[str, str | None], list[Pair]]:
    """Return the pairs that a question counts by the axis and unit that they share."""
    found: dict[tuple[str, str | None], list[Pair]] = {}
    for pair in questions.pairs(atlas, question):
        found.setdefault((axis_of(atlas, pair.claim.property), pair.claim.unit), []).append(pair)
    return found


def of_summary(summary: Summary, root: str) -> Chart:
    """Return the pairs of one property, the one of higher entropy first."""
    filled = "Filled: the one of higher entropy, or the material as recorded where that is not known; open: the other"
    return of_pairs(summary.pairs[0].measured.label, summary.pairs, root, filled)


def of_pairs(label: str, pairs: Sequence[Pair], root: str, filled: str) -> Chart:
    """Return pairs of one unit as dumbbells from the largest improvement to the largest loss, both ends where many.

    `filled` says which of a pair is filled.
    """
    ordered, half = best_first(pairs), _MOST // 2
    shown = ordered if len(ordered) <= _MOST else [*ordered[:half], *ordered[-half:]]
    rows = [(*_label(pair, test), *_marks(pair, root, test)) for pair, test in zip(shown, _tests(shown), strict=True)]
    spoken = "; ".join(f"{own.words} against {control.words}" for _, _, own, control in rows)
    drawn = strips.dumbbells(rows, unit_text(pairs[0].claim.unit), f"{label} against controls. {spoken}.")
    cut = f", drawn: {half} from each end, ordered by difference" if shown is not ordered else ""
    about = f"{len(ordered)} pairs under the same stated conditions{cut}. {filled}."
    return Chart(f"{label} against controls", Markup(drawn), about)


def _tests(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield of each pair the conditions that its property must state, and those that tell it from its like.

    Words of the source, such as the axis of a change, are among them.
    """
    given = [pair.claim.conditions.model_dump() if pair.claim.conditions else {} for pair in pairs]
    for pair, own in zip(pairs, given, strict=True):
        others = [each for other, each in zip(pairs, given, strict=True) if other.material is pair.material]
        apart = [name for name in _TELLING if len({str(each.get(name)) for each in others}) > 1]
        cold = () if at_room_temperature(pair.claim.conditions) else ("temperature",)
        named = {*apart, *pair.measured.needs, *cold, "humidity" if own.get("exposure") else "rate"}
        conditions = conditions_text(Conditions(**{name: value for name, value in own.items() if name in named}))
        yield _BRIEFLY.sub("", conditions).replace(" · ", ", ")


def _marks(pair: Pair, root: str, test: str) -> tuple[Mark, Mark]:
    own, versus = pair.claim.value, pair.claim.versus.value if pair.claim.versus else None
    tested = f" ({test})" if test else ""
    return (
        _mark(pair.material, own, f"{claim_text(pair.claim)}{tested}", "this", root),
        _mark(pair.control, versus, control_text(pair.claim), "control", root),
    )


def _mark(entry: Entry, value: Number | Range | str | None, text: str, part: str, root: str) -> Mark:
    low, high = ends(value) or (0.0, 0.0)
    return Mark(low, high, f"{entry.material.name} {text}", part, f"{root}materials/{entry.id}/")


def _label(pair: Pair, test: str) -> tuple[str, str]:
    """Return the names with their numbers, in the unit of the axis, and the test, each as a phone has room for it.

    The numbers are left out first, as the axis has them, then the control.
    """
    names = [_brief(entry.material.name) for entry in (pair.material, pair.control)]
    claim = pair.claim.model_copy(update={"unit": None})
    numbered = [f"{name} {text}" for name, text in zip(names, (claim_text(claim), control_text(claim)), strict=True)]
    choices = [" · ".join(parts) for parts in (numbered, names, names[:1])]
    return next(choice for choice in choices if len(choice) <= _ROOM), _cut(test, _ROOM)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _brief(name: str) -> str:
    """Return a name so short that two of them and their values fit a phone; the mark has the whole one.

    >>> _brief("HEO (Angew. Chem. Int. Ed. 2024)"), _brief("NaNi₀.₄Cu₀.₀₅Mg₀.₀₅Mn₀.₃Ti₀.₂O₂")
    ('HEO', 'NaNi₀.₄Cu₀.₀₅Mg…')
    """
    plain = re.sub(r" \([^()]*\)$", "", name)
    return _cut(plain, _LONGEST)
