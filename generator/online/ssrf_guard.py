"""Which machines may be asked? Those that everybody can reach, and none by a name or password.

Links are followed from inside: a maintainer's network, a runner with services of its own. No record, and no host that a
record names, may turn that into a request to a machine which only stands open to those inside. An address in numbers is
judged as it stands, a name by what is at the other end of the connection, before a byte is sent: a name may lead
elsewhere from one look to the next. Names that a proxy looks up are the proxy's to judge.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import parse_url

PRIVATE: Final = "it leads to a private machine, which is never asked"
SECRET: Final = "it holds a name or a password, and those are never sent"


class Refused(ValueError):  # noqa: N818 - it says what became of the wish, not that a program failed
    """Something is not asked for, or its answer not read; the message says why, in words for a report."""


def public(address: str) -> bool:
    """Return whether a machine's address, in numbers, is one that everybody can reach.

    >>> [public(address) for address in ("9.9.9.9", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    """
    found = ip_address(address)
    return found.is_global and not found.is_multicast


def judge(url: str, *, private: bool) -> None:
    """Raise Refused for `https://name:password@host/`, and unless private ones are wanted, for `http://10.0.0.1/`."""
    found = parse_url(url)
    if found.auth is not None:
        raise Refused(SECRET)
    host = (found.host or "").strip("[]")
    if not private and not all(map(public, _in_numbers(host))):
        raise Refused(PRIVATE)


def _in_numbers(host: str) -> Iterator[str]:
    """Yield the address that a host is written as, in whatever base; nothing for a name."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    yield from (str(address[0]) for *_, address in found)


def _judged(connected: socket.socket) -> socket.socket:
    if public(connected.getpeername()[0]):
        return connected
    connected.close()
    raise Refused(PRIVATE)


class _Http(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _judged(super()._new_conn())


class _Https(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _judged(super()._new_conn())


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


PUBLIC_POOLS: Final[Mapping[str, type[HTTPConnectionPool]]] = {"http": _HttpPool, "https": _HttpsPool}
"""Scheme -> what connects to public machines alone."""
