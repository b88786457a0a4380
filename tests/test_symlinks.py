"""No command writes through a symbolic link: what it leads to may lie anywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.cli.main import main

from .conftest import Records
from .test_import import FACTS

COMMANDS = {
    "schema, its folder": ("schema", ["schema"]),
    "schema, a file": ("schema/materials.json", ["schema"]),
    "fmt": ("materials/alpha.yml", ["fmt", "{data}/materials/alpha.yml"]),
    "new": ("strategies", ["new", "strategy", "--name", "Idle", "--family", "layered-oxide", "--summary", "Nothing.",
                           "--reference", "roe2026", "--at", "2"]),
    "import": ("materials", ["import", "{data}/../facts.yml"]),
}  # fmt: skip
"""Command -> what below the records is a symbolic link, and the arguments."""


@pytest.mark.parametrize("what", COMMANDS)
def test_a_command_refuses_to_write_through_a_link(
    records: Records, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    link, arguments = COMMANDS[what]
    (records.root.parent / "facts.yml").write_text(FACTS, encoding="utf-8")
    outside, inside = records.root / "outside", records.root / link
    if inside.exists():
        shutil.move(inside, outside)
    elif inside.suffix:
        inside.parent.mkdir()
        outside.touch()
    else:
        outside.mkdir()
    inside.symlink_to(outside)
    before = contents(outside)
    assert main([*(text.format(data=records.root) for text in arguments), "--data", str(records.root)]) != 0
    assert "symbolic link" in capsys.readouterr().err
    assert contents(outside) == before


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {str(file): file.read_bytes() for file in files if file.is_file()}
