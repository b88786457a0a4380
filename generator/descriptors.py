"""What follows from a formula? Every derived number of one composition.

The first half holds the pure functions, one published formula each; the second puts them together.
`moles` always means amounts per formula unit; lists of numbers belong together by position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, lcm, sqrt
from typing import Any, Final

from . import entropy as conventions
from .charge import Assignment, assign_charges
from .elements import Element, table
from .entropy import EntropyClass, ReviewDefinition
from .formula import Binding, Remark, parse, plain
from .sites import Sites, assign, sublattices

FARADAY: Final = 96485.33212  # C/mol, CODATA 2018
WATER: Final = ("H", "H", "O")


def weighted_mean(weights: Sequence[float], values: Sequence[float]) -> float:
    """Σ w x / Σ w. With ionic radii in angstrom: the weighted average ionic radius of a site.

    >>> round(weighted_mean([0.5, 0.5], [0.69, 0.53]), 4)  # Ni2+ and Mn4+, Shannon (1976)
    0.61
    """
    return fsum(w * x for w, x in zip(weights, values, strict=True)) / fsum(weights)


def size_mismatch(weights: Sequence[float], radii: Sequence[float]) -> float:
    """δ = 100 sqrt(Σ w (1 - r/r̄)²) in percent, for weights normalised to 1 and r̄ the weighted mean radius.

    >>> round(size_mismatch([0.5, 0.5], [0.69, 0.53]), 2)
    13.11
    """
    mean = weighted_mean(weights, radii)
    return 100 * sqrt(weighted_mean(weights, [(1 - radius / mean) ** 2 for radius in radii]))


def electronegativity_mismatch(weights: Sequence[float], values: Sequence[float]) -> float:
    """Δχ = sqrt(Σ w (χ - χ̄)²) in Pauling units, for weights normalised to 1 and χ̄ the weighted mean.

    >>> round(electronegativity_mismatch([0.5, 0.5], [1.91, 1.55]), 2)  # Ni and Mn
    0.18
    """
    mean = weighted_mean(weights, values)
    return sqrt(weighted_mean(weights, [(value - mean) ** 2 for value in values]))


def ionic_potential(moles: Sequence[float], charges: Sequence[float], radii: Sequence[float]) -> float:
    """Φ = Σ w n/r in 1/angstrom: amount, charge and radius of each metal ion of the site.

    The transition-metal part of the cationic potential of Zhao et al., Science 370 (2020) 708,
    doi 10.1126/science.aay9972.

    >>> round(ionic_potential([0.5, 0.5], [2, 4], [0.69, 0.53]), 3)  # 1/0.69 + 2/0.53
    5.223
    """
    return fsum(w * n / r for w, n, r in zip(moles, charges, radii, strict=True))


def theoretical_capacity(electrons: float, molar_mass: float) -> float:
    """Q = n F / (3.6 M) in mAh/g, for n electrons per formula unit and M in g/mol.

    >>> round(theoretical_capacity(1, 157.757), 1)  # LiFePO4
    169.9
    """
    return electrons * FARADAY / (3.6 * molar_mass)


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
    bindings: Mapping[str, Binding] = {},  # noqa: B006  # never changed
    *,
    family: str | None = None,
    sites: Mapping[str, Mapping[str, Fraction]] | None = None,
) -> Description:
    """Derive everything from a printed formula; `family` and `sites` say what a record knows better.

    Raises FormulaError for what cannot be read.

    >>> described = describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2")
    >>> round(described.entropy.all, 4), described.entropy_class
    (1.6215, 'high')
    """
    formula = parse(text, bindings)
    placed = assign(formula, family, sites)
    units = _Units.of(placed)
    principal = conventions.principal_elements(units.metal, units.positions)
    entropies = _entropies(placed, units, principal)
    charges = assign_charges(placed)
    mass = units.mass(table())
    wet = mass + float(placed.water) * fsum(table()[symbol].mass for symbol in WATER)
    return Description(
        formula=text,
        plain=plain(formula),
        phase=formula.phase,
        family=placed.family,
        sites=_printed_sites(placed),
        site_sum=Fraction(sum(units.metal.values()), units.unit),
        elements=tuple(dict.fromkeys([occupant.symbol for occupant in placed.occupants])),
        principal=principal,
        entropy=entropies,
        entropy_class=conventions.classify(entropies.all),
        principal_class=None if entropies.principal is None else conventions.classify(entropies.principal),
        borderline=conventions.borderline(entropies.all),
        review_definition=conventions.review_definition(units.metal, units.positions),
        descriptors=_descriptors(placed, units, charges, mass),
        molar_mass=wet,
        capacity=_capacity(Fraction(units.alkali, units.unit), wet, mass),
        warnings=(*formula.remarks, *placed.remarks, *_warnings(charges, entropies.all)),
    )


@dataclass(frozen=True, slots=True)
class _Units:
    """The amounts of a composition as whole numbers of 1/unit, so that sums are exact and quick."""

    unit: int
    metal: dict[str, int]
    positions: int
    alkali: int
    lattices: list[list[int]]
    everything: dict[str, int]
    pooled: dict[str, int]

    @classmethod
    def of(cls, sites: Sites) -> _Units:
        lattices = sublattices(sites)
        amounts = [sites.positions, *[amount for lattice in lattices for amount in lattice]]
        unit = lcm(*[o.amount.denominator for o in sites.occupants], *[amount.denominator for amount in amounts])
        everything: dict[str, int] = {}
        pooled: dict[str, int] = {}
        for occupant in sites.occupants:
            symbol, units = occupant.symbol, _count(occupant.amount, unit)
            everything[symbol] = everything.get(symbol, 0) + units
            if occupant.site in ("alkali", "metal", "carbon"):
                pooled[symbol] = pooled.get(symbol, 0) + units
        return cls(
            unit=unit,
            metal={symbol: _count(amount, unit) for symbol, amount in sites.metal.items()},
            positions=_count(sites.positions, unit),
            alkali=sum([_count(amount, unit) for symbol, amount in sites.alkali.items() if symbol != "Ca"]),
            lattices=[[_count(amount, unit) for amount in lattice] for lattice in lattices],
            everything=everything,
            pooled=pooled,
        )

    def mass(self, elements: Mapping[str, Element]) -> float:
        """The molar mass in g/mol, without water."""
        return fsum([elements[symbol].mass * units for symbol, units in self.everything.items()]) / self.unit


def _count(amount: Fraction, unit: int) -> int:
    above, below = amount.as_integer_ratio()
    return above * (unit // below)


def _entropies(sites: Sites, units: _Units, principal: Sequence[str]) -> Entropies:
    metal = list(units.metal.values())
    per_unit = conventions.per_formula_unit(units.lattices, units.unit)
    return Entropies(
        all=conventions.mixing(metal),
        principal=conventions.mixing([units.metal[element] for element in principal]) if principal else None,
        per_formula_unit=per_unit,
        cation_anion=conventions.cation_anion(metal, units.lattices[-1]),
        per_atom=conventions.per_atom(units.lattices, sum(units.everything.values())),
        pooled=conventions.mixing(units.pooled.values()),
        valence_resolved=_valence_resolved(sites, units.unit),
    )


def _valence_resolved(sites: Sites, unit: int) -> float | None:
    """The entropy of the metal site with each printed valence as a species of its own."""
    species: dict[tuple[str, Fraction | None], int] = {}
    for site, symbol, amount, valence in sites.occupants:
        if site == "metal":
            species[symbol, valence] = species.get((symbol, valence), 0) + _count(amount, unit)
    printed = any(valence is not None for _, valence in species)
    return conventions.mixing(species.values()) if printed else None


def _descriptors(sites: Sites, units: _Units, charges: Assignment, dry: float) -> Descriptors:
    ions = [charge for charge in charges.charges if charge.site == "metal"]
    moles = [float(ion.amount) for ion in ions]
    radii = [_radius(ion.symbol, ion.charge) for ion in ions]
    known = [radius for radius in radii if radius is not None]
    complete = len(known) == len(ions)
    affinities = [table()[symbol].electronegativity for symbol in units.metal]
    given = [affinity for affinity in affinities if affinity is not None]
    metals = sites.metal.keys() | sites.carbon.keys() | sites.alkali.keys()
    return Descriptors(
        mean_metal_valence=charges.mean,
        charges=charges,
        mean_ionic_radius=weighted_mean(moles, known) if complete else None,
        size_mismatch=size_mismatch(moles, known) if complete else None,
        electronegativity_mismatch=(
            electronegativity_mismatch(list(units.metal.values()), given) if len(given) == len(affinities) else None
        ),
        ionic_potential=ionic_potential(moles, [float(ion.charge) for ion in ions], known) if complete else None,
        sodium_content=Fraction(units.everything.get("Na", 0), units.unit),
        alkali_content=Fraction(units.alkali, units.unit),
        water=sites.water,
        vacancies=sites.vacancies,
        dry_molar_mass=dry,
        cobalt_free="Co" not in metals,
        nickel_free="Ni" not in metals,
        lithium_free="Li" not in metals,
    )


def _radius(symbol: str, charge: Fraction) -> float | None:
    """The radius of an ion in angstrom; None for a fractional charge or an ion that the table lacks."""
    return table()[symbol].radii.get(charge.numerator) if charge.denominator == 1 else None


def _capacity(alkali: Fraction, wet: float, dry: float) -> Capacity:
    if not alkali:
        return Capacity(alkali, None, None)
    return Capacity(alkali, theoretical_capacity(float(alkali), wet), theoretical_capacity(float(alkali), dry))


def _warnings(charges: Assignment, headline: float) -> list[Remark]:
    found = []
    if charges.extreme:
        states = ", ".join(dict.fromkeys(f"{ion.symbol}{ion.charge}+" for ion in charges.extreme))
        found.append(Remark("extreme-charge", f"The formal charges need {states}, which only charging reaches."))
    if not charges.balanced:
        side = "short" if charges.rest > 0 else "too much"
        found.append(
            Remark("charge-not-balanced", f"No usual charges balance: {float(abs(charges.rest)):.4g} {side} on the metals.")
        )
    if conventions.borderline(headline):
        found.append(Remark("borderline", f"{headline:.2f} R lies within 0.02 R of a line between two classes."))
    return found


def _printed_sites(sites: Sites) -> dict[str, Mapping[str, Fraction]]:
    """The four sites that are shown; the centres of polyanions stand with their oxygen."""
    anion = sites.polyanion | sites.anion
    return {"alkali": sites.alkali, "metal": sites.metal, "carbon": sites.carbon, "anion": anion}


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
    "formula phase family sites site_sum elements principal entropy class borderline review_definition descriptors"
    " molar_mass capacity warnings"
).split()


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
