r"""The characters of a printed formula, read as tokens: the alphabet of `formula.py`.

Papers print one composition in many ways: `Mn_{0.4}`, `Mn₀.₄`, `Mn<sub>0.4</sub>`, `\text{Mn}_{0.4}`.
This module takes away what only typesets (fonts, dollar signs, braces, thin spaces) and hands on what
carries meaning, each token with its place in the text, so that a complaint can point at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal
from unicodedata import numeric

from .messages import FormulaError, refusal

Token = tuple[str, str, int]
"""(kind, text, position): the position is a 0-based index into the text as given."""

Span = tuple[Literal["text", "sub", "sup"], str]

LONGEST: Final = 500  # characters; the longest formula in print that we have met has 124

SYMBOLS: Final = frozenset(
    """H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr
    Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb
    Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf
    Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og""".split()  # noqa: SIM905  # a table of symbols is easier to check than a list of strings
)

# One printed character for another of the same meaning. One for one, so that positions stay true.
_ALIKE: Final = str.maketrans(
    "₀₁₂₃₄₅₆₇₈₉₊₋ₓₙₐₑ−–—‐‑‒﹣－＋′’‘ʹ´ʼ⁄∕·⋅•∙・‧∗×☐◻▢◽⬜⎕（）［］．／，：＝"
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2060"
    "\u202f\u205f\u3000\u00ad\ufeff",
    "0123456789+-xnae--------+''''''//********□□□□□□()[]./,:=" + 21 * " ",
)
_POWERS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_VULGAR: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_GREEK: Final = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε"}
_ROMAN: Final = {"I": "1+", "II": "2+", "III": "3+", "IV": "4+", "V": "5+", "VI": "6+", "VII": "7+"}

_SECONDS: Final = {
    first: "".join(sorted(s[1] for s in SYMBOLS if s[0] == first and len(s) == 2))
    for first in sorted({s[0] for s in SYMBOLS})
}
_ELEMENT: Final = "|".join(
    (f"{first}[{seconds}]" + ("?" if first in SYMBOLS else "")) if seconds else first
    for first, seconds in _SECONDS.items()
)
_TOKEN: Final = re.compile(
    rf"""
      (?P<element>{_ELEMENT})
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![{_VULGAR}]) | \.[0-9]+)
    | (?P<vulgar>[0-9]*[{_VULGAR}] | [⁰¹²³⁴-⁹]+/[0-9]+ | \\frac\s*\{{?[0-9]+\}}?\s*\{{?[0-9]+\}}?)
    | (?P<script>(?:\^|\\textsuperscript)\s*(?:\{{[^{{}}]{{0,40}}(?:\{{[^{{}}]{{0,40}}\}}[^{{}}]{{0,40}})?\}}
        | [0-9]*[+\-'] | \\prime) | <sup>[^<>]{{0,40}}</sup> | [⁰¹²³⁴-⁹]*[⁺⁻] | \((?:IV|VI{{1,2}}|I{{2,3}})\))
    | (?P<type>-?type(?![A-Za-z]))
    | (?P<greek>\\?(?:alpha|beta|gamma|delta|epsilon)(?![A-Za-z]) | [α-ω])
    | (?P<skip>[\s$_~]+ | \\(?:text|mathrm|mathbf|mathit|mathsf|textrm|textit|textbf|textsubscript|ensuremath
        |operatorname|rm|bf|it|ce|left|right|quad|qquad|thinspace)(?![A-Za-z]) | \\[\s,;:!>()\[\]_]
        | &(?:nbsp|thinsp|\#8201|\#160); | </?(?:sub|i|em|b|strong|span)> )
    | (?P<vacancy>□ | \[\s*\] | \\(?:Box|square)(?![A-Za-z]))
    | (?P<dot>\*+ | \\(?:cdot|bullet|times|ast)(?![A-Za-z]) | &middot;)
    | (?P<prose>[a-z]{{3,}})
    | (?P<variable>[a-z])
    | (?P<placeholder>TM|RE|AE|Me|Ln|[A-Z])
    | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<brace>[{{}}])
    | (?P<sign>[+\-]|&minus;) | (?P<slash>/) | (?P<prime>'|\\prime) | (?P<comma>[,;]) | (?P<colon>:)
    | (?P<equals>=)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    r"""Cut a printed formula into tokens; the last one is always `("end", "", len(text))`.

    >>> [(kind, part) for kind, part, _ in tokens("$\\text{Mn}^{2+}_{0.4}$")]
    [('element', 'Mn'), ('valence', '2+'), ('number', '0.4'), ('end', '')]
    """
    if len(text) > LONGEST:
        raise refusal("too-long", LONGEST, len(text), LONGEST)
    alike = text if text.isascii() else text.translate(_ALIKE)
    found: list[Token] = []
    braces: list[int] = []
    for match in _TOKEN.finditer(alike):
        kind, part, at = match.lastgroup or "other", match[0], match.start()
        if kind == "brace":
            _balance(braces, part, at)
        elif kind in _RESPELLED:
            found.append(_respelled(kind, part, at))
        elif kind != "skip":
            found.append((kind, part, at))
    if braces:
        raise refusal("unbalanced", braces[-1], "{")
    found.append(("end", "", len(text)))
    return found


_RESPELLED: Final = frozenset(("vulgar", "script", "greek", "vacancy", "dot", "type"))


def _balance(open_braces: list[int], brace: str, at: int) -> None:
    """Keep track of LaTeX braces, which group characters but never atoms."""
    if brace == "{":
        open_braces.append(at)
    elif not open_braces:
        raise refusal("unbalanced", at, "}")
    else:
        open_braces.pop()


def _respelled(kind: str, part: str, at: int) -> Token:
    """Give a token of several spellings its one spelling."""
    if kind == "vulgar":
        return ("number", _fraction(part), at)
    if kind == "script":
        return _script(part, at)
    if kind == "greek":
        return ("variable", _GREEK.get(part.lstrip("\\"), part), at)
    return (kind, {"vacancy": "□", "dot": "·", "type": "-type"}[kind], at)


def _fraction(part: str) -> str:
    r"""One spelling `a/b` for `⅙`, `1⅓`, `²⁄₃` and `\frac{1}{3}`."""
    if part.startswith("\\"):
        return "/".join(re.findall("[0-9]+", part))
    if part[-1] not in _VULGAR:
        return part.translate(_POWERS)
    value = int(part[:-1][:9] or 0) + Fraction(numeric(part[-1])).limit_denominator(10)
    return f"{value.numerator}/{value.denominator}"


def _script(part: str, at: int) -> Token:
    """A superscript is a valence such as `2+` or `III`, or the prime of a distorted phase."""
    bare = re.sub(r"\\(?:text|mathrm|rm|textsuperscript)\b|</?sup>|[\s{}^$()]", "", part).translate(_POWERS)
    if bare.strip("'") == "" or bare == "\\prime":
        return ("prime", "'", at)
    bare = _ROMAN.get(bare, bare)
    signed = re.fullmatch(r"([0-9]{0,2}(?:\.[0-9]{1,4})?)([+\-])|([+\-])([0-9](?:\.[0-9]{1,4})?)", bare)
    if signed is None:
        raise refusal("bad-valence", at, part)
    size, sign = signed[1] or signed[4] or "1", signed[2] or signed[3]
    return ("valence", size + sign, at)


def prefix(found: Sequence[Token]) -> tuple[str | None, int]:
    """Find a phase prefix such as `O3-`, `P'2:`, `P2/O3-` or `β-`: its one spelling and its tokens' number.

    >>> prefix(tokens("P2/O′3-NaMnO2"))
    ("P2/O'3", 7)
    """
    if found[0][1] not in ("O", "P") and found[0][0] != "variable":
        return None, 0
    spelled: list[str] = []
    for index, (kind, part, _) in enumerate(found):
        if kind == "type" or (spelled and (kind == "colon" or part == "-")):
            phase = "".join(spelled)
            number = index + 1 + (found[index + 1][1] == "-")
            return (_tidy(phase), number) if _PHASE.fullmatch(phase) else (None, 0)
        if index > 12 or kind not in ("element", "number", "prime", "slash", "variable"):
            break
        spelled.append(part)
    return None, 0


_PHASE: Final = re.compile(r"[α-ω]|(?:O|P|OP)'?[0-9]'?'?(?:/(?:O|P|OP)'?[0-9]'?'?)*")


def _tidy(phase: str) -> str:
    """The prime belongs before the number: `P3'` is `P'3`."""
    return re.sub(r"([0-9])('+)", r"\2\1", phase)


def spans(text: str) -> tuple[Span, ...]:
    """Cut a formula into what stands on the line, below it and above it, to typeset it as printed.

    Any text is safe: what is no formula comes back whole, as one span of plain text.

    >>> spans("O3-NaMn^{4+}_{1/2}O2")
    (('text', 'O3-NaMn'), ('sup', '4+'), ('sub', '1/2'), ('text', 'O'), ('sub', '2'))
    """
    try:
        found = tokens(text)
    except FormulaError:
        found = []
    if not found or any(kind in ("prose", "other") for kind, _, _ in found):
        return (("text", text),) if text else ()
    _, start = prefix(found)
    merged: list[Span] = []
    level: Literal["text", "sub", "sup"] = "text"
    for index, (kind, part, _) in enumerate(found[:-1]):
        level = "text" if index < start else _level(kind, found[index - 1][0], found[index + 1][0], level)
        printed = _PRINTED.get(part, part)
        if merged and merged[-1][0] == level:
            merged[-1] = (level, merged[-1][1] + printed)
        else:
            merged.append((level, printed))
    return tuple(merged)


_PRINTED: Final = {"-type": "-type ", ",": ", ", "=": " = "}
_SYMBOL_KINDS: Final = frozenset(("element", "close", "vacancy", "placeholder", "valence"))
_AMOUNT_KINDS: Final = frozenset(("number", "variable"))


def _level(kind: str, before: str, after: str, level: Literal["text", "sub", "sup"]) -> Literal["text", "sub", "sup"]:
    """Where one token stands: amounts below the line once a symbol has been met, valences above it."""
    if kind == "valence":
        return "sup"
    if kind in _AMOUNT_KINDS and (before in _SYMBOL_KINDS or level == "sub"):
        return "sub"
    if kind in ("sign", "slash") and level == "sub" and after in _AMOUNT_KINDS:
        return "sub"
    return "text"
