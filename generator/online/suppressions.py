"""Links that are not followed, from a file whose every entry gives a reason and a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import InvalidData, Problem, shown
from ..records import validation
from ..records.field_types import Date, Line, Record, Text
from ..yamlio import parser
from ..yamlio.document import Document
from .link_extraction import Link


class Suppression(Record):
    """A link that is not followed."""

    url: Line
    reason: Text
    on: Date
    until: Date | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A suppression and its place, as `file:line`."""

    rule: Suppression
    place: str

    def active(self, today: date) -> bool:
        """Return whether the entry has not expired."""
        return self.rule.until is None or date.fromisoformat(self.rule.until) >= today


def read(file: Path) -> list[Suppressed]:
    """Read the file; without one, nothing is suppressed. Raises InvalidData with every problem."""
    if not file.is_file():
        return []
    document = parser.parse(file.read_bytes(), file.name)
    entries, problems = [], []
    for index, value in enumerate(_list(document)):
        rule, found = validation.validate(Suppression, value)
        problems += [document.problem((index, *fault.path), fault.message, fault.hint) for fault in found]
        problems += [] if found else _invalid_dates(document, index, rule)
        entries.append(Suppressed(rule, f"{document.file}:{document.at((index,))[0]}"))
    if problems:
        raise InvalidData(problems)
    return entries


def _list(document: Document) -> list[object]:
    if document.value is None:
        return []
    if not isinstance(document.value, list):
        message = f"found {shown(document.value)}, expected a list of links"
        hint = "Begin each entry with a hyphen: - {url: …, reason: …, on: …}."
        raise InvalidData([document.problem((), message, hint)])
    return document.value


def _invalid_dates(document: Document, index: int, rule: Suppression) -> Iterator[Problem]:
    for key, text in (("on", rule.on), ("until", rule.until)):
        try:
            date.fromisoformat(text or rule.on)
        except ValueError:
            message = f"found {shown(text)}, expected a day that the calendar has"
            yield document.problem((index, key), message, "Write year-month-day, such as 2026-03-14.")


def stale(entries: Iterable[Suppressed], links: Iterable[Link], today: date) -> list[tuple[Suppressed, str]]:
    """Return the entries to remove or renew, each with the reason."""
    urls = {link.url for link in links}
    found = []
    for entry in entries:
        if entry.rule.url not in urls:
            found.append((entry, "no record or page holds this address"))
        elif not entry.active(today):
            found.append((entry, f"it expired on {entry.rule.until}"))
    return found
