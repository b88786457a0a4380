"""Structures as drawings: how layers stack, and what a Prussian blue analogue or a NASICON is built of.

The drawings follow from the definitions alone: in a P phase sodium sits between two oxygen layers of the same
position (a prism), in an O phase between different ones (an octahedron); the number counts the slabs until the
stacking repeats. Distances are not to scale.

Each is a symbol of one file (`symbols`), which browsers keep; pages show it by `<use>`, through which the colours of
the page, light or dark, reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final

from .style import FAINT, INK, LINE, PAPER, css, opening

FILE: Final = "assets/structures.svg"
"""Where the symbols are, below the site's root."""
Slab = tuple[str, str]
Place = tuple[float, float]
"""From the left and from the bottom, in units of the oxygen spacing."""

STACKINGS: Final[dict[str, tuple[Slab, ...]]] = {
    "P2": (("A", "B"), ("B", "A")),
    "O2": (("A", "B"), ("A", "C")),
    "P3": (("A", "B"), ("B", "C"), ("C", "A")),
    "O3": (("A", "B"), ("C", "A"), ("B", "C")),
}
"""Phase -> the oxygen positions below and above the metals, slab by slab."""

_UNIT: Final = 22.0  # pixels of the oxygen spacing
_SHIFT: Final = {"A": 0.0, "B": 1 / 3, "C": 2 / 3}
_SLAB, _GAP = 0.62, 0.9  # heights of a metal slab and of a sodium layer
_SHADE, _METAL, _OXYGEN, _SODIUM, _WATER, _TETRAHEDRON = "medium", "tone-4", "tone-2", "tone-6", "tone-5", "tone-10"
_STACK, _LANTERN, _FRAMEWORK = (4.3, 6.0), (4.2, 4.6), (11.6, 4.2)  # widths and heights


def symbols() -> str:
    """Return the file of all drawings."""
    drawn = [
        *(_symbol(f"stacking-{phase}", _STACK, _stack(phase, slabs)) for phase, slabs in STACKINGS.items()),
        _symbol("nasicon", _LANTERN, _lantern()),
        _symbol("prussian-blue", _FRAMEWORK, _framework()),
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>\n'


def stacking(root: str, phases: Sequence[str] = tuple(STACKINGS)) -> str:
    """Show the stackings of some phases side by side; `root` is the way to the site's root."""
    words = "; ".join(f"{phase} {' '.join(map(''.join, STACKINGS[phase]))}" for phase in phases)
    spoken = f"Oxygen stacking of layered oxides, slab by slab: {words}. Sodium lies between the slabs."
    return _shown(root, [f"stacking-{phase}" for phase in phases], _STACK, spoken)


def lantern(root: str) -> str:
    """Show the unit of a NASICON: two octahedra that three tetrahedra join, with sodium around it."""
    return _shown(root, ["nasicon"], _LANTERN, (
        "Unit of a NASICON: two octahedra of oxygen around metals are joined at their corners by three tetrahedra; "
        "sodium lies around the unit."
    ))  # fmt: skip


def framework(root: str) -> str:
    """Show one plane of a Prussian blue analogue, with a vacancy and its water."""
    return _shown(root, ["prussian-blue"], _FRAMEWORK, (
        "One plane of a Prussian blue analogue: carbon-coordinated iron and nitrogen-coordinated metals alternate, "
        "joined by cyanide; sodium lies in the cages; where a cyanide unit is missing, water takes its place."
    ))  # fmt: skip


def _shown(root: str, names: Sequence[str], size: Place, spoken: str) -> str:
    width, height = (round(_UNIT * length, 1) for length in size)
    used = (
        f'<use href="{escape(root)}{FILE}#{name}" x="{place * width:g}" width="{width:g}" height="{height:g}"/>'
        for place, name in enumerate(names)
    )
    whole = len(names) * width
    box = f'viewBox="0 0 {whole:g} {height:g}" width="{whole:g}" height="{height:g}"'
    return f"{opening(spoken, box, linked=False)}{''.join(used)}</svg>"


def _symbol(name: str, size: Place, marks: Iterator[str]) -> str:
    width, height = (round(_UNIT * length, 1) for length in size)
    lifted = f'<g transform="translate(0 {height:g})">'  # places count from the bottom
    return f'<symbol id="{name}" viewBox="0 0 {width:g} {height:g}">{lifted}{"".join(marks)}</g></symbol>'


def _stack(phase: str, slabs: Sequence[Slab]) -> Iterator[str]:
    left, base = 0.95, 1.35
    yield _words((left + 1.3, 0.25), phase, INK, 11, bold=True)
    for number in range(3):
        below, above = slabs[number % len(slabs)]
        bottom = base + number * (_SLAB + _GAP)
        yield _box((left - 0.25, bottom), (left + 2.95, bottom + _SLAB), _SHADE)
        yield from _row(left, bottom, below)
        yield from _row(left, bottom + _SLAB, above)
        yield from (_circle((x, bottom + _SLAB / 2), 3.2, _METAL) for x in _between(left, below, above))
        if number < 2:
            following = slabs[(number + 1) % len(slabs)][0]
            mark = _square if above == following else _diamond
            height = bottom + _SLAB + _GAP / 2
            yield from (mark((x, height), 3.9, _SODIUM) for x in _between(left, above, following))


def _row(left: float, height: float, position: str) -> Iterator[str]:
    yield _words((left - 0.6, height - 0.14), position, FAINT, 7.5)
    yield from (_circle((left + place + _SHIFT[position], height), 5.2, _OXYGEN) for place in range(3))


def _between(left: float, below: str, above: str) -> list[float]:
    return [left + place + (_SHIFT[below] + _SHIFT[above]) / 2 for place in range(3)]


def _lantern() -> Iterator[str]:
    middle, base = 2.1, 0.9
    for tip, face in ((0.0, 0.95), (2.8, 1.85)):
        corners = ((-0.65, tip), (0.65, tip), (1.0, face), (-1.0, face))
        yield _polygon([(middle + x, base + y) for x, y in corners], _METAL)
        yield _circle((middle, base + (tip + face) / 2), 2.2, INK)
    for x in (-1.0, 0.0, 1.0):  # where the octahedra and tetrahedra meet
        corners = ((x, 0.95), (x + 0.36, 1.4), (x, 1.85), (x - 0.36, 1.4))
        yield _polygon([(middle + across, base + up) for across, up in corners], _TETRAHEDRON)
    for x, y in ((-1.75, 1.4), (1.75, 1.4), (0.0, -0.5), (0.0, 3.3)):
        yield _square((middle + x, base + y), 4, _SODIUM)


_COLUMNS, _ROWS = 6, 4
_VACANCY: Final = (3, 2)


def _framework() -> Iterator[str]:
    nodes = [(column, row) for row in range(_ROWS) for column in range(_COLUMNS)]
    for column, row in nodes:
        for x, y in ((column + 1, row), (column, row + 1)):
            if x < _COLUMNS and y < _ROWS and _VACANCY not in ((column, row), (x, y)):
                yield _line(_node((column, row)), _node((x, y)), LINE)
    for column, row in nodes:
        if (column, row) != _VACANCY:
            yield _circle(_node((column, row)), 7, _OXYGEN if (column + row) % 2 else _METAL)
    yield _circle(_node(_VACANCY), 7, PAPER, rim=FAINT)
    for across, up in ((0.5, 0.0), (-0.5, 0.0), (0.0, 0.5), (0.0, -0.5)):
        yield _circle(_node((_VACANCY[0] + across, _VACANCY[1] + up)), 3.6, _WATER)
    cages = [(column, row) for row in range(_ROWS - 1) for column in range(_COLUMNS - 1)]
    free = [cage for cage in cages if cage not in {(2, 1), (3, 1)}]
    yield from (_square(_node((column + 0.5, row + 0.5)), 4.2, _SODIUM) for column, row in free)
    yield from _key()


def _node(place: Place) -> Place:
    return 0.6 + place[0], 0.6 + place[1]


def _key() -> Iterator[str]:
    entries: tuple[tuple[float, Callable[[Place, float, str], str], str, float, Sequence[str]], ...] = (
        (3.6, _circle, _OXYGEN, 6, ("C-coordinated metal, Fe",)),
        (2.75, _circle, _METAL, 6, ("N-coordinated metals,", "where elements mix")),
        (1.4, _square, _SODIUM, 4.2, ("sodium",)),
        (0.6, _circle, _WATER, 3.6, ("water at a vacancy",)),
    )
    for height, mark, colour, size, lines in entries:
        yield mark((6.4, height), size, colour)
        for number, words in enumerate(lines):
            yield _words((6.85, height - 0.17 - 0.55 * number), words, INK, 8.5, start=True)


def _at(place: Place) -> tuple[str, str]:
    return f"{_UNIT * place[0]:.4g}", f"{-_UNIT * place[1]:.4g}"


def _circle(place: Place, radius: float, colour: str, rim: str = "") -> str:
    x, y = _at(place)
    line = f' stroke="{css(rim)}" stroke-dasharray="3 2"' if rim else ""
    return f'<circle cx="{x}" cy="{y}" r="{radius:g}" fill="{css(colour)}"{line}/>'


def _square(place: Place, half: float, colour: str) -> str:
    reach = half / _UNIT
    x, y = place
    return _box((x - reach, y - reach), (x + reach, y + reach), colour)


def _diamond(place: Place, half: float, colour: str) -> str:
    reach = half * 1.3 / _UNIT
    x, y = place
    return _polygon([(x - reach, y), (x, y + reach), (x + reach, y), (x, y - reach)], colour)


def _box(low: Place, high: Place, colour: str) -> str:
    return _polygon([low, (high[0], low[1]), high, (low[0], high[1])], colour)


def _polygon(places: Sequence[Place], colour: str) -> str:
    return f'<path d="M{"L".join(" ".join(_at(place)) for place in places)}Z" fill="{css(colour)}"/>'


def _line(start: Place, end: Place, colour: str) -> str:
    (x1, y1), (x2, y2) = _at(start), _at(end)
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{css(colour)}" stroke-width="3"/>'


def _words(place: Place, words: str, colour: str, size: float, *, bold: bool = False, start: bool = False) -> str:
    x, y = _at(place)
    weight = ' font-weight="700"' if bold else ""
    anchor = "start" if start else "middle"
    placed = f'x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size:g}"{weight}'
    return f'<text {placed} fill="{css(colour)}">{escape(words)}</text>'
