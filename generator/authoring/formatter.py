"""A record in canonical form: keys in the order of its model, short parts on one line, comments kept.

Scalars stay as written: `87.0`, `"2.2.1"` and folded text are their author's choice. Only order, brackets,
indentation and blank lines change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..errors import InvalidData, Problem
from ..records import help_text
from ..records.field_types import Record, Text
from ..records.folders import VOCABULARY_FOLDER
from ..records.introspection import field_at, in_order, keys, model_at
from ..records.models import MODELS
from ..records.vocabulary_models import VOCABULARY
from ..yamlio import layout_tree, parser
from ..yamlio.document import Path
from ..yamlio.layout_tree import Branch, Comment, Item, Scalar

WIDTH = 120
"""Maximum columns of a short part on one line."""
_STEP = 2
_NOT_IN_BRACKETS = frozenset(",[]{}")


def canonical(raw: bytes, file: str) -> str:
    """Return a record's text in canonical form; `file` is its path, which gives its kind.

    Raises InvalidData for invalid text, and where the result would change a value or lose a comment.
    """
    before = parser.parse(raw, file)
    tree = layout_tree.read(raw.decode("utf-8-sig"))
    if tree is None:
        raise InvalidData([before.problem((), "found no keys and values, expected a record")])
    text = "\n".join([*_layout(file, before.value).whole(tree), ""])
    if _value(text) != before.value or _comments(text) != _comments(raw.decode("utf-8-sig")):
        hint = "The file was not changed. Please report it with the file: this is a defect of the formatter."
        raise InvalidData([Problem(file, 1, 1, "", "found a form that changes the record, expected none", hint)])
    return text


def help_lines(file: str, raw: bytes) -> list[int]:
    """Return the numbers of the lines that hold help of `new`. Raises InvalidData for invalid text."""
    model = _layout(file, parser.parse(raw, file).value).model
    return help_text.lines(raw.decode("utf-8-sig"), model) if model else []


def without_help(file: str, raw: bytes) -> bytes:
    """Return a record without the help of `new`. Raises InvalidData for invalid text, or if a value would change."""
    before = parser.parse(raw, file)
    model = _layout(file, before.value).model
    text = help_text.dropped(raw.decode("utf-8-sig"), model) if model else raw.decode("utf-8-sig")
    if _given(_value(text)) != _given(before.value):
        raise InvalidData([before.problem((), "found help inside a value, expected comments", "Delete it by hand.")])
    return text.encode()


def _given(value: object) -> object:
    """Return a value without the keys that have none."""
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    return [_given(inner) for inner in value] if isinstance(value, list) else value


def _value(text: str) -> object:
    """Return the value of formatted text; None where it is invalid, as its positions are not those of the file."""
    try:
        return parser.parse(text.encode(), "").value
    except InvalidData:
        return None


def _comments(text: str) -> list[str]:
    """Return the text of every comment, sorted."""
    tree = layout_tree.read(text)
    return sorted(layout_tree.comments(tree)) if tree else []


def _layout(file: str, value: dict[str, object]) -> _Layout:
    path = PurePath(file)
    if path.parent.name == VOCABULARY_FOLDER:
        return _Layout(VOCABULARY.get(path.stem), skip=1)
    models = MODELS.get(path.parent.name, ())
    named = (model for model in models if model.__name__.lower() == value.get("type"))
    return _Layout(next(named, models[0] if models else None), skip=0)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Lays out the records of one model; `skip` is the number of keys above a record."""

    model: type[Record] | None
    skip: int

    def whole(self, tree: layout_tree.Tree) -> list[str]:
        """Return the lines of a file without blank ones at its ends."""
        lines = [*_comment_lines(tree.head, 0), *(self._block(tree.root, 0, ()) or ["{}"])]
        return "\n".join(lines).strip("\n").split("\n")

    def _block(self, branch: Branch, indent: int, path: Path) -> list[str]:
        lines: list[str] = []
        for index, entry in enumerate(self._ordered(branch, path)):
            here = (*path, index if branch.is_list else entry.key)
            lines += _comment_lines(entry.above, indent)
            lines += self._item(entry, indent, here) if branch.is_list else self._pair(entry, indent, here)
        return [*lines, *_comment_lines(branch.below, indent)]

    def _ordered(self, branch: Branch, path: Path) -> list[Item]:
        """Return entries in the order of the model; unknown keys keep their places at the end."""
        known = keys(self.model, path[self.skip :]) if self.model and len(path) >= self.skip else []
        if branch.is_list or not known:
            return branch.entries
        ranks = {key: rank for rank, key in enumerate(in_order(known))}
        return sorted(branch.entries, key=lambda entry: ranks.get(entry.key.strip("\"'"), len(ranks)))

    def _pair(self, entry: Item, indent: int, path: Path) -> list[str]:
        head = f"{' ' * indent}{entry.key}:"
        if (text := self._one_line(entry.node, path, len(head) + 1)) is not None:
            return [_with_comment(f"{head} {text}".rstrip(), entry)]
        if isinstance(entry.node, Scalar):
            first, *more = entry.node.lines
            return [_with_comment(f"{head} {first}", entry), *_indented(more, indent + _STEP)]
        return [_with_comment(head, entry), *self._block(entry.node, indent + _STEP, path)]

    def _item(self, entry: Item, indent: int, path: Path) -> list[str]:
        head = f"{' ' * indent}- "
        if (text := self._one_line(entry.node, path, len(head))) is not None:
            return [_with_comment(f"{head}{text}".rstrip(), entry)]
        if isinstance(entry.node, Scalar):
            first, *more = entry.node.lines
            return [_with_comment(f"{head}{first}", entry), *_indented(more, indent + _STEP)]
        ordered = self._ordered(entry.node, path)
        above, ordered[0].above = _comment_lines(ordered[0].above, indent), []
        first, *more = self._block(entry.node, indent + _STEP, path)
        return [*above, _with_comment(head + first[indent + _STEP :], entry), *more]

    def _one_line(self, node: Scalar | Branch, path: Path, column: int) -> str | None:
        """Return the text of a value that fits on the line of its key."""
        if isinstance(node, Scalar):
            return node.lines[0] if len(node.lines) == 1 else None
        text = self._flow(node, path)
        return text if text is not None and column + len(text) <= WIDTH else None

    def _flow(self, node: Scalar | Branch, path: Path) -> str | None:
        """Return a value in flow style; None where it must not be."""
        if isinstance(node, Scalar):
            return _flow_scalar(node)
        if node.below or any(entry.above or entry.beside for entry in node.entries):
            return None
        if not node.entries:
            return "[]" if node.is_list else "{}"
        if node.is_list:
            return _joined("[]", (_flow_scalar(entry.node) for entry in node.entries))
        if not self._brief(node, path):
            return None
        return _joined("{}", (self._flow_pair(entry, path) for entry in self._ordered(node, path)))

    def _flow_pair(self, entry: Item, path: Path) -> str | None:
        text = self._flow(entry.node, (*path, entry.key))
        return None if text is None else f"{entry.key}: {text}"

    def _brief(self, node: Branch, path: Path) -> bool:
        """Return whether a mapping belongs on one line: its model is brief, and it holds no prose."""
        inner = model_at(self.model, path[self.skip :]) if self.model and len(path) >= self.skip else None
        if inner is None:
            return bool(path) and node.flow
        fields = (field_at(inner, (entry.key,)) for entry in node.entries)
        prose = any(info is not None and info.annotation == Text | None for info in fields)
        return issubclass(inner, Record) and inner.brief and not prose


def _flow_scalar(node: Scalar | Branch) -> str | None:
    if isinstance(node, Branch) or len(node.lines) != 1 or node.block:
        return None
    text = node.lines[0]
    safe = text[:1] in ("'", '"') or not _NOT_IN_BRACKETS & set(text)
    return text if safe else None


def _joined(brackets: str, parts: Iterable[str | None]) -> str | None:
    texts = list(parts)
    return None if None in texts else f"{brackets[0]}{', '.join(map(str, texts))}{brackets[1]}"


def _with_comment(line: str, entry: Item) -> str:
    """Append the comment of an entry: in the same column if the line kept its length."""
    if entry.beside is None:
        return line
    column, text = entry.beside
    return f"{line:<{column if len(line) == entry.reach else len(line) + 2}}{text}"


def _comment_lines(comments: Iterable[Comment], indent: int) -> list[str]:
    """Return comments on their own lines; of several blank lines one."""
    lines = [f"{' ' * indent}{text}" if text else "" for _, text in comments]
    return [line for line, before in zip(lines, ["x", *lines], strict=False) if line or before]


def _indented(lines: Iterable[str], indent: int) -> Iterator[str]:
    return (f"{' ' * indent}{line}" if line.strip() else line for line in lines)
