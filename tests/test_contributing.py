"""CONTRIBUTING and README can be followed word by word."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import pipeline
from generator.cli.main import main
from generator.records import introspection
from generator.records.models import MODELS
from generator.site import pages
from generator.yamlio import parser

from . import site as sites
from .conftest import ROOT, Records
from .crowd import CONTRIBUTING, EXAMPLES, prune

DEVELOPING = (ROOT / "DEVELOPING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = README + CONTRIBUTING + DEVELOPING


_SAME = ("id", "title", "author", "container-title", "issued", "DOI", "seen", "formula", "family", "source")


@pytest.mark.data
def test_the_examples_pass_check(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    assert len(EXAMPLES) == 3
    for path, text in EXAMPLES.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert Records(tmp_path / "data").problems() == []


def test_a_contribution_gets_its_page_and_links_without_another_edit(crowded: Path) -> None:
    for page in ("materials", "effects/cocktail", "challenges/air-stability", "references/doe2025", "audit",
                 "materials/my-control", "families/layered-oxide"):  # fmt: skip
        assert re.search(r'href="[./]*(?:materials/)?my-oxide/', (crowded / page / "index.html").read_text("utf-8")), (
            page
        )


def test_the_commands_for_a_new_material_run_as_written(tmp_path: Path) -> None:
    project = sites.copy_project(tmp_path)
    prune(project)
    block = re.search(r"## Add a material\n\n```sh\n(.*?)```", CONTRIBUTING, re.DOTALL)
    assert block
    lines = block[1].replace("\\\n", "").splitlines()
    commands = [line for line in lines if line.startswith(".venv/bin/python")]
    assert [command.split()[3] for command in commands] == ["new", "new", "fmt", "check", "preview"]
    for command in commands:
        bare = command.split("  #")[0].replace(" preview ", " preview --once ")  # a preview ends by Ctrl-C alone
        done = subprocess.run(bare, cwd=project, shell=True, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    begun = {path: parser.parse((project / path).read_bytes(), path).value for path in list(EXAMPLES)[:2]}
    for path, record in begun.items():  # the files below it are the same ones, filled in
        shown = parser.parse(EXAMPLES[path].encode(), path).value
        assert {key: record[key] for key in _SAME if key in record} == {
            key: shown[key] for key in _SAME if key in shown
        }


def test_the_table_of_values_becomes_the_records_that_are_promised(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = re.search(r"## Bring a table of values\n.*?```yaml\n(.*?)```", CONTRIBUTING, re.DOTALL)
    assert example
    (tmp_path / "my.facts.yml").write_text(example[1], encoding="utf-8")
    command = ["import", "--data", str(records.root), str(tmp_path / "my.facts.yml")]
    assert main(command) == 0
    assert "2 new materials, 1 claim." in capsys.readouterr().out
    drafts = {name: (records.root / f"materials/{name}.yml").read_text(encoding="utf-8") for name in ("nfmt-4", "nm-2")}
    assert all("unconfirmed: true" in text for text in drafts.values())
    assert "versus: {material: nm-2, value: 60}" in drafts["nfmt-4"]
    assert main(command) == 0
    assert "0 files written" in capsys.readouterr().out


def test_contributing_is_short_enough_to_be_read_at_once() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 150


def test_every_make_target_in_the_docs_exists() -> None:
    words = sorted(set(re.findall(r"(?:^|`)make ([a-z-]+)", TEXTS, re.MULTILINE)))
    done = subprocess.run(["make", "-n", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert words
    assert done.returncode == 0, done.stderr


def test_every_command_in_the_docs_exists(capsys: pytest.CaptureFixture[str]) -> None:
    words = sorted(set(re.findall(r"-m generator ([a-z]+)", TEXTS)))
    assert words
    for word in words:
        with pytest.raises(SystemExit) as end:
            main([word, "--help"])
        assert end.value.code == 0, word
        assert f"python -m generator {word}" in capsys.readouterr().out


UNWRITTEN = ("my-oxide.yml", "KIND.md.jinja", "generator/chemistry/quantities.py")
"""Names that stand for those of a reader, and a module that is announced."""


def test_every_path_in_the_docs_exists() -> None:
    paths = set(re.findall(r"`((?:data|content|generator|tests)/[\w./-]*\w)`", TEXTS))
    assert paths
    lost = {path for path in paths if not (ROOT / path).exists()}
    assert {path for path in lost if not path.endswith(UNWRITTEN)} == set()


@pytest.mark.data
def test_every_folder_of_records_is_in_the_readme() -> None:
    folders = [path.name for path in (ROOT / "data").iterdir() if path.is_dir()]
    assert [name for name in folders if f"`{name}`" not in README] == []


def test_every_kind_and_part_of_a_record_is_documented() -> None:
    assert set(MODELS) <= set(introspection.documented_kinds())
    for shape in (
        *(shape for shapes in introspection.documented_kinds().values() for shape in shapes),
        *introspection.documented_parts(),
    ):
        assert shape.about
        assert shape.fields
        assert all(field.holds for field in shape.fields)


EXPLAINED = ("Material", "EffectLink", "ChallengeLink", "FamilyValue", "Trait", "Point", "Source")


def test_every_required_field_of_a_material_or_family_is_documented() -> None:
    shapes = {
        shape.name: shape
        for shape in (*introspection.documented_kinds()["materials"], *introspection.documented_parts())
    }
    assert [f"{name}.{field.name}" for name in EXPLAINED for field in shapes[name].fields if not field.meaning] == []


def test_the_page_of_fields_links_parts_and_distinguishes_files_from_folders(
    records: Records,
) -> None:
    texts = {page.uri: page.text for page in pages.render(pipeline.load(records.root))}
    page = texts["fields.md"]
    assert "see below" not in page
    assert '<td>a list of <a href="#part-claim">Claim</a></td>' in page
    assert set(re.findall(r'href="#(part-\w+)"', page)) <= set(re.findall(r'id="(part-\w+)"', page))
    assert "One file each in <code>data/materials/</code>" in page
    assert "Entries of the one file <code>data/vocabulary/glossary.yml</code>, each under its id." in page


def test_every_link_in_the_docs_leads_to_a_file() -> None:
    for path in sorted(ROOT.glob("*.md")):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == [], path.name


@pytest.mark.parametrize("name", ["scope", "reporting"])
def test_docs_that_are_also_pages_are_written_once(name: str) -> None:
    pointer = (ROOT / f"{name.upper()}.md").read_text(encoding="utf-8")
    assert f"(content/{name}.md)" in pointer
    assert len(pointer.splitlines()) < 12
