"""Dataset to files for machines, as values: an address below the site and the text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from .atlas import Atlas, Oddity

API = "api/v1"


def files(atlas: Atlas) -> Mapping[str, str]:
    """Return every file for machines; addresses never change their meaning within v1."""
    return {f"{API}/oddities.json": _json([_oddity(odd) for odd in atlas.oddities])}


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
