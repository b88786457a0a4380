"""The whole check of what the atlas links to: follow, ask for notices, pass over what is suppressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from ..files import yamlfile
from ..records.collection import Dataset
from . import notices, suppressions
from .addresses import RESOLVER, Link, links
from .manners import Manners
from .notices import CROSSREF, Told
from .session import Polite
from .suppressions import Entry
from .sweep import concurrently, follow
from .verdicts import Finding, Verdict
from .written import with_entries

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
    suppressed: tuple[Entry, ...]
    stale: tuple[tuple[Entry, str], ...]
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
    every = links(dataset, settings.content, settings.resolver)
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


def _told(
    dataset: Dataset, polite: Polite, settings: Settings, progress: Callable[[int, int], None]
) -> list[Told]:
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
    yamlfile.parse(new.encode(), document.file)
    file.write_text(new, encoding="utf-8")
    return True
