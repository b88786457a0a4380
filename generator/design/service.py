"""What may the page ask? Each method by its name: JSON in, JSON out, and a refusal is an answer like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, Final

from ..browser_calls import Refusals, answered, refusal
from ..chemistry.composition import number
from ..chemistry.description import Description, describe
from ..chemistry.elements import table
from ..chemistry.entropy import HIGH, MEDIUM, in_print, mixing
from ..chemistry.formula import FormulaError
from . import answers, checks, copies, editing, maps, neighbours, reported_states, targets

_NUMBER: Final = re.compile(r"\d{0,9}\.?\d{1,9}(/\d{1,9})?")


def call(method: str, arguments: str) -> str:
    """Answer one question: the JSON of a list of arguments to that of a result, or of `{"error": {code, text}}`.

    >>> call("read", '["NaO2"]')[:31]
    '{"error": {"code": "no-metal", '
    """
    return answered(METHODS, _REFUSALS, method, arguments)


def read(text: str) -> dict[str, Any]:
    """Return everything that follows from a formula, typeset."""
    return answers.answer(text)


def around(text: str) -> dict[str, Any]:
    """Return the nearest known materials, what is known of the elements, and what to check."""
    described = describe(text)
    groups = neighbours.materials(described)
    near = list(chain(*groups))
    found = [
        *neighbours.other_states(described, near),
        *checks.checks(described, neighbours.known()["states"]),
    ]
    return {
        "materials": [
            {**first, "more": [{"id": each["id"], "name": each["name"]} for each in others]}
            for first, *others in groups
        ],
        "elements": neighbours.elements(described),
        "checks": [check._asdict() for check in found],
        "phases": neighbours.phases(described, near),
    }


def change(text: str, symbol: str, amount: str, locked: Sequence[str] = ()) -> str:
    """Return the formula with another amount of one element, the others giving way."""
    described = describe(text)
    if symbol == "Na":
        return editing.with_sodium(described, _amount(amount)).plain
    amounts = editing.moved(editing.editable(described), symbol, _amount(amount), locked)
    return editing.with_metals(described, amounts).plain


def swap(text: str, old: str, new: str) -> str:
    """Return the formula with one element in the place of another."""
    described = describe(text)
    return editing.with_metals(described, editing.swapped(editing.editable(described), old, new)).plain


def curve(text: str, symbol: str, locked: Sequence[str] = ()) -> dict[str, Any]:
    """Return entropy and capacity against the amount of one element."""
    described = describe(text)
    points = maps.curve(described, symbol, locked)
    return {
        "symbol": symbol,
        "points": points,
        "here": float(editing.editable(described).get(symbol, 0)),
        "said": maps.curve_in_words(symbol, points, (MEDIUM, HIGH)),
    }


def triangle(text: str, corners: Sequence[str]) -> dict[str, Any]:
    """Return the entropy over the shares of three elements."""
    return maps.triangle(describe(text), corners)


def reach(
    text: str, entropy: str, most: Mapping[str, str], locked: Sequence[str], new: Sequence[str]
) -> dict[str, Any]:
    """Return the smallest change that reaches an entropy; `most` are the largest shares, in percent of the site."""
    described, counts = describe(text), neighbours.known()["states"]
    metal, family = described.placed.metal, described.family
    kept = metal.keys() - editing.editable(described).keys()
    fresh = [symbol for symbol in dict.fromkeys(new) if symbol not in metal]
    if len(fresh) > targets.MOST_NEW:
        return refusal("too-many", f"Choose at most {targets.MOST_NEW} new elements.")
    if unknown := [symbol for symbol in (*most, *fresh) if symbol not in table()]:
        return refusal("no-element", f"`{unknown[0][:20]}` is no element: write symbols such as Ti.")
    limits = targets.Limits(
        float(_amount(entropy)),
        {symbol: _amount(share) / 100 for symbol, share in most.items()},
        {*locked, *kept},
        fresh,
        {symbol: reported_states.span(symbol, family, counts) for symbol in (*metal, *fresh)},
        reported_states.carried(described, counts),
    )
    effort = targets.Effort()
    found = targets.smallest_change(metal, limits, effort)
    cut = f" {_CUT}" if effort.cut else ""
    if found is None:
        return refusal("out-of-reach", _OUT_OF_REACH + cut)
    before = mixing(metal.values())
    short = "" if found.reached else _short(len(metal) + len(fresh), found.entropy, before)
    if short and found.entropy <= before + _GAIN:
        return refusal("out-of-reach", short + cut)
    made = editing.with_metals(described, {el: n for el, n in found.amounts.items() if el not in kept})
    return {
        "formula": made.plain,
        "reached": found.reached,
        "headline": answers.headline(made),
        "changes": list(_changes(metal, found.amounts)),
        "said": f"{short} {_proposed(found, made, limits.entropy)}{cut}".lstrip(),
    }


_OUT_OF_REACH: Final = (
    "No amounts keep to these limits and have formal charges that records of this family have: allow a larger share"
    " or another element, or change the sodium."
)

_CUT: Final = (
    "Not every choice was tried, so there may be a better one: to be sure, ask with fewer metals or new elements."
)

_GAIN: Final = 0.005  # R: what is offered must print as more than before


def _short(elements: int, most: float, before: float) -> str:
    """Return what to do where no amounts reach the goal, in a sentence."""
    reach = "1 element reaches" if elements == 1 else f"{elements} elements reach"
    return (
        f"{reach} at most {in_print(most)} R within these limits, with formal charges that records have"
        f" (now {in_print(before)} R): add elements or loosen a limit."
    )


def _proposed(found: targets.Proposal, made: Description, goal: float) -> str:
    """Return what a proposal changes, how far it is from the goal, and the charges that result, in a sentence."""
    gap = found.entropy - goal
    lead = f"Moves {float(100 * found.moved):.3g} % of the site" if found.moved else "Nothing has to change"
    away = f"{abs(gap):.2g} R {'above' if gap >= 0 else 'below'} the goal"
    ions = checks.listed(made.descriptors.charges.beyond_rounding)
    return f"{lead}: {away}, with the formal charges {ions}, which balance."


def _changes(before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> Iterator[dict[str, str]]:
    for symbol in dict.fromkeys((*before, *after)):
        old, new = before.get(symbol, Fraction(0)), after.get(symbol, Fraction(0))
        if old != new:
            yield {"symbol": symbol, "before": number(old), "after": number(new)}


def write(text: str) -> dict[str, str]:
    """Return a composition as it is written elsewhere."""
    described = describe(text)
    described_json = json.dumps(answers.described_as_json(text), ensure_ascii=False, indent=2)
    return {
        "formula": described.plain,
        "latex": copies.latex(described),
        "json": described_json,
        "yaml": copies.record(described),
    }


def described(cases: Sequence[tuple[str, Mapping[str, str]]]) -> list[dict[str, Any]]:
    """Return what `describe --json` prints, for many formulas with the values of their variables."""
    return [answers.described_as_json(text, bindings) for text, bindings in cases]


METHODS: Final[Mapping[str, Callable[..., Any]]] = {
    each.__name__: each for each in (read, around, change, swap, curve, triangle, reach, write, described)
}

_REFUSALS: Final[Refusals] = {
    FormulaError: lambda error: refusal(error.code, error.text),
    editing.EditError: lambda error: refusal("edit", str(error)),
}


def _amount(text: str) -> Fraction:
    """Return a number that the page sends. Raises EditError."""
    try:
        return Fraction(text if _NUMBER.fullmatch(text) else "")
    except (ValueError, ZeroDivisionError):
        raise editing.EditError(f"`{text[:20]}` is no number: write one such as 0.1 or 1/6.") from None
