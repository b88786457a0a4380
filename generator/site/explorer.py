"""The explorer's table: its columns, what its filters offer, and each cell as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from markupsafe import Markup

from ..chemistry import entropy
from ..chemistry.entropy import CLASSES
from ..chemistry.quantities import ENTROPIES, Quantity
from ..derived.atlas import Atlas, Entry
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
    """One column of the table; one of numbers has what they are, too."""

    key: str
    label: str
    unit: str = ""
    numbers: Column | None = None

    @property
    def is_usual(self) -> bool:
        """Return whether the column is shown at first."""
        return self.key in USUAL


class Explorer:
    """The whole table of an atlas: `headings` in their order, and a cell for each of the `entries`.

    `root` is the way from the page to the site's root.
    """

    def __init__(self, atlas: Atlas, root: str) -> None:
        self.atlas, self.root = atlas, root
        claims = Column("reported", "claims", "claims", "Claims", "Claims", "")
        numbers = [*computed_columns(), claims, *reported_columns(atlas)]
        self.headings = [
            *(Heading(key, label) for key, label in _TEXTS.items()),
            *(Heading(column.key, column.label, column.unit, column) for column in numbers),
        ]

    @property
    def usual(self) -> list[Heading]:
        """Return the columns that are shown at first."""
        return [heading for heading in self.headings if heading.is_usual]

    @property
    def conventions(self) -> dict[str, str]:
        """Return the entropies by which materials can be classed: id -> label."""
        return {quantity.id: quantity.label for quantity in ENTROPIES}

    @cached_property
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
            return {name: name for name in reversed(CLASSES)}
        values = {value for entry in self.entries for value in self.values(field, entry)}
        kind = "families" if field == "family" else _LINKED.get(field)
        if kind is None:
            return {value: value for value in sorted(values)}
        return {ident: record.name for ident, record in self.atlas.data.kind(kind).items() if ident in values}

    @cached_property
    def entries(self) -> list[Entry]:
        """Return every material, states too: the highest entropy first, then those without a composition by name."""
        return sorted(self.atlas.entries.values(), key=_by_entropy)

    def values(self, key: str, entry: Entry) -> list[str]:
        """Return what a column of texts knows of a material, as filters compare it; empty where nothing is known."""
        material, described = entry.material, entry.description
        if key == "phase":
            return [entry.phase] if entry.phase else []
        if key in ("composition", "metals"):
            return list(described.elements if key == "composition" else described.sites["metal"]) if described else []
        if key == "class":
            return [described.entropy_class] if described else []
        if key in _LINKED:
            named = {"strategy": material.strategies, "challenge": material.challenges, "effect": material.effects}
            return list(dict.fromkeys(link if isinstance(link, str) else getattr(link, key) for link in named[key]))
        value = getattr(material, "id" if key == "name" else key)
        return [value] if value else []

    def numbers(self, column: Column, entry: Entry) -> Sequence[tuple[float, float]]:
        """Return the numbers of a material, each as (low, high); empty where none is known."""
        if column.id == "claims":
            count = float(len(entry.material.claims))
            return [(count, count)]
        if column.kind == "reported":
            return reported_ranges(column, entry)
        found = computed_value(column, entry)
        return [(found[0], found[0])] if found else []

    def cell(self, heading: Heading, entry: Entry) -> Markup:
        """Return a cell as safe HTML; empty where nothing is known."""
        if heading.numbers:
            return self._number(heading.numbers, entry)
        key, material = heading.key, entry.material
        values = self.values(key, entry)
        if key == "name":
            paper = Markup('<br><span class="ea-paper">{}</span>').format
            name = self.atlas.data.references[material.source.reference].name
            return self._links("materials", {material.id: material.name}) + paper(inline(name))
        if key == "composition":
            return _composition(entry)
        if key == "class":
            return Markup("").join(map(_chip, values))
        if key in _LINKED:
            kind = self.atlas.data.kind(_LINKED[key])
            return self._links(_LINKED[key], {ident: kind[ident].name for ident in values})
        if key == "family":
            return inline(self.atlas.data.families[material.family].name)
        return inline(", ".join(values))

    def _number(self, column: Column, entry: Entry) -> Markup:
        if column.id == "claims":
            return inline(str(len(entry.material.claims)))
        if column.kind == "reported":
            claims = [c for c in entry.material.claims if c.property == column.id and not isinstance(c.value, str)]
            return Markup("").join(Markup("<div>{}</div>").format(_claim_html(claim)) for claim in claims)
        found = computed_value(column, entry)
        return inline(found[1] if found else "")

    def _links(self, kind: str, names: dict[str, str]) -> Markup:
        link = Markup('<a href="{}{}/{}/">{}</a>').format
        return Markup(", ").join(link(self.root, kind, ident, inline(name)) for ident, name in names.items())


def class_by(convention: Quantity, entry: Entry) -> tuple[list[str], Markup]:
    """Return the class of a material by one way to count entropy, as values and as a cell; with it, unless usual."""
    value = convention.get(entry.description) if entry.description else None
    if value is None:
        return [], Markup("")
    name = entropy.classify(float(value))
    paper = Markup(' <span class="ea-paper">{}</span>').format(inline(entropy_text(float(value))))
    return [name], _chip(name) + (Markup("") if convention is ENTROPIES[0] else paper)


def remarks(entry: Entry) -> dict[str, bool]:
    """Return which remarks apply to a material; one that cannot be judged is left out."""
    if entry.description is None:
        return {}
    found = {"site-sum": "site-sum" in [remark.code for remark in entry.description.warnings]}
    return found | ({"label": entry.label_note is not None} if entry.material.called else {})


def _by_entropy(entry: Entry) -> tuple[float, str]:
    return -entry.description.entropy.all if entry.description else 1.0, entry.material.name


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
