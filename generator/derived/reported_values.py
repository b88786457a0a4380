"""Values reported for each material: its own claims, and its values as the control of another material."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..printing import value_text
from ..records.conditions import Conditions, conditions_compared
from ..records.field_types import Number, Range, ends
from ..records.material_models import Material
from ..records.model_parts import Claim, RatePoint, Source, Versus
from .atlas import Atlas
from .criteria import is_half_cell


def common_conditions(given: Conditions) -> Conditions:
    """Return what comparable values have in common; a half cell against sodium is the usual cell, named or not."""
    common = given.model_copy(update=dict.fromkeys(conditions_compared("aside")))
    return common.model_copy(update={"cell": None, "counter": None}) if is_half_cell(common) else common


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """One reported value of a material. `claim` is the claim `number` (from 1) of the record `owner`.

    Where the owner is another material, the value is that of its control, under the control's conditions.
    """

    material: Material
    owner: Material
    number: int
    claim: Claim
    value: Number | Range | str
    conditions: Conditions | None

    @property
    def is_control(self) -> bool:
        """Return whether the value was reported as that of a control."""
        return self.owner is not self.material

    @property
    def source(self) -> Source:
        """Return where the value is reported."""
        return self.claim.source

    @property
    def bound(self) -> str:
        """Return the bound that the source gives."""
        return self.claim.versus.bound if self.is_control and self.claim.versus else self.claim.bound

    @property
    def uncertainty(self) -> Number | None:
        """Return one standard uncertainty; controls have none of their own."""
        return None if self.is_control else self.claim.uncertainty

    @property
    def text(self) -> str:
        """Return the value as it is printed."""
        return value_text(self.value, self.claim.unit, self.bound, self.uncertainty)

    @property
    def limits(self) -> tuple[float, float] | None:
        """Return the lowest and highest number of the value; None for words."""
        return ends(self.value)

    @property
    def conditions_key(self) -> tuple[object, ...]:
        """Return what comparable conditions have in common."""
        return common_conditions(self.conditions).comparable if self.conditions else ()


ReportedValues = Mapping[str, Sequence[ReportedValue]]
"""Id of a material -> its reported values, its own claims first."""


def reported_values(atlas: Atlas) -> ReportedValues:
    """Return the reported values of each material; a statement of one source in several records counts once."""
    found: dict[str, dict[Hashable, ReportedValue]] = defaultdict(dict)
    for report in (*_own(atlas), *_of_controls(atlas)):
        found[report.material.id].setdefault(_identity(report), report)
    return {ident: tuple(found[ident].values()) for ident in atlas.data.materials}


def _own(atlas: Atlas) -> Iterator[ReportedValue]:
    for material in atlas.data.materials.values():
        for number, claim in enumerate(material.claims, start=1):
            yield ReportedValue(material, material, number, claim, claim.value, claim.conditions)


def _of_controls(atlas: Atlas) -> Iterator[ReportedValue]:
    for owner in atlas.data.materials.values():
        for number, claim in enumerate(owner.claims, start=1):
            if claim.versus and claim.versus.value is not None:
                control = atlas.data.materials[claim.versus.material]
                conditions = merged(claim.conditions, claim.versus.conditions)
                yield ReportedValue(control, owner, number, claim, claim.versus.value, conditions)


def merged(own: Conditions | None, control: Conditions | None) -> Conditions | None:
    """Return the control's conditions, which name only what differs from the claim's own."""
    if own is None or control is None:
        return control or own
    return own.model_copy(update=control.model_dump(exclude_none=True))


def at_each_rate(claim: Claim) -> Iterator[Claim]:
    """Yield a claim and each slower current of its rate test, as claims of one value each."""
    yield claim.model_copy(update={"points": ()}) if claim.points else claim
    for point in claim.points:
        given = claim.conditions and claim.conditions.model_copy(update={"rate": point.rate})
        control = claim.versus if point.versus is not None else None
        versus = control and control.model_copy(update={"value": point.versus, "bound": "exact"})
        own = {"value": point.value, "points": (), "bound": "exact", "uncertainty": None}
        yield claim.model_copy(update={**own, "conditions": given, "versus": versus})


def of_control(claim: Claim) -> Claim | None:
    """Return what a claim states of its control, as a claim about the control; None without a value."""
    versus = claim.versus
    if versus is None or versus.value is None:
        return None
    points = (point.model_copy(update={"value": point.versus, "versus": None}) for point in claim.points)
    own = {"value": versus.value, "bound": versus.bound, "uncertainty": None, "versus": None}
    conditions = merged(claim.conditions, versus.conditions)
    slower = tuple(point for point in points if point.value is not None)
    return claim.model_copy(update={**own, "conditions": conditions, "points": slower})


def mirrored(claim: Claim, owner: str) -> Claim | None:
    """Return a claim about the control whose own control is the material `owner`; None without a control's value."""
    about = of_control(claim)
    if about is None:
        return None
    versus = Versus(material=owner, value=claim.value, bound=claim.bound, conditions=None)
    points = tuple(
        RatePoint(rate=each.rate, value=each.versus, versus=each.value)
        for each in claim.points
        if each.versus is not None
    )
    return about.model_copy(update={"versus": versus, "points": points})


def _identity(report: ReportedValue) -> Hashable:
    return report.claim.property, report.value, report.bound, report.conditions_key, report.source.reference
