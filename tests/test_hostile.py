"""Contributed text is shown, never run: hostile words in every field of every record, in a real build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from playwright.sync_api import Browser

from generator import pipeline
from generator.errors import InvalidData
from generator.plugin import EntropyAtlas
from generator.records.dataset import KINDS
from generator.records.models import ON_ONE_PAGE
from generator.site import assembly, content_pages
from generator.yamlio import parser

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
    "phase", "aliases", "given", "container-title", "value", "heading",
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
        self.linked_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.linked_data = ("type", "application/ld+json") in attrs  # a block of data, which browsers do not run
        for name, value in attrs:
            ours = "hit" not in (value or "") and "evil" not in (value or "")
            runs = name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
            fetches = name in ("src", "srcset", "data", "poster") and "//" in (value or "")
            if not ours and (runs or fetches):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self.linked_data = False
        self.lasttag = ""  # what follows a script is not in it

    def handle_data(self, data: str) -> None:
        if self.linked_data:
            assert json.loads(data)["@context"] == "https://schema.org"
            assert "<" not in data
        elif self.lasttag == "script" and "hit" in data:
            self.found.append(data)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the small records with the attack everywhere, and a chapter that shows all of them."""
    project = sites.copy_small_project(tmp_path_factory.mktemp("hostile") / "project")
    for file in (project / "data").rglob("*.yml"):
        value = parser.parse(file.read_bytes(), file.name).value
        file.write_text(parser.dump(poisoned(value)), encoding="utf-8")
    data = pipeline.load(project / "data").data
    links = [f"[[{kind}/{ident}]]" for kind in KINDS if kind not in ON_ONE_PAGE for ident in data.kind(kind)]
    marks = ["[[=alpha.phase-evolution]]", "[[=alpha.capacity-retention.conditions]]", "[[=alpha.formula]]",
             "[[figure:paired-claims]]", "[[figure:trl]]", "[[figure:entropy-lines]]"]  # fmt: skip
    (project / "content/chapter.md").write_text("# Chapter\n\n" + "\n\n".join([*links, *marks]), encoding="utf-8")
    done = _run(project, "mkdocs", "build", "--site-dir", "site")
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


def test_the_cells_that_the_explorer_sets_as_html_run_and_fetch_nothing(attacked: Path) -> None:
    data = json.loads((attacked / "assets/explorer.json").read_text(encoding="utf-8"))
    cells = [cell for column in [*data["columns"], *data["classes"].values()] for cell in column["html"]]
    assert "window.hit" in str(cells)
    danger = Danger()
    danger.feed("".join(cells))
    assert danger.found == []
    assert not any("<script" in cell or "<img" in cell for cell in cells)


PAGES = {
    "number-as-tag": ("<[[=alpha.phase-evolution]]>", 3, "move it from the start of the line"),
    "number-as-address": ("[a]([[=beta.phase-evolution]])", 3, "Write [[id|words]]"),
    "dropped-characters": ("<\x02img src=x onerror=hit(8)>", 3, "U+0002 (control character), expected visible text"),
    "brackets-in-words": ("[a [b] c](javascript:hit(2))", 3, "expected https, http, mailto or a page of ours"),
    "break-in-words": ("Words.\n\n[a\nb](javascript:hit(3))", 6, "expected https, http, mailto or a page of ours"),
    "definition": ("[a][z]\n\n  [z]: javascript:hit(4)", 5, "expected https, http, mailto or a page of ours"),
    "control-in-address": ("[a](\x01javascript:hit(6))", 3, "U+0001 (control character), expected visible text"),
    "blank-in-address": ("[a](< javascript:hit(21)>)", 3, "expected https, http, mailto or a page of ours"),
    "picture": ("![a [b] c](http://evil.test/14.png)", 3, "Readers ask no other host: add the file."),
    "formula-that-asks": (
        r"$$\style{background:url(http://evil.test/10)}{click}$$", 3, "expected a formula of mathematics only",
    ),
    "formula-that-covers": (
        r"$$\style{position:fixed;inset:0;background:red;z-index:9999}{\text{Moved}}$$", 3, r"Leave out \href, \style",
    ),
    "formula-that-leads": (r"$$\href{javascript:hit(9)}{x}$$", 3, r"Leave out \href, \style, \class"),
    "formula-that-is-none": (r"$$\frac$$", 3, "Look for a missing brace or argument."),
    "formula-too-deep": ("$$" + "{" * 1500 + "$$", 3, "expected a formula in LaTeX that can be set"),
    "formula-with-html": (r"$$\text{<img src=x onerror=hit()>}$$", 3, "expected a formula of mathematics only"),
    "entity-in-address": ("[a](&#0000000000000106;avascript:hit(7))", 3, "expected https, http, mailto or a page"),
    "script": ("<script>hit()</script>", 3, "Only <sub> and <sup> are taken."),
    "tag": ('Words <img src="http://evil.test/x">', 3, "Only <sub> and <sup> are taken."),
    "harmless-tag": ("Words <b>bold</b>", 3, "Only <sub> and <sup> are taken."),
    "handler-in-sub": ("H<sub onclick=hit()>2</sub>", 3, "Only <sub> and <sup> are taken."),
    "closes-the-theme": ("Words</sub></sub>", 3, "Only <sub> and <sup> are taken."),
    "comment": ("Words <!-- x -->", 3, "Only <sub> and <sup> are taken."),
    "entity-unseen": ("a&#8203;b", 3, "U+200B (ZERO WIDTH SPACE), expected visible text"),
    "stand-in": ("\ue0000\ue001", 3, "U+E000"),
    "no-host": ("[a](http://127.0.0.1:8000/x)", 3, "expected a host by its name"),
    "password": ("[a](https://doi.org@evil.test/x)", 3, "Leave out names and passwords before an @."),
    "backslashes": (r"[a](/\evil.test/x)", 3, "expected https, http, mailto or a page of ours"),
    "mark-in-code": ("Say `[[alpha]]`.", 3, "Take it out of code"),
    "anchor-of-the-theme": ("## __config", 3, "found the anchor"),
    "anchor-of-the-site": ("## EA content", 3, "found the anchor"),
    "too-deep": ("* " * 2000 + "a", 3, "too deep to be read"),
    "long-line": ("a" * 5001, 3, "found a line of 5001 characters, expected at most 5000"),
    "brackets": ("[\n" * 1501, 1, "found 1501 opening brackets, expected at most 1500"),
    "marks": (("\\" * 2500 + "\n") * 2 + "*", 1, "found 5001 backslashes, backticks, asterisks"),
    "many-lines": ("a\n" * 2000, 1, "found 2004 lines, expected at most 2000"),
    "large": ("a\n" * 60_000, 1, "bytes, expected at most 100000"),
}  # fmt: skip
"""Name of a page -> what stands below its title, the line that is told, and a part of the message."""
WHOLE = {
    "front-with-blank": ("--- \ntemplate: redirect.html\nlocation: //evil.test\n---\n# T\n", 2, "expected one of"),
    "front-without-dashes": ('template: redirect.html\nlocation: x",hit(),"\n\n# T\n', 1, "two lines of three dashes"),
    "front-closed-by-points": ("---\ntemplate: x.html\n...\n# T\n", 2, "expected one of"),
    "front-in-attribute": ("---\ndescription: x\" autofocus onfocus=\"hit()\n---\n# T\n", 2, "expected plain words"),
    "front-as-list": ("---\n- a\n---\n# T\n", 2, "expected keys and values"),
    "front-title-list": ("---\ntitle: ['<b>']\n---\n# T\n", 2, "expected plain words"),
    "front-hide": ("---\nhide: [everything]\n---\n# T\n", 2, "expected a list of: navigation, toc"),
    "Name with `@octocat`": ("# T\n", 1, "lower-case letters, digits and single hyphens"),
}  # fmt: skip
HARMLESS = {
    "code": "Write `<img src=x onerror=hit()>` or `$$` in code.\n\n```html\n<script>hit()</script>\n```",
    "tag-never-closed": "Words\n\n<img src=x onerror=hit() ",
    "title": "## A heading with [[=alpha.phase-evolution]]",
    "words": "H<sub>2</sub>O, a < b & c > d",
    "links": '[a page](code.md), [out](https://example.org/a_(b)?c=d#e "T"), <me@example.org>, <https://example.org>',
    "lists": "1. a\n2. b\n\n* c\n    * d\n\n> e\n\n| a | b |\n|---|--:|\n| **c** | *d* |\n\n---\n\n![p](p.png)",
    "marks": "*[[alpha]]*, **[[=alpha.phase-evolution]]**, _[[doe2024]]_\n\n[[figure:trl]]\n\n$$a < b$$",
}  # fmt: skip
"""Name of a page -> what may stand on it."""


@pytest.fixture(scope="module")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of the small records, two of which hold what becomes a tag or an address in a wrong place."""
    project = sites.copy_small_project(tmp_path_factory.mktemp("pages") / "project")
    alpha = project / "data/materials/alpha.yml"
    text = alpha.read_text(encoding="utf-8")
    value = "O3–P3 & back, <reversible> *by far* [x](http://example.org)"
    assert value in text
    alpha.write_text(text.replace(value, '"img src=x onerror=hit(1)"'), encoding="utf-8")
    claim = (
        "claims:\n  - property: phase-evolution\n    value: 'javascript:hit(30)'\n    basis: stated\n"
        "    source: {reference: roe2026, at: Figure 1}\n"
    )
    beta = project / "data/materials/beta.yml"
    assert "claims" not in beta.read_text(encoding="utf-8")
    beta.write_text(f"{beta.read_text(encoding='utf-8').rstrip()}\n{claim}", encoding="utf-8")
    return project


def _run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", *command]
    return subprocess.run(line, cwd=project, env=sites.ENVIRONMENT, capture_output=True, text=True, check=False)


def _written(project: Path, texts: dict[str, str]) -> None:
    shutil.rmtree(project / "content")
    (project / "content").mkdir()
    for name, text in texts.items():
        (project / f"content/{name}.md").write_text(text, encoding="utf-8")


HOSTILE = {name: (f"# Title\n\n{text}\n", line, said) for name, (text, line, said) in PAGES.items()} | WHOLE


@pytest.fixture(scope="module")
def refused(small_project: Path) -> str:
    """Return what `check` says of all hostile pages in one run."""
    _written(small_project, {name: text for name, (text, _, _) in HOSTILE.items()})
    done = _run(small_project, "generator", "check")
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_refused_with_file_line_and_remedy(refused: str, name: str) -> None:
    _, line, said = HOSTILE[name]
    told = [each for each in refused.splitlines() if each.startswith(f"content/{name}.md:")]
    assert any(each.startswith(f"content/{name}.md:{line}:") and said in each for each in told), told


def test_the_builder_refuses_them_with_the_same_words_and_writes_nothing(small_project: Path, refused: str) -> None:
    built = _run(small_project, "mkdocs", "build")
    assert built.returncode == 1
    assert not (small_project / "site").exists()
    assert refused in built.stderr.replace("ERROR   -  ", "")


def test_the_builder_takes_no_other_markdown_than_the_judge() -> None:
    settings = load_config(str(ROOT / "mkdocs.yml"))
    plugin = settings.plugins["entropy-atlas"]
    assert isinstance(plugin, EntropyAtlas)
    plugin.on_startup(command="build", dirty=False)
    assert plugin.on_config(settings) is settings
    settings.markdown_extensions.append("attr_list")
    with pytest.raises(PluginError, match="other than those of site"):
        plugin.on_config(settings)


def test_what_may_stand_on_a_page_is_built_and_runs_nothing(small_project: Path, browser: Browser) -> None:
    _written(small_project, {name: f"# {name}\n\n{text}\n" for name, text in HARMLESS.items()} | {
        "heading": "# `</title><img src=x onerror=hit()>` of [[=alpha.phase-evolution]]\n",
        "indented": "    <img src=x onerror=hit()>\n",
    })  # fmt: skip
    (small_project / "content/p.png").write_bytes(b"\x89PNG")
    done = _run(small_project, "mkdocs", "build", "--site-dir", "site")
    assert done.returncode == 0, done.stdout + done.stderr
    hits: list[object] = []
    with sites.served(small_project / "site") as address, closing(browser.new_page()) as page:
        page.expose_function("hit", lambda *words: hits.append(words))
        page.on(
            "request",
            lambda request: hits.append(request.url) if not request.url.startswith(address) else None,
        )
        for name in (*HARMLESS, "heading", "indented"):
            page.goto(f"{address}{name}/", wait_until="load")
    assert hits == []


MISNAMED = {
    "javascript:alert(1)/a.md": "javascript:alert(1)",
    "https:/evil.test/a.md": "https:",
    "data:text,x/a.md": "data:text,x",
    "<img src=x onerror=hit()>/a.md": "<img src=x onerror=hit()>",
    "deep/er/<b>/a.md": "deep/er/<b>",
    "deep/Upper/p.png": "deep/Upper",
    ".hidden/a.md": ".hidden",
    "nul/a.md": "nul",
    "index/a.md": "index",
    "ea-content/a.md": "ea-content",
    "x onerror=hit().png": "x onerror=hit().png",
    "deep/__config.md": "deep/__config.md",
    f"{'a' * 61}.md": f"{'a' * 61}.md",
}  # fmt: skip
"""File below the folder of pages -> the first part of its path with a name that cannot be an address."""


@pytest.mark.parametrize("name", MISNAMED)
def test_every_part_of_a_pages_path_is_a_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / "content" / name
    file.parent.mkdir(parents=True)
    file.write_text("# T\n", encoding="utf-8")
    chapters, problems = content_pages.read(tmp_path / "content")
    assert chapters == []
    assert [problem.file for problem in problems] == [f"content/{MISNAMED[name]}"]
    assert "digits and single hyphens" in problems[0].message


def test_the_search_follows_only_addresses_of_this_site(attacked: Path, browser: Browser) -> None:
    urls = ("javascript:document.title='hit'", "https://evil.test/", "data:text/html,x", "//evil.test/x", "methods/")
    index = [{"kind": "pages", "id": url, "url": url, "name": "Poisoned"} for url in urls]
    with sites.served(attacked) as address, closing(browser.new_page()) as page:
        page.route("**/api/v1/index.json", lambda route: route.fulfill(json=index))
        page.goto(address, wait_until="load")
        page.keyboard.press("/")
        page.get_by_role("searchbox").fill("poisoned")
        page.locator(".ea-search__results a").first.wait_for()
        named = page.locator(".ea-search__results a", has_text="Poisoned")
        assert named.evaluate_all("links => links.map((link) => link.href)") == [f"{address}methods/"]


def test_titles_of_sections_are_text(small_project: Path) -> None:
    _written(small_project, {"a": "# A\n", "b": "# B\n"})
    settings = small_project / "mkdocs.yml"
    plain = settings.read_text(encoding="utf-8")
    title = "<img src=x onerror=hit()>"
    settings.write_text(f'{plain}\nnav:\n  - index.md\n  - "{title}": [a.md, b.md]\n', encoding="utf-8")
    try:
        done = _run(small_project, "mkdocs", "build", "--site-dir", "site")
    finally:
        settings.write_text(plain, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (small_project / "site/a/index.html").read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=hit()&gt;" in text
    assert title not in text


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
    _, problems = content_pages.read(content)
    assert [UNFIT[name] in str(problem) for problem in problems] == [True]


@pytest.mark.parametrize("name", ["index.md", "explore.md", "materials/nfmczs.md", "assets/images/favicon.png"])
def test_a_page_cannot_take_the_place_of_one_that_the_site_makes(tmp_path: Path, name: str) -> None:
    file = tmp_path / "content" / name
    file.parent.mkdir(parents=True)
    file.write_text("# T\n", encoding="utf-8")
    _, problems = content_pages.read(tmp_path / "content")
    assert any("where the site has pages of its own" in problem.message for problem in problems)


def test_a_record_cannot_take_the_address_of_an_index(records: Records) -> None:
    text = (records.root / "materials/delta.yml").read_text().replace("id: delta", "id: index")
    records.write("materials/index.yml", text)
    with pytest.raises(InvalidData, match="name of the page that lists the others"):
        pipeline.load(records.root)


def test_many_materials_of_the_same_entropy_are_drawn(records: Records, tmp_path: Path) -> None:
    text = (records.root / "materials/gamma.yml").read_text()
    for number in range(40):
        records.write(
            f"materials/gamma{number}.yml",
            text.replace("id: gamma", f"id: gamma{number}\nphase: Sample {number}"),
        )
    (tmp_path / "content").mkdir()
    made = {page.uri: page.text for page in assembly.build(records.root, tmp_path / "content")}
    assert made["audit.md"].count("materials/gamma3") > 10
