"""Edits between two versions of a record: claims matched one by one, every other field as text."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..printing import claim_text
from ..records.model_parts import Claim


def value_text(value: object) -> str:
    """Return a value as a record writes it, on one line.

    >>> value_text({"cycles": 500, "window": (2, 4)}), value_text(("Ni", "Mn")), value_text(True)
    ('cycles: 500, window: [2, 4]', 'Ni, Mn', 'true')
    """
    match value:
        case Mapping():
            return ", ".join(f"{key}: {_nested_text(item)}" for key, item in value.items())
        case list() | tuple():
            return ", ".join(map(_nested_text, value))
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _nested_text(value: object) -> str:
    """Return a value as text, lists and mappings in brackets."""
    match value:
        case Mapping():
            return f"{{{value_text(value)}}}"
        case list() | tuple():
            return f"[{value_text(value)}]"
        case _:
            return value_text(value)


@dataclass(frozen=True, slots=True)
class Edit:
    """A field with its text before and after; None where it is absent."""

    field: str
    before: str | None
    after: str | None


def edits(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the differences between two mappings of texts, in the order of their keys.

    >>> list(edits({"a": "1", "b": "2"}, {"b": "3"}))
    [Edit(field='a', before='1', after=None), Edit(field='b', before='2', after='3')]
    """
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Edit(name, before.get(name), after.get(name))


def list_edits(name: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Edit]:
    """Yield added and removed entries, so that one more does not mark all others as changed.

    >>> list(list_edits("aliases", ("A", "C"), ("A", "B", "C")))
    [Edit(field='aliases', before=None, after='B')]
    """
    one, other = [value_text(item) for item in before], [value_text(item) for item in after]
    removed = [item for item in one if item not in other]
    added = [item for item in other if item not in one]
    if not removed and not added and one != other:
        yield Edit(f"{name} (order)", value_text(before), value_text(after))
    elif len(removed) == len(added):  # replacements
        yield from (Edit(name, *pair) for pair in zip(removed, added, strict=True))
    else:
        yield from (Edit(name, item, None) for item in removed)
        yield from (Edit(name, None, item) for item in added)


_IN_THE_ROW = {"property", "value", "unit", "bound", "uncertainty"}  # as a column, or in the text of the value


@dataclass(frozen=True, slots=True)
class ClaimEdit:
    """An edit of one part of a claim, with the new claim, or the old one if it was removed."""

    claim: Claim
    edit: Edit


def claim_edits(old: Sequence[Claim], new: Sequence[Claim]) -> Iterator[ClaimEdit]:
    """Yield the edits of each claim in the order of the new claims, then the removed claims, with all their parts."""
    earlier = _matched(old, new)
    for index, claim in enumerate(new):
        parts = _parts(earlier[index][1]) if index in earlier else {}
        yield from (ClaimEdit(claim, edit) for edit in edits(parts, _parts(claim)))
    kept = {position for position, _ in earlier.values()}
    for claim in (claim for index, claim in enumerate(old) if index not in kept):
        yield from (ClaimEdit(claim, edit) for edit in edits(_parts(claim), {}))
    before, after = list(map(repr, old)), list(map(repr, new))
    if before != after and sorted(before) == sorted(after):
        names = (value_text([claim.property for claim in claims]) for claims in (old, new))
        yield ClaimEdit(new[0], Edit("order of the claims", *names))


def _parts(claim: Claim) -> dict[str, str]:
    """Return the value with unit and bound as one text, and every other part under its field."""
    rest = claim.model_dump(by_alias=True, exclude_defaults=True, exclude=_IN_THE_ROW)
    return {"value": claim_text(claim)} | {name: value_text(part) for name, part in rest.items()}


def _matched(old: Sequence[Claim], new: Sequence[Claim]) -> dict[int, tuple[int, Claim]]:
    """Return index in `new` -> (index in `old`, old claim), for every claim with an earlier version.

    That is an equal claim, else one on the same property that shares two of conditions, source and value.
    """
    found: dict[int, tuple[int, Claim]] = {}
    left = dict(enumerate(old))
    for key in _MATCH_KEYS:
        for index, claim in enumerate(new):
            same = (position for position, one in left.items() if key(one) == key(claim))
            position = next(same, None) if index not in found else None
            if position is not None:
                found[index] = (position, left.pop(position))
    return found


def _conditions(claim: Claim) -> Hashable:
    return claim.conditions.comparable if claim.conditions else None


_MATCH_KEYS: tuple[Callable[[Claim], Hashable], ...] = (
    repr,
    lambda claim: (claim.property, _conditions(claim), claim.source.reference),
    lambda claim: (claim.property, _conditions(claim), claim_text(claim)),
    lambda claim: (claim.property, claim.source.reference, claim_text(claim)),
)
"""Keys that two versions of a claim share, the strictest first."""
