"""Models of the records: one per kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from .conditions import Conditions
from .field_types import (
    Bound,
    ChallengeId,
    EffectId,
    Element,
    FamilyId,
    Id,
    LeadId,
    Line,
    MaterialId,
    Number,
    Orcid,
    PropertyId,
    Range,
    Record,
    Text,
)
from .material_models import Composed, Material
from .model_parts import Named, Note, Source
from .reference_models import Lead, Reference

Side = Annotated[Literal["advantage", "disadvantage"], Field(description="the column of the table")]


class Effect(Named):
    """One of the core effects credited to high configurational entropy."""

    type: Literal["effect"]
    summary: Text = Field(description="one sentence for cards and search results")
    explanation: Text
    caveat: Text | None = Field(None, description="what is disputed or easily misread")
    sources: tuple[Source, ...] = Field(min_length=1, strict=False)


class Challenge(Named):
    """A problem of one family of cathodes, and the effects that answer it."""

    type: Literal["challenge"]
    family: FamilyId
    summary: Text
    explanation: Text
    effects: tuple[EffectId, ...] = Field(min_length=1, strict=False, description="the dominant ones first")
    properties: tuple[PropertyId, ...] = Field(
        (), strict=False, description="properties whose numbers say how well a material meets it"
    )
    source: Source


class Strategy(Named):
    """A way of using high entropy, as the review groups the work."""

    family: FamilyId
    summary: Text
    source: Source


class FamilyValue(Record):
    """One value of a family of cathodes, as an overview gives it."""

    property: PropertyId = Field(description="a property from the vocabulary")
    value: Number | Range | Text = Field(description="a number, [low, high], or words")
    unit: Line | None = Field(None, description="the property's unit")
    bound: Bound = Field("exact", description="how the source limits the number")
    scale: Literal["research", "business"] = Field(
        "research", description="business: a value of practice, which the review prints in bold"
    )
    side: Side
    conditions: Conditions | None = Field(None, description="under which it holds")
    source: Source = Field(description="where it is stated")


class Trait(Record):
    """An advantage or disadvantage without a number."""

    text: Line = Field(description="what it is, in our words")
    side: Side
    source: Source = Field(description="where it is stated")


class Readiness(Record):
    """A technology readiness level, often a range."""

    low: Annotated[int, Field(ge=1, le=9)]
    high: Annotated[int, Field(ge=1, le=9)]
    source: Source


class Family(Named):
    """A structural family of cathodes."""

    chemistry: Literal["sodium", "lithium"] = "sodium"
    summary: Text
    structure: Text | None = Field(None, description="what is built of what, for a newcomer")
    mixing_site: Line | None = Field(None, description="the site over which the headline entropy is taken")
    readiness: Readiness | None = None
    values: tuple[FamilyValue, ...] = Field((), strict=False)
    traits: tuple[Trait, ...] = Field((), strict=False)
    notes: tuple[Note, ...] = Field((), strict=False)
    sources: tuple[Source, ...] = Field(min_length=1, strict=False)


class ElementRole(Record):
    """What a source says that an element does."""

    role: Literal["redox-active", "inactive", "framework", "light", "alkali", "anion", "substitute", "coordinating"]
    valence: Line | None = Field(None, description="where the source names one, such as 4+")
    family: FamilyId | None = Field(None, description="where the statement is limited to a family")
    material: MaterialId | None = Field(None, description="where it is made about one material")
    says: Text = Field(description="what it does, in our words")
    source: Source


class ElementRecord(Named):
    """An element and the roles that sources give it; contradictions are kept."""

    symbol: Element
    roles: tuple[ElementRole, ...] = Field(min_length=1, strict=False)
    notes: tuple[Note, ...] = Field((), strict=False)


class Point(Record):
    """One statement about a topic."""

    text: Text = Field(description="what the source says, in our words")
    source: Source = Field(description="where it is stated")
    also: tuple[Source, ...] = Field((), strict=False, description="further sources that state the same")


class Section(Record):
    """The points of a topic under one heading."""

    heading: Line
    points: tuple[Point, ...] = Field(min_length=1, strict=False)


class Topic(Named):
    """A question of battery research, and what sources say about it: structures, synthesis, design, computation, ..."""

    type: Literal["structure", "synthesis", "characterisation", "design-rule", "scaling", "computing", "open-question"]
    summary: Text
    printed: Line | None = Field(None, description="for a structure: its general formula as printed")
    families: tuple[FamilyId, ...] = Field((), strict=False, description="where it applies; all when left out")
    strengths: tuple[Point, ...] = Field((), strict=False)
    weaknesses: tuple[Point, ...] = Field((), strict=False)
    points: tuple[Point, ...] = Field((), strict=False)
    sections: tuple[Section, ...] = Field((), strict=False, description="the points of a long topic, grouped")
    challenges: tuple[ChallengeId, ...] = Field((), strict=False, description="challenges that it is about")
    properties: tuple[PropertyId, ...] = Field(
        (), strict=False, description="properties whose values are evidence, the most important first"
    )
    sources: tuple[Source, ...] = Field(
        min_length=1, strict=False, description="where it is treated as a whole, and further papers cited there"
    )
    notes: tuple[Note, ...] = Field((), strict=False)


class Statement(Composed):
    """A configurational entropy that a paper states for something outside the collection, to learn its convention."""

    formula: Line
    called: Literal["high-entropy", "medium-entropy", "low-entropy"] | None = None
    states: Number = Field(description="the stated entropy, in units of R per mole of what the source counts")
    bound: Bound = "exact"
    outside: Line = Field(description="why it is no material of the collection: a potassium cathode, ...")
    source: Source | None = Field(None, description="where it is stated; one of `source` and `lead`")
    lead: LeadId | None = Field(None, description="the lead that it is known from, while that cannot be cited")
    notes: tuple[Note, ...] = Field((), strict=False)


class Contributor(Record):
    """A person who entered or checked records, and wants credit for it."""

    id: Id
    name: Line = Field(description="as it should be shown")
    orcid: Orcid | None = Field(None, description='such as "0000-0002-1825-0097", without the address')
    affiliation: Line | None = None


MODELS: Mapping[str, tuple[type[Record], ...]] = {
    "materials": (Material,),
    "mechanisms": (Effect, Challenge),
    "strategies": (Strategy,),
    "families": (Family,),
    "references": (Reference,),
    "elements": (ElementRecord,),
    "topics": (Topic,),
    "leads": (Lead,),
    "statements": (Statement,),
    "people": (Contributor,),
}
"""Folder of `data/` -> the models of its records; where there are two, the record's `type` chooses."""

ON_ONE_PAGE = ("leads", "statements", "people", "readiness", "glossary", "core", "questions")
"""Kinds whose entries have no page each."""
