"""From the facts about a material to claims: rate tests merged, conditions completed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, NamedTuple

from ..errors import Problem, did_you_mean, shown
from ..records.conditions import conditions_compared, rate_parts
from ..records.dataset import Dataset
from ..records.fact_models import Fact, FactAcceptance, FactMaterial, FactPaper
from ..records.vocabulary_models import Property
from ..yamlio.document import Document, Path
from .fact_names import FactError, Value, conditions_of, names, target_of, value_in
from .fact_reading import cell_value, fact_problem

_VERSUS: Final = re.compile(r"(?P<name>.+?):\s+(?P<bound>[~<>]?=?)(?P<value>\[.+\]|[-+\d.eE]+)(?:\s.*)?")
_WORDS: Final = re.compile(r"(?P<name>.+?):\s+(?P<value>.+)")
_RATE_TEST: Final = "rate-capacity"


class DraftClaim(NamedTuple):
    """The fields of a claim, the paths of its facts, and the warnings that they accept."""

    values: dict[str, Any]
    paths: tuple[Path, ...]
    accepted: tuple[FactAcceptance, ...]

    @property
    def key(self) -> Hashable:
        """Return what identifies the claim in its record: property, conditions and technique."""
        return self.values["property"], frozen(self.values.get("conditions", {})), self.values.get("technique")


@dataclass(slots=True)
class Translation:
    """The claims from the facts of one paper, by material, and the problems of these facts."""

    dataset: Dataset
    document: Document
    paper: FactPaper
    path: Path
    reference: str
    ids: Mapping[str, str]
    claims: dict[str, list[DraftClaim]] = field(default_factory=lambda: defaultdict(list))
    measured: dict[str, list[DraftClaim]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)

    def run(self) -> None:
        """Translate every fact; one that cannot be translated becomes a problem."""
        cells = _CellConditions(self.paper)
        for index, material in enumerate(self.paper.materials):
            here = (*self.path, "materials", index)
            found = [
                claim
                for number, fact in enumerate(material.facts)
                if (claim := self._claim(material, fact, (*here, "facts", number), cells))
            ]
            self.claims[material.name] = list(_merge_rate_tests(found))

    def _claim(self, material: FactMaterial, fact: Fact, path: Path, cells: _CellConditions) -> DraftClaim | None:
        try:
            target = target_of(fact, self.dataset)
            if "setup" in target:
                return None
            if "field" in target:
                self._measure(material, fact, path)
                return None
            known = self.dataset.properties[target["property"]]
            return DraftClaim(self._values(fact, target, known, cells), (path,), fact.accepted)
        except FactError as error:
            field, message, hint = error.args
            self.problems.append(fact_problem(self.document, (*path, field), message, hint))
            return None

    def _values(self, fact: Fact, target: Mapping[str, Any], known: Property, cells: _CellConditions) -> dict[str, Any]:
        conditions, technique = conditions_of(fact, target.get("conditions", {}))
        conditions = cells.complete(conditions, known)
        bound = names().bounds.get(fact.bound, fact.bound)
        values: dict[str, Any] = {
            "property": target["property"],
            "value": value_in(known, fact),
            "unit": known.unit,
            "bound": bound if bound != "exact" else None,
            "points": None,
            "conditions": conditions or None,
            "versus": self._versus(fact, known),
            "basis": fact.basis,
            "technique": technique,
            "source": {"reference": self.reference, "at": fact.place},
            "note": fact.note,
            "unconfirmed": True,
        }
        return {key: value for key, value in values.items() if value is not None}

    def _versus(self, fact: Fact, known: Property) -> dict[str, Any] | None:
        if fact.versus is None:
            return None
        pattern = _WORDS if isinstance(fact.value, str) else _VERSUS
        found = pattern.fullmatch(fact.versus) if fact.versus not in self.ids else None
        name = found["name"] if found else fact.versus
        if name not in self.ids:
            hint = did_you_mean(name, self.ids)
            raise FactError("versus", f"found {shown(name)}, expected the name of a material of this paper", hint)
        if found and pattern is _WORDS:
            return {"material": self.ids[name], "value": found["value"]}
        number = cell_value(found["value"]) if found else None
        if number is None:
            return {"material": self.ids[name]}
        if isinstance(number, str | bool):
            raise FactError("versus", f"found {shown(number)}, expected a number", 'Write "NFM: 24".')
        own = tuple(number) if isinstance(number, list) else number
        value = value_in(known, fact.model_copy(update={"value": own}))
        bound = names().bounds.get(found["bound"], "exact") if found else "exact"
        return {"material": self.ids[name], "value": value} | ({"bound": bound} if bound != "exact" else {})

    def _measure(self, material: FactMaterial, fact: Fact, path: Path) -> None:
        _, technique = conditions_of(fact, {})
        values = {
            "formula": fact.value,
            "technique": technique,
            "source": {"reference": self.reference, "at": fact.place},
            "unconfirmed": True,
        }
        kept = {key: value for key, value in values.items() if value is not None}
        self.measured[material.name].append(DraftClaim(kept, (path,), fact.accepted))


class _CellConditions:
    """The conditions that a paper states once, with one value, for all its cells."""

    def __init__(self, paper: FactPaper) -> None:
        found: dict[tuple[str, bool], set[Value]] = defaultdict(set)
        for material in paper.materials:
            for fact in material.facts:
                setup = names().properties.get(fact.property, {}).get("setup")
                if setup:
                    found[setup, "full" in str(fact.conditions.get("cell", ""))].add(fact.value)
        self._known = {key: next(iter(values)) for key, values in found.items() if len(values) == 1}

    def complete(self, conditions: Mapping[str, Any], known: Property) -> dict[str, Any]:
        """Add the conditions of all cells to those of a number from a cell."""
        if not _from_a_cell(conditions, known):
            return dict(conditions)
        full = "full" in conditions.get("cell", "")
        more = {name: self._known[name, full] for name in conditions_compared("aside") if (name, full) in self._known}
        if rate_parts(conditions.get("rate", "0"))[1] != "C":
            more.pop("one_c", None)
        return more | dict(conditions)


def _from_a_cell(conditions: Mapping[str, Any], known: Property) -> bool:
    """Return whether a number was measured in a cell: its conditions give a rate, a voltage or a cell."""
    electric = {"rate", "window", "upper_voltage", "cell"} & conditions.keys()
    return bool(electric) and known.group != "lattice" and known.kind == "number"


def _merge_rate_tests(claims: Sequence[DraftClaim]) -> Iterator[DraftClaim]:
    """Merge the capacities of one rate test; keep all other claims in order."""
    tests: dict[Hashable, list[DraftClaim]] = defaultdict(list)
    for claim in claims:
        tests[_rate_test(claim)].append(claim)
    for key, group in tests.items():
        yield from _passes(group) if key is not None and len(group) > 1 else group


def _rate_test(claim: DraftClaim) -> Hashable:
    """Return a key that the points of one rate test share; a unique one for any other claim."""
    values = claim.values
    rate = values.get("conditions", {}).get("rate")
    whole = isinstance(values["value"], tuple | str) or "bound" in values or "note" in values
    if values["property"] != _RATE_TEST or rate is None or whole:
        return id(claim)
    others = {name: value for name, value in values["conditions"].items() if name not in ("rate", "cycles")}
    return rate_parts(rate)[1], frozen(others), values.get("technique"), values["basis"]


def _passes(group: Sequence[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield one claim for each pass over the rates: a repeated rate begins another pass."""
    passes: list[dict[Fraction, DraftClaim]] = []
    for claim in group:
        amount = Fraction(rate_parts(claim.values["conditions"]["rate"])[0])
        free = next((each for each in passes if amount not in each), None)
        if free is None:
            passes.append(free := {})
        free[amount] = claim
    for each in passes:
        yield _merge_points([each[amount] for amount in sorted(each)])


def _merge_points(points: Sequence[DraftClaim]) -> DraftClaim:
    *slower, fastest = points
    if not slower:
        return fastest
    control = _control(points)
    values = dict(fastest.values)
    values["points"] = [_point(claim, control) for claim in slower]
    own = values.get("versus")
    values["versus"] = own if own and own["material"] == control else {"material": control} if control else None
    values["source"] = values["source"] | {"at": _joined_places(points)}
    conditions = {name: value for name, value in values["conditions"].items() if name != "cycles"}
    ordered = {key: values[key] for key in _ORDER if values.get(key) is not None} | {"conditions": conditions}
    accepted = tuple(each for claim in points for each in claim.accepted)
    return DraftClaim(ordered, tuple(path for claim in points for path in claim.paths), accepted)


_ORDER: Final = ("property", "value", "unit", "points", "conditions", "versus", "basis", "technique", "source",
                 "unconfirmed")  # fmt: skip


def _control(points: Sequence[DraftClaim]) -> str | None:
    """Return the most frequent control of the points."""
    named = [claim.values["versus"]["material"] for claim in points if "versus" in claim.values]
    return max(named, key=named.count, default=None)


def _point(claim: DraftClaim, control: str | None) -> dict[str, Any]:
    versus = claim.values.get("versus", {})
    point = {"rate": claim.values["conditions"]["rate"], "value": claim.values["value"]}
    return point | ({"versus": versus["value"]} if versus.get("material") == control and "value" in versus else {})


def _joined_places(points: Sequence[DraftClaim]) -> str:
    return "; ".join(dict.fromkeys(claim.values["source"]["at"] for claim in points))


def frozen(conditions: Mapping[str, Any]) -> Hashable:
    """Return conditions as a hashable key; 3C, 3.0C and 3 C are one rate."""
    plain: dict[str, Any] = dict(conditions)
    if isinstance(plain.get("rate"), str) and re.match(r"[\d./]+", plain["rate"]):
        amount, unit = rate_parts(plain["rate"])
        plain["rate"] = (_fraction(amount), unit)
    return frozenset((key, tuple(value) if isinstance(value, list) else value) for key, value in plain.items())


def _fraction(amount: str) -> Fraction | str:
    try:
        return Fraction(amount)
    except (ValueError, ZeroDivisionError):
        return amount
