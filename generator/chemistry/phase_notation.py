"""How is a phase printed? `O3-`, `P2/O'3:`, `β-`, `(P2)`, `-P3`: its one spelling, before or after a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .composition import ALKALI_OR_LITHIUM
from .families import STRUCTURES
from .tokenizer import Token

_LAYERS: Final = r"(?:O|P|OP)'?[0-9]'?'?(?:/(?:O|P|OP)'?[0-9]'?'?)*"
_PHASE: Final = re.compile(rf"[α-ω]|{_LAYERS}")
_LAYERS_BEHIND: Final = _LAYERS.replace("'", "[’′']").replace(
    "(?:O|P|OP)", r"(?:<(?:i|em)>|\\(?:text|math)it\{)?(?:O|P|OP)(?:</(?:i|em)>|\})?"
)
PHASE_BEHIND: Final = re.compile(
    rf"""\s*[(\[{{]\s*({_LAYERS_BEHIND}|(?i:{"|".join(STRUCTURES)}))(?:[-\s](?:type|phase))?\s*[)\]}}]\s*$
    | ((?<=[0-9₀-₉>}}$)\]])(?:\s*[-‐‑–]\s*|\s+)|\s*[,;]\s*)({_LAYERS_BEHIND})(?:[-\s](?:type|phase))?\s*$""",
    re.VERBOSE,
)


def phase_prefix(found: Sequence[Token]) -> tuple[str | None, int]:
    """Find a phase such as `O3-`, `P'2:`, `P2/O3-`, `β-` or `P2 Na`: its one spelling and its tokens' number.

    >>> from generator.chemistry.tokenizer import tokens
    >>> phase_prefix(tokens("P2/O′3-NaMnO2"))
    ("P2/O'3", 7)
    """
    if found[0][1] not in ("O", "P") and found[0][0] != "variable":
        return None, 0
    spelled: list[str] = []
    for index, (kind, part, _) in enumerate(found):
        joins = kind == "type" or kind == "colon" or part == "-"
        if spelled and part in ("-", "+", "&"):
            slash = found[index + 1][0] == "slash"  # as in `P2-/O3-`
            other, length = phase_prefix(found[index + 1 + slash :])
            if other:
                spelled += ["/", other]
                return "".join(spelled), index + 1 + slash + length
        alkali = part in ALKALI_OR_LITHIUM or (kind == "open" and found[index + 1][1] in ALKALI_OR_LITHIUM)
        if spelled and (joins or alkali):
            phase = "".join(spelled)
            return (tidy(phase), index + _joints(found, index)) if _PHASE.fullmatch(phase) else (None, 0)
        if index > 12 or kind not in ("element", "number", "prime", "slash", "variable"):
            break
        spelled.append(part)
    return None, 0


def _joints(found: Sequence[Token], index: int) -> int:
    """The number of tokens such as `-type` and `-` between a phase and its formula, at most three."""
    number = 0
    while number < 3 and (found[index + number][0] in ("type", "colon") or found[index + number][1] == "-"):
        number += 1
    return number


def tidy(phase: str) -> str:
    """The prime belongs before the number: `P3'` is `P'3`."""
    return re.sub(r"([0-9])('+)", r"\2\1", phase)
