"""Figures: drawn when they are printed and once only, left out where a page is only checked, and of one style."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator import file_cache, pipeline
from generator.chemistry import elements
from generator.derived import practice
from generator.derived.atlas import Atlas
from generator.drawing import cache, element_colours, figures, structures, style
from generator.site import chapters, charts, page_check, shortcodes
from generator.site.html_policy import Finding

from . import HERE, ROOT
from .conftest import Records
from .test_layers import imports

WAYS_TO_CHECK = {
    "the pages are imported": "import generator.site.pages",
    "records and pages are checked": "from generator.cli.main import main; assert main(['check']) == 0",
    "a record without a sketch is previewed": "from pathlib import Path; from generator.site.single import single; "
    "single(Path('data'), Path('data/materials/b-nfpp.yml'))",
}


@pytest.mark.parametrize("code", WAYS_TO_CHECK.values(), ids=WAYS_TO_CHECK)
def test_matplotlib_is_not_imported_where_nothing_is_drawn(code: str) -> None:
    wanted = f"{code}; import sys; print(*sorted(set(sys.modules) & {{'matplotlib', 'numpy'}}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", wanted], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_a_figure_is_the_same_drawn_or_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    draw = partial(figures.bars, {"Ni": 1}, "x")
    once, twice = cache.Drawing(draw).__html__(), cache.Drawing(draw).__html__()
    (file,) = (tmp_path / cache.FOLDER).iterdir()
    assert once == twice == draw()
    assert file.read_text(encoding="utf-8").endswith(once)


class Counted:
    """What makes an entry, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return b"<svg>\n</svg>"


def test_an_entry_is_made_once(tmp_path: Path) -> None:
    make = Counted()
    found = [file_cache.cached(tmp_path / "new", "a", make, 9) for _ in range(2)]
    assert found == [b"<svg>\n</svg>"] * 2
    assert make.times == 1


@pytest.mark.parametrize("damage", [b"", b"<svg>\n</svg>", b"0" * 64 + b"\n<svg>\n</svg>", b"\xff\n\xfe"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    make = Counted()
    (tmp_path / "a").write_bytes(damage)
    assert [file_cache.cached(tmp_path, "a", make, 9) for _ in range(2)] == [b"<svg>\n</svg>"] * 2
    assert make.times == 1


def test_where_nothing_can_be_written_everything_is_made(tmp_path: Path) -> None:
    make = Counted()
    (tmp_path / "file").touch()
    assert [file_cache.cached(tmp_path / "file", "a", make, 9) for _ in range(2)] == [b"<svg>\n</svg>"] * 2
    assert make.times == 2


def test_builds_that_make_the_same_entry_at_once_leave_one_whole(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: file_cache.cached(tmp_path, "a", lambda: b"<svg>" * 10_000, 9), range(64)))
    assert made == {b"<svg>" * 10_000}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_every_sketch_of_a_structure_is_a_symbol_of_the_shared_file_with_words_for_it() -> None:
    drawn = ElementTree.fromstring(structures.symbols())
    symbols = {symbol.get("id") for symbol in drawn}
    shown = "".join((structures.stacking("../"), structures.lantern("../"), structures.framework("../")))
    assert {f"../{structures.FILE}#{name}" for name in symbols} == set(re.findall(r'<use href="([^"]+)"', shown))
    assert shown.count("<svg") == shown.count('role="img" aria-label="')
    assert not re.findall(r"#[0-9a-f]{3,6}[;\"]", structures.symbols())  # colours are those of the page, light or dark


def test_the_oldest_entries_make_room(tmp_path: Path) -> None:
    for number in range(14):
        file_cache.cached(tmp_path, str(number), Counted(), 9)
    assert {path.name for path in tmp_path.iterdir()} == {str(number) for number in range(5, 14)}


def test_other_inputs_are_another_figure() -> None:
    drawn = [partial(figures.bars, {"Ni": 1}, "x"), partial(figures.bars, {"Ni": 2}, "x"),
             partial(figures.bars, {"Ni": 1}, "y"), partial(figures.pairs, [], "x")]  # fmt: skip
    assert len({cache._key(draw) for draw in drawn}) == len(drawn)


def test_other_code_draws_anew(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from generator.drawing import cache; print(cache._version().decode())"
    file = tmp_path / "generator/drawing/figures.py"
    known = {_printed(code, tmp_path)}
    file.write_text(file.read_text(encoding="utf-8").replace("_WIDTH = 5.4", "_WIDTH = 5.5"), encoding="utf-8")
    assert known == {cache._version().decode()}
    assert _printed(code, tmp_path) not in known


def _printed(code: str, folder: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("module", ["cache", "figures", "scatter", "structures", "style", "element_colours"])
def test_a_figure_follows_from_its_inputs_and_this_package_alone(module: str) -> None:
    ours = {name for name, own in imports(f"drawing.{module}") if own}
    assert {name for name in ours if not name.startswith("drawing")} <= {"file_cache"}  # which changes no figure


@pytest.fixture(scope="module")
def small() -> Atlas:
    return pipeline.load(HERE / "small")


PLACES = {
    "on a line of its own": "words\n\n[[figure:{}]]\n\nwords",
    "under a line of words": "words\n[[figure:{}]]\nwords",
    "among words": "words [[figure:{}]] words",
    "in a list": "* words\n\n    [[figure:{}]]\n\n* [[figure:{}]]",
    "in a quotation": "> words\n>\n> [[figure:{}]]\n> words",
    "in a table": "| a | b |\n|---|---|\n| [[figure:{}]] | c |",
    "in code": "    [[figure:{}]]\n\n`[[figure:{}]]`\n\n```\n[[figure:{}]]\n```",
    "in a heading": "# [[figure:{}]]",
    "in a link": "[[[figure:{}]]](https://example.org)",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_sketch_is_read_as_the_figure_would_be(small: Atlas, place: str) -> None:
    for name in chapters.figure_names():
        drawn, sketched = (_findings(place.replace("{}", name), name, small, real) for real in (True, False))
        assert drawn == sketched, name


def _findings(text: str, name: str, atlas: Atlas, real: bool) -> list[Finding]:
    figure = partial(chapters.figure, name, atlas, "../", real)
    return page_check.findings(shortcodes.expand(text, "", atlas, "../", {name: figure})[0])


NAMED = re.compile(r"var\(--ea-|fontsize=\d\S*|\bsize=\d\S*|font-size=\"\d")


def test_colours_and_type_are_named_in_one_place() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "generator/drawing").glob("*.py")}
    assert [name for name, text in texts.items() if NAMED.search(text)] == ["style.py"]


def test_the_style_sheet_gives_each_colour_a_light_and_a_dark_value_in_one_line() -> None:
    sheet = (ROOT / "generator/theme/assets/atlas.css").read_text(encoding="utf-8")
    names = (*style.COLOURS, *style.TONES)
    assert {name: len(re.findall(rf"--ea-{name}: light-dark\(", sheet)) for name in names} == dict.fromkeys(names, 1)


def test_elements_that_often_share_a_site_have_different_tones(real: Atlas) -> None:
    together = Counter(
        pair
        for entry in real.described
        if entry.description
        for pair in combinations(sorted(set(entry.description.sites["metal"])), 2)
    )
    alike = {pair: n for pair, n in together.items() if len(set(map(element_colours.tone, pair))) == 1}
    assert max(alike.values(), default=0) < len(real.described) / 100, alike


def test_tones_of_elements_are_tones_of_the_style() -> None:
    assert {element_colours.tone(symbol) for symbol in elements.table()} <= set(style.TONES)


def test_a_second_build_draws_nothing_and_a_changed_record_only_what_shows_it(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/page.md").write_text("# Page\n\n[[figure:stacking]]\n\n[[figure:element-use]]\n", "utf-8")
    assert "matplotlib" in _libraries(records)
    first = _drawn(tmp_path)
    assert len(first) > 2
    assert "matplotlib" not in _libraries(records)
    records.edit("materials/alpha.yml", "name: Alpha", "name: Alef")
    assert "matplotlib" in _libraries(records)
    assert 0 < len(_drawn(tmp_path) - first) < len(first)


def _drawn(folder: Path) -> set[Path]:
    return set((folder / cache.FOLDER).iterdir())


def _libraries(records: Records) -> str:
    """Build all pages in a new process, in the working folder; return the plotting libraries that it imported."""
    code = f"""import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from generator.site import assembly
assembly.build(Path({str(records.root)!r}), Path("content"))
print(*sorted(set(sys.modules) & {{"matplotlib", "numpy"}}))"""
    return _printed(code, Path.cwd())


def test_only_confirmed_fair_pairs_are_drawn(small: Atlas, records: Records) -> None:
    shown = charts.retention_pairs(small).draw.args[0]
    assert shown
    for pair in charts.confirmed_pairs(small):
        if pair.claim.property == "capacity-retention":
            break
    file = f"materials/{pair.material.id}.yml"
    records.edit(file, "property: capacity-retention\n", "property: capacity-retention\n    unconfirmed: true\n")
    assert len(charts.retention_pairs(pipeline.load(records.root)).draw.args[0]) == len(shown) - 1


UNPICTURED = {"computing"}
"""Chapters whose sources are about other fields, so that no number of the records answers them."""


@pytest.mark.data
def test_every_chapter_that_the_records_answer_has_a_figure() -> None:
    chapters = {path.stem: path.read_text("utf-8") for path in (ROOT / "content/review").glob("*.md")}
    assert {name for name, text in chapters.items() if "[[figure:" not in text} == UNPICTURED


@pytest.mark.data
def test_numbers_in_figures_of_chapters_are_counts_of_records(real: Atlas) -> None:
    subjects = [entry.material for entry in real.entries.values() if entry.material.role == "subject"]
    full = [m for m in subjects if any(c.conditions and c.conditions.is_full_cell for c in m.claims)]
    assert practice.cells(real)["full cell"] == len(full) > 0
    made = [made for entry in real.entries.values() for made in entry.material.synthesis if made.hottest]
    assert sum(map(len, practice.calcinations(real).values())) == len(made)
    assert all(0 < count <= len(real.entries) for count in practice.methods(real).values())
    assert all(0 < count <= len(subjects) for count in practice.known(real).values())
