"""The external links of records and hand-written pages, with the lines that hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ..records.dataset import Dataset
from ..yamlio.document import Document, texts
from ..yamlio.document import Path as Place

RESOLVER: Final = "https://doi.org"
_URL = re.compile(r"https?://[^\s<>\"'`|\\^{}]+")
_TRAILING = ".,;:!?*_'’"
_OPENING: Final[Mapping[str, str]] = {")": "(", "]": "["}
_PRINTED: Final = ("printed", "printed_doi")  # quoted from a source with its mistakes: not followed


@dataclass(frozen=True, slots=True)
class Link:
    """A URL and every place that holds it, as `file:line`. `persistent`: it redirects by design, as DOIs do."""

    url: str
    places: tuple[str, ...]
    persistent: bool = False


Identifier = Callable[[str, str], str]
"""(identifier, resolver of DOIs) -> URL"""

IDENTIFIERS: Final[Mapping[str, Identifier]] = {
    "DOI": lambda ident, resolver: f"{resolver}/{encoded(ident)}",
    "pmcid": lambda ident, resolver: f"https://pmc.ncbi.nlm.nih.gov/articles/{encoded(ident)}",
    "arxiv": lambda ident, resolver: f"https://arxiv.org/abs/{encoded(ident)}",
}
"""Key of a record whose value is an identifier -> its URL."""
_PERSISTENT: Final = ("https://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "https://hdl.handle.net/",
                   "http://hdl.handle.net/", "http://doi.org/")  # fmt: skip


def encoded(ident: str) -> str:
    """Return an identifier as part of a URL.

    >>> encoded("10.1002/(sici)1521<1::aid-x>3.0.co;2-#")
    '10.1002/(sici)1521%3C1::aid-x%3E3.0.co;2-%23'
    """
    return quote(ident, safe="/():;,.")


def external_links(dataset: Dataset, content: Path, resolver: str = RESOLVER) -> list[Link]:
    """Return every URL once, sorted, with all its places."""
    places: dict[str, list[str]] = {}
    for url, place in (*_of_records(dataset, resolver), *_of_pages(content)):
        places.setdefault(url, []).append(place)
    persistent = (f"{resolver}/", *_PERSISTENT)
    return [Link(url, tuple(dict.fromkeys(found)), url.startswith(persistent)) for url, found in sorted(places.items())]


def _of_records(dataset: Dataset, resolver: str) -> Iterator[tuple[str, str]]:
    documents = {origin.document.file: origin.document for origin in dataset.origins.values()}
    for document in documents.values():
        for path, text in texts(document.value):
            yield from ((url, _place(document, path)) for url in _urls(path, text, resolver))


def _urls(path: Place, text: str, resolver: str) -> Iterable[str]:
    key = path[-1] if path else ""
    if key in _PRINTED:
        return ()
    if isinstance(key, str) and key in IDENTIFIERS:
        return (IDENTIFIERS[key](text, resolver),)
    return _in_text(text)


def _place(document: Document, path: Place) -> str:
    return f"{document.file}:{document.at(path)[0]}"


def _of_pages(content: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(content.rglob("*.md")):
        name = f"{content.name}/{file.relative_to(content).as_posix()}"
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            yield from ((url, f"{name}:{number}") for url in _in_text(line))


def _in_text(text: str) -> list[str]:
    """Return the URLs in running text, without the punctuation of the sentence.

    >>> _in_text("See (https://a.test/x_(y)), and https://b.test.")
    ['https://a.test/x_(y)', 'https://b.test']
    """
    return [_trimmed(match[0]) for match in _URL.finditer(text)]


def _trimmed(url: str) -> str:
    """Return a URL up to the first bracket that it did not open itself."""
    opened: Counter[str] = Counter()
    for index, mark in enumerate(url):
        if mark in _OPENING and not opened[_OPENING[mark]]:
            return url[:index].rstrip(_TRAILING)
        opened[_OPENING.get(mark, mark)] += -1 if mark in _OPENING else 1
    return url.rstrip(_TRAILING)
