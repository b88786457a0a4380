"""What follows from a formula? Every derived number of one composition, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from typing import Any, Final

from . import entropy as conventions
from .averages import (
    electronegativity_mismatch,
    ionic_potential,
    size_mismatch,
    theoretical_capacity,
    weighted_mean,
)
from .charge import Assignment, assign_charges
from .elements import table
from .entropy import EntropyClass, ReviewDefinition
from .formula import Binding, parse, plain
from .messages import Remark, remark
from .sites import SITES, Site, Sites, Stated, assign, sublattices

_SHOWN_SITES: Final = ("alkali", "metal", "carbon", "anion")


@dataclass(frozen=True, slots=True)
class Entropies:
    """S/R in each convention; None where it does not apply."""

    all: float
    principal: float | None
    per_formula_unit: float
    cation_anion: float
    per_atom: float
    pooled: float
    valence_resolved: float | None


@dataclass(frozen=True, slots=True)
class Capacity:
    """Theoretical capacity with all alkali removed, in mAh/g; dry leaves the water out of the mass."""

    alkali: Fraction
    wet: float | None
    dry: float | None


@dataclass(frozen=True, slots=True)
class Descriptors:
    """Derived numbers of the metal site; lengths in angstrom, None where a table has no value.

    `charges` are formal. In a Prussian blue analogue `mean_metal_valence` counts both metal sites.
    """

    mean_metal_valence: Fraction
    charges: Assignment
    mean_ionic_radius: float | None
    size_mismatch: float | None
    electronegativity_mismatch: float | None
    ionic_potential: float | None
    sodium_content: Fraction
    alkali_content: Fraction
    water: Fraction
    vacancies: Mapping[str, Fraction]
    dry_molar_mass: float
    cobalt_free: bool
    nickel_free: bool
    lithium_free: bool


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that follows from one formula. `elements` in print order; `principal` on the metal site."""

    formula: str
    plain: str
    phase: str | None
    family: str
    sites: Mapping[str, Mapping[str, Fraction]]
    site_sum: Fraction
    elements: tuple[str, ...]
    principal: tuple[str, ...]
    entropy: Entropies
    entropy_class: EntropyClass
    principal_class: EntropyClass | None
    borderline: bool
    review_definition: ReviewDefinition
    descriptors: Descriptors
    molar_mass: float
    capacity: Capacity
    warnings: tuple[Remark, ...]


def describe(
    text: str,
    bindings: Mapping[str, Binding] = {},
    *,
    family: str | None = None,
    sites: Stated | None = None,
) -> Description:
    """Derive everything from a printed formula; `family` and `sites` say what a record knows better.

    Raises FormulaError for what cannot be read.

    >>> described = describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2")
    >>> round(described.entropy.all, 4), described.entropy_class
    (1.6215, 'high')
    """
    formula = parse(text, bindings)
    spread = assign(formula, family, sites)
    metal = spread.held["metal"]
    everything = _summed(spread, SITES)
    principal = conventions.principal_elements(metal, spread.positions)
    entropies = _entropies(spread, principal, sum(everything.values()) / spread.unit)
    charges = assign_charges(spread)
    dry = fsum([table()[symbol].mass * units for symbol, units in everything.items()]) / spread.unit
    wet = dry + float(spread.water) * _water_mass() if spread.water else dry
    alkali = Fraction(
        sum([units for symbol, units in spread.held["alkali"].items() if symbol != "Ca"]), spread.unit
    )
    return Description(
        formula=text,
        plain=plain(formula),
        phase=formula.phase,
        family=spread.family,
        sites={site: getattr(spread, site) for site in _SHOWN_SITES},
        site_sum=Fraction(sum(metal.values()), spread.unit),
        elements=tuple(dict.fromkeys([occupant.symbol for occupant in spread.occupants])),
        principal=principal,
        entropy=entropies,
        entropy_class=conventions.classify(entropies.all),
        principal_class=None if entropies.principal is None else conventions.classify(entropies.principal),
        borderline=conventions.borderline(entropies.all),
        review_definition=conventions.review_definition(metal, spread.positions),
        descriptors=_descriptors(spread, charges, alkali, dry),
        molar_mass=wet,
        capacity=_capacity(alkali, wet, dry),
        warnings=(*formula.remarks, *spread.remarks, *_warnings(charges, entropies.all)),
    )


def _water_mass() -> float:
    return 2 * table()["H"].mass + table()["O"].mass


def _entropies(sites: Sites, principal: Sequence[str], atoms: float) -> Entropies:
    metal, lattices = sites.held["metal"], sublattices(sites)
    of_formula_unit = conventions.per_formula_unit(lattices, sites.unit)
    return Entropies(
        all=conventions.mixing(metal.values()),
        principal=conventions.mixing([metal[element] for element in principal]) if principal else None,
        per_formula_unit=of_formula_unit,
        cation_anion=conventions.cation_anion(metal.values(), lattices[-1]),
        per_atom=conventions.per_atom(of_formula_unit, atoms),
        pooled=conventions.mixing(_summed(sites, ("alkali", "metal", "carbon")).values()),
        valence_resolved=_valence_resolved(sites),
    )


def _summed(sites: Sites, names: Sequence[Site]) -> dict[str, int]:
    """The units of each element on some sites together."""
    units: dict[str, int] = {}
    for name in names:
        for symbol, count in sites.held[name].items():
            units[symbol] = units.get(symbol, 0) + count
    return units


def _valence_resolved(sites: Sites) -> float | None:
    """The entropy of the metal site with each printed valence as a species of its own."""
    if not any(occupant.valence is not None for occupant in sites.occupants if occupant.site == "metal"):
        return None
    species: dict[tuple[str, Fraction | None], int] = {}
    for site, symbol, units, valence in sites.occupants:
        if site == "metal":
            species[symbol, valence] = species.get((symbol, valence), 0) + units
    return conventions.mixing(species.values())


def _descriptors(sites: Sites, charges: Assignment, alkali: Fraction, dry: float) -> Descriptors:
    ions = [ion for ion in charges.charges if ion.site == "metal"]
    moles = [float(ion.amount) for ion in ions]
    radii = _all_known([table()[ion.symbol].radii.get(ion.charge) for ion in ions])
    metal = sites.held["metal"]
    affinities = _all_known([table()[symbol].electronegativity for symbol in metal])
    present = metal.keys() | sites.held["carbon"].keys() | sites.held["alkali"].keys()
    return Descriptors(
        mean_metal_valence=charges.mean,
        charges=charges,
        mean_ionic_radius=weighted_mean(moles, radii) if radii else None,
        size_mismatch=size_mismatch(moles, radii) if radii else None,
        electronegativity_mismatch=electronegativity_mismatch([*metal.values()], affinities)
        if affinities
        else None,
        ionic_potential=ionic_potential(moles, [float(ion.charge) for ion in ions], radii) if radii else None,
        sodium_content=Fraction(sites.held["alkali"].get("Na", 0), sites.unit),
        alkali_content=alkali,
        water=sites.water,
        vacancies=sites.vacancies,
        dry_molar_mass=dry,
        cobalt_free="Co" not in present,
        nickel_free="Ni" not in present,
        lithium_free="Li" not in present,
    )


def _all_known(values: Sequence[float | None]) -> list[float]:
    """The values if all are known, else none of them: a mean over a part would mislead."""
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else []


def _capacity(alkali: Fraction, wet: float, dry: float) -> Capacity:
    if not alkali:
        return Capacity(alkali, None, None)
    return Capacity(
        alkali, theoretical_capacity(float(alkali), wet), theoretical_capacity(float(alkali), dry)
    )


def _warnings(charges: Assignment, headline: float) -> list[Remark]:
    found = []
    if charges.extreme:
        states = dict.fromkeys([f"{ion.symbol}{ion.charge}+" for ion in charges.extreme])
        found.append(remark("extreme-charge", ", ".join(states)))
    if not charges.balanced:
        side = "too little charge" if charges.rest > 0 else "too much charge"
        found.append(remark("charge-not-balanced", f"{float(abs(charges.rest)):.4g}", side))
    if conventions.borderline(headline):
        found.append(remark("borderline", f"{headline:.2f}"))
    return found


# As plain values


def to_json(described: Description) -> dict[str, Any]:
    """A description as plain values, fractions as "a/b"; the shape that `describe --json` promises."""
    named = {name: _value(getattr(described, name)) for name in _ORDER if name != "class"}
    charges = described.descriptors.charges
    named["class"] = described.entropy_class
    named["descriptors"] |= {
        "charges": [_value(charge) for charge in charges.charges],
        "charge_balanced": charges.balanced,
        "charge_rest": _value(charges.rest),
    }
    return {name: named[name] for name in _ORDER}


_ORDER: Final = (
    "formula",
    "phase",
    "family",
    "sites",
    "site_sum",
    "elements",
    "principal",
    "entropy",
    "class",
    "borderline",
    "review_definition",
    "descriptors",
    "molar_mass",
    "capacity",
    "warnings",
)


def _value(value: object) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {key: _value(inner) for key, inner in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _value(inner) for key, inner in value._asdict().items()}
    if isinstance(value, tuple):
        return [_value(inner) for inner in value]
    if hasattr(value, "__dataclass_fields__"):
        return {key: _value(getattr(value, key)) for key in value.__dataclass_fields__}
    return value
