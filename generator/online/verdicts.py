"""What does an answer mean for the link that was followed?

A name that leads to no machine is `unknown`, not `dead`: a domain that is gone and a machine that is offline look
the same from here, and a verdict that stops a maintainer's work must be sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .http_client import Answer
from .link_extraction import Link

_GONE: Final = (404, 410)
_REFUSED: Final = (401, 402, 403, 405, 406, 407, 418, 429, 451, 999)
_FOR_GOOD: Final = (301, 308)


class Verdict(StrEnum):
    """What is known about a link, the gravest first."""

    DEAD = "dead"
    MOVED = "moved"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    GOOD = "good"


REMEDY: Final = {
    Verdict.DEAD: "Look for the new place of what was there, and correct the record or page; if it is gone for "
    "good, take the link out, or add it to `links.yml` with the reason.",
    Verdict.MOVED: "Write the new address.",
    Verdict.UNKNOWN: "Nothing to do yet: it is asked again next time. Open it by hand when it stays here.",
    Verdict.BLOCKED: "Programs are refused, readers mostly are not: open it by hand once, then add it to "
    "`links.yml` with the reason.",
}
"""What a maintainer does about each verdict but good."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A link, the verdict on it, why, and for one that has moved the new address."""

    link: Link
    verdict: Verdict
    why: str
    to: str | None = None


def judge(link: Link, answer: Answer) -> Finding:
    """Return the verdict on a link."""
    if answer.status is None:
        return Finding(link, Verdict.UNKNOWN, answer.trouble or "no answer")
    if answer.status in _GONE:
        return Finding(link, Verdict.DEAD, _said(link, answer))
    if answer.status in _REFUSED or _for_robots(answer):
        return Finding(link, Verdict.BLOCKED, _said(link, answer))
    if not answer.found:
        return Finding(link, Verdict.UNKNOWN, _said(link, answer))
    new = None if link.lasting else _new_place(answer)
    if new and new != link.url:
        return Finding(link, Verdict.MOVED, "it redirects for good", new)
    return Finding(link, Verdict.GOOD, _said(link, answer))


def _said(link: Link, answer: Answer) -> str:
    if answer.hops and answer.url != link.url:
        return f"answer {answer.status} from {answer.url}"
    return f"answer {answer.status}"


def _for_robots(answer: Answer) -> bool:
    """Whether a page was shown that asks whether a person is there; Cloudflare says so in a header.

    https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    """
    return answer.headers.get("cf-mitigated") == "challenge" or (bool(answer.hops) and "captcha" in answer.url.lower())


def _new_place(answer: Answer) -> str | None:
    """Return where the redirects lead that are for good, up to the first that is not."""
    new = None
    for hop in answer.hops:
        if hop.status not in _FOR_GOOD:
            break
        new = hop.to
    return new
