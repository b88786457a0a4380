"""The rows that answer a question of readers, and their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..records.field_types import ends
from ..records.material_models import Step, Synthesis
from ..records.model_parts import Claim
from .atlas import Entry
from .criteria import CAPACITIES


def window(claim: Claim) -> object:
    """Return the voltage window of a claim; None where none is stated."""
    return claim.conditions.window if claim.conditions else None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a material that answers a question.

    `also` is its value of a further property; for a value after an exposure, the capacity before it; for one in the
    cold, that at room temperature. `over` is the computed quantity that the question sets it against.
    """

    entry: Entry
    claim: Claim
    also: Claim | None = None
    over: float | None = None

    @property
    def middle(self) -> float:
        """Return the value; the middle of a range."""
        low, high = ends(self.claim.value) or (float("nan"), float("nan"))
        return (low + high) / 2

    @property
    def lacks_window(self) -> bool:
        """Return whether just one of the value and the one beside it states its voltage window."""
        return self.also is not None and (window(self.claim) is None) != (window(self.also) is None)

    @property
    def change(self) -> float | None:
        """Return by how much a capacity after an exposure or in the cold differs from the other, in percent of that."""
        measured = (*CAPACITIES, "capacity-after-exposure")
        if self.also is None or self.claim.property not in measured or self.also.unit != self.claim.unit:
            return None
        before = ends(self.also.value)
        return 100 * (self.middle / (sum(before) / 2) - 1) if before else None


@dataclass(frozen=True, slots=True)
class Calcined:
    """The hottest step of a synthesis."""

    entry: Entry
    synthesis: Synthesis
    step: Step

    @property
    def is_shock(self) -> bool:
        """Return whether it lasts seconds, apart from calcination in a furnace."""
        return self.synthesis.route == "thermal-shock"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of an answer that belong together, in order; the heading is empty where there is one group only."""

    label: str
    rows: Sequence[Any]
