"""A contributor's mistakes are reported with file, line and remedy, all in one run; valid records load."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from generator import pipeline
from generator.derived.atlas import Atlas
from generator.errors import InvalidData, did_you_mean, shown
from generator.records import introspection, validation
from generator.records.dataset import Dataset
from generator.records.models import MODELS
from generator.records.vocabulary_models import VOCABULARY
from generator.yamlio.document import dotted

from .conftest import ROOT, Records

ALPHA = "materials/alpha.yml"

# Edit of the small records -> what the contributor reads. (file, old text, new text, problem)
MISTAKES = {
    "a misspelt key": (
        ALPHA, "phase: O3", "fase: O3",
        'data/materials/alpha.yml:6:1: fase: found the unknown key "fase", expected one of this record\'s keys. '
        'Did you mean "phase"?',
    ),
    "a key in small letters": (
        "references/doe2024.yml", "DOI: 10.", "doi: 10.",
        'doi: found the unknown key "doi", expected one of this record\'s keys. Did you mean "DOI"?',
    ),
    "a key with an underscore": (
        "references/doe2024.yml", "container-title:", "container_title:", 'Did you mean "container-title"?'
    ),
    "a key of other formats": (
        "references/doe2024.yml", "container-title:", "journal:", 'Did you mean "container-title"?'
    ),
    "a key like no other": (
        "references/doe2024.yml", "volume:", "zzz:", "The site's page Fields of a record (under About) lists them."
    ),
    "a no-break space in braces": (
        ALPHA, "{cycles: 500", "{cycles:\u00a0500", "Put a plain space after the colon."
    ),
    "a month with the year": (
        "references/doe2024.yml", "issued: 2024", "issued: May 2024",
        'found "May 2024", expected a whole number. Write 2024 alone.',
    ),
    "a limit in words": (ALPHA, "value: 87.0", "value: about 87", "Write 87 and `bound: about`."),
    "a lower bound": (ALPHA, "value: 87.0", "value: ≥ 87", "Write 87 and `bound: at-least`."),
    "an upper bound": (ALPHA, "value: 87.0", "value: up to 87 %", "Write 87 and `bound: at-most`."),
    "a sign as a bound": (ALPHA, "bound: about", "bound: ≥", 'Did you mean "at-least"?'),
    "words as a bound": (ALPHA, "bound: about", "bound: Up to", 'Did you mean "at-most"?'),
    "one number in brackets": (
        ALPHA, "value: 87.0", "value: [87]", "found a list of 1, expected a number, [low, high] or text."
    ),
    "a DOI with a letter for a digit": (
        "references/doe2024.yml", "DOI: 10.", "DOI: 1O.", "A DOI begins with the digits 10 and a point"
    ),
    "authors in one text": (
        "references/doe2024.yml", "[{family: Doe, given: J.}]", "Doe, J. and Roe, R.",
        "Begin each entry on a line of its own with a hyphen and a space: - {family: …, given: …, suffix: …}.",
    ),
    "an empty value": (ALPHA, "bound: about", "bound:", "Fill it in, or delete it."),
    "an empty value between braces": (ALPHA, "material: beta,", "material: ,", "Fill it in, or delete it."),
    "capital letters for small ones": (
        ALPHA, "NaNi0.35", "NANI0.35", "Write the second letter of an element in lower case: Na."
    ),
    "a zero for the oxygen": ("materials/beta.yml", "Mn0.5O2", "Mn0.502", "Is a zero in the formula an O?"),
    "an unlisted person": (
        ALPHA, "phase: O3", "phase: O3\nentered_by: r2", "`python -m generator new contributor --id r2`"
    ),
    "a second document": (
        ALPHA, "phase: O3", "---\nphase: O3", "found a second document, expected one record a file."
    ),
    "a missing key": (ALPHA, "name: Alpha\n", "", 'name: found no "name", expected it. Meaning: its usual name.'),
    "a number as text": (
        ALPHA, "cycles: 500", 'cycles: "500"',
        'data/materials/alpha.yml:19:18: claims[0].conditions.cycles: found "500", expected a whole number.',
    ),
    "a word that is not a choice": (ALPHA, "basis: stated", "basis: state", 'Did you mean "stated"?'),
    "a rate without its unit": (ALPHA, "rate: 3C", "rate: fast", 'expected a rate such as "3C"'),
    "a window with one end": (ALPHA, "[2.0, 4.1]", "[2.0]", "expected a list of two numbers, [low, high]"),
    "an unknown element": (ALPHA, "Sb0.05", "Xx0.05", "data/materials/alpha.yml:4:33: formula: found"),
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
    "a range in reverse order": (ALPHA, "value: 87.0", "value: [90, 80]", "Put the lower number first."),
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
    "a value out of range": (
        ALPHA, "value: 87.0", "value: 870",
        "claims[0].value: found 870, expected 0 to 100 percent. Check the digits and the unit. "
        "If it is correct, accept it with a reason: "
        '`accepted: [{rule: plausible-value, at: "claims[0].value", why: …}]`. [plausible-value]',
    ),
    "a negative value": (ALPHA, "value: 87.0", "value: -87", "found -87, expected 0 to 100 percent"),
    "a control's value out of range": (ALPHA, "value: 24}", "value: 240}", "versus.value: found 240, expected 0 to"),
    "a family's value out of range": (
        "families/layered-oxide.yml", "value: 70", "value: [70, 700]", "values[0].value: found [70, 700], expected 0"
    ),
    "a window in reverse order": (ALPHA, "[2.0, 4.1]", "[4.1, 2.0]", "window: found [4.1, 2.0], expected [low, high]."),
    "a window in millivolts": (ALPHA, "[2.0, 4.1]", "[200, 410]", "window: found [200, 410], expected 0 to 6 V."),
    "a window with decimal commas": (
        ALPHA, "[2.0, 4.1]", "[2,0, 4,1]",
        "window: found a list of 4, expected [low, high]. Write decimals with a point: [2.0, 4.1].",
    ),
    "a window in words": (ALPHA, "[2.0, 4.1]", "wide", "Write the lower and the higher number, as in [2.0, 4.1]."),
    "an impossible temperature": (
        "families/layered-oxide.yml", "temperature: -20", "temperature: -200", "found -200, expected -100 to 1000 °C"
    ),
    "a misspelt key that must be there": (ALPHA, "basis: stated", "bassis: stated", 'Did you mean "basis"?'),
    "a misspelt key that a rule asks for": (ALPHA, "formula:", "formla:", 'Did you mean "formula"?'),
    "a key one level too deep": (
        ALPHA, "    technique", "    strategies: [phase]\n    technique",
        'the unknown key "strategies", expected one of this record\'s keys. It belongs to the record itself',
    ),
    "a misspelt family": (ALPHA, "family: layered-oxide", "family: layered-oxid", 'Did you mean "layered-oxide"?'),
    "a family with a blank": (ALPHA, "layered-oxide", "layered oxide", 'Did you mean "layered-oxide"?'),
    "a family with capitals": (ALPHA, "layered-oxide", "Layered-Oxide", 'Did you mean "layered-oxide"?'),
    "a variable without value": (
        ALPHA, "Mn0.3Ti", "Mn0.3-xTi",
        "alpha.yml:4:29: formula: found \"NaNi0.35Fe0.2Mn0.3-xTi0.1Sb0.05O2\" (at character 20), expected a formula. "
        "`x` has no value: write the one that the source gives, as in `bind: {x: 0.1}`.",
    ),
    "a value of a variable that is none": (ALPHA, "phase: O3", "bind: {x: a}", "bind.x: found"),
    "a variable that the formula lacks": (ALPHA, "phase: O3", "bind: {z: 1}", 'bind.z: found a value for "z"'),
    "many variables": (
        ALPHA, "phase: O3", f"bind: {{{', '.join(f'{letter}: 1' for letter in 'abcdefghij')}}}",
        "expected at most 9 entries",
    ),
    "a variable that speaks to a terminal": (
        ALPHA, "phase: O3", r'bind: {"zz\n::error::x\e[2J": 1}', r"found the invisible character U+001B",
    ),
    "a key that speaks to the checks": (
        ALPHA, "phase: O3", r'"a\n::error file=README.md,line=1::x": x',
        r'the unknown key "a\n::error file=README.md,line=1::x"',
    ),
    "a key with brackets": (ALPHA, "phase: O3", '"a[b]": x', 'found the unknown key "a[b]"'),
    "a key named as a kind of value": (ALPHA, "phase: O3", "int: 1", 'found the unknown key "int"'),
    "a name with a carriage return": (ALPHA, "name: Alpha", r'name: "Al\rpha"', "found the invisible character U+000D"),
    "an uncertainty without end": (
        ALPHA, "value: 87.0", "value: 87.0\n    uncertainty: 1e999",
        'claims[0].uncertainty: found the number "1e999", expected one from 1e-30 to 1e30. Check the exponent.',
    ),
    "a range without end": (ALPHA, "value: 87.0", "value: [-1e308, 87]", 'found the number "-1e308"'),
    "a control without end": (ALPHA, "value: 24", "value: 1e999", 'versus.value: found the number "1e999"'),
    "a window without end": (ALPHA, "[2.0, 4.1]", "[2.0, 1e999]", 'conditions.window[1]: found the number "1e999"'),
    "a number without size": (ALPHA, "value: 24", "value: 0e999", 'found the number "0e999"'),
    "a plausible range without end": (
        "vocabulary/properties.yml", "[0, 100]", "[0, 1e999]", 'plausible[1]: found the number "1e999"'
    ),
    "a rate over nothing": (ALPHA, "rate: 3C", "rate: 1/0C", 'expected a rate such as "3C"'),
    "a rate as a fraction of C": (ALPHA, "rate: 3C", "rate: C/5", "Write 1/5C."),
    "a current with a slash": (ALPHA, "rate: 3C", "rate: 20 mA/g", "Write 20 mA g-1."),
    "a current with superscripts": (ALPHA, "rate: 3C", "rate: 20 mA g⁻¹", "Write 20 mA g-1."),
    "cycles with a comma": (ALPHA, "cycles: 500", "cycles: 2,000", "without one, as in cycles: 2000."),
    "cycles with a comma after 1": (ALPHA, "cycles: 500", "cycles: 1,000", "without one, as in cycles: 1000."),
    "cycles with a point": (ALPHA, "cycles: 500", "cycles: 1.000", "Write thousands without a point: 1000."),
    "a window with a dash": (ALPHA, "window: [2.0, 4.1]", "window: 2.0-4.1", "Write a range as [2.0, 4.1]."),
    "a key of another word": (ALPHA, "rate: 3C", "c_rate: 3C", 'Did you mean "rate"?'),
    "a rate of many digits": (ALPHA, "rate: 3C", f"rate: {'9' * 250}C", 'expected a rate such as "3C"'),
    "a rate in other digits": (ALPHA, "rate: 3C", "rate: ٣C", 'expected a rate such as "3C"'),
    "a DOI that ends its field": (
        "references/doe2024.yml", "DOI: 10.", 'DOI: "10.1000/x},note={\\\\input{/etc/passwd}}%"  # 10.',
        "expected a DOI such as",
    ),
    "a device as a former id": (
        ALPHA, "phase: O3", "former_ids: [aux]", "Windows keeps this name for a device",
    ),
    "a former id that is the index": (
        ALPHA, "phase: O3", "former_ids: [index]", "This is the name of the page that lists the others.",
    ),
    "a former id among the site's anchors": (ALPHA, "phase: O3", "former_ids: [ea-content]", "anchors of the site"),
    "an id of a vocabulary that is no name": (
        "vocabulary/glossary.yml", "mixing-site:", "__config:", 'found the id "__config", expected at most',
    ),
    "an id of a vocabulary among the site's anchors": (
        "vocabulary/glossary.yml", "mixing-site:", "ea-content:", "Names that begin with ea- are anchors of the site",
    ),
    "a formula after a minus": (ALPHA, "name: Alpha", "name: \"-2+3+cmd|' /C calc'!A0\"", "that does not begin with ="),
    "a formula in another column": (ALPHA, "name: Alpha", 'name: "x;=cmd|1"', 'found ";=cmd|1"'),
    "a formula after a tab": (ALPHA, "name: Alpha", 'name: "x\\t@SUM(1)"', "that does not begin with ="),
    "a formula of a spreadsheet": (ALPHA, "name: Alpha", 'name: "=HYPERLINK(1)"', "that does not begin with =, + or @"),
    "a tower of marks": (ALPHA, "name: Alpha", f"name: Al{chr(0x301) * 9}pha", "ACUTE ACCENT), one of many"),
    "a choice of shape": (ALPHA, "name: Alpha", "name: Al\ufe0fpha", "U+FE0F (VARIATION SELECTOR-16)"),
    "a value between quotation marks": (ALPHA, "value: 87.0", 'value: "87"', "Remove the quotation marks."),
    "a value with its unit": (ALPHA, "value: 87.0", "value: 87 %", "Write 87 alone: the unit goes under `unit`."),
    "a value with a comma": (ALPHA, "value: 87.0", "value: 87,5", "Write a point: 87.5."),
    "a value with a comma in brackets": (ALPHA, "value: 24}", "value: 24,5}", "with a point, as in value: 24.5."),
    "a value with its error": (ALPHA, "value: 87.0", "value: 87 ± 2", "Write 87 alone, and `uncertainty: 2`."),
    "a value with its bound": (ALPHA, "value: 87.0", "value: <87", "Write 87 and `bound: below`."),
    "a value without unit": (ALPHA, "    unit: percent\n", "", "Add `unit: percent`."),
    "a list without brackets": (ALPHA, "[phase]", "phase", 'found "phase", expected a list. Write [phase].'),
    "a source without keys": (
        "strategies/phase.yml", 'source: {reference: roe2026, at: "2"}', "source: roe2026",
        "Write {reference: …, at: …}.",
    ),
    "a place that looks like a number": (ALPHA, "at: Figure 1", "at: 1", 'Put it between quotation marks: "1".'),
    "an empty list": (
        "strategies/phase.yml", "name: Phase stabilisation", 'name: ""', "name: found an empty text, expected text"
    ),
    "a key that a bracket lacks": (
        "strategies/phase.yml", ', at: "2"', "", 'phase.yml:5:9: source.at: found no "at", expected it.'
    ),
    "a strategy named twice": (ALPHA, "[phase]", "[phase, phase]", 'strategies[1]: found "phase" a second time'),
    "an effect named twice": (
        ALPHA, "challenges:",
        '  - {effect: cocktail, support: stated, source: {reference: doe2024, at: "3"}}\nchallenges:',
        'effects[1].effect: found "cocktail" a second time, expected it once.',
    ),
    "a property both claimed and missing": (
        ALPHA, "notes:", "missing: [{property: capacity-retention, why: not-in-source}]\nnotes:",
        'missing[0].property: found "capacity-retention", which claims[0] gives',
    ),
    "a claim that contradicts another": (
        ALPHA, "  - property: phase-evolution",
        "  - property: capacity-retention\n    value: 88\n    unit: percent\n    bound: about\n"
        "    conditions: {cycles: 500, rate: 3.0 C, window: [2, 4.1], exposure_days: 15}\n"
        "    versus: {material: beta, value: 24}\n    basis: measured\n"
        '    source: {reference: doe2024, via: roe2026, at: "2.1"}\n  - property: phase-evolution',
        'claims[1].property: found "capacity-retention" a second time with the conditions and source of claims[0]',
    ),
    "a state without its parent": (ALPHA, "phase: O3", "role: state", 'found a state without "state_of"'),
    "a number out of its limits": ("references/doe2024.yml", "issued: 2024", "issued: 24", "found 24, expected 1900"),
    "an invisible character": (ALPHA, "name: Alpha", "name: Al\u200bpha", "2:9: found the invisible character"),
    "a text that begins with a #": (ALPHA, "name: Alpha", "name: #5", "A # starts a comment: quote the text"),
    "a file without keys": ("strategies/phase.yml", "id: phase\n", "- phase\n", "expected valid YAML"),
}  # fmt: skip


def test_the_small_records_are_good(records: Records) -> None:
    assert records.problems() == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_with_its_place_and_a_remedy(records: Records, mistake: str) -> None:
    path, old, new, expected = MISTAKES[mistake]
    records.edit(path, old, new)
    found = records.problems()
    assert any(expected in problem for problem in found), "\n".join(found)
    assert len(found) == 1, "one mistake is one problem"
    assert found[0].startswith("data/")


RENAMED = {
    "a former id": ("materials/beta.yml", "role: control", "role: control\nformer_ids: [alphas]",
                    "material: beta", "material: alphas", 'Did you mean "beta"? It was renamed.'),
    "an alias": ("vocabulary/properties.yml", "  label: Phase evolution",
                 "  aliases: [Retention]\n  label: Phase evolution",
                 "property: capacity-retention", "property: retention", 'Did you mean "phase-evolution"?'),
    "an alias that is an id of another kind": (
        "vocabulary/properties.yml", "  label: Phase evolution", "  aliases: [Air]\n  label: Phase evolution",
        "property: capacity-retention", "property: air", 'Did you mean "phase-evolution"?'),
}  # fmt: skip


@pytest.mark.parametrize("what", RENAMED)
def test_a_record_is_suggested_by_its_other_names_before_a_similar_id(records: Records, what: str) -> None:
    path, old, new, before, after, hint = RENAMED[what]
    records.edit(path, old, new)
    records.edit(ALPHA, before, after)
    assert [problem for problem in records.problems() if hint in problem]


def test_every_mistake_of_every_file_is_reported_in_one_run(records: Records) -> None:
    records.edit(ALPHA, "phase: O3", "fase: O3")
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    records.edit("references/doe2024.yml", "issued: 2024", "issued: 24")
    found = records.problems()
    assert {problem.split(":")[0] for problem in found} == {
        "data/materials/alpha.yml", "data/materials/beta.yml", "data/references/doe2024.yml",
    }  # fmt: skip


def test_a_link_to_a_record_that_cannot_be_read_is_not_reported_twice(records: Records) -> None:
    records.edit("references/doe2024.yml", "issued: 2024", "issued: 24")
    assert len(records.problems()) == 1


def copied(records: Records, old: str, new: str, changes: tuple[str, str] = ("", "")) -> list[str]:
    """Copy a record's file, and return the problems."""
    records.write(new, (records.root / old).read_text(encoding="utf-8").replace(*changes))
    return records.problems()


def test_a_copy_whose_id_was_not_changed_is_one_problem_of_the_copy(records: Records) -> None:
    assert copied(records, "materials/beta.yml", "materials/zeta.yml") == [
        'data/materials/zeta.yml:1:5: id: found "beta", expected "zeta". '
        "Set id: zeta (beta is the id of data/materials/beta.yml)."
    ]


def test_an_id_that_others_name_differently_is_one_problem(records: Records) -> None:
    records.edit("references/doe2024.yml", "id: doe2024", "id: doe2025")
    assert len(records.problems()) == 1


def test_a_record_in_a_wrong_folder_is_one_problem_that_says_where_to(records: Records) -> None:
    for folder, old, right in (
        ("strategies", ALPHA, "materials"),
        ("materials", "strategies/phase.yml", "strategies"),
    ):
        found = copied(records, old, f"{folder}/zeta.yml", ("id: ", "id: zeta # "))
        assert len(found) == 1
        assert f"Move the file to data/{right}/." in found[0]
        (records.root / folder / "zeta.yml").unlink()


def test_a_record_outside_the_folders_is_reported_and_a_table_is_not(records: Records) -> None:
    records.write("table.csv", "a,b\n")
    assert copied(records, "materials/beta.yml", "zeta.yml") == [
        'data/zeta.yml:1:1: found "zeta.yml" outside the folders, expected it in one. '
        "Move it to the folder of its kind, such as data/materials/."
    ]


IN_THE_WAY = {
    "materials/#beta.yml#": "an editor's unsaved copy",
    "materials/old/beta.yml": 'found the folder "old" inside materials',
    "materials/Beta X.yml": "Rename it to beta-x.yml",
}


@pytest.mark.parametrize("path", IN_THE_WAY)
def test_an_unexpected_file_is_reported_once(records: Records, path: str) -> None:
    (problem,) = copied(records, "materials/beta.yml", path)
    assert IN_THE_WAY[path] in problem


def test_a_shape_error_hides_no_other_error_of_its_file(records: Records) -> None:
    records.edit(ALPHA, "phase: O3", "phase: [O3]")
    records.edit(ALPHA, "Sb0.05", "Qq0.05")
    records.edit(ALPHA, "unit: percent", "unit: V")
    records.edit(ALPHA, "material: beta", "material: betta")
    records.edit(ALPHA, "    basis: stated\n", "")
    fields = {problem.split(": ")[1] for problem in records.problems()}
    assert fields == {
        "phase", "formula", "claims[0].unit", "claims[0].versus.material", "claims[1].basis",
    }  # fmt: skip


def test_a_value_beyond_belief_is_taken_with_a_reason(records: Records) -> None:
    records.edit(ALPHA, "value: 87.0", "value: 104")
    records.edit(ALPHA, "notes:", "accepted: [{rule: plausible-value, why: The source says so.}]\nnotes:")
    assert records.problems() == []


def test_a_rate_may_be_written_with_and_without_a_blank(records: Records) -> None:
    records.edit(ALPHA, "rate: 3C", "rate: 3 C")
    assert records.problems() == []


JUNK: tuple[Any, ...] = (
    None, "", "two\nlines", "Not An Id", "x" * 5000, -1, 10**12, 0.5, True,
    [], [1], ["a", "a"], [1, 2, 3], {}, {"zz": 1},
)  # fmt: skip


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path to every value inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))


SMALL = ROOT / "tests/small"
FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yml"))


@pytest.mark.parametrize("file", FILES)
def test_an_invalid_value_of_any_field_is_reported_there_and_nowhere_else(file: str, records: Records) -> None:
    whole = yaml.safe_load((records.root / file).read_text(encoding="utf-8"))
    for path in paths(whole):
        for junk in (None, "Not An Id", [1], {"zz": 1}):
            changed = copy.deepcopy(whole)
            holder = functools.reduce(lambda value, key: value[key], path[:-1], changed)
            holder[path[-1]] = junk
            records.write(file, yaml.safe_dump(changed, sort_keys=False))
            found = records.problems()
            if not any(problem.startswith(f"data/{file}:") for problem in found):
                continue  # the current value is possible
            for problem in found:
                place, field = problem.split(": ")[:2]
                assert place.startswith(f"data/{file}:"), (path, junk, problem)
                assert field.startswith(("found ", dotted(path[:1]))), (path, junk, problem)


FOREIGN = re.compile(
    r"input should|tuple|validation|instance|decimal\b|integer|dictionary|pydantic|string", re.IGNORECASE
)


def with_inner(model: type[BaseModel]) -> set[type[BaseModel]]:
    inner = {part for info in model.model_fields.values() for part in introspection.models(info)}
    return {model}.union(*map(with_inner, inner))


OUTER = {*VOCABULARY.values(), *(model for group in MODELS.values() for model in group)}
ALL_MODELS = sorted(set[type[BaseModel]]().union(*map(with_inner, OUTER)), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", ALL_MODELS)
def test_no_word_of_the_library_that_reads_records_reaches_a_contributor(model: type[BaseModel]) -> None:
    for key in introspection.keys_of(model):
        for junk in (*JUNK, Decimal("0.5"), {"metal": {"Xx1": []}}, [[1, 2]], [{}]):
            _, found = validation.validate(model, {key: junk})
            for fault in found:
                words = f"{fault.message} {fault.hint.partition('Meaning')[0]}".replace(shown(junk), "")
                assert not FOREIGN.search(words), (key, junk, words)
                assert "another value" not in words


def test_one_publication_under_two_ids_is_reported(records: Records) -> None:
    text = (records.root / "references/doe2024.yml").read_text()
    records.write(
        "references/doe2024b.yml",
        text.replace("id: doe2024", "id: doe2024b").replace("number: 1}", "number: 2}"),
    )
    assert any("found the DOI of doe2024" in problem for problem in records.problems())


def test_a_reference_strategy_or_property_that_nothing_names_is_reported(records: Records) -> None:
    records.write(
        "strategies/idle.yml",
        (records.root / "strategies/phase.yml").read_text().replace("id: phase", "id: idle"),
    )
    assert any("found one of the strategies that no record names" in problem for problem in records.problems())


def test_a_control_has_one_value_whichever_record_is_read(records: Records) -> None:
    records.edit(
        "materials/beta.yml", "missing:",
        "claims:\n  - property: capacity-retention\n    value: 25\n    unit: percent\n"
        "    conditions: {cycles: 500, rate: 3C, window: [2.0, 4.1], exposure_days: 15}\n    basis: measured\n"
        '    source: {reference: doe2024, via: roe2026, at: "2.1"}\nmissing:',
    )  # fmt: skip
    assert any("found 24, expected 25 as in the record of beta" in problem for problem in records.problems())


@pytest.mark.parametrize("name", ["beta.yaml", "beta.txt", "Notes.md"])
def test_a_file_that_would_be_ignored_is_reported(records: Records, name: str) -> None:
    records.write(f"materials/{name}", "id: beta\n")
    assert any("expected a file that ends in .yml" in problem for problem in records.problems())


def test_hidden_files_and_backups_are_no_records(records: Records) -> None:
    for name in (".alpha.yml.swp", "alpha.yml~", ".DS_Store"):
        records.write(f"materials/{name}", b"\xff")
    assert records.problems() == []


def test_a_folder_with_a_misspelt_name_is_reported(records: Records) -> None:
    records.write("refrences/x.yml", "id: x\n")
    assert any('Did you mean "references"?' in problem for problem in records.problems())


def test_an_absent_folder_is_reported_with_what_to_do(tmp_path: Path) -> None:
    assert "found no such folder" in Records(tmp_path / "nothing").problems()[0]


@pytest.fixture(scope="module")
def collection(real: Atlas) -> Dataset:
    return real.data


@pytest.mark.data
def test_an_unknown_family_is_reported_with_all_known_ones(collection: Dataset) -> None:
    assert did_you_mean("zzz", collection.families) == f"Known here: {', '.join(sorted(collection.families))}."


@pytest.mark.data
def test_every_material_of_the_collection_says_where_each_number_comes_from(collection: Dataset) -> None:
    claims = [claim for each in collection.materials.values() for claim in each.claims]
    compared = {claim.versus.material for claim in claims if claim.versus}  # their numbers are in the others' records
    empty = {ident for ident, each in collection.materials.items() if not each.claims and not each.missing}
    silent = sorted(empty - compared)
    unsourced = [
        f"{ident}: {claim.property}"
        for ident, material in collection.materials.items()
        for claim in material.claims
        if not claim.source.at or claim.source.reference not in collection.references
    ]
    assert (silent, unsourced) == ([], [])


def test_a_symbolic_link_is_refused_and_what_it_leads_to_stays_unread(records: Records, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("id: a secret")
    (records.root / "materials/leak.yml").symlink_to(tmp_path / "secret")
    assert records.problems() == [
        'data/materials/leak.yml:1:1: found "leak.yml", a symbolic link, expected a file. Copy the file itself.'
    ]


def test_a_table_that_is_a_symbolic_link_stops_everything_with_one_problem(records: Records, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret")
    (records.root / "elements.csv").symlink_to(tmp_path / "secret")
    assert records.problems() == [
        'data/elements.csv:1:1: found "elements.csv", a symbolic link, expected a file. Copy the file itself.'
    ]


def test_the_name_of_a_file_cannot_speak_to_a_terminal(records: Records) -> None:
    records.write("materials/a\n::error::x\x1b[2J.yml", "id: a\n")
    (problem,) = records.problems()
    assert r"a\n::error::x\x1b[2J.yml" in problem
    assert problem.isprintable()


def test_of_a_file_with_thousands_of_mistakes_the_first_are_reported_and_the_rest_counted(records: Records) -> None:
    keys = "".join(f"phas{number}: x\n" for number in range(1000))
    text = (records.root / ALPHA).read_text(encoding="utf-8")
    records.write(ALPHA, text + keys)
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    with pytest.raises(InvalidData) as refusal:
        pipeline.load(records.root)
    lines = str(refusal.value).splitlines()
    assert f"data/{ALPHA}:1:1: found 1000 errors, expected a record. Correct the first 199, listed below." in lines
    assert any(line.startswith("data/materials/beta.yml:") for line in lines)
    assert (len(lines), lines[-1]) == (202, "201 problems found.")
