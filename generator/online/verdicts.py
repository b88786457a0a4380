"""The verdict on a link, from the response to it.

A host name that cannot be resolved is `unknown`, not `dead`: a lost domain and an offline machine probe the same, and
only `dead` fails the check.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Final

from .http_client import FetchResult
from .link_extraction import Link

_GONE: Final = (404, 410)
_REFUSED: Final = (401, 402, 403, 405, 406, 407, 418, 429, 451, 999)
_PERMANENT: Final = (301, 308)


class Verdict(StrEnum):
    """What is known about a link, the most severe first."""

    DEAD = "dead"
    MOVED = "moved"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    GOOD = "good"


REMEDY: Final = {
    Verdict.DEAD: "Find the new address and correct the record or page; if there is none, remove the link, or add "
    "it to `links.yml` with the reason.",
    Verdict.MOVED: "Write the new address.",
    Verdict.UNKNOWN: "Nothing to do yet: the next run requests it again. Open it by hand when it stays here.",
    Verdict.BLOCKED: "Programs are refused: open it by hand once, then add it to `links.yml` with the reason.",
}
"""What a maintainer does about each verdict but good."""


class RunVerdict(StrEnum):
    """What a run says about all links and notices; the weekly workflow acts on it."""

    FINDINGS = "findings"  # a dead link, or a notice that a record lacks
    UNANSWERED = "unanswered"  # no host responded, so nothing is known
    INCOMPLETE = "incomplete"  # nothing found, but not everything responded
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Finding:
    """A link, the verdict on it, why, and for one that has moved the new address."""

    link: Link
    verdict: Verdict
    why: str
    to: str | None = None


def classify(link: Link, fetched: FetchResult) -> Finding:
    """Return the verdict on a link."""
    if fetched.status is None:
        return Finding(link, Verdict.UNKNOWN, fetched.error or "no response")
    if fetched.status in _GONE:
        return Finding(link, Verdict.DEAD, _describe(link, fetched))
    if fetched.status in _REFUSED or _is_challenge(fetched):
        return Finding(link, Verdict.BLOCKED, _describe(link, fetched))
    if not fetched.ok:
        return Finding(link, Verdict.UNKNOWN, _describe(link, fetched))
    new = None if link.persistent else _permanent_target(fetched)
    if new and new != link.url:
        return Finding(link, Verdict.MOVED, "permanent redirect", new)
    return Finding(link, Verdict.GOOD, _describe(link, fetched))


def _describe(link: Link, fetched: FetchResult) -> str:
    if fetched.status is not None and 300 <= fetched.status < 400:
        return f"status {fetched.status} without the address of the redirect"
    if fetched.redirects and fetched.url != link.url:
        return f"status {fetched.status} from {fetched.url}"
    return f"status {fetched.status}"


def _is_challenge(fetched: FetchResult) -> bool:
    """Return whether the response is a challenge for browsers; Cloudflare marks it in a header.

    https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    """
    return fetched.headers.get("cf-mitigated") == "challenge" or (
        bool(fetched.redirects) and "captcha" in fetched.url.lower()
    )


def _permanent_target(fetched: FetchResult) -> str | None:
    """Return the target of the permanent redirects before the first temporary one."""
    permanent = list(takewhile(lambda redirect: redirect.status in _PERMANENT, fetched.redirects))
    return permanent[-1].url if permanent else None
