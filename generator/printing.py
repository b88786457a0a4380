"""Format values as plain text: numbers, units, amounts, conditions, citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from .chemistry import entropy
from .chemistry.quantities import SUPERSCRIPT, unit_text
from .errors import counted
from .records.conditions import CONDITIONS, Conditions, rate_parts
from .records.field_types import Number, Range
from .records.model_parts import Claim
from .records.reference_models import Notice, Reference

_NOTICES = {
    "retraction": ("Retraction", "retracted"),
    "withdrawal": ("Withdrawal", "withdrawn"),
    "partial-retraction": ("Retraction of a part", "retracted in part"),
    "concern": ("Expression of concern", "put under an expression of concern"),
    "correction": ("Correction", "corrected"),
}
"""Type of a notice -> its name, and the status of the paper; the most serious first."""
_BOUND = {"exact": "", "about": "≈ ", "above": "> ", "below": "< ", "at-least": "≥ ", "at-most": "≤ "}
ABSENCE = {
    "not-in-source": "not in the source",
    "not-seen": "not in the part that was read",
    "not-measured": "not measured",
    "not-readable": "not readable in the source",
}
"""Reason for a missing value -> its text."""
_ROUTES = {"co-precipitation": "co-precipitation", "sol-gel": "sol–gel"}
_SMALL, _LARGE = 1e-4, 1e7  # numbers beyond them are printed with a power of ten
MINUS, NO_BREAK, NARROW = "−", "\u00a0", "\u202f"


def number_text(value: Number) -> str:
    """Format a number with the digits that its author wrote, and a minus sign.

    >>> number_text(Decimal("0.90")), number_text(-20), number_text(Decimal("2.5e-11"))
    ('0.90', '−20', '2.5 × 10⁻¹¹')
    """
    if value and not _SMALL <= abs(float(value)) < _LARGE:
        digits, _, power = f"{Decimal(str(float(value))).normalize():e}".partition("e")
        return f"{digits.replace('-', MINUS)} × 10{str(int(power)).translate(SUPERSCRIPT)}"
    return f"{value:f}".replace("-", MINUS) if isinstance(value, Decimal) else str(value).replace("-", MINUS)


def value_text(
    value: Number | Range | str, unit: str | None = None, bound: str = "exact", uncertainty: Number | None = None
) -> str:
    """Return a value with its unit, bound and uncertainty; of a range with equal ends, one number.

    >>> value_text(87, "percent"), value_text((1, 2), "V", "about"), value_text((9, 9)), value_text("suppressed")
    ('87\\xa0%', '≈\\xa01–2\\xa0V', '9', 'suppressed')
    """
    if isinstance(value, str):
        return value
    numbers = tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,)
    joint = " to " if any(number < 0 for number in numbers) else "–"
    spread = "" if uncertainty is None else f" ± {number_text(uncertainty)}"
    text = f"{_BOUND[bound]}{joint.join(map(number_text, numbers))}{spread} {unit_text(unit)}"
    return text.strip().replace(" ", NO_BREAK)


def claim_text(claim: Claim) -> str:
    """Return a claim's value as it is printed."""
    return value_text(claim.value, claim.unit, claim.bound, claim.uncertainty)


def control_text(claim: Claim) -> str:
    """Return the value of a claim's control as it is printed; empty where there is none."""
    versus = claim.versus
    return "" if versus is None or versus.value is None else value_text(versus.value, claim.unit, versus.bound)


def conditions_text(conditions: Conditions | None) -> str:
    """Return conditions as one phrase; empty when the source states none.

    >>> conditions_text(Conditions(rate="3C", cycles=500))
    'after 500 cycles · at\\xa03C'
    """
    return " · ".join(_conditions(conditions)) if conditions else ""


def _conditions(given: Conditions) -> Iterator[str]:
    for name, condition in CONDITIONS.items():
        value = getattr(given, name)
        if name in _PHRASES:
            yield from _PHRASES[name](given)
        elif value is not None and name not in _IN_ANOTHER:
            yield condition.text.format(value_text(value, condition.unit))


def rate_text(rate: str) -> str:
    """Return a current; one per mass in mA per g, so that currents of several papers can be compared.

    >>> rate_text("0.5 C"), rate_text("0.1 A g-1"), rate_text("1/3C")
    ('0.5C', '100\xa0mA\xa0g⁻¹', '1/3C')
    """
    amount, unit = rate_parts(rate)
    if unit == "C":
        return f"{amount}C"
    milliamperes = Fraction(amount) * (1000 if unit == "A g-1" else 1)
    return value_text(Decimal(f"{float(milliamperes):g}"), "mA g-1")


def _current(given: Conditions) -> Iterator[str]:
    if given.cycles is not None:
        yield f"after {counted(given.cycles, 'cycle')}"
    if given.rate is not None:
        yield f"at{NO_BREAK}{rate_text(given.rate)}"


def _exposure(given: Conditions) -> Iterator[str]:
    medium = given.exposure or ("air" if given.exposure_days is not None else None)
    if medium:
        yield f"exposed to {medium}{_duration(given.exposure_days)}"


def _cell(given: Conditions) -> Iterator[str]:
    if given.cell or given.counter:
        yield " with ".join(filter(None, (given.cell or "cell", given.counter)))


def _mass(given: Conditions) -> Iterator[str]:
    if given.mass is not None:
        yield f"per mass of {given.mass}" if given.mass != "not stated" else "mass not stated"


_PHRASES: Mapping[str, Callable[[Conditions], Iterator[str]]] = {
    "rate": _current, "exposure": _exposure, "cell": _cell, "mass": _mass,
}  # fmt: skip
"""Condition -> how it is printed, where the text at its field does not suffice."""
_IN_ANOTHER = ("cycles", "exposure_days", "counter")
"""Conditions that are printed in the phrase of another."""


def _duration(days: Number | None) -> str:
    """Return how long an exposure lasted; less than a day in hours, as sources print it.

    >>> _duration(5), _duration(Decimal("0.0417")), _duration(None)
    (' for 5 days', ' for 1 hour', '')
    """
    if days is None:
        return ""
    count, unit = (number_text(days), "day") if days >= 1 else (f"{float(days) * 24:.3g}", "hour")
    return f" for {count} {unit}{'' if count == '1' else 's'}"


def hours_text(hours: Number | Range) -> str:
    """Return a duration in hours; less than six minutes in seconds.

    >>> hours_text(12), hours_text(Decimal("0.0056")), hours_text((10, 15))
    ('12\xa0h', '20\xa0s', '10–15\xa0h')
    """
    if not isinstance(hours, tuple) and hours < Decimal("0.1"):
        return value_text(round(hours * 3600), "s")
    return value_text(hours, "h")


def atmosphere_text(atmosphere: str) -> str:
    """Return an atmosphere with the numbers of its molecules lowered.

    >>> atmosphere_text("O2"), atmosphere_text("Ar with 5 % H2"), atmosphere_text("air")
    ('O₂', 'Ar with 5 % H₂', 'air')
    """
    return re.sub(r"(?<=[A-Z])2\b", "₂", atmosphere)


def route_text(route: str) -> str:
    """Return a kind of synthesis as it is written; most are two words.

    >>> route_text("co-precipitation"), route_text("sol-gel"), route_text("molten-salt")
    ('co-precipitation', 'sol–gel', 'molten salt')
    """
    return _ROUTES.get(route, route.replace("-", " "))


def locator_text(at: str) -> str:
    """Return a place in a text; a bare number is that of a section.

    >>> locator_text("2.2.1"), locator_text("Figure 4e")
    ('section 2.2.1', 'Figure 4e')
    """
    return f"section {at}" if at[:1].isdigit() else at


def entropy_text(value: float | None) -> str:
    """Return an entropy in units of R, with the digits that keep it in its class.

    >>> entropy_text(1.62149), entropy_text(None), entropy_text(0.99997)
    ('1.62\\u202fR', 'not defined', '0.99997\\u202fR')
    """
    return "not defined" if value is None else f"{entropy.in_print(value)}{NARROW}R"


def citation_text(reference: Reference) -> str:
    """Return volume, issue, pages and year as a reference list prints them."""
    issue = f" ({reference.issue})" if reference.issue else ""
    volume = f" {reference.volume}{issue}" if reference.volume else ""
    place = f", {reference.page or reference.number}" if reference.page or reference.number else ""
    printed = f"{reference.container_title or ''}{volume}{place}"
    return ", ".join(filter(None, (printed, str(reference.issued or "")))) or "journal and year not seen"


def notice_text(notice: Notice) -> str:
    """Return the name of a notice."""
    return _NOTICES[notice.type][0]


def status_text(reference: Reference) -> str:
    """Return the status of a publication by its most serious notice; empty when it has none."""
    types = {notice.type for notice in reference.notices}
    return next((status for kind, (_, status) in _NOTICES.items() if kind in types), "")


def authors_text(reference: Reference) -> str:
    """Return the authors as far as they are known."""
    names = [" ".join(filter(None, (each.given, each.family, each.suffix))) for each in reference.author]
    if not names:
        return "Authors not seen"
    if reference.more_authors:
        return f"{', '.join(names)}, et al."
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
