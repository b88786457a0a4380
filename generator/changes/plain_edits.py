"""Edits between two versions of a record's file as plain values, whatever models they were written for.

A layout, the order of keys and 87.0 for 87 are no edits. Claims are matched as in `edits`: an equal one, else one of
the same property that shares two of conditions, source and value.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from .edits import Edit, list_edits, value_text

LEFT_OUT: Final = frozenset(("accepted", "former_ids"))
"""Fields that say nothing about the subject of a record."""
_OF_VALUE: Final = ("bound", "value", "unit", "uncertainty")
Claim = Mapping[str, Any]


def plain_edits(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Edit]:
    """Return the differences between two versions of a record, claims first.

    >>> plain_edits({"phase": "O3", "aliases": ["A"]}, {"aliases": ["A", "B"], "phase": "P2"})
    [Edit(field='phase', before='O3', after='P2'), Edit(field='aliases', before=None, after='B')]
    """
    return [*_claims(_list(before, "claims"), _list(after, "claims")), *_fields(before, after)]


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Edit]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if name == "claims" or name in LEFT_OUT or one == other:
            continue
        if all(isinstance(each, list | None) for each in (one, other)):
            found = list_edits(name, tuple(one or ()), tuple(other or ()))
            yield from (edit for edit in found if not edit.field.endswith(" (order)"))
        else:
            yield Edit(name, _text(one), _text(other))


def _claims(old: Sequence[Claim], new: Sequence[Claim]) -> Iterator[Edit]:
    """Yield an edit for each part of a claim that differs; one for a claim that is new or gone."""
    earlier = _matched(old, new)
    for index, claim in enumerate(new):
        name = str(claim.get("property"))
        if index not in earlier:
            yield Edit(name, None, _summary(claim))
        elif (before := old[earlier[index]]) != claim:
            one, other = _parts(before), _parts(claim)
            changed = (part for part in dict.fromkeys((*one, *other)) if one.get(part) != other.get(part))
            yield from (Edit(f"{name}, {part}", one.get(part), other.get(part)) for part in changed)
    kept = set(earlier.values())
    gone = (claim for place, claim in enumerate(old) if place not in kept)
    yield from (Edit(str(claim.get("property")), _summary(claim), None) for claim in gone)


def _matched(old: Sequence[Claim], new: Sequence[Claim]) -> dict[int, int]:
    """Return index in `new` -> index in `old`."""
    found: dict[int, int] = {}
    for key in _KEYS:
        taken = set(found.values())
        left = defaultdict[str, deque[int]](deque)
        for place, claim in enumerate(old):
            if place not in taken:
                left[repr(key(claim))].append(place)
        for index, claim in enumerate(new):
            if index not in found and (places := left[repr(key(claim))]):
                found[index] = places.popleft()
    return found


def _source(claim: Claim) -> object:
    source = claim.get("source")
    return source.get("reference") if isinstance(source, dict) else None


_KEYS: Final[tuple[Callable[[Claim], object], ...]] = (
    lambda claim: repr(claim),
    lambda claim: (claim.get("property"), repr(claim.get("conditions")), _source(claim)),
    lambda claim: (claim.get("property"), repr(claim.get("conditions")), repr(claim.get("value"))),
    lambda claim: (claim.get("property"), _source(claim), repr(claim.get("value"))),
)
"""What two versions of a claim share, the strictest first."""


def _parts(claim: Claim) -> dict[str, str]:
    """Return the value with its unit as one text, and every other part."""
    rest = {key: value_text(part) for key, part in claim.items() if key not in (*_OF_VALUE, "property")}
    return {"value": _value(claim)} | rest


def _value(claim: Claim) -> str:
    return " ".join(value_text(claim[key]) for key in _OF_VALUE if claim.get(key) not in (None, "exact"))


def _summary(claim: Claim) -> str:
    conditions = claim.get("conditions")
    return _value(claim) + (f" ({value_text(conditions)})" if conditions else "")


def _list(record: Mapping[str, Any], name: str) -> list[Claim]:
    found = record.get(name)
    return [claim for claim in found if isinstance(claim, dict)] if isinstance(found, list) else []


def _text(value: object) -> str | None:
    return None if value is None else " ".join(value_text(value).split())
