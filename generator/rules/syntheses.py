"""Is a synthesis possible as it is told?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..derived.atlas import Atlas
from ..errors import Problem
from ..records.dataset import Dataset
from ..records.model_parts import Number, Range
from ..records.models import Synthesis
from ..yamlio.document import Path
from .rule import error, warning
from .values import upside_down, within, written

STEP: Final[Mapping[str, tuple[int, int, str]]] = {
    "temperature": (-100, 1500, "°C"),
    "hours": (0, 720, "h"),
    "ramp": (0, 100, "°C per minute"),
}
"""Number of a step -> the lowest and highest value taken without question, and its unit."""

WHOLE: Final[Mapping[str, tuple[int, int, str]]] = {"ph": (0, 14, "pH"), "ageing": (0, 720, "h")}
"""The same for numbers of the synthesis as a whole."""

_PBA: Final = "prussian-blue-analogue"


@warning(
    "plausible-synthesis",
    stage="fields",
    example="found 9000, expected -100 to 1500 °C",
    remedy="Check the digits and the unit: temperatures are in °C, times in hours.",
)
def syntheses_are_possible(atlas: Atlas) -> Iterator[Problem]:
    """A furnace reaches the temperature of a step, and its time, heating rate and the pH are possible.

    Minutes taken for hours, or kelvin for degrees Celsius, are mistakes that nobody sees later.
    """
    for ident, path, name, value, (low, high, unit) in _numbers(atlas.data):
        if not upside_down(value) and not within(value, (low, high)):
            message = f"found {written(value)}, expected {low} to {high} {unit}"
            yield atlas.data.problem(("materials", ident), (*path, name), message, f"Check digits and unit of {name}.")


@error(
    "synthesis-order",
    stage="fields",
    example="found [15, 12], expected [low, high]",
    remedy="Put the lower number first.",
)
def synthesis_ranges_begin_with_the_lower_end(atlas: Atlas) -> Iterator[Problem]:
    """A range of temperatures, times or pH is written with its lower end first.

    Upside down it may be two steps, or a mistake in one of the numbers.
    """
    for ident, path, name, value, _ in _numbers(atlas.data):
        if upside_down(value):
            message = f"found {written(value)}, expected [low, high]"
            yield atlas.data.problem(("materials", ident), (*path, name), message, "Put the lower number first.")


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
    remedy="Chelate, pH and ageing tell of a precipitation: leave them out elsewhere, or correct the family.",
)
def precipitations_are_of_precipitates(atlas: Atlas) -> Iterator[Problem]:
    """A chelate belongs to the synthesis of a Prussian blue analogue, or to a precipitation or sol-gel route.

    For a reaction of solids it says nothing; most often the synthesis of another record was copied.
    """
    for ident, material in atlas.data.materials.items():
        for index, synthesis in enumerate(material.synthesis):
            if synthesis.chelate and material.family not in (None, _PBA) and not _wet(synthesis):
                message = f"found a chelate for a {material.family}, expected one for a {_PBA}"
                hint = "Remove it, or correct the family or the route."
                yield atlas.data.problem(("materials", ident), ("synthesis", index, "chelate"), message, hint)


def _wet(synthesis: Synthesis) -> bool:
    return synthesis.route not in ("solid-state", "mechanochemical", "molten-salt")
