"""A rule: a code, an invariant with its reason, a remedy, and the function that finds violations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Literal

from ..derived.atlas import Atlas
from ..errors import Problem, Severity

Find = Callable[..., Iterator[Problem]]
"""An atlas to the problems in its records."""
Stage = Literal["links", "fields", "records", "collection", "acceptances"]
"""What must have been read: links and fields check whatever could be, records only whole ones, collection all.

Rules on acceptances also get what the others found, and all rules.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """An invariant of the records: the first paragraph of the function's docstring; the second says why."""

    code: str
    severity: Severity
    stage: Stage
    find: Find
    example: str
    remedy: str

    @property
    def says(self) -> str:
        """Return the invariant, as a sentence."""
        return self._paragraphs[0]

    @property
    def why(self) -> str:
        """Return the reason for it."""
        return self._paragraphs[1]

    @property
    def _paragraphs(self) -> list[str]:
        text = cleandoc(self.find.__doc__ or "")
        return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]

    def __call__(self, atlas: Atlas, *more: object) -> Iterator[Problem]:
        """Yield the problems found, with code and severity; the remedy is the hint of those that have none."""
        for problem in self.find(atlas, *more):
            yield replace(problem, code=self.code, severity=self.severity, hint=problem.hint or self.remedy)


def error(code: str, *, example: str, remedy: str, stage: Stage = "records") -> Callable[[Find], Rule]:
    """Make a function a rule whose violations are errors."""
    return lambda find: Rule(code, "error", stage, find, example, remedy)


def warning(code: str, *, example: str, remedy: str, stage: Stage = "records") -> Callable[[Find], Rule]:
    """Make a function a rule whose violations a record may accept, with a reason, under `accepted`."""
    return lambda find: Rule(code, "warning", stage, find, example, remedy)
