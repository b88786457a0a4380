"""Suggestions: how a number, an id or a DOI was probably meant."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

_NUMBER: Final = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_LONGEST: Final = 60  # characters of what may have been meant as a number
BOUNDS: Final = {
    **dict.fromkeys(
        ("~", "≈", "about", "approximately", "approx.", "around", "ca.", "circa", "nearly", "almost"), "about"
    ),
    **dict.fromkeys((">", "over", "above", "more than"), "above"),
    **dict.fromkeys(("<", "below", "under", "less than"), "below"),
    **dict.fromkeys((">=", "≥", "at least", "not less than"), "at-least"),
    **dict.fromkeys(("<=", "≤", "up to", "at most", "not more than"), "at-most"),
}
"""Sign or words before a number that is not exact -> its `bound`."""
_BOUND: Final = "|".join(re.escape(text) for text in sorted(BOUNDS, key=len, reverse=True))


def number_hint(text: str) -> str:
    """Return how to write a text as the number that was probably meant; empty when that is not clear.

    >>> number_hint("87"), number_hint("87,5")
    ('Remove the quotation marks.', 'Write a point: 87.5.')
    >>> number_hint("87 %")
    'Write 87 alone: the unit goes under `unit`.'
    >>> number_hint("about 87"), number_hint("≥ 87 %"), number_hint("May 2025")
    ('Write 87 and `bound: about`.', 'Write 87 and `bound: at-least`.', 'Write 2025 alone.')
    """
    text = text.strip()[:_LONGEST]
    if hint := _prefix_hint(text):
        return hint
    if found := re.fullmatch(rf"({_NUMBER})\s*(?:±|\+/-)\s*({_NUMBER}).*", text):
        return f"Write {found[1]} alone, and `uncertainty: {found[2]}`."
    if found := re.fullmatch(rf"({_NUMBER})\s*(?:-|–|to|\.\.)\s*({_NUMBER})", text):
        return f"Write a range as [{found[1]}, {found[2]}]."
    if found := re.fullmatch(r"([-+]?\d+),(\d+)\D*", text):
        return f"Write a point: {found[1]}.{found[2]}."
    if re.fullmatch(r"[-+]?0\d+", text):
        return f"Leave out the leading zero: {int(text)}."
    if re.fullmatch(r"[\d_\s]*\d[_\s]+\d{3}", text):
        return f"Write the digits together: {re.sub(r'[_ ]', '', text)}."
    if re.fullmatch(_NUMBER, text):
        return "Write a plain minus sign." if "−" in text else "Remove the quotation marks."
    found = re.fullmatch(rf"({_NUMBER})\s*[^\d\s].*", text)
    return f"Write {found[1]} alone: the unit goes under `unit`." if found else ""


def _prefix_hint(text: str) -> str:
    """Return the hint for a number with a bound or a month before it."""
    if found := re.fullmatch(rf"({_BOUND})\s*({_NUMBER}).*", text.lower()):
        return f"Write {found[2]} and `bound: {BOUNDS[found[1]]}`."
    month = re.fullmatch(r"[^\W\d]+\.? ((?:19|20)\d\d)", text)
    return f"Write {month[1]} alone." if month else ""


_LATIN: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
    "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
})  # fmt: skip
"""Letters that Unicode does not decompose."""


_RATE: Final = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>m?A)\s*[/·]?\s*g\s*(?:-1|⁻¹|−1|\^-1|\^\{-1\})?", re.I)


def rate_hint(text: str) -> str:
    """Return how to write a current that a paper prints in another way; empty when that is not clear.

    >>> rate_hint("C/5"), rate_hint("20 mA/g"), rate_hint("0.1 A g⁻¹")
    ('Write 1/5C.', 'Write 20 mA g-1.', 'Write 0.1 A g-1.')
    >>> rate_hint("0.5 c"), rate_hint("2C rate"), rate_hint("C"), rate_hint("slow")
    ('Write 0.5C.', 'Write 2C.', 'Write 1C.', '')
    """
    if found := _RATE.fullmatch(text.strip()):
        return f"Write {found['amount']} {found['unit'].replace('a', 'A').replace('M', 'm')} g-1."
    if found := re.fullmatch(
        r"\s*(\d+(?:\.\d+)?|\d+/\d+)?\s*C(?:\s*/\s*(\d+))?\s*(?:[- ]?rate)?\s*", text, re.IGNORECASE
    ):
        return f"Write {found[1] or 1}{f'/{found[2]}' if found[2] else ''}C."
    return ""


def id_hint(text: str) -> str:
    """Return a hint with the id that a name becomes; empty when it becomes none.

    >>> id_hint("Layered Oxide")
    'Did you mean "layered-oxide"?'
    """
    slug = slugify(text)
    return f'Did you mean "{slug}"?' if slug else ""


def slugify(text: str) -> str:
    """Write a text as an id, without accents.

    >>> slugify(" NFM_CZS (2024) "), slugify("Müller"), slugify("Strauß-Sørensen")
    ('nfm-czs-2024', 'muller', 'strauss-sorensen')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).translate(_LATIN)
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


_DOI: Final = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def bare_doi(text: str) -> str | None:
    """Return a DOI without resolver, prefix, percent-encoding and the punctuation after it; None for any other text.

    >>> bare_doi("https://doi.org/10.1002/abc"), bare_doi("doi:10.1002/abc"), bare_doi("abc")
    ('10.1002/abc', '10.1002/abc', None)
    >>> bare_doi("10.1002/abc(2)."), bare_doi("10.1002/abc),"), bare_doi("10.1002/1521%3C1::aid%3E3.0.co;2-a")
    ('10.1002/abc(2)', '10.1002/abc', '10.1002/1521<1::aid>3.0.co;2-a')
    """
    match = _DOI.fullmatch(unquote(text.strip()).rstrip(".,;:"))
    if not match:
        return None
    doi = match[1]
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi
