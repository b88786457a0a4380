"""Check that the address of the preview is free. Used by `make serve`."""

from __future__ import annotations

import socket
import sys


def main(address: str) -> int:
    """Return 0 if HOST:PORT is free."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_server((host or "127.0.0.1", int(port))):
            return 0
    except (ValueError, OverflowError):
        print(f"found the address {address}, expected HOST:PORT, such as 127.0.0.1:8001.", file=sys.stderr)
    except OSError as error:
        print(
            f"The preview cannot use {address} ({error.strerror}). "
            "Stop what runs there, or take another port: make serve ADDRESS=127.0.0.1:8001",
            file=sys.stderr,
        )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
