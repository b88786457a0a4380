"""Which static hosts would refuse a site, because it has too many files or bytes?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple


class Host(NamedTuple):
    """What a host takes of one site: so many files, and so many bytes."""

    name: str
    files: float = float("inf")
    size: float = float("inf")


HOSTS: Final = (
    Host("Cloudflare Pages without a paid plan", files=20_000),
    # https://developers.cloudflare.com/changelog/post/2026-01-23-pages-file-limit-increase/
    Host("GitHub Pages", size=1_000_000_000),
    # https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits
)


class Weight(NamedTuple):
    """The number of files of a site, and of their bytes."""

    files: int
    size: int


def weight(site: Path) -> Weight:
    """Return how large a site is."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return Weight(len(sizes), sum(sizes))


def report(site: Path) -> Iterator[str]:
    """Yield how large a site is, and the hosts that do not take it, as sentences."""
    files, size = weight(site)
    yield f"The site has {files:,} file{'s' * (files != 1)}, {size / 1e6:,.0f} MB in all."
    if refused := list(refusals(files, size)):
        yield from refused
        yield "Pictures of links and the Markdown of pages can be left out: leave_out in mkdocs.yml."


def refusals(files: int, size: int) -> Iterator[str]:
    """Yield a sentence for each host that does not take so many files, or so many bytes."""
    for host in HOSTS:
        if files > host.files:
            yield f"{host.name} takes at most {host.files:,} files."
        if size > host.size:
            yield f"{host.name} takes at most {host.size / 1e6:,.0f} MB."
