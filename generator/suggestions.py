"""Suggestions: how a number or an id was probably meant."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

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


def id_hint(text: str) -> str:
    """Return a hint with the id that a name becomes; empty when it becomes none.

    >>> id_hint("Layered Oxide")
    'Did you mean "layered-oxide"?'
    """
    slug = slugify(text)
    return f'Did you mean "{slug}"?' if slug else ""


def slugify(text: str) -> str:
    """Write a text as an id, without accents.

    >>> slugify(" NFM_CZS (2024) "), slugify("Müller")
    ('nfm-czs-2024', 'muller')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
