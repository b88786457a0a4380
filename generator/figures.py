"""What each chart of the site shows: derived numbers to the bars and marks of `charts`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from markupsafe import Markup

from . import charts
from .descriptors import Description
from .typeset import fraction_text

SITES = {"alkali": "Alkali site", "metal": "Metal site", "carbon": "C-coordinated", "anion": "Anion site"}
_METAL = {"layered-oxide": "Transition-metal site", "prussian-blue-analogue": "N-coordinated site"}


def site_name(site: str, family: str) -> str:
    """Return what a site is called in its family.

    >>> site_name("metal", "prussian-blue-analogue")
    'N-coordinated site'
    """
    if site == "carbon":
        return "C-coordinated site"
    return _METAL.get(family, SITES[site]) if site == "metal" else SITES[site]


def composition(described: Description) -> Markup:
    """Return a bar a cation site; anions are in the formula and would only repeat it."""
    rows = {
        site_name(site, described.family).removesuffix(" site"): _segments(amounts)
        for site, amounts in described.sites.items()
        if amounts and site != "anion"
    }
    spoken = "; ".join(
        f"{site}: " + ", ".join(f"{symbol} {amount}" for symbol, _, amount in row)
        for site, row in rows.items()
    )
    return Markup(charts.composition(rows, f"Site composition of {described.plain}. {spoken}."))


def _segments(amounts: Mapping[str, Fraction]) -> list[charts.Segment]:
    total = sum(amounts.values())
    return [
        (symbol, float(amount / total), fraction_text(amount)) for symbol, amount in amounts.items() if amount
    ]


def entropy_scale(described: Description) -> Markup:
    """Return the headline and the principal-only entropy against the class lines."""
    marks = {"all elements": described.entropy.all}
    if described.entropy.principal is not None:
        marks["principal only"] = described.entropy.principal
    spoken = "; ".join(f"{name}: {value:.2f} R" for name, value in marks.items())
    name = f"Configurational entropy of {described.plain} against the class lines at 1 R and 1.5 R. {spoken}."
    return Markup(charts.entropy_scale(marks, name))
