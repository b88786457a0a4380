"""A designer's questions are answered by the engine alone, and an edited formula says exactly what was asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.chemistry import entropy, similarity
from generator.chemistry.description import Description, describe
from generator.chemistry.formula import FormulaError, parse
from generator.derived.atlas import Atlas
from generator.design import checks, copies, editing, maps, neighbours, reported_states, service, targets
from generator.design.editing import EditError, editable, moved, swapped, with_metals, with_sodium
from generator.site import designer

from .conftest import Records
from .test_vectors import cases

NFM = "NaNi1/3Fe1/3Mn1/3O2"
NFMCZS = "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"
PBA = "Na1.7Fe0.2Mn0.2Ni0.2Co0.2Cu0.2[Fe(CN)6]·2H2O"


def readable() -> list[Any]:
    """Return the descriptions of all vectors that can be read and have a metal to change."""
    found = {}
    for name in ("formulas", "sites", "readings"):
        for case in (case.values[0] for case in cases(name)):
            try:
                described = describe(case["text"], case.get("bindings", {}))
            except FormulaError:
                continue
            if editable(described):
                found[case["text"]] = described
    return [pytest.param(described, id=text[:40]) for text, described in found.items()]


def rest(described: Description) -> dict[str, object]:
    """Return what an edit of the metals must leave alone."""
    sites = {site: held for site, held in described.sites.items() if site != "metal"}
    fixed = {el: n for el, n in described.placed.metal.items() if el not in editable(described)}
    return {"sites": sites, "fixed": fixed, "water": described.placed.water, "phase": described.phase}


@pytest.mark.parametrize("described", readable())
def test_an_edit_changes_the_metals_as_asked_and_nothing_else_or_is_refused(described: Description) -> None:
    before = editable(described)
    fresh = next(symbol for symbol in ("Zr", "Sn", "Hf") if symbol not in described.elements)
    for wanted in (moved(before, fresh, Fraction(1, 20)), swapped(before, next(iter(before)), fresh)):
        try:
            made = with_metals(described, wanted)
        except EditError as error:
            assert str(error).endswith(".")
            continue
        assert editable(made) == {symbol: amount for symbol, amount in wanted.items() if amount}
        assert rest(made) == rest(described)
        assert made.site_sum == described.site_sum


def test_most_spellings_can_be_edited() -> None:
    refused = 0
    for described in (case.values[0] for case in readable()):
        try:
            with_metals(described, moved(editable(described), "Zr", Fraction(1, 20)))
        except EditError:
            refused += 1
    assert refused <= len(readable()) // 20


amounts = st.fractions(min_value=0, max_value=2, max_denominator=60)
sites = st.dictionaries(st.sampled_from(["Ni", "Fe", "Mn", "Cu", "Ti"]), amounts, min_size=2)


@given(sites, amounts)
def test_moving_one_amount_keeps_the_sum_and_the_locked_ones(site: dict[str, Fraction], wish: Fraction) -> None:
    first, *others = site
    made = moved(site, first, wish, others[1:])
    assert sum(made.values()) == sum(site.values())
    assert all(made[symbol] == site[symbol] for symbol in others[1:])
    assert min(made.values()) >= 0
    assert made[first] == min(wish, site[first] + site[others[0]])


def test_an_edit_that_cannot_be_done_says_why() -> None:
    described = describe(NFM)
    for action in (
        lambda: moved(editable(described), "Ni", Fraction(1, 2), ["Fe", "Mn"]),
        lambda: swapped(editable(described), "Co", "Cu"),
        lambda: with_metals(described, {"O": Fraction(1)}),
        lambda: with_metals(described, {"Xx": Fraction(1)}),
        lambda: maps.triangle(described, ["Ni", "Ni", "Mn"]),
        lambda: maps.triangle(described, ["Cu", "Ti", "Zr"]),
    ):
        with pytest.raises(EditError, match=r"\.$"):
            action()


def test_sodium_changes_alone() -> None:
    made = with_sodium(describe("O3-NaNi0.5Mn0.5O2"), Fraction(2, 3))
    assert made.formula == "O3-Na2/3Ni0.5Mn0.5O2"
    with pytest.raises(EditError):
        with_sodium(describe("LiNi0.5Mn1.5O4"), Fraction(-1))


def test_every_point_of_a_curve_is_what_describe_gives_for_its_formula() -> None:
    described = describe(PBA)
    for point in maps.curve(described, "Cu", ["Ni"]):
        wanted = moved(editable(described), "Cu", Fraction(point.amount).limit_denominator(10_000), ["Ni"])
        alone = describe(with_metals(described, wanted).formula)
        assert point.entropy == pytest.approx(alone.entropy.all, abs=1e-12)
        assert point.capacity == pytest.approx(alone.capacity.dry, abs=1e-9)
        assert point.redox == alone.redox_capacity
        assert wanted["Ni"] == editable(described)["Ni"]


def test_the_words_of_a_curve_give_both_capacities_where_they_are_known() -> None:
    points = maps.curve(describe("NaNi0.5Mn0.4Li0.1O2"), "Li")
    said = maps.curve_in_words("Li", points, (1,))["capacity"] or ""
    assert re.search(
        r"all alkali removed: \d+ to \d+ .*Redox-limited capacity \(dashed\): \d+ to \d+ mAh g⁻¹, known for Li 0 ", said
    )
    assert all((point.redox or 0) <= (point.capacity or 0) for point in points)
    unknown = maps.curve_in_words("Cu", maps.curve(describe(PBA), "Cu"), (1,))["capacity"] or ""
    assert "Redox" not in unknown


def test_the_triangle_holds_the_entropy_of_each_share() -> None:
    described = describe(NFMCZS)
    found = maps.triangle(described, ["Ni", "Fe", "Mn"])
    total = Fraction(3, 4)
    for row, column in ((0, 0), (5, 2), (20, 7)):
        shares = (Fraction(20 - row, 20), Fraction(row - column, 20), Fraction(column, 20))
        wanted = editable(described) | dict(zip(("Ni", "Fe", "Mn"), (total * share for share in shares), strict=True))
        assert found["rows"][row][column] == pytest.approx(with_metals(described, wanted).entropy.all, abs=1e-12)
    assert sum(found["here"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("symbol", "said"),
    [("Ni", "from 0.00 R to 0.00 R, at most 0.69 R at 0.5."), ("Ti", "from 0.69 R to 0.00 R, at most")],
)
def test_a_curve_of_entropy_names_its_maximum(symbol: str, said: str) -> None:
    points = maps.curve(describe("NaNi0.5Mn0.5O2"), symbol)
    assert said in (maps.curve_in_words(symbol, points, (1,))["entropy"] or "")


def test_the_proposed_change_is_the_smallest_that_keeps_to_the_limits() -> None:
    """Every smaller change in hundredths misses the entropy with its margin, or a limit."""
    site = {"Ni": Fraction(60, 100), "Mn": Fraction(30, 100), "Co": Fraction(10, 100)}
    limits = targets.Limits(entropy=1.03, most={"Co": Fraction(20, 100)})
    found = targets.smallest_change(site, limits)
    assert found
    assert found.reached
    assert Fraction(10, 100) < found.amounts["Co"] <= Fraction(20, 100), "raised, as nothing else helps"
    assert sum(found.amounts.values()) == 1
    for ni in range(101):
        for mn in range(101 - ni):
            other = {"Ni": Fraction(ni, 100), "Mn": Fraction(mn, 100), "Co": Fraction(100 - ni - mn, 100)}
            change = sum(max(Fraction(0), other[symbol] - site[symbol]) for symbol in site)
            if change < found.moved and other["Co"] <= limits.most["Co"]:
                assert entropy.mixing(other.values()) < limits.entropy + targets.MARGIN


spans = st.fixed_dictionaries(
    dict.fromkeys(("Ni", "Fe", "Mn", "Cu", "Ti", "Co", "Zn"), st.sampled_from([(2, 3), (4, 4)]))
)


@given(
    sites,
    st.floats(0.5, 2),
    st.dictionaries(st.sampled_from(["Ni", "Co", "Ti"]), st.fractions(0, 1), max_size=2),
    spans,
    st.floats(1, 5),
)
def test_a_proposal_never_breaks_a_limit(
    site: dict[str, Fraction], goal: float, most: dict[str, Fraction], charges: dict[str, Any], mean: float
) -> None:
    total = sum(site.values())
    if not total:
        return
    locked = [symbol for symbol in site if symbol == "Fe"]
    carried = (mean * float(total),) * 2
    found = targets.smallest_change(site, targets.Limits(goal, most, locked, ["Co", "Zn"], charges, carried))
    if found is None:
        return
    assert sum(found.amounts.values()) == total
    assert all(found.amounts.get(symbol, 0) <= share * total for symbol, share in most.items())
    assert all(found.amounts.get(symbol, 0) == site[symbol] for symbol in locked)
    assert all(found.amounts.get(symbol, total) >= entropy.LEAST * total for symbol in ("Co", "Zn"))
    assert found.reached == (found.entropy >= goal - 1e-9)
    low, high = (sum(float(n) * charges[el][end] for el, n in found.amounts.items()) for end in (0, 1))
    assert low - total / 50 <= carried[0] <= high + total / 50
    if not found.moved:
        assert {el: n for el, n in found.amounts.items() if n} == {el: n for el, n in site.items() if n}


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
    st.floats(0.3, 1.1),
    st.dictionaries(st.sampled_from(["A0", "A1"]), st.fractions(Fraction(1, 5), 1), max_size=1),
)
def test_no_smaller_change_in_hundredths_reaches_what_a_proposal_reaches(
    parts: list[int], goal: float, most: dict[str, Fraction]
) -> None:
    """Every composition of up to three metals in hundredths is looked at, as far as it moves less."""
    site = {f"A{at}": Fraction(100 * part // sum(parts), 100) for at, part in enumerate(parts)}
    site["A0"] += 1 - sum(site.values())
    found = targets.smallest_change(site, targets.Limits(goal, most))
    if not found or not found.reached or not found.moved:
        return
    raised = any(found.amounts.get(el, 0) > site.get(el, 0) for el in most)
    symbols = list(site)
    for first in range(101):
        for second in range(101 - first if len(symbols) > 2 else 1):
            amounts = [Fraction(n, 100) for n in (first, second, 100 - first - second)]
            other = dict(zip(symbols, amounts if len(symbols) > 2 else [amounts[0], 1 - amounts[0]], strict=False))
            moved = sum((max(Fraction(0), n - site[el]) for el, n in other.items()), Fraction(0))
            within = all(other.get(el, 0) <= (share if raised else min(share, site[el])) for el, share in most.items())
            principal = all(n >= min(site[el], entropy.LEAST, most.get(el, 1)) for el, n in other.items())
            if moved < found.moved and within and principal and found.entropy >= goal + targets.MARGIN:
                assert entropy.mixing([n for n in other.values() if n]) < goal + targets.MARGIN


TWELVE = dict.fromkeys(("Ni", "Fe", "Mn", "Co", "Ti", "Cu", "Zn", "Sn", "Mg", "Al", "Cr", "V"), (2, 3))
LARGE = {
    "12 metals in uneven steps": {el: Fraction(1 + 13 * at, 870) for at, el in enumerate(TWELVE)},
    "80 metals": {f"M{at}": Fraction(1 + at % 7, 313) for at in range(80)},
}


@pytest.mark.parametrize("goal", [1.5, 2.3, 2.6, 4.2])
@pytest.mark.parametrize("site", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("mean", [2.5, 3.05, 3.6])
def test_a_proposal_is_bounded_work_however_many_metals_and_limits_are_typed(
    monkeypatch: pytest.MonkeyPatch, site: dict[str, Fraction], goal: float, mean: float
) -> None:
    monkeypatch.setattr(targets, "MOST_WAYS", 1_000)
    monkeypatch.setattr(targets, "MOST_AMOUNTS", 10_000)
    new = ["Sb", "Zr", "Nb", "Ca"]
    charges = {el: ((2, 3), (4, 4), (2, 2), (3, 4))[at % 4] for at, el in enumerate([*site, *new])}
    most = {el: Fraction(1 + at % 20, 100) for at, el in enumerate([*site][::2])}
    carried = (mean * float(sum(site.values())),) * 2
    effort = targets.Effort()
    targets.smallest_change(site, targets.Limits(goal, most, [], new, charges, carried), effort)
    one_choice = 600 * (len(site) + len(new))  # a choice that is begun is ended
    assert effort.ways <= targets.MOST_WAYS
    assert effort.amounts <= targets.MOST_AMOUNTS + one_choice


def test_a_search_stops_at_the_limit_of_roundings(monkeypatch: pytest.MonkeyPatch) -> None:
    site, new = LARGE["12 metals in uneven steps"], ["Sb", "Zr", "Nb", "Ca"]
    spans = ((2, 3), (4, 4), (2, 2), (3, 4), (3, 3), (2, 4), (5, 5))
    charges = {el: spans[at * 3 % 7] for at, el in enumerate([*site, *new])}
    limits = targets.Limits(2.6, {}, [], new, charges, (2.8 * float(sum(site.values())),) * 2)
    monkeypatch.setattr(targets, "MOST_WAYS", 1000)
    effort = targets.Effort()
    targets.smallest_change(site, limits, effort)
    assert effort.ways == 1000
    assert effort.cut


@pytest.mark.usefixtures("known")
def test_a_search_that_was_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = json.dumps(["NaNi0.5Mn0.5O2", "1.5", {}, [], ["Ti", "Sn"]])
    assert "Not every choice" not in service.call("reach", asked)
    monkeypatch.setattr(targets, "MOST_AMOUNTS", -1)
    assert "Not every choice" in service.call("reach", asked)


@pytest.fixture(scope="module")
def collected(real: Atlas) -> dict[str, Any]:
    """Return what the page's Python knows of the real collection."""
    found: dict[str, Any] = json.loads(json.dumps(designer.known(real)))
    return found


@pytest.fixture(scope="module")
def counts(collected: dict[str, Any]) -> reported_states.Counts:
    """Return how many records have each formal state, as the page gets it."""
    found: reported_states.Counts = collected["states"]
    return found


@pytest.fixture
def known(collected: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Python know the real collection, as it does in the browser."""
    monkeypatch.setattr(neighbours, "known", lambda: collected)


GOALS = [
    # formula, new elements, elements that must not be raised
    ("NaNi0.4Mn0.4Co0.2O2", ["Ti", "Sn", "Mg"], "Co"),
    ("NaNi0.35Fe0.2Mn0.3Co0.05Ti0.1O2", [], "Co"),
    ("NaNi0.2Fe0.2Mn0.2Ti0.2Sn0.2O2", [], ""),  # far enough, but Mn would be 2+
    (NFM, ["Ti", "Sn"], ""),
    ("Na2/3Ni1/3Mn2/3O2", ["Cu", "Ti", "Mg", "Zn"], "Ni"),
    ("Na2Mn0.5Fe0.5[Fe(CN)6]", ["Ni", "Co", "Cu", "Zn"], ""),
]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("text", "new", "kept"), GOALS)
def test_a_proposal_has_charges_that_records_have_and_amounts_that_can_be_weighed(
    text: str, new: list[str], kept: str, counts: reported_states.Counts
) -> None:
    asked = [text, "1.5", {"Co": "10", "Ni": "35"}, [], new]
    found = json.loads(service.call("reach", json.dumps(asked)))
    made, before = describe(found["formula"]), describe(text).placed.metal
    charges = made.descriptors.charges
    assert found["reached"]
    assert made.entropy.all >= 1.5
    assert charges.balanced
    assert "extreme-charge" not in {check.code for check in checks.checks(made, counts)}
    assert all(n % Fraction(1, 200) == 0 for el, n in made.placed.metal.items() if n != before.get(el))
    assert kept not in made.placed.metal or kept == "Ni" or made.placed.metal[kept] <= before[kept]
    assert all(
        made.placed.metal[el] <= max(share, before.get(el, 0))
        for el, share in (("Co", Fraction(1, 10)),)
        if el in made.placed.metal
    )
    assert checks.listed(charges.beyond_rounding) in found["said"]


def around(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(service.call("around", json.dumps([text])))
    return found


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", [NFM, "Na2/3Ni1/3Mn2/3O2"])
def test_a_composition_of_several_records_is_shown_once_and_with_its_numbers(
    text: str, collected: dict[str, Any]
) -> None:
    found = around(text)["materials"]
    compositions = [similarity.Composition(*each["composition"]) for each in found]
    assert len(found) == neighbours.MOST
    assert not any(same(one, other) for one, other in combinations(compositions, 2))
    held = [
        each
        for each in collected["materials"].values()
        if each["family"] == "layered-oxide" and same(similarity.Composition(*each["composition"]), compositions[0])
    ]
    assert len(found[0]["more"]) == len(held) - 1 > 0
    assert {found[0]["name"], *(each["name"] for each in found[0]["more"])} == {each["name"] for each in held}
    assert found[0]["measured"]


def same(one: similarity.Composition, other: similarity.Composition) -> bool:
    return similarity.distance(one, other).said == similarity.SAME


@pytest.mark.usefixtures("known")
def test_neighbours_differ_least_in_metals_alkali_and_anions(collected: dict[str, Any]) -> None:
    for text in (NFMCZS, "Na2/3Ni1/3Mn2/3O2", PBA, "Na3.4Ti0.4V0.4Mn0.4Cr0.4Fe0.4(PO4)3"):
        own = similarity.compared(describe(text).placed)
        found = around(text)["materials"]
        away = [similarity.distance(own, similarity.Composition(*each["composition"])) for each in found]
        assert [each["distance"] for each in found] == [each.said for each in away]
        shown = [similarity.Composition(*each["composition"]) for each in found]
        family = [
            similarity.Composition(*each["composition"])
            for each in collected["materials"].values()
            if each["family"] == found[0]["family"]
        ]
        rest = [other for other in family if not any(same(one, other) for one in shown)]
        others = [similarity.distance(own, other).total for other in rest]
        assert sorted(each.total for each in away) == [each.total for each in away]
        assert max(each.total for each in away) <= min(others)


@pytest.mark.usefixtures("known")
def test_the_phases_of_the_nearest_are_counted_and_the_chart_has_all_o3_and_p2_oxides(
    collected: dict[str, Any],
) -> None:
    found = around("Na0.67Ni0.33Mn0.67O2")
    assert re.match(r"Reported phases of the \d+ nearest: P2 .\d", found["phases"]["said"])
    phases = [each.get("phase") for each in collected["materials"].values() if "potential" in each]
    assert Counter(point[0] for point in found["phases"]["points"]) == {
        phase: phases.count(phase) for phase in ("O3", "P2")
    }
    assert around("Na3V2(PO4)3")["phases"]["points"] == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", [NFMCZS, "Na3.4Ti0.4V0.4Mn0.4Cr0.4Fe0.4(PO4)3"])
def test_numbers_of_an_element_are_of_the_same_family_and_neither_entropies_nor_lattice_constants(
    text: str, real: Atlas
) -> None:
    family = describe(text).family
    shown = [pair for each in around(text)["elements"] for pair in each["compared"]]
    assert shown
    assert {real.data.materials[pair["id"]].family for pair in shown} == {family}
    assert not [
        pair["label"] for pair in shown if re.search("entropy|Lattice parameter [abc]|cell volume", pair["label"])
    ]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("record", ["heo-ghosh2024", "he-p2-o3"])
def test_what_the_source_of_the_same_composition_says_of_its_metals_comes_first(record: str, real: Atlas) -> None:
    entry = real.entries[record]
    assert entry.description
    first = around(entry.description.plain)["checks"][0]
    assert first["code"] == "reported-states"
    assert f"{entry.description.redox_capacity:.0f} mAh" in first["text"]
    assert f"{describe(entry.description.plain).redox_capacity:.0f} mAh" not in first["text"]


@pytest.mark.usefixtures("known")
def test_a_goal_without_an_element_or_balance_says_so() -> None:
    for asked in ([NFM, "1.5", {}, [], ["Xx"]], [NFM, "1.5", {"Xx": "5"}, [], []]):
        assert "`Xx` is no element" in json.loads(service.call("reach", json.dumps(asked)))["error"]["text"]
    zinc = json.loads(service.call("reach", json.dumps(["NaZnO2", "0.5", {}, [], ["Mg"]])))
    assert "or change the sodium" in zinc["error"]["text"]


def test_new_elements_do_not_live_off_each_other() -> None:
    limits = targets.Limits(1.5, locked=["Fe"], new=["Co", "Zn"])
    found = targets.smallest_change({"Fe": Fraction(19, 20), "Ni": Fraction(1, 20)}, limits)
    assert found is None or not found.reached


@pytest.mark.usefixtures("known")
def test_what_is_out_of_reach_says_so() -> None:
    asked = json.dumps([NFM, "1.5", {"Ni": "0", "Fe": "0", "Mn": "0"}, [], []])
    assert json.loads(service.call("reach", asked))["error"]["code"] == "out-of-reach"
    best = json.loads(service.call("reach", json.dumps(["NaNi0.4Fe0.4Mn0.2O2", "1.5", {}, [], []])))
    assert not best["reached"]
    assert best["headline"]["value"] > describe("NaNi0.4Fe0.4Mn0.2O2").entropy.all
    assert re.match(r"3 elements reach at most 1\.10 R within these limits", best["said"])


NOTHING_BETTER = [
    (NFM, "3 elements reach at most 1.10 R within these limits"),  # equal parts already
    ("NaNi0.5Mn0.5O2", "2 elements reach at most 0.65 R within these limits"),  # less than before: Ni is limited
    ("NaFeO2", "1 element reaches at most 0.00 R within these limits"),
]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("text", "said"), NOTHING_BETTER)
def test_where_the_goal_is_out_of_reach_nothing_is_offered_that_is_no_better(text: str, said: str) -> None:
    found = json.loads(service.call("reach", json.dumps([text, "1.5", {"Co": "10", "Ni": "35"}, [], []])))
    assert found["error"]["code"] == "out-of-reach"
    assert found["error"]["text"].startswith(said)
    assert found["error"]["text"].endswith("add elements or loosen a limit.")


SUSPECT = {
    "Na0.4Ni0.8Mn0.2O2": {"extreme-charge", "jahn-teller", "above-most", "few-principal"},
    "Na0.8Ca0.1Ni0.2Fe0.2Mn0.2Cu0.2Ti0.2O2": {"calcium-on-alkali-site"},
    "NaNi0.2Fe0.2Mn0.2Co0.2Ti0.2O2": {"cobalt"},
    "NaNi0.22Fe0.22Mn0.3Cu0.22Ti0.04O2": {"below-least", "few-principal", "jahn-teller"},
    "Na2Mn0.5Fe0.5[Fe(CN)6]": {"water-not-printed", "above-most", "few-principal"},
    "NaNi0.2Fe0.2Mn0.2Cu0.2Ti0.1O2": {"site-sum"},
}


UNUSUAL = {
    "NaNi0.2Fe0.2Mn0.2Ti0.2Sn0.2O2": "needs Mn²⁺ 0.2 ({} of the {} records with Mn in this family has it): less sodium",
    "Na0.4Ni0.8Mn0.2O2": "needs Ni⁴⁺ 0.4 ({} of the {} records with Ni in this family have it): more sodium",
    "Na0.7TiO2": "needs Ti³⁺ 0.7 (none of the {} records with Ti in this family have it): less sodium",
    "NaCr0.9Zr0.1O2": "needs Cr²⁺ 0.1 (none of the {} records with Cr in this family have it): less sodium",
}


@pytest.mark.parametrize("text", UNUSUAL)
def test_a_formal_state_that_hardly_any_record_has_is_to_be_checked(text: str, counts: reported_states.Counts) -> None:
    (said,) = (check.text for check in checks.checks(describe(text), counts) if check.code == "extreme-charge")
    ((ion, held, of, _),) = reported_states.unusual(describe(text), counts)
    assert UNUSUAL[text].format(*(number for number in (held, of) if number)) in said
    states = counts["layered-oxide"][ion.symbol]
    assert (held, of) == (states.get(str(ion.charge), 0), states["0"])


@pytest.mark.usefixtures("known")
def test_unusual_states_are_named_together_and_only_among_the_checks() -> None:
    text = "NaTi0.5Sn0.2Fe0.3O2"
    read = json.loads(service.call("read", json.dumps([text])))
    assert "extreme-charge" not in {each["code"] for each in read["remarks"]}
    (said,) = (each["text"] for each in around(text)["checks"] if each["code"] == "extreme-charge")
    assert "Fe²⁺ 0.3" in said
    assert "Ti³⁺ 0.4" in said


@pytest.mark.parametrize("text", [NFM, NFMCZS, PBA, "Na3V2(PO4)3", "NaNi0.33Fe0.33Mn0.34O2", "Na2/3Ni1/3Mn2/3O2"])
def test_states_that_records_have_need_no_check(text: str, counts: reported_states.Counts) -> None:
    assert "extreme-charge" not in {check.code for check in checks.checks(describe(text), counts)}


@pytest.mark.parametrize("text", ["Na0.67Ni0.33Mn0.67O2", "NaNi0.33Fe0.33Mn0.34O2"])
def test_what_rounding_the_amounts_explains_needs_no_check(text: str) -> None:
    assert not {check.code for check in checks.checks(describe(text))} & {"jahn-teller", "redox-limit"}


@pytest.mark.parametrize("text", SUSPECT)
def test_what_should_be_checked_before_weighing_in_is_listed(text: str) -> None:
    found = checks.checks(describe(text))
    assert {check.code for check in found} >= SUSPECT[text]
    assert all(check.text.endswith(".") for check in found)


@pytest.mark.parametrize("described", readable())
def test_a_copied_latex_formula_is_read_as_the_same_composition(described: Description) -> None:
    assert parse(copies.latex(described)).atoms == parse(described.plain).atoms


def test_a_copied_record_lacks_only_its_source_and_what_that_states(records: Records) -> None:
    text = copies.record(describe(NFMCZS)).replace("{reference: , at: }", '{reference: doe2024, at: "2.1"}')
    name = text.splitlines()[0].removeprefix("# data/")
    records.write(name, text)
    (left,) = records.problems()
    assert "found a material without claims" in left


def test_an_answer_shows_the_numbers_of_describe() -> None:
    read = json.loads(service.call("read", json.dumps([NFMCZS])))
    described = describe(NFMCZS)
    assert read["headline"]["value"] == described.entropy.all
    assert read["headline"]["class"] == described.entropy_class
    assert [site["sum"] for site in read["sites"]] == ["1", "1", "2"]
    assert {each["id"] for each in read["entropies"]} == set(described.entropy._fields)
    assert [remark["code"] for remark in read["remarks"]] == [remark.code for remark in described.warnings]


def test_a_refusal_shows_the_character_where_the_mistake_is() -> None:
    read = json.loads(service.call("read", json.dumps(["NaNi0.5Xx0.5O2"])))
    assert read["error"]["code"] == "unknown-element"
    assert read["error"]["excerpt"] == ["NaNi0.5", "X", "x0.5O2"]


HOSTILE = [
    "",
    "<img src=x onerror=alert(1)>",
    "\u202eNaNiO2",
    "Na" * 50_000,
    "\ud800",
    "Na\x00O2",
    "1e9",
    "{}",
    "[" * 900,
]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("method", ["read", "write", "curve", "change", "swap", "triangle", "reach"])
def test_whatever_is_sent_is_answered(method: str, text: str) -> None:
    more: dict[str, list[Any]] = {
        "curve": [text],
        "change": [text, text],
        "swap": [text, text],
        "triangle": [[text] * 3],
        "reach": [text, {text: text}, [text], [text]],
    }
    for formula in (text, NFM):
        found = json.loads(service.call(method, json.dumps([formula, *more.get(method, [])])))
        assert found


@given(st.text(max_size=30), st.text(max_size=12))
def test_any_text_gets_an_answer(text: str, amount: str) -> None:
    assert json.loads(service.call("read", json.dumps([text])))
    assert json.loads(service.call("change", json.dumps([NFM, "Ni", amount])))


DISTANCES = [
    ("NaNi0.5Mn0.5O2", "NaNi0.5Mn0.5O2", "the same composition"),
    ("Na2/3Ni1/3Mn2/3O2", "Na0.67Ni0.33Mn0.67O2", "the same composition"),
    ("NaNi0.5Mn0.5O2", "NaNi0.4Mn0.4Ti0.2O2", "20 % of the metals differ"),
    ("NaNi0.5Mn0.5O2", "Na2/3Ni0.5Mn0.5O2", "0.33 alkali per metal"),
    ("Na4/5Ni0.5Mn0.5O2", "Na0.7K0.1Ni0.5Mn0.5O2", "0.10 alkali per metal"),
    ("NaNi0.5Mn0.5O2", "NaNi0.5Mn0.5O1.9F0.1", "5 % of the anions differ"),
    ("Na2/3Ni0.5Mn0.5O2", "Na2/3Li0.1Ni0.45Mn0.45O2", "10 % of the metals differ"),
    ("Na3V2(PO4)3", "Na3.4V2(PO4)3", "0.20 alkali per metal"),
    ("Na3V2(PO4)3", "Na3V2(PO4)2(SO4)1", "17 % of the anions differ"),
    ("Na2Mn[Fe(CN)6]", "Na2Mn[Mn(CN)6]", "100 % of the anions differ"),
]


@pytest.mark.parametrize(("one", "other", "said"), DISTANCES)
def test_a_distance_counts_metals_alkali_and_anions_and_is_the_same_in_both_directions(
    one: str, other: str, said: str
) -> None:
    first, second = (similarity.compared(describe(text).placed) for text in (one, other))
    assert similarity.distance(first, second).said == similarity.distance(second, first).said == said


@pytest.mark.parametrize("text", [NFM, NFMCZS, PBA])
def test_swapping_two_elements_keeps_the_entropy(text: str) -> None:
    described = describe(text)
    for old, new in combinations(editable(described), 2):
        there = with_metals(described, swapped(editable(described), old, "Zr"))
        assert there.entropy.all == described.entropy.all
        assert editing.editable(there).get(new) == editable(described)[new]
