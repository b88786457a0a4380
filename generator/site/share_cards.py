"""What the picture of a shared link shows of a material: composition, entropy and headline numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..chemistry.quantities import site_name
from ..derived import highlights
from ..derived.atlas import Atlas, Entry
from ..drawing import share_card
from ..drawing.share_card import Card
from ..printing import claim_text, control_text, entropy_text

FOLDER: Final = "assets/cards"
SITE: Final = f"{FOLDER}/atlas.png"
"""The picture of pages without one of their own."""


def files(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """Yield address and picture of every material, and that of the site."""
    yield SITE, share_card.png(_site(atlas))
    for ident, entry in atlas.entries.items():
        yield address(ident), share_card.png(_card(atlas, entry))


def address(ident: str) -> str:
    """Return where the picture of a material is."""
    return f"{FOLDER}/{ident}.png"


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
