"""The link check: follow every link that is not suppressed, and request the notices of every reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..authoring.record_text import Additions, with_additions
from ..errors import InvalidData
from ..records.dataset import Dataset
from . import notices, suppressions
from .http_client import HttpClient
from .limits import RequestLimits
from .link_extraction import RESOLVER, Link, external_links
from .notices import CROSSREF, NoticeCheck
from .suppressions import Suppressed
from .verdicts import Finding, RunVerdict, Verdict, classify

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
ItemProgress = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


def follow(links: Sequence[Link], client: HttpClient, progress: ItemProgress) -> list[Finding]:
    """Return the verdict on every link, in the order of the links."""
    found = concurrently(lambda link: classify(link, client.probe(link.url)), links, client.limits.workers, progress)
    return sorted(found, key=lambda finding: finding.link.url)


def concurrently(
    work: Callable[[Item], Outcome], items: Sequence[Item], workers: int, progress: ItemProgress
) -> Iterator[Outcome]:
    """Yield results as they complete. When the caller is interrupted, items that have not begun are dropped."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            yield from _counted(futures, progress)
        except BaseException:  # Ctrl-C: running requests may finish; their responses are cached for the next run
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _counted(futures: Iterable[Future[Outcome]], progress: ItemProgress) -> Iterator[Outcome]:
    pending = list(futures)
    for done, future in enumerate(as_completed(pending), start=1):
        progress(done, len(pending))
        yield future.result()


Progress = Callable[[str, int, int], None]
"""Called with what is requested, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths of pages, suppressions and cache, and how requests are sent."""

    content: Path
    suppressions: Path
    folder: Path
    today: date
    limits: RequestLimits = field(default_factory=RequestLimits)
    resolver: str = RESOLVER
    crossref: str = CROSSREF


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one run."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    stale: tuple[tuple[Suppressed, str], ...]
    notices: tuple[NoticeCheck, ...]

    def of(self, verdict: Verdict) -> list[Finding]:
        """Return the findings with one verdict, sorted by URL."""
        return [finding for finding in self.findings if finding.verdict is verdict]

    @property
    def lacking(self) -> list[NoticeCheck]:
        """Return the references whose records lack a notice."""
        return [check for check in self.notices if check.lacking]

    @property
    def verdict(self) -> RunVerdict:
        """Return the verdict on the whole run."""
        unknown = [finding.verdict is Verdict.UNKNOWN for finding in self.findings]
        unknown += [check.error is not None for check in self.notices]
        if self.of(Verdict.DEAD) or any(check.needs_action for check in self.notices):
            return RunVerdict.FINDINGS
        if unknown and all(unknown):
            return RunVerdict.UNANSWERED
        return RunVerdict.INCOMPLETE if any(unknown) else RunVerdict.GOOD


def run(dataset: Dataset, settings: Settings, progress: Progress) -> Result:
    """Follow every link and request every notice. Raises InvalidData for an invalid file of suppressions."""
    entries = suppressions.read(settings.suppressions)
    every = external_links(dataset, settings.content, settings.resolver)
    suppressed = {entry.rule.url for entry in entries if entry.active(settings.today)}
    links = [link for link in every if link.url not in suppressed]
    with HttpClient(settings.folder, settings.limits) as client:
        findings = follow(links, client, partial(progress, "links"))
        checks = _check_notices(dataset, client, settings, partial(progress, "notices"))
    return Result(
        tuple(findings),
        tuple(entry for entry in entries if entry.rule.url in suppressed & {link.url for link in every}),
        tuple(suppressions.stale(entries, every, settings.today)),
        tuple(checks),
    )


def _check_notices(
    dataset: Dataset, client: HttpClient, settings: Settings, progress: ItemProgress
) -> list[NoticeCheck]:
    with_doi = [reference for reference in dataset.references.values() if reference.doi]
    check = partial(notices.check_notices, client=client, crossref=settings.crossref)
    checks = concurrently(check, with_doi, settings.limits.workers, progress)
    return sorted(checks, key=lambda check: check.reference.id)


def write_notices(folder: Path, check: NoticeCheck) -> bool:
    """Add the notices that a reference lacks to its file below `folder`; return False for a list on one line."""
    file = folder / "references" / f"{check.reference.id}.yml"
    additions = Additions(front={"notices": [notices.as_entry(notice) for notice in check.lacking]})
    try:
        text = with_additions(file.read_text(encoding="utf-8"), file.as_posix(), additions)
    except InvalidData:
        return False
    file.write_text(text, encoding="utf-8")
    return True
