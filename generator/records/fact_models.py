"""Models of a fact file: what papers state, in the terms of a table, before it becomes records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from .field_types import Doi, Id, Line, Number, Range, Record, Text
from .material_models import Step
from .model_parts import Missing


class FactAcceptance(Record):
    """A warning that the record of this fact accepts, with the reason."""

    brief = True

    rule: Id = Field(description="the code of the rule, which the warning shows in brackets")
    why: Text = Field(description="why the record is correct, for readers")


class Fact(Record):
    """One number or fact that a paper states about one material."""

    property: Line = Field(
        description="a property of the vocabulary, or one of its names in tables: capacity_retention"
    )
    value: Number | Range | Text = Field(description="a number, [low, high], or words")
    unit: Line | None = Field(None, description="unit as printed; it is converted where the table of names knows how")
    bound: Line = Field("=", description="=, ~, <, >, <=, >=, range, up to")
    conditions: Mapping[Line, Number | Range | Line] = Field(
        {}, description="conditions under their names in records or in tables: rate, voltage_V, cycles, electrolyte"
    )
    basis: Literal["measured", "computed", "fitted", "stated"] = Field("measured", description="how the paper knows")
    place: Line = Field(description="where in the paper: a figure, a table, a section, abstract")
    versus: Line | None = Field(
        None,
        description='a control of the same paper and its value, same conditions: "NFM: 24", "NFM: ~24",'
        ' "NFM: <24" or "NFM: [20, 24]"; or its name',
    )
    note: Text | None = Field(None, description="what a reader must know to use the value, in your words")
    accepted: tuple[FactAcceptance, ...] = Field((), strict=False, description="accepted warnings, with the reason")


class FactSynthesis(Record):
    """How a material was made, according to the paper."""

    route: Line = Field(description="kind of synthesis: solid-state, sol-gel, co-precipitation, ...")
    precursors: tuple[Line, ...] = Field((), strict=False, description="starting materials")
    excess: Line | None = Field(None, description="what is added beyond the formula")
    chelate: Line | None = Field(None, description="for a Prussian blue analogue: the chelating agent")
    ph: Number | Range | None = Field(None, description="pH of the solution")
    ageing: Number | Range | None = Field(None, description="hours that a precipitate is left in its solution")
    steps: tuple[Step, ...] = Field((), strict=False, description="what is done, in order")
    place: Line = Field(description="where in the paper")
    note: Text | None = Field(None, description="what a reader must know, in your words")


class FactNote(Record):
    """An inconsistency in the paper about this material, in your words."""

    about: Literal["formula", "name", "label", "value", "figure", "reference", "scope"]
    printed: Line | None = Field(None, description="as printed, where a reading is in doubt")
    remark: Text = Field(description="what is unusual, and how it was read")
    place: Line = Field(description="where in the paper")


class FactMaterial(Record):
    """One material of a paper, with the facts about it."""

    name: Line = Field(description="what the paper calls it")
    record: Id | None = Field(None, description="the id of its record, where it has one already")
    formula_as_printed: Line | None = Field(None, description="composition as the paper prints it")
    formula_plain: Line | None = Field(None, description="the same written out, where the printed one cannot be read")
    phase: Line | None = Field(None, description="O3, P2, P2/O3, NASICON, ...")
    family: Line = Field(description="structural family, by its id or in words: layered oxide")
    role: Literal["subject", "control", "parent", "benchmark"] = Field("subject", description="why it is here")
    called: Line | None = Field(
        None, description="high-entropy, medium-entropy or low-entropy, where the paper says so"
    )
    place: Line | None = Field(None, description="where the paper introduces it; that of its first fact when left out")
    facts: tuple[Fact, ...] = Field((), strict=False)
    synthesis: tuple[FactSynthesis, ...] = Field((), strict=False)
    notes: tuple[FactNote, ...] = Field((), strict=False)
    missing: tuple[Missing, ...] = Field(
        (),
        strict=False,
        description="what readers will look for and not find in the paper, or in the part that was read",
    )
    accepted: tuple[FactAcceptance, ...] = Field((), strict=False, description="warnings of the record as a whole")


class Bibliographic(Record):
    """What was seen of a paper's entry; what was not seen stays out."""

    title: Line | None = None
    authors: tuple[Line, ...] = Field((), strict=False, description="family names first: Doe, J.")
    journal: Line | None = None
    year: int | None = None
    volume: Line | None = None
    issue: Line | None = None
    pages: Line | None = None
    article_number: Line | None = None


class FactPaper(Record):
    """One paper and the materials in it."""

    doi: Doi = Field(description="its DOI, without the address")
    kind: Literal["fulltext", "abstract", "listing"] = Field(description="how much of it was read")
    bibliographic: Bibliographic | None = Field(None, description="for a paper that has no reference here yet")
    materials: tuple[FactMaterial, ...] = Field(min_length=1, strict=False)


class FactFile(Record):
    """A fact file: a list of papers, under the key `papers`."""

    papers: tuple[FactPaper, ...] = Field(min_length=1, strict=False)
