"""Say in one sentence that an address for the preview is taken. Used by `make serve`."""

from __future__ import annotations

import socket
import sys


def unusable(address: str) -> str:
    """Return why nothing can be served at HOST:PORT; empty when it can. Raises ValueError for another text."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_server((host or "127.0.0.1", int(port))):
            return ""
    except (OSError, OverflowError) as error:
        return getattr(error, "strerror", None) or str(error)


def main(address: str) -> int:
    """Return 0 when nothing answers at HOST:PORT."""
    try:
        reason = unusable(address)
    except ValueError:
        print(f"found the address {address}, expected HOST:PORT, such as 127.0.0.1:8001.", file=sys.stderr)
        return 1
    if reason:
        remedy = "Stop what runs there, or take another port: make serve ADDRESS=127.0.0.1:8001"
        print(f"The preview cannot use {address} ({reason}). {remedy}", file=sys.stderr)
    return 1 if reason else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
