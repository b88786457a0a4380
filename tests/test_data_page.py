"""The examples of the page Data run as they stand, with the library that they name, and print what is so."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.derived.atlas import Atlas
from generator.derived.pairs import Pair, fair_pairs

from .conftest import ROOT

PAGE = (ROOT / "content/data/index.md").read_text(encoding="utf-8")


class Example(NamedTuple):
    """A piece of code: the heading above it, its language, and its text."""

    heading: str
    language: str
    code: str


def _examples() -> list[Example]:
    sections = re.split(r"^### (.*)$", PAGE, flags=re.MULTILINE)
    return [
        Example(heading, language, code)
        for heading, text in zip(sections[1::2], sections[2::2], strict=True)
        for language, code in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    ]


EXAMPLES = _examples()


@pytest.fixture
def folder(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that has the data where the examples expect them, and go there."""
    (tmp_path / "site").symlink_to(written)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}", prepend=":")
    monkeypatch.setenv("POLARS_FMT_TABLE_FORMATTING", "NOTHING")
    return tmp_path


def in_python(code: str, capsys: pytest.CaptureFixture[str]) -> str:
    exec(compile(code, "content/data/index.md", "exec"), {})
    return capsys.readouterr().out


def in_shell(code: str) -> str:
    done = subprocess.run(["sh", "-euc", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_r(code: str) -> str:
    done = subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_sqlite(code: str) -> str:
    with closing(sqlite3.connect("site/api/v1/entropy-atlas.sqlite")) as database:
        return "\n".join(map(repr, database.execute(code)))


def run(example: Example, capsys: pytest.CaptureFixture[str]) -> str:
    """Run an example; return what it prints."""
    program = {"r": "Rscript", "sh": example.code.split()[0]}.get(example.language)
    if program and not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    match example.language:
        case "python":
            return in_python(example.code, capsys)
        case "sh":
            return in_shell(example.code)
        case "r":
            return in_r(example.code)
        case "sql":
            return in_sqlite(example.code)
        case other:
            pytest.fail(f"no test runs {other}: {example.code}")


def retention(pairs: list[Pair]) -> Counter[str]:
    return Counter(pair.outcome for pair in pairs if pair.claim.property == "capacity-retention")


def counted(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    """Each outcome is beside its number, in one line or two."""
    numbers = re.findall(r"\d+", printed)
    for outcome, number in retention(pairs).items():
        assert outcome in printed
        assert str(number) in numbers


def by_element(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    of_class = [
        entry.description for entry in atlas.entries.values()
        if entry.material.family == "layered-oxide" and entry.description and entry.description.entropy_class == "high"
    ]  # fmt: skip
    found = Counter(symbol for each in of_class for symbol, amount in each.sites["metal"].items() if amount)
    symbol, number = min(found.items(), key=lambda item: (-item[1], item[0]))
    assert printed.index(symbol) == min(printed.index(each) for each, _ in found.most_common(3))
    assert re.search(rf"{symbol}\W+{number}\W", printed)


def by_property(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    found = retention(pairs)
    assert re.search(rf"capacity-retention\W+{sum(found.values())}\W+{found['better']}\W", printed)


def long_lived(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    rows = [eval(line) for line in printed.splitlines()]
    assert len(rows) == 10
    assert all(entropy >= 1.5 and cycles >= 500 for _, entropy, _, cycles, _ in rows)
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    assert {row[4] for row in rows} <= {reference.doi for reference in atlas.data.references.values()}


def of_air(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    _, _, *rows = printed.splitlines()
    assert len(rows) == 5
    assert {row.split()[0] for row in rows} <= atlas.entries.keys()


def with_many_pairs(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    many = [name for name, number in Counter(pair.claim.property for pair in pairs).items() if number > 20]
    assert len(printed.splitlines()) == len(many) > 1


def of_nfmczs(printed: str, pairs: list[Pair], atlas: Atlas) -> None:
    assert re.search(r"^87 percent .*cycles=500.* wang2024a$", printed, re.MULTILINE)
    assert "1.6215" in printed
    assert printed.endswith("low\n")


TRUE: dict[tuple[str, str], Callable[[str, list[Pair], Atlas], None]] = {
    ("Python with pandas", "python"): counted,
    ("Python with Polars", "python"): by_element,
    ("Python with DuckDB", "python"): by_property,
    ("DuckDB in the shell", "sh"): counted,
    ("SQL with SQLite", "sql"): long_lived,
    ("SQL with SQLite", "sh"): of_air,
    ("SQL with SQLite", "python"): with_many_pairs,
    ("R", "r"): counted,
    ("Python with this project", "python"): of_nfmczs,
}
"""Heading and language of an example -> what must hold of what it prints."""


def test_every_example_is_known_to_the_tests() -> None:
    assert [(example.heading, example.language) for example in EXAMPLES] == list(TRUE)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{each.heading}, {each.language}" for each in EXAMPLES])
def test_an_example_runs_as_it_stands(
    example: Example, folder: Path, real: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    TRUE[example.heading, example.language](run(example, capsys), fair_pairs(real), real)
