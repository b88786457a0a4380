"""Dataset to files for machines, as values: an address below the site and the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .atlas import Atlas, Entry, Oddity
from .records import VOCABULARY

API = "api/v1"


def files(atlas: Atlas) -> Mapping[str, str]:
    """Return every file for machines; addresses never change their meaning within v1."""
    return {
        f"{API}/index.json": _json(list(_index(atlas))),
        f"{API}/oddities.json": _json([_oddity(odd) for odd in atlas.oddities]),
    }


def _index(atlas: Atlas) -> Iterator[dict[str, Any]]:
    """Yield every record in brief: what it is called, where it stands, what a search should find it by."""
    for kind in atlas.data.kinds:
        if kind in VOCABULARY:
            continue
        for ident, record in atlas.data.kind(kind).items():
            brief = {"kind": kind, "id": ident, "url": f"{kind}/{ident}/", "name": record.name}
            aliases = list(getattr(record, "aliases", ()))
            more = _material(atlas, atlas.entries[ident]) if kind == "materials" else _other(record)
            yield {key: value for key, value in {**brief, "aliases": aliases, **more}.items() if value}


def _other(record: Any) -> dict[str, Any]:
    return {"symbol": getattr(record, "symbol", None), "title": getattr(record, "title", None),
            "doi": getattr(record, "doi", None)}  # fmt: skip


def _material(atlas: Atlas, entry: Entry) -> dict[str, Any]:
    material, described, data = entry.material, entry.description, atlas.data
    challenges = [data.challenges[link.challenge] for link in material.challenges]
    words = [
        data.families[material.family].name,
        *(data.effects[link.effect].name for link in material.effects),
        *(data.strategies[strategy].name for strategy in material.strategies),
        *(word for challenge in challenges for word in (challenge.name, *challenge.aliases)),
        *((f"{described.entropy.all:.2f}R", f"{described.entropy_class} entropy") if described else ()),
    ]
    return {
        "formula": described.plain if described else None,
        "elements": list(described.elements) if described else None,
        "phase": material.phase,
        "called": material.called,
        "entropy": round(described.entropy.all, 6) if described else None,
        "class": described.entropy_class if described else None,
        "keywords": list(dict.fromkeys(words)),
    }


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
