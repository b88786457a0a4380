"""The engine against independent code: pymatgen for masses and entropies, mendeleev for the element tables."""

from __future__ import annotations

import csv
import random
from math import log
from pathlib import Path
from typing import Any

import pytest
from mendeleev.fetch import fetch_table
from pymatgen.core.composition import Composition

from generator.chemistry.charges import DESCENT, LADDER
from generator.chemistry.composition import number
from generator.chemistry.description import describe
from generator.chemistry.elements import table
from generator.chemistry.tokenizer import SYMBOLS
from generator.tools import element_table

METALS = ("Ni", "Fe", "Mn", "Co", "Cu", "Ti", "Zn", "Sn", "Mg", "Al", "Cr", "V", "Zr", "Sb", "Nb")


def random_formulas(count: int) -> list[str]:
    """Layered oxides, phosphates and Prussian blue analogues that pymatgen can read too."""
    chance = random.Random(20260108)
    made = []
    for _ in range(count):
        metals = chance.sample(METALS, chance.randint(1, 8))
        site = "".join(f"{metal}{chance.randint(1, 60) / 100:g}" for metal in metals)
        sodium = f"Na{chance.randint(30, 200) / 100:g}"
        made.append(sodium + chance.choice((f"{site}O2", f"({site})2(PO4)3", f"{site}(Fe(CN)6)", f"{site}O1.9F0.1")))
    return made


@pytest.fixture(scope="module")
def described() -> list[tuple[Any, Any]]:
    return [(describe(text), Composition(text)) for text in random_formulas(3000)]


def test_molar_masses_agree_with_pymatgen(described: list[tuple[Any, Any]]) -> None:
    for ours, theirs in described:
        assert ours.molar_mass == pytest.approx(theirs.weight, rel=5e-4)  # its table holds older atomic weights


def test_molar_masses_agree_with_pymatgen_counting_our_atomic_weights(
    described: list[tuple[Any, Any]],
) -> None:
    for ours, theirs in described:
        weight = sum(table()[el.symbol].mass * amount for el, amount in theirs.items())
        assert ours.molar_mass == pytest.approx(weight, rel=1e-9)


def test_metal_site_entropies_agree_with_pymatgens_amounts(described: list[tuple[Any, Any]]) -> None:
    for ours, theirs in described:
        amounts = {el.symbol: amount for el, amount in theirs.items() if el.symbol in METALS}
        for metal, on_carbon in ours.sites["carbon"].items():
            amounts[metal] -= float(on_carbon)
        amounts = {metal: amount for metal, amount in amounts.items() if amount > 1e-9}
        total = sum(amounts.values())
        entropy = -sum(x / total * log(x / total) for x in amounts.values())
        assert ours.entropy.all == pytest.approx(entropy, abs=1e-9)


def test_the_plain_spelling_is_read_by_pymatgen_to_the_same_amounts(described: list[tuple[Any, Any]]) -> None:
    for ours, theirs in described[::10]:
        assert Composition(ours.plain).almost_equals(theirs)


def test_the_committed_tables_are_what_the_installed_mendeleev_gives(tmp_path: Path) -> None:
    element_table.main(str(tmp_path))
    data = Path(__file__).parent.parent / "data"
    for name in ("elements.csv", "ionic_radii.csv"):
        assert rows(tmp_path / name) == rows(data / name), f"run python -m generator.tools.element_table data ({name})"


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(line for line in file if not line.startswith("#")))


@pytest.fixture(scope="module")
def shannon() -> dict[str, list[dict[str, Any]]]:
    """Mendeleev's six-coordinate radii, by symbol."""
    symbols = dict(zip(range(1, 119), fetch_table("elements")["symbol"], strict=True))
    radii: dict[str, list[dict[str, Any]]] = {}
    for ion in fetch_table("ionicradii").to_dict("records"):
        if ion["coordination"] == "VI":
            radii.setdefault(symbols[ion["atomic_number"]], []).append(ion)
    return radii


def test_our_radii_are_effective_ones_of_mendeleev_and_no_crystal_radii(
    shannon: dict[str, list[dict[str, Any]]],
) -> None:
    for symbol, ours in table().items():
        for charge, radius in ours.radii.items():
            ions = [ion for ion in shannon[symbol] if ion["charge"] == charge]
            same = [ion for ion in ions if ion["ionic_radius"] / 100 == pytest.approx(radius, abs=6e-4)]
            assert same, (symbol, charge)
            assert charge < 0 or all(ion["crystal_radius"] / 100 > radius + 0.05 for ion in same)


def test_our_electronegativities_are_paulings_of_mendeleev() -> None:
    theirs = fetch_table("elements").set_index("symbol")["en_pauling"].dropna().to_dict()
    ours = {symbol: found.electronegativity for symbol, found in table().items()}
    assert {symbol: value for symbol, value in ours.items() if value is not None} == theirs


def test_every_state_of_the_charge_ladders_is_an_oxidation_state_of_its_element() -> None:
    states = fetch_table("oxidationstates").to_dict("records")
    known = {(state["atomic_number"], state["oxidation_state"]) for state in states}
    for symbol, start, end in (*LADDER, *DESCENT):
        number = table()[symbol].number
        assert {(number, start), (number, end)} <= known, symbol


def test_the_parser_knows_exactly_the_elements_of_the_table() -> None:
    assert frozenset(table()) == SYMBOLS


def test_numbers_are_spelled_as_pymatgen_would_read_them(described: list[tuple[Any, Any]]) -> None:
    for ours, _ in described[:200]:
        for amount in ours.sites["metal"].values():
            assert Composition(f"Fe{number(amount)}")["Fe"] == pytest.approx(float(amount))
