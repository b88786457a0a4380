"""Questions of readers: do the parts of a question fit each other, so that it can be answered?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..chemistry.quantities import BY_ID
from ..derived.atlas import Atlas
from ..errors import Problem, did_you_mean, shown
from ..records.vocabulary_models import ReaderQuestion
from .rule import error

_OF_MATERIALS: Final = ("entropy", "family")
"""Groups of rows by their material; all others are by the property or a condition of a claim."""
_WITH_CLAIMS: Final = (None, "pairs")
"""What answers a question with claims."""


@error(
    "question-parts",
    example='found "rate", expected entropy or family where `field` is water',
    remedy="Change the one or the other; `description` of each field says what it takes.",
)
def parts_of_a_question_fit_each_other(atlas: Atlas) -> Iterator[Problem]:
    """A question can be answered: it names what answers it, and groups or compares only by what its rows have.

    The page of a question whose parts contradict each other could not be built.
    """
    for ident, question in atlas.data.questions.items():
        for field, message, hint in contradictions(question):
            yield atlas.data.problem(("questions", ident), (field,), message, hint)


def contradictions(question: ReaderQuestion) -> Iterator[tuple[str, str, str]]:
    """Yield each field that does not fit the others, with a message and a hint."""
    group = question.group
    if question.field is None and not question.properties:
        yield "properties", "found none, expected the properties that answer it, or a `field`", ""
    if group and group not in _OF_MATERIALS and question.field not in _WITH_CLAIMS:
        expected = f"expected {' or '.join(_OF_MATERIALS)} where `field` is {question.field}"
        yield "group", f"found {shown(group)}, {expected}", ""
    elif group == "mass" and (question.field or "specific-capacity" not in question.properties):
        yield "group", 'found "mass", expected it only without `field`, for energies and specific-capacity', ""
    if question.over is not None and question.field:
        yield "over", f"found {shown(question.over)}, expected it only without `field`", ""
    elif question.over is not None and question.over not in BY_ID:
        hint = did_you_mean(question.over, BY_ID)
        yield "over", f"found {shown(question.over)}, expected the id of a computed quantity", hint
