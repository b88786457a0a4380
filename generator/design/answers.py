"""What does the page say of one formula? Everything that `describe` says, typeset, in the order of the page.

Numbers are loops over the catalogue of quantities, so a new one shows here by itself. Texts are plain: the page sets
them as text and never as HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from ..chemistry import entropy, report
from ..chemistry.composition import number
from ..chemistry.description import Description, describe
from ..chemistry.families import family_name
from ..chemistry.formula import Binding, FormulaError, spans
from ..chemistry.quantities import DESCRIPTORS, ENTROPIES, Quantity, joules, mixing_sites, site_name, unit_text
from .editing import editable

_AROUND: Final = 40  # characters shown on either side of a mistake
_LINES: Final = {"medium": entropy.MEDIUM, "high": entropy.HIGH}


def answer(text: str) -> dict[str, Any]:
    """Return everything that the page shows of a formula, or why it is refused and where."""
    try:
        described = describe(text)
    except FormulaError as error:
        return {"error": {**report.refusal(error)["error"], "excerpt": _excerpt(text, error.position)}}
    found = described_answer(described)
    checked = ["extreme-charge"] if described.descriptors.charges.balanced else []  # the checks name all such states
    return {**found, "remarks": [each for each in found["remarks"] if each["code"] not in checked]}


def described_answer(described: Description) -> dict[str, Any]:
    """Return everything that the page shows of a composition."""
    review = described.review_definition
    return {
        "plain": described.plain,
        "spans": spans(described.plain),
        "family": family_name(described.family),
        "phase": described.phase,
        "headline": headline(described),
        "sites": [_site(site, amounts, described) for site, amounts in described.placed.by_site.items()],
        "beside": dict(_beside(described)),
        "entropies": [_entropy(quantity, described) for quantity in ENTROPIES],
        "definition": {"met": review.met, "reasons": review.reasons},
        "charges": _charges(described),
        "numbers": list(_numbers(described)),
        "free": report.free_of(described),
        "remarks": [remark._asdict() for remark in described.warnings],
    }


def described_as_json(text: str, bindings: Mapping[str, Binding] = {}) -> dict[str, Any]:
    """Return what `describe --json` prints."""
    try:
        return report.to_json(describe(text, bindings))
    except FormulaError as error:
        return report.refusal(error)


def _excerpt(text: str, position: int) -> tuple[str, str, str]:
    """Return what stands before the mistake, at it and after it."""
    before, after = text[max(0, position - _AROUND) : position], text[position + 1 : position + _AROUND]
    return before, text[position : position + 1], after


def headline(described: Description) -> dict[str, Any]:
    """Return the entropy per mole of mixing sites, its class and its distance to the lines."""
    value = described.entropy.all
    return {
        "value": value,
        "text": f"{entropy.in_print(value)} R",
        "joules": joules(value),
        "per": f"per mole of {mixing_sites(described.family)}",
        "class": described.entropy_class,
        "borderline": described.borderline,
        "distance": distance(value),
    }


def distance(value: float) -> str:
    """Return how far an entropy is from the limit of the high or, for a low one, of the medium class.

    >>> distance(1.6215), distance(0.6931)
    ('0.12 R above the limit of high entropy', '0.31 R below the limit of medium entropy')
    """
    name = "medium" if entropy.classify(value) == "low" else "high"
    gap = value - _LINES[name]
    digits = 2 if abs(gap) >= 0.005 else 4
    return f"{abs(gap):.{digits}f} R {'above' if gap >= 0 else 'below'} the limit of {name} entropy"


def _site(site: str, amounts: Mapping[str, Fraction], described: Description) -> dict[str, Any]:
    total = sum(amounts.values(), Fraction(0))
    changeable = editable(described) if site == "metal" else {}
    return {
        "id": site,
        "name": site_name(site, described.family) if site != "anion" or described.placed.anions_mix else "Anions",
        "sum": number(total),
        "total": float(total),
        "parts": [
            {
                "symbol": symbol,
                "amount": number(amount),
                "value": float(amount),
                "share": float(amount / total),
                "principal": site != "metal" or symbol in described.principal,
                "editable": symbol in changeable,
            }
            for symbol, amount in amounts.items()
        ],
    }


def _beside(described: Description) -> Iterator[tuple[str, str]]:
    """Yield what is on no site: vacancies and water."""
    for site, vacant in described.descriptors.vacancies.items():
        yield "Vacant", f"{number(vacant)} on the {site} site"
    if described.descriptors.water:
        yield "Water", f"{number(described.descriptors.water)} H₂O"


def _entropy(quantity: Quantity, described: Description) -> dict[str, Any]:
    value = quantity.get(described)
    found = {"id": quantity.id, "label": quantity.short, "meaning": quantity.meaning, "per": quantity.per}
    if value is None:
        return {**found, "text": None}
    name = entropy.classify(float(value))
    return {**found, "text": f"{quantity.text(value)} R", "class": name, "distance": distance(float(value))}


def _charges(described: Description) -> dict[str, Any]:
    found = described.descriptors.charges
    ions = (
        {"symbol": ion.symbol, "charge": report.charge_text(ion.charge), "amount": number(ion.amount), "site": ion.site}
        for ion in found.charges
    )
    return {"note": report.balance_note(found), "ions": list(ions), "steps": list(report.charge_steps(found))}


def _numbers(described: Description) -> Iterator[dict[str, Any]]:
    for quantity in DESCRIPTORS:
        value, why = quantity.get(described), quantity.absent(described)
        if value is not None or why:
            text = f"not known: {why}" if value is None else f"{quantity.text(value)} {unit_text(quantity.unit)}"
            about = {"label": quantity.label, "meaning": quantity.meaning, "source": quantity.source}
            yield {"id": quantity.id, "text": text.rstrip(), "note": quantity.note(described), **about}
