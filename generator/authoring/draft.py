"""A new record while its values are collected from options, answers and guesses; each is validated at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from ..chemistry.description import Description, describe
from ..chemistry.formula import FormulaError
from ..errors import InvalidData, WrongUse, did_you_mean, shown
from ..records import introspection
from ..records.dataset import Dataset
from ..records.introspection import field_at, has_models, is_list, link_target
from ..records.model_parts import Record
from ..records.validation import validate
from ..rules.formulas import capitals
from ..yamlio import parser
from . import template
from .ids import used_ids

Judge = Callable[[str], tuple[Any, str]]
"""An answer to (the value that it stands for, "") or to (None, what is wrong with it)."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks on `out`, reads answers from `answers`, one a line."""

    answers: TextIO
    out: TextIO

    def ask(self, key: str, words: str, judge: Judge, default: str = "", needed: bool = True) -> Any:
        """Ask until the answer is good; an empty one takes the default, or None where nothing is needed.

        Raises WrongUse when the answers end.
        """
        hint = "" if needed or default else "Enter leaves it out"
        about = "; ".join(part for part in (words, hint) if part)
        prompt = f"{key}{f' ({about})' if about else ''}{f' [{default}]' if default else ''}: "
        while True:
            print(prompt, end="", file=self.out, flush=True)
            line = self.answers.readline()
            if not line:
                print(file=self.out)
                raise WrongUse(f"The answers ended before {key} was given. Nothing was written.")
            given = line.strip() or default
            if not given and not needed:
                return None
            value, trouble = judge(given) if given else (None, "An answer is needed here.")
            if not trouble:
                return value
            print(f"  {trouble}", file=self.out)


PEOPLE = "author"
_SHOWN = 20  # ids that are listed when none is near


@dataclass(slots=True)
class Draft:
    """The values of a record that is not written yet, under the keys of its file."""

    model: type[Record]
    folder: Path
    dataset: Dataset
    given: Mapping[str, str]
    questions: Questions | None
    values: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)

    def take(self, key: str, default: str = "", needed: bool = True) -> Any:
        """Take a value from the options, else from an answer, else the default. Raises WrongUse."""
        value = None
        if key in self.given:
            value, trouble = self.judge(key, self.given[key])
            if trouble:
                raise WrongUse(f"{option(key)}: {trouble}")
        elif self.questions:
            value = self.questions.ask(key, self._words(key), lambda text: self.judge(key, text), default, needed)
        elif default and not self.judge(key, default)[1]:
            value, _ = self.judge(key, default)
            self.remarks[key] = f"guessed; {self._words(key)}"
        elif needed and not (key == "id" and self.lacking):  # an id will follow from what lacks
            self.lacking.append(option(key))
        if value is not None:
            self.values[key] = value
        return value

    def judge(self, key: str, text: str) -> tuple[Any, str]:
        """Return the value that a text stands for in a field, or None and what is wrong with it."""
        value, trouble = _fitted(self.model, key, text)
        trouble = trouble or self._astray(key, value)
        if not trouble and key == "id" and value in self.used:
            trouble = f"found {shown(value)}, which is or was the id of a record, expected a new id."
        if not trouble and key == "formula":
            trouble = described(value)[1]
        return (None, trouble) if trouble else (value, "")

    def _astray(self, key: str, value: Any) -> str:
        """Say which id in a value is that of no record."""
        kind = link_target(self.model, key)
        known = self.dataset.kind(kind) if kind else {}
        parts = value if isinstance(value, list) else [value]
        stray = [str(part) for part in parts if kind and part not in known]
        if not stray:
            return ""
        hint = did_you_mean(stray[0], known) or f"Known: {', '.join(sorted(known)[:_SHOWN])}."
        return f"found {shown(stray[0])}, expected the id of one of the {kind}. {hint}"

    @property
    def target(self) -> Path:
        """Return where this record goes."""
        return self.folder / f"{self.values['id']}.yml"

    @property
    def used(self) -> set[str]:
        """Return the ids that a new record must not get."""
        return used_ids(self.folder, self.dataset)

    def _words(self, key: str) -> str:
        found = next(each for each in introspection.document_model(self.model).fields if each.name == key)
        return found.meaning or (hold(found) if found.holds != "text" else "")

    def text(self) -> str:
        """Return the record's text. Raises WrongUse when values lack, InvalidData when they do not fit together."""
        if self.lacking:
            raise WrongUse(f"Give also {', '.join(self.lacking)}; or no options at all, to be asked.")
        made = template.text(self.model, self.folder.name, self.values, self.remarks)
        document = parser.parse(made.encode(), self.target.as_posix())
        _, found = validate(self.model, document.value)
        if found:
            raise InvalidData(document.problem(fault.path, fault.message, fault.hint) for fault in found)
        return made


def option(key: str) -> str:
    """Return the command's option for a field.

    >>> option("container-title"), option("DOI"), option("printed_doi")
    ('--container-title', '--doi', '--printed-doi')
    """
    return f"--{key.lower().replace('_', '-')}"


def askable(model: type[Record]) -> list[introspection.DocumentedField]:
    """Return the fields that one line of text can fill."""
    return [
        each
        for each in introspection.document_model(model).fields
        if each.name == PEOPLE or not _has_parts(model, each)
    ]


def hold(field: introspection.DocumentedField) -> str:
    """Return what one line of text for a field is to look like."""
    if field.name == PEOPLE:
        return "family names first, with semicolons between them, such as Doe, J.; Roe, R."
    many = field.holds.startswith("a list of ")
    return f"{field.holds}, with commas or semicolons between them" if many else field.holds


def _has_parts(model: type[Record], each: introspection.DocumentedField) -> bool:
    return has_models(field_at(model, (each.name,))) or introspection.KEYS_AND_VALUES in each.holds


def _fitted(model: type[Record], key: str, text: str) -> tuple[Any, str]:
    """Try a text as it stands, then as YAML reads it: 2025 is a year where a number belongs, and text elsewhere."""
    info = field_at(model, (key,))
    if key == PEOPLE:
        candidates: list[Any] = [people(text)]
    elif info and is_list(info):
        between = ";" if ";" in text else ","
        candidates = [[part.strip() for part in text.split(between) if part.strip()]]
    else:
        candidates = [text, parser.scalar(text)]
    troubles = [_trouble(model, key, value) for value in candidates]
    good = [value for value, trouble in zip(candidates, troubles, strict=True) if not trouble]
    return (good[0], "") if good else (None, troubles[0])


def _trouble(model: type[Record], key: str, value: Any) -> str:
    _, found = validate(model, {key: value})
    here = [fault for fault in found if fault.path[:1] == (key,)]
    return f"{here[0].message}. {here[0].hint}".strip() if here else ""


def people(text: str) -> list[dict[str, str]]:
    """Read names, family name first, one behind the other with semicolons.

    >>> people("Doe, J.; Roe")
    [{'family': 'Doe', 'given': 'J.'}, {'family': 'Roe'}]
    """
    names = [[part.strip() for part in name.split(",", 1)] for name in text.split(";") if name.strip()]
    return [dict(zip(("family", "given"), name, strict=False)) for name in names]


def described(formula: str) -> tuple[Description | None, str]:
    """Return what follows from a formula, or None and why it cannot be read."""
    try:
        return describe(formula), ""
    except FormulaError as error:
        found = f"found {shown(formula)} (at character {error.position + 1}), expected a formula."
        return None, f"{found} {capitals(error, formula) or _without_option(error.text)}"


def _without_option(advice: str) -> str:
    """Leave out the option of another command."""
    return re.sub(r", or with --bind \S+$", ".", advice)
