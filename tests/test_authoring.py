"""The commands `new` and `check`."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.authoring import template
from generator.authoring.formatter import canonical
from generator.cli import new
from generator.cli.main import main
from generator.records.introspection import keys_of
from generator.records.models import MODELS
from generator.yamlio import parser

from .conftest import ROOT, Records

FORMULA = "O3-NaNi0.3Fe0.2Mn0.2Ti0.15Sn0.15O2"
MATERIAL = {"formula": FORMULA, "reference": "doe2024"}
SOURCE = {"reference": "doe2024", "at": "3.1"}

# Kind -> the required options, the path of the file, and some of its values.
NEW: Mapping[str, tuple[Mapping[str, str], str, Mapping[str, object]]] = {
    "material": (
        MATERIAL,
        "materials/nfmts.yml",
        {"name": "NFMTS", "family": "layered-oxide", "phase": "O3", "source": {**SOURCE, "at": "abstract"}},
    ),
    "effect": (
        {"name": "Distortion", "summary": "S: t", "explanation": "E # e", **SOURCE},
        "mechanisms/distortion.yml",
        {"type": "effect", "summary": "S: t", "explanation": "E # e", "sources": [SOURCE]},
    ),
    "challenge": (
        {"name": "Gas", "family": "layered-oxide", "summary": "S", "explanation": "E", "effects": "cocktail", **SOURCE},
        "mechanisms/gas.yml",
        {"type": "challenge", "effects": ["cocktail"], "source": SOURCE},
    ),
    "family": ({"name": "Tunnel oxides", "summary": "010", **SOURCE}, "families/tunnel-oxides.yml", {"summary": "010"}),
    "lead": ({"name": "Found once", "lacks": "a DOI"}, "leads/found-once.yml", {"lacks": "a DOI"}),
    "statement": (
        {"name": "K one", "formula": "K0.6MnO2", "states": "0.66", "outside": "potassium cathode", **SOURCE},
        "statements/k-one.yml",
        {"source": SOURCE},
    ),
    "topic": (
        {"name": "XRD", "type": "characterisation", "summary": "S", "via": "roe2026", **SOURCE},
        "topics/xrd.yml",
        {"sources": [{"reference": "doe2024", "via": "roe2026", "at": "3.1"}]},
    ),
}  # fmt: skip
UNUSED = {
    "contributor": ({"name": "J. Doe"}, "people/j-doe.yml", "record-unused"),
    "strategy": (
        {"name": "Coat", "family": "layered-oxide", "summary": "S", **SOURCE},
        "strategies/coat.yml",
        "Name it",
    ),
    "reference": (
        {"title": "T", "author": "Doe, J.; Roe", "container-title": "J", "issued": "2024"},
        "references/doe2024b.yml",
        "Cite it",
    ),
}  # fmt: skip


def run_new(records: Records, kind: str, options: Mapping[str, str]) -> int:
    pairs = [part for key, text in options.items() for part in (f"--{key}", text)]
    return main(["new", kind, "--data", str(records.root), *pairs])


def unfinished(records: Records) -> list[str]:
    """Return every problem but that the help text of `new` is still there."""
    return [problem for problem in records.problems() if not problem.endswith("[help-left]")]


def snapshot(records: Records) -> dict[str, str]:
    return {str(path): path.read_text("utf-8") for path in records.root.rglob("*") if path.is_file()}


def run_prompts(records: Records, monkeypatch: pytest.MonkeyPatch, kind: str, answers: Sequence[str]) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    return main(["new", kind, "--data", str(records.root)])


@pytest.mark.parametrize("kind", NEW)
def test_a_template_passes_check_and_is_canonical(records: Records, kind: str) -> None:
    options, path, expected = NEW[kind]
    assert run_new(records, kind, options) == 0
    raw = (records.root / path).read_bytes()
    assert [problem.rpartition(" ")[2] for problem in records.problems()] == ["[help-left]"]
    assert main(["fmt", "--drop-help", "--data", str(records.root), str(records.root / path)]) == 0
    assert records.problems() == []
    value = parser.parse(raw, "x").value
    assert {key: value[key] for key in expected} == expected
    assert canonical(raw, f"data/{path}") == raw.decode()


@pytest.mark.parametrize("kind", UNUSED)
def test_a_record_that_nothing_refers_to_is_written_with_a_message(
    records: Records, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    options, path, still = UNUSED[kind]
    assert run_new(records, kind, options) == 0
    assert (records.root / path).is_file()
    assert "Still to do: data/" in (output := capsys.readouterr().out)
    assert still in output


def test_every_kind_but_elements_can_be_created() -> None:
    assert sorted(new.kinds()) == sorted([*NEW, *UNUSED])
    assert {model.__name__ for models in MODELS.values() for model in models} - {
        model.__name__ for _, model in new.kinds().values()
    } == {"ElementRecord"}


@pytest.mark.parametrize("kind", [*NEW, *UNUSED])
def test_a_template_has_every_key_of_its_record(records: Records, kind: str) -> None:
    options, path, *_ = {**NEW, **UNUSED}[kind]
    run_new(records, kind, options)
    lines = (records.root / path).read_text("utf-8").splitlines()
    _, model = new.kinds()[kind]
    for key in set(keys_of(model)) - {"former_ids", "withdrawn"}:
        assert any(line.startswith((f"{key}:", f"# {key}:")) for line in lines), key


def test_an_uncommented_template_is_valid_yaml_whose_empty_fields_are_reported(
    records: Records,
) -> None:
    run_new(records, "material", MATERIAL)
    path = records.root / "materials/nfmts.yml"
    lines = path.read_text("utf-8").splitlines()
    opened = [line.removeprefix("# ") if ":" in line.partition("  #")[0] else line for line in lines[3:]]
    path.write_text("\n".join([*opened, ""]), encoding="utf-8")
    formed = canonical(path.read_bytes(), "data/materials/nfmts.yml")
    assert parser.parse(formed.encode(), "x").value == parser.parse(path.read_bytes(), "x").value
    problems = records.problems()
    assert problems
    assert all(problem.startswith("data/materials/nfmts.yml:") for problem in problems)
    assert any("claims[0].basis" in problem and "measured" in problem for problem in problems)


def test_a_template_lists_allowed_values_and_marks_guesses(records: Records) -> None:
    run_new(records, "material", MATERIAL)
    text = (records.root / "materials/nfmts.yml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schema/materials.json\n")
    assert "guessed; its usual name" in text
    assert "measured | computed | fitted | stated" in text
    assert "ids of strategies" in text
    assert "source: {reference: doe2024, at: }" in text


def test_a_material_without_a_formula_lists_the_composition_as_missing(records: Records) -> None:
    options = {"name": "Beta 2", "family": "layered-oxide", "reference": "doe2024"}
    assert run_new(records, "material", options) == 0
    text = (records.root / "materials/beta-2.yml").read_text("utf-8")
    assert "{property: composition, why: not-seen}" in text  # of the paper only the abstract was
    assert unfinished(records) == []
    records.edit("references/doe2024.yml", "seen: abstract", "seen: full-text")
    assert run_new(records, "material", {**options, "at": "2.1", "id": "beta-3"}) == 0
    text = (records.root / "materials/beta-3.yml").read_text("utf-8")
    assert "{property: composition, why: not-in-source}" in text


@pytest.mark.parametrize("doi", ["10.1234/test.42", "https://doi.org/10.1234/TEST.42", "doi: 10.1234/test.42"])
def test_a_publication_is_found_by_its_doi(records: Records, doi: str) -> None:
    assert run_new(records, "material", {**MATERIAL, "reference": doi}) == 0
    assert "source: {reference: doe2024, at: abstract}" in (records.root / "materials/nfmts.yml").read_text("utf-8")


def test_a_new_paper_cited_via_a_review_has_no_value_for_seen(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = ["10.1234/new", "Oxides: a title", "Doe, J.", "Journal", "2025", ""]
    assert run_prompts(records, monkeypatch, "material", [FORMULA, "", *paper, "roe2026", "2.1", "", "", ""]) == 0
    assert "# seen:" in (records.root / "references/doe2025.yml").read_text("utf-8")
    assert unfinished(records) == []


def test_the_place_in_a_source_is_guessed_from_seen_and_marked(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_new(records, "material", MATERIAL) == 0
    lines = (records.root / "materials/nfmts.yml").read_text("utf-8").splitlines()
    (source,) = (line for line in lines if line.startswith("source:"))
    assert source.startswith("source: {reference: doe2024, at: abstract}")
    assert "# guessed" in source
    for change in ({"reference": "roe2026"}, {"via": "roe2026"}):
        assert run_new(records, "material", {**MATERIAL, **change}) == 2
        assert "Give also --at" in capsys.readouterr().err


def test_a_new_reference_has_a_value_for_seen(records: Records) -> None:
    options, path, _ = UNUSED["reference"]
    run_new(records, "reference", options)
    assert "\nseen: abstract  " in (records.root / path).read_text("utf-8")
    run_new(records, "reference", {**options, "seen": "full-text"})
    assert "\nseen: full-text  " in (records.root / path.replace("b.yml", "c.yml")).read_text("utf-8")


@pytest.mark.parametrize(("typed", "read"), [("a, b", ["a", "b"]), ("a; b", ["a", "b"]), ("2,5-x; b", ["2,5-x", "b"])])
def test_a_list_is_separated_by_commas_or_semicolons(records: Records, typed: str, read: list[str]) -> None:
    run_new(records, "material", {**MATERIAL, "aliases": typed})
    assert parser.parse((records.root / "materials/nfmts.yml").read_bytes(), "x").value["aliases"] == read


def test_the_help_gives_the_separator_of_lists(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in new.kinds():
        with pytest.raises(SystemExit):
            main(["new", kind, "--help"])
    output = " ".join(capsys.readouterr().out.split())
    assert "a list of the id of one of the strategies, with commas or semicolons between them" in output
    assert "such as Doe, J.; Roe, R." in output
    assert "see below" not in output


def test_an_id_in_use_gets_that_of_its_paper_and_then_a_number(records: Records) -> None:
    records.edit("materials/alpha.yml", "id: alpha", "id: alpha\nformer_ids: [nfmts-doe2024-2]")
    for path in ("nfmts", "nfmts-doe2024", "nfmts-doe2024-3"):
        assert run_new(records, "material", MATERIAL) == 0
        assert (records.root / f"materials/{path}.yml").is_file()


@pytest.mark.parametrize(("author", "ident"), [("Müller-O’Brien, Ä.", "mullerobrien2024"), ("Doe, J.", "doe2024d")])
def test_the_id_of_a_reference_is_plain_ascii_and_fills_no_gap_of_letters(
    records: Records, author: str, ident: str
) -> None:
    records.edit("references/doe2024.yml", "id: doe2024", "id: doe2024\nformer_ids: [doe2024c]")
    options, *_ = UNUSED["reference"]
    assert run_new(records, "reference", {**options, "author": author}) == 0
    assert (records.root / f"references/{ident}.yml").is_file()


@pytest.mark.parametrize("name", ["a very long name " * 10, "氧化物"])
def test_an_id_is_found_for_any_name(records: Records, name: str) -> None:
    assert run_new(records, "topic", {"name": name.strip(), "type": "synthesis", "summary": "S", **SOURCE}) == 0
    assert unfinished(records) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"formula": "NaQq0.5O2"}, "--formula: found"),
        ({"formula": "NaTMO2"}, "placeholder"),
        ({"formula": "NaxNiO2"}, "as in `, x = 0.1` after the formula.\n"),
        ({"formula": "NANI0.5Mn0.5O2"}, "Write the second letter of an element in lower case: Na."),
        ({"reference": "do2024"}, 'Did you mean "doe2024"?'),
        ({"reference": "10.1234/unheard"}, "cite 10.1234/unheard"),
        ({"via": "10.1234/unheard"}, "--via: found"),
        ({"family": "layered"}, 'Did you mean "layered-oxide"?'),
        ({"id": "alpha"}, "is or was the id of a record"),
        ({"id": "alef"}, "is or was the id of a record"),
        ({"id": "../alpha"}, "lower-case letters"),
        ({"name": "two\nlines"}, "a single line"),
        ({"role": "contrl"}, 'Did you mean "control"?'),
        ({"strategies": "phase, fase"}, '"fase", expected the id of one of the strategies'),
        ({"reference": ""}, "--reference: found"),
    ],
)
def test_an_invalid_option_is_reported_with_a_hint_and_nothing_is_written(
    records: Records, capsys: pytest.CaptureFixture[str], change: Mapping[str, str], expected: str
) -> None:
    records.edit("materials/alpha.yml", "id: alpha", "id: alpha\nformer_ids: [alef]")
    before = snapshot(records)
    assert run_new(records, "material", {**MATERIAL, **change}) == 2
    assert expected in capsys.readouterr().err
    assert snapshot(records) == before


def test_all_missing_options_are_reported_at_once(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_new(records, "reference", {"title": "T"}) == 2
    output = capsys.readouterr().err
    assert all(option in output for option in ("--author", "--container-title", "--issued"))
    assert run_new(records, "material", {"formula": FORMULA}) == 2
    assert "Give also --reference" in capsys.readouterr().err


def test_prompts_repeat_until_the_input_is_valid(
    records: Records, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ["NaQq", FORMULA, "My oxide", "nobody", "doe2024", "", "Table 1", "", "P2", "alpha", ""]
    assert run_prompts(records, monkeypatch, "material", answers) == 0
    output = capsys.readouterr().out
    assert "No element has the symbol" in output
    assert "Read as O3-NaNi0.3Fe0.2Mn0.2Ti0.15Sn0.15O2, layered-oxide: 1.57 R, high entropy." in output
    value = parser.parse((records.root / "materials/my-oxide.yml").read_bytes(), "x").value
    assert (value["name"], value["phase"], value["source"]["at"]) == ("My oxide", "P2", "Table 1")
    assert unfinished(records) == []


def test_prompts_for_a_new_paper_write_it_with_its_material(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = ["10.1234/new", "Oxides: a title", "Doe, J.; Roe, R.", "Journal", "twenty", "2025", ""]
    assert (
        run_prompts(records, monkeypatch, "material", [FORMULA, "", *paper, "", "full", "abstract", "", "", "", ""])
        == 0
    )
    assert unfinished(records) == []
    value = parser.parse((records.root / "references/doe2025.yml").read_bytes(), "x").value
    assert value["author"] == [{"family": "Doe", "given": "J."}, {"family": "Roe", "given": "R."}]
    assert (value["DOI"], value["seen"]) == ("10.1234/new", "abstract")
    assert "{reference: doe2025, at: abstract}" in (records.root / "materials/nfmts.yml").read_text("utf-8")


@pytest.mark.parametrize("number", range(8))
def test_input_that_ends_early_writes_nothing(
    records: Records, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    before = snapshot(records)
    answers = [FORMULA, "My oxide", "doe2024", "", "", "", "", ""][:number]
    assert run_prompts(records, monkeypatch, "material", answers) == 2
    assert "The input ended before" in capsys.readouterr().err
    assert snapshot(records) == before


def test_on_a_terminal_only_missing_options_are_prompted(records: Records) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "new", "material", "--data", str(records.root), "--name", "Gamma ray",
               "--formula", FORMULA, "--reference", "doe2024", "--family", "layered-oxide"]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.write(ours, b"\n\n\n\n")  # via, at, phase, id
        output, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0
    assert "name" not in output.partition("Written")[0].replace("file's name", "")
    assert "id (" in output
    assert (records.root / "materials/gamma-ray.yml").is_file()


def test_hostile_input_stays_text(records: Records) -> None:
    name = 'x: {a: b} # {{ 7*7 }} "quoted" \\ <script>'
    assert run_new(records, "material", {**MATERIAL, "name": name, "id": "odd"}) == 0
    assert parser.parse((records.root / "materials/odd.yml").read_bytes(), "x").value["name"] == name
    assert unfinished(records) == []


@pytest.mark.parametrize(
    "text", ["", "no", "010", "1e3", "12:30", "- a", "a: b", "a #b", "[x]", "é", " a ", "3.0 C", "~"]
)
def test_any_text_survives_writing_and_parsing(text: str) -> None:
    line = template.flow_yaml({"key": text, "list": [text]})
    assert parser.parse(f"x: {line}\n".encode(), "x").value == {"x": {"key": text, "list": [text]}}


# check FILE


@pytest.fixture
def invalid(records: Records) -> Records:
    """Return records with two problems in one file and one in another."""
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    records.edit("materials/alpha.yml", "name: Alpha", "name: 5")
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    (records.root.parent / "content").mkdir()
    return records


def run_check(records: Records, *files: str) -> int:
    folders = ["--data", str(records.root), "--content", str(records.root.parent / "content")]
    return main(["check", *folders, *files])


def test_only_problems_of_the_named_files_are_reported_and_others_counted(
    invalid: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_check(invalid, str(invalid.root / "materials/alpha.yml")) == 1
    output = capsys.readouterr().err
    assert "2 problems found.\nNot shown: 1 in other files" in output
    assert "beta.yml" not in output


def test_hand_written_pages_are_read_only_when_one_of_them_is_named(records: Records) -> None:
    page = records.root.parent / "content/broken.md"
    page.parent.mkdir()
    page.write_text("# Broken\n\n[[materials/none]]\n", encoding="utf-8")
    assert run_check(records, "alpha") == 0
    assert run_check(records, "alpha", str(page)) == run_check(records) == 1


def test_the_exit_status_follows_the_named_files(invalid: Records, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(invalid, "gamma") == 0
    assert "Not shown: 3 in other files" in capsys.readouterr().err
    assert run_check(invalid, "gamma", "beta") == 1


def test_a_reference_to_a_missing_record_is_reported_for_a_named_file(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    (records.root.parent / "content").mkdir()
    records.edit("materials/alpha.yml", "reference: doe2024", "reference: doe2023")
    assert run_check(records, "alpha") == 1
    assert 'Did you mean "doe2024"?' in capsys.readouterr().err


CONTROL = (
    "claims:\n  - {property: capacity-retention, value: 25, unit: percent, basis: measured,\n     conditions: "
    "{cycles: 500, rate: 3C, window: [2.0, 4.1], exposure_days: 15},\n"
    '     source: {reference: doe2024, via: roe2026, at: "2.1"}}\n'
)
# Code of a rule -> two records, the edit that makes them contradict, and part of the message.
CONTRADICTIONS = {
    "doi-twice": (
        ("doe2024", "a-doe"), "references/a-doe.yml",
        "id: a-doe\ntitle: Copy\nauthor: [{family: Doe}]\nissued: 2024\ncontainer-title: Tests\nDOI: 10.1234/TEST.42\n"
        "cited_in: [{reference: roe2026, number: 2}]\n",
        "Keep one of the two records",
    ),
    "material-twice": (
        ("beta", "a-beta"), "materials/a-beta.yml",
        "id: a-beta\nname: B\nformula: NaNi0.5Mn0.5O2\nfamily: layered-oxide\n"
        "source: {reference: doe2024, at: abstract}\nmissing: [{property: capacity-retention, why: not-in-source}]\n",
        "into one record",
    ),
    "control-differs": (
        ("alpha", "beta"), "materials/beta.yml",
        "id: beta\nname: Beta\nformula: NaNi0.5Mn0.5O2\nfamily: layered-oxide\nrole: control\n"
        f'source: {{reference: doe2024, via: roe2026, at: "2.1"}}\n{CONTROL}',
        "correct the one that is wrong",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_a_problem_between_two_records_is_reported_for_either(
    records: Records, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    (records.root.parent / "content").mkdir()
    both, path, text, hint = CONTRADICTIONS[code]
    records.write(path, text)
    for ident in both:
        assert run_check(records, ident) == 1
        output = capsys.readouterr().err
        assert f"[{code}]" in output
        assert hint in output
    assert run_check(records, "gamma") == 0


def test_a_hand_written_page_can_be_checked(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    page = records.root.parent / "content/x.md"
    page.parent.mkdir()
    page.write_text("[[nowhere]]\n")
    assert run_check(records, str(page)) == 1
    assert "content/x.md:1:1" in capsys.readouterr().err


def test_valid_files_are_listed(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    (records.root.parent / "content").mkdir()
    assert run_check(records, "alpha", str(records.root / "materials/beta.yml")) == 0
    assert capsys.readouterr().out == "Good: data/materials/alpha.yml, data/materials/beta.yml.\n"


def test_unconfirmed_guesses_are_counted(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    (records.root.parent / "content").mkdir()
    run_new(records, "material", MATERIAL)
    guesses = (records.root / "materials/nfmts.yml").read_text("utf-8").count("# guessed")
    assert guesses > 3
    capsys.readouterr()
    main(["fmt", "--drop-help", "--data", str(records.root), str(records.root / "materials/nfmts.yml")])
    capsys.readouterr()
    for files in (["nfmts"], []):
        assert run_check(records, *files) == 0
        assert f"\nNot confirmed: {guesses} guesses of `new` in nfmts.yml. " in capsys.readouterr().out
    assert run_check(records, "alpha") == 0
    assert "Not confirmed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data/materials/alpa.yml", 'found no such file and no record of this id. Did you mean "alpha"?'),
        ("elsewhere.yml", "found a file elsewhere, expected one in"),
        ("data/materials", "found a folder, expected a file"),
        ("twice", "found several records of this id"),
    ],
)
def test_a_file_that_is_no_record_exits_with_two(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    name: str, expected: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "elsewhere.yml").write_text("id: x\n")
    for folder in ("materials", "topics"):
        records.write(f"{folder}/twice.yml", "id: twice\n")
    assert main(["check", name]) == 2
    assert expected in capsys.readouterr().err
