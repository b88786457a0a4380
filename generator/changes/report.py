"""Changes of the data as a Markdown summary for reviewers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from .. import pipeline
from ..errors import InvalidData, counted
from ..markdown_escape import code_span, truncate
from ..printing import conditions_text
from ..records.models import ON_ONE_PAGE
from .diff import Change, State, changes
from .edits import Edit

MAX_ROWS = 1_000  # of one table
MAX_TEXT = 20_000  # characters of one cell; a reviewer must see all of a text
MAX_BYTES = 900_000  # GitHub shows no summary of more than 1,048,576
COMPOSITION = ("formula", "host", "bind", "sites", "family")
NONE = "—"
_STATES: tuple[State, ...] = ("new", "changed", "renamed", "withdrawn", "removed")
Row = Sequence[str]


def markdown(changes: Sequence[Change]) -> str:
    """Return the summary, the most important first: computed values, added and removed records, values, fields."""
    tables = (part for title, head, rows in _TABLES for part in _table(title, head, list(rows(changes))))
    return truncate(
        "\n\n".join(["## What changes in the data", _counted(changes), *_lost(changes), *tables]) + "\n", MAX_BYTES
    )


def compare(old: Path, new: Path) -> tuple[bool, str]:
    """Return whether the new records are good, and the summary as Markdown.

    Both are read by the same code, so that only the records can differ. Old records that fail the current rules are
    reported, which is no failure.
    """
    try:
        after = pipeline.load(new)
    except InvalidData as error:
        return False, unreadable("as they are now", error)
    try:
        before = pipeline.load(old)
    except InvalidData as error:
        return True, unreadable("as they were before", error)
    return True, markdown(changes(before, after))


def unreadable(which: str, error: InvalidData) -> str:
    """Return the problems of a collection that cannot be compared."""
    problems = [f"* {code_span(str(problem), 600)}" for problem in error.problems[:MAX_ROWS]]
    more = [f"* and {len(error.problems) - MAX_ROWS} more"] if len(error.problems) > MAX_ROWS else []
    title = f"## The records {which} cannot be compared: {counted(len(error.problems), 'problem')}"
    return "\n".join([title, "", *problems, *more]) + "\n"


def _counted(changes: Sequence[Change]) -> str:
    counts = Counter(change.state for change in changes)
    parts = [f"{counts[state]} {state}" for state in _STATES if counts[state]]
    return f"Records: {', '.join(parts)}." if parts else "No record changed."


def _lost(changes: Sequence[Change]) -> Iterator[str]:
    """Yield which addresses of the site would lead nowhere any more."""
    gone = [(change.kind, change.id) for change in changes if change.state == "removed"]
    gone += [
        (change.kind, edit.before)
        for change in changes
        for edit in change.fields
        if change.state != "removed" and edit.field == "former_ids" and edit.before and not edit.after
    ]
    if lost := [code_span(f"{kind}/{ident}/") for kind, ident in gone if kind not in ON_ONE_PAGE]:
        advice = "List each id under `former_ids` of the record that replaces it."
        yield f"**Addresses that would be lost:** {', '.join(lost)}. {advice}"


def _compositions(changes: Iterable[Change]) -> Iterator[Row]:
    for change in changes:
        printed = [edit for edit in change.fields if change.kind == "materials" and edit.field in COMPOSITION]
        yield from ((code_span(change.id), edit.field, *_sides(edit)) for edit in (*printed, *change.computed))


def _records(changes: Iterable[Change]) -> Iterator[Row]:
    for change in changes:
        if change.state != "changed":
            before = f" (was {code_span(change.former)})" if change.former else ""
            yield change.state, change.kind, f"{code_span(change.id)}{before}", code_span(change.name)


def _values(changes: Iterable[Change]) -> Iterator[Row]:
    for change in changes:
        for claim, edit in ((item.claim, item.edit) for item in change.claims):
            under = code_span(conditions_text(claim.conditions), MAX_TEXT) or NONE
            source = code_span(f"{claim.source.reference}, {claim.source.at}", MAX_TEXT)
            yield code_span(change.id), code_span(claim.property), under, edit.field, *_sides(edit), source


def _fields(changes: Iterable[Change]) -> Iterator[Row]:
    for change in changes:
        edits = _others(change) if change.state != "new" else ()
        yield from ((change.kind, code_span(change.id), edit.field, *_sides(edit)) for edit in edits)


def _fields_of_new(changes: Iterable[Change]) -> Iterator[Row]:
    for change in changes:
        edits = [edit for edit in _others(change) if edit.field not in ("id", "name")]
        texts = ((edit.field, code_span(edit.after or "", MAX_TEXT)) for edit in edits if change.state == "new")
        yield from ((change.kind, code_span(change.id), *pair) for pair in texts)


def _others(change: Change) -> list[Edit]:
    """Return the edits of fields without a table of their own."""
    shown = COMPOSITION if change.kind == "materials" else ()
    return [edit for edit in change.fields if edit.field not in shown]


def _sides(edit: Edit) -> Iterator[str]:
    """Yield the text before and now."""
    return (code_span(text or "", MAX_TEXT) or NONE for text in (edit.before, edit.after))


def _table(title: str, head: Row, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    lines = [head, ["---"] * len(head), *rows[:MAX_ROWS]]
    more = [f"… and {len(rows) - MAX_ROWS} more rows."] if len(rows) > MAX_ROWS else []
    return [f"### {title}", "\n".join(f"| {' | '.join(line)} |" for line in lines), *more]


_TABLES: tuple[tuple[str, Row, Callable[[Iterable[Change]], Iterator[Row]]], ...] = (
    ("Compositions and computed values", ("material", "field", "before", "now"), _compositions),
    ("Added, removed and renamed records", ("", "kind", "record", "name"), _records),
    ("Values", ("material", "property", "conditions", "part", "before", "now", "source"), _values),
    ("Other fields", ("kind", "record", "field", "before", "now"), _fields),
    ("Fields of new records", ("kind", "record", "field", "value"), _fields_of_new),
)
