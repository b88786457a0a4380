"""How printed formulas are read, spelled and typeset. The many spellings themselves are in vectors/formulas.json."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from generator.formula import Formula, FormulaError, parse, plain, spans
from generator.messages import REFUSALS, REMARKS
from generator.spelling import LONGEST

ONE_FORMULA_IN_MANY_SPELLINGS = (
    "O3-NaMn0.5Ti1/3Mg1/6O2",
    "O3-Na Mn 0.5 Ti 1/3 Mg 1/6 O 2",
    "O₃–NaMn₀.₅Ti⅓Mg⅙O₂",
    r"$\text{O}_3\text{-NaMn}_{0.5}\text{Ti}_{1/3}\text{Mg}_{1/6}\text{O}_2$",
    r"O3-\mathrm{NaMn_{0.5}Ti_{\frac{1}{3}}Mg_{1/6}O_2}",
    "O3-type NaMn<sub>.5</sub>Ti<sub>1/3</sub>Mg<sub>1/6</sub>O<sub>2</sub>",
    "O3: Na1.0Mn0.50Ti¹⁄₃Mg¹⁄₆O2.0",
)

ADDRESSED = [
    # what papers print, and its plain spelling
    ("Na3V1.9(CrMoAlZrNi)0.1(PO4)3", "Na3V1.9(CrMoAlZrNi)0.1(PO4)3"),
    ("NaVO3(NiMn)H2O", "NaVO3(NiMn)H2O"),
    ("Kx(MnFeCoNiCu)[Fe(CN)6], x = 1.5", "K1.5(Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)[Fe(CN)6]"),
    ("Na2MnFe(CN)6", "Na2Mn[Fe(CN)6]"),
    (r"Na2Mn[Fe(CN)6]_{0.75}\Box_{0.25}\cdot2H_2O", "Na2Mn[Fe(CN)6]0.75[]0.25*2H2O"),
    ("β-NaMnO2", "beta-NaMnO2"),
    ("P3'-NaMnO2", "P'3-NaMnO2"),
    ("NaFe3+O2", "NaFe^{3+}O2"),
    ("Na2/3Mn0.999999999O2", "Na2/3Mn0.999999999O2"),
    ("Na(Ni1Fe1Mn1)O6", "Na(NiFeMn)1O6"),
    ("Na3V2(PO4)3@C", "Na3V2(PO4)3/C"),
]


def error_of(text: str, **bindings: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse(text, bindings)
    return caught.value


def codes(formula: Formula) -> list[str]:
    return [remark.code for remark in formula.remarks]


def test_all_spellings_of_a_formula_are_equal() -> None:
    first, *others = map(parse, ONE_FORMULA_IN_MANY_SPELLINGS)
    assert all(other == first for other in others)


@pytest.mark.parametrize(("printed", "spelled"), ADDRESSED)
def test_the_plain_spelling_is_ascii_and_says_the_same(printed: str, spelled: str) -> None:
    formula = parse(printed)
    assert plain(formula) == spelled
    assert spelled.isascii()
    assert parse(spelled) == formula
    assert plain(parse(spelled)) == spelled


def test_amounts_are_exact() -> None:
    sodium = parse("Na0.1MnO2").parts[0]
    assert sodium.amount == Fraction(1, 10)
    assert sum(part.amount for part in parse("Na1/3K1/3Rb1/3MnO2").parts[:3]) == 1


@pytest.mark.parametrize("value", [Fraction(1, 10), "0.1", ".1", "1/10", 0.1])
def test_a_variable_takes_a_value_of_any_kind(value: Fraction | str | float) -> None:
    assert parse("NaMn1-xTixO2", {"x": value}) == parse("NaMn0.9Ti0.1O2")


def test_a_float_counts_as_the_decimal_that_it_prints_as() -> None:
    assert parse("NaxMnO2", {"x": 0.7}) == parse("Na0.7MnO2")


def test_a_value_given_with_the_text_yields_to_one_given_beside_it() -> None:
    assert parse("NaxMnO2, x = 0.5", {"x": "0.7"}) == parse("Na0.7MnO2")


def test_a_missing_value_is_asked_for_by_name() -> None:
    error = error_of("KxMn[Fe(CN)6]")
    assert (error.code, error.position) == ("unbound-variable", 1)
    assert "--bind x=0.1" in error.text


def test_five_metals_in_a_bracket_without_amounts_share_one_site() -> None:
    formula = parse("K2(MnFeCoNiCu)[Fe(CN)6]")
    assert "equal-parts" in codes(formula)
    assert formula == parse("K2(Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)[Fe(CN)6]")


def test_an_amount_after_a_bracket_counts_for_each_element_in_it() -> None:
    assert [p.symbol for p in parse("Na(NiMn)0.5O2").parts[1].parts] == ["Ni", "Mn"]  # type: ignore[union-attr]
    assert "equal-parts" not in codes(parse("Na2(MnCoNiCuZn)0.2[Fe(CN)6]"))


@pytest.mark.parametrize("oxide", ["(VO)1.9", "(PO4)3", "(VCr)"])
def test_brackets_of_a_unit_or_of_two_metals_are_taken_at_their_word(oxide: str) -> None:
    assert "equal-parts" not in codes(parse(f"Na3{oxide}O2"))


def test_a_line_break_hyphen_is_dropped_but_a_minus_counts() -> None:
    broken = parse("NaCu0.05-Ni0.2O2")
    assert codes(broken) == ["hyphen-ignored"]
    assert broken == parse("NaCu0.05Ni0.2O2")
    assert parse("NaMn0.3-xSnxO2", {"x": "0.1"}) == parse("NaMn0.2Sn0.1O2")


def test_a_name_of_a_system_is_no_formula() -> None:
    assert error_of("Na-Fe-Mn-O").code == "misplaced"


def test_a_valence_that_lost_its_height_is_read_only_where_it_can_be_nothing_else() -> None:
    assert parse("NaFe3+O2") == parse("NaFe^{3+}O2")
    assert error_of("NaMn2+0.4O2").code == "ambiguous-valence"
    assert error_of("NaMnO2+").code == "misplaced"


def test_the_water_of_a_hydrate_needs_its_dot() -> None:
    assert parse("Na2Mn[Fe(CN)6]*2H2O").water == 2
    assert parse("Na2Mn[Fe(CN)6](H2O)2") == parse("Na2Mn[Fe(CN)6]·2H2O")
    assert error_of("Na2MnFe(CN)6.2H2O").code == "water-without-dot"


def test_a_lost_vacancy_sign_is_named_in_the_refusal() -> None:
    error = error_of("Na1.2Mn[Fe(CN)6]0.820.18·0.38H2O")
    assert (error.code, error.position) == ("two-numbers", 21)
    assert "□" in error.text


def test_the_same_metal_in_two_valences_is_no_repetition() -> None:
    assert not parse("NaMn^{2+}_{0.4}Mn^{4+}_{0.6}O2").remarks
    assert codes(parse("NaMn0.4Ti0.2Mn0.4O2")) == ["element-repeated"]


def test_every_sentence_ends_like_one() -> None:
    for text in [*REFUSALS.values(), *REMARKS.values()]:
        assert text.endswith(".")
        assert text[0].isupper() or text[0] in "`{"


def test_reading_takes_time_linear_in_the_length() -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        for _ in range(20):
            try:
                parse(text)
            except FormulaError:
                continue
        return time.perf_counter() - start

    for unit in (
        "Na",
        "Na0.1",
        "(",
        "{",
        "^",
        "1",
        ".",
        "½",
        "-x",
        "\\frac",
        "x",
        "Fe(CN)6",
        "^{",
        "H2O",
        ", x = 1",
    ):
        half, full = unit * (LONGEST // 2 // len(unit)), unit * (LONGEST // len(unit))
        assert seconds(full) < 8 * seconds(half) + 0.05, unit


def test_a_text_of_a_million_characters_is_refused_at_once() -> None:
    start = time.perf_counter()
    for text in ("Na" * 500_000, "=" * 1_000_000, ", x = 1" * 150_000, " " * 1_000_000, "(" * 1_000_000):
        assert error_of(text).code == "too-long"
        assert spans(text) == (("text", text),)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("opening", ["(", "[", "(1", "2(x", "(Na", "[(", "(1-"])
def test_deep_brackets_are_refused_before_they_can_hurt(opening: str) -> None:
    assert error_of(f"Na{opening * 120}MnO2", x="1").code == "too-deep"


def test_huge_numbers_cost_nothing() -> None:
    assert error_of("Na" + "9" * 400 + "MnO2").code == "number-too-long"
    assert error_of("NaxMnO2", x="9" * 100_000).code == "bad-value"
    assert error_of("NaxMnO2", x="1e999999").code == "bad-value"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Na0.9O2", (("text", "Na"), ("sub", "0.9"), ("text", "O"), ("sub", "2"))),
        ("P'2-Na2/3MnO2", (("text", "P'2-Na"), ("sub", "2/3"), ("text", "MnO"), ("sub", "2"))),
        ("Mn^{2+}_{0.4}", (("text", "Mn"), ("sup", "2+"), ("sub", "0.4"))),
        ("Mn³⁺₀.₅", (("text", "Mn"), ("sup", "3+"), ("sub", "0.5"))),
        ("Mn0.3-xSnx", (("text", "Mn"), ("sub", "0.3-x"), ("text", "Sn"), ("sub", "x"))),
        ("Na_xTMO_2", (("text", "Na"), ("sub", "x"), ("text", "TMO"), ("sub", "2"))),
        (
            "[Fe(CN)6]·2H2O",
            (("text", "[Fe(CN)"), ("sub", "6"), ("text", "]·2H"), ("sub", "2"), ("text", "O")),
        ),
        ("O3-type NaMnO2", (("text", "O3-type NaMnO"), ("sub", "2"))),
        ("about 5 % more", (("text", "about 5 % more"),)),
        ("<b>&", (("text", "<b>&"),)),
        ("", ()),
    ],
)
def test_a_formula_is_typeset_as_printed(text: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert spans(text) == expected


def printed_formulas() -> list[str]:
    """Every formula of the records that are in the repository."""
    folder = Path(__file__).parent.parent / "data" / "materials"
    records = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))]
    return [record["formula"] for record in records if isinstance(record, dict) and record.get("formula")]


def test_every_formula_of_the_records_is_read_or_lacks_only_a_value() -> None:
    for text in printed_formulas():
        try:
            assert parse(plain(parse(text))) == parse(text)
        except FormulaError as error:
            assert error.code in ("unbound-variable", "placeholder"), (text, error.text)
