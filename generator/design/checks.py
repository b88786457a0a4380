"""What should be checked before a composition is made? Rules over its description, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ..chemistry.charges import Charge
from ..chemistry.composition import ROUNDING, number
from ..chemistry.description import Description
from ..chemistry.entropy import LEAST, LEAST_TEXT, MOST, MOST_TEXT
from .reported_states import Counts, Unusual, unusual

COBALT: Final = Fraction(10, 100)  # from this share on the page speaks of cobalt
_NONE: Final[Counts] = {}
_JAHN_TELLER: Final = {("Mn", 3), ("Cu", 2), ("Ni", 3), ("Cr", 2)}
"""Ions with an odd number of electrons in their e_g orbitals: high spin, but Ni3+, as the ionic radii here."""
_SAID: Final = (
    "charge-not-balanced", "site-sum", "alkali-sum", "calcium-on-alkali-site",
    "large-ion-on-alkali-site", "carbon-not-cobalt", "vacancy-inferred", "tunnel-possible",
)  # fmt: skip
"""Remarks of the engine that are reasons to look again before weighing in."""


class Check(NamedTuple):
    """One thing to check: a code, a sentence, and the address of a page that says more."""

    code: str
    text: str
    page: str = ""


def checks(described: Description, counts: Counts = _NONE) -> list[Check]:
    """Return everything to check, the most basic first; `counts` are the formal states that records have.

    >>> from generator.chemistry.description import describe
    >>> [check.code for check in checks(describe("NaNi0.4Fe0.2Mn0.4O2"))]
    ['above-most', 'above-most', 'few-principal']
    """
    said = [Check(said.code, said.text) for said in described.warnings if said.code in _SAID]
    others = [check for rule in _RULES for check in rule(described)]
    return [*said, *_unusual_states(unusual(described, counts)), *others]


def _unusual_states(found: Sequence[Unusual]) -> Iterator[Check]:
    """States that only charging reaches, or that hardly any record has, are doubtful in a cathode as made."""
    for is_low in (True, False):
        if ions := [each for each in found if each.is_low == is_low]:
            sodium, new, old = ("less", "lower", "higher") if is_low else ("more", "higher", "lower")
            needed = " and ".join(f"{listed([each.ion])} ({_known(each)})" for each in ions)
            remedy = f"{sodium} sodium, or an element of {new} charge in place of one of {old}, avoids it"
            yield Check("extreme-charge", f"Charge balance needs {needed}: {remedy}.")


def _known(state: Unusual) -> str:
    if not state.of:
        return "unusual as made" if state.is_low else "reached on charging"
    verb = "has" if state.held == 1 else "have"
    return f"{state.held or 'none'} of the {state.of} records with {state.ion.symbol} in this family {verb} it"


def _redox_limit(described: Description) -> Iterator[Check]:
    """Sodium that no oxidation of a metal balances stays, or oxygen is oxidised."""
    found, alkali = described.redox, described.descriptors.alkali_content
    if found.electrons is not None and (alkali - found.electrons) * ROUNDING > described.site_sum:
        given, all_alkali = (number(round(n, 4)) for n in (found.electrons, alkali))
        text = f"The metals can supply {given} electrons, and extracting all alkali takes {all_alkali}"
        rest = "the rest of the alkali stays, or oxygen redox supplies the difference"
        yield Check("redox-limit", f"{text}; {rest}.", "methods/#charges-and-descriptors")


def _distortion(described: Description) -> Iterator[Check]:
    ions = [ion for ion in described.descriptors.charges.beyond_rounding if (ion.symbol, ion.charge) in _JAHN_TELLER]
    if ions:
        yield Check("jahn-teller", f"Formally {listed(ions)}: Jahn–Teller ions, which distort their octahedra.")


def _above_most(described: Description) -> Iterator[Check]:
    for symbol, share in _shares(described):
        if share > MOST:
            text = f"{symbol} holds {_percent(share)} of the site as written; the usual definition allows {MOST_TEXT}."
            yield Check("above-most", text, "review/what-counts/")


def _below_least(described: Description) -> Iterator[Check]:
    few = [symbol for symbol, share in _shares(described) if share < LEAST]
    if few:
        text = f"{', '.join(few)}: below {LEAST_TEXT} of the site as written, so not counted as principal."
        yield Check("below-least", text, "review/what-counts/")


def _few_principal(described: Description) -> Iterator[Check]:
    if len(described.principal) < 5:
        number = len(described.principal)
        text = f"{number} principal element{'s' * (number != 1)}, where the usual definition asks for five."
        yield Check("few-principal", text, "review/what-counts/")


def _near_a_line(described: Description) -> Iterator[Check]:
    if described.borderline:
        text = "Within 0.02 R of a line between two classes: the composition as measured decides the class."
        yield Check("borderline", text)


def _cobalt(described: Description) -> Iterator[Check]:
    share = dict(_shares(described)).get("Co", Fraction(0))
    if share > COBALT:
        text = f"Cobalt holds {_percent(share)} of the site: its supply chain is a risk."
        yield Check("cobalt", text, "review/scaling/")


def _water(described: Description) -> Iterator[Check]:
    if described.family == "prussian-blue-analogue" and not described.descriptors.water:
        text = "No water is printed: analogues usually hold some, and the capacity given is that of the dry one."
        yield Check("water-not-printed", text, "review/prussian-blue-analogues/")


_RULES: Final[tuple[Callable[[Description], Iterator[Check]], ...]] = (
    _redox_limit, _distortion, _above_most, _below_least, _few_principal, _near_a_line, _cobalt, _water,
)  # fmt: skip


def _shares(described: Description) -> list[tuple[str, Fraction]]:
    """Return the shares of the metal site as written."""
    return [(symbol, Fraction(n, described.placed.positions)) for symbol, n in described.placed.held["metal"].items()]


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.4g} %"


def listed(ions: Iterable[Charge]) -> str:
    """Return ions with their amounts, rounded: a balance of charges leaves many digits."""
    return ", ".join(f"{ion.text} {number(round(ion.amount, 4))}" for ion in ions)
