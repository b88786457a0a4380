"""The command line: what it prints, and what it exits with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import cli

from .conftest import ROOT, Records


def test_good_records_are_counted(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--data", str(records.root)]) == 0
    assert capsys.readouterr().out.startswith("Good: 4 materials, 1 effects, 1 challenges")


def test_bad_records_are_told_one_a_line_and_exit_with_one(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    assert cli.main(["check", "--data", str(records.root)]) == 1
    *problems, last = capsys.readouterr().err.splitlines()
    assert len(problems) == 2
    assert last == "2 problems found."


@pytest.mark.parametrize("args", [[], ["chek"], ["check", "--dta", "x"], ["write"]])
def test_wrong_use_exits_with_two_and_shows_the_usage(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(args)
    assert stop.value.code == 2
    assert "usage: python -m generator" in capsys.readouterr().err


def test_writing_pages_of_bad_records_writes_nothing(records: Records, tmp_path: Path) -> None:
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    (tmp_path / "content").mkdir()
    target = tmp_path / "pages"
    assert (
        cli.main(["write", "--data", str(records.root), "--content", str(tmp_path / "content"), str(target)])
        == 1
    )
    assert not target.exists()


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
