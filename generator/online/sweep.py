"""Every link is asked, several hosts at a time, and each gets its verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

from .addresses import Link
from .session import Polite
from .verdicts import Finding, judge

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


def follow(links: Sequence[Link], polite: Polite, progress: Progress) -> list[Finding]:
    """Return the verdict on every link, in the order of the links."""
    found = concurrently(
        lambda link: judge(link, polite.look(link.url)), links, polite.manners.workers, progress
    )
    return sorted(found, key=lambda finding: finding.link.url)


def concurrently(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int, progress: Progress
) -> Iterator[Result]:
    """Yield results as they come. When the caller is stopped, what has not begun is dropped."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            yield from _counted(futures, progress)
        except BaseException:  # Ctrl-C: only what is under way may end; its answers are kept for the next run
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _counted(futures: Iterable[Future[Result]], progress: Progress) -> Iterator[Result]:
    waiting = list(futures)
    for done, future in enumerate(as_completed(waiting), start=1):
        progress(done, len(waiting))
        yield future.result()
