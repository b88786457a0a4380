"""Drawings to SVG text that follows the page's colours, light or dark.

Colours are drawn as sentinels and replaced by CSS variables; text stays text in the page's own font. The same
drawing gives the same bytes.
"""

from __future__ import annotations

import io
import re
from html import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

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


def svg(drawn: Figure, description: str) -> str:
    """Return the drawing as an inline element with a name for those who cannot see it."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": description, "svg.fonttype": "none", "font.family": "sans-serif"}):
        drawn.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<(metadata|style).*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(
        r'<g id="[^"]*">', "<g>", text
    )  # several drawings share a page, so no names that could collide
    text = re.sub(r"""font-family: [^;"]*;? ?""", "", text)  # inherited from the page
    text = re.sub(
        r'^<svg [^>]*?viewBox="([^"]+)"[^>]*>', _open_tag(description), text, count=1, flags=re.DOTALL
    )
    return _coloured(re.sub(r"\n\s*", "\n", text)).strip()


def _open_tag(description: str) -> str:
    name = escape(description, quote=True).replace("\\", "\\\\")
    return rf'<svg class="ea-chart" role="img" aria-label="{name}" viewBox="\1" xmlns:xlink="http://www.w3.org/1999/xlink">'


def _coloured(text: str) -> str:
    return re.sub(r"#ea0[01][0-9a-f]{2}", lambda match: _VARIABLES.get(match[0], match[0]), text)
