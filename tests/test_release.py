"""What a release holds: a site that opens without a server, and checksums that tell what was cut off or changed."""

from __future__ import annotations

import json
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import __version__
from generator.cli.main import main
from generator.site import browser_python, licences
from generator.tools import archive, bill, offline, sketches

from .conftest import ROOT

BILL = f"entropy-atlas-{__version__}.cdx.json"
NAMES = (f"entropy-atlas-data-{__version__}.zip", f"entropy-atlas-site-{__version__}.zip")


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    """Return the folder of both archives of a tiny site."""
    project, target = tmp_path / "project", tmp_path / "archives"
    shutil.copytree(ROOT / "tests/small", project / "data")
    for name in archive.LEGAL:
        shutil.copyfile(ROOT / name, project / name)
    for name in ("export", "site"):
        (project / name).mkdir()
        (project / name / "index.html").write_text('<a href="materials/">Materials</a>' * 50, encoding="utf-8")
    assert archive.main(project / "export", project / "site", target, project) == 0
    return target


def verified(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["verify", str(path)])
    out, err = capsys.readouterr()
    return status, out + err


def test_a_whole_archive_is_good_packed_and_unpacked(archives: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in NAMES:
        assert verified(archives / name, capsys)[0] == 0
        zipfile.ZipFile(archives / name).extractall(archives / "unpacked")
        assert verified(archives / "unpacked", capsys)[0] == 0
        shutil.rmtree(archives / "unpacked")


def test_an_archive_is_compared_in_the_memory_of_a_piece_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.pack(tmp_path / "large.zip", {"zeros": bytes(40_000_000)})
    tracemalloc.start()
    try:
        assert verified(tmp_path / "large.zip", capsys)[0] == 0
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_release_has_a_bill_of_what_ships_and_what_builds_it(archives: Path) -> None:
    """CycloneDX 1.6: each component once, by its address, with version and licence."""
    made = json.loads((archives / BILL).read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    addresses = [each["purl"] for each in made["components"]]
    assert len(set(addresses)) == len(addresses) > 40
    assert all(each["version"] and each["licenses"][0]["license"]["name"] for each in made["components"])
    ships = {each["name"] for each in made["components"] if each["scope"] == "required"}
    assert ships == {part.name for part in licences.shipped()}
    assert f"  {BILL}\n" in (archives / "SHA256SUMS").read_text(encoding="utf-8")
    assert bill.bill() == (archives / BILL).read_bytes()


def test_a_page_lists_all_that_readers_get_of_others_with_licence_and_text(real_pages: dict[str, str]) -> None:
    page = unescape(real_pages["licences.md"])
    for part in licences.shipped():
        assert f'<a href="{part.home}">{part.name}</a> {part.version}' in page
        assert part.licence not in ("", "UNKNOWN")
        assert part.home.startswith("https://")
        assert all(text.splitlines()[0] in page for text in part.texts)
        assert all(f'<a href="{each.home}">{each.name}</a> ({each.licence})' in page for each in part.inside)
    names = {part.name.replace("-", "_") for part in licences.shipped()}
    assert {*browser_python.LIBRARIES.values()} <= names


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[120] ^= 1
    file.write_bytes(content)


def edited(file: Path) -> None:
    """Pack the archive again with another value in a record, and its checksums as they were."""
    with zipfile.ZipFile(file) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    content["records/materials/alpha.yml"] = content["records/materials/alpha.yml"].replace(b"87", b"97")
    with zipfile.ZipFile(file, "w") as packed:
        for name, text in content.items():
            packed.writestr(name, text)


def emptied(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("SHA256SUMS", "none")


@pytest.mark.parametrize(
    ("damage", "beside", "expected"),
    [
        (emptied, False, "it has no SHA256SUMS that lists its files"),
        (cut, False, "it is no whole archive: it was cut off or changed"),
        (flipped, False, "it is no whole archive: it was cut off or changed"),
        (edited, False, "records/materials/alpha.yml was changed"),
        (edited, True, "its checksum is not that of SHA256SUMS beside it"),
    ],
)
def test_a_truncated_or_edited_archive_is_told(
    archives: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None], beside: bool, expected: str
) -> None:
    if not beside:
        (archives / "SHA256SUMS").unlink()
    damage(archives / NAMES[0])
    status, told = verified(archives / NAMES[0], capsys)
    assert status == 1
    assert expected in told
    assert "download it again" in told


def test_no_damage_of_a_single_byte_stops_the_check(archives: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = (archives / NAMES[0]).read_bytes()
    tail = len(whole) - 2_000  # the list of the files, where a slip changes how they are read
    for place in (*range(0, len(whole), len(whole) // 50), *range(tail, len(whole), 17)):
        content = bytearray(whole)
        content[place] ^= 1
        (archives / NAMES[0]).write_bytes(content)
        status, told = verified(archives / NAMES[0], capsys)
        assert status == 1, place
        assert "download it again" in told


def test_a_file_that_is_there_twice_or_leads_elsewhere_is_told(
    archives: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(archives / NAMES[0], "a") as packed:
        packed.writestr("../evil", "x")
        packed.writestr("..\\worse", "x")
        packed.writestr("a\x1b[31m\nGood", "x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            packed.writestr("records/materials/alpha.yml", b"id: alpha")
    _, told = verified(archives / NAMES[0], capsys)
    assert "records/materials/alpha.yml is in it more than once" in told
    assert "../evil leads out of its folder" in told
    assert "..\\worse leads out of its folder" in told
    assert "\x1b" not in told
    assert "\nGood" not in told


def test_an_archive_that_would_fill_the_memory_is_not_unpacked(
    archives: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray((archives / NAMES[0]).read_bytes())
    place = -1
    for _ in range(4):  # the size that the list of files gives for some of them
        place = content.index(b"PK\x01\x02", place + 1)
        content[place + 24 : place + 28] = (4_000_000_000).to_bytes(4, "little")
    (archives / NAMES[0]).write_bytes(content)
    assert "its files have 16.0 GB, expected at most 4" in verified(archives / NAMES[0], capsys)[1]


def test_a_file_too_many_or_too_few_in_an_unpacked_folder_is_told(
    archives: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = archives / "unpacked"
    zipfile.ZipFile(archives / NAMES[0]).extractall(folder)
    (folder / "records/materials/alpha.yml").unlink()
    (folder / "more.txt").write_text("more", encoding="utf-8")
    status, told = verified(folder, capsys)
    assert status == 1
    assert "records/materials/alpha.yml is missing" in told
    assert "more.txt is not one of its files" in told


@pytest.mark.parametrize("name", [".DS_Store", "export/Thumbs.db", "export/._claims.csv"])
def test_what_a_file_manager_leaves_in_an_unpacked_folder_is_no_fault(
    archives: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = archives / "unpacked"
    zipfile.ZipFile(archives / NAMES[0]).extractall(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).touch()
    assert verified(folder, capsys)[0] == 0


LINKS = [
    ('<a href="../b/?x=1#y">', '<a href="../b/index.html?x=1#y">'),
    ('<a class="c" href="./">', '<a class="c" href="./index.html">'),
    ('<a href="..">', '<a href="../index.html">'),
    ('<a href="https://a.test/">', '<a href="https://a.test/">'),
    ('<a href="#y">', '<a href="#y">'),
    ('<a href="//a.test/">', '<a href="//a.test/">'),
    ('<a href="api/v1/claims.csv">', '<a href="api/v1/claims.csv">'),
    ('<link href="../a.css">', '<link href="../a.css">'),
    ('<script src="../assets/plot.js" type="module"></script>',
     '<script defer src="../assets/offline/plot.js"></script>'),
    ('<meta http-equiv="refresh" content="0; url=../../a/b/">',
     '<meta http-equiv="refresh" content="0; url=../../a/b/index.html">'),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), LINKS)
def test_links_of_a_page_name_files(html: str, expected: str) -> None:
    assert offline.page(html) == expected


def test_a_symbol_that_is_not_drawn_stays_as_it_is() -> None:
    use = f'<use href="../{sketches.FILE}#unknown" x="1"/>'
    assert sketches.inline(use, {}) == use


LEFT_OUT = ("api/", "pagefind/", "references/", "topics/", "assets/cards/")
"""What nobody opens here; the index of names is needed."""


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site as the archive has it, below a folder of its own."""
    target = tmp_path_factory.mktemp("unpacked") / "entropy atlas/site"  # with a blank, as on many a desk
    for name, content in offline.convert(built):
        if not name.startswith(LEFT_OUT) or name == "api/v1/index.json.js":
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(content)
    return target


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Page]:
    """Return the home page as a reader opens it from the folder; no error of its scripts goes unnoticed."""
    page, errors = browser.new_page(), []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    yield page
    page.close()
    assert errors == []


def test_the_site_opens_from_a_folder_with_links_search_and_explorer(opened: Page) -> None:
    opened.get_by_role("button", name="Search an acronym").click()
    opened.get_by_role("searchbox").fill("NFMCZS")
    expect(opened.get_by_role("status")).to_contain_text("the text of pages is not")
    opened.locator(".ea-search__results a", has_text="NFMCZS").first.click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("NFMCZS")
    opened.get_by_role("link", name="Layered oxides").first.click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Layered oxides")
    opened.get_by_role("link", name="Materials").first.click()
    opened.get_by_role("link", name="Explorer").first.click()
    expect(opened.locator(".ea-explore.is-ready")).to_be_visible()
    opened.goto(folder_of(opened) + "compare/index.html?ids=nfmczs,nfm-wang2024a")
    expect(opened.locator(".ea-compare__row").first).to_be_visible()
    opened.goto(folder_of(opened) + "plot/index.html")
    expect(opened.locator(".ea-plot__frame [aria-roledescription=point]").first).to_be_attached()


def folder_of(page: Page) -> str:
    """Return the address of the folder above that of a page one level deep."""
    return page.url.split("?")[0].rsplit("/", 2)[0] + "/"


def test_what_needs_a_server_says_so(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    for name in ("design", "contribute"):
        page.goto((folder / name / "index.html").as_uri())
        expect(page.locator("main")).to_contain_text("opened as a file")
    page.close()
