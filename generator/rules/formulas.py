"""Formulas: what the parser refuses, reported in terms of the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..chemistry.description import Description
from ..chemistry.formula import FormulaError
from ..chemistry.tokenizer import SYMBOLS
from ..derived.atlas import Atlas
from ..derived.readings import composed
from ..errors import Problem, shown
from ..records.dataset import Dataset, Key
from ..records.material_models import Composed
from ..yamlio.document import Path
from .rule import error

_ELSEWHERE: dict[str, tuple[Path, str]] = {
    "bad-value": (("bind",), "a number for each variable"),
    "sites-disagree": (("sites",), "sites that hold what the formula does"),
    "unknown-site": (("sites",), "sites that a cathode has"),
    "unknown-family": (("family",), "a family of which we know the sites"),
}
"""Code of a refusal -> the field to correct, where that is not the formula, and what is expected there."""


@error(
    "formula",
    stage="fields",
    example='found "NaNi0.5Xx0.5O2" (at character 8), expected a formula',
    remedy="Correct the formula at that character: elements, amounts, brackets and the values of its variables.",
)
def formulas_are_readable(atlas: Atlas) -> Iterator[Problem]:
    """A formula is read completely, to the last character.

    Every derived number follows from it; half a formula gives wrong numbers that look right.
    """
    for key, reading in atlas.readings.items():
        if reading.error:
            record = atlas.data.kind(key[0])[key[1]]
            yield _refused(atlas.data, key, record, record.formula, reading.error)
    for ident, found in atlas.measured.items():
        for index, measured in enumerate(found):
            if measured and measured.error:
                yield _refused_measurement(atlas.data, ident, index, measured.error)


def _refused_measurement(dataset: Dataset, ident: str, index: int, error: FormulaError) -> Problem:
    written = dataset.materials[ident].measured[index].formula or ""
    message = f"found {shown(written)} (at character {error.position + 1}), expected a formula"
    path = ("measured", index, "formula")
    return dataset.problem(("materials", ident), path, message, _remedy(error, written), error.position)


@error(
    "unused-variable",
    example='found a value for "y", expected a variable of "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2"',
    remedy="Remove it, or correct the formula.",
)
def variables_occur_in_their_formula(atlas: Atlas) -> Iterator[Problem]:
    """Every variable with a value occurs in the formula.

    A value without effect is a mistake in the formula or left over from another one.
    """
    for key, record in composed(atlas.data):
        written = f"a variable of {shown(record.formula)}" if record.formula else "a formula with it"
        for variable in _unused(record, atlas.description(*key)):
            message = f"found a value for {shown(variable)}, expected {written}"
            yield atlas.data.problem(key, ("bind", variable), message)


def _unused(record: Composed, described: Description | None) -> Iterable[str]:
    if record.formula is None:
        return record.bind or ()
    return described.read.unused if described else ()


def _refused(dataset: Dataset, key: Key, material: Composed, written: str, error: FormulaError) -> Problem:
    if error.code in _ELSEWHERE:
        path, expected = _ELSEWHERE[error.code]
        found = shown(material.family) if path == ("family",) else f"what does not fit {shown(written)}"
        return dataset.problem(key, path, f"found {found}, expected {expected}", error.text)
    found = f"found {shown(written)} (at character {error.position + 1})"
    message = f"{found}, expected a formula"
    return dataset.problem(key, ("formula",), message, _remedy(error, written), error.position)


def _remedy(error: FormulaError, written: str) -> str:
    variable = re.match(r"\w", written[error.position :])
    if error.code == "unbound-variable" and variable:
        name = variable[0]
        return f"`{name}` has no value: write the one that the source gives, as in `bind: {{{name}: 0.1}}`."
    return capitals(error, written) or error.text


def capitals(error: FormulaError, written: str) -> str:
    """Return a hint where the second letter of an element was written as a capital; empty where it was not.

    >>> capitals(FormulaError("placeholder", 1, ""), "NANI0.5O2")
    'Write the second letter of an element in lower case: Na.'
    """
    pair = written[max(error.position - 1, 0) : error.position + 1]
    meant = pair.title()
    capital = error.code in ("placeholder", "unknown-element") and pair.isupper() and meant in SYMBOLS
    return f"Write the second letter of an element in lower case: {meant}." if capital else ""
