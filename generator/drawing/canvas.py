"""Drawings to SVG text that follows the page's colours, light or dark.

Colours are drawn as sentinels and replaced by CSS variables; text stays text in the page's own font. The same
drawing gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

__all__ = ["COLOUR", "FAINT", "INK", "LINE", "PAPER", "Axes", "Figure", "figure", "svg"]

_VARIABLES = {
    **{f"#ea00{n:02x}": f"var(--ea-tone-{n})" for n in range(1, 14)},
    "#ea0100": "var(--ea-ink)",
    "#ea0101": "var(--ea-faint)",
    "#ea0102": "var(--ea-line)",
    "#ea0103": "var(--ea-low)",
    "#ea0104": "var(--ea-medium)",
    "#ea0105": "var(--ea-high)",
    "#ea0106": "var(--ea-paper)",
    "#ea0107": "var(--ea-dot)",
}
"""Sentinel in the drawing -> CSS variable in the page."""

COLOUR = {
    variable.removeprefix("var(--ea-").removesuffix(")"): sentinel
    for sentinel, variable in _VARIABLES.items()
}
INK, FAINT, LINE, PAPER = COLOUR["ink"], COLOUR["faint"], COLOUR["line"], COLOUR["paper"]

_WIDTH = 5.4  # inches; the page scales the drawing to its column


def figure(height: float, bottom: float = 0.0) -> tuple[Figure, Axes]:
    """Return an empty figure, `height` inches tall, with the share `bottom` of it left for an axis."""
    made = Figure(figsize=(_WIDTH, height))
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


def svg(drawn: Figure, description: str, names: Mapping[str, str] | None = None) -> str:
    """Return the drawing as an inline element that says what it shows.

    `names` gives the links in it, address by address, the name that they are read out and hovered by.
    """
    for words in drawn.findobj(Text):
        words.set_parse_math(False)  # a dollar sign in a name is a dollar sign
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": description, "svg.fonttype": "none", "font.family": "sans-serif"}):
        drawn.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    for found, simpler in _SIMPLER:
        text = found.sub(simpler, text)
    text = re.sub(r"#ea0[01][0-9a-f]{2}", lambda match: _VARIABLES.get(match[0], match[0]), text)
    text = re.sub(r'<a xlink:href="([^"]*)"[^>]*>', lambda match: _link(match[1], names or {}), text)
    return re.sub(r"^<svg [^>]*>", lambda match: _opening(match[0], description, names), text).strip()


def _link(address: str, names: Mapping[str, str]) -> str:
    return f'<a href="{address}"><title>{escape(names.get(address, address))}</title>'


def _opening(tag: str, description: str, names: Mapping[str, str] | None) -> str:
    box = re.search(r'viewBox="[^"]+"', tag)
    role = "group" if names else "img"  # an image hides the links in it from screen readers
    label = escape(description, quote=True)
    return f'<svg class="ea-chart" role="{role}" aria-label="{label}" {box[0] if box else ""}>'
