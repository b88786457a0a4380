"""`preview`: show one record's page in seconds, and again whenever a record changes."""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NoReturn

from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config

from .. import pipeline
from ..derived.atlas import Atlas
from ..errors import InvalidData, Problem, WrongUse
from ..site import pages
from ..site.formatting import inline
from ..site.pages import Page
from ..site.templating import TEMPLATES
from . import PROBLEMS, Commands, targets

_NOTE = Markup(
    '<div class="admonition note"><p class="admonition-title">Preview of {}</p>'
    "<p>This page alone is built: links to others lead nowhere here. <code>make serve</code> shows the whole site.</p>"
    "</div>\n\n"
)
_TROUBLE = Markup('<div class="admonition failure"><p class="admonition-title">{}</p><ul>{}</ul>{}</div>\n\n')


@dataclass(frozen=True, slots=True)
class Glance:
    """A page to look at, the problems that it tells, and the page without them where it could be made."""

    page: Page
    problems: tuple[Problem, ...]
    made: Page | None


def look(name: str, data: Path, last: Page | None = None) -> Glance:
    """Return what to show of a file, named as problems name it: its page, and above it what is wrong.

    Warnings leave the records whole. With an error among them no page can be made: then `last`, the page as it was,
    stands below the problems.
    """
    atlas, found = pipeline.read(data)
    whole = all(problem.severity == "warning" for problem in found)
    made = _made(name, atlas) if whole else None
    page = made or last or Page("index.md", "# No page yet\n\nIt appears when this is mended.\n")
    shown = _with_box(page, _troubles(name, found, whole), "") if found else page
    return Glance(shown, tuple(sorted(set(found))), made)


def _made(name: str, atlas: Atlas) -> Page:
    """Return the page of a file's record."""
    key = next(
        (key for key, origin in atlas.data.origins.items() if _is_page_of(name, key, origin.document.file)), None
    )
    if key is None:
        return Page("index.md", "# No page of its own\n\nThe entries of this file stand on pages with others.\n")
    return pages.record(atlas, *key)


def _is_page_of(name: str, key: tuple[str, str], file: str) -> bool:
    return file == name and key[1] == Path(name).stem


def noted(glance: Glance, name: str) -> Page:
    """Return the page with the remark that it is a preview."""
    return _with_box(glance.page, "", name)


def _with_box(page: Page, trouble: str, name: str) -> Page:
    """Put a box before the text of a page, behind its front matter."""
    box = trouble + (_NOTE.format(inline(name)) if name else "")
    front, text = "", page.text
    if text.startswith("---\n"):
        end = text.index("\n---\n") + len("\n---\n")
        front, text = text[:end], text[end:]
    return replace(page, text=f"{front}\n{box}{text.lstrip()}")


def _troubles(name: str, found: Iterable[Problem], whole: bool) -> str:
    """Return the box of problems: each of this file, and how many others there are, for which the page may wait."""
    every = sorted(set(found))
    here: Sequence[Problem] = [problem for problem in every if problem.concerns({name})]
    title = f"{len(here)} to mend in this file" if here else "Nothing to mend in this file"
    items = Markup("").join(Markup("<li>{}</li>").format(inline(_short(problem))) for problem in here)
    others = len(every) - len(here)
    waits = "" if whole else "; the page waits for them too"
    rest = Markup("<p>Other files have {} more{}.</p>").format(others, waits) if others else ""
    return str(_TROUBLE.format(title, items, rest))


def _short(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}: "
    return f"line {problem.line}: {str(problem).removeprefix(place)}"


_SILENT = {
    "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
    "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "ignore"),
}


def build_page(page: Page, settings: Path, work: Path) -> Path:
    """Build one page with the theme that `settings` (mkdocs.yml) names; return its folder, made anew below `work`.

    Links to other pages stay as they are and lead nowhere.
    """
    shutil.rmtree(work, ignore_errors=True)
    source = work / "docs" / page.uri
    source.parent.mkdir(parents=True)
    source.write_text(page.text, encoding="utf-8")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(
        str(settings),
        docs_dir=str((work / "docs").resolve()),
        site_dir=str((work / "site").resolve()),
        plugins=[],
        nav=[page.uri],
        validation=_SILENT,
    )
    build(config)
    return work / "site"


@dataclass(slots=True)
class View:
    """The page of one file as it was last built, and from what."""

    name: str
    data: Path
    settings: Path
    work: Path
    state: str = ""
    folder: Path = Path()
    last: Page | None = None
    glance: Glance | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> bool:
        """Build the page if a file has changed since it was built; return whether it was."""
        with self._lock:
            state = _state(self.data, TEMPLATES)
            if state == self.state:
                return False
            self.glance = look(self.name, self.data, self.last)
            self.last = self.glance.made or self.last
            other = self.work / ("b" if self.folder.parent.name == "a" else "a")
            self.folder = build_page(noted(self.glance, self.name), self.settings, other)
            self.state = state
            return True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the records now."""
        return self.glance.problems if self.glance else ()

    @property
    def file(self) -> Path:
        """Return the page's HTML."""
        return self.folder / self.address / "index.html"

    @property
    def address(self) -> str:
        """Return the page's place on the site."""
        return self.glance.page.address.lstrip("/") if self.glance else ""


def _state(*folders: Path) -> str:
    """Return a text that changes whenever a file below some folders does."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return f"{hash(tuple((str(path), (found := path.stat()).st_mtime_ns, found.st_size) for path in files)):x}"


_STATE = "/.preview"
_NAMES: Final = (
    "127.0.0.1",
    "localhost",
)  # any other is a web page elsewhere whose name was made to lead here
_RELOAD = """<script>
(() => {{ setInterval(async () => {{
  try {{ if (await (await fetch("/.preview")).text() !== "{state}") location.reload(); }} catch {{ }}
}}, 1000); }})();
</script></body>"""
_ELSEWHERE = """<!doctype html><meta charset="utf-8"><title>Not in this preview</title>
<p>This preview holds one page. <a href="/">Back to it</a>, or run <code>make serve</code> for the whole site.</p>
"""


class Server(ThreadingHTTPServer):
    """Serves one view on this machine alone; `renew` is called before each answer. Raises OSError for a taken port."""

    def __init__(self, port: int, view: View, renew: Callable[[], None]) -> None:
        self.view, self.renew = view, renew
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer with what stands at the path."""
        if self.headers.get("Host", "").partition(":")[0] not in _NAMES:
            return self._answer("", HTTPStatus.MISDIRECTED_REQUEST)
        self.server.renew()
        return self._at(self.server.view, self.path.partition("?")[0])

    def _at(self, view: View, path: str) -> None:
        self.directory = str(view.folder)
        if path == _STATE:
            self._answer(view.state)
        elif path == f"/{view.address}":
            script = _RELOAD.format(state=view.state)
            self._answer(view.file.read_text(encoding="utf-8").replace("</body>", script))
        elif path == "/":
            self._answer("", HTTPStatus.FOUND, Location=f"/{view.address}")
        elif self._within(view.folder):
            super().do_HEAD() if self.command == "HEAD" else super().do_GET()
        else:
            self._answer(_ELSEWHERE, HTTPStatus.NOT_FOUND)

    def _within(self, folder: Path) -> bool:
        """Return whether the path leads to a file of the preview."""
        file = Path(self.translate_path(self.path))
        return file.is_file() and file.resolve().is_relative_to(folder.resolve())

    def _answer(self, text: str, status: HTTPStatus = HTTPStatus.OK, **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        every = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", **headers}
        for name, value in {**every, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep requests out of the terminal: it tells problems."""


_PAUSE = 0.5  # seconds between looks at the files


def write_once(name: str, data: Path, settings: Path, work: Path) -> int:
    """Write the page of a file below `work`; return the exit status that says whether all is well."""
    view = View(name, data, settings, work)
    view.refresh()
    print(f"Written: {view.file.as_posix()}")
    return _tell(view)


def serve_page(name: str, data: Path, settings: Path, port: int) -> int:
    """Serve the page of a file on this machine alone until Ctrl-C. Raises WrongUse for a port that is taken."""
    try:
        with TemporaryDirectory(prefix="preview-") as work:
            _serve_view(View(name, data, settings, Path(work)), port)
    except KeyboardInterrupt:
        print()
    return 0


def _serve_view(view: View, port: int) -> None:
    renew = partial(_renew, view)
    try:
        server = Server(port, view, renew)
    except OSError as error:
        raise WrongUse(f"Port {port} cannot be used ({error.strerror}). Take another: --port 8002.") from None
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            renew()
            print(f"Look at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it).", flush=True)
            _watch(renew)
        finally:
            server.shutdown()


def _watch(renew: Callable[[], None]) -> NoReturn:
    """Look at the files again and again."""
    while True:
        time.sleep(_PAUSE)
        renew()


def _renew(view: View) -> None:
    """Build the page again if a file has changed, and say what is wrong now."""
    if view.refresh() and not _tell(view):
        print(f"Good: {view.name}.", flush=True)


def _tell(view: View) -> int:
    """Print what is wrong; return the exit status that says so."""
    if view.problems:
        print(InvalidData(view.problems), file=sys.stderr, flush=True)
    return PROBLEMS if view.problems else 0


_ONCE = Path(".cache/preview")


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("preview", parents=[data], help="show one record's page", description=run.__doc__)
    command.add_argument("file", metavar="FILE", help="the record's file, or its id")
    command.add_argument("--port", type=int, default=8001, help="port on this machine (default: 8001; 0: any)")
    command.add_argument("--once", action="store_true", help=f"write the page below {_ONCE} and end")
    command.add_argument("--settings", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one record's page, and what is wrong with it, without building the site; rebuilt when a file changes."""
    (name,) = targets.names([options.file], options.data)
    if not options.settings.is_file():
        raise WrongUse(f"{options.settings}: found no such file, expected the site's settings.")
    pass  # merged  # the site builder, which no other command should wait for

    if options.once:
        return write_once(name, options.data, options.settings, _ONCE)
    return serve_page(name, options.data, options.settings, options.port)
