"""Values of many materials on one axis, a row a group, or a row a pair of material and control, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from .style import DOT, FAINT, INK, LINE, PIXELS
from .svg import AXIS, Mark, Scale, axis, dot, drawing, line, link, text

_COLUMNS: Final = 40
"""Dots beside each other that a phone has room for; more than one in a column are stacked."""
_TALLEST: Final = 72
"""Pixels of the tallest stack, whose dots are pressed together rather than let tower."""


def strips(rows: Mapping[str, Sequence[Mark]], unit: str, description: str) -> str:
    """Draw a row of linked dots for each group: `this` filled, all others open."""
    scale = Scale.over([_middle(mark) for marks in rows.values() for mark in marks])
    drawn, top = [], 0.0
    for name, marks in rows.items():
        drawn.append(text(0, top + 12, name, size=PIXELS.label, colour=INK))
        stacks: dict[int, list[Mark]] = {}
        for mark in sorted(marks, key=lambda mark: (mark.part != "this", mark.words)):
            stacks.setdefault(round(scale.at(_middle(mark)) * _COLUMNS), []).append(mark)
        step = min(9.0, _TALLEST / max(map(len, stacks.values())))
        base = top + 24 + step * max(map(len, stacks.values()))
        drawn.append(line(0, 1, base, colour=LINE))
        for stack in stacks.values():
            drawn += [_linked(mark, scale, base - 6 - step * level) for level, mark in enumerate(stack)]
        top = base + 6
    return drawing(top - 6 + AXIS, description, [*drawn, *axis(scale.ticks(), top - 6, unit)], linked=True)


def dumbbells(rows: Sequence[tuple[str, str, Mark, Mark]], unit: str, description: str) -> str:
    """Draw each material (filled) and its control (open), joined, under the name of the row and its second line."""
    scale = Scale.over([_middle(mark) for *_, own, control in rows for mark in (own, control)])
    drawn, top = [], 0.0
    for name, second, own, control in rows:
        drawn.append(text(0, top + 12, name, size=PIXELS.label))
        if second:
            top += 14
            drawn.append(text(0, top + 12, second, size=PIXELS.label, colour=FAINT))
        ends = sorted(scale.at(_middle(mark)) for mark in (own, control))
        drawn.append(line(ends[0], ends[1], top + 24, width=2))
        drawn += [_linked(mark, scale, top + 24) for mark in (control, own)]
        top += 36
    return drawing(top + AXIS, description, [*drawn, *axis(scale.ticks(), top, unit)], linked=True)


def _linked(mark: Mark, scale: Scale, y: float) -> str:
    made = dot(scale.at(_middle(mark)), y, 4.5, colour=DOT, hollow=mark.part != "this")
    return link(mark.address, made, mark.words)


def _middle(mark: Mark) -> float:
    return (mark.low + mark.high) / 2
