"""How materials did against their controls, as SVG: one dumbbell for a pair, one divided bar for many pairs.

Places along the width are shares from 0 to 1. Colours come from classes, so that a drawing follows the colour scheme;
the numbers are always printed beside a drawing, which is therefore hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Mapping


def dumbbell(control: float, material: float) -> str:
    """Draw a control's value (open) and its material's (filled), joined."""
    line = f'<line x1="{_percent(control)}" x2="{_percent(material)}" y1="9" y2="9"/>'
    open_dot = f'<circle class="ea-dumbbell__control" cx="{_percent(control)}" cy="9" r="4.5"/>'
    filled_dot = f'<circle cx="{_percent(material)}" cy="9" r="5"/>'
    return _hidden("ea-dumbbell", 18, line + open_dot + filled_dot)


def axis(ticks: Mapping[float, str]) -> str:
    """Draw the scale that dumbbells share: place of each tick -> its label."""
    last = max(ticks)
    return _hidden("ea-dumbbell__axis", 16, "".join(_tick(x, label, x == last) for x, label in ticks.items()))


def divided_bar(counts: Mapping[str, int]) -> str:
    """Draw how many there are of each kind, such as pairs of an outcome; a kind without any takes no place."""
    total, left, parts = sum(counts.values()), 0.0, []
    for kind, count in counts.items():
        if count:
            width = count / total
            box = f'x="{_percent(left)}" width="{_percent(width)}" y="0" height="16"'
            parts.append(f'<rect class="ea-outcome--{kind}" {box}/>')
            left += width
    return _hidden("ea-outcomes", 16, "".join(parts))


def _tick(x: float, label: str, last: bool) -> str:
    anchor = "start" if x < 0.02 else "end" if last else "middle"
    return f'<text x="{_percent(x)}" y="12" text-anchor="{anchor}">{label}</text>'


def _hidden(name: str, height: int, marks: str) -> str:
    return f'<svg class="{name}" width="100%" height="{height}" aria-hidden="true">{marks}</svg>'


def _percent(share: float) -> str:
    return f"{round(100 * share, 2):g}%"
