"""The text of a new record: known values filled in, all other fields commented out, each with its description.

Descriptions are those of the model's fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from ..records import introspection
from ..records.field_types import Record
from ..records.folders import SCHEMA_FOLDER
from ..records.help_text import FILL_IN, about, meaning
from ..records.introspection import field_at, has_models, in_order, is_list, models
from ..records.model_parts import Source
from ..yamlio import parser

_COLUMN = 34  # of descriptions, unless the line is longer
GUESSED = "# guessed"
"""Start of the comment on a value that was guessed and not confirmed."""
NEVER_NEW = frozenset({"former_ids", "checked", "withdrawn"})


class Line(NamedTuple):
    """One line: its text, its meaning, and whether it is filled in."""

    text: str
    meaning: str
    filled: bool

    def __str__(self) -> str:
        """Return the line of the file."""
        text = self.text if self.filled else f"# {self.text}"
        return f"{text:<{_COLUMN - 2}}  # {self.meaning}" if self.meaning else text


def text(
    model: type[Record],
    folder: str,
    values: Mapping[str, Any],
    comments: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the text of a new record from `values` and `comments` on them, under the keys of the file."""
    header = [
        f"# yaml-language-server: $schema=../{SCHEMA_FOLDER}/{folder}.json",
        f"# {about(model)}",
        f"# {FILL_IN}",
    ]
    source: Mapping[str, str] = values.get("source") or next(iter(values.get("sources", ())), {})
    fields = (replace(each, meaning=comments.get(each.name, each.meaning)) for each in _fields(model))
    lines = (
        line
        for field in fields
        for line in (_filled(field, values[field.name]) if field.name in values else _example(model, field, source))
    )
    return "\n".join([*header, *map(str, lines), ""])


def _fields(model: type[Record]) -> Iterator[introspection.DocumentedField]:
    known = {field.name: field for field in introspection.document_model(model).fields if field.name not in NEVER_NEW}
    return (known[key] for key in in_order(known))


def _filled(field: introspection.DocumentedField, value: Any) -> Iterator[Line]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield Line(f"{field.name}:", field.meaning, True)
        yield from (Line(f"  - {flow_yaml(item)}", "", True) for item in value)
    else:
        yield Line(f"{field.name}: {flow_yaml(value)}", field.meaning, True)


def _example(model: type[Record], field: introspection.DocumentedField, source: Mapping[str, str]) -> Iterator[Line]:
    """Yield an empty field, to be filled in: a list of parts shows the keys of one part."""
    info = field_at(model, (field.name,))
    inner = next(models(info), None) if info and has_models(info) else None
    if inner is None or not issubclass(inner, Record):
        empty = " []" if info and is_list(info) else ""
        yield Line(f"{field.name}:{empty}", meaning(field), False)
    elif info and is_list(info):
        yield Line(f"{field.name}:", field.meaning or about(inner), False)
        yield from _entry(inner, source)
    else:
        yield Line(f"{field.name}: {_braces(inner, source)}", field.meaning, False)


def _entry(model: type[Record], source: Mapping[str, str]) -> Iterator[Line]:
    if model is Source:
        yield Line(f"  - {_braces(model, source)}", "", False)
        return
    for number, field in enumerate(_fields(model)):
        info = field_at(model, (field.name,))
        inner = next(models(info), None) if info else None
        value = f" {_braces(inner, source)}" if inner and issubclass(inner, Record) else ""
        yield Line(f"  {' ' if number else '-'} {field.name}:{value}", meaning(field), False)


def _braces(model: type[Record], source: Mapping[str, str]) -> str:
    """Return the keys of a short part; a source is that of the record, with an empty place."""
    if model is Source and source:
        parts = [f"{key}: {flow_yaml(value)}" for key, value in source.items() if key != "at"]
        return f"{{{', '.join([*parts, 'at: '])}}}"
    return f"{{{', '.join(f'{field.name}: ' for field in _fields(model))}}}"


def flow_yaml(value: Any) -> str:
    """Return a value as YAML on one line.

    >>> flow_yaml({"reference": "doe2025", "at": "2.2.1"}), flow_yaml([1, "010"]), flow_yaml("O3")
    ('{reference: doe2025, at: "2.2.1"}', '[1, "010"]', 'O3')
    """
    match value:
        case Mapping():
            return f"{{{', '.join(f'{key}: {flow_yaml(part)}' for key, part in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(flow_yaml, value))}]"
        case bool():
            return "true" if value else "false"
        case str():
            return parser.dump_text(value)
        case _:
            return str(value)
