"""A guard against server-side request forgery: no requests to private addresses, none with credentials.

Links are followed from inside a maintainer's or runner's network, so neither a record nor a redirect may lead to a host
that is only reachable there. A numeric address is checked in the URL. A host name is checked by the peer address of the
open connection before a byte is sent, because it can resolve differently each time. Names that a proxy resolves are
left to the proxy.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import parse_url

PRIVATE: Final = "it leads to a private address, which is never requested"
CREDENTIALS: Final = "it holds a user name or password, which are never sent"


class RequestRefused(ValueError):  # noqa: N818 - it is this program that refuses
    """A request is not sent, or its response not read; the message gives the reason for a report."""


def is_public(address: str) -> bool:
    """Return whether a numeric address is public.

    >>> [is_public(address) for address in ("9.9.9.9", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    """
    found = ip_address(address)
    return found.is_global and not found.is_multicast


def check_url(url: str, *, allow_private: bool) -> None:
    """Raise RequestRefused for `https://name:password@host/` and, unless allowed, for `http://10.0.0.1/`."""
    found = parse_url(url)
    if found.auth is not None:
        raise RequestRefused(CREDENTIALS)
    host = (found.host or "").strip("[]")
    if not allow_private and not all(map(is_public, _numeric_addresses(host))):
        raise RequestRefused(PRIVATE)


def _numeric_addresses(host: str) -> Iterator[str]:
    """Yield the address that a host is written as, in any base; nothing for a name."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    yield from (str(address[0]) for *_, address in found)


def _checked(connected: socket.socket) -> socket.socket:
    if is_public(connected.getpeername()[0]):
        return connected
    connected.close()
    raise RequestRefused(PRIVATE)


class _Http(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _Https(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


PUBLIC_POOLS: Final[Mapping[str, type[HTTPConnectionPool]]] = {"http": _HttpPool, "https": _HttpsPool}
"""Scheme -> a pool that connects to public addresses only."""
