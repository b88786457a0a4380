"""What does CSL JSON say of a publication, as plain words on one line each?

Crossref's has a few keys of its own, such as `article-number`, and lists where CSL has one text:
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md. Markup in titles is taken out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

_TAG = re.compile(r"""</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*/?>""")


def fields(csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is known of title, journal, volume, issue and pages, or article number, in the record's words."""
    for key in ("title", "container-title", "volume", "issue"):
        if text := clean(csl.get(key)):
            yield key, text
    page, number = clean(csl.get("page")), clean(csl.get("article-number") or csl.get("number"))
    first, dash, last = page.partition("-")
    if dash:
        yield "page", f"{first}–{last}"
    if number or (page and not dash):  # a lone page is how many publishers register an article's number
        yield "number", number or page


def clean(value: Any) -> str:
    """Return a text on one line and without markup; the first one of several.

    >>> clean(["Na<sub>0.67</sub>MnO<sub>2</sub> &amp;\\n more"]), clean(None)
    ('Na0.67MnO2 & more', '')
    >>> clean("At T<Tc and p>0")
    'At T<Tc and p>0'
    """
    text = value[0] if isinstance(value, list) and value else value
    if not isinstance(text, str | int) or isinstance(text, bool):
        return ""
    return " ".join(_TAG.sub("", html.unescape(_TAG.sub("", str(text)))).split())


def people(authors: Any) -> Iterator[dict[str, str]]:
    """Yield names in the record's form; groups have one name alone."""
    for author in authors if isinstance(authors, list) else ():
        if not isinstance(author, dict):
            continue
        family = clean(author.get("family") or author.get("name") or author.get("literal"))
        particle, given = clean(author.get("non-dropping-particle")), clean(author.get("given"))
        if family:
            yield {"family": f"{particle} {family}".strip(), **({"given": given} if given else {})}


def year(csl: Mapping[str, Any]) -> int | None:
    """Return the year of publication."""
    try:
        return int(csl["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return None
