"""A reference record from the metadata that a DOI is registered with.

The DOI resolver redirects to the registration agency, which responds with CSL JSON
(https://www.crossref.org/documentation/retrieve-metadata/content-negotiation/). The response is not trusted: the record
made from it is validated like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from ..authoring import template
from ..authoring.ids import former_ids, reference_id
from ..errors import InvalidData, shown
from ..records import validation
from ..records.reference_models import Reference
from ..yamlio import parser
from ..yamlio.parser import dump_text
from .http_client import FetchResult, HttpClient
from .link_extraction import RESOLVER, encoded

_TAG = re.compile(r"""</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*/?>""")


def csl_fields(csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield title, journal, volume, issue and pages or article number under the keys of a record."""
    for key in ("title", "container-title", "volume", "issue"):
        if text := plain_text(csl.get(key)):
            yield key, text
    page, number = plain_text(csl.get("page")), plain_text(csl.get("article-number") or csl.get("number"))
    first, dash, last = page.partition("-")
    if dash:
        yield "page", f"{first}–{last}"
    if number or (page and not dash):  # many publishers register an article number as a single page
        yield "number", number or page


def plain_text(value: Any) -> str:
    """Return a text, or the first of several, on one line and without markup.

    >>> plain_text(["Na<sub>0.67</sub>MnO<sub>2</sub> &amp;\\n more"]), plain_text(None)
    ('Na0.67MnO2 & more', '')
    >>> plain_text("At T<Tc and p>0")
    'At T<Tc and p>0'
    """
    text = value[0] if isinstance(value, list) and value else value
    if not isinstance(text, str | int) or isinstance(text, bool):
        return ""
    return " ".join(_TAG.sub("", html.unescape(_TAG.sub("", str(text)))).split())


def csl_authors(authors: Any) -> Iterator[dict[str, str]]:
    """Yield authors in the form of a record; a group has only a family name."""
    for author in authors if isinstance(authors, list) else ():
        if not isinstance(author, dict):
            continue
        family = plain_text(author.get("family") or author.get("name") or author.get("literal"))
        particle, given = plain_text(author.get("non-dropping-particle")), plain_text(author.get("given"))
        if family:
            yield {"family": f"{particle} {family}".strip(), **({"given": given} if given else {})}


def csl_year(csl: Mapping[str, Any]) -> int | None:
    """Return the year of publication."""
    try:
        return int(csl["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return None


CSL: Final = "application/vnd.citationstyles.csl+json"
_ORDER: Final = ("id", "type", "title", "author", "container-title", "issued", "volume", "issue", "page", "number",
                 "DOI", "seen")  # fmt: skip
_MAX_PROBLEMS: Final = 6  # that a message lists


class CitationError(Exception):
    """No record can be made; the message gives the reason as a sentence."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A new reference record: its id and its text."""

    id: str
    text: str


def skeleton(doi: str) -> str:
    """Return a template of a reference of which only the DOI is known."""
    return template.text(Reference, "references", {"DOI": doi, "seen": "listing"})


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
    """Request the metadata of a DOI and return its record. Raises CitationError."""
    fetched = client.get_json(f"{resolver}/{encoded(doi)}", CSL)
    if not fetched.ok or not isinstance(fetched.value, dict):
        raise CitationError(f"{doi} could not be looked up: {_failure(fetched)}.")
    return make_record(doi, fetched.value, used)


def _failure(fetched: FetchResult) -> str:
    if fetched.status == 404:
        return "no such DOI is registered"
    if fetched.ok:
        return "the response was no metadata of a publication"
    return fetched.error or f"the response had status {fetched.status}"


def make_record(doi: str, value: Mapping[str, Any], used: Collection[str]) -> Cited:
    """Return a record with the values of CSL JSON. Raises CitationError."""
    authors, year = list(csl_authors(value.get("author"))), csl_year(value)
    ident = reference_id(authors[0]["family"], year, used) if authors and year else ""
    fields = {"id": ident, "type": _type(value), **dict(csl_fields(value)), "DOI": doi, "seen": "listing"}
    lines = {key: f" {dump_text(text)}" for key, text in fields.items() if text}
    lines["author"] = "".join(f"\n  - {template.flow_yaml(author)}" for author in authors)
    lines["issued"] = f" {year or ''}"
    text = "".join(f"{key}:{lines[key]}\n" for key in _ORDER if lines.get(key, "").strip())
    _validate(doi, text)
    return Cited(ident, text)


def _type(value: Mapping[str, Any]) -> str | None:
    """Return the type of a reference, None for the default one. Raises CitationError for a type that records lack."""
    field = Reference.model_fields["type"]
    kind = str(value.get("type") or field.default).replace("journal-article", "article-journal")
    if kind not in get_args(field.annotation):
        raise CitationError(
            f"It is registered as {shown(kind)}; records are of {' or '.join(get_args(field.annotation))}."
        )
    return None if kind == field.default else kind


def _validate(doi: str, text: str) -> None:
    """Raise CitationError with every problem of a record."""
    problems = _problems(text)
    more = [f"and {len(problems) - _MAX_PROBLEMS} more"] if len(problems) > _MAX_PROBLEMS else []
    if problems:
        listed = "; ".join([*problems[:_MAX_PROBLEMS], *more])
        raise CitationError(f"The metadata registered for {doi} make no valid record ({listed}).")


def _problems(text: str) -> list[str]:
    try:
        document = parser.read(text.encode(), "record")
    except InvalidData as error:
        return [problem.message for problem in error.problems]
    _, found = validation.validate(Reference, document.value)
    faults = [f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in found]
    return faults + [problem.message for problem in document.problems]
