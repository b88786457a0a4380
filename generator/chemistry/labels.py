"""What is printed around a formula and is no part of it? Phases, names of structures, labels, abbreviations, values.

    text   = (structure | label | coating "@")* [phase] formula behind*
    behind = "/" coating | "-" phase | "(" phase | structure | abbreviation ")" | "[" reference "]" | ", x = 0.1"

What follows a formula is cut off, what precedes it becomes spaces: so the positions of the formula stay true.
Only what can be nothing else is taken away, and always with a remark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from unicodedata import normalize

from .composition import ALKALI_OR_LITHIUM, ONLY_CAPITALS
from .families import STRUCTURES
from .messages import Remark, refusal, remark
from .tokenizer import LONGEST, SYMBOLS, Token

_ALKALI: Final = "|".join(sorted(ALKALI_OR_LITHIUM, reverse=True))
_SYMBOL: Final = re.compile("[A-Z][a-z]?")
_SETTINGS: Final = "monoclinic|rhombohedral|cubic|hexagonal|orthorhombic|tetragonal|triclinic|trigonal|amorphous"
_BEGINS: Final = rf"(?:{_ALKALI})(?![a-z])|OP[0-9]|[OP]['′’]?[0-9]"  # a formula or its phase
_PARTNERS: Final = (
    "C|C-N|N-C|NC|CNTs?|SWCNTs?|MWCNTs?|(?:N-)?r?GO|[Gg]raphite|[Gg]raphene|[Cc]arbon|PPy|PANI|PEDOT|MXene"
)
_FRONT: Final = re.compile(
    rf"""\s*(?:[(\[](?P<phase>OP[0-9]|[OP]['′’]?[0-9]['′’]?)[)\]](?:\s*[-‐‑–]\s*|\s+)
    | (?P<coating>{_PARTNERS})\s*[@/⊂‐‑–-]\s*(?={_BEGINS})
    | (?P<structure>(?i:{"|".join(STRUCTURES)}))(?:[-\s]*(?:type|phase|structured?|like))?[-:\s]+
    | (?P<setting>(?i:{_SETTINGS}))[-:\s]+
    | (?P<label>[A-JL-NQ-TXZ][0-9]{{1,2}}\s*[-:]\s*(?=(?:{_ALKALI})(?![a-z])) | \(?[a-h]\)\s*(?=[A-Z\\$])
        | (?:[a-z]|(?!OP[-‐‑–]|K)[A-Z]{{2,6}}(?:[0-9]{{3}})?)\s*[-‐‑–:=]\s*(?={_BEGINS})))""",
    re.VERBOSE,
)
_GIVEN: Final = re.compile(
    r"""[\s,;(\[$]+(?:(?:with|at|for|where|when)\s+)?(?:<(?:i|em)>)?([a-zα-ω\U0001d44e-\U0001d467])(?:</(?:i|em)>)?
    \s*=\s*([0-9./]{1,12})\s*\$?\s*[)\]]?\s*$""",
    re.VERBOSE,
)
_REACH: Final = 40  # characters before `=` in which a name is looked for: a search of them all would be quadratic
_COATING: Final = re.compile(rf"(?:\s*[/@⊂&|‐‑–-]\s*|(?<=[0-9₀-₉)])\s+)({_PARTNERS})\s*$")
_REFERENCE: Final = re.compile(r"\[\s*[0-9]{1,3}(?:\s*[,–-]\s*[0-9]{1,3}){0,9}\s*\]")
_RAISED_REFERENCE: Final = re.compile(
    r"(?:\^\s*\{?|(?i:<(?:jats:)?sup>))\s*([0-9]{1,3}(?:\s*[,–-]\s*[0-9]{1,3}){0,9})\s*(?:\}|(?i:</(?:jats:)?sup>))?\$?\s*$"
)
_NAME: Final = re.compile(
    r"(?:(?:[OP]'?[0-9]|HE|[A-Z][a-z])-)?((?:[A-Z][a-z]?[0-9.]{0,5}){2,12})(?:-[0-9A-Z.]{1,5}|[/@](?:C|NC|r?GO|CNTs?))?"
)
_LETTERS: Final = re.compile(r"(?<=[0-9₀-₉)])(?:\s+|\s*[,=]\s*)([A-Z]{2,8})$")
_DECIMAL_COMMA: Final = re.compile(r"(?<=[A-Za-z)\]_{>])([0-9]{1,2}),(?=[0-9])|(?<=[A-Za-z)\]])([₀-₉]{1,2}),(?=[₀-₉])")
_PIECES: Final = re.compile(r"[A-Z][A-Za-z]*[0-9]?(?:\s*[,;]\s*[A-Z][A-Za-z]*[0-9]?)+")  # as in (NFM, O3)
_LIGANDS: Final = frozenset(("OH", "HO", "CN", "NC", "NCS", "SCN", "NH", "POF", "HPO"))  # letters alone, and no name
_LAYERS: Final = r"(?:O|P|OP)'?[0-9]'?'?(?:/(?:O|P|OP)'?[0-9]'?'?)*"
_PHASE: Final = re.compile(rf"[α-ω]|{_LAYERS}")
_LAYERS_BEHIND: Final = _LAYERS.replace("'", "[’′']").replace(
    "(?:O|P|OP)", r"(?:<(?:i|em)>|\\(?:text|math)it\{)?(?:O|P|OP)(?:</(?:i|em)>|\})?"
)
_MARKUP: Final = re.compile(r"<[^<>]*>|\\(?:text|math)it|[{}$_]")
_LOWERED: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_PHASE_BEHIND: Final = re.compile(
    rf"""\s*[(\[{{]\s*({_LAYERS_BEHIND}|(?i:{"|".join(STRUCTURES)}))(?:[-\s](?:type|phase))?\s*[)\]}}]\s*$
    | (?<=O2|O₂)(?:\s*[-‐‑–]\s*|\s+)({_LAYERS_BEHIND})(?:[-\s](?:type|phase))?\s*$""",
    re.VERBOSE,
)
_ANIONS: Final = frozenset(("O", "F", "S", "Cl", "C", "Se", "Br", "I"))
_ENDS: Final = frozenset(("O", "F", "N", "H", "Cl"))
_COMMENT: Final = re.compile("[A-Z][A-Za-z0-9.+-]{0,12}")
_NAMED_FROM: Final = 3  # letters of a name with digits in it, such as NVPF3 or NCM811; SO4 is none


@dataclass(slots=True)
class Surroundings:
    """What was taken away around a formula; `second`: another formula in the last bracket and its position."""

    given: dict[str, str] = field(default_factory=dict)
    phase: str | None = None
    coating: str | None = None
    structure: str | None = None
    second: tuple[str, int] | None = None
    remarks: list[Remark] = field(default_factory=list)


NOTHING: Final = Surroundings()


def surroundings(text: str) -> tuple[str, Surroundings]:
    """Take away what surrounds a formula; FormulaError for a bracket that is neither a name nor a part of it.

    >>> body, found = surroundings("F5-Na3V2(PO4)3/C (NVP) [12]")
    >>> body, found.coating, [each.code for each in found.remarks]
    ('   Na3V2(PO4)3', 'C', ['label-ignored', 'reference-ignored', 'abbreviation-ignored', 'coating-ignored'])
    """
    if len(text) > 2 * LONGEST:
        raise refusal("too-long", LONGEST, len(text), LONGEST)
    bare_end = text[-1:].isdigit() and text[-3:].isalnum() and "=" not in text
    if bare_end and text.startswith("Na") and "," not in text:
        return text, NOTHING
    found = Surroundings()
    body, before = _with_points(text, found), ""
    while body != before:
        before = body
        body = _without_front(body, found)
        for without in _BEHIND if not bare_end else ():
            body = without(body, found)
    if ONLY_CAPITALS.fullmatch(name := body.strip()):
        raise refusal("label", body.index(name), name)
    return body, found


def _with_points(text: str, found: Surroundings) -> str:
    """Write decimal commas as points, in a text that has no points."""
    body = _DECIMAL_COMMA.sub(r"\1\2.", text) if "," in text and "." not in text else text
    if body != text:
        found.remarks.append(remark("decimal-comma"))
    return body


def _without_front(text: str, found: Surroundings) -> str:
    """Blank out a coating, the name of a structure or a label before a formula."""
    match = _FRONT.match(text)
    if not match or match.end() == len(text):
        return text
    body = " " * match.end() + text[match.end() :]
    if match["structure"]:
        return _with_structure(body, match["structure"], found)
    if match["phase"]:
        return _with_phase(body, match["phase"], found)
    if match["coating"]:
        return _with_coating(body, match["coating"], found)
    found.remarks.append(remark("label-ignored", match[0].strip(" -‐‑–:=")))
    return body


def _without_value(text: str, found: Surroundings) -> str:
    """Split off `, x = 0.1` after a formula."""
    match = _GIVEN.search(text, max(text.rindex("=") - _REACH, 0)) if "=" in text else None
    if not match:
        return text
    found.given[normalize("NFKC", match[1])] = match[2]
    return text[: match.start()]


def _without_coating(text: str, found: Surroundings) -> str:
    """Split off a carbon coating such as `/C` or `@C-N`."""
    match = None if text[-1:].isdigit() else _COATING.search(text[-20:])
    return _with_coating(text[: len(text[:-20]) + match.start()], match[1], found) if match else text


def _with_coating(text: str, name: str, found: Surroundings) -> str:
    """Keep a coating, from the innermost to the outermost where there are several."""
    found.coating = f"{name}@{found.coating}" if found.coating else name
    found.remarks.append(remark("coating-ignored", name))
    return text


def _without_phase(text: str, found: Surroundings) -> str:
    """Split off `(P2)`, `-P2` or `(maricite)` after a formula that has its oxygen already."""
    match = _PHASE_BEHIND.search(text[-40:])
    before = text[: len(text[:-40]) + match.start()] if match else ""
    if not match or not _ANIONS.intersection(_symbols(before)[1:]):
        return text
    name = match[1] or match[2]
    if name.lower() in STRUCTURES:
        return _with_structure(before, name, found)
    return _with_phase(before, name, found)


def _with_phase(text: str, name: str, found: Surroundings) -> str:
    """Keep the phase that a text names beside a formula."""
    found.phase = _tidy(re.sub("[’′]", "'", _MARKUP.sub("", name)))
    found.remarks.append(remark("phase-read", found.phase))
    return text


def _with_structure(text: str, name: str, found: Surroundings) -> str:
    """Keep the structure that a text names beside a formula."""
    found.structure = name.lower()
    found.remarks.append(remark("structure-read", name, STRUCTURES[found.structure].replace("-", " ")))
    return text


# The last bracket


def _without_bracket(text: str, found: Surroundings) -> str:
    """Split off a reference, an abbreviation or another formula in a bracket that nothing follows."""
    body = text.rstrip()
    start = _last_bracket(body)
    if start is None:
        return text
    before, inner = body[:start].rstrip(), body[start + 1 : -1].strip()
    if _REFERENCE.fullmatch(body, start):
        found.remarks.append(remark("reference-ignored", body[start:]))
        return before
    if _begins_formula(inner) and _SYMBOL.search(before):
        return _of_two(body, start, inner, found)
    if _PIECES.fullmatch(inner):
        raise refusal("label", start, inner)
    if _is_abbreviation(inner, _symbols(before), start):
        found.remarks.append(remark("abbreviation-ignored", inner))
        return before
    if body[:start] != before and _is_comment(inner, before):
        raise refusal("label", start, inner)
    return text


def _is_comment(inner: str, before: str) -> bool:
    """Whether a bracket after a space and the anions, such as (S1) or (Fe2+), holds none of them."""
    return (
        _COMMENT.fullmatch(inner) is not None
        and not _ENDS.isdisjoint(_symbols(before)[1:])
        and _ENDS.isdisjoint(_SYMBOL.findall(inner))
    )


def _without_raised(text: str, found: Surroundings) -> str:
    """Split off a raised reference such as `^{23}` after a formula that has its anions already."""
    match = _RAISED_REFERENCE.search(text[-60:])
    before = text[: len(text[:-60]) + match.start()] if match else ""
    if not match or not _ANIONS.intersection(_symbols(before)[1:]):
        return text
    found.remarks.append(remark("reference-ignored", match[1]))
    return before


def _without_letters(text: str, found: Surroundings) -> str:
    """Split off an abbreviation that follows a formula after a space."""
    match = _LETTERS.search(text[-20:])
    if not match or not _is_abbreviation(match[1], _symbols(text[: -len(match[0])]), len(text) - len(match[1])):
        return text
    found.remarks.append(remark("abbreviation-ignored", match[1]))
    return text[: -len(match[0])]


def _last_bracket(body: str) -> int | None:
    """Where the bracket opens that closes at the end of a text."""
    depth = 0
    for at in range(len(body) - 1, -1, -1) if body[-1:] in (")", "]") else ():
        depth += (body[at] in ")]") - (body[at] in "([")
        if not depth:
            return at
    return None


def _begins_formula(inner: str) -> bool:
    """Whether a bracket holds a formula of its own: an alkali metal first, and anions."""
    symbols = _SYMBOL.findall(inner)
    own = bool(_ANIONS.intersection(symbols[1:])) and any(c.isdigit() for c in inner)
    return own and inner.startswith(tuple(ALKALI_OR_LITHIUM))


def _of_two(body: str, start: int, inner: str, found: Surroundings) -> str:
    """The formula before a bracket with another one in it; `NVP (Na3V2(PO4)3)` has its formula in the bracket."""
    name = body[:start].strip()
    if not name.isupper() and _ANIONS.intersection(_symbols(name)):
        found.remarks.append(remark("same-formula-ignored"))
        found.second = (inner, start)
        return body[:start].rstrip()
    if not _is_abbreviation(name, _symbols(inner), 0):
        return body
    found.remarks.append(remark("abbreviation-ignored", name))
    return " " * (start + 1) + body[start + 1 : -1]


def _is_abbreviation(name: str, symbols: Sequence[str], at: int) -> bool:
    """Whether letters such as NVP repeat those of a formula; refused where they are none of it and no ligand."""
    match = _NAME.fullmatch(_MARKUP.sub("", name).translate(_LOWERED))
    if not match or not _ANIONS.intersection(symbols[1:]):
        return False
    letters = _SYMBOL.findall(match[1])
    spelled, initials = "".join(letters), {symbol[0] for symbol in symbols}
    if spelled in _LIGANDS or (len(letters) == 2 and letters[1] == "O"):
        return False
    digits = spelled != match[1]
    named = len(letters) >= _NAMED_FROM and (spelled[0] == symbols[0][0] or letters[-1] not in _ANIONS)
    if (named or not digits) and all(letter in (initials if len(letter) == 1 else symbols) for letter in letters):
        return True
    if not SYMBOLS.issuperset(letters) or (spelled.isupper() and not digits):
        raise refusal("label", at, name)
    return False


def _symbols(text: str) -> list[str]:
    """The symbols of a formula from its first alkali metal on, so that those of a phase such as O3 are left out."""
    symbols = _SYMBOL.findall(text)
    first = next((at for at, symbol in enumerate(symbols) if symbol in ALKALI_OR_LITHIUM), 0)
    return symbols[first:]


_BEHIND: Final = (
    _without_value, _without_phase, _without_bracket, _without_raised, _without_coating, _without_letters
)  # fmt: skip

# The phase


def phase_prefix(found: Sequence[Token]) -> tuple[str | None, int]:
    """Find a phase such as `O3-`, `P'2:`, `P2/O3-`, `β-` or `P2 Na`: its one spelling and its tokens' number.

    >>> from generator.chemistry.tokenizer import tokens
    >>> phase_prefix(tokens("P2/O′3-NaMnO2"))
    ("P2/O'3", 7)
    """
    if found[0][1] not in ("O", "P") and found[0][0] != "variable":
        return None, 0
    spelled: list[str] = []
    for index, (kind, part, _) in enumerate(found):
        joins = kind == "type" or kind == "colon" or part == "-"
        if spelled and part in ("-", "+", "&"):
            other, length = phase_prefix(found[index + 1 :])
            if other:
                spelled += ["/", other]
                return "".join(spelled), index + 1 + length
        if spelled and (joins or part in ALKALI_OR_LITHIUM):
            phase = "".join(spelled)
            return (_tidy(phase), index + _joints(found, index)) if _PHASE.fullmatch(phase) else (None, 0)
        if index > 12 or kind not in ("element", "number", "prime", "slash", "variable"):
            break
        spelled.append(part)
    return None, 0


def _joints(found: Sequence[Token], index: int) -> int:
    """The number of tokens such as `-type` and `-` between a phase and its formula, at most three."""
    number = 0
    while number < 3 and (found[index + number][0] in ("type", "colon") or found[index + number][1] == "-"):
        number += 1
    return number


def _tidy(phase: str) -> str:
    """The prime belongs before the number: `P3'` is `P'3`."""
    return re.sub(r"([0-9])('+)", r"\2\1", phase)
