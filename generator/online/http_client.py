"""How other hosts are asked: rarely, one request at a time, with patience, and never twice for the same answer.

Answers are cached on disk, so that a run that was stopped continues where it was. Cached are good answers, redirects
and refusals of robots; what is dead or unclear is asked again in every run. Nothing that the machine knows of its
owner, such as the passwords of a netrc file, is ever sent along.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from requests import PreparedRequest, RequestException, Response, TooManyRedirects
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import SSLError, Timeout
from requests_cache import CachedSession
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse, HTTPResponse
from urllib3.util.retry import Retry

from .. import __version__
from .ssrf_guard import PUBLIC_POOLS, Refused, judge


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient and how polite to be; seconds and days."""

    pause: float = 1.0  # between two requests to one host
    at_once: int = 2  # requests under way to one host
    workers: int = 8  # requests under way in all
    tries: int = 3  # further tries after an answer that asks for patience, each after twice the wait
    retries: int = 1  # further tries after a dropped connection or a hang
    backoff: float = 2.0  # the first wait where the host names none
    patience: float = 60.0  # the longest wait that a host may ask for before we go away
    connect: float = 10.0
    read: float = 20.0
    keep: float = 6.0  # days that an answer stays fresh: a weekly check asks everything again
    contact: str | None = None  # an address for the hosts' operators
    private: bool = False  # whether machines may be asked that not everybody can reach

    @property
    def agent(self) -> str:
        """Return the name that we go by, with a way to reach the one who runs the check."""
        reach = f"; mailto:{self.contact}" if self.contact else ""
        return f"EntropyAtlas/{__version__} (checks the links of a living review{reach})"


class Turns:
    """Who may ask which host when."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._lock = threading.Lock()
        self._places: dict[str, threading.Semaphore] = {}
        self._next: dict[str, float] = {}

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Wait for a place at a host and for its pause to be over."""
        with self._place(host):
            time.sleep(self.reserve(host))
            yield

    def _place(self, host: str) -> threading.Semaphore:
        with self._lock:
            return self._places.setdefault(host, threading.Semaphore(self._manners.at_once))

    def reserve(self, host: str) -> float:
        """Reserve the next moment at which a host may be asked; return how far off it is, in seconds."""
        with self._lock:
            now = time.monotonic()
            moment = max(now, self._next.get(host, now))
            self._next[host] = moment + self._manners.pause
            return moment - now


MOST: Final = 2_000_000  # bytes of an answer: a description of a paper has some thousands
_PIECE: Final = 65_536
_ABOUT_THE_BODY: Final = ("Content-Encoding", "Content-Length", "Transfer-Encoding")
_NOT_NOW = (429, 503)
_TRANSIENT = (429, 500, 502, 503, 504)
NAMELESS = "its host's name leads to no machine, or this machine is offline"
_KEPT = (200, 203, 206, 301, 302, 303, 307, 308, 401, 403, 405, 501)


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: the status and the address that it led to."""

    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: a status and the way there, or words for why nothing came."""

    status: int | None
    url: str
    hops: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    trouble: str | None = None
    cached: bool = False
    value: Any = None

    @property
    def found(self) -> bool:
        """Whether the address was there."""
        return self.status is not None and self.status < HTTPStatus.BAD_REQUEST


class Polite:
    """Asks other hosts. Safe to use from several threads; close it, or use it in a `with` statement."""

    def __init__(self, folder: Path, manners: Manners) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.manners = manners
        self._nameless: set[str] = set()  # hosts without a machine: asked once a run, or offline takes minutes
        self._session = CachedSession(
            folder / "answers.sqlite",
            expire_after=timedelta(days=manners.keep),
            allowable_codes=_KEPT,
            match_headers=["Accept"],
            serializer="json",  # what a cache holds must not be able to run
        )
        self._session.headers["User-Agent"] = manners.agent
        adapter = _InTurn(manners)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)

    def __enter__(self) -> Polite:
        return self

    def __exit__(self, *exception: object) -> None:
        self._session.close()  # type: ignore[no-untyped-call]  # the library does not type it

    def look(self, url: str) -> Answer:
        """Ask whether something is there, for the head of the answer alone.

        Some hosts refuse HEAD, and some know a page only by GET; so GET has the last word, unless the host
        asked to be left alone for now.
        """
        answer = self._ask("HEAD", url)
        final = answer.found or answer.status in (None, *_NOT_NOW)
        return answer if final else self._ask("GET", url)

    def json(self, url: str, accept: str = "application/json") -> Answer:
        """Ask for a value; `value` is None where the answer is not JSON."""
        return self._ask("GET", url, accept)

    def _ask(self, method: str, url: str, accept: str | None = None) -> Answer:
        if _host(url) in self._nameless:
            return Answer(None, url, trouble=NAMELESS)
        head_alone, headers = accept is None, {"Accept": accept or "text/html,*/*;q=0.8"}
        timeout = (self.manners.connect, self.manners.read)
        try:
            response = self._session.request(
                method, url, headers=headers, timeout=timeout, stream=head_alone, allow_redirects=True
            )
            return _answer(response, None if head_alone else _value(response))
        except (RequestException, HTTPError, ValueError) as error:
            trouble = _words(error)
            asked = getattr(getattr(error, "request", None), "url", None)  # of a redirect, the last address
            self._nameless |= {_host(asked)} if asked and trouble == NAMELESS else set()
            return Answer(None, url, trouble=trouble)


def _answer(response: Any, value: Any) -> Answer:
    steps = [*response.history, response]
    hops = tuple(Hop(step.status_code, after.url) for step, after in pairwise(steps))
    cached = bool(getattr(response, "from_cache", False))
    headers = {name.lower(): text for name, text in response.headers.items()}
    return Answer(response.status_code, response.url, hops, headers, cached=cached, value=value)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _value(response: Any) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _words(error: Exception) -> str:
    """Say why nothing came, without the library's words, which name its own inner parts."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NameResolutionError):
        return NAMELESS
    if isinstance(reason, ReadTimeoutError) or isinstance(error, Timeout):
        return "nothing came in time"
    match error:
        case Refused():
            return str(error)
        case TooManyRedirects():
            return "it leads round in circles"
        case SSLError():
            return "its certificate cannot be verified"
        case NotConnected() | MaxRetryError():
            return "the connection was refused or dropped"
        case _:
            return "it cannot be asked for"


class _InTurn(HTTPAdapter):
    """Sends every request, those that follow a redirect too, when it is the turn of its host."""

    def __init__(self, manners: Manners) -> None:
        self._turns, self._private = Turns(manners), manners.private
        super().__init__(max_retries=_patient(manners), pool_maxsize=manners.workers)
        if not manners.private:
            self.poolmanager.pool_classes_by_scheme = PUBLIC_POOLS

    def send(self, request: PreparedRequest, stream: bool = False, *args: Any, **kwargs: Any) -> Response:
        judge(request.url or "", private=self._private)
        request.headers.pop("Authorization", None)  # the library looks into a netrc file for it
        with self._turns.of(_host(request.url or "")):
            response = super().send(request, stream, *args, **kwargs)
            if request.method != "HEAD":
                _put(response, b"" if stream else _body(response))
            return response


def _body(response: Response) -> bytes:
    """Return the body of an answer, unpacked. Raises Refused for one that is too large, as soon as it is."""
    body = bytearray()
    for piece in response.raw.stream(_PIECE, decode_content=True):
        body += piece
        if len(body) > MOST:
            response.close()
            raise Refused(f"its answer is larger than {MOST // 1_000_000} MB")
    return bytes(body)


def _put(response: Response, body: bytes) -> None:
    """Let an answer have this body and none that is still to come, which may be large and slow."""
    raw = response.raw
    raw.close()
    headers = raw.headers.copy()
    for name in _ABOUT_THE_BODY:
        headers.discard(name)
    response.raw = HTTPResponse(
        BytesIO(body), headers=headers, status=raw.status, reason=raw.reason, preload_content=False,
        request_url=raw._request_url, original_response=raw._original_response,  # that holds the cookies
    )  # fmt: skip


class _Patient(Retry):
    """Obeys Retry-After, unless a host asks for more patience than we have: then its answer stands."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> _Patient:
        asked = self.get_retry_after(response) if response is not None else None
        if _pool is not None and asked is not None and asked >= self.retry_after_max:
            raise MaxRetryError(_pool, url or "")
        return super().increment(method, url, response, error, _pool, _stacktrace)


def _patient(manners: Manners) -> _Patient:
    return _Patient(
        total=None, connect=manners.retries, read=manners.retries, status=manners.tries, other=0, redirect=0,
        status_forcelist=_TRANSIENT, allowed_methods=("HEAD", "GET"), raise_on_status=False,
        backoff_factor=manners.backoff, retry_after_max=int(manners.patience) + 1,
    )  # fmt: skip
