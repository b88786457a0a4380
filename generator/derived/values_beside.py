"""Which further value of a material does its source give beside one that answers a question?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..records.conditions import Conditions, rate_parts
from ..records.field_types import ends
from ..records.model_parts import Claim
from ..records.vocabulary_models import ReaderQuestion
from .atlas import Entry
from .criteria import CAPACITIES, at_room_temperature, is_half_cell
from .question_rows import window
from .reported_values import at_each_rate


def beside(question: ReaderQuestion, entry: Entry, claim: Claim) -> Claim | None:
    """Return the capacity before an exposure, the value at room temperature, or one of the further property."""
    if "exposure" in question.needs:
        return _before(entry, claim)
    if question.temperature_to is not None:
        return _in_the_warm(entry, claim)
    further = (each for each in entry.material.claims if each.property == question.also and ends(each.value))
    return next((each for each in further if _of_one_test(claim, each)), None)


def _of_one_test(one: Claim, other: Claim) -> bool:
    """Return whether two claims are of one source, cell and window, which both state."""
    first, second = one.conditions, other.conditions
    if first is None or second is None or one.source.reference != other.source.reference:
        return False
    alike = is_half_cell(first) == is_half_cell(second)
    return alike and first.window is not None and first.window == second.window


def _before(entry: Entry, after: Claim) -> Claim | None:
    """Return the capacity that the same source gives at the same current without the exposure.

    What a share is of, only the source can say: it may be the capacity at another current.
    """
    if after.unit == "percent":
        return None
    found = _like(entry, after, CAPACITIES, lambda own: is_half_cell(own) and _is_fresh(own))
    return found if found and _agrees_with_share(entry, after, found) else None


def _is_fresh(given: Conditions | None) -> bool:
    return given is None or (given.exposure is None and given.state is None)


def _agrees_with_share(entry: Entry, after: Claim, before: Claim) -> bool:
    """Return whether two capacities give the share that the source prints; it may be of another current than named."""
    own, old = ends(after.value), ends(before.value)
    shares = [ends(claim.value) for claim in entry.material.claims if _is_share_of(claim, after)]
    if not (own and old):
        return False
    share = 100 * sum(own) / sum(old)
    return all(low - 1 <= share <= high + 1 for low, high in filter(None, shares))


def _is_share_of(claim: Claim, after: Claim) -> bool:
    own, other = claim.conditions, after.conditions
    alike = own and other and (own.exposure, own.exposure_days) == (other.exposure, other.exposure_days)
    return claim.property == "exposure-retention" and bool(alike) and claim.source.reference == after.source.reference


def _in_the_warm(entry: Entry, cold: Claim) -> Claim | None:
    """Return what the same source gives at room temperature, or at none that it states, in the same kind of cell."""
    capacity = cold.property in CAPACITIES
    cell, cycles = _cell(cold.conditions), _cycles(cold.conditions)
    return _like(
        entry, cold, CAPACITIES if capacity else (cold.property,),
        lambda own: at_room_temperature(own) and _cell(own) == cell and (capacity or _cycles(own) == cycles),
    )  # fmt: skip


def _cell(given: Conditions | None) -> tuple[bool, object]:
    return (is_half_cell(given), given and given.cell) if not is_half_cell(given) else (True, None)


def _cycles(given: Conditions | None) -> int | None:
    return given.cycles if given else None


def _like(entry: Entry, claim: Claim, names: Sequence[str], fits: Callable[[Conditions | None], bool]) -> Claim | None:
    """Return the value of a material at the current of a claim, from the same source, under conditions that fit.

    Where the source states no current for either, both must be at one place of it. One in the same window comes before
    one where either window is not stated; one in another window is none.
    """
    rate, limits = _rate(claim), window(claim)
    found = [
        point
        for other in entry.material.claims
        if other.property in names and other.unit == claim.unit
        if other.source.reference == claim.source.reference and (rate or other.source.at == claim.source.at)
        for point in at_each_rate(other)
        if fits(point.conditions) and _rate(point) == rate
        if window(point) in (limits, None) or limits is None
    ]
    return min(found, key=lambda point: window(point) != limits, default=None)


def _rate(claim: Claim) -> tuple[str, str] | None:
    return rate_parts(claim.conditions.rate) if claim.conditions and claim.conditions.rate else None
