"""The parts of a formula: atoms, vacancies, brackets and lists, with their amounts.

part = (element | vacancy) quantity [","] | bracket part+ bracket [amount]
     | bracket element ("," element)+ bracket amount
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from .amounts import AMOUNT, ENDS_A_NUMBER, QuantityReader
from .composition import (
    ALKALI_OR_LITHIUM,
    FEWEST_EQUAL_PARTS,
    NO_METALS,
    NON_METALS,
    ONE,
    ROUNDING,
    VACANCY,
    Atom,
    Group,
    Part,
    flatten,
    number,
)
from .conventions import named_vacancies
from .families import LIGANDS
from .messages import refusal
from .tokenizer import PLACEHOLDERS, Token

MOST: Final = 1000  # of one element in a formula unit: beyond any cathode
_NONE: Final = Fraction(0)
_FEW_DIGITS: Final = 6  # of an amount in print
_LOOKED_AT: Final = LIGANDS | ALKALI_OR_LITHIUM | {"V"}
_MAY_HAVE: Final = {"V": frozenset(("Sb", "Nb", "Ta", "Bi", "Mo", "Ru")), "I": frozenset(("Cu", "Ag"))}
_ENDS_AN_AMOUNT: Final = frozenset(("number", "variable", "close"))


class PartsReader(QuantityReader):
    """A recursive descent over the tokens of one text, from one part to the next."""

    __slots__ = ("absent", "body", "listed")

    def __init__(self, tokens: Sequence[Token], values: Mapping[str, Fraction], body: str) -> None:
        super().__init__(tokens, values)
        self.body = body
        self.absent: list[str] = []
        self.listed: tuple[Group, int] | None = None

    def compounds(self) -> list[Part]:
        """Read the solid solution `0.8NaMnO2·0.2NaFeO2`: two or more compounds with their amounts."""
        found: list[Part] = []
        _, part, at = self.tokens[self.index]
        while not found or self.begins_compound():
            self.index += bool(found)
            amount, self.anions = self.amount(), False
            if self.tokens[self.index][0] not in ("element", "open"):
                self.expect_end()
            found.append(Group(tuple(self.parts()), amount))
        if len(found) == 1:
            raise refusal("leading-number", at, part)
        self.remark("solid-solution")
        return found

    def begins_compound(self) -> bool:
        """Whether a dot and an amount come next, and no water."""
        if self.tokens[self.index][0] != "dot" or not self.is_amount(self.index + 1):
            return False
        return next((part for kind, part, _ in self.tokens[self.index :] if kind == "element"), "H") != "H"

    def parts(self) -> list[Part]:
        """Read parts until something that begins none: a closing bracket, a dot or the end."""
        found: list[Part] = []
        while True:
            kind = self.tokens[self.index][0]
            if kind == "element":
                self.atom(found)
            elif kind == "vacancy":
                self.vacancy(found)
            elif kind == "open":
                self.bracket(found)
            elif kind == "dot" and self.tokens[self.index + 1][0] == "vacancy":
                self.index += 1
            elif kind == "comma" and self.parts_with_amounts():
                self.index += 1
                self.refuse_joined(self.tokens[self.index])
                self.remark("comma-ignored")
            else:
                return found

    def parts_with_amounts(self) -> bool:
        """Whether what precedes and what follows has an amount: then a comma leaves nothing open."""
        before, after = self.tokens[self.index - 1], self.tokens[self.index + 1 : self.index + 3]
        return before[0] in _ENDS_AN_AMOUNT and after[0][0] == "element" and after[1][0] in (*AMOUNT, "valence", "open")

    def atom(self, found: list[Part]) -> None:
        """Read one element and its quantity."""
        _, symbol, at = self.tokens[self.index]
        if symbol == "H" and found:
            self.refuse_glued_water(found[-1])
            self.remark_on_ammonium(found[-1])
        if symbol in _LOOKED_AT:
            self.look_at(symbol, at, found)
        elif self.anions and symbol not in NON_METALS and self.body[at - 1 : at].isspace() and _is_anion(found):
            raise refusal("two-compounds", at, symbol)
        self.index += 1
        kind, digits, _ = self.tokens[self.index]
        if kind == "number" and self.tokens[self.index + 1][0] in ENDS_A_NUMBER and (usual := _usual(symbol, digits)):
            self.index += 1
            found.append(usual)
        else:
            self.other_atom(found, symbol, at)

    def vacancy(self, found: list[Part]) -> None:
        """Read a vacancy, also one in letters, which must follow the element that it names."""
        _, part, at = self.tokens[self.index]
        before = getattr(found[-1], "symbol", "") if found else ""
        if len(part) > 1:
            named = part[1:]
            if named != "?" and named != before and (named not in PLACEHOLDERS or before in NON_METALS | {""}):
                raise refusal("vacancy-elsewhere", at, named)
            self.remark("vacancy-read", "V" + "_" * (named != "?") + named.replace("?", "a"))
        self.index += 1
        self.other_atom(found, VACANCY, at)

    def other_atom(self, found: list[Part], symbol: str, at: int) -> None:
        """Read the quantity of an atom that needs a closer look."""
        amount, valence = self.quantity()
        if amount is None:
            found.append(Atom(symbol, ONE, valence))
        elif self.keeps(amount, symbol, at):
            found.append(Atom(symbol, amount, valence))

    def look_at(self, symbol: str, at: int, found: list[Part]) -> None:
        """Note where the anions begin, refuse an alkali metal that begins another compound, name a lone V or I."""
        before = self.tokens[self.index - 1][1]
        if symbol in LIGANDS:
            self.anions = self.anions or bool(found)
            if symbol == "O" and self.tokens[self.index + 1][1][:1] == ".":
                self.remark_on_letter_o()
        elif self.anions and found and symbol in ALKALI_OR_LITHIUM and self.begins_another(found[0], at):
            raise refusal("two-compounds", at, symbol)
        if before in _MAY_HAVE.get(symbol, ()):
            self.remark("letter-is-element", before, symbol)

    def begins_another(self, first: Part, at: int) -> bool:
        """Whether an alkali metal after the anions follows a space or is not the first."""
        return getattr(first, "symbol", "") in ALKALI_OR_LITHIUM or self.body[at - 1 : at].isspace()

    def bracket(self, found: list[Part]) -> None:
        """Read one bracket and its amount."""
        _, opening, at = self.tokens[self.index]
        self.index += 1
        start = self.index
        parts = self.parts()
        listed = self.tokens[self.index][0] == "comma"
        if listed:
            self.rest_of_list(parts)
        bare = all(kind == "element" for kind, _, _ in self.tokens[start : self.index])
        self.close(opening, at)
        if not parts:
            raise refusal("empty-bracket", at)
        parts = named_vacancies(parts, self.remark)
        amount, valence = self.quantity()
        if valence is not None:
            raise refusal("charged-bracket", at)
        if amount is None:
            found.append(Group(tuple(self.equal_parts(parts) if bare else parts), ONE))
        elif self.keeps(amount, "the bracket", at):
            found.append(group := Group(tuple(parts), amount))
            if listed:
                self.listed = group, at

    def rest_of_list(self, parts: list[Part]) -> None:
        """Read the other elements of `(Ni,Co,Mn)0.1`, all of them without amounts."""
        start = self.index
        while self.tokens[self.index][0] == "comma" and self.tokens[self.index + 1][0] == "element":
            parts.append(Atom(self.tokens[self.index + 1][1], ONE, None))
            self.index += 2
        simple = len(parts) == (self.index - start) // 2 + 1 and parts[0] == Atom(
            getattr(parts[0], "symbol", ""), ONE, None
        )
        if self.listed or not simple or not self.is_amount(self.index + 1):
            raise refusal("split-not-stated", self.tokens[start][2])

    def with_shares(self, parts: list[Part], group: Group, at: int) -> list[Part]:
        """Count the amount of `(Ni,Co,Mn)0.1` for each or share it, whichever makes the metals a whole number."""
        share = group._replace(amount=group.amount / len(group.parts))
        each, shared = ([other if part is group else part for part in parts] for other in (group, share))
        whole = [choice for choice in (each, shared) if _has_whole_metals(choice)]
        if len(whole) != 1 or each == shared:
            raise refusal("split-not-stated", at)
        amount = number((share if whole[0] is shared else group).amount)
        self.remark("list-read", ", ".join(getattr(part, "symbol", "") for part in group.parts), amount)
        return whole[0]

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
        if above > MOST * below:
            raise refusal("amount-too-large", at, name, number(amount), MOST)
        if not above:
            self.absent.append(name)
        return above > 0

    def refuse_glued_water(self, before: Part) -> None:
        """`Fe(CN)6.2H2O` may mean 6.2 cyanides, or 6 and two waters."""
        after = [part for _, part, _ in self.tokens[self.index + 1 : self.index + 3]]
        if before.amount != 1 and after == ["2", "O"]:
            raise refusal("water-without-dot", self.tokens[self.index - 1][2])

    def remark_on_letter_o(self) -> None:
        """`NiO.5` right before another metal may be a misprint of Ni0.5."""
        before, (_, digits, _), after = (self.tokens[self.index + step] for step in (-1, 1, 2))
        if before[0] == after[0] == "element" and NON_METALS.isdisjoint((before[1], after[1])):
            self.remark("letter-o", f"O{digits}", f"0{digits}")

    def remark_on_ammonium(self, before: Part) -> None:
        """`NH4` is an ion beside sodium."""
        kind, digits, _ = self.tokens[self.index + 1]
        if getattr(before, "symbol", "") == "N" and kind == "number" and digits == number(4 * before.amount):
            self.remark("ammonium")


@lru_cache(maxsize=4096)  # the same few atoms return in formula after formula
def _usual(symbol: str, digits: str) -> Atom | None:
    """An atom whose amount is a plain number, as most are; None where the number needs a closer look."""
    amount = Fraction(digits) if len(digits) <= _FEW_DIGITS and "/" not in digits else _NONE
    return Atom(symbol, amount, None) if 0 < amount <= MOST else None


def _has_whole_metals(parts: Sequence[Part]) -> bool:
    """Whether the metals but alkali sum to a whole number within 2 %."""
    metals = [a.amount for a in flatten(parts) if a.symbol not in NO_METALS | ALKALI_OR_LITHIUM and not a.cyanide]
    whole = round(total := sum(metals, _NONE))
    return ROUNDING * abs(total - whole) <= whole


def _is_anion(parts: Sequence[Part]) -> bool:
    """Whether the last part holds anions and no metal, as O2 and (PO4)3 do and (VO)2 does not."""
    return bool(parts) and all(atom.symbol in NON_METALS for atom in flatten(parts[-1:]))
