"""What is taken away around a formula and kept beside it: a phase, a coating, a structure, values, remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from .annotations import MARKUP, SYMBOL
from .composition import ALKALI_OR_LITHIUM
from .families import STRUCTURES
from .messages import Remark, remark
from .phase_notation import tidy

ALKALI: Final = "|".join(sorted(ALKALI_OR_LITHIUM, reverse=True))
PARTNERS: Final = (
    "C|C-N|N-C|NC|CNTs?|SWCNTs?|MWCNTs?|(?:N-)?r?GO|[Gg]raphite|[Gg]raphene|PPy|PANI|PEDOT|MXene"
    r"|(?:[A-Z](?:,[A-Z])*-(?:co-?)?doped\s+|hard\s+)?[Cc]arbon(?:\s+(?:nano[a-z]+|black|cloth|matrix|layer))?"
    r"|(?:reduced\s+)?graphene\s+oxide"
)
PERCENT: Final = r"(?:[0-9.]+\s*(?:wt|mol|at)\.?\s*%\s*)?"
SHELL: Final = rf"{PERCENT}(?:{PARTNERS}|(?!(?:{ALKALI})(?![a-z]))(?:[A-Z][a-z]?[0-9.]{{0,4}}){{2,5}})"


@dataclass(slots=True)
class Surroundings:
    """What was taken away around a formula.

    `elements` are those of placeholders, as in `M = Fe`; `second` is another formula in the last bracket and its place.
    """

    given: dict[str, str] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    phase: str | None = None
    coating: str | None = None
    structure: str | None = None
    second: tuple[str, int] | None = None
    remarks: list[Remark] = field(default_factory=list)

    def add(self, other: Surroundings) -> None:
        """Take over what was found in a part of the text."""
        self.given |= other.given
        self.elements |= other.elements
        self.phase = other.phase or self.phase
        self.coating = other.coating or self.coating
        self.structure = other.structure or self.structure
        self.remarks += other.remarks


NOTHING: Final = Surroundings()


def symbols_from_alkali(text: str) -> list[str]:
    """The symbols of a formula from its first alkali metal on, so that those of a phase such as O3 are left out."""
    symbols = SYMBOL.findall(text)
    first = next((at for at, symbol in enumerate(symbols) if symbol in ALKALI_OR_LITHIUM), 0)
    return symbols[first:]


def with_coating(text: str, name: str, found: Surroundings) -> str:
    """Keep a coating, from the innermost to the outermost where there are several."""
    found.coating = f"{name}@{found.coating}" if found.coating else name
    found.remarks.append(remark("coating-ignored", name))
    return text


def with_phase(text: str, name: str, found: Surroundings) -> str:
    """Keep the phase that a text names beside a formula."""
    found.phase = tidy(re.sub("[’′]", "'", MARKUP.sub("", name)))
    found.remarks.append(remark("phase-read", found.phase))
    return text


def with_structure(text: str, name: str, found: Surroundings) -> str:
    """Keep the structure that a text names beside a formula."""
    found.structure = name.lower()
    found.remarks.append(remark("structure-read", name, STRUCTURES[found.structure].replace("-", " ")))
    return text
