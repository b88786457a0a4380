"""What the evidence pages show: pairs of material and control by property, by what they differ in, and as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from itertools import chain
from statistics import median
from typing import Final

from ..chemistry import elements
from ..chemistry.composition import number
from ..derived.atlas import Atlas, Entry
from ..derived.pairs import ENOUGH as ENOUGH
from ..derived.pairs import LOWER, OUTCOMES, Pair, Summary, by_property, fair_pairs
from ..drawing.svg import Scale
from ..errors import counted
from ..printing import MINUS, NARROW, NO_BREAK, value_text
from .facets import Facet, Tags, facet

FOLDER: Final = "evidence"
"""Where the pages are: an index, and one page for each property."""
ALIASES: Final = (
    "does entropy help",
    "what else differs, confounded and disputed claims about entropy",
    "P2 against O3",
    "pairs of material and control",
)
"""Other words that a search should find the index by."""
ENTROPY_STEPS: Final = {
    "higher": ("higher by any amount", 0.0, float("inf")),
    "not-higher": ("equal", float("-inf"), 0.0),
    "below-0.25": ("higher by less than 0.25 R", 0.0, 0.25),
    "0.25-to-0.5": ("higher by 0.25 to 0.5 R", 0.25, 0.5),
    "above-0.5": ("higher by more than 0.5 R", 0.5, float("inf")),
}
"""Step of the difference in entropy -> its label, and its ends in R (the lower one excluded)."""
DIFFERENCES: Final = {
    "one-element": "one element, with the same sodium and phase",
    "several-elements": "several elements",
    "sodium": "the amount of sodium",
    "phase": "the phase",
    "amounts": "amounts of the same elements alone",
    "nothing": "nothing in its composition",
}
"""What differs between a material and its control -> its label; several may."""
_ORDERS: Final = {"entropy": tuple(ENTROPY_STEPS), "differs": tuple(DIFFERENCES)}
_FACETS: Final = {
    "family": "Family",
    "entropy": "Entropy against the control",
    "differs": "What differs",
    "phase": "Phase against that of the control",
    "element": "Element added",
    "challenge": "Challenge",
    "effect": "Effect",
    "strategy": "Strategy",
}
_LINKED: Final = {"family": "families", "challenge": "challenges", "effect": "effects", "strategy": "strategies"}


@dataclass(frozen=True)
class Evidence:
    """The fair pairs of an atlas whose property has a better direction."""

    atlas: Atlas
    pairs: Sequence[Pair]

    @classmethod
    def of(cls, atlas: Atlas) -> Evidence:
        """Collect the pairs of an atlas."""
        return cls(atlas, [pair for pair in fair_pairs(atlas) if pair.measured.better])

    def on_challenge(self, ident: str) -> Evidence:
        """Return the pairs of a challenge's family in the properties that measure it."""
        challenge = self.atlas.data.challenges[ident]
        pairs = [pair for pair in self.pairs if pair.claim.property in challenge.properties]
        return Evidence(self.atlas, [pair for pair in pairs if pair.material.material.family == challenge.family])

    def with_tag(self, facet: str, value: str) -> Evidence:
        """Return the pairs that have one value of a facet, such as `("element", "Ti")`."""
        return Evidence(self.atlas, self._by_tag.get((facet, value), []))

    @cached_property
    def _by_tag(self) -> Mapping[tuple[str, str], list[Pair]]:
        """Return the pairs by facet and value."""
        found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            for name, values in tags(pair).items():
                for value in values:
                    found[name, value].append(pair)
        return found

    @cached_property
    def by_property(self) -> Mapping[str, Summary]:
        """Return the pairs of each property, the one with most pairs first."""
        return by_property(self.pairs)

    @property
    def all(self) -> Summary:
        """Return all pairs as one group."""
        return Summary(self.pairs)

    @property
    def higher(self) -> Evidence:
        """Return the pairs in which the material has the higher entropy."""
        return self.with_tag("entropy", "higher")

    @property
    def of_lower_entropy(self) -> Evidence:
        """Return the pairs whose control has the lower entropy by more than `LOWER`, as answers to questions count."""
        return Evidence(self.atlas, [pair for pair in self.pairs if pair.is_against_lower])

    @property
    def unconfirmed(self) -> int:
        """Return how many pairs nobody has compared with their source yet."""
        return sum(pair.claim.unconfirmed for pair in self.pairs)

    def table(self, facet: str) -> Mapping[str, tuple[str, Mapping[str, Summary]]]:
        """Return value of a facet -> its label and the pairs of each property; the value with most pairs first."""
        return {
            value: (label, self.with_tag(facet, value).by_property)
            for value, (label, _) in self._facet(facet).options.items()
        }

    def facets(self) -> Iterator[Facet]:
        """Yield the filters that offer a choice among these pairs."""
        found = (self._facet(name) for name in _FACETS)
        return (each for each in found if len(each.options) > 1)

    def _facet(self, name: str) -> Facet:
        return facet(name, _FACETS[name], map(tags, self.pairs), partial(self._label, name), _ORDERS.get(name, ()))

    def _label(self, facet: str, value: str) -> str:
        if facet in _LINKED:
            return str(self.atlas.data.kind(_LINKED[facet])[value].name)
        match facet:
            case "entropy":
                return ENTROPY_STEPS[value][0]
            case "differs":
                return DIFFERENCES[value]
            case "phase":
                return value
        return f"{value}, {elements.name(value)}"


def tags(pair: Pair) -> Tags:
    """Return what a pair can be filtered by: facet -> values; links of either material are those of the pair."""
    both = (pair.material.material, pair.control.material)
    return {
        "family": (both[0].family,),
        "entropy": tuple(_entropy_step(pair.entropy_difference)),
        "differs": tuple(_differences(pair)),
        "phase": (" against ".join(pair.phases),) if pair.phases else (),
        "element": pair.added,
        "challenge": tuple(dict.fromkeys(link.challenge for each in both for link in each.challenges)),
        "effect": tuple(dict.fromkeys(link.effect for each in both for link in each.effects)),
        "strategy": tuple(dict.fromkeys(strategy for each in both for strategy in each.strategies)),
    }


def _entropy_step(difference: float | None) -> Iterator[str]:
    if difference is not None:
        rounded = round(difference, 9)
        yield from (step for step, (_, low, high) in ENTROPY_STEPS.items() if low < rounded <= high)


def _differences(pair: Pair) -> Iterator[str]:
    """Yield what differs; nothing where a composition is not known, but for the phase."""
    own, control = _elements(pair.material), _elements(pair.control)
    if own and control:
        count = len(set(own) ^ set(control))
        alike = not pair.sodium_difference and not pair.phases
        if count > 1:
            yield "several-elements"
        elif alike and not pair.is_of_one_composition:
            yield "one-element" if count else "amounts"
        if pair.sodium_difference:
            yield "sodium"
        if pair.is_of_one_composition:
            yield "nothing"
    if pair.phases:
        yield "phase"


def counted_text(found: Evidence) -> str:
    """Return the outcomes of pairs, from how many papers, and those against controls of lower entropy alone."""
    lower = found.of_lower_entropy
    text = f"{outcome_text(found.all)}, from {papers_text(found.all)}"
    same = len(lower.pairs) == len(found.pairs)
    counted = f"{len(lower.pairs)} ({outcome_text(lower.all)})" if lower.pairs else "none"
    return text if same else f"{text}; the entropy of the control is lower by more than {LOWER}{NARROW}R in {counted}"


def papers_text(summary: Summary) -> str:
    """Return from how many papers pairs are."""
    return counted(summary.papers, "paper")


def best_first(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of one property from the largest improvement to the largest loss."""
    sign = -1 if pairs[0].measured.better == "higher" else 1
    return sorted(pairs, key=lambda pair: (sign * pair.difference, pair.material.id, pair.number))


def in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """Return pairs of several properties by property, each from the largest improvement on."""
    return [pair for found in by_property(pairs).values() for pair in best_first(found.pairs)]


def scale(summary: Summary) -> Scale:
    """Return the scale that the dumbbells of one property share."""
    return Scale.over([value for pair in summary.pairs for value in (pair.value, pair.control_value)])


def outcome_text(summary: Summary) -> str:
    """Return the number of pairs of each outcome: `12 better, 3 worse`."""
    return ", ".join(f"{summary.count(outcome)} {outcome}" for outcome in OUTCOMES if summary.count(outcome))


def signed(value: float, unit: str | None = None, digits: int = 3) -> str:
    """Return a difference with its sign and unit; `digits` significant figures hide the noise of binary fractions.

    >>> signed(16.599999999999994, "percent"), signed(-0.5)
    ('+16.6\xa0pp', '−0.5')
    """
    rounded = Decimal(f"{value:.{digits}g}")
    text = value_text(abs(rounded)) + f"{NO_BREAK}pp" if unit == "percent" else value_text(abs(rounded), unit)
    return f"{'+' if rounded > 0 else MINUS if rounded < 0 else ''}{text}"


def median_text(summary: Summary) -> str:
    """Return the median difference with its unit, or the median ratio of values that span powers of ten.

    Empty where there are too few pairs for one.
    """
    if summary.median is None:
        return ""
    if scale(summary).powers:
        return f"×{NO_BREAK}{median(pair.value / pair.control_value for pair in summary.pairs):.2g}"
    return signed(summary.median, summary.pairs[0].measured.unit)


def also_differ(pair: Pair) -> str:
    """Return what else differs between a material and its control: elements of all sites, and the amount of sodium."""
    own, control = _elements(pair.material), _elements(pair.control)
    if not own or not control:
        return ""
    if pair.is_of_one_composition:
        return "the same composition"
    added = " ".join(f"+{symbol}" for symbol in own if symbol not in control)
    removed = " ".join(f"{MINUS}{symbol}" for symbol in control if symbol not in own)
    sodium = pair.sodium_difference
    amount = f"Na {'+' if sodium > 0 else MINUS}{number(abs(sodium))}" if sodium else ""
    return ", ".join(filter(None, (added, removed, amount))) or "amounts only"


def _elements(entry: Entry) -> list[str]:
    """Return the elements, apart from sodium, those that mix first; none where they are not known."""
    if not entry.description or entry.material.host:
        return []
    sites = entry.description.sites
    return [symbol for symbol in dict.fromkeys(chain(sites["metal"], *sites.values())) if symbol != "Na"]


def entropy_text(pair: Pair) -> str:
    """Return the difference in headline entropy, in units of R; empty without both compositions."""
    difference = pair.entropy_difference
    return "" if difference is None else f"{signed(round(difference, 2))}{NARROW}R"
