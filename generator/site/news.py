"""What changed in the records: by month for readers, as an Atom feed, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from .. import RELEASED
from ..changes.history import Change, History, State
from ..derived.atlas import Atlas
from .export import API
from .redirects import published
from .structured import AUTHORS, NAME
from .titles import TITLES

FEED: Final = "feed.xml"
ADDRESS: Final = "news/"
_ENTRIES: Final = 30  # days in the feed
_LISTED: Final = 60  # records of one kind and state in a month, and in an entry of the feed
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMED: Final[Mapping[State, str]] = {
    "new": "New", "changed": "Changed", "renamed": "Renamed or merged", "removed": "Removed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind to which the same happened in a time: (id, name, number of edits), the first ones."""

    title: str
    kind: str
    records: Sequence[tuple[str, str, int]]
    count: int
    edits: int

    @property
    def text(self) -> str:
        """Return what happened in words, as in `12 new materials`."""
        return f"{self.count} {self.title.lower().replace(':', '')}"


@dataclass(frozen=True, slots=True)
class Period:
    """A month with its days, or a day, with its groups; `updated` is the time of its last change."""

    id: str
    title: str
    updated: str
    groups: Sequence[Group]
    days: Sequence[Period] = ()

    @property
    def text(self) -> str:
        """Return what happened in words."""
        return ", ".join(group.text for group in self.groups) or "no record"


def months(atlas: Atlas, history: History) -> list[Period]:
    """Return the months in which records changed, the newest first."""
    days: dict[str, list[Period]] = {}
    for day, changes in _by(history, 10):
        title = f"{int(day[8:])} {_MONTHS[int(day[5:7]) - 1]}"
        days.setdefault(day[:7], []).append(Period(day, title, changes[0].time, list(_groups(atlas, changes))))
    return [
        Period(
            month,
            f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}",
            changes[0].time,
            list(_groups(atlas, changes)),
            days[month],
        )
        for month, changes in _by(history, 7)
    ]


def files(atlas: Atlas, history: History, site_url: str | None) -> dict[str, str]:
    """Return the feed and the JSON of all changes, by address."""
    return {FEED: _feed(atlas, history, site_url or ""), **data(history)}


def data(history: History) -> dict[str, str]:
    """Return the JSON of all changes, by address."""
    return {f"{API}/changes.json": _json(history)}


def _by(history: History, length: int) -> Iterator[tuple[str, list[Change]]]:
    """Yield a part of the date of that length, and its changes; commits may be older than those before them."""
    ordered = sorted(history.changes, key=lambda change: change.time, reverse=True)
    for key, changes in groupby(ordered, key=lambda change: change.date[:length]):
        yield key, list(changes)


def _groups(atlas: Atlas, changes: Sequence[Change]) -> Iterator[Group]:
    """Yield the groups that are not empty; a record that is new in a time is not also listed as changed in it."""
    fresh = _fresh(changes)
    for kind, title in TITLES.items():
        known = published(atlas, kind)
        for state, word in _NAMED.items():
            edits: dict[str, int] = {}
            for change in changes:
                if change.kind != kind or change.id not in known:
                    continue
                is_new = (kind, change.id) in fresh
                if state == ("new" if is_new else change.state):
                    edits[change.id] = edits.get(change.id, 0) + (0 if is_new else len(change.edits))
            if edits:
                named = [(ident, _name(known[ident]), number) for ident, number in sorted(edits.items())]
                yield Group(f"{word}: {title.lower()}", kind, named[:_LISTED], len(edits), sum(edits.values()))


def _fresh(changes: Sequence[Change]) -> set[tuple[str, str]]:
    """Return the records that are new in a time, also those that were renamed in it since; the newest change first."""
    found: set[tuple[str, str]] = set()
    for change in reversed(changes):
        former = (change.former or "").split(", ")
        if change.state == "new" or any((change.kind, ident) in found for ident in former):
            found.add((change.kind, change.id))
    return found


def _name(record: Any) -> str:
    return getattr(record, "name", None) or getattr(record, "label", None) or str(record.id)


def _json(history: History) -> str:
    changes = [_plain(change) for change in history.changes]
    about = {"extent": history.extent, "since": history.since, "changes": changes}
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def _plain(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = {
        "date": change.date, "commit": change.commit, "kind": change.kind, "id": change.id, "state": change.state,
    }  # fmt: skip
    if change.former:
        found["former"] = change.former
    if change.edits:
        found["edits"] = [{"field": e.field, "before": e.before, "after": e.after} for e in change.edits]
    return found


def _feed(atlas: Atlas, history: History, site: str) -> str:
    """Return the feed (RFC 4287), an entry for each day; a day that goes on is an entry that was updated."""
    days = list(_by(history, 10))[:_ENTRIES]
    updated = days[0][1][0].time if days else f"{RELEASED}T00:00:00Z"
    entries = [_entry(atlas, day, changes, site) for day, changes in days]
    return "".join([
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n',
        f"<title>{NAME}: what changed</title>\n<id>{_id('feed')}</id>\n<updated>{updated}</updated>\n",
        f"<author><name>{AUTHORS}</name></author>\n<rights>CC BY 4.0</rights>\n",
        f'<link rel="self" href={quoteattr(site + FEED)}/>\n<link href={quoteattr(site + ADDRESS)}/>\n',
        *entries,
        "</feed>\n",
    ])  # fmt: skip


def _entry(atlas: Atlas, day: str, changes: Sequence[Change], site: str) -> str:
    groups = list(_groups(atlas, changes))
    title = "; ".join(group.text for group in groups) or "no record"
    return (
        f"<entry>\n<title>{day}: {escape(title)}</title>\n<id>{_id(day)}</id>\n<updated>{changes[0].time}</updated>\n"
        f"<link href={quoteattr(f'{site}{ADDRESS}#ea-{day[:7]}')}/>\n"
        f'<content type="html">{escape("".join(_listed(group, site) for group in groups))}</content>\n</entry>\n'
    )


def _listed(group: Group, site: str) -> str:
    links = [f'<li><a href="{site}{group.kind}/{ident}/">{escape(name)}</a></li>' for ident, name, _ in group.records]
    more = f"<li>and {group.count - len(links)} more</li>" if group.count > len(links) else ""
    return f"<p>{escape(group.title)}</p><ul>{''.join(links)}{more}</ul>"


def _id(part: str) -> str:
    """Return an id that stays the same wherever the site is."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'entropy-atlas/changes/{part}')}"
