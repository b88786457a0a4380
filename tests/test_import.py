"""Import of fact files: draft records, all or none, marked, without changes to existing text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.cli.main import main
from generator.errors import InvalidData
from generator.yamlio import parser

from .conftest import Records

FACTS = """\
papers:
  - doi: 10.1234/test.42
    kind: fulltext
    materials:
      - name: Epsilon
        formula_as_printed: NaNi0.25Fe0.25Mn0.25Ti0.25O2
        phase: O3
        family: layered oxide
        called: medium-entropy
        facts:
          - property: capacity_retention
            value: 91.5
            unit: "%"
            conditions: {cycles: 200, rate: 1C, voltage_V: [2.0, 4.0], method: galvanostat}
            place: Figure 3
            versus: "Zeta: 60"
        synthesis:
          - route: solid-state
            steps: [{does: calcination, temperature: 900, hours: 12}]
            place: methods
      - name: Zeta
        formula_as_printed: NaNi0.4Mn0.6O2
        family: layered oxide
        role: control
"""
# ruff: noqa: E501 - a table has one line for each fact
TABLE = """\
doi,kind,material,formula_as_printed,phase,family,role,property,value,unit,cycles,rate,voltage_V,method,place,versus
10.1234/test.42,fulltext,Epsilon,NaNi0.25Fe0.25Mn0.25Ti0.25O2,O3,layered oxide,,capacity_retention,91.5,%,200,1C,2.0–4.0,galvanostat,Figure 3,Zeta: 60
10.1234/test.42,,Zeta,NaNi0.4Mn0.6O2,,layered oxide,control,,,,,,,,,
"""
OF_ALPHA = FACTS.replace("Epsilon", "Alpha").replace("NaNi0.25Fe0.25Mn0.25Ti0.25O2", "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2")

# Problem -> (old text, new text, pattern of the message, with its line in the fact file).
BAD: dict[str, tuple[str, str, str]] = {
    "a wrong unit": ('unit: "%"', "unit: mAh g-1", r':13:\d+: .*unit: found "mAh g-1", expected the unit "percent"'),
    "an impossible value": ("value: 91.5", "value: 915", r":11:\d+: .*found 915, expected 0 to 100 percent"),
    "a formula that cannot be read": ("Ti0.25O2", "Xx0.25O2", r":5:\d+: .*found .NaNi0.25Fe0.25Mn0.25Xx0.25O2"),
    "an unknown DOI": ("10.1234/test.42", "10.1234/test.43", r":2:\d+: .*found the DOI 10.1234/test.43"),
    "two entries for one sample": ("name: Zeta", "name: Epsilon", r":\d+:\d+: .*found .Epsilon. a second time"),
    "an unknown property": ("capacity_retention", "capacity_retension", r':11:.*Did you mean "capacity_retention"'),
    "an unknown condition": ("rate: 1C", "rates: 1C", r':14:.*found the condition "rates".*Did you mean "rate"'),
    "an unknown control": ('"Zeta: 60"', '"Zita: 60"', r':16:.*found "Zita".*Did you mean "Zeta"'),
    "an unknown family": ("family: layered oxide", "family: layerd-oxide", r"found .layerd-oxide., expected the id"),
    "an unknown key": ("place: Figure 3", "places: Figure 3", r':15:.*Did you mean "place"'),
    "a number in words": ("value: 91.5", "value: most", r":11:.*found .most., expected a number"),
    "an impossible condition": ("[2.0, 4.0]", "[200, 400]", r":11:.*found \[200, 400\], expected 0 to 6 V"),
    "an impossible synthesis": ("temperature: 900", "temperature: 9000", r":5:.*found 9000, expected -100 to 1500"),
}


def snapshot(records: Records) -> dict[str, bytes]:
    """Return every file of the records."""
    return {path.name: path.read_bytes() for path in sorted(records.root.rglob("*")) if path.is_file()}


def run_import(records: Records, tmp_path: Path, text: str = FACTS, name: str = "mine.facts.yml") -> int:
    """Import a fact file and return the exit status."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return main(["import", "--data", str(records.root), str(file)])


def value(records: Records, name: str) -> dict[str, object]:
    """Return a record as its file has it."""
    found: dict[str, object] = parser.parse((records.root / f"materials/{name}.yml").read_bytes(), name).value
    return found


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("~60", {"value": 60, "bound": "about"}),
        ("<60", {"value": 60, "bound": "below"}),
        ("[55, 60.5]", {"value": [55, Decimal("60.5")]}),
    ],
)
def test_a_control_printed_as_approximate_as_a_limit_or_as_a_range_is_kept_so(
    records: Records, tmp_path: Path, printed: str, kept: dict[str, object]
) -> None:
    text = FACTS.replace('versus: "Zeta: 60"', f'versus: "Zeta: {printed}"')
    assert run_import(records, tmp_path, text) == 0
    claim: Any = value(records, "epsilon")["claims"][0]  # type: ignore[index]
    assert claim["versus"] == {"material": "zeta", **kept}


def test_facts_become_marked_drafts_that_pass_every_rule(records: Records, tmp_path: Path) -> None:
    assert run_import(records, tmp_path) == 0
    assert records.problems() == []
    epsilon, zeta = value(records, "epsilon"), value(records, "zeta")
    assert epsilon["unconfirmed"] is zeta["unconfirmed"] is True
    claim: Any = epsilon["claims"][0]  # type: ignore[index]
    assert len(epsilon["claims"]) == 1  # type: ignore[arg-type]
    assert claim["unconfirmed"] is True
    assert (claim["property"], float(claim["value"]), claim["unit"]) == ("capacity-retention", 91.5, "percent")
    assert claim["versus"] == {"material": "zeta", "value": 60}
    assert claim["technique"] == "galvanostat"
    assert claim["conditions"]["cycles"] == 200
    assert [float(end) for end in claim["conditions"]["window"]] == [2, 4]
    assert claim["source"] == {"reference": "doe2024", "at": "Figure 3"}
    assert epsilon["synthesis"][0]["steps"] == [{"does": "calcination", "temperature": 900, "hours": 12}]  # type: ignore[index]


def test_csv_and_yaml_give_the_same_records(records: Records, tmp_path: Path) -> None:
    assert run_import(records, tmp_path, TABLE, "mine.csv") == 0
    from_table = snapshot(records)
    assert b"91.5" in from_table["epsilon.yml"]
    assert (
        run_import(records, tmp_path, FACTS.split("        synthesis")[0] + FACTS[FACTS.index("      - name: Zeta") :])
        == 0
    )
    assert snapshot(records) == from_table


def test_a_second_run_changes_nothing(records: Records, tmp_path: Path) -> None:
    run_import(records, tmp_path)
    once = snapshot(records)
    assert run_import(records, tmp_path) == 0
    assert snapshot(records) == once


@pytest.mark.parametrize("case", BAD)
def test_a_problem_is_reported_at_its_line_and_nothing_is_written(
    records: Records, tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, message = BAD[case]
    assert old in FACTS
    before = snapshot(records)
    assert run_import(records, tmp_path, FACTS.replace(old, new, 1)) == 1
    assert re.search(rf"mine\.facts\.yml{message}" if message.startswith(":") else message, capsys.readouterr().err)
    assert snapshot(records) == before


def test_a_value_that_contradicts_a_record_is_refused(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_import(records, tmp_path)
    before = snapshot(records)
    assert run_import(records, tmp_path, FACTS.replace("value: 91.5", "value: 81.5")) == 1
    assert re.search(r":12:.*found 81.5, expected 91.5 as in claims\[0\] of epsilon", capsys.readouterr().err)
    assert snapshot(records) == before


def test_a_problem_in_a_table_is_reported_at_its_row(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_import(records, tmp_path, TABLE.replace("91.5,%", "91.5,km"), "mine.csv") == 1
    assert "mine.csv:2:1: papers[0].materials[0].facts[0].unit" in capsys.readouterr().err
    assert run_import(records, tmp_path, TABLE.replace("cycles", "cicles", 1), "mine.csv") == 1
    assert 'found the column "cicles", expected a known one. Did you mean "cycles"?' in capsys.readouterr().err


TABLES: dict[str, tuple[bytes, bytes, str]] = {
    "bytes of another encoding": (b"Epsilon", b"Epsil\xf6n", "2:1: found bytes that are not UTF-8"),
    "a quotation that never ends": (b",91.5", b',"91.5', "found a row that cannot be read (unexpected end of data)"),
    "an endless cell": (b"91.5", b"9" * 200_000, "found a row that cannot be read (field larger than field limit"),
    "a column twice": (b"\n", b",value\n", '1:1: value: found the column "value" 2 times, expected it once'),
    "a comma without quotation marks": (b"91.5", b"9,1.5", "2:1: found more cells than columns"),
    "a table too long": (b"Figure 3", b"Figure 3" + b"\n" * 400_000, "expected at most 400000. Split the file."),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table_that_would_be_read_wrongly_is_refused(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    old, new, said = TABLES[what]
    assert old in TABLE.encode()
    (tmp_path / "mine.csv").write_bytes(TABLE.encode().replace(old, new, 1))
    assert main(["import", "--data", str(records.root), str(tmp_path / "mine.csv")]) == 1
    assert said in capsys.readouterr().err


def test_existing_text_stays(records: Records, tmp_path: Path) -> None:
    run_import(records, tmp_path)
    marked = "    source: {reference: doe2024, at: Figure 3}\n    unconfirmed: true\n"
    records.edit("materials/epsilon.yml", marked, marked.partition("    unconf")[0] + "    note: Compared.\n")
    records.edit("materials/epsilon.yml", 'rate: "1C"', 'rate: "1C", temperature: 25')
    edited = snapshot(records)
    assert run_import(records, tmp_path) == 0
    assert snapshot(records) == edited


def test_more_facts_of_a_known_paper_come_before_those_of_a_review(records: Records, tmp_path: Path) -> None:
    assert run_import(records, tmp_path, OF_ALPHA) == 0
    assert records.problems() == []
    claims = value(records, "alpha")["claims"]
    assert [claim["source"].get("via") for claim in claims[:2]] == [None, "roe2026"]  # type: ignore[index]


def test_a_first_phase_is_added_with_its_source_and_a_known_one_stays(records: Records, tmp_path: Path) -> None:
    assert run_import(records, tmp_path, OF_ALPHA.replace("phase: O3", "phase: P2")) == 0
    assert "phase_source" not in value(records, "alpha")
    records.edit("materials/alpha.yml", "phase: O3\n", "")
    assert run_import(records, tmp_path, OF_ALPHA.replace("phase: O3", "phase: P2")) == 0
    assert value(records, "alpha")["phase"] == "P2"
    assert value(records, "alpha")["phase_source"] == {"reference": "doe2024", "at": "Figure 3"}


def test_what_is_missing_is_listed_once_and_never_beside_a_claim(records: Records, tmp_path: Path) -> None:
    lacks = """\
        missing: [{property: capacity-retention, why: not-seen}, {property: phase-evolution, why: not-in-source}]
        synthesis"""
    for _ in range(2):
        assert run_import(records, tmp_path, FACTS.replace("        synthesis", lacks)) == 0
        assert value(records, "epsilon")["missing"] == [{"property": "phase-evolution", "why": "not-in-source"}]


def test_a_control_may_be_compared_in_words(records: Records, tmp_path: Path) -> None:
    words = """\
          - {property: phase-evolution, value: O3 kept, place: Figure 5, versus: "Zeta: O3, then P3"}
"""
    assert run_import(records, tmp_path, FACTS.replace("        synthesis", f"{words}        synthesis")) == 0
    claim = value(records, "epsilon")["claims"][1]  # type: ignore[index]
    assert (claim["value"], claim["versus"]) == ("O3 kept", {"material": "zeta", "value": "O3, then P3"})


def test_acceptances_follow_the_claims_that_they_are_about(records: Records, tmp_path: Path) -> None:
    records.edit("materials/alpha.yml", "value: 87.0", "value: 870")
    records.edit(
        "materials/alpha.yml",
        "notes:",
        'accepted:\n  - {rule: plausible-value, at: "claims[0].value", why: So.}\nnotes:',
    )
    assert records.problems() == []
    assert run_import(records, tmp_path, OF_ALPHA) == 0
    assert records.problems() == []
    assert value(records, "alpha")["accepted"][0]["at"] == "claims[1].value"  # type: ignore[index]


def test_the_rates_of_one_rate_test_are_one_claim(records: Records, tmp_path: Path) -> None:
    records.edit(
        "vocabulary/properties.yml", "phase-evolution:",
        "rate-capacity:\n  label: Rate\n  kind: number\n  unit: mAh g-1\n  description: D.\nphase-evolution:",
    )  # fmt: skip
    test = "".join(
        f"          - {{property: rate_capacity, value: {capacity}, unit: mAh g-1, conditions: {{rate: {rate}}}, place: Figure 4}}\n"
        for rate, capacity in (("5C", 80), ("0.1C", 120), ("1C", 110))
    )
    assert run_import(records, tmp_path, FACTS.replace("        synthesis", f"{test}        synthesis")) == 0
    claim = value(records, "epsilon")["claims"][1]  # type: ignore[index]
    assert (claim["value"], claim["conditions"]["rate"]) == (80, "5C")
    assert claim["points"] == [{"rate": "0.1C", "value": 120}, {"rate": "1C", "value": 110}]


def test_a_dry_run_writes_nothing(records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.facts.yml"
    file.write_text(FACTS, encoding="utf-8")
    before = snapshot(records)
    assert main(["import", "--dry-run", "--data", str(records.root), str(file)]) == 0
    assert "would be written: 2 new materials, 1 claim." in capsys.readouterr().out
    assert snapshot(records) == before


def test_a_failed_write_leaves_every_file_as_it_was(records: Records) -> None:
    from generator.cli.import_facts import write_all

    before = snapshot(records)
    (records.root / "materials/blocked.yml").mkdir()
    with pytest.raises(OSError, match="blocked"):
        write_all({records.root / "materials/alpha.yml": "new", records.root / "materials/blocked.yml": "new"})
    (records.root / "materials/blocked.yml").rmdir()
    assert snapshot(records) == before


def test_a_file_that_is_no_fact_file_is_an_error(records: Records, tmp_path: Path) -> None:
    from generator.authoring.fact_reading import read

    with pytest.raises(InvalidData, match="papers"):
        read(b"a: 1\n", "x.yml")
