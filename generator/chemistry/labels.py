r"""What is printed around a formula and is no part of it? Phases, names of structures, labels, abbreviations, values.

    text   = (words | structure | label | coating ("@" | "-coated"))* [phase] formula behind*
    behind = ("@" | "/" | "·" amount) coating | "-" phase | structure | "†" | ["denoted as"] abbreviation | words
           | space group | "[" reference "]" | ", x = 0.1" | ", M = Fe"; most of these also in brackets, or listed there

What follows a formula is cut off, what precedes it becomes spaces: so the positions of the formula stay true.
Only what can be nothing else is taken away, and always with a remark. `annotations.py` tells what is a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from unicodedata import normalize

from .annotations import ANIONS, MARKUP, SYMBOL, abbreviation, is_comment, space_group, words
from .composition import ALKALI_OR_LITHIUM, ONLY_CAPITALS
from .families import STRUCTURES
from .messages import FormulaError, Remark, refusal, remark
from .tokenizer import LONGEST, PLACEHOLDERS, SYMBOLS, VULGAR, Token, fraction, unescaped

_ALKALI: Final = "|".join(sorted(ALKALI_OR_LITHIUM, reverse=True))
_SETTINGS: Final = "monoclinic|rhombohedral|cubic|hexagonal|orthorhombic|tetragonal|triclinic|trigonal|amorphous"
_BEGINS: Final = rf"[(\[]?(?:{_ALKALI})(?![a-z])|OP[0-9]|[OP]['′’]?[0-9]"  # a formula or its phase
_PARTNERS: Final = (
    "C|C-N|N-C|NC|CNTs?|SWCNTs?|MWCNTs?|(?:N-)?r?GO|[Gg]raphite|[Gg]raphene|PPy|PANI|PEDOT|MXene"
    r"|(?:[A-Z](?:,[A-Z])*-(?:co-?)?doped\s+|hard\s+)?[Cc]arbon(?:\s+(?:nano[a-z]+|black|cloth|matrix|layer))?"
    r"|(?:reduced\s+)?graphene\s+oxide"
)
_PERCENT: Final = r"(?:[0-9.]+\s*(?:wt|mol|at)\.?\s*%\s*)?"
_SHELL: Final = rf"{_PERCENT}(?:{_PARTNERS}|(?!(?:{_ALKALI})(?![a-z]))(?:[A-Z][a-z]?[0-9.]{{0,4}}){{2,5}})"
_TREATED: Final = "coated|doped|co-doped|codoped|substituted|modified|rich|poor|deficient|free|based|containing|wrapped"
_FRONT: Final = re.compile(
    rf"""\s*(?:[(\[](?P<phase>OP[0-9]|[OP]['′’]?[0-9]['′’]?)[)\]](?:\s*[-‐‑–]\s*|\s+)
    | (?P<coating>{_PARTNERS})\s*[@/⊂‐‑–-]\s*(?={_BEGINS})
    | (?P<shell>{_SHELL})\s*(?:@\s*|[\s‐‑–-]+coated\s+)(?={_BEGINS})
    | (?P<structure>(?i:{"|".join(STRUCTURES)}))(?:[-\s]*(?:type|phase|structured?|like))?[-:\s]+
    | (?P<setting>(?i:{_SETTINGS}))[-:\s]+
    | (?P<words>(?:(?:[A-Za-z0-9][\w/,]*[‐‑–-](?:{_TREATED})|[A-Z]?[a-z]{{3,}}(?:-[a-z]+)?
        |[a-z]{{2,}}-[a-z]+)[\s:]+){{1,6}})
        (?={_BEGINS}|\([OP])
    | (?P<group>[PIFRCA][-0-9a-z_/{{}}\\$]{{2,14}})[\s‐‑–-]+(?={_BEGINS})
    | (?P<label>[A-Z]{{3,6}}\s+(?={_BEGINS}) | [A-JL-NQ-TXZ][0-9]{{1,2}}\s*[-:]\s*(?=[(\[]?(?:{_ALKALI})(?![a-z]))
        | \(?[a-h]\)\s*(?=[A-Z\\$(\[])
        | (?:[a-z]|(?!OP[-‐‑–]|K)[A-Z]{{2,6}}(?:[0-9]{{3}})?)\s*[-‐‑–:=]\s*(?={_BEGINS})))""",
    re.VERBOSE,
)
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
    rf"""(?:\s*[/@⊂&|‐‑–-]\s*|(?<=[0-9₀-₉)])\s+|\s*(?:[·•⋅*]|\\cdot)\s*(?:[0-9.]+|[a-z])?\s*)({_PERCENT}(?:{_PARTNERS}))\s*$
    | (?:\s*[/@]\s*|\s+coated\s+(?:with|by)\s+)({_SHELL})\s*$ | \s*@\s*((?:{_ALKALI})[A-Za-z0-9().]{{2,20}})\s*$""",
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
_POINT: Final = re.compile(r"(?<=[A-Za-z)\]_{>}⁺])[0-9]*\.[0-9]")
_RAISED_POINT: Final = re.compile(r"(?<![0-9.])0[·•⋅∙・‧](?=[0-9])(?![0-9]*\s*H)")
_DECIMAL_COMMA: Final = re.compile(
    r"""(?:(?<=[A-Za-z)\]_{>}⁺□☐◻])([0-9]{1,2})|(?<=[A-Za-z)\]])([₀-₉]{1,2})|(?<=[ =≈])(0)),(?=[0-9₀-₉])"""
)
_LAYERS: Final = r"(?:O|P|OP)'?[0-9]'?'?(?:/(?:O|P|OP)'?[0-9]'?'?)*"
_PHASE: Final = re.compile(rf"[α-ω]|{_LAYERS}")
_LAYERS_BEHIND: Final = _LAYERS.replace("'", "[’′']").replace(
    "(?:O|P|OP)", r"(?:<(?:i|em)>|\\(?:text|math)it\{)?(?:O|P|OP)(?:</(?:i|em)>|\})?"
)
_PHASE_BEHIND: Final = re.compile(
    rf"""\s*[(\[{{]\s*({_LAYERS_BEHIND}|(?i:{"|".join(STRUCTURES)}))(?:[-\s](?:type|phase))?\s*[)\]}}]\s*$
    | ((?<=[0-9₀-₉>}}$)\]])(?:\s*[-‐‑–]\s*|\s+)|\s*[,;]\s*)({_LAYERS_BEHIND})(?:[-\s](?:type|phase))?\s*$""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Surroundings:
    """What was taken away around a formula.

    `elements` are those of placeholders, as in `M = Fe`; `second` is another formula in the last bracket and its place.
    """

    given: dict[str, str] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    phase: str | None = None
    coating: str | None = None
    structure: str | None = None
    second: tuple[str, int] | None = None
    remarks: list[Remark] = field(default_factory=list)

    def add(self, other: Surroundings) -> None:
        """Take over what was found in a part of the text."""
        self.given |= other.given
        self.elements |= other.elements
        self.phase = other.phase or self.phase
        self.coating = other.coating or self.coating
        self.structure = other.structure or self.structure
        self.remarks += other.remarks


NOTHING: Final = Surroundings()
_PARTNER_BEHIND: Final = re.compile("/[A-Z]")


def surroundings(text: str) -> tuple[str, Surroundings]:
    """Take away what surrounds a formula; FormulaError for a bracket that is neither a name nor a part of it.

    >>> body, found = surroundings("F5-Na3V2(PO4)3/C (NVP) [12]")
    >>> body, found.coating, [each.code for each in found.remarks]
    ('   Na3V2(PO4)3', 'C', ['label-ignored', 'reference-ignored', 'abbreviation-ignored', 'coating-ignored'])
    """
    if len(text) > 2 * LONGEST:
        raise refusal("too-long", LONGEST, len(text), LONGEST)
    bare_end = text[-1:].isdigit() and text[-3:].isalnum() and not _is_composite(text)
    if bare_end and text.startswith("Na") and "," not in text:
        return text, NOTHING
    found = Surroundings()
    body, before = with_points(unescaped(text)), ""
    if body != unescaped(text):
        found.remarks.append(remark("decimal-comma"))
    while body != before:
        before = body
        body = _without_front(body, found)
        body = body if bare_end else _without_behind(body, found)
    if ONLY_CAPITALS.fullmatch(name := body.strip()):
        raise refusal("label", body.index(name), name)
    found.remarks = list(dict.fromkeys(found.remarks))
    return body, found


def _is_composite(text: str) -> bool:
    """Whether what ends as formulas do may end in something else, such as `@Al2O3`."""
    plain = text.isascii() and not (" " in text or "=" in text or "@" in text)
    return not plain or ("/" in text and _PARTNER_BEHIND.search(text) is not None)


def _without_behind(body: str, found: Surroundings) -> str:
    """Split off one thing after another, the outermost first."""
    left: str | None = body
    while left:
        left = next((rest for without in _BEHIND if (rest := without(body, found)) != body), None)
        body = left or body
    return body


def with_points(text: str) -> str:
    """Write decimal commas, where no other amount has a point, and raised dots after a zero as points.

    >>> with_points("Na0,67MnO2"), with_points("Na0·67MnO2·2H2O")
    ('Na0.67MnO2', 'Na0.67MnO2·2H2O')
    """
    if text.isalnum() or _POINT.search(text):
        return text
    body = _DECIMAL_COMMA.sub(r"\1\2\3.", text) if "," in text else text
    return _RAISED_POINT.sub("0.", body)


def _without_front(text: str, found: Surroundings) -> str:
    """Blank out a coating, the name of a structure or a label before a formula."""
    match = _FRONT.match(text)
    if not match or match.end() == len(text):
        return text
    body = " " * match.end() + text[match.end() :]
    if match["group"]:
        group = space_group(match["group"])
        found.remarks += [remark("space-group-ignored", group)] if group else []
        return body if group else text
    if match["structure"]:
        return _with_structure(body, match["structure"], found)
    if match["phase"]:
        return _with_phase(body, match["phase"], found)
    if match["coating"] or match["shell"]:
        return _with_coating(body, match["coating"] or match["shell"], found)
    if match["label"] and _is_whole_bracket(body, match.end()):
        return text  # `NVP (Na3V2(PO4)3)` names what is in the bracket
    found.remarks.append(remark("label-ignored", match[0].strip(" -‐‑–:=")))
    return body[: match.end()] + " " + body[match.end() + 1 : -1] if _is_whole_bracket(body, match.end()) else body


def _is_whole_bracket(body: str, start: int) -> bool:
    """Whether one bracket holds all that follows, as in `Prussian white (Na1.92Fe[Fe(CN)6])`."""
    return body[start] == "(" and _last_bracket(body) == start


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
    if not match or not (match[1] or ANIONS.intersection(_symbols(before)[1:])):
        return text
    return _with_coating(before, match[1] or match[2] or match[3], found)


def _with_coating(text: str, name: str, found: Surroundings) -> str:
    """Keep a coating, from the innermost to the outermost where there are several."""
    found.coating = f"{name}@{found.coating}" if found.coating else name
    found.remarks.append(remark("coating-ignored", name))
    return text


def _without_phase(text: str, found: Surroundings) -> str:
    """Split off `(P2)`, `-P2` or `(maricite)` after a formula that has its oxygen already."""
    match = _PHASE_BEHIND.search(text[-40:])
    before = text[: len(text[:-40]) + match.start()] if match else ""
    symbols = _symbols(before)[1:]
    if not match or not ANIONS.intersection(symbols) or not _is_apart(before, symbols, match[2]):
        return text
    name = match[1] or match[3]
    if name.lower() in STRUCTURES:
        return _with_structure(before, name, found)
    return _with_phase(before, name, found)


def _is_apart(before: str, symbols: Sequence[str], joint: str | None) -> bool:
    """Whether what is a phase after a formula can be no part of it; after a space only behind O2, as in `NaMnO2 P2`."""
    if joint is None:
        return True
    return (bool(joint.strip()) and "O" in symbols) or MARKUP.sub("", before).endswith(("O2", "O₂", "O 2"))


def _with_phase(text: str, name: str, found: Surroundings) -> str:
    """Keep the phase that a text names beside a formula."""
    found.phase = _tidy(re.sub("[’′]", "'", MARKUP.sub("", name)))
    found.remarks.append(remark("phase-read", found.phase))
    return text


def _with_structure(text: str, name: str, found: Surroundings) -> str:
    """Keep the structure that a text names beside a formula."""
    found.structure = name.lower()
    found.remarks.append(remark("structure-read", name, STRUCTURES[found.structure].replace("-", " ")))
    return text


# The last bracket


def _without_bracket(text: str, found: Surroundings) -> str:
    """Split off a reference, an abbreviation, words or another formula in a bracket that nothing follows."""
    body = text.rstrip()
    start = _last_bracket(body)
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
    symbols = _symbols(before)
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
    if re.fullmatch(_SHELL, inner) and "%" in inner:
        return remark("coating-ignored", inner)
    return words(inner) or abbreviation(inner, symbols, at)


def _without_list(text: str, before: str, pieces: Sequence[str], at: int, found: Surroundings) -> str:
    """Split off what is listed in one bracket, as in (NFM, O3), where each piece could stand alone."""
    if not ANIONS.intersection(_symbols(before)[1:]) or not all(piece.strip() for piece in pieces):
        return text
    trial = Surroundings()
    try:
        left = [_without_behind(f"{before} ({piece.strip()})", trial) for piece in reversed(pieces)]
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
    if not match or not ANIONS.intersection(_symbols(before)[1:]):
        return text
    found.remarks.append(remark("reference-ignored", match[1]))
    return before


def _without_letters(text: str, found: Surroundings) -> str:
    """Split off an abbreviation that follows a formula after a space."""
    if match := _NUMERAL.search(text[-20:]):
        found.remarks.append(remark("name-ignored", match[1]))
        return text[: -len(match[0])]
    match = _LETTERS.search(text[-20:])
    symbols = _symbols(text[: -len(match[0])]) if match else []
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
    if not ANIONS.intersection(_symbols(before)[1:]):
        return text
    found.remarks.append(named)
    return before


def _without_point(text: str, found: Surroundings) -> str:
    """Split off the point that ends a sentence after a formula that has its anions already."""
    match = _FULL_STOP.search(text[-10:])
    before = text[: len(text[:-10]) + match.start()] if match else ""
    if not ANIONS.intersection(_symbols(before)[1:]):
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
    symbols = SYMBOL.findall(inner)
    own = bool(ANIONS.intersection(symbols[1:])) and any(c.isdigit() for c in inner)
    return own and inner.startswith(tuple(ALKALI_OR_LITHIUM))


def _of_two(body: str, start: int, inner: str, found: Surroundings) -> str:
    """The formula before a bracket with another one in it; `NVP (Na3V2(PO4)3)` has its formula in the bracket."""
    name = body[:start].strip()
    if not name.isupper() and ANIONS.intersection(_symbols(name)):
        found.remarks.append(remark("same-formula-ignored"))
        found.second = (inner, start)
        return body[:start].rstrip()
    if not _CAPITALS.fullmatch(name):
        return body
    with suppress(FormulaError):  # letters of no formula but this are its name as well
        found.remarks.append(abbreviation(name, _symbols(inner), 0) or remark("name-ignored", name))
        return " " * (start + 1) + body[start + 1 : -1]
    found.remarks.append(remark("name-ignored", name))
    return " " * (start + 1) + body[start + 1 : -1]


def _symbols(text: str) -> list[str]:
    """The symbols of a formula from its first alkali metal on, so that those of a phase such as O3 are left out."""
    symbols = SYMBOL.findall(text)
    first = next((at for at, symbol in enumerate(symbols) if symbol in ALKALI_OR_LITHIUM), 0)
    return symbols[first:]


_BEHIND: Final = (
    _without_point, _without_value, _without_mark, _without_phase, _without_bracket, _without_raised, _without_coating,
    _without_letters, _without_words,
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
            slash = found[index + 1][0] == "slash"  # as in `P2-/O3-`
            other, length = phase_prefix(found[index + 1 + slash :])
            if other:
                spelled += ["/", other]
                return "".join(spelled), index + 1 + slash + length
        alkali = part in ALKALI_OR_LITHIUM or (kind == "open" and found[index + 1][1] in ALKALI_OR_LITHIUM)
        if spelled and (joins or alkali):
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
