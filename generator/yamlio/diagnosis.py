"""What did the author of unreadable YAML do? The parser names where it gave up; here is why.

Each judge looks for one slip and returns what it found, or nothing; the first that finds its slip speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from .document import Position


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the parser gave up, what it said, and where it began what it could not finish."""

    lines: Sequence[str]
    at: Position
    said: str
    began: Position | None = None

    def line(self, number: int) -> str:
        """Return a line by its number; the empty text beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def character(self) -> str:
        """Return the character that could not be read."""
        return self.line(self.at[0])[self.at[1] - 1 :][:1]


class Slip(NamedTuple):
    """What the author did: where, in words, and the remedy."""

    at: Position
    message: str
    hint: str


Judge = Callable[[Stop], "Slip | None"]

_QUOTE_IT: Final = 'Put text that contains ": " between double quotes.'
_BLANKS: Final = {"\t": "a tab", "\u00a0": "a no-break space"}
_UNSPACED: Final = re.compile(r"( *(?:- +)*)([A-Za-z_][\w-]*):(?=[^\s/:])(.*)")
_KEY: Final = re.compile(r"( *)((?:- +)*)([^\s#'\"\[{,:-][^:#]*?|\"[^\"]*\")\s*:(?=\s|$)")
_QUOTED: Final = re.compile("\"[^\"]*\"|'[^']*'")
_ITEM: Final = re.compile(r"( *)(- +)")


def explain(stop: Stop) -> Slip:
    """Return the slip behind a refusal of the parser."""
    found = (judge(stop) for judge in JUDGES)
    return next((slip for slip in found if slip), _unknown(stop))


def blank_indentation(stop: Stop) -> Slip | None:
    """A line is indented by something that looks like spaces."""
    for number in (stop.at[0], stop.at[0] - 1):
        for column, character in enumerate(stop.line(number), start=1):
            if character in _BLANKS:
                name = _BLANKS[character]
                hint = f"Line {number} begins with {name}: use spaces."
                return Slip((number, column), f"found {name} in the indentation, expected spaces", hint)
            if character != " ":
                break
    return None


def blank_after_colon(stop: Stop) -> Slip | None:
    """After a colon stands a space that YAML does not take for one; it comes with text pasted from a page."""
    for number in dict.fromkeys((stop.began[0] if stop.began else stop.at[0], stop.at[0] - 1)):
        found = re.match(r" *(?:- +)*[\w-]+:(?=\u00a0)", stop.line(number))
        if found:
            message = "found a no-break space after the colon, expected a plain space"
            return Slip((number, found.end() + 1), message, "Delete it and type a plain space.")
    return None


def cut_bracket(stop: Stop) -> Slip | None:
    """Between brackets a # begins a comment, which takes the closing bracket along."""
    if "flow" not in stop.said or stop.began is None:
        return None
    line, column = stop.began
    plain = _QUOTED.sub(lambda text: "-" * len(text[0]), stop.line(line)[column:])
    found = re.search(r"[ \t]#(?=\S.*[]}])", plain)
    if not found:
        return None
    message = "found text cut off by a #, expected the whole text"
    return Slip((line, column + found.end()), message, "A # starts a comment: quote the text that it stands in.")


def unspaced_colon(stop: Stop) -> Slip | None:
    """`phase:O3` is no key and value; the parser only notices at the next colon."""
    if "expected ':'" not in stop.said and "mapping values" not in stop.said:
        return None
    for number in (*((stop.began[0],) if stop.began else ()), stop.at[0] - 1):
        found = _UNSPACED.fullmatch(stop.line(number))
        if found:
            key, value = found[2], found[3].strip()
            message = f'found "{key}:{value}", expected a space after the colon'
            return Slip((number, found.end(2) + 1), message, f'Write "{key}: {value}".')
    return None


def text_after_quote(stop: Stop) -> Slip | None:
    """A quotation mark inside a text ends it."""
    before = stop.line(stop.at[0])[: stop.at[1] - 1].rstrip(" ")[-1:]
    if before not in ('"', "'") or stop.character in ("", ":", "]", "}", "#"):
        return None
    message = "found text after a closing quotation mark, expected the end of the value"
    return Slip(stop.at, message, "Put the whole text between quotation marks of the other kind.")


def missing_colon(stop: Stop) -> Slip | None:
    """A line without any colon stands among keys."""
    if "expected ':'" not in stop.said or stop.began is None:
        return None
    text = stop.line(stop.began[0]).strip()[:60]
    hint = "Put a colon and a space after the key; indent the second line of a longer text."
    return Slip(stop.began, f'found "{text}" without a colon, expected a key and its value', hint)


def open_quote(stop: Stop) -> Slip | None:
    """A quotation mark has no partner; the next one in the file was taken for it."""
    at = stop.began if "scanning a quoted scalar" in stop.said else _misclosed(stop)
    if at is None:
        return None
    message = "found a quotation mark that is not closed, expected its partner"
    return Slip(at, message, f"Close the quotation mark that line {at[0]} opens.")


def open_bracket(stop: Stop) -> Slip | None:
    """A bracket is not closed before the next line at the level of its own."""
    if "flow" not in stop.said or stop.began is None:
        return None
    (line, column), (end, _) = stop.began, stop.at
    if end == line or _indentation(stop.line(end)) > _indentation(stop.line(line)):
        return None
    bracket = stop.line(line)[column - 1 :][:1]
    partner = "}" if bracket == "{" else "]"
    message = f'found "{bracket}" that is not closed, expected "{partner}"'
    return Slip(stop.began, message, f"Close the bracket that line {line} opens.")


def broken_entry(stop: Stop) -> Slip | None:
    """Between brackets stands something that is no entry."""
    if "flow" not in stop.said:
        return None
    if stop.character == ":":
        message = 'found a second ": " in one entry, expected one'
        return Slip(stop.at, message, f"{_QUOTE_IT[:-1]}, or a comma before the next key.")
    message = f'found "{stop.character}" between brackets, expected a comma or the closing bracket'
    return Slip(stop.at, message, "Put a comma between two entries, and quote text that begins with a bracket.")


def stray_bracket(stop: Stop) -> Slip | None:
    """A bracket is closed that was not opened."""
    if stop.character not in ("]", "}") or "flow" in stop.said:
        return None
    return Slip(stop.at, f'found "{stop.character}" without a partner, expected the next key', "Delete it.")


def indentation(stop: Stop) -> Slip | None:
    """A key or hyphen stands in another column than the keys or hyphens that it belongs to."""
    if not re.search("mapping values|expected key|indicator|block end|document start", stop.said):
        return None
    line = stop.at[0]
    item, key = _ITEM.match(stop.line(line)), _KEY.match(stop.line(line))
    found = item or key
    if not found or ("mapping values" in stop.said and key and stop.at[1] > key.end() + 1):
        return None
    levels = [level for level in _levels(stop.lines[: line - 1]) if level.item == bool(item)]
    column = len(found[1])
    if not levels or any(level.column == column for level in levels):
        return None
    near = min(reversed(levels), key=lambda level: abs(level.column - column))
    name = "the hyphen" if item else f'"{found[3]}"'
    spaces = f"{column} space{'s' if column != 1 else ''}"
    message = f"found {name} indented by {spaces}, expected {near.column} as {near.name} in line {near.line}"
    return Slip((line, column + 1), message, "Begin what belongs together in the same column.")


def colon_in_text(stop: Stop) -> Slip | None:
    """A text with a colon and a space in it is not quoted."""
    if "mapping values" not in stop.said:
        return None
    return Slip(stop.at, 'found a second ": " in one line, expected one', _QUOTE_IT)


def special_beginning(stop: Stop) -> Slip | None:
    """A text begins with a character that means something to YAML."""
    if "cannot start any token" in stop.said:
        message = f'found text that begins with "{stop.character}", expected a letter or digit'
        return Slip(stop.at, message, "Put the text between double quotes.")
    if "block scalar" in stop.said:
        message = 'found ">" or "|" before text in the same line, expected a number or quoted text'
        return Slip(stop.at, message, "Quote the text; write a limit as a number with `bound: above`.")
    return None


def backslash(stop: Stop) -> Slip | None:
    """Between double quotes a backslash begins an escape."""
    if "escape" not in stop.said:
        return None
    message = "found a backslash between double quotes, expected plain text"
    return Slip(stop.at, message, "Use single quotes: in them a backslash is a backslash.")


JUDGES: Final[tuple[Judge, ...]] = (
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


def _unknown(stop: Stop) -> Slip:
    message = f"found YAML that cannot be read ({stop.said}), expected valid YAML"
    return Slip(stop.at, message, "Check this line and the one above it.")


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
        for level in _begun(line, number):
            levels = [open_ for open_ in levels if open_.column < level.column]
            levels.append(level)
    return levels


def _begun(line: str, number: int) -> Iterator[_Level]:
    column = 0
    while item := _ITEM.match(line[column:]):
        yield _Level(column + len(item[1]), True, "the hyphen", number)
        column += item.end()
    if key := _KEY.match(line[column:]):
        yield _Level(column + len(key[1]), False, f'"{key[3]}"', number)


def _indentation(line: str) -> int:
    """Return the column of the first character that is neither blank nor a list's hyphen."""
    return len(line) - len(re.sub(r"^[ ]*(- +)*", "", line))


def _misclosed(stop: Stop) -> Position | None:
    """Find a quotation mark whose partner stands in a later line, with text right after it."""
    quote, opened = "", (0, 0)
    for number, line in enumerate(stop.lines[: stop.at[0]], start=1):
        column = 0
        while column < len(line):
            character = line[column]
            if quote and character == "\\" and quote == '"':
                column += 1
            elif quote and character == quote:
                if number > opened[0] and not re.match(r"\s*($|[,\]}#:])", line[column + 1 :]):
                    return opened
                quote = ""
            elif not quote and character == "#" and line[:column].strip(" ") == line[:column][:0]:
                break
            elif not quote and character in "\"'" and re.search(r"(^|[\s\[{,])$", line[:column]):
                quote, opened = character, (number, column + 1)
            column += 1
    return None
