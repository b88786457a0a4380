"""What does a printed formula say? Any spelling that papers use becomes one exact composition.

    formula  = [phase "-"] part+ ["·" [amount] "H2O"] ["/" coating] ["," variable "=" number]
    part     = (element | vacancy) quantity | bracket part+ bracket [amount]
    quantity, amount: see `quantities.py`

All amounts are exact fractions. What cannot be read with certainty is refused, never half-read.
No token is looked at more than a few times, so the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import takewhile
from typing import Final

from .amounts import AMOUNT, QuantityReader, power_of_ten
from .composition import (
    FEWEST_EQUAL_PARTS,
    NON_METALS,
    ONE,
    VACANCY,
    Atom,
    FlatAtom,
    Formula,
    Group,
    Part,
    flatten,
    is_cyanide,
    number,
    plain,
)
from .messages import FormulaError, Remark, refusal
from .tokenizer import Span, Token, prefix, spans, tokens

__all__ = ["Binding", "Formula", "FormulaError", "Remark", "Span", "parse", "plain", "spans"]

Binding = Fraction | str | int | float

_DEEPEST: Final = 8  # brackets within brackets; print knows three
_MOST: Final = 1000  # of one element in a formula unit: beyond any cathode
_NONE: Final = Fraction(0)
_WATER: Final = (Atom("H", Fraction(2), None), Atom("O", ONE, None))


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


class _Reader(QuantityReader):
    """A recursive descent over the tokens of one text."""

    __slots__ = ("absent",)

    def __init__(self, body: str, values: Mapping[str, Fraction]) -> None:
        super().__init__(tokens(body), values)
        self.absent: list[str] = []
        if "HCF" in body and (found := _FERRATE.search(body)):
            raise refusal("abbreviation", found.start(), "HCF", "hexacyanoferrate", "[Fe(CN)6]")
        depth = 0
        for kind, part, at in self.tokens:
            if kind not in _LOOKED_AHEAD_FOR:
                continue
            if kind == "open" or kind == "close":
                depth += 1 if kind == "open" else -1
                if depth > _DEEPEST:
                    raise refusal("too-deep", at, _DEEPEST)
            elif kind == "placeholder":
                raise self.unnamed((kind, part, at))
            elif kind == "prose":
                raise _words(at, body)

    def formula(self, text: str, coating: str | None) -> Formula:
        phase, self.index = prefix(self.tokens)
        kind, part, at = self.tokens[self.index]
        if kind == "end":
            raise refusal("empty", at)
        if kind == "number":
            raise refusal("leading-number", at, part)
        parts = self.parts()
        water = self.water()
        self.expect_end()
        if any(isinstance(part, Group) for part in parts):
            parts, water = _without_water(parts, water)
            parts = self.cyanide_units(parts)
        atoms = flatten(parts)
        self.refuse_large(atoms)
        self.remark_on_whole(atoms, coating)
        remarks = tuple(self.remarks.values())
        return Formula(text, phase, tuple(parts), water, coating, remarks, atoms, self.unused())

    # Parts

    def parts(self) -> list[Part]:
        """Read parts until something that begins none: a closing bracket, a dot or the end."""
        found: list[Part] = []
        while True:
            kind = self.tokens[self.index][0]
            if kind == "element" or kind == "vacancy":
                self.atom(found)
            elif kind == "open":
                self.bracket(found)
            elif kind == "dot" and self.tokens[self.index + 1][0] == "vacancy":
                self.index += 1
            else:
                return found

    def atom(self, found: list[Part]) -> None:
        """Read one element and its quantity."""
        _, symbol, at = self.tokens[self.index]
        if symbol == "H" and found:
            self.refuse_glued_water(found[-1])
        self.index += 1
        amount, valence = self.quantity()
        if amount is None:
            found.append(Atom(symbol, ONE, valence))
        elif self.keeps(amount, symbol, at):
            found.append(Atom(symbol, amount, valence))

    def bracket(self, found: list[Part]) -> None:
        """Read one bracket and its amount."""
        _, opening, at = self.tokens[self.index]
        self.index += 1
        start = self.index
        parts = self.parts()
        bare = all(kind == "element" for kind, _, _ in self.tokens[start : self.index])
        self.close(opening, at)
        if not parts:
            raise refusal("empty-bracket", at)
        amount, valence = self.quantity()
        if valence is not None:
            raise refusal("charged-bracket", at)
        if amount is None:
            found.append(Group(tuple(self.equal_parts(parts) if bare else parts), ONE))
        elif self.keeps(amount, "the bracket", at):
            found.append(Group(tuple(parts), amount))

    def equal_parts(self, parts: list[Part]) -> list[Part]:
        """Metals in a bracket without any amount, inside or after it, share one site in equal parts."""
        metals = [part.symbol for part in parts if isinstance(part, Atom) and part.symbol not in NON_METALS]
        if len(set(metals)) < max(len(parts), FEWEST_EQUAL_PARTS):
            return parts
        self.remark("equal-parts", ", ".join(metals))
        return [Atom(symbol, Fraction(1, len(metals)), None) for symbol in metals]

    def keeps(self, amount: Fraction, name: str, at: int) -> bool:
        """Refuse an amount below zero or beyond all measure; leave out what has none."""
        above, below = amount.as_integer_ratio()
        if above < 0:
            raise refusal("negative-amount", at, name, number(amount))
        if above > _MOST * below:
            raise refusal("amount-too-large", at, name, number(amount), _MOST)
        if not above:
            self.absent.append(name)
        return above > 0

    # The end of a formula, and whatever should not be there

    def water(self) -> Fraction:
        """Read `·1.09H2O`; without it there is none."""
        kind, _, at = self.tokens[self.index]
        if kind != "dot":
            return _NONE
        self.index += 1
        amount = self.amount() if self.begins_amount() else ONE
        if [part for _, part, _ in self.tokens[self.index : self.index + 3]] != ["H", "2", "O"]:
            raise refusal("adduct", at)
        self.index += 3
        return amount if self.keeps(amount, "water", at) else _NONE

    def unnamed(self, token: Token) -> FormulaError:
        """A capital letter that begins no element: the E of 1E-3, a wrong symbol or a placeholder."""
        index, (_, part, at) = self.tokens.index(token), token
        if power := power_of_ten(self.tokens, index):
            return refusal("exponent", at - power.index(part), power)
        letter = self.rest_of_symbol(index)
        if letter or part not in _PLACEHOLDERS:
            return refusal("unknown-element", at, part + letter)
        return refusal("placeholder", at, part)

    def rest_of_symbol(self, index: int) -> str:
        """The small letter right after a capital that belongs to its symbol (`Zz0.2`) and is no amount (`Mx`)."""
        (_, part, at), (kind, letter, place) = self.tokens[index : index + 2]
        if kind != "variable" or place != at + len(part) or not letter.isascii():
            return ""
        amount = letter in _USUAL_VARIABLES or letter in self.values
        return "" if amount and self.tokens[index + 2][0] != "number" else letter

    def refuse_large(self, atoms: list[FlatAtom]) -> None:
        """Brackets multiply: each amount may be fair, and their product beyond all measure."""
        for atom in atoms:
            if atom.group is not None and atom.amount > _MOST:
                at = next(at for kind, _, at in self.tokens if kind == "open")
                raise refusal("amount-too-large", at, atom.symbol, number(atom.amount), _MOST)

    def refuse_glued_water(self, before: Part) -> None:
        """`Fe(CN)6.2H2O` may mean 6.2 cyanides, or 6 and two waters."""
        kind, _, at = self.tokens[self.index - 1]
        after = [part for _, part, _ in self.tokens[self.index + 1 : self.index + 3]]
        if (kind in AMOUNT or before.amount != 1) and after == ["2", "O"]:
            raise refusal("water-without-dot", at)

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

    def unused(self) -> tuple[str, ...]:
        """The variables that have a value and do not occur."""
        return tuple(sorted(self.values.keys() - self.used))

    def remark_on_whole(self, atoms: list[FlatAtom], coating: str | None) -> None:
        metals = [(atom.symbol, atom.valence) for atom in atoms if atom.symbol not in _NO_METALS]
        if not metals:
            raise refusal("no-metal", 0)
        if unused := self.unused():
            self.remark("unused-value", " and ".join(unused), "does" if len(unused) == 1 else "do")
        if self.absent:
            self.remark("zero-amount", " and ".join(dict.fromkeys(self.absent)))
        if coating:
            self.remark("coating-ignored", coating)
        if len(set(metals)) < len(metals):
            self.remark_on_repeated(atoms)

    def remark_on_repeated(self, atoms: list[FlatAtom]) -> None:
        """Name the metals that are written more than once; inside and outside of [M(CN)6] are two sites."""
        outside = [(a.symbol, a.valence) for a in atoms if a.symbol not in _NO_METALS and not a.cyanide]
        twice = dict.fromkeys(symbol for (symbol, _), times in Counter(outside).items() if times > 1)
        if twice:
            self.remark("element-repeated", ", ".join(twice))


_LOOKED_AHEAD_FOR: Final = frozenset(("open", "close", "placeholder", "prose"))
_NO_METALS: Final = NON_METALS | {VACANCY}
_PLACEHOLDERS: Final = frozenset(("TM", "RE", "AE", "Me", "Ln", "A", "M", "X", "T", "R", "L", "Q", "Z"))
_USUAL_VARIABLES: Final = frozenset("xyz")
_FERRATE: Final = re.compile("HCF(?![elmr])")  # not the start of HCFe
_GIVEN: Final = re.compile(r"[\s,;(]+([a-zα-ω])\s*=\s*([0-9./]{1,12})\s*\)?\s*$")
_REACH: Final = 40  # characters before `=` in which a name is looked for: a search of them all would be quadratic
_COATING: Final = re.compile(r"\s*[/@-]\s*(C|C-N|N-C|NC|CNTs?|SWCNTs?|MWCNTs?|r?GO|[Gg]raphite|[Gg]raphene|PPy)\s*$")


def _given_values(text: str) -> tuple[str, dict[str, Binding]]:
    """Split off `, x = 0.1` after a formula."""
    given: dict[str, Binding] = {}
    while "=" in text and len(text) < 1000 and (match := _GIVEN.search(text, text.rindex("=") - _REACH)):
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


def _words(at: int, text: str) -> FormulaError:
    """Name the whole word, of which a token is only the part that no element begins."""
    while at and text[at - 1].isalpha():
        at -= 1
    return refusal("words", at, "".join(takewhile(str.isalpha, text[at:])))


def _without_water(parts: list[Part], water: Fraction) -> tuple[list[Part], Fraction]:
    """Take `(H2O)2` out of the parts and add it to the water after the dot."""
    within = [part for part in parts if isinstance(part, Group) and part.parts == _WATER]
    rest = [part for part in parts if part not in within] if within else parts
    return rest, sum([part.amount for part in within], water)
