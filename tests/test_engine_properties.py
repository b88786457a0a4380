"""What must hold for every composition, tried on compositions nobody thought of."""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from math import log
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.chemistry.composition import number
from generator.chemistry.description import Description, describe
from generator.chemistry.entropy import LEAST, mixing
from generator.chemistry.formula import Formula, FormulaError, parse, plain, spans
from generator.chemistry.report import answer, to_json

METALS = ("Ni", "Fe", "Mn", "Co", "Cu", "Ti", "Zn", "Sn", "Mg", "Al", "Cr", "V", "Zr", "Sb", "Nb")
FRAGMENTS = (
    *(
        "Na",
        "Mn",
        "O2",
        "Fe",
        "(CN)6",
        "[Fe(CN)6]",
        "0.5",
        "1/3",
        "x",
        "-",
        "+",
        "_",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
    ),
    *(
        "^{2+}",
        "³⁺",
        "⅔",
        "□",
        "·",
        "*",
        "H2O",
        "\\text{",
        "\\frac{1}{3}",
        "$",
        "TM",
        "(VO4)3",
        "(CN)6]",
        "V",
        "Ca",
        "O3-",
        "′",
        " ",
        ",",
        " = ",
        "/C",
    ),
    *(
        " (NVP)",
        "[18]",
        "II",
        "IV",
        "(6)",
        "0.67(2)",
        "2-δ",
        "P2 ",
        "F5-",
        "(H2O)4",
        "C6N6",
        "(CN)",
        "(i",
        "<sub>",
        "tunnel-type ",
    ),
    *("@Al2O3", " (HEO)", " (R-3m)", "V_{Na}", "Va", " ≈ ", "&minus;", "†", "M", " (M = Fe)", "(Ni,Fe)", "0·5", "NH4"),
    *(" cathode", "Mg-doped ", " denoted as ", "·nH2O", "0,5", ", O3", " wt%"),
)

amounts = st.integers(1, 120).map(lambda n: Fraction(n, 100)) | st.fractions(
    min_value=Fraction(1, 60), max_value=2, max_denominator=60
)
metal_sites = st.dictionaries(st.sampled_from(METALS), amounts, min_size=1, max_size=10)


def written(metals: dict[str, Fraction], sodium: str = "Na0.9") -> str:
    return sodium + "".join(f"{metal}{number(amount)}" for metal, amount in metals.items()) + "O2"


def numbers(described: Description) -> dict[str, object]:
    """All of a description but its text and what is listed in the order of print."""
    found = to_json(described)
    for listed in ("formula", "elements", "principal", "warnings", "review_definition", "decimals"):
        del found[listed]
    found["descriptors"]["charges"] = {str(ion) for ion in found["descriptors"]["charges"]}
    return found


@given(metal_sites, st.randoms())
def test_permuting_the_elements_leaves_every_number_identical(metals: dict[str, Fraction], chance: Random) -> None:
    order = list(metals)
    chance.shuffle(order)
    permuted, described = (
        describe(written({metal: metals[metal] for metal in order})),
        describe(written(metals)),
    )
    assert numbers(permuted) == numbers(described)
    assert set(permuted.principal) == set(described.principal)
    assert permuted.review_definition.met == described.review_definition.met


SPELLINGS = (
    lambda symbol, amount: f"{symbol}_{{{amount}}}",
    lambda symbol, amount: f"\\text{{{symbol}}}_{{{amount}}}",
    lambda symbol, amount: f"{symbol}<sub>{amount}</sub>",
    lambda symbol, amount: f"{symbol} {amount} ",
    lambda symbol, amount: f"({symbol}{amount})",
    lambda symbol, amount: f"{symbol}{amount.translate(str.maketrans('0123456789', '₀₁₂₃₄₅₆₇₈₉'))}",
    lambda symbol, amount: f"$\\mathrm{{{symbol}}}_{{{amount}}}$",
)


@given(metal_sites, st.data())
def test_rewriting_the_spelling_leaves_every_number_identical(metals: dict[str, Fraction], data: st.DataObject) -> None:
    spelled = "".join(data.draw(st.sampled_from(SPELLINGS))(metal, number(amount)) for metal, amount in metals.items())
    assert numbers(describe(f"Na_{{0.9}}{spelled}O_2")) == numbers(describe(written(metals)))


@given(metal_sites, st.integers(1, 50), st.integers(1, 50))
def test_scaling_a_site_leaves_its_entropy_identical_to_the_last_bit(
    metals: dict[str, Fraction], above: int, below: int
) -> None:
    scaled = [amount * Fraction(above, below) for amount in metals.values()]
    assert mixing(scaled) == mixing(list(metals.values()))


@given(metal_sites, st.integers(1, 9), st.integers(1, 9))
def test_scaling_the_metal_site_leaves_the_headline_identical(
    metals: dict[str, Fraction], above: int, below: int
) -> None:
    scaled = {metal: amount * Fraction(above, below) for metal, amount in metals.items()}
    assert describe(written(scaled)).entropy.all == describe(written(metals)).entropy.all


@given(metal_sites)
def test_the_entropy_is_at_most_the_logarithm_of_the_number_of_elements(metals: dict[str, Fraction]) -> None:
    described = describe(written(metals))
    assert 0 <= described.entropy.all <= log(len(metals)) + 1e-12
    assert described.entropy.principal is None or described.entropy.principal <= log(len(described.principal)) + 1e-12


@given(metal_sites)
def test_the_principal_cut_uses_the_amounts_as_written(metals: dict[str, Fraction]) -> None:
    described = describe(written(metals))
    assume(described.family == "layered-oxide")  # titanates have other numbers of positions
    assert set(described.principal) == {metal for metal, amount in metals.items() if amount >= LEAST}


@given(metal_sites)
def test_the_charges_and_their_rest_add_up_exactly(metals: dict[str, Fraction]) -> None:
    charges = describe(written(metals)).descriptors.charges
    assert sum(ion.charge * ion.amount for ion in charges.charges) + charges.rest == charges.needed
    assert sum(ion.amount for ion in charges.charges) == sum(metals.values())
    assert charges.mean * sum(metals.values()) == charges.needed


def held(described: Description) -> dict[str, dict[str, Fraction]]:
    return {site: dict(amounts) for site, amounts in described.placed.by_site.items()}


ANIONS_OF_METALS = {
    1: ("O2", "O1.9F0.1", "PO4F", "[Fe(CN)6]", "P2O7", "SiO4"),
    2: ("(PO4)3", "(PO4)2F3", "(SO4)3", "O2(PO4)2F"),
    3: ("(PO4)2P2O7", "(PO4)3"),
}
ANIONS = st.sampled_from([(anions, metals) for metals, several in ANIONS_OF_METALS.items() for anions in several])
BESIDE_SODIUM = st.sampled_from(("", "Li", "Ca", "K", "La", "Mg"))


@given(metal_sites, st.integers(50, 95), BESIDE_SODIUM, ANIONS, st.integers(2, 12))
def test_a_formula_and_its_multiple_agree_on_every_site_and_in_every_convention(
    metals: dict[str, Fraction], sodium: int, beside: str, anions: tuple[str, int], times: int
) -> None:
    """Per formula unit the multiple holds so many times as much, and a remark says so."""
    text, positions = anions
    oxide = text.startswith("O") and positions == 1
    assume(oxide or beside != "Mg")  # elsewhere it would be a metal too many, of which a multiple makes another number
    share = positions / sum(metals.values())
    spelled = "".join(f"{metal}{amount * share}" for metal, amount in metals.items())
    assume(not re.search("[0-9]{13}", spelled))  # the longest number that is read has 12 characters
    text = f"Na{sodium / 100}{beside + '0.05' if beside else ''}{spelled}{text}"
    one = describe(text)
    many = describe(f"({text}){times}")
    assert held(many) == {site: {el: n * times for el, n in there.items()} for site, there in held(one).items()}
    ones, manys = one.entropy, many.entropy
    assert manys.per_formula_unit == pytest.approx(times * ones.per_formula_unit, abs=1e-9)
    assert manys._replace(per_formula_unit=0.0, per_atom=0.0) == ones._replace(per_formula_unit=0.0, per_atom=0.0)
    assert manys.per_atom == pytest.approx(ones.per_atom, abs=1e-12)
    assert (many.family, many.principal, many.review_definition) == (one.family, one.principal, one.review_definition)
    assert {told.code for told in many.warnings} ^ {told.code for told in one.warnings} <= {"multiple"}
    assert ("multiple" in {told.code for told in many.warnings}) == oxide


DATA = Path(__file__).parent.parent / "data" / "materials"
VECTORS = Path(__file__).parent / "vectors"


def committed() -> dict[str, Formula]:
    """All formulas of the records and of the vectors that are read, by their text."""
    texts = [line[9:] for file in sorted(DATA.glob("*.yml")) for line in file.read_text("utf-8").splitlines()
             if line.startswith("formula: ")]  # fmt: skip
    for file in sorted(VECTORS.glob("*.json")):
        texts += [case["text"] for case in json.loads(file.read_text("utf-8"))["cases"]]
    found: dict[str, Formula] = {}
    for text in texts:
        with suppress(FormulaError):
            found[text] = describe(text, {"x": "0.1"}).read
    return found


def times(formula: Formula, number: int) -> str:
    """A formula with all its amounts multiplied."""
    parts = tuple(part._replace(amount=part.amount * number) for part in formula.parts)
    return plain(formula._replace(parts=parts, water=formula.water * number))


def test_each_formula_of_records_and_vectors_agrees_with_its_double_and_triple() -> None:
    """On every site, in every convention, on the principal elements and on the review's definition."""
    formulas = committed()
    assert len(formulas) > 600
    differing = [
        (text, number)
        for text, formula in formulas.items()
        for number in (2, 3)
        if per_unit(describe(times(formula, number)), number) != per_unit(describe(plain(formula)), 1)
    ]
    assert not differing


def per_unit(described: Description, number: int) -> tuple[object, ...]:
    """What a formula and its multiple share: all that is not counted per formula unit, and that divided by `number`."""
    entropies = described.entropy._replace(per_formula_unit=described.entropy.per_formula_unit / number)
    return (
        described.family,
        {site: {el: n / number for el, n in there.items()} for site, there in held(described).items()},
        {site: n / number for site, n in described.placed.vacancies.items()},
        [value if value is None else round(value, 9) + 0.0 for value in entropies],
        described.principal,
        described.review_definition,
        described.descriptors.mean_metal_valence,
    )


BETWEEN_LAYERS = st.dictionaries(st.sampled_from(("Mg", "Zn", "Ca", "Li", "Ni")), st.integers(1, 20), max_size=2)


@given(
    st.dictionaries(st.sampled_from((*METALS, "Li", "□")), st.integers(5, 60), min_size=2, max_size=5),
    BETWEEN_LAYERS,
    st.integers(0, 4),
)
def test_a_printed_bracket_is_honoured_or_remarked(
    inside: dict[str, int], outside: dict[str, int], nested: int
) -> None:
    if not set(inside) - {"Li", "□"}:
        return
    parts, before = ([f"{el}{n / 100}" for el, n in part.items()] for part in (inside, outside))
    spelled = f"({''.join(parts[:nested])})1{''.join(parts[nested:])}" if nested else "".join(parts)
    described = describe(f"Na0.7{''.join(before)}[{spelled}]O2")
    assume(described.family == "layered-oxide")
    told = {remark.code for remark in described.warnings}
    metal, total = described.sites["metal"], sum(inside.values())
    honoured = metal == {el: Fraction(n, 100) for el, n in inside.items() if el != "□"}
    assert honoured or told & {"bracket-not-full", "site-sum", "lithium-on-metal-site", "lithium-on-alkali-site"}
    if abs(total - 100) <= 2 or set(inside) & set(outside):
        assert honoured or total <= 50
        assert not outside or "bracket-metal-site" in told or total <= 50


LARGE = st.sampled_from(("Ca", "La", "Y", "Sr"))
WITHOUT_LAYERS = st.sampled_from(("(PO4)3", "P2O7", "[Fe(CN)6]", "(SO4)3", "F3"))
few_metals = st.dictionaries(st.sampled_from(METALS), st.integers(5, 60), min_size=1, max_size=4)


@given(few_metals, LARGE, WITHOUT_LAYERS)
def test_a_bracket_keeps_a_large_ion_with_the_metals_and_without_it_a_rule_decides_and_both_say_so(
    metals: dict[str, int], large: str, anions: str
) -> None:
    spelled = "".join(f"{el}{n / 100}" for el, n in metals.items()) + f"{large}0.1"
    bare, bracket = describe(f"Na2{spelled}{anions}"), describe(f"Na2[{spelled}]{anions}")
    assert large in bracket.sites["metal"]
    for described in (bare, bracket):
        assert any(large in told.text and told.code.endswith(("-site", "holds")) for told in described.placed.remarks)


@given(few_metals, st.sampled_from(("Li", "Ca", "La", "Mg", "B")), st.sampled_from(("alkali", "metal")), st.booleans())
def test_a_site_that_a_record_states_overrules_every_rule(
    metals: dict[str, int], symbol: str, site: str, bracket: bool
) -> None:
    spelled = f"{symbol}0.1" + "".join(f"{el}{n / 100}" for el, n in metals.items() if el != symbol)
    text = f"Na0.7[{spelled}]O2" if bracket else f"Na0.7{spelled}O2"
    assume(set(metals) - {symbol})
    placed = describe(text, sites={site: {symbol: Fraction(1, 10)}}).placed
    assert [name for name, there in placed.by_site.items() if symbol in there] == [site]


ENDS = st.sampled_from(
    (
        "",
        "(NFM)",
        " (NVP)",
        "(PO4)2",
        "[18]",
        "(6)",
        "(NMO)",
        "(OH)",
        "(H2O)2",
        "[NiMn]",
        "(CN)6",
        "(FeMn)2",
        "(NaMnO2)",
        "(P2O7)",
        "-P2",
        " O3",
        " (P'2-type)",
        " C",
        " NFC",
        " (maricite)",
        "-TiO2",
        " Na2O",
        ",Na1",
    )
)


@given(st.lists(st.tuples(metal_sites, st.sampled_from((1, 2, Fraction(1, 2)))), min_size=1, max_size=3), ENDS)
def test_no_bracket_is_read_otherwise_than_it_is_printed_without_a_remark(
    groups: list[tuple[dict[str, Fraction], int | Fraction]], end: str
) -> None:
    body = "".join(
        f"({''.join(f'{metal}{number(amount)}' for metal, amount in metals.items())}){number(Fraction(times))}"
        for metals, times in groups
    )
    printed: Counter[str] = Counter({"Na": Fraction(1), "O": Fraction(2)})
    for metals, times in groups:
        printed.update({metal: amount * times for metal, amount in metals.items()})
    for symbol, amount in ENDS_HOLD.get(end, {}).items():
        printed[symbol] += amount
    try:
        formula = parse(f"Na{body}O2{end}")
    except FormulaError:
        return
    found: Counter[str] = Counter()
    for atom in formula.atoms:
        found[atom.symbol] += atom.amount  # type: ignore[assignment]
    found.update({"H": 2 * formula.water, "O": formula.water} if formula.water else {})
    whole = found == printed and (not end or end in ENDS_HOLD)
    assert whole or {told.code for told in formula.remarks} - {"element-repeated"}


ENDS_HOLD: dict[str, dict[str, int]] = {
    "(PO4)2": {"P": 2, "O": 8},
    "(OH)": {"O": 1, "H": 1},
    "(H2O)2": {"H": 4, "O": 2},
    "[NiMn]": {"Ni": 1, "Mn": 1},
    "(CN)6": {"C": 6, "N": 6},
    ",Na1": {"Na": 1},
    "(FeMn)2": {"Fe": 2, "Mn": 2},
    "(P2O7)": {"P": 2, "O": 7},
}


def valid_texts() -> st.SearchStrategy[str]:
    """Texts with brackets, valences, vacancies, water and phases."""
    valence = st.sampled_from(("", "^{2+}", "³⁺", "^{4+}"))
    atom = st.tuples(st.sampled_from(METALS), valence, amounts).map(lambda t: f"{t[0]}{t[1]}_{{{number(t[2])}}}")
    group = st.lists(atom, min_size=1, max_size=4).map(lambda a: f"({''.join(a)})")
    numbered = st.tuples(group, amounts).map(lambda t: f"{t[0]}{number(t[1])}")
    bare = st.lists(st.sampled_from(METALS), min_size=2, max_size=6, unique=True).map(lambda a: f"({''.join(a)})")
    tail = st.sampled_from(
        ("O2", "(PO4)3", "[Fe(CN)6]0.9□0.1·2H2O", "Fe(CN)6", "O1.9F0.1", "P2O7/C", "[Fe(CN)6]*x H2O")
    )
    phase = st.sampled_from(("", "O3-", "P'2-", "P2/O3-", "β-", "O′3: "))
    middle = st.lists(atom | numbered | bare | group, min_size=1, max_size=6).map("".join)
    return st.tuples(phase, middle, tail).map(lambda t: f"{t[0]}Na{t[1]}{t[2]}")


@given(valid_texts())
def test_printing_and_reading_again_changes_nothing(text: str) -> None:
    formula = parse(text, {"x": "1/3"})
    again = parse(plain(formula))
    assert again == formula
    assert plain(again) == plain(formula)
    assert plain(formula).isascii()


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: b.decode("latin-1")))
def test_random_text_raises_nothing_but_the_documented_error(text: str) -> None:
    tried(text)


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_random_pieces_of_formulas_raise_nothing_but_the_documented_error(text: str) -> None:
    tried(text)


@given(st.text(alphabet=string.ascii_letters + string.digits + "()[]{}_^.+-/\\ ", max_size=80))
def test_random_formula_letters_raise_nothing_but_the_documented_error(text: str) -> None:
    tried(text)


def tried(text: str) -> None:
    try:
        described = describe(text, {"x": "0.1"})
    except FormulaError as error:
        assert 0 <= error.position <= len(text)
        assert error.text.endswith(".")
        assert error.text in answer(text)[1] or "x" in text
    else:
        assert parse(described.plain, {}) == parse(text, {"x": "0.1"})
    spans(text)


@given(st.lists(st.sampled_from(METALS), max_size=8, unique=True), st.text(max_size=20))
def test_typesetting_loses_no_element(metals: list[str], tail: str) -> None:
    assume(not {("Sb", "V"), ("Nb", "V")}.intersection(pairwise(metals)))  # these are valences
    typeset = "".join(part for _, part in spans("".join(metals) + tail))
    assert typeset.startswith("".join(metals)[:-1])
