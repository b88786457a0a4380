"""Made-up materials for the browser tools, written by the generator's own code from made-up records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page, Route

from generator.derived.atlas import Entry
from generator.derived.reported_values import ReportedValue
from generator.records.material_models import Material
from generator.site.browse import material_json

DATA = "**/assets/browse.json"


def claim(value: object, **more: Any) -> dict[str, Any]:
    """Return a claim as a record has it."""
    base = {"property": "capacity-retention", "unit": "percent", "bound": "exact", "basis": "measured"}
    return {**base, "value": value, "source": {"reference": "zhan2026", "at": "Table 2"}, **more}


def synthetic(number: int, *, claims: Sequence[Mapping[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """Return a material without a composition as the browser gets it."""
    record = {
        "id": f"made-{number}",
        "name": f"Made {number}",
        "family": "layered-oxide",
        "phase": "O3",
        "source": {"reference": "zhan2026", "at": "2.1"},
        "claims": list(claims),
        **more,
    }
    material = Material.model_validate(record)
    reports = [
        ReportedValue(material, material, place, each, each.value, each.conditions)
        for place, each in enumerate(material.claims, start=1)
    ]
    return material_json(Entry(material, None), [], reports)


def with_records(page: Page, *extra: Mapping[str, Any]) -> None:
    """Let the page find further materials next to the real ones."""

    def answer(route: Route) -> None:
        real = route.fetch()
        data = real.json()
        route.fulfill(json={**data, "materials": [*data["materials"], *extra]})

    page.route(DATA, answer)


def only(route: Route, *records: Mapping[str, Any]) -> None:
    """Answer with some materials instead of the real ones."""
    route.fulfill(json={**route.fetch().json(), "materials": list(records), "selections": []})
