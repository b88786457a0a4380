"""The points of the figures as the plot takes them: a figure and its plot show one choice of values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..derived.atlas import Atlas
from ..derived.figure_points import Axis, Figure, Point, figures
from ..derived.reported_values import ReportedValue, ReportedValues
from .gallery import undrawn

_DIGITS: Final = 3
"""Significant digits of a number that follows from a reported one."""


def selections(atlas: Atlas, reported: ReportedValues) -> list[dict[str, Any]]:
    """Return each figure's choice of values; materials and reported values by their places in browse.json."""
    materials = {ident: place for place, ident in enumerate(atlas.entries)}
    reports = {id(value): place for values in reported.values() for place, value in enumerate(values)}
    return [_selection(figure, materials, reports) for figure in figures(atlas, reported)]


def _selection(figure: Figure, materials: Mapping[str, int], reports: Mapping[int, int]) -> dict[str, Any]:
    def packed(point: Point) -> list[Any]:
        ends = (_end(figure.x, point.x, point.of_x, reports), _end(figure.y, point.y, point.of_y, reports))
        return [materials[point.entry.id], *ends]

    shown = {id(point) for point in figure.points}
    others = [point for point in figure.chosen if id(point) not in shown] if _is_own(figure) else []
    return {
        "id": figure.id,
        "title": figure.title,
        "about": " ".join(filter(None, (figure.about, undrawn(figure)))),
        "energies": figure.energies,
        "x": _axis(figure.x),
        "y": _axis(figure.y),
        "points": [packed(point) for point in figure.points],
        "others": [packed(point) for point in others],
    }


def _is_own(figure: Figure) -> bool:
    """Return whether an axis is known from the figure alone, so that the plot needs it of further materials, too."""
    return any(axis.measured and axis.id != f"reported.{axis.measured}" for axis in (figure.x, figure.y))


def _axis(axis: Axis) -> dict[str, Any]:
    about = {
        "id": axis.id, "label": axis.label, "unit": axis.unit,
        "powers": axis.powers, "whole": axis.whole, "property": axis.measured,
    }  # fmt: skip
    return {name: value for name, value in about.items() if value}


def _end(axis: Axis, value: float, report: ReportedValue | None, reports: Mapping[int, int]) -> Any:
    """Return the place of a reported value, or number, text and place of one that follows from it.

    None: a number of the material itself, which the plot knows by the axis.
    """
    if report is None:
        return None
    place = reports[id(report)]
    if axis.id == f"reported.{axis.measured}":
        return place
    unit = f" {axis.unit}" if axis.unit else ""
    return [round(value, 6), f"{_short(value)}{unit}", place]


def _short(value: float) -> str:
    """Return a number with few digits.

    >>> _short(500.0), _short(0.051234), _short(5.3671), _short(12000.0)
    ('500', '0.0512', '5.37', '12000')
    """
    return str(int(value)) if value.is_integer() else f"{value:.{_DIGITS}g}"
