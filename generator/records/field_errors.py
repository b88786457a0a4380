"""Word an error of validation: what was found in a field, what was expected, and how to put it right."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..errors import did_you_mean, shown
from ..names import IN_WORDS, RESERVED
from ..suggestions import BOUNDS, id_hint, number_hint, rate_hint
from ..yamlio.document import Path
from . import other_words
from .conditions import CONDITIONS
from .introspection import (
    field_at,
    has_models,
    is_range,
    is_whole,
    keys,
    keys_of,
    models,
    required,
    required_keys,
    target_at,
)


class FieldError(NamedTuple):
    """A validation error of one field, before its file is known."""

    path: Path
    found: str
    expected: str
    hint: str = ""
    intended: str = ""  # the known key that an unknown one was probably meant to be
    link: tuple[str, str] | None = None  # the kind of record that a text should have named, and the text

    @property
    def missing(self) -> bool:
        """Whether a key is missing."""
        return self.expected == _IT

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return the paths at which a further problem would only repeat this one."""
        return (self.path, (*self.path[:-1], self.intended)) if self.intended else (self.path,)

    @property
    def message(self) -> str:
        """Return "found X, expected Y"."""
        return f"found {self.found}, expected {self.expected}"


RANGE: Final = "[low, high]"
_WHOLE, _NUMBER, _TEXT, _MAPPING = "a whole number", "a number", "text", "a mapping of keys and values"
_TYPES: Final = {
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "is_instance_of": _NUMBER,
    "decimal_type": _NUMBER,
    "bool_type": "true or false",
    "string_type": _TEXT,
    "string_too_short": _TEXT,
    "tuple_type": "a list",
    "model_type": _MAPPING,
    "mapping_type": _MAPPING,
    "dict_type": _MAPPING,
}
_LIMITS: Final = {
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} entry",
    "too_long": "at most {max_length} entries",
}
_IT: Final = "it"
_FILL_IN: Final = "Fill it in, or delete it."
_ADDRESS: Final = re.compile(r"(https?://[^/\s]*/|doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)
_SHORT: Final = 3  # keys of a part that are all shown, needed or not
_FIELDS: Final = "The site's page Fields of a record (under About) lists them."
_RATE: Final = 'a rate such as "3C", "0.5C" or "0.1 A g-1"'
_ID: Final = f"an id of {IN_WORDS}"
_PATTERNS: Final = {
    r"^[a-z0-9]+(": (_ID, ""),
    r"^([0-9]{1,6}(": (_RATE, ""),
    r"^10\.": (
        'a DOI such as "10.1002/abc123"',
        "A DOI begins with the digits 10 and a point; it has one slash or more.",
    ),
    r"^https?:": (
        'an address on the web such as "https://hal.science/hal-01234567"',
        "Hosts go by their names here, not by numbers; a user and a password stay out.",
    ),
    r"^[^\n]": ("a single line of text", "Write it on one line."),
    r"^[0-9]{1,6}/": ('a number or a fraction such as "1/6"', ""),
    r"^[A-Z]": ("an element symbol", ""),
    r"^[A-Za-z": ("the name of a variable", "It is one letter, as in the formula."),
    **{why: ("another id", why) for why in RESERVED.values()},
    r"^[0-9]{4}(-": ('a day, month or year such as "2026-03-14"', "Write the year first."),
    r"^(19|20)": ('a day such as "2026-11-23"', "Write year, month and day."),
    r"^[0-9]{4}-": ('an ORCID iD such as "0000-0002-1825-0097"', "Leave out https://orcid.org/."),
}


def field_error(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    """Format one error of pydantic; `path` is its place without the names of a union's branches."""
    formatter = _FORMATTERS.get(details["type"], _wrong_type)
    return formatter(model, details, path)


def _missing_key(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    if isinstance(path[-1], int):
        return FieldError(path[:-1], shown(details["input"]), f"a list of two numbers, {RANGE}", _range_hint([]))
    return FieldError(path, f'no "{path[-1]}"', _IT, _meaning(model, path))


def _unknown_key(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    key, known = str(path[-1]), keys(model, path[:-1])
    found = FieldError(path, f"the unknown key {shown(key)}", "one of this record's keys")
    if ":" in key:
        plain = "plain " if "\u00a0" in key else ""
        return found._replace(hint=f"Put a {plain}space after the colon.")
    if key[:1].isspace():
        return found._replace(hint="Indent the line with plain spaces.")
    other = other_words.KEYS.get(re.sub(r"[\s-]+", "_", key.lower()))
    near = f'Did you mean "{other}"?' if other in known else did_you_mean(key, known)
    if near.startswith("Did"):
        return found._replace(hint=near, intended=near.split('"')[1])
    outer = [parent for parent in range(len(path) - 1) if key in keys(model, path[:parent])]
    if outer:
        place = f"`{path[outer[-1] - 1]}`" if outer[-1] else "the record itself"
        return found._replace(hint=f"It belongs to {place}: check its indentation and brackets.")
    return found._replace(hint=near or _FIELDS)


def rejoined(model: type[BaseModel], record: Any, error: FieldError) -> FieldError:
    """Return the error with the number that a comma between braces split into a value and a key of digits."""
    digits = str(error.path[-1]) if error.path else ""
    if not re.fullmatch(r"[0-9]+", digits) or isinstance(error.path[-1], int):
        return error
    mapping = functools.reduce(operator.getitem, error.path[:-1], record)
    entries = list(mapping)
    before = entries[max(entries.index(digits) - 1, 0)]
    whole, decimal = f"{before}: {mapping[before]}{digits}", f"{before}: {mapping[before]}.{digits}"
    hint = f"A comma separates entries: write decimals with a point, as in {decimal}."
    if len(digits) == len("000"):
        other = "" if is_whole(field_at(model, (*error.path[:-1], before))) else f"; or {decimal} for a decimal"
        hint = f"A comma separates entries: write thousands without one, as in {whole}{other}."
    return error._replace(hint=hint, intended=before)


def _wrong_choice(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    value = details["input"]
    words = re.findall(r"'([^']*)'", str(details.get("ctx", {})["expected"]))
    text = value.strip().lower() if isinstance(value, str) else ""
    other = BOUNDS.get(text) or other_words.CHOICES.get(text)
    near = f'Did you mean "{other}"?' if other in words else did_you_mean(text, words) if text else ""
    hint = near if near.startswith("Did") else ""
    return FieldError(path, shown(value), f"one of: {', '.join(words)}", hint if value is not None else _FILL_IN)


def _wrong_form(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    pattern, value = str(details.get("ctx", {})["pattern"]), str(details["input"])
    known = (texts for start, texts in _PATTERNS.items() if pattern.startswith(start))
    expected, hint = next(known, ("text of another form", ""))
    if expected == _ID and (kind := target_at(model, path)):
        return FieldError(path, shown(value), expected, link=(kind, value))
    if expected == _ID:
        hint = id_hint(value)
    elif expected == _RATE:
        hint = rate_hint(value)
    elif "DOI" in expected and (address := _ADDRESS.match(value)):
        hint = f"Leave out {address[0].strip()}."
    return FieldError(path, shown(details["input"]), expected, hint)


def _out_of_limits(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    value, context = details["input"], details.get("ctx", {})
    if isinstance(value, str):
        return FieldError(path, f"{len(value)} characters", _LIMITS[details["type"]].format(**context))
    if is_range(field_at(model, path)) and isinstance(value, list):
        return FieldError(path, shown(value), RANGE, _range_hint(value))
    hint = "" if isinstance(value, list) else _meaning(model, path)
    return FieldError(path, shown(value), _LIMITS[details["type"]].format(**context), hint)


def _wrong_type(model: type[BaseModel], details: ErrorDetails, path: Path) -> FieldError:
    expected, value = _TYPES.get(details["type"], "another value"), details["input"]
    info = field_at(model, path)
    if expected == "a list" and is_range(info):
        expected = RANGE
    hint = _type_hint(expected, value, info, path) or _meaning(model, path)
    if value is None:
        hint = f"{hint} {_FILL_IN}".strip()
    return FieldError(path, shown(value) if value != "" else "an empty text", expected, hint)


def _type_hint(expected: str, value: Any, info: FieldInfo | None, path: Path) -> str:
    """Return how to write a value of another type; empty where only the meaning of the field helps."""
    if expected in (_WHOLE, _NUMBER) and not (isinstance(value, dict) and is_range(info)):
        return _as_number(expected, value, str(path[-1]) if path else "")
    if expected in (RANGE, _WHOLE, _NUMBER):
        printed = number_hint(value) if isinstance(value, str) else ""
        return printed if "[" in printed else _range_hint([])
    if expected == "a list":
        return _list_hint(info, value)
    if expected == _TEXT and value is not None and not isinstance(value, str | list | dict):
        current = f"Write the unit, too: {value}C, or {value} mA g-1."
        return current if path[-1] == "rate" else f'Put it between quotation marks: "{shown(value)}".'
    if expected == _MAPPING and (needed := required(info)):
        return f"Write {{{', '.join(f'{key}: …' for key in needed)}}}."
    return ""


def _as_number(expected: str, value: Any, key: str) -> str:
    if isinstance(value, str):
        return number_hint(value, (CONDITIONS[key].unit if key in CONDITIONS else None) or "")
    if expected == _WHOLE and re.fullmatch(r"\d{1,3}(\.000)+", str(value)):
        return f"Write thousands without a point: {str(value).replace('.', '')}."
    return ""


def _range_hint(value: list[Any]) -> str:
    if len(value) == 4 and all(type(part) is int for part in value):
        low, low_decimals, high, high_decimals = value
        return f"Write decimals with a point: [{low}.{low_decimals}, {high}.{high_decimals}]."
    return "Write the lower and the higher number, as in [2.0, 4.1]."


def _list_hint(info: FieldInfo | None, value: object) -> str:
    if info and has_models(info):
        inner = next(models(info))
        shown_keys = keys_of(inner) if len(keys_of(inner)) <= _SHORT else required_keys(inner)
        example = ", ".join(f"{key}: …" for key in shown_keys)
        return f"Begin each entry on a line of its own with a hyphen and a space: - {{{example}}}."
    return f"Write [{value}]." if isinstance(value, str | int) else "Write [one, another]."


def _meaning(model: type[BaseModel], path: Path) -> str:
    """Return a hint from the field's own description."""
    info = field_at(model, path)
    return f"Meaning: {info.description}." if info and info.description else ""


_FORMATTERS: Final[Mapping[str, Callable[[type[BaseModel], ErrorDetails, Path], FieldError]]] = {
    "missing": _missing_key,
    "extra_forbidden": _unknown_key,
    "literal_error": _wrong_choice,
    "string_pattern_mismatch": _wrong_form,
    **dict.fromkeys(_LIMITS, _out_of_limits),
}
