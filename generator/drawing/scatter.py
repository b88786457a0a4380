"""Points over two axes as a Matplotlib figure: inline, in the page's colours with links, or as a file for a slide."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from .figures import COLOUR, FAINT, INK, LINE, PAPER, svg
from .style import DOT, HIGHLIGHT, OTHER, POINTS, light

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

_SIZE: Final = (4.2, 3.3)  # inches: letters keep a readable size on a phone, and are not coarse in a column
_MARKS: Final = ((HIGHLIGHT, "o"), (DOT, "s"), (OTHER, "D"))
"""Colour and mark of the first, second and third group: told apart without colour, too."""


class Scale(NamedTuple):
    """An axis: its label, whether it is logarithmic or of whole numbers, and values at which a line crosses the figure.

    Points at one whole number are spread around it, so that each can be seen.
    """

    label: str
    powers: bool = False
    whole: bool = False
    lines: tuple[float, ...] = ()


class Dot(NamedTuple):
    """A point: where it is, what it is read out and hovered by, and the address that it leads to."""

    x: float
    y: float
    words: str
    address: str


class Group(NamedTuple):
    """Points with one colour and mark."""

    name: str
    dots: tuple[Dot, ...]


class Scatter(NamedTuple):
    """All that a figure shows. Along each of `products`, x times y is constant; it has a name."""

    groups: tuple[Group, ...]
    x: Scale
    y: Scale
    products: tuple[tuple[float, str], ...] = ()


def inline(shown: Scatter, description: str) -> str:
    """Return the figure for a page, each point a link."""
    drawn = _drawn(shown, linked=True)
    return svg(drawn, description, {dot.address: dot.words for group in shown.groups for dot in group.dots})


def file(shown: Scatter, title: str, credit: str) -> str:
    """Return the figure as an SVG file in light colours, with title and credit; its letters are outlines."""
    import matplotlib as mpl

    drawn = _drawn(shown, linked=False)
    drawn.suptitle(title, x=0.02, y=1.04, ha="left", fontsize=POINTS.row + 1, color=INK)
    drawn.text(0.02, -0.04, credit, ha="left", va="top", fontsize=POINTS.axis - 2, color=FAINT, parse_math=False)
    drawn.patch.set(alpha=1, facecolor=PAPER)
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": title, "svg.fonttype": "path"}):
        drawn.savefig(out, format="svg", metadata={"Date": None, "Title": title, "Source": credit}, bbox_inches="tight")
    text = out.getvalue()
    for name, sentinel in COLOUR.items():
        text = text.replace(sentinel, light(name))
    return text


def _drawn(shown: Scatter, *, linked: bool) -> Figure:
    from matplotlib.figure import Figure

    made = Figure(figsize=_SIZE)
    made.patch.set_alpha(0)
    axes = made.add_axes((0.14, 0.13, 0.68 if shown.products else 0.85, 0.785))
    axes.patch.set_alpha(0)
    _frame(axes, shown)
    for (colour, mark), group in zip(_MARKS[: len(shown.groups)], shown.groups, strict=True):
        xs = _spread(group.dots) if shown.x.whole else [dot.x for dot in group.dots]
        dots = _dots(axes, group, xs, (colour, mark), order=len(shown.groups) - shown.groups.index(group))
        if linked:
            dots.set_urls([dot.address for dot in group.dots])
    _curves(axes, shown)
    _legend(axes)
    return made


def _frame(axes: Axes, shown: Scatter) -> None:
    axes.set_xlabel(shown.x.label, color=INK, fontsize=POINTS.label, parse_math=False)
    axes.set_ylabel(shown.y.label, color=INK, fontsize=POINTS.label, parse_math=False)
    axes.set(xscale="log" if shown.x.powers else "linear", yscale="log" if shown.y.powers else "linear")
    axes.tick_params(which="both", colors=FAINT, labelcolor=INK, labelsize=POINTS.axis, length=3)
    for axis, scale in ((axes.xaxis, shown.x), (axes.yaxis, shown.y)):
        if scale.powers:
            axis.set_major_formatter(lambda value, _: f"{value:g}")
            axis.set_minor_formatter(lambda *_: "")
    for line in shown.x.lines:
        axes.axvline(line, color=LINE, linewidth=1, zorder=0)
    for line in shown.y.lines:
        axes.axhline(line, color=LINE, linewidth=1, zorder=0)
    for side in axes.spines.values():
        side.set(color=LINE, linewidth=0.8)
    axes.margins(0.04)


def _spread(dots: Sequence[Dot]) -> list[float]:
    """Return a place for each dot near its whole number; neighbours in height are far apart."""
    golden = 0.618
    ranks = {dot: rank for rank, dot in enumerate(sorted(dots, key=lambda dot: (dot.x, dot.y)))}
    return [dot.x + 0.6 * (ranks[dot] * golden % 1 - 0.5) for dot in dots]


def _dots(axes: Axes, group: Group, xs: Sequence[float], look: tuple[str, str], order: int) -> PathCollection:
    colour, mark = look
    return axes.scatter(
        xs, [dot.y for dot in group.dots], s=24, marker=mark, color=COLOUR[colour],
        edgecolors=PAPER, linewidths=0.6, zorder=2 + order, label=f"{group.name} ({len(group.dots)})",
    )  # fmt: skip


def _curves(axes: Axes, shown: Scatter) -> None:
    """Draw where x times y is constant, named at the right end, within the limits that the points gave."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    for product, name in shown.products:
        steps = [left + (right - left) * step / 60 for step in range(61)]
        inside = [(x, product / x) for x in steps if x > 0 and low <= product / x <= high]
        if len(inside) > 5:  # shorter ones would only touch a corner
            axes.plot(*zip(*inside, strict=True), color=LINE, linewidth=1, zorder=1)
            axes.annotate(
                name, inside[-1], (4, 0), textcoords="offset points", ha="left", va="center", color=FAINT,
                fontsize=POINTS.axis - 1, annotation_clip=False, parse_math=False,
            )  # fmt: skip
    axes.set(xlim=(left, right), ylim=(low, high))


def _legend(axes: Axes) -> None:
    made = axes.legend(
        loc="lower left", bbox_to_anchor=(0, 0.915), bbox_transform=axes.figure.transFigure, ncols=3, frameon=False,
        fontsize=POINTS.axis, handletextpad=0, columnspacing=0.7, borderpad=0.2,
    )  # fmt: skip
    for text in made.get_texts():
        text.set_color(INK)
