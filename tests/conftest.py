"""What tests share: a small project to break, the built site, a browser, and golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from generator import pipeline
from generator.cli.main import main
from generator.derived.atlas import Atlas
from generator.errors import InvalidData

from . import HERE
from . import ROOT as ROOT
from . import site as sites
from .browsing import browser, desk, home, phone, reader
from .crowd import crowded

__all__ = [
    "browser",
    "crowded",
    "desk",
    "home",
    "phone",
    "reader",
]  # fixtures that every test file may ask for


settings.register_profile("usual", deadline=None)  # a test must not fail because the machine is busy
settings.register_profile("long", deadline=None, max_examples=5_000)
settings.load_profile("usual")

LONGEST = (
    "test_accessibility", "test_explorer", "test_site", "test_search", "test_plot", "test_browser", "test_serve",
    "test_previews", "test_record_pages", "test_preview", "test_compare", "test_dataset", "test_links",
)  # fmt: skip
"""Files that take longest come first, so that none is left for the end; the first two build a site each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("fuzz")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew, to be read in the diff")


@dataclass(frozen=True)
class Records:
    """A copy of the small records that a test may break."""

    root: Path

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def problems(self) -> list[str]:
        """Return every problem as its text; empty when the records are good."""
        try:
            pipeline.load(self.root)
        except InvalidData as error:
            return [str(problem) for problem in error.problems]
        return []


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """Return a fresh copy of the small records, as the folder `data` of a project."""
    shutil.copytree(HERE / "small", tmp_path / "data")
    return Records(tmp_path / "data")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[GoldenFiles]:
    """Compare texts with the files in `tests/golden`; `pytest --accept` writes them anew."""
    files = GoldenFiles(HERE / "golden", bool(request.config.getoption("--accept")))
    yield files
    assert not files.accepted, f"written anew, read the diff: {', '.join(files.accepted)}"


class GoldenFiles:
    """Expected texts kept in files, so that a change shows as a diff."""

    def __init__(self, folder: Path, accept: bool) -> None:
        self.folder, self.accept = folder, accept
        self.accepted: list[str] = []

    def check(self, name: str, text: str) -> None:
        file = self.folder / name
        if self.accept and (not file.is_file() or file.read_text(encoding="utf-8") != text):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            self.accepted.append(name)
        assert file.is_file(), f"there is no golden file {name}: run pytest --accept"
        assert text == file.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real() -> Atlas:
    """Return the real records with all that follows from them, loaded once; nobody changes them."""
    return pipeline.load(ROOT / "data")


@pytest.fixture(scope="session")
def written(together: Path) -> Path:
    """Return the folder of all pages of the real records and chapters as `write` leaves them, once a run."""
    command = ["write", "--data", str(ROOT / "data"), "--content", str(ROOT / "content")]
    return sites.once(together / "written", lambda folder: main([*command, str(folder)]))


@pytest.fixture(scope="session")
def real_pages(written: Path) -> dict[str, str]:
    """Return the text of every page and file of the real records and chapters, by its address."""
    files = {path.relative_to(written).as_posix(): path.read_bytes() for path in written.rglob("*") if path.is_file()}
    return {uri: found.decode() for uri, found in files.items() if b"\0" not in found}


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def built(together: Path) -> Path:
    """Return the whole real site, built strictly once a run."""
    return sites.once(together / "built/atlas", sites.build)
