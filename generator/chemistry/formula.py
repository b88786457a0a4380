"""What does a printed formula say? Any spelling that papers use becomes one exact composition.

    formula  = [phase] (part+ | amount part+ ("·" amount part+)+) ["·" [amount] "H2O"]
    part     = (element | vacancy) quantity [","] | bracket part+ bracket [amount]
             | bracket element ("," element)+ bracket amount
    what surrounds a formula: see `labels.py`; quantity, amount: `amounts.py`; what print leaves out: `conventions.py`

All amounts are exact fractions. What cannot be read with certainty is refused, never half-read.
No token is looked at more than a few times, so the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile
from typing import Final, cast

from .amounts import AMOUNT, ENDS_A_NUMBER, QuantityReader, power_of_ten
from .composition import (
    ALKALI_OR_LITHIUM,
    FEWEST_EQUAL_PARTS,
    NO_METALS,
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
    same_composition,
)
from .conventions import cyanide_units, named_vacancies, without_water
from .families import LIGANDS
from .labels import NOTHING, Surroundings, phase_prefix, surroundings
from .messages import FormulaError, Remark, refusal
from .tokenizer import PLACEHOLDERS, Token, tokens
from .typesetting import Span, spans

__all__ = ["Binding", "Formula", "FormulaError", "Remark", "Span", "parse", "plain", "spans"]

Binding = Fraction | str | int | float

_DEEPEST: Final = 8  # brackets within brackets; print knows three
_MOST: Final = 1000  # of one element in a formula unit: beyond any cathode
_NONE: Final = Fraction(0)
_FEW_DIGITS: Final = 6  # of an amount in print


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


class _Reader(QuantityReader):
    """A recursive descent over the tokens of one text."""

    __slots__ = ("absent", "body", "elements", "listed")

    def __init__(self, body: str, values: Mapping[str, Fraction], elements: Mapping[str, str]) -> None:
        cut = tokens(body)
        super().__init__(_with_elements(cut, elements) if elements else cut, values)
        if any([kind == "about" for kind, _, _ in cut]):  # noqa: C419  # a list is quicker
            self.tokens = self.without_about(self.tokens)
        self.body = body
        self.elements = elements
        self.absent: list[str] = []
        self.listed: tuple[Group, int] | None = None
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

    # Parts

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
            if atom.amount > _MOST:
                at = next(at for kind, _, at in self.tokens if kind == "open")
                raise refusal("amount-too-large", at, atom.symbol, number(atom.amount), _MOST)

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
_ENDS_AN_AMOUNT: Final = frozenset(("number", "variable", "close"))
_LOOKED_AT: Final = LIGANDS | ALKALI_OR_LITHIUM | {"V"}
_MAY_HAVE: Final = {"V": frozenset(("Sb", "Nb", "Ta", "Bi", "Mo", "Ru")), "I": frozenset(("Cu", "Ag"))}
_BRACKETED_WATER: Final = ["(", "H", "2", "O", ")"]
_USUAL_VARIABLES: Final = frozenset("xyz")
_LESS: Final = "(?:[≤⩽]|<(?![/a-zA-Z])|&lt;)"
_SEVERAL: Final = re.compile(
    rf"""(?<![A-Za-z])([a-zα-ω])\s*(?:=\s*[0-9./]{{1,12}}\s*(?:[,;‑–—-]|and|or|to)\s*(?:and\s|or\s)?\s*[0-9.]|{_LESS})
    | (?:{_LESS}|<)\s*([a-zα-ω])\s*{_LESS}""",
    re.VERBOSE,
)
_FERRATE: Final = re.compile("HCF(?![elmr])")  # not the start of HCFe


@lru_cache(maxsize=4096)  # the same few atoms return in formula after formula
def _usual(symbol: str, digits: str) -> Atom | None:
    """An atom whose amount is a plain number, as most are; None where the number needs a closer look."""
    amount = Fraction(digits) if len(digits) <= _FEW_DIGITS and "/" not in digits else _NONE
    return Atom(symbol, amount, None) if 0 < amount <= _MOST else None


def _has_whole_metals(parts: Sequence[Part]) -> bool:
    """Whether the metals but alkali sum to a whole number within 2 %."""
    metals = [a.amount for a in flatten(parts) if a.symbol not in NO_METALS | ALKALI_OR_LITHIUM and not a.cyanide]
    whole = round(total := sum(metals, _NONE))
    return 50 * abs(total - whole) <= whole


def _is_anion(parts: Sequence[Part]) -> bool:
    """Whether the last part holds anions and no metal, as O2 and (PO4)3 do and (VO)2 does not."""
    return bool(parts) and all(atom.symbol in NON_METALS for atom in flatten(parts[-1:]))


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
