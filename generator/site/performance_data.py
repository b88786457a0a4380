"""The table of materials for the browser, by column: cells typeset, what they sort by, and what filters compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from ..derived.atlas import Atlas
from ..derived.highlights import HEADLINE
from .browse import short
from .performance import Performance, Row
from .templating import environment

ADDRESS: Final = "assets/performance.json"
_ROOT: Final = "../"
"""The way from the page of the table to the site's root: cells hold links."""
Key = float | str | None
"""What a cell sorts by; None: not known."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in addresses, its label, its cells as HTML, and what they sort by."""

    id: str
    label: str
    html: Callable[[Row], str]
    key: Callable[[Row], Key]
    is_number: bool = False


def columns(atlas: Atlas, root: str) -> list[Column]:
    """Return the columns of the table; `root` is the way from its page to the site's root."""
    cells: Any = environment().get_template("performance.jinja").module

    def of(macro: Callable[..., str], *more: str) -> Callable[[Row], str]:
        return lambda row: macro(root, atlas.data, row, *more)

    properties = {name: found for name in HEADLINE if (found := atlas.data.properties.get(name))}
    return [
        Column("name", "Material", of(cells.name), lambda row: row.entry.material.name.casefold()),
        Column("composition", "Composition", of(cells.composition), _formula),
        Column("phase", "Phase", of(cells.phase), lambda row: row.entry.phase or None),
        Column("entropy", "Entropy", of(cells.entropy), _entropy, is_number=True),
        *(
            Column(name, found.label, of(cells.number, name), partial(_number, name))
            for name, found in properties.items()
        ),
    ]


def _formula(row: Row) -> Key:
    return row.entry.description.plain.casefold() if row.entry.description else None


def _entropy(row: Row) -> Key:
    return round(row.entry.description.entropy.all, 6) if row.entry.description else None


def _number(name: str, row: Row) -> Key:
    value = row.value(name)
    return None if value is None else short(value)


def performance_json(atlas: Atlas) -> str:
    """Return every row of the table in its order: columns, ids, texts to search and the values of each filter."""
    table = Performance(atlas)
    rows = table.rows
    value = {
        "ids": [row.entry.id for row in rows],
        "texts": [row.text for row in rows],
        "columns": [_column(column, rows) for column in columns(atlas, _ROOT)],
        "facets": {facet.name: _facet(facet.name, rows) for facet in table.facets()},
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _column(column: Column, rows: Sequence[Row]) -> dict[str, Any]:
    cells, of = _places((column.html(row), column.key(row)) for row in rows)
    about: Mapping[str, Any] = {"id": column.id, "label": column.label, "number": column.is_number}
    return {**about, "html": [html for html, _ in cells], "keys": [key for _, key in cells], "of": of}


def _facet(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    sets, of = _places(tuple(row.tags.get(name, ())) for row in rows)
    return {"sets": sets, "of": of}


def _places(values: Iterable[Any]) -> tuple[list[Any], list[int]]:
    """Return each distinct value once, and which of them each row has.

    >>> _places(["O3", "P2", "O3"])
    (['O3', 'P2'], [0, 1, 0])
    """
    places: dict[Any, int] = {}
    of = [places.setdefault(value, len(places)) for value in values]
    return list(places), of
