"""Configurational entropy: one function for each convention in print, and all of them for one composition.

Every function takes amounts and returns S/R, a pure number; R = 8.314462618 J/(mol K) (CODATA 2018).
Amounts may be fractions or whole numbers in any common unit: only their ratios count. They stay exact until
the logarithm, so scaling or permuting them changes no bit of the result.

Ideal mixing of the species i of one site: S/R = -Σ x_i ln x_i, with x_i = n_i / Σ n.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import fsum, log
from operator import mul
from typing import Final, Literal, NamedTuple, get_args

from .sites import SITES, Sites
from .sublattices import sublattices

Amount = Fraction | int
EntropyClass = Literal["low", "medium", "high"]
CLASSES: Final[tuple[EntropyClass, ...]] = get_args(EntropyClass)

R: Final = 8.314462618  # J/(mol K), CODATA 2018
MEDIUM: Final = 1.0  # S/R from which a composition counts as medium-entropy ...
HIGH: Final = 1.5  # ... and as high-entropy: the usual lines, taken over from alloys
NEAR: Final = 0.02  # S/R within which a class is called borderline
LINES: Final = (MEDIUM, HIGH)
LINES_TEXT: Final = f"{MEDIUM:g} R and {HIGH:g} R"
_PLACES: Final = 9  # classes are compared after rounding, so that 1.5 computed as 1.4999999999999998 is 1.5

LEAST: Final = Fraction(5, 100)  # a principal element holds at least this share of its sites, as written ...
MOST: Final = Fraction(35, 100)  # ... and in the review's definition at most this share
FEWEST: Final = 5  # principal elements, in the review's definition
LEAST_TEXT: Final = f"{100 * LEAST} %"
MOST_TEXT: Final = f"{100 * MOST} %"
DEFINITION: Final = (
    f"at least {FEWEST} principal elements, each {100 * LEAST} to {MOST_TEXT} of the mixing site as written, and at"
    f" least {HIGH:g} R from these"
)
"""What the review calls high entropy, as far as a formula can show it (Zhan et al. 2026, section 1)."""


def mixing(amounts: Collection[Amount | float]) -> float:
    """Ideal mixing on one site, per mole of these sites: -Σ x ln x, occupancies normalised to 1.

    The headline number of a cathode takes the metal site with all its elements.

    >>> round(mixing([1, 1, 1, 1, 1]), 4)  # five metals in equal parts: ln 5
    1.6094
    >>> mixing([Fraction(1)])
    0.0
    """
    if len(amounts) < 2:  # nothing mixes
        return 0.0
    total = sum(amounts)
    shares = [amount / total for amount in amounts if amount]
    return 0.0 - fsum(map(mul, shares, map(log, shares)))  # so that nothing becomes -0.0


def principal_elements(amounts: Mapping[str, Amount], site: Amount = 1) -> tuple[str, ...]:
    """The elements that hold at least 5 % of the metal sites as written (`site`: their number, same unit).

    The printed amounts decide, never normalised ones: 0.05 stays in where a site sums to 1.1.

    >>> principal_elements({"Ni": Fraction(95, 100), "Sn": Fraction(5, 100), "B": Fraction(2, 100)})
    ('Ni', 'Sn')
    """
    return tuple(element for element, amount in amounts.items() if 20 * amount >= site)


def per_formula_unit(
    sites: Sequence[Collection[Amount]], unit: Amount = 1, mixed: Iterable[float] | None = None
) -> float:
    """Σ_s a_s (-Σ x ln x) per mole of formula units, over all sites, vacancies included.

    a_s is the number of positions of site s in a formula unit, in the same `unit` as the amounts; `mixed` is the mixing
    on each site, where it is known.

    >>> round(per_formula_unit([[1, 1], [3, 1]], 2), 4)  # ln 2 + 2 (ln 4 - 0.75 ln 3)
    1.8178
    """
    known = map(mixing, sites) if mixed is None else mixed
    return fsum([sum(site) / unit * entropy for site, entropy in zip(sites, known, strict=True) if entropy])


def cation_anion(cations: Collection[Amount], anions: Collection[Amount]) -> float:
    """(-Σ x ln x) of the metal site plus that of the anion site, one mole of each.

    The usual formula for oxyfluorides, where O and F share one site.

    >>> round(cation_anion([1, 1], [95, 5]), 4)  # ln 2 + 0.1985
    0.8917
    """
    return mixing(cations) + mixing(anions)


def per_atom(of_formula_unit: float, atoms: Amount | float) -> float:
    """Σ_s a_s (-Σ x ln x) per mole of atoms: the entropy of a formula unit over its `atoms` (no vacancies).

    >>> round(per_atom(per_formula_unit([[1, 1], [8]]), 10), 4)  # two atoms that mix among ten
    0.1386
    """
    return of_formula_unit / float(atoms)


def classify(value: float) -> EntropyClass:
    """Low below 1 R, high from 1.5 R, medium in between.

    >>> classify(0.6931), classify(1.0), classify(1.5 - 1e-12)
    ('low', 'medium', 'high')
    """
    rounded = round(value, _PLACES)
    return "low" if rounded < MEDIUM else "medium" if rounded < HIGH else "high"


def borderline(value: float) -> bool:
    """Whether a value lies within 0.02 R of a line between two classes.

    >>> borderline(1.5048), borderline(1.4306)
    (True, False)
    """
    return round(min(abs(value - MEDIUM), abs(value - HIGH)), _PLACES) <= NEAR


def in_print(value: float, places: int = 2) -> str:
    """A value with so many decimals; near a line with three, or as many as keep it on its side of the line.

    >>> in_print(1.6215), in_print(1.5048), in_print(0.9971), in_print(0.99997)
    ('1.62', '1.505', '0.997', '0.99997')
    """
    places = max(places, 3) if borderline(value) else places
    while classify(float(f"{value:.{places}f}")) != classify(value):
        places += 1
    return f"{value:.{places}f}"


class ReviewDefinition(NamedTuple):
    """Whether a composition meets the review's definition, and if not, each reason."""

    met: bool
    reasons: tuple[str, ...]


def review_definition(amounts: Mapping[str, Amount], site: Amount = 1) -> ReviewDefinition:
    """Return whether a composition meets `DEFINITION`, and what breaks it.

    `amounts` are those of the metal site, `site` the number of its positions.

    >>> review_definition({"Ni": 1, "Mn": 1}, 2).reasons[0]
    '2 principal elements (each at least 5 % of the site as written), not 5 or more'
    """
    principal = principal_elements(amounts, site)
    value = mixing([amounts[element] for element in principal])
    reasons = []
    if len(principal) < FEWEST:
        elements = f"principal element{'s' * (len(principal) != 1)}"
        reasons.append(
            f"{len(principal)} {elements} (each at least {LEAST_TEXT} of the site as written), not {FEWEST} or more"
        )
    for element in principal:
        if amounts[element] > MOST * site:
            share = _percent_above(Fraction(amounts[element]) / site, MOST)
            reasons.append(f"{element} holds {share} % of the site as written, more than {MOST_TEXT}")
    if principal and classify(value) != "high":
        reasons.append(f"{in_print(value)} R from the principal elements alone, less than {HIGH:g} R")
    return ReviewDefinition(not reasons, tuple(reasons))


def _percent_above(share: Fraction, line: Fraction) -> str:
    """A share in per cent with as many digits as show that it is above the line, and at least four."""
    digits = 4
    while Fraction(shown := f"{float(100 * share):.{digits}g}") <= 100 * line and digits < 17:
        digits += 1
    return shown


class Entropies(NamedTuple):
    """S/R in each convention; None where it does not apply."""

    all: float
    principal: float | None
    per_formula_unit: float
    cation_anion: float
    per_atom: float
    pooled: float
    valence_resolved: float | None


def entropies(sites: Sites, principal: Sequence[str]) -> Entropies:
    """The configurational entropy of a composition in every convention, for its principal elements."""
    metal, lattices = sites.held["metal"], sublattices(sites)
    mixed = [mixing(lattice) for lattice in lattices]
    headline = mixing(metal.values()) if "metal" in sites.vacant else mixed[SITES.index("metal")]
    of_formula_unit = per_formula_unit(lattices, sites.unit, mixed)
    of_principal = headline if len(principal) == len(metal) else mixing([metal[element] for element in principal])
    return Entropies(
        all=headline,
        principal=of_principal if principal else None,
        per_formula_unit=of_formula_unit,
        cation_anion=headline + mixed[-1],
        per_atom=per_atom(of_formula_unit, sites.atoms / sites.unit),
        pooled=mixing(sites.summed(("alkali", "metal", "carbon")).values()),
        valence_resolved=_valence_resolved(sites),
    )


def reproducing(found: Entropies, stated: Decimal, bound: str = "exact") -> tuple[str, ...]:
    """Return the conventions that give a stated entropy, in units of R, at the digits in which it was stated.

    With a bound, such as `above` or `at-most`, those that keep to it.

    >>> found = Entropies(1.6094, 1.6094, 2.28, 1.6094, 0.57, 1.79, None)
    >>> reproducing(found, Decimal("1.6")), reproducing(found, Decimal("1.7"), "above")
    (('all', 'principal', 'cation_anion'), ('per_formula_unit', 'pooled'))
    """
    return tuple(name for name, value in found._asdict().items() if value is not None and _keeps(value, stated, bound))


_KEEPS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "above": operator.gt, "at-least": operator.ge, "below": operator.lt, "at-most": operator.le,
}  # fmt: skip


def _keeps(value: float, stated: Decimal, bound: str) -> bool:
    if bound in _KEEPS:
        return _KEEPS[bound](Decimal(value), stated)
    return round(Decimal(value), -int(stated.as_tuple().exponent)) == stated


def _valence_resolved(sites: Sites) -> float | None:
    """The entropy of the metal site with each printed valence as a species of its own."""
    metal = [occupant for occupant in sites.occupants if occupant.site == "metal"]
    if {occupant.valence for occupant in metal} == {None}:
        return None
    species: dict[tuple[str, Fraction | None], int] = {}
    for _, symbol, units, valence, _ in metal:
        species[symbol, valence] = species.get((symbol, valence), 0) + units
    return mixing(species.values())
