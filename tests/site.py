"""A built site as tests see it: real builds, a real server, and every link that the pages hold."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from generator.tools import install

from . import ROOT

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "315532800"}
MAKE = ("make", f"PYTHON={sys.executable}")
LOADING = ("src", "srcset", "poster", "data", "xlink:href", "action")
"""Attributes that make a browser fetch something; `href` does in `link`, `use` and `image`."""


def build(folder: Path, project: Path = ROOT, **environment: str) -> None:
    """Build a project, this one if none is named, strictly into `folder`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=project, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def make(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make targets in a copy of the project, whose environment is already installed."""
    return subprocess.run([*MAKE, *words], cwd=project, capture_output=True, text=True, check=False)


def on_a_full_disk(room: int, *words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a module of Python that can write no more than `room` bytes to a file."""
    unmeasured = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=cwd, env=unmeasured, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip


def once(site: Path, build: Callable[[Path], object]) -> Path:
    """Build a site that is not there yet; workers that come meanwhile wait for the one that came first."""
    done, began = site.with_name(f"{site.name}.done"), site.with_name(f"{site.name}.began")
    began.parent.mkdir(parents=True, exist_ok=True)
    try:
        began.touch(exist_ok=False)
    except FileExistsError:
        _wait_for(done)
    else:
        try:
            build(site)
        finally:  # whoever waits goes on, and fails too if there is no site
            done.touch()
    assert site.is_dir(), f"{site.name} could not be built: see the first test that asked for it"
    return site


def _wait_for(file: Path, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < end, f"{file.name} did not come in {seconds} s"
        time.sleep(0.1)


def copy_project(target: Path) -> Path:
    """Copy what is under version control or could be, and share the environment."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    _share_environment(target)
    return target


def _share_environment(project: Path) -> None:
    """Let a copy use what is installed here; its stamps say so, so that nothing is installed a second time."""
    own = project / ".venv"
    own.mkdir()
    for path in (ROOT / ".venv").iterdir():
        if not path.name.startswith("installed-"):
            (own / path.name).symlink_to(path)
    for lock in ("requirements-site.lock", "requirements-test.lock"):
        names = (lock, "pyproject.toml", install.BROWSER_LOCK)
        installed = install._fingerprint([str(project / name) for name in names])
        (own / f"installed-{lock}").write_text(installed)


def copy_small_project(target: Path) -> Path:
    """Copy the project with the small records in place of the real ones, without pages and navigation."""
    copy_project(target)
    shutil.rmtree(target / "content")
    (target / "content").mkdir()
    for folder in (path for path in (target / "data").iterdir() if path.is_dir()):
        shutil.rmtree(folder)  # the element tables beside the folders stay
    shutil.copytree(ROOT / "tests/small", target / "data", dirs_exist_ok=True)
    settings = (target / "mkdocs.yml").read_text(encoding="utf-8")
    (target / "mkdocs.yml").write_text(re.sub(r"(?ms)^nav:.*?^(?=plugins:)", "", settings), encoding="utf-8")
    return target


def digest(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # a page asks for twenty files: one connection serves many

        def log_message(self, *args: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@dataclass
class Html:
    """The links, loads, ids and headings of one page, as the target of a parser."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """Note what the beginning of an element names."""
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if values.get("rel") not in ("canonical", "next", "prev"):
            self.loads += loaded(tag, values)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))

    def close(self) -> Html:
        """Return what was noted."""
        return self


def read(site: Path) -> dict[str, Html]:
    """Parse every page of a site, by its path."""
    return {path.relative_to(site).as_posix(): parse(path.read_bytes()) for path in sorted(site.rglob("*.html"))}


def parse(html: bytes) -> Html:
    """Parse a page."""
    found: Html = etree.HTML(html or b"<p>", etree.HTMLParser(target=Html(), encoding="utf-8", huge_tree=True))
    return found


def loaded(tag: str, values: Mapping[str, str]) -> list[str]:
    """Return the addresses that an element makes a browser fetch."""
    names = (*LOADING, "href") if tag in ("link", "use", "image") else LOADING
    found = [value for name in names if (value := values.get(name))]
    if values.get("srcset"):
        found.remove(values["srcset"])
        found += [choice.split()[0] for choice in values["srcset"].split(",")]
    return [*found, *in_style(values.get("style") or "")]


def in_style(text: str) -> list[str]:
    """Return the addresses in CSS; data written out in the style sheet itself has none."""
    found = re.findall(r"""(?:url\(\s*|@import\s+)("[^"]*"|'[^']*'|[^\s)"';]+)""", text)
    return [address for each in found if not (address := each.strip("'\"")).startswith("data:")]
