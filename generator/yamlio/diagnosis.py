"""Diagnose invalid YAML: the parser reports where it failed, this module the mistake behind it.

Each detector looks for one mistake; the first that finds its own gives the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..errors import counted
from .document import Position


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser failed, its message, and where the unfinished part starts."""

    lines: Sequence[str]
    at: Position
    problem: str
    start: Position | None = None

    def line(self, number: int) -> str:
        """Return a line by its number; the empty text beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def character(self) -> str:
        """Return the character that could not be read."""
        return self.line(self.at[0])[self.at[1] - 1 :][:1]


class Diagnosis(NamedTuple):
    """A mistake: its place, the message and the remedy."""

    at: Position
    message: str
    hint: str


Detector = Callable[[Failure], "Diagnosis | None"]

_QUOTE_IT: Final = 'Put text that contains ": " between double quotes.'
_BLANKS: Final = {"\t": "a tab", "\u00a0": "a no-break space"}
# Each of these takes time in proportion to the length of a line: no two parts of one can match the same blanks.
_UNSPACED: Final = re.compile(r"( *(?:- +)*)([A-Za-z_][\w-]*):(?=[^\s/:])(.*)")
_KEY: Final = re.compile(r"( *)((?:- +)*)([^\s#'\"\[{,:-][^:#]*|\"[^\"]*\"\s*):(?=\s|$)")
_END: Final = re.compile(r"\s*($|[,\]}#:])")
_QUOTED: Final = re.compile("\"[^\"]*\"|'[^']*'")
_ITEM: Final = re.compile(r"( *)(- +)")


def diagnose(failure: Failure) -> Diagnosis:
    """Return the mistake behind a failure of the parser."""
    found = (detect(failure) for detect in DETECTORS)
    return next((diagnosis for diagnosis in found if diagnosis), _unknown(failure))


def blank_indentation(failure: Failure) -> Diagnosis | None:
    """A line is indented by something that looks like spaces."""
    for number in (failure.at[0], failure.at[0] - 1):
        for column, character in enumerate(failure.line(number), start=1):
            if character in _BLANKS:
                name = _BLANKS[character]
                hint = f"Line {number} begins with {name}: use spaces."
                return Diagnosis((number, column), f"found {name} in the indentation, expected spaces", hint)
            if character != " ":
                break
    return None


def blank_after_colon(failure: Failure) -> Diagnosis | None:
    """After a colon is a no-break space, which YAML does not accept; it comes with text pasted from a page."""
    for number in dict.fromkeys((failure.start[0] if failure.start else failure.at[0], failure.at[0] - 1)):
        found = re.match(r" *(?:- +)*[\w-]+:(?=\u00a0)", failure.line(number))
        if found:
            message = "found a no-break space after the colon, expected a plain space"
            return Diagnosis((number, found.end() + 1), message, "Delete it and type a plain space.")
    return None


def cut_bracket(failure: Failure) -> Diagnosis | None:
    """Between brackets a # begins a comment, which takes the closing bracket along."""
    if "flow" not in failure.problem or failure.start is None:
        return None
    line, column = failure.start
    plain = _QUOTED.sub(lambda text: "-" * len(text[0]), failure.line(line)[column:])
    found = re.search(r"[ \t]#(?=\S)", plain[: max(0, plain.rfind("]"), plain.rfind("}"))])
    if not found:
        return None
    message = "found text cut off by a #, expected the whole text"
    return Diagnosis((line, column + found.end()), message, "A # starts a comment: quote the whole text.")


def unspaced_colon(failure: Failure) -> Diagnosis | None:
    """`phase:O3` is no key and value; the parser only notices at the next colon."""
    if "expected ':'" not in failure.problem and "mapping values" not in failure.problem:
        return None
    for number in (*((failure.start[0],) if failure.start else ()), failure.at[0] - 1):
        found = _UNSPACED.fullmatch(failure.line(number))
        if found:
            key, value = found[2], found[3].strip()
            message = f'found "{key}:{value}", expected a space after the colon'
            return Diagnosis((number, found.end(2) + 1), message, f'Write "{key}: {value}".')
    return None


def text_after_quote(failure: Failure) -> Diagnosis | None:
    """A quotation mark inside a text ends it."""
    before = failure.line(failure.at[0])[: failure.at[1] - 1].rstrip(" ")[-1:]
    if before not in ('"', "'") or failure.character in ("", ":", "]", "}", "#"):
        return None
    message = "found text after a closing quotation mark, expected the end of the value"
    return Diagnosis(failure.at, message, "Put the whole text between quotation marks of the other kind.")


def missing_colon(failure: Failure) -> Diagnosis | None:
    """A line among keys has no colon."""
    if "expected ':'" not in failure.problem or failure.start is None:
        return None
    text = failure.line(failure.start[0]).strip()[:60]
    hint = "Put a colon and a space after the key; indent the second line of a longer text."
    return Diagnosis(failure.start, f'found "{text}" without a colon, expected a key and its value', hint)


def open_quote(failure: Failure) -> Diagnosis | None:
    """A quotation mark has no partner; the next one in the file was taken for it."""
    at = failure.start if "scanning a quoted scalar" in failure.problem else _misclosed(failure)
    if at is None:
        return None
    message = "found a quotation mark that is not closed, expected its partner"
    return Diagnosis(at, message, f"Close the quotation mark that line {at[0]} opens.")


def open_bracket(failure: Failure) -> Diagnosis | None:
    """A bracket is not closed before the next line at the level of its own."""
    if "flow" not in failure.problem or failure.start is None:
        return None
    (line, column), (end, _) = failure.start, failure.at
    if end == line or _indentation(failure.line(end)) > _indentation(failure.line(line)):
        return None
    bracket = failure.line(line)[column - 1 :][:1]
    partner = "}" if bracket == "{" else "]"
    message = f'found "{bracket}" that is not closed, expected "{partner}"'
    return Diagnosis(failure.start, message, f"Close the bracket that line {line} opens.")


def broken_entry(failure: Failure) -> Diagnosis | None:
    """Between brackets is something that is no entry."""
    if "flow" not in failure.problem:
        return None
    if failure.character == ":":
        message = 'found a second ": " in one entry, expected one'
        return Diagnosis(failure.at, message, f"{_QUOTE_IT[:-1]}, or a comma before the next key.")
    message = f'found "{failure.character}" between brackets, expected a comma or the closing bracket'
    return Diagnosis(failure.at, message, "Put a comma between two entries, and quote text that begins with a bracket.")


def stray_bracket(failure: Failure) -> Diagnosis | None:
    """A bracket is closed that was not opened."""
    if failure.character not in ("]", "}") or "flow" in failure.problem:
        return None
    return Diagnosis(failure.at, f'found "{failure.character}" without a partner, expected the next key', "Delete it.")


def indentation(failure: Failure) -> Diagnosis | None:
    """A key or hyphen is not in the column of the keys or hyphens that it belongs to."""
    if not re.search("mapping values|expected key|indicator|block end|document start", failure.problem):
        return None
    line = failure.at[0]
    item, key = _ITEM.match(failure.line(line)), _KEY.match(failure.line(line))
    found = item or key
    if not found or ("mapping values" in failure.problem and key and failure.at[1] > key.end() + 1):
        return None
    levels = [level for level in _levels(failure.lines[: line - 1]) if level.item == bool(item)]
    column = len(found[1])
    if not levels or any(level.column == column for level in levels):
        return None
    near = min(reversed(levels), key=lambda level: abs(level.column - column))
    name = "the hyphen" if item else f'"{found[3].rstrip()}"'
    spaces = counted(column, "space")
    message = f"found {name} indented by {spaces}, expected {near.column} as {near.name} in line {near.line}"
    return Diagnosis((line, column + 1), message, "Begin what belongs together in the same column.")


def colon_in_text(failure: Failure) -> Diagnosis | None:
    """A text with a colon and a space in it is not quoted."""
    if "mapping values" not in failure.problem:
        return None
    return Diagnosis(failure.at, 'found a second ": " in one line, expected one', _QUOTE_IT)


def special_beginning(failure: Failure) -> Diagnosis | None:
    """A text begins with a character that means something to YAML."""
    if "cannot start any token" in failure.problem:
        message = f'found text that begins with "{failure.character}", expected a letter or digit'
        return Diagnosis(failure.at, message, "Put the text between double quotes.")
    if "block scalar" in failure.problem:
        message = 'found ">" or "|" before text in the same line, expected a number or quoted text'
        return Diagnosis(failure.at, message, "Quote the text; write a limit as a number with `bound: above`.")
    return None


def backslash(failure: Failure) -> Diagnosis | None:
    """Between double quotes a backslash begins an escape."""
    if "escape" not in failure.problem:
        return None
    message = "found a backslash between double quotes, expected plain text"
    return Diagnosis(failure.at, message, "Use single quotes: in them a backslash is a backslash.")


DETECTORS: Final[tuple[Detector, ...]] = (
    blank_indentation,
    blank_after_colon,
    cut_bracket,
    unspaced_colon,
    backslash,
    open_quote,
    text_after_quote,
    missing_colon,
    open_bracket,
    broken_entry,
    stray_bracket,
    indentation,
    colon_in_text,
    special_beginning,
)


def _unknown(failure: Failure) -> Diagnosis:
    message = f"found YAML that cannot be read ({failure.problem}), expected valid YAML"
    return Diagnosis(failure.at, message, "Check this line and the one above it.")


class _Level(NamedTuple):
    """A column in which the lines above have begun keys, or hyphens."""

    column: int
    item: bool
    name: str
    line: int


def _levels(lines: Sequence[str]) -> list[_Level]:
    """Return the levels that are still open after `lines`, from the outermost in."""
    levels: list[_Level] = []
    for number, line in enumerate(lines, start=1):
        for level in _levels_in(line, number):
            levels = [open_ for open_ in levels if open_.column < level.column]
            levels.append(level)
    return levels


def _levels_in(line: str, number: int) -> Iterator[_Level]:
    column = 0
    while item := _ITEM.match(line, column):
        yield _Level(item.end(1), True, "the hyphen", number)
        column = item.end()
    if key := _KEY.match(line, column):
        yield _Level(key.end(1), False, f'"{key[3].rstrip()}"', number)


def _indentation(line: str) -> int:
    """Return the column of the first character that is neither blank nor a list's hyphen."""
    return len(line) - len(re.sub(r"^[ ]*(- +)*", "", line))


def _misclosed(failure: Failure) -> Position | None:
    """Find a quotation mark whose partner is in a later line, with text right after it."""
    quote, opened = "", (0, 0)
    for number, line in enumerate(failure.lines[: failure.at[0]], start=1):
        column, indent = 0, len(line) - len(line.lstrip(" "))
        while column < len(line):
            character = line[column]
            if quote and character == "\\" and quote == '"':
                column += 1
            elif quote and character == quote:
                if number > opened[0] and not _END.match(line, column + 1):
                    return opened
                quote = ""
            elif not quote and character == "#" and column == indent:
                break
            elif (
                not quote
                and character in "\"'"
                and (not column or line[column - 1].isspace() or line[column - 1] in "[{,")
            ):
                quote, opened = character, (number, column + 1)
            column += 1
    return None
