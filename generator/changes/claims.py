"""Which claim is which before and after, and what differs between the two?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from ..records.shapes import Claim
from ..site.typeset import claim_text
from .edits import Edit, edits
from .words import words

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
        names = (words([claim.property for claim in claims]) for claims in (old, new))
        yield ClaimEdit(new[0], Edit("order of the claims", *names))


def _against(earlier: tuple[int, Claim] | None, claim: Claim) -> Iterator[Edit]:
    if earlier is None:
        return iter([Edit("value", None, claim_text(claim))])
    return edits(_parts(earlier[1]), _parts(claim))


def _parts(claim: Claim) -> dict[str, str]:
    """Return the value with its unit and limits as one text, and every other part under its field."""
    rest = claim.model_dump(by_alias=True, exclude_defaults=True, exclude=_SAID_BY_THE_VALUE)
    return {"value": claim_text(claim)} | {name: words(part) for name, part in rest.items()}


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
