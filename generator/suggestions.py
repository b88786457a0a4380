"""What did the author of a number or an id mean to write?"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NUMBER: Final = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_BOUNDS: Final = {"<": "below", "≤": "below", ">": "above", "≥": "above", "~": "about", "≈": "about"}
_WORDS: Final = {
    "about": "about", "approximately": "about", "approx.": "about", "around": "about", "ca.": "about",
    "circa": "about", "nearly": "about", "almost": "about", "over": "above", "above": "above", "more than": "above",
    "at least": "above", "below": "below", "under": "below", "less than": "below", "up to": "below", "at most": "below",
}  # fmt: skip
"""What stands before a number that is not exact -> its `bound`."""


def number_hint(text: str) -> str:
    """Say how to write what was meant by a text where a number belongs; empty when it is not clear.

    >>> number_hint("87"), number_hint("87,5")
    ('Remove the quotation marks.', 'Write a point: 87.5.')
    >>> number_hint("87 %")
    'Write 87 alone: the unit goes under `unit`.'
    >>> number_hint("about 87"), number_hint("May 2025")
    ('Write 87 and `bound: about`.', 'Write 2025 alone.')
    """
    text = text.strip()
    if said := _in_words(text):
        return said
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


def _in_words(text: str) -> str:
    """Return the hint for a number with a limit or a month before it."""
    if text[:1] in _BOUNDS:
        return f"Write the number alone, and `bound: {_BOUNDS[text[0]]}`."
    if found := re.fullmatch(rf"({'|'.join(map(re.escape, _WORDS))}) ({_NUMBER}).*", text.lower()):
        return f"Write {found[2]} and `bound: {_WORDS[found[1]]}`."
    month = re.fullmatch(r"[^\W\d]+\.? ((?:19|20)\d\d)", text)
    return f"Write {month[1]} alone." if month else ""


def id_hint(text: str) -> str:
    """Turn a name into the id that was probably meant; empty when no id can be made of it.

    >>> id_hint("Layered Oxide")
    'Did you mean "layered-oxide"?'
    """
    slug = slugged(text)
    return f'Did you mean "{slug}"?' if slug else ""


def slugged(text: str) -> str:
    """Write a text as an id, without accents.

    >>> slugged(" NFM_CZS (2024) "), slugged("Müller")
    ('nfm-czs-2024', 'muller')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
