"""The summary of changes for reviewers: complete, as values, as inert Markdown."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pipeline
from generator.changes import diff, report
from generator.changes.edits import Edit, claim_edits
from generator.cli.main import main
from generator.derived import atlas
from generator.markdown_escape import MAX_LENGTH, code_span
from generator.records.model_parts import Claim

from .conftest import ROOT, Records

ALPHA, BETA = "materials/alpha.yml", "materials/beta.yml"


def changes_of(records: Records, tmp_path: Path, *edits: tuple[str, str, str]) -> list[diff.Change]:
    """Return the changes from edits of the small records."""
    before = pipeline.load(shutil.copytree(records.root, tmp_path / "before"))
    for path, old, new in edits:
        records.edit(path, old, new)
    return diff.changes(before, pipeline.load(records.root))


def rows(changes: list[diff.Change]) -> list[tuple[str, str, str | None, str | None]]:
    """Return (record, field, before, now) of every edit in every change, with plain spaces."""
    return [
        (change.id, edit.field, plain(edit.before), plain(edit.after))
        for change in changes
        for edit in (*change.computed, *(item.edit for item in change.claims), *change.fields)
    ]


def plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def test_equal_records_have_no_changes(records: Records, tmp_path: Path) -> None:
    changes = changes_of(records, tmp_path)
    assert changes == []
    assert "No record changed." in report.markdown(changes)


EDITS = [
    ((ALPHA, "value: 87.0", "value: 88.0"), ("alpha", "value", "≈ 87.0 %", "≈ 88.0 %")),
    ((ALPHA, "value: 87.0", "value: 87"), ("alpha", "value", "≈ 87.0 %", "≈ 87 %")),
    ((ALPHA, "bound: about", "bound: above"), ("alpha", "value", "≈ 87.0 %", "> 87.0 %")),
    (
        (ALPHA, "value: 24", "value: 25"),
        ("alpha", "versus", "material: beta, value: 24", "material: beta, value: 25"),
    ),
    (
        (ALPHA, "cycles: 500, rate: 3C", "cycles: 50, rate: 3C"),
        (
            "alpha",
            "conditions",
            "rate: 3C, cycles: 500, window: [2.0, 4.1], exposure_days: 15",
            "rate: 3C, cycles: 50, window: [2.0, 4.1], exposure_days: 15",
        ),
    ),
    ((ALPHA, "technique: XRD", "technique: XAS"), ("alpha", "technique", "XRD", "XAS")),
    ((ALPHA, "phase: O3", "phase: P2"), ("alpha", "phase", "O3", "P2")),
    ((ALPHA, "aliases: [A-1]", "aliases: [A-1, A-2]"), ("alpha", "aliases", None, "A-2")),
    ((ALPHA, "    technique: XRD\n", ""), ("alpha", "technique", "XRD", None)),
    (
        ("references/doe2024.yml", "10.1234/test.42", "10.1234/test.43"),
        ("doe2024", "DOI", "10.1234/test.42", "10.1234/test.43"),
    ),
    (
        ("references/roe2026.yml", "{family: Roe, given: R.}, {family: Poe, given: E.}",
         "{family: Poe, given: E.}, {family: Roe, given: R.}"),
        ("roe2026", "author (order)", "{family: Roe, given: R.}, {family: Poe, given: E.}",
         "{family: Poe, given: E.}, {family: Roe, given: R.}"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), EDITS, ids=[f"{row[0]} {row[1]}" for _, row in EDITS])
def test_one_edit_of_a_file_is_one_change(
    records: Records,
    tmp_path: Path,
    edit: tuple[str, str, str],
    expected: tuple[str, str, str | None, str | None],
) -> None:
    assert rows(changes_of(records, tmp_path, edit)) == [expected]


def test_a_new_formula_shows_its_entropy_and_class(records: Records, tmp_path: Path) -> None:
    edit = (ALPHA, "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2", "NaNi0.2Fe0.2Mn0.2Ti0.2Mg0.2O2")
    assert rows(changes_of(records, tmp_path, edit)) == [
        ("alpha", "entropy", "1.4306 R", "1.6094 R"),
        ("alpha", "class", "medium", "high"),
        ("alpha", "formula", "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2", "NaNi0.2Fe0.2Mn0.2Ti0.2Mg0.2O2"),
    ]


def test_reordered_claims_are_one_change(records: Records, tmp_path: Path) -> None:
    text = (records.root / ALPHA).read_text(encoding="utf-8")
    first = text[text.index("  - property: cap") : text.index("  - property: pha")]
    second = text[text.index("  - property: pha") : text.index("notes:")]
    changes = changes_of(records, tmp_path, (ALPHA, first + second, second + first))
    assert [field for _, field, _, _ in rows(changes)] == ["order of the claims"]


def test_added_removed_and_renamed_records_are_distinguished(records: Records, tmp_path: Path) -> None:
    before = pipeline.load(shutil.copytree(records.root, tmp_path / "before"))
    text = (records.root / "materials/delta.yml").read_text(encoding="utf-8")
    (records.root / "materials/delta.yml").unlink()
    records.write("materials/delta-two.yml", text.replace("id: delta", "id: delta-two\nformer_ids: [delta]", 1))
    gamma = (records.root / "materials/gamma.yml").read_text(encoding="utf-8")
    other = gamma.replace("gamma", "epsilon").replace("Gamma", "Epsilon")
    records.write("materials/epsilon.yml", other.replace("family:", "phase: cubic\nfamily:", 1))
    (records.root / "topics/milling.yml").unlink()
    changes = diff.changes(before, pipeline.load(records.root))
    assert [(change.id, change.state, change.former) for change in changes] == [
        ("delta-two", "renamed", "delta"),
        ("epsilon", "new", None),
        ("milling", "removed", None),
    ]
    output = report.markdown(changes)
    assert "Records: 1 new, 1 renamed, 1 removed." in output
    assert "**Addresses that would be lost:** `topics/milling/`. List each id" in output
    assert "| renamed | materials | `delta-two` (was `delta`) | `Delta` |" in output
    assert "| `epsilon` | entropy | — | `1.5048 R` |" in output


@pytest.mark.data
def test_every_field_and_claim_of_an_added_or_removed_material_is_listed(real: atlas.Atlas) -> None:
    materials = real.data.materials
    without = atlas.derive(real.data.without({("materials", ident) for ident in materials}))
    came = {change.id: change for change in diff.changes(without, real) if change.id in materials}
    went = {change.id: change for change in diff.changes(real, without) if change.id in materials}
    assert came.keys() == went.keys() == materials.keys()
    for ident, material in materials.items():
        fields = set(material.model_dump(exclude_defaults=True, exclude={"claims"}))
        assert (came[ident].state, went[ident].state) == ("new", "removed"), ident
        values = [item.edit for item in came[ident].claims if item.edit.field == "value"]
        assert len(values) == len(material.claims), ident
        assert {edit.field for edit in came[ident].fields} == {edit.field for edit in went[ident].fields} == fields
        lost = [item.edit.before for item in went[ident].claims]
        assert lost == [item.edit.after for item in came[ident].claims], ident


FULL_CLAIM = {
    "property": "specific-capacity", "value": 1234, "unit": "mAh g-1", "bound": "about", "uncertainty": 1.25,
    "points": [{"rate": "7C", "value": 2345, "versus": 3456}],
    "conditions": {
        "rate": "11C", "cycles": 501, "window": [2.25, 4.75], "upper_voltage": 4.85, "temperature": 33,
        "exposure": "argon", "exposure_days": 17, "humidity": 53, "co2": 409, "cell": "coin", "counter": "hard carbon",
        "electrolyte": "brine", "loading": 6.5, "one_c": 121, "mass": "cathode", "phase": "O3'", "state": "annealed",
        "other": "stirred",
    },
    "not_stated": ["cycles"],
    "versus": {"material": "beta", "value": 4567, "bound": "about", "conditions": {"cycles": 5678}},
    "basis": "measured", "technique": "XANES",
    "source": {"reference": "doe2024", "via": "roe2026", "second_hand": True, "at": "Figure 9"},
    "also": [{"reference": "moe2025", "at": "Table 8"}],
    "note": "As read. " * 60 + "To the end.", "unconfirmed": True,
    "checked": {"by": "poe", "on": "2026-11-23", "value": 6789},
}  # fmt: skip


def leaves(value: object) -> list[object]:
    """Return every value at the ends of mappings and lists."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if parts is None else [leaf for part in parts for leaf in leaves(part)]


def test_the_sample_claim_has_every_field_of_the_model() -> None:
    claim = Claim.model_validate(FULL_CLAIM, strict=False)
    parts = (claim, claim.points[0], claim.conditions, claim.versus, claim.source, claim.checked)
    for part in parts:
        assert part is not None
        assert part.model_fields_set == type(part).model_fields.keys(), type(part).__name__


@pytest.mark.parametrize("state", ["new", "removed"])
def test_every_part_of_a_new_or_removed_claim_is_in_the_summary(state: str) -> None:
    claim = Claim.model_validate(FULL_CLAIM, strict=False)
    edits = claim_edits(*(((), (claim,)) if state == "new" else ((claim,), ())))
    text = " ".join(report.markdown([diff.Change("materials", "alpha", "A", "changed", claims=tuple(edits))]).split())
    for leaf in leaves(FULL_CLAIM):
        assert {"mAh g-1": "mAh g⁻¹", "about": "≈", True: "true"}.get(leaf, str(leaf)) in text, leaf


class Rendered(HTMLParser):
    """Collects the tags of a rendered summary, and the texts of its code spans."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.code: list[str] = []
        self.inside = False
        self.feed(markdown.markdown(text, extensions=["tables"]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.inside = tag == "code"
        self.code += [""] if self.inside else []

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.code[-1] += data


HOSTILE = [
    "<img src=x onerror=alert(1)> <!-- </td>",
    "[click](https://example.org) ![p](https://example.org/p.png)",
    "see @everyone, #1 and GH-2",
    "`` ` ``` ticks",
    "a | b | c",
    "::set-output name=x::y",
    "##[add-path]/somewhere",
    "https://example.org www.example.org a@example.org",
    "**bold** $x$ {{ 7 * 7 }} \\",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_contributed_text_stays_text_in_the_summary(records: Records, tmp_path: Path, text: str) -> None:
    edit = (ALPHA, "remark: The label stands as printed.", f"remark: {json.dumps(text)}")
    changes = changes_of(records, tmp_path, edit)
    rendered = Rendered(output := report.markdown(changes))
    assert rendered.tags == {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert any(part.strip().endswith(shown(text)) for part in rendered.code)
    assert "##[" not in output
    assert not any(line.lstrip().startswith("::") for line in output.splitlines())


def shown(text: str) -> str:
    return " ".join(text.split()).replace("|", "¦").replace("##[", "## [")


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_is_one_code_span_and_nothing_else(text: str) -> None:
    span = code_span(text)
    assert "\n" not in span
    if span:
        rendered = Rendered(f"| head |\n| --- |\n| {span} |")
        assert len(rendered.code) == 1
        assert rendered.tags == {"table", "thead", "tbody", "tr", "th", "td", "code"}


def test_invisible_and_bidirectional_characters_are_escaped() -> None:
    assert code_span("a\u202eb\x1b[31m\u200bc") == "`a\\u202eb\\x1b[31m\\u200bc`"


def test_long_texts_and_tables_are_shortened_with_a_count() -> None:
    assert len(code_span("x" * 5000)) == MAX_LENGTH + 2
    many = [diff.Change("topics", f"t-{n}", "T", "removed") for n in range(report.MAX_ROWS + 5)]
    assert "… and 5 more rows." in report.markdown(many)


def test_a_summary_over_the_size_limit_is_cut_with_a_count() -> None:
    many = [
        diff.Change("materials", "\U0001f9c2" * 200, "\U0001f9c2" * 200, state, fields=(edit,))
        for edit in (Edit(field, "\U0001f9c3" * 200, "\U0001f9c4" * 200) for field in ("formula", "phase"))
        for state in ("renamed", "changed")
        for _ in range(300)
    ]
    output = report.markdown(many)
    assert 890_000 < len(output.encode()) <= report.MAX_BYTES
    assert re.search(r"^… and \d+ more lines, .*: Added, removed .*, Other fields\.\n\Z", output, re.MULTILINE)
    assert Rendered(output).tags == {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}


def test_a_change_at_the_end_of_a_long_text_is_shown(records: Records, tmp_path: Path) -> None:
    long = "As printed and so on. " * 20
    records.edit(ALPHA, "The label stands as printed.", f"{long}One.")
    output = report.markdown(changes_of(records, tmp_path, (ALPHA, f"{long}One.", f"{long}Two.")))
    assert "so on. One.` |" in output
    assert "so on. Two.` |" in output


def test_the_command_prints_the_summary_and_exits_with_zero(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shutil.copytree(records.root, tmp_path / "before/data")
    records.edit(ALPHA, "value: 87.0", "value: 88.0")
    assert main(["diff", str(before), str(records.root)]) == 0
    output = capsys.readouterr().out
    assert output.startswith("## What changes in the data\n\nRecords: 1 changed.\n")
    assert (
        "| `alpha` | `capacity-retention` | `after 500 cycles · at 3C · 2.0–4.1 V · exposed to air for 15 days` "
        "| value | `≈ 87.0 %` | `≈ 88.0 %` | `doe2024, 2.1` |" in output
    )


def test_problems_of_new_records_are_in_the_summary_and_exit_with_one(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shutil.copytree(records.root, tmp_path / "before/data")
    records.edit(ALPHA, "phase: O3", "fase: <b>O3</b>")
    records.edit(BETA, "role: control", "role: contrl")
    assert main(["diff", str(before), str(records.root)]) == 1
    output = capsys.readouterr().out
    assert output.startswith("## The records as they are now cannot be compared: 2 problems\n")
    assert "* `data/materials/alpha.yml:" in output
    assert Rendered(output).tags == {"h2", "ul", "li", "code"}


def test_problems_of_old_records_exit_with_zero(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shutil.copytree(records.root, tmp_path / "before/data")
    Records(before).edit(ALPHA, "phase: O3", "fase: O3")
    assert main(["diff", str(before), str(records.root)]) == 0
    assert "as they were before cannot be compared: 1 problem\n" in capsys.readouterr().out


def test_a_missing_folder_is_wrong_use(records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(tmp_path / "nowhere"), str(records.root)]) == 2
    assert "found no such folder, expected a folder of records" in capsys.readouterr().err


def test_the_same_two_folders_give_the_same_bytes_in_every_run(records: Records, tmp_path: Path) -> None:
    before = shutil.copytree(records.root, tmp_path / "before/data")
    records.edit(ALPHA, "aliases: [A-1]", "aliases: [A-2, A-3, A-4]")
    command = [sys.executable, "-m", "generator", "diff", str(before), str(records.root)]
    runs = [
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0].stdout == runs[1].stdout
