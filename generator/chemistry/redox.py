"""How many electrons can the metals of a cathode give? As many as reach the highest states that sources report.

`data/redox_states.csv` holds those states, each with its source; it is read on first use. An ion that has no valence
electron left, such as Al3+ or Zr4+, gives none without any report.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from .charges import Assignment, Charge
from .elements import DATA, rows, table, valence_electrons
from .families import OLIVINE, POLYANIONIC

FILE: Final = "redox_states.csv"
_AS: Final = {OLIVINE: POLYANIONIC}  # phosphates of either structure


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


class Redox(NamedTuple):
    """The electrons per formula unit that the metals can give while alkali leaves, at most one for each alkali.

    `given` is what the metals could give without that limit. `electrons` is None where `why_not` says why.
    """

    electrons: Fraction | None
    given: Fraction
    why_not: str = ""


@cache
def statements() -> tuple[Statement, ...]:
    """All rows of the table. Raises OSError for a table that is not there, or not that of the project."""
    try:
        return tuple(
            Statement(
                row["family"], row["site"], row["symbol"], int(row["highest"]), row["used"] == "yes", row["states"],
                row["record"], row["reference"], row["at"], row["why_not"],
            )
            for row in rows(FILE)
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        reason = f"found a table of redox states that cannot be read ({error}), expected that of the project"
        raise OSError(errno.EINVAL, reason, str(DATA / FILE)) from None


@cache
def _highest() -> Mapping[tuple[str, str, str], int]:
    return {(row.family, row.site, row.symbol): row.highest for row in statements() if row.used}


def redox(charges: Assignment, alkali: Fraction, family: str) -> Redox:
    """The electrons that the metals give: Σ amount · (highest state − formal charge), at most the alkali.

    Where even the metals of known states can let all alkali go, the unknown ones do not matter.

    >>> from generator.chemistry.description import describe
    >>> of = lambda text: describe(text).redox
    >>> str(of("Na4Fe3(PO4)2P2O7").electrons)  # 3 Fe2+ become Fe3+; the fourth Na stays
    '3'
    >>> str(of("NaLi0.1Ni0.15Cu0.1Mg0.1Ti0.2Mn0.35O2").electrons)  # 0.15 Ni2+ to 4+ and 0.1 Cu2+ to 3+
    '2/5'
    >>> of("NaRuO2").why_not
    'no source here gives the states of Ru in the family layered oxide'
    """
    if not alkali:
        return Redox(None, Fraction(0), "no alkali that could be removed")
    if not charges.balanced:
        return Redox(None, Fraction(0), "the formal charges do not balance")
    gains = [(ion, _given(ion, family)) for ion in charges.charges]
    given = sum((ion.amount * gain for ion, gain in gains if gain is not None), Fraction(0))
    unknown = dict.fromkeys([_named(ion) for ion, gain in gains if gain is None])
    if unknown and given < alkali:
        name = family.replace("-", " ").replace("prussian", "Prussian")
        return Redox(None, given, f"no source here gives the states of {', '.join(unknown)} in the family {name}")
    return Redox(min(alkali, given), given)


def _given(ion: Charge, family: str) -> Fraction | None:
    """The electrons that one ion can give; None where no source gives its states and it has electrons left."""
    highest = _highest().get((_AS.get(family, family), ion.site, ion.symbol))
    if highest is not None:
        return max(Fraction(0), Fraction(highest) - ion.charge)
    left = valence_electrons(table()[ion.symbol].number)
    return Fraction(0) if left is not None and ion.charge >= left else None


def _named(ion: Charge) -> str:
    return f"{'C-coordinated ' * (ion.site == 'carbon')}{ion.symbol}"
