"""Models of the vocabularies: entries of one file each, under their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from ..chemistry.entropy import EntropyClass
from .conditions import ConditionName
from .field_types import FamilyId, Line, Number, PropertyId, Range, Record, Text
from .model_parts import Source


class Property(Record):
    """What is measured: one entry of the vocabulary, which drives tables, charts and headers."""

    label: Line
    aliases: tuple[Line, ...] = Field((), strict=False, description="other words that a search should find")
    kind: Literal["number", "text"]
    unit: Line | None = None
    plausible: Range | None = Field(None, description="lowest and highest value that is taken without question")
    better: Literal["higher", "lower"] | None = None
    best: Number | None = Field(None, description="value above which more is no gain, such as an efficiency of 100 %")
    group: Literal["electrochemistry", "lattice", "structure", "air", "mechanism"] | None = Field(
        None, description="where a material's page shows it; numbers of the lattice are beside its drawing"
    )
    needs: tuple[ConditionName, ...] = Field(
        (), strict=False, description="conditions of which a value must state one, or it cannot be compared"
    )
    description: Text

    @property
    def name(self) -> str:
        """Return the label, under the name that every record has."""
        return self.label

    @property
    def summary(self) -> str:
        """Return the description, under the name that other records have."""
        return self.description


class Criterion(Record):
    """Which claims answer a question: their properties, and what their conditions must be."""

    label: Line = Field(description="the question, as tables and headings show it")
    properties: tuple[PropertyId, ...] = Field((), strict=False, description="properties whose claims answer it")
    needs: tuple[ConditionName, ...] = Field((), strict=False, description="conditions that the claim must state, all")
    cycle: int | None = Field(None, description="cycle at which a value answers, such as 1")
    slowest: Number | None = Field(None, description="lowest C-rate at which a value answers")
    fastest: Number | None = Field(None, description="highest C-rate at which a value answers")
    families: tuple[FamilyId, ...] = Field((), strict=False, description="families concerned; all when left out")
    description: Text = Field(description="what counts as an answer, and why it matters")

    @property
    def name(self) -> str:
        """Return the label, under the name that every record has."""
        return self.label

    @property
    def summary(self) -> str:
        """Return the description, under the name that other records have."""
        return self.description


class CoreQuestion(Criterion):
    """A question of the fixed core, for every cathode under study; several properties may answer it."""

    field: Literal["formula", "phase", "synthesis", "water", "vacancies"] | None = Field(
        None, description="field that answers it; water and vacancies are those of the formula"
    )
    conditions_only: bool = Field(
        False, description="true: the conditions themselves are the answer, whatever the value is"
    )


class ReaderQuestion(Criterion):
    """A question that readers bring, answered by a table of the values that fit, the best of each material first."""

    aliases: tuple[Line, ...] = Field((), strict=False, description="other words that a search should find")
    field: Literal["synthesis", "measured", "pairs", "water"] | None = Field(
        None,
        description="what answers it in place of claims: syntheses, measured compositions, pairs with a control, or"
        " water by formula and by measurement",
    )
    group: Literal["entropy", "temperature", "rate", "mass", "property", "family"] | None = Field(
        None, description="what its rows are grouped by"
    )
    phase: Line | None = Field(None, description="phase of the materials concerned, as records name it")
    classes: tuple[EntropyClass, ...] = Field(
        (), strict=False, description="entropy classes concerned; all when left out"
    )
    counter: Line | None = Field(None, description="part of the name of the anode, such as hard carbon")
    half_cell: bool = Field(False, description="true: full and solid-state cells and exposed samples do not answer")
    cycles_from: int | None = Field(None, description="number of cycles from which a value answers")
    temperature_to: Number | None = Field(None, description="highest temperature at which a value answers, °C")
    least: Number | None = Field(None, description="value from which a claim answers; for pairs the difference in R")
    control_first: bool = Field(False, description="true: pairs with a control are drawn before the values")
    controls_on_top: bool = Field(
        False, description="true: the table of pairs with a control comes first and has those below `least`, too"
    )
    also: PropertyId | None = Field(None, description="property whose value of the same material is shown as well")
    over: Line | None = Field(None, description="computed quantity that the values are set against, by its id")


class ReadinessLevel(Record):
    """One technology readiness level, as a source defines it."""

    level: Annotated[int, Field(ge=1, le=9)]
    meaning: Text
    source: Source


class Term(Record):
    """A term of the field."""

    term: Line
    aliases: tuple[Line, ...] = Field((), strict=False)
    meaning: Text
    source: Source | None = None


VOCABULARY: Mapping[str, type[Record]] = {
    "properties": Property,
    "readiness": ReadinessLevel,
    "glossary": Term,
    "core": CoreQuestion,
    "questions": ReaderQuestion,
}
"""File of `data/vocabulary/` -> the model of its entries, each under its id."""
