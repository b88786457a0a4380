"""A description, or a refusal, as a short table of plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction

from . import entropy
from .charges import Assignment, Charge
from .composition import number
from .description import Description, describe, to_json
from .formula import Binding, FormulaError

_MIXING_SITE = {
    "layered-oxide": "transition-metal sites",
    "prussian-blue-analogue": "nitrogen-coordinated metal sites",
}
_SITES = {
    "alkali": "Alkali site",
    "metal": "Metal site",
    "carbon": "C-coordinated site",
    "polyanion": "Polyanion centre",
    "anion": "Anion site",
}
_CONVENTIONS = {
    "per_formula_unit": "per formula unit",
    "cation_anion": "cation + anion",
    "per_atom": "per mole of atoms",
    "pooled": "all cations pooled (not recommended)",
    "valence_resolved": "each printed valence apart",
}
_LEFT = 22  # characters of the left column
_AROUND = 60  # characters shown on either side of a mistake


def answer(
    text: str, bindings: Mapping[str, Binding] = {}, *, family: str | None = None, as_json: bool = False
) -> tuple[bool, str]:
    """Describe a formula or explain why it is refused: (whether it was read, the text to print).

    >>> answer("NaO2", as_json=True)[0]
    False
    """
    try:
        described = describe(text, bindings, family=family)
    except FormulaError as error:
        return False, json.dumps(refusal(error), ensure_ascii=False) if as_json else explain(error, text)
    return True, json.dumps(to_json(described), ensure_ascii=False) if as_json else table(described)


def refusal(error: FormulaError) -> dict[str, dict[str, str | int]]:
    """A refused formula as plain values, in the shape that `describe --json` promises."""
    return {"error": {"code": error.code, "position": error.position, "text": error.text}}


def explain(error: FormulaError, text: str) -> str:
    """The formula, a caret under the place, and the reason.

    >>> print(explain(FormulaError("placeholder", 2, "`TM` is a placeholder."), "NaTMO2"))
    NaTMO2
      ^
    `TM` is a placeholder.
    """
    start = max(0, error.position - _AROUND)
    line = "".join(c if c.isprintable() else " " for c in text[start : error.position + _AROUND])
    return f"{line}\n{' ' * (error.position - start)}^\n{error.text}"


def table(described: Description) -> str:
    """A description as a table of two columns, the headline first.

    >>> table(describe("NaNi0.5Mn0.5O2")).splitlines()[1]
    'Entropy               0.69 R (5.76 J mol⁻¹ K⁻¹) per mole of transition-metal sites: low entropy'
    """
    rows = [
        *_entropy_rows(described),
        *_site_rows(described),
        *_charge_rows(described),
        *_number_rows(described),
    ]
    rows += [("Note", remark.text) for remark in described.warnings]
    return "\n".join([described.formula, *(f"{left:{_LEFT}}{right}" for left, right in rows)])


Row = tuple[str, str]


def _entropy_rows(described: Description) -> Iterator[Row]:
    value = described.entropy.all
    per = _MIXING_SITE.get(described.family, "mixing metal sites")
    near = ", borderline" if described.borderline else ""
    joules = f"{entropy.in_print(value)} R ({value * entropy.R:.2f} J mol⁻¹ K⁻¹)"
    yield "Entropy", f"{joules} per mole of {per}: {described.entropy_class} entropy{near}"
    yield "  principal only", _principal(described)
    review = described.review_definition
    yield "  review's definition", "met" if review.met else "not met: " + "; ".join(review.reasons)
    for name, label in _CONVENTIONS.items():
        other: float | None = getattr(described.entropy, name)
        if other is not None:
            yield "", f"{other:.4f} R {label}"


def _principal(described: Description) -> str:
    value = described.entropy.principal
    if value is None:
        return "no element holds 5 % of the sites"
    change = "" if described.principal_class == described.entropy_class else ", another class"
    listed = ", ".join(described.principal)
    return f"{entropy.in_print(value)} R ({listed}): {described.principal_class} entropy{change}"


def _site_rows(described: Description) -> Iterator[Row]:
    phase = f", {described.phase}" if described.phase else ""
    yield "Family", described.family.replace("-", " ") + phase
    for site, amounts in described.placed.by_site.items():
        sum_text = f"  (sum {number(described.site_sum)})" if site == "metal" else ""
        listed = ", ".join(f"{symbol} {number(amount)}" for symbol, amount in amounts.items())
        yield _SITES[site], listed + sum_text
    for place, vacant in described.descriptors.vacancies.items():
        yield "Vacant", f"{number(vacant)} on the {place} site"
    if described.descriptors.water:
        yield "Water", number(described.descriptors.water)


def _charge_rows(described: Description) -> Iterator[Row]:
    charges = described.descriptors.charges
    ions = ", ".join(f"{_ion(charge)} {number(charge.amount)}" for charge in charges.charges)
    yield "Formal charges", ions + ("" if charges.balanced else "; not balanced")
    yield "  how", "; ".join(charge_steps(charges))
    yield "  mean metal valence", f"{number(charges.mean)} ({float(charges.mean):.3f})"


def _ion(charge: Charge) -> str:
    """An ion, marked where it is carbon-coordinated."""
    return f"{'C-coordinated ' * (charge.site == 'carbon')}{charge.symbol}{charge_text(charge.charge)}"


def charge_text(charge: int | Fraction) -> str:
    """A charge as chemists print it.

    >>> charge_text(Fraction(3)), charge_text(Fraction(-2))
    ('3+', '2−')
    """
    return f"{number(abs(Fraction(charge)))}{'−' if charge < 0 else '+'}"


def charge_steps(charges: Assignment) -> Iterator[str]:
    """The steps of a formal charge assignment, in words."""
    yield f"the metals carry {number(charges.needed)} in all"
    for why, text in (("printed", "as printed"), ("usual", "usual state"), ("lowest", "start low")):
        ions = [_ion(step.ion) for step in charges.steps if step.why == why]
        if ions:
            yield f"{text}: {', '.join(ions)}"
    for step in charges.steps:
        if step.why in ("raised", "lowered"):
            yield f"{step.why} to {_ion(step.ion)}: {number(step.ion.amount)}"


def _number_rows(described: Description) -> Iterator[Row]:
    found, capacity = described.descriptors, described.capacity
    yield (
        "Mean ionic radius",
        _figure(found.mean_ionic_radius, ".4f", "Å (Shannon, effective, six neighbours)"),
    )
    yield "Size mismatch", _figure(found.size_mismatch, ".2f", "%")
    yield "Electronegativity", _figure(found.electronegativity_mismatch, ".3f", "mismatch (Pauling)")
    yield "Ionic potential", _figure(found.ionic_potential, ".3f", "Å⁻¹ (Σ w n/r of the metal site)")
    yield "Sodium", f"{number(found.sodium_content)} per formula unit"
    yield "Molar mass", f"{described.molar_mass:.3f} g mol⁻¹"
    yield "Capacity", _figure(capacity.wet, ".1f", "mAh g⁻¹, all alkali removed")
    if found.water:
        yield "  without water", _figure(capacity.dry, ".1f", "mAh g⁻¹")
    free = [name for name, without in _FREE.items() if getattr(found, without)]
    if free:
        yield "Free of", ", ".join(free)


_FREE = {"Co": "cobalt_free", "Ni": "nickel_free", "Li": "lithium_free"}


def _figure(value: float | None, form: str, unit: str) -> str:
    return "not known" if value is None else f"{value:{form}} {unit}"
