"""A reference record from the metadata that a DOI is registered with.

The DOI resolver redirects to the registration agency, which responds with CSL JSON
(https://www.crossref.org/documentation/retrieve-metadata/content-negotiation/). The response is not trusted: the record
made from it is validated like any other. What cannot become a record is returned as a template with all that was found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..authoring import bibliographies, template
from ..authoring.csl import reference_values
from ..authoring.ids import former_ids, reference_id
from ..authoring.record_text import to_text
from ..errors import InvalidData, shown
from ..records import validation
from ..records.field_errors import FieldError
from ..records.reference_models import Reference
from ..suggestions import bare_doi, slugify
from ..yamlio import parser
from . import notices
from .http_client import FetchResult, HttpClient
from .link_extraction import RESOLVER, encoded

CSL: Final = "application/vnd.citationstyles.csl+json"
_MAX_PROBLEMS: Final = 6  # that a message lists
_MAX_AUTHORS: Final = 1_000  # of a template
_NOTICE: Final = re.compile(
    r"((author|publisher|publisher’s|editorial)\s+)?(correction|corrigendum|erratum|addendum|retraction|withdrawal"
    r"|expression of concern)(\s+(to|notice|note|for)\b|\s*[:—–-]|$)",
    re.IGNORECASE,
)
"""The beginning of the title of a notice about another paper."""
_RETRACTED: Final = re.compile(r"\W*(retracted|withdrawn)\b", re.IGNORECASE)


class CitationError(Exception):
    """No record can be made; the message gives the reason as a sentence, `values` are those that were found."""

    def __init__(self, message: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.values = values or {}


class AlreadyCited(Exception):  # noqa: N818 - no error of the metadata
    """A publication has a record; the message is its id."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A new reference record: its id, its text, and what to check in it, as sentences."""

    id: str
    text: str
    remarks: tuple[str, ...] = ()


def skeleton(values: Mapping[str, Any]) -> str:
    """Return a template of a reference of which some values are known."""
    return template.text(Reference, "references", {**values, "seen": "listing"})


def known_dois(folder: Path) -> dict[str, str]:
    """Return the ids, also former ones, of the references in a folder -> their DOIs in lower case, or "".

    Files that cannot be read count as references without a DOI; `check` reports them.
    """
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        value = _value(file)
        found[file.stem] = str(value.get("DOI") or "").casefold()
        found |= dict.fromkeys(former_ids(value), "")
    return found


def _value(file: Path) -> Mapping[str, Any]:
    try:
        value = parser.read(file.read_bytes(), file.name).value
    except (InvalidData, OSError):
        return {}
    return value if isinstance(value, dict) else {}


def owner(doi: str, taken: Mapping[str, str]) -> str | None:
    """Return the id of the record that has a DOI."""
    return next((ident for ident, other in taken.items() if other == doi.casefold()), None)


def cite(doi: str, used: Mapping[str, str], client: HttpClient, resolver: str = RESOLVER) -> Cited:
    """Request the metadata of a DOI and return its record. Raises CitationError and AlreadyCited."""
    _refuse_known(doi, used)
    fetched = client.get_json(f"{resolver}/{encoded(doi)}", CSL)
    if not fetched.ok or not isinstance(fetched.value, dict):
        raise CitationError(f"{doi} could not be looked up: {_failure(fetched)}.", {"DOI": doi})
    return from_csl(doi, fetched.value, used)


def from_csl(doi: str, csl: Mapping[str, Any], used: Mapping[str, str]) -> Cited:
    """Return the record of a DOI from its CSL JSON. Raises CitationError and AlreadyCited."""
    registered = _registered(doi, csl)
    _refuse_known(registered, used)
    return make_record(registered, csl, used)


def item(doi: str, text: str) -> Mapping[str, Any]:
    """Return the item of a DOI in a file of CSL JSON, RIS or BibTeX, as managers export it. Raises CitationError."""
    found = bibliographies.items(text)
    if not found:
        raise CitationError("The file is neither CSL JSON nor RIS nor BibTeX.", {"DOI": doi})
    same = (each for each in found if (bare_doi(str(each.get("DOI") or "")) or "").casefold() == doi.casefold())
    if (one := next(same, None)) is None:
        raise CitationError(f"The file has no item with the DOI {doi}.", {"DOI": doi})
    return one


def _refuse_known(doi: str, used: Mapping[str, str]) -> None:
    if ident := owner(doi, used):
        raise AlreadyCited(ident)


def _registered(doi: str, csl: Mapping[str, Any]) -> str:
    """Return the DOI that the metadata name: another one where the requested one is an alias."""
    found = bare_doi(str(csl.get("DOI") or "")) or doi
    return doi if found.casefold() == doi.casefold() else found


def _failure(fetched: FetchResult) -> str:
    if fetched.status == 404:
        return "no such DOI is registered"
    if fetched.ok:
        return "the response was no metadata of a publication"
    return fetched.error or f"the response had status {fetched.status}"


def make_record(doi: str | None, csl: Mapping[str, Any], used: Collection[str]) -> Cited:
    """Return a record with the values of CSL JSON. Raises CitationError with the valid ones."""
    values = reference_values(doi, csl)
    found = notices.of_work(csl, doi or "")
    values |= {"notices": [notices.as_entry(notice) for notice in found]} if found else {}
    family, year = _repaired(values["author"][0]["family"]) if "author" in values else "", values.get("issued")
    ident = reference_id(family, year, used) if slugify(family) and year else ""
    values |= {"id": ident, "seen": "listing"}
    if problems := [*_obstacles(doi, csl, values), *_problems(values)]:
        more = [f"and {len(problems) - _MAX_PROBLEMS} more"] if len(problems) > _MAX_PROBLEMS else []
        listed = "; ".join([*problems[:_MAX_PROBLEMS], *more])
        raise CitationError(f"The metadata of {doi or 'the file'} make no record: {listed}.", _valid(values))
    return Cited(ident, to_text(values), tuple(_remarks(values)))


def _obstacles(doi: str | None, csl: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a publication cannot be cited as it is registered, each as a phrase."""
    title = values.get("title", "")
    updated = notices.updated_by_work(csl, doi or "")
    if updated or _NOTICE.match(title):
        yield f"it is a notice about {updated or 'another paper'}: cite that paper, which lists its notices"
    if "author" not in values:
        yield "found no author: add `author`, and choose an `id`"
    elif not slugify(values["author"][0]["family"]):
        yield f"the name {shown(values['author'][0]['family'])} has no Latin letters: choose an `id`, author and year"
    if "issued" not in values:
        yield "found no year: add `issued`, and choose an `id`"


def _problems(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is invalid in the values of a record but for a missing id."""
    try:
        document = parser.read(to_text({**values, "id": values["id"] or "id"}).encode(), "record")
    except InvalidData as error:
        yield from (problem.message for problem in error.problems)
        return
    yield from (f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in _faults(document.value))
    yield from (problem.message for problem in document.problems)


def _faults(values: Any) -> list[FieldError]:
    return validation.validate(Reference, values)[1]


def _valid(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without an id that was not found, and without the invalid ones."""
    values = {**values, "author": values.get("author", [])[:_MAX_AUTHORS]}
    invalid = {fault.path[0] for fault in _faults({**values, "id": values["id"] or "id"}) if fault.path}
    return {key: value for key, value in values.items() if value and key not in invalid and _is_readable(value)}


def _is_readable(value: Any) -> bool:
    """Return whether the YAML of a value holds no characters that a record must not contain."""
    try:
        return not parser.read(f"x: {template.flow_yaml(value)}\n".encode(), "record").problems
    except InvalidData:
        return False


def _remarks(values: Mapping[str, Any]) -> Iterator[str]:
    for person in values["author"]:
        for name in person.values():
            if (repaired := _repaired(name)) != name:
                yield f"The name {shown(name)} may be mis-encoded: check whether it is {shown(repaired)}."
    for notice in values.get("notices", ()):
        yield f"The paper has a notice: {notice['type']}, {notice['on']}. Read it before you cite the paper."
    if _RETRACTED.match(values.get("title", "")) and "notices" not in values:
        yield "The title says that the paper was retracted or withdrawn: add the notice under `notices`."


def _repaired(name: str) -> str:
    """Return a name whose UTF-8 was read as Windows-1252 as it was meant.

    >>> _repaired("LÃ³pez"), _repaired("López"), _repaired("Lopez")
    ('López', 'López', 'Lopez')
    """
    try:
        return name.encode("cp1252").decode()
    except UnicodeError:
        return name
