"""References as BibTeX, RIS and CSL JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ..records.reference_models import Person, Reference
from .tex import tex

# BibTeX counts braces even after a backslash, so none may remain in an address.
_ENCODED: Final = str.maketrans({"\\": r"\%5C", "{": r"\%7B", "}": r"\%7D", "%": r"\%", "#": r"\#", "&": r"\&"})
_RANGE: Final = re.compile(r"\s*[-–]\s*")
_RIS_TYPES: Final = {"article": "UNPB", "patent": "PAT"}


def entries(references: Iterable[Reference]) -> str:
    """Return BibTeX entries whose keys are the ids."""
    return "\n".join(map(entry, references))


def entry(reference: Reference) -> str:
    """Return one BibTeX entry; what a record does not know is left out."""
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(reference))
    return f"@{_type(reference)}{{{reference.id},\n{fields}\n}}\n"


def _type(reference: Reference) -> str:
    if reference.type == "patent":
        return "patent"
    return "misc" if reference.type == "article" or not reference.container_title else "article"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    authors = [_author(author) for author in reference.author] + ["others"] * reference.more_authors
    if reference.title:
        yield "title", f"{{{tex(reference.title)}}}"  # a second pair of braces keeps formulas' capitals
    optional = {"author": " and ".join(authors), "year": str(reference.issued or "")}
    optional |= {name: tex(value) for name, value in _published(reference).items() if value}
    yield from ((name, value) for name, value in optional.items() if value)
    if reference.doi:
        yield "doi", _address(reference.doi)
    if reference.arxiv:
        yield "eprint", reference.arxiv
        yield "archiveprefix", "arXiv"
    if not reference.doi and reference.identifiers:
        yield "url", _address(reference.identifiers[0][1])
    if notices := _notices(reference):
        yield "note", tex(notices)


def _published(reference: Reference) -> dict[str, str | None]:
    """Return where a reference was published, in the fields that its type of entry has."""
    pages = _RANGE.sub("–", reference.page) if reference.page else reference.number
    match _type(reference):
        case "article":
            place = {"journal": reference.container_title, "volume": reference.volume}
            return place | {"number": reference.issue, "pages": pages}
        case "patent":
            return {"type": reference.container_title, "number": reference.number}
        case _:
            parts = (reference.container_title, reference.volume, reference.issue, pages)
            return {"howpublished": ", ".join(part for part in parts if part)}


def _author(person: Person) -> str:
    """Return a name for BibTeX; in braces where it has no given name, as a group, or holds a separator."""
    if not person.given and not person.suffix:
        return f"{{{tex(person.family)}}}"
    parts = (person.family, person.suffix, person.given)
    return ", ".join(f"{{{tex(part)}}}" if re.search(r",|\band\b", part) else tex(part) for part in parts if part)


def _address(text: str) -> str:
    """Escape what would end a field or begin a comment; the rest of an address is read literally.

    >>> _address("10.1000/a_b%7D")
    '10.1000/a_b\\\\%7D'
    """
    return text.translate(_ENCODED)


def _notices(reference: Reference) -> str:
    return "; ".join(f"{notice.type}, {notice.on}" for notice in reference.notices)


def csl(reference: Reference) -> dict[str, Any]:
    """Return a reference as an item of CSL JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""
    item = {
        "id": reference.id,
        "type": "article-journal" if reference.type == "review-article" else reference.type,
        "title": reference.title,
        "author": [_csl_name(person) for person in reference.author],
        "container-title": reference.container_title,
        "issued": {"date-parts": [[reference.issued]]} if reference.issued else None,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": _RANGE.sub("-", reference.page) if reference.page else reference.number,
        "number": reference.number,
        "DOI": reference.doi,
        "PMCID": reference.pmcid,
        "URL": next((url for _, url in reference.identifiers), None),
        "note": _notices(reference),
    }
    return {key: value for key, value in item.items() if value}


def _csl_name(person: Person) -> dict[str, str]:
    if not person.given and not person.suffix:
        return {"literal": person.family}
    return person.model_dump(exclude_none=True)


def ris(references: Iterable[Reference]) -> str:
    """Return references in the RIS format of reference managers; an article number is given as the first page."""
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _ris(each)) for each in references)


def _ris(reference: Reference) -> Iterator[tuple[str, str]]:
    first, *last = _RANGE.split(reference.page or "", maxsplit=1)
    yield "TY", _RIS_TYPES.get(reference.type, "JOUR" if reference.container_title else "GEN")
    yield "ID", reference.id
    for person in reference.author:
        yield "AU", ", ".join(filter(None, (person.family, person.given, person.suffix)))
    optional = {
        "TI": reference.title,
        "T2": reference.container_title,
        "PY": str(reference.issued or ""),
        "VL": reference.volume,
        "IS": reference.issue,
        "SP": first or reference.number,
        "EP": "".join(last),
        "DO": reference.doi,
        "UR": next((url for _, url in reference.identifiers), None),
        "N1": _notices(reference),
    }
    yield from ((tag, value) for tag, value in optional.items() if value)
    yield "ER", ""
