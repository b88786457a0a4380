"""What the plot and the comparison show, as data with all texts printed: the browser filters, sorts and places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from ..chemistry import entropy
from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.formula import Span, spans
from ..chemistry.quantities import ENTROPIES, joules, site_name, unit_text
from ..chemistry.report import free_of
from ..derived.atlas import Atlas, Entry
from ..derived.columns import Column, computed_columns, computed_value
from ..derived.reported_values import ReportedValue, reported_values
from ..drawing.element_colours import tone
from ..printing import ABSENCE, conditions_text, entropy_text, locator_text, value_text
from ..records.model_parts import Conditions, Source
from ..records.models import Material

ADDRESS: Final = "assets/browse.json"
_TOLD: Final = ("name", "family", "phase", "role", "called", "state_of", "strategies", "aliases", "former_ids")
_NAMED: Final = ("families", "strategies", "effects", "challenges", "references")


def browse_json(atlas: Atlas) -> str:
    """Return every column and every material."""
    columns = computed_columns()
    told = reported_values(atlas)
    value = {
        "columns": [_column(column) for column in columns],
        "names": _names(atlas),
        "properties": {ident: _property(found) for ident, found in atlas.data.properties.items()},
        "materials": [material_json(entry, columns, told[ident]) for ident, entry in atlas.entries.items()],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _without_blanks(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if part not in (None, False, "", [], (), {})}


def _names(atlas: Atlas) -> dict[str, dict[str, str]]:
    return {kind: {ident: record.name for ident, record in atlas.data.kind(kind).items()} for kind in _NAMED}


def _column(column: Column) -> dict[str, Any]:
    return {
        "id": column.axis,
        "label": column.label,
        "unit": column.unit,
        "hint": column.meaning,
        "entropy": column.kind == "entropy",
    }


def _property(found: Any) -> dict[str, Any]:
    return {"label": found.label, "unit": unit_text(found.unit), "better": found.better, "type": found.kind}


def material_json(entry: Entry, columns: Sequence[Column], told: Sequence[ReportedValue]) -> dict[str, Any]:
    """Return one material, with what is reported about it; what it does not have is left out."""
    material, described = entry.material, entry.description
    values = ((column, computed_value(column, entry)) for column in columns)
    found = {
        "id": material.id,
        **{name: getattr(material, name) for name in _TOLD},
        "formula": described.plain if described else None,
        "printed": list(_printed(material)) if material.formula else None,
        "effects": [link.effect for link in material.effects],
        "challenges": [link.challenge for link in material.challenges],
        "source": _source(material.source),
        "missing": {item.property: ABSENCE[item.why] for item in material.missing},
        "values": {column.axis: [value[0], _with_unit(value[1], column)] for column, value in values if value},
        **(_composition(described) if described else {}),
        "reports": [_report(report) for report in told],
    }
    return _without_blanks(found)


def _printed(material: Material) -> Iterator[Span]:
    """Yield the formula as printed, with the values of its variables, as parts on, below and above the line."""
    yield from spans(material.formula or "")
    yield from (("text", f", {variable} = {value}") for variable, value in material.bind.items())


def _with_unit(text: str, column: Column) -> str:
    return f"{text}\u202f{column.unit}" if column.kind == "entropy" else f"{text} {column.unit}".strip()


def _composition(described: Description) -> dict[str, Any]:
    review = described.review_definition
    return {
        "elements": described.elements,
        "class": described.entropy_class,
        "sites": [_site(site_name(site, described.family), held) for site, held in described.placed.by_site.items()],
        "entropies": list(_entropies(described)),
        "joules": joules(described.entropy.all),
        "definition": "met" if review.met else f"not met: {'; '.join(review.reasons)}",
        "free": ", ".join(free_of(described)) or "none of Co, Ni, Li",
    }


def _site(name: str, amounts: Mapping[str, Fraction]) -> dict[str, Any]:
    total = sum(amounts.values())
    parts = [[el, number(amount), float(amount / total), tone(el)] for el, amount in amounts.items() if amount]
    return {"name": name, "parts": parts}


def _entropies(described: Description) -> Iterator[list[Any] | None]:
    """Yield text, class and whether it is borderline for each convention; None where it is not defined."""
    for quantity in ENTROPIES:
        value = quantity.get(described)
        known = None if value is None else float(value)
        yield None if known is None else [entropy_text(known), entropy.classify(known), entropy.borderline(known)]


def _report(report: ReportedValue) -> dict[str, Any]:
    claim, versus = report.claim, report.claim.versus
    shown: dict[str, Any] = {
        "property": report.claim.property,
        "text": report.text,
        "limits": report.limits,
        "spread": None if report.uncertainty is None else float(report.uncertainty),
        "bound": None if report.bound == "exact" else report.bound,
        "conditions": conditions_text(report.conditions),
        "key": json.dumps(report.conditions_key, default=str),
        "stated": _stated(report.conditions),
        "basis": ", ".join(filter(None, (claim.basis, claim.technique))),
        "source": _source(claim.source),
        "record": report.owner.id,
        "number": report.number,
        "control": report.is_control,
        "note": claim.note,
    }
    if versus and not report.is_control:
        value = versus.value
        shown["versus"] = [versus.material, None if value is None else value_text(value, claim.unit)]
    return _without_blanks(shown)


def _stated(conditions: Conditions | None) -> dict[str, str]:
    """Return each stated condition as text, to name those that differ."""
    stated = conditions.model_dump(exclude_none=True) if conditions else {}
    return {name: str(value) for name, value in stated.items()}


def _source(source: Source) -> dict[str, Any]:
    return source.model_dump(exclude_defaults=True) | {"at": locator_text(source.at)}
