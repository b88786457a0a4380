"""What do sources report of the states that a metal reaches? `data/redox_states.csv`, read on first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from .elements import table
from .families import FAMILIES, OLIVINE, POLYANIONIC
from .tables import rows, wrong

FILE: Final = "redox_states.csv"
_AS: Final = {OLIVINE: POLYANIONIC}  # phosphates of either structure
_WORDS: Final = {"used": ("yes", "no"), "site": ("metal", "carbon"), "family": FAMILIES, "highest": tuple("12345678")}
"""Column -> what it may hold."""


class Statement(NamedTuple):
    """What one source reports of a metal: the highest state, and where it says so.

    `used` says whether the capacity counts with it, `why_not` why it does not. `record` is the material of the
    collection that has the claim, empty where the source speaks of no single one.
    """

    family: str
    site: str
    symbol: str
    highest: int
    used: bool
    states: str
    record: str
    reference: str
    at: str
    why_not: str


States = Mapping[tuple[str, str], int]
"""(site, symbol) -> highest state."""


@cache
def statements() -> tuple[Statement, ...]:
    """All rows of the table. Raises OSError, with the line and a remedy, for one that is not as its head says."""
    found: dict[tuple[str, ...], Statement] = {}
    for line, row in rows(FILE, Statement._fields):
        for column, words in _WORDS.items():
            if row[column] not in words:
                raise wrong(FILE, line, f'{column} "{row[column]}"', f"one of {', '.join(words)}")
        if row["symbol"] not in table():
            raise wrong(FILE, line, f'symbol "{row["symbol"]}"', "that of an element")
        if (row["used"] == "yes") == bool(row["why_not"]):
            with_reason = "with" if row["why_not"] else "without"
            raise wrong(FILE, line, f"used {row['used']} {with_reason} why_not", "yes, or no with why_not")
        made = Statement(**{**row, "highest": int(row["highest"]), "used": row["used"] == "yes"})  # type: ignore[arg-type]
        for key in _keys(made):
            if key in found:
                raise wrong(FILE, line, "a second row of this kind", f"one {' '.join(filter(None, key))}")
            found[key] = made
    return tuple(dict.fromkeys(found.values()))


def _keys(row: Statement) -> list[tuple[str, ...]]:
    """Return what no other row has: the metal of a row that is used, and that of a record or reference."""
    metal = row.family, row.site, row.symbol
    return [(*metal, row.record or row.reference), *([metal] if row.used else [])]


@cache
def highest(family: str) -> States:
    """The highest states that count in a family."""
    name = _AS.get(family, family)
    return {(row.site, row.symbol): row.highest for row in statements() if row.used and row.family == name}


@cache
def own(record: str) -> tuple[Statement, ...]:
    """What the source of a material reports of that material, where it is not what counts in the family.

    >>> [(row.symbol, row.highest, row.states) for row in own("heo-ghosh2024")]
    [('Fe', 3, 'Fe3+ inactive')]
    """
    here = [row for row in statements() if row.record == record]
    return tuple(row for row in here if row.highest != highest(row.family).get((row.site, row.symbol)))
