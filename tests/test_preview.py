"""The preview of one record: its page in seconds, new after every edit, with its problems above it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from generator.cli.main import main
from generator.site import single

from .conftest import ROOT, Records
from .site import Html

SETTINGS = ["--settings", str(ROOT / "mkdocs.yml")]


@dataclass
class Running:
    """A preview of `materials/alpha`, as a program."""

    records: Records
    process: subprocess.Popen[bytes]
    port: int
    terminal: Path

    def get(self, path: str = "/materials/alpha/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=90) as response:
            return str(response.read().decode())

    def ask(self, path: str, method: str = "GET") -> tuple[int, bytes]:
        """Ask for a path exactly as it is written; return the status and whatever comes after the head."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(f"{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
        return int(head.split()[1]), body

    def once(self, shown: Callable[[str], bool]) -> str:
        """Return the page as soon as it is as wanted."""
        return waited(lambda: page if shown(page := self.get()) else None)

    def edit(self, old: str, new: str, file: str = "materials/alpha.yml") -> None:
        self.records.edit(file, old, new)


def waited(look: Callable[[], str | None], seconds: float = 60) -> str:
    """Return what is found in the end."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)
    return found


@pytest.fixture
def running(records: Records, tmp_path: Path) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "preview", "alpha", "--port", str(port), "--data", str(records.root)]
    with (tmp_path / "terminal").open("w") as terminal:
        process = subprocess.Popen([*command, *SETTINGS], cwd=ROOT, stdout=terminal, stderr=terminal)
    started = Running(records, process, port, tmp_path / "terminal")
    try:
        waited(lambda: _answer(started))
        yield started
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _answer(started: Running) -> str | None:
    assert started.process.poll() is None, started.terminal.read_text()
    try:
        return started.get()
    except (URLError, OSError):
        return None


def test_the_page_is_served_as_the_site_has_it_and_says_that_it_is_alone(running: Running) -> None:
    page = running.get()
    assert "<h1" in page
    assert "Alpha" in page
    assert "Preview of data/materials/alpha.yml" in page
    assert "links to others lead nowhere" in page
    parsed = Html()
    parsed.feed(page)
    styles = [load for load in parsed.loads if load.endswith((".css", ".js"))]
    assert any(load.endswith("atlas.css") for load in styles)
    assert all(running.get(f"/materials/alpha/{load}") for load in styles)
    assert "pagefind" not in " ".join(parsed.loads)
    assert f"http://127.0.0.1:{running.port}/" in running.terminal.read_text()
    assert "WARNING" not in running.terminal.read_text()


def test_an_edit_shows_and_an_open_page_is_asked_to_load_again(running: Running) -> None:
    epoch = re.findall(r"livereload\((\d+),", running.get())[-1]
    running.edit("name: Alpha", "name: Alef the first")
    assert "Alef the first" in running.once(lambda page: "Alef" in page)
    assert int(running.get(f"/livereload/{epoch}/1")) > int(epoch)


def test_a_mistake_is_shown_above_the_last_good_page_and_in_the_terminal_until_it_is_corrected(
    running: Running,
) -> None:
    running.edit("phase: O3", "<fase>: O3")
    page = running.once(lambda page: "1 to correct in this file" in page)
    assert re.search(r"<li>line \d+:1: .*unknown key", page)
    assert "<fase>" not in page
    assert "Alpha" in page
    assert re.search(r"data/materials/alpha\.yml:\d+:1: .*unknown key", running.terminal.read_text())
    running.edit("<fase>: O3", "phase: O3")
    running.once(lambda page: "to correct" not in page)
    assert running.terminal.read_text().count("no problems found") == 2
    assert "Traceback" not in running.terminal.read_text()


def test_a_mistake_elsewhere_is_counted_and_the_page_waits(running: Running) -> None:
    running.edit("role: control", "role: contrl", "materials/beta.yml")
    assert "the page waits for them too" in running.once(lambda page: "Other files have 1 more" in page)


def test_a_file_that_goes_away_does_not_end_the_preview(running: Running) -> None:
    text = (running.records.root / "materials/alpha.yml").read_text(encoding="utf-8")
    (running.records.root / "materials/alpha.yml").unlink()
    waited(lambda: "said" if "found no such file" in running.terminal.read_text() else None)
    assert "Alpha" in running.get()
    running.records.write("materials/alpha.yml", text.replace("name: Alpha", "name: Alef the first"))
    running.once(lambda page: "Alef the first" in page)


def test_the_root_leads_to_the_page_and_other_addresses_say_that_they_are_not_in_the_preview(running: Running) -> None:
    assert "url=/materials/alpha/" in running.get("/")
    with pytest.raises(HTTPError) as refused:
        running.get("/materials/beta/")
    assert refused.value.code == HTTPStatus.NOT_FOUND
    assert "This preview holds one page" in refused.value.read().decode()


OUTSIDE = ["/../../../../../../../../etc/passwd", f"/{'%2e%2e/' * 9}etc/passwd", "//etc/passwd", "/pyproject.toml"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_file_outside_the_preview_is_served(running: Running, method: str) -> None:
    nothing = running.ask("/nowhere", method)
    assert nothing[0] == HTTPStatus.NOT_FOUND
    assert {path: running.ask(path, method) for path in OUTSIDE} == dict.fromkeys(OUTSIDE, nothing)


def test_only_this_machine_is_answered(running: Running) -> None:
    with pytest.raises(ConnectionRefusedError):  # another address of this machine, as a network would use one
        socket.create_connection(("127.0.0.2", running.port), timeout=30)


def test_interrupting_ends_it_without_a_word_of_python(running: Running) -> None:
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=30) == 0
    assert "Traceback" not in running.terminal.read_text()


@pytest.fixture
def once(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], tuple[int, str]]:
    """Return what writes the page of a record once: its exit status and its page."""
    monkeypatch.chdir(tmp_path)

    def write(target: str) -> tuple[int, str]:
        status = main(["preview", target, "--once", "--data", "data", *SETTINGS])
        written = re.search(r"Written: (\S+)", capsys.readouterr().out)
        assert written
        return status, (tmp_path / written[1]).read_text(encoding="utf-8")

    return write


def test_once_writes_the_page_and_exits_by_its_problems(
    records: Records, once: Callable[[str], tuple[int, str]], caplog: pytest.LogCaptureFixture
) -> None:
    status, page = once("alpha")
    assert (status, "Alpha" in page) == (0, True)
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    status, page = once("alpha")
    assert (status, "No page yet" in page) == (1, True)
    assert "unknown key" in page
    assert "unknown key" in caplog.text


def test_a_warning_is_shown_above_the_page_and_does_not_keep_it_back(
    records: Records, once: Callable[[str], tuple[int, str]], caplog: pytest.LogCaptureFixture
) -> None:
    records.edit("materials/alpha.yml", "value: 87.0", "value: 870")
    status, page = once("alpha")
    assert status == 1
    assert "[plausible-value]" in caplog.text
    assert "1 to correct in this file" in page
    assert "NaNi" in page.replace("<sub>", "")
    assert "the page waits" not in page


@pytest.mark.parametrize("kind", ["references/doe2024", "mechanisms/cocktail", "mechanisms/air", "strategies/phase",
                                  "families/layered-oxide", "elements/ni", "topics/milling"])  # fmt: skip
def test_every_kind_of_record_has_a_preview(
    once: Callable[[str], tuple[int, str]], kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, page = once(f"data/{kind}.yml")
    assert (status, f"Preview of data/{kind}.yml" in page) == (0, True)
    assert "No page" not in page
    assert not caplog.text


def test_a_vocabulary_has_no_page_of_its_own(once: Callable[[str], tuple[int, str]]) -> None:
    assert "No page of its own" in once("data/vocabulary/properties.yml")[1]


def test_the_pages_of_a_preview_are_values_that_need_no_builder(records: Records) -> None:
    good = single.preview("alpha", records.root)
    assert [page.uri for page in good.pages] == ["materials/alpha.md", "404.html", "index.html"]
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    broken = single.preview("alpha", records.root, good)
    assert (broken.last, broken.page.uri, len(broken.problems)) == (good.last, good.page.uri, 1)
    assert good.last
    assert broken.page.text.endswith(good.last.text.partition("\n---\n")[2].lstrip())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["alfa"], 'Did you mean "alpha"?'),
        (["alpha", "--settings", "nowhere.yml"], "'nowhere.yml' does not exist"),
    ],
)
def test_wrong_use_is_explained(
    records: Records, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    assert main(["preview", "--data", str(records.root), *args]) == 2
    assert said in capsys.readouterr().err


def test_a_taken_port_is_explained_with_what_to_do(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        args = ["preview", "alpha", "--data", str(records.root), "--port", str(port), *SETTINGS]
        assert main(args) == 2
    assert f"Port {port} cannot be used" in capsys.readouterr().err
