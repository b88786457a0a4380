"""Matplotlib figures as inline SVG that follows the page's colours, light or dark.

Colours are drawn as sentinels and replaced by CSS variables; text stays text in the page's own font. The same figure
gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from .element_colours import tone
from .style import CLASSES, COLOURS, POINTS, TONES, css, opening

if TYPE_CHECKING:  # Matplotlib takes a third of a second, and is waited for only where something is drawn
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

COLOUR = {
    **{name: f"#ea00{number:02x}" for number, name in enumerate(TONES, start=1)},
    **{name: f"#ea01{number:02x}" for number, name in enumerate(COLOURS)},
}
"""Name of a colour -> its sentinel in the drawing."""
_NAMED = {sentinel: name for name, sentinel in COLOUR.items()}
INK, FAINT, LINE, PAPER = (COLOUR[name] for name in ("ink", "faint", "line", "paper"))


def _attributes(style: re.Match[str]) -> str:
    """Return what a style says as attributes of the drawing, which a content policy does not forbid."""
    pairs = (each.split(":", 1) for each in style[1].split(";") if each.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


_WIDTH = 5.4  # inches; the page scales the drawing to its column


def figure(height: float, bottom: float = 0.0, width: float = _WIDTH) -> tuple[Figure, Axes]:
    """Return an empty figure, `height` inches tall, with the share `bottom` of it left for an axis."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height))
    made.patch.set_alpha(0)
    # A fixed frame instead of a layout engine: a third of the time, and the same place for every label.
    axes = made.add_axes((0.0, bottom, 1.0, 1.0 - bottom))
    axes.patch.set_alpha(0)
    return made, axes


_SIMPLER = [
    (re.compile(r"\s*<(metadata|style).*?</\1>", re.DOTALL), ""),
    (re.compile(r'<g id="[^"]*">'), "<g>"),  # several drawings share a page, so no names that could collide
    (re.compile(r'font-family: [^;"]*;? ?'), ""),  # text inherits the page's font
    (re.compile(r"\n\s*"), "\n"),
]
"""What an inline drawing does without: (found, put in its place)."""
_SMALL: Final = re.compile(r"(\d\.\d\d)\d+")
"""What cannot be seen of a place in a drawing: less than a hundredth of a point."""


def svg(drawn: Figure, description: str, names: Mapping[str, str] | None = None) -> str:
    """Return the drawing as an inline element that says what it shows.

    `names` gives the links in it, address by address, the name that they are read out and hovered by.
    """
    import matplotlib as mpl
    from matplotlib.text import Text

    for words in drawn.findobj(Text):
        words.set_parse_math(False)  # a dollar sign in a name is a dollar sign
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": description, "svg.fonttype": "none", "font.family": "sans-serif"}):
        drawn.savefig(out, format="svg", metadata={"Date": None}, bbox_inches=_whole(drawn))
    text = out.getvalue()
    text = text[text.index("<svg") :]
    for found, simpler in _SIMPLER:
        text = found.sub(simpler, text)
    text = re.sub(r"<[^>]+>", lambda tag: _SMALL.sub(r"\1", tag[0]), text)
    text = re.sub(r"#ea0[01][0-9a-f]{2}", lambda match: css(_NAMED[match[0]]), text)
    text = re.sub(r' style="([^"]*)"', _attributes, text)
    text = re.sub(r'<a xlink:href="([^"]*)"[^>]*>', lambda match: _link(match[1], names or {}), text)
    box = re.search(r'viewBox="[^"]+"', text)
    tag = opening(description, box[0] if box else "", linked=bool(names))
    return re.sub(r"^<svg [^>]*>", lambda _: tag, text).strip()


def _whole(drawn: Figure) -> Bbox:
    """Return the area of a drawing, in inches, widened where a legend or a label would be cut."""
    from matplotlib.transforms import Bbox

    return Bbox.union([drawn.bbox_inches, drawn.get_tightbbox()])


def _link(address: str, names: Mapping[str, str]) -> str:
    return f'<a href="{address}"><title>{escape(names.get(address, address))}</title>'


Point = tuple[float, str, str]
"""(value, what the point is read out and hovered by, address that it leads to)"""


def strip(rows: Mapping[str, Sequence[Point]], lines: tuple[float, float], description: str) -> str:
    """Draw one row of linked points a group on one axis of entropies, over the bands of the classes."""
    top = max([2.0, *(value + 0.1 for points in rows.values() for value, _, _ in points)])
    height = 0.5 + 0.9 * len(rows)
    drawn, axes = figure(height, bottom=0.24 / height)
    _bands(axes, lines, top, -0.85)
    _dots(axes, rows, 0.0, 0.045)
    axes.set(xlim=(-0.03 * top, top * 1.03), ylim=(len(rows) - 0.4, -1.1))
    _entropy_axis(axes, top)
    return svg(drawn, description, _names(rows))


def spread(rows: Mapping[str, Sequence[Point]], unit: str, step: float, description: str) -> str:
    """Draw one row of linked points a group on one axis from 0 in a unit, with a tick each `step`."""
    top = max([step, *(value for points in rows.values() for value, _, _ in points)])
    height = 0.5 + 0.62 * len(rows)
    drawn, axes = figure(height, bottom=0.24 / height)
    _dots(axes, rows, 0.0, top / 45)
    axes.set(xlim=(-0.03 * top, top * 1.06), ylim=(len(rows) - 0.4, -0.7))
    ticks = [step * number for number in range(int(top / step) + 1)]
    axes.set_xticks(ticks, [f"{tick:g}{f' {unit}' if tick == ticks[-1] else ''}" for tick in ticks])
    _bare_axis(axes)
    return svg(drawn, description, _names(rows))


def _names(rows: Mapping[str, Sequence[Point]]) -> dict[str, str]:
    return {address: words for points in rows.values() for _, words, address in points}


def _dots(axes: Axes, rows: Mapping[str, Sequence[Point]], left: float, width: float) -> None:
    """Draw the name of each row and its points; those nearer than `width` are above each other."""
    for index, (name, points) in enumerate(rows.items()):
        axes.text(left, index - 0.4, name, ha="left", va="center", color=INK, fontsize=POINTS.row)
        heights = [index + 0.1 + offset for offset in _spread([value for value, _, _ in points], width)]
        dots = axes.scatter(
            [p[0] for p in points],
            heights,
            s=26,
            color=COLOUR["dot"],
            edgecolors=PAPER,
            linewidths=0.7,
            zorder=3,
        )
        dots.set_urls([address for _, _, address in points])


def _spread(values: Sequence[float], width: float = 0.045, step: float = 0.13, reach: float = 0.34) -> list[float]:
    """Return a height for each value so that near ones are above each other, around zero and never beyond `reach`."""
    stacks: dict[int, list[int]] = {}
    for index, value in enumerate(values):
        stacks.setdefault(round(value / width), []).append(index)
    heights = [0.0] * len(values)
    for stack in stacks.values():
        tight = min(step, 2 * reach / len(stack))
        for level, index in enumerate(stack):
            heights[index] = tight * (level - (len(stack) - 1) / 2)
    return heights


def ranges(rows: Mapping[str, tuple[int, int, str, str]], limits: tuple[int, int], description: str) -> str:
    """Draw one bar from low to high a row; the third entry of a row is its text, the fourth its tone."""
    height = 0.34 * len(rows) + 0.3
    drawn, axes = figure(height, bottom=0.24 / height)
    low_end, high_end = limits
    for index, (name, (low, high, text, shade)) in enumerate(rows.items()):
        axes.text(low_end - 0.7, index, name, ha="right", va="center", color=INK, fontsize=POINTS.label)
        axes.barh(index, high - low + 0.7, left=low - 0.35, height=0.56, color=COLOUR[shade], linewidth=0)
        axes.text((low + high) / 2, index, text, ha="center", va="center", color=INK, fontsize=POINTS.label)
    axes.set(xlim=(low_end - 5.2, high_end + 0.6), ylim=(len(rows) - 0.4, -0.6))
    axes.set_xticks(range(low_end, high_end + 1))
    _bare_axis(axes)
    return svg(drawn, description)


def bars(rows: Mapping[str, int], description: str) -> str:
    """Draw one upright bar a row, with its number on top."""
    drawn, axes = figure(1.7, bottom=0.13)
    size = min(POINTS.value, 150 / len(rows))  # numbers of three digits stay apart
    for index, (name, count) in enumerate(rows.items()):
        axes.bar(index, count, width=0.78, color=COLOUR[tone(name)], linewidth=0)
        axes.text(index, count, str(count), ha="center", va="bottom", color=INK, fontsize=size)
    axes.set(xlim=(-0.7, len(rows) - 0.3), ylim=(0, max(rows.values(), default=1) * 1.15))
    axes.set_xticks(range(len(rows)), list(rows))
    _bare_axis(axes)
    axes.tick_params(axis="x", colors=INK, labelsize=POINTS.label, length=0)
    return svg(drawn, description)


Row = tuple[str, float, float]
"""(name, value of the control, value of the material), in per cent"""


def pairs(rows: Sequence[Row], description: str) -> str:
    """Draw each material against its control: an open mark for the control, a line, a filled mark."""
    height = 0.28 * len(rows) + 0.34
    drawn, axes = figure(height, bottom=0.24 / height)
    for index, (name, control, value) in enumerate(rows):
        axes.text(-3, index, name, ha="right", va="center", color=INK, fontsize=POINTS.label)
        axes.plot([control, value], [index, index], color=LINE, linewidth=3, solid_capstyle="butt")
        axes.plot([control], [index], "o", markerfacecolor=PAPER, markeredgecolor=INK, markersize=7)
        axes.plot([value], [index], "o", color=COLOUR["dot"], markersize=8)
        for number, side in ((control, -1 if control < value else 1), (value, 1 if control < value else -1)):
            axes.text(
                number + 2.4 * side,
                index,
                f"{number:g}",
                ha="left" if side > 0 else "right",
                va="center",
                color=INK,
                fontsize=POINTS.value,
            )
    axes.set(xlim=(-72, 110), ylim=(len(rows) - 0.4, -0.6))
    axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    _bare_axis(axes)
    return svg(drawn, description)


def _bands(axes: Axes, lines: tuple[float, float], top: float, label_at: float) -> None:
    edges = (0.0, *lines, top)
    for name, low, high in zip(CLASSES, edges, edges[1:], strict=False):
        axes.axvspan(low, high, color=COLOUR[name], linewidth=0, ymax=0.99)
        axes.text((low + high) / 2, label_at, name, ha="center", va="center", color=INK, fontsize=POINTS.label)
    for value in lines:
        axes.axvline(value, color=LINE, linewidth=1)


def _entropy_axis(axes: Axes, top: float) -> None:
    ticks = [step / 2 for step in range(int(2 * top) + 1)]
    axes.set_xticks(ticks, [f"{tick:g}{' R' if tick == ticks[-1] else ''}" for tick in ticks])
    _bare_axis(axes)


def _bare_axis(axes: Axes) -> None:
    axes.tick_params(axis="x", colors=FAINT, labelsize=POINTS.axis, length=3)
    axes.yaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
