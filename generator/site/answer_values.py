"""The sentences about values that answer a question: the best, medians, pairs with controls, what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import correlation, median
from typing import Any, Final

from ..chemistry.quantities import BY_ID
from ..derived import questions
from ..derived.atlas import Atlas
from ..derived.criteria import is_half_cell
from ..derived.pairs import OUTCOMES
from ..derived.question_rows import Group, Value
from ..printing import claim_text, conditions_text, control_text, value_text
from ..records.conditions import Conditions
from ..records.model_parts import Claim
from ..records.vocabulary_models import ReaderQuestion
from .evidence import signed

_ENOUGH: Final = 10  # pairs of numbers from which a correlation is given
_NAMED: Final = 4
"""Pairs that a sentence names; tables have all."""
_TESTED: Final = ("rate", "cycles", "window", "temperature", "exposure", "exposure_days", "humidity")
"""Conditions that a sentence names; tables have all."""


def of_values(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    """Yield the sentences about values, without a full stop; further lines are examples of the first."""
    groups = [group for group in found if not group.aside]
    compared = _against_controls(atlas, found)
    if question.group == "property":  # the best of each says little where each was tested in another way
        head, _, pairs = compared.partition(":\n")
        yield head.removesuffix(", such as")
        yield f"among these pairs:\n{pairs}" if pairs else ""
    if atlas.data.properties[question.properties[0]].better is None:
        yield f"{_spread(groups)}; {_medians(atlas, groups)}"
    elif question.group in (None, "entropy"):
        yield _best(atlas, _first_unit(rows_of(groups)))
        yield _without_conditions(atlas, question)
        yield "" if question.least else _medians(atlas, groups)
    else:
        by = question.group
        largest = _largest([group for group in groups if by != "mass" or not group.label.endswith("not stated")])
        shown = groups if by == "temperature" else largest
        yield from (f"{lower(group.label)}: {_best(atlas, _first_unit(group.rows), by)}" for group in shown)
    yield _beyond(atlas, groups)
    yield "" if question.group == "property" else compared
    yield _beside_others(atlas, found)
    if question.also:
        yield _further(atlas, question, groups)
    if question.over:
        yield _correlated(question, groups)


def _best(atlas: Atlas, rows: Sequence[Value], grouped_by: str | None = None) -> str:
    """Return the best of the cathodes under study in one unit, with the conditions that its group does not name.

    Where a control or benchmark is better, its value follows; where no cathode under study has one, it is that.
    """
    ranked = sorted((row for row in rows if not questions.is_beyond(atlas, row.claim)), key=lambda row: row.middle)
    lower = atlas.data.properties[rows[0].claim.property].better == "lower"
    ranked = ranked if lower else ranked[::-1]
    counted = studied(ranked) or ranked
    kind = " of cathodes under study" if studied(ranked) else ""
    more, most = ("lower", "lowest") if lower else ("higher", "highest")
    among = f"the {most} of {len(counted)} values{kind}" if len(counted) > 1 else f"the only value{kind}"
    first = counted[0]
    best = f"{_named(first)} has {among}, {claim_text(first.claim)}{_tested(first, grouped_by)}{_noted(first)}"
    return best if ranked[0] is first else f"{best}; {more}: {_value(ranked[0], grouped_by)}"


def studied(rows: Sequence[Value]) -> list[Value]:
    """Return the values of cathodes under study, apart from controls, parents and benchmarks."""
    return [row for row in rows if row.entry.material.role == "subject"]


def _named(row: Value) -> str:
    """Return the name of a material, with its role where it is not under study, and its label where that is higher."""
    role = row.entry.material.role
    about = ", ".join(filter(None, (role if role != "subject" else "", row.entry.called_higher)))
    return f"{row.entry.material.name}{f' ({about})' if about else ''}"


def _value(row: Value, grouped_by: str | None = None) -> str:
    return f"{_named(row)} {claim_text(row.claim)}{_tested(row, grouped_by)}"


def _tested(row: Value, grouped_by: str | None) -> str:
    """Return the test of a value in brackets; of one in the cold, after what was measured at room temperature."""
    window = ", the window of one not stated" if row.lacks_window else ""
    warm = f"{claim_text(row.also)} at room temperature{window}" if row.also and grouped_by == "temperature" else ""
    return in_brackets(row.claim, grouped_by, before=warm)


def _beyond(atlas: Atlas, found: Sequence[Group]) -> str:
    """Return the values that exceed the best that their property can have."""
    rows = [row for row in rows_of(found) if questions.is_beyond(atlas, row.claim)]
    if not rows:
        return ""
    measured = atlas.data.properties[rows[0].claim.property]
    limit = value_text(measured.best or 0, measured.unit)
    return f"above {limit} and not ranked: {joined([_value(row) for row in rows])}"


def in_brackets(claim: Claim, grouped_by: str | None = None, before: str = "") -> str:
    """Return words and the conditions of a test in brackets, without the one that the group names; empty if none."""
    given = claim.conditions
    named = [name for name in _TESTED if name != grouped_by]
    cell = () if is_half_cell(given) else ("cell", "counter")
    test = given and Conditions(**{name: getattr(given, name) for name in (*named, *cell)})
    unknown = "humidity not stated" if given and given.exposure == "air" and given.humidity is None else ""
    tested = ", ".join(filter(None, (conditions_text(test).replace(" · ", ", "), unknown)))
    text = "; ".join(filter(None, (before, tested)))
    return f" ({text})" if text else ""


def _medians(atlas: Atlas, found: Sequence[Group]) -> str:
    """Return the median of the cathodes under study of each group; of controls and benchmarks where it has no other.

    Values that are not ranked are in none.
    """
    ranked = [[row for row in group.rows if not questions.is_beyond(atlas, row.claim)] for group in found]
    medians = [(group.label, _first_unit(rows)) for group, rows in zip(found, ranked, strict=True) if rows]
    own = [(label, rows) for label, each in medians if (rows := studied(each))]
    others = [(label, rows) for label, rows in medians if not studied(rows)]
    kinds = {"cathodes under study": own, "controls and benchmarks": others}
    papers = len({row.claim.source.reference for _, rows in (*own, *others) for row in rows})
    said = "; ".join(_median_of(kind, groups) for kind, groups in kinds.items() if groups)
    return f"{said}, from {papers} {'paper' if papers == 1 else 'papers'}" if said else ""


def _median_of(kind: str, groups: Sequence[tuple[str, Sequence[Value]]]) -> str:
    texts = [_rounded(median(row.middle for row in rows), rows[0].claim.unit) for _, rows in groups]
    if len(texts) == 1 and not groups[0][0]:
        return f"the median of {len(groups[0][1])} {kind} is {texts[0]}"
    each = [f"{text} ({lower(label)}, {len(rows)})" for text, (label, rows) in zip(texts, groups, strict=True)]
    return f"the {'median' if len(each) == 1 else 'medians'} of {kind}: {joined(each)}"


def _spread(found: Sequence[Group]) -> str:
    rows = _first_unit(rows_of(found))
    low, high = min(rows, key=lambda row: row.middle), max(rows, key=lambda row: row.middle)
    return f"from {claim_text(low.claim)} ({_named(low)}) to {claim_text(high.claim)} ({_named(high)})"


def _against_controls(atlas: Atlas, found: Sequence[Group]) -> str:
    """Return how values compare with those of controls of lower entropy, and the first pairs."""
    judged = [(row, outcome) for row in rows_of(found) if (outcome := questions.outcome(atlas, row))]
    if not judged:
        return ""
    counts = Counter(outcome for _, outcome in judged)
    counted = ", ".join(f"{counts[name]} {name}" for name in OUTCOMES if counts[name])
    number = "one value" if len(judged) == 1 else f"{len(judged)} values"
    kind = f"a control whose entropy is lower by more than {questions.LOWER}\u00a0R, under the same stated conditions"
    pairs = _pairs(atlas, [row for row, _ in judged])
    return f"{number} can be compared with that of {kind} ({counted}{_aside(atlas, found)}){pairs}"


def _aside(atlas: Atlas, found: Sequence[Group]) -> str:
    """Return how many of the judged values are below the limit of the question."""
    below = [group for group in found if group.aside]
    count = sum(questions.outcome(atlas, row) is not None for row in rows_of(below))
    return f", {count} of them with {lower(below[0].label).removesuffix(', with a control')}" if count else ""


def _beside_others(atlas: Atlas, found: Sequence[Group]) -> str:
    """Return how many values have a control of nearly the same, higher or unknown entropy, and the first pairs."""
    rows = [row for row in rows_of(found) if questions.own_pair(atlas, row) and not questions.outcome(atlas, row)]
    if not rows:
        return ""
    number = "one more" if len(rows) == 1 else f"{len(rows)} more"
    return f"{number} can be compared with a control of similar, higher or unknown entropy{_pairs(atlas, rows)}"


def _pairs(atlas: Atlas, rows: Sequence[Value]) -> str:
    """Return the first pairs with their values and tests, each on a line of its own; those with a note come last."""
    first = ", such as" if len(rows) > _NAMED else ""
    ordered = sorted(rows, key=lambda row: row.claim.note is not None)
    several = len({row.claim.property for row in rows}) > 1
    return "\n".join((f"{first}:", *(_pair(atlas, row, several) for row in ordered[:_NAMED])))


def _pair(atlas: Atlas, row: Value, several: bool) -> str:
    """Return the values of a pair, with their property where the pairs have `several`."""
    control = atlas.entries[row.claim.versus.material].material.name if row.claim.versus else ""
    same = ", of the same composition" if questions.has_its_composition(atlas, row.entry, row.claim) else ""
    measured = f"{lower(atlas.data.properties[row.claim.property].label)} " if several else ""
    values = f"{measured}{claim_text(row.claim)} against {control_text(row.claim)}"
    return f"{_named(row)} {values}{in_brackets(row.claim, before=f'{control}{same}')}{_noted(row)}"


def _noted(row: Value) -> str:
    return "; the table has a note on this value" if row.claim.note else ""


def _further(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> str:
    """Return how many of the materials have a value of the further property, and which is highest."""
    rows = [row for row in rows_of(found) if row.also]
    label = lower(atlas.data.properties[question.also or ""].label)
    if not rows:
        return f"none of them has a {label} here"
    values = joined([f"{claim_text(row.also)} ({row.entry.material.name})" for row in rows])
    return f"{len(rows)} of them have a {label} here: {values}"


def _without_conditions(atlas: Atlas, question: ReaderQuestion) -> str:
    """Return the values that lack a condition that the question needs."""
    others = questions.incomplete(atlas, question)
    lacking = " or ".join(dict.fromkeys(name for _, names in others for name in names)).replace("_", " ")
    if not others:
        return ""
    stand, whose = ("one more has", "its") if len(others) == 1 else (f"{len(others)} more have", "their")
    named = [f"{claim_text(value.claim)} ({_named(value)})" for value, _ in others]
    return f"{stand} such a value without the {lacking}, in a table of {whose} own: {joined(named)}"


def _correlated(question: ReaderQuestion, found: Sequence[Group]) -> str:
    rows = [row for row in rows_of(found) if row.over is not None]
    over = [row.over or 0.0 for row in rows]
    if len(rows) < _ENOUGH or len(set(over)) == 1:
        return ""
    r = correlation(over, [row.middle for row in rows])
    course = "falls" if r < 0 else "rises"
    label = lower(BY_ID[question.over or ""].label)
    coefficient = signed(r, digits=2).lstrip("+")
    return f"over all {len(rows)}, controls and benchmarks among them, it {course} with {label}: r = {coefficient}"


def answering(found: Sequence[Group]) -> list[Any]:
    """Return the rows that answer the question."""
    return rows_of([group for group in found if not group.aside])


def rows_of(found: Sequence[Group]) -> list[Any]:
    """Return the rows of all groups."""
    return [row for group in found for row in group.rows]


def _first_unit(rows: Sequence[Value]) -> list[Value]:
    """Return the values in the unit of the first."""
    return [row for row in rows if row.claim.unit == rows[0].claim.unit]


def _largest(found: Sequence[Group], most: int = 4) -> list[Group]:
    """Return the groups with most rows, in their order."""
    kept = sorted(found, key=lambda group: -len(group.rows))[:most]
    return [group for group in found if group in kept]


def joined(parts: Sequence[str]) -> str:
    """Return a list as a sentence has it."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _rounded(value: float, unit: str | None = None) -> str:
    """Return a number with four significant figures at most, and its unit."""
    return value_text(Decimal(f"{value:.4g}"), unit)


def lower(text: str) -> str:
    """Return a heading as it is written within a sentence."""
    return text[:1].lower() + text[1:]
