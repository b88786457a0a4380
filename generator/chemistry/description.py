"""Everything that follows from one formula: averages of the metal site, charges, capacity, and all of it together.

What takes work (sites, entropies, charges, averages) is computed at once; what only formats it (spelling, remarks,
reasons, amounts) is a property.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import fsum, sqrt
from operator import mul
from typing import Final, NamedTuple

from . import entropy
from .charges import MIDDLE, Assignment, assign_charges
from .composition import ALKALI_OR_LITHIUM, AMMONIUM, ROUNDING, VACANCY
from .elements import table
from .entropy import Entropies, EntropyClass, ReviewDefinition
from .families import LAYERED, oxygen_per_carbon
from .formula import Binding, Formula, parse, plain
from .messages import HIGH_STATE, LOW_STATE, Remark, remark
from .redox import Redox, redox
from .redox_states import States
from .site_remarks import CENTRE
from .sites import Sites, Stated, assign

FARADAY: Final = 96485.33212  # C/mol, CODATA 2018


def weighted_mean(weights: Sequence[float], values: Sequence[float]) -> float:
    """Σ w x / Σ w. With ionic radii in angstrom: the weighted average ionic radius of a site.

    >>> round(weighted_mean([0.5, 0.5], [0.69, 0.53]), 4)  # Ni2+ and Mn4+, Shannon (1976)
    0.61
    """
    return fsum(map(mul, weights, values)) / fsum(weights)


def size_mismatch(weights: Sequence[float], radii: Sequence[float]) -> float:
    """δ = 100 sqrt(Σ w (1 - r/r̄)²) in percent, for weights normalised to 1 and r̄ the weighted mean radius.

    >>> round(size_mismatch([0.5, 0.5], [0.69, 0.53]), 2)
    13.11
    """
    return _size_mismatch(weights, radii, weighted_mean(weights, radii))


def _size_mismatch(weights: Sequence[float], radii: Sequence[float], mean: float) -> float:
    return 100 * sqrt(weighted_mean(weights, _squares([1 - radius / mean for radius in radii])))


def electronegativity_mismatch(weights: Sequence[float], values: Sequence[float]) -> float:
    """Δχ = sqrt(Σ w (χ - χ̄)²) in Pauling units, for weights normalised to 1 and χ̄ the weighted mean.

    >>> round(electronegativity_mismatch([0.5, 0.5], [1.91, 1.55]), 2)  # Ni and Mn
    0.18
    """
    mean = weighted_mean(weights, values)
    return sqrt(weighted_mean(weights, _squares([value - mean for value in values])))


def _squares(values: Sequence[float]) -> list[float]:
    """Square by a product, which every machine rounds alike; the last digit of a power is that of its library."""
    return [value * value for value in values]


def ionic_potential(moles: Sequence[float], charges: Sequence[float], radii: Sequence[float]) -> float:
    """Φ = Σ w n/r ÷ Σ w in 1/angstrom: amount, charge and radius of each metal ion of the site.

    The transition-metal part of the cationic potential of Zhao et al., Science 370 (2020) 708,
    doi 10.1126/science.aay9972, who write one metal per formula unit; a whole multiple has the same.

    >>> round(ionic_potential([0.5, 0.5], [2, 4], [0.69, 0.53]), 3)  # 1/0.69 + 2/0.53
    5.223
    """
    return weighted_mean(moles, [n / r for n, r in zip(charges, radii, strict=True)])


def theoretical_capacity(electrons: float, molar_mass: float) -> float:
    """Q = n F / (3.6 M) in mAh/g, for n electrons per formula unit and M in g/mol.

    >>> round(theoretical_capacity(1, 157.757), 1)  # LiFePO4
    169.9
    """
    return electrons * FARADAY / (3.6 * molar_mass)


_WATER: Final = "H2O"
_SHOWN_SITES: Final = ("alkali", "metal", "carbon", "anion")


class Capacity(NamedTuple):
    """Theoretical capacity with all alkali removed, in mAh/g; dry leaves the water out of the mass."""

    alkali: Fraction
    wet: float | None
    dry: float | None


class Descriptors(NamedTuple):
    """Derived numbers of the metal site; lengths in angstrom, None where a table has no value.

    `charges` are formal. In a Prussian blue analogue `mean_metal_valence` counts both metal sites.
    """

    placed: Sites
    charges: Assignment
    mean_ionic_radius: float | None
    size_mismatch: float | None
    electronegativity_mismatch: float | None
    ionic_potential: float | None
    alkali_content: Fraction
    dry_molar_mass: float

    @property
    def mean_metal_valence(self) -> Fraction:
        """The charge that all metals must carry together, per metal."""
        return self.charges.mean

    @property
    def sodium_content(self) -> Fraction:
        """Na per formula unit."""
        return Fraction(self.placed.held["alkali"].get("Na", 0), self.placed.unit)

    @property
    def water(self) -> Fraction:
        """H2O per formula unit."""
        return self.placed.water

    @property
    def vacancies(self) -> Mapping[str, Fraction]:
        """Vacancies per formula unit, by site."""
        return self.placed.vacancies

    @property
    def cobalt_free(self) -> bool:
        """Whether there is no cobalt on any site."""
        return self.placed.is_free_of("Co")

    @property
    def nickel_free(self) -> bool:
        """Whether there is no nickel on any site."""
        return self.placed.is_free_of("Ni")

    @property
    def lithium_free(self) -> bool:
        """Whether there is no lithium on any site."""
        return self.placed.is_free_of("Li")


class Description(NamedTuple):
    """Everything that follows from one formula.

    `principal` are the principal elements of the metal site, `states` the highest ones reported of this very material.
    """

    formula: str
    read: Formula
    placed: Sites
    principal: tuple[str, ...]
    entropy: Entropies
    descriptors: Descriptors
    molar_mass: float
    capacity: Capacity
    states: States

    @property
    def plain(self) -> str:
        """The one plain spelling."""
        return plain(self.read)

    @property
    def phase(self) -> str | None:
        """The phase before the formula."""
        return self.read.phase

    @property
    def family(self) -> str:
        """The family of cathodes."""
        return self.placed.family

    @property
    def sites(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The amounts on each site."""
        return {site: getattr(self.placed, site) for site in _SHOWN_SITES}

    @property
    def site_sum(self) -> Fraction:
        """The sum of the metal site."""
        return Fraction(sum(self.placed.held["metal"].values()), self.placed.unit)

    @property
    def is_overfull(self) -> bool:
        """Whether the metals exceed their site by more than rounding explains: then no single phase holds them."""
        excess = sum(self.placed.held["metal"].values()) - self.placed.positions
        return ROUNDING * excess > self.placed.positions

    @property
    def sodium_per_metal(self) -> Fraction | None:
        """The sodium of the alkali site over the positions of the metal site; None without any."""
        positions = Fraction(self.placed.positions, self.placed.unit)
        return self.descriptors.sodium_content / positions if positions else None

    @property
    def largest_share(self) -> float:
        """The share of the most abundant element of the metal site, in percent of the site's sum."""
        metal = self.placed.held["metal"].values()
        return 100 * max(metal) / sum(metal)

    @property
    def elements(self) -> tuple[str, ...]:
        """All elements, in print order."""
        return tuple(dict.fromkeys([atom.symbol for atom in self.read.atoms if atom.symbol != VACANCY]))

    @property
    def entropy_class(self) -> EntropyClass:
        """The class by the headline."""
        return entropy.classify(self.entropy.all)

    @property
    def principal_class(self) -> EntropyClass | None:
        """The class by the principal elements alone."""
        return None if self.entropy.principal is None else entropy.classify(self.entropy.principal)

    @property
    def borderline(self) -> bool:
        """Whether the headline lies near a line between two classes."""
        return entropy.borderline(self.entropy.all)

    @property
    def review_definition(self) -> ReviewDefinition:
        """Whether the review's definition is met, or why not."""
        return entropy.review_definition(self.placed.held["metal"], self.placed.positions)

    @property
    def redox(self) -> Redox:
        """The electrons that the metals can give while alkali leaves, per formula unit."""
        found = self.descriptors
        return redox(found.charges, found.alkali_content, self.family, self.states)

    @property
    def redox_capacity(self) -> float | None:
        """The capacity of those electrons in mAh per gram of dry mass; None where they are not known."""
        electrons = self.redox.electrons
        mass = self.descriptors.dry_molar_mass
        return None if electrons is None else theoretical_capacity(float(electrons), mass)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """What a reader should know about how the formula was understood, and what looks odd in it."""
        return (*self.read.remarks, *self.placed.remarks, *_warnings(self))


def describe(
    text: str,
    bindings: Mapping[str, Binding] = {},
    *,
    family: str | None = None,
    sites: Stated | None = None,
    states: Mapping[tuple[str, str], int] = {},
) -> Description:
    """Derive everything from a printed formula; `family`, `sites` and `states` say what a record knows better.

    Raises FormulaError for what cannot be read.

    >>> described = describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2")
    >>> round(described.entropy.all, 4), described.entropy_class
    (1.6215, 'high')
    """
    formula = parse(text, bindings)
    placed = assign(formula, family, sites)
    principal = entropy.principal_elements(placed.held["metal"], placed.positions)
    entropies = entropy.entropies(placed, principal)
    found = _descriptors(placed, assign_charges(placed))
    dry = found.dry_molar_mass
    wet = dry + float(placed.water) * _masses()[_WATER] if placed.water else dry
    capacity = _capacity(found.alkali_content, wet, dry)
    return Description(text, formula, placed, principal, entropies, found, wet, capacity, states)


def _descriptors(placed: Sites, charges: Assignment) -> Descriptors:
    known, masses, unit = table(), _masses(), placed.unit
    ions = [ion for ion in charges.charges if ion.site == "metal"]
    moles = [float(ion.units / unit) for ion in ions]
    radii = _all_known([known[ion.symbol].radii.get(ion.charge) for ion in ions])
    metal = placed.held["metal"]
    affinities = _all_known([known[symbol].electronegativity for symbol in metal])
    mean = weighted_mean(moles, radii) if radii else None
    alkali = sum([units for symbol, units in placed.held["alkali"].items() if symbol in ALKALI_OR_LITHIUM])
    return Descriptors(
        placed=placed,
        charges=charges,
        mean_ionic_radius=mean,
        size_mismatch=_size_mismatch(moles, radii, mean) if mean else None,
        electronegativity_mismatch=electronegativity_mismatch([*metal.values()], affinities) if affinities else None,
        ionic_potential=ionic_potential(moles, [float(ion.charge) for ion in ions], radii) if radii else None,
        alkali_content=Fraction(alkali, unit),
        dry_molar_mass=fsum([masses[symbol] * units for _, symbol, units, _, _ in placed.occupants]) / unit,
    )


@cache
def _masses() -> Mapping[str, float]:
    """The molar mass of each element, of ammonium and of water, in g/mol."""
    found = {symbol: element.mass for symbol, element in table().items()}
    return {**found, AMMONIUM: found["N"] + 4 * found["H"], _WATER: 2 * found["H"] + found["O"]}


def _all_known(values: Sequence[float | None]) -> list[float]:
    """The values if all are known, else none of them: a mean over a part would mislead."""
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else []


def _capacity(alkali: Fraction, wet: float, dry: float) -> Capacity:
    if not alkali:
        return Capacity(alkali, None, None)
    electrons = float(alkali)
    return Capacity(alkali, theoretical_capacity(electrons, wet), theoretical_capacity(electrons, dry))


def _warnings(described: Description) -> list[Remark]:
    charges, found = described.descriptors.charges, []
    host = "a layered oxide" if described.family == LAYERED else "a cathode"
    for is_low, text in ((True, LOW_STATE), (False, HIGH_STATE)):
        if states := dict.fromkeys([ion.text for ion in charges.extreme if (ion.charge < MIDDLE) == is_low]):
            found.append(remark("extreme-charge", ", ".join(states), text.format(host)))
    if not charges.balanced:
        found += _carbon_for_cobalt(described)
        side = "too little charge" if charges.rest > 0 else "too much charge"
        found.append(remark("charge-not-balanced", f"{float(abs(charges.rest)):.4g}", side))
    if described.borderline:
        found.append(remark("borderline", entropy.in_print(described.entropy.all)))
    return found


def _carbon_for_cobalt(described: Description) -> list[Remark]:
    """Where the charges of a carbonate do not balance, its C may be a misprint of Co."""
    said = any(each.code == "carbon-not-cobalt" for each in described.placed.remarks)
    suspect = not said and "C" in described.placed.held["polyanion"] and oxygen_per_carbon(described.read.atoms)
    return [remark("carbon-not-cobalt", CENTRE)] if suspect else []
