"""The built site: strict builds, the same bytes twice, links that hold anywhere, and nothing from other hosts."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import markdown
import pytest
from mkdocs.structure.toc import get_toc

from generator.cli.output import MARKER
from generator.site import headings, page_check

from . import site as sites
from . import sitelinks
from .conftest import ROOT


@pytest.fixture(scope="module")
def parsed(built: Path) -> dict[str, sites.Html]:
    return sites.read(built)


PLACE = "https://atlas.test/deep/atlas/"


def test_the_site_and_the_written_pages_are_the_same_pages(built: Path, written: Path) -> None:
    names = {path.relative_to(written).with_suffix("").as_posix() for path in written.rglob("*.md")}
    addresses = {name if name == "index" else name.removesuffix("/index") for name in names}
    addresses |= {path.parent.relative_to(written).as_posix() for path in written.rglob("index.html")}
    served = {path.parent.relative_to(built).as_posix() for path in built.rglob("index.html")}
    assert {"index" if name == "." else name for name in served} == addresses


def test_the_data_beside_the_pages_are_the_same_bytes_from_any_run(built: Path, written: Path) -> None:
    """Two processes made them, each from the records."""
    files = {name: each for name, each in sites.digest(written).items() if not name.endswith((".md", MARKER))}
    assert len(files) > 1_000
    made = sites.digest(built)
    assert {name for name, each in files.items() if made.get(name) != each} == set()


def test_make_site_installs_nothing_again_replaces_the_site_and_makes_the_same_bytes(small: Path) -> None:
    project = small.parent / "made"
    shutil.copytree(small, project, symlinks=True)
    (project / "site").mkdir()
    (project / "site/old.html").write_text("the last site")
    done = sites.make(project, "site")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Installing" not in done.stdout + done.stderr
    sites.build(small.parent / "again", small)
    assert sites.digest(project / "site") == sites.digest(small.parent / "again")


def test_every_link_holds_under_a_sub_path_and_so_at_the_root(built: Path, parsed: dict[str, sites.Html]) -> None:
    # The page for unknown addresses is shown at any depth, so it must know the site's address: see below.
    ordinary = {name: page for name, page in parsed.items() if name != "404.html"}
    assert sitelinks.dead(built, ordinary, "http://localhost/atlas/") == []


LOST = {
    "a page": ("index.html", '<a href="nowhere/">x</a>', "index.html: nowhere/ (no such file)"),
    "an anchor": ("index.html", '<a href="a/#nowhere">x</a>', "index.html: a/#nowhere (no such anchor)"),
    "an anchor of its own": ("index.html", '<a href="#nowhere">x</a>', "index.html: #nowhere (no such anchor)"),
    "a download": ("a/index.html", '<a href="../x.csv" download>x</a>', "a/index.html: ../x.csv (no such file)"),
    "what is above the site": ("a/index.html", '<a href="../../x/">x</a>', "../../x/ leaves the site's folder"),
    "an image": ("index.html", '<img src="x.png">', "index.html: x.png (no such file)"),
    "an image for sharp screens": ("index.html", '<img srcset="a/ 1x, y.png 2x">', "index.html: y.png (no such file)"),
    "a part of a drawing": ("index.html", '<svg><use xlink:href="#x"/></svg>', "index.html: #x (no such anchor)"),
    "a picture in a style": ("index.html", '<p style="background: url(x.png)">', "index.html: x.png (no such file)"),
    "a script": ("index.html", '<script src="x.js"></script>', "index.html: x.js (no such file)"),
    "a style sheet": ("index.html", '<link rel="stylesheet" href="x.css">', "index.html: x.css (no such file)"),
    "a picture of a style sheet": ("a.css", "p { background: url( '../x.png' ) }", "a.css: ../x.png leaves"),
    "a style sheet of another": ("a.css", '@import "x.css";', "a.css: x.css (no such file)"),
    "a module": ("a.js", 'import { x } from "./x.js";', "a.js: ./x.js (no such file)"),
    "a module for later": ("a.js", 'const x = await import("./x.js");', "a.js: ./x.js (no such file)"),
    "data that a script fetches": ("a.js", 'fetch(new URL("x.json", root))', "a.js: x.json (no such file)"),
    "a map of a script": ("a.js", "//# sourceMappingURL=x.js.map", "a.js: x.js.map (no such file)"),
    "a page of the index": ("api/v1/index.json", '[{"url": "x/"}]', "api/v1/index.json: x/ (no such file)"),
    "a file of the package": ("api/v1/datapackage.json", '{"resources": [{"path": "x.csv"}]}', "x.csv (no such file)"),
    "a page of the sitemap": ("sitemap.xml", "<loc>http://localhost/atlas/x/</loc>", "x/ (no such file)"),
}  # fmt: skip


@pytest.mark.parametrize("what", LOST)
def test_whatever_a_site_names_and_has_not_is_found(tmp_path: Path, what: str) -> None:
    name, text, said = LOST[what]
    for file, content in {"index.html": '<p id="p">', "a/index.html": "", "a.css": "", name: text}.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(content, encoding="utf-8")
    (found,) = sitelinks.dead(tmp_path, sites.read(tmp_path), "http://localhost/atlas/")
    assert said in found


def test_what_a_site_has_is_not_found_missing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<p id="p"><a href="../">x</a> <a href="../a/?q=1#p">x</a>')
    (tmp_path / "index.html").write_text(
        '<a href="a/#p">x</a><a href="https://a.test/x">x</a><a href="mailto:a@b">x</a>'
    )
    (tmp_path / "a.css").write_text("p { background: url(data:image/png;base64,x), url('a/index.html') }")
    assert sitelinks.dead(tmp_path, sites.read(tmp_path), "http://localhost/atlas/") == []


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of the small records with one page, to build as such or with a mistake."""
    project = sites.copy_small_project(tmp_path_factory.mktemp("small") / "project")
    (project / "content/methods.md").write_text("# Methods\n\nWords on [[alpha]].\n", encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def addressed(small: Path) -> Path:
    """Return the site of the small records, built with an address of its own and one to edit it at."""
    folder = small.parent / "addressed"
    sites.build(folder, small, SITE_URL=PLACE, EDIT_URL="https://forge.test/atlas/edit/main/")
    return folder


def test_pictures_and_copies_that_a_host_has_no_room_for_are_left_out_and_nothing_leads_to_them(
    small: Path, addressed: Path
) -> None:
    project, folder = small.parent / "lighter", small.parent / "lighter-site"
    shutil.copytree(small, project, symlinks=True)
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    lighter = settings.replace("  - entropy-atlas\n", "  - entropy-atlas: {leave_out: [cards, markdown]}\n")
    (project / "mkdocs.yml").write_text(lighter, encoding="utf-8")
    sites.build(folder, project, SITE_URL=PLACE, EDIT_URL="https://forge.test/atlas/edit/main/")
    left_out = sites.digest(addressed).keys() - sites.digest(folder).keys()
    assert len(left_out) > 50
    assert {
        name for name in left_out if not name.endswith("index.md") and not name.startswith("assets/cards/")
    } == set()
    for path in folder.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        assert "index.md" not in text, path
        assert set(re.findall(r"assets/cards/[^\"]+", text)) <= {"assets/cards/atlas.png"}, path
    assert "index.md" not in (folder / "llms.txt").read_text(encoding="utf-8")


def test_the_page_for_unknown_addresses_follows_the_sites_address(addressed: Path) -> None:
    found = sites.read(addressed)
    assert found["404.html"].links
    dead = sitelinks.dead(addressed, found, PLACE)  # chapters that records link to are missing here
    assert [each for each in dead if each.startswith("404.html")] == []


def test_nothing_is_loaded_from_another_host(built: Path, parsed: dict[str, sites.Html]) -> None:
    for name, page in parsed.items():
        foreign = [load for load in page.loads if urlsplit(load).netloc]
        assert foreign == [], name
    for path in built.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import)\s*[\"']?(https?:)?//[^)]*", path.read_text(encoding="utf-8"))
        assert found == [], path


def test_every_page_has_one_heading_at_the_top_and_no_id_twice(parsed: dict[str, sites.Html]) -> None:
    for name, page in parsed.items():
        assert page.headings.count(1) == 1, name
        assert page.headings[0] == 1, name
        assert len(page.ids) == len(set(page.ids)), name


def heads(site: Path) -> dict[str, str]:
    """Return the head of every page, by its file."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("index.html")}
    return {name: path.read_text(encoding="utf-8").partition("</head>")[0] for name, path in found.items()}


def test_every_page_has_a_title_and_a_description_of_its_own(built: Path) -> None:
    owners: dict[str, list[str]] = {}
    for name, head in heads(built).items():
        (description,) = re.findall(r'<meta name="description" content="([^"]+)">', head)
        owners.setdefault(description, []).append(name)
        (title,) = re.findall(r"<title>([^<]+)</title>", head)
        assert title.count("Entropy Atlas") == 1, name
    assert {text: names for text, names in owners.items() if len(names) > 1} == {}


def test_a_sitemap_is_written_where_the_address_is_known_and_robots_are_told(built: Path, addressed: Path) -> None:
    assert not (built / "sitemap.xml").exists()
    assert (built / "robots.txt").read_text() == "User-agent: *\nAllow: /"
    assert (addressed / "sitemap.xml").read_text().startswith('<?xml version="1.0"')
    assert f"<loc>{PLACE}materials/alpha/</loc>" in (addressed / "sitemap.xml").read_text()
    assert (addressed / "robots.txt").read_text().endswith(f"\nSitemap: {PLACE}sitemap.xml")


def test_a_records_page_leads_to_the_file_that_it_is_made_from(addressed: Path) -> None:
    found = sites.read(addressed)
    material = found["materials/alpha/index.html"].links
    assert "https://forge.test/atlas/edit/main/data/materials/alpha.yml" in material
    assert "https://forge.test/atlas/issues/new?template=problem.yml&record=alpha" in material
    assert "https://forge.test/atlas/edit/main/content/methods.md" in found["methods/index.html"].links


def test_records_stand_below_their_index_in_the_breadcrumbs(built: Path) -> None:
    text = (built / "materials/nfmczs/index.html").read_text(encoding="utf-8")
    crumbs = text.split('class="md-path"')[1].split("</nav>")[0]
    assert 'href="../"' in crumbs
    assert "Materials" in crumbs


BROKEN = {
    "a malformed record": ("data/materials/alpha.yml", "id: alpha\n", "id: [alpha\n", "bracket"),
    "an unknown element": ("data/materials/alpha.yml", "formula: NaNi", "formula: NaQq", "formula"),
    "an unknown reference": ("data/materials/alpha.yml", "reference: doe2024", "reference: doe9999", "doe9999"),
    "a file name that is not its id": ("data/materials/alpha.yml", "id: alpha", "id: alpha2", "Rename the file"),
    "an unknown id in a chapter": ("content/methods.md", "# Methods\n", "# Methods\n\n[[alfa]]\n",
                                   'Did you mean "alpha"?'),
}  # fmt: skip


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """Return a copy of the small project, to break."""
    return shutil.copytree(small, tmp_path / "project", symlinks=True)


def test_dead_links_in_a_hand_written_page_stop_the_build(project: Path) -> None:
    with (project / "content/methods.md").open("a", encoding="utf-8") as file:
        file.write("\n[a page](nowhere.md) and [an anchor](#lost)\n")
    done = sites.make(project, "site")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "'nowhere.md'" in said
    assert "'#lost'" in said
    assert "with 2 warnings" in said, "each of them stops a build, and nothing else does"
    assert not (project / "site").exists()


@pytest.mark.parametrize("slip", BROKEN)
def test_bad_data_stops_the_build_and_leaves_the_last_site_alone(project: Path, slip: str) -> None:
    path, old, new, expected = BROKEN[slip]
    file = project / path
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site")
    done = sites.make(project, "site")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert expected in said
    assert f"{path}:" in said
    assert "Traceback" not in said
    assert sites.digest(project / "site").keys() == {"index.html"}
    assert (project / "site/index.html").read_text() == "the last good site"


def test_pages_of_records_are_what_python_markdown_makes_of_them(real_pages: dict[str, str]) -> None:
    """The site keeps their HTML from Python-Markdown; another builder reads the same text as Markdown."""
    generated = [uri for uri in sorted(real_pages) if uri.endswith(".md") and not (ROOT / "content" / uri).exists()]
    one_of_each_folder = {uri.partition("/")[0]: uri for uri in generated}
    assert len(one_of_each_folder) > 10
    for uri in (*one_of_each_folder.values(), *generated[::25]):
        body = real_pages[uri].partition("\n---\n")[2]
        converter = markdown.Markdown(extensions=sorted(page_check.EXTENSIONS), extension_configs=page_check.SETTINGS)
        expected, made = converter.convert(body), headings.convert(body)
        assert _squeezed(made.html) == _squeezed(expected), uri
        assert str(get_toc(made.toc)) == str(get_toc(converter.toc_tokens)), uri


def _squeezed(html: str) -> str:
    """Return HTML without blanks that no reader sees, and without the paragraphs around links to style sheets."""
    without_paragraphs = re.sub(r"<p>((?:<link [^>]*>\s*)+)</p>", r"\1", html)
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", without_paragraphs)).strip()


POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
RUN = re.compile(r"<script>(.*?)</script>", re.DOTALL)
HANDLER = re.compile(r"<[a-z][^<>]* (on[a-z]+|style)=\"([^\"]*)\"")


def test_a_page_runs_the_scripts_that_its_policy_names_and_says_nothing_in_attributes(built: Path) -> None:
    sent = (built / "_headers").read_text(encoding="utf-8")
    for path in built.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in text:
            continue  # an old address that leads on
        policy = POLICY.search(text)
        assert policy, path
        assert "unsafe-inline" not in policy[1].partition("script-src")[2], path
        for script in RUN.findall(text):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy[1], path
            assert f"'sha256-{digest}'" in sent, path
        found = {match.groups() for match in HANDLER.finditer(text)}
        assert {each for each in found if not each[1].startswith("text-align: ")} == set(), path
