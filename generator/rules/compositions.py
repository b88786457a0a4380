"""Is a composition possible, and does it stand once? What reading a formula leaves doubtful."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from ..chemistry import entropy
from ..chemistry.charges import Assignment
from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.entropy import Entropies
from ..chemistry.sites import Sites
from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..records.models import Material
from .rule import error, warning

_FAR: Final = 20  # a site sum, or the charges, are far off from one metal in twenty on
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
            hint = "Write `missing: [{property: composition, why: not-in-source}]` where none is printed."
            message = f"found {found}, expected one of the two"
            yield atlas.data.problem(("materials", ident), ("formula",), message, hint)


@error(
    "nothing-said",
    example="found a material without claims, expected at least one",
    remedy="Add a claim, or list under `missing` what readers will look for.",
)
def materials_say_something(atlas: Atlas) -> Iterator[Problem]:
    """A material has a claim or a measured composition, is compared in a claim of another, or says what is missing.

    A formula alone is no finding.
    """
    every = (claim for material in atlas.data.materials.values() for claim in material.claims)
    compared = {claim.versus.material for claim in every if claim.versus}
    for ident, material in atlas.data.materials.items():
        if not (material.claims or material.measured or material.missing or ident in compared):
            hint = "Add a claim, or list under `missing` what readers will look for."
            message = "found a material without claims, expected at least one"
            yield atlas.data.problem(("materials", ident), (), message, hint)


@warning(
    "sodium-absent",
    example="found no Na, expected the sodium of a cathode as it is made",
    remedy="Add the sodium; what holds none is outside the scope (SCOPE.md), whatever its metals are.",
)
def cathodes_hold_sodium(atlas: Atlas) -> Iterator[Problem]:
    """A material holds sodium as it is made.

    The collection is about sodium-ion cathodes. A charged or aged sample may hold none: it has the role `state`.
    """
    for material, described in _described(atlas):
        sites = described.placed
        if not any("Na" in held for held in sites.held.values()):
            message = "found no Na, expected the sodium of a cathode as it is made"
            hint = "Add it; lithium and potassium cathodes are outside the scope: SCOPE.md says where they may go."
            yield atlas.data.problem(("materials", material.id), ("formula",), message, hint)


@warning(
    "site-sum",
    example="found metals that sum to 0.8, expected 1 for a layered-oxide",
    remedy="Compare the amounts with the source; a misprint there is kept, with a note.",
)
def metal_sites_are_full(atlas: Atlas) -> Iterator[Problem]:
    """The metals fill the positions that the structure has for them, to one in twenty.

    A sum further off is a digit misread, an element lost, or a misprint; shares and entropy rest on it.
    """
    for material, described in _described(atlas):
        sites = described.placed
        total = sum(sites.held["metal"].values()) + sites.vacant.get("metal", 0)
        if _FAR * abs(total - sites.positions) > sites.positions:
            found, expected = (number(Fraction(units, sites.unit)) for units in (total, sites.positions))
            message = f"found metals that sum to {found}, expected {expected} for a {material.family}"
            hint = "Check the amounts, and what may be lost between them."
            yield atlas.data.problem(("materials", material.id), ("formula",), message, hint)


@warning(
    "charge",
    example="found metals of 3+ on average, expected their usual charges: 1 per formula unit is left over",
    remedy="Compare the amounts with the source, those of alkali and anions too.",
)
def charges_balance(atlas: Atlas) -> Iterator[Problem]:
    """The charges balance with metals in states that a fresh cathode can hold, to one metal in twenty.

    Otherwise an amount of sodium, metal or anion is wrong, or the material is not as made. States of a material,
    which may be charged, are not judged.
    """
    for material, described in _described(atlas):
        sites = described.placed
        trouble = _without_anion(sites) or _charge_trouble(described.descriptors.charges)
        if trouble and sites.held["alkali"]:  # without any, another rule asks for the sodium
            yield atlas.data.problem(("materials", material.id), ("formula",), *trouble)


def _without_anion(sites: Sites) -> tuple[str, str] | None:
    """Return message and hint where a formula holds no anion, which is no question of charges yet."""
    if any(sites.held[site] for site in ("anion", "polyanion", "carbon")):
        return None
    return "found no anion, expected oxygen or another one", "Is a zero in the formula an O?"


def _charge_trouble(charges: Assignment) -> tuple[str, str] | None:
    """Return message and hint for what is odd about formal charges beyond what rounded amounts explain."""
    trouble = _odd(charges)
    if trouble is None:
        return None
    message = f"found metals of {float(charges.mean):.3g}+ on average, expected their usual charges: {trouble}"
    return message, "Check all amounts, those of sodium and of the anions too."


def _odd(charges: Assignment) -> str | None:
    bearable = Fraction(charges.amount, charges.unit) / _FAR
    if abs(charges.rest) > bearable:
        return f"{float(abs(charges.rest)):.3g} per formula unit is left over"
    if sum((ion.amount for ion in charges.extreme), Fraction(0)) > bearable:
        ions = dict.fromkeys(f"{ion.symbol}{ion.charge}+" for ion in charges.extreme)
        return f"these need {', '.join(ions)}"
    return None


@warning(
    "label",
    example='found "high-entropy", expected low-entropy or medium-entropy for 2 elements with 0.69 to 1.04 R',
    remedy="Correct `called` or the formula; `called` holds the word of the source alone.",
)
def labels_fit_some_convention(atlas: Atlas) -> Iterator[Problem]:
    """A label of entropy is that of some convention in use, or five elements and more share the site.

    A label often differs from the class computed here, and pages say so neutrally: sources count other sites, or mean
    the doping. One that no reading supports is a slip, such as a control that took over the label of its subject.
    """
    for material, described in _described(atlas):
        sites = described.placed
        values = sorted(_conventions(described.entropy))
        classes = list(dict.fromkeys(f"{entropy.classify(value)}-entropy" for value in values))
        count = len(sites.held["metal"])
        if material.called and not _fits(material.called, classes) and count < _MANY:
            known = f"{count} element{'s' if count != 1 else ''} with {values[0]:.2f} to {values[-1]:.2f} R"
            message = f"found {shown(material.called)}, expected {' or '.join(classes)} for {known}"
            hint = "Leave `called` out where the source gives no label."
            yield atlas.data.problem(("materials", material.id), ("called",), message, hint)


def _fits(called: str, classes: Sequence[str]) -> bool:
    """Return whether a label can be meant; low and medium often mean lower than the other material of a paper."""
    return called in classes or (called != _HIGH and classes != [_HIGH])


def _conventions(found: Entropies) -> list[float]:
    """Return the entropy in every convention but per atom, where nothing is high."""
    return [value for name, value in found._asdict().items() if value is not None and name != "per_atom"]


@warning(
    "material-twice",
    example="found the composition, phase and source of beta, expected each material once",
    remedy="Put the claims into one record; two samples of one composition are accepted with what tells them apart.",
)
def materials_stand_once(atlas: Atlas) -> Iterator[Problem]:
    """One source makes a composition in one phase once.

    However the formula is spelt: two records of one material would share out its findings.
    """
    first: dict[Hashable, str] = {}
    for material, described in _described(atlas):
        sites = described.placed
        phase = (material.phase or "").casefold()
        known = (material.source.reference, phase, material.host, _composition(sites))
        other = first.setdefault(known, material.id)
        if other != material.id:
            message = f"found the composition, phase and source of {other}, expected each material once"
            hint = "Put the claims into one record; for a state of it, write `role: state`."
            key = ("materials", material.id)
            yield atlas.data.problem_with(("materials", other), key, ("formula",), message, hint)


def _composition(sites: Sites) -> Hashable:
    """Return what all spellings of a composition have in common: the share of each element on its site."""
    metal = sum(sites.held["metal"].values())
    return sites.water, frozenset(
        (site, symbol, Fraction(units, metal)) for site, held in sites.held.items() for symbol, units in held.items()
    )


def _described(atlas: Atlas) -> Iterator[tuple[Material, Description]]:
    """Yield every material whose formula was read; states, which have the composition of their parent, are left out."""
    for entry in atlas.entries.values():
        if entry.description and entry.material.role != "state":
            yield entry.material, entry.description
