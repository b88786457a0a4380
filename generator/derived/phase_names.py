"""The phases that a record names: one by one, and as a whole in one order, so that `O3/P2` and `P2/O3` are one."""

from __future__ import annotations

import re
from typing import Final

_SLASH: Final = re.compile(r"(?!/\s*[abcdemn1]{1,3}\b)/")  # not that of a space group, as in C2/c and P42/mnm

_MIXED: Final = re.compile(r"\+|\b(?:with|and|mixture)\b")


def parts(phase: str | None) -> list[str]:
    """Return the phases of a name, one by one.

    >>> parts("P2 / O3"), parts("NASICON, C2/c"), parts(None)
    (['P2', 'O3'], ['NASICON, C2/c'], [])
    """
    return [part.strip() for part in _SLASH.split(phase)] if phase else []


def is_mixture(phase: str | None) -> bool:
    """Return whether a name is that of several phases.

    >>> is_mixture("P2/O3"), is_mixture("O3 with spinel"), is_mixture("O3"), is_mixture(None)
    (True, True, False, False)
    """
    return len(parts(phase)) > 1 or _MIXED.search(phase or "") is not None


def in_order(phase: str | None) -> str:
    """Return a phase or mixture under one name: prismatic stackings, octahedral ones, others; empty without any.

    >>> in_order("O3/P2"), in_order("P3/P2/O3"), in_order("O3/P2/spinel"), in_order("P'2"), in_order(None)
    ('P2/O3', 'P2/P3/O3', 'P2/O3/spinel', 'P′2', '')
    """
    return "/".join(sorted((part.replace("'", "′") for part in parts(phase)), key=_rank))


def _rank(part: str) -> tuple[int, str]:
    stacking = re.match(r"(O|P)′?[0-9]", part)
    return ("P", "O").index(stacking[1]) if stacking else 2, part
