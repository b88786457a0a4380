"""Can every formula of the records be read? What the reader of formulas refuses is told in terms of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..chemistry import formula, sites
from ..chemistry.families import FAMILIES
from ..errors import Problem, shown
from ..files.document import Path
from ..records.collection import Dataset, Key
from ..records.kinds import Composed

_ELSEWHERE: dict[str, tuple[Path, str]] = {
    "bad-value": (("bind",), "a number for each variable"),
    "sites-disagree": (("sites",), "sites that hold what the formula does"),
    "unknown-site": (("sites",), "sites that a cathode has"),
    "unknown-family": (("family",), "a family of which we know the sites"),
}
"""Code of a refusal -> the field to mend, where that is not the formula, and what belongs there."""


def formulas_can_be_read(dataset: Dataset) -> Iterator[Problem]:
    """A formula is read whole, or refused with the place and the reason."""
    for key, record in _with_formulas(dataset):
        unknown = record.bind is None  # in a record that could not be read whole
        if record.formula is None or unknown:
            continue
        try:
            family = record.family if record.family in FAMILIES else None
            sites.assign(formula.parse(record.formula, record.bindings), family, record.stated_sites)
        except formula.FormulaError as error:
            yield _refused(dataset, key, record, record.formula, error)


def _with_formulas(dataset: Dataset) -> Iterator[tuple[Key, Composed]]:
    for kind in ("materials", "statements"):
        for ident, record in dataset.kind(kind).items():
            yield (kind, ident), record


def _refused(
    dataset: Dataset, key: Key, material: Composed, written: str, error: formula.FormulaError
) -> Problem:
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
