"""What did the author of a number or an id mean to write?"""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_BOUNDS: Final = {"<": "below", "≤": "below", ">": "above", "≥": "above", "~": "about", "≈": "about"}


def number_hint(text: str) -> str:
    """Say how to write what was meant by a text where a number belongs; empty when it is not clear.

    >>> number_hint("87"), number_hint("87,5")
    ('Remove the quotation marks.', 'Write a point: 87.5.')
    >>> number_hint("87 %")
    'Write 87 alone: the unit goes under `unit`.'
    """
    text = text.strip()
    if text[:1] in _BOUNDS:
        return f"Write the number alone, and `bound: {_BOUNDS[text[0]]}`."
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


def id_hint(text: str) -> str:
    """Turn a name into the id that was probably meant; empty when no id can be made of it.

    >>> id_hint("Layered Oxide")
    'Did you mean "layered-oxide"?'
    """
    slug = slugged(text)
    return f'Did you mean "{slug}"?' if slug else ""


def slugged(text: str) -> str:
    """Write a text as an id.

    >>> slugged(" NFM_CZS (2024) ")
    'nfm-czs-2024'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
