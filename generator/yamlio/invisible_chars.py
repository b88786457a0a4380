"""Find invisible characters: they hide in pasted text and can change how it reads."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

_ENDS: Final = "".join(chr(plane << 16 | end) for plane in range(1, 15) for end in (0xFFFE, 0xFFFF))
_OF_16_BITS: Final = (
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"  # blanks, too
    "\ue000-\uf8ff"  # for private use: shown differently everywhere
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all: XML and other formats forbid most of them
)
_OF_MORE: Final = (
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    f"\U000f0000-\U0010ffff{_ENDS}"  # for private use, and no characters
)
_INVISIBLE: Final = re.compile(f"[{_OF_16_BITS}{_OF_MORE}]")
_POSSIBLE: Final = re.compile(f"[{_OF_16_BITS}\U00010000-\U0010ffff]")
"""Ten times faster to search for: `re` looks characters of 16 bits up, and compares others with range after range."""
_NAMELESS: Final = {"Co": "private use", "Cn": "not a character", "Cs": "half of a character"}
_MAX: Final = 20  # of one text: a binary file would hold thousands
_MAX_MARKS: Final = 4  # on one letter; no language needs more, and a stack of them covers other lines
_MAY_STACK: Final = re.compile(f"[\u0300-\U0010ffff]{{{_MAX_MARKS + 1},}}")  # no character before these is a mark


def invisible_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield (index, name) of characters that are unseen, turn the direction, or are none, and of stacked marks.

    >>> list(invisible_characters("a\\u200bb"))
    [(1, 'U+200B (ZERO WIDTH SPACE)')]
    """
    found = ((at.start(), _name(at[0])) for at in _POSSIBLE.finditer(text) if _INVISIBLE.match(at[0]))
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
    for run in _MAY_STACK.finditer(text):
        height = 0
        for index, character in enumerate(run[0], run.start()):
            height = height + 1 if unicodedata.category(character).startswith("M") else 0
            if height == _MAX_MARKS + 1:
                yield index, f"{_name(character)}, one of many on a letter"
