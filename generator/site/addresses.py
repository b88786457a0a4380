"""Which addresses are promised to stay: those of every page, every record as JSON, and every file of the API.

`addresses.txt` lists those that were published. It is a contract: a command extends it, and nothing shortens it. The
line of a record's page stands for its JSON too. Aliases, drawings and scripts are not promised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from . import news, plain_markdown
from .export import API
from .page import Page
from .titles import TITLES

FILE: Final = "addresses.txt"
_OTHERS: Final = (news.FEED, plain_markdown.INDEX)
_WITHOUT_JSON: Final = ("elements",)
"""Kinds with pages that are no record's."""


def promised(pages: Iterable[Page]) -> list[str]:
    """Return the addresses of pages that are to be listed, sorted."""
    return sorted({address for page in pages if page.lasting for address in _address(page.uri)})


def _address(uri: str) -> Iterator[str]:
    folder, _, name = uri.rpartition("/")
    if uri.endswith(".md"):
        yield uri.removesuffix(".md").removesuffix("index").rstrip("/").lstrip("/") + "/"
    elif name == "index.html":
        yield f"{folder}/"
    elif uri in _OTHERS or (uri.startswith(f"{API}/") and folder.removeprefix(f"{API}/") not in TITLES):
        yield uri


def listed(file: Path) -> list[str]:
    """Return the addresses that were published; none without the file."""
    return file.read_text(encoding="utf-8").split() if file.is_file() else []


def vanished(addresses: Iterable[str], pages: Collection[Page]) -> list[str]:
    """Return those of the listed addresses, and of the JSON that they stand for, at which there is nothing now."""
    here = {*promised(pages), *(page.uri for page in pages)}
    wanted = (each for address in addresses for each in (address, *_json(address)))
    return [address for address in wanted if address not in here]


def _json(address: str) -> Iterator[str]:
    kind, _, rest = address.partition("/")
    if kind in TITLES and kind not in _WITHOUT_JSON and rest:
        yield f"{API}/{kind}/{rest.rstrip('/')}.json"
