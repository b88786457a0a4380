"""A contributor's slip is told with file, line and remedy; all slips in one run; good records load."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import dataset
from generator.collection import Dataset

from .conftest import ROOT, Records

ALPHA = "materials/alpha.yml"

# What is done to the small records -> what the contributor reads. (file, old text, new text, problem)
SLIPS = {
    "a misspelt key": (
        ALPHA, "phase: O3", "fase: O3",
        'data/materials/alpha.yml:6:1: fase: found the unknown key "fase", expected one of this record\'s keys. '
        'Did you mean "phase"?',
    ),
    "a missing key": (ALPHA, "name: Alpha\n", "", 'name: found no "name", expected it. Meaning: what people call it.'),
    "a number as text": (
        ALPHA, "cycles: 500", 'cycles: "500"',
        'data/materials/alpha.yml:19:18: claims[0].conditions.cycles: found "500", expected a whole number.',
    ),
    "a word that is not a choice": (ALPHA, "basis: stated", "basis: state", 'Did you mean "stated"?'),
    "a rate without its unit": (ALPHA, "rate: 3C", "rate: fast", 'expected a rate such as "3C"'),
    "a window with one end": (ALPHA, "[2.0, 4.1]", "[2.0]", "found a list of 1, expected a list of two numbers"),
    "an unknown element": (ALPHA, "Sb0.05", "Xx0.05", "data/materials/alpha.yml:4:1: formula: found"),
    "a placeholder for a metal": (ALPHA, "Sb0.05", "TM0.05", "expected a formula"),
    "a formula without a metal": (ALPHA, "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2", "NaO2", "expected a formula"),
    "an unknown reference": (
        ALPHA, "reference: doe2024, via", "reference: doe2023, via",
        'source.reference: found "doe2023", expected the id of one of the references. Did you mean "doe2024"?',
    ),
    "an unknown control": (
        ALPHA, "material: beta", "material: betta",
        'claims[0].versus.material: found "betta", expected the id of one of the materials. Did you mean "beta"?',
    ),
    "an effect where a challenge belongs": (
        ALPHA, "challenge: air", "challenge: cocktail", "That id is one of the effects."
    ),
    "a unit that the property does not have": (
        ALPHA, "unit: percent", "unit: '%'", 'found "%", expected the unit "percent"'
    ),
    "words where a number belongs": (ALPHA, "value: 87.0", "value: most", "expected a number or [low, high]"),
    "a range upside down": (ALPHA, "value: 87.0", "value: [90, 80]", "Put the lower number first."),
    "a family's value in another unit": (
        "families/layered-oxide.yml",
        "unit: percent",
        "unit: V",
        'data/families/layered-oxide.yml:8:47: values[0].unit: found "V", expected the unit "percent"',
    ),
    "a strategy of another family": (
        "materials/gamma.yml", "called:", "strategies: [phase]\ncalled:",
        'found "phase" of the family layered-oxide, expected one for prussian-blue-analogue',
    ),
    "a control that nothing is compared with": (
        ALPHA, "    versus: {material: beta, value: 24}\n", "", "found a control that no claim compares with"
    ),
    "a material compared with itself": (ALPHA, "material: beta", "material: alpha", "expected another material"),
    "a material without formula or reason": (
        "materials/beta.yml", "formula: NaNi0.5Mn0.5O2\n", "", "found no formula and no reason"
    ),
    "an id that differs from the file's name": (
        "materials/beta.yml", "id: beta", "id: beta2", "Rename the file to beta2.yml, or change the id."
    ),
    "a mechanism of an unknown type": (
        "mechanisms/air.yml", "type: challenge", "type: chalenge", 'Did you mean "challenge"?'
    ),
    "an old id that a living record bears": (
        "references/doe2024.yml", "cited_in: [{reference: roe2026, number: 1}]", "former_ids: [roe2026]",
        "the id of a living record",
    ),
    "a mis-transcribed DOI": (
        "references/doe2024.yml",
        "container-title: Journal of Tests",
        "container-title: ACS Nano",
        "Copy the DOI again",
    ),
    "a DOI with its address": (
        "references/doe2024.yml", "DOI: 10.", "DOI: https://doi.org/10.", "Leave out https://doi.org/."
    ),
    "a file without keys": ("strategies/phase.yml", "id: phase\n", "- phase\n", "expected valid YAML"),
}  # fmt: skip


def test_the_small_records_are_good(records: Records) -> None:
    assert records.problems() == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_place_and_a_remedy(records: Records, slip: str) -> None:
    path, old, new, expected = SLIPS[slip]
    records.edit(path, old, new)
    found = records.problems()
    assert any(expected in problem for problem in found), "\n".join(found)
    assert all(problem.startswith("data/") for problem in found)


def test_every_slip_of_every_file_is_told_in_one_run(records: Records) -> None:
    records.edit(ALPHA, "phase: O3", "fase: O3")
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    records.edit("references/doe2024.yml", "issued: 2024", "issued: 24")
    found = records.problems()
    assert {problem.split(":")[0] for problem in found} == {
        "data/materials/alpha.yml", "data/materials/beta.yml", "data/references/doe2024.yml",
    }  # fmt: skip


def test_a_link_to_a_record_that_cannot_be_read_is_not_told_a_second_time(records: Records) -> None:
    records.edit("references/doe2024.yml", "issued: 2024", "issued: 24")
    assert len(records.problems()) == 1


def test_two_records_with_one_id_name_each_other(records: Records) -> None:
    records.write("materials/zeta.yml", (records.root / "materials/beta.yml").read_text())
    found = records.problems()
    assert any('found the id "beta" a second time' in p and "data/materials/beta.yml" in p for p in found)


def test_one_publication_under_two_ids_is_told(records: Records) -> None:
    text = (records.root / "references/doe2024.yml").read_text()
    records.write(
        "references/doe2024b.yml",
        text.replace("id: doe2024", "id: doe2024b").replace("number: 1}", "number: 2}"),
    )
    assert any("found the DOI of doe2024" in problem for problem in records.problems())


def test_a_reference_strategy_or_property_that_nothing_names_is_told(records: Records) -> None:
    records.write(
        "strategies/idle.yml",
        (records.root / "strategies/phase.yml").read_text().replace("id: phase", "id: idle"),
    )
    assert any(
        "found one of the strategies that no material names" in problem for problem in records.problems()
    )


def test_a_control_has_one_value_whichever_record_is_read(records: Records) -> None:
    records.edit(
        "materials/beta.yml", "missing:",
        "claims:\n  - property: capacity-retention\n    value: 25\n    unit: percent\n"
        "    conditions: {cycles: 500, rate: 3C, window: [2.0, 4.1], exposure_days: 15}\n    basis: measured\n"
        '    source: {reference: doe2024, via: roe2026, at: "2.1"}\nmissing:',
    )  # fmt: skip
    assert any("found 24, expected 25 as in the record of beta" in problem for problem in records.problems())


@pytest.mark.parametrize("name", ["beta.yaml", "beta.txt", "Notes.md"])
def test_a_file_that_would_be_passed_over_in_silence_is_told(records: Records, name: str) -> None:
    records.write(f"materials/{name}", "id: beta\n")
    assert any("expected a file that ends in .yml" in problem for problem in records.problems())


def test_hidden_files_and_backups_are_no_records(records: Records) -> None:
    for name in (".alpha.yml.swp", "alpha.yml~", ".DS_Store"):
        records.write(f"materials/{name}", b"\xff")
    assert records.problems() == []


def test_a_folder_with_a_misspelt_name_is_told(records: Records) -> None:
    records.write("refrences/x.yml", "id: x\n")
    assert any('Did you mean "references"?' in problem for problem in records.problems())


def test_an_absent_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    assert "found no such folder" in Records(tmp_path / "nothing").problems()[0]


@pytest.fixture(scope="module")
def collection() -> Dataset:
    return dataset.load(ROOT / "data")


MATERIALS = sorted(path.stem for path in (ROOT / "data/materials").glob("*.yml"))


@pytest.mark.parametrize("ident", MATERIALS)
def test_every_material_of_the_collection_says_where_each_number_comes_from(
    collection: Dataset, ident: str
) -> None:
    material = collection.materials[ident]
    assert material.claims or material.missing
    for claim in material.claims:
        assert claim.source.at
        assert claim.source.reference in collection.references
