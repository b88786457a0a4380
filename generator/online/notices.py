"""Did a publication get a notice: a retraction, a correction, an expression of concern?

Crossref tells it on the publication itself, under `updated-by`: DOI, `type` and day of every notice, and under
`source` whether the publisher or Retraction Watch registered it. A notice without a DOI of its own stands in
`update-to` of the publication, which then names itself. `relation` tells of preprints, versions and data, not of
notices, and is not read. Read in November 2026:
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
from .http_client import Polite
from .link_extraction import encoded

CROSSREF: Final = "https://api.crossref.org"

# The twelve kinds of update that Crossref takes, of which two are no notice; `reinstatement` is Retraction Watch's.
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
class Told:
    """What Crossref tells of one reference: notices that its record lacks, and kinds of update not known here.

    `trouble` says why nothing could be learnt; a DOI of another agency is no trouble.
    """

    reference: Reference
    lacking: tuple[Notice, ...] = ()
    strange: tuple[str, ...] = ()
    trouble: str | None = None


def ask(reference: Reference, polite: Polite, crossref: str = CROSSREF) -> Told:
    """Ask Crossref about one reference that has a DOI."""
    answer = polite.json(f"{crossref}/works/{encoded(reference.doi or '')}")
    if answer.status == 404:  # registered with another agency, or not at all: following the DOI tells which
        return Told(reference)
    if not answer.found or not isinstance(answer.value, dict):
        return Told(reference, trouble=answer.trouble or f"Crossref's answer was {answer.status}")
    return _told(reference, answer.value.get("message"))


def _told(reference: Reference, work: Any) -> Told:
    updates = list(_updates(work if isinstance(work, dict) else {}, reference.doi or ""))
    strange = {str(update.get("type")) for update in updates if update.get("type") not in KINDS}
    known = {_key(notice) for notice in reference.notices}
    lacking = [notice for notice in _notices(updates) if _key(notice) not in known]
    return Told(reference, tuple(lacking), tuple(sorted(strange)))


def _updates(work: Mapping[str, Any], doi: str) -> Iterator[Mapping[str, Any]]:
    for update in _mappings(work.get("updated-by")):
        yield update
    for update in _mappings(work.get("update-to")):
        if str(update.get("DOI", "")).casefold() == doi.casefold():
            yield update


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _notices(updates: Iterable[Mapping[str, Any]]) -> list[Notice]:
    """Return each notice once, by day; where two tell of it, as the publisher does."""
    found: dict[tuple[str, str], Notice] = {}
    for update in sorted(updates, key=lambda update: update.get("source") != "publisher"):
        notice = _notice(update)
        if notice:
            found.setdefault(_key(notice), notice)
    return sorted(found.values(), key=lambda notice: (notice.on, notice.type, notice.doi or ""))


def _notice(update: Mapping[str, Any]) -> Notice | None:
    """Return the notice as a record takes it; None for what is none, or lacks what a notice needs."""
    kind = KINDS.get(str(update.get("type")))
    value = {"type": kind, "DOI": update.get("DOI"), "on": _day(update.get("updated"))}
    notice, found = validation.validate(Notice, value | {"source": str(update.get("source") or "publisher")})
    return None if found else notice


def _day(date: Any) -> str | None:
    """Return CSL's `{"date-parts": [[2019, 7, 26]]}` as a record writes it; year or month alone stay so.

    >>> _day({"date-parts": [[2019, 7, 26]]}), _day({"date-parts": [[2019]]}), _day(None)
    ('2019-07-26', '2019', None)
    """
    try:
        year, *rest = date["date-parts"][0]
        return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest[:2])])
    except (TypeError, KeyError, IndexError, ValueError):
        return None


def _key(notice: Notice) -> tuple[str, str]:
    return notice.type, (notice.doi or "").casefold()


def as_written(notice: Notice) -> dict[str, str]:
    """Return a notice as keys and values of its record."""
    values = {"type": notice.type, "DOI": notice.doi, "on": notice.on, "source": notice.source}
    return {key: value for key, value in values.items() if value}
