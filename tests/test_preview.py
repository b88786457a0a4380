"""The preview of one record: its page in seconds, new after every edit, with what is wrong above it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError

import pytest

from generator.cli.main import main

from .conftest import ROOT, Records
from .site import Html

SETTINGS = ["--settings", str(ROOT / "mkdocs.yml")]


@dataclass
class Running:
    """A preview of `materials/alpha`, as a program."""

    records: Records
    process: subprocess.Popen[str]
    address: str
    errors: Path

    def get(self, path: str = "/") -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as response:
            return str(response.read().decode())

    def ask(self, path: str, method: str = "GET", host: str = "127.0.0.1") -> tuple[int, bytes]:
        """Ask for a path exactly as it is written; return the status and whatever comes after the head."""
        port = int(self.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(f"{method} {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
        return int(head.split()[1]), body


@pytest.fixture
def running(records: Records, tmp_path: Path) -> Iterator[Running]:
    errors = tmp_path / "errors.txt"
    command = [
        sys.executable,
        "-m",
        "generator",
        "preview",
        "alpha",
        "--port",
        "0",
        "--data",
        str(records.root),
    ]
    with errors.open("w") as told:
        process = subprocess.Popen(
            [*command, *SETTINGS], cwd=ROOT, stdout=subprocess.PIPE, stderr=told, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    assert process.stdout
    said = next(line for line in process.stdout if "http" in line)
    address = re.search(r"http://[\d.:]+", said)
    assert address
    yield Running(records, process, address[0], errors)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    process.stdout.close()


def test_the_page_is_served_as_the_site_has_it_and_says_that_it_stands_alone(running: Running) -> None:
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


def test_an_edit_shows_with_the_next_request_and_changes_what_an_open_page_asks_for(running: Running) -> None:
    before = running.get("/.preview")
    assert f'"{before}"' in running.get()
    running.records.edit("materials/alpha.yml", "name: Alpha", "name: Alef the first")
    assert "Alef the first" in running.get()
    assert running.get("/.preview") != before


def test_a_slip_is_told_above_the_last_good_page_and_in_the_terminal_until_it_is_mended(
    running: Running,
) -> None:
    running.get()
    running.records.edit("materials/alpha.yml", "phase: O3", "<fase>: O3")
    page = running.get()
    assert "1 to mend in this file" in page
    assert "unknown key" in page
    assert "<fase>" not in page
    assert "Alpha" in page
    assert "data/materials/alpha.yml:" in running.errors.read_text()
    running.records.edit("materials/alpha.yml", "<fase>: O3", "phase: O3")
    assert "to mend" not in running.get()


def test_a_slip_elsewhere_is_counted_and_the_page_waits(running: Running) -> None:
    running.records.edit("materials/beta.yml", "role: control", "role: contrl")
    assert "Other files have 1 more" in running.get()


def test_a_warning_elsewhere_is_counted_and_the_page_does_not_wait(running: Running) -> None:
    running.records.edit("materials/alpha.yml", "value: 87.0", "value: 870")
    running.records.edit("materials/alpha.yml", "name: Alpha", "name: Alef the first")
    page = running.get()
    assert "Alef the first" in page
    assert "waits for them" not in page


def test_other_pages_say_that_they_are_not_in_the_preview(running: Running) -> None:
    with pytest.raises(HTTPError) as refused:
        running.get("/materials/")
    assert refused.value.code == 404
    assert "This preview holds one page" in refused.value.read().decode()


OUTSIDE = [
    "/../../../../../../../../etc/passwd",
    f"/{'%2e%2e/' * 9}etc/passwd",
    "//etc/passwd",
    "/pyproject.toml",
    "/%00",
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_file_outside_the_preview_is_served_nor_told_to_be_there(running: Running, method: str) -> None:
    nothing = running.ask("/nowhere", method)
    assert nothing[0] == HTTPStatus.NOT_FOUND
    assert {path: running.ask(path, method) for path in OUTSIDE} == dict.fromkeys(OUTSIDE, nothing)


def test_a_head_is_answered_as_the_page_is_and_without_its_body(running: Running) -> None:
    (style,) = re.findall(r'href="\.\./\.\./(assets/[^"]*atlas\.css)', running.get())
    for path in ("/", "/.preview", "/materials/alpha/", f"/{style}", "/materials/"):
        status, body = running.ask(path)
        assert running.ask(path, "HEAD") == (status, b"")
        assert bool(body) is (path != "/")


def test_a_site_elsewhere_cannot_read_the_preview_by_a_name_that_leads_here(running: Running) -> None:
    port = running.address.rpartition(":")[2]
    assert running.ask("/.preview", host=f"evil.test:{port}") == (HTTPStatus.MISDIRECTED_REQUEST, b"")
    assert running.ask("/.preview", host=f"localhost:{port}")[0] == HTTPStatus.OK


def test_interrupting_ends_it_without_a_word_of_python(running: Running) -> None:
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=30) == 0
    assert running.errors.read_text() == ""


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


def test_a_warning_stands_above_the_page_and_does_not_keep_it_back(
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
    assert "1 to mend in this file" in page
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
