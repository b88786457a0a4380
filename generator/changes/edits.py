"""One thing that reads differently, before and after, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .words import words


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that reads differently; None where there was nothing, or where there is nothing any more."""

    what: str
    before: str | None
    after: str | None


def edits(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Edit]:
    """Yield what differs between two sets of named texts, in the order of the names.

    >>> list(edits({"a": "1", "b": "2"}, {"b": "3"}))
    [Edit(what='a', before='1', after=None), Edit(what='b', before='2', after='3')]
    """
    for what in dict.fromkeys((*before, *after)):
        if before.get(what) != after.get(what):
            yield Edit(what, before.get(what), after.get(what))


def list_edits(name: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Edit]:
    """Yield entries that came and went, so that one more does not make all others look changed.

    >>> list(list_edits("aliases", ("A", "C"), ("A", "B", "C")))
    [Edit(what='aliases', before=None, after='B')]
    """
    one, other = [words(item) for item in before], [words(item) for item in after]
    gone = [item for item in one if item not in other]
    came = [item for item in other if item not in one]
    if not gone and not came and one != other:
        yield Edit(f"{name} (order)", words(before), words(after))
    elif len(gone) == len(came):  # each took the place of another
        yield from (Edit(name, *pair) for pair in zip(gone, came, strict=True))
    else:
        yield from (Edit(name, item, None) for item in gone)
        yield from (Edit(name, None, item) for item in came)
