"""The API and the downloads, as values: an address below the site and the text.

Within v1 no address changes its meaning. Declared values are those of the record; everything computed is under
`computed`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from ..chemistry import elements, entropy
from ..chemistry.report import FREE, to_json
from ..derived.atlas import Atlas, Entry, Oddity
from ..printing import citation_text, entropy_text
from ..records import schemas
from ..records.models import ON_ONE_PAGE
from ..records.vocabulary_models import ReaderQuestion
from . import bibliography, datapackage, linked_tables, openapi, redirects
from .evidence import ALIASES, FOLDER
from .tables import Table

API = "api/v1"


def files(
    atlas: Atlas,
    titles: Mapping[str, str] | None = None,
    site_url: str | None = None,
    tables: Sequence[Table] = (),
) -> dict[str, str]:
    """Return every file for machines, by address; `titles` are those of hand-written pages, by theirs.

    `tables` are those of `linked_tables`, where they are at hand already.
    """
    every = tables or linked_tables.every(atlas)
    made = {f"{API}/{name}": text for name, text in _collections(atlas, titles or {}, site_url, every)}
    for kind in _kinds(atlas):
        for ident in atlas.data.kind(kind):
            text = _json(one(atlas, kind, ident))
            for name in (ident, *getattr(atlas.data.kind(kind)[ident], "former_ids", ())):  # old addresses stay
                made[f"{API}/{kind}/{name}.json"] = text
    for ident, record in atlas.data.withdrawn.items():
        text = _json(record.model_dump(by_alias=True, exclude_none=True))
        made |= {f"{API}/materials/{name}.json": text for name in (ident, *record.former_ids)}
    made |= {f"{API}/{name}": text for name, text in redirects.pointers(atlas)}
    published = {kind: _json(datapackage.record_schema(kind)) for kind in atlas.data.kinds}
    described = {**schemas.texts(), **published}
    return made | {f"{API}/schema/{name}.json": text for name, text in described.items()}


def _collections(
    atlas: Atlas, titles: Mapping[str, str], site_url: str | None, made: Sequence[Table]
) -> Iterator[tuple[str, str]]:
    pages = [{"kind": "pages", "id": url, "url": url, "name": title} for url, title in titles.items()]
    pairs = {"kind": "pages", "id": FOLDER, "url": f"{FOLDER}/", "name": "Evidence", "aliases": [*ALIASES]}
    yield "index.json", _json([*_index(atlas), *pages, pairs])
    for kind in ON_ONE_PAGE:
        yield f"{kind}.json", _json([_declared(atlas, kind, ident) for ident in atlas.data.kind(kind)])
    gone = atlas.data.withdrawn.values()
    yield "withdrawn.json", _json([material.model_dump(by_alias=True, exclude_none=True) for material in gone])
    yield "oddities.json", _json([_oddity(odd) for odd in atlas.oddities])
    for kind in _kinds(atlas):
        yield f"{kind}.json", _json([one(atlas, kind, ident) for ident in atlas.data.kind(kind)])
    computed = [table for table in made if table.name in linked_tables.IN_JSON]
    yield from ((f"{table.name}.json", _json(table.records())) for table in computed)
    yield "openapi.json", _json(openapi.document(atlas, made, computed, site_url))
    yield from ((f"{table.name}.csv", table.csv()) for table in made)
    references = atlas.data.references.values()
    yield "references.bib", bibliography.entries(references)
    yield "references.ris", bibliography.ris(references)
    yield "references.csl.json", _json([bibliography.csl(reference) for reference in references])
    yield "datapackage.json", _json(datapackage.package(atlas, made, [*_kinds(atlas), *ON_ONE_PAGE], site_url))


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
    """Yield the terms of the glossary and the questions of readers; terms share a page, by their anchors."""
    for ident, term in atlas.data.glossary.items():
        yield _anchored(atlas, "glossary", ident, term.term, term.aliases)
    for ident, question in atlas.data.questions.items():
        brief = _anchored(atlas, "questions", ident, question.label, question.aliases)
        brief["url"] = f"questions/{ident}/"
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
    found = {name: getattr(record, name, None) for name in ("symbol", "title", "doi")}
    return found | ({"keywords": ["doping", "dopant", "substitution"]} if found["symbol"] else {})


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


def _json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return JSON with a line for each member; all within a member without blanks, which would be a fifth of a file."""
    if isinstance(value, Mapping):
        return _lines("{}", (f"{_compact(name)}: {_compact(member)}" for name, member in value.items()))
    return _lines("[]", map(_compact, value))


def _lines(brackets: str, members: Iterable[str]) -> str:
    return "\n".join((brackets[0], ",\n".join(members), brackets[1], ""))


def _compact(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)
    return _DIGITS.sub(r"\1", text)


_DIGITS: Final = re.compile(r'"\\u0000(-?\d+(?:\.\d+)?(?:E[-+]?\d+)?)"')
"""A number as `_plain` marks it; no text of a record holds the character before it."""


def _plain(value: object) -> object:
    """Return a number with the digits of its source, as 10.26000, which a float would lose."""
    if isinstance(value, Decimal):
        return f"\0{value}"
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
