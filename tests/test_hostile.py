"""Contributed text is shown, never run: hostile words in every field of every record, in a real build."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from generator import dataset
from generator.errors import InvalidData
from generator.files import yamlfile
from generator.records.collection import KINDS
from generator.records.kinds import ON_ONE_PAGE
from generator.site import chapters, pages

from . import site as sites
from .conftest import ROOT, Records

ATTACK = (
    "<script>window.hit=1</script><img src=//evil.test/x onerror=hit()> [a](javascript:hit()) "
    "[b](/onmouseover=hit//) "
    '![c](http://evil.test/c) `{{ 7*7 }}` {% raw %} **bold** $\\\\frac$ " onclick=hit() x=" &lt;i&gt; <!-- ]]'
)
WORDS = {
    "name", "title", "summary", "explanation", "caveat", "remark", "printed", "note", "says", "text", "meaning", "term",
    "label", "description", "structure", "mixing_site", "technique", "exposure", "cell", "state", "other", "at",
    "phase", "aliases", "given", "container-title", "value",
}  # fmt: skip


def poisoned(value: Any, key: str = "") -> Any:
    """Return a record with the attack in every field that takes words."""
    if isinstance(value, dict):
        return {name: poisoned(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, key) for inner in value]
    if isinstance(value, str) and key in WORDS:
        return ATTACK
    return float(value) if type(value).__name__ == "Decimal" else value


class Danger(HTMLParser):
    """Collects whatever a browser would run, or fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            ours = "hit" not in (value or "") and "evil" not in (value or "")
            runs = name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
            fetches = name in ("src", "srcset", "data", "poster") and "//" in (value or "")
            if not ours and (runs or fetches):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and "hit" in data:
            self.found.append(data)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the small records with the attack everywhere, and a chapter that shows all of them."""
    project = sites.copy_project(tmp_path_factory.mktemp("hostile") / "project")
    shutil.rmtree(project / "content")
    for folder in (path for path in (project / "data").iterdir() if path.is_dir()):
        shutil.rmtree(folder)  # the element tables beside the folders stay
    shutil.copytree(ROOT / "tests/small", project / "data", dirs_exist_ok=True)
    for file in (project / "data").rglob("*.yml"):
        value = yamlfile.parse(file.read_bytes(), file.name).value
        file.write_text(yamlfile.dump(poisoned(value)), encoding="utf-8")
    data = dataset.load(project / "data")
    links = [f"[[{kind}/{ident}]]" for kind in KINDS if kind not in ON_ONE_PAGE for ident in data.kind(kind)]
    marks = ["[[=alpha.phase-evolution]]", "[[=alpha.capacity-retention.conditions]]", "[[=alpha.formula]]",
             "[[figure:paired-claims]]", "[[figure:trl]]", "[[figure:entropy-lines]]"]  # fmt: skip
    (project / "content").mkdir()
    (project / "content/chapter.md").write_text(
        "# Chapter\n\n" + "\n\n".join([*links, *marks]), encoding="utf-8"
    )
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(re.sub(r"(?ms)^nav:.*?^(?=plugins:)", "", settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(project / "site")]
    done = subprocess.run(
        command, cwd=project, env=sites.ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


def test_the_attack_is_in_every_kind_of_page(attacked: Path) -> None:
    for page in (
        "chapter",
        "materials/alpha",
        "effects/cocktail",
        "references/doe2024",
        "topics/milling",
        "glossary",
    ):
        assert "window.hit" in (attacked / page / "index.html").read_text(encoding="utf-8"), page


def test_nothing_of_it_runs_or_is_fetched(attacked: Path) -> None:
    for page in sorted(attacked.rglob("*.html")):
        danger = Danger()
        danger.feed(page.read_text(encoding="utf-8"))
        assert danger.found == [], page.relative_to(attacked)


FORBIDDEN = {
    "<script>alert(1)</script>": "found the HTML",
    '<img src="http://evil.test/x">': "found the HTML",
    "![x](https://evil.test/x.png)": "expected a file of ours",
    "[x](javascript:alert(1))": "expected https, http, mailto or a page of ours",
    "[x]: data:text/html,hit": "expected https, http, mailto or a page of ours",
    "&#106;avascript": "expected the character itself",
}


@pytest.mark.parametrize("words", FORBIDDEN)
def test_a_hand_written_page_holds_words_links_and_numbers_only(
    records: Records, tmp_path: Path, words: str
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "x.md").write_text(f"# Title\n\n{words}\n", encoding="utf-8")
    with pytest.raises(InvalidData) as refusal:
        chapters.read(content)
    assert str(refusal.value).startswith("content/x.md:3:1: found")
    assert FORBIDDEN[words] in str(refusal.value)


UNFIT = {
    "search.js": "expected a page (.md) or a picture",
    "index.html": "expected a page (.md) or a picture",
    "link.md": "found a symbolic link",
    "latin.md": "found bytes that are not UTF-8",
    "folder.md": "found a folder with the name of a page",
}


@pytest.mark.parametrize("name", UNFIT)
def test_only_pages_and_pictures_stand_in_the_folder_of_pages(tmp_path: Path, name: str) -> None:
    content = tmp_path / "content"
    content.mkdir()
    match name:
        case "link.md":
            (content / name).symlink_to("/etc/hostname")
        case "folder.md":
            (content / name).mkdir()
        case _:
            (content / name).write_bytes(b"\xff")
    with pytest.raises(InvalidData, match=re.escape(UNFIT[name])):
        chapters.read(content)


FRONT = {
    "template: x.html": "expected one of",
    "title: <b>": "expected plain words",
    "title: [": "expected",
}


@pytest.mark.parametrize("line", FRONT)
def test_front_matter_says_title_and_description_and_nothing_that_changes_the_page(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "x.md").write_text(f"---\n{line}\n---\n# T\n", encoding="utf-8")
    with pytest.raises(InvalidData, match=FRONT[line]) as refusal:
        chapters.read(tmp_path)
    assert re.search(r"x\.md:[23]:\d", str(refusal.value))


def test_a_record_cannot_take_the_address_of_an_index(records: Records, tmp_path: Path) -> None:
    text = (records.root / "materials/delta.yml").read_text().replace("id: delta", "id: index")
    records.write("materials/index.yml", text)
    (tmp_path / "content").mkdir()
    with pytest.raises(InvalidData, match="expected one page an address"):
        pages.build(records.root, tmp_path / "content")


def test_many_materials_of_the_same_entropy_are_drawn(records: Records, tmp_path: Path) -> None:
    text = (records.root / "materials/gamma.yml").read_text()
    for number in range(40):
        records.write(
            f"materials/gamma{number}.yml",
            text.replace("id: gamma", f"id: gamma{number}\nphase: Sample {number}"),
        )
    (tmp_path / "content").mkdir()
    made = {page.uri: page.text for page in pages.build(records.root, tmp_path / "content")}
    assert made["audit.md"].count("materials/gamma3") > 10
