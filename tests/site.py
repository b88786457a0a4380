"""A built site as tests see it: real builds, a real server, and every link that the pages hold."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from . import ROOT

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "315532800"}
LOADS = {"script": "src", "img": "src", "source": "src", "iframe": "src", "link": "href", "video": "src"}


def build(folder: Path, project: Path = ROOT, **environment: str) -> None:
    """Build a project, this one if none is named, strictly into `folder`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=project, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


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
    (target / ".venv").symlink_to(ROOT / ".venv")
    return target


def digest(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@dataclass
class Html(HTMLParser):
    """The links, loads, ids and headings of one page."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag in LOADS and values.get(LOADS[tag]) and values.get("rel") not in ("canonical", "next", "prev"):
            self.loads.append(values[LOADS[tag]] or "")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))


def read(site: Path) -> dict[str, Html]:
    """Parse every page of a site, by its path."""
    parsed = {}
    for path in sorted(site.rglob("*.html")):
        page = Html()
        page.feed(path.read_text(encoding="utf-8"))
        parsed[path.relative_to(site).as_posix()] = page
    return parsed


def dead_links(site: Path, pages: dict[str, Html], base: str) -> list[str]:
    """Return every link of the site that leads nowhere when the site is served below `base`."""
    dead = []
    for name, page in pages.items():
        here = urljoin(base, name.removesuffix("index.html"))
        for link in [*page.links, *page.loads]:
            whole, fragment = urldefrag(urljoin(here, link))
            target = whole.partition("?")[0]  # what follows is for the page's own scripts
            if urlsplit(target).netloc != urlsplit(base).netloc:
                continue
            if not target.startswith(base):
                dead.append(f"{name}: {link} leaves the site's folder")
                continue
            path = unquote(target.removeprefix(base))
            file = f"{path}index.html" if not path or path.endswith("/") else path
            if not (site / file).is_file():
                dead.append(f"{name}: {link}")
            elif fragment and file in pages and unquote(fragment) not in pages[file].ids:
                dead.append(f"{name}: {link} (no such anchor)")
    return dead
