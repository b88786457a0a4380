"""Parse YAML text to plain values with positions, without the implicit conversions of YAML.

The values are `dict`, `list`, `str`, `int`, `Decimal`, `bool` and `None`. Decimals keep the digits that the
author wrote (`3.0` stays `3.0`), and `NO`, `on`, `010`, `12:30` and dates stay text. Aliases, tags, repeated
keys, deep nesting and large files are problems, each with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import yaml

from ..errors import MAX_READ, InvalidData, Problem, shown
from .diagnosis import Failure, diagnose
from .document import Document, Path, Places, Position, dotted
from .invisible_chars import invisible_characters
from .values import LOADER, MAX_DEPTH, MAX_POWER, UnusualError, is_out_of_bounds, may_hide, scalar, value_of

MAX_CHARACTERS = 400_000

_PLAIN = re.compile(r"[^\W_](?:[^\s,\[\]{}#:&*!|>'\"%@`\\]|[ :/](?=[^\s#]))*")
_NUMERIC = re.compile(r"[\d._:a-fA-FxX]*")  # octal, hexadecimal and clock times too, which other readers know
_CONSTANTS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = "characters are not allowed"  # control characters, to libyaml; special ones, to PyYAML
_COMMENT = re.compile(r"[ \t]+#(?=\S)")
_DELETE = "Delete it, and type the text around it again if it looks wrong then."


def parse(raw: bytes, file: str) -> Document:
    """Parse one YAML document; `file` only names it in problems. Raises InvalidData with every problem."""
    document = read(raw, file)
    if document.problems:
        raise InvalidData(document.problems)
    return document


def read(raw: bytes, file: str) -> Document:
    """Parse one YAML document and keep its problems; raises InvalidData when it cannot be read at all."""
    text = decoded(raw, file)
    try:
        value = value_of(text)
    except (UnusualError, yaml.YAMLError):
        return _with_places(text, file)
    return Document(file, value, lambda: _with_places(text, file).places, text=text)


def _with_places(text: str, file: str) -> Document:
    lines = _LINE_BREAK.split(text)
    builder = _Builder(file, lines, plain=not may_hide(text))
    if any(invisible_characters(text)):
        builder.refuse_invisible(text)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        if not (builder.problems and _CONTROL in str(error)):  # then the character was named already
            builder.problems.append(_syntax_problem(file, lines, error))
        raise InvalidData(builder.problems) from None
    if builder.more:
        message = f"found {builder.more} problems more than the first {MAX_READ}, expected valid YAML"
        raise InvalidData([*builder.problems, Problem(file, 1, 1, "", message, "Correct those below first.")])
    if builder.several:  # it is unknown which of them is the record
        raise InvalidData(builder.problems)
    places = Places(builder.positions, builder.inside)
    return Document(file, builder.root, lambda: places, tuple(builder.problems), text)


def decoded(raw: bytes, file: str) -> str:
    """Return the text of a file. Raises InvalidData for one that is not UTF-8, or longer than is read."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "found bytes that are not UTF-8, expected UTF-8 text"
        raise InvalidData([Problem(file, line, 1, "", message, "Save the file as UTF-8.")]) from None
    if len(text) > MAX_CHARACTERS:
        message = f"found {len(text)} characters, expected at most {MAX_CHARACTERS}"
        hint = "Split the file."
        raise InvalidData([Problem(file, 1, 1, "", message, hint)])
    return text


def dump(value: Mapping[str, object]) -> str:
    """Write a mapping as YAML, in the order given."""
    return str(yaml.dump(dict(value), Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110))


def dump_text(text: str) -> str:
    """Return a text as YAML: plain where every YAML parser reads it as text, else in quotation marks.

    >>> dump_text("Nano-Micro Letters"), dump_text("010"), dump_text("No"), dump_text('A "new": phase')
    ('Nano-Micro Letters', '"010"', '"No"', '"A \\\\"new\\\\": phase"')
    """
    plain = _PLAIN.fullmatch(text) and text.lower() not in _CONSTANTS and isinstance(scalar(text), str)
    number = text[:1].isdigit() and _NUMERIC.fullmatch(text)
    return text if plain and not number else json.dumps(text, ensure_ascii=False)


def _syntax_problem(file: str, lines: Sequence[str], error: yaml.YAMLError) -> Problem:
    parts = (getattr(error, "context", None), getattr(error, "problem", None))
    text = " ".join(str(part) for part in parts if part) or str(error).splitlines()[0]
    at, start = (_place(getattr(error, name, None)) for name in ("problem_mark", "context_mark"))
    (line, column), message, hint = diagnose(Failure(lines, at or (1, 1), text, start))
    return Problem(file, line, column, "", message, hint)


def _place(mark: Any) -> Position | None:
    return (mark.line + 1, mark.column + 1) if mark else None


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
    lines: Sequence[str]
    plain: bool = False  # no text has an escape or is cut off by a comment, so none is searched for them
    root: Any = None
    positions: dict[Path, Position] = field(default_factory=dict)
    inside: dict[Path, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    _open: list[_Frame] = field(default_factory=list)
    _documents: int = 0

    @property
    def several(self) -> bool:
        """Whether there is more than one document."""
        return self._documents > 1

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():  # most are; the first case that fits is the only one that is tried
                self._check_node(event)
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_node(event)
                self._enter(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
            case yaml.DocumentStartEvent():
                self._start_document(event)
            case yaml.AliasEvent():
                self._refuse(event, f"found the alias *{event.anchor}", "no aliases", "Repeat the text instead.")
                self._place(event, None)

    def _start_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "found a second document", "one record a file", "Remove the line of three dashes.")

    def _check_node(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._refuse(event, f"found the anchor &{event.anchor}", "no anchors", "Quote text that starts with &.")
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
            return
        self._check_text(event)
        path = self._place(event, self._number(event, scalar(event.value)) if event.implicit[0] else event.value)
        start, end = _position(event), _place(event.end_mark)
        quoted = 0 if event.implicit[0] else 1
        if end == (start[0], start[1] + len(event.value) + 2 * quoted):
            self.inside[path] = (start[0], start[1] + quoted)

    def _number(self, event: yaml.ScalarEvent, value: str | int | Decimal | bool | None) -> object:
        """Return a value; None for a number out of bounds, which must not reach any computation."""
        if isinstance(value, Decimal) and is_out_of_bounds(value):
            found = f"found the number {shown(event.value)}"
            self._refuse(event, found, f"one from 1e-{MAX_POWER} to 1e{MAX_POWER}", "Check the exponent.")
            return None
        return value

    def _check_text(self, event: yaml.ScalarEvent) -> None:
        """Refuse escaped invisible characters, and text cut off as a comment."""
        if self.plain:
            return
        end = _place(event.end_mark)
        if event.style == '"' and any("\\" in line for line in self.lines[_position(event)[0] - 1 : end and end[0]]):
            for _, name in invisible_characters(event.value):
                self._refuse(event, f"found the invisible character {name}", "visible text", _DELETE)
        cut = _COMMENT.match(self._line(event), end[1] - 1) if event.implicit[0] and end else None
        if cut and end and end[0] == _position(event)[0]:
            path = dotted(self._path())
            hint = "A # starts a comment: quote the text, or put a space after the # if you mean a comment."
            self.refuse((end[0], cut.end()), "found text cut off by a #", "the whole text", hint, path)

    def _line(self, event: yaml.Event) -> str:
        number = _position(event)[0]
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def _key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        key = str(event.value)
        self._check_text(event)
        if key in frame.value:
            self._refuse(event, f"found {shown(key)} a second time", "each key once", "Keep one of them.")
        frame.key = key
        self.positions.setdefault((*frame.path, key), _position(event))

    def _enter(self, event: yaml.Event, value: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= MAX_DEPTH:
            line, column = _position(event)
            message = f"found nesting deeper than {MAX_DEPTH} levels, expected a flat record"
            raise InvalidData([*self.problems, Problem(self.file, line, column, "", message, "Close the brackets.")])
        frame = self._open[-1] if self._open else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            self._refuse(
                event,
                "found a list or mapping as a key",
                "a plain word",
                "Quote text that starts with { or [.",
            )
            frame.key = ""
        path = self._place(event, value)
        if getattr(event, "flow_style", False):
            self.inside[path] = _position(event)
        self._open.append(_Frame(path, value))

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
        self.refuse(_position(event), found, expected, hint, dotted(self._path()))

    def refuse(self, at: Position, found: str, expected: str, hint: str, path: str = "") -> None:
        """Keep one more problem, or only count it."""
        if len(self.problems) >= MAX_READ:
            self.more += 1
            return
        self.problems.append(Problem(self.file, *at, path, f"{found}, expected {expected}", hint))

    def refuse_invisible(self, text: str) -> None:
        """Refuse each invisible character where it is in its line."""
        ends = (end.strip("\r\n") for end in _LINE_BREAK.findall(text))  # others than these break lines unseen
        for line, (content, end) in enumerate(zip_longest(self.lines, ends, fillvalue=""), start=1):
            for index, name in invisible_characters(content + end):
                self.refuse((line, index + 1), f"found the invisible character {name}", "visible text", _DELETE)

    def _path(self) -> Path:
        frame = self._open[-1] if self._open else None
        if frame is None:
            return ()
        if isinstance(frame.value, list):
            return (*frame.path, len(frame.value))
        return (*frame.path, frame.key) if frame.key else frame.path


def _position(event: yaml.Event) -> Position:
    return _place(event.start_mark) or (1, 1)
