"""The data of plot and comparison, with all texts typeset: the browser filters, sorts and draws."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from ..chemistry import entropy
from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.formula import Span, spans
from ..chemistry.quantities import BY_ID, joules, site_name, unit_text
from ..chemistry.report import free_of
from ..derived.atlas import Atlas, Entry
from ..derived.columns import Column, computed_columns, computed_value
from ..derived.reported_values import ReportedValue, common_conditions, reported_values
from ..drawing.element_colours import tone
from ..printing import ABSENCE, NARROW, conditions_text, control_text, locator_text
from ..records.conditions import Conditions
from ..records.material_models import Material
from ..records.model_parts import Source
from .selections import selections

ADDRESS: Final = "assets/browse.json"
_DECLARED: Final = ("name", "family", "role", "called", "state_of", "strategies", "aliases", "former_ids")
_NAMED: Final = ("families", "strategies", "effects", "challenges", "references")
_SHARED: Final = ("source", "under", "cell", "property", "basis")
"""What many materials and reports have in common: written once, and named by its place in the list `shared`."""


def browse_json(atlas: Atlas) -> str:
    """Return every column and every material; values of a material are in the order of the columns."""
    columns = computed_columns()
    reported = reported_values(atlas)
    materials = [
        material_json(entry, columns, reported[ident]) | _year(atlas, entry) for ident, entry in atlas.entries.items()
    ]
    value = {
        "columns": [_column(column) for column in columns],
        "names": _names(atlas),
        "properties": {ident: _property(found) for ident, found in atlas.data.properties.items()},
        "tones": {symbol: tone(symbol) for entry in atlas.described for symbol in _elements(entry)},
        "shared": _share(materials),
        "selections": selections(atlas, reported),
        "materials": materials,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _share(materials: Sequence[dict[str, Any]]) -> list[Any]:
    """Replace what materials and their reports have in common by its place in the list that is returned."""
    places: dict[str, int] = {}
    for holder in (holder for material in materials for holder in (material, *material.get("reports", ()))):
        for name in (name for name in _SHARED if name in holder):
            holder[name] = places.setdefault(json.dumps(holder[name], ensure_ascii=False), len(places))
    return [json.loads(text) for text in places]


def _elements(entry: Entry) -> Sequence[str]:
    return entry.description.elements if entry.description else ()


def _without_blanks(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if part not in (None, False, "", [], (), {})}


def _names(atlas: Atlas) -> dict[str, dict[str, str]]:
    return {kind: {ident: record.name for ident, record in atlas.data.kind(kind).items()} for kind in _NAMED}


def _column(column: Column) -> dict[str, Any]:
    is_entropy = column.kind == "entropy"
    return {
        "id": column.axis,
        "label": column.label,
        "unit": column.unit,
        "suffix": f"{NARROW if is_entropy else ' '}{column.unit}" if column.unit else "",
        "hint": column.meaning,
        "entropy": is_entropy,
    }


def _property(found: Any) -> dict[str, Any]:
    return {
        "label": found.label,
        "unit": unit_text(found.unit),
        "better": found.better,
        "type": found.kind,
        "group": found.group,
    }


def material_json(entry: Entry, columns: Sequence[Column], reported: Sequence[ReportedValue]) -> dict[str, Any]:
    """Return one material, with what is reported about it; what it does not have is left out."""
    material, described = entry.material, entry.description
    found = {
        "id": material.id,
        **{name: getattr(material, name) for name in _DECLARED},
        "phase": entry.phase,
        "formula": described.plain if described else None,
        "printed": list(_printed(material)) if material.formula else None,
        "effects": [link.effect for link in material.effects],
        "challenges": [link.challenge for link in material.challenges],
        "source": _source(material.source),
        "missing": {item.property: ABSENCE[item.why] for item in material.missing},
        "values": [_value(column, entry) for column in columns] if described else None,
        **(_composition(described) if described else {}),
        "reports": [_report(report) for report in reported],
    }
    return _without_blanks(found)


def _year(atlas: Atlas, entry: Entry) -> dict[str, int]:
    issued = atlas.data.references[entry.material.source.reference].issued
    return {"year": issued} if issued else {}


def _printed(material: Material) -> Iterator[str | Span]:
    """Yield the formula as printed, with the values of its variables: text, or parts below and above the line."""
    yield from (text if level == "text" else (level, text) for level, text in spans(material.formula or ""))
    yield from (f", {variable} = {value}" for variable, value in material.bind.items())


def _value(column: Column, entry: Entry) -> list[Any] | None:
    """Return number and text; of an entropy its class, too, and whether that is borderline. None: not defined."""
    found, described = computed_value(column, entry), entry.description
    if found is None or described is None:
        return None
    shown = [short(found[0]), found[1]]
    exact = BY_ID[column.id].get(described)
    if column.kind == "entropy" and exact is not None:
        shown += [entropy.classify(float(exact)), entropy.borderline(float(exact))]
    return shown


def short(value: float) -> float:
    """Return a whole number without its decimal point.

    >>> short(50.0), short(1.5)
    (50, 1.5)
    """
    return int(value) if value.is_integer() else value


def _composition(described: Description) -> dict[str, Any]:
    review = described.review_definition
    return {
        "elements": described.elements,
        "sites": [_site(site_name(site, described.family), held) for site, held in described.placed.by_site.items()],
        "joules": joules(described.entropy.all),
        "definition": "met" if review.met else f"not met: {'; '.join(review.reasons)}",
        "free": free_of(described),
    }


def _site(name: str, amounts: Mapping[str, Fraction]) -> dict[str, Any]:
    total = sum(amounts.values())
    parts = [[el, number(amount), round(float(amount / total), 4)] for el, amount in amounts.items() if amount]
    return {"name": name, "parts": parts}


def _report(report: ReportedValue) -> dict[str, Any]:
    claim, versus = report.claim, report.claim.versus
    shown: dict[str, Any] = {
        "property": claim.property,
        "text": report.text,
        "limits": [short(limit) for limit in dict.fromkeys(report.limits or ())],
        "spread": None if report.uncertainty is None else float(report.uncertainty),
        "bound": None if report.bound == "exact" else report.bound,
        **(_conditions(report.conditions, report.conditions_key) if report.conditions else {}),
        "basis": ", ".join(filter(None, (claim.basis, claim.technique))),
        "source": _source(claim.source),
        "record": report.owner.id if report.is_control else None,
        "number": report.number,
        "note": claim.note,
    }
    if versus and not report.is_control:
        shown["versus"] = [versus.material, control_text(claim) or None]
    return _without_blanks(shown)


def _conditions(conditions: Conditions, key: Sequence[object]) -> dict[str, Any]:
    """Return what comparable values have in common, as text, key and fields to name those that differ; and the cell."""
    common = common_conditions(conditions)
    stated = {name: str(value) for name, value in common.model_dump(exclude_none=True).items()}
    under = {
        "text": conditions_text(common),
        "key": ";".join(
            f"{place}:{json.dumps(part, default=str)}" for place, part in enumerate(key) if part not in (None, "")
        ),
        "stated": stated,
    }
    aside = [name for name in Conditions.model_fields if getattr(common, name) is None]
    cell = conditions_text(Conditions(**{name: getattr(conditions, name) for name in aside}))
    return {"under": under if stated else None, "cell": cell}


def _source(source: Source) -> dict[str, Any]:
    return source.model_dump(exclude_defaults=True) | {"at": locator_text(source.at)}
