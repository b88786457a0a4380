"""Everything that was read from `data/`, by kind and id, and the file of each record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from ..errors import Problem
from ..yamlio.document import Document, Path
from .introspection import Link, record_links
from .material_models import Material
from .models import Challenge, Contributor, Effect, ElementRecord, Family, Statement, Strategy, Topic
from .reference_models import Lead, Reference
from .vocabulary_models import CoreQuestion, Property, ReaderQuestion, ReadinessLevel, Term

Key = tuple[str, str]
"""(kind, id)"""
ANY = "*"
"""In place of an id: every id of a kind whose file could not be read."""


class Names(NamedTuple):
    """What another record may call a record by."""

    name: str
    aliases: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """All records, each kind in the order of its ids; `unreadable` are records that exist but could not be read.

    `elsewhere` are further records, by kind, of which only the names are here: a part of the collection is checked with
    the names of the rest. `withdrawn` are materials that only their own pages still show.
    """

    materials: Mapping[str, Material]
    effects: Mapping[str, Effect]
    challenges: Mapping[str, Challenge]
    strategies: Mapping[str, Strategy]
    families: Mapping[str, Family]
    references: Mapping[str, Reference]
    elements: Mapping[str, ElementRecord]
    topics: Mapping[str, Topic]
    leads: Mapping[str, Lead]
    statements: Mapping[str, Statement]
    properties: Mapping[str, Property]
    readiness: Mapping[str, ReadinessLevel]
    glossary: Mapping[str, Term]
    people: Mapping[str, Contributor]
    core: Mapping[str, CoreQuestion]
    questions: Mapping[str, ReaderQuestion]
    origins: Mapping[Key, Origin]
    unreadable: Collection[Key] = ()
    elsewhere: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    withdrawn: Mapping[str, Material] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the names of all kinds."""
        return KINDS

    def kind(self, name: str) -> Mapping[str, Any]:
        """Return the records of one kind."""
        found: Mapping[str, Any] = getattr(self, name)
        return found

    def exists(self, kind: str, ident: str) -> bool:
        """Return whether there is such a record, as far as can be known."""
        here = ident in self.kind(kind) or ident in self.elsewhere.get(kind, ())
        return here or not {(kind, ident), (kind, ANY)}.isdisjoint(self.unreadable)

    def named(self, kind: str) -> Mapping[str, Any]:
        """Return the records of one kind, or their names where those are all that is here."""
        found, others = self.kind(kind), self.elsewhere.get(kind)
        return dict(sorted({**others, **found}.items())) if others else found

    def problem(
        self, key: Key, path: Path, message: str, hint: str = "", offset: int | None = None, other: Key | None = None
    ) -> Problem:
        """Return a problem at `path` of a record, or at a character of the value there.

        `other` is a second record that is part of the problem, which may be corrected in either.
        """
        origin = self.origins[key]
        found = origin.document.problem((*origin.prefix, *path), message, hint, offset)
        return replace(found, related=(self.origins[other].document.file,)) if other else found

    def without(self, keys: Collection[Key]) -> Dataset:
        """Return the dataset without some of its records."""
        kinds: dict[str, Any] = {
            kind: {ident: record for ident, record in self.kind(kind).items() if (kind, ident) not in keys}
            for kind in KINDS
        }
        return replace(self, **kinds)

    def links(self, *, withdrawn: bool = False) -> Iterator[tuple[Key, Link]]:
        """Yield every link from one record to another, with the record that holds it."""
        owners = [((kind, ident), record) for kind in KINDS for ident, record in self.kind(kind).items()]
        owners += [(("materials", ident), record) for ident, record in self.withdrawn.items() if withdrawn]
        for owner, record in owners:
            yield from ((owner, link) for link in record_links(record))


@dataclass(frozen=True, slots=True)
class Origin:
    """The file of a record, and the path to it where a file holds several."""

    document: Document
    prefix: Path = ()


_NO_KINDS = ("origins", "unreadable", "elsewhere", "withdrawn")
KINDS = tuple(each.name for each in fields(Dataset) if each.name not in _NO_KINDS)
