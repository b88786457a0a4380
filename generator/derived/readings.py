"""Every formula of the records, parsed once: its description, or the error.

Whatever needs a composition (rules, pages, tables, charts) takes it from here and parses nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..chemistry import description, redox_states
from ..chemistry.description import Description
from ..chemistry.families import FAMILIES
from ..chemistry.formula import FormulaError
from ..records.dataset import Dataset, Key
from ..records.material_models import Composed, Material


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of parsing one formula: a description, or the error."""

    description: Description | None = None
    error: FormulaError | None = None


Readings = Mapping[Key, Reading]
"""(kind, id) of every record that prints a formula -> its reading."""


def readings(dataset: Dataset) -> dict[Key, Reading]:
    """Parse every formula of a dataset. Records whose variables could not be validated are left out."""
    return {key: read(record, record.formula) for key, record in composed(dataset) if record.formula and _known(record)}


def composed(dataset: Dataset) -> Iterator[tuple[Key, Composed]]:
    """Yield every record that may print a formula."""
    for kind in ("materials", "statements"):
        for ident, record in dataset.kind(kind).items():
            yield (kind, ident), record


def measured(dataset: Dataset, nominal: Readings) -> dict[str, tuple[Reading | None, ...]]:
    """Read the compositions found by analysis: id of the material -> one reading each, None where none is printed."""
    return {
        ident: tuple(
            _as_found(material, found.formula, nominal.get(("materials", ident))) for found in material.measured
        )
        for ident, material in dataset.materials.items()
        if material.measured
    }


def _as_found(material: Material, formula: str | None, nominal: Reading | None) -> Reading | None:
    """Read a composition that has no variables and no stated sites; one that is also the nominal one is read once."""
    if formula is None:
        return None
    plain = material.model_copy(update={"bind": {}, "sites": None})
    return nominal if formula == material.formula and plain == material else read(plain, formula)


def _known(record: Composed) -> bool:
    return record.bind is not None  # None in a record that could be validated only in part


def read(record: Composed, formula: str) -> Reading:
    """Parse a formula with the variables, family and sites that its record states, and the redox states of a material.

    What a source reports of that very material goes before what holds in its family.
    """
    family = record.family if record.family in FAMILIES else None  # else the formula itself decides
    own = redox_states.own(record.id) if isinstance(record, Material) else ()
    states = {(row.site, row.symbol): row.highest for row in own}
    sites = record.stated_sites
    try:
        return Reading(description.describe(formula, record.bindings, family=family, sites=sites, states=states))
    except FormulaError as error:
        return Reading(error=error)
