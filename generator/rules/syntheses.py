"""Syntheses: plausible and ordered numbers, and fields that fit the family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..derived.atlas import Atlas
from ..errors import Problem
from ..records.dataset import Dataset
from ..records.field_types import Number, Range
from ..records.material_models import Synthesis
from ..yamlio.document import Path
from .rule import error, warning
from .values import is_reversed, outside, written

STEP: Final[Mapping[str, tuple[int, int, str]]] = {
    "temperature": (-100, 1500, "°C"),
    "hours": (0, 720, "h"),
    "ramp": (0, 100, "°C per minute"),
}
"""Number of a step -> the lowest and highest plausible value, and its unit."""

WHOLE: Final[Mapping[str, tuple[int, int, str]]] = {"ph": (0, 14, "pH"), "ageing": (0, 720, "h")}
"""The same for numbers of the synthesis as a whole."""

_PBA: Final = "prussian-blue-analogue"


@warning(
    "plausible-synthesis",
    stage="fields",
    example="found 9000, expected -100 to 1500 °C",
    remedy="Check the digits and the unit: temperatures are in °C, times in hours.",
)
def syntheses_are_plausible(atlas: Atlas) -> Iterator[Problem]:
    """Temperature, time and heating rate of a step, and the pH, are plausible.

    Minutes entered as hours, or kelvin as degrees Celsius, are hard to see later.
    """
    for ident, path, name, value, (low, high, unit) in _numbers(atlas.data):
        if outside(value, (low, high)):
            message = f"found {written(value)}, expected {low} to {high} {unit}"
            yield atlas.data.problem(("materials", ident), (*path, name), message)


@error(
    "synthesis-order",
    stage="fields",
    example="found [15, 12], expected [low, high]",
    remedy="Put the lower number first.",
)
def synthesis_ranges_are_ordered(atlas: Atlas) -> Iterator[Problem]:
    """A range of temperatures, times or pH is written with its lower end first.

    A reversed range may be two steps, or a mistake in one of the numbers.
    """
    for ident, path, name, value, _ in _numbers(atlas.data):
        if is_reversed(value):
            message = f"found {written(value)}, expected [low, high]"
            yield atlas.data.problem(("materials", ident), (*path, name), message)


def _numbers(
    dataset: Dataset,
) -> Iterator[tuple[str, Path, str, Number | Range, tuple[int, int, str]]]:
    """Yield every number of a synthesis with its material, its path, its name and its limits."""
    for ident, material in dataset.materials.items():
        for index, synthesis in enumerate(material.synthesis):
            here: Path = ("synthesis", index)
            for name, limits in WHOLE.items():
                if (value := getattr(synthesis, name)) is not None:
                    yield ident, here, name, value, limits
            for place, step in enumerate(synthesis.steps):
                for name, limits in STEP.items():
                    if (value := getattr(step, name)) is not None:
                        yield ident, (*here, "steps", place), name, value, limits


@warning(
    "precipitation",
    stage="fields",
    example="found a chelate for a layered-oxide, expected one for a prussian-blue-analogue",
    remedy="Remove the chelate, or correct the family or the route.",
)
def chelates_belong_to_precipitations(atlas: Atlas) -> Iterator[Problem]:
    """A chelate belongs to the synthesis of a Prussian blue analogue, or to a precipitation or sol-gel route.

    A solid-state reaction has none; most often the synthesis of another record was copied.
    """
    for ident, material in atlas.data.materials.items():
        for index, synthesis in enumerate(material.synthesis):
            if synthesis.chelate and material.family not in (None, _PBA) and not _wet(synthesis):
                message = f"found a chelate for a {material.family}, expected one for a {_PBA}"
                yield atlas.data.problem(("materials", ident), ("synthesis", index, "chelate"), message)


def _wet(synthesis: Synthesis) -> bool:
    return synthesis.route not in ("solid-state", "mechanochemical", "molten-salt")
