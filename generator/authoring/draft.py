"""A new record while its values are collected from options, prompts and guesses; each is validated at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from ..chemistry.description import Description, describe
from ..chemistry.formula import FormulaError
from ..errors import InvalidData, UsageError, did_you_mean, shown
from ..records import introspection
from ..records.dataset import Dataset
from ..records.field_types import Record
from ..records.introspection import field_at, has_models, is_list, link_target
from ..records.validation import validate
from ..rules.formulas import capitals
from ..yamlio import parser
from ..yamlio.values import scalar
from . import template
from .ids import used_ids

Parser = Callable[[str], tuple[Any, str]]
"""Input to (value, "") or to (None, error)."""


@dataclass(frozen=True, slots=True)
class Prompter:
    """Prompts on `out` and reads lines from `lines`."""

    lines: TextIO
    out: TextIO

    def prompt(self, key: str, meaning: str, parse: Parser, default: str = "", required: bool = True) -> Any:
        """Prompt until the input is valid; an empty line is the default, or None for an optional value.

        Raises UsageError when the input ends.
        """
        hint = "" if required or default else "Enter to skip"
        about = "; ".join(part for part in (meaning, hint) if part)
        prompt = f"{key}{f' ({about})' if about else ''}{f' [{default}]' if default else ''}: "
        while True:
            print(prompt, end="", file=self.out, flush=True)
            line = self.lines.readline()
            if not line:
                print(file=self.out)
                raise UsageError(f"The input ended before {key} was given. Nothing was written.")
            text = line.strip() or default
            if not text and not required:
                return None
            value, error = parse(text) if text else (None, "A value is required here.")
            if not error:
                return value
            print(f"  {error}", file=self.out)


AUTHOR = "author"
_MAX_LISTED = 20  # known ids in an error message


@dataclass(slots=True)
class Draft:
    """The values of a record that is not written yet, under the keys of its file."""

    model: type[Record]
    folder: Path
    dataset: Dataset
    options: Mapping[str, str]
    prompter: Prompter | None
    values: dict[str, Any] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def ask(self, key: str, meaning: str, parse: Parser, default: str = "", required: bool = True) -> Any:
        """Return a value from the options, else from a prompt, else None. Raises UsageError."""
        if key in self.options:
            value, error = parse(self.options[key])
            if error:
                raise UsageError(f"{option(key)}: {error}")
            return value
        return self.prompter.prompt(key, meaning, parse, default, required) if self.prompter else None

    def take(self, key: str, default: str = "", required: bool = True) -> Any:
        """Take the value of a field from the options, else from a prompt, else the default. Raises UsageError."""
        value = self.ask(key, self._meaning(key), partial(self.parse, key), default, required)
        if value is None and not self.prompter:
            value, error = self.parse(key, default) if default else (None, "none")
            if not error:
                self.comments[key] = f"guessed; {self._meaning(key)}"
            elif required and not (key == "id" and self.missing):  # the id follows from the missing values
                self.missing.append(option(key))
        if value is not None:
            self.values[key] = value
        return value

    def parse(self, key: str, text: str) -> tuple[Any, str]:
        """Return (value, "") of a field from its text, or (None, error)."""
        value, error = _parse_field(self.model, key, text)
        error = error or self._unknown_id(key, value)
        if not error and key == "id" and value in self.used:
            error = f"found {shown(value)}, which is or was the id of a record, expected a new id."
        if not error and key == "formula":
            error = described(value)[1]
        return (None, error) if error else (value, "")

    def _unknown_id(self, key: str, value: Any) -> str:
        """Return an error for an id in a value that no record has."""
        kind = link_target(self.model, key)
        known = self.dataset.kind(kind) if kind else {}
        parts = value if isinstance(value, list) else [value]
        unknown = [str(part) for part in parts if kind and part not in known]
        if not unknown:
            return ""
        hint = did_you_mean(unknown[0], known) or f"Known: {', '.join(sorted(known)[:_MAX_LISTED])}."
        return f"found {shown(unknown[0])}, expected the id of one of the {kind}. {hint}"

    @property
    def target(self) -> Path:
        """Return the path of the new file."""
        return self.folder / f"{self.values['id']}.yml"

    @property
    def used(self) -> set[str]:
        """Return the ids that a new record must not get."""
        return used_ids(self.folder, self.dataset)

    def _meaning(self, key: str) -> str:
        found = next(each for each in introspection.document_model(self.model).fields if each.name == key)
        return found.meaning or (input_format(found) if found.holds != "text" else "")

    def text(self) -> str:
        """Return the text of the file. Raises UsageError when values are missing, InvalidData when they contradict."""
        if self.missing:
            raise UsageError(f"Give also {', '.join(self.missing)}; or no options at all, to be prompted.")
        text = template.text(self.model, self.folder.name, self.values, self.comments)
        document = parser.parse(text.encode(), self.target.as_posix())
        _, found = validate(self.model, document.value)
        if found:
            raise InvalidData(document.problem(fault.path, fault.message, fault.hint) for fault in found)
        return text


def option(key: str) -> str:
    """Return the command's option for a field.

    >>> option("container-title"), option("DOI"), option("printed_doi")
    ('--container-title', '--doi', '--printed-doi')
    """
    return f"--{key.lower().replace('_', '-')}"


def single_line_fields(model: type[Record]) -> list[introspection.DocumentedField]:
    """Return the fields that can be given as one line of text."""
    return [
        each
        for each in introspection.document_model(model).fields
        if each.name == AUTHOR or not _has_parts(model, each)
    ]


def input_format(field: introspection.DocumentedField) -> str:
    """Return the format of one line of text for a field."""
    if field.name == AUTHOR:
        return "family names first, with semicolons between them, such as Doe, J.; Roe, R."
    many = field.holds.startswith("a list of ")
    return f"{field.holds}, with commas or semicolons between them" if many else field.holds


def _has_parts(model: type[Record], each: introspection.DocumentedField) -> bool:
    return has_models(field_at(model, (each.name,))) or introspection.KEYS_AND_VALUES in each.holds


def _parse_field(model: type[Record], key: str, text: str) -> tuple[Any, str]:
    """Try a value as text, then as a YAML scalar: 2025 is a number in a numeric field and text elsewhere."""
    info = field_at(model, (key,))
    if key == AUTHOR:
        candidates: list[Any] = [parse_authors(text)]
    elif info and is_list(info):
        separator = ";" if ";" in text else ","
        candidates = [[part.strip() for part in text.split(separator) if part.strip()]]
    else:
        candidates = [text, scalar(text)]
    errors = [_field_error(model, key, value) for value in candidates]
    valid = [value for value, error in zip(candidates, errors, strict=True) if not error]
    return (valid[0], "") if valid else (None, errors[0])


def _field_error(model: type[Record], key: str, value: Any) -> str:
    _, found = validate(model, {key: value})
    faults = [fault for fault in found if fault.path[:1] == (key,)]
    return f"{faults[0].message}. {faults[0].hint}".strip() if faults else ""


def parse_authors(text: str) -> list[dict[str, str]]:
    """Parse names, family name first, separated by semicolons, "and" or "&".

    >>> parse_authors("Doe, J.; Roe and Poe, E. A.")
    [{'family': 'Doe', 'given': 'J.'}, {'family': 'Roe'}, {'family': 'Poe', 'given': 'E. A.'}]
    """
    every = re.split(r";|\s(?:and|&)\s", text)
    names = [[part.strip() for part in name.split(",", 1)] for name in every if name.strip()]
    return [dict(zip(("family", "given"), name, strict=False)) for name in names]


def described(formula: str) -> tuple[Description | None, str]:
    """Return (description, "") of a formula, or (None, error)."""
    try:
        return describe(formula), ""
    except FormulaError as error:
        found = f"found {shown(formula)} (at character {error.position + 1}), expected a formula."
        return None, f"{found} {capitals(error, formula) or error.text}"
