"""CSL JSON, as registration agencies and reference managers write it, as values of a reference record.

Publishers register titles with HTML, MathML and entities, and placeholders where a field has no value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_ATTRIBUTES: Final = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*"""
_TAG: Final = re.compile(rf"</?(?:[a-z]+:)?([A-Za-z][\w.-]*){_ATTRIBUTES}/?>")
_MATH: Final = re.compile(r"<(?:\w+:)?math\b[^<>]*>(.*?)</(?:\w+:)?math>", re.DOTALL)
_BETWEEN_TAGS: Final = re.compile(r">\s+|\s+<")
_SCRIPT: Final = re.compile(rf"<(?:\w+:)?(su[bp]){_ATTRIBUTES}>\s*(.*?)\s*</(?:\w+:)?\1>", re.DOTALL | re.IGNORECASE)
_BASELESS: Final = re.compile(r"\s*(?:<(?:\w+:)?(?:mrow|mstyle)[^<>]*>\s*)*<(?:\w+:)?msu[bp]\b[^<>]*>\s*"
                              r"<(?:\w+:)?m(?:row|i|text)(?:/>|>\s*</)")  # fmt: skip
_SPACED: Final = frozenset(("i", "em", "italic", "b", "strong", "bold", "u", "underline"))
_BREAKS: Final = frozenset(("br", "p", "title", "break"))
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_EDGE: Final = "\ue000"  # marks where an index begins or ends, which is no end of a word
_PLACEHOLDERS: Final = frozenset(("null", "none", "undefined", "n/a", "na", "-", "ahead-of-print", "online first"))
_TYPES: Final[Mapping[str, str]] = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "preprint": "article",
}
"""Type of Crossref -> type of a record."""
_LONGEST: Final = 20_000  # characters: no title with its markup has more, and more would take long to read
_ARXIV: Final = re.compile(r"10\.48550/arxiv\.(\d{4}\.\d{4,5})", re.IGNORECASE)


def reference_values(doi: str | None, csl: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that CSL JSON gives, under the keys of a reference; a missing value has no key."""
    kind = plain_text(csl.get("type")) or "article-journal"
    values = {
        "type": _TYPES.get(kind, kind),
        "title": plain_text(csl.get("title")),
        "author": list(_authors(csl.get("author"))),
        "container-title": plain_text(csl.get("container-title")) or plain_text(_name(csl.get("institution"))),
        "issued": year(csl),
        **dict(_numbers(csl)),
        "DOI": doi,
        "arxiv": match[1] if (match := _ARXIV.fullmatch(doi or "")) else None,
    }
    if values["type"] == "article-journal":  # the default
        del values["type"]
    return {key: value for key, value in values.items() if value}


def _numbers(csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield volume, issue and pages or article number."""
    for key in ("volume", "issue"):
        yield key, _not_placeholder(csl.get(key))
    page, number = _not_placeholder(csl.get("page")), _not_placeholder(csl.get("article-number") or csl.get("number"))
    first, *last = re.split(r"\s*[-–—]+\s*", page, maxsplit=1)
    if last:
        yield "page", f"{first}–{last[0]}" if last[0] not in ("", first) else first
    yield "number", number or ("" if last else page)  # many publishers register an article number as a single page


def _not_placeholder(value: Any) -> str:
    text = plain_text(value)
    return "" if text.casefold() in _PLACEHOLDERS else text


def plain_text(value: Any) -> str:
    """Return a text, or the first of several, on one line, without markup and invisible characters.

    White space at the edge of an index is none of the text, and words that only italics or a formula set apart are two.

    >>> plain_text(["Na<sub>0.67\\n </sub>MnO<sub>2</sub> &amp;amp;\\n more"]), plain_text(None)
    ('Na0.67MnO2 & more', '')
    >>> plain_text("Roots of<i>Daucus carota</i>in <i>n</i>-hexane"), plain_text("At T<Tc and p>0")
    ('Roots of Daucus carota in n-hexane', 'At T<Tc and p>0')
    """
    text = value[0] if isinstance(value, list) and value else value
    if not isinstance(text, str | int) or isinstance(text, bool):
        return ""
    text = html.unescape(html.unescape(str(text)[:_LONGEST])).replace(_EDGE, "")
    text = _SCRIPT.sub(lambda found: f"{_EDGE}{found[2]}{_EDGE}", _MATH.sub(_formula, text))
    return " ".join(_without_tags(text).replace(_EDGE, "").translate(_INVISIBLE).split())


def _formula(found: re.Match[str]) -> str:
    """Return a formula without the white space of its markup, set off from words that touch it."""
    inner = _BETWEEN_TAGS.sub(lambda edge: edge[0].strip(), found[1])
    text = _TAG.sub("", inner).strip()
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    is_index = bool(_BASELESS.match(found[1]))
    left = " " if before.isalpha() and text[:1].isalpha() and not is_index else ""
    right = " " if after.isalpha() and text and (after.islower() or not is_index) else ""
    return f"{left}{_EDGE}{text}{_EDGE}{right}"


def _without_tags(text: str) -> str:
    """Drop the tags of a text; between two letters, italics and the like become a space."""
    parts: list[str] = []
    end = 0
    for tag in _TAG.finditer(text):
        parts.append(text[end : tag.start()])
        end = tag.end()
        name = tag[1].casefold()
        joined = text[: tag.start()][-1:].isalpha() and text[end:][:1].isalpha()
        if name in _BREAKS or (name in _SPACED and joined and not _is_variable(text, tag)):
            parts.append(" ")
    return "".join([*parts, text[end:]])


def _is_variable(text: str, tag: re.Match[str]) -> bool:
    """Return whether a tag belongs to one letter in the middle of a formula, such as <i>x</i> before a capital."""
    around = text[max(tag.start() - 5, 0) : tag.end() + 6]
    return bool(re.search(r"[a-z]<i>[a-zα-ω]</i>[A-Z]", around))


def _authors(authors: Any) -> Iterator[dict[str, str]]:
    """Yield authors in the form of a record; a group has only a family name."""
    for author in authors if isinstance(authors, list) else ():
        if not isinstance(author, dict):
            continue
        part = {key: plain_text(author.get(key)) for key in ("family", "given", "suffix", "dropping-particle")}
        family = part["family"] or plain_text(author.get("name") or author.get("literal"))
        person = {
            "family": f"{plain_text(author.get('non-dropping-particle'))} {family}".strip(),
            "given": f"{part['given']} {part['dropping-particle']}".strip(),
            "suffix": part["suffix"],
        }
        if family:
            yield {key: text for key, text in person.items() if text}


def _name(institutions: Any) -> Any:
    """Return the name of the first institution: the server that a preprint was posted on."""
    first = institutions[0] if isinstance(institutions, list) and institutions else institutions
    return first.get("name") if isinstance(first, dict) else None


def year(csl: Mapping[str, Any]) -> int | None:
    """Return the year of publication."""
    for key in ("issued", "published", "published-print", "published-online", "posted"):
        try:
            return int(csl[key]["date-parts"][0][0])
        except (KeyError, IndexError, TypeError, ValueError, OverflowError):
            continue
    return None
