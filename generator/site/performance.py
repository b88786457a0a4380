"""The table of materials: composition, entropy and the headline numbers of each, with filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..chemistry import elements
from ..chemistry.entropy import CLASSES
from ..derived.atlas import Atlas, Entry, MaterialClaim
from ..derived.highlights import headline
from ..records.conditions import Conditions
from ..records.field_types import ends
from ..records.material_models import Material
from . import measured_tags
from .facets import Facet, Tags, facet

_ROLES: Final = {
    "subject": "Under study",
    "control": "Controls",
    "benchmark": "Benchmarks",
    "state": "Aged or treated states",
    "parent": "Parent compounds",
    "generic": "Composition families",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One material with its headline numbers (None where there is none) and what it can be filtered by."""

    entry: Entry
    numbers: Mapping[str, MaterialClaim | None]
    tags: Tags

    @property
    def text(self) -> str:
        """Return what a search by words looks through: names and the plain formula, in lower case."""
        material, described = self.entry.material, self.entry.description
        return " ".join((material.name, *material.aliases, described.plain if described else "")).casefold()

    def value(self, name: str) -> float | None:
        """Return the number of a property by which the table is sorted: the middle of a range."""
        found = self.numbers[name]
        if found is None:
            return None
        versus = None if found.owner is self.entry.material else found.claim.versus
        value = ends(versus.value if versus else found.claim.value)
        return sum(value) / 2 if value else None


@dataclass(frozen=True)
class Performance:
    """The rows of the table: cathodes under study first, each group by entropy, the highest first."""

    atlas: Atlas

    @cached_property
    def rows(self) -> list[Row]:
        """Return every material."""
        ordered = sorted(self.atlas.entries.values(), key=_rank)
        return [Row(entry, headline(self.atlas, entry.material), _tags(entry)) for entry in ordered]

    def facets(self) -> Iterator[Facet]:
        """Yield the filters."""
        tags, families = [row.tags for row in self.rows], self.atlas.data.families
        yield facet("role", "Role", tags, _ROLES.__getitem__, tuple(_ROLES))
        yield facet("family", "Family", tags, lambda ident: families[ident].name)
        yield facet("phase", "Phase", tags)
        yield facet("class", "Entropy", tags, lambda name: f"{name} entropy", CLASSES[::-1])
        yield facet("element", "On the mixing site", tags, lambda symbol: f"{symbol}, {elements.name(symbol)}")
        yield facet("cell", "Cell", tags, lambda name: f"{name} cell")
        for name, (label, choices) in measured_tags.FACETS.items():
            yield facet(
                name, label, tags, {value: text for value, (text, _) in choices.items()}.__getitem__, tuple(choices)
            )
        yield facet("exposure", "Exposed to", tags)


def _rank(entry: Entry) -> tuple[int, float, str]:
    described = entry.description
    return list(_ROLES).index(entry.material.role), -described.entropy.all if described else 1.0, entry.material.name


def _tags(entry: Entry) -> Tags:
    material, described = entry.material, entry.description
    return {
        "role": (material.role,),
        "family": (material.family,),
        "phase": (entry.phase,) if entry.phase else (),
        "class": (described.entropy_class,) if described else (),
        "element": tuple(described.sites["metal"]) if described else (),
        "cell": sorted({"full" if given.is_full_cell else "half" for given in _conditions(material) if given.cell}),
        **measured_tags.tags(material),
    }


def _conditions(material: Material) -> Iterator[Conditions]:
    return (claim.conditions for claim in material.claims if claim.conditions)
