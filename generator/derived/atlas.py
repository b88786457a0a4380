"""The atlas: a dataset with the description of every formula and an index of every link.

Each part is derived once, on first access.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..chemistry.description import Description
from ..records.dataset import Dataset, Key
from ..records.field_types import ends
from ..records.material_models import Material
from ..records.model_parts import Claim, Note, Source, is_paired
from ..records.models import Family, FamilyValue
from ..records.reference_models import Reference
from .entry import Entry as Entry
from .entry import Measured as Measured
from .readings import Reading, Readings, measured, readings

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class MaterialClaim:
    """A claim with the material that it is about."""

    owner: Material
    claim: Claim


class Elsewhere(NamedTuple):
    """A number of a claim of some material, on the scale on which it is compared, and the paper that gives it."""

    material: str
    paper: str
    number: float


@dataclass(frozen=True, slots=True)
class Oddity:
    """A note on a source, and the record that holds it."""

    kind: str
    id: str
    name: str
    note: Note
    reference: str | None = None
    """The paper that it is about: that of the note, else that of the record."""


@dataclass(frozen=True)
class Atlas:
    """A dataset with everything that is derived from it.

    `readings` are those of its formulas, `measured` those of the compositions that analysis found, by material.
    `elsewhere` are numbers of materials that are not in the dataset, for a rule that compares similar ones.
    """

    data: Dataset
    readings: Readings
    measured: Mapping[str, tuple[Reading | None, ...]]
    elsewhere: Mapping[Hashable, Sequence[Elsewhere]] = field(default_factory=dict)

    def without(self, keys: Collection[Key]) -> Atlas:
        """Return the atlas of the dataset without some of its records; nothing is parsed again."""
        return replace(self, data=self.data.without(keys))

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Return every material with the description of its formula, by id."""
        return {
            ident: Entry(material, self.description("materials", ident), tuple(self._measured(material)))
            for ident, material in self.data.materials.items()
        }

    def _measured(self, material: Material) -> Iterator[Measured]:
        for stated, reading in zip(material.measured, self.measured.get(material.id, ()), strict=False):
            if reading and reading.description:
                yield Measured(stated, reading.description)

    def description(self, kind: str, ident: str) -> Description | None:
        """Return the description of a record's formula; None without a valid one."""
        reading = self.readings.get((kind, ident))
        return reading.description if reading else None

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the materials of each family, by name."""
        return _grouped((entry.material.family, entry.id) for entry in self.where(lambda _: True))

    @cached_property
    def compared(self) -> Mapping[str, tuple[MaterialClaim, ...]]:
        """Return the claims that name each material as their control."""
        return _grouped(_compared_claims(self.data))

    @cached_property
    def named(self) -> Collection[Key]:
        """Return what any record names by kind and id, whether or not there is such a record."""
        return {(kind, ident) for _, (_, kind, ident) in self.data.links(withdrawn=True)}

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[Key, ...]]:
        """Return the records that name each reference."""
        return _grouped(_citations(self.data))

    @property
    def described(self) -> list[Entry]:
        """Return the entries with a composition of their own, by name; a state has that of its pristine parent."""
        return [entry for entry in self.where(lambda material: material.role != "state") if entry.description]

    def claims_of(self, ident: str) -> list[MaterialClaim]:
        """Return every claim of one property with the material that it is about; numbers first, high to low."""
        return sorted(self._by_property.get(ident, ()), key=lambda found: _rank(found.claim))

    @cached_property
    def _by_property(self) -> Mapping[str, tuple[MaterialClaim, ...]]:
        return _grouped(
            (claim.property, MaterialClaim(material, claim))
            for material in self.data.materials.values()
            for claim in material.claims
        )

    def lacking(self, ident: str) -> list[Entry]:
        """Return the materials whose record says that a property is missing."""
        return self.where(lambda material: any(item.property == ident for item in material.missing))

    def family_values(self, ident: str) -> list[tuple[Family, FamilyValue]]:
        """Return what overviews say of whole families about one property."""
        return [
            (family, value)
            for family in self.data.families.values()
            for value in family.values
            if value.property == ident
        ]

    @property
    def numbers(self) -> list[Claim]:
        """Return every claim that is a number."""
        claims = (claim for material in self.data.materials.values() for claim in material.claims)
        return [claim for claim in claims if not isinstance(claim.value, str)]

    @property
    def pairs(self) -> list[MaterialClaim]:
        """Return the claims that give a number for the material and one for its control."""
        return [pair for pairs in self.compared.values() for pair in pairs if is_paired(pair.claim)]

    @property
    def oddities(self) -> list[Oddity]:
        """Return every note on a source, with the record that holds it."""
        return [
            Oddity(kind, ident, getattr(record, "name", ident), note, _about(record, note))
            for kind in self.data.kinds
            for ident, record in self.data.kind(kind).items()
            for note in getattr(record, "notes", ())
        ]

    def references_with_notices(self, kind: str, ident: str) -> list[Reference]:
        """Return the publications with a notice, such as a retraction, that a record relies on."""
        return [reference for reference in self._noticed if (kind, ident) in self.cited_by.get(reference.id, ())]

    @cached_property
    def _noticed(self) -> Sequence[Reference]:
        return [reference for reference in self.data.references.values() if reference.notices]

    def cited_in(self, ident: str) -> list[tuple[int, Reference]]:
        """Return the numbered list of references of a review."""
        return sorted(
            (
                (cited.number, reference)
                for reference in self.data.references.values()
                for cited in reference.cited_in
                if cited.reference == ident
            ),
            key=lambda pair: pair[0],
        )

    def where(self, choose: Callable[[Material], bool]) -> list[Entry]:
        """Return the entries whose material is chosen, by name."""
        return sorted(
            (e for e in self.entries.values() if choose(e.material)), key=lambda e: e.material.name.casefold()
        )

    def of_family(self, ident: str) -> list[Entry]:
        """Return the materials of a family."""
        return self.where(lambda material: material.family == ident)

    def with_strategy(self, ident: str) -> list[Entry]:
        """Return the materials that a strategy was used for."""
        return self.where(lambda material: ident in material.strategies)

    def with_effect(self, ident: str) -> list[Entry]:
        """Return the materials that a source credits with an effect."""
        return self.where(lambda material: any(link.effect == ident for link in material.effects))

    def with_challenge(self, ident: str) -> list[Entry]:
        """Return the materials that were made to meet a challenge."""
        return self.where(lambda material: any(link.challenge == ident for link in material.challenges))

    def neighbours(self, ident: str) -> tuple[Entry | None, Entry | None]:
        """Return the materials before and after one in the list of its family."""
        family = self.families[self.data.materials[ident].family]
        place = family.index(ident)
        before = self.entries[family[place - 1]] if place else None
        return before, self.entries[family[place + 1]] if place + 1 < len(family) else None

    def entered_by(self, person: str) -> list[Entry]:
        """Return the materials whose record a contributor wrote."""
        return self.where(lambda material: material.entered_by == person)

    def checked_by(self, person: str) -> list[MaterialClaim]:
        """Return the claims that a contributor compared with their source, and that have not changed since."""
        return [
            MaterialClaim(material, claim)
            for material in self.data.materials.values()
            for claim in material.claims
            if claim.checked and claim.checked.by == person and claim.checked.matches(claim.value)
        ]

    def states_of(self, ident: str) -> list[Entry]:
        """Return the aged and regenerated states of a material."""
        return list(self._states.get(ident, ()))

    @cached_property
    def _states(self) -> Mapping[str, tuple[Entry, ...]]:
        states = self.where(lambda material: material.state_of is not None)
        return _grouped((str(entry.material.state_of), entry) for entry in states)


def _about(record: object, note: Note) -> str | None:
    if note.source:
        return note.source.reference
    own = getattr(record, "source", None)
    return record.id if isinstance(record, Reference) else own.reference if isinstance(own, Source) else None


def _rank(claim: Claim) -> tuple[bool, float]:
    found = ends(claim.value)
    return (False, -found[1]) if found else (True, 0.0)


def derive(dataset: Dataset) -> Atlas:
    """Return the atlas of a dataset, which need not have passed its checks yet. Every formula is read here, once."""
    nominal = readings(dataset)
    return Atlas(dataset, nominal, measured(dataset, nominal))


def _compared_claims(dataset: Dataset) -> Iterator[tuple[str, MaterialClaim]]:
    for material in dataset.materials.values():
        for claim in material.claims:
            if claim.versus:
                yield claim.versus.material, MaterialClaim(material, claim)


def _citations(dataset: Dataset) -> Iterator[tuple[str, Key]]:
    found = {(target, owner): None for owner, (_, kind, target) in dataset.links() if kind == "references"}
    return ((target, owner) for target, owner in found)


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    groups: dict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in sorted(groups.items())}
