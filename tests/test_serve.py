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
            time.sleep(0.1)
        return False

    def says(self, words: str, seconds: float = 60) -> bool:
        """Wait until the terminal shows the words."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if words in self.log.read_text():
                return True
            time.sleep(0.1)
        return False

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.project / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview")
    project = sites.copy_small_project(folder / "project")
    (project / "content/methods.md").write_text("# Methods\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        command = [*sites.MAKE, "serve", f"ADDRESS=127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log, start_new_session=True)
        running = Preview(project, f"http://127.0.0.1:{port}/", process, folder / "log")
        assert running.shows("materials/alpha/", "Alpha", 120), running.log.read_text()
        yield running
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def test_a_second_preview_at_the_same_address_is_told_what_to_do(preview: Preview) -> None:
    address = preview.address.removeprefix("http://").rstrip("/")
    done = sites.make(preview.project, "serve", f"ADDRESS={address}")
    assert done.returncode != 0
    assert "make serve ADDRESS=127.0.0.1:8001" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_record_shows(preview: Preview) -> None:
    preview.edit("data/materials/alpha.yml", "value: 87.0", "value: 86.7")
    assert preview.shows("materials/alpha/", "86.7"), preview.log.read_text()


def test_a_changed_template_shows(preview: Preview) -> None:
    preview.edit("generator/templates/effects.md.jinja", "The four effects", "Four effects and a test")
    assert preview.shows("effects/", "Four effects and a test"), preview.log.read_text()


def test_a_changed_page_shows(preview: Preview) -> None:
    preview.edit("content/methods.md", "# Methods", "# Methods under test")
    assert preview.shows("methods/", "Methods under test"), preview.log.read_text()


def test_a_slip_is_told_the_last_pages_stay_and_mending_it_goes_on(preview: Preview) -> None:
    preview.edit("data/materials/alpha.yml", "phase: O3", "fase: O3")
    assert preview.says('Did you mean "phase"?'), preview.log.read_text()
    assert "Traceback" not in preview.log.read_text()
    assert preview.shows("materials/alpha/", "Alpha"), preview.log.read_text()
    preview.edit("data/materials/alpha.yml", "fase: O3", "phase: O2")
    assert preview.shows("materials/alpha/", ">O2<"), preview.log.read_text()
