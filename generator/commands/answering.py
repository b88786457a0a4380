"""Requests to a preview: its page, the theme's files, and a remark in place of every other page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from .view import View

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
