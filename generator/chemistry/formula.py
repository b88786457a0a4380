"""What does a printed formula say? Any spelling that papers use becomes one exact composition.

    formula  = [phase] (part+ | amount part+ ("·" amount part+)+) ["·" [amount] "H2O"]
    part: see `parts.py`; what surrounds a formula: `labels.py`; what print leaves out: `conventions.py`

All amounts are exact fractions. What cannot be read with certainty is refused, never half-read.
No token is looked at more than a few times, so the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import Final, cast

from .amounts import power_of_ten
from .composition import (
    NO_METALS,
    ONE,
    FlatAtom,
    Formula,
    Group,
    Part,
    flatten,
    is_cyanide,
    number,
    plain,
    same_composition,
)
from .conventions import cyanide_units, named_vacancies, without_water
from .labels import surroundings
from .messages import FormulaError, Remark, refusal
from .parts import MOST, PartsReader
from .phase_notation import phase_prefix
from .surroundings import NOTHING, Surroundings
from .tokenizer import PLACEHOLDERS, Token, tokens
from .typesetting import Span, spans

__all__ = ["Binding", "Formula", "FormulaError", "Remark", "Span", "parse", "plain", "spans"]

Binding = Fraction | str | int | float

_DEEPEST: Final = 8  # brackets within brackets; print knows three
_NONE: Final = Fraction(0)


def parse(text: str, bindings: Mapping[str, Binding] = {}) -> Formula:
    """Read a printed formula; `bindings` gives its variables their values.

    Raises FormulaError, with the position, for anything that is not one certain composition.

    >>> plain(parse("P2-Na_{2/3}Mn_{1-x}Mg_xO_2", {"x": "0.1"}))
    'P2-Na2/3Mn0.9Mg0.1O2'
    """
    body, around = surroundings(text)
    values = {name: _value(name, value, text) for name, value in {**around.given, **bindings}.items()}
    formula = _Reader(body, values, around.elements).formula(text, around)
    if around.second:
        _check_same(formula, *around.second, values)
    return formula


def _check_same(formula: Formula, second: str, at: int, values: Mapping[str, Fraction]) -> None:
    """Refuse a second formula in brackets that gives another composition."""
    try:
        same = same_composition(formula, _Reader(second, values, {}).formula(second, NOTHING))
    except FormulaError:
        same = False
    if not same:
        raise refusal("two-formulas", at, second)


class _Reader(PartsReader):
    """Reads a whole formula: its phase, its parts, its water, and nothing behind them."""

    __slots__ = ("elements",)

    def __init__(self, body: str, values: Mapping[str, Fraction], elements: Mapping[str, str]) -> None:
        cut = tokens(body)
        super().__init__(_with_elements(cut, elements) if elements else cut, values, body)
        if any([kind == "about" for kind, _, _ in cut]):  # noqa: C419  # a list is quicker
            self.tokens = self.without_about(self.tokens)
        self.elements = elements
        if "HCF" in body and (found := _FERRATE.search(body)):
            raise refusal("abbreviation", found.start(), "HCF", "hexacyanoferrate", "[Fe(CN)6]")
        depth = 0
        for kind, part, at in [token for token in self.tokens if token[0] in _LOOKED_AHEAD_FOR]:
            if kind == "open" or kind == "close":
                depth += 1 if kind == "open" else -1
                if depth > _DEEPEST:
                    raise refusal("too-deep", at, _DEEPEST)
            elif kind == "placeholder":
                raise self.unnamed((kind, part, at))
            elif kind == "prose":
                raise self.with_several_values(at) or _words(at, body)

    def without_about(self, found: Sequence[Token]) -> list[Token]:
        """Take `Na≈0.67` for Na0.67."""
        amounts = [found[place + 1][1] for place, (kind, _, _) in enumerate(found) if kind == "about"]
        self.remark("amount-about", " and ".join(amounts))
        return [token for token in found if token[0] != "about"]

    def formula(self, text: str, around: Surroundings) -> Formula:
        phase, self.index = phase_prefix(self.tokens)
        if phase and self.tokens[self.index - 1][0] in ("number", "prime", "variable"):
            self.remark("phase-read", phase)
        kind, _, at = self.tokens[self.index]
        if kind == "end":
            raise refusal("empty", at)
        parts = self.parts() if kind == "element" or not self.begins_amount() else self.compounds()
        if self.listed:
            parts = self.with_shares(parts, *self.listed)
        water = self.water()
        self.expect_end()
        grouped = any([isinstance(part, Group) or part.symbol == "C" for part in parts])  # noqa: C419  # a list is quicker
        if grouped:
            parts, within = without_water(named_vacancies(parts, self.remark))
            parts, water = cyanide_units(parts, self.remark), water + within
            self.refuse_lone_cyanide(parts)
        whole = tuple(parts)
        atoms = flatten(whole) if grouped else cast("tuple[FlatAtom, ...]", whole)
        if grouped:
            self.refuse_large(atoms)
        self.remark_on_whole(atoms)
        remarks = (*around.remarks, *self.remarks.values())
        phase, unused = phase or around.phase, self.unused()
        return Formula(text, phase, whole, water, around.coating, remarks, atoms, around.structure, unused)

    # The end of a formula, and whatever should not be there

    def water(self) -> Fraction:
        """Read `·1.09H2O`; without it there is none."""
        kind, _, at = self.tokens[self.index]
        if kind != "dot":
            return _NONE
        self.index += 1
        amount = self.water_amount()
        if not (self.comes(["H"]) or self.comes(_BRACKETED_WATER)) or not self.is_hydrate():
            raise refusal("adduct", at)
        return amount if amount is _NONE or self.keeps(amount, "water", at) else _NONE

    def water_amount(self) -> Fraction:
        """Read the amount of water; one of a variable that has no value and is in nothing else is not counted."""
        kind, name, _ = self.tokens[self.index]
        alone = kind == "variable" and [part for _, part, _ in self.tokens].count(name) == 1
        if alone and name not in self.values and self.tokens[self.index + 1][1] in ("H", "("):
            self.index += 1
            self.remark("water-unknown", name)
            return _NONE
        return self.amount() if self.begins_amount() else ONE

    def is_hydrate(self) -> bool:
        """Step over `H2O`, `(H2O)`, or `H(2)O` with brackets for subscripts; False for anything else."""
        if self.comes(_BRACKETED_WATER):
            self.index += len(_BRACKETED_WATER)
            return True
        self.index += 1
        if not self.begins_amount() or self.amount() != 2:
            return False
        self.index += 1
        return self.tokens[self.index - 1][1] == "O"

    def unnamed(self, token: Token) -> FormulaError:
        """A capital letter that begins no element: the E of 1E-3, a wrong symbol or a placeholder."""
        index, (_, part, at) = self.tokens.index(token), token
        if power := power_of_ten(self.tokens, index):
            return refusal("exponent", at - power.index(part), power)
        letter = self.rest_of_symbol(index)
        if letter or part not in PLACEHOLDERS:
            return refusal("unknown-element", at, part + letter)
        return refusal("placeholder", at, part)

    def without_value(self, name: str, at: int) -> FormulaError:
        """A variable that has no value, or more than one."""
        return self.with_several_values(at) or super().without_value(name, at)

    def with_several_values(self, at: int) -> FormulaError | None:
        """A list `x = 0, 0.1 and 0.2` or a range `0 ≤ x ≤ 0.2`, which give a series and not one composition."""
        found = _SEVERAL.search(self.body)
        return refusal("several-values", at, found[1] or found[2]) if found else None

    def rest_of_symbol(self, index: int) -> str:
        """The small letter right after a capital that belongs to its symbol (`Zz0.2`) and is no amount (`Mx`)."""
        (_, part, at), (kind, letter, place) = self.tokens[index : index + 2]
        if kind != "variable" or place != at + len(part) or not letter.isascii():
            return ""
        amount = letter in _USUAL_VARIABLES or letter in self.values
        return "" if amount and self.tokens[index + 2][0] != "number" else letter

    def refuse_large(self, atoms: Sequence[FlatAtom]) -> None:
        """Brackets multiply: each amount may be fair, and their product beyond all measure."""
        for atom in [atom for atom in atoms if atom.group]:
            if atom.amount > MOST:
                at = next(at for kind, _, at in self.tokens if kind == "open")
                raise refusal("amount-too-large", at, atom.symbol, number(atom.amount), MOST)

    def refuse_lone_cyanide(self, parts: list[Part]) -> None:
        """`(FeMn)(CN)6` leaves open which metal the carbon holds."""
        if any(map(is_cyanide, parts)):
            raise refusal("cyanide-alone", next(at for _, part, at in self.tokens if part == "C"))

    def unused(self) -> tuple[str, ...]:
        """The variables that have a value and do not occur."""
        return tuple(sorted(self.values.keys() - self.used)) if self.values else ()

    def remark_on_whole(self, atoms: Sequence[FlatAtom]) -> None:
        metals = [(symbol, valence) for symbol, _, valence, _, _ in atoms if symbol not in NO_METALS]
        if not metals:
            raise refusal("no-metal", 0)
        for name, symbol in self.elements.items():
            self.remark("placeholder-read", name, symbol)
        if unused := self.unused():
            self.remark("unused-value", " and ".join(unused), "does" if len(unused) == 1 else "do")
        if self.absent:
            self.remark("zero-amount", " and ".join(dict.fromkeys(self.absent)))
        if len(set(metals)) < len(metals):
            self.remark_on_repeated(atoms)

    def remark_on_repeated(self, atoms: Sequence[FlatAtom]) -> None:
        """Name the metals that are written more than once; inside and outside of [M(CN)6] are two sites."""
        outside = [(a.symbol, a.valence) for a in atoms if a.symbol not in NO_METALS and not a.cyanide]
        twice = dict.fromkeys(symbol for (symbol, _), times in Counter(outside).items() if times > 1)
        if twice:
            self.remark("element-repeated", ", ".join(twice))


_LOOKED_AHEAD_FOR: Final = frozenset(("open", "close", "placeholder", "prose"))
_BRACKETED_WATER: Final = ["(", "H", "2", "O", ")"]
_USUAL_VARIABLES: Final = frozenset("xyz")
_LESS: Final = "(?:[≤⩽]|<(?![/a-zA-Z])|&lt;)"
_SEVERAL: Final = re.compile(
    rf"""(?<![A-Za-z])([a-zα-ω])\s*(?:=\s*[0-9./]{{1,12}}\s*(?:[,;‑–—-]|and|or|to)\s*(?:and\s|or\s)?\s*[0-9.]|{_LESS})
    | (?:{_LESS}|<)\s*([a-zα-ω])\s*{_LESS}""",
    re.VERBOSE,
)
_FERRATE: Final = re.compile("HCF(?![elmr])")  # not the start of HCFe


def _with_elements(found: list[Token], elements: Mapping[str, str]) -> list[Token]:
    """Write the elements of placeholders, as in `M = Fe`, for them."""
    if missing := next((name for name in elements if all(part != name for _, part, _ in found)), ""):
        raise refusal("placeholder-missing", 0, missing)
    return [("element", elements[part], at) if part in elements else (kind, part, at) for kind, part, at in found]


def _value(name: str, value: Binding, text: str) -> Fraction:
    """The exact value of a variable; a float counts as the decimal it prints as."""
    written = repr(value) if isinstance(value, float) else str(value)
    if re.fullmatch(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:/[0-9]*[1-9][0-9]*)?", written) and len(written) <= 40:
        above, _, below = written.partition("/")
        return Fraction(above) / int(below or 1)
    raise refusal("bad-value", max(text.find(name), 0), written[:40], name)


def _words(at: int, text: str) -> FormulaError:
    """Name the whole word, of which a token is only the part that no element begins."""
    while at and text[at - 1].isalpha():
        at -= 1
    return refusal("words", at, "".join(takewhile(str.isalpha, text[at:])))
