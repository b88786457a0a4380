"""Where other names of a record lead: its former ids, which stay addresses for ever, and its aliases, as a service.

A former id has a page that forwards, and the record itself as JSON. An alias may name several records, so that its
page forwards where there is one and lists them otherwise; its JSON points to them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..chemistry import elements
from ..derived.atlas import Atlas
from ..names import is_name
from ..records.linking import former_ids
from ..suggestions import slugify
from .formatting import inline
from .structured import NAME
from .titles import TITLES


class Redirect(NamedTuple):
    """A name as an address below the folder of a kind, and the ids that it leads to."""

    kind: str
    name: str
    ids: tuple[str, ...]
    former: bool


def redirects(atlas: Atlas) -> Iterator[Redirect]:
    """Yield every other name of the records that have pages; an id of a record is never one."""
    for kind in TITLES:
        known: Mapping[str, Any] = published(atlas, kind)
        former = {old: ident for ident, record in known.items() for old in former_ids(record)}
        yield from (Redirect(kind, old, (ident,), True) for old, ident in sorted(former.items()))
        owners: dict[str, dict[str, None]] = defaultdict(dict)
        for ident, record in atlas.data.kind(kind).items():
            for alias in map(slugify, getattr(record, "aliases", ())):
                owners[alias][ident] = None
        taken = {*known, *former, *_elements(atlas, kind)}
        free = (alias for alias in sorted(owners) if is_name(alias) and alias not in taken)
        yield from (Redirect(kind, alias, tuple(owners[alias]), False) for alias in free)


def published(atlas: Atlas, kind: str) -> Mapping[str, Any]:
    """Return the records of a kind that have pages, withdrawn ones too."""
    return {**atlas.data.kind(kind), **atlas.data.withdrawn} if kind == "materials" else atlas.data.kind(kind)


def _elements(atlas: Atlas, kind: str) -> set[str]:
    """Return what may be the address of an element that no record describes."""
    return {symbol.lower() for symbol in elements.table()} if kind == "elements" else set()


def pages(atlas: Atlas) -> Iterator[tuple[str, str, bool]]:
    """Yield address and HTML of the page of every other name, independent of any theme, and whether it is for ever."""
    for kind, name, ids, former in redirects(atlas):
        known = published(atlas, kind)
        links = {f"../../{kind}/{ident}/": _heading(known[ident]) for ident in ids}
        yield f"{kind}/{name}/index.html", _html(kind, name, links), former


def pointers(atlas: Atlas) -> Iterator[tuple[str, str]]:
    """Yield address, below that of the API, and JSON of what an alias leads to."""
    for kind, name, ids, former in redirects(atlas):
        if not former:
            see = [{"kind": kind, "id": ident, "url": f"{kind}/{ident}/"} for ident in ids]
            yield f"{kind}/{name}.json", json.dumps({"alias": name, "see": see}, ensure_ascii=False, indent=1) + "\n"


def _heading(record: Any) -> str:
    return getattr(record, "title", None) or str(record.name)


def _html(kind: str, name: str, links: Mapping[str, str]) -> str:
    first = next(iter(links))
    forward = f'<link rel="canonical" href="{first}">\n<meta http-equiv="refresh" content="0; url={first}">\n'
    items = "".join(f'<li><a href="{url}">{inline(text)}</a></li>' for url, text in links.items())
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f"<title>{name} · {NAME}</title>\n"
        f'<meta name="description" content="{name}: another name of one of the {kind}">\n'
        f'<meta name="robots" content="noindex">\n{forward if len(links) == 1 else ""}'
        f"</head>\n<body>\n<h1>{name}</h1>\n<p>This name leads to:</p>\n<ul>{items}</ul>\n</body>\n</html>\n"
    )
