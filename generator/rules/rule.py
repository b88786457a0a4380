"""What is a rule? A code, what holds and why, what to do where it does not, and one function that looks."""

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
    """One thing that holds for the records. The function's docstring says what, and in a second paragraph why."""

    code: str
    severity: Severity
    stage: Stage
    find: Find
    example: str
    remedy: str

    @property
    def says(self) -> str:
        """Return what holds, as a sentence."""
        return self._paragraphs[0]

    @property
    def why(self) -> str:
        """Return why it should."""
        return self._paragraphs[1]

    @property
    def _paragraphs(self) -> list[str]:
        text = cleandoc(self.find.__doc__ or "")
        return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]

    def __call__(self, atlas: Atlas, *more: object) -> Iterator[Problem]:
        """Yield what the function finds, with code and severity, and the remedy where it gives no hint."""
        for problem in self.find(atlas, *more):
            yield replace(problem, code=self.code, severity=self.severity, hint=problem.hint or self.remedy)


def error(code: str, *, example: str, remedy: str, stage: Stage = "records") -> Callable[[Find], Rule]:
    """Make a function a rule that must hold."""
    return lambda find: Rule(code, "error", stage, find, example, remedy)


def warning(code: str, *, example: str, remedy: str, stage: Stage = "records") -> Callable[[Find], Rule]:
    """Make a function a rule that a record may break with a reason, given under `accepted`."""
    return lambda find: Rule(code, "warning", stage, find, example, remedy)
