"""What does print leave to the reader? Water in brackets, vacancies that name an element, cyanide units, misprints.

Each function takes the parts of a formula and gives them as they are meant; a remark says what was inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from .composition import (
    ALKALI_OR_LITHIUM,
    NO_METALS,
    NON_METALS,
    ONE,
    ROUNDING,
    VACANCY,
    Atom,
    Group,
    Part,
    flatten,
    is_cyanide,
    number,
)

Tell = Callable[..., None]
"""Takes the code of a remark and what it names."""

_SIX: Final = Fraction(6)
_CYANIDE: Final = (Atom("C", ONE, None), Atom("N", ONE, None))
_TWO: Final = Fraction(2)
_WATER: Final = ((Atom("H", _TWO, None), Atom("O", ONE, None)), (Atom("O", ONE, None), Atom("H", _TWO, None)))


def without_water(parts: Sequence[Part]) -> tuple[list[Part], Fraction]:
    """Take `(H2O)2`, at any depth, out of the parts: the rest, and the water per formula unit."""
    rest: list[Part] = []
    water = Fraction(0)
    for part in parts:
        if isinstance(part, Atom):
            rest.append(part)
        elif part.parts in _WATER:
            water += part.amount
        else:
            inner, within = without_water(part.parts)
            rest.append(part._replace(parts=tuple(inner)) if within else part)
            water += within * part.amount
    return rest, water


def named_vacancies(parts: list[Part], tell: Tell) -> list[Part]:
    """Take `(□Mn)1/7` and `□Mn1/7` for vacancies on the site of the Mn that is printed beside them.

    The V of `(VMn)0.1` may be vanadium: it is a vacancy where only then the metals are a whole number.
    """
    for place in range(len(parts)):
        named, amount, length = _named_at(parts, place)
        if not named:
            continue
        found = [*parts[:place], Atom(VACANCY, amount, None), *parts[place + length :]]
        beside = any(isinstance(part, Atom) and part.symbol == named for part in found)
        if beside and (_holds_vacancy(parts[place]) or (_is_whole(found) and not _is_whole(parts))):
            tell("vacancy-named", named)
            return named_vacancies(found, tell)
    return parts


def _named_at(parts: Sequence[Part], place: int) -> tuple[str, Fraction, int]:
    """The metal that `(□Mn)1/7`, `(VMn)1/7` or `□Mn1/7` names, the amount, and the number of parts; or no name."""
    part = parts[place]
    pair = part.parts if isinstance(part, Group) else parts[place : place + 2]
    symbols = [inner.symbol for inner in pair if isinstance(inner, Atom)]
    if len(symbols) != 2 or len(pair) != 2 or symbols[1] in NO_METALS | ALKALI_OR_LITHIUM or pair[0].amount != 1:
        return "", ONE, 1
    if isinstance(part, Group):
        return (symbols[1], part.amount, 1) if symbols[0] in (VACANCY, "V") and pair[1].amount == 1 else ("", ONE, 1)
    return (symbols[1], pair[1].amount, 2) if symbols[0] == VACANCY else ("", ONE, 1)


def _holds_vacancy(part: Part) -> bool:
    return (part.parts[0] if isinstance(part, Group) else part)[0] == VACANCY


def _is_whole(parts: Sequence[Part]) -> bool:
    """Whether the amounts, vacancies included, sum to a whole number within 2 %."""
    metals = [atom.amount for atom in flatten(parts) if atom.symbol not in NON_METALS | ALKALI_OR_LITHIUM]
    whole = round(total := sum(metals, Fraction(0)))
    return ROUNDING * abs(total - whole) <= whole


def cyanide_units(parts: Sequence[Part], tell: Tell) -> list[Part]:
    """Put the metal before a bare (CN)6 into a unit with it: `MnFe(CN)6` is `Mn[Fe(CN)6]`."""
    joined: list[Part] = []
    for part in _paired(_split(parts, tell), tell):
        metal = joined[-1] if joined else None
        if isinstance(metal, Atom) and metal.symbol not in NO_METALS and is_cyanide(part):
            joined[-1:] = _unit(metal, part, alone=not any(map(_holds_metal, joined[:-1])))
            tell("carbon-site-inferred", metal.symbol)
        else:
            joined.append(part)
    return joined


def _split(parts: Sequence[Part], tell: Tell) -> Sequence[Part]:
    """Take the nitrogen-bound metals out of `Na2[MnFe(CN)6]`, which has none outside of its bracket."""
    last = parts[-1] if parts else None
    if not isinstance(last, Group) or last.amount != 1 or len(last.parts) <= 2 or any(map(_holds_metal, parts[:-1])):
        return parts
    *outside, metal, cyanide = last.parts
    if not isinstance(metal, Atom) or not is_cyanide(cyanide) or metal.amount * _SIX != cyanide.amount:
        return parts
    tell("carbon-site-inferred", metal.symbol)
    return [*parts[:-1], *outside, Group((metal, cyanide), ONE)]


def _holds_metal(part: Part) -> bool:
    if isinstance(part, Atom):
        return part.symbol not in NO_METALS and part.symbol not in ALKALI_OR_LITHIUM
    return any(map(_holds_metal, part.parts))


def _unit(metal: Atom, cyanide: Part, alone: bool) -> list[Part]:
    """A metal with its cyanide; in `Fe2(CN)6`, where no other metal is, what six CN do not need is nitrogen-bound."""
    bound = cyanide.amount / _SIX
    if not alone or metal.amount <= max(bound, ONE):
        return [Group((metal, cyanide), ONE)]
    inside = Group((metal._replace(amount=ONE), cyanide._replace(amount=_SIX)), bound)
    return [metal._replace(amount=metal.amount - bound), inside]


def _paired(parts: Sequence[Part], tell: Tell) -> list[Part]:
    """Write `C6N6`, `(CN6)` and `[Fe(CN)]6` as the cyanide that they must mean."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(part, Group):
            found.append(_mended(part, tell))
        elif isinstance(before, Atom) and (before.symbol, part.symbol) == ("C", "N") and part.amount > 1:
            found[-1] = _written_out(before, part, tell)
        else:
            found.append(part)
    return found


def _written_out(carbon: Atom, nitrogen: Atom, tell: Tell) -> Part:
    amount = number(nitrogen.amount)
    if carbon.amount != nitrogen.amount:
        tell("cyanide-mended", f"CN{amount}", f"(CN){amount}")
    return Group(_CYANIDE, nitrogen.amount)


def _mended(group: Group, tell: Tell) -> Part:
    inner = group if group.parts == _CYANIDE else group._replace(parts=tuple(_paired(group.parts, tell)))
    *metals, last = inner.parts
    if group.amount == _SIX and metals and last == Group(_CYANIDE, ONE):
        tell("cyanide-mended", "[M(CN)]6", "[M(CN)6]")
        return Group((*metals, Group(_CYANIDE, _SIX)), ONE)
    if not metals and is_cyanide(last) and group.amount == 1:
        return last
    return inner
