"""Contributors and their checks of values: ORCID iDs, dates, and whether a check still applies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.dataset import Dataset
from .rule import error, warning
from .values import claims, written

_EARLY: Final = 1  # years before its issue at which a paper may be online


@error(
    "orcid",
    example='found "0000-0002-1825-0098", expected the check character 7 at the end',
    remedy="Copy the iD again from orcid.org.",
)
def orcids_are_valid(atlas: Atlas) -> Iterator[Problem]:
    """The last character of an ORCID iD follows from the others (ISO 7064, mod 11-2).

    One wrong digit would credit another contributor.
    """
    for ident, person in atlas.data.people.items():
        if person.orcid and person.orcid[-1] != (check := check_character(person.orcid)):
            message = f"found {shown(person.orcid)}, expected the check character {check} at the end"
            yield atlas.data.problem(("people", ident), ("orcid",), message)


def check_character(orcid: str) -> str:
    """Return the check character of an ORCID iD from its first fifteen digits, by ISO 7064 mod 11-2.

    >>> check_character("0000-0002-1825-0097"), check_character("0000-0002-1694-233X")
    ('7', 'X')
    """
    total = 0
    for digit in orcid.replace("-", "")[:15]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


@warning(
    "check-lapsed",
    stage="fields",
    example="found 88 as the value that was checked, expected 87.0 as it is now",
    remedy="Compare the value with the source again and renew the check, or remove it.",
)
def checks_match_their_value(atlas: Atlas) -> Iterator[Problem]:
    """A check applies to the current value of its claim.

    A contributor vouches for a value by name; changed since then, it is not shown as checked.
    """
    for key, path, claim in claims(atlas.data):
        checked = claim.checked
        if checked and None not in (checked.value, claim.value) and not checked.matches(claim.value):
            now = f"{written(claim.value)} as it is now"
            message = f"found {written(checked.value)} as the value that was checked, expected {now}"
            yield atlas.data.problem(key, (*path, "checked", "value"), message)


@error(
    "check-date",
    example="found 2026-02-30, expected a day of the calendar",
    remedy="Write the day on which the value was compared with the source.",
)
def check_dates_are_possible(atlas: Atlas) -> Iterator[Problem]:
    """The day of a check exists in the calendar, and is not before the paper was published.

    The day shows which version of a paper was read.
    """
    for key, path, claim in claims(atlas.data):
        if not claim.checked:
            continue
        read = claim.source.via or claim.source.reference
        if expected := _expected_day(atlas.data, claim.checked.on, read):
            message = f"found {claim.checked.on}, expected {expected}"
            yield atlas.data.problem(key, (*path, "checked", "on"), message)


def _expected_day(dataset: Dataset, day: str, read: str) -> str | None:
    """Return what is expected of an impossible day; None for a possible one."""
    try:
        year = date.fromisoformat(day).year
    except ValueError:
        return "a day of the calendar"
    paper = dataset.references.get(read)
    if paper and paper.issued and year < paper.issued - _EARLY:
        return f"{paper.issued - _EARLY} or later, as {paper.id} is of {paper.issued}"
    return None


@error(
    "checked-unconfirmed",
    stage="fields",
    example="found a check of a claim that is still marked unconfirmed, expected one of the two",
    remedy="Remove `unconfirmed: true` once the value was compared with its source.",
)
def checked_claims_are_confirmed(atlas: Atlas) -> Iterator[Problem]:
    """A claim with a check is not marked as unconfirmed.

    An imported claim is unconfirmed until it is compared with its source; a check is that comparison.
    """
    for key, path, claim in claims(atlas.data):
        if claim.checked and claim.unconfirmed:
            message = "found a check of a claim that is still marked unconfirmed, expected one of the two"
            yield atlas.data.problem(key, (*path, "unconfirmed"), message)
