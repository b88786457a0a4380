"""Find invisible characters: they hide in pasted text and can change how it reads."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

_ENDS: Final = "".join(chr(plane << 16 | end) for plane in range(15) for end in (0xFFFE, 0xFFFF))
_INVISIBLE: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"  # blanks, too
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # for private use: shown differently everywhere
    f"\ud800-\udfff\ufdd0-\ufdef{_ENDS}]"  # no characters at all: XML and other formats forbid most of them
)
_NAMELESS: Final = {"Co": "private use", "Cn": "not a character", "Cs": "half of a character"}
_MAX: Final = 20  # of one text: a binary file would hold thousands
_MAX_MARKS: Final = 4  # on one letter; no language needs more, and a stack of them covers other lines


def invisible_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield (index, name) of characters that are unseen, turn the direction, or are none, and of stacked marks.

    >>> list(invisible_characters("a\\u200bb"))
    [(1, 'U+200B (ZERO WIDTH SPACE)')]
    """
    found = ((match.start(), _name(match[0])) for match in _INVISIBLE.finditer(text))
    yield from islice(found, _MAX)
    yield from islice(_stacked(text), _MAX)


def escaped(text: str) -> str:
    """Escape invisible characters as in JSON, so that a terminal shows them and obeys none.

    >>> escaped("a\\u202eb\\n")
    'a\\\\u202eb\\n'
    """
    return _INVISIBLE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _name(character: str) -> str:
    nameless = _NAMELESS.get(unicodedata.category(character), "control character")
    return f"U+{ord(character):04X} ({unicodedata.name(character, nameless)})"


def _stacked(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first of the excess marks on a letter."""
    if text.isascii():
        return
    height = 0
    for index, character in enumerate(text):
        height = height + 1 if unicodedata.category(character).startswith("M") else 0
        if height == _MAX_MARKS + 1:
            yield index, f"{_name(character)}, one of many on a letter"
