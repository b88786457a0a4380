"""Which warnings does a record accept, with a reason, and which of its acceptances are obsolete?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..derived.atlas import Atlas
from ..errors import Problem, did_you_mean, shown
from ..records.dataset import KINDS, Dataset, Key
from ..records.model_parts import Accepted
from .rule import Rule, error


class Acceptances:
    """All acceptances of a dataset, by the file of their record."""

    def __init__(self, dataset: Dataset) -> None:
        self._by_file: dict[str, list[Accepted]] = defaultdict(list)
        for key, _, each in _each(dataset):
            self._by_file[dataset.origins[key].document.file].append(each)

    def cover(self, problem: Problem) -> bool:
        """Return whether a record accepts a problem; an error never is accepted."""
        if problem.severity == "error":
            return False
        return any(_covers(each, problem) for each in self._by_file.get(problem.file, ()))


@error(
    "acceptance-unneeded",
    stage="acceptances",
    example="found nothing that charge warns of, expected a warning to accept",
    remedy="Remove the entry under `accepted`, or correct its `rule` or `at`.",
)
def acceptances_are_needed(atlas: Atlas, found: Sequence[Problem], rules: Sequence[Rule]) -> Iterator[Problem]:
    """A record accepts only warnings that it would get.

    A reason that outlives its warning would hide the next one.
    """
    by_code = {rule.code: rule for rule in rules}
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in found:
        if problem.severity == "warning":
            by_file[problem.file].append(problem)
    for key, index, each in _each(atlas.data):
        if not any(_covers(each, problem) for problem in by_file[atlas.data.origins[key].document.file]):
            yield atlas.data.problem(key, ("accepted", index, "rule"), *_obsolete(each, by_code))


def _each(dataset: Dataset) -> Iterator[tuple[Key, int, Accepted]]:
    for kind in KINDS:
        for ident, record in dataset.kind(kind).items():
            for index, accepted in enumerate(getattr(record, "accepted", ())):
                if accepted.rule:  # empty in a record that could be read only in part
                    yield (kind, ident), index, accepted


def _covers(accepted: Accepted, problem: Problem) -> bool:
    return accepted.covers(problem.code, problem.field)


def _obsolete(accepted: Accepted, rules: Mapping[str, Rule]) -> tuple[str, str]:
    """Return message and hint for an acceptance without its warning."""
    rule = rules.get(accepted.rule)
    if rule and rule.severity == "warning":
        at = f" at {accepted.at}" if accepted.at else ""
        message = f"found nothing that {accepted.rule} warns of{at}, expected a warning to accept"
        return message, "Remove the entry; or correct `at`, which is the field that the warning names."
    if rule:
        return f"found {shown(accepted.rule)}, an error, expected a warning", "An error must be corrected."
    warnings = [code for code, each in rules.items() if each.severity == "warning"]
    hint = did_you_mean(accepted.rule, warnings)
    return f"found {shown(accepted.rule)}, expected the code of a warning", hint
