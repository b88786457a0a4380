"""Descriptions as a whole: charges, radii, capacities, flags, warnings, JSON and the text of the command line."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import pytest

from generator.chemistry.charges import DESCENT, LADDER, LOW_IN_LAYERS, assign_charges, usual_state
from generator.chemistry.description import (
    Description,
    describe,
    electronegativity_mismatch,
    ionic_potential,
    size_mismatch,
    theoretical_capacity,
)
from generator.chemistry.elements import name, symbol, table
from generator.chemistry.formula import FormulaError, parse
from generator.chemistry.messages import REMARKS
from generator.chemistry.quantities import QUANTITIES
from generator.chemistry.report import answer, charge_steps, explain, to_json
from generator.chemistry.sites import assign
from generator.derived import formal_states
from generator.derived.atlas import Atlas

DESIGN_TABLE = [
    # formula, value of x, headline in R, class, borderline
    ("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2", None, 1.6215, "high", False),
    ("Na⅔Li⅙Fe⅙Co⅙Ni⅙Mn⅓O2", None, 1.5607, "high", False),
    ("NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2", None, 1.4306, "medium", False),
    ("Na1.36Ni0.4Fe0.15Co0.15Mn0.15Cu0.15[Fe(CN)6]", None, 1.5048, "high", True),
    (
        "Na_{0.9}Li_{0.1}Ni_{0.4}Fe_{0.2}Mn^{2+}_{0.4}Ti_{0.04}Mn^{4+}_{0.04}Mg_{0.02}O_{1.9}F_{0.1}",
        *(None, 1.2377, "medium", False),
    ),
    ("NaNi0.4Mn0.3-xFe0.1Ti0.1SnxLi0.05Sb0.05O2", "0.15", 1.6957, "high", False),
    ("NaNi0.5Mn0.5O2", None, 0.6931, "low", False),
]


def ions(text: str) -> dict[str, Fraction]:
    """The formal charges of a formula, as `Ni2+` to amount; carbon-coordinated metals as `C-Fe2+`."""
    charges = assign_charges(assign(parse(text))).charges
    return {f"{'C-' * (c.site == 'carbon')}{c.symbol}{c.charge}+": c.amount for c in charges}


def codes(described: Description) -> list[str]:
    return [remark.code for remark in described.warnings]


@pytest.mark.parametrize(("text", "x", "value", "label", "near"), DESIGN_TABLE)
def test_the_reference_compositions_have_their_entropy_and_class(
    text: str, x: str | None, value: float, label: str, near: bool
) -> None:
    described = describe(text, {"x": x} if x else {})
    assert round(described.entropy.all, 4) == value
    assert (described.entropy_class, described.borderline) == (label, near)


def test_a_site_sum_is_exact() -> None:
    assert describe(DESIGN_TABLE[1][0]).site_sum == 1
    crowded = describe(DESIGN_TABLE[4][0])
    assert crowded.site_sum == Fraction(11, 10)
    assert "site-sum" in codes(crowded)


def test_nickel_above_thirty_five_percent_breaks_the_review_definition() -> None:
    definition = describe(DESIGN_TABLE[3][0]).review_definition
    assert definition.reasons == ("Ni holds 40 % of the site as written, more than 35 %",)


def test_a_placeholder_is_refused() -> None:
    with pytest.raises(FormulaError, match="`TM` is a placeholder"):
        describe("Na_xTMO_2")


def test_one_element_in_two_valences_is_one_element_for_the_headline() -> None:
    described = describe("NaMn^{3+}_{0.5}Mn^{4+}_{0.5}O2")
    assert described.entropy.all == 0
    assert described.entropy.valence_resolved == pytest.approx(math.log(2))


def test_without_printed_valences_there_is_no_valence_resolved_entropy() -> None:
    assert describe("NaNi0.5Mn0.5O2").entropy.valence_resolved is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NaNi0.5Mn0.5O2", {"Ni2+": "1/2", "Mn4+": "1/2"}),
        ("NaNi1/3Fe1/3Mn1/3O2", {"Ni2+": "1/3", "Fe3+": "1/3", "Mn4+": "1/3"}),
        ("NaCrO2", {"Cr3+": "1"}),
        ("LiMn2O4", {"Mn3+": "1", "Mn4+": "1"}),
        ("Na4Fe3(PO4)2P2O7", {"Fe2+": "3"}),
        ("Na4MnV(PO4)3", {"Mn2+": "1", "V3+": "1"}),
        ("Na3V2O2(PO4)2F", {"V4+": "2"}),
        ("Na3Ti2(PO4)3", {"Ti3+": "2"}),
        ("Na2Mn[Fe(CN)6]", {"Mn2+": "1", "C-Fe2+": "1"}),
        ("Na2Fe2(SO4)3", {"Fe2+": "2"}),
        ("NaMn4(VO4)3", {"Mn2+": "4"}),
        ("Na1.3Nb0.3Mn0.4O2", {"Nb5+": "3/10", "Mn3+": "2/5"}),
        ("NaMn^{3+}_{0.5}Ni0.5O2", {"Mn3+": "1/2", "Ni3+": "1/2"}),
        ("NaCo[Co(CN)6]", {"Co2+": "1", "C-Co3+": "1"}),
        ("Na4FeV1/3Ti2/3(PO4)3", {"Fe2+": "1", "V3+": "1/3", "Ti3+": "2/3"}),
        ("Na3.5Fe0.5V0.5Cr0.5Ti0.5(PO4)3", {"Fe2+": "1/2", "V3+": "1/2", "Cr3+": "1/2", "Ti3+": "1/2"}),
    ],
)
def test_formal_charges_are_those_a_chemist_writes_down(text: str, expected: dict[str, str]) -> None:
    assert ions(text) == {ion: Fraction(amount) for ion, amount in expected.items()}
    assert describe(text).descriptors.charges.balanced


def test_the_charges_add_up_to_what_the_metals_must_carry() -> None:
    charges = assign_charges(assign(parse("Na1.36Ni0.4Fe0.15Co0.15Mn0.15Cu0.15[Fe(CN)6]")))
    assert sum(c.charge * c.amount for c in charges.charges) == charges.needed == Fraction(464, 100)
    assert charges.mean == Fraction(232, 100)


def test_the_steps_of_the_assignment_can_be_read() -> None:
    charges = assign_charges(assign(parse("NaNi0.5Mn0.3Ti0.2O2")))
    assert list(charge_steps(charges)) == [
        "the metals carry 3 in all",
        "fixed: Ti⁴⁺",
        "variable, at first: Ni²⁺, Mn²⁺",
        "oxidised in this order to: Mn³⁺ 0.3, Mn⁴⁺ 0.3",
    ]
    reduced = assign_charges(assign(parse("NaTi0.5Sn0.2Fe0.3O2")))
    assert list(charge_steps(reduced))[1:] == [
        "fixed: Sn⁴⁺",
        "variable, at first: Ti⁴⁺, Fe²⁺",
        "reduced in this order to: Ti³⁺ 0.4",
    ]


def test_a_dopant_keeps_the_high_charge_that_it_is_added_for() -> None:
    assert ions("Na4Fe2.95Nb0.05(PO4)2P2O7")["Nb5+"] == Fraction(5, 100)
    assert ions("NaNb2(PO4)3") == {"Nb4+": 2}


@pytest.mark.parametrize(("text", "ion"), [("Na5V2(PO4)3", "V2+"), ("NaCr0.9Zr0.1O2", "Cr2+")])
def test_vanadium_and_chromium_below_three_are_flagged(text: str, ion: str) -> None:
    assert ion in ions(text)
    assert "extreme-charge" in codes(describe(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NaTi0.5Fe0.5O2", "Fe²⁺: unusual in a layered oxide as made."),
        ("Na5V2(PO4)3", "V²⁺: unusual in a cathode as made."),
        ("Na0.3NiO2", "Ni⁴⁺: rare in a layered oxide as made, reached on charging."),
    ],
)
def test_only_a_high_state_is_said_to_be_reached_on_charging(text: str, said: str) -> None:
    assert [each.text for each in describe(text).warnings if each.code == "extreme-charge"] == [
        f"The formal charges need {said}"
    ]


def test_an_extreme_state_is_flagged() -> None:
    assert "extreme-charge" in codes(describe("Na0.3NiO2"))
    assert "extreme-charge" not in codes(describe("NaNiO2"))


@pytest.mark.parametrize("text", ["NaNi0.2Fe0.2Mn0.2Ti0.2Sn0.2O2", "NaTi0.5Fe0.5O2", "NaTi0.5Co0.5O2"])
def test_a_state_that_layered_oxides_have_only_after_discharge_is_flagged_and_only_there(text: str) -> None:
    assert "extreme-charge" in codes(describe(text))
    assert "extreme-charge" not in codes(describe("Na2Mn[Fe(CN)6]"))
    assert "extreme-charge" not in codes(describe("NaFePO4"))


def test_the_states_called_low_in_layered_oxides_are_rare_in_the_records(real: Atlas) -> None:
    held = formal_states.counts(real)["layered-oxide"]
    assert LOW_IN_LAYERS.keys() <= held.keys()
    for metal, charges in LOW_IN_LAYERS.items():
        assert all(held[metal].get(charge, 0) * 25 < held[metal][0] for charge in charges)


def test_a_state_that_rounding_leaves_over_is_none_of_those_beyond_rounding() -> None:
    found = describe("Na0.67Ni0.32Mn0.67Cu0.01O2").descriptors.charges
    assert [ion[1:3] for ion in found.charges] == [("Ni", 2), ("Mn", 3), ("Mn", 4), ("Cu", 2)]
    assert [ion[1:3] for ion in found.beyond_rounding] == [("Ni", 2), ("Mn", 4), ("Cu", 2)]
    assert found.beyond_rounding[1].amount == Fraction(67, 100)


def test_charges_that_do_not_balance_are_flagged_with_what_is_missing() -> None:
    short = describe("NaZnO2").descriptors.charges
    assert (short.balanced, short.rest) == (False, Fraction(1))
    over = describe("Na2Zn[Fe(CN)6]Sn0.5", family="prussian-blue-analogue").descriptors.charges
    assert (over.balanced, over.rest) == (False, Fraction(-2))
    assert "charge-not-balanced" in codes(describe("NaZnO2"))


def test_the_carbon_of_a_carbonate_whose_charges_do_not_balance_may_be_meant_as_cobalt() -> None:
    assert codes(describe("NaFeCO3")).count("carbon-not-cobalt") == 1
    assert codes(describe("NaCO0.5Mn0.5O2")).count("carbon-not-cobalt") == 1
    assert "carbon-not-cobalt" not in codes(describe("Na3Mn(CO3)PO4"))
    assert "carbon-not-cobalt" not in codes(describe("NaZnPO4"))


def test_rounding_of_the_printed_amounts_does_not_count_as_imbalance() -> None:
    assert describe("Na2.67Mn1.67(MoO4)3").descriptors.charges.balanced


def test_every_rung_is_one_step_and_starts_where_the_last_one_ended() -> None:
    skipped = {"Bi"}  # has no 4+
    for rungs, height in ((LADDER, 1), (DESCENT, -1)):
        reached: dict[str, int] = {}
        for rung in rungs:
            assert rung.end - rung.start == (2 * height if rung.symbol in skipped else height)
            assert reached.get(rung.symbol, rung.start) == rung.start
            reached[rung.symbol] = rung.end
    starts = {rung.symbol: rung.start for rung in reversed((*LADDER, *DESCENT))}
    assert all(usual_state(symbol) == start for symbol, start in starts.items())


def test_radii_follow_from_the_charges() -> None:
    found = describe("NaNi0.5Mn0.5O2").descriptors
    assert found.mean_ionic_radius == pytest.approx((0.69 + 0.53) / 2)
    assert found.size_mismatch == pytest.approx(100 * 0.08 / 0.61)
    assert found.ionic_potential == pytest.approx(0.5 * 2 / 0.69 + 0.5 * 4 / 0.53)
    assert found.electronegativity_mismatch == pytest.approx((1.91 - 1.55) / 2)


def test_low_spin_is_used_for_trivalent_cobalt_and_nickel_only() -> None:
    radii = table()
    assert (radii["Co"].radii[3], radii["Ni"].radii[3]) == (0.545, 0.56)
    assert (radii["Mn"].radii[3], radii["Fe"].radii[3], radii["Co"].radii[2]) == (0.645, 0.645, 0.745)


def test_a_missing_radius_makes_the_mean_unknown_and_never_wrong() -> None:
    found = describe("NaSn^{2+}_{0.5}Mn0.5O2").descriptors
    assert (found.mean_ionic_radius, found.size_mismatch, found.ionic_potential) == (None, None, None)
    assert found.electronegativity_mismatch is not None


def test_equal_values_have_no_mismatch() -> None:
    assert size_mismatch([1, 2, 3], [0.6, 0.6, 0.6]) == 0
    assert electronegativity_mismatch([1, 2], [1.5, 1.5]) == 0
    assert ionic_potential([1], [3], [0.6]) == pytest.approx(5)


def test_the_capacity_of_a_hydrate_is_given_wet_and_dry() -> None:
    wet = describe("Na2Mn[Fe(CN)6]·2H2O")
    dry = describe("Na2Mn[Fe(CN)6]")
    assert wet.capacity.dry == dry.capacity.wet == dry.capacity.dry
    assert wet.molar_mass == pytest.approx(dry.molar_mass + 36.03, abs=0.01)
    assert wet.capacity.wet == pytest.approx(theoretical_capacity(2, wet.molar_mass))


@pytest.mark.parametrize(("text", "capacity"), [("LiFePO4", 169.9), ("LiCoO2", 273.8), ("Na3V2(PO4)3", 176.4)])
def test_capacities_are_those_of_the_textbooks(text: str, capacity: float) -> None:
    found = describe(text).capacity.wet
    assert found == pytest.approx(capacity, abs=0.1)


def test_without_alkali_there_is_no_capacity() -> None:
    assert describe("Mg0.5Zn0.5O").capacity.wet is None


def test_per_formula_unit_a_tunnel_oxide_counts_its_metals_and_anions_alone() -> None:
    text = "Na0.44Mn0.99Ni0.01O1.985F0.015"
    metals = -(0.99 * math.log(0.99) + 0.01 * math.log(0.01))
    anions = -(1.985 * math.log(1.985 / 2) + 0.015 * math.log(0.015 / 2))
    tunnel, layered = describe(text, family="tunnel-oxide"), describe(text)
    assert tunnel.entropy.per_formula_unit == pytest.approx(metals + anions, abs=1e-9)
    assert layered.entropy.per_formula_unit - tunnel.entropy.per_formula_unit == pytest.approx(0.6859, abs=1e-4)
    assert tunnel.entropy.all == layered.entropy.all


def test_the_centres_of_polyanions_count_per_formula_unit_and_not_in_the_headline() -> None:
    found = describe("NaFeVPO4(SO4)2").entropy  # the numbers that the page of methods gives
    assert found.all == pytest.approx(math.log(2))
    assert (f"{found.per_formula_unit:.2f}", f"{found.per_formula_unit - 2 * math.log(2):.2f}") == (
        "3.30",
        "1.91",
    )


def test_lithium_on_the_metal_site_is_not_removed() -> None:
    assert describe("NaLi0.2Ni0.3Mn0.5O2").capacity.alkali == 1


def test_flags_say_what_a_composition_does_without() -> None:
    found = describe("NaNi0.5Mn0.5O2").descriptors
    assert (found.cobalt_free, found.nickel_free, found.lithium_free) == (True, False, True)
    assert not describe("NaMn[Co(CN)6]").descriptors.cobalt_free


PROMISED = {
    "formula": None,
    "phase": None,
    "family": None,
    "sites": ["alkali", "metal", "carbon", "anion"],
    "site_sum": None,
    "elements": None,
    "principal": None,
    "entropy": [
        *("all", "principal", "per_formula_unit", "cation_anion", "per_atom", "pooled", "valence_resolved"),
    ],
    "class": None,
    "borderline": None,
    "review_definition": ["met", "reasons"],
    "descriptors": None,
    "molar_mass": None,
    "capacity": None,
    "redox": ["electrons", "given", "why_not"],
    "warnings": None,
    "quantities": [quantity.id for quantity in QUANTITIES],
    "decimals": None,
}


def test_the_json_has_the_promised_shape() -> None:
    found = to_json(describe("Na⅔Li⅙Fe⅙Co⅙Ni⅙Mn⅓O2"))
    assert list(found) == list(PROMISED)
    for key, inner in PROMISED.items():
        assert inner is None or list(found[key]) == inner
    assert (found["sites"]["metal"]["Mn"], found["site_sum"]) == ("1/3", "1/1")
    assert all(list(warning) == ["code", "text"] for warning in found["warnings"])


def test_the_json_is_plain_and_never_holds_nan() -> None:
    for text, x, *_ in DESIGN_TABLE:
        written = json.dumps(to_json(describe(text, {"x": x} if x else {})), allow_nan=False)
        assert json.loads(written)["formula"] == text
        assert "-0.0," not in written


def test_every_warning_is_one_of_the_documented_ones() -> None:
    for text, x, *_ in DESIGN_TABLE:
        assert set(codes(describe(text, {"x": x} if x else {}))) <= set(REMARKS)


def test_a_refusal_is_shown_with_a_caret_under_its_place() -> None:
    read, text = answer("Na_xTMO_2")
    assert not read
    formula, caret, reason = text.splitlines()
    assert formula[caret.index("^")] == "T"
    assert reason.startswith("`TM` is a placeholder")


def test_the_caret_of_a_long_text_stays_in_sight() -> None:
    shown = explain(FormulaError("words", 300, "A word."), "Na" * 250).splitlines()
    assert len(shown[0]) <= 130
    assert len(shown[1]) <= 70


def test_a_refusal_as_json_has_code_position_and_text() -> None:
    read, text = answer("Na_xTMO_2", as_json=True)
    assert not read
    error = json.loads(text)["error"]
    assert (error["code"], error["position"]) == ("placeholder", 4)


def test_the_table_names_the_headline_first_and_every_site() -> None:
    _, text = answer("Na1.36Ni0.4Fe0.15Co0.15Mn0.15Cu0.15[Fe(CN)6]·2H2O")
    lines = text.splitlines()
    assert "1.505 R (12.51 J mol⁻¹ K⁻¹) per mole of N-coordinated metal sites" in lines[1]
    assert "high entropy, borderline" in lines[1]
    for left in (
        "Alkali site",
        "N-coordinated metal site",
        "C-coordinated site",
        "Water",
        "Formal charges",
        "Capacity with water",
    ):
        assert any(line.startswith(left) for line in lines), left


def test_a_value_below_a_line_is_never_printed_as_the_line() -> None:
    for text, shown in (
        ("Na0.62Mn0.67Ni0.23Cu0.05Mg0.07Ti0.01O2", "0.989 R (8.22 J mol⁻¹ K⁻¹)"),
        ("NaMn0.534Ni0.32Ti0.146O2", "0.981 R (8.15 J mol⁻¹ K⁻¹)"),
        ("NaMn0.51Ni0.34Ti0.15O2", "0.995 R (8.27 J mol⁻¹ K⁻¹)"),
    ):
        headline = f"{shown} per mole of transition-metal sites: low entropy, borderline"
        assert answer(text)[1].splitlines()[1].endswith(headline)


def test_the_table_says_which_of_co_ni_and_li_are_there_and_which_are_not() -> None:
    rows = [answer(text)[1].splitlines() for text in ("NaNi0.5Mn0.5O2", "NaLi0.1Co0.3Ni0.3Mn0.3O2", "NaMnO2")]
    assert [row.split("  ")[-1].strip() for table in rows for row in table if row.startswith("Co, Ni, Li")] == [
        "contains Ni, no Co or Li",
        "contains Co and Ni and Li",
        "contains none",
    ]


def test_elements_are_found_by_symbol_and_by_name() -> None:
    assert (name("Sn"), symbol("TIN"), symbol("aluminum"), symbol("nonsense")) == ("tin", "Sn", "Al", None)
