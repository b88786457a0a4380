"""How printed formulas are read, spelled and typeset. The many spellings themselves are in vectors/formulas.json."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.chemistry import endings, formula, labels, tokenizer
from generator.chemistry.formula import Formula, FormulaError, parse, plain, spans
from generator.chemistry.messages import REFUSALS, REMARKS
from generator.chemistry.tokenizer import LONGEST, Token, tokens

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


def codes(read: Formula) -> list[str]:
    return [remark.code for remark in read.remarks]


def test_all_spellings_of_a_formula_are_equal() -> None:
    first, *others = map(parse, ONE_FORMULA_IN_MANY_SPELLINGS)
    assert all(other == first for other in others)


@pytest.mark.parametrize(("printed", "spelled"), ADDRESSED)
def test_the_plain_spelling_is_ascii_and_says_the_same(printed: str, spelled: str) -> None:
    read = parse(printed)
    assert plain(read) == spelled
    assert spelled.isascii()
    assert parse(spelled) == read
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


def test_several_values_can_follow_a_formula_also_far_apart() -> None:
    given = "NaMn1-x-yTixMgyO2" + 30 * " " + ", x  =  0.1 " + 20 * " " + "; y=0.2"
    assert parse(given) == parse("NaMn0.7Ti0.1Mg0.2O2")


def test_a_value_given_with_the_text_yields_to_one_given_beside_it() -> None:
    assert parse("NaxMnO2, x = 0.5", {"x": "0.7"}) == parse("Na0.7MnO2")


def test_a_missing_value_is_asked_for_by_name() -> None:
    error = error_of("KxMn[Fe(CN)6]")
    assert (error.code, error.position) == ("unbound-variable", 1)
    assert error.text == "`x` has no value: give one, as in `, x = 0.1` after the formula."


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [("Na1-δMnO2-δ", "δ", "0"), ("NaxMn[Fe(CN)6]·xH2O", "x", "0.1"), ("NaMn1-yTiyO2", "y", "0.1")],
)
def test_the_value_that_a_refusal_suggests_makes_the_formula_readable(text: str, name: str, value: str) -> None:
    assert f"`, {name} = {value}`" in error_of(text).text
    assert parse(text, {name: value}) == parse(f"{text}, {name} = {value}")


def test_every_value_that_is_not_used_is_named_in_one_remark() -> None:
    (one,) = parse("NaMnO2", {"y": "0.7"}).remarks
    assert one.text.startswith("y does not occur in the formula")
    (two,) = parse("NaMnO2, x = 0.1", {"y": "0.7"}).remarks
    assert two.text.startswith("x and y do not occur in the formula")


def test_every_element_whose_amount_is_zero_is_named_in_one_remark() -> None:
    (zero,) = parse("NaNi0Fe0.00MnO2").remarks
    assert (zero.code, zero.text) == ("zero-amount", "The amount of Ni and Fe is zero, so it is left out.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NaNi0.5Mn0.", "A digit is missing after the point"),
        ("NaNi0.OMn0.5O2", "a letter O for zero?"),
        ("NaNi0.Mn0.5O2", "A digit is missing after the point: write it"),
        ("NaMn[Fe(CN)6].H2O", "write the water after a dot"),
        ("NaMn1e-3O2", "Powers of ten such as `1e-3` are not read"),
        ("NaMn1E5O2", "Powers of ten such as `1E5` are not read"),
        ("NaXq0.2Mn0.8O2", "No element has the symbol `Xq`"),
        ("NaZz0.2Mn0.8O2", "No element has the symbol `Zz`"),
        ("NaQqMnO2", "No element has the symbol `Qq`"),
        ("NaMxO2", "`M` is a placeholder"),
        ("NaM_{x}O2", "`M` is a placeholder"),
        ("(MnFeCoNiCu)HCF", "`HCF` is an abbreviation for hexacyanoferrate: write [Fe(CN)6]."),
        ("NaNi1001MnO2", "a formula unit holds at most 1000"),
    ],
)
def test_a_slip_is_named_with_its_remedy(text: str, said: str) -> None:
    assert said in error_of(text).text


def test_an_e_with_a_value_is_a_variable_like_any_other() -> None:
    assert parse("NaMn1-eTieO2", {"e": "0.1"}) == parse("NaMn0.9Ti0.1O2")
    assert error_of("NaMn1-eTieO2").code == "unbound-variable"


def test_a_placeholder_with_a_bound_variable_stays_one() -> None:
    assert error_of("NaMqO2", q="1").code == "placeholder"
    assert error_of("NaMqO2").code == "unknown-element"


def test_letters_that_only_begin_like_an_abbreviation_are_read() -> None:
    assert [part.symbol for part in parse("NaHCFeO2").parts[1:4]] == ["H", "C", "Fe"]  # type: ignore[union-attr]


def test_amounts_up_to_a_thousand_are_read_also_through_brackets() -> None:
    assert parse("Na(Mn10)100O1000").atoms[1].amount == 1000
    error = error_of("Na(Mn100)100O2")
    assert (error.code, error.position) == ("amount-too-large", 2)


def test_five_metals_in_a_bracket_without_amounts_share_one_site() -> None:
    read = parse("K2(MnFeCoNiCu)[Fe(CN)6]")
    assert "equal-parts" in codes(read)
    assert read == parse("K2(Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)[Fe(CN)6]")


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


@pytest.mark.parametrize(
    ("flat", "raised"),
    [
        ("NaFe3+O2", "NaFe^{3+}O2"),
        ("Na0.25Co3+0.25Co4+0.75O2", "Na0.25Co^{3+}0.25Co^{4+}0.75O2"),
        ("Na4Fe2+3(PO4)2P2O7", "Na4Fe^{2+}3(PO4)2P2O7"),
        ("Na2MnII[FeIII(CN)6]", "Na2Mn^{2+}[Fe^{3+}(CN)6]"),
        ("Na2VIVO(SO4)2", "Na2V^{4+}O(SO4)2"),
        ("Na4MnIIVIII(PO4)3", "Na4Mn^{2+}V^{3+}(PO4)3"),
        ("Na2Mn(II)[Fe(iii)(CN)6]", "Na2Mn^{2+}[Fe^{3+}(CN)6]"),
        ("NaVVO(PO4)", "NaV^{5+}O(PO4)"),
    ],
)
def test_a_valence_that_lost_its_height_is_read(flat: str, raised: str) -> None:
    assert parse(flat) == parse(raised)
    assert codes(parse(flat)) == ([] if "(ii" in flat else ["valence-flat"])


def test_a_plus_after_an_alkali_metal_or_before_a_variable_is_a_sum() -> None:
    assert parse("Na2+2xFe2-x(SO4)3", {"x": "0.1"}) == parse("Na2.2Fe1.9(SO4)3")
    assert parse("Na3Mn1+yTi1-y(PO4)3", {"y": "0.2"}) == parse("Na3Mn1.2Ti0.8(PO4)3")
    assert error_of("NaMn0.42+O2").code == "ambiguous-valence"
    assert error_of("NaMnO2+").code == "misplaced"


def test_iodine_and_vanadium_beside_other_metals_stay_elements() -> None:
    assert [atom.symbol for atom in parse("NaInFeVO4").atoms] == ["Na", "In", "Fe", "V", "O"]
    assert [atom.symbol for atom in parse("Na3FeI3").atoms] == ["Na", "Fe", "I"]


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


REPEATED = (
    *("Na", "Na0.1", "(", "{", "^", "1", ".", "½", "-x", "\\frac", "x", "Fe(CN)6", "^{", "H2O", ", x = 1"),
    *("(6)", "0.5(2)", "(NVP)", "[1]", "II", "V", "C6N6", "(CN)", "-δ", "O2-δ", ",", "Ni0.1,", "P2-", "a) ", "2-1"),
    *("(Na", "Mx", "e1", "0.", "HC", "·", "[]", " ", "_{", "⁻", "a", "Na^{2+}", "Mn1/3"),
)
"""What a formula can be made of over and over; reading it must take time linear in its length."""


class Counted(list[Token]):
    """Tokens that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, key: Any) -> Any:
        self.looks += len(range(*key.indices(len(self)))) if isinstance(key, slice) else 1
        return super().__getitem__(key)

    def __iter__(self) -> Iterator[Token]:
        self.looks += len(self)
        return super().__iter__()


@pytest.mark.parametrize("unit", REPEATED)
def test_no_token_is_looked_at_more_than_a_few_times(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Counted] = []

    def counted(text: str) -> Counted:
        made.append(Counted(tokens(text)))
        return made[-1]

    monkeypatch.setattr(formula, "tokens", counted)
    for text in (unit * (LONGEST // len(unit)), "Na" + unit * (LONGEST // len(unit) - 2), f"Na{unit}MnO2"):
        with contextlib.suppress(FormulaError):
            parse(text, {"x": "1"})
    assert made or "{" in unit  # braces without partners are refused before any token is
    for read in made:
        assert read.looks <= 16 * len(read), unit


@pytest.mark.parametrize("unit", REPEATED)
def test_every_character_belongs_to_at_most_one_token(unit: str) -> None:
    with contextlib.suppress(FormulaError):
        found = tokens(unit * (LONGEST // len(unit)))
        positions = [at for _, _, at in found]
        assert positions == sorted(set(positions))


@pytest.mark.parametrize("unit", ["Na", "=", ", x = 1", " ", "(", "HCF"])
def test_a_text_of_a_million_characters_is_refused_before_any_of_it_is_read(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = unit * (1_000_000 // len(unit))
    monkeypatch.setattr(tokenizer, "_TOKEN", None)
    monkeypatch.setattr(endings, "_GIVEN", None)
    monkeypatch.setattr(labels, "_FRONT", None)
    monkeypatch.setattr(formula, "_FERRATE", None)
    assert error_of(text).code == "too-long"
    assert spans(text) == (("text", text),)


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
        ("Na0,67MnO2", (("text", "Na"), ("sub", "0.67"), ("text", "MnO"), ("sub", "2"))),
        ("NaxMnO2 (x = 0,5)", (("text", "Na"), ("sub", "x"), ("text", "MnO"), ("sub", "2"), ("text", "(x = 0.5)"))),
        (
            "Na0.9V_{Na}0.1O2",
            (("text", "Na"), ("sub", "0.9"), ("text", "□"), ("sub", "0.1"), ("text", "O"), ("sub", "2")),
        ),
        ("about 5 % more", (("text", "about 5 % more"),)),
        ("<b>&", (("text", "<b>&"),)),
        ("", ()),
        (r"Na_{\sim 0.7}MnO2", (("text", "Na"), ("sub", "∼0.7"), ("text", "MnO"), ("sub", "2"))),
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
