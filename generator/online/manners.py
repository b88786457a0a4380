"""How patient and how polite are we, and whose turn is it?"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .. import __version__


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient and how polite to be; seconds and days."""

    pause: float = 1.0  # between two requests to one host
    at_once: int = 2  # requests under way to one host
    workers: int = 8  # requests under way in all
    tries: int = 3  # further tries after an answer that asks for patience, each after twice the wait
    retries: int = 1  # further tries after a dropped connection or a hang
    backoff: float = 2.0  # the first wait where the host names none
    patience: float = 60.0  # the longest wait that a host may ask for before we go away
    connect: float = 10.0
    read: float = 20.0
    keep: float = 6.0  # days that an answer stays fresh: a weekly check asks everything again
    contact: str | None = None  # an address for the hosts' operators
    private: bool = False  # whether machines may be asked that not everybody can reach

    @property
    def agent(self) -> str:
        """Return the name that we go by, with a way to reach the one who runs the check."""
        reach = f"; mailto:{self.contact}" if self.contact else ""
        return f"EntropyAtlas/{__version__} (checks the links of a living review{reach})"


class Turns:
    """Who may ask which host when."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._lock = threading.Lock()
        self._places: dict[str, threading.Semaphore] = {}
        self._next: dict[str, float] = {}

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Wait for a place at a host and for its pause to be over."""
        with self._place(host):
            time.sleep(self.reserve(host))
            yield

    def _place(self, host: str) -> threading.Semaphore:
        with self._lock:
            return self._places.setdefault(host, threading.Semaphore(self._manners.at_once))

    def reserve(self, host: str) -> float:
        """Reserve the next moment at which a host may be asked; return how far off it is, in seconds."""
        with self._lock:
            now = time.monotonic()
            moment = max(now, self._next.get(host, now))
            self._next[host] = moment + self._manners.pause
            return moment - now
