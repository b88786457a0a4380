"""Parts of records: strict text and numbers, sources, values, conditions, notes.

A record holds what its author wrote and nothing derived. Text is plain text: no markup is ever interpreted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticKnownError

from ..names import LONGEST, PATTERN, taken


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Marks a field as the id of another record, so that links are declared where the field is."""

    kind: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the id in a schema."""
        return handler(core) | {"description": f"the id of one of the {self.kind}"}


def _free(ident: str) -> str:
    """Refuse names that are taken."""
    if why := taken(ident):
        raise PydanticKnownError("string_pattern_mismatch", {"pattern": why})
    return ident


Id = Annotated[
    str,
    StringConstraints(pattern=f"^{PATTERN}$", max_length=LONGEST),
    AfterValidator(_free),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True, pattern=r"^[^\n]*$")]
Rate = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{1,6}(\.[0-9]{1,6})?|[0-9]{1,6}/[1-9][0-9]{0,5})( ?C| m?A g-1)$"),
]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.[0-9]{4,9}/[^\s{}\\\"'`]+$", max_length=120)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")]
Element = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]?$")]
Number = int | Decimal
Amount = Number | Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}/[1-9][0-9]{0,5}$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-zΑ-Ωα-ω]{1,3}$")]
MaterialId = Annotated[Id, LinkTo("materials")]
EffectId = Annotated[Id, LinkTo("effects")]
ChallengeId = Annotated[Id, LinkTo("challenges")]
StrategyId = Annotated[Id, LinkTo("strategies")]
FamilyId = Annotated[Id, LinkTo("families")]
ReferenceId = Annotated[Id, LinkTo("references")]
PropertyId = Annotated[Id, LinkTo("properties")]
LeadId = Annotated[Id, LinkTo("leads")]
Range = Annotated[tuple[Number, Number], Field(strict=False)]
Orcid = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$")]
PersonId = Annotated[Id, LinkTo("people")]
Date = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Bound = Literal["exact", "about", "above", "below", "at-least", "at-most"]
Condition = Literal[
    "rate", "cycles", "window", "upper_voltage", "temperature", "exposure", "exposure_days", "humidity", "co2", "cell",
    "counter", "electrolyte", "loading", "one_c", "mass", "phase", "state",
]  # fmt: skip


class Record(BaseModel):
    """Strict (nothing is converted), frozen, and closed (an unknown key is a problem)."""

    brief: ClassVar[bool] = False
    """Whether it is written on one line, in braces, if it fits."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


Unconfirmed = Annotated[bool, Field(description="true: imported, and not yet compared with its source")]


class Source(Record):
    """Where a statement was published."""

    brief = True

    reference: ReferenceId = Field(description="the reference that made the statement")
    via: ReferenceId | None = Field(
        None, description="the review through which it is known; the reference itself was not read"
    )
    second_hand: bool = Field(
        False,
        description="true where the reference takes the statement from another paper, which was not read",
    )
    at: Line = Field(description='where in the text that was read: "2.2.1", "Figure 4e", "Table 2", "abstract"')


class Accepted(Record):
    """A warning that was reviewed and accepted, with the reason; errors cannot be accepted."""

    rule: Id = Field(description="the code of the rule, which the warning shows in brackets")
    at: Line | None = Field(
        None,
        description='the field, as the warning names it: "claims[0].value", or "claims[0]" for all in it',
    )
    why: Text = Field(description="why the record is correct, for readers")

    def covers(self, code: str, field: str) -> bool:
        """Return whether a warning of a rule about a field is the one accepted here."""
        inside = self.at is None or field == self.at or field.startswith((f"{self.at}.", f"{self.at}["))
        return inside and code == self.rule


class Named(Record):
    """What every record has."""

    id: Id = Field(description="the file's name without its ending; never reused")
    name: Line = Field(description="its usual name")
    aliases: tuple[Line, ...] = Field((), strict=False, description="other names that a search should find")
    former_ids: tuple[Id, ...] = Field((), strict=False, description="earlier ids, so that old links keep working")
    accepted: tuple[Accepted, ...] = Field((), strict=False, description="warnings that were reviewed, with the reason")


class Note(Record):
    """An inconsistency in a source, kept as printed and explained."""

    about: Literal["formula", "name", "label", "value", "figure", "reference", "scope"]
    printed: Line | None = Field(None, description="as printed, where a reading is in doubt")
    remark: Text = Field(description="our interpretation, and why")
    source: Source | None = None


class Missing(Record):
    """A typed absence: a property that readers will look for and not find."""

    brief = True

    property: PropertyId
    why: Literal["not-in-source", "not-seen", "not-measured", "not-readable"] = Field(
        description="not-in-source: not in the whole of it; not-seen: not in the part that was read, such as the"
        " abstract; not-measured: the source says so; not-readable: there, as in a figure, but not to be read off"
    )


CONDITION_UNITS = {
    "window": "V",
    "upper_voltage": "V",
    "temperature": "°C",
    "exposure_days": "days",
    "humidity": "percent",
    "co2": "ppm",
    "loading": "mg cm-2",
    "one_c": "mA g-1",
}
"""Condition -> the unit of its number."""


class Conditions(Record):
    """Under what conditions a value holds; what the source does not say stays out."""

    brief = True

    rate: Rate | None = Field(None, description="current, as a C-rate (3C, 0.5C) or per mass (0.1 A g-1)")
    cycles: Annotated[int, Field(ge=1)] | None = Field(None, description="cycle number at which the value was taken")
    window: Range | None = Field(None, description="voltage window, V against Na/Na+ unless `other` says different")
    upper_voltage: Number | None = Field(None, description="upper cut-off, V, where the lower one is not given")
    temperature: Number | Range | None = Field(None, description="degrees Celsius")
    exposure: Line | None = Field(None, description="what the material was exposed to: air, water, ...")
    exposure_days: Number | None = Field(None, description="how long, days")
    humidity: Number | Range | None = Field(None, description="relative humidity during the exposure, percent")
    co2: Number | None = Field(None, description="carbon dioxide during the exposure, parts per million by volume")
    cell: Line | None = Field(None, description="kind of cell: half cell, full cell, pouch full cell, ...")
    counter: Line | None = Field(None, description="counter electrode of a half cell, or anode of a full cell: Na")
    electrolyte: Line | None = Field(None, description="salt, solvents and additives: 1 M NaPF6 in PC + 5 vol% FEC")
    loading: Number | Range | None = Field(None, description="active material on the electrode, mg per cm²")
    one_c: Number | None = Field(None, description="current that the source calls 1C, mA per g of active material")
    mass: Literal["cathode", "both electrodes", "cell", "not stated"] | None = Field(
        None, description="per mass of what a capacity or energy is given; not stated: the source does not say"
    )
    phase: Line | None = Field(None, description="in a mixture of phases: the one that the value is of")
    state: Line | None = Field(None, description="state of the material: pristine, after re-annealing, ...")
    other: Line | None = Field(None, description="anything else that the source states")

    @property
    def is_full_cell(self) -> bool:
        """Return whether the cell has an anode other than sodium; sources name cells freely."""
        return bool(re.search("full|pouch|cylindrical|18650", self.cell or ""))

    @property
    def comparable(self) -> tuple[object, ...]:
        """Return a key that is equal for two spellings of the same conditions."""
        amount, unit = rate_parts(self.rate) if self.rate else ("0", "")
        others = self.model_dump(exclude={"rate"}).values()
        return (Fraction(amount), unit, *others)


def rate_parts(rate: str) -> tuple[str, str]:
    """Split a rate into amount and unit, whether or not a space was written.

    >>> rate_parts("3C"), rate_parts("3 C"), rate_parts("0.1 A g-1")
    (('3', 'C'), ('3', 'C'), ('0.1', 'A g-1'))
    """
    amount = re.match(r"[0-9./]+", rate)
    length = amount.end() if amount else 0
    return rate[:length], rate[length:].strip()


def ends(value: Number | Range | str | None) -> tuple[float, float] | None:
    """Return the lowest and highest number of a value; None for words or no value.

    >>> ends(3), ends((1, 2)), ends("suppressed")
    ((3.0, 3.0), (1.0, 2.0), None)
    """
    if value is None or isinstance(value, str):
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    return float(low), float(high)


class Withdrawal(Record):
    """Why a record no longer counts. It stays, so that links to it still lead somewhere."""

    on: Date = Field(description="the day, as in 2026-11-23")
    why: Text = Field(description="what was wrong with it, for readers who followed a link here")
    successor: MaterialId | None = Field(None, description="the record to use in its place, if there is one")


class Versus(Record):
    """The control that a value is compared with in the same source."""

    brief = True

    material: MaterialId = Field(description="the control's record")
    value: Number | Range | Text | None = Field(
        None, description="the control's value, same property, unit and conditions"
    )
    bound: Bound = Field("exact", description="how the source limits the control's number")
    conditions: Conditions | None = Field(None, description="only where they differ from the claim's own")


class RatePoint(Record):
    """The capacity at one current of a rate test whose fastest current is that of the claim."""

    brief = True

    rate: Rate = Field(description="current, as a C-rate or per mass, slower than that of the claim")
    value: Number = Field(description="the value at this current, in the unit of the claim")
    versus: Number | None = Field(None, description="the control's value at this current; the claim names the control")


class Check(Record):
    """Who compared a value with its source, and when; it lapses when the value changes."""

    by: PersonId = Field(description="the id of the contributor")
    on: Date = Field(description="the day, as in 2026-11-23")
    value: Number | Range | Text = Field(description="the value that was confirmed, repeated")

    def matches(self, value: Number | Range | str) -> bool:
        """Return whether a claim's value is still the one that was checked."""
        return self.value == value


class Claim(Record):
    """One statement about a material, with all that is needed to assess it."""

    property: PropertyId = Field(description="a property from the vocabulary")
    value: Number | Range | Text = Field(description="a number, [low, high], or words for properties of kind `text`")
    unit: Line | None = Field(None, description="the property's unit, repeated to reveal mistakes")
    bound: Bound = Field("exact", description="how the source limits the number; at-most is its `up to`")
    points: tuple[RatePoint, ...] = Field(
        (), strict=False, description="the slower currents of a rate test, the slowest first; the value is the fastest"
    )
    uncertainty: Number | None = Field(None, description="one standard uncertainty, in the same unit")
    conditions: Conditions | None = None
    not_stated: tuple[Condition, ...] = Field(
        (), strict=False, description="conditions that the property needs and the source does not state"
    )
    versus: Versus | None = None
    basis: Literal["measured", "computed", "fitted", "stated"] = Field(description="how the source knows")
    technique: Line | None = Field(None, description="XRD, XAS, DFT, ...")
    source: Source
    also: tuple[Source, ...] = Field(
        (), strict=False, description="further sources that state the same, such as a review that repeats the paper"
    )
    note: Text | None = Field(None, description="what a reader must know to use the value")
    unconfirmed: Unconfirmed = False
    checked: Check | None = Field(None, description="the last comparison of the value with its source")


def is_paired(claim: Claim) -> bool:
    """Return whether a claim gives a number for the material and one for its control."""
    return None not in (ends(claim.value), ends(claim.versus.value if claim.versus else None))
