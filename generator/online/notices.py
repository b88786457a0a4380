"""Notices of a publication: retractions, corrections, expressions of concern, as Crossref lists them.

`updated-by` of the publication holds DOI, `type` and date of every notice, and under `source` whether the publisher or
Retraction Watch registered it. A notice without a DOI of its own is in `update-to`, where the publication names itself.
`relation` lists preprints, versions and data, not notices, and is not read. Read in November 2026:
https://community.crossref.org/t/deprecating-retraction-watch-annotations-in-the-labs-api/15884 (the fields),
https://www.crossref.org/documentation/crossmark/crossmark-registering-updates/ (notices and changes in place),
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md (`update-to`, dates).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..records import validation
from ..records.reference_models import Notice, Reference
from .http_client import HttpClient
from .link_extraction import encoded

CROSSREF: Final = "https://api.crossref.org"

# The twelve types of update that Crossref takes, of which two are no notice; `reinstatement` is Retraction Watch's.
KINDS: Final[Mapping[str, str | None]] = {
    "retraction": "retraction",
    "partial_retraction": "partial-retraction",
    "removal": "withdrawal",
    "withdrawal": "withdrawal",
    "expression_of_concern": "concern",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "addendum": "correction",
    "clarification": "correction",
    "new_edition": None,
    "new_version": None,
}


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """The notices that a reference's record lacks, the types of updates that cannot be read, or a request's error.

    A DOI of another registration agency is no error.
    """

    reference: Reference
    lacking: tuple[Notice, ...] = ()
    unknown_types: tuple[str, ...] = ()
    error: str | None = None

    @property
    def needs_action(self) -> bool:
        """Return whether the paper has a notice that its record does not show."""
        return bool(self.lacking) or not KINDS.keys().isdisjoint(self.unknown_types)


def check_notices(reference: Reference, client: HttpClient, crossref: str = CROSSREF) -> NoticeCheck:
    """Request the notices of a reference that has a DOI."""
    fetched = client.get_json(f"{crossref}/works/{encoded(reference.doi or '')}")
    if fetched.status == 404:  # another agency or not registered: following the DOI shows which
        return NoticeCheck(reference)
    if not fetched.ok or not isinstance(fetched.value, dict):
        return NoticeCheck(reference, error=fetched.error or f"Crossref responded with status {fetched.status}")
    return _compare(reference, fetched.value.get("message"))


def of_work(work: Mapping[str, Any], doi: str) -> list[Notice]:
    """Return the notices about a publication that its metadata list."""
    return _notices(_updates(work, doi))


def updated_by_work(work: Mapping[str, Any], doi: str) -> str | None:
    """Return the DOI of the paper that a publication is a notice about; None where it is no notice."""
    others = (update for update in _mappings(work.get("update-to")) if _doi(update) != doi.casefold())
    return next((str(update.get("DOI")) for update in others if KINDS.get(str(update.get("type")))), None)


def _compare(reference: Reference, work: Any) -> NoticeCheck:
    updates = list(_updates(work if isinstance(work, dict) else {}, reference.doi or ""))
    known = {_key(notice) for notice in reference.notices}
    seen = {notice.doi.casefold() for notice in reference.notices if notice.doi}
    unknown = {str(update.get("type")) for update in updates if _is_unreadable(update) and _doi(update) not in seen}
    lacking = [notice for notice in _notices(updates) if _key(notice) not in known]
    return NoticeCheck(reference, tuple(lacking), tuple(sorted(unknown)))


def _is_unreadable(update: Mapping[str, Any]) -> bool:
    """Return whether an update is of no known type, or a notice without a date."""
    kind = str(update.get("type"))
    return kind not in KINDS or (KINDS[kind] is not None and _notice(update) is None)


def _doi(update: Mapping[str, Any]) -> str:
    return str(update.get("DOI", "")).casefold()


def _updates(work: Mapping[str, Any], doi: str) -> Iterator[Mapping[str, Any]]:
    for update in _mappings(work.get("updated-by")):
        yield update
    for update in _mappings(work.get("update-to")):
        if _doi(update) == doi.casefold():
            yield update


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _notices(updates: Iterable[Mapping[str, Any]]) -> list[Notice]:
    """Return each notice once, by date; of two sources, the publisher's."""
    found: dict[tuple[str, str], Notice] = {}
    for update in sorted(updates, key=lambda update: update.get("source") != "publisher"):
        notice = _notice(update)
        if notice:
            found.setdefault(_key(notice), notice)
    return sorted(found.values(), key=lambda notice: (notice.on, notice.type, notice.doi or ""))


def _notice(update: Mapping[str, Any]) -> Notice | None:
    """Return an update as a notice, without an invalid DOI; None for another type of update, or without a date."""
    value = {
        "type": KINDS.get(str(update.get("type"))),
        "on": _date(update.get("updated")),
        "source": str(update.get("source") or "publisher"),
    }
    tried = (validation.validate(Notice, each) for each in (value | {"DOI": update.get("DOI")}, value))
    return next((notice for notice, problems in tried if not problems), None)


def _date(date: Any) -> str | None:
    """Return CSL's `{"date-parts": [[2019, 7, 26]]}` as an ISO date, which may lack day or month.

    >>> _date({"date-parts": [[2019, 7, 26]]}), _date({"date-parts": [[2019]]}), _date(None)
    ('2019-07-26', '2019', None)
    """
    try:
        year, *rest = date["date-parts"][0]
        return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest[:2])])
    except (TypeError, KeyError, IndexError, ValueError):
        return None


def _key(notice: Notice) -> tuple[str, str]:
    return notice.type, (notice.doi or "").casefold()


def as_entry(notice: Notice) -> dict[str, str]:
    """Return a notice as keys and values of its record."""
    values = {"type": notice.type, "DOI": notice.doi, "on": notice.on, "source": notice.source}
    return {key: value for key, value in values.items() if value}
