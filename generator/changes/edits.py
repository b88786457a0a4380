"""What reads differently before and after: claims matched one by one, and every other field as text."""

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
    """Put brackets around what holds several things."""
    match value:
        case Mapping():
            return f"{{{value_text(value)}}}"
        case list() | tuple():
            return f"[{value_text(value)}]"
        case _:
            return value_text(value)


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
    one, other = [value_text(item) for item in before], [value_text(item) for item in after]
    gone = [item for item in one if item not in other]
    came = [item for item in other if item not in one]
    if not gone and not came and one != other:
        yield Edit(f"{name} (order)", value_text(before), value_text(after))
    elif len(gone) == len(came):  # each took the place of another
        yield from (Edit(name, *pair) for pair in zip(gone, came, strict=True))
    else:
        yield from (Edit(name, item, None) for item in gone)
        yield from (Edit(name, None, item) for item in came)


_SAID_BY_THE_VALUE = {"value", "unit", "bound", "uncertainty"}


@dataclass(frozen=True, slots=True)
class ClaimEdit:
    """An edit of one part of a claim, with the claim as it is now, or as it was where it is gone."""

    claim: Claim
    edit: Edit


def claim_edits(old: Sequence[Claim], new: Sequence[Claim]) -> Iterator[ClaimEdit]:
    """Yield what differs, claim by claim and part by part, in the order of the new claims; then what is gone."""
    earlier = _matched(old, new)
    for index, claim in enumerate(new):
        yield from (ClaimEdit(claim, edit) for edit in _against(earlier.get(index), claim))
    for index, claim in enumerate(old):
        if index not in {position for position, _ in earlier.values()}:
            yield ClaimEdit(claim, Edit("value", claim_text(claim), None))
    before, after = list(map(repr, old)), list(map(repr, new))
    if before != after and sorted(before) == sorted(after):
        names = (value_text([claim.property for claim in claims]) for claims in (old, new))
        yield ClaimEdit(new[0], Edit("order of the claims", *names))


def _against(earlier: tuple[int, Claim] | None, claim: Claim) -> Iterator[Edit]:
    if earlier is None:
        return iter([Edit("value", None, claim_text(claim))])
    return edits(_parts(earlier[1]), _parts(claim))


def _parts(claim: Claim) -> dict[str, str]:
    """Return the value with its unit and limits as one text, and every other part under its field."""
    rest = claim.model_dump(by_alias=True, exclude_defaults=True, exclude=_SAID_BY_THE_VALUE)
    return {"value": claim_text(claim)} | {name: value_text(part) for name, part in rest.items()}


def _matched(old: Sequence[Claim], new: Sequence[Claim]) -> dict[int, tuple[int, Claim]]:
    """Return the place in `new` of every claim that was there before -> its place in `old`, and what it was.

    An equal claim is the same one; else one on the same property that shares two of conditions, source and value.
    """
    found: dict[int, tuple[int, Claim]] = {}
    left = dict(enumerate(old))
    for likeness in _LIKENESS:
        for index, claim in enumerate(new):
            same = (place for place, one in left.items() if likeness(one) == likeness(claim))
            place = next(same, None) if index not in found else None
            if place is not None:
                found[index] = (place, left.pop(place))
    return found


def _conditions(claim: Claim) -> Hashable:
    return claim.conditions.comparable if claim.conditions else None


_LIKENESS: tuple[Callable[[Claim], Hashable], ...] = (
    repr,
    lambda claim: (claim.property, _conditions(claim), claim.source.reference),
    lambda claim: (claim.property, _conditions(claim), claim_text(claim)),
    lambda claim: (claim.property, claim.source.reference, claim_text(claim)),
)
"""What two claims must share to be one and the same, the closest likeness first."""
