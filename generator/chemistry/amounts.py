"""How much of it? The amounts and valences in a formula, and the tools that any reader of tokens needs.

quantity = [valence] [amount] | amount valence
amount   = term (("+" | "-") term)*
term     = factor ("/" number)*
factor   = number [uncertainty | factor] | variable | "(" amount ")"

A sum of plain numbers may be a range: it is read only where it cannot be one, and with a remark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from .composition import ALKALI_OR_LITHIUM, NON_METALS, number
from .messages import FormulaError, Remark, refusal, remark
from .tokenizer import Token

AMOUNT: Final = frozenset(("number", "variable"))  # the tokens that an amount begins with, brackets apart
_LONGEST_NUMBER: Final = 12  # characters of one number, the point included
ENDS_A_NUMBER: Final = frozenset(("element", "end", "close"))
_WATER: Final = ["H", "2", "O"]
_NO_VALENCE: Final = NON_METALS | ALKALI_OR_LITHIUM  # no 2+ or 3+ is theirs: what follows them is an amount
_DEFECTS: Final = ("δ", "d")
_NEVER_VARIABLES: Final = frozenset("fghijlo")  # a letter of a symbol that does not exist, such as Ch
_JOINS: Final = frozenset(("sign", "slash", "open", "number"))  # what can follow the first token of a sum
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

    __slots__ = ("anions", "index", "remarks", "tokens", "used", "values")

    def __init__(self, tokens: Sequence[Token], values: Mapping[str, Fraction]) -> None:
        self.tokens = tokens
        self.index = 0
        self.anions = False  # whether the anions of the formula have begun
        self.values = values
        self.used: set[str] = set()
        self.remarks: dict[str, Remark] = {}

    def quantity(self) -> tuple[Fraction | None, Fraction | None]:
        """Read the amount and the valence after a symbol, in either order; None where not printed."""
        if self.tokens[self.index][0] == "element":
            return None, None
        valence = self.valence()
        amount = self.amount() if self.begins_amount() else None
        if self.tokens[self.index][0] in ("valence", "flat"):
            if valence is not None:
                raise refusal("two-valences", self.tokens[self.index][2])
            valence = self.valence()
        if amount is not None:
            self.skip_hyphen()
        return amount, valence

    def valence(self) -> Fraction | None:
        """Read a valence, raised or one that lost its height (`MnII`, `Fe3+O2`, `Co3+0.25`)."""
        kind, part, at = self.tokens[self.index]
        if kind == "valence" or kind == "flat":
            self.index += 1
            if kind == "flat":
                self.remark("valence-flat", self.tokens[self.index - 2][1] + part)
            return Fraction(part[-1] + part[:-1])
        if kind != "number" or self.tokens[self.index + 1][1:] != ("+", at + len(part)) or self.is_sum():
            return None
        if len(part) > 1:
            raise refusal("ambiguous-valence", at, part)
        self.index += 2
        self.remark("valence-flat", f"{self.tokens[self.index - 3][1]}{part}+")
        return Fraction(part)

    def is_sum(self) -> bool:
        """Whether the number and the plus that come next begin a sum with a variable, or belong to no metal."""
        if self.tokens[self.index - 1][1] in _NO_VALENCE:
            return True
        kind, part, at = self.tokens[self.index + 2]
        if kind == "number":
            after = self.tokens[self.index + 3]
            return after[0] == "variable" and after[2] == at + len(part)
        return kind == "variable" or (kind == "open" and self.tokens[self.index + 3][0] in AMOUNT)

    def begins_amount(self) -> bool:
        """Whether a number, a variable or a bracketed sum comes next."""
        return self.is_amount(self.index)

    def is_amount(self, index: int) -> bool:
        """Whether an amount begins at an index."""
        kind = self.tokens[index][0]
        return kind in AMOUNT or (kind == "open" and self.tokens[index + 1][0] in AMOUNT)

    def amount(self) -> Fraction:
        """Read a number, or a sum."""
        start = self.index
        total = self.term()
        while self.tokens[self.index][0] == "sign" and self.is_amount(self.index + 1):
            sign = self.tokens[self.index][1]
            self.index += 1
            total = total - self.term() if sign == "-" else total + self.term()
        if self.tokens[start + 1][0] in _JOINS:
            self.check_plain_sum(self.tokens[start : self.index], total)
        return total

    def check_plain_sum(self, terms: Sequence[Token], total: Fraction) -> None:
        """A sum of plain numbers: two decimals, as in `0.6-0.8`, are a range, `1/3-0.01` must be a difference."""
        kinds = [kind for kind, _, _ in terms]
        if "sign" not in kinds or "variable" in kinds:
            return
        decimals = all("." in part for kind, part, _ in terms if kind == "number")
        if total < 0 or decimals:
            _, part, at = terms[kinds.index("sign") + 1]
            raise refusal("two-numbers", at, part)
        self.remark("sum-read", "".join([part for _, part, _ in terms]), number(total))

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
        after, part_after, where = self.tokens[self.index]
        if after == "number":
            raise refusal("two-numbers", where, part_after)
        if after == "open" and self.tokens[self.index + 1][0] == "number" and self.tokens[self.index + 2][0] == "close":
            return self.with_uncertainty(value, part)
        if part_after == "±" and self.tokens[self.index + 1][0] == "number":
            self.index += 2
            self.remark("uncertainty-ignored", f"{part}±{self.tokens[self.index - 1][1]}")
            return value
        return value * self.factor() if self.begins_amount() else value

    def with_uncertainty(self, value: Fraction, part: str) -> Fraction:
        """`3.79(6)` is 3.79 with a standard uncertainty; digits in brackets multiply nothing."""
        _, digits, at = self.tokens[self.index + 1]
        if "." not in part or not digits.isdecimal():
            raise refusal("two-numbers", at, digits)
        self.index += 3
        self.remark("uncertainty-ignored", f"{part}({digits})")
        return value

    def variable(self, name: str, at: int) -> Fraction:
        """Give the value of a variable."""
        if name in self.values:
            self.used.add(name)
            return self.values[name]
        if name not in _DEFECTS or not self.is_oxygen_defect(name):
            raise self.without_value(name, at)
        self.values = {**self.values, name: Fraction(0)}
        self.used.add(name)
        self.remark("defect-ignored", name)
        return Fraction(0)

    def is_oxygen_defect(self, name: str) -> bool:
        """Whether every δ (or d) is that of oxygen, as in `O2-δ` or `O(2-δ)`."""
        places = [index for index, token in enumerate(self.tokens) if token[1] == name]
        before = [[token[1] for token in self.tokens[max(index - 4, 0) : index - 2]] for index in places]
        return all("O" in symbols[-1:] or symbols == ["O", "("] for symbols in before)

    def without_value(self, name: str, at: int) -> FormulaError:
        """A variable that has no value, with one to try: none of a defect such as δ, two of the water."""
        power = power_of_ten(self.tokens, self.index - 1)
        if power:
            return refusal("exponent", at - power.index(name), power)
        _, before, start = self.tokens[max(self.index - 2, 0)]
        if name in _NEVER_VARIABLES and before.isupper() and start + 1 == at:
            return refusal("unknown-element", start, before + name)
        value = "2" if self.comes(_WATER) else "0.1" if name.isascii() else "0"
        return refusal("unbound-variable", at, name, value)

    def comes(self, parts: Sequence[str]) -> bool:
        """Whether exactly these parts come next."""
        return [part for _, part, _ in self.tokens[self.index : self.index + len(parts)]] == parts

    def skip_hyphen(self) -> None:
        """A hyphen between an amount and the next element is left over from a line break."""
        if self.tokens[self.index][1] == "-" and self.tokens[self.index + 1][0] in ("element", "open"):
            self.refuse_joined(self.tokens[self.index + 1])
            self.index += 1
            self.remark("hyphen-ignored")

    def refuse_joined(self, after: Token) -> None:
        """A hyphen or a comma after the anions, and then a metal: another compound begins."""
        kind, symbol, at = after
        if self.anions and kind == "element" and symbol not in NON_METALS:
            raise refusal("two-compounds", at, symbol)

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
        """Refuse whatever follows where the formula should have ended."""
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
        """A point that no digit follows: the dot of water, or a number cut short."""
        self.index += 1
        _, after, _ = self.tokens[self.index]
        if self.comes(_WATER):
            return refusal("water-without-dot", at)
        return refusal("digit-missing", at, " (a letter O for zero?)" if after[:1] in ("O", "o") else "")

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
