"""How requests are sent: rate limits, retries and timeouts. It needs no library of the network."""

from __future__ import annotations

from dataclasses import dataclass

from .. import __version__


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Rate limits, retries and timeouts; in seconds unless noted."""

    pause: float = 1.0  # between two requests to one host
    per_host: int = 2  # concurrent requests to one host
    workers: int = 8  # concurrent requests in total
    status_retries: int = 3  # after a response that asks to retry, each after twice the wait
    connection_retries: int = 1  # after a dropped connection or a timeout
    backoff: float = 2.0  # first wait where the response has no Retry-After
    max_retry_after: float = 60.0  # a longer Retry-After is not waited for
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    reads: int = 3  # how often the time of one read a whole response may take
    cache_days: float = 6.0  # less than the week between two scheduled checks
    contact: str | None = None  # email address for the operators of hosts
    allowed_hosts: frozenset[str] = frozenset()  # as `name:port`, which may have a private address

    @property
    def response_timeout(self) -> float:
        """Return the seconds of a whole response, whose single reads may each be in time."""
        return self.reads * self.read_timeout

    @property
    def user_agent(self) -> str:
        """Return the User-Agent header, with the contact address."""
        contact = f"; mailto:{self.contact}" if self.contact else ""
        return f"EntropyAtlas/{__version__} (checks the links of a living review{contact})"
