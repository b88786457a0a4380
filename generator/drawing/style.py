"""How every drawing looks, SVG or Matplotlib: the names of its colours, the sizes of its type, the tag around it.

`theme/assets/atlas.css` gives each colour a light and a dark value, as `--ea-` and its name here; `element_colours`
says which tone an element has.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

STYLE_SHEET: Final = Path(__file__).parent.parent / "theme" / "assets" / "atlas.css"
INK, FAINT, LINE, PAPER, DOT, OTHER, HIGHLIGHT = "ink", "faint", "line", "paper", "dot", "other", "highlight"
CLASSES: Final = ("low", "medium", "high")
"""Colours of the classes of entropy, which no module of another package may give: see `cache`."""
COLOURS: Final = (INK, FAINT, LINE, *CLASSES, PAPER, DOT, OTHER, HIGHLIGHT)
TONES: Final = tuple(f"tone-{number}" for number in range(1, 14))


class Type(NamedTuple):
    """Sizes of letters: names of rows, values at marks, labels in or below marks, numbers of an axis."""

    row: float
    value: float
    label: float
    axis: float


PIXELS: Final = Type(row=12, value=11.5, label=11, axis=10.5)
"""Plain SVG, whose letters keep their size."""
POINTS: Final = Type(row=10, value=8, label=9, axis=8)
"""A Matplotlib figure, which the page scales to its column."""
TITLE, LETTER = 11, 7
"""Points, in the drawing of a structure: the name of a phase, and of a layer."""


def css(colour: str) -> str:
    """Return a colour as the style sheet has it.

    >>> css(INK)
    'var(--ea-ink)'
    """
    return f"var(--ea-{colour})"


def light(colour: str) -> str:
    """Return the light value of a colour, for a drawing that leaves the site.

    >>> light(PAPER)
    '#fff'
    """
    return _light_values()[colour]


@cache
def _light_values() -> dict[str, str]:
    return dict(re.findall(r"--ea-([a-z0-9-]+): light-dark\((#[0-9a-f]+),", STYLE_SHEET.read_text(encoding="utf-8")))


def opening(description: str, size: str, *, linked: bool) -> str:
    """Return the tag that begins a drawing and says what it shows; an image would hide the links in it."""
    role = "group" if linked else "img"
    return f'<svg class="ea-chart" role="{role}" aria-label="{escape(description, quote=True)}" {size}>'
