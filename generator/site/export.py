"""The API and the downloads, as values: an address below the site and the text.

Within v1 no address changes its meaning. Declared values are those of the record; everything computed is under
`computed`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..chemistry import elements, entropy
from ..chemistry.quantities import QUANTITIES, Value
from ..chemistry.report import FREE, to_json
from ..derived.atlas import Atlas, Entry, Oddity
from ..printing import citation_text, entropy_text
from ..records import schemas
from ..records.model_parts import Claim, Conditions
from ..records.models import ON_ONE_PAGE, ReaderQuestion
from . import bibliography

API = "api/v1"
Row = Mapping[str, object]


def files(atlas: Atlas, titles: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return every file for machines, by address; `titles` are those of hand-written pages, by theirs."""
    made = {f"{API}/{name}": text for name, text in _collections(atlas, titles or {})}
    for kind in _kinds(atlas):
        for ident in atlas.data.kind(kind):
            text = _json(one(atlas, kind, ident))
            for name in (ident, *getattr(atlas.data.kind(kind)[ident], "former_ids", ())):  # old addresses stay
                made[f"{API}/{kind}/{name}.json"] = text
    return made | {f"{API}/schema/{name}.json": text for name, text in schemas.texts().items()}


def _collections(atlas: Atlas, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    pages = [{"kind": "pages", "id": url, "url": url, "name": title} for url, title in titles.items()]
    yield "index.json", _json([*_index(atlas), *pages])
    for kind in ON_ONE_PAGE:
        yield f"{kind}.json", _json([_declared(atlas, kind, ident) for ident in atlas.data.kind(kind)])
    yield "oddities.json", _json([_oddity(odd) for odd in atlas.oddities])
    for kind in _kinds(atlas):
        yield f"{kind}.json", _json([one(atlas, kind, ident) for ident in atlas.data.kind(kind)])
    yield "people.json", _json([one(atlas, "people", ident) for ident in atlas.data.people])
    yield "materials.csv", table_csv([_material_row(atlas, entry) for entry in atlas.entries.values()])
    yield "claims.csv", table_csv(list(_claim_rows(atlas)))
    references = atlas.data.references.values()
    yield "references.bib", bibliography.entries(references)
    yield "references.ris", bibliography.ris(references)
    yield "references.csl.json", _json([bibliography.csl(reference) for reference in references])
    yield "datapackage.json", _json(_package(atlas))


def _kinds(atlas: Atlas) -> list[str]:
    return [kind for kind in atlas.data.kinds if kind not in ON_ONE_PAGE]


def one(atlas: Atlas, kind: str, ident: str) -> dict[str, Any]:
    """Return one record as plain values, with what follows from it."""
    declared = _declared(atlas, kind, ident)
    if kind == "materials":
        entry = atlas.entries[ident]
        declared["computed"] = to_json(entry.description) if entry.description else None
        declared["label_note"] = entry.label_note
    return declared


def _declared(atlas: Atlas, kind: str, ident: str) -> dict[str, Any]:
    declared: dict[str, Any] = {"id": ident}  # entries of a vocabulary have theirs outside
    declared |= atlas.data.kind(kind)[ident].model_dump(by_alias=True, exclude_none=True)
    return declared


def _index(atlas: Atlas) -> Iterator[dict[str, Any]]:
    """Yield every record in brief: its name, its address and what a search should find it by."""
    for kind in _kinds(atlas):
        for ident, record in atlas.data.kind(kind).items():
            brief = {"kind": kind, "id": ident, "url": f"{kind}/{ident}/", "name": record.name}
            aliases = list(getattr(record, "aliases", ()))
            more = _material_brief(atlas, atlas.entries[ident]) if kind == "materials" else _brief(record)
            found = {"aliases": aliases, **more, "line": summary_line(atlas, kind, ident)}
            yield {key: value for key, value in {**brief, **found}.items() if value}
    yield from _terms(atlas)


def _terms(atlas: Atlas) -> Iterator[dict[str, Any]]:
    """Yield the terms of the glossary and the questions of readers, which share a page each, by their anchors."""
    for ident, term in atlas.data.glossary.items():
        yield _anchored(atlas, "glossary", ident, term.term, term.aliases)
    for ident, question in atlas.data.questions.items():
        brief = _anchored(atlas, "questions", ident, question.label, question.aliases)
        yield brief | ({"ranges": ranges} if (ranges := _ranges(question)) else {})


def _anchored(atlas: Atlas, kind: str, ident: str, name: str, aliases: Sequence[str]) -> dict[str, Any]:
    brief = {"kind": kind, "id": ident, "url": f"{kind}/#{ident}", "name": name}
    return brief | {"aliases": list(aliases), "line": summary_line(atlas, kind, ident)}


def _ranges(question: ReaderQuestion) -> dict[str, Any]:
    """Return which numbers with units a question answers: unit -> lowest and highest, None without a limit."""
    ranges = {
        "°C": (None, question.temperature_to),
        "cycles": (question.cycles_from, None),
        "C": (question.slowest, question.fastest),
        "days": (0 if "exposure" in question.needs else None, None),
    }
    return {unit: ends for unit, ends in ranges.items() if ends != (None, None)}


def _brief(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name, None) for name in ("symbol", "title", "doi")}


def _material_brief(atlas: Atlas, entry: Entry) -> dict[str, Any]:
    material, described = entry.material, entry.description
    return {
        "formula": described.plain if described else None,
        "elements": list(described.elements) if described else None,
        "phase": material.phase,
        "role": material.role,
        "called": material.called,
        "entropy": round(described.entropy.all, 6) if described else None,
        "class": described.entropy_class if described else None,
        "keywords": list(dict.fromkeys(_keywords(atlas, entry))),
    }


def _keywords(atlas: Atlas, entry: Entry) -> Iterator[str]:
    material, data = entry.material, atlas.data
    yield data.families[material.family].name
    yield from (data.effects[link.effect].name for link in material.effects)
    yield from (data.strategies[strategy].name for strategy in material.strategies)
    for link in material.challenges:
        yield from (data.challenges[link.challenge].name, *data.challenges[link.challenge].aliases)
    if entry.description:
        for symbol, without in FREE.items():
            if getattr(entry.description.descriptors, without):
                yield from (f"{symbol}-free", f"{elements.name(symbol)}-free")
        yield from (f"{entropy.in_print(entry.description.entropy.all)}R", f"{entry.description.entropy_class} entropy")


def _material_row(atlas: Atlas, entry: Entry) -> Row:
    material, described = entry.material, entry.description
    row: dict[str, object] = {
        "id": material.id,
        "name": material.name,
        "formula": material.formula,
        "family": material.family,
        "phase": material.phase,
        "role": material.role,
        "called": material.called,
        "reference": material.source.reference,
        "via": material.source.via,
        "doi": atlas.data.references[material.source.reference].doi,
    }
    columns = {quantity.column: quantity.get(described) if described else None for quantity in QUANTITIES}
    row |= {name: _exact(value) for name, value in columns.items()}
    row |= {
        "class": described.entropy_class if described else None,
        "borderline": described.borderline if described else None,
        "review_definition_met": described.review_definition.met if described else None,
    }
    return row | {name: getattr(described.descriptors, name) if described else None for name in FREE.values()}


def _exact(value: Value | None) -> Value | str | None:
    """Return a number as the tables have it: exact amounts as "a/b"."""
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def _claim_rows(atlas: Atlas) -> Iterator[Row]:
    for material in atlas.data.materials.values():
        for number, claim in enumerate(material.claims, start=1):
            yield {"material": material.id, "claim": number, **_claim_row(claim)}


def _claim_row(claim: Claim) -> Row:
    low, high = claim.value if isinstance(claim.value, tuple) else (claim.value, None)
    versus = claim.versus
    conditions = claim.conditions.model_dump() if claim.conditions else dict.fromkeys(_CONDITIONS)
    return {
        "property": claim.property,
        "value": low,
        "value_high": high,
        "unit": claim.unit,
        "bound": claim.bound,
        "uncertainty": claim.uncertainty,
        "points": "; ".join(f"{point.rate}: {point.value}" for point in claim.points) or None,
        **{name: _range(value) for name, value in conditions.items()},
        "control": versus.material if versus else None,
        "control_value": _range(versus.value) if versus else None,
        "control_bound": versus.bound if versus else None,
        "basis": claim.basis,
        "technique": claim.technique,
        "reference": claim.source.reference,
        "via": claim.source.via,
        "second_hand": claim.source.second_hand or None,
        "at": claim.source.at,
        "unconfirmed": claim.unconfirmed or None,
    }


_CONDITIONS = tuple(Conditions.model_fields)


def _range(value: object) -> object:
    return f"{value[0]} to {value[1]}" if isinstance(value, tuple) else value


def _oddity(odd: Oddity) -> dict[str, object]:
    source = odd.note.source
    return {
        "kind": odd.kind,
        "id": odd.id,
        "about": odd.note.about,
        "printed": odd.note.printed,
        "remark": " ".join(odd.note.remark.split()),
        "source": source.model_dump(exclude_none=True) if source else None,
    }


def _package(atlas: Atlas) -> dict[str, object]:
    """Describe the downloads in the terms of the Data Package standard."""
    tables = [{"name": name, "path": f"{name}.csv", "format": "csv"} for name in ("materials", "claims")]
    lists = [
        {"name": f"{kind}-records", "path": f"{kind}.json", "format": "json"} for kind in [*_kinds(atlas), *ON_ONE_PAGE]
    ]
    bibliographies = [
        {"name": name, "path": f"references.{ending}", "format": ending.rpartition(".")[2]}
        for name, ending in (("bibliography", "bib"), ("bibliography-ris", "ris"), ("bibliography-csl", "csl.json"))
    ]
    return {
        "name": "entropy-atlas",
        "title": "Entropy Atlas: high-entropy sodium-ion battery cathodes",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [*tables, *lists, *bibliographies],
    }


def table_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV under the keys of the first; no text in it begins as a formula of a spreadsheet does."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def summary_line(atlas: Atlas, kind: str, ident: str) -> str:
    """Return the summary of one record, to show next to its name and a material's formula."""
    record: Any = atlas.data.kind(kind)[ident]
    if kind == "materials":
        return " · ".join(_facts(atlas, atlas.entries[ident]))
    if kind == "references":
        return ". ".join(filter(None, (record.title, citation_text(record))))
    if kind == "elements":
        return f"{record.symbol}: {', '.join(dict.fromkeys(role.role for role in record.roles))}"
    return " ".join((record.meaning if kind == "glossary" else record.summary).split())


def _facts(atlas: Atlas, entry: Entry) -> Iterator[str]:
    material, described = entry.material, entry.description
    family = atlas.data.families[material.family].name
    yield f"{family}, {material.phase}" if material.phase else family
    if material.role != "subject":
        yield material.role
    if described:
        yield f"{entropy_text(described.entropy.all)}, {described.entropy_class} entropy"
    yield atlas.data.references[material.source.reference].name
