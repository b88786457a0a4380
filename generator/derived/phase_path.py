"""The path of phases in words about it: `O3–O3+P3 (from 3.1 V)–P3, reversible`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..records.material_models import Material
from ..records.model_parts import Claim
from .atlas import Atlas

PROPERTY: Final = "phase-evolution"
_ONE: Final = r"(?:[OP]{1,2}[′″]?[2-6][′″]?|[XYZ]|spinel|cubic|monoclinic|tetragonal|rhombohedral|orthorhombic)"
_INSIDE: Final = r"(?:[^()]|\([^()]*\))*"  # of brackets, which may hold others
_STEP: Final = re.compile(rf"({_ONE}(?:[+/]{_ONE})*)(?: \(({_INSIDE})\))?")
_PATH: Final = re.compile(rf"[^,;()]*(?:\({_INSIDE}\)[^,;()]*)*")
_LETTERS: Final = {"O": "o", "P": "p", "OP": "op"}


class PhaseStep(NamedTuple):
    """The phases that are seen at one point of a path, and the source's words on where that is."""

    phases: str
    where: str

    @property
    def stacking(self) -> str:
        """Return how sodium is coordinated: o, p, op, or mixed where phases coexist or have no such name.

        >>> PhaseStep("O′3", "").stacking, PhaseStep("O3+P3", "").stacking
        ('o', 'mixed')
        """
        return _LETTERS.get(re.sub(r"[′″]?[2-6][′″]?$", "", self.phases), "mixed")


@dataclass(frozen=True, slots=True)
class PhasePath:
    """The phases of a material during charge and discharge, in order, as one claim gives them."""

    material: Material
    claim: Claim
    steps: tuple[PhaseStep, ...]


def steps(words: str) -> tuple[PhaseStep, ...]:
    """Return the phases of a path with which words begin; empty where they say something else about phases.

    >>> steps("O3–O3+P3 (from 3.1 V)–P3, reversible")[1]
    PhaseStep(phases='O3+P3', where='from 3.1 V')
    >>> [step.phases for step in steps("O3–P3 (at 3.1 V (against Na)), then O3")]
    ['O3', 'P3']
    >>> steps("P2–O2 is suppressed"), steps("Reversible")
    ((), ())
    """
    parts = _PATH.match(re.sub(r"^[A-Z][a-z]+(?: [a-z]+)?, ", "", words))
    found = [_STEP.fullmatch(part.strip()) for part in parts[0].split("–")] if parts else []
    known = [PhaseStep(match[1], match[2] or "") for match in found if match]
    return tuple(known) if len(known) == len(found) > 1 else ()


def paths(atlas: Atlas, material: Material) -> list[PhasePath]:
    """Return the paths that claims give for a material, those that name it as their control among them."""
    return [path for path in _paths(atlas, material) if path.steps]


def _paths(atlas: Atlas, material: Material) -> Iterator[PhasePath]:
    for claim in material.claims:
        if claim.property == PROPERTY:
            yield PhasePath(material, claim, steps(str(claim.value)))
            if claim.versus:
                yield PhasePath(
                    atlas.data.materials[claim.versus.material], claim, steps(str(claim.versus.value or ""))
                )
    for owner in atlas.compared.get(material.id, ()):
        if owner.claim.property == PROPERTY and owner.claim.versus:
            yield PhasePath(material, owner.claim, steps(str(owner.claim.versus.value or "")))
