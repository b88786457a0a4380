"""The registry: every rule of the modules of this package, and the run of all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from ..derived.atlas import Atlas
from ..errors import Problem
from ..records.dataset import Key
from .acceptance import Acceptances, acceptances_are_needed
from .rule import Rule, Stage


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule: module by module, by name, in the order in which each module defines them."""
    names = [module.name for module in iter_modules([str(Path(__file__).parent)]) if module.name != "registry"]
    found = (value for name in names for value in vars(import_module(f".{name}", __package__)).values())
    return tuple({rule.code: rule for rule in found if isinstance(rule, Rule)}.values())


def check(everything: Atlas, partial: Collection[Key] = ()) -> list[Problem]:
    """Return the problems that no record accepts; `partial` are records that could be read only in part."""
    whole = everything.without(partial) if partial else everything
    dead_links = list(_found("links", everything))
    found = [*dead_links, *_found("fields", everything), *_found("records", whole)]
    if not (dead_links or partial or everything.data.unreadable):  # what seems missing may be in them
        found += _found("collection", whole)
        found += acceptances_are_needed(whole, found, rules())
    acceptances = Acceptances(everything.data)
    return [problem for problem in found if not acceptances.cover(problem)]


def _found(stage: Stage, atlas: Atlas) -> Iterator[Problem]:
    for rule in rules():
        if rule.stage == stage:
            yield from rule(atlas)
