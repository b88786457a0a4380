"""How is a formula typeset? What is on the line, below it and above it, as its source prints it."""

from __future__ import annotations

from typing import Final, Literal

from .labels import with_points
from .messages import FormulaError
from .phase_notation import phase_prefix
from .tokenizer import tokens

Span = tuple[Literal["text", "sub", "sup"], str]


def spans(text: str) -> tuple[Span, ...]:
    """Cut a formula into what is on the line, below it and above it, to typeset it as printed.

    Any text is safe: what is no formula comes back whole, as one span of plain text.

    >>> spans("O3-NaMn^{4+}_{1/2}O2")
    (('text', 'O3-NaMn'), ('sup', '4+'), ('sub', '1/2'), ('text', 'O'), ('sub', '2'))
    """
    try:
        found = tokens(with_points(text))
    except FormulaError:
        found = []
    if not found or any(kind in ("prose", "other") for kind, _, _ in found):
        return (("text", text),) if text else ()
    _, start = phase_prefix(found)
    merged: list[Span] = []
    level: Literal["text", "sub", "sup"] = "text"
    for index, (kind, part, _) in enumerate(found[:-1]):
        level = "text" if index < start else _level(kind, found[index - 1][0], found[index + 1][0], level)
        printed = part[0] if kind == "vacancy" else _PRINTED.get(part, part)
        if merged and merged[-1][0] == level:
            merged[-1] = (level, merged[-1][1] + printed)
        else:
            merged.append((level, printed))
    return tuple(merged)


_PRINTED: Final = {"-type": "-type ", ",": ", ", "=": " = ", "\\sim": "∼", "\\simeq": "≃", "\\approx": "≈"}
_SYMBOL_KINDS: Final = frozenset(("element", "close", "vacancy", "placeholder", "valence", "flat"))
_AMOUNT_KINDS: Final = frozenset(("number", "variable"))


def _level(kind: str, before: str, after: str, level: Literal["text", "sub", "sup"]) -> Literal["text", "sub", "sup"]:
    """The place of one token: amounts below the line once a symbol has been met, valences above it."""
    if kind in ("valence", "flat"):
        return "sup"
    if kind == "about" and before in _SYMBOL_KINDS:
        return "sub"
    if kind in _AMOUNT_KINDS and (before in _SYMBOL_KINDS or level == "sub"):
        return "sub"
    if kind in ("sign", "slash") and level == "sub" and after in _AMOUNT_KINDS:
        return "sub"
    return "text"
