"""The whole link check: follow every link, ask for notices, skip what is suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..records.dataset import Dataset
from ..yamlio import parser
from ..yamlio.append import with_entries
from . import notices, suppressions
from .http_client import Manners, Polite
from .link_extraction import RESOLVER, Link, external_links
from .notices import CROSSREF, Told
from .suppressions import Suppressed
from .verdicts import Finding, Verdict, judge

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
ItemProgress = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


def follow(links: Sequence[Link], polite: Polite, progress: ItemProgress) -> list[Finding]:
    """Return the verdict on every link, in the order of the links."""
    found = concurrently(lambda link: judge(link, polite.look(link.url)), links, polite.manners.workers, progress)
    return sorted(found, key=lambda finding: finding.link.url)


def concurrently(
    work: Callable[[Item], Outcome], items: Sequence[Item], workers: int, progress: ItemProgress
) -> Iterator[Outcome]:
    """Yield results as they come. When the caller is stopped, what has not begun is dropped."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            yield from _counted(futures, progress)
        except BaseException:  # Ctrl-C: only what is under way may end; its answers are kept for the next run
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _counted(futures: Iterable[Future[Outcome]], progress: ItemProgress) -> Iterator[Outcome]:
    waiting = list(futures)
    for done, future in enumerate(as_completed(waiting), start=1):
        progress(done, len(waiting))
        yield future.result()


Progress = Callable[[str, int, int], None]
"""Called with what is being asked, how many answers are in, and how many there will be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is: pages, suppressions, what is kept between runs, and the services that are asked."""

    content: Path
    suppressions: Path
    folder: Path
    today: date
    manners: Manners = field(default_factory=Manners)
    resolver: str = RESOLVER
    crossref: str = CROSSREF


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that one run learnt."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    stale: tuple[tuple[Suppressed, str], ...]
    told: tuple[Told, ...]

    def of(self, verdict: Verdict) -> list[Finding]:
        """Return the findings with one verdict, by address."""
        return [finding for finding in self.findings if finding.verdict is verdict]

    @property
    def lacking(self) -> list[Told]:
        """Return the references whose records lack a notice."""
        return [told for told in self.told if told.lacking]


def run(dataset: Dataset, settings: Settings, progress: Progress) -> Result:
    """Follow every link and ask for every notice. Raises InvalidData for a faulty file of suppressions."""
    entries = suppressions.read(settings.suppressions)
    every = external_links(dataset, settings.content, settings.resolver)
    passed = {entry.rule.url for entry in entries if entry.holds(settings.today)}
    asked = [link for link in every if link.url not in passed]
    with Polite(settings.folder, settings.manners) as polite:
        findings = follow(asked, polite, partial(progress, "links"))
        told = _told(dataset, polite, settings, partial(progress, "notices"))
    return Result(
        tuple(findings),
        tuple(entry for entry in entries if entry.rule.url in passed & _urls(every)),
        tuple(suppressions.stale(entries, every, settings.today)),
        tuple(told),
    )


def _urls(every: Sequence[Link]) -> set[str]:
    return {link.url for link in every}


def _told(dataset: Dataset, polite: Polite, settings: Settings, progress: Callable[[int, int], None]) -> list[Told]:
    with_doi = [reference for reference in dataset.references.values() if reference.doi]
    asking = partial(notices.ask, polite=polite, crossref=settings.crossref)
    told = concurrently(asking, with_doi, settings.manners.workers, progress)
    return sorted(told, key=lambda told: told.reference.id)


def write_notices(dataset: Dataset, folder: Path, told: Told) -> bool:
    """Add what a reference lacks to its file below `folder`; False where a person has to do it."""
    file = folder / "references" / f"{told.reference.id}.yml"
    document = dataset.origins["references", told.reference.id].document
    text = file.read_text(encoding="utf-8")
    new = with_entries(text, document, "notices", [notices.as_written(notice) for notice in told.lacking])
    if new is None:
        return False
    parser.parse(new.encode(), document.file)
    file.write_text(new, encoding="utf-8")
    return True
