"""Do the records keep every rule? Each is asked of as much as could be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..errors import Problem
from ..records.collection import Dataset, Key
from .acceptance import Acceptances
from .catalogue import RULES
from .rule import Stage


def problems(everything: Dataset, partial: Collection[Key] = ()) -> list[Problem]:
    """Return what the rules find and no record accepts; `partial` are records that could be read only in part."""
    whole = everything.without(partial) if partial else everything
    astray = list(_found("links", everything))
    found = [*astray, *_found("fields", everything), *_found("records", whole)]
    if not (astray or partial or everything.unreadable):  # what is missed may be in what could not be read
        found += _found("collection", whole)
    acceptances = Acceptances(everything)
    return [problem for problem in found if not acceptances.cover(problem)]


def _found(stage: Stage, dataset: Dataset) -> Iterator[Problem]:
    for rule in RULES:
        if rule.stage == stage:
            yield from rule(dataset)
