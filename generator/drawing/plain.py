"""Marks to SVG text that stretches with its column, while letters and dots keep their size.

Places along the width are shares from 0 to 1 and become percentages; heights and radii are pixels. So a drawing
needs no scaling and stays readable on a phone. Colours are names of the page's CSS variables without `--ea-`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def drawing(height: float, description: str, marks: Iterable[str], *, linked: bool = False) -> str:
    """Return marks as one inline element that says what it shows; an image would hide links in it."""
    role = "group" if linked else "img"
    opening = f'<svg class="ea-chart" role="{role}" aria-label="{escape(description, quote=True)}"'
    return f'{opening} width="100%" height="{height:g}">{"".join(marks)}</svg>'


def text(
    x: float, y: float, words: str, *, anchor: str = "start", shift: float = 0, size: float = 12,
    colour: str = "ink", bold: bool = False,
) -> str:  # fmt: skip
    """Return words at a place; `shift` moves them aside by pixels, `anchor` is start, middle or end."""
    weight = ' font-weight="700"' if bold else ""
    placed = f'x="{_percent(x)}" y="{y:g}" dx="{shift:g}" text-anchor="{anchor}" font-size="{size:g}"{weight}'
    return f'<text {placed} style="fill:var(--ea-{colour})">{escape(words)}</text>'


def bar(x: float, width: float, y: float, height: float, colour: str, title: str = "") -> str:
    """Return a filled box, with a line of the paper's colour around it."""
    box = f'x="{_percent(x)}" width="{_percent(width)}" y="{y:g}" height="{height:g}"'
    return f'<rect {box} style="fill:var(--ea-{colour});stroke:var(--ea-paper)">{_titled(title)}</rect>'


def band(x: float, width: float, y: float, height: float, colour: str) -> str:
    """Return a filled box without a line."""
    box = f'x="{_percent(x)}" width="{_percent(width)}" y="{y:g}" height="{height:g}"'
    return f'<rect {box} style="fill:var(--ea-{colour})"/>'


def dot(x: float, y: float, radius: float, *, colour: str = "ink", hollow: bool = False) -> str:
    """Return a round mark, filled or open."""
    inside, rim = ("paper", colour) if hollow else (colour, "paper")
    style = f"fill:var(--ea-{inside});stroke:var(--ea-{rim});stroke-width:{1.8 if hollow else 1:g}"
    return f'<circle cx="{_percent(x)}" cy="{y:g}" r="{radius:g}" style="{style}"/>'


def square(x: float, y: float, half: float, colour: str = "ink") -> str:
    """Return a square mark around a place."""
    box = f'x="{_percent(x)}" y="{y:g}" width="{2 * half:g}" height="{2 * half:g}"'
    return f'<g transform="translate({-half:g} {-half:g})"><rect {box} style="fill:var(--ea-{colour})"/></g>'


def line(start: float, end: float, y: float, *, colour: str = "line", width: float = 1) -> str:
    """Return a level line."""
    return _line(start, end, y, y, colour, width)


def tick(x: float, top: float, bottom: float, colour: str = "line") -> str:
    """Return an upright line."""
    return _line(x, x, top, bottom, colour, 1)


def link(address: str, mark: str, name: str) -> str:
    """Return a mark that leads somewhere, with the name that it is read out and hovered by."""
    return f'<a href="{escape(address, quote=True)}">{_titled(name)}{mark}</a>'


def _line(x1: float, x2: float, y1: float, y2: float, colour: str, width: float) -> str:
    ends = f'x1="{_percent(x1)}" x2="{_percent(x2)}" y1="{y1:g}" y2="{y2:g}"'
    return f'<line {ends} style="stroke:var(--ea-{colour});stroke-width:{width:g}"/>'


def _percent(share: float) -> str:
    return f"{round(100 * share, 2):g}%"


def _titled(title: str) -> str:
    return f"<title>{escape(title)}</title>" if title else ""
