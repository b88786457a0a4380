"""Models of the records: one per kind."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from .model_parts import (
    Amount,
    Bound,
    ChallengeId,
    Claim,
    Conditions,
    EffectId,
    Element,
    FamilyId,
    Id,
    LeadId,
    Line,
    MaterialId,
    Missing,
    Named,
    Note,
    Number,
    Orcid,
    PersonId,
    PropertyId,
    Range,
    Record,
    Source,
    StrategyId,
    Text,
    Unconfirmed,
    Variable,
    Withdrawal,
    ends,
)
from .reference_models import Lead, Reference

Support = Annotated[
    Literal["stated", "implied"],
    Field(description="stated: the source names it; implied: it describes it, and `why` says how"),
]
Reason = Annotated[Text | None, Field(description="for an implied link: what in the source leads to it")]
Side = Annotated[Literal["advantage", "disadvantage"], Field(description="the column of the table")]


class EffectLink(Record):
    """A high-entropy effect that a source credits."""

    brief = True

    effect: EffectId = Field(description="the effect that is credited")
    support: Support
    why: Reason = None
    source: Source = Field(description="where it says so")


class ChallengeLink(Record):
    """A challenge that a material was made to meet."""

    brief = True

    challenge: ChallengeId = Field(description="the challenge that it is to meet")
    support: Support
    why: Reason = None
    source: Source = Field(description="where it says so")


class Step(Record):
    """One step of a synthesis: what is done, how hot, for how long, in what."""

    brief = True

    does: Line | None = Field(None, description="what is done: ball milling, calcination, drying, ...")
    temperature: Number | Range | None = Field(None, description="degrees Celsius")
    hours: Number | Range | None = Field(None, description="how long, hours")
    atmosphere: Line | None = Field(None, description="air, O2, Ar, Ar with 5 % H2, vacuum, ...")
    ramp: Number | None = Field(None, description="heating rate, degrees Celsius per minute")
    cooling: Line | None = Field(None, description="how it is cooled: in the furnace, quenched, 1 °C per minute, ...")


class Synthesis(Record):
    """How a material was made, according to one source; what it does not state is left out."""

    route: Literal[
        "solid-state", "sol-gel", "co-precipitation", "spray-drying", "hydrothermal", "electrospinning",
        "mechanochemical", "molten-salt", "thermal-shock", "ion-exchange", "other",
    ] = Field(description="kind of synthesis")  # fmt: skip
    precursors: tuple[Line, ...] = Field((), strict=False, description="starting materials, as formulas where printed")
    excess: Line | None = Field(None, description="what is added beyond the formula: 5 wt% Na2CO3")
    chelate: Line | None = Field(None, description="for a Prussian blue analogue: the agent that slows precipitation")
    ph: Number | Range | None = Field(None, description="pH of the solution")
    ageing: Number | Range | None = Field(None, description="how long a precipitate is left in its solution, hours")
    steps: tuple[Step, ...] = Field((), strict=False, description="what is done, in order; drying is a step")
    source: Source = Field(description="where it is described")
    note: Text | None = Field(None, description="what a reader must know, such as what only the supplement states")
    unconfirmed: Unconfirmed = False

    @property
    def hottest(self) -> Step | None:
        """Return the step with the highest temperature; None where no temperature is given."""
        heated = [step for step in self.steps if step.temperature is not None]
        return max(heated, key=lambda step: highest(step.temperature), default=None)


def highest(value: Number | tuple[Number, Number] | None) -> float:
    """Return a number, or the upper end of a range, to compare by; minus infinity for None."""
    found = ends(value)
    return found[1] if found else float("-inf")


class MeasuredFormula(Record):
    """The composition that an analysis found, in addition to the nominal one."""

    brief = True

    formula: Line = Field(description="composition as found, in any printed spelling")
    technique: Line | None = Field(None, description="ICP-OES, ICP-MS, neutron diffraction, TGA for water, ...")
    source: Source = Field(description="where it is stated")
    unconfirmed: Unconfirmed = False


class Composed(Named):
    """What has a composition: its formula as printed, and what is needed to read it."""

    formula: Line | None = Field(
        None, description="composition in any printed spelling; leave out when none is printed"
    )
    printed: Line | None = Field(None, description="the formula exactly as printed, where `formula` had to differ")
    host: bool = Field(False, description="true: the formula is that of the host; what was added is not in it")
    bind: Mapping[Variable, Amount] = Field(
        {}, max_length=9, description='values of variables, such as {x: 0.15} or {x: "1/6"}'
    )
    sites: Mapping[Literal["alkali", "metal", "carbon", "anion"], Mapping[Element, Amount]] | None = Field(
        None, description="sites stated by the source, where the usual assignment would be wrong"
    )
    family: FamilyId | None = None

    @property
    def bindings(self) -> dict[str, str]:
        """Return the values of the formula's variables, exactly as written."""
        return {variable: str(value) for variable, value in self.bind.items()}

    @property
    def stated_sites(self) -> dict[str, dict[str, Fraction]] | None:
        """Return the sites that the record states, exact."""
        if self.sites is None:
            return None
        return {site: {el: Fraction(str(n)) for el, n in amounts.items()} for site, amounts in self.sites.items()}


class Material(Composed):
    """A cathode material, or a state of one (aged, re-annealed), as one source describes it."""

    family: FamilyId = Field(description="its structural family, by the id of a record in data/families")
    phase: Line | None = Field(None, description="O3, P2, P2/O3, ... as the source gives it")
    formula_source: Source | None = Field(None, description="where the formula is printed, if not where `source` says")
    phase_source: Source | None = Field(None, description="where the phase is stated, if not where `source` says")
    role: Literal["subject", "control", "parent", "state", "benchmark", "generic"] = Field(
        "subject", description="why it is here; a control belongs to the paper it is compared in"
    )
    state_of: MaterialId | None = Field(None, description="for role `state`: the material in its pristine state")
    called: Literal["high-entropy", "medium-entropy", "low-entropy"] | None = Field(
        None, description="what its source calls it; the class is computed, never typed in"
    )
    source: Source = Field(description="where the source introduces it")
    unconfirmed: bool = Field(
        False, description="true: name, formula and phase were imported, and not yet compared with the source"
    )
    measured: tuple[MeasuredFormula, ...] = Field(
        (), strict=False, description="compositions found by analysis; their entropy is shown next to the nominal one"
    )
    synthesis: tuple[Synthesis, ...] = Field((), strict=False, description="how it was made, each source once")
    strategies: tuple[StrategyId, ...] = Field(
        (), strict=False, description="in which ways its source uses high entropy"
    )
    effects: tuple[EffectLink, ...] = Field(
        (), strict=False, description="which effects of high entropy its source credits"
    )
    challenges: tuple[ChallengeLink, ...] = Field(
        (), strict=False, description="which problems of its family it was made to meet"
    )
    claims: tuple[Claim, ...] = Field((), strict=False, description="what its sources state about it, a value each")
    missing: tuple[Missing, ...] = Field(
        (), strict=False, description="what readers will look for and not find, and why"
    )
    notes: tuple[Note, ...] = Field((), strict=False, description="inconsistencies in a source")
    entered_by: PersonId | None = Field(None, description="who wrote the record, for credit")
    withdrawn: Withdrawal | None = Field(
        None, description="in place of deleting a published record: its page stays, tables and counts leave it out"
    )


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
