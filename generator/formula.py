"""What does a printed formula say? Any spelling that papers use becomes one exact composition.

    formula  = [phase "-"] part+ ["·" [amount] "H2O"] ["/" coating] ["," variable "=" number]
    part     = (element | vacancy) quantity | bracket part+ bracket [amount]
    quantity = [valence] [amount] | amount valence
    amount   = term (("+" | "-") term)*          a sum must have a variable in it
    term     = factor ("/" number)*
    factor   = number [factor] | variable | "(" amount ")"

All amounts are exact fractions. What cannot be read with certainty is refused, never half-read.
No token is looked at more than a few times, so the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import takewhile
from typing import Final

from .composition import (
    NON_METALS,
    ONE,
    VACANCY,
    Atom,
    Formula,
    Group,
    Part,
    is_cyanide,
    number,
    placed,
    plain,
)
from .messages import FormulaError, Remark, refusal, remark
from .spelling import Span, prefix, spans, tokens

__all__ = ["Binding", "Formula", "FormulaError", "Remark", "Span", "parse", "plain", "spans"]

Binding = Fraction | str | int | float

_DEEPEST: Final = 8  # brackets within brackets; print knows three
_LONGEST_NUMBER: Final = 12  # characters of one number, the point included
_FEWEST_EQUAL_PARTS: Final = 3  # `(VCr)` may well mean one of each; `(MnFeCoNiCu)` never means five metals
_WATER: Final = (Atom("H", Fraction(2), None), Atom("O", ONE, None))
_AMOUNT: Final = frozenset(("number", "variable"))
_ENDS_A_NUMBER: Final = frozenset(("element", "end", "close"))


def parse(text: str, bindings: Mapping[str, Binding] = {}) -> Formula:
    """Read a printed formula; `bindings` gives its variables their values.

    Raises FormulaError, with the position, for anything that is not one certain composition.

    >>> plain(parse("P2-Na_{2/3}Mn_{1-x}Mg_xO_2", {"x": "0.1"}))
    'P2-Na2/3Mn0.9Mg0.1O2'
    """
    body, given = _given_values(text)
    values = {name: _value(name, value, text) for name, value in {**given, **bindings}.items()}
    body, coating = _coating(body)
    return _Reader(body, values).formula(text, coating)


class _Reader:
    """A recursive descent over the tokens of one text."""

    __slots__ = ("index", "remarks", "tokens", "used", "values")

    def __init__(self, body: str, values: Mapping[str, Fraction]) -> None:
        self.tokens = tokens(body)
        self.index = 0
        self.values = values
        self.used: set[str] = set()
        self.remarks: dict[str, Remark] = {}
        for kind, part, at in self.tokens:
            if kind == "placeholder":
                raise refusal("placeholder" if part in _PLACEHOLDERS else "unknown-element", at, part)
            if kind == "prose":
                raise _words(at, body)

    def formula(self, text: str, coating: str | None) -> Formula:
        phase, self.index = prefix(self.tokens)
        kind, part, at = self.tokens[self.index]
        if kind == "end":
            raise refusal("empty", at)
        if kind == "number":
            raise refusal("leading-number", at, part)
        parts = self.parts(0)
        water = self.water()
        self.expect_end()
        parts, more_water = _without_water(parts)
        whole = tuple(self.cyanide_units(parts))
        self.remark_on_whole(whole, coating)
        return Formula(text, phase, whole, water + more_water, coating, tuple(self.remarks.values()))

    def remark(self, code: str, *names: object) -> None:
        """Keep one remark of each code."""
        self.remarks.setdefault(code, remark(code, *names))

    # Parts

    def parts(self, depth: int) -> list[Part]:
        """Read parts until something that begins none: a closing bracket, a dot or the end."""
        found: list[Part] = []
        bare = depth > 0
        while True:
            kind = self.tokens[self.index][0]
            if kind == "element" or kind == "vacancy":
                bare = not self.atom(found) and bare
            elif kind == "open":
                bare = False
                self.bracket(found, depth + 1)
            elif kind == "dot" and self.tokens[self.index + 1][0] == "vacancy":
                self.index += 1
            else:
                return self.equal_parts(found) if bare else found

    def atom(self, found: list[Part]) -> bool:
        """Read one element and its quantity; say whether it had one."""
        _, symbol, at = self.tokens[self.index]
        if symbol == "H":
            self.refuse_glued_water()
        self.index += 1
        amount, valence = self.quantity()
        if amount is None:
            found.append(Atom(symbol, ONE, valence))
        elif self.keeps(amount, symbol, at):
            found.append(Atom(symbol, amount, valence))
        return amount is not None or valence is not None

    def bracket(self, found: list[Part], depth: int) -> None:
        """Read one bracket and its amount."""
        _, opening, at = self.tokens[self.index]
        if depth > _DEEPEST:
            raise refusal("too-deep", at, _DEEPEST)
        self.index += 1
        parts = self.parts(depth)
        self.close(opening, at)
        if not parts:
            raise refusal("empty-bracket", at)
        amount, valence = self.quantity()
        if valence is not None:
            raise refusal("charged-bracket", at)
        if amount is None or self.keeps(amount, "the bracket", at):
            found.append(Group(tuple(parts), ONE if amount is None else amount))

    def close(self, opening: str, at: int) -> None:
        """Step over the closing bracket, which must be of the same kind."""
        kind, closing, end = self.tokens[self.index]
        if kind == "comma":
            raise refusal("split-not-stated", end)
        if kind == "end" or (kind == "close" and opening + closing not in ("()", "[]")):
            raise refusal("unbalanced", at, opening)
        if kind != "close":
            self.expect_end()
        self.index += 1

    def equal_parts(self, parts: list[Part]) -> list[Part]:
        """Metals in a bracket without any amount, inside or after it, share one site in equal parts."""
        symbols = dict.fromkeys([part.symbol for part in parts if isinstance(part, Atom)])
        metals = [symbol for symbol in symbols if symbol not in NON_METALS and symbol != VACANCY]
        if len(metals) < max(len(parts), _FEWEST_EQUAL_PARTS) or self.tokens[self.index + 1][0] in _AMOUNT:
            return parts
        self.remark("equal-parts", ", ".join(metals))
        return [Atom(symbol, Fraction(1, len(metals)), None) for symbol in metals]

    def keeps(self, amount: Fraction, name: str, at: int) -> bool:
        """Refuse a negative amount; leave out what has none."""
        size = amount.numerator
        if size < 0:
            raise refusal("negative-amount", at, name, number(amount))
        if not size:
            self.remark("zero-amount", name)
        return size > 0

    # Quantities

    def quantity(self) -> tuple[Fraction | None, Fraction | None]:
        """Read the amount and the valence after a symbol, in either order; None where not printed."""
        kind, part, at = self.tokens[self.index]
        if kind == "number" and self.tokens[self.index + 1][0] in _ENDS_A_NUMBER:
            self.index += 1
            return _number(part, at), None
        if kind == "element":
            return None, None
        valence = self.valence()
        amount = self.amount() if self.begins_amount() else None
        if self.tokens[self.index][0] == "valence":
            if valence is not None:
                raise refusal("two-valences", self.tokens[self.index][2])
            valence = self.valence()
        if amount is not None:
            self.skip_hyphen()
        return amount, valence

    def valence(self) -> Fraction | None:
        """Read a raised valence, or one that lost its height and can be nothing else (`Fe3+O2`)."""
        kind, part, at = self.tokens[self.index]
        if kind == "valence":
            self.index += 1
            return Fraction(part[-1] + part[:-1])
        if kind != "number" or self.tokens[self.index + 1][1:] != ("+", at + len(part)):
            return None
        if self.tokens[self.index - 1][1] in NON_METALS:
            return None
        after = self.tokens[self.index + 2][0]
        if after == "variable":
            return None
        if after == "number" or len(part) > 1:
            raise refusal("ambiguous-valence", at, part)
        self.index += 2
        return Fraction(part)

    def begins_amount(self) -> bool:
        kind = self.tokens[self.index][0]
        return kind in _AMOUNT or (kind == "open" and self.tokens[self.index + 1][0] in _AMOUNT)

    def amount(self) -> Fraction:
        """Read a number, or a sum with a variable in it."""
        start = self.index
        total = self.term()
        while self.tokens[self.index][0] == "sign" and self.tokens[self.index + 1][0] in _AMOUNT:
            sign, at = self.tokens[self.index][1], self.index
            self.index += 1
            total = total + self.term() if sign == "+" else total - self.term()
            if not any(kind == "variable" for kind, _, _ in self.tokens[start : self.index]):
                raise refusal("two-numbers", self.tokens[at + 1][2], self.tokens[at + 1][1])
        return total

    def term(self) -> Fraction:
        value = self.factor()
        while self.tokens[self.index][0] == "slash" and self.tokens[self.index + 1][0] == "number":
            _, part, at = self.tokens[self.index + 1]
            divisor = _number(part, at)
            if not divisor:
                raise refusal("zero-denominator", at)
            value /= divisor
            self.index += 2
        return value

    def factor(self) -> Fraction:
        """Read a number, a variable, a bracketed sum, or a number times one of the last two."""
        kind, part, at = self.tokens[self.index]
        self.index += 1
        if kind == "variable":
            return self.variable(part, at)
        if kind == "open":
            total = self.amount()
            self.close(part, at)
            return total
        value = _number(part, at)
        after, part, at = self.tokens[self.index]
        if after == "number":
            raise refusal("two-numbers", at, part)
        return value * self.factor() if self.begins_amount() else value

    def variable(self, name: str, at: int) -> Fraction:
        if name not in self.values:
            raise refusal("unbound-variable", at, name)
        self.used.add(name)
        return self.values[name]

    def skip_hyphen(self) -> None:
        """A hyphen between an amount and the next element is left over from a line break."""
        if self.tokens[self.index][1] == "-" and self.tokens[self.index + 1][0] in ("element", "open"):
            self.index += 1
            self.remark("hyphen-ignored")

    # The end of a formula, and whatever should not be there

    def water(self) -> Fraction:
        """Read `·1.09H2O`; without it there is none."""
        kind, _, at = self.tokens[self.index]
        if kind != "dot":
            return Fraction(0)
        self.index += 1
        amount = self.amount() if self.begins_amount() else ONE
        if [part for _, part, _ in self.tokens[self.index : self.index + 3]] != ["H", "2", "O"]:
            raise refusal("adduct", at)
        self.index += 3
        return amount if self.keeps(amount, "water", at) else Fraction(0)

    def refuse_glued_water(self) -> None:
        """`Fe(CN)6.2H2O` may mean 6.2 cyanides, or 6 and two waters."""
        kind, _, at = self.tokens[self.index - 1]
        after = [part for _, part, _ in self.tokens[self.index + 1 : self.index + 3]]
        if self.index and kind == "number" and after == ["2", "O"]:
            raise refusal("water-without-dot", at)

    def expect_end(self) -> None:
        """Refuse whatever stands where the formula should have ended."""
        kind, part, at = self.tokens[self.index]
        if kind == "close":
            raise refusal("unbalanced", at, part)
        if kind == "number":
            raise refusal("two-numbers", at, part)
        if kind != "end":
            raise refusal("misplaced", at, part, _WHAT_INSTEAD.get(kind, "give the formula alone"))

    # Conventions of print

    def cyanide_units(self, parts: list[Part]) -> list[Part]:
        """Put the metal before a bare (CN)6 into a unit with it: `MnFe(CN)6` is `Mn[Fe(CN)6]`."""
        joined: list[Part] = []
        for part in parts:
            metal = joined[-1] if joined else None
            if isinstance(metal, Atom) and metal.symbol not in NON_METALS and is_cyanide(part):
                joined[-1] = Group((metal, part), ONE)
                self.remark("carbon-site-inferred", metal.symbol)
            else:
                joined.append(part)
        return joined

    def remark_on_whole(self, parts: tuple[Part, ...], coating: str | None) -> None:
        if not parts:
            raise refusal("empty", 0)
        for name in sorted(set(self.values) - self.used):
            self.remark("unused-value", name)
        if coating:
            self.remark("coating-ignored", coating)
        twice = _repeated_metals(parts)
        if twice:
            self.remark("element-repeated", ", ".join(twice))


_PLACEHOLDERS: Final = frozenset(("TM", "RE", "AE", "Me", "Ln", "A", "M", "X", "T", "R", "L", "Q", "Z"))
_WHAT_INSTEAD: Final = {
    "variable": "element symbols begin with a capital letter",
    "sign": "write one formula, without ranges, dashes or charges",
    "slash": "write fractions as 1/6, and one formula at a time",
    "comma": "write decimals with a point, and end the formula before a comment",
    "valence": "a valence belongs right after a symbol or its amount",
    "prime": "a prime belongs to a phase such as P'2 before the formula",
    "equals": "after the formula, one variable gets one number, as in `, x = 0.1`",
}
_GIVEN: Final = re.compile(r"[\s,;(]+([a-zα-ω])\s*=\s*([0-9./]{1,12})\s*\)?\s*$")
_COATING: Final = re.compile(
    r"\s*[/@-]\s*(C|C-N|N-C|NC|CNTs?|SWCNTs?|MWCNTs?|r?GO|[Gg]raphite|[Gg]raphene|PPy)\s*$"
)


def _given_values(text: str) -> tuple[str, dict[str, Binding]]:
    """Split off `, x = 0.1` after a formula."""
    given: dict[str, Binding] = {}
    while "=" in text and len(text) < 1000 and (match := _GIVEN.search(text)):
        given[match[1]] = match[2]
        text = text[: match.start()]
    return text, given


def _value(name: str, value: Binding, text: str) -> Fraction:
    """The exact value of a variable; a float counts as the decimal it prints as."""
    written = repr(value) if isinstance(value, float) else str(value)
    if re.fullmatch(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:/[0-9]*[1-9][0-9]*)?", written) and len(written) <= 40:
        above, _, below = written.partition("/")
        return Fraction(above) / int(below or 1)
    raise refusal("bad-value", max(text.find(name), 0), written[:40], name)


def _coating(text: str) -> tuple[str, str | None]:
    """Split off a carbon coating such as `/C` or `@C-N`."""
    match = None if text[-1:].isdigit() else _COATING.search(text[-20:])
    return (text[: len(text[:-20]) + match.start()], match[1]) if match else (text, None)


def _number(part: str, at: int) -> Fraction:
    """An exact number from `2`, `.5`, `0.35` or `1/6`."""
    if len(part) > _LONGEST_NUMBER:
        raise refusal("number-too-long", at, len(part), _LONGEST_NUMBER)
    whole, point, decimals = part.partition(".")
    if point:
        return Fraction(int(whole + decimals), 10 ** len(decimals))
    above, slash, below = part.partition("/")
    if not slash:
        return Fraction(int(part))
    if not int(below):
        raise refusal("zero-denominator", at)
    return Fraction(int(above), int(below))


def _words(at: int, text: str) -> FormulaError:
    """Name the whole word, of which a token is only the part that no element begins."""
    while at and text[at - 1].isalpha():
        at -= 1
    return refusal("words", at, "".join(takewhile(str.isalpha, text[at:])))


def _without_water(parts: list[Part]) -> tuple[list[Part], Fraction]:
    """Take `(H2O)2` out of the parts."""
    water = [part for part in parts if isinstance(part, Group) and part.parts == _WATER]
    rest = [part for part in parts if part not in water] if water else parts
    return rest, sum([part.amount for part in water], Fraction(0))


def _repeated_metals(parts: tuple[Part, ...]) -> list[str]:
    """Metals written twice in the same valence, outside the [M(CN)6] units."""
    seen: set[tuple[str, Fraction | None]] = set()
    twice: dict[str, None] = {}
    for symbol, _, valence, _, cyanide in placed(parts):
        if not cyanide and symbol not in NON_METALS and symbol != VACANCY:
            if (symbol, valence) in seen:
                twice[symbol] = None
            seen.add((symbol, valence))
    return list(twice)
