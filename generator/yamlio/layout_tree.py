"""Parse YAML text to a tree that keeps the layout: every scalar as written, every comment at its entry.

For text that `parser.read` has accepted: it refuses deep nesting, aliases and tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")
_MASK = "x"

Comment = tuple[int, str]
"""(column, text with its #); a blank line is (0, "")."""


@dataclass(slots=True)
class Scalar:
    """A value as written, quotes and all; the second and later lines are without their common indentation."""

    lines: list[str]
    block: bool = False


@dataclass(slots=True)
class Branch:
    """A mapping or a list."""

    is_list: bool
    flow: bool
    column: int
    entries: list[Item] = field(default_factory=list)
    below: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """A key with its value, or an item of a list with none; `above` and `beside` are its comments.

    `reach` is the length of the line before `beside`.
    """

    key: str
    node: Scalar | Branch
    line: int
    column: int
    above: list[Comment] = field(default_factory=list)
    beside: Comment | None = None
    reach: int = 0


@dataclass(slots=True)
class Tree:
    """A whole file; `head` are the comments before everything else."""

    root: Branch
    head: list[Comment]


def read(text: str) -> Tree | None:
    """Return the tree of a document that is a mapping; None for any other."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    composed = yaml.compose("\n".join(lines), Loader=_LOADER)
    if not isinstance(composed, yaml.MappingNode):
        return None
    lines.append("")  # where the parser places what is missing after the last line
    reading = _Reading(lines, list(lines))
    root = reading.branch(composed)
    return Tree(root, reading.attach(root))


def comments(tree: Tree) -> Iterator[str]:
    """Yield the text of every comment of a tree."""
    return (text for _, text in (*tree.head, *_comments(tree.root)) if text)


def _comments(branch: Branch) -> Iterator[Comment]:
    for entry in branch.entries:
        yield from entry.above
        if entry.beside:
            yield entry.beside
        if isinstance(entry.node, Branch):
            yield from _comments(entry.node)
    yield from branch.below


@dataclass(slots=True)
class _Reading:
    """The text, and a copy in which everything but structure and comments is masked."""

    lines: list[str]
    masked: list[str]

    def branch(self, node: Any) -> Branch:
        is_list = isinstance(node, yaml.SequenceNode)
        made = Branch(is_list, bool(node.flow_style), node.start_mark.column)
        for part in node.value:
            key, value = (None, part) if is_list else part
            start = value.start_mark if key is None else key.start_mark
            column = made.column if is_list and not made.flow else start.column
            name = self._scalar(key).lines[0] if key is not None else ""
            made.entries.append(Item(name, self._node(value), start.line, column))
        return made

    def _node(self, node: Any) -> Scalar | Branch:
        return self._scalar(node) if isinstance(node, yaml.ScalarNode) else self.branch(node)

    def _scalar(self, node: Any) -> Scalar:
        start, end = node.start_mark, node.end_mark
        block = node.style in ("|", ">")
        last = end.line - 1 if block and end.column == 0 else end.line
        until = len(self.lines[last]) if last < end.line or block else end.column
        taken = []
        for number in range(start.line, last + 1):
            left = start.column if number == start.line else 0
            right = until if number == last else len(self.lines[number])
            taken.append(self.lines[number][left:right])
            masked = self.masked[number]
            self.masked[number] = masked[:left] + _MASK * max(right - left, 1) + masked[right:]
        return Scalar(_dedented(taken), block)

    def attach(self, root: Branch) -> list[Comment]:
        """Attach every comment to an entry; return those before the first one."""
        starts = _entries_by_line(root)
        head: list[Comment] | None = None
        run: list[Comment] = []
        for number, masked in enumerate(self.masked):
            here = starts.get(number, [])
            if here:
                rest = _close(root, number, here[0][0].column, run) if head is not None else []
                head, here[0][0].above, run = run if head is None else head, rest, []
            if found := _COMMENT.search(masked):
                before = len(masked[: found.start()].rstrip())
                _place((found.start(), found[0].rstrip()), before, here, run)
            elif not masked.strip():
                run.append((0, ""))
        if head is None:
            return run
        while run and not run[-1][1]:
            run.pop()
        _close(root, len(self.masked), -1, run)
        return head


def _place(comment: Comment, before: int, here: list[tuple[Item, bool]], run: list[Comment]) -> None:
    """Put a comment beside the last entry that begins in its line, or else among those of the next."""
    outside = [entry for entry, flow in here if not flow] or [entry for entry, _ in here]
    if outside:
        outside[-1].beside, outside[-1].reach = comment, before
    else:
        run.append((0, comment[1]) if before else comment)  # behind a lone hyphen or bracket


def _entries_by_line(root: Branch) -> dict[int, list[tuple[Item, bool]]]:
    """Return the entries that begin in each line, the outer before the inner, and whether they are in brackets."""
    lines: dict[int, list[tuple[Item, bool]]] = {}
    for entry, flow in _entries(root, flow=False):
        lines.setdefault(entry.line, []).append((entry, flow))
    return lines


def _entries(branch: Branch, flow: bool) -> Iterator[tuple[Item, bool]]:
    for entry in branch.entries:
        yield entry, flow or branch.flow
        if isinstance(entry.node, Branch):
            yield from _entries(entry.node, flow or branch.flow)


def _close(root: Branch, line: int, column: int, run: list[Comment]) -> list[Comment]:
    """Give comments that are indented further than what follows to the branch that they end; return the others."""
    inner = 0
    while inner < len(run) and (column < 0 or (run[inner][1] and run[inner][0] > column)):
        _last_open(root, line, run[inner][0]).below.append(run[inner])
        inner += 1
    return run[inner:]


def _last_open(root: Branch, line: int, column: int) -> Branch:
    """Return the innermost branch that is still open above `line` and begins no further right than `column`."""
    branch = root
    while True:
        before = [entry for entry in branch.entries if entry.line < line]
        inner = before[-1].node if before else None
        if not isinstance(inner, Branch) or inner.flow or inner.column > column:
            return branch
        branch = inner


def _dedented(lines: list[str]) -> list[str]:
    """Drop what all lines but the first have before them, and blank lines at the end."""
    while len(lines) > 1 and not lines[-1].strip():
        lines = lines[:-1]
    depth = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), default=0)
    return [lines[0], *(line[depth:] for line in lines[1:])]
