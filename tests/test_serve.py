"""The preview: a change of a record, a template or a page shows without a restart, and a slip does not end it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from . import site as sites


@dataclass
class Preview:
    """A running `mkdocs serve` on a copy of the project."""

    project: Path
    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def shows(self, path: str, words: str, seconds: float = 60) -> bool:
        """Wait until a page holds the words."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(self.address + path, timeout=5) as response:
                    if words in response.read().decode():
                        return True
            except (URLError, OSError):
                assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.3)
        return False

    def says(self, words: str, seconds: float = 60) -> bool:
        """Wait until the terminal shows the words."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if words in self.log.read_text():
                return True
            time.sleep(0.3)
        return False

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.project / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


def free_port() -> int:
    """Return a port on which nothing answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview")
    project = sites.copy_project(folder / "project")
    port = free_port()
    with (folder / "log").open("wb") as log:
        command = ["make", "serve", f"ADDRESS=127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log, start_new_session=True)
        running = Preview(project, f"http://127.0.0.1:{port}/", process, folder / "log")
        assert running.shows("materials/nfmczs/", "NFMCZS", 120), running.log.read_text()
        yield running
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def test_a_second_preview_at_the_same_address_is_told_what_to_do(preview: Preview) -> None:
    address = preview.address.removeprefix("http://").rstrip("/")
    command = ["make", "serve", f"ADDRESS={address}"]
    done = subprocess.run(command, cwd=preview.project, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "make serve ADDRESS=127.0.0.1:8001" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_record_shows(preview: Preview) -> None:
    preview.edit("data/materials/nfmczs.yml", "value: 87", "value: 86.7")
    assert preview.shows("materials/nfmczs/", "86.7"), preview.log.read_text()


def test_a_changed_template_shows(preview: Preview) -> None:
    preview.edit("generator/templates/effects.md.jinja", "The four effects", "Four effects and a test")
    assert preview.shows("effects/", "Four effects and a test"), preview.log.read_text()


def test_a_changed_page_shows(preview: Preview) -> None:
    preview.edit("content/methods.md", "# Methods", "# Methods under test")
    assert preview.shows("methods/", "Methods under test"), preview.log.read_text()


def test_a_slip_is_told_the_last_pages_stay_and_mending_it_goes_on(preview: Preview) -> None:
    preview.edit("data/materials/nfmczs.yml", "phase: O3", "fase: O3")
    assert preview.says('Did you mean "phase"?'), preview.log.read_text()
    assert "Traceback" not in preview.log.read_text()
    assert preview.shows("materials/nfmczs/", "NFMCZS"), preview.log.read_text()
    preview.edit("data/materials/nfmczs.yml", "fase: O3", "phase: O2")
    assert preview.shows("materials/nfmczs/", ">O2<"), preview.log.read_text()


ALONE = ("make", "--old-file", "install", "serve")
"""One record's page; what is installed already is not looked at again."""


def test_one_record_is_served_alone(preview: Preview, tmp_path: Path) -> None:
    (ident, other) = sorted(path.stem for path in (preview.project / "data/materials").glob("*.yml"))[:2]
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        command = [*ALONE, f"ONLY={ident}", f"ADDRESS=127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=preview.project, stdout=log, stderr=log, start_new_session=True)
    alone = Preview(preview.project, f"http://127.0.0.1:{port}/", process, tmp_path / "log")
    try:
        assert alone.shows(f"materials/{ident}/", f"Preview of data/materials/{ident}.yml"), alone.log.read_text()
        with pytest.raises(URLError, match="Not Found"):
            urllib.request.urlopen(f"{alone.address}materials/{other}/", timeout=5)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def test_a_record_that_is_not_there_ends_it_with_the_nearest_one(preview: Preview) -> None:
    ident = min(path.stem for path in (preview.project / "data/materials").glob("*.yml"))
    command = [*ALONE, f"ONLY={ident}-x", f"ADDRESS=127.0.0.1:{free_port()}"]
    done = subprocess.run(command, cwd=preview.project, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f'Did you mean "{ident}"?' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_is_whole_whatever_is_served_alone(preview: Preview, tmp_path: Path) -> None:
    (ident, other) = sorted(path.stem for path in (preview.project / "data/materials").glob("*.yml"))[:2]
    sites.build(tmp_path / "site", preview.project, ONLY=ident)
    assert (tmp_path / "site/materials" / other / "index.html").is_file()
