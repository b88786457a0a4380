"""Contributed text inside Markdown that somebody else renders: it stays text, whatever it says.

A code span is the one place where neither HTML nor links, mentions, references or emphasis are read. Pages of a code
host hold so many bytes and no more: a text is cut here between two lines, before somebody cuts it within a code span.
"""

from __future__ import annotations

import re
from itertools import accumulate, takewhile

LONGEST = 160
_LEAD = 40  # characters before the first difference, so that one sees where one is
_FENCE = re.compile(r"`+")
_PLAIN = re.compile(r"https?://[!-;=?-_a-~]+")  # ASCII without spaces, angle brackets and backticks
_NOTE = 2_000  # bytes for saying what was left out


def inert(text: str, longest: int = LONGEST) -> str:
    """Return text as a code span for a cell of a Markdown table, on one line and shortened.

    >>> inert("87 %"), inert("a|b"), inert("@all `x` <b>")
    ('`87 %`', '`a¦b`', '`` @all `x` <b> ``')
    """
    line = _spelt(" ".join(text.split()))
    line = line if len(line) <= longest else f"{line[: longest - 1]}…"
    fence = "`" * (1 + max((len(run) for run in _FENCE.findall(line)), default=0))
    pad = " " if len(fence) > 1 else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def address(url: str) -> str:
    """Return an address of ours as a link; as a code span where it holds what would end the link.

    >>> address("https://a.test/@x"), address("https://a.test/> @x")
    ('<https://a.test/@x>', '`https://a.test/> @x`')
    """
    return f"<{url}>" if _PLAIN.fullmatch(url) else inert(url, 2 * LONGEST)


def visible(text: str) -> str:
    """Return text with everything spelt out that does not show, turns text round or moves a terminal's cursor.

    >>> visible("a\\u202eb\\x1b[2J")
    'a\\\\u202eb\\\\x1b[2J'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def fitting(text: str, most: int) -> str:
    """Return a text that takes at most so many bytes: whole lines from its beginning, and what is left out.

    >>> fitting("# A\\n" + "x\\n" * 2000 + "# B\\nx\\n", 2010)
    '# A\\nx\\nx\\nx\\n\\n… and 1999 more lines, which are too much to show here, among them: B.\\n'
    """
    if len(text.encode()) <= most:
        return text
    lines = text.rstrip("\n").split("\n")
    kept = sum(size <= most - _NOTE for size in accumulate(len(line.encode()) + 1 for line in lines))
    heads = [line.lstrip("# ") for line in lines[kept:] if line.startswith("#")]
    among = f", among them: {', '.join(heads)}" if heads else ""
    note = f"… and {len(lines) - kept} more lines, which are too much to show here{among}."
    return "\n".join([*lines[:kept], "", note, ""])


def focused(before: str, after: str, longest: int = LONGEST) -> tuple[str, str]:
    """Return two texts; where they are long, without what both begin with, or shortening would hide the difference.

    >>> focused("x" * 200 + "one", "x" * 200 + "two") == ("…" + "x" * 40 + "one", "…" + "x" * 40 + "two")
    True
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    start = len(list(alike)) - _LEAD
    if start <= 0 or max(len(before), len(after)) <= longest:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"


def _spelt(line: str) -> str:
    """Spell out what would not show or would turn the text round, and break what ends a cell or commands a runner.

    A runner of workflows reads `##[` anywhere in a line, and a table ends a cell at a bar even inside a code span.
    """
    return visible(line).replace("|", "¦").replace("##[", "## [")
