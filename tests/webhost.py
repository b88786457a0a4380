"""A host on this machine that answers as hosts do: well, slowly, rudely, or not at all."""

from __future__ import annotations

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
HANG = 30.0  # longer than any test waits


@dataclass
class Host:
    """Its address, what was asked of it, when, and by whom; `works` are what it knows of DOIs."""

    address: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    under_way: int = 0
    most_under_way: int = 0
    works: dict[str, Any] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def times(self, path: str) -> int:
        """Return how often a path was asked for, by whatever method."""
        return sum(count for asked, count in self.asked.items() if asked.split()[1] == path)


class Handler(http.server.BaseHTTPRequestHandler):
    """Paths say what is answered: `/status/404`, `/moved/to/…`, `/found/…`, `/hang`, `/drop`, ..."""

    host: Host
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._counted()

    def do_GET(self) -> None:
        self._counted()

    def _counted(self) -> None:
        host = self.host
        with host.lock:
            host.asked[f"{self.command} {self.path}"] += 1
            host.moments.append(time.monotonic())
            host.agents.add(self.headers["User-Agent"])
            host.secrets |= {self.headers["Authorization"]} - {None}
            host.under_way += 1
            host.most_under_way = max(host.most_under_way, host.under_way)
        try:
            self._answer()
        finally:
            with host.lock:
                host.under_way -= 1

    def _answer(self) -> None:
        """Answer a path; as a proxy, whatever the host in front of it."""
        _, kind, *rest = unquote(re.sub("^http://[^/]*", "", self.path)).split("/")
        getattr(self, f"_{kind}")(rest)

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _status(self, rest: list[str]) -> None:
        """Answer `/status/S[/HEADER/VALUE][/N/THEN]`: S, or S for the first N requests and then THEN."""
        status, *more = rest
        headers = {more[0]: more[1]} if len(more) in (2, 4) else {}
        first, then = (int(number) for number in more[-2:]) if len(more) in (4,) else (0, 0)
        late = first and self.host.times(self.path) > first
        self._say(then if late else int(status), b"a page", **({} if late else headers))

    def _moved(self, rest: list[str]) -> None:
        self._say(301, Location=f"/{'/'.join(rest)}")

    def _away(self, rest: list[str]) -> None:
        self._say(302, Location=f"http://{'/'.join(rest)}")

    def _gone(self, rest: list[str]) -> None:
        self._say(404)

    def _found(self, rest: list[str]) -> None:
        self._say(302, Location=f"/{'/'.join(rest)}")

    def _astray(self, rest: list[str]) -> None:
        """Redirect to what is no address, or to one that is not of the web."""
        self._say(301, Location={"half": "http://[half/", "file": "file:///etc/hosts"}[rest[0]])

    def _hang(self, rest: list[str]) -> None:
        self.host.gate.wait(HANG)
        self.close_connection = True

    def _slow(self, rest: list[str]) -> None:
        """Answer so slowly that requests sent together are under way together."""
        time.sleep(0.1)
        self._say(200)

    def _drop(self, rest: list[str]) -> None:
        self.close_connection = True
        self.connection.close()

    def _endless(self, rest: list[str]) -> None:
        """Refuse HEAD; to GET, promise more than anybody wants to read."""
        if self.command == "HEAD":
            return self._say(405)
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        self.wfile.write(b"x" * 1000)
        self.host.gate.wait(HANG)
        self.close_connection = True
        return None

    def _works(self, rest: list[str]) -> None:
        """Answer as api.crossref.org/works/DOI does."""
        work = self.host.works.get("/".join(rest))
        if work is None:
            return self._say(404, b"Resource not found.")
        return self._json({"status": "ok", "message-type": "work", "message": work})

    def _doi(self, rest: list[str]) -> None:
        """Answer as doi.org does: lead to the paper, or, asked for CSL JSON, to its description."""
        doi = "/".join(rest)
        if doi not in self.host.works:
            return self._say(404, b"DOI not found")
        if "csl+json" in self.headers["Accept"]:
            return self._json(self.host.works[doi])
        return self._say(302, Location="/status/200")

    def _json(self, value: Any) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        packed = {"Content_Encoding": "gzip"} if body.startswith(GZIP) else {}
        self._say(200, body, Content_Type="application/json", **packed)

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
