"""The figures over all materials: which numbers each one shows, of which materials, and how they are grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

from ..chemistry.entropy import CLASSES
from ..chemistry.quantities import BY_ID, unit_text
from ..records.material_models import highest
from .atlas import Atlas, Entry
from .criteria import c_rate
from .reported_values import ReportedValue, ReportedValues, reported_values

_RETENTION: Final = "capacity-retention"
_C: Final = "lattice-parameter-c"
_LOW_CURRENT: Final = 0.2
"""C-rate up to which a capacity counts as one at a low current."""
_ROOM: Final = 15
"""Degrees Celsius from which on a cell is not in the cold."""
_FIRST_CYCLES: Final = 50
"""Cycles up to which a loss tells of forming rather than of cycle life."""
_LAYERS: Final = {"O3": 3, "P3": 3, "P2": 2}
"""Phase -> slabs in one hexagonal cell."""


class Point(NamedTuple):
    """A material at two numbers, the group that gives its colour, and the reported values behind the numbers."""

    entry: Entry
    x: float
    y: float
    group: str
    of_x: ReportedValue | None = None
    of_y: ReportedValue | None = None

    @property
    def values(self) -> tuple[ReportedValue, ...]:
        """Return the reported values, that of y first; one value may give both numbers."""
        found = (self.of_y, None if self.of_x is self.of_y else self.of_x)
        return tuple(value for value in found if value)

    @property
    def references(self) -> list[str]:
        """Return the ids of the papers that the numbers come from: those of the values, else the material's own."""
        reported = [value.source.reference for value in self.values]
        return list(dict.fromkeys(reported or [self.entry.material.source.reference]))


class Axis(NamedTuple):
    """What an axis shows, in which unit; `powers` asks for a logarithmic one, `whole` for one of whole numbers.

    `id` is its name in addresses of the plot, `measured` the property whose reported values it follows from.
    """

    id: str
    label: str
    unit: str = ""
    powers: bool = False
    whole: bool = False
    measured: str = ""

    @property
    def text(self) -> str:
        """Return the label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class Figure:
    """One figure: its axes, the groups of its points from the first on, and what a reader must know of the choice.

    `colour` is what the groups are of, by the name that the plot has for it.
    """

    id: str
    title: str
    about: str
    x: Axis
    y: Axis
    groups: Sequence[str]
    choose: Callable[[], Iterator[Point]]
    colour: str = "class"
    energies: Sequence[int] = ()
    """Energies, in Wh kg⁻¹, along which lines are drawn over voltage and capacity."""
    needs: Sequence[str] = ()
    """Properties without which a material cannot be drawn."""
    concerns: str = "materials with a composition"
    """Which materials could be drawn."""
    limits: str = ""
    """What else a material must have to be drawn, as it follows on "but"."""
    lacking: Callable[[Figure], Mapping[str, int]] | None = None

    @property
    def plot(self) -> str:
        """Return the state of the plot of the same points."""
        return f"?x={self.x.id}&y={self.y.id}&colour={self.colour}&together=1&values={self.id}"

    @cached_property
    def chosen(self) -> list[Point]:
        """Return every point that the choice gives, in a group or not; two papers that repeat a value give one."""
        return list({(point.entry.id, point.x, point.y): point for point in self.choose()}.values())

    @cached_property
    def points(self) -> list[Point]:
        """Return the points of the groups, those of the first group last and so on top."""
        found = [point for point in self.chosen if point.group in self.groups]
        return sorted(found, key=lambda point: (-self.groups.index(point.group), point.entry.id, point.x, point.y))

    def of(self, group: str) -> list[Point]:
        """Return the points of a group."""
        return [point for point in self.points if point.group == group]

    @property
    def materials(self) -> int:
        """Return how many materials the figure shows."""
        return len({point.entry.id for point in self.points})

    @cached_property
    def undrawn(self) -> Mapping[str, int]:
        """Return how many materials that it concerns are not drawn, by the reason; each counts under the first."""
        return self.lacking(self) if self.lacking else {}

    @property
    def papers(self) -> int:
        """Return how many papers the numbers come from."""
        return len({reference for point in self.points for reference in point.references})


def figures(atlas: Atlas, reported: ReportedValues | None = None) -> list[Figure]:
    """Return the figures that have points; `reported` are the values of the atlas, where they are known."""
    choose = _Choice(atlas, reported or reported_values(atlas))
    entropy, sodium, potential = (_computed(ident) for ident in ("all", "sodium_per_metal", "ionic_potential"))
    capacity, voltage = (_reported(atlas, ident) for ident in ("specific-capacity", "working-voltage"))
    every = [
        Figure(
            "energy", "Capacity against mean voltage",
            "Each material at its mean voltage and its capacity at the lowest current, up to 0.2C, in half cells of "
            "one paper. Grey lines join equal energies per mass of cathode, the product of both. Windows differ.",
            voltage, capacity, _CLASSES, choose.energy,
            energies=(200, 300, 400, 500), needs=("working-voltage", "specific-capacity"),
            limits="not of one paper, half cell and window at up to 0.2C", lacking=choose.lacking,
        ),
        Figure(
            "retention", "Capacity retention against cycles",
            "Each reported retention at its number of cycles. Rates, windows and temperatures differ, so that no two "
            "points compare like a material with its control.",
            Axis("test.cycles", "Cycles", powers=True, measured=_RETENTION),
            _reported(atlas, _RETENTION), _CLASSES, choose.retention,
            needs=(_RETENTION,), limits="without a number of cycles", lacking=choose.lacking,
        ),
        Figure(
            "fade", "Loss per cycle against entropy",
            "The capacity lost in the longest reported test, divided by its cycles. Tests of 50 cycles or fewer, and "
            "those without a loss, are left out. Rates and windows differ.",
            entropy, Axis("test.loss", "Mean loss per cycle", "%", powers=True, measured=_RETENTION),
            _CLASSES, choose.fade,
            needs=(_RETENTION,), limits="not after more than 50 cycles, or without a loss", lacking=choose.lacking,
        ),
        Figure(
            "potential", "Sodium content against ionic potential",
            "Layered oxides by reported phase, as made. The ionic potential is that of the "
            "transition-metal site, the sum of formal charge over radius by share. No boundary is drawn.",
            sodium, potential, ("O3", "P2", "P2/O3"), choose.layered_phases, "phase",
            concerns="layered oxides of these phases", lacking=choose.overfull,
        ),
        Figure(
            "layers", "Layer distance against sodium content",
            "The reported lattice parameter c of hexagonal cells, divided by the slabs in the cell: three in O3 and "
            "P3, two in P2.",
            sodium, Axis("structure.c-per-slab", "c per slab", "Å", measured=_C), tuple(_LAYERS),
            choose.layers, "phase",
        ),
        Figure(
            "years", "Entropy by year",
            "Every cathode under study with a composition, at the year of its paper.",
            Axis("source.year", "Year of the paper", whole=True), entropy, _CLASSES, choose.years,
        ),
    ]  # fmt: skip
    return [figure for figure in every if figure.points]


_CLASSES: Final = tuple(f"{name} entropy" for name in reversed(CLASSES))


@dataclass(frozen=True)
class _Choice:
    """The points of each figure, from an atlas and its reported values."""

    atlas: Atlas
    values: ReportedValues

    def energy(self) -> Iterator[Point]:
        for entry in self._entries():
            voltages = [value for value in self._of(entry, "working-voltage") if _is_usual(value)]
            capacities = [value for value in self._of(entry, "specific-capacity") if _is_usual(value)]
            found = [
                (capacity, voltage)
                for capacity in capacities
                for voltage in voltages
                if _of_one_test(capacity, voltage)
            ]
            rates = {rate: pair for pair in reversed(found) if (rate := _c_rate(pair[0]))}
            if rates and min(rates) <= _LOW_CURRENT:
                capacity, voltage = rates[min(rates)]
                yield Point(entry, _middle(voltage), _middle(capacity), _class(entry), voltage, capacity)

    def retention(self) -> Iterator[Point]:
        for entry in self.atlas.entries.values():
            yield from self._retentions(entry)

    def fade(self) -> Iterator[Point]:
        for entry in self.atlas.entries.values():
            tests = [point for point in self._retentions(entry) if point.x > _FIRST_CYCLES]
            longest = max(tests, key=lambda point: point.x, default=None)
            if longest and longest.y < 100 and entry.description:
                loss = (100 - longest.y) / longest.x
                yield Point(entry, entry.description.entropy.all, loss, longest.group, of_y=longest.of_y)

    def layered_phases(self) -> Iterator[Point]:
        for entry in self._layered():
            if not _is_overfull(entry):
                yield from self._at(entry, "sodium_per_metal", "ionic_potential", entry.phase)

    def layers(self) -> Iterator[Point]:
        for entry in self._layered():
            phase = entry.phase
            monoclinic = self._of(entry, "lattice-parameter-b") or self._of(entry, "lattice-angle-beta")
            sodium = entry.description.sodium_per_metal if entry.description else None
            if phase in _LAYERS and not monoclinic and sodium:
                for value in self._of(entry, _C)[:1]:
                    yield Point(entry, float(sodium), _middle(value) / _LAYERS[phase], phase, of_y=value)

    def years(self) -> Iterator[Point]:
        for entry in self._entries():
            year = self.atlas.data.references[entry.material.source.reference].issued
            if entry.material.role == "subject" and entry.description and year:
                yield Point(entry, float(year), entry.description.entropy.all, _class(entry))

    def overfull(self, figure: Figure) -> Mapping[str, int]:
        """Count the layered oxides that `layered_phases` leaves out: too little charge is left for each metal."""
        count = sum(_is_overfull(entry) for entry in self._layered() if entry.phase in figure.groups)
        return {"have a formula with more metal than its site holds": count} if count else {}

    def lacking(self, figure: Figure) -> Mapping[str, int]:
        """Count the materials with a composition that a figure does not draw, by the first number that they lack."""
        drawn = {point.entry.id for point in figure.points}
        left = [entry for entry in self._entries() if entry.id not in drawn]
        first = (next((name for name in figure.needs if not self._of(entry, name)), "") for entry in left)
        labels = {name: f"have no {self.atlas.data.properties[name].label.lower()}" for name in figure.needs}
        labels[""] = f"have {'both' if len(labels) > 1 else 'values'}, but {figure.limits}"
        counts = Counter(first)
        return {label: counts[name] for name, label in labels.items() if counts[name]}

    def _entries(self) -> Iterator[Entry]:
        return (entry for entry in self.atlas.described if not entry.material.host)

    def _layered(self) -> Iterator[Entry]:
        return (entry for entry in self._entries() if entry.material.family == "layered-oxide")

    def _of(self, entry: Entry, name: str) -> list[ReportedValue]:
        return [value for value in self.values[entry.id] if value.claim.property == name and value.limits]

    def _retentions(self, entry: Entry) -> Iterator[Point]:
        for value in self._of(entry, _RETENTION):
            if value.conditions and value.conditions.cycles:
                yield Point(entry, float(value.conditions.cycles), _middle(value), _class(entry), value, value)

    def _at(self, entry: Entry, x: str, y: str, group: str) -> Iterator[Point]:
        found = [BY_ID[name].get(entry.description) if entry.description else None for name in (x, y)]
        if found[0] is not None and found[1] is not None:
            yield Point(entry, float(found[0]), float(found[1]), group)


def _is_overfull(entry: Entry) -> bool:
    return entry.description is not None and entry.description.is_overfull


def _is_usual(value: ReportedValue) -> bool:
    """Return whether a value is that of a half cell with the fresh material, not in the cold."""
    given = value.conditions
    if given is None:
        return True
    cold = given.temperature is not None and highest(given.temperature) < _ROOM
    return not (given.is_full_cell or given.exposure or given.state or cold)


def _of_one_test(one: ReportedValue, other: ReportedValue) -> bool:
    """Return whether two values are of one paper, and of one window where it states both."""
    windows = {value.conditions.window for value in (one, other) if value.conditions and value.conditions.window}
    return one.source.reference == other.source.reference and len(windows) < 2


def _c_rate(value: ReportedValue) -> Fraction | None:
    rate = value.conditions.rate if value.conditions else None
    return c_rate(rate, value.value, value.claim.unit, value.conditions)


def _middle(value: ReportedValue) -> float:
    low, high = value.limits or (0.0, 0.0)
    return (low + high) / 2


def _class(entry: Entry) -> str:
    """Return the group of a material; none without a composition, or where that is of the host alone."""
    described = None if entry.material.host else entry.description
    return f"{described.entropy_class} entropy" if described else ""


def _computed(ident: str) -> Axis:
    quantity = BY_ID[ident]
    kind = "entropy" if quantity.group == "entropy" else "computed"
    return Axis(f"{kind}.{ident}", quantity.label, unit_text(quantity.unit))


def _reported(atlas: Atlas, ident: str) -> Axis:
    found = atlas.data.properties.get(ident)  # without it, there are no points either
    label, unit = (found.label, unit_text(found.unit)) if found else (ident, "")
    return Axis(f"reported.{ident}", label, unit, measured=ident)
