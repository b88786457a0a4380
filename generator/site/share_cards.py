"""What the picture of a shared link shows: of a material its composition, entropy and headline numbers, of a record
with a summary that, and how many materials and papers it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from ..chemistry.quantities import site_name
from ..derived import highlights
from ..derived.atlas import Atlas, Entry
from ..drawing import share_card
from ..drawing.share_card import Card
from ..errors import counted
from ..printing import claim_text, control_text, entropy_text
from .export import summary_line
from .part import WHOLE, Part
from .titles import ONE

FOLDER: Final = "assets/cards"
SITE: Final = f"{FOLDER}/atlas.png"
"""The picture of pages without one of their own."""
_ENTRIES: Final[Mapping[str, Callable[[Atlas, Any], Sequence[Entry]]]] = {
    "families": lambda atlas, record: atlas.of_family(record.id),
    "effects": lambda atlas, record: atlas.with_effect(record.id),
    "challenges": lambda atlas, record: atlas.with_challenge(record.id),
    "strategies": lambda atlas, record: atlas.with_strategy(record.id),
    "elements": lambda atlas, record: [
        entry for entry in atlas.described if entry.description and record.symbol in entry.description.elements
    ],
}
"""Kind of record -> the materials that a record is about."""


def files(atlas: Atlas, part: Part = WHOLE) -> Iterator[tuple[str, bytes]]:
    """Yield address and picture of every record that has one, and that of the site."""
    yield from of_site(atlas).items()
    for kind in ("materials", *_ENTRIES):
        for ident in atlas.data.kind(kind):
            if (uri := address(kind, ident)) and part.has(uri):
                card = _card(atlas, atlas.entries[ident]) if kind == "materials" else _record(atlas, kind, ident)
                yield uri, share_card.png(card)


def of_site(atlas: Atlas) -> dict[str, bytes]:
    """Return address and picture of the site."""
    return {SITE: share_card.png(_site(atlas))}


def address(kind: str, ident: str) -> str | None:
    """Return where the picture of a record is; None where it has none of its own."""
    if kind == "materials":
        return f"{FOLDER}/{ident}.png"
    return f"{FOLDER}/{kind}/{ident}.png" if kind in _ENTRIES else None


def _record(atlas: Atlas, kind: str, ident: str) -> Card:
    record: Any = atlas.data.kind(kind)[ident]
    found = [entry.material for entry in _ENTRIES[kind](atlas, record)]
    facts = (
        ("Papers", str(len({material.source.reference for material in found}))),
        ("Claims", str(sum(len(material.claims) for material in found))),
    )
    family = atlas.data.families.get(getattr(record, "family", ""))
    line = " · ".join(filter(None, (ONE[kind], family.name if family else "")))
    count = counted(len(found), "material")
    return Card(record.name, line, {}, count, facts, summary_line(atlas, kind, ident))


def _card(atlas: Atlas, entry: Entry) -> Card:
    material, described = entry.material, entry.description
    family = atlas.data.families[material.family].name
    about = " · ".join(filter(None, (described.plain if described else "", material.phase, family)))
    rows = {}
    for site, amounts in described.placed.by_site.items() if described else ():
        if site != "anion" and (total := sum(amounts.values())):
            parts = [(symbol, float(amount / total)) for symbol, amount in amounts.items() if amount]
            rows[site_name(site, described.family)] = parts  # type: ignore[union-attr]  # it has sites
    headline = "No composition printed"
    if described:
        headline = f"{entropy_text(described.entropy.all)}: {described.entropy_class} entropy"
    return Card(material.name, about, rows, headline, list(_facts(atlas, entry)))


def _facts(atlas: Atlas, entry: Entry) -> Iterator[tuple[str, str]]:
    for name, found in highlights.headline(atlas, entry.material).items():
        if found:
            own = found.owner.id == entry.id
            yield atlas.data.properties[name].label, claim_text(found.claim) if own else control_text(found.claim)


def _site(atlas: Atlas) -> Card:
    numbers = (
        ("Materials", str(len(atlas.data.materials))),
        ("References", str(len(atlas.data.references))),
        ("Claims", str(sum(len(material.claims) for material in atlas.data.materials.values()))),
    )
    line = "High-entropy cathodes for sodium-ion batteries"
    return Card("Entropy Atlas", line, {}, "Every value with its source", numbers)
