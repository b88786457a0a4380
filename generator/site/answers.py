"""What is the answer to a reader's question in a sentence? Every word of it follows from the rows of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, Final

from ..chemistry.composition import number
from ..derived import questions
from ..derived.analyses import Deviation
from ..derived.atlas import Atlas, Entry
from ..derived.columns import computed_columns
from ..derived.pairs import ENOUGH, LOWER, Pair, fair_pairs
from ..derived.question_rows import Calcined, Group, Value
from ..derived.water import Water
from ..errors import counted
from ..printing import atmosphere_text, claim_text, control_text, hours_text, value_text
from ..records.material_models import highest
from ..records.vocabulary_models import ReaderQuestion
from .answer_values import in_brackets, joined, lower, of_values, rows_of
from .evidence import signed

_APART: Final = 0.1
_LINE: Final = "\n"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of the materials that a question concerns answer it, in which papers, by name."""

    materials: int
    of: int
    references: Sequence[str]
    silent_papers: int


def reach(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Reach:
    """Count the materials and papers with an answer, and the papers of such materials that give none."""
    concerned = questions.entries(atlas, question)
    with_answer = {_entry(row).id for row in rows_of(found)}
    papers = {_paper(row) for row in rows_of(found)}
    silent = {entry.material.source.reference for entry in concerned if entry.id not in with_answer} - papers
    named = sorted(papers, key=lambda ident: atlas.data.references[ident].name)
    return Reach(len(with_answer), len(concerned), named, len(silent))


def without_conditions(atlas: Atlas, question: ReaderQuestion) -> Mapping[str, Sequence[Value]]:
    """Return the best value of each material that would fit if it stated a condition, by what it does not state."""
    found: dict[str, list[Value]] = {}
    for value, lacking in questions.incomplete(atlas, question):
        found.setdefault(" and ".join(lacking).replace("_", " "), []).append(value)
    return found


def sentences(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> list[str]:
    """Return the answer in sentences, the one that answers by itself first; none without rows.

    One with further lines ends with a colon, and each of the lines is a pair.
    """
    if not rows_of(found):
        return []
    parts = [*_PARTS[question.field](atlas, question, found), _only_called(question, found)]
    return [f"{part[0].upper()}{part[1:]}{'' if _LINE in part else '.'}" for part in parts if part]


def _only_called(question: ReaderQuestion, found: Sequence[Group]) -> str:
    """Return how many materials are in the answer by the label of their source alone."""
    entries = {entry.id: entry for row in rows_of(found) if (entry := _entry(row))}
    others = [
        entry.called_higher
        for entry in entries.values()
        if entry.called_higher and not (entry.description and entry.description.entropy_class in question.classes)
    ]
    if not question.classes or not others:
        return ""
    labels = [f"{count} {label}" for label, count in Counter(others).items()]
    return f"of the {len(entries)} materials here, some count by the label of their source alone: {joined(labels)}"


def axis(quantity: str) -> str:
    """Return the name that addresses of the plot use for a computed quantity."""
    return next(column.axis for column in computed_columns() if column.id == quantity)


def _of_syntheses(_: Atlas, __: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    yield "; ".join(f"{lower(group.label)}: {_temperatures(group.rows)}" for group in found)
    for group in found:
        facts = filter(None, (_time(group.rows), _atmospheres(group.rows)))
        yield f"{lower(group.label)} (n = {len(group.rows)}{_controls(group.rows)}): {'; '.join(facts)}"


def _temperatures(rows: Sequence[Calcined]) -> str:
    """Return the range of the highest temperatures with their number and, of enough, their median."""
    found = [highest(row.step.temperature) for row in rows]
    middle = f"median {value_text(round(median(found)), '°C')}, " if len(rows) >= ENOUGH else ""
    return f"{value_text((round(min(found)), round(max(found))), '°C')} ({middle}n = {len(rows)})"


def _atmospheres(rows: Sequence[Calcined]) -> str:
    """Return in how many syntheses each atmosphere is stated, the most frequent first."""
    counts = Counter(row.step.atmosphere or "" for row in rows)
    stated = [f"in {atmosphere_text(name)} {count}" for name, count in counts.most_common() if name]
    return ", ".join([*stated, *([f"atmosphere not stated {counts['']}"] if counts[""] else [])])


def _controls(rows: Sequence[Calcined] | Sequence[Water]) -> str:
    """Return how many rows are of controls or benchmarks; empty where none is."""
    count = sum(row.entry.material.role != "subject" for row in rows)
    return f", {count} of them {'a control or benchmark' if count == 1 else 'controls or benchmarks'}" if count else ""


def _time(rows: Sequence[Calcined]) -> str:
    """Return the median time, or the range of a few, with the number that state one; empty where none does."""
    hours = [highest(row.step.hours) for row in rows if row.step.hours is not None]
    if not hours:
        return ""
    if len(hours) >= ENOUGH:
        return f"{hours_text(Decimal(f'{median(hours):.2g}'))}, median of {len(hours)} times"
    least, most = (Decimal(f"{end:.2g}") for end in (min(hours), max(hours)))
    return f"{hours_text(least if least == most else (least, most))} ({counted(len(hours), 'time')})"


def _of_analyses(_: Atlas, __: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    rows: list[Deviation] = sorted(rows_of(found), key=lambda row: -abs(row.shifts[0].difference))
    mixed = [row for row in rows if _is_mixed(row.entry)]
    if mixed:
        cathodes = f"{len(mixed)} cathodes of medium or high entropy"
        yield f"the largest difference of {cathodes} is that of {_shifted(mixed[0])}"
        changed = max(mixed, key=lambda row: abs(row.entropy_difference))
        change = f"{signed(changed.entropy_difference, digits=2)} R ({changed.entry.material.name})"
        yield f"their entropy changes most by {change}"
    if len(mixed) < len(rows):
        low = next(row for row in rows if row not in mixed)
        yield f"of the {len(rows) - len(mixed)} others, controls among them, it is that of {_shifted(low)}"


def _is_mixed(entry: Entry) -> bool:
    """Return whether an entry is a cathode under study of medium or high entropy."""
    described = entry.description
    return entry.material.role == "subject" and described is not None and described.entropy_class != "low"


def _shifted(row: Deviation) -> str:
    shift, name = row.shifts[0], row.entry.material.name
    return f"{name} with {number(shift.found)} {shift.symbol} in place of {number(shift.nominal)} per formula unit"


def _of_pairs(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    lost, fair = rows_of(found), questions.compared(atlas, question)
    least = f"more than {value_text(question.least or 0)} R"
    yield f"in {len(lost)} of {fair.total()} fair pairs with an entropy higher by {least} the material did worse"
    yield f"by class of the material: {joined([f'{lower(each.label)} {_share(each, fair)}' for each in found])}"
    counts = Counter(lower(pair.measured.label) for pair in lost)
    yield f"by property: {joined([f'{label} {count}' for label, count in counts.most_common()])}"
    left = questions.nearly_equal(atlas, question)
    yield (
        f"Evidence counts {fair.total() + left} pairs, as it has those with a smaller difference, too ({left})"
        if left
        else ""
    )
    high = [pair for pair in lost if _is_high(pair.material)]
    alike, apart = ([pair for pair in high or lost if bool(pair.phases) == differ] for differ in (False, True))
    of_high = "of materials of high entropy, " if high else ""
    if alike:
        yield f"{of_high}the largest relative difference to a control not known to differ in phase is {_lost(alike)}"
    if apart:
        yield f"{of_high}the largest relative difference to a control of another phase is {_lost(apart)}"


def _share(group: Group, of: Mapping[str, int]) -> str:
    return f"{len(group.rows)} of {of[group.label]}"


def _is_high(entry: Entry) -> bool:
    return entry.description is not None and entry.description.entropy_class == "high"


def _lost(pairs: Sequence[Pair]) -> str:
    """Return the pair with the greatest loss, its values and, where they differ, its phases.

    A cathode under study comes before the control of a paper, which is named as such.
    """
    studied = [pair for pair in pairs if pair.material.material.role == "subject"]
    role = "" if studied else ", itself a control in its paper,"
    most = max(studied or pairs, key=lambda pair: abs(pair.relative_difference or 0))
    values = f"{claim_text(most.claim)} against {control_text(most.claim)}{in_brackets(most.claim)}"
    relative = signed(most.relative_difference or 0, digits=2)
    phases = f" ({most.phases[0]} against {most.phases[1]})" if most.phases else ""
    return f"{most.material.material.name}{role} against {most.control.material.name}{phases}, {relative} %: {values}"


def _of_water(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    rows: list[Water] = rows_of(found)
    yield f"H₂O per formula unit: {joined([_amounts(group) for group in found])}"
    yield f"these are {len(rows)} materials{_controls(rows)}"
    both = [row for row in rows if row.printed and row.amounts]
    apart = sum(any(abs(amount - row.amount) > _APART * row.amount for _, amount in row.amounts) for row in both)
    both_ways = f"{len(both)} of {len(rows)} have a formula with water and a measurement"
    yield f"{both_ways}; {apart} of these differ by over a tenth"
    yield from _pairs_of_water(atlas, question)


def _pairs_of_water(atlas: Atlas, question: ReaderQuestion) -> Iterator[str]:
    """Yield the pairs of one paper whose metals differ, and how many there are of the same metals."""
    fair = [pair for pair in fair_pairs(atlas) if pair.claim.property in question.properties]
    apart = [pair for pair in fair if pair.entropy_difference is None or abs(pair.entropy_difference) > LOWER]
    texts = [
        f"{pair.material.material.name} {claim_text(pair.claim)} against {control_text(pair.claim)}"
        f"{in_brackets(pair.claim, before=pair.control.material.name)}"
        for pair in apart
    ]
    if texts:
        yield f"{len(apart)} pairs of one paper differ in their metals: {joined(texts)}"
    if same := len(fair) - len(apart):
        yield f"{same} more pairs have the same metals and differ in their synthesis"


def _amounts(group: Group) -> str:
    """Return the least and the greatest amount of water with their number and, of enough, their median."""
    amounts = [row.amount for row in group.rows]
    ends = "–".join(dict.fromkeys(f"{amount:.2f}" for amount in (min(amounts), max(amounts))))
    middle = f"; median {median(amounts):.2f}" if len(amounts) >= ENOUGH else ""
    return f"{ends} ({_counted(group)}{middle})"


def _counted(group: Group) -> str:
    return f"{lower(group.label)}, {len(group.rows)}" if group.label else str(len(group.rows))


def _entry(row: Any) -> Entry:
    entry: Entry = row.material if isinstance(row, Pair) else row.entry
    return entry


def _paper(row: Any) -> str:
    """Return the reference that a row rests on."""
    match row:
        case Calcined():
            return row.synthesis.source.reference
        case Deviation():
            return row.measured.stated.source.reference
        case Water():
            return row.source.reference
    reference: str = row.claim.source.reference
    return reference


_PARTS: Final[Mapping[str | None, Callable[[Atlas, ReaderQuestion, Sequence[Group]], Iterator[str]]]] = {
    None: of_values, "synthesis": _of_syntheses, "measured": _of_analyses, "pairs": _of_pairs, "water": _of_water,
}  # fmt: skip
"""What answers a question -> the sentences about it."""
