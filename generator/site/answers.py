"""What is the answer to a reader's question in a sentence? Every word of it follows from the rows of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import correlation, median
from typing import Any, Final

from ..chemistry.composition import number
from ..chemistry.quantities import BY_ID
from ..derived import questions
from ..derived.analyses import Deviation
from ..derived.atlas import Atlas, Entry
from ..derived.columns import computed_columns
from ..derived.criteria import is_half_cell
from ..derived.pairs import OUTCOMES, Pair
from ..derived.question_rows import Fired, Group, Value
from ..derived.water import Water
from ..printing import claim_text, conditions_text, control_text, value_text
from ..records.model_parts import Claim, Conditions
from ..records.models import highest
from ..records.vocabulary_models import ReaderQuestion
from .evidence import signed

_ENOUGH: Final = 10  # pairs of numbers from which a correlation is given
_TESTED: Final = ("rate", "cycles", "window", "temperature", "exposure", "exposure_days")
"""Conditions that a sentence names; tables have all."""
_APART: Final = 0.1


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of the materials and papers that a question concerns answer it."""

    materials: int
    of: int
    papers: int
    silent_papers: int


def reach(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Reach:
    """Count the materials and papers with an answer, and the papers of such materials that give none."""
    concerned = questions.entries(atlas, question)
    with_answer = {_entry(row).id for group in found for row in group.rows}
    papers = {_paper(row) for group in found for row in group.rows}
    silent = {entry.material.source.reference for entry in concerned if entry.id not in with_answer} - papers
    return Reach(len(with_answer), len(concerned), len(papers), len(silent))


def sentence(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> str:
    """Return the answer in one or two sentences; empty without rows."""
    if not found:
        return ""
    parts = [*_PARTS[question.field](atlas, question, found), _only_called(question, found)]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)


def _only_called(question: ReaderQuestion, found: Sequence[Group]) -> str:
    """Return how many materials are in the answer by the label of their source alone."""
    entries = {entry.id: entry for row in _all(found) if (entry := _entry(row)).called_higher}
    others = [
        entry.called_higher
        for entry in entries.values()
        if not entry.description or entry.description.entropy_class not in question.classes
    ]
    if not question.classes or not others:
        return ""
    total = len({_entry(row).id for row in _all(found)})
    counted = [f"{count} {label}" for label, count in Counter(others).items()]
    return f"of the {total} materials here, some count by the label of their source alone: {_joined(counted)}"


def axis(quantity: str) -> str:
    """Return the name that addresses of the plot use for a computed quantity."""
    return next(column.axis for column in computed_columns() if column.id == quantity)


def _of_values(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    subjects = _of_subjects(found)
    if atlas.data.properties[question.properties[0]].better is None:
        yield f"{_spread(found)}; {_medians(found)}"
    elif question.group in (None, "entropy"):
        best = _best(atlas, _first_unit(_all(subjects)))
        yield best if question.least else f"{best}; {_medians(subjects)}"
    else:
        by = question.group
        heads = {group.label: f"{'for ' * (by == 'property')}{_lower(group.label)}" for group in subjects}
        largest = _largest([group for group in subjects if by != "mass" or not group.label.endswith("not stated")])
        yield "; ".join(f"{heads[group.label]}, {_best(atlas, _first_unit(group.rows), by)}" for group in largest)
    yield _without_conditions(atlas, question)
    yield _against_controls(atlas, found)
    if question.also:
        yield _further(atlas, question, found)
    if question.over:
        yield _correlated(question, found)


def _of_subjects(found: Sequence[Group]) -> list[Group]:
    """Return the values of cathodes under study: a sentence ranks no controls."""
    groups = [
        Group(group.label, [row for row in group.rows if row.entry.material.role == "subject"]) for group in found
    ]
    return [group for group in groups if group.rows]


def _best(atlas: Atlas, rows: Sequence[Value], grouped_by: str | None = None) -> str:
    """Return the best of some values in one unit, with the conditions of its test that its group does not name."""
    lower = atlas.data.properties[rows[0].claim.property].better == "lower"
    first = min(rows, key=lambda row: row.middle) if lower else max(rows, key=lambda row: row.middle)
    among = f"the {'lowest' if lower else 'highest'} of {len(rows)} values" if len(rows) > 1 else "the only value"
    name = f"{first.entry.material.name}{f' ({label})' if (label := first.entry.called_higher) else ''}"
    return f"{name} has {among}, {claim_text(first.claim)}{_test(first.claim, grouped_by)}"


def _test(claim: Claim, grouped_by: str | None = None) -> str:
    """Return the conditions of a test in brackets, apart from the one that the group names; empty without any."""
    given = claim.conditions
    named = [name for name in _TESTED if name != grouped_by]
    cell = () if is_half_cell(given) else ("cell", "counter")
    test = given and Conditions(**{name: getattr(given, name) for name in (*named, *cell)})
    text = conditions_text(test).replace(" · ", ", ")
    return f" ({text})" if text else ""


def _medians(found: Sequence[Group]) -> str:
    """Return the median of each group of values in one unit, with their number."""
    medians = [(group, _first_unit(group.rows)) for group in found]
    texts = [_rounded(median(row.middle for row in rows), rows[0].claim.unit) for _, rows in medians]
    if len(texts) == 1:
        return f"the median of {len(medians[0][1])} is {texts[0]}"
    each = [f"{text} ({_lower(group.label)}, {len(rows)})" for text, (group, rows) in zip(texts, medians, strict=True)]
    return f"the medians are {_joined(each)}"


def _spread(found: Sequence[Group]) -> str:
    rows = _first_unit(_all(found))
    low, high = min(rows, key=lambda row: row.middle), max(rows, key=lambda row: row.middle)
    ends = (
        f"{claim_text(low.claim)} ({low.entry.material.name}) to {claim_text(high.claim)} ({high.entry.material.name})"
    )
    return f"from {ends}"


def _against_controls(atlas: Atlas, found: Sequence[Group]) -> str:
    outcomes = Counter(outcome for row in _all(found) if (outcome := questions.outcome(atlas, row)))
    if not outcomes:
        return ""
    total = outcomes.total()
    counted = ", ".join(f"{outcomes[name]} {name}" for name in OUTCOMES if outcomes[name])
    stand = "one value stands" if total == 1 else f"{total} values stand"
    return f"{stand} beside that of a control of lower entropy under the same conditions: {counted}"


def _further(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> str:
    """Return how many of the materials have a value of the further property, and which is highest."""
    rows = [row for row in _all(found) if row.also]
    label = _lower(atlas.data.properties[question.also or ""].label)
    if not rows:
        return f"none of them has a {label} here"
    values = _joined([f"{claim_text(row.also)} ({row.entry.material.name})" for row in rows])
    return f"{len(rows)} of them have a {label} here: {values}"


def _without_conditions(atlas: Atlas, question: ReaderQuestion) -> str:
    """Return the values that lack a condition that the question needs."""
    others = questions.incomplete(atlas, question)
    lacking = " or ".join(dict.fromkeys(name for _, names in others for name in names)).replace("_", " ")
    if not others:
        return ""
    stand = "one more has" if len(others) == 1 else f"{len(others)} more have"
    named = [f"{claim_text(value.claim)} ({value.entry.material.name})" for value, _ in others]
    return f"{stand} such a value without the {lacking}, left out of the table: {_joined(named)}"


def _correlated(question: ReaderQuestion, found: Sequence[Group]) -> str:
    rows = [row for row in _all(found) if row.over is not None]
    over = [row.over or 0.0 for row in rows]
    if len(rows) < _ENOUGH or len(set(over)) == 1:
        return ""
    r = correlation(over, [row.middle for row in rows])
    course = "falls" if r < 0 else "rises"
    label = _lower(BY_ID[question.over or ""].label)
    return f"over all {len(rows)} it {course} with {label}: r = {signed(r, digits=2).lstrip('+')}"


def _of_syntheses(_: Atlas, __: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    for group in found:
        rows: Sequence[Fired] = group.rows
        temperatures = [highest(row.step.temperature) for row in rows]
        ends = dict.fromkeys(value_text(round(each)) for each in (min(temperatures), max(temperatures)))
        middle = f"; the median is {median(temperatures):.0f} °C{_time(rows)}" if len(rows) > 1 else ""
        yield f"{_lower(group.label)} are fired at {'–'.join(ends)} °C (n = {len(rows)}){middle}"


def _time(rows: Sequence[Fired]) -> str:
    """Return the median time with the number of syntheses that state one; empty where none does."""
    hours = [highest(row.step.hours) for row in rows if row.step.hours is not None]
    return f", that of {len(hours)} stated times {median(hours):.0f} h" if hours else ""


def _of_analyses(_: Atlas, __: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    rows: list[Deviation] = sorted(_all(found), key=lambda row: -abs(row.shifts[0].difference))
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
    lost, fair = _all(found), questions.compared(atlas, question)
    where = _joined([f"{_lower(group.label)} {len(group.rows)}" for group in found])
    least = f"more than {value_text(question.least or 0)} R"
    yield f"in {len(lost)} of {fair} fair pairs with an entropy higher by {least} the material did worse: {where}"
    high = [pair for pair in lost if _is_high(pair.material)]
    alike, apart = ([pair for pair in high or lost if bool(pair.phases) == differ] for differ in (False, True))
    of_high = "of materials of high entropy, " if high else ""
    if alike:
        yield f"{of_high}the greatest loss relative to a control not known to differ in phase is {_lost(alike)}"
    if apart:
        yield f"{of_high}the greatest loss relative to a control of another phase is {_lost(apart)}"


def _is_high(entry: Entry) -> bool:
    return entry.description is not None and entry.description.entropy_class == "high"


def _lost(pairs: Sequence[Pair]) -> str:
    """Return the pair with the greatest loss, its values and, where they differ, its phases.

    A cathode under study comes before the control of a paper, which is named as such.
    """
    studied = [pair for pair in pairs if pair.material.material.role == "subject"]
    role = "" if studied else ", itself a control in its paper,"
    most = max(studied or pairs, key=lambda pair: abs(pair.relative_difference or 0))
    values = f"{claim_text(most.claim)} against {control_text(most.claim)}{_test(most.claim)}"
    relative = signed(most.relative_difference or 0, digits=2)
    phases = f" ({most.phases[0]} against {most.phases[1]})" if most.phases else ""
    return f"{most.material.material.name}{role} against {most.control.material.name}{phases}, {relative} %: {values}"


def _of_water(_: Atlas, __: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    medians = [
        f"{median(row.amount for row in group.rows):.2f} ({_counted(group)}{_range(group.rows)})" for group in found
    ]
    yield f"the median H₂O per formula unit is {_joined(medians)}"
    rows: list[Water] = _all(found)
    both = [row for row in rows if row.printed and row.amounts]
    apart = sum(any(abs(amount - row.amount) > _APART * row.amount for _, amount in row.amounts) for row in both)
    both_ways = f"{len(both)} of {len(rows)} have a formula with water and a measurement"
    yield f"{both_ways}; {apart} of these differ by over a tenth"


def _range(rows: Sequence[Water]) -> str:
    """Return the least and the greatest of several amounts of water."""
    amounts = [row.amount for row in rows]
    return f": {min(amounts):.2f}–{max(amounts):.2f}" if len(amounts) > 1 else ""


def _all(found: Sequence[Group]) -> list[Any]:
    return [row for group in found for row in group.rows]


def _first_unit(rows: Sequence[Value]) -> list[Value]:
    """Return the values in the unit of the first."""
    return [row for row in rows if row.claim.unit == rows[0].claim.unit]


def _largest(found: Sequence[Group], most: int = 4) -> list[Group]:
    """Return the groups with most rows, in their order."""
    kept = sorted(found, key=lambda group: -len(group.rows))[:most]
    return [group for group in found if group in kept]


def _counted(group: Group) -> str:
    return f"{_lower(group.label)}, {len(group.rows)}" if group.label else str(len(group.rows))


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _rounded(value: float, unit: str | None = None) -> str:
    """Return a number with four significant figures at most, and its unit."""
    return value_text(Decimal(f"{value:.4g}"), unit)


def _entry(row: Any) -> Entry:
    entry: Entry = row.material if isinstance(row, Pair) else row.entry
    return entry


def _paper(row: Any) -> str:
    """Return the reference that a row rests on."""
    match row:
        case Fired():
            return row.synthesis.source.reference
        case Deviation():
            return row.measured.stated.source.reference
        case Water():
            return row.source.reference
    reference: str = row.claim.source.reference
    return reference


def _lower(text: str) -> str:
    """Return a heading as it stands within a sentence."""
    return text[:1].lower() + text[1:]


_PARTS: Final[Mapping[str | None, Callable[[Atlas, ReaderQuestion, Sequence[Group]], Iterator[str]]]] = {
    None: _of_values, "synthesis": _of_syntheses, "measured": _of_analyses, "pairs": _of_pairs, "water": _of_water,
}  # fmt: skip
"""What answers a question -> the sentences about it."""
