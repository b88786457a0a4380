"""Which requests does a server on this machine answer?

A page of another site can reach a local server when its own name is made to resolve to this machine (DNS rebinding).
The browser then still sends that name as Host, so a request under a name that is not this machine's is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application (PEP 3333)."""

_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
_LONGEST = 1_000  # characters of a path; no page of the site comes near


def guarded(application: Application, bound: str) -> Application:
    """Return an application that passes on proper requests to this machine, and refuses others in one line of text."""

    def guard(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        refusal = _refusal(environ, bound)
        if refusal is None:
            return application(environ, start_response)
        start_response(refusal, [("Content-Type", "text/plain")])
        return [refusal.encode()]

    return guard


def _refusal(environ: dict[str, Any], bound: str) -> str | None:
    """Return the status line with which a request is refused."""
    if not is_here(environ.get("HTTP_HOST", ""), bound):
        return "403 Forbidden: the preview answers to this machine's own addresses only"
    if not _is_proper(environ["PATH_INFO"]):
        return "400 Bad Request: no page has such an address"
    return None


def is_here(host: str, bound: str) -> bool:
    """Return whether a Host header names this machine, for a server bound to an address.

    A server bound to all addresses is reached by any of them: no name that could be rebound.

    >>> is_here("localhost:8000", "127.0.0.1"), is_here("[::1]", "127.0.0.1"), is_here("evil.example", "127.0.0.1")
    (True, True, False)
    >>> is_here("192.0.2.7:8000", "127.0.0.1"), is_here("192.0.2.7:8000", "0.0.0.0")
    (False, True)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:  # brackets that hold no address
        return False
    return name in _NAMES or name == bound.lower() or (_is_any(bound) and _is_address(name))


def _is_proper(path: str) -> bool:
    """Return whether a path can be that of a page: printable UTF-8 of a sane length.

    >>> _is_proper("/materials/"), _is_proper("/a\\0"), _is_proper("/\\xff")
    (True, False, False)
    """
    try:
        text = path.encode("latin-1").decode()  # WSGI passes bytes on as Latin-1
    except UnicodeError:
        return False
    return text.isprintable() and len(text) <= _LONGEST


def _is_any(bound: str) -> bool:
    return _is_address(bound) and ip_address(bound).is_unspecified


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
