"""A material with what its formula says of it: the description, the class, and how its source calls it."""

from __future__ import annotations

from dataclasses import dataclass

from ..chemistry.description import Description
from ..chemistry.entropy import CLASSES, in_print
from ..records.material_models import Material, MeasuredFormula
from . import phase_names


@dataclass(frozen=True, slots=True)
class Measured:
    """A composition found by analysis, with its description."""

    stated: MeasuredFormula
    description: Description


@dataclass(frozen=True, slots=True)
class Entry:
    """A material with the description of its formula, None where no formula is printed."""

    material: Material
    description: Description | None
    measured: tuple[Measured, ...] = ()

    @property
    def id(self) -> str:
        """Return the material's id."""
        return self.material.id

    @property
    def phase(self) -> str:
        """Return the phases of the material under one name, whatever their order in the record; empty without any."""
        return phase_names.in_order(self.material.phase)

    @property
    def label_note(self) -> str | None:
        """Return a neutral remark where the source's label and the computed class differ."""
        called, found = self.material.called, self.description
        if called is None or found is None or called == f"{found.entropy_class}-entropy":
            return None
        return (
            f"Called {called} in its source; {in_print(found.entropy.all)} R here. "
            "The source may count other sites or mean the doping strategy."
        )

    @property
    def called_higher(self) -> str:
        """Return the source's label where it names a higher class than the formula gives; empty without one."""
        found = self.description.entropy_class if self.description else None
        called = (self.material.called or "low-entropy").removesuffix("-entropy")
        if found and CLASSES.index(called) <= CLASSES.index(found):
            return ""
        by_formula = f"{found} by formula" if found else "composition not known"
        return "" if called == "low" else f"called {called}-entropy, {by_formula}"
