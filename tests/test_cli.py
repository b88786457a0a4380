"""The command line: what it prints, and what it exits with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import checksums, pipeline
from generator.chemistry import report
from generator.cli import main as main_module
from generator.cli.main import main
from generator.cli.output import MARKER
from generator.site import assembly, export, pages
from generator.site.page import Page

from . import site as sites
from .conftest import ROOT, Records


def pages_of(records: Records) -> Path:
    """Return an empty folder of hand-written pages beside the records."""
    folder = records.root.parent / "content"
    folder.mkdir(exist_ok=True)
    return folder


def write(records: Records, target: Path, *more: str) -> int:
    """Run `write` on small records and a folder of hand-written pages; return the exit status."""
    return main(["write", "--data", str(records.root), "--content", str(pages_of(records)), str(target), *more])


def check(records: Records) -> int:
    return main(["check", "--data", str(records.root), "--content", str(pages_of(records))])


def test_valid_records_are_counted(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(records) == 0
    assert capsys.readouterr().out.startswith("Good: 4 materials, 1 effect, 1 challenge, ")


def test_problems_are_reported_one_per_line_and_exit_with_one(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    assert check(records) == 1
    *problems, last = capsys.readouterr().err.splitlines()
    assert len(problems) == 2
    assert last == "2 problems found."


@pytest.mark.parametrize("args", [[], ["chek"], ["check", "--dta", "x"], ["write"]])
def test_wrong_use_exits_with_two_and_shows_the_usage(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(args)
    assert stop.value.code == 2
    assert "usage: python -m generator" in capsys.readouterr().err


def test_invalid_records_write_no_pages(records: Records, tmp_path: Path) -> None:
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    assert write(records, tmp_path / "pages") == 1
    assert not (tmp_path / "pages").exists()


def test_the_package_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_longest_name_of_a_site_stands_apart_from_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "Na2Zn[Fe(CN)6]"]) == 0
    assert "N-coordinated metal site Zn 1" in capsys.readouterr().out


def test_a_formula_is_described_in_a_short_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"]) == 0
    output = capsys.readouterr().out
    assert "1.62 R (13.48 J mol⁻¹ K⁻¹) per mole of transition-metal sites: high entropy" in output
    assert "not met" not in output


def test_a_variable_is_bound_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    formula = "NaNi0.4Mn0.3-xFe0.1Ti0.1SnxLi0.05Sb0.05O2"
    assert main(["describe", formula, "--bind", "x=0.15", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entropy"]["all"] == pytest.approx(1.6957, abs=5e-5)
    assert main(["describe", formula]) == 1
    assert "--bind x=" in capsys.readouterr().out


def test_an_invalid_formula_is_reported_with_its_position_and_a_hint(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["describe", "Na_xTMO_2"]) == 1
    first, caret, reason = capsys.readouterr().out.splitlines()
    assert first == "Na_xTMO_2"
    assert caret.index("^") == first.index("TM")
    assert "placeholder" in reason


def test_each_formula_of_standard_input_gives_one_json_object() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "describe", "--json"],
        cwd=ROOT, input="NaNi0.5Mn0.5O2\n\nNaQq\nNaFeO2\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer.get("class", "refused") for answer in answers] == ["low", "refused", "low"]


def test_many_formulas_are_answered_in_their_order_on_all_cores() -> None:
    asked = [f"NaNi{n / 2000:g}Mn{1 - n / 2000:g}O2" for n in range(1, 1102)]
    done = subprocess.run(
        [sys.executable, "-m", "generator", "describe", "--json"],
        cwd=ROOT, input="\n".join([*asked, "NaQq"]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    *answers, refused = map(json.loads, done.stdout.splitlines())
    assert [answer["formula"] for answer in answers] == asked
    assert refused["error"]["code"] == "unknown-element"
    assert done.returncode == 1


def test_ctrl_c_ends_all_processes_with_one_line_and_status_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "describe", "--json"], cwd=ROOT, text=True, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    process.stdin.write("NaNi0.5Mn0.5O2\n" * 20_000)
    process.stdin.close()
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    process.stdin = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "\nInterrupted.\n")


def _ended(*_: object, **__: object) -> None:
    os._exit(9)


def test_a_process_that_was_ended_from_outside_is_reported_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "answer", _ended)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own
    assert main(["describe", *["NaNi0.5Mn0.5O2"] * 1_000]) == 2
    said = capsys.readouterr().err
    assert "processes that share the formulas was ended" in said
    assert said.count("\n") == 1


def test_the_keys_of_the_json_output_are_stable(capsys: pytest.CaptureFixture[str]) -> None:
    main(["describe", "--json", "NaNi0.5Mn0.5O2"])
    described = json.loads(capsys.readouterr().out)
    assert list(described) == [
        "formula", "phase", "family", "sites", "site_sum", "elements", "principal", "entropy", "class", "borderline",
        "review_definition", "descriptors", "molar_mass", "capacity", "redox", "warnings", "quantities", "decimals",
    ]  # fmt: skip
    assert described["sites"]["metal"] == {"Ni": "1/2", "Mn": "1/2"}
    assert described["decimals"]["sites"]["metal"] == {"Ni": 0.5, "Mn": 0.5}
    assert list(described["entropy"]) == [
        "all", "principal", "per_formula_unit", "cation_anion", "per_atom", "pooled", "valence_resolved",
    ]  # fmt: skip
    main(["describe", "--json", "NaTMO2"])
    assert list(json.loads(capsys.readouterr().out)["error"]) == ["code", "position", "text"]


@pytest.mark.parametrize("args", [["describe", "--bind", "x", "NaO2"], ["describe", "--family", "alloy", "NaO2"]])
def test_a_wrong_option_of_describe_exits_with_two(args: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(args)
    assert stop.value.code == 2


def test_check_reports_problems_of_hand_written_pages(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    (pages_of(records) / "x.md").write_text("[[nowhere]]\n")
    assert check(records) == 1
    assert "content/x.md:1:1: found" in capsys.readouterr().err


@pytest.mark.parametrize("taken", ["a file", "a folder with other things"])
def test_write_never_overwrites_other_files(
    records: Records, capsys: pytest.CaptureFixture[str], tmp_path: Path, taken: str
) -> None:
    target = tmp_path / "target"
    if taken == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "index.md").write_text("mine")
    assert write(records, target) == 2
    assert "expected a" in capsys.readouterr().err
    kept = target if taken == "a file" else target / "index.md"
    assert kept.read_text() == "mine"


def test_write_replaces_its_own_files(records: Records, tmp_path: Path) -> None:
    assert write(records, tmp_path / "target") == 0
    records.edit("materials/alpha.yml", "name: Alpha", "name: Alef")
    assert write(records, tmp_path / "target") == 0
    assert "Alef" in (tmp_path / "target/materials/alpha.md").read_text()
    files = {page.uri: page.content for page in assembly.build(records.root, pages_of(records))}
    texts = {uri: (tmp_path / "target" / uri).read_bytes() for uri in files}
    assert texts == {uri: held.encode() if isinstance(held, str) else held for uri, held in files.items()}


@pytest.mark.parametrize("mine", [f"{MARKER}-notes.txt", f"{MARKER}.bak/notes.txt"])
def test_a_file_named_like_a_list_of_the_command_is_kept(records: Records, tmp_path: Path, mine: str) -> None:
    assert write(records, tmp_path / "target") == 0
    file = tmp_path / "target" / mine
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")
    assert write(records, tmp_path / "target") == 2
    assert file.read_text() == "mine"


def test_parts_of_the_pages_hold_each_file_once_and_merge_into_the_whole_which_can_be_written_again(
    records: Records, tmp_path: Path
) -> None:
    assert write(records, tmp_path / "whole") == 0
    whole = checksums.below(tmp_path / "whole")
    whole.pop(MARKER)
    merged: list[str] = []
    for number in (1, 2, 3):
        part = tmp_path / f"part-{number}"
        assert write(records, part, "--shard", f"{number}/3") == 0
        merged += checksums.below(part)
        assert len(checksums.below(part)) > len(whole) / 6, "each part has a fair share"
        shutil.copytree(part, tmp_path / "merged", dirs_exist_ok=True)
    lists = sorted(name for name in merged if name.startswith(MARKER))
    assert sorted(merged) == sorted([*whole, *lists])
    assert checksums.below(tmp_path / "merged").items() > whole.items()
    assert write(records, tmp_path / "merged", "--shard", "1/3") == 2, "it would remove the other parts"
    assert checksums.below(tmp_path / "merged").items() > whole.items()
    assert write(records, tmp_path / "merged") == 0
    assert checksums.below(tmp_path / "merged").keys() == {*whole, MARKER}


def test_a_record_is_rendered_for_one_part_alone(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    usual = pages._record_page

    def counted(context: Any, kind: str, ident: str, record: Any) -> Page:
        rendered.append(f"{kind}/{ident}")
        return usual(context, kind, ident, record)

    monkeypatch.setattr(pages, "_record_page", counted)
    for number in (1, 2):
        assert write(records, tmp_path / f"part-{number}", "--shard", f"{number}/2") == 0
    parts, rendered = rendered, []
    assert write(records, tmp_path / "whole") == 0
    assert sorted(parts) == sorted(rendered)


@pytest.mark.parametrize("part", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/2/3", "١/٢"])
def test_a_part_that_is_none_is_refused(
    records: Records, capsys: pytest.CaptureFixture[str], tmp_path: Path, part: str
) -> None:
    assert write(records, tmp_path / "part", f"--shard={part}") == 2
    assert "expected a part such as 2/4" in capsys.readouterr().err


def test_a_missing_folder_of_pages_is_reported(
    records: Records, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content, target = str(tmp_path / "nowhere"), str(tmp_path / "target")
    assert main(["write", "--data", str(records.root), "--content", content, target]) == 1
    assert "found no such folder, expected the hand-written pages" in capsys.readouterr().err


def test_export_writes_the_files_of_the_api(records: Records, tmp_path: Path) -> None:
    assert main(["export", "--data", str(records.root), str(tmp_path / "out")]) == 0
    material = json.loads((tmp_path / "out/api/v1/materials/alpha.json").read_text(encoding="utf-8"))
    assert material["computed"]["class"] == "medium"
    assert (tmp_path / "out/api/v1/references.bib").read_text(encoding="utf-8").startswith("@article{doe2024,")
    assert not (tmp_path / "out/materials").exists()


def test_an_export_that_fails_halfway_leaves_the_last_one_whole(records: Records, tmp_path: Path) -> None:
    command = ["export", "--data", str(records.root), str(tmp_path / "out")]
    assert main(command) == 0
    last = sites.digest(tmp_path / "out")
    records.edit("materials/alpha.yml", "name: Alpha", "name: Other")
    done = sites.on_a_full_disk(50_000, "generator", *command)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert sites.digest(tmp_path / "out") == last
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_an_export_replaces_the_last_one_and_two_of_the_same_records_have_the_same_bytes(
    records: Records, tmp_path: Path
) -> None:
    command = ["export", "--data", str(records.root)]
    for target in ("one", "two"):
        assert main([*command, str(tmp_path / target)]) == 0
        (tmp_path / target / ".DS_Store").touch()
        assert main([*command, str(tmp_path / target)]) == 0
    assert sites.digest(tmp_path / "one") == sites.digest(tmp_path / "two")
    assert not (tmp_path / "one/.DS_Store").exists()


@pytest.mark.parametrize(
    ("name", "told"), [("mine.txt", "is not one of its files"), ("api/v1/claims.csv", "was changed")]
)
def test_an_export_takes_no_file_away_that_it_did_not_write(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    command = ["export", "--data", str(records.root), str(tmp_path / "out")]
    assert main(command) == 0
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    assert main(command) == 2
    assert f"{name} {told}. The folder is replaced whole: move your files elsewhere" in capsys.readouterr().err
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "mine"


def test_an_export_takes_no_link_away(records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", "--data", str(records.root), str(tmp_path / "out")]
    assert main(command) == 0
    (tmp_path / "out/mine").symlink_to("../elsewhere")
    assert main(command) == 2
    assert "mine is a link to another place" in capsys.readouterr().err
    assert (tmp_path / "out/mine").is_symlink()


@pytest.mark.parametrize("command", [["export", "{}"], ["write", "{}"], ["verify", "{}"], ["check", "--data", "{}"],
                                     ["check", "--content", "{}"], ["diff", "{}", "data"]])  # fmt: skip
def test_a_link_that_leads_to_itself_is_no_fault_of_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert main([word.format(tmp_path / "loop") for word in command]) == 2
    said = capsys.readouterr().err
    assert "fault of the program" not in said
    assert "loop: Too many levels of symbolic links" in said


def test_an_export_does_not_replace_the_folder_in_which_it_runs(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here/below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert main(["export", "--data", str(records.root), "."]) == 2
    assert "found a folder with other files" in capsys.readouterr().err
    (tmp_path / "here/below").rmdir()
    assert main(["export", "--data", str(records.root), "."]) == 2
    assert "found the folder in which the command runs" in capsys.readouterr().err


def test_rename_moves_the_file_rewrites_every_link_and_keeps_the_old_addresses(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    content = records.root.parent / "content"
    content.mkdir()
    (content / "page.md").write_text("# A page\n\n[[beta]] and [[=beta.formula]], not [[alpha]]\n", encoding="utf-8")
    places = ["--data", str(records.root), "--content", str(content)]
    assert main(["rename", *places, "beta", "beta-two"]) == 0
    assert main(["rename", *places, "beta-two", "beta-three"]) == 0
    assert records.problems() == []
    assert not (records.root / "materials/beta.yml").exists()
    assert "[[beta-three]] and [[=beta-three.formula]], not [[alpha]]" in (content / "page.md").read_text("utf-8")
    loaded = pipeline.load(records.root)
    assert loaded.data.materials["beta-three"].former_ids == ("beta", "beta-two")
    made = export.files(loaded)
    assert made["api/v1/materials/beta.json"] == made["api/v1/materials/beta-three.json"]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("betta", "b", 'Did you mean "beta"?'),
        ("beta", "alpha", "which a record has or had"),
        ("beta", "Be ta", "expected an id of lower-case letters"),
    ],
)
def test_a_rename_that_cannot_be_is_wrong_use(
    records: Records, old: str, new: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rename", "--data", str(records.root), old, new]) == 2
    assert text in capsys.readouterr().err


@pytest.mark.parametrize("command", main_module._COMMANDS)
def test_every_command_shows_its_usage(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"{command} " in capsys.readouterr().out


def test_a_formula_is_described_without_the_libraries_that_read_records() -> None:
    code = (
        "import sys; from generator.cli.main import main; main(['describe', 'NaMnO2'])\n"
        "assert not {'yaml', 'pydantic', 'jinja2', 'generator.pipeline'} & {*sys.modules}"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
