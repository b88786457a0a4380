"""Which formula has other amounts on its metal site? The sum of the site stays, and all else stays as printed.

The formula is the only state: an edit reads one and writes one. What it wrote is read again, so that an edit either
does exactly what was asked or is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from ..chemistry.composition import ALKALI, ALKALI_OR_LITHIUM, Atom, Formula, Group, Part, is_cyanide, plain
from ..chemistry.description import Description, describe
from ..chemistry.elements import table
from ..chemistry.families import LIGANDS
from ..chemistry.formula import FormulaError

Amounts = Mapping[str, Fraction]

_GRID: Final = Fraction(1, 1000)  # of a formula unit: amounts that an edit computes are rounded to it


class EditError(ValueError):
    """An edit that cannot be done; its text says why, and what to do."""


def editable(described: Description) -> dict[str, Fraction]:
    """Return the amounts of the metal site that an edit may change.

    An element that is on another site as well keeps its amount, and so do large ions: where these are is inferred from
    the sums. Lithium can be changed where all of it is on the metal site.

    >>> {symbol: str(amount) for symbol, amount in editable(describe("NaLi0.1Ni0.4Mn0.5O2")).items()}
    {'Li': '1/10', 'Ni': '2/5', 'Mn': '1/2'}
    """
    others = {symbol for site in ("alkali", "polyanion") for symbol in described.placed.held[site]}
    fixed = others | ALKALI
    return {symbol: amount for symbol, amount in described.placed.metal.items() if symbol not in fixed}


def moved(amounts: Amounts, symbol: str, to: Fraction, locked: Collection[str] = ()) -> dict[str, Fraction]:
    """Return amounts with that of one element changed and the others, unless locked, scaled to the same sum.

    The wish is cut to what the locked elements leave. A sum of thirds stays one: the largest of the others takes what
    rounding leaves over.

    >>> half = Fraction(1, 2)
    >>> {el: str(n) for el, n in moved({"Ni": half, "Mn": half}, "Ti", Fraction(1, 10)).items()}
    {'Ni': '9/20', 'Mn': '9/20', 'Ti': '1/10'}
    """
    others = {el: n for el, n in amounts.items() if el != symbol and el not in locked}
    if not others:
        raise EditError("Every other element is locked: unlock one, so that it can be adjusted.")
    free = amounts.get(symbol, Fraction(0)) + sum(others.values())
    wanted = max(Fraction(0), min(to, free))
    return {**amounts, **_scaled(others, free - wanted), symbol: wanted}


def _scaled(amounts: Amounts, total: Fraction) -> dict[str, Fraction]:
    """Scale amounts to a sum, rounded; in equal parts where all are zero."""
    held = sum(amounts.values())
    parts = {el: n / held if held else Fraction(1, len(amounts)) for el, n in amounts.items()}
    found = {el: round(total * part / _GRID) * _GRID for el, part in parts.items()}
    largest = max(found, key=lambda el: found[el])
    found[largest] += total - sum(found.values())
    return found


def swapped(amounts: Amounts, old: str, new: str) -> dict[str, Fraction]:
    """Return amounts with one element in the place of another, added to what there is of it.

    >>> {el: str(n) for el, n in swapped({"Ni": Fraction(1, 5), "Mn": Fraction(4, 5)}, "Ni", "Cu").items()}
    {'Cu': '1/5', 'Mn': '4/5'}
    """
    if old not in amounts:
        raise EditError(f"{old} is not among the metals that can be changed.")
    found: dict[str, Fraction] = {}
    for element, amount in amounts.items():
        symbol = new if element == old else element
        found[symbol] = found.get(symbol, Fraction(0)) + amount
    return found


def with_metals(described: Description, amounts: Amounts) -> Description:
    """Return the composition with these amounts in place of its editable ones. Raises EditError.

    >>> with_metals(describe("P2-Na2/3Ni1/3Mn2/3O2"), {"Ni": Fraction(1, 3), "Ti": Fraction(2, 3)}).formula
    'P2-Na2/3Ni1/3Ti2/3O2'
    """
    before = editable(described)
    wanted = {symbol: amount for symbol, amount in amounts.items() if amount}
    if unknown := [symbol for symbol in wanted if symbol not in table() or symbol in ALKALI | LIGANDS]:
        raise EditError(f"{unknown[0]} cannot be put on the metal site: choose a metal.")
    made = _described(described, _rewritten(described.read, before, wanted))
    if editable(made) != wanted or _rest(made) != _rest(described):
        raise EditError("The metals of this formula cannot be changed one by one: give each an amount of its own.")
    return made


def _rest(described: Description) -> tuple[object, ...]:
    """Return what stays when metals change: family, the other elements on their sites, and vacancies."""
    changeable = editable(described)
    kept = {
        site: {symbol: n for symbol, n in amounts.items() if site != "metal" or symbol not in changeable}
        for site, amounts in described.placed.by_site.items()
    }
    return described.family, kept, described.placed.vacancies


def with_sodium(described: Description, amount: Fraction) -> Description:
    """Return the composition with another amount of sodium. Raises EditError.

    >>> with_sodium(describe("Na2/3Ni1/3Mn2/3O2"), Fraction(4, 5)).formula
    'Na0.8Ni1/3Mn2/3O2'
    """
    made = _described(described, _rewritten(described.read, {"Na": Fraction(0)}, {"Na": amount}))
    if made.descriptors.sodium_content != amount:
        raise EditError("The sodium of this formula cannot be changed alone.")
    return made


def _described(before: Description, formula: Formula) -> Description:
    try:
        return describe(plain(formula), family=before.family if before.family == "tunnel-oxide" else None)
    except FormulaError as error:
        raise EditError(error.text) from None


# Rewriting


def _rewritten(formula: Formula, before: Collection[str] | Amounts, after: Amounts) -> Formula:
    """Put new amounts in the place of the elements `before`, the new ones behind the last of them."""
    waiting = dict(after)
    parts = list(_parts(_dissolved(formula.parts, before), before, waiting, Fraction(1)))
    return formula._replace(parts=tuple(_with_rest(parts, before, after, waiting)))


def _dissolved(parts: Collection[Part], metals: Collection[str]) -> Iterator[Part]:
    """Write out brackets that hold nothing but such metals: (NiMn)0.5 is Ni0.5Mn0.5."""
    for part in parts:
        if isinstance(part, Group) and all(isinstance(atom, Atom) and atom.symbol in metals for atom in part.parts):
            yield from (atom._replace(amount=atom.amount * part.amount) for atom in part.parts)
        else:
            yield part


def _parts(
    parts: Iterable[Part], metals: Collection[str], waiting: dict[str, Fraction], times: Fraction
) -> Iterator[Part]:
    """Give each metal its new amount where it stands first, and leave it out from then on."""
    for part in parts:
        if isinstance(part, Group):
            inner = part.parts if _is_anion(part) else _parts(part.parts, metals, waiting, times * part.amount)
            if whole := tuple(inner):
                yield part._replace(parts=whole)
        elif part.symbol not in metals:
            yield part
        elif part.symbol in waiting:
            amount = waiting.pop(part.symbol) / times
            yield part if amount == part.amount else Atom(part.symbol, amount, None)


def _is_anion(group: Group) -> bool:
    """Whether a bracket is a polyanion or a cyanide unit, whose atoms are none of the metal site."""
    return any(is_cyanide(part) or (isinstance(part, Atom) and part.symbol in LIGANDS) for part in group.parts)


def _with_rest(parts: list[Part], before: Collection[str], after: Amounts, waiting: Amounts) -> Iterator[Part]:
    """Add what is new behind the last metal, or behind the last alkali where none is left."""
    known = after.keys() - waiting.keys()
    metals = [at for at, part in enumerate(parts) if _holds(part, known)]
    alkali = [at for at, part in enumerate(parts) if isinstance(part, Atom) and part.symbol in ALKALI_OR_LITHIUM]
    last = max(metals or alkali or [-1])
    added = [Atom(symbol, amount, None) for symbol, amount in waiting.items()]
    return iter([*parts[: last + 1], *added, *parts[last + 1 :]])


def _holds(part: Part, symbols: Collection[str]) -> bool:
    if isinstance(part, Atom):
        return part.symbol in symbols
    return not _is_anion(part) and any(_holds(inner, symbols) for inner in part.parts)
