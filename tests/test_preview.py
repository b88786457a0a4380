"""The preview of one record: its page in seconds, new after every edit, with what is wrong above it."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli.main import main

from . import HERE
from . import site as sites
from .conftest import ROOT, Records

SETTINGS = ["--settings", str(ROOT / "mkdocs.yml")]


@dataclass
class Running:
    """A preview of `materials/alpha`, as a program."""

    records: Records
    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str = "/materials/alpha/") -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as response:
            return str(response.read().decode())

    def answer(self, path: str, host: str = "127.0.0.1") -> bytes:
        """Return the whole answer to a request that no library has put right."""
        port = int(self.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            return connection.makefile("rb").read()

    def shows(self, words: str, path: str = "/materials/alpha/", *, gone: bool = False) -> bool:
        """Wait until a page holds the words, or no longer does; fail with what the program said."""
        for _ in range(100):
            with suppress(OSError):
                if (words in self.get(path)) != gone:
                    return True
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.2)
        return False

    def edit(self, old: str, new: str, path: str = "materials/alpha.yml") -> None:
        self.records.edit(path, old, new)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("preview")
    shutil.copytree(HERE / "small", folder / "data")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "generator",
        "preview",
        "alpha",
        "--port",
        str(port),
        "--data",
        str(folder / "data"),
    ]
    log = folder / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen([*command, *SETTINGS], cwd=ROOT, stdout=out, stderr=out)
    found = Running(Records(folder / "data"), process, f"http://127.0.0.1:{port}", log)
    assert found.shows("Alpha"), log.read_text()
    yield found
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=90) == 0


def test_the_page_is_served_as_the_site_has_it_and_says_that_only_it_is_built(running: Running) -> None:
    page = running.get()
    assert "Preview of data/materials/alpha.yml" in page
    assert "links to other pages do not work here" in page
    styles = [load for load in sites.parse(page.encode()).loads if load.endswith((".css", ".js"))]
    assert any(load.endswith("atlas.css") for load in styles)
    assert all(running.get(f"/materials/alpha/{load}") for load in styles)


def test_the_front_page_leads_to_the_record(running: Running) -> None:
    assert "url=materials/alpha/" in running.get("/")


def test_an_edit_shows_without_a_restart(running: Running) -> None:
    running.edit("name: Alpha", "name: Alef the first")
    assert running.shows("Alef the first")
    running.edit("name: Alef the first", "name: Alpha")
    assert running.shows(">Alpha<")


def test_a_mistake_is_shown_above_the_last_good_page_and_in_the_terminal_until_it_is_corrected(
    running: Running,
) -> None:
    running.edit("phase: O3", "<fase>: O3")
    assert running.shows("1 problem in this file")
    page = running.get()
    assert "unknown key" in page
    assert "<fase>" not in page
    assert ">Alpha<" in page
    assert "data/materials/alpha.yml:" in running.log.read_text()
    running.edit("<fase>: O3", "phase: O3")
    assert running.shows("problem in this file", gone=True)


def test_a_mistake_elsewhere_is_counted_and_the_page_waits(running: Running) -> None:
    running.edit("role: control", "role: contrl", "materials/beta.yml")
    assert running.shows("Other files have 1 more; the page cannot be built before they are corrected")
    running.edit("role: contrl", "role: control", "materials/beta.yml")
    assert running.shows("Other files have 1 more", gone=True)


HERE_ONLY = {"localhost": 200, "127.0.0.1:1": 200, "[::1]:8000": 200, "": 403, "rebound.example": 403,
             "127.0.0.1.rebound.example": 403, "[": 403, "192.0.2.1": 403}  # fmt: skip


@pytest.mark.parametrize(("host", "status"), HERE_ONLY.items(), ids=repr)
def test_only_a_browser_that_asked_for_this_machine_is_answered(running: Running, host: str, status: int) -> None:
    assert running.answer("/materials/alpha/", host).startswith(f"HTTP/1.0 {status} ".encode())


@pytest.mark.parametrize("path", ["/%00", "/%ff", "/a%0ab", f"/livereload/{'9' * 5000}/1"])
def test_an_address_that_no_page_can_have_is_refused_in_a_line(running: Running, path: str) -> None:
    assert running.answer(path).startswith((b"HTTP/1.0 400 ", b"HTTP/1.0 404 "))
    assert "Traceback" not in running.log.read_text()


OUTSIDE = ["/../../../../../../../../etc/passwd", f"/{'%2e%2e/' * 9}etc/passwd", "//etc/passwd", "/pyproject.toml"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_file_outside_the_preview_is_served(running: Running, path: str) -> None:
    answer = running.answer(path)
    assert answer.startswith((b"HTTP/1.0 400 ", b"HTTP/1.0 404 "))
    assert b"root:" not in answer
    assert b"[project]" not in answer


def test_a_build_is_whole_whatever_record_was_looked_at_before(tmp_path: Path) -> None:
    project = sites.copy_small_project(tmp_path / "project")
    sites.build(tmp_path / "site", project, ONLY="alpha")
    assert (tmp_path / "site/materials/beta/index.html").is_file()


def test_once_writes_the_page_and_exits_by_its_problems(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    args = ["preview", "alpha", "--once", "--data", "data", *SETTINGS]
    assert main(args) == 0
    written = re.search(r"Written: (\S+)", capsys.readouterr().out)
    assert written
    assert "Alpha" in (tmp_path / written[1]).read_text(encoding="utf-8")
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    assert main(args) == 1
    assert "unknown key" in capsys.readouterr().err


def test_a_warning_is_shown_above_the_page_and_does_not_keep_it_back(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    records.edit("materials/alpha.yml", "value: 87.0", "value: 870")
    assert main(["preview", "alpha", "--once", "--data", "data", *SETTINGS]) == 1
    out, err = capsys.readouterr()
    assert "[plausible-value]" in err
    written = re.search(r"Written: (\S+)", out)
    assert written
    page = (tmp_path / written[1]).read_text(encoding="utf-8")
    assert "1 problem in this file" in page
    assert "NaNi" in page.replace("<sub>", "")
    assert "No page yet" not in page


@pytest.mark.parametrize("kind", ["references/doe2024", "mechanisms/cocktail", "mechanisms/air", "strategies/phase",
                                  "families/layered-oxide", "elements/ni", "topics/milling"])  # fmt: skip
def test_every_kind_of_record_has_a_preview(
    records: Records,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["preview", f"data/{kind}.yml", "--once", *SETTINGS]) == 0
    assert kind.split("/")[1] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["alfa"], 'Did you mean "alpha"?'),
        (["alpha", "--settings", "nowhere.yml"], "nowhere.yml: found no such file"),
        ([str(ROOT / "mkdocs.yml")], "found a file elsewhere"),
    ],
)
def test_wrong_use_is_told(records: Records, capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert main(["preview", "--data", str(records.root), *args]) == 2
    assert said in capsys.readouterr().err


def test_a_taken_port_is_told_with_what_to_do(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        args = ["preview", "alpha", "--data", str(records.root), "--port", str(port), *SETTINGS]
        assert main(args) == 2
    assert f"Port {port} cannot be used" in capsys.readouterr().err
