"""Structures as drawings: how layers stack, and what a Prussian blue analogue or a NASICON is built of.

The drawings follow from the definitions alone: in a P phase sodium sits between two oxygen layers of the same
position (a prism), in an O phase between different ones (an octahedron); the number counts the slabs until the
stacking repeats. Distances are not to scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .figures import COLOUR, FAINT, INK, LINE, PAPER, figure, svg
from .style import LETTER, POINTS, TITLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Slab = tuple[str, str]

STACKINGS: dict[str, tuple[Slab, ...]] = {
    "P2": (("A", "B"), ("B", "A")),
    "O2": (("A", "B"), ("A", "C")),
    "P3": (("A", "B"), ("B", "C"), ("C", "A")),
    "O3": (("A", "B"), ("C", "A"), ("B", "C")),
}
"""Phase -> the oxygen positions below and above the metals, slab by slab."""

_SHIFT = {"A": 0.0, "B": 1 / 3, "C": 2 / 3}
_SLAB, _GAP = 0.62, 0.9  # heights of a metal slab and of a sodium layer, in units of the oxygen spacing


def stacking(phases: tuple[str, ...] = tuple(STACKINGS)) -> str:
    """Draw the stackings of some phases side by side."""
    drawn, axes = figure(1.85, width=1.35 * len(phases))
    for index, phase in enumerate(phases):
        _stack(axes, index * 4.3, phase, STACKINGS[phase])
    axes.set(xlim=(-0.9, 4.3 * len(phases) - 0.6), ylim=(-1.0, 3 * (_SLAB + _GAP) + 0.2), aspect="equal")
    axes.axis("off")
    words = "; ".join(f"{phase} {' '.join(map(''.join, STACKINGS[phase]))}" for phase in phases)
    return svg(drawn, f"Oxygen stacking of layered oxides, slab by slab: {words}. Sodium lies between the slabs.")


def _stack(axes: Axes, left: float, phase: str, slabs: tuple[Slab, ...]) -> None:
    axes.text(left + 1.3, -0.7, phase, ha="center", va="center", color=INK, fontsize=TITLE, fontweight="bold")
    for number in range(3):
        below, above = slabs[number % len(slabs)]
        bottom = number * (_SLAB + _GAP)
        axes.fill_between([left - 0.25, left + 2.95], bottom, bottom + _SLAB, color=COLOUR["medium"], linewidth=0)
        _row(axes, left, bottom, below)
        _row(axes, left, bottom + _SLAB, above)
        for place in range(3):
            x = left + place + (_SHIFT[below] + _SHIFT[above]) / 2
            axes.plot(x, bottom + _SLAB / 2, "o", color=COLOUR["tone-4"], markersize=5)
        if number < 2:
            _sodium(axes, left, bottom + _SLAB + _GAP / 2, above, slabs[(number + 1) % len(slabs)][0])


def _row(axes: Axes, left: float, height: float, position: str) -> None:
    axes.text(left - 0.55, height, position, ha="center", va="center", color=FAINT, fontsize=LETTER)
    for place in range(3):
        axes.plot(left + place + _SHIFT[position], height, "o", color=COLOUR["tone-2"], markersize=8)


def _sodium(axes: Axes, left: float, height: float, below: str, above: str) -> None:
    for place in range(3):
        x = left + place + (_SHIFT[below] + _SHIFT[above]) / 2
        axes.plot(x, height, "D" if below != above else "s", color=COLOUR["tone-6"], markersize=6)


_CORNERS = (-1.0, 0.0, 1.0)  # where octahedra and tetrahedra of a lantern unit meet


def lantern() -> str:
    """Draw the unit of a NASICON: two octahedra that three tetrahedra join, with sodium around it."""
    drawn, axes = figure(1.85, width=1.6)
    for tip, face in ((0.0, 0.95), (2.8, 1.85)):
        axes.fill([-0.65, 0.65, 1, -1], [tip, tip, face, face], color=COLOUR["tone-4"], linewidth=0)
        axes.plot(0, (tip + face) / 2, "o", color=INK, markersize=3)
    for x in _CORNERS:
        axes.fill([x, x + 0.36, x, x - 0.36], [0.95, 1.4, 1.85, 1.4], color=COLOUR["tone-10"], linewidth=0)
    for x, y in ((-1.75, 1.4), (1.75, 1.4), (0, -0.5), (0, 3.3)):
        axes.plot(x, y, "s", color=COLOUR["tone-6"], markersize=6)
    axes.set(xlim=(-2.1, 2.1), ylim=(-0.9, 3.7), aspect="equal")
    axes.axis("off")
    return svg(
        drawn,
        "Unit of a NASICON: two octahedra of oxygen around metals are joined at their corners by three tetrahedra; "
        "sodium lies around the unit.",
    )


def framework() -> str:
    """Draw one plane of a Prussian blue analogue, with a vacancy and its water."""
    drawn, axes = figure(2.25)
    for row in range(4):
        for column in range(6):
            _bonds(axes, column, row)
    for row in range(4):
        for column in range(6):
            _node(axes, column, row)
    for row in range(3):
        for column in range(5):
            if (column, row) not in {(2, 1), (3, 1)}:
                axes.plot(column + 0.5, row + 0.5, "s", color=COLOUR["tone-6"], markersize=7)
    _legend(axes)
    axes.set(xlim=(-0.6, 9.2), ylim=(-0.5, 3.5), aspect="equal")
    axes.axis("off")
    return svg(
        drawn,
        "One plane of a Prussian blue analogue: carbon-coordinated iron and nitrogen-coordinated metals alternate, "
        "joined by cyanide; sodium lies in the cages; where a cyanide unit is missing, water takes its place.",
    )


_VACANCY = (3, 2)


def _bonds(axes: Axes, column: int, row: int) -> None:
    for x, y in ((column + 1, row), (column, row + 1)):
        if x < 6 and y < 4 and _VACANCY not in ((column, row), (x, y)):
            axes.plot([column, x], [row, y], color=LINE, linewidth=2.4, zorder=1)


def _node(axes: Axes, column: int, row: int) -> None:
    if (column, row) == _VACANCY:
        axes.plot(column, row, "o", markerfacecolor=PAPER, markeredgecolor=FAINT, markersize=12, linestyle="--")
        for x, y in ((0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5)):
            axes.plot(column + x, row + y, "o", color=COLOUR["tone-5"], markersize=6)
    else:
        axes.plot(column, row, "o", color=COLOUR["tone-2" if (column + row) % 2 else "tone-4"], markersize=12)


def _legend(axes: Axes) -> None:
    entries = [
        ("o", "tone-2", 10, "C-coordinated metal, Fe"),
        ("o", "tone-4", 10, "N-coordinated metals,\nwhere elements mix"),
        ("s", "tone-6", 7, "sodium"),
        ("o", "tone-5", 6, "water at a vacancy"),
    ]
    for index, (marker, tone, size, words) in enumerate(entries):
        height = 3.0 - index * 0.8
        axes.plot(5.8, height, marker, color=COLOUR[tone], markersize=size)
        axes.text(6.1, height, words, ha="left", va="center", color=INK, fontsize=POINTS.value)
