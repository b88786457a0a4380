"""A description, or a refusal, as a short table of plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from . import entropy
from .charges import Assignment, Charge
from .composition import number
from .description import Description, describe
from .families import family_name
from .formula import Binding, FormulaError
from .quantities import DESCRIPTORS, ENTROPIES, QUANTITIES, joules, mixing_sites, site_name, unit_text

_LEFT = 22  # characters of the left column
_FRACTION = re.compile(r"-?\d+/\d+")
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


def to_json(described: Description) -> dict[str, Any]:
    """A description as plain values, fractions as "a/b"; the shape that `describe --json` promises.

    `quantities` holds every number of the catalogue as a plain number, by id; null where it is not defined.
    `decimals` holds each fraction as a plain number, at the same place as in the whole.
    """
    charges = described.descriptors.charges
    named = {name: _value(getattr(described, _NAMED.get(name, name))) for name in _ORDER}
    named["descriptors"] = {name: _value(getattr(described.descriptors, name)) for name in _DESCRIPTORS}
    named["descriptors"] |= {
        "charges": [{name: _value(getattr(ion, name)) for name in _ION} for ion in charges.charges],
        "charge_balanced": charges.balanced,
        "charge_rest": _value(charges.rest),
    }
    values = {quantity.id: quantity.get(described) for quantity in QUANTITIES}
    numbers = {name: None if value is None else float(value) for name, value in values.items()}
    return named | {"quantities": numbers, "decimals": _decimals(named)}


_ORDER: Final = (
    *("formula", "phase", "family", "sites", "site_sum", "elements", "principal", "entropy", "class"),
    *("borderline", "review_definition", "descriptors", "molar_mass", "capacity", "redox", "warnings"),
)
_NAMED: Final = {"class": "entropy_class"}
_DESCRIPTORS: Final = (
    *("mean_metal_valence", "charges", "mean_ionic_radius", "size_mismatch", "electronegativity_mismatch"),
    *("ionic_potential", "sodium_content", "alkali_content", "water", "vacancies", "dry_molar_mass"),
    *("cobalt_free", "nickel_free", "lithium_free"),
)
_ION: Final = ("site", "symbol", "charge", "amount")


def _value(value: object) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {key: _value(inner) for key, inner in value.items()}
    if hasattr(value, "_asdict"):
        return _value(value._asdict())
    if isinstance(value, tuple):
        return [_value(inner) for inner in value]
    return value


def _decimals(value: Any) -> Any:
    """Return the fractions of plain values as numbers, without all the rest; None where there are none.

    >>> _decimals({"a": "1/2", "b": "x", "c": [{"d": "3/1"}]})
    {'a': 0.5, 'c': [{'d': 3.0}]}
    """
    if isinstance(value, str):
        return float(Fraction(value)) if _FRACTION.fullmatch(value) else None
    if isinstance(value, list):
        found = [_decimals(inner) for inner in value]
        return found if any(each is not None for each in found) else None
    if isinstance(value, dict):
        kept = {key: found for key, inner in value.items() if (found := _decimals(inner)) is not None}
        return kept or None
    return None


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
    option = f" Or use --bind {text[error.position]}=…" if error.code == "unbound-variable" else ""
    return f"{line}\n{' ' * (error.position - start)}^\n{error.text}{option}"


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
    return "\n".join([described.formula, *(f"{left:{_LEFT - 1}} {right}" for left, right in rows)])


Row = tuple[str, str]


def _entropy_rows(described: Description) -> Iterator[Row]:
    near = ", borderline" if described.borderline else ""
    value = described.entropy.all
    printed = f"{entropy.in_print(value)} R ({joules(value)}) per mole of {mixing_sites(described.family)}"
    yield "Entropy", f"{printed}: {described.entropy_class} entropy{near}"
    yield "  principal only", _principal(described)
    review = described.review_definition
    yield "  definition", "met" if review.met else "not met: " + "; ".join(review.reasons)
    for quantity in ENTROPIES[2:]:
        if (other := quantity.get(described)) is not None:
            yield f"  {quantity.short.lower()}", f"{quantity.text(other)} R per mole of {quantity.per}"


def _principal(described: Description) -> str:
    value = described.entropy.principal
    if value is None:
        return f"no element holds {entropy.LEAST_TEXT} of the sites"
    change = "" if described.principal_class == described.entropy_class else ", another class"
    listed = ", ".join(described.principal)
    return f"{entropy.in_print(value)} R ({listed}): {described.principal_class} entropy{change}"


def _site_rows(described: Description) -> Iterator[Row]:
    phase = f", {described.phase}" if described.phase else ""
    yield "Family", family_name(described.family) + phase
    for site, amounts in described.placed.by_site.items():
        sum_text = f"  (sum {number(described.site_sum)})" if site == "metal" else ""
        listed = ", ".join(f"{symbol} {number(amount)}" for symbol, amount in amounts.items())
        yield site_name(site, described.family), listed + sum_text
    for place, vacant in described.descriptors.vacancies.items():
        yield "Vacant", f"{number(vacant)} on the {place} site"
    if described.descriptors.water:
        yield "Water", number(described.descriptors.water)


def _charge_rows(described: Description) -> Iterator[Row]:
    charges = described.descriptors.charges
    ions = ", ".join(f"{_ion(charge)} {number(charge.amount)}" for charge in charges.charges)
    yield "Formal charges", ions + balance_note(charges)
    yield "  how", "; ".join(charge_steps(charges))


def balance_note(charges: Assignment) -> str:
    """What follows a list of formal charges that do not balance; nothing where they do."""
    return "" if charges.balanced else "; not balanced"


def _ion(charge: Charge) -> str:
    """An ion, marked where it is carbon-coordinated."""
    return f"{'C-coordinated ' * (charge.site == 'carbon')}{charge.text}"


def charge_text(charge: int | Fraction) -> str:
    """A charge as chemists print it.

    >>> charge_text(Fraction(3)), charge_text(Fraction(-2))
    ('3+', '2−')
    """
    return f"{number(abs(Fraction(charge)))}{'−' if charge < 0 else '+'}"


def charge_steps(charges: Assignment) -> Iterator[str]:
    """The steps of a formal charge assignment, in words."""
    yield f"the metals carry {number(charges.needed)} in all"
    moved = {step.ion[:2] for step in charges.steps if step.why in _MOVES}
    steps: dict[str, list[str]] = {}
    for why, ion in charges.steps:
        kind = "variable, at first" if why == "usual" and ion[:2] in moved else _STEPS[why]
        steps.setdefault(kind, []).append(f"{_ion(ion)} {number(ion.amount)}" if why in _MOVES else _ion(ion))
    yield from (f"{kind}: {', '.join(steps[kind])}" for kind in dict.fromkeys(_STEPS.values()) if kind in steps)


_MOVES: Final = {"raised": "oxidised in this order to", "lowered": "reduced in this order to"}
_STEPS: Final = {"printed": "as printed", "usual": "fixed", "lowest": "variable, at first", **_MOVES}


def _number_rows(described: Description) -> Iterator[Row]:
    for quantity in DESCRIPTORS:
        value = quantity.get(described)
        if value is not None:
            note = f", {text}" if (text := quantity.note(described)) else ""
            yield quantity.short, f"{quantity.text(value)} {unit_text(quantity.unit)}".rstrip() + note
        elif why := quantity.absent(described):
            yield quantity.short, f"not known: {why}"
    yield ", ".join(FREE), free_of(described)


def free_of(described: Description) -> str:
    """Which of the elements of `FREE` a composition holds, and which it does without.

    >>> free_of(describe("NaNi0.5Mn0.5O2")), free_of(describe("NaFeO2"))
    ('contains Ni, no Co or Li', 'contains none')
    """
    without = [symbol for symbol, name in FREE.items() if getattr(described.descriptors, name)]
    held = [symbol for symbol in FREE if symbol not in without]
    no = f", no {' or '.join(without)}" if without else ""
    return f"contains {' and '.join(held)}{no}" if held else "contains none"


FREE: Final = {"Co": "cobalt_free", "Ni": "nickel_free", "Li": "lithium_free"}
"""Element that a cathode may do without -> the descriptor that says so."""
