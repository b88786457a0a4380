"""The options that the commands with network access share. Network libraries are imported only when one runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..online.http_client import RequestLimits


def options() -> argparse.ArgumentParser:
    """Return the options of every command that sends requests."""
    online = argparse.ArgumentParser(add_help=False)
    online.add_argument("--contact", metavar="EMAIL", help="email address to send to the hosts")
    online.add_argument("--cache", type=Path, default=Path(".cache/links"), metavar="DIR",
                        help="where responses and reports are kept (default: .cache/links)")  # fmt: skip
    online.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS",
                        help="how long to wait for a response (default: 20)")  # fmt: skip
    online.add_argument("--resolver", default="https://doi.org", metavar="URL",
                        help="resolver of DOIs (default: %(default)s)")  # fmt: skip
    online.add_argument("--private", action="store_true",
                        help="also send requests to private addresses")  # fmt: skip
    return online


def limits(options: argparse.Namespace, pause: float) -> RequestLimits:
    """Return how requests are sent; `pause` is in seconds."""
    from ..online.http_client import RequestLimits

    return RequestLimits(
        pause=pause, read_timeout=options.timeout, contact=options.contact, allow_private=options.private
    )
