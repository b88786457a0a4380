"""Parts of records: sources, notes, claims and what a claim consists of.

A record holds what its author wrote and nothing derived.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .conditions import ConditionName, Conditions
from .field_types import (
    Bound,
    Date,
    Id,
    Line,
    MaterialId,
    Number,
    PersonId,
    PropertyId,
    Range,
    Rate,
    Record,
    ReferenceId,
    Text,
    ends,
)  # fmt: skip

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
    not_stated: tuple[ConditionName, ...] = Field(
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
