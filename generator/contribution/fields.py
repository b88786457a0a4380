"""The fields of a form, from the models of the records: a new field of a model is a new field of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin

from ..authoring.draft import AUTHOR
from ..authoring.template import NEVER_NEW
from ..records.field_types import Record, Text
from ..records.introspection import is_list, is_range, link_target, models

_ENDS: Final = re.compile(r"[.;:,\s]+$")
BY_ID: Final = re.compile(r", by the id of a record in data/[\w-]+")
"""What says how a file names another record; the form lists them by name."""
_LABELS: Final = {
    "at": "Place in the paper", "via": "Through a review", "versus": "Control", "called": "Called in the paper",
    "bind": "Values of variables", "host": "Host alone", "unit": "Unit", "ph": "pH", "co2": "CO₂", "one_c": "1C",
    "basis": "How it is known", "seen": "How much of it was read", "does": "What is done", "DOI": "DOI",
    "container-title": "Journal", "issued": "Year",
    "Accepted.at": "Field",
}  # fmt: skip
"""Labels of keys that do not explain themselves, of one model or of all; the others are their keys."""


def label(key: str, model: str = "") -> str:
    """Return what a field is called: its key as words, where those say enough.

    >>> label("exposure_days"), label("at"), label("at", "Accepted")
    ('Exposure days', 'Place in the paper', 'Field')
    """
    words = key.replace("_", " ").replace("-", " ")
    return _LABELS.get(f"{model}.{key}") or _LABELS.get(key) or words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its key in the file, what it means, and what may be typed.

    `words` are the only ones allowed, `target` is the kind of record whose ids it holds, `inner` the model of its
    parts. `takes` are kinds of values: text, number, range, flag, mapping.
    """

    key: str
    meaning: str
    required: bool
    many: bool
    takes: frozenset[str]
    words: tuple[str, ...] = ()
    target: str | None = None
    inner: type[Record] | None = None
    long: bool = False
    model: str = ""

    @property
    def label(self) -> str:
        """Return what the field is called."""
        return label(self.key, self.model)

    @property
    def parts(self) -> tuple[FormField, ...]:
        """Return the fields of its parts; none where it is typed as text."""
        return form_fields(self.inner) if self.inner else ()

    @property
    def widget(self) -> str:
        """Return how it is filled in."""
        if self.inner:
            return "list" if self.many else "group"
        if self.words and not self.many:
            return "choice"
        if self.target and not self.many:
            return "link"
        if "flag" in self.takes:
            return "flag"
        if "mapping" in self.takes or self.is_listed:
            return "lines"
        return "lines" if self.long else "line"

    @property
    def is_listed(self) -> bool:
        """Return whether it holds any number of texts, which are typed one on a line."""
        return self.many and not (self.inner or self.words or self.target)


@cache
def form_fields(model: type[Record]) -> tuple[FormField, ...]:
    """Return the fields of a model that a form asks for, in the order of the model."""
    return tuple(
        _field(model, name, info.alias or name)
        for name, info in model.model_fields.items()
        if (info.alias or name) not in NEVER_NEW
    )


def _field(model: type[Record], name: str, key: str) -> FormField:
    info = model.model_fields[name]
    found = list(_parts([info.annotation, *info.metadata]))
    inner = next(models(info), None) if key != AUTHOR else None
    kinds = frozenset(_kinds(found, is_range(info)))
    words = (str(word) for part in found if get_origin(part) is Literal for word in get_args(part))
    return FormField(
        key,
        _ENDS.sub("", BY_ID.sub("", info.description or "")),
        info.is_required(),
        is_list(info) and key != AUTHOR,
        kinds,
        () if "mapping" in kinds else tuple(words),
        link_target(model, key),
        inner if inner and issubclass(inner, Record) else None,
        any(part == Text for part in found),
        model.__name__,
    )


def _kinds(parts: list[Any], ranged: bool) -> set[str]:
    """Return the kinds of values in the parts of an annotation."""
    kinds: Mapping[Any, str] = {str: "text", int: "number", Decimal: "number", bool: "flag"}
    found = {kinds[part] for part in parts if isinstance(part, type) and part in kinds}
    mapping = any(isinstance(origin, type) and issubclass(origin, Mapping) for origin in map(get_origin, parts))
    return {"mapping"} if mapping else found | ({"range"} if ranged else set())


def _parts(annotations: Any) -> Any:
    """Yield the parts of annotations, however deep, but for those inside of models."""
    for part in annotations:
        yield part
        if get_origin(part) is not Literal:
            yield from _parts(getattr(part, "__args__", ()))
