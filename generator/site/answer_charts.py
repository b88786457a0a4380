"""Which drawings show the answer to a question: its values by group, and those with a control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from markupsafe import Markup

from ..chemistry.quantities import unit_text
from ..derived.analyses import Deviation
from ..derived.atlas import Atlas, Entry
from ..derived.pairs import Pair
from ..derived.question_rows import Calcined, Group, Value
from ..derived.water import Water
from ..drawing import strips
from ..drawing.svg import Mark
from ..printing import claim_text, value_text
from ..records.field_types import ends
from ..records.material_models import highest
from ..records.vocabulary_models import ReaderQuestion
from .evidence import signed
from .pair_charts import FEWEST, Chart, axis_of, of_pairs, pairs_by_axis

_FEWEST: Final = 4
"""Values from which a drawing says more than a list."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A value as a drawing shows it: on the axis of which heading and unit, in which group, of which material.

    `dot` says what a dot is.
    """

    heading: str
    unit: str
    group: str
    entry: Entry
    mark: Mark
    dot: str


def charts(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group], root: str) -> list[Chart]:
    """Return a drawing for each quantity of which there are enough rows, and one of which there are enough pairs.

    Pairs come first where the question asks for it.
    """
    own, compared = list(_values(atlas, found, root)), list(_against_controls(atlas, question, root))
    return [*compared, *own] if question.control_first else [*own, *compared]


def _values(atlas: Atlas, found: Sequence[Group], root: str) -> Iterator[Chart]:
    shown = [each for group in found for row in group.rows for each in _shown(atlas, group, row, root)]
    for heading, unit in dict.fromkeys((each.heading, each.unit) for each in shown):
        own = [each for each in shown if (each.heading, each.unit) == (heading, unit)]
        if len(own) >= _FEWEST:
            yield _strips(heading, unit, own)


def _strips(heading: str, unit: str, shown: Sequence[_Shown]) -> Chart:
    rows: dict[str, list[Mark]] = {}
    for each in shown:
        rows.setdefault(each.group, []).append(each.mark)
    named = {f"{label or heading} ({len(marks)})": marks for label, marks in rows.items()}
    spoken = "; ".join(f"{label}: {', '.join(mark.words for mark in marks)}" for label, marks in named.items())
    others = any(each.mark.part != "this" for each in shown)
    about = "Filled: cathodes under study; open: controls and benchmarks. " if others else ""
    drawn = Markup(strips.strips(named, unit, f"{heading}. {spoken}."))
    return Chart(heading, drawn, f"{about}Each dot is a {shown[0].dot}.")


def _shown(atlas: Atlas, group: Group, row: Any, root: str) -> Iterator[_Shown]:
    match row:
        case Value():
            low_high = ends(row.claim.value)
            if low_high:
                heading = axis_of(atlas, row.claim.property)
                yield _of(heading, row.claim.unit, group, row.entry, low_high, claim_text(row.claim), root)
        case Calcined():
            degrees = highest(row.step.temperature)
            text = value_text(row.step.temperature or 0, "°C")
            yield _of("Highest temperature", "°C", group, row.entry, (degrees, degrees), text, root)
        case Water():
            unit = "H₂O per formula unit"
            yield _of(unit, "H₂O", group, row.entry, (row.amount, row.amount), f"{row.amount:.2f}", root)
        case Deviation():
            difference = row.entropy_difference
            text = f"{signed(difference, digits=2)} R"
            yield _of("Entropy found, less that of the formula", "R", group, row.entry, (difference,) * 2, text, root)
        case Pair():
            relative = abs(row.relative_difference or 0)
            text = f"{row.measured.label} worse by {value_text(Decimal(f'{relative:.2g}'))} %"
            yield _of(
                "Worse than the control, by % of its value", "%", group, row.material, (relative,) * 2, text, root,
                dot="pair of material and control",
            )  # fmt: skip


def _of(
    heading: str, unit: str | None, group: Group, entry: Entry, low_high: tuple[float, float], text: str, root: str,
    dot: str = "material",
) -> _Shown:  # fmt: skip
    part = "this" if entry.material.role == "subject" else "other"
    mark = Mark(*low_high, f"{entry.material.name} {text}", part, f"{root}materials/{entry.id}/")
    return _Shown(heading, unit_text(unit), group.label, entry, mark, dot)


def _against_controls(atlas: Atlas, question: ReaderQuestion, root: str) -> Iterator[Chart]:
    """Yield the pairs that an answer counts, a drawing for each axis that has enough of them."""
    for (heading, _), pairs in pairs_by_axis(atlas, question).items():
        if len(pairs) >= FEWEST:
            yield of_pairs(heading, pairs, root, "Filled: the cathode under study; open: its control")
