"""The shape of every record: what a file in `data/` may say, strictly and immutably.

A record holds what its author wrote and nothing derived. Text is plain text: no markup is ever interpreted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from .yamlfile import Path


@dataclass(frozen=True, slots=True)
class To:
    """Marks a field as the id of another record, so that links are declared where the field is."""

    kind: str


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True, pattern=r"^[^\n]*$")
]
Rate = Annotated[str, StringConstraints(pattern=r"^(\d+(\.\d+)?|\d+/\d+)( ?C| m?A g-1)$")]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$", max_length=120)]
Element = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]?$")]
Number = int | Decimal
Amount = Number | Annotated[str, StringConstraints(pattern=r"^\d{1,6}/[1-9]\d{0,5}$")]
MaterialId = Annotated[Id, To("materials")]
EffectId = Annotated[Id, To("effects")]
ChallengeId = Annotated[Id, To("challenges")]
StrategyId = Annotated[Id, To("strategies")]
FamilyId = Annotated[Id, To("families")]
ReferenceId = Annotated[Id, To("references")]
PropertyId = Annotated[Id, To("properties")]
Range = Annotated[tuple[Number, Number], Field(strict=False)]


class Record(BaseModel):
    """Strict (nothing is converted), frozen, and closed (an unknown key is a problem)."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True)


class Source(Record):
    """Where a statement stands."""

    reference: ReferenceId = Field(description="the reference that made the statement")
    via: ReferenceId | None = Field(
        None, description="the review through which it is known; the reference itself was not read"
    )
    at: Line = Field(
        description='where in the text that was read: "2.2.1", "Figure 4e", "Table 2", "abstract"'
    )


class Named(Record):
    """What every record has."""

    id: Id = Field(description="the file's name without its ending; never reused")
    name: Line = Field(description="what people call it")
    aliases: tuple[Line, ...] = Field((), strict=False, description="other names that a search should find")
    former_ids: tuple[Id, ...] = Field(
        (), strict=False, description="earlier ids, so that old links keep working"
    )


class Conditions(Record):
    """Under what conditions a value holds; what the source does not say stays out."""

    rate: Rate | None = Field(None, description="current, as a C-rate (3C, 0.5C) or per mass (0.1 A g-1)")
    cycles: Annotated[int, Field(ge=1)] | None = Field(
        None, description="cycle number at which the value was taken"
    )
    window: Range | None = Field(
        None, description="voltage window, V against Na/Na+ unless `other` says different"
    )
    upper_voltage: Number | None = Field(
        None, description="upper cut-off, V, where the lower one is not given"
    )
    temperature: Number | Range | None = Field(None, description="degrees Celsius")
    exposure: Line | None = Field(None, description="what the material was exposed to: air, water, ...")
    exposure_days: Number | None = Field(None, description="how long, days")
    cell: Line | None = Field(
        None, description="cell and counter electrode where stated: half cell, full cell with hard carbon"
    )
    state: Line | None = Field(None, description="state of the material: pristine, after re-annealing, ...")
    other: Line | None = Field(None, description="anything else that the source states")


class Versus(Record):
    """What a value is compared with in the same source."""

    material: MaterialId = Field(description="the control's record")
    value: Number | Range | Text | None = Field(
        None, description="the control's value, same property, unit and conditions"
    )
    conditions: Conditions | None = Field(None, description="only where they differ from the claim's own")


class Claim(Record):
    """One statement about a material, with all that is needed to judge it."""

    property: PropertyId = Field(description="a property from the vocabulary")
    value: Number | Range | Text = Field(
        description="a number, [low, high], or words for properties of kind `text`"
    )
    unit: Line | None = Field(None, description="the property's unit, repeated so that a slip is noticed")
    bound: Literal["exact", "about", "above", "below"] = Field(
        "exact", description="how the source limits the number"
    )
    uncertainty: Number | None = Field(None, description="one standard uncertainty, in the same unit")
    conditions: Conditions | None = None
    versus: Versus | None = None
    basis: Literal["measured", "computed", "fitted", "stated"] = Field(description="how the source knows")
    technique: Line | None = Field(None, description="XRD, XAS, DFT, ...")
    source: Source
    note: Text | None = Field(None, description="what a reader must know to use the value")


class EffectLink(Record):
    """A high-entropy effect that a source credits."""

    effect: EffectId
    support: Literal["stated", "implied"] = Field(
        description="stated: the source names it; implied: it describes it"
    )
    source: Source


class ChallengeLink(Record):
    """A challenge that a material was made to meet."""

    challenge: ChallengeId
    support: Literal["stated", "implied"]
    source: Source


class Missing(Record):
    """A typed absence: something that readers will look for and not find."""

    property: PropertyId
    why: Literal["not-in-source", "not-measured", "not-readable"]


class Note(Record):
    """Something odd, kept as printed and explained."""

    about: Literal["formula", "name", "label", "value", "figure", "reference", "scope"]
    printed: Line | None = Field(None, description="as printed, where a reading is in doubt")
    remark: Text = Field(description="what we think and why")
    source: Source | None = None


class Material(Named):
    """A cathode material, or a state of one (aged, re-annealed), as one source describes it."""

    formula: Line | None = Field(
        None, description="composition in any printed spelling; leave out when none is printed"
    )
    printed: Line | None = Field(
        None, description="the formula exactly as printed, where `formula` had to differ"
    )
    bind: Mapping[str, Amount] = Field({}, description='values of variables, such as x: 0.15 or x: "1/6"')
    sites: Mapping[Literal["alkali", "metal", "carbon", "anion"], Mapping[Element, Amount]] | None = Field(
        None, description="sites stated by the source, where the usual assignment would be wrong"
    )
    family: FamilyId
    phase: Line | None = Field(None, description="O3, P2, P2/O3, ... as the source gives it")
    role: Literal["subject", "control", "parent", "state", "benchmark", "generic"] = Field(
        "subject", description="why it is here; a control belongs to the paper it is compared in"
    )
    state_of: MaterialId | None = Field(
        None, description="for role `state`: the material in its pristine state"
    )
    called: Literal["high-entropy", "medium-entropy", "low-entropy"] | None = Field(
        None, description="what its source calls it; the class is computed, never typed in"
    )
    source: Source = Field(description="where the source introduces it")
    strategies: tuple[StrategyId, ...] = Field((), strict=False)
    effects: tuple[EffectLink, ...] = Field((), strict=False)
    challenges: tuple[ChallengeLink, ...] = Field((), strict=False)
    claims: tuple[Claim, ...] = Field((), strict=False)
    missing: tuple[Missing, ...] = Field((), strict=False)
    notes: tuple[Note, ...] = Field((), strict=False)

    @property
    def bindings(self) -> dict[str, str]:
        """Return the values of the formula's variables, exactly as written."""
        return {variable: str(value) for variable, value in self.bind.items()}

    @property
    def stated_sites(self) -> dict[str, dict[str, Fraction]] | None:
        """Return the sites that the record states, exact."""
        if self.sites is None:
            return None
        return {
            site: {el: Fraction(str(n)) for el, n in amounts.items()} for site, amounts in self.sites.items()
        }

    @model_validator(mode="after")
    def _state_names_its_parent(self) -> Material:
        if (self.role == "state") != (self.state_of is not None):
            raise ValueError("role `state` and `state_of` go together: give both or neither")
        return self


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


class Family(Named):
    """A structural family of cathodes."""

    summary: Text
    structure: Text = Field(description="what is built of what, for a newcomer")
    mixing_site: Line = Field(description="the site over which the headline entropy is taken")
    sources: tuple[Source, ...] = Field(min_length=1, strict=False)


class Person(Record):
    """A name as CSL has it."""

    family: Line
    given: Line | None = None


class CitedIn(Record):
    """The number that a review gives to a reference."""

    reference: ReferenceId
    number: Annotated[int, Field(ge=1)]


class Reference(Record):
    """A publication, in CSL's terms and with CSL's field names."""

    id: Id
    type: Literal["article-journal", "review-article"] = "article-journal"
    title: Line
    author: tuple[Person, ...] = Field(min_length=1, strict=False)
    more_authors: bool = Field(False, description="true when the list ends with et al. where it was read")
    container_title: Line = Field(alias="container-title", description="the journal")
    issued: Annotated[int, Field(ge=1900, le=2100)] = Field(description="year")
    volume: Line | None = None
    issue: Line | None = None
    page: Line | None = Field(None, description="pages, with an en dash")
    number: Line | None = Field(None, description="article number")
    doi: Doi | None = Field(None, alias="DOI")
    printed_doi: Line | None = Field(
        None, description="the DOI as printed, where that is a mis-transcription"
    )
    printed_doi_reason: Text | None = None
    licence: Line | None = None
    cited_in: tuple[CitedIn, ...] = Field((), strict=False)
    former_ids: tuple[Id, ...] = Field((), strict=False)

    @property
    def name(self) -> str:
        """Return the short form that text uses: "Wang et al. (2024)"."""
        first = self.author[0].family
        if len(self.author) == 2 and not self.more_authors:
            return f"{first} and {self.author[1].family} ({self.issued})"
        more = " et al." if self.more_authors or len(self.author) > 1 else ""
        return f"{first}{more} ({self.issued})"


class Property(Record):
    """What is measured: one entry of the vocabulary, which drives tables, charts and headers."""

    label: Line
    kind: Literal["number", "text"]
    unit: Line | None = None
    plausible: Range | None = Field(
        None, description="lowest and highest value that is taken without question"
    )
    better: Literal["higher", "lower"] | None = None
    description: Text


MODELS: Mapping[str, tuple[type[BaseModel], ...]] = {
    "materials": (Material,),
    "mechanisms": (Effect, Challenge),
    "strategies": (Strategy,),
    "families": (Family,),
    "references": (Reference,),
}
"""Folder of `data/` -> the models of its records; where there are two, the record's `type` chooses."""

Link = tuple[Path, str, str]
"""(path inside the record, kind of the target, id of the target)"""


def links(record: BaseModel, path: Path = ()) -> Iterator[Link]:
    """Yield every id of another record that this one holds."""
    for name, target in _fields(type(record)):
        yield from _links_in(
            getattr(record, name), target, (*path, type(record).model_fields[name].alias or name)
        )


def _links_in(value: Any, target: str | None, path: Path) -> Iterator[Link]:
    match value:
        case BaseModel():
            yield from links(value, path)
        case tuple():
            for index, item in enumerate(value):
                yield from _links_in(item, target, (*path, index))
        case str() if target:
            yield path, target, value


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (name, _target([*info.metadata, info.annotation])) for name, info in model.model_fields.items()
    )


def _target(parts: Any) -> str | None:
    """Find the `To` mark in a field's annotation, however deep."""
    for part in parts:
        if isinstance(part, To):
            return part.kind
        inner = (*getattr(part, "__metadata__", ()), *getattr(part, "__args__", ()))
        if inner and (found := _target(inner)):
            return found
    return None
