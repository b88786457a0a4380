"""A guard against server-side request forgery: no requests to private addresses, none with credentials.

Links are followed from inside a maintainer's or runner's network, so neither a record nor a redirect may lead to a host
that is only reachable there, unless the user names that host and port. A numeric address is checked in the URL. A host
name is checked by the peer address of the open connection before a byte is sent, because it can resolve differently
each time. Names that a proxy resolves are left to the proxy.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import parse_url

from .deadline import Timed

PRIVATE: Final = "it leads to a private address, which is never requested"
CREDENTIALS: Final = "it holds a user name or password, which are never sent"
LOOPBACK: Final = "loopback"
"""Among the allowed hosts: every port of this machine."""
_BEFORE_IPV4: Final = frozenset((0, 0xFFFF_0000, 0x0064FF9B << 64))
"""What stands before an address of IPv4: compatible (RFC 4291), translated (RFC 2765) and NAT64 (RFC 6052)."""
_ISATAP: Final = frozenset((0x5EFE, 0x0200_5EFE))
"""What stands before it in the interface identifier of ISATAP (RFC 5214), whose prefix may be public."""
_LOCAL: Final = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16")))
"""Local NAT64 (RFC 8215), site-local (RFC 3879), documentation (RFC 9637) and segment routing (RFC 9602), which
`is_global` does not refuse in every Python."""
_PORTS: Final = {"http": 80, "https": 443}


class RequestRefused(ValueError):  # noqa: N818 - it is this program that refuses
    """A request is not sent, or its response not read; the message gives the reason for a report."""


def is_public(address: str) -> bool:
    """Return whether a numeric address is public, and the one of IPv4 that a gateway may make of it.

    >>> [is_public(address) for address in ("9.9.9.9", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    >>> [is_public(address) for address in ("2001:db8::1", "2a00::1", "64:ff9b::a9fe:a9fe", "2002:a00:1::", "::a00:1")]
    [False, True, False, False, False]
    """
    return all(_is_public(found) for found in _meant(address))


def _is_public(found: IPv4Address | IPv6Address) -> bool:
    return found.is_global and not found.is_multicast and not any(found in network for network in _LOCAL)


def _meant(address: str) -> Iterator[IPv4Address | IPv6Address]:
    """Yield an address, then those of IPv4 in it: mapped, compatible, translated, 6to4, Teredo, NAT64 and ISATAP."""
    found = ip_address(address)
    yield found
    if isinstance(found, IPv6Address):
        last = IPv4Address(int(found) & 0xFFFF_FFFF)
        before = int(found) >> 32
        is_isatap = before & 0xFFFF_FFFF in _ISATAP and _is_public(found)
        embedded = last if before in _BEFORE_IPV4 or is_isatap else None
        yield from filter(None, (found.ipv4_mapped, found.sixtofour, *(found.teredo or ()), embedded))


def may_be_requested(address: str, host: str, allowed: frozenset[str]) -> bool:
    """Return whether an address is public, or that of an allowed host as `name:port`; never one that is link-local.

    >>> allowed = frozenset(["a.test:80"])
    >>> [may_be_requested("10.0.0.1", host, allowed) for host in ("a.test:80", "a.test:81")]
    [True, False]
    >>> [may_be_requested(address, "a.test:80", allowed) for address in ("169.254.169.254", "64:ff9b::a9fe:a9fe")]
    [False, False]
    """
    meant = [*_meant(address)]
    is_here = meant[0].is_loopback or {each.is_loopback for each in meant[1:]} == {True}
    named = host in allowed or (LOOPBACK in allowed and is_here)
    return is_public(address) or (named and not any(each.is_link_local for each in meant))


def check_url(url: str, allowed: frozenset[str]) -> None:
    """Raise RequestRefused for `https://name:password@host/` and, unless its host is allowed, `http://10.0.0.1/`."""
    found = parse_url(url)
    if found.auth is not None:
        raise RequestRefused(CREDENTIALS)
    host = (found.host or "").strip("[]")
    name = f"{host}:{found.port or _PORTS.get(found.scheme or '')}"
    if not all(may_be_requested(address, name, allowed) for address in _numeric_addresses(host)):
        raise RequestRefused(PRIVATE)


def _numeric_addresses(host: str) -> Iterator[str]:
    """Yield the address that a host is written as, in any base; nothing for a name."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    yield from (str(address[0]) for *_, address in found)


class _Checked(Timed):
    """A connection to a public address or an allowed host."""

    allowed: frozenset[str] = frozenset()

    def _new_conn(self) -> socket.socket:
        connected: socket.socket = super()._new_conn()
        if may_be_requested(connected.getpeername()[0], f"{self.host.strip('[]')}:{self.port}", self.allowed):
            return connected
        connected.close()
        raise RequestRefused(PRIVATE)


def guarded_pools(allowed: frozenset[str]) -> Mapping[str, type[HTTPConnectionPool]]:
    """Return scheme -> a pool that connects to public addresses and allowed hosts only."""
    http = type("_Http", (_Checked, HTTPConnection), {"allowed": allowed})
    https = type("_Https", (_Checked, HTTPSConnection), {"allowed": allowed})
    return {
        "http": type("_HttpPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("_HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }
