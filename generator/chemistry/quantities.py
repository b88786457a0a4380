"""The catalogue of derived numbers: one row for each, with its name, unit, digits, meaning and how to get it.

Everything that shows a derived number (command line, API, tables, charts, methods page) loops over these rows, so that
each has one wording and one precision everywhere. A new number needs its function and its row, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from . import entropy
from .composition import number
from .redox import limit

if TYPE_CHECKING:
    from .description import Description

SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDED_UNITS: Final = {"percent": "%"}
_EXPONENT: Final = re.compile(r"(?<=[^\W\d_])-?\d+")


def unit_text(unit: str | None) -> str:
    """Return a unit as it is printed.

    >>> unit_text("mAh g-1"), unit_text("percent"), unit_text(None)
    ('mAh g⁻¹', '%', '')
    """
    if unit is None:
        return ""
    return _WORDED_UNITS.get(unit) or _EXPONENT.sub(lambda match: match[0].translate(SUPERSCRIPT), unit)


Value = Fraction | float | int
Group = Literal["entropy", "metal site", "formula unit"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One derived number.

    `id` is its name in the API, `key` its name in addresses of the site, `column` its header in CSV files. `unit` is
    written as in the vocabulary of properties. `meaning` says what is counted and where it holds, `source` where the
    formula comes from. `get` gives None where the number is not defined.
    """

    id: str
    key: str
    column: str
    label: str
    short: str
    symbol: str
    unit: str | None
    digits: int
    get: Callable[[Description], Value | None]
    group: Group
    meaning: str
    source: str = ""
    per: str = ""
    """What an entropy is one mole of."""
    absent: Callable[[Description], str] = lambda _: ""
    """Why there is no value, for a number that readers will look for; nothing for the others."""
    note: Callable[[Description], str] = lambda _: ""
    """What a value of a composition depends on, for a number of which readers will ask."""
    exact: bool = False
    """Whether an exact value is printed as a chemist writes an amount: 0.35 or 2/3."""

    def text(self, value: Value) -> str:
        """Return a value as it is printed, without its unit.

        >>> BY_ID["all"].text(1.62149), BY_ID["site_sum"].text(Fraction(2, 3)), BY_ID["molar_mass"].text(111.4567)
        ('1.62', '2/3', '111.46')
        """
        if self.group == "entropy":
            return entropy.in_print(float(value))
        if self.exact and isinstance(value, Fraction):
            return number(value)
        return f"{float(value):.{self.digits}f}".replace("-", "−")


def _entropy(ident: str, key: str, label: str, short: str, meaning: str, per: str) -> Quantity:
    """Return the row of one convention; `per` is what the entropy is one mole of."""
    return Quantity(
        ident, key, f"entropy_{ident}_R", label, short, "S", "R", 2, lambda d: getattr(d.entropy, ident), "entropy",
        meaning, "ideal mixing, −R Σ x ln x", per,
    )  # fmt: skip


_PRINCIPAL: Final = f"elements that hold at least {entropy.LEAST_TEXT} of the mixing site as written"
ENTROPIES: Final = (
    _entropy("all", "entropy", "Entropy of the mixing site", "All elements",
             "all elements of the mixing site", "mixing sites"),
    _entropy("principal", "entropy-principal", "Entropy, principal elements only", "Principal only",
             _PRINCIPAL, "mixing sites"),
    _entropy("per_formula_unit", "entropy-formula-unit", "Entropy of the formula unit", "Formula unit",
             "all sites, with alkali, vacancies and anions where the structure lets them be counted", "formula units"),
    _entropy("cation_anion", "entropy-cation-anion", "Entropy of cation and anion sites", "Cation + anion",
             "one mole of the mixing site and one of the anion site", "formula units"),
    _entropy("per_atom", "entropy-per-atom", "Entropy per atom", "Per atom",
             "the formula unit's entropy over its atoms, vacancies not counted", "atoms"),
    _entropy("pooled", "entropy-pooled", "Entropy of all cations pooled", "Pooled cations",
             "all cations as if they shared one site (not recommended)", "cations"),
    _entropy("valence_resolved", "entropy-by-valence", "Entropy with valences apart", "By valence",
             "the mixing site with each printed valence as a species of its own", "mixing sites"),
)  # fmt: skip
"""The conventions in use; the first is the headline of this site."""

_SHANNON: Final = "Shannon, Acta Cryst. A32 (1976) 751, doi 10.1107/S0567739476001551"
_POTENTIAL: Final = "Zhao et al., Science 370 (2020) 708, doi 10.1126/science.aay9972 (its transition-metal part)"
_PAULING: Final = "Pauling scale, CRC Handbook of Chemistry and Physics, 95th edition (2014)"
_FARADAY: Final = "Faraday's law, CODATA 2018"


def _descriptor(
    ident: str, key: str, label: str, short: str, symbol: str, unit: str | None, digits: int, meaning: str,
    source: str = "", *, group: Group = "metal site", exact: bool = False,
    get: Callable[[Description], Value | None] | None = None, column: str = "",
    absent: Callable[[Description], str] = lambda _: "", note: Callable[[Description], str] = lambda _: "",
) -> Quantity:  # fmt: skip
    """Return the row of a field of `Descriptors`, or of what `get` gives."""
    return Quantity(
        ident, key, column or ident, label, short, symbol, unit, digits,
        get or (lambda d: getattr(d.descriptors, ident)), group, meaning, source, exact=exact, absent=absent, note=note,
    )  # fmt: skip


DESCRIPTORS: Final = (
    _descriptor("site_sum", "site-sum", "Sum of the mixing site", "Site sum", "Σn", None, 3,
                "amounts of the metals per formula unit as printed; a structure has a whole number of positions",
                exact=True, get=lambda d: d.site_sum),
    _descriptor("principal_count", "principal-count", "Principal elements of the mixing site", "Principal elements",
                "N", None, 0, _PRINCIPAL,
                get=lambda d: len(d.principal)),
    _descriptor("largest_share", "largest-share", "Largest share of the mixing site", "Largest share", "x(max)",
                "percent", 1, "share of the most abundant element", get=lambda d: d.largest_share),
    _descriptor("mean_metal_valence", "valence", "Mean metal valence, formal", "Mean valence", "n̄", None, 2,
                "charge that the metals must carry together, per metal; a Prussian blue analogue has two metal sites"),
    _descriptor("mean_ionic_radius", "radius", "Mean ionic radius", "Mean radius", "r̄", "Å", 3,
                "weighted mean over the mixing site: six neighbours, high spin except Co³⁺ and Ni³⁺", _SHANNON),
    _descriptor("size_mismatch", "size-mismatch", "Size mismatch", "Size mismatch", "δ", "percent", 1,
                "relative standard deviation of the ionic radii of the mixing site", _SHANNON),
    _descriptor("electronegativity_mismatch", "electronegativity-mismatch", "Electronegativity mismatch",
                "Electronegativity Δ", "Δχ", None, 3, "standard deviation over the mixing site", _PAULING),
    _descriptor("ionic_potential", "ionic-potential", "Ionic potential", "Ionic potential", "Φ", "Å-1", 2,
                "mean of charge over radius of the metal ions of the mixing site", _POTENTIAL),
    _descriptor("capacity_dry", "capacity", "Theoretical capacity, all alkali removed", "Theoretical capacity", "Q",
                "mAh g-1", 0, "charge of all alkali of the formula per dry mass; redox limits are not considered",
                _FARADAY, group="formula unit", get=lambda d: d.capacity.dry, column="capacity_dry_mAh_g"),
    _descriptor("capacity_wet", "capacity-wet", "Theoretical capacity, water included", "Capacity with water", "Q(wet)",
                "mAh g-1", 0, "the same per mass with the water of a hydrate", _FARADAY, group="formula unit",
                get=lambda d: d.capacity.wet if d.descriptors.water else None, column="capacity_wet_mAh_g"),
    _descriptor("capacity_redox", "capacity-redox", "Redox-limited capacity", "Redox-limited Q", "Q(redox)",
                "mAh g-1", 0, "charge that the metals of the formula can supply by oxidation up to the highest states "
                "that sources report in this family, per dry mass; a half cell can add sodium on discharge and exceed "
                "it; oxygen redox is not counted", f"{_FARADAY}; states with their sources: Methods",
                group="formula unit", get=lambda d: d.redox_capacity, column="capacity_redox_mAh_g",
                absent=lambda d: d.redox.why_not, note=lambda d: limit(d.redox, d.descriptors.alkali_content)),
    _descriptor("sodium_content", "sodium", "Sodium per formula unit", "Sodium", "x(Na)", None, 3,
                "sodium on the alkali site", group="formula unit", exact=True),
    _descriptor("sodium_per_metal", "sodium-per-metal", "Sodium per metal position", "Sodium per metal",
                "x(Na)/N", None, 3, "sodium on the alkali site over the positions of the metal site: x of NaxMO2",
                group="formula unit", exact=True, get=lambda d: d.sodium_per_metal),
    _descriptor("water", "water", "Water of the formula", "Water", "z(H₂O)", None, 3,
                "per formula unit, as printed in the formula",
                group="formula unit", exact=True, get=lambda d: d.descriptors.water or None),
    _descriptor("molar_mass", "molar-mass", "Molar mass", "Molar mass", "M", "g mol-1", 2,
                "of the formula unit, water included", "IUPAC standard atomic weights", group="formula unit",
                get=lambda d: d.molar_mass),
)  # fmt: skip

QUANTITIES: Final = (*ENTROPIES, *DESCRIPTORS)
BY_ID: Final = {quantity.id: quantity for quantity in QUANTITIES}

SITES: Final = {
    "alkali": "Alkali site",
    "metal": "Metal site",
    "carbon": "C-coordinated site",
    "polyanion": "Polyanion centre",
    "anion": "Anion site",
}
_MIXING_SITES: Final = {"layered-oxide": "Transition-metal site", "prussian-blue-analogue": "N-coordinated metal site"}


def site_name(site: str, family: str) -> str:
    """Return what a site is called in a family.

    >>> site_name("metal", "prussian-blue-analogue"), site_name("metal", "spinel"), site_name("anion", "spinel")
    ('N-coordinated metal site', 'Metal site', 'Anion site')
    """
    return _MIXING_SITES.get(family, SITES[site]) if site == "metal" else SITES[site]


def joules(value: float) -> str:
    """Return an entropy in units of R as joules per mole and kelvin.

    >>> joules(1.5)
    '12.47 J mol⁻¹ K⁻¹'
    """
    return f"{value * entropy.R:.2f} J mol⁻¹ K⁻¹"


def mixing_sites(family: str) -> str:
    """Return what the headline entropy of a family is one mole of.

    >>> mixing_sites("layered-oxide"), mixing_sites("prussian-blue-analogue")
    ('transition-metal sites', 'N-coordinated metal sites')
    """
    name = site_name("metal", family)
    return f"{name if name[1] == '-' else name[0].lower() + name[1:]}s"
