"""Conditions of a measurement. All that the project knows of a condition is at its field here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from .field_types import Line, Number, Range, Rate, Record

Comparison = Literal["equal", "unless unstated", "apart", "aside"]
"""Whether values of different sources are compared where a condition differs: not at all; only where one of the two
does not state it; yes, shown apart; yes, as no two sources agree in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """All that is known of a condition beside its type and its description.

    `plausible` is the lowest and highest value in `unit`, `fastest` the highest current by its unit, `text` how a value
    is printed among others.
    """

    unit: str | None = None
    plausible: tuple[int, int] | None = None
    fastest: Mapping[str, int] = field(default_factory=dict)
    text: str = "{}"
    compared: Comparison = "equal"


class Conditions(Record):
    """Under what conditions a value holds; what the source does not say stays out."""

    brief = True

    # Half a minute for a charge.
    rate: Annotated[Rate | None, Condition(fastest={"C": 200, "A g-1": 50, "mA g-1": 50_000})] = Field(
        None, description="current, as a C-rate (3C, 0.5C) or per mass (0.1 A g-1)"
    )
    cycles: Annotated[Annotated[int, Field(ge=1)] | None, Condition(plausible=(1, 200_000))] = Field(
        None, description="cycle number at which the value was taken"
    )
    window: Annotated[Range | None, Condition(unit="V", plausible=(0, 6), compared="unless unstated")] = Field(
        None, description="voltage window, V against Na/Na+ unless `other` says different"
    )
    upper_voltage: Annotated[
        Number | None, Condition(unit="V", plausible=(0, 6), text="up to {}", compared="unless unstated")
    ] = Field(None, description="upper cut-off, V, where the lower one is not given")
    # Beyond what a cell bears: some measurements heat the bare material.
    temperature: Annotated[
        Number | Range | None, Condition(unit="°C", plausible=(-100, 1000), compared="unless unstated")
    ] = Field(None, description="degrees Celsius")
    exposure: Line | None = Field(None, description="what the material was exposed to: air, water, ...")
    exposure_days: Annotated[Number | None, Condition(unit="days", plausible=(0, 3650))] = Field(
        None, description="how long, days"
    )
    humidity: Annotated[
        Number | Range | None, Condition(unit="percent", plausible=(0, 100), text="{} humidity", compared="apart")
    ] = Field(None, description="relative humidity during the exposure, percent")
    co2: Annotated[Number | None, Condition(unit="ppm", plausible=(0, 1_000_000), text="{} CO₂", compared="apart")] = (
        Field(None, description="carbon dioxide during the exposure, parts per million by volume")
    )
    cell: Annotated[Line | None, Condition(compared="apart")] = Field(
        None, description="kind of cell: half cell, full cell, pouch full cell, ..."
    )
    counter: Annotated[Line | None, Condition(compared="apart")] = Field(
        None, description="counter electrode of a half cell, or anode of a full cell: Na"
    )
    electrolyte: Annotated[Line | None, Condition(compared="aside")] = Field(
        None, description="salt, solvents and additives: 1 M NaPF6 in PC + 5 vol% FEC"
    )
    # A thick electrode of an industrial cell has some 20.
    loading: Annotated[Number | Range | None, Condition(unit="mg cm-2", plausible=(0, 50), compared="aside")] = Field(
        None, description="active material on the electrode, mg per cm²"
    )
    one_c: Annotated[
        Number | None, Condition(unit="mA g-1", plausible=(5, 1000), text="1C\u00a0=\u00a0{}", compared="aside")
    ] = Field(None, description="current that the source calls 1C, mA per g of active material")
    mass: Literal["cathode", "both electrodes", "cell", "not stated"] | None = Field(
        None, description="per mass of what a capacity or energy is given; not stated: the source does not say"
    )
    phase: Annotated[Line | None, Condition(text="{} phase")] = Field(
        None, description="in a mixture of phases: the one that the value is of"
    )
    state: Line | None = Field(None, description="state of the material: pristine, after re-annealing, ...")
    other: Line | None = Field(None, description="anything else that the source states")

    @property
    def is_full_cell(self) -> bool:
        """Return whether the cell has an anode other than sodium; sources name cells freely."""
        return bool(re.search("full|pouch|cylindrical|18650", self.cell or ""))

    @property
    def comparable(self) -> tuple[object, ...]:
        """Return a key that is equal for two spellings of the same conditions."""
        return tuple(self.values_of(type(self).model_fields))

    def values_of(self, names: Iterable[str]) -> Iterator[object]:
        """Yield the values of some conditions; equal currents are equal however they are written."""
        for name in names:
            value = getattr(self, name)
            yield current(value) if name == "rate" and value else value


CONDITIONS: Mapping[str, Condition] = {
    name: next((mark for mark in info.metadata if isinstance(mark, Condition)), Condition())
    for name, info in Conditions.model_fields.items()
}
"""Condition -> what is known of it, in the order of the model."""

if TYPE_CHECKING:  # a type checker cannot know what the model holds
    ConditionName = str
else:
    ConditionName = Literal[tuple(name for name in CONDITIONS if name != "other")]


def conditions_compared(how: Comparison) -> tuple[str, ...]:
    """Return the conditions that are compared in one way.

    >>> conditions_compared("unless unstated")
    ('window', 'upper_voltage', 'temperature')
    """
    return tuple(name for name, condition in CONDITIONS.items() if condition.compared == how)


def rate_parts(rate: str) -> tuple[str, str]:
    """Split a rate into amount and unit, whether or not a space was written.

    >>> rate_parts("3C"), rate_parts("3 C"), rate_parts("0.1 A g-1")
    (('3', 'C'), ('3', 'C'), ('0.1', 'A g-1'))
    """
    amount = re.match(r"[0-9./]+", rate)
    length = amount.end() if amount else 0
    return rate[:length], rate[length:].strip()


@lru_cache(maxsize=1024)  # a collection has a few dozen
def current(rate: str) -> tuple[Fraction, str]:
    """Return a rate as a number and its unit.

    >>> current("0.50 C") == current("1/2C")
    True
    """
    amount, unit = rate_parts(rate)
    return Fraction(amount), unit
