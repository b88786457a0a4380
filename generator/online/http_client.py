"""An HTTP client with rate limits, retries and a cache on disk.

The cache lets an interrupted run continue. It holds successful responses, redirects and refusals of programs; dead
links and errors are requested again in every run. Credentials of this machine, such as a netrc file, are never sent.
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
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError, NameResolutionError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse, HTTPResponse
from urllib3.util.retry import Retry

from .deadline import deadline
from .limits import RequestLimits
from .ssrf_guard import RequestRefused, check_url, guarded_pools


class RateLimiter:
    """Limits concurrent requests to each host and spaces them in time."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._semaphores: dict[str, threading.Semaphore] = {}
        self._next: dict[str, float] = {}

    @contextmanager
    def limit(self, host: str) -> Iterator[None]:
        """Wait until a host may get another request."""
        with self._semaphore(host):
            time.sleep(self.reserve(host))
            yield

    def _semaphore(self, host: str) -> threading.Semaphore:
        with self._lock:
            return self._semaphores.setdefault(host, threading.Semaphore(self._limits.per_host))

    def reserve(self, host: str) -> float:
        """Reserve the time of the next request to a host; return the wait until then in seconds."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next.get(host, now))
            self._next[host] = start + self._limits.pause
            return start - now


MAX_BODY: Final = 2_000_000  # bytes; the metadata of a paper has some thousands
_CHUNK: Final = 65_536
_BODY_HEADERS: Final = ("Content-Encoding", "Content-Length", "Transfer-Encoding")
_RETRY_LATER = (429, 503)
_LATE, _DROPPED = "no response in time", "the connection was refused or dropped"
_TRANSIENT = (429, 500, 502, 503, 504)
UNRESOLVED = "its host name cannot be resolved, or this machine is offline"
_CACHED_STATUSES = (200, 203, 206, 301, 302, 303, 307, 308, 401, 403, 405, 501)


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect: its status and target."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The outcome of a request: a response and the redirects before it, or the error that prevented one."""

    status: int | None
    url: str
    redirects: tuple[Redirect, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    value: Any = None

    @property
    def ok(self) -> bool:
        """Return whether the response is neither an error nor a redirect without a target."""
        return self.status is not None and self.status < HTTPStatus.MULTIPLE_CHOICES


class HttpClient:
    """A context manager that sends requests; safe to use from several threads."""

    def __init__(self, folder: Path, limits: RequestLimits) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.limits = limits
        self._unresolved: set[str] = set()  # hosts to skip: without it an offline run takes minutes
        self._session = CachedSession(
            folder / "answers.sqlite",
            expire_after=timedelta(days=limits.cache_days),
            allowable_codes=_CACHED_STATUSES,
            match_headers=["Accept"],
            serializer="json",  # pickle could execute code on reading
        )
        self._session.headers["User-Agent"] = limits.user_agent
        adapter = _LimitedAdapter(limits)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *exception: object) -> None:
        self._session.close()  # type: ignore[no-untyped-call]  # the library does not type it

    def probe(self, url: str) -> FetchResult:
        """Request a URL without its body: by HEAD, and by GET where that fails, as some hosts refuse or drop HEAD."""
        fetched = self._request("HEAD", url)
        unanswered = fetched.status is None and fetched.error not in (_LATE, _DROPPED)
        final = fetched.ok or unanswered or fetched.status in _RETRY_LATER
        return fetched if final else self._request("GET", url)

    def get_json(self, url: str, accept: str = "application/json") -> FetchResult:
        """Request a value; `value` is None where the response is not JSON."""
        return self._request("GET", url, accept)

    def _request(self, method: str, url: str, accept: str | None = None) -> FetchResult:
        if _host(url) in self._unresolved:
            return FetchResult(None, url, error=UNRESOLVED)
        headers_only, headers = accept is None, {"Accept": accept or "text/html,*/*;q=0.8"}
        timeout = (self.limits.connect_timeout, self.limits.read_timeout)
        try:
            response = self._session.request(
                method, url, headers=headers, timeout=timeout, stream=headers_only, allow_redirects=True
            )
            return _fetch_result(response, None if headers_only else _value(response))
        except (RequestException, HTTPError, ValueError) as error:
            reason = _reason(error)
            last_url = getattr(getattr(error, "request", None), "url", None)  # after redirects
            self._unresolved |= {_host(last_url)} if last_url and reason == UNRESOLVED else set()
            return FetchResult(None, url, error=reason)


def _fetch_result(response: Any, value: Any) -> FetchResult:
    steps = [*response.history, response]
    redirects = tuple(Redirect(step.status_code, after.url) for step, after in pairwise(steps))
    headers = {name.lower(): text for name, text in response.headers.items()}
    return FetchResult(response.status_code, response.url, redirects, headers, value=value)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _value(response: Any) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _reason(error: Exception) -> str:
    """Return why a request failed, without the library's message, which names its internals."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NameResolutionError):
        return UNRESOLVED
    if isinstance(reason, ReadTimeoutError) or isinstance(error, Timeout):
        return _LATE
    match error:
        case RequestRefused():
            return str(error)
        case TooManyRedirects():
            return "too many redirects"
        case SSLError():
            return "its certificate cannot be verified"
        case NotConnected() | MaxRetryError():
            return _DROPPED
        case _:
            return "the request failed"


class _LimitedAdapter(HTTPAdapter):
    """Applies the rate limits and the guard against private addresses to every request, also after a redirect."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limiter, self._limits = RateLimiter(limits), limits
        super().__init__(max_retries=_retry(limits), pool_maxsize=limits.workers)
        self.poolmanager.pool_classes_by_scheme = guarded_pools(limits.allowed_hosts)

    def send(self, request: PreparedRequest, stream: bool = False, *args: Any, **kwargs: Any) -> Response:
        check_url(request.url or "", self._limits.allowed_hosts)
        request.headers.pop("Authorization", None)  # requests adds it from a netrc file
        with self._limiter.limit(_host(request.url or "")), deadline(self._limits.response_timeout) as limit:
            try:
                response = super().send(request, stream, *args, **kwargs)
                body = b"" if stream or request.method == "HEAD" else _body(response)
            except (RequestException, HTTPError) as error:
                raise RequestRefused(_LATE) if limit.expired else error from error
            if limit.expired:  # a body without a length just ends
                raise RequestRefused(_LATE)
            if request.method != "HEAD":
                _replace_body(response, body)
            return response


def _body(response: Response) -> bytes:
    """Return the decoded body of a response. Raises RequestRefused as soon as it is too large."""
    body = bytearray()
    for chunk in response.raw.stream(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > MAX_BODY:
            response.close()
            raise RequestRefused(f"its response is larger than {MAX_BODY // 1_000_000} MB")
    return bytes(body)


def _replace_body(response: Response, body: bytes) -> None:
    """Give a response this body instead of the rest of its stream, which may be large and slow."""
    raw = response.raw
    raw.close()
    headers = raw.headers.copy()
    for name in _BODY_HEADERS:
        headers.discard(name)
    response.raw = HTTPResponse(
        BytesIO(body), headers=headers, status=raw.status, reason=raw.reason, preload_content=False,
        request_url=raw._request_url, original_response=raw._original_response,  # holds the cookies
    )  # fmt: skip


class _LimitedRetry(Retry):
    """Obeys Retry-After up to `retry_after_max`; beyond it, the response is returned as it is."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Return the seconds to wait; a header that cannot be read counts as none."""
        try:
            return super().get_retry_after(response)
        except (InvalidHeader, ValueError, OverflowError):
            return None

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> _LimitedRetry:
        if method == "HEAD" and error is not None and _pool is not None:  # a GET follows
            raise MaxRetryError(_pool, url or "", error)
        wait = self.get_retry_after(response) if response is not None else None
        if _pool is not None and wait is not None and wait >= self.retry_after_max:
            raise MaxRetryError(_pool, url or "")
        return super().increment(method, url, response, error, _pool, _stacktrace)


def _retry(limits: RequestLimits) -> _LimitedRetry:
    return _LimitedRetry(
        total=None, connect=limits.connection_retries, read=limits.connection_retries, other=0, redirect=0,
        status=limits.status_retries, status_forcelist=_TRANSIENT, raise_on_status=False,
        allowed_methods=("HEAD", "GET"), backoff_factor=limits.backoff, retry_after_max=int(limits.max_retry_after) + 1,
    )  # fmt: skip
