"""Requests to a preview: its page, the theme's files, and a remark in place of every other page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from .view import View

_STATE = "/.preview"
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

    def do_GET(self) -> None:
        """Answer with what stands at the path."""
        self.server.renew()
        view, path = self.server.view, self.path.partition("?")[0]
        self.directory = str(view.folder)
        if path == _STATE:
            self._answer(view.state)
        elif path == f"/{view.address}":
            script = _RELOAD.format(state=view.state)
            self._answer(view.file.read_text(encoding="utf-8").replace("</body>", script))
        elif path == "/":
            self._answer("", HTTPStatus.FOUND, Location=f"/{view.address}")
        elif (view.folder / path.lstrip("/")).is_file():
            super().do_GET()
        else:
            self._answer(_ELSEWHERE, HTTPStatus.NOT_FOUND)

    def _answer(self, text: str, status: HTTPStatus = HTTPStatus.OK, **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        every = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", **headers}
        for name, value in {**every, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep requests out of the terminal: it tells problems."""
