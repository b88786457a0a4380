"""What is said beside a computed number, for records in which it does not hold without it."""

from __future__ import annotations

import pytest

from generator import pipeline
from generator.chemistry.description import describe
from generator.derived import caveats, lookalikes, nearest
from generator.derived.atlas import Atlas
from generator.site import pages

from .conftest import Records

pytestmark = pytest.mark.data

ALPHA = "materials/alpha.yml"
NASICON = "Na4Cr0.7Fe0.4Mn0.3V0.3Al0.2(PO4)3"
FIVE = "NaNi0.2Fe0.2Mn0.2Ti0.2Co0.2O2"
SEVERAL = "the source reports more than one phase"


def page(records: Records, name: str = "alpha") -> str:
    made = pages.render(pipeline.load(records.root))
    return next(page.text for page in made if page.uri == f"materials/{name}.md")


def with_capacity(records: Records, value: str, bound: str = "exact") -> str:
    claim = f"""claims:
  - property: specific-capacity
    value: {value}
    unit: mAh g-1
    bound: {bound}
    basis: measured
    source: {{reference: doe2024, via: roe2026, at: "2.1"}}
"""
    records.edit("vocabulary/properties.yml", "capacity-retention:", _CAPACITY + "capacity-retention:")
    records.edit(ALPHA, "claims:\n", claim)
    return page(records)


_CAPACITY = """specific-capacity:
  label: Specific capacity
  kind: number
  unit: mAh g-1
  description: Charge per mass.
"""


@pytest.mark.parametrize(("value", "bound"), [("300", "about"), ("[200, 300]", "exact"), ("300", "above")])
def test_a_capacity_beyond_the_sodium_of_the_formula_is_explained(records: Records, value: str, bound: str) -> None:
    row = with_capacity(records, value, bound).split('id="claim-1"')[1].split("</tr>")[0]
    assert "a cell that supplies more sodium can exceed it" in row


@pytest.mark.parametrize(("value", "bound"), [("150", "exact"), ("300", "below")])
def test_a_capacity_that_the_sodium_of_the_formula_can_give_needs_no_remark(
    records: Records, value: str, bound: str
) -> None:
    assert "supplies more sodium" not in with_capacity(records, value, bound)


def test_the_centres_of_polyanions_have_rows_of_their_own(records: Records) -> None:
    layered = (records.root / "families/layered-oxide.yml").read_text(encoding="utf-8")
    records.write("families/polyanionic.yml", layered.replace("layered-oxide", "polyanionic"))
    records.edit("materials/beta.yml", "NaNi0.5Mn0.5O2", "NaFeVPO4(SO4)2")
    records.edit("materials/beta.yml", "family: layered-oxide", "family: polyanionic")
    text = page(records, "beta")
    centres = text.split(">Polyanion centre</th>")[1].split("</tbody>")[0]
    assert (centres.count("33.3 %"), centres.count("66.7 %")) == (1, 1)
    assert "<strong>O</strong>" in text.split(">Anions</th>")[1].split("</tbody>")[0]
    assert "Polyanion centre: P 1, S 2" in text


@pytest.mark.parametrize(
    ("text", "family", "left_out"),
    [
        ("Na0.7MnO2", None, None),
        ("Na2Mn[Fe(CN)6]", None, "unit: mixing among the anions."),
        ("Na3V2(PO4)2F3", None, "anions; empty alkali positions, unless"),
        ("Na0.44MnO2", "tunnel-oxide", "unit: empty alkali positions, unless"),
    ],
)
def test_the_entropy_per_formula_unit_names_what_is_not_counted(
    text: str, family: str | None, left_out: str | None
) -> None:
    found = caveats.not_counted(describe(text, family=family).placed)
    assert found is None if left_out is None else found is not None and left_out in found


def test_a_definition_that_depends_on_the_number_of_positions_is_reported() -> None:
    found = caveats.by_printed_sum(describe(NASICON))
    assert found is not None
    for text in (
        "2 metal positions",
        "as printed, 1.9",
        "Cr, the largest share, is 36.8 %",
        "definition is not met",
    ):
        assert text in found


def test_anions_of_one_kind_leave_nothing_to_count() -> None:
    found = caveats.not_counted(describe("Na3V2(PO4)3").placed)
    assert found == "Not counted per formula unit: empty alkali positions, unless the formula prints them."


def test_anions_that_do_not_share_one_site_have_no_share_of_it(records: Records) -> None:
    apart = page(records, "gamma").split(">Anions</th>")[1].split("</tbody>")[0]
    assert "%" not in apart
    assert page(records).split(">Anion site</th>")[1].split("</tbody>")[0].count("100.0 %") == 1


def test_a_principal_element_that_depends_on_the_number_of_positions_is_reported() -> None:
    found = caveats.by_printed_sum(describe("NaNi0.53Mn0.35Ti0.1Sb0.05O2"))
    assert found is not None
    assert found.startswith("Shares are taken of 1 metal position;")
    assert found.endswith("principal elements are Ni, Mn, Ti.")
    assert "definition" not in found


@pytest.mark.parametrize("text", [FIVE, "NaNi0.3Mn0.3Ti0.3O2", "Na3V1.9Al0.1(PO4)3"])
def test_a_result_that_does_not_depend_on_it_needs_no_caveat(text: str) -> None:
    assert caveats.by_printed_sum(describe(text)) is None


@pytest.mark.parametrize("phase", ["P2/O3", "P3 / O3", "O3 with spinel", "mixture of P2 and O3", "layered/tunnel"])
def test_a_definition_met_by_the_formula_says_when_the_source_has_several_phases(records: Records, phase: str) -> None:
    records.edit(ALPHA, "phase: O3", f"phase: {phase}")
    records.edit(ALPHA, "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2", FIVE)
    assert SEVERAL in page(records)


@pytest.mark.parametrize("phase", ["O3", "NASICON, C2/c", "fluorophosphate, P42/mnm", "P21/n"])
def test_one_phase_or_a_space_group_is_not_taken_for_several(records: Records, phase: str) -> None:
    records.edit(ALPHA, "phase: O3", f"phase: {phase}")
    records.edit(ALPHA, "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2", FIVE)
    text = page(records)
    assert "Met as far as a formula can show" in text
    assert SEVERAL not in text


def test_a_share_of_a_phase_implies_another_phase(real: Atlas) -> None:
    materials = real.data.materials
    assert caveats.several_phases(materials["ls-nfm-deng2018"])
    assert not caveats.several_phases(materials["nvp"])


# A record that carries the formula of a host.


def test_a_formula_of_the_host_is_marked_next_to_its_entropy(records: Records) -> None:
    assert "Computed for the host" not in page(records)
    records.edit(ALPHA, "family:", "host: true\nfamily:")
    first_screen = page(records).split('class="ea-glance"')[1].split("</section>")[0]
    assert "Computed for the host: the dopant is not in the formula." in first_screen


def test_a_host_is_neither_the_same_composition_nor_the_nearest(records: Records) -> None:
    records.edit("materials/beta.yml", "NaNi0.5Mn0.5O2", "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2")
    before = pipeline.load(records.root)
    assert [entry.id for entry in lookalikes.of(before, lookalikes.index(before), "beta").same] == ["alpha"]
    assert [near.id for near in nearest.of(before, nearest.index(before), "beta")] == ["alpha"]
    records.edit(ALPHA, "family:", "host: true\nfamily:")
    after = pipeline.load(records.root)
    assert lookalikes.of(after, lookalikes.index(after), "beta").same == ()
    known = nearest.index(after)
    assert nearest.of(after, known, "beta") == nearest.of(after, known, "alpha") == []


def test_a_host_and_what_was_made_of_it_are_two_records_of_one_paper(records: Records) -> None:
    records.edit("materials/beta.yml", "NaNi0.5Mn0.5O2", "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2\nphase: O3")
    assert any("material-twice" in problem for problem in records.problems())
    records.edit(ALPHA, "family:", "host: true\nfamily:")
    assert records.problems() == []


def test_records_whose_formula_is_that_of_the_host_say_so(real: Atlas) -> None:
    hosts = {ident for ident, material in real.data.materials.items() if material.host}
    assert {"mo-nmvp-wu2025", "b-nlnfm-guo2021", "la-nfm-d6ta00332j"} <= hosts
