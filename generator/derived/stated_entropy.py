"""Stated entropies, and the conventions that reproduce each from its formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..chemistry.description import Description
from ..chemistry.entropy import reproducing
from ..records.field_types import Number
from ..records.model_parts import Source
from .atlas import Atlas

PROPERTY = "configurational-entropy"


@dataclass(frozen=True, slots=True)
class StatedEntropy:
    """A stated entropy, in units of R, and the conventions that reproduce it; none where no formula is known."""

    kind: str
    id: str
    name: str
    formula: str | None
    value: Number | tuple[Number, Number]
    bound: str
    description: Description | None
    by: tuple[str, ...]
    source: Source | None
    lead: str | None = None
    outside: str | None = None


def stated(atlas: Atlas) -> list[StatedEntropy]:
    """Return every entropy that a source states as a number, materials first."""
    return [*_of_materials(atlas), *_of_statements(atlas)]


def _of_materials(atlas: Atlas) -> Iterator[StatedEntropy]:
    for material in atlas.data.materials.values():
        for claim in material.claims:
            if claim.property == PROPERTY and not isinstance(claim.value, str):
                described = atlas.entries[material.id].description
                by = _reproducing(described, claim.value, claim.bound)
                yield StatedEntropy("materials", material.id, material.name, material.formula, claim.value, claim.bound,
                             described, by, claim.source)  # fmt: skip


def _of_statements(atlas: Atlas) -> Iterator[StatedEntropy]:
    for statement in atlas.data.statements.values():
        described = atlas.description("statements", statement.id)
        by = _reproducing(described, statement.states, statement.bound)
        yield StatedEntropy("statements", statement.id, statement.name, statement.formula, statement.states,
                            statement.bound, described, by, statement.source,
                            statement.lead, statement.outside)  # fmt: skip


def _reproducing(described: Description | None, value: Number | tuple[Number, Number], bound: str) -> tuple[str, ...]:
    if described is None or isinstance(value, tuple):
        return ()
    return reproducing(described.entropy, Decimal(str(value)), bound)
