"""How are values that came from elsewhere written into a record, so that they are read back as they are?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .document import Document
from .parser import word


def mapping(values: Mapping[str, str]) -> str:
    """Return keys and values on one line.

    >>> mapping({"family": "Doe", "given": "J."})
    '{family: Doe, given: J.}'
    """
    return f"{{{', '.join(f'{key}: {word(value)}' for key, value in values.items())}}}"


def with_entries(text: str, document: Document, key: str, entries: Sequence[Mapping[str, str]]) -> str | None:
    """Add entries to a list of a record and leave every other character as it is.

    None where the list stands on one line: then a person has to decide how it is to look.
    """
    lines = text.rstrip("\n").split("\n")
    written = [f"- {mapping(entry)}" for entry in entries]
    if key not in document.value:
        return "\n".join([*lines, f"{key}:", *(f"  {line}" for line in written), ""])
    line = document.at((key,))[0]
    if lines[line - 1].strip() != f"{key}:":
        return None
    indent = re.match(r" *", lines[document.at((key, 0))[0] - 1])
    new = [f"{indent[0] if indent else ''}{entry}" for entry in written]
    return "\n".join([*lines[:line], *new, *lines[line:], ""])
