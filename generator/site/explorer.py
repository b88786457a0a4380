"""The explorer's table: columns, filters and one row for each material, with what the filters need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from ..chemistry import entropy
from ..chemistry.quantities import ENTROPIES
from ..derived.atlas import Atlas, Entry
from ..derived.caveats import phases
from ..derived.columns import Column, computed_columns, computed_value, reported_columns, reported_ranges
from ..printing import claim_text, entropy_text
from .formatting import folded, formula_html, inline

USUAL: Final = (
    "name",
    "composition",
    "family",
    "phase",
    "called",
    "class",
    "entropy",
    "strategy",
    "capacity",
    "claims",
)
"""Columns that are shown at first."""
_TEXTS: Final = {
    "name": "Material",
    "composition": "Composition",
    "family": "Family",
    "phase": "Phase",
    "role": "Role",
    "called": "Called",
    "class": "Class",
    "metals": "Elements on the mixing site",
    "strategy": "Strategies",
    "challenge": "Challenges",
    "effect": "Effects",
}
_LINKED: Final = {"strategy": "strategies", "challenge": "challenges", "effect": "effects"}
_PERIODS: Final = tuple(
    tuple(period.split())
    for period in (
        "H . . . . . . . . . . . . . . . . He",
        "Li Be . . . . . . . . . . B C N O F Ne",
        "Na Mg . . . . . . . . . . Al Si P S Cl Ar",
        "K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr",
        "Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe",
        "Cs Ba La Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn",
        ". . . Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu .",
        "Fr Ra Ac Th Pa U Np Pu Am . . . . . . . . .",
    )
)
"""The periodic table, row by row, with the f block below."""
_MAIN_ROWS: Final = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the table."""

    key: str
    label: str
    unit: str = ""
    is_number: bool = False

    @property
    def is_usual(self) -> bool:
        """Return whether the column is shown at first."""
        return self.key in USUAL


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its HTML, empty where nothing is known, and the text by which the column is sorted."""

    heading: Heading
    html: Markup
    order: str


@dataclass(frozen=True, slots=True)
class Row:
    """One material: its cells, and what the filters need."""

    entry: Entry
    data: Mapping[str, Any]
    cells: Sequence[Cell]


class Explorer:
    """The whole table of an atlas: `headings` in their order, and `ranges`, the numbers that can be limited.

    `root` is the way from the page to the site's root.
    """

    def __init__(self, atlas: Atlas, root: str) -> None:
        self.atlas, self.root = atlas, root
        self.computed = computed_columns()
        self.reported = reported_columns(atlas)
        self.claims = Column("reported", "claims", "claims", "Claims", "Claims", "")
        self.ranges = [*self.computed, self.claims, *self.reported]
        numbers = (Heading(column.key, column.label, column.unit, True) for column in self.ranges)
        self.headings = [*(Heading(key, label) for key, label in _TEXTS.items()), *numbers]

    @property
    def conventions(self) -> dict[str, str]:
        """Return the entropies by which materials can be classed: id -> label."""
        return {quantity.id: quantity.label for quantity in ENTROPIES}

    @property
    def elements(self) -> set[str]:
        """Return the elements that occur in a composition."""
        return {symbol for entry in self.atlas.described if entry.description for symbol in entry.description.elements}

    @property
    def periods(self) -> dict[int, Sequence[str]]:
        """Return the rows of the periodic table by their number; those of the f block only where one of it occurs."""
        rows = enumerate(_PERIODS, start=1)
        return {number: row for number, row in rows if number <= _MAIN_ROWS or self.elements.intersection(row)}

    def options(self, field: str) -> dict[str, str]:
        """Return what a filter of texts offers: value -> label."""
        if field == "class":
            return {name: name for name in ("high", "medium", "low")}
        values = {value for entry in self.atlas.entries.values() for value in _facets(entry)[field]}
        kind = "families" if field == "family" else _LINKED.get(field)
        if kind is None:
            return {value: value for value in sorted(values)}
        return {ident: record.name for ident, record in self.atlas.data.kind(kind).items() if ident in values}

    @property
    def rows(self) -> Iterator[Row]:
        """Yield every material, states too: the highest entropy first, then those without a composition by name."""
        for entry in sorted(self.atlas.entries.values(), key=_by_entropy):
            numbers = self._numbers(entry)
            yield Row(entry, _row_data(entry, numbers), list(self._cells(entry, numbers)))

    def _numbers(self, entry: Entry) -> dict[str, list[tuple[float, float]]]:
        count = float(len(entry.material.claims))
        values = ((column.key, computed_value(column, entry)) for column in self.computed)
        computed = {key: [(found[0], found[0])] for key, found in values if found}
        reported = {column.key: list(reported_ranges(column, entry)) for column in self.reported}
        return {**computed, "claims": [(count, count)], **{key: ranges for key, ranges in reported.items() if ranges}}

    def _cells(self, entry: Entry, numbers: Mapping[str, Sequence[tuple[float, float]]]) -> Iterator[Cell]:
        headings = {heading.key: heading for heading in self.headings}
        for key in list(_TEXTS)[1:]:
            yield Cell(headings[key], *self._text(key, entry))
        for column in self.ranges:
            ranges = numbers.get(column.key)
            shown = (self._number(column, entry), _order(ranges)) if ranges else _shown("")
            yield Cell(headings[column.key], *shown)

    def _number(self, column: Column, entry: Entry) -> Markup:
        if column is self.claims:
            return inline(str(len(entry.material.claims)))
        if column.kind == "reported":
            claims = [c for c in entry.material.claims if c.property == column.id and not isinstance(c.value, str)]
            return Markup("").join(Markup("<div>{}</div>").format(_claim_html(claim)) for claim in claims)
        found = computed_value(column, entry)
        return inline(found[1] if found else "")

    def _text(self, key: str, entry: Entry) -> tuple[Markup, str]:
        """Return what a column of text shows for a material, and what it is sorted by."""
        material, described = entry.material, entry.description
        if key == "composition":
            return _composition(entry), described.plain if described else ""
        if key == "family":
            return _shown(self.atlas.data.families[material.family].name)
        if key == "class":
            return (_chip(described.entropy_class), f"{described.entropy.all:.6f}") if described else _shown("")
        if key == "metals":
            metals = list(described.sites["metal"]) if described else []
            return _shown(", ".join(metals))
        if key in _LINKED:
            return self._links(_LINKED[key], dict.fromkeys(_facets(entry)[key]))
        return _shown(getattr(material, key) or "")

    def _links(self, kind: str, idents: Iterable[str]) -> tuple[Markup, str]:
        names = {ident: self.atlas.data.kind(kind)[ident].name for ident in idents}
        link = Markup('<a href="{}{}/{}/">{}</a>').format
        html = Markup(", ").join(link(self.root, kind, ident, inline(name)) for ident, name in names.items())
        return html, next(iter(names.values()), "")


def _by_entropy(entry: Entry) -> tuple[float, str]:
    return -entry.description.entropy.all if entry.description else 1.0, entry.material.name


def _facets(entry: Entry) -> dict[str, list[str]]:
    material = entry.material
    return {
        "family": [material.family],
        "phase": phases(material),
        "role": [material.role],
        "called": [material.called] if material.called else [],
        "strategy": list(material.strategies),
        "challenge": [link.challenge for link in material.challenges],
        "effect": [link.effect for link in material.effects],
    }


def _order(ranges: Sequence[tuple[float, float]]) -> str:
    """Return the lowest and the highest number; one where they are the same.

    >>> _order([(1, 1)]), _order([(2, 3), (1, 1)])
    ('1', '1_3')
    """
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    return f"{low:.12g}" if low == high else f"{low:.12g}_{high:.12g}"


def _row_data(entry: Entry, numbers: Mapping[str, Sequence[tuple[float, float]]]) -> dict[str, Any]:
    """Return what the filters need of a material and its cells do not have; what is not known is left out.

    A number is in its cell; `numbers` has those of which there are several.
    """
    material, described = entry.material, entry.description
    found: dict[str, Any] = {
        "id": material.id,
        "also": f"{' '.join(material.aliases)} {described.plain if described else ''}".strip(),
        "facets": {name: values for name, values in _facets(entry).items() if values},
        "numbers": {key: ranges for key, ranges in numbers.items() if len(ranges) > 1},
    }
    if described:
        entropies = {quantity.id: quantity.get(described) for quantity in ENTROPIES}
        known = {name: float(value) for name, value in entropies.items() if value is not None}
        found["elements"] = list(described.elements)
        found["metal"] = list(described.sites["metal"])
        found["entropy"] = {name: [round(value, 6), entropy_text(value)] for name, value in known.items()}
        found["class"] = {name: entropy.classify(value) for name, value in known.items()}
        found["remarks"] = {"site-sum": "site-sum" in [remark.code for remark in described.warnings]}
        if material.called:
            found["remarks"]["label"] = entry.label_note is not None
    return found


def _composition(entry: Entry) -> Markup:
    material = entry.material
    if material.formula:
        html = Markup('<span class="ea-formula">{}</span>').format(formula_html(material.formula))
        value = Markup(' <span class="ea-paper">{} = {}</span>').format
        return html + Markup("").join(
            value(inline(name), inline(str(amount))) for name, amount in material.bind.items()
        )
    printed = Markup(' <span class="ea-paper">(printed: {})</span>').format(inline(material.printed or ""))
    return Markup('<span class="ea-absent">not reported</span>') + (printed if material.printed else "")


def _claim_html(claim: Any) -> Markup:
    conditions = folded(claim.conditions)
    return inline(claim_text(claim)) + (
        Markup('<div class="ea-paper">{}</div>').format(conditions) if conditions else ""
    )


def _chip(name: str) -> Markup:
    return Markup('<span class="ea-chip ea-chip--{0}">{0}</span>').format(name)


def _shown(text: str) -> tuple[Markup, str]:
    return inline(text), text
