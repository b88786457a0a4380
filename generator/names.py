"""The one rule for names: of records, pages, pictures and folders. They become files, addresses and anchors."""

from __future__ import annotations

import re
from typing import Final

PATTERN: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST: Final = 60
IN_WORDS: Final = f"at most {LONGEST} lower-case letters, digits and single hyphens"
LISTING: Final = "index"

RESERVED: Final = {
    r"con|prn|aux|nul|com[0-9]|lpt[0-9]": "Windows keeps this name for a device and makes no file of it.",
    LISTING: "This is the name of the page that lists the others.",
    "constructor": "Every object of the pages' scripts has something of this name already.",
    r"ea-.*": "Names that begin with ea- are anchors of the site itself.",
}
"""Pattern of names that are taken -> why."""
_TAKEN: Final = re.compile("|".join(RESERVED))


def taken(name: str) -> str | None:
    """Return why a name cannot be given; None when it can.

    >>> taken("nul"), taken("sol-gel")
    ('Windows keeps this name for a device and makes no file of it.', None)
    """
    if not _TAKEN.fullmatch(name):  # as almost always
        return None
    return next(why for pattern, why in RESERVED.items() if re.fullmatch(pattern, name))


def is_name(text: str) -> bool:
    """Return whether a text is a name that can be given.

    >>> is_name("sol-gel"), is_name("Sol-Gel"), is_name("javascript:x"), is_name("index")
    (True, False, False, False)
    """
    return bool(len(text) <= LONGEST and re.fullmatch(PATTERN, text)) and not taken(text)
