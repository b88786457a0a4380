"""Can every formula of the records be read? What the reader of formulas refuses is told in terms of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..chemistry import formula
from ..chemistry.families import FAMILIES
from ..chemistry.sites import Sites, assign
from ..chemistry.tokenizer import SYMBOLS
from ..errors import Problem, shown
from ..records.dataset import Dataset, Key
from ..records.models import Composed
from ..yamlio.document import Path
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
    for key, record in _with_formulas(dataset):
        unknown = record.bind is None  # in a record that could not be read whole
        if record.formula is None or unknown:
            continue
        try:
            placed(record, record.formula)
        except formula.FormulaError as error:
            yield _refused(dataset, key, record, record.formula, error)
    for ident, material in dataset.materials.items():
        for index, found in enumerate(material.measured):
            if found.formula is not None:
                yield from _unreadable(dataset, ident, index, found.formula)


def _unreadable(dataset: Dataset, ident: str, index: int, written: str) -> Iterator[Problem]:
    """Yield what is wrong with a composition found by analysis; it has no variables and no stated sites."""
    material = dataset.materials[ident]
    try:
        assign(formula.parse(written, {}), material.family if material.family in FAMILIES else None, None)
    except formula.FormulaError as error:
        message = f"found {shown(written)} (at character {error.position + 1}), expected a formula"
        path = ("measured", index, "formula")
        yield dataset.problem(("materials", ident), path, message, _remedy(error, written), error.position)


@error(
    "unused-variable",
    example='found a value for "y", expected a variable of "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2"',
    remedy="Remove it, or mend the formula that should hold it.",
)
def variables_stand_in_their_formula(dataset: Dataset) -> Iterator[Problem]:
    """Every variable with a value stands in the formula.

    A value that changes nothing is a slip in the formula or left over from another one.
    """
    for key, record in _with_formulas(dataset):
        for variable in record.bind:
            if record.formula is None or _read_without(record, variable):
                written = f"a variable of {shown(record.formula)}" if record.formula else "a formula with it"
                message = f"found a value for {shown(variable)}, expected {written}"
                yield dataset.problem(key, ("bind", variable), message, "Remove it, or mend the formula.")


def _read_without(record: Composed, variable: str) -> bool:
    others = {name: value for name, value in record.bindings.items() if name != variable}
    try:
        formula.parse(record.formula or "", others)
    except formula.FormulaError:
        return False
    return True


def _with_formulas(dataset: Dataset) -> Iterator[tuple[Key, Composed]]:
    for kind in ("materials", "statements"):
        for ident, record in dataset.kind(kind).items():
            yield (kind, ident), record


def placed(record: Composed, written: str) -> Sites:
    """Return a formula on its sites. Raises FormulaError."""
    known = record.family if record.family in FAMILIES else None  # of others the formula itself must tell
    return assign(formula.parse(written, record.bindings), known, record.stated_sites)


def _refused(dataset: Dataset, key: Key, material: Composed, written: str, error: formula.FormulaError) -> Problem:
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
    return capitals(error, written) or error.text


def capitals(error: formula.FormulaError, written: str) -> str:
    """Return a hint where the second letter of an element was written as a capital; empty where it was not.

    >>> capitals(formula.FormulaError("placeholder", 1, ""), "NANI0.5O2")
    'Write the second letter of an element small: Na.'
    """
    pair = written[max(error.position - 1, 0) : error.position + 1]
    meant = pair.title()
    capital = error.code in ("placeholder", "unknown-element") and pair.isupper() and meant in SYMBOLS
    return f"Write the second letter of an element small: {meant}." if capital else ""
