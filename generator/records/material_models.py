"""Models of a material: its composition, synthesis, and what sources state about it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from .field_types import (
    Amount,
    ChallengeId,
    EffectId,
    Element,
    FamilyId,
    Line,
    MaterialId,
    Number,
    PersonId,
    Range,
    Record,
    StrategyId,
    Text,
    Variable,
    ends,
)
from .model_parts import Claim, Missing, Named, Note, Source, Unconfirmed, Withdrawal

Support = Annotated[
    Literal["stated", "implied"],
    Field(description="stated: the source names it; implied: it describes it, and `why` says how"),
]
Reason = Annotated[Text | None, Field(description="for an implied link: what in the source leads to it")]


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
