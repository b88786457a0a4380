"""A DOI to a reference record, from what its registration agency knows.

The DOI's resolver forwards the question to the agency, which answers with CSL JSON
(https://www.crossref.org/documentation/retrieve-metadata/content-negotiation/). Nothing in the answer is trusted:
the record made from it is validated as strictly as one that a person wrote.
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
from ..yamlio.append import mapping
from ..yamlio.parser import word
from .http_client import Answer, Polite
from .link_extraction import RESOLVER, encoded

_TAG = re.compile(r"""</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*/?>""")


def csl_fields(csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is known of title, journal, volume, issue and pages, or article number, in the record's words."""
    for key in ("title", "container-title", "volume", "issue"):
        if text := plain_text(csl.get(key)):
            yield key, text
    page, number = plain_text(csl.get("page")), plain_text(csl.get("article-number") or csl.get("number"))
    first, dash, last = page.partition("-")
    if dash:
        yield "page", f"{first}–{last}"
    if number or (page and not dash):  # a lone page is how many publishers register an article's number
        yield "number", number or page


def plain_text(value: Any) -> str:
    """Return a text on one line and without markup; the first one of several.

    >>> plain_text(["Na<sub>0.67</sub>MnO<sub>2</sub> &amp;\\n more"]), plain_text(None)
    ('Na0.67MnO2 & more', '')
    >>> plain_text("At T<Tc and p>0")
    'At T<Tc and p>0'
    """
    text = value[0] if isinstance(value, list) and value else value
    if not isinstance(text, str | int) or isinstance(text, bool):
        return ""
    return " ".join(_TAG.sub("", html.unescape(_TAG.sub("", str(text)))).split())


def csl_people(authors: Any) -> Iterator[dict[str, str]]:
    """Yield names in the record's form; groups have one name alone."""
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
_SAID: Final = 6  # slips of one answer: who fills in the record by hand needs no more


class Refused(Exception):  # noqa: N818 - it says what became of the wish, not that a program failed
    """No record can be made; the message says why, in a sentence for the contributor."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The record that a DOI makes: its id and its text."""

    id: str
    text: str


def skeleton(doi: str) -> str:
    """Return a record to be filled in by hand, of which only the DOI is known."""
    return template.text(Reference, "references", {"DOI": doi, "seen": "listing"})


def known(folder: Path) -> dict[str, str]:
    """Return the ids of the references in a folder, former ones too, with their DOIs in lower case, or nothing.

    Files that cannot be read are left to `check`: they are no reason not to cite.
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
    """Return the id of the record that a DOI has already."""
    return next((ident for ident, other in taken.items() if other == doi.casefold()), None)


def cite(doi: str, taken: Mapping[str, str], polite: Polite, resolver: str = RESOLVER) -> Cited:
    """Ask for a DOI and make its record. Raises Refused."""
    answer = polite.json(f"{resolver}/{encoded(doi)}", CSL)
    if not answer.found or not isinstance(answer.value, dict):
        raise Refused(f"{doi} could not be looked up: {_why(answer)}.")
    return make(doi, answer.value, taken)


def _why(answer: Answer) -> str:
    if answer.status == 404:
        return "no such DOI is registered"
    if answer.found:
        return "the answer was no description of a publication"
    return answer.trouble or f"the answer was {answer.status}"


def make(doi: str, value: Mapping[str, Any], taken: Collection[str]) -> Cited:
    """Return the record of what CSL JSON describes. Raises Refused."""
    people, year = list(csl_people(value.get("author"))), csl_year(value)
    ident = reference_id(people[0]["family"], year, taken) if people and year else ""
    known = {"id": ident, "type": _kind(value), **dict(csl_fields(value)), "DOI": doi, "seen": "listing"}
    written = {key: f" {word(text)}" for key, text in known.items() if text}
    written["author"] = "".join(f"\n  - {mapping(person)}" for person in people)
    written["issued"] = f" {year or ''}"
    text = "".join(f"{key}:{written[key]}\n" for key in _ORDER if written.get(key, "").strip())
    _read_back(doi, text)
    return Cited(ident, text)


def _kind(value: Mapping[str, Any]) -> str | None:
    """Return the type where it is one that records have and not the usual one. Raises Refused for another."""
    field = Reference.model_fields["type"]
    kind = str(value.get("type") or field.default).replace("journal-article", "article-journal")
    if kind not in get_args(field.annotation):
        raise Refused(f"It is registered as {shown(kind)}; records are of {' or '.join(get_args(field.annotation))}.")
    return None if kind == field.default else kind


def _read_back(doi: str, text: str) -> None:
    """Read the record as `check` would. Raises Refused with everything that is missing or odd."""
    said = _slips(text)
    more = [f"and {len(said) - _SAID} more"] if len(said) > _SAID else []
    if said:
        raise Refused(f"What is registered for {doi} makes no record ({'; '.join([*said[:_SAID], *more])}).")


def _slips(text: str) -> list[str]:
    try:
        document = parser.read(text.encode(), "record")
    except InvalidData as error:
        return [problem.message for problem in error.problems]
    _, found = validation.validate(Reference, document.value)
    said = [f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in found]
    return said + [problem.message for problem in document.problems]
