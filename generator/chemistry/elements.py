"""What is known of an element? Mass, electronegativity, usual charges and ionic radii, from `data/`.

The tables carry the source of each column in their first lines and are written by
`generator/tools/element_table.py`; they are read on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

from .composition import ALKALI_OR_LITHIUM
from .tables import number, rows

LARGE: Final = 0.9  # angstrom: Shannon's radius of Y3+, the smallest ion that holds sodium layers apart; Na+ has 1.02
_SMALL_TOO: Final = frozenset(("Bi", "Ag"))  # Bi5+ and Ag3+ are small, and a composition does not tell
_ELEMENTS: Final = "elements.csv"
_COLUMNS: Final = ("number", "symbol", "name", "mass", "electronegativity", "oxidation_states")
_RADII: Final = "ionic_radii.csv"


@dataclass(frozen=True, slots=True)
class Element:
    """One element; None where the source gives no value.

    `mass` in g/mol, `electronegativity` on Pauling's scale, `radii` in angstrom per charge: Shannon's
    effective ionic radii for six neighbours, at the usual spin.
    """

    symbol: str
    name: str
    number: int
    mass: float
    electronegativity: float | None
    oxidation_states: tuple[int, ...]
    radii: Mapping[int | Fraction, float]


@cache
def table() -> Mapping[str, Element]:
    """All elements by symbol.

    >>> table()["Mn"].radii[3]
    0.645

    Raises OSError, with the line and a remedy, for tables that are not there, or not those of the project.
    """
    radii: dict[str, dict[int | Fraction, float]] = {}
    for line, row in rows(_RADII, ("symbol", "charge", "spin", "radius", "used")):
        if row["used"] == "yes":
            charge = number(_RADII, line, row["charge"], int)
            radii.setdefault(row["symbol"], {})[charge] = number(_RADII, line, row["radius"], float)
    return {row["symbol"]: _element(line, row, radii.get(row["symbol"], {})) for line, row in rows(_ELEMENTS, _COLUMNS)}


def _element(line: int, row: Mapping[str, str], radii: Mapping[int | Fraction, float]) -> Element:
    affinity = row["electronegativity"]
    return Element(
        symbol=row["symbol"],
        name=row["name"],
        number=number(_ELEMENTS, line, row["number"], int),
        mass=number(_ELEMENTS, line, row["mass"], float),
        electronegativity=number(_ELEMENTS, line, affinity, float) if affinity else None,
        oxidation_states=tuple(number(_ELEMENTS, line, state, int) for state in row["oxidation_states"].split()),
        radii=radii,
    )


def name(symbol: str) -> str:
    """The English name of an element; KeyError for what is none.

    >>> name("Sn")
    'tin'
    """
    return table()[symbol].name


@cache
def _symbols() -> Mapping[str, str]:
    return {element.name: symbol for symbol, element in table().items()} | {
        "aluminum": "Al",
        "cesium": "Cs",
        "sulphur": "S",
    }


def symbol(word: str) -> str | None:
    """The symbol that a word means: a symbol as such or a name in any case; None for anything else.

    >>> symbol("Tin"), symbol("Sn"), symbol("sulphur"), symbol("sn")
    ('Sn', 'Sn', 'S', None)
    """
    return word if word in table() else _symbols().get(word.lower())


_LAST_EMPTIED: Final = 7  # the last group whose elements lose all their d electrons, as in MnO4−
_FULL_D: Final = 12  # from this group on the d electrons stay
_NOBLE: Final = (0, 2, 10, 18, 36, 54, 86, 118)  # atomic numbers at which a period ends


def place(number: int) -> tuple[int, int] | None:
    """(period, group) of an element in the table of 18 columns; None for those set below it.

    >>> place(1), place(11), place(25), place(58), place(72)
    ((1, 1), (3, 1), (4, 7), None, (6, 4))
    """
    period = next(row for row, last in enumerate(_NOBLE) if number <= last)
    nth, length = number - _NOBLE[period - 1], _NOBLE[period] - _NOBLE[period - 1]
    if nth <= (1 if period == 1 else 2):
        return period, nth
    group = 18 - (length - nth)
    return (period, group) if group > 3 or (length < 32 and group > 2) else None


def valence_electrons(number: int) -> int | None:
    """The electrons outside a noble-gas or full d shell: the state of an ion that has none left to give.

    None where the group does not tell: late transition metals keep d electrons, and f elements have no group.

    >>> [valence_electrons(z) for z in (11, 13, 22, 30, 51)], valence_electrons(28), valence_electrons(58)
    ([1, 3, 4, 2, 5], None, None)
    """
    found = place(number)
    group = found[1] if found else 0
    return group if 1 <= group <= _LAST_EMPTIED else group - 10 if group >= _FULL_D else None


@cache
def large_ions() -> frozenset[str]:
    """The elements that are not alkali metals and as large as Na⁺ in each of their usual states.

    >>> sorted(large_ions() & {"Ca", "Y", "La", "Sr", "Mg", "Zn", "Bi", "Zr"})
    ['Ca', 'La', 'Sr', 'Y']
    """
    return frozenset(
        symbol
        for symbol, element in table().items()
        if symbol not in ALKALI_OR_LITHIUM | _SMALL_TOO
        and (states := [state for state in element.oxidation_states if state > 0])
        and all(element.radii.get(state, 0) >= LARGE for state in states)
    )
