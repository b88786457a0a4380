"""An HTTP server on this machine that responds normally, slowly, with errors, or not at all."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

GZIP = b"\x1f\x8b"
HANG = 30.0  # seconds, longer than any test waits


@dataclass
class Host:
    """Its address and the requests that it got; `works` maps DOIs to their metadata."""

    address: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    concurrent: int = 0
    max_concurrent: int = 0
    works: dict[str, Any] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def times(self, path: str) -> int:
        """Return how often a path was requested, by any method."""
        return sum(count for request, count in self.requests.items() if request.split()[1] == path)


class Handler(http.server.BaseHTTPRequestHandler):
    """The path selects the response: `/status/404`, `/moved/to/…`, `/found/…`, `/hang`, `/drop`, ..."""

    host: Host
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._count()

    def do_GET(self) -> None:
        self._count()

    def _count(self) -> None:
        host = self.host
        with host.lock:
            host.requests[f"{self.command} {self.path}"] += 1
            host.agents.add(self.headers["User-Agent"])
            host.secrets |= {self.headers["Authorization"]} - {None}
            host.concurrent += 1
            host.max_concurrent = max(host.max_concurrent, host.concurrent)
        try:
            self._respond()
        finally:
            with host.lock:
                host.concurrent -= 1

    def _respond(self) -> None:
        """Respond to a path; as a proxy, to that of any host."""
        _, kind, *rest = unquote(re.sub("^http://[^/]*", "", self.path)).split("/")
        getattr(self, f"_{kind}")(rest)

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _status(self, rest: list[str]) -> None:
        """Respond to `/status/S[/HEADER/VALUE][/N/THEN]`: S, or S for the first N requests and then THEN."""
        status, *more = rest
        headers = {more[0]: more[1]} if len(more) in (2, 4) else {}
        first, then = (int(number) for number in more[-2:]) if len(more) in (4,) else (0, 0)
        late = first and self.host.times(self.path) > first
        self._send(then if late else int(status), b"a page", **({} if late else headers))

    def _moved(self, rest: list[str]) -> None:
        self._send(301, Location=f"/{'/'.join(rest)}")

    def _away(self, rest: list[str]) -> None:
        self._send(302, Location=f"http://{'/'.join(rest)}")

    def _gone(self, rest: list[str]) -> None:
        self._send(404)

    def _found(self, rest: list[str]) -> None:
        self._send(302, Location=f"/{'/'.join(rest)}")

    def _invalid(self, rest: list[str]) -> None:
        """Redirect to an invalid URL, or to one that is not HTTP."""
        self._send(
            301, Location={"half": "http://[half/", "file": "file:///etc/hosts", "ftp": "ftp://a.test/"}[rest[0]]
        )

    def _hang(self, rest: list[str]) -> None:
        self.host.gate.wait(HANG)
        self.close_connection = True

    def _slow(self, rest: list[str]) -> None:
        """Respond slowly enough that requests overlap."""
        time.sleep(0.1)
        self._send(200)

    def _get(self, rest: list[str]) -> None:
        """Respond to GET normally, to HEAD as the path says."""
        if self.command == "GET":
            return self._send(200)
        return getattr(self, f"_{rest[0]}")([])  # type: ignore[no-any-return]

    def _drip(self, rest: list[str]) -> None:
        """Send headers or body byte by byte, without end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if rest == ["body"] else b"X-Slow: "))
        self.close_connection = True
        with contextlib.suppress(OSError):
            while not self.host.gate.wait(0.05):
                self.wfile.write(b"1")

    def _drop(self, rest: list[str]) -> None:
        self.close_connection = True
        self.connection.close()

    def _endless(self, rest: list[str]) -> None:
        """Refuse HEAD; respond to GET with a body of a terabyte."""
        if self.command == "HEAD":
            return self._send(405)
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        self.wfile.write(b"x" * 1000)
        self.host.gate.wait(HANG)
        self.close_connection = True
        return None

    def _works(self, rest: list[str]) -> None:
        """Respond as api.crossref.org/works/DOI does."""
        work = self.host.works.get("/".join(rest))
        if work is None:
            return self._send(404, b"Resource not found.")
        return self._json({"status": "ok", "message-type": "work", "message": work})

    def _doi(self, rest: list[str]) -> None:
        """Respond as doi.org does: redirect to the paper, or return CSL JSON."""
        doi = "/".join(rest)
        if doi not in self.host.works:
            return self._send(404, b"DOI not found")
        if "csl+json" in self.headers["Accept"]:
            return self._json(self.host.works[doi])
        return self._send(302, Location="/status/200")

    def _json(self, value: Any) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        encoding = {"Content_Encoding": "gzip"} if body.startswith(GZIP) else {}
        self._send(200, body, Content_Type="application/json", **encoding)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Host]:
    """Run a host on a free port."""
    host = Host()
    handler = type("Here", (Handler,), {"host": host})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}"
        yield host
        host.gate.set()
        server.shutdown()
