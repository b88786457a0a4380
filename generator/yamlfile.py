"""YAML text to plain values with positions, hardened against what YAML makes of a typing slip.

The values are `dict`, `list`, `str`, `int`, `Decimal`, `bool` and `None`. Decimals keep the digits that the
author wrote (`3.0` stays `3.0`), and `NO`, `on`, `010`, `12:30` and dates stay text. Aliases, tags, repeated
keys, deep nesting and large files are problems, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from .errors import InvalidData, Problem, shown

Path = tuple[str | int, ...]
Position = tuple[int, int]

MAX_CHARACTERS = 400_000
MAX_DEPTH = 12

_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[-+]?(\d{0,18}\.\d{1,18}|\d{1,18}\.\d{0,18}|\d{1,18}(?=[eE]))([eE][-+]?\d{1,3})?")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}

# libyaml's parser is ten times faster, and unlike its loader it keeps no recursion that nesting can exhaust.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_ADVICE = {
    "mapping values are not allowed": 'Put text that contains ": " between double quotes.',
    "cannot start any token": "Indent with spaces, not tabs, and quote text that starts with @, ` or %.",
    "could not find expected ':'": "Put a colon after the key, and indent the line like its neighbours.",
    "expected <block end>": "Check the indentation: items of one list or mapping start in the same column.",
    "while scanning a quoted scalar": "Close the quotation mark.",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One file's value, and the position (line, column) of every key and list item in it."""

    file: str
    value: Any
    positions: Mapping[Path, Position]

    def at(self, path: Path) -> Position:
        """Return where `path` stands, or where its nearest known parent stands."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def problem(self, path: Path, message: str, hint: str = "") -> Problem:
        """Return a problem placed at `path`."""
        line, column = self.at(path)
        return Problem(self.file, line, column, dotted(path), message, hint)


def dotted(path: Path) -> str:
    """Return a path as people write it.

    >>> dotted(("claims", 0, "value"))
    'claims[0].value'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def parse(raw: bytes, file: str) -> Document:
    """Read one YAML document; `file` only names it in problems. Raises InvalidData."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidData(
            [
                Problem(
                    file,
                    line,
                    1,
                    "",
                    "found bytes that are not UTF-8, expected UTF-8 text",
                    "Save the file as UTF-8.",
                )
            ]
        ) from None
    if len(text) > MAX_CHARACTERS:
        message = f"found {len(text)} characters, expected at most {MAX_CHARACTERS}"
        raise InvalidData(
            [Problem(file, 1, 1, "", message, "One record describes one thing: split the file.")]
        )
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise InvalidData([*builder.problems, _syntax_problem(file, error)]) from None
    if builder.problems:
        raise InvalidData(builder.problems)
    return Document(file, builder.root, builder.positions)


def dump(value: Mapping[str, object]) -> str:
    """Write a mapping as YAML, in the order given."""
    return str(yaml.safe_dump(dict(value), sort_keys=False, allow_unicode=True, width=110))


def scalar(text: str) -> str | int | Decimal | bool | None:
    """Return the value of an unquoted YAML scalar.

    >>> scalar("NO"), scalar("010"), scalar("12:30"), scalar("1e-3"), scalar("3.0")
    ('NO', '010', '12:30', Decimal('0.001'), Decimal('3.0'))
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def _syntax_problem(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = " ".join(
        str(part) for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part
    )
    said = said or str(error).splitlines()[0]
    hint = next(
        (advice for sign, advice in _ADVICE.items() if sign in said), "Check this line and the one above it."
    )
    return Problem(
        file, line, column, "", f"found YAML that cannot be read ({said}), expected valid YAML", hint
    )


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds the value from parser events with a stack of its own, so that nesting can never crash it."""

    file: str
    root: Any = None
    positions: dict[Path, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Frame] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._start_document(event)
            case yaml.AliasEvent():
                self._refuse(
                    event, f"found the alias *{event.anchor}", "no aliases", "Repeat the text instead."
                )
                self._place(event, None)
            case yaml.ScalarEvent():
                self._check_node(event)
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_node(event)
                self._enter(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _start_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(
                event, "found a second document", "one record a file", "Remove the line of three dashes."
            )

    def _check_node(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._refuse(
                event, f"found the anchor &{event.anchor}", "no anchors", "Quote text that starts with &."
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._refuse(
                event,
                f"found the tag {shown(tag)}",
                "no tags",
                "Quote text that starts with an exclamation mark.",
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        frame = self._open[-1] if self._open else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, event)
        else:
            self._place(event, scalar(event.value) if event.implicit[0] else event.value)

    def _key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        key = str(event.value)
        if key in frame.value:
            self._refuse(event, f"found {shown(key)} a second time", "each key once", "Keep one of them.")
        frame.key = key
        self.positions.setdefault((*frame.path, key), _position(event))

    def _enter(self, event: yaml.Event, value: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= MAX_DEPTH:
            line, column = _position(event)
            message = f"found nesting deeper than {MAX_DEPTH} levels, expected a flat record"
            raise InvalidData(
                [*self.problems, Problem(self.file, line, column, "", message, "Close the brackets.")]
            )
        frame = self._open[-1] if self._open else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            self._refuse(
                event,
                "found a list or mapping as a key",
                "a plain word",
                "Quote text that starts with { or [.",
            )
            frame.key = ""
        self._open.append(_Frame(self._place(event, value), value))

    def _place(self, event: yaml.Event, value: Any) -> Path:
        if not self._open:
            self.root = value
            self.positions.setdefault((), _position(event))
            return ()
        frame = self._open[-1]
        if isinstance(frame.value, list):
            path: Path = (*frame.path, len(frame.value))
            frame.value.append(value)
        else:
            path = (*frame.path, frame.key or "")
            frame.value[frame.key or ""] = value
            frame.key = None
        self.positions.setdefault(path, _position(event))
        return path

    def _refuse(self, event: yaml.Event, found: str, expected: str, hint: str) -> None:
        line, column = _position(event)
        message = f"{found}, expected {expected}"
        self.problems.append(Problem(self.file, line, column, dotted(self._path()), message, hint))

    def _path(self) -> Path:
        frame = self._open[-1] if self._open else None
        if frame is None:
            return ()
        return (*frame.path, frame.key) if frame.key else frame.path


def _position(event: yaml.Event) -> Position:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
