"""What does a printed formula say? Any spelling that papers use becomes one exact composition.

    formula  = [phase "-"] part+ ["·" water] ["/" coating] ["," variable "=" number]
    part     = element quantity | vacancy quantity | bracket part+ bracket quantity
    quantity = [valence] [amount] [valence]          (one amount, at most one valence)
    amount   = term (("+" | "-") term)*              (a lone number, or a sum with a variable)
    term     = factor ["/" number],  factor = number [variable | "(" amount ")"] | variable | "(" amount ")"

All amounts are exact fractions. What cannot be read with certainty is refused, never half-read.
The parser looks at each token a fixed number of times, so its time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import takewhile
from typing import Final, NamedTuple, NoReturn

from .spelling import FormulaError, Span, prefix, refuse_placeholder, spans, tokens

__all__ = ["Atom", "Formula", "FormulaError", "Group", "Placed", "Remark", "Span", "parse", "plain", "spans"]

VACANCY: Final = "□"
NON_METALS: Final = frozenset("H He B C N O F Ne Si P S Cl Ar As Se Br Kr Te I Xe".split())
ONE: Final = Fraction(1)
_DEEPEST: Final = 8  # brackets within brackets; print knows three
_LONGEST_NUMBER: Final = 12  # characters, the point included
_FEWEST_EQUAL_PARTS: Final = 3  # `(VCr)` may well mean one of each; `(MnFeCoNiCu)` never means five metals

Binding = Fraction | str | int | float


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know about how a formula was understood."""

    code: str
    text: str


class Atom(NamedTuple):
    """An element (or the vacancy `□`) with its amount and, where printed, its valence."""

    symbol: str
    amount: Fraction
    valence: Fraction | None


class Group(NamedTuple):
    """A bracket with its amount."""

    parts: tuple[Part, ...]
    amount: Fraction


Part = Atom | Group


class Placed(NamedTuple):
    """One atom with all the brackets around it multiplied out."""

    symbol: str
    amount: Fraction
    valence: Fraction | None
    group: Group | None  # the innermost bracket
    cyanide: bool  # inside a [M(CN)6] unit


@dataclass(frozen=True, slots=True)
class Formula:
    """A composition. Two are equal when they say the same, however they were printed."""

    text: str = field(compare=False)
    phase: str | None
    parts: tuple[Part, ...]
    water: Fraction
    coating: str | None
    remarks: tuple[Remark, ...] = field(compare=False)


def parse(text: str, bindings: Mapping[str, Binding] = {}) -> Formula:  # noqa: B006  # never changed
    """Read a printed formula; `bindings` gives its variables their values.

    Raises FormulaError, with the position, for anything that is not one certain composition.

    >>> plain(parse("P2-Na_{2/3}Mn_{1-x}Mg_xO_2", {"x": "0.1"}))
    'P2-Na2/3Mn0.9Mg0.1O2'
    """
    body, given = _given_values(text)
    values = {name: _value(name, value, text) for name, value in {**given, **bindings}.items()}
    body, coating = _coating(body)
    return _Reader(text, body, values).formula(coating)


class _Reader:
    """A recursive descent over the tokens of one text."""

    __slots__ = ("index", "remarks", "text", "tokens", "used", "values")

    def __init__(self, text: str, body: str, values: Mapping[str, Fraction]) -> None:
        self.text = text
        self.tokens = tokens(body)
        self.index = 0
        self.values = values
        self.used: set[str] = set()
        self.remarks: dict[str, Remark] = {}

    def formula(self, coating: str | None) -> Formula:
        phase, self.index = prefix(self.tokens)
        kind, part, at = self.tokens[self.index]
        if kind == "end":
            raise FormulaError("empty", at, "There is no formula here: write one, such as NaNi0.5Mn0.5O2.")
        if kind == "number":
            raise FormulaError("leading-number", at, f"Give one formula unit, without the `{part}` before it.")
        parts = self.parts(0)
        water = self.water()
        self.expect_end()
        parts, more_water = _take_water(parts)
        parts = self.cyanide_units(parts)
        self.remark_on_text(parts, coating)
        return Formula(self.text, phase, tuple(parts), water + more_water, coating, tuple(self.remarks.values()))

    # Parts

    def parts(self, depth: int) -> list[Part]:
        """Read parts until something that begins none: a closing bracket, a dot or the end."""
        found: list[Part] = []
        bare = True
        while True:
            kind, symbol, at = self.tokens[self.index]
            if kind == "element" or kind == "vacancy":
                if symbol == "H":
                    self.refuse_glued_water()
                self.index += 1
                amount, valence = self.quantity()
                bare = bare and amount is None and valence is None
                if amount is None:
                    found.append(Atom(symbol, ONE, valence))
                elif self.keeps(amount, symbol, at):
                    found.append(Atom(symbol, amount, valence))
            elif kind == "open":
                bare = False
                self.bracket(found, depth + 1)
            elif kind == "placeholder":
                refuse_placeholder(symbol, at)
            elif kind == "dot" and self.tokens[self.index + 1][0] == "vacancy":
                self.index += 1
            else:
                break
        return _equal_parts(found, self) if bare and depth and self.bare_bracket_ends() else found

    def bracket(self, found: list[Part], depth: int) -> None:
        """Read one bracket and its amount, and add it to what was found."""
        _, opening, at = self.tokens[self.index]
        if depth > _DEEPEST:
            raise FormulaError("too-deep", at, f"Brackets are nested more than {_DEEPEST} deep: write them out.")
        self.index += 1
        parts = self.parts(depth)
        kind, closing, end = self.tokens[self.index]
        if kind == "comma":
            raise FormulaError(
                "split-not-stated",
                end,
                "Commas in a bracket leave open how its amount is shared: write each element with its amount.",
            )
        if kind != "close" or opening + closing not in ("()", "[]"):
            self.refuse_unclosed(opening, at)
        if not parts:
            raise FormulaError("empty-bracket", at, "This bracket holds nothing: fill it or remove it.")
        self.index += 1
        amount, valence = self.quantity()
        if valence is not None:
            raise FormulaError("charged-bracket", end, "A formula unit is neutral: leave out the bracket's charge.")
        amount = ONE if amount is None else amount
        if self.keeps(amount, "the bracket", at):
            found.append(Group(tuple(parts), amount))

    def bare_bracket_ends(self) -> bool:
        """Whether the bracket that closes here has no amount of its own."""
        return self.tokens[self.index][0] == "close" and self.tokens[self.index + 1][0] not in (
            "number",
            "variable",
        )

    def keeps(self, amount: Fraction, name: str, at: int) -> bool:
        """Refuse a negative amount; leave out what has none."""
        if amount > 0:
            return True
        if amount < 0:
            raise FormulaError(
                "negative-amount", at, f"The amount of {name} comes to {amount}: give a value that keeps it at 0 or more."
            )
        self.remark("zero-amount", f"The amount of {name} is zero, so it is left out.")
        return False

    def remark(self, code: str, text: str) -> None:
        self.remarks.setdefault(code, Remark(code, text))

    # Quantities

    def quantity(self) -> tuple[Fraction | None, Fraction | None]:
        """Read the amount and the valence after a symbol, in either order; None where not printed."""
        tokens, index = self.tokens, self.index
        kind, part, at = tokens[index]
        if kind == "number" and tokens[index + 1][0] in _ENDS_A_NUMBER:
            self.index += 1
            return _number(part, at), None
        if kind == "element" or kind == "end":
            return None, None
        valence = self.valence()
        amount = self.amount() if self.begins_amount() else None
        second = self.valence()
        if valence is None:
            valence = second
        elif second is not None:
            raise FormulaError("two-valences", at, "Two valences stand here: keep one.")
        self.skip_hyphen(amount)
        return amount, valence

    def valence(self) -> Fraction | None:
        """Read a raised valence, or one that lost its superscript and cannot be anything else (`Fe3+O2`)."""
        kind, part, at = self.tokens[self.index]
        if kind == "valence":
            self.index += 1
            return Fraction(part[-1] + part[:-1])
        if kind != "number" or self.tokens[self.index + 1][1] != "+":
            return None
        after = self.tokens[self.index + 2][0]
        if after == "variable":
            return None
        if after == "number" or len(part) > 1:
            raise FormulaError(
                "ambiguous-valence",
                at,
                f"`{part}+` may be a valence or an amount: write the valence as ^{{2+}} and the amount after it.",
            )
        self.index += 2
        return Fraction(part)

    def begins_amount(self) -> bool:
        kind = self.tokens[self.index][0]
        if kind == "open":
            return self.tokens[self.index + 1][0] in ("number", "variable")
        return kind == "number" or kind == "variable"

    def amount(self) -> Fraction:
        """Read a number, or a sum of terms with a variable in it."""
        at, before = self.tokens[self.index][2], len(self.used)
        variables = self.index
        total = self.term()
        while self.tokens[self.index][0] == "sign" and self.tokens[self.index + 1][0] in ("number", "variable"):
            sign = self.tokens[self.index][1]
            self.index += 1
            total = total + self.term() if sign == "+" else total - self.term()
            if len(self.used) == before and not any(t[0] == "variable" for t in self.tokens[variables : self.index]):
                raise FormulaError(
                    "two-numbers", at, "Two numbers with a sign between them: write one amount, not a range or a sum."
                )
        return total

    def term(self) -> Fraction:
        value = self.factor()
        while self.tokens[self.index][0] == "slash" and self.tokens[self.index + 1][0] == "number":
            _, part, at = self.tokens[self.index + 1]
            divisor = _number(part, at)
            if not divisor:
                raise FormulaError("zero-denominator", at, "Nothing can be divided by zero: correct the fraction.")
            value /= divisor
            self.index += 2
        return value

    def factor(self) -> Fraction:
        """Read a number, a variable, a bracketed sum, or a number times one of these."""
        kind, part, at = self.tokens[self.index]
        self.index += 1
        if kind == "variable":
            return self.variable(part, at)
        if kind == "open":
            return self.bracketed_sum(at)
        value = _number(part, at)
        kind, _, at = self.tokens[self.index]
        if kind == "variable" or (kind == "open" and self.begins_amount()):
            return value * self.factor()
        if kind == "number":
            raise FormulaError("two-numbers", at, _UNEXPECTED["number"][1].format(self.tokens[self.index][1]))
        return value

    def bracketed_sum(self, at: int) -> Fraction:
        total = self.amount()
        if self.tokens[self.index][0] != "close":
            self.refuse_unclosed("(", at)
        self.index += 1
        return total

    def variable(self, name: str, at: int) -> Fraction:
        if name not in self.values:
            raise FormulaError(
                "unbound-variable",
                at,
                f"`{name}` has no value: give one, as in `, {name} = 0.1` after the formula or --bind {name}=0.1.",
            )
        self.used.add(name)
        return self.values[name]

    def skip_hyphen(self, amount: Fraction | None) -> None:
        """A hyphen between an amount and the next element is left over from a line break."""
        if amount is None or self.tokens[self.index][1] != "-":
            return
        if self.tokens[self.index + 1][0] in ("element", "open"):
            self.index += 1
            self.remark(
                "hyphen-ignored", "A hyphen between two elements was taken for a line break and left out."
            )

    # Water, and whatever should not be there

    def water(self) -> Fraction:
        """Read `·1.09H2O`."""
        kind, _, at = self.tokens[self.index]
        if kind != "dot":
            return Fraction(0)
        self.index += 1
        amount = self.amount() if self.begins_amount() else ONE
        if [t[1] for t in self.tokens[self.index : self.index + 3]] != ["H", "2", "O"]:
            raise FormulaError("adduct", at, "Only water or a vacancy can follow a dot: write anything else as one formula.")
        self.index += 3
        return amount if self.keeps(amount, "water", at) else Fraction(0)

    def refuse_glued_water(self) -> None:
        """`Fe(CN)6.2H2O` may mean 6.2, or 6 and two waters."""
        found, index = self.tokens, self.index
        if index and found[index - 1][0] == "number" and [t[1] for t in found[index + 1 : index + 3]] == ["2", "O"]:
            raise FormulaError(
                "water-without-dot",
                found[index - 1][2],
                "Where the amount ends and the water begins is open: write the water after a `·` or `*`.",
            )

    def refuse_unclosed(self, opening: str, at: int) -> None:
        kind, part, _ = self.tokens[self.index]
        if kind in ("close", "end"):
            raise FormulaError("unbalanced", at, f"The bracket `{opening}` is not closed by its like: mend the brackets.")
        self.expect_end()

    def expect_end(self) -> None:
        """Refuse whatever stands where the formula should have ended."""
        kind, part, at = self.tokens[self.index]
        if kind == "end":
            return
        for later, _, place in self.tokens[self.index :]:
            if later == "prose":
                self.refuse_words(place)
        code, text = _UNEXPECTED.get(kind, _UNEXPECTED["other"])
        raise FormulaError(code, at, text.format(part))

    def refuse_words(self, at: int) -> NoReturn:
        """Name the whole word, of which a token is only the part that no element begins."""
        while at and self.text[at - 1].isalpha():
            at -= 1
        word = "".join(takewhile(str.isalpha, self.text[at:]))
        raise FormulaError("words", at, f"`{word}` is a word, and only formulas can be read: give the formula alone.")

    # Conventions of print

    def cyanide_units(self, parts: list[Part]) -> list[Part]:
        """Put the metal before a bare (CN)6 into a unit with it: `MnFe(CN)6` is `Mn[Fe(CN)6]`."""
        joined: list[Part] = []
        for part in parts:
            metal = joined[-1] if joined else None
            if is_cyanide(part) and isinstance(metal, Atom) and metal.symbol not in NON_METALS:
                joined[-1] = Group((metal, part), ONE)
                self.remark(
                    "carbon-site-inferred",
                    f"{metal.symbol} stands right before (CN) and is taken for the carbon-coordinated metal.",
                )
            else:
                joined.append(part)
        return joined

    def remark_on_text(self, parts: list[Part], coating: str | None) -> None:
        for name in sorted(set(self.values) - self.used):
            self.remark("unused-value", f"{name} was given a value but is not in the formula.")
        if coating:
            self.remark("coating-ignored", f"The coating or composite partner `{coating}` is not counted.")
        twice = _repeated(parts)
        if twice:
            self.remark("element-repeated", f"Written more than once and added up: {', '.join(twice)}.")


_ENDS_A_NUMBER: Final = frozenset(("element", "end", "close"))

_UNEXPECTED: Final = {
    "close": ("unbalanced", "This `{}` closes nothing: remove it or add the opening bracket."),
    "number": ("two-numbers", "The number `{}` belongs to nothing: write what was lost before it, such as a vacancy □."),
    "variable": ("misplaced", "`{}` cannot stand here: element symbols begin with a capital letter."),
    "sign": ("misplaced", "`{}` cannot stand here: write one formula, without ranges, dashes or charges."),
    "slash": ("misplaced", "`{}` cannot stand here: write fractions as 1/6, and one formula at a time."),
    "comma": ("misplaced", "`{}` cannot stand here: write decimals with a point, and end the formula before a comment."),
    "valence": ("misplaced", "The valence {} belongs to no element: put it right after a symbol or its amount."),
    "prime": ("misplaced", "A prime belongs to a phase such as P'2 before the formula."),
    "equals": ("misplaced", "After the formula, `=` must give one variable one number, as in `, x = 0.1`."),
    "other": ("misplaced", "`{}` cannot stand here: give the formula alone."),
}

_GIVEN: Final = re.compile(r"[\s,;(]+([a-zα-ω])\s*=\s*([0-9./]{1,12})\s*\)?\s*$")
_COATING: Final = re.compile(
    r"\s*[/@-]\s*(C|C-N|N-C|NC|S?W?M?CNTs?|MWCNTs?|r?GO|[Gg]raphite|[Gg]raphene|PPy)\s*$"
)


def _given_values(text: str) -> tuple[str, dict[str, Binding]]:
    """Split off `, x = 0.1` after a formula; what is split off keeps no place in it."""
    given: dict[str, Binding] = {}
    while "=" in text and (match := _GIVEN.search(text)):
        given[match[1]] = match[2]
        text = text[: match.start()]
    return text, given


def _value(name: str, value: Binding, text: str) -> Fraction:
    """The exact value of a variable; a float counts as the decimal it prints as."""
    try:
        if len(str(value)) > 40:
            raise ValueError
        return Fraction(repr(value) if isinstance(value, float) else value)
    except (ValueError, ZeroDivisionError, OverflowError, TypeError):
        raise FormulaError(
            "bad-value", max(text.find(name), 0), f"`{value}` is no number for {name}: give one such as 0.1 or 1/6."
        ) from None


def _coating(text: str) -> tuple[str, str | None]:
    """Split off a carbon coating such as `/C` or `@C-N`."""
    match = None if text[-1:].isdigit() else _COATING.search(text)
    return (text[: match.start()], match[1]) if match else (text, None)


def _number(part: str, at: int) -> Fraction:
    """An exact number from `2`, `.5`, `0.35` or `1/6`."""
    if len(part) > _LONGEST_NUMBER:
        raise FormulaError("number-too-long", at, f"A number has at most {_LONGEST_NUMBER} characters: round it.")
    whole, point, decimals = part.partition(".")
    if point:
        return Fraction(int(whole + decimals), 10 ** len(decimals))
    above, slash, below = part.partition("/")
    if not slash:
        return Fraction(int(part))
    if not int(below):
        raise FormulaError("zero-denominator", at, "Nothing can be divided by zero: correct the fraction.")
    return Fraction(int(above), int(below))


def _equal_parts(parts: list[Part], reader: _Reader) -> list[Part]:
    """Metals in a bracket without any amount share one site in equal parts."""
    atoms = [part for part in parts if isinstance(part, Atom) and part.symbol not in NON_METALS]
    if len(atoms) < len(parts) or len({atom.symbol for atom in atoms}) < max(len(parts), _FEWEST_EQUAL_PARTS):
        return parts
    reader.remark(
        "equal-parts",
        f"The bracket of {', '.join(atom.symbol for atom in atoms)} has no amounts: read as equal parts of one site.",
    )
    return [Atom(atom.symbol, Fraction(1, len(atoms)), None) for atom in atoms]


def is_cyanide(part: Part) -> bool:
    """Whether a part is a bracket of just C and N."""
    return isinstance(part, Group) and [getattr(atom, "symbol", "") for atom in part.parts] == ["C", "N"]


def _take_water(parts: list[Part]) -> tuple[list[Part], Fraction]:
    """Take `(H2O)2` out of the parts."""
    water = [part for part in parts if isinstance(part, Group) and part.parts == _WATER]
    if not water:
        return parts, Fraction(0)
    return [part for part in parts if part not in water], sum((part.amount for part in water), Fraction(0))


_WATER: Final = (Atom("H", Fraction(2), None), Atom("O", ONE, None))


def _repeated(parts: list[Part]) -> list[str]:
    """Metals written twice in the same valence and outside the [M(CN)6] units."""
    seen: set[tuple[str, Fraction | None]] = set()
    twice: dict[str, None] = {}
    for symbol, _, valence, _, cyanide in _walk(tuple(parts), ONE, None, False):
        if cyanide or symbol in NON_METALS or symbol == VACANCY:
            continue
        if (symbol, valence) in seen:
            twice[symbol] = None
        seen.add((symbol, valence))
    return list(twice)


def placed(formula: Formula) -> Iterator[Placed]:
    """All atoms of a formula, in print order, with the amounts of their brackets multiplied in; no water."""
    return _walk(formula.parts, ONE, None, False)


def _walk(parts: tuple[Part, ...], times: Fraction, group: Group | None, cyanide: bool) -> Iterator[Placed]:
    for part in parts:
        if isinstance(part, Atom):
            amount = part.amount if times is ONE else part.amount * times
            yield Placed(part.symbol, amount, part.valence, group, cyanide)
        else:
            inside = cyanide or any(map(is_cyanide, part.parts))
            total = part.amount if times is ONE else part.amount * times
            yield from _walk(part.parts, total, part, inside)


def plain(formula: Formula) -> str:
    """The one plain spelling of a composition, in ASCII; reading it gives an equal Formula.

    >>> plain(parse("K_{1.6}(MnFeCoNiCu)[Fe(CN)_6]_{0.9}\\\\Box_{0.1}"))
    'K1.6(Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)[Fe(CN)6]0.9[]0.1'
    """
    phase = _ASCII_PHASE.get(formula.phase or "", formula.phase)
    return "".join((
        f"{phase}-" if phase else "",
        _spell(formula.parts),
        f"*{number(formula.water)}H2O" if formula.water else "",
        f"/{formula.coating}" if formula.coating else "",
    ))  # fmt: skip


_ASCII_PHASE: Final = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"}


def _spell(parts: tuple[Part, ...]) -> str:
    spelled = []
    for part in parts:
        amount = "" if part.amount == 1 else number(part.amount)
        if isinstance(part, Atom):
            valence = "" if part.valence is None else f"^{{{number(abs(part.valence))}{'+-'[part.valence < 0]}}}"
            spelled.append(("[]" if part.symbol == VACANCY else part.symbol) + valence + amount)
        else:
            opening, closing = "[]" if any(map(is_cyanide, part.parts)) else "()"
            spelled.append(opening + _spell(part.parts) + closing + (amount or _needed_one(part)))
    return "".join(spelled)


def _needed_one(group: Group) -> str:
    """Without its `1` a bracket of bare metals would be read as equal parts."""
    return "1" if all(type(part) is Atom and part.amount == 1 and part.valence is None for part in group.parts) else ""


def number(amount: Fraction) -> str:
    """The shortest exact spelling of an amount: a decimal where there is one, else `a/b`.

    >>> number(Fraction(7, 20)), number(Fraction(1, 6))
    ('0.35', '1/6')
    """
    above, below = amount.as_integer_ratio()
    if below == 1:
        return str(above)
    for places in range(1, 10):
        if 10**places % below == 0:
            digits = str(above * (10**places // below)).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}"
    return f"{above}/{below}"
