"""Fair pairs: a material and its control, measured by one source under equal conditions, and what differs.

A pair says nothing about causes: a control may differ in sodium, in several elements, or in its coating as well. What
differs is listed with every pair, and no statistics are drawn from fewer than `ENOUGH` of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final, Literal

from ..records.conditions import rate_parts
from ..records.field_types import Bound, Number, Range, ends
from ..records.model_parts import Claim, is_paired
from ..records.vocabulary_models import Property
from .atlas import Atlas, Entry
from .reported_values import mirrored

Outcome = Literal["better", "worse", "same", "unclear"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("better", "worse", "same", "unclear")
Ends = tuple[float, float]
ENOUGH: Final = 5
"""Pairs from which a median is given."""
LOWER: Final = 0.1
"""Difference in entropy, in R, from which a control counts as one of lower entropy."""
_LOWER_BOUNDS: Final = ("above", "at-least")
_UPPER_BOUNDS: Final = ("below", "at-most")


@dataclass(frozen=True, slots=True)
class Pair:
    """One number of a material and that of its control, from one claim; `number` is its place in its record, from 1."""

    material: Entry
    control: Entry
    claim: Claim
    number: int
    measured: Property

    @property
    def entry(self) -> Entry:
        """Return the material, under the name that every row of an answer has."""
        return self.material

    @property
    def value(self) -> float:
        """Return the material's value; the middle of a range."""
        return _middle(self.claim.value)

    @property
    def control_value(self) -> float:
        """Return the control's value; the middle of a range."""
        return _middle(self.claim.versus.value if self.claim.versus else None)

    @property
    def difference(self) -> float:
        """Return by how much the material's value is larger, in the unit of the property."""
        return self.value - self.control_value

    @property
    def relative_difference(self) -> float | None:
        """Return the difference over the value of the control, in percent; None where that is 0."""
        return 100 * self.difference / abs(self.control_value) if self.control_value else None

    @property
    def outcome(self) -> Outcome:
        """Return whether the material did better in the sense of the property; unclear where the values may overlap."""
        own, control = ends(self.claim.value), ends(self.claim.versus.value if self.claim.versus else None)
        if self.measured.better is None or own is None or control is None:
            return "unclear"
        if not self.is_bounded and own == control and own[0] == own[1]:
            return "same"
        larger = _exceeds(own, self.claim.bound, control, self._control_bound)
        smaller = _exceeds(control, self._control_bound, own, self.claim.bound)
        best = self.measured.best
        if not (larger or smaller) or (best is not None and max(own[1], control[1]) > best):
            return "unclear"
        return "better" if larger == (self.measured.better == "higher") else "worse"

    @property
    def is_bounded(self) -> bool:
        """Return whether the source gives only a lower or an upper bound; `about` is taken as printed."""
        return not {self.claim.bound, self._control_bound}.isdisjoint((*_LOWER_BOUNDS, *_UPPER_BOUNDS))

    @property
    def _control_bound(self) -> Bound:
        return self.claim.versus.bound if self.claim.versus else "exact"

    @property
    def entropy_difference(self) -> float | None:
        """Return by how much the headline entropy of the material is larger, in R; None without both compositions."""
        one, other = self.material.description, self.control.description
        return one.entropy.all - other.entropy.all if one and other else None

    @property
    def is_against_lower(self) -> bool:
        """Return whether the control's entropy is lower by more than `LOWER`."""
        return self.entropy_difference is not None and self.entropy_difference > LOWER

    @property
    def is_of_one_composition(self) -> bool:
        """Return whether both have the same composition, as another shape or another synthesis has."""
        one, other = self.material.description, self.control.description
        return one is not None and other is not None and one.sites == other.sites

    @property
    def phases(self) -> tuple[str, str] | None:
        """Return the phases of the material and of the control where both are known and differ."""
        one, other = self.material.phase, self.control.phase
        return (one, other) if one and other and one != other else None

    @property
    def added(self) -> tuple[str, ...]:
        """Return the elements of the mixing site that the control does not have."""
        return _only_in(self.material, self.control)

    @property
    def removed(self) -> tuple[str, ...]:
        """Return the elements of the control's mixing site that the material does not have."""
        return _only_in(self.control, self.material)

    @property
    def sodium_difference(self) -> Fraction | None:
        """Return by how much more sodium a formula unit of the material holds; None without both compositions."""
        one, other = self.material.description, self.control.description
        return one.descriptors.sodium_content - other.descriptors.sodium_content if one and other else None


@dataclass(frozen=True, slots=True)
class Summary:
    """How often materials did better than their controls, for one group of pairs."""

    pairs: Sequence[Pair]

    def count(self, outcome: Outcome) -> int:
        """Return how many pairs had an outcome."""
        return sum(pair.outcome == outcome for pair in self.pairs)

    @property
    def papers(self) -> int:
        """Return how many publications the pairs are from."""
        return len({pair.claim.source.reference for pair in self.pairs})

    @property
    def median(self) -> float | None:
        """Return the median difference of values without a bound; None below `ENOUGH`, or over several properties."""
        several = len({pair.claim.property for pair in self.pairs}) > 1
        found = [pair.difference for pair in self.pairs if not pair.is_bounded]
        return None if several or len(found) < ENOUGH else median(found)


def fair_pairs(atlas: Atlas) -> list[Pair]:
    """Return every number with that of its control under the same conditions; states of one material are no pair.

    What a record holds from a paper, and once more from a review that repeats it, is one pair. So is what two claims
    state of the same two materials, whether in one record or in both. The control of a pair is the one of lower
    entropy, whichever record has the claim.
    """
    return [_oriented(pair) for pair in distinct(_numbers_with_control(atlas))]


def distinct(found: Sequence[Pair]) -> list[Pair]:
    """Return pairs in their order, without what a review repeats of a paper and what another of them states."""
    of_papers = {_identity(pair) for pair in found if pair.claim.source.via is None}
    kept = [pair for pair in found if pair.claim.source.via is None or _identity(pair) not in of_papers]
    chosen = {id(pair) for pair in _once(kept)}
    return [pair for pair in kept if id(pair) in chosen]


def _oriented(pair: Pair) -> Pair:
    """Return a pair with the material of higher entropy first; as recorded where both are equal or one is unknown."""
    if round(pair.entropy_difference or 0, 9) >= 0 or (claim := mirrored(pair.claim, pair.material.id)) is None:
        return pair
    return Pair(pair.control, pair.material, claim, pair.number, pair.measured)


def _once(found: Iterable[Pair]) -> Iterator[Pair]:
    """Yield each pair, once where several state the same two numbers of two materials.

    Of these, the one recorded with the material of higher entropy counts, then the one with most conditions.
    """
    kept: dict[Hashable, list[Mapping[str, object]]] = defaultdict(list)
    for pair in sorted(found, key=lambda pair: ((pair.entropy_difference or 0) < 0, -len(_stated(pair.claim)))):
        numbers = {
            (pair.material.id, pair.claim.value),
            (pair.control.id, pair.claim.versus and pair.claim.versus.value),
        }
        same, stated = kept[frozenset(numbers), pair.claim.unit], _stated(pair.claim)
        if all(_contradict(stated, other) for other in same):
            same.append(stated)
            yield pair


def _stated(claim: Claim) -> Mapping[str, object]:
    """Return the conditions that a claim states, equal for two spellings of one rate."""
    given = claim.conditions.model_dump(exclude_none=True) if claim.conditions else {}
    return given | {"rate": rate_parts(given["rate"])} if "rate" in given else given


def _contradict(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return any(one[name] != other[name] for name in one.keys() & other.keys())


def _numbers_with_control(atlas: Atlas) -> list[Pair]:
    return [
        Pair(
            atlas.entries[ident],
            atlas.entries[claim.versus.material],
            claim,
            number,
            atlas.data.properties[claim.property],
        )
        for ident, material in atlas.data.materials.items()
        for number, claim in enumerate(material.claims, start=1)
        if claim.versus and is_fair(claim) and material.state_of is None
    ]


def _identity(pair: Pair) -> Hashable:
    claim = pair.claim
    control = claim.versus.value if claim.versus else None
    return pair.material.id, pair.control.id, claim.property, claim.value, control, claim.source.reference


def is_fair(claim: Claim) -> bool:
    """Return whether a claim gives a number of a control under the same conditions."""
    return is_paired(claim) and claim.versus is not None and claim.versus.conditions is None


def by_property(pairs: Iterable[Pair]) -> Mapping[str, Summary]:
    """Return the pairs of each property, the one with most pairs first."""
    return _grouped((pair.claim.property, pair) for pair in pairs)


def by_family(pairs: Iterable[Pair]) -> Mapping[str, Summary]:
    """Return the pairs of each family, the one with most pairs first."""
    return _grouped((pair.material.material.family, pair) for pair in pairs)


def by_added_element(pairs: Iterable[Pair]) -> Mapping[str, Summary]:
    """Return the pairs whose material has an element that its control lacks, by that element."""
    return _grouped((symbol, pair) for pair in pairs for symbol in pair.added)


def _grouped(keyed: Iterable[tuple[str, Pair]]) -> dict[str, Summary]:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for key, pair in keyed:
        groups[key].append(pair)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {key: Summary(tuple(pairs)) for key, pairs in ordered}


def _only_in(one: Entry, other: Entry) -> tuple[str, ...]:
    """Return elements of one mixing site only; none where a composition, or the addition to a host, is unknown."""
    if not (one.description and other.description) or one.material.host or other.material.host:
        return ()
    site = other.description.placed.held["metal"]
    return tuple(symbol for symbol in one.description.placed.held["metal"] if symbol not in site)


def _exceeds(one: Ends, bound: Bound, other: Ends, bound_of_other: Bound) -> bool:
    """Return whether all that one value may be is larger than all that another may be."""
    if bound in _UPPER_BOUNDS or bound_of_other in _LOWER_BOUNDS:
        return False
    low, high = one[0], other[1]
    return low > high or (low == high and (bound == "above" or bound_of_other == "below"))


def _middle(value: Number | Range | str | None) -> float:
    found = ends(value)
    return (found[0] + found[1]) / 2 if found else float("nan")
