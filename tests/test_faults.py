"""Faults of files and of the program end in a message with cause and remedy, never in a traceback or a wait."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import pipeline
from generator.authoring.formatter import canonical
from generator.chemistry import elements, tables
from generator.cli.main import main
from generator.errors import InvalidData
from generator.names import is_name
from generator.site import content_pages
from generator.tools import port
from generator.yamlio.invisible_chars import invisible_characters

from . import site as sites
from .conftest import ROOT, Records


@pytest.mark.parametrize("raw", [b"?", b"a: b\n?", b"a: b\n? "])
def test_a_record_that_ends_in_a_question_mark_is_formatted_or_refused(raw: bytes) -> None:
    try:
        canonical(raw, "data/materials/x.yml")
    except InvalidData as error:
        assert error.problems


def test_a_pipe_among_the_records_is_refused_and_not_waited_for(records: Records) -> None:
    os.mkfifo(records.root / "materials/pipe.yml")
    with pytest.raises(InvalidData, match="which is no file, expected files alone"):
        pipeline.load(records.root)


def test_a_pipe_among_the_pages_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    _, (problem,) = content_pages.read(tmp_path)
    assert "found something other than a file" in str(problem)


TABLES = {
    "in another encoding": lambda text: text.encode("utf-16"),
    "without a column": lambda text: text.replace("symbol", "sign").encode(),
    "with words for numbers": lambda text: text.replace("22.98", "some").encode(),
}


@pytest.mark.parametrize("what", [*TABLES, "missing"])
def test_tables_of_elements_that_cannot_be_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    for name in ("elements.csv", "ionic_radii.csv"):
        if what in TABLES:
            (tmp_path / name).write_bytes(TABLES[what]((ROOT / "data" / name).read_text(encoding="utf-8")))
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(OSError, match=r"line \d+: found (the columns|bytes|\"some)|No such file") as error:
        elements.table.__wrapped__()
    assert str(tmp_path) in str(error.value)


def test_a_full_disk_names_the_file_and_a_remedy(tmp_path: Path) -> None:
    done = sites.on_a_full_disk(100, "generator", "schema", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "that the disk is not full" in done.stderr


def test_a_fault_of_the_program_says_what_happened_and_how_to_report_it(
    records: Records, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "load", {}.__getitem__)
    assert main(["check", "--data", str(records.root)]) == 2
    said = capsys.readouterr().err
    assert "KeyError" in said
    assert "To report it, open an issue with the command" in said


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:http"])
def test_a_port_out_of_range_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert port.main(address) == 1
    assert "expected HOST:PORT" in capsys.readouterr().err


NOBODY_SEES = [
    0x17B4, 0x180F, 0x1BCA0, 0x1D173, 0xFFF0, 0x2028, 0x85, 0x202E, 0xFFFE, 0xFFFF, 0xFDD0, 0xFFFC, 0x1FFFF, 0xD800,
]  # fmt: skip


@pytest.mark.parametrize("code", NOBODY_SEES)
def test_characters_that_nobody_sees_are_found(code: int) -> None:
    assert [index for index, _ in invisible_characters(f"a{chr(code)}b")] == [1]


@pytest.mark.parametrize("code", [0x85, 0x2028, 0x2029])
def test_a_line_break_of_another_kind_is_refused_in_a_record(records: Records, code: int) -> None:
    records.edit("materials/alpha.yml", "name: Alpha", f"name: Al{chr(code)}pha")
    with pytest.raises(InvalidData, match=f"U\\+{code:04X}"):
        pipeline.load(records.root)


def test_describe_shows_and_obeys_no_change_of_direction(capsys: pytest.CaptureFixture[str]) -> None:
    main(["describe", "NaNi0.5\u202eMn0.5O2"])
    main(["describe", "--json", "NaNi0.5\u202eMn0.5O2"])
    assert "\u202e" not in capsys.readouterr().out


def test_no_record_has_the_name_of_what_every_object_of_a_script_has() -> None:
    assert not is_name("constructor")
