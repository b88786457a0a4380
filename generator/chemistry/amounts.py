"""How much of it? The amounts and valences in a formula, and the tools that any reader of tokens needs.

quantity = [valence] [amount] | amount valence
amount   = term (("+" | "-") term)*          a sum must have a variable in it
term     = factor ("/" number)*
factor   = number [factor] | variable | "(" amount ")"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from .composition import NON_METALS
from .messages import FormulaError, Remark, refusal, remark
from .tokenizer import Token

AMOUNT: Final = frozenset(("number", "variable"))  # the tokens that an amount begins with, brackets apart
_LONGEST_NUMBER: Final = 12  # characters of one number, the point included
_ENDS_A_NUMBER: Final = frozenset(("element", "end", "close"))
_WATER: Final = ["H", "2", "O"]
_WHAT_INSTEAD: Final = {
    "variable": "element symbols begin with a capital letter",
    "sign": "write one formula, without ranges, dashes or charges",
    "slash": "write fractions as 1/6, and one formula at a time",
    "comma": "write decimals with a point, and end the formula before a comment",
    "valence": "a valence belongs right after a symbol or its amount",
    "prime": "a prime belongs to a phase such as P'2 before the formula",
    "equals": "after the formula, one variable gets one number, as in `, x = 0.1`",
}


class QuantityReader:
    """Reads quantities off a list of tokens, from the token at `index` on."""

    __slots__ = ("index", "remarks", "tokens", "used", "values")

    def __init__(self, tokens: Sequence[Token], values: Mapping[str, Fraction]) -> None:
        self.tokens = tokens
        self.index = 0
        self.values = values
        self.used: set[str] = set()
        self.remarks: dict[str, Remark] = {}

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
        """Whether a number, a variable or a bracketed sum comes next."""
        kind = self.tokens[self.index][0]
        return kind in AMOUNT or (kind == "open" and self.tokens[self.index + 1][0] in AMOUNT)

    def amount(self) -> Fraction:
        """Read a number, or a sum with a variable in it."""
        start = self.index
        total = self.term()
        while self.tokens[self.index][0] == "sign" and self.tokens[self.index + 1][0] in AMOUNT:
            sign, at = self.tokens[self.index][1], self.index
            self.index += 1
            total = total + self.term() if sign == "+" else total - self.term()
            if not any(kind == "variable" for kind, _, _ in self.tokens[start : self.index]):
                raise refusal("two-numbers", self.tokens[at + 1][2], self.tokens[at + 1][1])
        return total

    def term(self) -> Fraction:
        """Read a factor and what divides it."""
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
        """Give the value of a variable."""
        if name not in self.values:
            raise self.without_value(name, at)
        self.used.add(name)
        return self.values[name]

    def without_value(self, name: str, at: int) -> FormulaError:
        """A variable that has no value, with one to try: none of a defect such as δ, two of the water."""
        power = power_of_ten(self.tokens, self.index - 1)
        if power:
            return refusal("exponent", at - power.index(name), power)
        value = "2" if self.comes(_WATER) else "0.1" if name.isascii() else "0"
        return refusal("unbound-variable", at, name, value)

    def comes(self, parts: Sequence[str]) -> bool:
        """Whether exactly these parts come next."""
        return [part for _, part, _ in self.tokens[self.index : self.index + len(parts)]] == parts

    def skip_hyphen(self) -> None:
        """A hyphen between an amount and the next element is left over from a line break."""
        if self.tokens[self.index][1] == "-" and self.tokens[self.index + 1][0] in ("element", "open"):
            self.index += 1
            self.remark("hyphen-ignored")

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

    def expect_end(self) -> None:
        """Refuse whatever stands where the formula should have ended."""
        kind, part, at = self.tokens[self.index]
        if kind == "close":
            raise refusal("unbalanced", at, part)
        if kind == "number":
            raise refusal("two-numbers", at, part)
        if part == ".":
            raise self.stray_point(at)
        if kind != "end":
            raise refusal("misplaced", at, part, _WHAT_INSTEAD.get(kind, "give the formula alone"))

    def stray_point(self, at: int) -> FormulaError:
        """A point that no digit follows: the end of a sentence, the dot of water, or a number cut short."""
        self.index += 1
        kind, after, _ = self.tokens[self.index]
        if kind == "end":
            return refusal("misplaced", at, ".", "leave out the point at the end")
        if self.comes(_WATER):
            return refusal("water-without-dot", at)
        return refusal("digit-missing", at, " (a letter O for zero?)" if after[0] in "Oo" else "")

    def remark(self, code: str, *names: object) -> None:
        """Keep one remark of each code."""
        self.remarks.setdefault(code, remark(code, *names))


def power_of_ten(tokens: Sequence[Token], index: int) -> str:
    """Spell the number around an `e` or `E` that is meant as in 1e-3; empty where it is no such `e`.

    >>> from generator.chemistry.tokenizer import tokens
    >>> power_of_ten(tokens("Ni1e-3O2"), 2)
    '1e-3'
    """
    (kind, number, start), (_, letter, at) = tokens[max(index - 1, 0)], tokens[index]
    if kind != "number" or letter not in ("e", "E") or start + len(number) != at:
        return ""
    signed = tokens[index + 1][0] == "sign"
    kind, power, _ = tokens[index + 1 + signed]
    sign = tokens[index + 1][1] if signed else ""
    return f"{number}{letter}{sign}{power}" if kind == "number" and power.isdecimal() else ""


def _number(part: str, at: int) -> Fraction:
    """An exact number from `2`, `.5`, `0.35` or `1/6`."""
    if len(part) > _LONGEST_NUMBER:
        raise refusal("number-too-long", at, len(part), _LONGEST_NUMBER)
    try:
        return _exact(part)
    except ZeroDivisionError:
        raise refusal("zero-denominator", at) from None


@lru_cache(maxsize=1024)  # the same few amounts return in formula after formula
def _exact(part: str) -> Fraction:
    return Fraction(part)
