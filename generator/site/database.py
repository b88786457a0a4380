"""The tables as one SQLite database, with views, a full-text search and a description of each column.

It is built in memory and has no clock in it: the same records and the same SQLite give the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Final, NamedTuple

from .tables import Table, Type

_TYPES: Final[dict[Type, str]] = {
    "string": "TEXT", "number": "REAL", "integer": "INTEGER", "boolean": "INTEGER", "any": "TEXT",
}  # fmt: skip
_COLUMNS: Final = """CREATE TABLE columns ("table" TEXT NOT NULL, "column" TEXT NOT NULL, type TEXT NOT NULL,
 unit TEXT, meaning TEXT NOT NULL, PRIMARY KEY ("table", "column"))"""
_SEARCH: Final = "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, id UNINDEXED, name, line, text)"
_PAIRS: Final = """CREATE VIEW pairs AS
SELECT p.material, m.name AS material_name, m.formula, m.family, m.entropy_all_R AS entropy_R, m.class,
 p.control, c.name AS control_name, c.formula AS control_formula, c.entropy_all_R AS control_entropy_R,
 p.property, q.label, p.value, p.control_value, p.difference, p.relative_difference, p.unit, q.better, p.outcome,
 s.cycles, s.rate, s.temperature, s."window", s.cell, s.exposure, s.exposure_days,
 p.added, p.removed, p.sodium_difference, s.reference, r.doi, s.via, s.at
FROM fair_pairs p JOIN materials m ON m.id = p.material JOIN materials c ON c.id = p.control
 JOIN properties q ON q.id = p.property JOIN claims s ON s.material = p.record AND s.claim = p.claim
 JOIN publications r ON r.id = s.reference"""
_HEADLINE: Final = """{name}.value_low AS {column}, {name}.value_high AS {name}_high, {name}.bound AS {name}_bound,
 {name}_claim.cycles AS {name}_cycles, {name}_claim.rate AS {name}_rate, {name}_claim.cell AS {name}_cell"""
_HEADLINE_JOIN: Final = """
 LEFT JOIN headline_values {name} ON {name}.material = m.id AND {name}.property = '{property}'
 LEFT JOIN claims {name}_claim ON {name}_claim.material = {name}.record AND {name}_claim.claim = {name}.claim"""
_HEADLINES: Final = (
    ("capacity", "capacity_mAh_g", "specific-capacity"),
    ("voltage", "voltage_V", "working-voltage"),
    ("retention", "retention_percent", "capacity-retention"),
)
"""Alias, column and property of what the view `performance` shows of each material."""


class Found(NamedTuple):
    """What the full-text search finds: a record, its name, its summary and all its prose."""

    kind: str
    id: str
    name: str
    line: str
    text: str


def database(tables: Sequence[Table], found: Iterable[Found]) -> bytes:
    """Return the database as the bytes of its file. `tables` come in an order in which each names only earlier ones.

    Raises sqlite3.IntegrityError where a row names one that is not there.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("PRAGMA foreign_keys = ON")
        for table in tables:
            made.execute(_create(table))
            marks = ", ".join("?" * len(table.columns))
            made.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", table.rows())
        made.execute(_COLUMNS)
        made.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?)", _described(tables))
        made.execute(_SEARCH)
        made.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?)", found)
        made.execute("INSERT INTO search(search) VALUES ('optimize')")
        made.execute(_PAIRS)
        made.execute(_performance())
        made.execute("VACUUM")
        return made.serialize()


def _create(table: Table) -> str:
    parts = [f"{_quoted(column.name)} {_TYPES[column.type]}" for column in table.columns]
    parts.append(f"PRIMARY KEY ({_listed(table.key)})")
    parts += [
        f"FOREIGN KEY ({_listed(link.columns)}) REFERENCES {_quoted(link.table)} ({_listed(link.others)})"
        for link in table.links
    ]
    # A table is its own index: with row numbers, keys of several words would be in the file twice.
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(parts)}) WITHOUT ROWID"


def _described(tables: Sequence[Table]) -> Iterator[tuple[str, str, str, str | None, str]]:
    for table in tables:
        for column in table.columns:
            yield table.name, column.name, column.type, column.unit, column.meaning


def _performance() -> str:
    columns = ",\n ".join(_HEADLINE.format(name=name, column=column) for name, column, _ in _HEADLINES)
    joins = "".join(_HEADLINE_JOIN.format(name=name, property=ident) for name, _, ident in _HEADLINES)
    return f"""CREATE VIEW performance AS
SELECT m.id AS material, m.name, m.formula, m.family, m.phase, m.role, m.called, m.entropy_all_R AS entropy_R, m.class,
 {columns},
 m.reference, m.doi
FROM materials m{joins}"""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'
