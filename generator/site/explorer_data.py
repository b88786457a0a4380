"""The explorer's data for the browser, by column: each cell typeset, and what filters and sorting compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ..chemistry.quantities import ENTROPIES, Quantity
from ..derived.atlas import Atlas, Entry
from .browse import short
from .explorer import Explorer, Heading, class_by, remarks

ADDRESS: Final = "assets/explorer.json"
_ROOT: Final = "../"
"""The way from the explorer's page to the site's root: cells hold links."""


def explorer_json(atlas: Atlas) -> str:
    """Return every column of every material, the materials in the order of the page."""
    table = Explorer(atlas, _ROOT)
    value = {
        "also": [_also(entry) for entry in table.entries],
        "columns": [_column(table, heading) for heading in table.headings],
        "classes": {quantity.id: _classes(table, quantity) for quantity in ENTROPIES},
        "remarks": _places((remarks(entry), "") for entry in table.entries),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _also(entry: Entry) -> str:
    """Return further words by which a material is found."""
    plain = entry.description.plain if entry.description else ""
    return " ".join([entry.id, *entry.material.aliases, plain]).strip()


def _column(table: Explorer, heading: Heading) -> dict[str, Any]:
    about = {"key": heading.key, "label": heading.label, "unit": heading.unit, "usual": heading.is_usual}
    cells = _numbers(table, heading) if heading.numbers else _texts(table, heading)
    return {name: value for name, value in about.items() if value} | cells


def _texts(table: Explorer, heading: Heading) -> dict[str, Any]:
    return _places((table.values(heading.key, entry), table.cell(heading, entry)) for entry in table.entries)


def _classes(table: Explorer, quantity: Quantity) -> dict[str, Any]:
    """Return the column of the class by one convention, and the key of the numbers by which it is sorted."""
    label = "Class" if quantity is ENTROPIES[0] else f"Class: {quantity.label.lower()}"
    cells = _places(class_by(quantity, entry) for entry in table.entries)
    return {"label": label, "sorts": quantity.key} | cells


def _places(cells: Iterable[tuple[Any, str]]) -> dict[str, Any]:
    """Return each pair of values and HTML once, and which of them each row has.

    >>> _places([(["O3"], "O3"), ([], ""), (["O3"], "O3")])
    {'sets': [['O3'], []], 'html': ['O3', ''], 'of': [0, 1, 0]}
    """
    places: dict[str, int] = {}
    of = [places.setdefault(json.dumps(cell, ensure_ascii=False), len(places)) for cell in cells]
    found = [json.loads(text) for text in places]
    return {"sets": [values for values, _ in found], "html": [html for _, html in found], "of": of}


def _numbers(table: Explorer, heading: Heading) -> dict[str, Any]:
    """Return the rows that have the number, and the HTML and the numbers of each."""
    assert heading.numbers is not None
    known = [(row, entry, table.numbers(heading.numbers, entry)) for row, entry in enumerate(table.entries)]
    known = [(row, entry, ranges) for row, entry, ranges in known if ranges]
    return {
        "rows": [row for row, _, _ in known],
        "html": [table.cell(heading, entry) for _, entry, _ in known],
        "numbers": [_ranges(ranges) for _, _, ranges in known],
    }


def _ranges(ranges: Sequence[tuple[float, float]]) -> float | list[list[float]]:
    """Return one number as itself, and several, or one that is a range, as [low, high] each.

    >>> _ranges([(1.5, 1.5)]), _ranges([(2.0, 3.0), (1.0, 1.0)])
    (1.5, [[2, 3], [1, 1]])
    """
    pairs = [[short(low), short(high)] for low, high in ranges]
    return pairs[0][0] if len(pairs) == 1 and pairs[0][0] == pairs[0][1] else pairs
