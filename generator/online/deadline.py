"""A deadline for the whole response to a request.

The timeout of a socket is that of one read, so a host that sends a byte each second is never too late for it.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from urllib3.connection import HTTPConnection

_active = threading.local()


class Deadline:
    """Ends the connection of a request whose response is not complete in time; each attempt begins anew."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._seconds = seconds
        self._timer: threading.Timer | None = None

    def begin(self, connected: socket.socket) -> None:
        """Start the time of a request that was sent; the response may outlive its connection, but not the socket."""
        self.cancel()
        self.expired = False
        self._timer = threading.Timer(self._seconds, self._expire, (connected,))
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """Stop the time."""
        if self._timer:
            self._timer.cancel()

    def _expire(self, connected: socket.socket) -> None:
        self.expired = True
        with suppress(OSError):  # it is closed already
            connected.shutdown(socket.SHUT_RDWR)


@contextmanager
def deadline(seconds: float) -> Iterator[Deadline]:
    """Limit the time of each response that this thread requests."""
    _active.deadline = found = Deadline(seconds)
    try:
        yield found
    finally:
        found.cancel()
        _active.deadline = None


class Timed(HTTPConnection):
    """A connection that keeps the deadline of its thread."""

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request; the time of its response starts now."""
        super().request(*args, **kwargs)
        if (found := getattr(_active, "deadline", None)) is not None and self.sock is not None:
            found.begin(self.sock)
