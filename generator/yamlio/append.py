"""Write values from elsewhere into a record, so that they are read back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .document import Document
from .parser import dump_text


def dump_inline(values: Mapping[str, str]) -> str:
    """Return keys and values on one line.

    >>> dump_inline({"family": "Doe", "given": "J."})
    '{family: Doe, given: J.}'
    """
    return f"{{{', '.join(f'{key}: {dump_text(value)}' for key, value in values.items())}}}"


def with_entries(text: str, document: Document, key: str, entries: Sequence[Mapping[str, str]]) -> str | None:
    """Append entries to a list of a record and leave every other character as it is.

    None where the list is on one line: its author decides how to lay it out.
    """
    lines = text.rstrip("\n").split("\n")
    written = [f"- {dump_inline(entry)}" for entry in entries]
    if key not in document.value:
        return "\n".join([*lines, f"{key}:", *(f"  {line}" for line in written), ""])
    line = document.at((key,))[0]
    if lines[line - 1].strip() != f"{key}:":
        return None
    indent = re.match(r" *", lines[document.at((key, 0))[0] - 1])
    new = [f"{indent[0] if indent else ''}{entry}" for entry in written]
    return "\n".join([*lines[:line], *new, *lines[line:], ""])
