"""How many electrons can the metals of a cathode give? As many as reach the highest states that sources report.

An ion that has no valence electron left, such as Al3+ or Zr4+, gives none without any report.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from .charges import Assignment, Charge
from .elements import table, valence_electrons
from .families import family_name
from .redox_states import States, highest


class Redox(NamedTuple):
    """The electrons per formula unit that the metals can give while alkali leaves, at most one for each alkali.

    `given` is what the metals could give without that limit. `electrons` is None where `why_not` says why.
    """

    electrons: Fraction | None
    given: Fraction
    why_not: str = ""


def limit(found: Redox, alkali: Fraction) -> str:
    """Return what limits the electrons, in words; nothing where they are not known.

    >>> from generator.chemistry.description import describe
    >>> of = lambda text: limit(describe(text).redox, describe(text).descriptors.alkali_content)
    >>> of("NaNi0.5Mn0.5O2"), of("Na4Fe3(PO4)2P2O7")
    ('alkali and metals allow the same', 'limited by the metals: 3 electrons')
    >>> of("Na3V2(PO4)3")
    'limited by the alkali: the metals could give 4 electrons'
    """
    if found.electrons is None:
        return ""
    given = f"{float(found.given):.3g} electron{'' if found.given == 1 else 's'}"
    if found.given > alkali:
        return f"limited by the alkali: the metals could give {given}"
    return f"limited by the metals: {given}" if found.given < alkali else "alkali and metals allow the same"


def redox(charges: Assignment, alkali: Fraction, family: str, own: States) -> Redox:
    """The electrons that the metals give: Σ amount · (highest state − formal charge), at most the alkali.

    `own` are states that are known of this very material; they go before those of the family. Where even the metals of
    known states can let all alkali go, the unknown ones do not matter.

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
    states = {**highest(family), **own}
    gains = [(ion, _given(ion, states)) for ion in charges.charges]
    given = sum((ion.amount * gain for ion, gain in gains if gain is not None), Fraction(0))
    unknown = dict.fromkeys([_named(ion) for ion, gain in gains if gain is None])
    if unknown and given < alkali:
        missing = f"{', '.join(unknown)} in the family {family_name(family)}"
        return Redox(None, given, f"no source here gives the states of {missing}")
    return Redox(min(alkali, given), given)


def _given(ion: Charge, states: States) -> Fraction | None:
    """The electrons that one ion can give; None where no source gives its states and it has electrons left."""
    reached = states.get((ion.site, ion.symbol))
    if reached is not None:
        return max(Fraction(0), Fraction(reached) - ion.charge)
    left = valence_electrons(table()[ion.symbol].number)
    return Fraction(0) if left is not None and ion.charge >= left else None


def _named(ion: Charge) -> str:
    return f"{'C-coordinated ' * (ion.site == 'carbon')}{ion.symbol}"
