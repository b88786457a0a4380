"""How is a composition written elsewhere? As LaTeX, and as the beginning of a record."""

from __future__ import annotations

import json
import re
from typing import Final

from ..chemistry.composition import VACANCY, plain
from ..chemistry.description import Description
from ..chemistry.formula import spans

_MARKS: Final = {"text": "{}", "sub": "_{{{}}}", "sup": "^{{{}}}"}
_LATEX: Final = {"*": r"\cdot ", "[]": r"\square ", VACANCY: r"\square "}


def latex(described: Description) -> str:
    r"""Return the formula alone in LaTeX; reading it gives the same composition.

    >>> from generator.chemistry.description import describe
    >>> latex(describe("P2-Na2/3Ni1/3Mn2/3O2"))
    '$\\mathrm{P2-Na_{2/3}Ni_{1/3}Mn_{2/3}O_{2}}$'
    """
    bare = described.read._replace(structure=None, coating=None)
    parts = (_MARKS[level].format(text) for level, text in spans(plain(bare)))
    body = re.sub(r"\[\]|[*□]", lambda mark: _LATEX[mark[0]], "".join(parts))
    return f"$\\mathrm{{{body}}}$"


def record(described: Description) -> str:
    """Return the beginning of a record of this composition, with what only its maker knows left to fill in.

    Strings are written as JSON does, which YAML reads alike.

    >>> from generator.chemistry.description import describe
    >>> print(record(describe("O3-NaNi0.5Mn0.5O2")))
    # data/materials/o3-nani0-5mn0-5o2.yml
    id: o3-nani0-5mn0-5o2
    name: "O3-NaNi0.5Mn0.5O2"  # or the name that its paper gives it
    formula: "O3-NaNi0.5Mn0.5O2"
    family: layered-oxide
    phase: "O3"
    source: {reference: , at: }  # the id of a reference in data/references, and the place in it
    # claims: what the source states about it, at least one; see CONTRIBUTING.md
    <BLANKLINE>
    """
    ident = re.sub(r"[^a-z0-9]+", "-", described.plain.lower()).strip("-")
    formula = json.dumps(described.plain)
    lines = [
        f"# data/materials/{ident}.yml",
        f"id: {ident}",
        f"name: {formula}  # or the name that its paper gives it",
        f"formula: {formula}",
        f"family: {described.family}",
        *([f"phase: {json.dumps(described.phase, ensure_ascii=False)}"] if described.phase else []),
        "source: {reference: , at: }  # the id of a reference in data/references, and the place in it",
        "# claims: what the source states about it, at least one; see CONTRIBUTING.md",
    ]
    return "\n".join([*lines, ""])
