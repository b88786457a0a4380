"""The options that the commands with network access share. Network libraries are imported only when one runs."""

from __future__ import annotations

import argparse
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from ..online.limits import RequestLimits

USUAL: Final = RequestLimits()
_LONGEST: Final = 3600


def options() -> argparse.ArgumentParser:
    """Return the options of every command that sends requests."""
    online = argparse.ArgumentParser(add_help=False)
    online.add_argument("--contact", metavar="EMAIL", help="email address to send to the hosts")
    online.add_argument("--cache", type=Path, default=Path(".cache/links"), metavar="DIR",
                        help="where responses and reports are kept (default: .cache/links)")  # fmt: skip
    online.add_argument("--timeout", type=_waiting, default=USUAL.read_timeout, metavar="SECONDS",
                        help="how long to wait for a response (default: %(default)g)")  # fmt: skip
    online.add_argument("--resolver", default="https://doi.org", metavar="URL",
                        help="resolver of DOIs (default: %(default)s)")  # fmt: skip
    online.add_argument("--allow-host", type=_host, action="append", default=[], metavar="HOST:PORT",
                        help="also send requests to this host, which may have a private address")  # fmt: skip
    online.add_argument("--private", action="append_const", const="loopback", dest="allow_host", default=[],
                        help=argparse.SUPPRESS)  # of earlier scripts: every port of this machine # fmt: skip
    return online


def seconds(text: str) -> float:
    """Return a number of seconds, of which an hour is more than any request needs."""
    with suppress(ValueError):
        if 0 <= (found := float(text)) <= _LONGEST:
            return found
    raise argparse.ArgumentTypeError(f"found {text!r}, expected seconds from 0 to {_LONGEST}")


def _waiting(text: str) -> float:
    """Return seconds in which a response can come."""
    if found := seconds(text):
        return found
    raise argparse.ArgumentTypeError(f"found {text!r}, expected more than 0 seconds")


def _host(text: str) -> str:
    if re.fullmatch(r"[^\s/@]+:\d{1,5}", text):
        return text.lower().replace("[", "").replace("]", "")
    raise argparse.ArgumentTypeError(f"found {text!r}, expected a host and port, such as 127.0.0.1:8000")


def limits(options: argparse.Namespace, pause: float) -> RequestLimits:
    """Return how requests are sent; `pause` is in seconds."""
    return RequestLimits(
        pause=pause,
        read_timeout=options.timeout,
        contact=options.contact,
        allowed_hosts=frozenset(options.allow_host),
    )
