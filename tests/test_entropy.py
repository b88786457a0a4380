"""The conventions of configurational entropy, each against a value that is known without the code."""

from __future__ import annotations

import re
from fractions import Fraction
from math import copysign, log

import pytest

from generator.chemistry.description import describe
from generator.chemistry.entropy import (
    LINES,
    borderline,
    cation_anion,
    classify,
    in_print,
    mixing,
    per_atom,
    per_formula_unit,
    principal_elements,
    review_definition,
)

from .conftest import ROOT


@pytest.mark.parametrize("number", range(1, 12))
def test_equal_parts_give_the_logarithm_of_their_number(number: int) -> None:
    assert mixing([1] * number) == pytest.approx(log(number), abs=1e-12)


def test_a_single_element_has_zero_and_never_minus_zero() -> None:
    assert copysign(1, mixing([Fraction(1, 3)])) == 1
    assert copysign(1, mixing([])) == 1
    assert copysign(1, per_formula_unit([[5], []])) == 1


def test_an_absent_element_changes_nothing() -> None:
    assert mixing([3, 0, 1]) == mixing([3, 1])


def test_fractions_and_whole_numbers_give_the_same_bits() -> None:
    assert mixing([Fraction(1, 6), Fraction(1, 3), Fraction(1, 2)]) == mixing([1, 2, 3])


def test_each_site_counts_with_its_number_of_positions() -> None:
    assert per_formula_unit([[1, 1], [2, 2]]) == pytest.approx(6 * log(2))
    assert per_formula_unit([[1, 1], [2, 2]], 2) == pytest.approx(3 * log(2))


def test_oxyfluorides_add_the_anion_site_to_the_metal_site() -> None:
    assert cation_anion([1, 1], [1, 1]) == pytest.approx(2 * log(2))
    assert cation_anion([1, 1], []) == pytest.approx(log(2))


def test_per_atom_divides_by_the_atoms_of_the_formula_unit() -> None:
    assert per_atom(2.0, 4) == 0.5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "low"),
        (0.999999998, "low"),
        (0.9999999999, "medium"),
        (1.4999, "medium"),
        (1.5 - 1e-12, "high"),
        (2, "high"),
    ],
)
def test_classes_are_compared_after_rounding_to_nine_decimals(value: float, expected: str) -> None:
    assert classify(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.98, True), (1.02, True), (1.48, True), (1.52, True), (0.9799, False), (1.5201, False)],
)
def test_a_value_within_two_hundredths_of_a_line_is_borderline(value: float, expected: bool) -> None:
    assert borderline(value) is expected


def test_five_percent_as_written_is_principal_and_less_is_not() -> None:
    amounts = {"Ni": Fraction(96, 100), "Sn": Fraction(5, 100), "Ti": Fraction(49, 1000)}
    assert principal_elements(amounts) == ("Ni", "Sn")


def test_the_cut_never_uses_normalised_amounts() -> None:
    site_of_two = {"Ni": Fraction(195, 100), "Sn": Fraction(5, 100)}  # 2.5 % of two positions
    site_of_eleven_tenths = {"Ni": Fraction(105, 100), "Sn": Fraction(5, 100)}  # 4.5 % when normalised
    assert principal_elements(site_of_two, 2) == ("Ni",)
    assert principal_elements(site_of_eleven_tenths) == ("Ni", "Sn")


def test_the_review_definition_is_met_by_five_equal_parts() -> None:
    assert review_definition(dict.fromkeys("ABCDE", Fraction(1, 5))).met


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ((25, 25, 25, 25), "4 principal elements (each at least 5 % of the site as written), not 5 or more"),
        ((36, 16, 16, 16, 16), "A holds 36 % of the site as written, more than 35 %"),
        ((44, 20, 20, 13, 13), "A holds 44 % of the site as written, more than 35 %"),  # 40 % when normalised
        (("35.0001", 20, 20, 15, 10), "A holds 35.0001 % of the site as written, more than 35 %"),
        (("35.0014", 20, 20, 15, 10), "A holds 35.001 % of the site as written, more than 35 %"),
        (("110/3", 20, 20, 15, 10), "A holds 36.67 % of the site as written, more than 35 %"),
        ((35, 35, 20, 5, 5), "1.36 R from the principal elements alone, less than 1.5 R"),
    ],
)
def test_each_breach_of_the_review_definition_is_named(amounts: tuple[int | str, ...], reason: str) -> None:
    found = review_definition({name: Fraction(n) / 100 for name, n in zip("ABCDE", amounts, strict=False)})
    assert not found.met
    assert reason in found.reasons


def test_the_review_definition_judges_shares_of_all_positions_of_the_site() -> None:
    amounts = dict(zip("ABCDEF", (66, 40, 40, 30, 20, 4), strict=True))
    assert not review_definition(amounts, 100).met  # A holds 66 % of one position
    assert review_definition(amounts, 200).met


def test_without_principal_elements_their_entropy_does_not_exist() -> None:
    metals = ("NiFeMnCoCuTiZn", "SnMgAlZrSbNbCr", "GaGeRuIrScTaHf")
    found = describe("Na" + re.sub("([A-Z][a-z])", r"\g<1>1/21", "".join(metals)) + "O2")
    assert found.entropy.all == pytest.approx(log(21))
    assert found.entropy.principal is None


def test_with_valences_printed_each_is_a_species_however_often_it_is_written() -> None:
    found = describe("NaMn^{3+}0.25Ni^{2+}0.25Mn^{3+}0.25Mn^{4+}0.25O2").entropy
    assert found.all == pytest.approx(2 * log(2) - 0.75 * log(3))
    assert found.valence_resolved == pytest.approx(1.5 * log(2))


def test_a_printed_value_never_crosses_a_line_by_rounding() -> None:
    for value in (0.9951, 0.99951, 0.99999, 1.0, 1.0049, 1.4999, 1.499996, 1.5, 1.5051, 1.62):
        assert classify(float(in_print(value))) == classify(value)
    assert [in_print(value) for value in (0.9971, 1.4, 1.4999)] == ["0.997", "1.40", "1.4999"]


def test_a_composition_without_principal_elements_has_that_as_its_only_reason() -> None:
    (reason,) = review_definition(dict.fromkeys(map(str, range(30)), Fraction(1, 30))).reasons
    assert reason.startswith("0 principal elements")


def test_scripts_draw_the_lines_between_classes_where_the_engine_has_them() -> None:
    script = (ROOT / "generator/theme/assets/classes.js").read_text(encoding="utf-8")
    assert f"export const LINES = [{LINES[0]:g}, {LINES[1]:g}];" in script
