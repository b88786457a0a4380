"""Numbers to SVG text that follows the page's colours, light or dark.

Colours are drawn as sentinels and replaced by CSS variables; text stays text in the page's own font. The same
numbers give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from html import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = {
    **{f"#ea00{n:02x}": f"var(--ea-tone-{n})" for n in range(1, 14)},
    "#ea0100": "var(--ea-ink)",
    "#ea0101": "var(--ea-faint)",
    "#ea0102": "var(--ea-line)",
    "#ea0103": "var(--ea-low)",
    "#ea0104": "var(--ea-medium)",
    "#ea0105": "var(--ea-high)",
    "#ea0106": "var(--ea-paper)",
}
"""Sentinel in the drawing -> CSS variable in the page."""

_BY_NAME = {
    variable.removeprefix("var(--ea-").removesuffix(")"): sentinel for sentinel, variable in COLOURS.items()
}
INK, FAINT, LINE, PAPER = _BY_NAME["ink"], _BY_NAME["faint"], _BY_NAME["line"], _BY_NAME["paper"]

# Neighbours in typical formulas get tones that differ; an element has the same tone on every page.
_TONED = ("Ni", "Fe", "Mn", "Co", "Cu", "Ti", "Zn", "Sn", "Li", "Mg", "Sb", "Al")
_WIDTH = 5.4  # inches; the page scales the drawing to its column

Segment = tuple[str, float, str]
"""(element symbol, share of the row from 0 to 1, amount as printed)"""


def composition(rows: Mapping[str, Sequence[Segment]], description: str) -> str:
    """Draw one bar a site, each divided by its elements."""
    figure, axes = _figure(0.5 * len(rows) + 0.12)
    for index, (site, segments) in enumerate(rows.items()):
        axes.text(-0.02, index, site, ha="right", va="center", color=INK, fontsize=10)
        left = 0.0
        for symbol, share, amount in segments:
            axes.barh(
                index, share, left=left, height=0.72, color=_tone(symbol), edgecolor=PAPER, linewidth=1.5
            )
            _segment_label(axes, left + share / 2, index, share, symbol, amount)
            left += share
    axes.set(xlim=(-0.42, 1.0), ylim=(len(rows) - 0.45, -0.55))
    axes.axis("off")
    return _svg(figure, description)


def _segment_label(axes: Axes, x: float, y: float, share: float, symbol: str, amount: str) -> None:
    if share >= 0.1:
        axes.text(x, y - 0.13, symbol, ha="center", va="center", color=INK, fontsize=10, fontweight="bold")
        axes.text(x, y + 0.2, amount, ha="center", va="center", color=INK, fontsize=8)
    elif share >= 0.04:
        axes.text(x, y, symbol, ha="center", va="center", color=INK, fontsize=8, fontweight="bold")


def entropy_scale(
    marks: Mapping[str, float], description: str, lines: tuple[float, float] = (1.0, 1.5)
) -> str:
    """Draw the classes as bands on one axis, in units of R, and each mark with its name."""
    top = max(2.0, *marks.values()) * 1.04
    height = 0.62 + 0.3 * len(marks)
    figure, axes = _figure(height, bottom=0.24 / height)
    edges = (0.0, *lines, top)
    for name, low, high in zip(("low", "medium", "high"), edges, edges[1:], strict=False):
        axes.axvspan(low, high, color=_BY_NAME[name], linewidth=0, ymax=0.99)
        axes.text((low + high) / 2, -0.72, name, ha="center", va="center", color=INK, fontsize=9)
    for index, (name, value) in enumerate(marks.items()):
        axes.plot([0, value], [index, index], color=INK, linewidth=1, alpha=0.45)
        axes.plot([value], [index], "o" if index == 0 else "D", color=INK, markersize=8 if index == 0 else 6)
        axes.text(-0.035 * top, index, name, ha="right", va="center", color=INK, fontsize=10)
        axes.text(value + 0.028 * top, index, f"{value:.2f}", ha="left", va="center", color=INK, fontsize=10)
    for value in lines:
        axes.axvline(value, color=LINE, linewidth=1)
    axes.set(xlim=(-0.42 * top, top * 1.06), ylim=(len(marks) - 0.4, -1.05))
    axes.set_xticks([0, 0.5, 1.0, 1.5, 2.0], ["0", "0.5", "1", "1.5", "2 R"])
    axes.tick_params(axis="x", colors=FAINT, labelsize=8, length=3)
    axes.yaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    return _svg(figure, description)


def _tone(symbol: str) -> str:
    if symbol in ("Na", "K", "□"):
        return _BY_NAME["tone-13"]  # the alkali site stands behind the mixing site
    index = _TONED.index(symbol) if symbol in _TONED else sum(map(ord, symbol)) % len(_TONED)
    return _BY_NAME[f"tone-{index + 1}"]


def _figure(height: float, bottom: float = 0.0) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height))
    figure.patch.set_alpha(0)
    # A fixed frame instead of a layout engine: a third of the time, and the same place for every label.
    axes = figure.add_axes((0.0, bottom, 1.0, 1.0 - bottom))
    axes.patch.set_alpha(0)
    return figure, axes


def _svg(figure: Figure, description: str) -> str:
    """Return the drawing as an inline element with a name for those who cannot see it."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": description, "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<(metadata|style).*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(
        r'<g id="[^"]*">', "<g>", text
    )  # several drawings share a page, so no names that could collide
    text = re.sub(r"""font: ([^;"]*?)([\d.]+px)[^;"]*""", r"font: \1\2 var(--ea-font)", text)
    text = re.sub(
        r'^<svg [^>]*?viewBox="([^"]+)"[^>]*>', _open_tag(description), text, count=1, flags=re.DOTALL
    )
    return _coloured(re.sub(r"\n\s*", "\n", text)).strip()


def _open_tag(description: str) -> str:
    name = escape(description, quote=True).replace("\\", "\\\\")
    return rf'<svg class="ea-chart" role="img" aria-label="{name}" viewBox="\1" xmlns:xlink="http://www.w3.org/1999/xlink">'


def _coloured(text: str) -> str:
    return re.sub(r"#ea0[01][0-9a-f]{2}", lambda match: COLOURS.get(match[0], match[0]), text)
