"""The page of questions: each is answered by values that fit it, the best of each material first."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, product
from statistics import median
from typing import get_args
from xml.etree import ElementTree

import pytest

from generator import pipeline
from generator.derived import criteria, practice, questions
from generator.derived.analyses import deviation
from generator.derived.atlas import Atlas
from generator.derived.pairs import Pair, fair_pairs
from generator.derived.question_rows import Group, Value, window
from generator.derived.water import water
from generator.printing import claim_text, value_text
from generator.records.conditions import rate_parts
from generator.records.field_types import ends
from generator.records.material_models import highest
from generator.records.vocabulary_models import ReaderQuestion
from generator.rules.questions import contradictions
from generator.site import answer_charts, answers, pages
from generator.site.evidence import Evidence

from .conftest import Records

pytestmark = pytest.mark.data


def sentences(atlas: Atlas, ident: str) -> list[str]:
    question = atlas.data.questions[ident]
    return answers.sentences(atlas, question, questions.groups(atlas, question))


def sentence(atlas: Atlas, ident: str) -> str:
    return " ".join(sentences(atlas, ident))


def test_every_question_has_an_answer_in_rows_and_in_a_sentence(real: Atlas) -> None:
    for ident, question in real.data.questions.items():
        found = questions.groups(real, question)
        assert found, ident
        assert all(group.rows for group in found)
        said = answers.sentences(real, question, found)
        assert said, ident
        assert all(each.endswith(".") or ":\n" in each for each in said), ident
        assert "\n" not in said[0], ident  # the list of questions shows it as a line
        assert all(each.count("(") == each.count(")") for each in said), ident


def test_a_question_whose_parts_the_rule_accepts_can_be_answered(real: Atlas) -> None:
    def options(field: str) -> list[str | None]:
        return [None, *(each for each in get_args(ReaderQuestion.model_fields[field].annotation)[0].__args__)]

    base = real.data.questions["long-life"].model_copy(update={"needs": (), "also": None})
    properties = [(), ("specific-capacity", "specific-energy"), ("volume-strain",)]
    answered = 0
    for field, group, names in product(options("field"), options("group"), properties):
        question = base.model_copy(update={"field": field, "group": group, "properties": names})
        if not any(contradictions(question)):
            assert isinstance(answers.sentences(real, question, questions.groups(real, question)), list)
            answered += 1
    assert answered > len(properties) * len(options("field"))


def test_values_fit_their_question_one_for_each_material_and_the_best_first(real: Atlas) -> None:
    for question in real.data.questions.values():
        for group in questions.groups(real, question) if not question.field else ():
            found: list[Value] = list(group.rows)
            assert len({(value.entry.id, value.claim.unit) for value in found}) == len(found)
            for value in found:
                given = value.claim.conditions
                assert value.claim.property in question.properties
                described, called = value.entry.description, value.entry.material.called or ""
                classes = {described and described.entropy_class, called.removesuffix("-entropy")}
                assert not question.classes or classes & set(question.classes)
                assert all(given and getattr(given, name) is not None for name in question.needs)
                assert question.cycles_from is None or (given and given.cycles and given.cycles >= question.cycles_from)
            found = [value for value in found if not questions.is_beyond(real, value.claim)]
            units = {value.claim.unit for value in found}
            for unit, studied in product(units, (True, False)):
                of_one = [value.claim for value in found if value.claim.unit == unit and is_studied(value) == studied]
                signs = [-1 if real.data.properties[claim.property].better == "lower" else 1 for claim in of_one]
                middles = [sign * sum(ends(claim.value) or ()) for sign, claim in zip(signs, of_one, strict=True)]
                assert "exposure" in question.needs or middles == sorted(middles, reverse=True)


def is_studied(value: Value) -> bool:
    return value.entry.material.role == "subject"


def test_questions_are_in_the_order_of_their_file(real: Atlas) -> None:
    assert list(real.data.questions)[:3] == ["o3-capacity", "long-life", "first-cycle"]
    assert list(real.data.questions)[-1] == "losses"


def test_a_mean_voltage_is_of_the_window_of_the_capacity_beside_it(real: Atlas) -> None:
    found = {value.entry.id: value for value in questions.values(real, real.data.questions["o3-capacity"])}
    for value in found.values():
        if value.also:
            assert value.also.conditions
            assert value.claim.conditions
            assert value.also.conditions.window == value.claim.conditions.window
    assert found["heo-ghosh2024"].also is None  # its 3.2 V is of 2.0–4.0 V


def test_a_material_whose_capacity_has_no_window_is_named_with_its_value(real: Atlas) -> None:
    question = real.data.questions["o3-capacity"]
    found = {value.entry.material.name: (value, lacking) for value, lacking in questions.incomplete(real, question)}
    first, lacking = found["HEO-Ce2"]
    assert lacking == ("window",)
    said = next(each for each in sentences(real, "o3-capacity") if "without the window" in each)
    assert f"{claim_text(first.claim)} (HEO-Ce2)" in said
    page = next(page.text for page in pages._question_pages(real) if page.uri == "questions/o3-capacity.md")
    assert "HEO-Ce2" in page.split('id="without-window"')[1]


def test_no_full_or_solid_state_cell_and_no_exposed_sample_is_among_capacities_at_high_currents(real: Atlas) -> None:
    for value in questions.values(real, real.data.questions["fast"]):
        given = value.claim.conditions
        assert given
        assert given.cell in (None, "half cell")
        assert given.exposure is None


def test_air_and_water_are_apart(real: Atlas) -> None:
    for group in questions.groups(real, real.data.questions["air"]):
        media = {value.claim.conditions.exposure for value in group.rows if value.claim.conditions}
        assert not (any(each.startswith("air") for each in media) and any(each.startswith("water") for each in media))


def test_the_best_cathode_under_study_is_named_first_and_a_better_control_with_its_role(real: Atlas) -> None:
    groups = {group.label: group.rows for group in questions.groups(real, real.data.questions["o3-capacity"])}
    found = sorted(groups["Layered oxides, O3"], key=lambda value: -value.middle)
    studied = [value for value in found if is_studied(value)]
    first = next(each for each in sentences(real, "o3-capacity")[1:] if each.startswith("Layered oxides, O3"))
    best = f"{studied[0].entry.material.name} has the highest of {len(studied)} values of cathodes under study"
    assert first.startswith(f"Layered oxides, O3: {best}, {claim_text(studied[0].claim)}")
    assert f"higher: {found[0].entry.material.name} (control) {claim_text(found[0].claim)}" in first


def test_medians_are_of_five_or_more_cathodes_under_study(real: Atlas) -> None:
    groups = {group.label: group.rows for group in questions.groups(real, real.data.questions["c-axis"])}
    studied = {label: [row.middle for row in rows if is_studied(row)] for label, rows in groups.items()}
    answer = sentence(real, "c-axis")
    for label in ("High entropy", "Medium entropy"):
        middle = value_text(Decimal(f"{median(studied[label]):.4g}"), "Å")
        assert f"{middle} ({label.lower()}, {len(studied[label])})" in answer
    assert len(groups["Low entropy"]) < 5
    assert "(low entropy, " not in answer


@pytest.fixture(scope="module")
def answers_of(real: Atlas) -> dict[str, str]:
    """Question -> its page."""
    return {page.uri.split("/")[1].removesuffix(".md"): page.text for page in pages._question_pages(real)}


def test_sentence_drawings_and_table_of_every_question_have_the_same_pairs(
    real: Atlas, answers_of: dict[str, str]
) -> None:
    several = 0
    for ident, question in real.data.questions.items():
        pairs = questions.pairs(real, question)
        found = questions.groups(real, question)
        counted = re.search(r"(\d+) pairs? of a cathode and its control", sentence(real, ident))
        assert int(counted[1] if counted else 0) == len(pairs), ident
        drawn = [each for each in answer_charts.charts(real, question, found, "") if "against controls" in each.heading]
        said = " ".join(each for each in sentences(real, ident) if each.startswith("Pairs of properties with fewer"))
        numbers = [int(each.about.split()[0]) for each in drawn]
        assert sum(numbers) + said.count(" against ") == len(pairs), ident
        table = answers_of[ident].split('id="against-controls"')[-1].split("<h2")[0]
        assert len(re.findall(r"<tr data-ea-tags", table)) == len(pairs), ident
        several += len(pairs) > 2
    assert several > 5


def test_every_pair_of_a_material_counts_not_that_of_its_best_value_alone(real: Atlas) -> None:
    def found(ident: str, material: str) -> set[tuple[float, float]]:
        pairs = questions.pairs(real, real.data.questions[ident])
        return {(pair.value, pair.control_value) for pair in pairs if pair.material.id == material}

    assert found("long-life", "kt-nfm") >= {(92.8, 30.2), (90.3, 29.63)}  # half cell and pouch cell
    assert found("air", "a2c2-nfm") == {(97.4, 66.4), (80.8, 19.8)}  # at 0.1C and at 1C


def test_pairs_below_the_limit_are_counted_and_listed_with_those_above(real: Atlas) -> None:
    question = real.data.questions["long-life"]
    pairs = questions.pairs(real, question)
    below = sum(pair.value < 85 for pair in pairs)
    assert 0 < below < len(pairs)
    assert f"{below} of them below 85\xa0%" in sentence(real, "long-life")
    assert "lower by more than 0.1\xa0R" in sentence(real, "long-life")


def test_notes_on_pairs_are_counted_and_no_pair_stands_back_for_one(real: Atlas) -> None:
    pairs = questions.pairs(real, real.data.questions["air"])
    noted = sum(pair.claim.note is not None for pair in pairs)
    assert 0 < noted < len(pairs)
    assert f"({noted} of them with a note)" in sentences(real, "air")[0]


def test_layered_oxides_of_one_phase_and_other_families_are_answered_each_by_itself(real: Atlas) -> None:
    first = sentences(real, "long-life")[0]
    for group in questions.groups(real, real.data.questions["long-life"]):
        structures = {(row.entry.material.family, row.entry.phase) for row in group.rows}
        assert len({family for family, _ in structures}) == 1
        if group.label in ("Layered oxides, O3", "Layered oxides, P2"):
            assert {phase for _, phase in structures} == {group.label[-2:]}
        assert group.label[1:] in first
    assert "; Prussian blue analogues: " in first


def test_an_exposure_is_named_with_its_humidity_or_that_it_is_not_stated(real: Atlas) -> None:
    said = sentence(real, "air")
    assert "SP-HEO, capacity retention after exposure 91\xa0% against 78\xa0% (HEO (Nano Lett. 2024); " in said
    assert "exposed to air for 10 days, 40\xa0% humidity" in said
    assert "exposed to air for 5 days, humidity not stated" in said


def test_a_control_of_the_composition_of_the_material_is_told(real: Atlas, answers_of: dict[str, str]) -> None:
    (pair,) = (each for each in questions.pairs(real, real.data.questions["air"]) if each.material.id == "sp-heo")
    assert pair.is_of_one_composition
    assert not pair.is_against_lower
    assert 'data-label="Also differs">the same composition</td>' in answers_of["air"]


def test_benchmarks_of_low_entropy_stand_among_the_values_in_the_cold(real: Atlas) -> None:
    found = {group.label: group.rows for group in questions.groups(real, real.data.questions["cold"])}
    at_40 = {row.entry.id for row in found["At −40\xa0°C"]}
    assert {"he-na3-45tmp", "nvpf-rgo-cnt", "nnmy2"} <= at_40


def test_every_answer_lists_the_papers_of_its_values(real: Atlas, answers_of: dict[str, str]) -> None:
    for ident, question in real.data.questions.items():
        papers = answers.reach(real, question, questions.groups(real, question)).references
        listed = answers_of[ident].split("with these values</summary>")[1].split("</details>")[0]
        assert re.findall(r'references/([^/"]+)/"', listed) == list(papers)
        assert papers


def test_the_drawing_of_an_answer_follows_its_first_sentence(answers_of: dict[str, str]) -> None:
    for ident, text in answers_of.items():
        assert "<figure" not in text.split("</header>")[0], ident
        assert re.match(r'\s*<div class="ea-answer-charts"', text.split("</header>")[1]), ident


def test_pairs_of_water_whose_metals_differ_are_named(real: Atlas) -> None:
    assert "HE-K-PBA 2.099\xa0% against 2.472\xa0% (Mn-K-PBA)" in sentence(real, "water")


def test_an_efficiency_above_100_percent_is_told_and_not_ranked(real: Atlas) -> None:
    found = {value.entry.id: value for value in questions.values(real, real.data.questions["first-cycle"])}
    assert found["he-p2-o3"].middle > 100
    first = sentences(real, "first-cycle")[0]
    assert first.startswith("Layered oxides, O3: NaNFCMTC 99.7")
    assert "several phases: HE-P2/O3" not in first  # a group whose values are all beyond the best is not ranked
    assert "Above 100\xa0% and not ranked: HE-P2/O3" in sentence(real, "first-cycle")
    rows = next(group.rows for group in questions.groups(real, real.data.questions["first-cycle"]))
    assert all(value.claim.conditions.cycles == 1 for value in rows if value.claim.conditions)


def test_the_count_of_evidence_is_explained_beside_that_of_the_losses(real: Atlas) -> None:
    higher = Evidence.of(real).higher.pairs
    assert f"Evidence counts {len(higher)} pairs" in sentence(real, "losses")


def test_a_rate_test_answers_with_its_value_at_the_current_that_is_asked_for(real: Atlas) -> None:
    question = real.data.questions["o3-capacity"]
    found = {value.entry.id: value.claim for value in questions.values(real, question)}
    assert all(claim.conditions and claim.conditions.rate and not claim.points for claim in found.values())
    rates = [claim.conditions.rate for claim in found.values() if claim.conditions and claim.conditions.rate]
    assert all(float(rate.removesuffix("C")) <= 0.1 for rate in rates if rate.endswith("C"))


def test_a_half_cell_is_asked_for_so_no_capacity_of_a_full_cell_answers(real: Atlas) -> None:
    found = questions.values(real, real.data.questions["o3-capacity"])
    assert {value.claim.conditions.counter for value in found if value.claim.conditions} <= {"Na", None}


def test_each_temperature_in_the_cold_has_rows_of_its_own_the_mildest_first(real: Atlas) -> None:
    found = questions.groups(real, real.data.questions["cold"])
    temperatures = [
        {highest(row.claim.conditions.temperature) for row in group.rows if row.claim.conditions} for group in found
    ]
    assert all(len(each) == 1 for each in temperatures)
    order = [each.pop() for each in temperatures]
    assert order == sorted(order, reverse=True)
    assert max(order) <= -10


def test_a_value_in_the_cold_stands_beside_that_at_room_temperature_at_the_same_current(real: Atlas) -> None:
    found = questions.values(real, real.data.questions["cold"])
    beside = [value for value in found if value.also]
    assert {value.entry.id for value in beside} >= {"nfnccmt-b002", "nfmcmt"}
    for value in beside:
        assert value.also
        assert criteria.at_room_temperature(value.also.conditions)
        assert value.also.unit == value.claim.unit
    answer = sentence(real, "cold")
    assert all(f"At {temperature}\u00a0°C: " in answer for temperature in ("−10", "−20", "−25", "−40", "−50"))
    assert "151.3 mAh g⁻¹ at room temperature, the window of one not stated;" in answer.replace("\u00a0", " ")


def test_values_in_two_voltage_windows_are_never_beside_each_other(real: Atlas) -> None:
    for ident in ("cold", "air"):
        for value in questions.values(real, real.data.questions[ident]):
            windows = {window(claim) for claim in (value.claim, value.also) if claim} - {None}
            assert len(windows) < 2, (value.entry.id, windows)
    found = questions.values(real, real.data.questions["cold"])
    assert all(value.also is None for value in found if value.entry.id == "he-na3-45tmp" and value.middle == 108.1)
    page = next(page.text for page in pages._question_pages(real) if page.uri == "questions/cold.md")
    lacking = sum(value.lacks_window for value in found)
    assert page.count('<br><span class="ea-paper">window of one not stated') == lacking
    assert lacking > 0


@pytest.mark.parametrize("ident", ["first-cycle", "long-life", "o3-capacity", "fast"])
def test_a_drawn_or_named_pair_has_the_cathode_under_study_first_and_is_there_once(real: Atlas, ident: str) -> None:
    question = real.data.questions[ident]
    charts = answer_charts.charts(real, question, questions.groups(real, question), "../../")
    chart = next(each for each in charts if each.heading.endswith("against controls"))
    assert "Filled: the cathode under study; open: its control" in chart.about
    marks = re.findall(r'<a href="\.\./\.\./materials/([^/"]+)/"><title>([^<]*)</title>.*?</a>', chart.drawn)
    filled = marks[1::2]  # the control of a row is drawn first, below
    assert {real.entries[entry].material.role for entry, _ in filled} == {"subject"}
    pairs = list(zip(marks[::2], filled, strict=True))
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


def test_a_dot_of_the_losses_is_a_pair_and_one_of_another_answer_a_material(real: Atlas) -> None:
    for ident, dot in {"losses": "a pair of material and control", "fast": "a material"}.items():
        question = real.data.questions[ident]
        first = answer_charts.charts(real, question, questions.groups(real, question), "")[0]
        assert first.about.endswith(f"Each dot is {dot}.")


def test_no_answer_sums_up_fewer_than_five_values(real: Atlas) -> None:
    said = [each for ident in ("calcination", "water") for each in sentences(real, ident)]
    counted = re.findall(r"median [\d.]+\xa0°C, n = (\d+)|median of (\d+) |, (\d+); median", " ".join(said))
    numbers = [int(each) for each in chain.from_iterable(counted) if each]
    assert "1.30–2.74 (low entropy, 4)" in sentence(real, "water")
    assert "several phases: 900–1000\xa0°C (n = 4)" in sentence(real, "calcination")
    assert any("several phases (n = 4): 12–15\xa0h (4 times)" in each for each in said)
    assert min(numbers) >= 5


def test_values_that_are_not_ranked_are_in_no_median_and_the_papers_are_counted(real: Atlas) -> None:
    said = next(each for each in sentences(real, "first-cycle") if "median" in each)
    medians = [float(each) for each in re.findall(r"([\d.]+)\s% \(", said)]
    assert medians
    assert max(medians) <= 100
    groups = questions.groups(real, real.data.questions["first-cycle"])
    (rows,) = (group.rows for group in groups if group.label == "Layered oxides, O3")
    studied = [value for value in rows if is_studied(value)]
    ranked = [value for value in studied if not questions.is_beyond(real, value.claim)]
    papers = {value.claim.source.reference for value in ranked}
    assert said.endswith(f", from {len(papers)} papers.")


def test_the_highest_value_says_that_the_table_has_a_note_on_it(real: Atlas) -> None:
    (line,) = (each for each in sentences(real, "long-life") if each.startswith("Prussian blue analogues"))
    assert re.search(r"HMHE-HCF .* has the highest .*98\.1\s%.*; the table has a note on this value", line)


def test_a_share_of_the_capacity_at_room_temperature_is_no_retention_over_cycles(real: Atlas) -> None:
    found = questions.values(real, real.data.questions["cold"])
    mine = [value.claim for value in found if value.entry.id == "he-nfpp-dong2025a" and value.middle == 80.3]
    assert [claim.property for claim in mine] == ["low-temperature-capacity"]
    kept = [claim for value in found if (claim := value.claim).property == "capacity-retention"]
    assert not [claim for claim in kept if claim.conditions and "against 25" in (claim.conditions.other or "")]


def test_a_capacity_before_an_exposure_agrees_with_the_share_that_the_source_prints(real: Atlas) -> None:
    found = questions.values(real, real.data.questions["air"])
    capacities = [value for value in found if value.claim.property == "capacity-after-exposure"]
    assert [value.also for value in capacities if value.entry.id == "sp-heo"] == [None]  # 91 % is of another current
    assert all(value.also.conditions.state is None for value in capacities if value.also and value.also.conditions)


@pytest.mark.parametrize("ident", ["o3-capacity", "long-life", "fast", "cold", "calcination", "water", "losses", "air"])
def test_an_answer_is_drawn_with_a_link_and_a_number_for_each_material(
    real: Atlas, answers_of: dict[str, str], ident: str
) -> None:
    question = real.data.questions[ident]
    found = questions.groups(real, question)
    drawn = answer_charts.charts(real, question, found, "../../")
    entries = {row.material.id if isinstance(row, Pair) else row.entry.id for group in found for row in group.rows}
    for chart in drawn:
        ElementTree.fromstring(chart.drawn)
        linked = re.findall(r'<a href="\.\./\.\./materials/([^/"]+)/"><title>[^<]*\d[^<]*</title>', chart.drawn)
        assert len(linked) == chart.drawn.count("<circle") >= 4
        assert max(map(len, re.findall(r">([^<]+)</text>", chart.drawn))) <= 52  # characters that a phone has room for
        if "against controls" not in chart.heading:
            assert set(linked) <= entries
    assert answers_of[ident].count("<figure") == len(drawn) > 0


def test_what_its_source_calls_high_entropy_answers_too_and_is_marked_where_its_formula_gives_less(real: Atlas) -> None:
    question = real.data.questions["long-life"]
    entries = {row.entry.id: row.entry for group in questions.groups(real, question) for row in group.rows}
    assert entries["he-nfpp-dong2025a"].called_higher == "called high-entropy, low by formula"
    only = [entry for entry in entries.values() if entry.description and entry.description.entropy_class == "low"]
    assert f"{len(only)} called high-entropy, low by formula" in sentence(real, "long-life")
    assert real.entries["heo-ghosh2024"].called_higher == ""  # as its formula says


def test_a_capacity_after_an_exposure_stands_beside_the_one_before_at_the_same_current(real: Atlas) -> None:
    found = [value for value in questions.values(real, real.data.questions["air"]) if value.also]
    assert found
    for value in found:
        before, after = value.also.conditions if value.also else None, value.claim.conditions
        assert after
        assert rate_parts((before and before.rate) or "") == rate_parts(after.rate or "")
        assert before is None or before.exposure is None
        assert value.claim.unit != "percent"  # only its source knows of which capacity it is


def test_the_longest_exposure_comes_first_with_the_change_that_it_brings(real: Atlas) -> None:
    found = {group.label: list(group.rows) for group in questions.groups(real, real.data.questions["air"])}
    for rows in found.values():
        days = [row.claim.conditions.exposure_days or 0 for row in rows if row.claim.conditions]
        assert days == sorted(days, reverse=True)
    for row in found["Capacity after exposure to air"]:
        if row.also:
            assert row.change == pytest.approx(100 * (row.middle - float(row.also.value)) / float(row.also.value))
    assert any(row.change for row in found["Capacity after exposure to air"])
    assert all(row.change is None for row in found["Absolute capacity loss on exposure to air"])


def test_values_that_a_paper_gives_for_its_control_are_values_of_the_control(real: Atlas) -> None:
    found = {value.entry.id: value for value in questions.values(real, real.data.questions["c-axis"])}
    roles = {value.entry.material.role for value in found.values()}
    assert {"subject", "control"} <= roles
    assert all(value.over for value in found.values())


def test_losses_are_every_fair_pair_in_which_the_material_of_higher_entropy_did_worse(real: Atlas) -> None:
    question = real.data.questions["losses"]
    found = questions.losses(real, question)
    worse = [pair for pair in fair_pairs(real) if pair.measured.better and pair.outcome == "worse"]
    assert len(found) == sum((pair.entropy_difference or 0) > 0.1 for pair in worse)
    assert {"capacity-retention", "working-voltage"} <= {pair.claim.property for pair in found}
    assert all(pair.outcome == "worse" and (pair.entropy_difference or 0) > 0.1 for pair in found)
    assert len(found) < questions.compared(real, question).total()


def test_the_loss_in_the_sentence_is_of_a_high_entropy_cathode_and_another_phase_is_named(real: Atlas) -> None:
    question = real.data.questions["losses"]
    first, by_class, _, _, alike, apart = sentences(real, "losses")[:6]
    compared = questions.compared(real, question)
    for group in questions.groups(real, question):  # a number of losses says nothing without the pairs of its class
        assert f"{group.label.lower()} {len(group.rows)} of {compared[group.label]}" in by_class
    assert first.startswith("In ")
    assert f"is {real.entries['heo-anie-202416290'].material.name} against " in alike
    assert "HE-O3, itself a control in its paper, against" in apart
    assert "(O3 against P2/O3)" in apart
    others = {pair.phases for pair in questions.losses(real, question)}
    assert others == {None, ("O3", "P2/O3")}


def test_water_is_given_with_its_range_and_that_of_potassium_compounds_apart(real: Atlas) -> None:
    question = real.data.questions["water"]
    found = {group.label: {row.entry.id for row in group.rows} for group in questions.groups(real, question)}
    assert found["High entropy, more K than Na"] == {"he-k-pba"}
    assert "he-k-pba" not in found["High entropy"]
    assert "0.38–2.89 (high entropy, 3)" in sentence(real, "water")


def test_water_that_only_a_formula_prints_counts_with_its_basis_beside_what_was_measured(real: Atlas) -> None:
    found = {each.entry.id: each for each in questions.waters(real, real.data.questions["water"])}
    assert {ident: str(found[ident].printed) for ident in ("he-hcf", "hmhe-hcf", "he-k-pba")} == {
        "he-hcf": "289/100",
        "hmhe-hcf": "37/20",
        "he-k-pba": "39/100",
    }
    assert found["he-hcf"].technique == "ICP-OES and TGA"
    by_mass = next(amount for claim, amount in found["he-k-pba"].amounts if claim.unit == "percent")
    assert by_mass == pytest.approx(0.345, abs=0.005)  # 2.099 % of 296.6 g/mol, the hydrate
    assert [round(amount, 2) for _, amount in found["he-hcf"].amounts][-1] == 0.92
    assert found["he-pw"].amounts == []  # stated, and the number of the formula


def test_a_change_between_states_that_are_not_named_stands_after_those_with_states(real: Atlas) -> None:
    found = questions.groups(real, real.data.questions["volume"])
    labels = [group.label for group in found]
    assert (
        labels.index("Volume change in operation, states not named") == labels.index("Volume change in operation") + 1
    )
    assert all(row.claim.conditions and row.claim.conditions.other for row in found[0].rows)


def test_the_first_measured_composition_named_is_of_a_cathode_of_medium_or_high_entropy(real: Atlas) -> None:
    first = sentences(real, "analysis")[0]
    entry = next(each for each in real.entries.values() if f"that of {each.material.name} with" in first)
    assert entry.material.role == "subject"
    assert entry.description
    assert entry.description.entropy_class in ("medium", "high")


def test_full_cells_have_their_capacity_beside_their_energy_each_by_its_mass(real: Atlas) -> None:
    labels = [group.label for group in questions.groups(real, real.data.questions["full-cell"])]
    assert {"Energy, per mass of the cathode material", "Capacity, per mass of the cathode material"} <= set(labels)


def test_a_material_of_which_no_water_is_known_has_no_row(real: Atlas) -> None:
    assert water(real.entries["he-pba-ma2021"]) is None


def test_a_measured_composition_tells_every_element_whose_amount_differs_the_largest_first(real: Atlas) -> None:
    entry = real.entries["ncfmmt"]
    found = deviation(entry, entry.measured[0])
    assert [(shift.symbol, shift.difference) for shift in found.shifts[:2]] == [
        ("Na", Fraction(-9, 100)),
        ("Ni", Fraction(1, 50)),
    ]
    sizes = [abs(shift.difference) for shift in found.shifts]
    assert sizes == sorted(sizes, reverse=True)


def test_a_synthesis_without_a_time_has_its_temperature_and_a_thermal_shock_is_in_no_median_of_furnaces(
    real: Atlas,
) -> None:
    question = real.data.questions["calcination"]
    found = {group.label: {row.entry.id for row in group.rows} for group in questions.groups(real, question)}
    assert "nvfp-he" in found["Polyanionic compounds"]
    assert found["Polyanionic compounds by thermal shock"] == {"he-na3-45tmp"}
    assert "he-na3-45tmp" not in found["Polyanionic compounds"]


def test_papers_with_and_without_an_answer_are_counted_apart(real: Atlas) -> None:
    question = real.data.questions["cold"]
    found = answers.reach(real, question, questions.groups(real, question))
    papers = {entry.material.source.reference for entry in questions.entries(real, question)}
    count = len(found.references)
    assert 0 < count < count + found.silent_papers <= len(papers) + count
    assert 0 < found.materials < found.of


def test_what_values_are_set_against_is_an_axis_of_the_plot(real: Atlas) -> None:
    named = [question.over for question in real.data.questions.values() if question.over]
    assert [answers.axis(name) for name in named] == ["computed.sodium_per_metal"]


def test_the_page_of_the_synthesis_temperature_lists_every_synthesis(real: Atlas) -> None:
    text = pages.record(real, "properties", practice.CALCINED).text
    calcined = [entry.id for made in practice.calcinations(real).values() for entry, _ in made]
    listed = re.findall(r'href="[./]+materials/([^/]+)/#synthesis"', text)
    assert sorted(listed) == sorted(calcined)


def test_every_row_of_an_answer_has_a_cell_under_each_heading_and_no_column_of_a_group_is_empty(real: Atlas) -> None:
    for page in pages._question_pages(real):
        for table in re.findall(r"<table.*?</table>", page.text, re.DOTALL):
            headings = len(re.findall(r'<th scope="col"', table))
            rows = re.findall(r'<tr[^>]*><th scope="row".*?</tr>', table, re.DOTALL)
            assert {row.count("<td") + 1 for row in rows} == {headings}, page.uri
    text = next(page.text for page in pages._question_pages(real) if page.uri == "questions/air.md")
    kept, after = (
        text.split(f'id="{name}-exposure-to-air"')[1] for name in ("capacity-retention-after", "capacity-after")
    )
    assert "Before" not in kept.split("</table>")[0]
    assert "Before" in after.split("</table>")[0]


def test_a_question_that_nothing_answers_says_so(records: Records) -> None:
    asked = "label: What is unknown?, description: Nothing., properties: [capacity-retention], cycles_from: 9999"
    records.write("vocabulary/questions.yml", f"nothing: {{{asked}}}\n")
    made = {page.uri: page.text for page in pages.render(pipeline.load(records.root))}
    assert "No value here." in made["questions/nothing.md"]


@pytest.mark.parametrize("group", [None, "entropy"])
def test_an_answer_whose_values_are_all_beyond_the_best_ranks_none(real: Atlas, group: str | None) -> None:
    asked = {"properties": ("coulombic-efficiency",), "least": Decimal("100.2"), "group": group}
    question = ReaderQuestion.model_validate({"label": "Which are above 100?", "description": "x.", **asked})
    said = answers.sentences(real, question, questions.groups(real, question))
    assert said[0].startswith("Above 100\xa0% and not ranked: ")


def test_values_that_are_all_the_same_have_no_correlation(real: Atlas) -> None:
    question = real.data.questions["c-axis"]
    claim = next(value.claim for value in questions.values(real, question))
    same = [replace(value, claim=claim) for value in questions.values(real, question)]
    assert "r = " in sentence(real, "c-axis")
    assert "r = " not in " ".join(answers.sentences(real, question, [Group("", same)]))
