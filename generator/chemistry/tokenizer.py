r"""The characters of a printed formula, read as tokens: the alphabet of `formula.py`.

Papers print one composition in many ways: `Mn_{0.4}`, `Mn₀.₄`, `Mn<sub>0.4</sub>`, `\text{Mn}_{0.4}`.
This module takes away what only typesets (fonts, dollar signs, braces, thin spaces) and hands on what
carries meaning, each token with its place in the text, so that a complaint can point at it.
"""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape
from typing import Final
from unicodedata import normalize, numeric

from .messages import refusal

Token = tuple[str, str, int]
"""(kind, text, position): the position is a 0-based index into the text as given."""

LONGEST: Final = 500  # characters; the longest formula in print that we have met has 124

SYMBOLS: Final = frozenset(
    """H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr
    Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb
    Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf
    Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og""".split()  # noqa: SIM905  # a table of symbols is easier to check than a list of strings
)

# One printed character for another of the same meaning. One for one, so that positions stay true.
_ALIKE: Final = str.maketrans(
    "₀₁₂₃₄₅₆₇₈₉₊₋ₓₙₐₑᵧᵪ₍₎−–—‐‑‒﹣－＋′’‘ʹ´ʼ⁄∕·⋅•∙・‧∗×☐◻▢◽⬜⎕▯（）［］．／，：＝"
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2060"
    "\u2061\u2062\u2063\u2064\u202f\u205f\u3000\u00ad\ufeff≡",
    "0123456789+-xnaeyx()--------+''''''//********□□□□□□□()[]./,:=" + 26 * " ",
)
_ALIKE.update({font: ord(normalize("NFKC", chr(font))) for font in range(0x1D400, 0x1D7CC)})  # 𝑥, 𝐍𝐚 and the like
_POWERS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
VULGAR: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
PLACEHOLDERS: Final = frozenset(("TM", "RE", "AE", "Me", "Ln", "A", "M", "X", "T", "R", "L", "Q", "Z"))
_ENTITY: Final = re.compile(r"&(?!lt|gt|amp)#?\w{2,8};")
_GREEK: Final = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε"}
_ROMAN: Final = {"I": "1+", "II": "2+", "III": "3+", "IV": "4+", "V": "5+", "VI": "6+", "VII": "7+"}
_AFTER: Final = "|".join("Sc Ti Cr Mn Fe Co Ni Cu Zn Nb Mo Ru Sn Sb Bi Ce .V .W".split())  # noqa: SIM905  # as above
_AFTER_AMOUNT: Final = "|".join(f"{metal}[0-9]" for metal in _AFTER.split("|"))
_FLAT_ROMAN: Final = re.compile(
    rf"""(?:(?<={_AFTER})|(?<=^[VW])|(?<={_AFTER_AMOUNT}))(?:I{{2,3}}|IV)(?![a-z])
    | (?<=Cr|Mo|Te|Re|.W)VI(?![Ia-z]) | (?<=V)(?<!VV)V(?![a-zV]) | (?<=Sb|Nb|Ta|Bi)V(?![a-zV(]|O[45])
    | (?<=Cu|Ag)I(?=\[) | (?<=Cu\(|Ag\(|Na\(|Li\()[Ii](?=\)) | (?<=K\()I(?=\))
    | (?<=Mn\(|Nb\(|Mo\(|Ru\(|Sb\(|Bi\(|.V\()[Vv](?=\)(?!\s*[0-9.])) | (?<=[a-zVW]\()(?:i{{2,3}}|iv|vi{{0,2}})(?=\))""",
    re.VERBOSE,
)
_HEIGHT: Final = str.maketrans("IViv", "ⅠⅤⅠⅤ")

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
      (?P<hole>V(?:ac?(?![a-z])|_\{{?(?:\\(?:mathrm|text)\{{)?(?:vac|va|[A-Z][A-Za-z]?)(?![a-z])\}}{{0,2}}))
    | (?P<element>{_ELEMENT})
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![{VULGAR}]) | \.[0-9]+)
    | (?P<vulgar>[0-9]*[{VULGAR}] | [⁰¹²³⁴-⁹]+/[0-9]+ | \\frac\s*\{{?[0-9]+\}}?\s*\{{?[0-9]+\}}?)
    | (?P<script>(?:\^|\\textsuperscript)\s*(?:\{{[^{{}}]{{0,40}}(?:\{{[^{{}}]{{0,40}}\}}[^{{}}]{{0,40}})?\}}
        | [0-9]*[+\-'] | \\prime) | (?i:<(?:jats:)?sup>)[^<>]{{0,40}}(?i:</(?:jats:)?sup>) | [⁰¹²³⁴-⁹]*[⁺⁻]
        | \((?:IV|VI{{1,2}}|I{{2,3}}|[Ⅰ-Ⅶ]+|[1-7]\+|\+[1-7])\))
    | (?P<flat>[Ⅰ-Ⅶ]+)
    | (?P<type>-?(?:type|phase|structured?|layered)(?![A-Za-z]))
    | (?P<greek>\\?(?:alpha|beta|gamma|delta|epsilon)(?![A-Za-z]) | [α-ω])
    | (?P<about>(?:[≈∼≃≅]|\\(?:approx|sim|simeq)(?![A-Za-z]))(?=[\s{{]*[0-9.])
        | ~(?=[0-9.][0-9./]*(?:[A-Z(\[}}]|</|\Z)))
    | (?P<skip>[\s$_~]+ | \\(?:text|mathrm|mathbf|mathit|mathsf|textrm|textit|textbf|textsubscript|ensuremath
        |operatorname|rm|bf|it|ce|ch|chem|left|right|quad|qquad|thinspace)(?![A-Za-z]) | \\[\s,;:!>()\[\]_]
        | (?i:</?(?:jats:)?(?:sub|inf|i|em|b|strong|span|italic|bold)>)
        | &lt;/?su[bp]&gt; | \.(?=\s*(?:</\w+>|[}}$]))(?=[\s}}$]*(?:</\w+>)?[\s}}$]*\Z) )
    | (?P<vacancy>□ | \[\s*\] | \((?:vac|vacancy)\) | vac?(?![a-z]) | \\(?:Box|square)(?![A-Za-z]))
    | (?P<dot>\*+ | \\(?:cdot|bullet|times|ast)(?![A-Za-z]))
    | (?P<prose>[a-z]{{3,}}|(?<=\s)(?:or|of|in|is|to|as|by|at|on|vs)(?=\s)|wt|(?:at|mol)(?=[.\s]*%))
    | (?P<variable>[a-z])
    | (?P<placeholder>TM|RE|AE|Me|Ln|[A-Z])
    | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<brace>[{{}}])
    | (?P<sign>[+\-]|±(?=\s*(?:δ|\\delta))) | (?P<slash>/) | (?P<prime>'|\\prime) | (?P<comma>[,;])
    | (?P<colon>:) | (?P<equals>=)
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
    alike = text if text.isascii() and "&" not in text else unescaped(text).translate(_ALIKE)
    if "I" in alike or "V" in alike or "(i" in alike or "(v" in alike:
        alike = _FLAT_ROMAN.sub(lambda match: match[0].translate(_HEIGHT), alike)
    found: list[Token] = []
    braces: list[int] = []
    for match in _TOKEN.finditer(alike):
        kind, part, at = match.lastgroup or "other", match[0], match.start()
        if kind not in _SPECIAL:
            found.append((kind, part, at))
        elif kind == "brace":
            _balance(braces, part, at)
        elif kind != "skip":
            found.append(_respelled(kind, part, at))
    if braces:
        raise refusal("unbalanced", braces[-1], "{")
    found.append(("end", "", len(text)))
    return found


def unescaped(text: str) -> str:
    """The character of an HTML entity such as `&minus;`, and spaces up to its length, so that positions stay true.

    >>> unescaped("O2&middot;H2O")
    'O2·       H2O'
    """
    return _ENTITY.sub(lambda match: unescape(match[0])[:1].ljust(len(match[0])), text)


_SPECIAL: Final = frozenset(("hole", "brace", "skip", "vulgar", "script", "flat", "greek", "vacancy", "dot", "type"))


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
        return ("number", fraction(part), at)
    if kind == "script":
        return _script(part, at)
    if kind == "flat":
        return _flat(part, at)
    if kind == "hole":
        name = re.search("[A-Z][A-Za-z]?(?=}*$)", part[1:])
        return ("vacancy", f"□{name[0]}" if name and name[0] != "Va" else "□?", at)
    if kind == "greek":
        return ("variable", _GREEK.get(part.lstrip("\\"), part), at)
    return (kind, {"vacancy": "□", "dot": "·", "type": "-type"}[kind], at)


def fraction(part: str) -> str:
    r"""One spelling `a/b` for `⅙`, `1⅓`, `²⁄₃` and `\frac{1}{3}`."""
    if part.startswith("\\"):
        return "/".join(re.findall("[0-9]+", part))
    if part[-1] not in VULGAR:
        return part.translate(_POWERS)
    value = int(part[:-1][:9] or 0) + Fraction(numeric(part[-1])).limit_denominator(10)
    return f"{value.numerator}/{value.denominator}"


def _flat(part: str, at: int) -> Token:
    """A Roman valence that is not raised."""
    valence = _ROMAN.get(normalize("NFKC", part))
    if valence is None:
        raise refusal("bad-valence", at, part)
    return ("flat", valence, at)


def _script(part: str, at: int) -> Token:
    """A superscript is a valence such as `2+` or `III`, or the prime of a distorted phase."""
    bare = re.sub(r"\\(?:text|mathrm|rm|textsuperscript)\b|(?i:</?(?:jats:)?sup>)|[\s{}^$()]", "", part)
    bare = normalize("NFKC", bare.translate(_POWERS))
    if bare.strip("'") == "" or bare == "\\prime":
        return ("prime", "'", at)
    bare = _ROMAN.get(bare, bare)
    signed = re.fullmatch(r"([0-9]{0,2}(?:\.[0-9]{1,4})?)([+\-])|([+\-])([0-9](?:\.[0-9]{1,4})?)", bare)
    if signed is None:
        raise refusal("bad-valence", at, part)
    size, sign = signed[1] or signed[4] or "1", signed[2] or signed[3]
    return ("valence", size + sign, at)
