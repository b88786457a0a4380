"""Suggestions: how a number, a unit, an id or a DOI was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

_NUMBER: Final = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_LONGEST: Final = 60  # characters of what may have been meant as a number
BOUNDS: Final = {
    **dict.fromkeys(
        ("~", "≈", "about", "approximately", "approx.", "around", "ca.", "circa", "nearly", "almost"), "about"
    ),
    **dict.fromkeys((">", "over", "above", "more than"), "above"),
    **dict.fromkeys(("<", "below", "under", "less than"), "below"),
    **dict.fromkeys((">=", "≥", "at least", "not less than"), "at-least"),
    **dict.fromkeys(("<=", "≤", "up to", "at most", "not more than"), "at-most"),
}
"""Sign or words before a number that is not exact -> its `bound`."""
_ABSENT: Final = frozenset(("n/a", "n.a.", "na", "nan", "none", "nd", "n.d.", "unknown", "not given", "not reported",
                            "tbd", "-", "–", "—", "?"))  # fmt: skip
_AMBIENT: Final = frozenset(("rt", "r.t.", "room temperature", "ambient", "ambient temperature"))
_IN_WORDS: Final = "Write it under `other`, as the source does not print a number."
_BOUND: Final = "|".join(re.escape(text) for text in sorted(BOUNDS, key=len, reverse=True))


_SIGNS: Final = str.maketrans("⁰¹²³⁻−–µ", "0123---μ")  # micro has two signs that look alike

CONVERSIONS: Final[Mapping[tuple[str, str], str]] = {
    ("ahg-1", "mahg-1"): "Multiply the value by 1000",
    ("ahkg-1", "mahg-1"): "Keep the value",
    ("whg-1", "whkg-1"): "Multiply the value by 1000",
    ("mwhg-1", "whkg-1"): "Keep the value",
    ("mv", "v"): "Divide the value by 1000",
    ("mev", "ev"): "Divide the value by 1000",
    ("vpercycle", "mvpercycle"): "Multiply the value by 1000",
    ("m2s-1", "cm2s-1"): "Multiply the value by 10000",
    ("mscm-1", "scm-1"): "Divide the value by 1000",
    ("sm-1", "scm-1"): "Divide the value by 100",
    ("k", "°c"): "Subtract 273.15 from the value",
    ("nm", "å"): "Multiply the value by 10",
    ("pm", "å"): "Divide the value by 100",
    ("nm3", "å3"): "Multiply the value by 1000",
    ("å", "nm"): "Divide the value by 10",
    ("nm", "μm"): "Divide the value by 1000",
    ("ah", "mah"): "Multiply the value by 1000",
    ("h", "days"): "Divide the value by 24",
    ("hours", "days"): "Divide the value by 24",
    ("min", "s"): "Multiply the value by 60",
    ("h", "s"): "Multiply the value by 3600",
    ("jmol-1k-1", "r"): "Divide the value by 8.314",
}
"""(unit as printed, unit of the vocabulary), both as `plain_unit` spells them -> what to do with the value."""


def plain_unit(unit: str) -> str:
    """Normalise the spelling of a unit.

    >>> plain_unit("mA h/g"), plain_unit("mAh·g⁻¹"), plain_unit("mAh g-1"), plain_unit("%")
    ('mahg-1', 'mahg-1', 'mahg-1', 'percent')
    >>> plain_unit("mg/cm²")
    'mgcm-2'
    """
    text = unit.lower().translate(_SIGNS).replace("%", "percent")
    text = re.sub(r"/\s*cycle", " per cycle", text)
    text = re.sub(r"/\s*([a-z]+)(\d?)", lambda unit: f"{unit[1]}-{unit[2] or 1}", text)
    return re.sub(r"[\s·^{}$*.()]", "", text)


def number_hint(text: str, unit: str | None = None) -> str:
    """Return how to write a text as the number that was probably meant; empty when that is not clear.

    `unit` is that of the field, empty for a count; without it, the unit is written under a key of its own.

    >>> number_hint("87"), number_hint("87,5")
    ('Remove the quotation marks.', 'Write a point: 87.5.')
    >>> number_hint("87 %")
    'Write 87 alone: the unit goes under `unit`.'
    >>> number_hint("about 87"), number_hint("≥ 87 %"), number_hint("May 2025")
    ('Write 87 and `bound: about`.', 'Write 87 and `bound: at-least`.', 'Write 2025 alone.')
    >>> number_hint("8.7 × 10⁻¹¹"), number_hint("87.0(5)"), number_hint("80–90 %")
    ('Write 8.7e-11.', 'Write 87.0 alone, and `uncertainty: 0.5`.', 'Write a range as [80, 90].')
    >>> number_hint("25 °C", "°C"), number_hint("298 K", "°C"), number_hint("5k", "")
    ('Write 25 alone.', 'Subtract 273.15 from the value and write it alone, in °C.', 'Write 5000.')
    """
    text = text.strip()[:_LONGEST]
    forms = (_absence_hint(text), _prefix_hint(text), _printed_hint(text), _range_hint(text), _digits_hint(text, unit))
    return next(filter(None, (*forms, _unit_hint(text, unit))), "")


def _absence_hint(text: str) -> str:
    """Return the hint for words that stand for a missing value, and for one in words."""
    if text.casefold() in _ABSENT:
        return "Delete the entry, and list the property under `missing` with the reason."
    return _IN_WORDS if text.casefold() in _AMBIENT else ""


def _printed_hint(text: str) -> str:
    """Return the hint for a power of ten, and for an uncertainty, as papers print them."""
    if found := re.fullmatch(rf"({_NUMBER})\s*[x×*·]\s*10\s*\^?\s*([-+]?\d+).*", text.translate(_SIGNS)):
        return f"Write {found[1]}e{int(found[2])}."
    if found := re.fullmatch(rf"({_NUMBER})\s*(?:±|\+/?-)\s*({_NUMBER}).*", text):
        return f"Write {found[1]} alone, and `uncertainty: {found[2]}`."
    if found := re.fullmatch(r"([-+]?\d+\.?(\d*))\((\d+)\).*", text):
        return f"Write {found[1]} alone, and `uncertainty: {int(found[3]) / 10 ** len(found[2]):g}`."
    return ""


def _range_hint(text: str) -> str:
    found = re.fullmatch(rf"({_NUMBER})\s*(?:-|–|—|~|;|to|\.\.)\s*({_NUMBER})\s*(?:[^\W\d_].*|[%°].*)?", text)
    return f"Write a range as [{found[1]}, {found[2]}]." if found else ""


def _digits_hint(text: str, unit: str | None) -> str:
    """Return the hint for digits that are grouped, quoted or abbreviated; a count has the unit ""."""
    if unit == "" and re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+", text):
        return f"Write {text.replace(',', '')}."
    if found := re.fullmatch(r"([-+]?\d+),(\d+)\D*", text):
        return f"Write a point: {found[1]}.{found[2]}."
    if re.fullmatch(r"[-+]?0\d+", text):
        return f"Leave out the leading zero: {int(text)}."
    if re.fullmatch(r"[\d_\s]*\d[_\s]+\d{3}", text):
        return f"Write the digits together: {re.sub(r'[_ ]', '', text)}."
    if found := re.fullmatch(r"(\d+)/(\d*[1-9]\d*)", text):
        return f"Write a decimal number: {int(found[1]) / int(found[2]):g}."
    if found := re.fullmatch(r"(\d+)\s*k", text):
        return f"Write {found[1]}000."
    if re.fullmatch(_NUMBER, text):
        return "Write a plain minus sign." if "−" in text else "Remove the quotation marks."
    return ""


def _unit_hint(text: str, unit: str | None) -> str:
    """Return the hint for a number with a unit after it."""
    found = re.fullmatch(rf"({_NUMBER})\s*([^\d\s].*)", text)
    if not found:
        return ""
    if unit is None:
        return f"Write {found[1]} alone: the unit goes under `unit`."
    printed, own = plain_unit(found[2]), plain_unit(unit)
    if unit and printed not in (own, own.rstrip("s")):
        conversion = CONVERSIONS.get((printed, own), "Convert the value")
        return f"{conversion} and write it alone, in {unit}."
    return f"Write {found[1]} alone."


def _prefix_hint(text: str) -> str:
    """Return the hint for a number with a bound or another word before it."""
    if found := re.fullmatch(rf"({_BOUND})\s*({_NUMBER}).*", text.lower()):
        return f"Write {found[2]} and `bound: {BOUNDS[found[1]]}`."
    word = re.fullmatch(rf"[^\W\d]+\.? ({_NUMBER})", text)
    return f"Write {word[1]} alone." if word else ""


_LATIN: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
    "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
})  # fmt: skip
"""Letters that Unicode does not decompose."""


_RATE: Final = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>[mµμu]?A)\s*[/·]?\s*g\s*(?:-1|⁻¹|−1|\^-1|\^\{-1\})?", re.IGNORECASE
)


def rate_hint(text: str) -> str:
    """Return how to write a current that a paper prints in another way; empty when that is not clear.

    >>> rate_hint("C/5"), rate_hint("20 mA/g"), rate_hint("0.1 A g⁻¹")
    ('Write 1/5C.', 'Write 20 mA g-1.', 'Write 0.1 A g-1.')
    >>> rate_hint("0.5 c"), rate_hint("2C rate"), rate_hint("C"), rate_hint("slow")
    ('Write 0.5C.', 'Write 2C.', 'Write 1C.', '')
    >>> rate_hint("at ½C"), rate_hint("0,5C"), rate_hint("50 µA/g"), rate_hint("1 mA cm-2")
    ('Write 1/2C.', 'Write 0.5C.', 'Write 0.05 mA g-1.', 'Write a current per area under `other`.')
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).replace("⁄", "/").strip()[:_LONGEST]
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = re.sub(r"^(?:at|@)\s*", "", text)
    if re.fullmatch(r"[\d.]+\s*m?A\s*/?\s*cm.*", text, re.IGNORECASE):
        return "Write a current per area under `other`."
    if found := _RATE.fullmatch(text):
        unit = found["unit"].casefold()
        amount = f"{float(found['amount']) / 1000:g}" if unit[0] in "uμ" else found["amount"]
        return f"Write {amount} {'A' if unit == 'a' else 'mA'} g-1."
    if found := re.fullmatch(r"(\d+(?:\.\d+)?|\d+/\d+)?\s*C(?:\s*/\s*(\d+))?\s*(?:[- ]?rate)?", text, re.IGNORECASE):
        return f"Write {found[1] or 1}{f'/{found[2]}' if found[2] else ''}C."
    return ""


def id_hint(text: str) -> str:
    """Return a hint with the id that a name becomes; empty when it becomes none.

    >>> id_hint("Layered Oxide")
    'Did you mean "layered-oxide"?'
    """
    slug = slugify(text)
    return f'Did you mean "{slug}"?' if slug else ""


def slugify(text: str) -> str:
    """Write a text as an id, without accents.

    >>> slugify(" NFM_CZS (2024) "), slugify("Müller"), slugify("Strauß-Sørensen")
    ('nfm-czs-2024', 'muller', 'strauss-sorensen')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).translate(_LATIN)
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


_DOI: Final = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def bare_doi(text: str) -> str | None:
    """Return a DOI without resolver, prefix, percent-encoding and the punctuation after it; None for any other text.

    >>> bare_doi("https://doi.org/10.1002/abc"), bare_doi("doi:10.1002/abc"), bare_doi("abc")
    ('10.1002/abc', '10.1002/abc', None)
    >>> bare_doi("10.1002/abc(2)."), bare_doi("10.1002/abc),"), bare_doi("10.1002/1521%3C1::aid%3E3.0.co;2-a")
    ('10.1002/abc(2)', '10.1002/abc', '10.1002/1521<1::aid>3.0.co;2-a')
    """
    match = _DOI.fullmatch(unquote(text.strip()).rstrip(".,;:"))
    if not match:
        return None
    doi = match[1]
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi
