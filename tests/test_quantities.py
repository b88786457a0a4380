"""Each derived number has one name, unit and precision, wherever it is shown; a new row of the catalogue suffices."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator import pipeline
from generator.chemistry import entropy, quantities, report
from generator.chemistry.description import describe
from generator.chemistry.quantities import QUANTITIES, Quantity, unit_text
from generator.derived import columns
from generator.printing import conditions_text
from generator.records.conditions import Conditions, conditions_compared
from generator.site import export, pages, tables, templating
from generator.site.explorer_data import explorer_json
from generator.site.formatting import inline

from .conftest import Records

HYDRATE = "Na1.36Ni0.4Fe0.15Co0.15Mn0.15Cu0.15[Fe(CN)6]·2H2O"


def everywhere(records: Records) -> dict[str, str]:
    """Return what is made from the small records, and the answer to one formula: name -> text."""
    made = {page.uri: page.text for page in pages.render(pipeline.load(records.root))}
    files = export.files(pipeline.load(records.root))
    return {
        "describe": report.table(describe(HYDRATE)),
        "describe --json": json.dumps(report.to_json(describe(HYDRATE))),
        "material page": made["materials/alpha.md"],
        "explorer": explorer_json(pipeline.load(records.root)),
        "CSV": files["api/v1/materials.csv"].splitlines()[0],
        "API": files["api/v1/materials/alpha.json"],
        "plot and compare": browse_json(records),
        "methods": templating.environment().get_template("figures/quantities.jinja").render(),
    }


def browse_json(records: Records) -> str:
    from generator.site.browse import browse_json

    return browse_json(pipeline.load(records.root))


def missing(made: dict[str, str], quantity: Quantity) -> list[str]:
    """Return where a quantity is not shown under its own name."""
    labels = {
        "describe": quantity.short.lower(),
        "describe --json": f'"{quantity.id}":',
        "material page": inline(quantity.label),
        "explorer": json.dumps(quantity.label, ensure_ascii=False),
        "CSV": quantity.column,
        "API": f'"{quantity.id}":',
        "plot and compare": json.dumps(quantity.label, ensure_ascii=False),
        "methods": inline(quantity.label),
    }
    shown = {name: text.lower() if name == "describe" else text for name, text in made.items()}
    return [name for name, label in labels.items() if label not in shown[name]]


NOT_OF_ALL = {"valence_resolved", "all", "principal", "capacity_wet", "water"}
"""Numbers that the formula above does not have, or that `describe` words in a sentence of their own."""


def test_every_number_is_shown_everywhere_under_its_one_name(records: Records) -> None:
    made = everywhere(records)
    found = {quantity.id: missing(made, quantity) for quantity in QUANTITIES}
    wrong = {name: places for name, places in found.items() if places and name not in NOT_OF_ALL}
    assert not wrong
    assert set(found) >= NOT_OF_ALL


def test_a_new_row_of_the_catalogue_is_shown_everywhere_without_another_edit(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = replace(
        quantities.BY_ID["molar_mass"], id="made_up", key="made-up", column="made_up", label="A made-up number",
        short="Made up", symbol="m", unit="kg", get=lambda described: len(described.elements),
    )  # fmt: skip
    assert missing(everywhere(records), new), "the row is not there yet"
    for module in (quantities, report, tables, columns):
        monkeypatch.setattr(module, "QUANTITIES", (*QUANTITIES, new))
    monkeypatch.setattr(report, "DESCRIPTORS", (*quantities.DESCRIPTORS, new))
    monkeypatch.setitem(quantities.BY_ID, "made_up", new)
    templating.environment.cache_clear()
    monkeypatch.setattr(quantities, "DESCRIPTORS", (*quantities.DESCRIPTORS, new))
    try:
        assert missing(everywhere(records), new) == []
    finally:
        templating.environment.cache_clear()


def test_a_printed_entropy_never_contradicts_its_class() -> None:
    headline = quantities.BY_ID["all"]
    near = [line + sign * 10.0**-power for line in (1.0, 1.5) for power in range(1, 13) for sign in (-1, 1)]
    for value in (*near, *(step / 997 for step in range(3000))):
        printed = headline.text(value)
        assert entropy.classify(float(printed)) == entropy.classify(value), (value, printed)
        assert not printed.startswith("-")


def test_names_keys_and_columns_are_unique() -> None:
    for name in ("id", "key", "column", "label"):
        found = [getattr(quantity, name) for quantity in QUANTITIES]
        assert len(set(found)) == len(found), name


def test_every_unit_is_written_as_in_the_vocabulary() -> None:
    assert {unit_text(quantity.unit) for quantity in QUANTITIES} == {"", "R", "%", "Å", "Å⁻¹", "mAh g⁻¹", "g mol⁻¹"}


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [("rate", "1 C", "2 C"), ("cycles", 100, 200), ("window", [2, 4], [2, "4.2"]), ("exposure", "air", "water"),
     ("exposure_days", 5, 10), ("temperature", 25, 60)],
)  # fmt: skip
def test_any_condition_that_differs_keeps_values_apart(field: str, one: object, other: object) -> None:
    from decimal import Decimal

    from generator.records.conditions import Conditions

    def key(**given: object) -> tuple[object, ...]:
        numbers = {
            name: [Decimal(str(end)) for end in value] if isinstance(value, list) else value
            for name, value in given.items()
        }
        return Conditions.model_validate(numbers).comparable

    keys = [key(**{field: one}), key(**{field: other}), key(**{field: one, "cell": "half cell"}), key(**{field: one})]
    assert len(set(keys)) == 3
    assert keys[0] == keys[3]


CONDITION_TEXTS = {
    "rate": ("2C", "at\u00a02C"),
    "cycles": (500, "after 500 cycles"),
    "window": ((2, 4), "2–4\u00a0V"),
    "upper_voltage": (4.4, "up to 4.4\u00a0V"),
    "temperature": (-40, "−40\u00a0°C"),
    "exposure": ("water", "exposed to water"),
    "exposure_days": (5, "exposed to air for 5 days"),
    "humidity": (60, "60\u00a0% humidity"),
    "co2": (400, "400\u00a0ppm CO₂"),
    "cell": ("pouch full cell", "pouch full cell"),
    "counter": ("Na", "cell with Na"),
    "electrolyte": ("brine", "brine"),
    "loading": (3, "3\u00a0mg\u00a0cm⁻²"),
    "one_c": (120, "1C\u00a0=\u00a0120\u00a0mA\u00a0g⁻¹"),
    "mass": ("cathode", "per mass of cathode"),
    "phase": ("O3", "O3 phase"),
    "state": ("pristine", "pristine"),
    "other": ("as read", "as read"),
}


@pytest.mark.parametrize("name", Conditions.model_fields)
def test_each_condition_is_printed_with_its_unit_and_words(name: str) -> None:
    value, text = CONDITION_TEXTS[name]
    assert conditions_text(Conditions.model_validate({name: value}, strict=False)) == text


def test_values_are_compared_where_only_the_cell_or_the_air_differs_or_a_window_is_not_stated() -> None:
    assert {how: conditions_compared(how) for how in ("unless unstated", "apart", "aside")} == {
        "unless unstated": ("window", "upper_voltage", "temperature"),
        "apart": ("humidity", "co2", "cell", "counter"),
        "aside": ("electrolyte", "loading", "one_c"),
    }
