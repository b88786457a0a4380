"""Text as LaTeX that compiles with any engine and font encoding: letters with accents, Greek, indices and signs."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_COMMANDS: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SIGNS: Final = {
    "\u00a0": "~", "\u202f": "~", "\u2009": " ", "\u2002": " ", "\u2003": " ", "‐": "-", "‑": "-", "–": "--",
    "—": "---", "─": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": "...", "−": "$-$", "′": "$'$", "″": "$''$",
    "°": r"$^{\circ}$", "℃": r"$^{\circ}$C", "·": r"$\cdot$", "⋅": r"$\cdot$", "•": r"$\bullet$", "×": r"$\times$",
    "±": r"$\pm$", "≈": r"$\approx$", "≡": r"$\equiv$", "≠": r"$\neq$", "≤": r"$\leq$", "≥": r"$\geq$", "∼": r"$\sim$",
    "→": r"$\rightarrow$", "↔": r"$\leftrightarrow$", "⇌": r"$\rightleftharpoons$", "∞": r"$\infty$", "√": r"$\surd$",
    "∂": r"$\partial$", "∥": r"$\parallel$", "⊥": r"$\perp$", "□": r"$\Box$", "®": r"\textregistered{}",
    "©": r"\copyright{}", "™": r"\texttrademark{}", "Å": r"{\AA}", "å": r"{\aa}", "ø": r"{\o}",
    "Ø": r"{\O}", "ł": r"{\l}", "Ł": r"{\L}", "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}",
    "ı": r"{\i}", "µ": r"$\mu$", "ς": r"$\varsigma$", "ο": "o", "Ω": r"$\Omega$", "½": r"$\frac{1}{2}$",
    "⅓": r"$\frac{1}{3}$", "⅔": r"$\frac{2}{3}$", "¼": r"$\frac{1}{4}$", "¾": r"$\frac{3}{4}$",
}  # fmt: skip
_ACCENTS: Final = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u ", "\u0307": ".",
    "\u0308": '"', "\u030a": "r ", "\u030b": "H ", "\u030c": "v ", "\u0323": "d ", "\u0327": "c ", "\u0331": "b ",
}  # fmt: skip
"""Combining mark -> the command that sets it on a letter."""
_CAPITALS_AS_LATIN: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
_INDEX: Final = re.compile(r"([₀-₉₊₋ₓₙ]+(?:\.[₀-₉]+)?)|([⁰¹²³⁴-⁹⁺⁻ˣⁿ]+(?:\.[⁰¹²³⁴-⁹]+)?)")


def tex(text: str) -> str:
    """Return text as LaTeX.

    >>> tex("Fe & 5 %"), tex("Na₀.₆₇MnO₂ with Mn³⁺"), tex("δ-Φ, 4–5 µm, −1")
    ('Fe \\\\& 5 \\\\%', 'Na$_{0.67}$MnO$_{2}$ with Mn$^{3+}$', '$\\\\delta$-$\\\\Phi$, 4--5 $\\\\mu$m, $-$1')
    >>> tex("Nguyễn Müller"), tex("O3′"), tex("王")
    ('Nguy{\\\\~{\\\\^{e}}}n M{\\\\"{u}}ller', "O3$'$", '王')
    """
    parts = _INDEX.split(unicodedata.normalize("NFC", text))
    return "".join(_part(index % 3, part) for index, part in enumerate(parts) if part)


def _part(position: int, text: str) -> str:
    """Return a part of a text at a position of its pattern: plain text, an index below, or an index above."""
    if position == 0:
        return "".join(map(_character, text))
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    return f"${'_' if position == 1 else '^'}{{{plain}}}$"


def _character(character: str) -> str:
    if character.isascii():
        return _COMMANDS.get(character, character)
    return _SIGNS.get(character) or _greek(character) or _accented(character) or _compatible(character)


def _greek(character: str) -> str:
    """Return a Greek letter as the command of its name; capitals that look Latin have none."""
    name = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (LAMDA|[A-Z]+)", unicodedata.name(character, ""))
    if not name:
        return ""
    if character in _CAPITALS_AS_LATIN:
        return _CAPITALS_AS_LATIN[character]
    command = "lambda" if name[2] == "LAMDA" else name[2].lower()
    return rf"$\{command if name[1] == 'SMALL' else command.capitalize()}$"


def _accented(character: str) -> str:
    """Return a letter with accents as nested commands; empty where one has no command."""
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not base.isascii() or not all(mark in _ACCENTS for mark in marks):
        return ""
    letter = base
    for mark in marks:
        letter = rf"\{_ACCENTS[mark].strip()}{{{letter}}}"
    return f"{{{letter}}}"


def _compatible(character: str) -> str:
    """Return a ligature, a full-width letter and the like as ASCII; any other character as it is."""
    plain = unicodedata.normalize("NFKC", character)
    return "".join(_COMMANDS.get(each, each) for each in plain) if plain.isascii() else character
