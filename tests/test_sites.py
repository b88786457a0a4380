"""Where atoms sit when a composition leaves a choice. Plain cases are in vectors/sites.json."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.chemistry.description import describe
from generator.chemistry.formula import FormulaError, parse
from generator.chemistry.sites import Sites, assign
from generator.chemistry.sublattices import sublattices


def sites_of(text: str, family: str | None = None) -> Sites:
    return assign(parse(text), family)


def codes(sites: Sites) -> list[str]:
    return [remark.code for remark in sites.remarks]


def test_lithium_fills_the_metal_site_when_that_brings_its_sum_nearer_to_one() -> None:
    sites = sites_of("Na0.85Li0.12Ni0.22Mn0.66O2")
    assert sites.metal["Li"] == Fraction(12, 100)
    assert codes(sites) == ["lithium-on-metal-site"]


def test_lithium_stays_with_the_alkali_when_the_metal_site_is_full() -> None:
    sites = sites_of("Na0.9Li0.1Ni0.5Mn0.5O2")
    assert sites.alkali == {"Na": Fraction(9, 10), "Li": Fraction(1, 10)}
    assert codes(sites) == ["lithium-on-alkali-site"]


def test_lithium_that_is_the_only_alkali_needs_no_remark() -> None:
    assert codes(sites_of("LiCoO2")) == []


def test_the_excess_of_lithium_rich_oxides_fills_the_metal_site() -> None:
    sites = sites_of("Li1.2Mn0.6Ni0.2O2")
    assert (sites.alkali["Li"], sites.metal["Li"]) == (Fraction(1), Fraction(1, 5))
    assert codes(sites) == ["lithium-split"]


def test_calcium_goes_to_the_alkali_site_when_the_metal_site_is_full_without_it() -> None:
    assert "Ca" in sites_of("Na0.8Ca0.1Ni0.5Mn0.5O2").alkali
    assert "Ca" in sites_of("NaCa0.1Ni0.4Mn0.5O2").metal


def test_boron_and_phosphorus_in_small_amounts_are_dopants_of_the_metal_site() -> None:
    assert set(sites_of("NaNi0.48Mn0.5B0.02O2").metal) == {"Ni", "Mn", "B"}
    assert set(sites_of("NaNi0.48Mn0.5P0.02O2").metal) == {"Ni", "Mn", "P"}


@pytest.mark.parametrize("text", ["Na3V2(PO4)3", "Na2Fe2(SO4)3", "Na2FeSiO4", "NaFeBO3", "NaVPO4F", "Na2MnP2O7"])
def test_the_centre_of_a_polyanion_is_no_mixing_metal(text: str) -> None:
    sites = sites_of(text)
    assert sites.family == "polyanionic"
    assert len(sites.metal) == 1


def test_molybdenum_is_a_centre_in_molybdates_and_a_metal_elsewhere() -> None:
    assert "Mo" not in sites_of("Na2.67Mn1.67(MoO4)3").metal
    assert "Mo" in sites_of("Na3.3Mn1.2Ti0.75Mo0.05(PO4)3").metal


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("NaMnO2", "layered-oxide"),
        ("P2-Na0.67MnO2.4", "layered-oxide"),
        ("Na2Mn[Fe(CN)6]", "prussian-blue-analogue"),
        ("LiFePO4", "olivine"),
        ("NaFePO4", "polyanionic"),
        ("LiMn2O4", "spinel"),
        ("Fe3O4", "spinel"),
        ("Mg0.5Zn0.5O", "rock-salt"),
        ("NaFeF3", "other"),
        ("Na4Mn9O18", "layered-oxide"),
        ("Na2Ti3O7", "other"),
        ("K2Mn8O16", "layered-oxide"),
        ("NaLaTi2O6", "other"),
        ("Na4Ti10O24", "other"),
        ("Li2Ni1Mn3O8", "spinel"),
        ("Li0.5CoO2", "layered-oxide"),
        ("Mn2[FeMn]2O8", "spinel"),
    ],
)
def test_the_family_is_told_from_the_composition(text: str, family: str) -> None:
    assert sites_of(text).family == family


def test_a_stated_family_is_believed() -> None:
    assert sites_of("Na0.44MnO2", "other").family == "other"
    with pytest.raises(FormulaError, match="no family"):
        sites_of("NaMnO2", "perovskite")


def test_metals_inside_the_cyanide_unit_are_carbon_coordinated() -> None:
    sites = sites_of("Na2Mn0.5Fe0.5[Fe0.9Mn0.1(CN)6]")
    assert sites.metal == {"Mn": Fraction(1, 2), "Fe": Fraction(1, 2)}
    assert sites.carbon == {"Fe": Fraction(9, 10), "Mn": Fraction(1, 10)}


def test_a_missing_cyanide_unit_is_a_vacancy_whether_printed_or_not() -> None:
    printed, silent = sites_of("Na1.4Mn[Fe(CN)6]0.9□0.1"), sites_of("Na1.4Mn[Fe(CN)6]0.9")
    assert printed.vacancies == silent.vacancies == {"carbon": Fraction(1, 10)}
    assert codes(silent) == ["vacancy-inferred"]


def test_a_vacancy_sits_on_the_site_of_the_atom_before_it() -> None:
    sites = sites_of("Na0.7□0.3Mn0.9□0.1O2")
    assert sites.vacancies == {"alkali": Fraction(3, 10), "metal": Fraction(1, 10)}
    assert codes(sites) == []


def test_a_site_sum_that_rounding_explains_is_not_flagged() -> None:
    assert "site-sum" not in codes(sites_of("NaNi0.49Mn0.49O2"))
    assert "site-sum" in codes(sites_of("NaNi0.48Mn0.49O2"))


def test_a_shared_bracket_is_suggested_when_it_would_mend_the_sum() -> None:
    assert codes(sites_of("Na3V1.9(CrMoAlZrNi)0.1(PO4)3")) == ["site-sum", "site-sum-shared"]


def test_carbon_among_metals_is_suspected_to_be_cobalt() -> None:
    assert "carbon-not-cobalt" in codes(sites_of("NaNi0.5CO0.1Mn0.4O1.9"))


def test_carbon_with_less_oxygen_than_a_carbonate_is_suspected_too() -> None:
    (said,) = [remark for remark in sites_of("NaCO0.5Mn0.5O2").remarks if remark.code == "carbon-not-cobalt"]
    assert said.text == "C is carbon, and it is counted as the centre of a polyanion here: write Co for cobalt."


@pytest.mark.parametrize("text", ["Na3Mn(CO3)PO4", "Na3MnCO3PO4", "NaFeCO3", "Na2Mn[Fe(CN)6]"])
def test_carbonates_and_cyanides_are_taken_at_their_word(text: str) -> None:
    assert "carbon-not-cobalt" not in codes(sites_of(text))


def test_stated_sites_override_the_rule_for_the_elements_they_name() -> None:
    sites = assign(parse("Na0.9Li0.1Ni0.4Mn0.5O2"), stated={"alkali": {"Li": Fraction(1, 10)}})
    assert sites.alkali["Li"] == Fraction(1, 10)
    assert "Li" not in sites.metal
    assert codes(sites) == ["site-sum"]


def test_stated_sites_must_hold_what_the_formula_holds() -> None:
    with pytest.raises(FormulaError, match=r"hold 0\.2 Li and the formula 0\.1"):
        assign(parse("Na0.9Li0.1MnO2"), stated={"metal": {"Li": Fraction(2, 10)}})
    with pytest.raises(FormulaError, match="no site"):
        assign(parse("NaMnO2"), stated={"oxygen": {"O": Fraction(2)}})


def test_a_stated_vacancy_is_taken_over() -> None:
    stated = {"metal": {"□": Fraction(1, 7)}}
    assert assign(parse("Na4/7Mn6/7O2"), stated=stated).vacancies == {"metal": Fraction(1, 7)}


def test_a_formula_without_a_metal_to_mix_is_refused() -> None:
    with pytest.raises(FormulaError, match="no metal"):
        sites_of("Na2SO4")


def test_the_alkali_vacancies_of_layered_oxides_mix_with_sodium() -> None:
    sites = sites_of("Na0.75MnO2")
    assert sublattices(sites)[0] == [3 * sites.unit // 4, sites.unit // 4]


def test_anions_mix_only_where_they_share_one_site() -> None:
    assert len(sublattices(sites_of("NaMnO1.9F0.1"))[-1]) == 2
    assert sublattices(sites_of("Na3V2(PO4)2F3"))[-1] == []


@pytest.mark.parametrize("text", ["Na0.44MnO2", "Na4Mn9O18"])
def test_a_tunnel_oxide_has_no_alkali_position_for_each_metal_to_fill_with_vacancies(text: str) -> None:
    tunnel = sites_of(text, "tunnel-oxide")
    assert len(sublattices(tunnel)[0]) == 1
    assert set(codes(tunnel)) <= {"multiple"}


def test_vacancies_that_a_tunnel_oxide_prints_do_mix() -> None:
    assert len(sublattices(sites_of("Na0.44□0.22MnO2", "tunnel-oxide"))[0]) == 2


def test_a_tunnel_oxide_is_no_layered_oxide_only_because_a_record_says_so() -> None:
    assert sites_of("Na0.44MnO2").family == "layered-oxide"


def test_more_alkali_than_a_layered_oxide_has_room_for_is_told() -> None:
    (told,) = [r for r in sites_of("Na0.87Li0.25Ni0.4Fe0.2Mn0.4O2").remarks if r.code == "alkali-sum"]
    assert "1.12" in told.text
    assert "alkali-sum" in codes(sites_of("Na1.1MnO2"))


@pytest.mark.parametrize(
    "text", ["Na1.02MnO2", "Na0.9Li0.1Ni0.5Mn0.5O2", "Li1.2Mn0.6Ni0.2O2", "Na2Mn[Fe(CN)6]", "Na3V2(PO4)3"]
)
def test_alkali_that_rounding_explains_or_the_structure_holds_is_not_flagged(text: str) -> None:
    assert "alkali-sum" not in codes(sites_of(text))


def test_the_centres_of_polyanions_stand_apart_from_the_anions() -> None:
    held = sites_of("NaFeVPO4(SO4)2").by_site
    assert list(held) == ["alkali", "metal", "polyanion", "anion"]
    assert held["polyanion"] == {"P": 1, "S": 2}
    assert held["anion"] == {"O": 12}


def test_a_sum_of_metals_is_compared_with_a_number_only_where_the_structure_tells_it() -> None:
    (oxide, alluaudite) = (
        next(r.text for r in sites_of(text).remarks if r.code == "site-sum")
        for text in ("Na0.7Mn0.8O2", "Na2.5Fe1.75(SO4)3")
    )
    assert "not to 1" in oxide
    assert "no whole number" in alluaudite


@pytest.mark.parametrize(
    ("text", "sizes"), [("Na3Mn(CO3)(PO4)", [1, 1]), ("Na6Mn2(CO3)2(PO4)2", [1, 1]), ("NaFe2(PO4)(SO4)2", [2])]
)
def test_only_centres_of_like_groups_share_a_sublattice(text: str, sizes: list[int]) -> None:
    assert [len(lattice) for lattice in sublattices(sites_of(text))[3:-1]] == sizes


def test_a_centre_that_a_record_states_mixes_with_those_of_like_groups() -> None:
    stated = {"metal": {"V": Fraction(2)}, "polyanion": {"V": Fraction(1)}}
    sites = assign(parse("Na3V2(PO4)2VO4"), stated=stated)
    assert sorted(sublattices(sites)[3]) == [sites.unit, 2 * sites.unit]


def test_a_vacancy_among_the_centres_mixes_with_them() -> None:
    sites = sites_of("NaFeP0.8S0.1□0.1O4")
    assert len(sublattices(sites)[3]) == 3


def test_an_element_that_a_record_moves_keeps_its_printed_valence() -> None:
    moved = {"alkali": {"Na": Fraction(9, 10), "Mn": Fraction(1, 10)}, "metal": {"Mn": Fraction(9, 10)}}
    found = describe("Na0.9Mn^{3+}O2", sites=moved)
    assert {o.valence for o in found.placed.occupants if o.symbol == "Mn"} == {Fraction(3)}
    assert {o.site: o.units / found.placed.unit for o in found.placed.occupants if o.symbol == "Mn"} == {
        "alkali": 0.1,
        "metal": 0.9,
    }


def test_two_printed_valences_of_an_element_that_a_record_moves_are_not_mixed_up() -> None:
    moved = {"metal": {"Mn": Fraction(1)}}
    found = describe("NaMn^{3+}0.5Mn^{4+}0.5O2", sites=moved)
    assert {o.valence for o in found.placed.occupants if o.symbol == "Mn"} == {None}


def test_a_site_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(FormulaError) as caught:
        describe("NaMnO2", sites={"cation": {"Mn": Fraction(1)}})
    assert caught.value.position == 0
    assert "`cation`" in caught.value.text
    assert "alkali, metal, carbon, polyanion, anion" in caught.value.text
