"""Contributed text inside Markdown that somebody else renders: it stays text, whatever it says.

A code span is the one place where neither HTML nor links, mentions, references or emphasis are read.
"""

from __future__ import annotations

import re
from itertools import takewhile

LONGEST = 160
_LEAD = 40  # characters before the first difference, so that one sees where one is
_FENCE = re.compile(r"`+")


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
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return shown.replace("|", "¦").replace("##[", "## [")
