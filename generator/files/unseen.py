"""Which characters in a text does nobody see? They hide in pasted text and can make it read as something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_MOST: Final = 20  # of one text: a file that is no text at all would hold thousands


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """Yield (index, name) of control, zero-width and direction-changing characters.

    >>> list(unseen("a\\u200bb"))
    [(1, 'U+200B (ZERO WIDTH SPACE)')]
    """
    for match in islice(_UNSEEN.finditer(text), _MOST):
        name = unicodedata.name(match[0], "control character")
        yield match.start(), f"U+{ord(match[0]):04X} ({name})"
