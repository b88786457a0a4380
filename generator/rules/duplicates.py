"""Are there duplicates in one record?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.dataset import KINDS, Dataset, Key
from ..records.material_models import ChallengeLink, EffectLink
from ..records.model_parts import Claim, Missing, is_paired
from ..records.reference_models import Person
from .rule import error


@error(
    "named-twice",
    stage="fields",
    example='found "phase" a second time, expected it once',
    remedy="Remove it, or write what was meant instead.",
)
def list_entries_are_unique(atlas: Atlas) -> Iterator[Problem]:
    """A list names each id, text or entry once.

    A duplicate is a copy, and often in place of something that is missing.
    """
    for kind in KINDS:
        for ident, record in atlas.data.kind(kind).items():
            for name in type(record).model_fields:
                items = getattr(record, name)
                if isinstance(items, tuple) and len(items) > 1 and name != "claims":
                    yield from _duplicates(atlas.data, (kind, ident), name, items)


def _duplicates(dataset: Dataset, key: Key, name: str, items: tuple[Any, ...]) -> Iterator[Problem]:
    first: dict[Hashable, int] = {}
    for index, item in enumerate(items):
        identity, path = _identity(item)
        if identity is not None and first.setdefault(identity, index) != index:
            message = f"found {_words(item, path)} a second time, expected it once"
            hint = f"Remove it, or write what was meant instead: the first is {name}[{first[identity]}]."
            yield dataset.problem(key, (name, index, *path), message, hint)


def _words(item: Any, path: tuple[str, ...]) -> str:
    for key in path:
        item = getattr(item, key)
    return shown(item) if isinstance(item, str) else "the same entry"


def _identity(item: Any) -> tuple[Hashable, tuple[str, ...]]:
    """Return what identifies an item of a list (None: anything may repeat), and its path in the item."""
    match item:
        case EffectLink():
            return (item.effect, item.source and item.source.reference), ("effect",)
        case ChallengeLink():
            return (item.challenge, item.source and item.source.reference), ("challenge",)
        case Missing():
            return item.property, ("property",)
        case str():
            return item, ()
        case int() | None | Person():  # people may share a name
            return None, ()
        case _:
            return repr(item), ()


@error(
    "claim-twice",
    stage="fields",
    example='found "capacity-retention" a second time with the conditions and source of claims[0], expected each once',
    remedy="Remove one; or write the conditions in which they differ, or where in the source each is.",
)
def claims_are_unique(atlas: Atlas) -> Iterator[Problem]:
    """One source gives one number for one property under the same conditions.

    Two numbers that nothing distinguishes contradict each other.
    """
    for ident, material in atlas.data.materials.items():
        first: dict[Hashable, int] = {}
        times = Counter(claim.property for claim in material.claims)
        for index, claim in enumerate(material.claims):
            other = first.setdefault(_subject(claim), index) if times[claim.property] > 1 else index
            if claim.property and claim.source and other != index:
                message = (
                    f"found {shown(claim.property)} a second time with the conditions and source of"
                    f" claims[{other}], expected each once"
                )
                yield atlas.data.problem(("materials", ident), ("claims", index, "property"), message)


def _subject(claim: Claim) -> Hashable:
    conditions = claim.conditions.comparable if claim.conditions else None
    control = claim.versus.material if claim.versus else None
    words = claim.value if isinstance(claim.value, str) else None  # a source makes many statements in words
    return claim.property, claim.bound, conditions, claim.source, claim.basis, claim.technique, control, words


@error(
    "repeated-via-review",
    stage="fields",
    example="found the value of claims[2] a second time, via a review, expected one claim with both sources",
    remedy="Keep the claim of the paper, and list the review under `also`; what it adds or says otherwise is its note.",
)
def a_review_repeats_no_number_of_the_paper(atlas: Atlas) -> Iterator[Problem]:
    """A number that a record has from the paper itself is not there once more from a review of that paper.

    It would be counted and listed as two. A review that adds the value of a control has a claim of its own.
    """
    for ident, material in atlas.data.materials.items():
        read = {_number(claim): index for index, claim in reversed(list(enumerate(material.claims))) if not _via(claim)}
        for index, claim in enumerate(material.claims):
            first = read.get(_number(claim)) if _via(claim) and not isinstance(claim.value, str) else None
            if first is not None and not _adds_a_control(claim, material.claims[first]):
                message = (
                    f"found the value of claims[{first}] a second time, via a review,"
                    " expected one claim with both sources"
                )
                yield atlas.data.problem(("materials", ident), ("claims", index, "source"), message)


def _via(claim: Claim) -> bool:
    return claim.source is not None and claim.source.via is not None


def _number(claim: Claim) -> Hashable:
    return claim.property, claim.value, claim.unit, claim.bound, claim.source and claim.source.reference


def _adds_a_control(claim: Claim, other: Claim) -> bool:
    """Return whether a claim gives a number of a control that the other lacks."""
    return is_paired(claim) and not is_paired(other)


@error(
    "claimed-and-missing",
    stage="fields",
    example='found "capacity-retention", which claims[0] gives, expected what the source does not say',
    remedy="Remove it from `missing`, or remove the claim.",
)
def missing_properties_are_not_claimed(atlas: Atlas) -> Iterator[Problem]:
    """A property that a claim gives is not listed as missing.

    The page would contradict itself.
    """
    for ident, material in atlas.data.materials.items():
        claimed = {claim.property: index for index, claim in enumerate(material.claims)}
        for index, absent in enumerate(material.missing):
            if absent.property and absent.property in claimed:
                message = (
                    f"found {shown(absent.property)}, which claims[{claimed[absent.property]}] gives,"
                    " expected what the source does not say"
                )
                yield atlas.data.problem(("materials", ident), ("missing", index, "property"), message)
