"""Write the element tables `elements.csv` and `ionic_radii.csv` from mendeleev.

    python -m generator.tools.element_table data

Run it after a new release of mendeleev; a test compares the committed tables with the installed release.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import groupby
from math import isnan
from pathlib import Path
from typing import Any, Final

from mendeleev.fetch import fetch_table

# IUPAC's names, where mendeleev has the American ones.
NAMES: Final = {"Al": "aluminium", "Cs": "caesium"}
# The spin of octahedral ions in oxides is high, but for these two.
LOW_SPIN: Final = {("Co", 3), ("Ni", 3)}

ELEMENTS_HEADER: Final = """\
# One row per element. Written by generator/tools/element_table.py from mendeleev {version} (MIT).
# name: IUPAC, in British spelling.
# mass: standard atomic weight in g/mol, IUPAC (Meija et al., 2016); for elements without one, the mass number
#   or mass of a long-lived isotope, as mendeleev gives it.
# electronegativity: Pauling scale, CRC Handbook of Chemistry and Physics, 95th edition (2014); empty: none.
# oxidation_states: the common ones, as mendeleev lists them (main category).
"""
RADII_HEADER: Final = """\
# One row per ion, charge and spin. Written by generator/tools/element_table.py from mendeleev {version}
#   (MIT).
# radius: EFFECTIVE ionic radius in angstrom, coordination number VI, R. D. Shannon, Acta Cryst. A32 (1976)
#   751, doi 10.1107/S0567739476001551. Not the crystal radius, which is 0.14 angstrom larger.
# spin: HS high, LS low, empty where Shannon gives no spin.
# used: yes for the one row of each ion that the descriptors use: high spin, but low spin for Co3+ and Ni3+,
#   which are low-spin in octahedral oxides.
"""


def element_rows() -> Iterator[Sequence[object]]:
    """One row per element: number, symbol, name, mass, electronegativity, oxidation states."""
    states: dict[int, list[int]] = {}
    for state in _records("oxidationstates"):
        if state["category"] == "main":
            states.setdefault(state["atomic_number"], []).append(state["oxidation_state"])
    yield ("number", "symbol", "name", "mass", "electronegativity", "oxidation_states")
    for found in _records("elements"):
        symbol, number = found["symbol"], found["atomic_number"]
        name = NAMES.get(symbol, found["name"].lower())
        pauling = "" if isnan(found["en_pauling"]) else found["en_pauling"]
        common = " ".join(f"{state:+d}" for state in sorted(states.get(number, ())))
        yield (number, symbol, name, found["atomic_weight"], pauling, common)


def radius_rows() -> Iterator[Sequence[object]]:
    """One row per six-coordinate ion of Shannon's table."""
    symbols = {found["atomic_number"]: found["symbol"] for found in _records("elements")}
    six = [ion for ion in _records("ionicradii") if ion["coordination"] == "VI"]
    six.sort(key=lambda ion: (ion["atomic_number"], ion["charge"], ion["spin"] or ""))
    yield ("symbol", "charge", "spin", "radius", "used")
    for (number, charge), group in groupby(six, key=lambda ion: (ion["atomic_number"], ion["charge"])):
        ions, symbol = list(group), symbols[number]
        wanted = "LS" if (symbol, charge) in LOW_SPIN else "HS"
        used = next((ion for ion in ions if ion["spin"] == wanted), ions[0])
        for ion in ions:
            radius = f"{ion['ionic_radius'] / 100:.3f}"
            yield (symbol, charge, ion["spin"] or "", radius, "yes" if ion is used else "")


def _records(table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fetch_table(table).to_dict("records")
    return found


def write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    """Write one table with its header comment."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header.format(version=version("mendeleev")))
        csv.writer(file, lineterminator="\n").writerows(rows)


def main(folder: str) -> None:
    """Write both tables into a folder."""
    write(Path(folder) / "elements.csv", ELEMENTS_HEADER, element_rows())
    write(Path(folder) / "ionic_radii.csv", RADII_HEADER, radius_rows())


if __name__ == "__main__":
    main(sys.argv[1])
