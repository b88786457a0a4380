"""What is a composition? Atoms and brackets with exact amounts, their sums, and the one plain spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Final, NamedTuple

from .messages import Remark

VACANCY: Final = "□"
NON_METALS: Final = frozenset(
    ("H", "He", "B", "C", "N", "O", "F", "Ne", "Si", "P", "S", "Cl", "Ar", "As", "Se", "Br", "Kr", "Te", "I")
)
NO_METALS: Final = NON_METALS | {VACANCY}
ALKALI: Final = frozenset(("Na", "K", "Rb", "Cs"))
ALKALI_OR_LITHIUM: Final = ALKALI | {"Li"}
AMMONIUM: Final = "NH4"  # an ion like an alkali metal's, so on the sites it is one species
ONE: Final = Fraction(1)
_ALKALI: Final = tuple(ALKALI_OR_LITHIUM)
ROUNDING: Final = 50  # a sum may be off by 1/50, which rounding the printed amounts explains
FEWEST_EQUAL_PARTS: Final = 3  # `(VCr)` may well mean one of each; `(MnFeCoNiCu)` never means five metals


class Atom(NamedTuple):
    """An element (or the vacancy `□`) with its amount and, where printed, its valence.

    `group` and `cyanide` are filled in by `flatten`: the innermost bracket around the atom, and whether it is
    inside a [M(CN)6] unit.
    """

    symbol: str
    amount: Fraction
    valence: Fraction | None
    group: Group | None = None
    cyanide: bool = False


class Group(NamedTuple):
    """A bracket with its amount."""

    parts: tuple[Part, ...]
    amount: Fraction


Part = Atom | Group
FlatAtom = Atom
"""One atom with all the brackets around it multiplied in."""


class Formula(NamedTuple):
    """A composition. Two are equal when they say the same, however they were printed.

    `structure` is one that the text names, as in `tunnel-type`; `atoms` are those of its parts, as `flatten` gives
    them; `unused` are variables that have a value and do not occur.
    """

    text: str
    phase: str | None
    parts: tuple[Part, ...]
    water: Fraction
    coating: str | None
    remarks: tuple[Remark, ...]
    atoms: Sequence[FlatAtom]
    structure: str | None = None
    unused: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[object, ...]:
        """What two spellings of one composition share."""
        return self.phase, self.parts, self.water, self.coating, self.structure

    @property
    def bracketed(self) -> bool:
        """Whether any atom is in a bracket."""
        return self.atoms is not self.parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and self.said == other.said

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.said)


def flatten(parts: Iterable[Part]) -> list[FlatAtom]:
    """All atoms in print order, each with its amount per formula unit; water is not among them.

    >>> phosphate = (Atom("P", ONE, None), Atom("O", Fraction(4), None))
    >>> [str(atom.amount) for atom in flatten((Group(phosphate, Fraction(3)),))]
    ['3', '12']
    """
    found: list[FlatAtom] = []
    _walk(parts, ONE, None, False, found)
    return found


def _walk(parts: Iterable[Part], times: Fraction, group: Group | None, cyanide: bool, found: list[FlatAtom]) -> None:
    for part in parts:
        amount = part.amount if times is ONE else part.amount * times
        if isinstance(part, Group):
            _walk(part.parts, amount, part, cyanide or any(map(is_cyanide, part.parts)), found)
        elif group is None:
            found.append(part)
        else:
            found.append(FlatAtom(part.symbol, amount, part.valence, group, cyanide))


def with_ammonium(atoms: Sequence[FlatAtom]) -> Sequence[FlatAtom]:
    """The atoms with N and its four H as one ion; the place of the H stays, and is empty.

    >>> atoms = [Atom("N", ONE, None), Atom("H", 4 * ONE, None), Atom("F", ONE, None)]
    >>> [(atom.symbol, str(atom.amount)) for atom in with_ammonium(atoms)]
    [('NH4', '1'), ('H', '0'), ('F', '1')]
    """
    found = list(atoms)
    for place, (one, other) in enumerate(pairwise(atoms)):
        if (one.symbol, other.symbol) == ("N", "H") and other.amount == 4 * one.amount and one.group is other.group:
            found[place : place + 2] = [one._replace(symbol=AMMONIUM), other._replace(amount=Fraction(0))]
    return found


def is_cyanide(part: Part) -> bool:
    """Whether a part is a bracket of just C and N."""
    return isinstance(part, Group) and [getattr(atom, "symbol", "") for atom in part.parts] == ["C", "N"]


def same_composition(one: Formula, other: Formula) -> bool:
    """Whether two formulas hold the same elements in the same ratios within 1 %, as NaMnO2 and Na2Mn2O4 do."""
    first, second = _totals(one), _totals(other)
    if first.keys() != second.keys():
        return False
    ratios = [first[symbol] / second[symbol] for symbol in first]
    return 100 * max(ratios) <= 101 * min(ratios)


def _totals(formula: Formula) -> dict[str, Fraction]:
    totals = {"H2O": formula.water} if formula.water else {}
    for atom in [atom for atom in formula.atoms if atom.symbol != VACANCY]:
        totals[atom.symbol] = totals.get(atom.symbol, Fraction(0)) + atom.amount
    return totals


def in_common_units(
    amounts: Iterable[Fraction], others: Iterable[Fraction] = (), parts: int = 1
) -> tuple[int, list[int]]:
    """The least multiple n of `parts` such that all amounts, `others` too, are whole numbers of 1/n; and these numbers.

    Sums over one common unit are exact, and much quicker than adding fractions one by one.

    >>> in_common_units([Fraction(7, 20), Fraction(1, 2)], [Fraction(1, 3)])
    (60, [21, 30])
    """
    ratios = [amount.as_integer_ratio() for amount in amounts]
    unit = lcm(parts, *[below for _, below in ratios], *[other.denominator for other in others])
    return unit, [above * (unit // below) for above, below in ratios]


def in_units(amount: Fraction, unit: int) -> int:
    """An amount as the whole number of 1/unit that it is.

    >>> in_units(Fraction(7, 20), 100)
    35
    """
    above, below = amount.as_integer_ratio()
    return above * (unit // below)


def plain(formula: Formula) -> str:
    """The one plain spelling of a composition, in ASCII; reading it gives an equal Formula.

    >>> half = Fraction(1, 2)
    >>> plain(Formula("", "O3", (Atom("Na", ONE, None), Atom("Mn", half, 4 * ONE)), half, None, (), ()))
    'O3-NaMn^{4+}0.5*0.5H2O'
    """
    phase = _ASCII_PHASE.get(formula.phase or "", formula.phase)
    return "".join(
        (
            f"{formula.structure}-" if formula.structure else "",
            f"{phase}-" if phase else "",
            spelled := _spelled(formula.parts),
            "1" if ONLY_CAPITALS.fullmatch(spelled) else "",
            f"*{number(formula.water)}H2O" if formula.water else "",
            f"{'@' if formula.coating.startswith(_ALKALI) else '/'}{formula.coating}" if formula.coating else "",
        )
    )


ONLY_CAPITALS: Final = re.compile("[A-Z]{3,8}")  # without any amount: a name such as NVP
_ASCII_PHASE: Final = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"}


_MAY_BE_PENTAVALENT: Final = frozenset(("V", "Sb", "Nb", "Ta", "Bi"))


def _spelled(parts: tuple[Part, ...]) -> str:
    """Iodine, and what vanadium or iodine would be a Roman valence of, keep a 1."""
    text = ""
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        if isinstance(part, Group):
            text += _spelled_group(part)
        else:
            numeral = isinstance(following, Atom) and following.symbol in ("V", "I")
            text += _spelled_atom(part, part.symbol == "I" or (part.symbol in _MAY_BE_PENTAVALENT and numeral))
    return text


def _spelled_atom(atom: Atom, keeps_one: bool) -> str:
    symbol = "[]" if atom.symbol == VACANCY else atom.symbol
    valence = "" if atom.valence is None else f"^{{{number(abs(atom.valence))}{'+-'[atom.valence < 0]}}}"
    return symbol + valence + ("" if atom.amount == 1 and not keeps_one else number(atom.amount))


def _spelled_group(group: Group) -> str:
    """Brackets are square around cyanide; bare metals keep a 1, or they would be equal parts, and so do compounds."""
    opening, closing = "[]" if any(map(is_cyanide, group.parts)) else "()"
    bare = [part for part in group.parts if isinstance(part, Atom) and part.amount == 1 and not part.valence]
    keeps_one = len(bare) == len(group.parts) >= FEWEST_EQUAL_PARTS
    compound = getattr(group.parts[0], "symbol", "") in ALKALI_OR_LITHIUM
    amount = number(group.amount) if keeps_one or compound or group.amount != 1 else ""
    return opening + _spelled(group.parts) + closing + amount


def number(amount: Fraction) -> str:
    """The shortest exact spelling of an amount: a decimal where there is one, else `a/b`.

    >>> number(Fraction(7, 20)), number(Fraction(1, 6)), number(Fraction(-3, 2))
    ('0.35', '1/6', '-1.5')
    """
    above, below = amount.as_integer_ratio()
    if below == 1:
        return str(above)
    for places in range(1, 10):
        if 10**places % below == 0:
            digits = str(abs(above) * (10**places // below)).rjust(places + 1, "0")
            return f"{'-' * (above < 0)}{digits[:-places]}.{digits[-places:]}"
    return f"{above}/{below}"
