"""Small repeated drawings as SVG text: compositions, entropy scales and values on one axis.

Places along the width are shares from 0 to 1 and become percentages; heights and radii are pixels. So a drawing
stretches with its column, while letters and dots keep their size. Colours go by their names in `style.py`, as
attributes, which a content policy does not forbid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from ..chemistry.entropy import in_print
from .element_colours import tone
from .style import CLASSES, DOT, FAINT, INK, LINE, OTHER, PAPER, PIXELS, css, opening


def drawing(height: float, description: str, marks: Iterable[str], *, linked: bool = False) -> str:
    """Return marks as one inline element that says what it shows."""
    size = f'width="100%" height="{height:g}"'
    return f"{opening(description, size, linked=linked)}{''.join(marks)}</svg>"


def text(
    x: float, y: float, words: str, *, anchor: str = "start", shift: float = 0, size: float = PIXELS.row,
    colour: str = INK, bold: bool = False,
) -> str:  # fmt: skip
    """Return words at a place; `shift` moves them aside by pixels, `anchor` is start, middle or end."""
    weight = ' font-weight="700"' if bold else ""
    painted = f'font-size="{size:g}"{weight} fill="{css(colour)}"'
    return f"<text {_placed(x, y, anchor, shift)} {painted}>{escape(words)}</text>"


def _placed(x: float, y: float, anchor: str, shift: float = 0) -> str:
    """Return where words are, without what is so anyway."""
    aside = f' dx="{shift:g}"' if shift else ""
    aligned = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'x="{_percent(x)}" y="{y:g}"{aside}{aligned}'


def bar(x: float, width: float, y: float, height: float, colour: str, title: str = "") -> str:
    """Return a filled box, with a line of the paper's colour around it."""
    box = f'x="{_percent(x)}" width="{_percent(width)}" y="{y:g}" height="{height:g}"'
    return f'<rect {box} fill="{css(colour)}" stroke="{css(PAPER)}">{_titled(title)}</rect>'


def band(x: float, width: float, y: float, height: float, colour: str) -> str:
    """Return a filled box without a line."""
    box = f'x="{_percent(x)}" width="{_percent(width)}" y="{y:g}" height="{height:g}"'
    return f'<rect {box} fill="{css(colour)}"/>'


def dot(x: float, y: float, radius: float, *, colour: str = INK, hollow: bool = False) -> str:
    """Return a round mark, filled or open."""
    inside, rim = (PAPER, colour) if hollow else (colour, PAPER)
    return _circle(x, y, radius, f" {_painted(inside, rim, 1.8 if hollow else 1)}")


def _circle(x: float, y: float, radius: float, painted: str = "") -> str:
    return f'<circle cx="{_percent(x)}" cy="{y:g}" r="{radius:g}"{painted}/>'


def _painted(inside: str, rim: str, width: float) -> str:
    return f'fill="{css(inside)}" stroke="{css(rim)}" stroke-width="{width:g}"'


def square(x: float, y: float, half: float, colour: str = INK) -> str:
    """Return a square mark around a place."""
    box = f'x="{_percent(x)}" y="{y:g}" width="{2 * half:g}" height="{2 * half:g}"'
    return f'<g transform="translate({-half:g} {-half:g})"><rect {box} fill="{css(colour)}"/></g>'


def line(start: float, end: float, y: float, *, colour: str = LINE, width: float = 1) -> str:
    """Return a level line."""
    thick = f' stroke-width="{width:g}"' if width != 1 else ""
    return f'<line {_ends(start, end, y, y)} stroke="{css(colour)}"{thick}/>'


def link(address: str, mark: str, name: str) -> str:
    """Return a mark that leads somewhere, with the name that it is read out and hovered by."""
    return f'<a href="{escape(address, quote=True)}">{_titled(name)}{mark}</a>'


def _ends(x1: float, x2: float, y1: float, y2: float) -> str:
    return f'x1="{_percent(x1)}" x2="{_percent(x2)}" y1="{y1:g}" y2="{y2:g}"'


def _percent(share: float) -> str:
    return f"{round(100 * share, 2):g}%"


def _titled(title: str) -> str:
    return f"<title>{escape(title)}</title>" if title else ""


Segment = tuple[str, float, str]
"""(element symbol, share of the row from 0 to 1, amount as printed)"""

_NARROW = 300.0  # pixels of a phone's column; what fits there fits everywhere
_LETTER = 6.2  # pixels of a small letter
AXIS: Final = 36
"""Pixels of an axis with its ticks, their names and, below them at the end, its unit."""


def composition_bars(rows: Mapping[str, Sequence[Segment]], description: str) -> str:
    """Draw one bar a site, each divided by its elements; a site of one element takes less room."""
    marks: list[str] = []
    top = 0.0
    for site, segments in rows.items():
        height = 36.0 if len(segments) > 1 else 20.0
        marks += _site(site, segments, top, height)
        top += height + 28
    return drawing(top - 6, description, marks)


def _site(name: str, segments: Sequence[Segment], top: float, height: float) -> Iterator[str]:
    yield text(0, top + 13, name, colour=FAINT)
    left = 0.0
    for symbol, share, amount in segments:
        yield bar(left, share, top + 19, height, tone(symbol), f"{symbol} {amount}")
        yield from _label(left + share / 2, top + 19, share * _NARROW, symbol, amount)
        left += share


def _label(x: float, top: float, room: float, symbol: str, amount: str) -> Iterator[str]:
    if room >= _NARROW:
        yield text(x, top + 14, f"{symbol} {amount}", anchor="middle", bold=True)
    elif room >= _LETTER * len(amount) + 2:
        yield text(x, top + 16, symbol, anchor="middle", bold=True)
        yield text(x, top + 30, amount, anchor="middle", size=PIXELS.label)
    elif room >= _LETTER * len(symbol) + 2:  # the table names what is too little to be named here
        yield text(x, top + 23, symbol, anchor="middle", bold=True, size=PIXELS.label)


def entropy_scale(marks: Mapping[str, float], lines: tuple[float, float], description: str) -> str:
    """Draw the classes as bands on one axis, in units of R, and each mark with its name."""
    top = max(2.0, *marks.values()) * 1.1
    bottom = 22 + 36 * len(marks)
    drawn = [*_classes(lines, top, bottom)]
    for index, (name, value) in enumerate(marks.items()):
        y = 44 + 36 * index
        drawn += [*_named(name, value, value / top, y - 9), line(0, value / top, y, colour=INK)]
        drawn.append(dot(value / top, y, 5.5) if index == 0 else square(value / top, y, 4.5))
    ticks = {step / 2 / top: f"{step / 2:g}" for step in range(int(2 * top) + 1)}
    return drawing(bottom + AXIS, description, [*drawn, *axis(ticks, bottom, "R")])


def _named(name: str, value: float, x: float, y: float) -> Iterator[str]:
    """Yield a name at the left and its value over the mark; as one text where they would meet."""
    near = x * _NARROW < _LETTER * len(name) + 40
    yield text(0, y, f"{name} {in_print(value)}" if near else name, shift=5)
    if not near:
        yield text(x, y, in_print(value), anchor="middle", bold=True)


def _classes(lines: tuple[float, float], top: float, bottom: float) -> Iterator[str]:
    edges = (0.0, *lines, top)
    for name, low, high in zip(CLASSES, edges, edges[1:], strict=False):
        yield band(low / top, (high - low) / top, 0, bottom, name)
        yield text((low + high) / 2 / top, 14, name, anchor="middle", size=PIXELS.label, colour=FAINT)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value on an axis: its ends, the words beside it, and what it means.

    `part` is `this` (the record of the page), `control` (measured against it) or `other`; `address` is where
    the mark leads.
    """

    low: float
    high: float
    words: str
    part: str = "other"
    address: str = ""


def values_axis(marks: Sequence[Mark], unit: str, description: str) -> str:
    """Draw values on one axis: this record filled, controls open, the others faint; each hovers with its words."""
    scale = Scale.over([end for mark in marks for end in (mark.low, mark.high)])
    others = "".join(part for mark in marks if mark.part == "other" for part in _other(mark, scale))
    ordered = sorted((mark for mark in marks if mark.part != "other"), key=lambda mark: mark.part)
    drawn = [line(0, 1, 28), f"<g {_painted(OTHER, PAPER, 1)}>{others}</g>" if others else ""]
    drawn += [part for mark in ordered for part in _mark(mark, scale)]
    return drawing(52 + AXIS, description, [*drawn, *axis(scale.ticks(), 52, unit)], linked=True)


def spread_axis(marks: Sequence[Mark], unit: str, description: str) -> str:
    """Draw values from 0 to 100 as linked dots; those that would hide each other are stacked."""
    stacks: dict[int, list[Mark]] = {}
    for mark in marks:
        stacks.setdefault(round(mark.low / 2), []).append(mark)
    tallest = max(len(stack) for stack in stacks.values())
    step = min(9.0, 108 / tallest)  # a tall heap is pressed together rather than let tower
    base = 16 + step * tallest
    drawn = [
        link(mark.address, dot(mark.low / 100, base - 8 - step * level, 4.5, colour=DOT), mark.words)
        for stack in stacks.values()
        for level, mark in enumerate(stack)
    ]
    ticks = {step / 100: str(step) for step in (0, 25, 50, 75, 100)}
    return drawing(base + AXIS, description, [line(0, 1, base), *axis(ticks, base, unit), *drawn], linked=True)


def _other(mark: Mark, scale: Scale) -> Iterator[str]:
    """Yield a small mark, which is one of many: its colours are those of the group around it."""
    x, end = scale.at(mark.low), scale.at(mark.high)
    if end > x:
        yield line(x, end, 28, colour=OTHER, width=5)
    yield link(mark.address, _circle((x + end) / 2, 28, 4.5), mark.words)


def _mark(mark: Mark, scale: Scale) -> Iterator[str]:
    x, end = scale.at(mark.low), scale.at(mark.high)
    colour = DOT if mark.part == "this" else INK
    if end > x:
        yield line(x, end, 28, colour=colour, width=5)
    made = dot((x + end) / 2, 28, 6, colour=colour, hollow=mark.part == "control")
    yield link(mark.address, made, mark.words) if mark.address else made
    yield _beside((x + end) / 2, 15 if mark.part == "this" else 46, mark)


def _beside(x: float, y: float, mark: Mark) -> str:
    """Return a mark's words, kept inside the drawing near its ends."""
    anchor = "start" if x < 0.3 else "end" if x > 0.7 else "middle"
    shift = {"start": -6, "end": 6, "middle": 0}[anchor] if 0.02 < x < 0.98 else 0  # at its ends, nothing is cut
    return text(x, y, mark.words, anchor=anchor, shift=shift, size=PIXELS.value, bold=mark.part == "this")


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`, both multiples of `step`; in powers of ten when `powers`."""

    low: float
    high: float
    step: float
    powers: bool = False

    @classmethod
    def over(cls, numbers: Sequence[float]) -> Scale:
        """Return an axis with round ends around all numbers; powers of ten where they span more than two.

        >>> Scale.over([24, 87])
        Scale(low=20.0, high=100.0, step=20.0, powers=False)
        """
        powers = min(numbers) > 0 and max(numbers) / min(numbers) > 100
        ends = [math.log10(number) if powers else number for number in (min(numbers), max(numbers))]
        step = max(1.0, _round_step(ends[1] - ends[0])) if powers else _round_step(ends[1] - ends[0])
        low, high = math.floor(ends[0] / step) * step, math.ceil(ends[1] / step) * step
        return cls(low, high if high > low else low + step, step, powers)

    def at(self, value: float) -> float:
        """Return the place of a value, from 0 to 1."""
        place = math.log10(value) if self.powers else value
        return (place - self.low) / (self.high - self.low)

    def ticks(self) -> dict[float, str]:
        """Return the places of the axis that are named, with their names."""
        count = round((self.high - self.low) / self.step)
        steps = [self.low + index * self.step for index in range(count + 1)]
        return {(step - self.low) / (self.high - self.low): self._name(step) for step in steps}

    def _name(self, step: float) -> str:
        if self.powers:
            return f"{10**step:g}" if -3 <= step <= 4 else f"1e{step:g}"
        return f"{round(step, 9) + 0:g}".replace("-", "−")


def _round_step(span: float) -> float:
    """Return 1, 2 or 5 times a power of ten, so that a span has two to six of them.

    >>> _round_step(63.0), _round_step(0.0)
    (20.0, 1.0)
    """
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / 2))
    return next(power * factor for factor in (1.0, 2.0, 5.0, 10.0) if span / (power * factor) <= 5)


def axis(ticks: Mapping[float, str], y: float, unit: str) -> Iterator[str]:
    """Yield the ticks of an axis with their names, which share their paint: there are many of them on a page."""
    yield f'<g stroke="{css(LINE)}">{"".join(f"<line {_ends(x, x, y, y + 4)}/>" for x in ticks)}</g>'
    yield f'<g font-size="{PIXELS.axis:g}" fill="{css(FAINT)}">'
    for x, name in ticks.items():
        anchor = "start" if x < 0.02 else "end" if x > 0.98 else "middle"
        yield f"<text {_placed(x, y + 16, anchor)}>{escape(name)}</text>"
    yield f"<text {_placed(1, y + 31, 'end')}>{escape(unit)}</text>"
    yield "</g>"
