"""What is typed into the form, as texts under the keys of a record, to the values of its file; and back.

Nothing is corrected on the way: what is no number stays text, and the loader says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from ..authoring.draft import AUTHOR, parse_authors
from ..authoring.template import NEVER_NEW
from ..records.field_types import Record
from ..records.model_parts import Source
from ..yamlio.values import scalar
from .fields import FormField, form_fields

Typed = Mapping[str, Any]
"""Key of a record -> text, or the keys of a part, or a list of parts."""
ORIGIN: Final = "@origin"
"""Key of a part that a correction started from: its index in the list of the record."""
_END: Final = r"([-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+−]?\d+)?)"
_RANGE: Final = re.compile(rf"\[\s*{_END}\s*,\s*{_END}\s*\]|{_END}\s*(?:,\s|–|-|to)\s*{_END}")
"""Two numbers; a comma without a blank after it may be a decimal one, but in brackets."""
_LONGEST: Final = 60  # characters of two numbers
_PAIR: Final = re.compile(r"(?<![^\s=:,;])([^\s=:,;]{1,60})\s*[=:\s]\s*([^\s=:,;]{1,60})")


def values(model: type[Record], typed: Typed, paper: str, base: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the values of a part or record; `paper` is the reference of sources that name none.

    `base` is what a correction started from: fields that no form asks for are taken from it.
    """
    found = {field.key: _value(field, typed.get(field.key), paper, (base or {}).get(field.key))
             for field in form_fields(model)}  # fmt: skip
    kept = {key: base[key] for key in NEVER_NEW if base and key in base}
    order = [info.alias or name for name, info in model.model_fields.items()]
    made = {key: value for key, value in (found | kept).items() if value is not None}
    return {key: made[key] for key in order if key in made}


def _value(field: FormField, typed: Any, paper: str, base: Any) -> Any:
    """Return the value of one field; None where nothing is typed, or something of another shape."""
    if field.inner and field.many:
        every = typed if isinstance(typed, list) else []
        parts = [_part(field.inner, each, paper, base) for each in every if isinstance(each, dict)]
        return parts or None
    part = typed if isinstance(typed, dict) else {}
    if field.inner is Source:
        made = values(Source, part, paper)
        return _with_paper(made, paper) if made or field.required else None
    if field.inner:
        return values(field.inner, part, paper, base) or None
    text = str(typed or "").strip()
    return _of_text(field, text) if text else None


def _part(model: type[Record], typed: Typed, paper: str, base: Sequence[Any] | None) -> Any:
    """Return one part of a list; a part of a list of sources is a source itself."""
    origin = typed.get(ORIGIN)
    known = base[origin] if base and isinstance(origin, int) and origin < len(base) else None
    made = values(model, typed, paper, known)
    return _with_paper(made, paper) if model is Source else made


def _with_paper(source: dict[str, Any], paper: str) -> dict[str, Any]:
    return {"reference": paper, **source} if paper else source


def _of_text(field: FormField, text: str) -> Any:
    if field.key == AUTHOR:
        return parse_authors(text)
    if "mapping" in field.takes:
        return mapping(text)
    if field.is_listed:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field.many:
        return re.split(r"[\s,;]+", text)
    if "flag" in field.takes:
        return True if text == "true" else text
    if field.takes & {"number", "range"}:
        return _number(text, "range" in field.takes)
    return text


def _number(text: str, may_be_range: bool) -> Any:
    """Return a number, two of them, or the text that is neither."""
    ends = _RANGE.fullmatch(text) if may_be_range and len(text) <= _LONGEST else None
    if ends:
        return [_scalar(end.replace("−", "-")) for end in ends.groups() if end is not None]
    return _scalar(text.replace("−", "-", 1) if text[:1] == "−" else text)


def _scalar(text: str) -> Any:
    found = scalar(text)
    return found if isinstance(found, int | Decimal) and not isinstance(found, bool) else text


def mapping(text: str) -> dict[str, Any]:
    """Return amounts by name, or such mappings by site, one on a line.

    >>> mapping("x = 0.15, y = 1/6")
    {'x': Decimal('0.15'), 'y': '1/6'}
    >>> mapping("metal: Ni 0.5, Mn 0.5")
    {'metal': {'Ni': Decimal('0.5'), 'Mn': Decimal('0.5')}}
    """
    if not re.search(r"\w\s*:\s*\w+[\s=]", text):
        return {name: _scalar(amount) for name, amount in _PAIR.findall(text)} or {text: None}
    lines = (line.partition(":") for line in re.split(r"[;\n]", text) if line.strip())
    return {name.strip(): mapping(rest) for name, _, rest in lines}


# Back: what a correction starts from


def texts(model: type[Record], found: Mapping[str, Any], paper: str) -> dict[str, Any]:
    """Return what would have to be typed to get these values; a source of the paper need not name it."""
    return dict(_texts(model, found, paper))


def _texts(model: type[Record], found: Mapping[str, Any], paper: str) -> Iterator[tuple[str, Any]]:
    for field in form_fields(model):
        value = found.get(field.key)
        if value is None or (model is Source and field.key == "reference" and value == paper):
            continue
        yield field.key, _text(field, value, paper)


def _text(field: FormField, value: Any, paper: str) -> Any:
    if field.inner and field.many:
        return [{ORIGIN: index, **texts(field.inner, each, paper)} for index, each in enumerate(value)]
    if field.inner:
        return texts(field.inner, value, paper)
    if field.key == AUTHOR:
        return "; ".join(", ".join(filter(None, (each.get("family"), each.get("given")))) for each in value)
    if isinstance(value, Mapping):
        return _mapping_text(value)
    if isinstance(value, list) and field.many:
        return ("\n" if field.is_listed else ", ").join(map(str, value))
    return _plain(value)


def _mapping_text(value: Mapping[str, Any]) -> str:
    if any(isinstance(inner, Mapping) for inner in value.values()):
        return "\n".join(f"{name}: {_mapping_text(inner)}" for name, inner in value.items())
    return ", ".join(f"{name} = {amount}" for name, amount in value.items())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value)
