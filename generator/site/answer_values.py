"""The sentences about values that answer a question: the best, medians, pairs with controls, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import correlation, median
from typing import Any, Final

from ..chemistry.quantities import BY_ID
from ..derived import questions
from ..derived.atlas import Atlas
from ..derived.criteria import is_half_cell
from ..derived.pairs import ENOUGH, LOWER, Summary
from ..derived.question_rows import Group, Value
from ..errors import counted
from ..printing import NO_BREAK, claim_text, conditions_text, control_text, value_text
from ..records.conditions import Conditions
from ..records.model_parts import Claim
from ..records.vocabulary_models import ReaderQuestion
from .evidence import outcome_text, papers_text, signed
from .pair_charts import FEWEST, pairs_by_axis

_CORRELATED: Final = 10
"""Values from which a correlation is given."""
_TESTED: Final = ("rate", "cycles", "window", "temperature", "exposure", "exposure_days", "humidity")
"""Conditions that a sentence names; tables have all."""
_CELL: Final = ("cell", "counter")


def of_values(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group]) -> Iterator[str]:
    """Yield the sentences about values, without a full stop, the one that answers by itself first."""
    by, has_best = question.group, atlas.data.properties[question.properties[0]].better is not None
    compared = (against_controls(atlas, question), _not_drawn(atlas, question))
    if by == "property":  # the best of each says little where each was tested in another way
        yield from compared
    if not has_best:
        yield "; ".join(filter(None, (_spread(found), _medians(atlas, found))))
    elif by in (None, "entropy"):
        rows = _first_unit(rows_of(found))
        yield _best(atlas, rows) if _ranked(atlas, rows) else ""
    else:
        yield from _of_groups(atlas, question, found, by)
    if has_best and by in (None, "entropy", "family"):
        yield _without_conditions(atlas, question)
        yield "" if question.least else _medians(atlas, found)
    yield _beyond(atlas, found)
    yield from compared if by != "property" else ()
    yield _further(atlas, question, found) if question.also else ""
    yield _correlated(question, found) if question.over else ""


def _of_groups(atlas: Atlas, question: ReaderQuestion, found: Sequence[Group], by: str) -> Iterator[str]:
    """Yield the best of the largest groups in one sentence, those of cathodes under study, then each by itself."""
    ranked = [group for group in found if _ranked(atlas, _first_unit(group.rows))]
    comparable = [group for group in ranked if by != "mass" or not group.label.endswith("not stated")]
    named = comparable if by == "family" else _largest(comparable)
    if by != "property":
        own = [group for group in named if studied(_ranked(atlas, _first_unit(group.rows)))]
        yield "; ".join(_in_short(atlas, question, group) for group in own or named)
    shown = comparable if by == "temperature" else named
    several = [(group.label, rows) for group in shown if len(rows := _first_unit(group.rows)) > 1]
    yield from (f"{lower(label)}: {_best(atlas, rows, by)}" for label, rows in several)


def _in_short(atlas: Atlas, question: ReaderQuestion, group: Group) -> str:
    """Return the best value of a group, of a cathode under study if it can be, with the conditions asked for."""
    ranked = _ranked(atlas, _first_unit(group.rows))
    first = next(iter(studied(ranked) or ranked))
    tested = in_brackets(first.claim, question.group, only=(*question.needs, "rate", "cycles"))
    return f"{lower(group.label)}: {_named(first)} {claim_text(first.claim)}{tested}"


def _best(atlas: Atlas, rows: Sequence[Value], grouped_by: str | None = None) -> str:
    """Return the best of the cathodes under study in one unit, with the conditions that its group does not name.

    Where a control or benchmark is better, its value follows; where no cathode under study has one, it is that.
    """
    ranked = _ranked(atlas, rows)
    lower = atlas.data.properties[rows[0].claim.property].better == "lower"
    shown = studied(ranked) or ranked
    kind = " of cathodes under study" if studied(ranked) else ""
    more, most = ("lower", "lowest") if lower else ("higher", "highest")
    among = f"the {most} of {len(shown)} values{kind}" if len(shown) > 1 else f"the only value{kind}"
    first = shown[0]
    noted = "; the table has a note on this value" if first.claim.note else ""
    best = f"{_named(first)} has {among}, {claim_text(first.claim)}{_tested(first, grouped_by)}{noted}"
    return best if ranked[0] is first else f"{best}; {more}: {_value(ranked[0], grouped_by)}"


def _ranked(atlas: Atlas, rows: Sequence[Value]) -> list[Value]:
    """Return values from the best on, without those that are not ranked."""
    lower = atlas.data.properties[rows[0].claim.property].better == "lower"
    ranked = sorted((row for row in rows if not questions.is_beyond(atlas, row.claim)), key=lambda row: row.middle)
    return ranked if lower else ranked[::-1]


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


def in_brackets(
    claim: Claim, grouped_by: str | None = None, before: str = "", only: Sequence[str] = (*_TESTED, *_CELL)
) -> str:
    """Return words and the conditions of a test in brackets, without the one that the group names; empty if none."""
    given = claim.conditions
    named = [name for name in only if name not in (grouped_by, *_CELL)]
    cell = [] if is_half_cell(given) else [name for name in only if name in _CELL]
    test = given and Conditions(**{name: getattr(given, name) for name in (*named, *cell)})
    unknown = "humidity not stated" if given and given.exposure == "air" and given.humidity is None else ""
    tested = ", ".join(filter(None, (conditions_text(test).replace(" · ", ", "), unknown)))
    text = "; ".join(filter(None, (before, tested)))
    return f" ({text})" if text else ""


def _medians(atlas: Atlas, found: Sequence[Group]) -> str:
    """Return the median of the cathodes under study of each group; of controls and benchmarks where it has no other.

    Values that are not ranked are in none, and there is none of fewer than `ENOUGH` values.
    """
    ranked = [(group.label, _ranked(atlas, _first_unit(group.rows))) for group in found]
    enough = [(label, rows) for label, every in ranked if len(rows := studied(every) or every) >= ENOUGH]
    own = [(label, rows) for label, rows in enough if studied(rows)]
    others = [(label, rows) for label, rows in enough if not studied(rows)]
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


def against_controls(atlas: Atlas, question: ReaderQuestion) -> str:
    """Return how the cathodes of a question did against their controls; empty without pairs.

    The drawings and the table of the page have the same pairs.
    """
    every = Summary(questions.pairs(atlas, question))
    if not every.pairs:
        return ""
    lower = Summary([pair for pair in every.pairs if pair.is_against_lower])
    others = Summary([pair for pair in every.pairs if not pair.is_against_lower])
    kinds = {
        f"whose entropy is lower by more than {LOWER}{NO_BREAK}R": lower,
        "of similar, higher or unknown entropy": others,
    }
    parts = [f"{_outcomes(found)} against a control {kind}" for kind, found in kinds.items() if found.pairs]
    limit = value_text(question.least or 0, every.pairs[0].claim.unit)
    about = {
        f"below {limit}": sum(pair.value < (question.least or 0) for pair in every.pairs),
        "with a note": sum(pair.claim.note is not None for pair in every.pairs),
    }
    of_these = ", ".join(f"{count} of them {what}" for what, count in about.items() if count)
    number = f"{counted(len(every.pairs), 'pair')} of a cathode and its control{f' ({of_these})' if of_these else ''}"
    return f"{number} under the same stated conditions, from {papers_text(every)}: {'; '.join(parts)}"


def _not_drawn(atlas: Atlas, question: ReaderQuestion) -> str:
    """Return the pairs on axes that have too few of them for a drawing, each on a line of its own."""
    few = [pair for pairs in pairs_by_axis(atlas, question).values() if len(pairs) < FEWEST for pair in pairs]
    texts = [
        f"{pair.material.material.name}, {lower(atlas.data.properties[pair.claim.property].label)}"
        f" {claim_text(pair.claim)} against {control_text(pair.claim)}"
        f"{in_brackets(pair.claim, before=pair.control.material.name)}"
        for pair in few
    ]
    return "\n".join((f"pairs of properties with fewer than {FEWEST}:", *texts)) if texts else ""


def _outcomes(found: Summary) -> str:
    """Return the outcomes of pairs; their number alone where their property has no better direction."""
    ranked = any(pair.measured.better for pair in found.pairs)
    return outcome_text(found) if ranked else str(len(found.pairs))


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
    over, middles = [row.over or 0.0 for row in rows], [row.middle for row in rows]
    if len(rows) < _CORRELATED or 1 in (len(set(over)), len(set(middles))):
        return ""
    r = correlation(over, middles)
    course = "falls" if r < 0 else "rises"
    label = lower(BY_ID[question.over or ""].label)
    coefficient = signed(r, digits=2).lstrip("+")
    return f"over all {len(rows)}, controls and benchmarks among them, it {course} with {label}: r = {coefficient}"


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
    """Return a heading as it is written within a sentence; a proper noun keeps its capital.

    >>> lower("Layered oxides, O3"), lower("Prussian blue analogues")
    ('layered oxides, O3', 'Prussian blue analogues')
    """
    return text if text.startswith("Prussian") else text[:1].lower() + text[1:]
