"""What the commands that ask other hosts have in common: their options, and their manners.

What the network needs is loaded only when such a command runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..online.http_client import Manners


def options() -> argparse.ArgumentParser:
    """Return the options of every command that asks other hosts."""
    online = argparse.ArgumentParser(add_help=False)
    online.add_argument("--contact", metavar="EMAIL", help="tells the hosts whom to write to")
    online.add_argument("--cache", type=Path, default=Path(".cache/links"), metavar="DIR",
                        help="where answers and reports are kept (default: .cache/links)")  # fmt: skip
    online.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS",
                        help="how long to wait for an answer (default: 20)")  # fmt: skip
    online.add_argument("--resolver", default="https://doi.org", metavar="URL",
                        help="what resolves DOIs (default: %(default)s)")  # fmt: skip
    online.add_argument("--private", action="store_true",
                        help="also ask machines that only your own network can reach")  # fmt: skip
    return online


def manners(options: argparse.Namespace, pause: float) -> Manners:
    """Return how hosts are asked; `pause` is in seconds."""
    from ..online.http_client import Manners

    return Manners(pause=pause, read=options.timeout, contact=options.contact, private=options.private)
