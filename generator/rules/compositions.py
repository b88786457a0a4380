"""Is a composition possible, and recorded once?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from math import gcd
from typing import Final

from ..chemistry import entropy
from ..chemistry.charges import Assignment
from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.entropy import Entropies
from ..chemistry.sites import Sites
from ..derived.atlas import Atlas
from ..errors import Problem, counted, shown
from ..records.material_models import Material
from .rule import error, warning

_TOLERANCE: Final = 20  # a site sum, or the charges, may be off by one metal in twenty
_HIGH: Final = "high-entropy"
_MANY: Final = 5  # elements on one site, from which on any label of entropy may mean the mixing itself


@error(
    "composition-unexplained",
    example="found no formula and no reason, expected one of the two",
    remedy="Write the formula, or `missing: [{property: composition, why: not-in-source}]` where none is printed.",
)
def composition_is_given_or_missing(atlas: Atlas) -> Iterator[Problem]:
    """A material has a formula, or says why it has none, and not both.

    A reader must be able to tell what is not known from what was forgotten.
    """
    for ident, material in atlas.data.materials.items():
        absent = any(item.property == "composition" for item in material.missing)
        if (material.formula is None) != absent:
            found = "a formula and a reason for its absence" if absent else "no formula and no reason"
            message = f"found {found}, expected one of the two"
            yield atlas.data.problem(("materials", ident), ("formula",), message)


@error(
    "nothing-said",
    example="found a material without claims, expected at least one",
    remedy="Add a claim, or list under `missing` what readers will look for.",
)
def materials_have_findings(atlas: Atlas) -> Iterator[Problem]:
    """A material has a claim or a measured composition, is compared in a claim of another, or says what is missing.

    A formula alone is no finding.
    """
    every = (claim for material in atlas.data.materials.values() for claim in material.claims)
    compared = {claim.versus.material for claim in every if claim.versus}
    for ident, material in atlas.data.materials.items():
        if not (material.claims or material.measured or material.missing or ident in compared):
            yield atlas.data.problem(("materials", ident), (), "found a material without claims, expected at least one")


@warning(
    "sodium-absent",
    example="found no Na, expected the sodium of a cathode as it is made",
    remedy="Add the sodium; lithium and potassium cathodes are outside the scope (see SCOPE.md).",
)
def cathodes_contain_sodium(atlas: Atlas) -> Iterator[Problem]:
    """A material holds sodium as it is made.

    The collection is about sodium-ion cathodes. A charged or aged sample may hold none: it has the role `state`.
    """
    for material, described in _described(atlas):
        if not any("Na" in held for held in described.placed.held.values()):
            message = "found no Na, expected the sodium of a cathode as it is made"
            yield atlas.data.problem(("materials", material.id), ("formula",), message)


@warning(
    "site-sum",
    example="found metals that sum to 0.8, expected 1 for a layered-oxide",
    remedy="Compare the amounts with the source and look for a missing element; keep a misprint, with a note.",
)
def metal_sites_are_full(atlas: Atlas) -> Iterator[Problem]:
    """The metals fill the positions that the structure has for them, to one in twenty.

    A sum further off is a misread digit, a missing element, or a misprint; shares and entropy depend on it. Without
    anions there is nothing to count positions by.
    """
    for material, described in _described(atlas):
        sites = described.placed
        total = sum(sites.held["metal"].values()) + sites.vacant.get("metal", 0)
        if sites.held["anion"] and _TOLERANCE * abs(total - sites.usual_sum) > sites.usual_sum:
            found, expected = (number(Fraction(units, sites.unit)) for units in (total, sites.usual_sum))
            message = f"found metals that sum to {found}, expected {expected} for a {material.family}"
            yield atlas.data.problem(("materials", material.id), ("formula",), message)


@warning(
    "charge",
    example="found metals of 3+ on average, expected their usual charges: 1 per formula unit is left over",
    remedy="Compare the amounts with the source, those of alkali and anions too.",
)
def charges_balance(atlas: Atlas) -> Iterator[Problem]:
    """The charges balance with metals in states that a fresh cathode can hold, to one metal in twenty.

    Otherwise an amount of sodium, metal or anion is wrong, or the material is not as made. States of a material,
    which may be charged, are not checked.
    """
    for material, described in _described(atlas):
        sites = described.placed
        if not sites.held["alkali"]:
            continue  # another rule asks for the sodium
        key, charges = ("materials", material.id), described.descriptors.charges
        if not any(sites.held[site] for site in ("anion", "polyanion", "carbon")):
            message, hint = "found no anion, expected oxygen or another one", "Is a zero in the formula an O?"
            yield atlas.data.problem(key, ("formula",), message, hint)
        elif imbalance := _imbalance(charges):
            found = f"found metals of {float(charges.mean):.3g}+ on average"
            yield atlas.data.problem(key, ("formula",), f"{found}, expected their usual charges: {imbalance}")


def _imbalance(charges: Assignment) -> str | None:
    """Return what is wrong with formal charges beyond the rounding of amounts; None where they balance."""
    tolerance = Fraction(charges.amount, charges.unit) / _TOLERANCE
    if abs(charges.rest) > tolerance:
        return f"{float(abs(charges.rest)):.3g} per formula unit is left over"
    if sum((ion.amount for ion in charges.extreme), Fraction(0)) > tolerance:
        ions = dict.fromkeys(f"{ion.symbol}{ion.charge}+" for ion in charges.extreme)
        return f"these need {', '.join(ions)}"
    return None


@warning(
    "label",
    example='found "high-entropy", expected low-entropy or medium-entropy for 2 elements with 0.69 to 1.04 R',
    remedy="Correct `called` or the formula; leave `called` out where the source gives no label.",
)
def labels_fit_some_convention(atlas: Atlas) -> Iterator[Problem]:
    """A label of entropy is that of some convention in use, or five elements and more share the site.

    A label often differs from the class computed here, and pages say so neutrally: sources count other sites, or mean
    the doping. One that no convention supports is a mistake, such as the label of the subject on its control.
    """
    for material, described in _described(atlas):
        values = sorted(_conventions(described.entropy))
        classes = list(dict.fromkeys(f"{entropy.classify(value)}-entropy" for value in values))
        count = len(described.placed.held["metal"])
        if material.called and not _fits(material.called, classes) and count < _MANY:
            span = f"{entropy.in_print(values[0])} to {entropy.in_print(values[-1])} R"
            known = f"{counted(count, 'element')} with {span}"
            message = f"found {shown(material.called)}, expected {' or '.join(classes)} for {known}"
            yield atlas.data.problem(("materials", material.id), ("called",), message)


def _fits(called: str, classes: Sequence[str]) -> bool:
    """Return whether a label can be meant; low and medium often mean lower than the other material of a paper."""
    return called in classes or (called != _HIGH and classes != [_HIGH])


def _conventions(found: Entropies) -> list[float]:
    """Return the entropy in every convention but per atom, where nothing is high."""
    return [value for name, value in found._asdict().items() if value is not None and name != "per_atom"]


@warning(
    "material-twice",
    example="found the composition, phase and source of beta, expected each material once",
    remedy="Put the claims into one record, or write `role: state`; accept two samples with what distinguishes them.",
)
def materials_are_unique(atlas: Atlas) -> Iterator[Problem]:
    """A composition in one phase from one source has one record, however its formula is spelt.

    Two records of one material would divide its findings.
    """
    first: dict[Hashable, str] = {}
    for material, described in _described(atlas):
        phase = (material.phase or "").casefold()
        known = (material.source.reference, phase, material.host, _composition(described.placed))
        other = first.setdefault(known, material.id)
        if other != material.id:
            message = f"found the composition, phase and source of {other}, expected each material once"
            key = ("materials", material.id)
            yield atlas.data.problem(key, ("formula",), message, other=("materials", other))


def _composition(sites: Sites) -> Hashable:
    """Return what all spellings of a composition have in common: the ratio of all elements on their sites."""
    common = gcd(*(units for held in sites.held.values() for units in held.values()))
    return sites.water, frozenset(
        (site, symbol, units // common) for site, held in sites.held.items() for symbol, units in held.items()
    )


def _described(atlas: Atlas) -> Iterator[tuple[Material, Description]]:
    """Yield every material whose formula was read; states, which have the composition of their parent, are left out."""
    for entry in atlas.entries.values():
        if entry.description and entry.material.role != "state":
            yield entry.material, entry.description
