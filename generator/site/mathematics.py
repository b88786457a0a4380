"""A formula in LaTeX to MathML, which browsers draw without a script."""

from __future__ import annotations

from latex2mathml.converter import convert

from ..errors import shown
from . import safehtml

LONGEST = 2_000


class Unset(ValueError):  # noqa: N818 - it says what became of the formula
    """A formula that is not set: (found, expected, hint)."""


def mathml(latex: str) -> str:
    """Return a formula as MathML. Raises Unset for what is none, or more than one."""
    if len(latex) > LONGEST:
        raise Unset(f"a formula of {len(latex)} characters", f"at most {LONGEST}", "Break it into several.")
    try:
        made: str = convert(latex, display="block")
    except (
        Exception
    ):  # whatever the library stumbles over: an unknown command, a missing brace, nesting too deep
        hint = "Look for a missing brace or argument."
        raise Unset(shown(latex), "a formula in LaTeX that can be set", hint) from None
    if safehtml.in_mathematics(made):
        hint = r"Leave out \href, \style, \class and whatever else is no mathematics."
        raise Unset(shown(latex), "a formula of mathematics only", hint)
    return f'<div class="ea-math">{made}</div>'
