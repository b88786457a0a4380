"""The page of remarks on sources: by paper, with filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..derived.atlas import Atlas, Oddity
from .facets import Facet, Tags, facet
from .titles import TITLES, VOCABULARIES


def by_paper(atlas: Atlas) -> list[tuple[str | None, Sequence[Oddity]]]:
    """Return the remarks on each paper, the paper with most of them first; those of no paper last."""
    found: Mapping[str | None, list[Oddity]] = defaultdict(list)
    for odd in atlas.oddities:
        found[odd.reference].append(odd)
    return sorted(found.items(), key=lambda item: (item[0] is None, -len(item[1]), item[0] or ""))


def facets(atlas: Atlas) -> list[Facet]:
    """Return the filters of the page."""
    rows = [tags(odd) for odd in atlas.oddities]
    names = TITLES | {kind: name for kind, (_, name) in VOCABULARIES.items()}
    return [facet("about", "About", rows), facet("kind", "Record", rows, lambda kind: names.get(kind, kind))]


def tags(odd: Oddity) -> Tags:
    """Return what the filters know of a remark."""
    return {"about": (odd.note.about,), "kind": (odd.kind,)}


def text(odd: Oddity) -> str:
    """Return what a search for words looks through."""
    return " ".join(" ".join(filter(None, (odd.name, odd.note.printed, odd.note.remark))).lower().split())
