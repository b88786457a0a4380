"""Escape contributed text in Markdown that a code host renders.

Only in a code span are HTML, links, mentions, references and emphasis not interpreted. Code hosts limit the size of a
page: a text is truncated here between two lines, before the host truncates it inside a code span.
"""

from __future__ import annotations

import re
from itertools import accumulate

from .errors import printable

MAX_LENGTH = 160
_FENCE = re.compile(r"`+")
_PLAIN = re.compile(r"https?://[!-;=?-_a-~]+")  # ASCII without spaces, angle brackets and backticks
_NOTE = 2_000  # bytes reserved for the note on what is left out


def code_span(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return text as a code span for a cell of a Markdown table, on one line and shortened.

    >>> code_span("87 %"), code_span("a|b"), code_span("@all `x` <b>")
    ('`87 %`', '`a¦b`', '`` @all `x` <b> ``')
    """
    line = _escape(" ".join(text.split()))
    line = line if len(line) <= max_length else f"{line[: max_length - 1]}…"
    fence = "`" * (1 + max((len(run) for run in _FENCE.findall(line)), default=0))
    pad = " " if len(fence) > 1 else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def autolink(url: str) -> str:
    """Return a URL of ours as a link; as a code span where it contains what would end the link.

    >>> autolink("https://a.test/@x"), autolink("https://a.test/> @x")
    ('<https://a.test/@x>', '`https://a.test/> @x`')
    """
    return f"<{url}>" if _PLAIN.fullmatch(url) else code_span(url, 2 * MAX_LENGTH)


def truncate(text: str, max_bytes: int) -> str:
    """Return whole lines from the beginning of a text, at most `max_bytes`, and a note on what is left out.

    >>> truncate("# A\\n" + "x\\n" * 2000 + "# B\\nx\\n", 2010)
    '# A\\nx\\nx\\nx\\n\\n… and 1999 more lines, which are too much to show here, among them: B.\\n'
    """
    if len(text.encode()) <= max_bytes:
        return text
    lines = text.rstrip("\n").split("\n")
    kept = sum(size <= max_bytes - _NOTE for size in accumulate(len(line.encode()) + 1 for line in lines))
    heads = [line.lstrip("# ") for line in lines[kept:] if line.startswith("#")]
    among = f", among them: {', '.join(heads)}" if heads else ""
    note = f"… and {len(lines) - kept} more lines, which are too much to show here{among}."
    return "\n".join([*lines[:kept], "", note, ""])


def _escape(line: str) -> str:
    """Escape invisible characters, and what ends a table cell or is a command to a workflow runner.

    A workflow runner reads `##[` anywhere in a line, and a table ends a cell at a bar even inside a code span.
    """
    return printable(line).replace("|", "¦").replace("##[", "## [")
