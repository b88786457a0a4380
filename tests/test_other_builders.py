"""After MkDocs: ProperDocs builds the same site with the plugin, Zensical the same content from `write --zensical`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.cli.main import main
from generator.site.other_builders import for_zensical
from generator.site.page import Page

from . import site as sites

CONTENT = "# Notes\n\nSee [materials](materials/index.md), [Alpha](materials/alpha.md) and *[methods](methods.md)*.\n"
METHODS = '# Methods\n\n## A heading\n\nBack to [notes](notes.md#notes), **x**<sub>2</sub>, `<a href="../x/">`.\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small project with two hand-written pages."""
    made = sites.copy_small_project(tmp_path_factory.mktemp("builders") / "project")
    (made / "content/notes.md").write_text(CONTENT, encoding="utf-8")
    (made / "content/methods.md").write_text(METHODS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def usual(project: Path) -> Path:
    """Return its site as MkDocs builds it."""
    sites.build(project / "usual", project)
    return project / "usual"


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, env=sites.ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_properdocs_builds_the_same_bytes_but_for_its_own_name(project: Path, usual: Path) -> None:
    run(project, "properdocs", "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", "other")
    names = {path.relative_to(usual) for path in usual.rglob("*") if path.is_file()}
    assert names == {path.relative_to(project / "other") for path in (project / "other").rglob("*") if path.is_file()}
    differing = [str(name) for name in names if unnamed(usual / name) != unnamed(project / "other" / name)]
    assert differing == []


def unnamed(file: Path) -> bytes:
    """Return a file without the name of the program that built it."""
    lines = file.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if b'<meta name="generator"' not in line)


def test_zensical_builds_the_same_titles_headings_texts_and_links(project: Path, usual: Path) -> None:
    folder = project / "zensical"
    assert main(["write", "--zensical", "--data", str(project / "data"), "--content", str(project / "content"),
                 str(folder / "docs")]) == 0  # fmt: skip
    (folder / "mkdocs.yml").write_text(settings((project / "mkdocs.yml").read_text(encoding="utf-8")), encoding="utf-8")
    assert "No issues found" in run(folder, "zensical", "build", "--config-file", "mkdocs.yml")
    pages = {path.relative_to(usual) for path in usual.rglob("index.html") if article(path) is not None}
    assert len(pages) > 30
    assert {str(name): seen(usual / name) for name in pages} == {
        str(name): seen(folder / "site" / name) for name in pages
    }


def test_for_zensical_links_of_ours_lose_a_step_and_code_of_chapters_stays() -> None:
    link, shorter = '<a href="../b/">', '<a href="b/">'
    record = Page("a/b.md", f"<h1>`A</h1>{link}b`</a><noscript>{link}</noscript>{link}")
    pieces = (f"`{link}\n` ", link, f"b</a>\n\n    {link}\n")
    made = for_zensical([record, Page("chapter.md", "".join(pieces), pieces=pieces)])
    assert made["a/b.md"] == f"<h1>`A</h1>{shorter}b`</a><noscript>{link}</noscript>{shorter}"
    assert made["chapter.md"] == f"`{link}\n` {shorter}b</a>\n\n    {link}\n"


def settings(text: str) -> str:
    """Return settings for Zensical, as DEVELOPING says: another folder, no templates of ours and no plugin."""
    kept = [line for line in text.splitlines() if "custom_dir:" not in line and "static_templates:" not in line]
    return "\n".join(kept).replace("docs_dir: content", "docs_dir: docs").replace("plugins:\n  - entropy-atlas\n", "")


def article(page: Path) -> Any:
    return html.fromstring(page.read_bytes()).find(".//article")


def seen(page: Path) -> tuple[list[str], list[str], list[str]]:
    """Return headings with their ids, the words, and the links of a page, without what the templates add."""
    found = article(page)
    added = ("headerlink", "md-content__button", "ea-address")
    for part in [*found.iter("nav"), *(each for name in added for each in found.find_class(name))]:
        part.drop_tree()
    headings = [f"{each.get('id')}: {each.text_content().strip()}" for each in found.iter("h1", "h2", "h3", "h4")]
    links = [link for _, name, link, _ in found.iterlinks() if name in ("href", "src")]
    return headings, " ".join(found.itertext()).split(), links
