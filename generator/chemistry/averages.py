"""What do the radii, charges and masses of a site give? One published formula a function.

Lists of numbers belong together by position; amounts are per formula unit, lengths in angstrom.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from operator import mul
from typing import Final

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
    return fsum([w * n / r for w, n, r in zip(moles, charges, radii, strict=True)])


def theoretical_capacity(electrons: float, molar_mass: float) -> float:
    """Q = n F / (3.6 M) in mAh/g, for n electrons per formula unit and M in g/mol.

    >>> round(theoretical_capacity(1, 157.757), 1)  # LiFePO4
    169.9
    """
    return electrons * FARADAY / (3.6 * molar_mass)
