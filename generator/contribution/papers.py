r"""A pasted entry of a bibliography, as BibTeX, RIS or CSL JSON, to the values of a reference record.

Only what the record holds is read. An entry becomes CSL JSON first, so that markup and placeholders of publishers are
removed in one place.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..authoring.csl import reference_values
from ..suggestions import bare_doi

LONGEST: Final = 50_000
"""Characters of an entry that are read."""
_BIBTEX_START: Final = re.compile(r"@(\w+)\s*\{\s*[^,\s{}]*\s*,")
_BIBTEX_FIELD: Final = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*")
_RIS_LINE: Final = re.compile(r"^([A-Z][A-Z0-9])\s{1,2}-\s?(.*)$")
_BIBTEX: Final[Mapping[str, str]] = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title", "volume": "volume",
    "number": "issue", "issue": "issue", "pages": "page", "doi": "DOI", "year": "year", "date": "year",
    "author": "author", "eid": "number",
}  # fmt: skip
_RIS: Final[Mapping[str, str]] = {
    "TI": "title", "T1": "title", "JO": "container-title", "JF": "container-title", "T2": "container-title",
    "VL": "volume", "IS": "issue", "SP": "page", "EP": "last-page", "DO": "DOI", "PY": "year", "Y1": "year",
    "DA": "year", "AU": "author", "A1": "author", "C7": "number", "M1": "number",
}  # fmt: skip
_TYPES: Final[Mapping[str, str]] = {
    "book": "book", "inbook": "chapter", "incollection": "chapter", "BOOK": "book", "CHAP": "chapter",
    "phdthesis": "thesis", "THES": "thesis", "misc": "article", "UNPB": "article",
}  # fmt: skip
_ACCENTS: Final[Mapping[str, str]] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS: Final[Mapping[str, str]] = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å", "i": "i", "j": "j",
}  # fmt: skip
_ACCENTED: Final = re.compile(r"\\([`'^~\"=.]|[cvuHkr](?=[\s{]))\s*\{?\\?([A-Za-z])\}?")
_LETTER: Final = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])\s*")


class EntryError(ValueError):
    """A pasted text is no entry; the message says what is expected."""


def values(text: str) -> dict[str, Any]:
    """Return the values that an entry gives, under the keys of a reference. Raises EntryError.

    >>> values("@article{a, title={Na{$_2$}O}, author={Doe, J. and Roe, R.}, year=2024, doi={10.1/x}}")["author"]
    [{'family': 'Doe', 'given': 'J.'}, {'family': 'Roe', 'given': 'R.'}]
    >>> values("TY  - JOUR\\nTI  - Oxides\\nAU  - Doe, J.\\nPY  - 2024/05/01\\nER  - ")["issued"]
    2024
    """
    text = text[:LONGEST].strip()
    if text[:1] in "{[" and (csl := _csl_json(text)):
        return reference_values(bare_doi(str(csl.get("DOI") or "")), csl)
    found = _bibtex(text) if _BIBTEX_START.search(text) else _ris(text)
    if not found.get("title") and not found.get("author"):
        raise EntryError("This is no entry of BibTeX, RIS or CSL JSON: copy the whole of it, from @ or TY on.")
    made = reference_values(bare_doi(" ".join(found.get("DOI", ()))), _as_csl(found))
    return made | ({"more_authors": True} if "others" in found.get("author", ()) else {})


def _csl_json(text: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = value if isinstance(value, list) else [value]
    return next((each for each in items if isinstance(each, dict)), None)


def _bibtex(text: str) -> dict[str, list[str]]:
    """Return the fields of the first entry."""
    start = _BIBTEX_START.search(text)
    assert start
    found: dict[str, list[str]] = defaultdict(list)
    found["type"].append(_TYPES.get(start[1].lower(), "article-journal"))
    place = start.end()
    while field := _BIBTEX_FIELD.match(text, place):
        value, place = _bibtex_value(text, field.end())
        key = _BIBTEX.get(field[1].lower())
        if key == "author":
            found[key] += re.split(r"\s+and\s+", _plain(value))
        elif key and _plain(value):
            found[key].append(_plain(value))
    return found


def _bibtex_value(text: str, start: int) -> tuple[str, int]:
    """Return a value without its braces or quotation marks, and where it ends."""
    opening = text[start : start + 1]
    if opening not in ("{", '"'):
        end = re.compile(r"[^,}\n]*").match(text, start)
        assert end
        return end[0], end.end()
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        closes = depth == 0 if opening == "{" else place > start and text[place] == '"' and depth == 0
        if closes:
            return text[start + 1 : place], place + 1
    return text[start + 1 :], len(text)


def _plain(text: str) -> str:
    """Return a value without TeX.

    >>> _plain(r"{M}{\\"u}ller, Na$_{0.5}$MnO$_2$ \\& {\\o}")
    'Müller, Na0.5MnO2 & ø'
    """
    text = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[2] + _ACCENTS[found[1]]), text)
    text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    text = re.sub(r"\\([A-Za-z]+)\s*", _greek, re.sub(r"(?<!\\)\$", "", text.replace("~", " ")))
    text = text.replace("_{", "{").replace("^{", "{")
    text = re.sub(r"[{}]|(?<=[A-Za-z)])[_^](?=\d)|\\(?=[&%_#$])", "", text)
    return " ".join(text.replace("--", "–").split())


def _greek(command: re.Match[str]) -> str:
    """Return the Greek letter that a command of TeX names, or nothing."""
    case = "CAPITAL" if command[1][0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {command[1].upper()}")
    except KeyError:
        return ""


def _ris(text: str) -> dict[str, list[str]]:
    """Return the fields of the first entry."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        tag = _RIS_LINE.match(line.strip())
        if tag and tag[1] == "TY":
            found["type"].append(_TYPES.get(tag[2].strip(), "article-journal"))
        elif tag and tag[1] == "ER":
            break
        elif tag and tag[1] in _RIS and tag[2].strip():
            found[_RIS[tag[1]]].append(tag[2].strip())
    return found


def _as_csl(found: Mapping[str, list[str]]) -> dict[str, Any]:
    one = {key: each[0] for key, each in found.items() if each}
    pages = "–".join(filter(None, (one.get("page"), one.get("last-page"))))
    year = re.search(r"\b(1[89]|20)\d\d\b", one.get("year", ""))
    kept = ("type", "title", "container-title", "volume", "issue", "number")
    known: dict[str, Any] = {key: one[key] for key in kept if key in one}
    issued = {"issued": {"date-parts": [[int(year[0])]]}} if year else {}
    return {**known, **issued, "page": pages, "author": list(_people(found.get("author", ())))}


def _people(names: Any) -> Iterator[dict[str, str]]:
    """Yield people from "Family, Given" or "Given Family"; "others" are none."""
    for name in names:
        family, _, given = (part.strip() for part in name.partition(","))
        if not given and " " in family:
            given, _, family = family.rpartition(" ")
        if family and family.lower() != "others":
            yield {"family": family, "given": given}
