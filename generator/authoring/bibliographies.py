r"""Entries of bibliographies, as BibTeX, RIS or CSL JSON, as items of CSL JSON.

Only what a reference record holds is read. Names, titles and placeholders are tidied where CSL JSON becomes a record.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

Item = dict[str, Any]
_Fields = Mapping[str, list[str]]

_BIBTEX_START: Final = re.compile(r"@(\w+)\s*\{\s*[^,\s{}]*\s*,")
_BIBTEX_FIELD: Final = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*")
_BARE_VALUE: Final = re.compile(r"[^,}\n]*")
_RIS_LINE: Final = re.compile(r"([A-Z][A-Z0-9])\s{1,2}-\s?(.*)")
_BIBTEX: Final[Mapping[str, str]] = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title", "volume": "volume",
    "number": "issue", "issue": "issue", "pages": "page", "doi": "DOI", "year": "year", "date": "year",
    "author": "author", "eid": "number",
}  # fmt: skip
_RIS: Final[Mapping[str, str]] = {
    "TI": "title", "T1": "title", "T2": "container-title", "JF": "container-title", "JO": "container-title",
    "VL": "volume", "IS": "issue", "SP": "page", "EP": "last-page", "DO": "DOI", "PY": "year", "Y1": "year",
    "DA": "year", "AU": "author", "A1": "author", "C7": "number", "M1": "number",
}  # fmt: skip
"""Field or tag -> field of CSL JSON; of several the one listed first counts."""
_TYPES: Final[Mapping[str, str]] = {
    "book": "book", "inbook": "chapter", "incollection": "chapter", "BOOK": "book", "CHAP": "chapter",
    "phdthesis": "thesis", "THES": "thesis", "misc": "article", "UNPB": "article", "PREP": "article",
    "PAT": "patent", "patent": "patent",
}  # fmt: skip
_COPIED: Final = ("type", "title", "container-title", "volume", "issue", "number", "DOI")
_ACCENTS: Final[Mapping[str, str]] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS: Final[Mapping[str, str]] = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å", "i": "i", "j": "j",
}  # fmt: skip
_ACCENTED: Final = re.compile(r"\\([`'^~\"=.]|[cvuHkr](?=[\s{]))\s*\{?\\?([A-Za-z])\}?")
_LETTER: Final = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])\s*")


def items(text: str) -> list[Item]:
    """Return the entries of a text; none where it is no bibliography. `more_authors` says that not all are named.

    >>> items("@article{a, title={Na{$_2$}O}, author={Doe, J. and Roe, R.}, year=2024, doi={10.1/x}}")[0]["author"]
    [{'family': 'Doe', 'given': 'J.'}, {'family': 'Roe', 'given': 'R.'}]
    >>> items("TY  - JOUR\\nTI  - Oxides\\nPY  - 2024/05\\nSP  - 1\\nEP  - 9\\nER  - ")[0]["page"]
    '1-9'
    """
    text = re.sub(r"[^\S\n]+", " ", text.removeprefix("\ufeff").strip())  # runs of blanks would cost quadratic time
    text = re.sub(r" ?\n[ \n]*", "\n", text)
    read = _bibtex if _BIBTEX_START.search(text) else _ris
    found = _csl_json(text) if text[:1] in ("{", "[") else [_as_csl(fields) for fields in read(text)]
    return [each for each in found if each.get("title") or each.get("author")]


def _csl_json(text: str) -> list[Item]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


# BibTeX


def _bibtex(text: str) -> Iterator[_Fields]:
    """Yield the fields of each entry."""
    place = 0
    while start := _BIBTEX_START.search(text, place):
        found: dict[str, list[str]] = defaultdict(list)
        found["type"].append(_TYPES.get(start[1].lower(), "article-journal"))
        place = start.end()
        while field := _BIBTEX_FIELD.match(text, place):
            value, place = _bibtex_value(text, field.end())
            key = _BIBTEX.get(field[1].lower())
            if key == "author":
                found[key] += [_person(name) for name in re.split(r"\s+and\s+", value)]
            elif key and (plain := _without_tex(value)):
                found[key].append(plain)
        yield found


def _bibtex_value(text: str, start: int) -> tuple[str, int]:
    """Return a value without its braces or quotation marks, and where it ends."""
    opening = text[start : start + 1]
    if opening not in ("{", '"'):
        end = _BARE_VALUE.match(text, start)
        assert end
        return end[0], end.end()
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        closes = depth == 0 if opening == "{" else place > start and text[place] == '"' and depth == 0
        if closes:
            return text[start + 1 : place], place + 1
    return text[start + 1 :], len(text)


def _person(name: str) -> str:
    """Return a name as "Family, Given"; one in braces of its own is that of a group and has no comma."""
    plain = _without_tex(name)
    if "," in plain or " " not in plain or (name.startswith("{") and name.endswith("}")):
        return plain
    given, _, family = plain.rpartition(" ")
    return f"{family}, {given}"


def _without_tex(text: str) -> str:
    """Return a value without TeX.

    >>> _without_tex(r"{M}{\\"u}ller, Na$_{0.5}$MnO$_2$ \\& {\\o}")
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


# RIS


def _ris(text: str) -> Iterator[_Fields]:
    """Yield the fields of each entry."""
    tags: dict[str, list[str]] = defaultdict(list)
    for line in (*text.splitlines(), "ER  - "):
        found = _RIS_LINE.fullmatch(line.strip())
        if found and found[1] == "ER" and tags:
            yield _of_tags(tags)
            tags = defaultdict(list)
        elif found and found[2].strip():
            tags[found[1]].append(found[2].strip())


def _of_tags(tags: _Fields) -> _Fields:
    fields: dict[str, list[str]] = defaultdict(list)
    fields["type"] = [_TYPES.get(kind, "article-journal") for kind in tags.get("TY", ())]
    for tag, key in _RIS.items():
        fields[key] += tags.get(tag, [])
    return fields


# CSL JSON


def _as_csl(fields: _Fields) -> Item:
    one = {key: each[0] for key, each in fields.items() if each}
    year = re.search(r"\b(1[89]|20)\d\d\b", one.get("year", ""))
    names = fields.get("author", [])
    return {
        **{key: one[key] for key in _COPIED if key in one},
        **({"issued": {"date-parts": [[int(year[0])]]}} if year else {}),
        "page": "-".join(filter(None, (one.get("page"), one.get("last-page")))),
        "author": [_author(name) for name in names if name and name.lower() != "others"],
        **({"more_authors": True} if "others" in names else {}),
    }


def _author(name: str) -> dict[str, str]:
    """Return an author from "Family, Given, Suffix"; a name without a comma is that of a group."""
    family, *more = (part.strip() for part in name.split(","))
    if not more:
        return {"literal": family}
    return dict(zip(("family", "given", "suffix"), (family, *more), strict=False))
