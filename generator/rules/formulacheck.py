"""Can every formula of the records be read? What the reader of formulas refuses is told in terms of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..chemistry import formula
from ..chemistry.families import FAMILIES
from ..chemistry.sites import Sites, assign
from ..errors import Problem, shown
from ..files.document import Path
from ..records.collection import Dataset
from ..records.kinds import Material
from .rule import error

_ELSEWHERE: dict[str, tuple[Path, str]] = {
    "bad-value": (("bind",), "a number for each variable"),
    "sites-disagree": (("sites",), "sites that hold what the formula does"),
    "unknown-site": (("sites",), "sites that a cathode has"),
    "unknown-family": (("family",), "a family of which we know the sites"),
}
"""Code of a refusal -> the field to mend, where that is not the formula, and what belongs there."""


@error(
    "formula",
    stage="fields",
    example='found "NaNi0.5Xx0.5O2" (at character 8), expected a formula',
    remedy="Mend the formula at the character named: elements, amounts, brackets and the values of its variables.",
)
def formulas_can_be_read(dataset: Dataset) -> Iterator[Problem]:
    """A formula can be read whole, to the last character.

    Everything computed follows from it, and half a formula gives wrong numbers that look right.
    """
    for ident, material in dataset.materials.items():
        unknown = material.bind is None  # in a record that could not be read whole
        if material.formula is None or unknown:
            continue
        try:
            placed(material, material.formula)
        except formula.FormulaError as error:
            yield _refused(dataset, ident, material, material.formula, error)


def placed(material: Material, written: str) -> Sites:
    """Return a material's formula on its sites. Raises FormulaError."""
    family = (
        material.family if material.family in FAMILIES else None
    )  # of others the formula itself must tell
    return assign(formula.parse(written, material.bindings), family, material.stated_sites)


def _refused(
    dataset: Dataset, ident: str, material: Material, written: str, error: formula.FormulaError
) -> Problem:
    key = ("materials", ident)
    if error.code in _ELSEWHERE:
        path, expected = _ELSEWHERE[error.code]
        found = shown(material.family) if path == ("family",) else f"what does not fit {shown(written)}"
        return dataset.problem(key, path, f"found {found}, expected {expected}", error.text)
    found = f"found {shown(written)} (at character {error.position + 1})"
    message = f"{found}, expected a formula"
    return dataset.problem(key, ("formula",), message, _remedy(error, written), error.position)


def _remedy(error: formula.FormulaError, written: str) -> str:
    variable = re.match(r"\w", written[error.position :])
    if error.code == "unbound-variable" and variable:
        name = variable[0]
        return f"`{name}` has no value: write the one that the source gives, as in `bind: {{{name}: 0.1}}`."
    return error.text
