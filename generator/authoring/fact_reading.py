"""Parsing of fact files, YAML or CSV, with the position of every fact."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ..errors import MAX_PER_FILE, InvalidData, Problem, did_you_mean, shown
from ..records.conditions import Conditions
from ..records.fact_models import Bibliographic, FactFile, FactPaper
from ..records.introspection import keys_of
from ..records.validation import validate
from ..yamlio import parser
from ..yamlio.document import Document, Path, Places, Position
from ..yamlio.values import scalar
from .fact_names import names

_RANGE: Final = re.compile(r"\[?\s*(\S+?)\s*(?:,|–| to )\s*(\S+?)\s*\]?")
_OF_PAPER: Final = ("doi", "kind")
_OF_MATERIAL: Final = ("record", "formula_as_printed", "formula_plain", "phase", "family", "role", "called")
_OF_FACT: Final = ("property", "value", "unit", "bound", "basis", "place", "versus", "note")
_TEXT: Final = ("unit", "bound", "basis", "place", "versus", "note", "property")
_OTHER: Final = ("material", "accepted")
"""Further columns: name of the material, and `rule: why` of an accepted warning."""


def read(raw: bytes, file: str) -> tuple[Document, tuple[FactPaper, ...]]:
    """Parse and validate a fact file, CSV or YAML by its suffix. Raises InvalidData with every problem."""
    document = _table(raw, file) if file.lower().endswith(".csv") else parser.parse(raw, file)
    record, found = validate(FactFile, document.value)
    if found:
        raise InvalidData(document.problem(fault.path, fault.message, fault.hint) for fault in found)
    return document, record.papers


def _table(raw: bytes, file: str) -> Document:
    """Return the rows of a table as the value of the YAML form, with their lines."""
    rows = csv.DictReader(io.StringIO(parser.decoded(raw, file), newline=None), strict=True)
    papers: dict[str, dict[str, Any]] = {}
    positions: dict[Path, Position] = {}
    places: dict[tuple[str, ...], int] = {}
    try:
        if problems := list(_unknown(rows.fieldnames or (), file)):
            raise InvalidData(problems)
        for row in rows:
            problems += _longer(row, file, rows.line_num)
            _add_row(row, papers, positions, places, rows.line_num)
    except csv.Error as error:
        message = f"found a row that cannot be read ({error}), expected cells with commas between them"
        hint = "Look for a quotation mark that is not closed."
        raise InvalidData([Problem(file, max(rows.line_num, 1), 1, "", message, hint)]) from None
    if problems:
        raise InvalidData(problems)
    return Document(file, {"papers": list(papers.values())}, lambda: Places(positions, {}))


def _unknown(columns: Any, file: str) -> Iterator[Problem]:
    known = [*_OF_PAPER, *keys_of(Bibliographic), *_OTHER, *_OF_MATERIAL, *_OF_FACT, *names().conditions,
             *Conditions.model_fields]  # fmt: skip
    for missing in ("doi", "material", "property", "value"):
        if missing not in columns:
            yield Problem(file, 1, 1, "", f'found no column "{missing}", expected it')
    for number, (column, times) in enumerate(Counter(columns).items()):
        if column not in known:
            message = f"found the column {shown(column)}, expected a known one"
            hint = did_you_mean(column or "", known) if number < MAX_PER_FILE else ""
            yield Problem(file, 1, 1, column or "", message, hint)
        elif times > 1:
            yield Problem(file, 1, 1, column, f"found the column {shown(column)} {times} times, expected it once")


def _longer(row: Mapping[str | None, object], file: str, line: int) -> Iterator[Problem]:
    """Yield a problem for more cells than columns: a comma in one that is not quoted shifts all that follow."""
    if None in row:
        hint = "Put a cell that holds a comma between quotation marks."
        yield Problem(file, line, 1, "", "found more cells than columns, expected a cell for each at most", hint)


def _add_row(
    row: Mapping[str, str],
    papers: dict[str, dict[str, Any]],
    positions: dict[Path, Position],
    places: dict[tuple[str, ...], int],
    line: int,
) -> None:
    """Add a row to the papers; fields of a paper or material count in the first row that names it.

    `places` are those of papers by DOI, and of the materials of a paper by DOI and name.
    """
    given = {key: text.strip() for key, text in row.items() if key and text and text.strip()}
    doi, name = given.get("doi", ""), given.get("material", "")
    number = places.setdefault((doi,), len(papers))
    materials: list[dict[str, Any]] = papers.setdefault(doi, _paper(given))["materials"]
    index = places.setdefault((doi, name), len(materials))
    if index == len(materials):
        fields = {"name": name} | {key: given[key] for key in _OF_MATERIAL if key in given}
        materials.append(fields | {"facts": []})
    facts = materials[index]["facts"]
    here = ("papers", number, "materials", index, "facts", len(facts))
    if "property" in given:
        facts.append(_fact(given))
    elif "accepted" in given:  # a row without a property is about the material as a whole
        materials[index].setdefault("accepted", []).append(_acceptance(given["accepted"]))
    for end in range(1, len(here) + 1):
        positions.setdefault(here[:end], (line, 1))


def _paper(given: Mapping[str, str]) -> dict[str, Any]:
    about = {key: given[key] for key in keys_of(Bibliographic) if key in given}
    typed: dict[str, Any] = {
        key: [each.strip() for each in text.split(";")] if key == "authors" else text for key, text in about.items()
    }
    if "year" in typed:
        typed["year"] = scalar(typed["year"])
    paper: dict[str, Any] = {key: given[key] for key in _OF_PAPER if key in given}
    return paper | ({"bibliographic": typed} if typed else {}) | {"materials": []}


def _fact(given: Mapping[str, str]) -> dict[str, Any]:
    fact: dict[str, Any] = {
        key: given[key] if key in _TEXT else cell_value(given[key]) for key in _OF_FACT if key in given
    }
    known = {*names().conditions, *Conditions.model_fields} - {*_OF_MATERIAL}
    conditions = {key: cell_value(text) for key, text in given.items() if key in known}
    if "accepted" in given:
        fact["accepted"] = [_acceptance(given["accepted"])]
    return fact | ({"conditions": conditions} if conditions else {})


def _acceptance(text: str) -> dict[str, str]:
    """Parse `rule: why`."""
    rule, _, why = text.partition(": ")
    return {"rule": rule, "why": why}


def cell_value(text: str) -> object:
    """Parse a cell: a number, a range, or text.

    >>> cell_value("87.0"), cell_value("[2.0, 4.1]"), cell_value("2.0–4.1"), cell_value("half cell, Na")
    (Decimal('87.0'), [Decimal('2.0'), Decimal('4.1')], [Decimal('2.0'), Decimal('4.1')], 'half cell, Na')
    """
    if found := _RANGE.fullmatch(text):
        ends = [scalar(part) for part in found.groups()]
        if not any(isinstance(end, str | None) for end in ends):
            return ends
    return scalar(text)


def fact_problem(document: Document, path: Path, message: str, hint: str = "", code: str = "facts") -> Problem:
    """Return a problem at a path of a fact file."""
    return replace(document.problem(path, message, hint), code=code)
