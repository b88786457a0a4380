r"""Is it a name? What a text beside a formula can be but atoms: an abbreviation, a space group, words.

Each function tells its kind, and None where it cannot be certain of it; a label that may as well be atoms, such as
`(S1)` or `(NFC)`, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .composition import NON_METALS
from .messages import Remark, refusal, remark
from .tokenizer import PLACEHOLDERS, SYMBOLS

SYMBOL: Final = re.compile("[A-Z][a-z]?")
MARKUP: Final = re.compile(r"<[^<>]*>|\\(?:text|math)(?:it|rm)|[{}$_]")
ANIONS: Final = frozenset(("O", "F", "S", "Cl", "C", "Se", "Br", "I"))
_ENDS: Final = frozenset(("O", "F", "N", "H", "Cl"))
_COMMENT: Final = re.compile("[A-Z][A-Za-z0-9.+-]{0,12}")
_NAME: Final = re.compile(
    r"(?:(?:[OP]'?[0-9]|HE|[A-Z][a-z])-)?((?:[A-Z][a-z]?[0-9.]{0,5}){2,12})(?:-[0-9A-Z.]{1,5}|[/@](?:C|NC|r?GO|CNTs?))?"
)
_LIGANDS: Final = frozenset(("OH", "HO", "CN", "NC", "NCS", "SCN", "NH", "POF", "HPO"))  # letters alone, and no name
_CYANIDES: Final = frozenset(("CN", "NC"))  # beside oxygen they are names
_NAMED_FROM: Final = 3  # letters of a name with digits in it, such as NVPF3 or NCM811; SO4 is none
_NO_ATOMS: Final = re.compile("[A-Z]+[A-Za-z]*(?:[-/@+][A-Za-z0-9.]+)*")
_LOWERED: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SPACE_GROUP: Final = re.compile(
    r"""(?:space\s*group|s\.\s*g\.)?[:=\s]*([PIFRCAB](?:(?:-|\\bar|\\overline)?[1-6][\u0304\u0305]?[1-5₁-₅]?(?:/[mnabcd])?
    |[mnabcd]){1,4})""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD: Final = r"(?!vac|carbon\b(?!-)|graphene\b|and\b|or\b|with\b|in\b|versus\b|vs\b|wt\b)[a-z]{3,}"
_NUMBERED: Final = re.compile(
    r"(?i:sample|ref|refs|reference|fig|figure|entry|no|table)\.?\s*[A-Za-z0-9-]{1,6}"
    r"|(?:JCPDS|ICSD|ICDD|PDF|COD|CCDC|mp)[\s#:-]*(?:[Nn]o\.?\s*)?[0-9-]{1,12}"
)
_CYANIDE_NAMES: Final = re.compile("(?:[A-Z][a-z]?-?){0,6}(?:HCF|PBA?|PW)")
_WORDS: Final = re.compile(rf"(?:[A-Za-z0-9]{{1,8}}-)?{_WORD}(?:[ -]{_WORD}){{0,5}}")


def abbreviation(name: str, symbols: Sequence[str], at: int) -> Remark | None:
    """Letters such as NVP that repeat those of a formula, or such as HEO that no atoms can be; else refused.

    >>> abbreviation("NVP", ["Na", "V", "P", "O"], 0).code, abbreviation("PO4", ["Na", "V", "P", "O"], 0)
    ('abbreviation-ignored', None)
    """
    bare = MARKUP.sub("", name).translate(_LOWERED)
    match = _NAME.fullmatch(bare)
    if not ANIONS.intersection(symbols[1:]):
        return None
    if {"C", "N"}.issubset(symbols) and _CYANIDE_NAMES.fullmatch(bare):
        return remark("name-ignored", name)
    if not match:
        return _no_atoms(bare)
    letters = SYMBOL.findall(match[1])
    spelled, initials = "".join(letters), {symbol[0] for symbol in symbols}
    if spelled in (_LIGANDS - _CYANIDES if "O" in symbols else _LIGANDS) or (len(letters) == 2 and letters[1] == "O"):
        return None
    digits = spelled != match[1]
    named = len(letters) >= _NAMED_FROM and (spelled[0] == symbols[0][0] or letters[-1] not in ANIONS)
    if (named or not digits) and all(letter in (initials if len(letter) == 1 else symbols) for letter in letters):
        return remark("abbreviation-ignored", name)
    if other := _no_atoms(bare):
        return other
    if not SYMBOLS.issuperset(letters) or (spelled.isupper() and not digits):
        raise refusal("label", at, name)
    return None


def _no_atoms(name: str) -> Remark | None:
    """A name with two capitals or more of which one begins no element, as in HEO; a placeholder is none."""
    letters = SYMBOL.findall(name)
    if not _NO_ATOMS.fullmatch(name) or SYMBOLS.issuperset(letters) or len(letters) < 2 or name in PLACEHOLDERS:
        return None
    return remark("name-ignored", name)


def is_comment(inner: str, before: str) -> bool:
    """Whether a bracket after a space and the anions, such as (S1), (Fe2+) or (MgO), cannot go on with them."""
    symbols = SYMBOL.findall(inner)
    return (
        _COMMENT.fullmatch(inner) is not None
        and not _ENDS.isdisjoint(SYMBOL.findall(before)[1:])
        and (_ENDS.isdisjoint(symbols) or symbols[0] not in NON_METALS)
    )


def space_group(text: str) -> str | None:
    r"""The space group that a text is; one such as P2 or C2 alone may be a phase or atoms.

    >>> space_group("R-3m"), space_group(r"$P6_3/mmc$"), space_group("P2"), space_group("space group C2/m")
    ('R-3m', 'P63/mmc', None, 'C2/m')
    """
    match = _SPACE_GROUP.fullmatch(MARKUP.sub("", text).strip())
    if not match or match[1][0].islower() or not match[1][1:].islower() or len(match[1]) < 3:
        return None
    return match[1].replace("\\bar", "-").replace("\\overline", "-")


def words(text: str) -> Remark | None:
    """A remark in words, such as `bloedite` or `carbon-coated`; none that joins two formulas.

    >>> words("carbon-coated").text, words("and NaFeO2")
    ('`carbon-coated` beside the formula is not counted.', None)
    """
    return remark("name-ignored", text) if _WORDS.fullmatch(text) or _NUMBERED.fullmatch(text) else None
