"""Records and the tables of facts that they were imported from say the same, in both directions.

The tables in `tests/facts` hold what was noted from papers: number, unit, conditions, DOI and place. A number that is
changed in a record without a look at its source, or lost, shows here; so does one that no table has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from generator.authoring import fact_reading
from generator.authoring.facts import Plan, plan
from generator.derived.atlas import Atlas
from generator.records.field_types import Record
from generator.records.material_models import MeasuredFormula, Synthesis
from generator.records.model_parts import Claim
from generator.records.validation import validate

from . import HERE
from .conftest import ROOT

TABLES: Final = sorted((HERE / "facts").iterdir())
FIELDS: Final[dict[str, type[Record]]] = {"claims": Claim, "measured": MeasuredFormula, "synthesis": Synthesis}


@pytest.fixture(scope="module")
def plans(real: Atlas) -> dict[Path, Plan]:
    """Return what an import of each table would do to the real records."""
    return {
        table: plan(ROOT / "data", real.data, *fact_reading.read(table.read_bytes(), table.name)) for table in TABLES
    }


def entries(plans: dict[Path, Plan]) -> dict[tuple[str, str], list[Record]]:
    """Return what the tables say, as entries of records, by record and field."""
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for made in plans.values():
        for (ident, field), stated in made.stated.items():
            found[ident, field] += [entry(FIELDS[field], values) for values in stated]
    return found


def entry(model: type[Record], values: dict[str, Any]) -> Record:
    """Return an entry of a record from its values."""
    record, faults = validate(model, values)
    assert faults == []
    assert isinstance(record, model)
    return record


def read_alone(entry: Any) -> Any:
    """Return an entry as its paper alone gives it, without the reviews that repeat it."""
    return entry.model_copy(update={"also": ()}) if isinstance(entry, Claim) else entry


def own(real: Atlas) -> Iterator[tuple[str, str, Record]]:
    """Yield every entry of the real records that nobody has confirmed since its import."""
    for ident, material in real.data.materials.items():
        for field in FIELDS:
            yield from ((ident, field, each) for each in getattr(material, field) if each.unconfirmed)


@pytest.mark.data
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_of_a_table_is_in_a_record(plans: dict[Path, Plan], table: Path) -> None:
    assert plans[table].problems == []
    assert [file.name for file in plans[table].texts] == []


@pytest.mark.data
def test_what_a_table_says_is_in_the_record_digit_by_digit(plans: dict[Path, Plan], real: Atlas) -> None:
    """Value, unit, limit, conditions, control, points of a rate test, basis and place, unless a person confirmed it."""
    lost = []
    for (ident, field), stated in entries(plans).items():
        here = getattr(real.data.materials[ident], field)
        for each in stated:
            if each not in map(read_alone, here) and not any(confirms(other, each) for other in here):
                lost.append((ident, each))
    assert lost == []


def confirms(entry: Any, stated: Any) -> bool:
    """Return whether an entry is what a table says, completed or corrected by a person."""
    if entry.unconfirmed or entry.source.via or entry.source.reference != stated.source.reference:
        return False
    return not isinstance(stated, Claim) or (entry.property, entry.value) == (stated.property, stated.value)


@pytest.mark.data
def test_every_imported_entry_is_in_a_table(plans: dict[Path, Plan], real: Atlas) -> None:
    stated = entries(plans)
    assert [(ident, each) for ident, field, each in own(real) if read_alone(each) not in stated[ident, field]] == []


def test_tables_of_facts_stay_small_enough_to_review() -> None:
    assert {table.name: table.stat().st_size for table in TABLES if table.stat().st_size > 400_000} == {}
