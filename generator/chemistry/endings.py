"""What is printed behind a formula and is no part of it, split off one thing after another, the outermost first.

    behind = ("@" | "/" | "·" amount) coating | "-" phase | structure | "†" | ["denoted as"] abbreviation | words
           | space group | "[" reference "]" | ", x = 0.1" | ", M = Fe"; most of these also in brackets, or listed there

Only what can be nothing else is taken away, and always with a remark; what is left keeps its positions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from unicodedata import normalize

from .annotations import ANIONS, MARKUP, SYMBOL, abbreviation, is_comment, space_group, words
from .composition import ALKALI_OR_LITHIUM
from .families import STRUCTURES
from .messages import FormulaError, Remark, refusal, remark
from .phase_notation import PHASE_BEHIND
from .surroundings import (
    ALKALI,
    PARTNERS,
    PERCENT,
    SHELL,
    Surroundings,
    symbols_from_alkali,
    with_coating,
    with_phase,
    with_structure,
)
from .tokenizer import PLACEHOLDERS, SYMBOLS, VULGAR, fraction

_NUMBER: Final = rf"[0-9./]{{1,12}}|0,[0-9]{{1,6}}|[0-9]?[{VULGAR}]"
_GIVEN: Final = re.compile(
    rf"""[\s,;(\[$]+(?:(?:with|at|for|where|when|and)\s+)?(?:<(?:i|em)>)?(?:([a-zα-ω\U0001d44e-\U0001d467])(?:</(?:i|em)>)?
    \s*(=\s*[≈~∼]?|≈|~|∼|≃|\\approx|\\sim)\s*({_NUMBER})(\s*±\s*[0-9.]{{1,8}}|\([0-9]{{1,2}}\))?|({"|".join(sorted(PLACEHOLDERS))})\s*=\s*([A-Z][a-z]?))
    \s*\$?\s*[)\]]?\s*$""",
    re.VERBOSE,
)
_GIVES: Final = ("=", "≈", "~", "∼", "≃", "\\approx", "\\sim")
_REACH: Final = 40  # characters before `=` in which a name is looked for: a search of them all would be quadratic
_COATING: Final = re.compile(
    rf"""(?:\s*[/@⊂&|‐‑–-]\s*|(?<=[0-9₀-₉)])\s+|\s*(?:[·•⋅*]|\\cdot)\s*(?:[0-9.]+|[a-z])?\s*)({PERCENT}(?:{PARTNERS}))\s*$
    | (?:\s*[/@]\s*|\s+coated\s+(?:with|by)\s+)({SHELL})\s*$ | \s*@\s*((?:{ALKALI})[A-Za-z0-9().]{{2,20}})\s*$""",
    re.VERBOSE,
)
_PHRASE: Final = re.compile(
    r"""[\s,;(\[]+(?:(?:hereafter|hereinafter|here|further|also|is|are|will|be|was|were|and|which)\s+)*
    ((?:denoted|abbreviated|abbr|named|labell?ed|designated|referred|termed|called|marked|known|short|hereafter|hereinafter)
    \b[^()\[\]=]{0,40})[)\]]?\s*$""",
    re.VERBOSE,
)
_FULL_STOP: Final = re.compile(
    r"(?:(?<=[1-9₁-₉)\]}$>])|(?<=[2₂]O))\.\s*\Z"
)  # not after a zero: that number was cut short
_APART: Final = re.compile(r"\s+|[,;]\s*")
_MARK: Final = re.compile(r"\s*([†‡§¶#*]+)\s*$")
_FOOTNOTE: Final = re.compile(
    r"(?:\s*\[\s*|\s*\(\s*|\s*\^\s*\{?\s*|\s*(?i:<(?:jats:)?sup>)\s*)([a-h])(?:\s*[\])}]|\s*(?i:</(?:jats:)?sup>)|(?<=\^[a-h]))\s*$"
)
_REFERENCE: Final = re.compile(r"\[\s*[0-9]{1,3}(?:\s*[,–-]\s*[0-9]{1,3}){0,9}\s*\]")
_RAISED_REFERENCE: Final = re.compile(
    r"(?:\^\s*\{?|(?i:<(?:jats:)?sup>))\s*([0-9]{1,3}(?:\s*[,–-]\s*[0-9]{1,3}){0,9})\s*(?:\}|(?i:</(?:jats:)?sup>))?\$?\s*$"
)
_CAPITALS: Final = re.compile("[A-Z]{2,6}")
_LETTERS: Final = re.compile(r"(?:(?<=[0-9₀-₉>}$)\]])\s+|(?<=\S)\s*[,=≡:]\s*|\s+[–—-]\s+)([A-Z]{2,8})$")
_NUMERAL: Final = re.compile(r"(?<=[0-9₀-₉)])(?:\s+|-)(I{2,3}|IV|VI)$")  # of a sample
_EQUALS: Final = re.compile(r"\A(?:=|≡|i\.\s?e\.,?)\s*")


def without_endings(body: str, found: Surroundings) -> str:
    """Split off one thing after another, the outermost first."""
    left: str | None = body
    while left:
        left = next((rest for without in _BEHIND if (rest := without(body, found)) != body), None)
        body = left or body
    return body


def _without_value(text: str, found: Surroundings) -> str:
    """Split off `, x = 0.1`, `(x ≈ 0,5)` or `(M = Fe)` after a formula."""
    last = max(map(text.rfind, _GIVES))
    match = _GIVEN.search(text, max(last - _REACH, 0)) if last >= 0 else None
    if not match:
        return text
    name, sign, value, uncertainty, placeholder, element = match.groups()
    before = text[: match.start()]
    before += ")" * (before.count("(") > before.count(")"))  # the bracket may list more
    if placeholder:
        if element not in SYMBOLS:
            return text
        found.elements[placeholder] = element
        return before
    found.given[normalize("NFKC", name)] = fraction(value) if value[-1] in VULGAR else value.replace(",", ".")
    if "," in value:
        found.remarks.append(remark("decimal-comma"))
    if sign.strip() != "=":
        found.remarks.append(remark("value-about", name, value))
    if uncertainty:
        found.remarks.append(remark("uncertainty-ignored", value + uncertainty))
    return before


def _without_coating(text: str, found: Surroundings) -> str:
    """Split off a coating such as `/C`, `@Al2O3` or `·0.1C` after a formula that has its anions already."""
    match = _COATING.search(text[-40:])
    before = text[: len(text[:-40]) + match.start()] if match else ""
    if not match or not (match[1] or ANIONS.intersection(symbols_from_alkali(before)[1:])):
        return text
    return with_coating(before, match[1] or match[2] or match[3], found)


def _without_phase(text: str, found: Surroundings) -> str:
    """Split off `(P2)`, `-P2` or `(maricite)` after a formula that has its oxygen already."""
    match = PHASE_BEHIND.search(text[-40:])
    before = text[: len(text[:-40]) + match.start()] if match else ""
    symbols = symbols_from_alkali(before)[1:]
    if not match or not ANIONS.intersection(symbols) or not _is_apart(before, symbols, match[2]):
        return text
    name = match[1] or match[3]
    if name.lower() in STRUCTURES:
        return with_structure(before, name, found)
    return with_phase(before, name, found)


def _is_apart(before: str, symbols: Sequence[str], joint: str | None) -> bool:
    """Whether what is a phase after a formula can be no part of it; after a space only behind O2, as in `NaMnO2 P2`."""
    if joint is None:
        return True
    return (bool(joint.strip()) and "O" in symbols) or MARKUP.sub("", before).endswith(("O2", "O₂", "O 2"))


# The last bracket


def _without_bracket(text: str, found: Surroundings) -> str:
    """Split off a reference, an abbreviation, words or another formula in a bracket that nothing follows."""
    body = text.rstrip()
    start = last_bracket(body)
    if start is None:
        return text
    before, inner = body[:start].rstrip(), _EQUALS.sub("", body[start + 1 : -1].strip())
    if _REFERENCE.fullmatch(body, start):
        found.remarks.append(remark("reference-ignored", body[start:]))
        return before
    pieces = re.split("[,;]", inner)
    if len(pieces) > 1 and not any(map(_begins_formula, pieces)):
        return _without_list(text, before, pieces, start, found)
    if _begins_formula(inner) and SYMBOL.search(before):
        return _of_two(body, start, inner, found)
    symbols = symbols_from_alkali(before)
    named = _named(inner, symbols, start)
    if named and (body[:start] != before or named.code == "abbreviation-ignored" or not any(map(str.isdigit, inner))):
        found.remarks.append(named)
        return before
    if body[:start] != before and is_comment(inner, before):
        raise refusal("label", start, inner)
    return text


def _named(inner: str, symbols: Sequence[str], at: int) -> Remark | None:
    """What a piece of text after the anions names: a space group, an abbreviation, or something in words."""
    if not ANIONS.intersection(symbols[1:]):
        return None
    if group := space_group(inner):
        return remark("space-group-ignored", group)
    if re.fullmatch(SHELL, inner) and "%" in inner:
        return remark("coating-ignored", inner)
    return words(inner) or abbreviation(inner, symbols, at)


def _without_list(text: str, before: str, pieces: Sequence[str], at: int, found: Surroundings) -> str:
    """Split off what is listed in one bracket, as in (NFM, O3), where each piece could stand alone."""
    if not ANIONS.intersection(symbols_from_alkali(before)[1:]) or not all(piece.strip() for piece in pieces):
        return text
    trial = Surroundings()
    try:
        left = [without_endings(f"{before} ({piece.strip()})", trial) for piece in reversed(pieces)]
    except FormulaError:
        left = [text]
    if not all(map(before.startswith, left)):
        if "=" in text[at:]:
            return text
        raise refusal("label", at, ", ".join(map(str.strip, pieces)))
    found.add(trial)
    return min(left, key=len)


def _without_raised(text: str, found: Surroundings) -> str:
    """Split off `^{23}` or the letter of a footnote, such as `[a]`, after a formula that has its anions already."""
    match = _RAISED_REFERENCE.search(text[-60:]) or _FOOTNOTE.search(text[-60:])
    before = text[: len(text[:-60]) + match.start()] if match else ""
    if not match or not ANIONS.intersection(symbols_from_alkali(before)[1:]):
        return text
    found.remarks.append(remark("reference-ignored", match[1]))
    return before


def _without_letters(text: str, found: Surroundings) -> str:
    """Split off an abbreviation that follows a formula after a space."""
    if match := _NUMERAL.search(text[-20:]):
        found.remarks.append(remark("name-ignored", match[1]))
        return text[: -len(match[0])]
    match = _LETTERS.search(text[-20:])
    symbols = symbols_from_alkali(text[: -len(match[0])]) if match else []
    named = abbreviation(match[1], symbols, len(text) - len(match[1])) if match else None
    if not match or not named:
        return text
    found.remarks.append(named)
    return text[: -len(match[0])]


def _without_words(text: str, found: Surroundings) -> str:
    """Split off words or a space group that follow a formula after a space or a comma."""
    match = _PHRASE.search(text[-60:])
    if match:
        return _with_name(text, match, remark("name-ignored", match[1].strip(" ,.:")), found)
    for apart in _APART.finditer(text[-60:]):
        piece = text[-60:][apart.end() :].strip()
        group = space_group(piece)
        named = remark("space-group-ignored", group) if group else words(piece)
        if named:
            return _with_name(text, apart, named, found)
    return text


def _with_name(text: str, match: re.Match[str], named: Remark, found: Surroundings) -> str:
    """Keep the remark on a name, if the formula before it has its anions already."""
    before = text[: len(text[:-60]) + match.start()]
    if not ANIONS.intersection(symbols_from_alkali(before)[1:]):
        return text
    found.remarks.append(named)
    return before


def _without_point(text: str, found: Surroundings) -> str:
    """Split off the point that ends a sentence after a formula that has its anions already."""
    match = _FULL_STOP.search(text[-10:])
    before = text[: len(text[:-10]) + match.start()] if match else ""
    if not ANIONS.intersection(symbols_from_alkali(before)[1:]):
        return text
    found.remarks.append(remark("point-ignored"))
    return before


def _without_mark(text: str, found: Surroundings) -> str:
    """Split off the mark of a footnote."""
    match = _MARK.search(text[-10:])
    if not match:
        return text
    found.remarks.append(remark("reference-ignored", match[1]))
    return text[: len(text[:-10]) + match.start()]


def last_bracket(body: str) -> int | None:
    """Where the bracket opens that closes at the end of a text."""
    depth = 0
    for at in range(len(body) - 1, -1, -1) if body[-1:] in (")", "]") else ():
        depth += (body[at] in ")]") - (body[at] in "([")
        if not depth:
            return at
    return None


def _begins_formula(inner: str) -> bool:
    """Whether a bracket holds a formula of its own: an alkali metal first, and anions."""
    symbols = SYMBOL.findall(inner)
    own = bool(ANIONS.intersection(symbols[1:])) and any(c.isdigit() for c in inner)
    return own and inner.startswith(tuple(ALKALI_OR_LITHIUM))


def _of_two(body: str, start: int, inner: str, found: Surroundings) -> str:
    """The formula before a bracket with another one in it; `NVP (Na3V2(PO4)3)` has its formula in the bracket."""
    name = body[:start].strip()
    if not name.isupper() and ANIONS.intersection(symbols_from_alkali(name)):
        found.remarks.append(remark("same-formula-ignored"))
        found.second = (inner, start)
        return body[:start].rstrip()
    if not _CAPITALS.fullmatch(name):
        return body
    with suppress(FormulaError):  # letters of no formula but this are its name as well
        found.remarks.append(abbreviation(name, symbols_from_alkali(inner), 0) or remark("name-ignored", name))
        return " " * (start + 1) + body[start + 1 : -1]
    found.remarks.append(remark("name-ignored", name))
    return " " * (start + 1) + body[start + 1 : -1]


_BEHIND: Final = (
    _without_point, _without_value, _without_mark, _without_phase, _without_bracket, _without_raised, _without_coating,
    _without_letters, _without_words,
)  # fmt: skip
