"""Parsing of fact files, YAML or CSV, with the position of every fact."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ..errors import InvalidData, Problem, did_you_mean, shown
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
    text = raw.decode("utf-8-sig", errors="replace")
    rows = csv.DictReader(io.StringIO(text))
    if problems := list(_unknown(rows.fieldnames or (), file)):
        raise InvalidData(problems)
    papers: dict[str, dict[str, Any]] = {}
    positions: dict[Path, Position] = {}
    for row in rows:
        _add_row(row, papers, positions, rows.line_num)
    return Document(file, {"papers": list(papers.values())}, lambda: Places(positions, {}))


def _unknown(columns: Any, file: str) -> Iterator[Problem]:
    known = [*_OF_PAPER, *keys_of(Bibliographic), *_OTHER, *_OF_MATERIAL, *_OF_FACT, *names().conditions,
             *Conditions.model_fields]  # fmt: skip
    for missing in ("doi", "material", "property", "value"):
        if missing not in columns:
            yield Problem(file, 1, 1, "", f'found no column "{missing}", expected it')
    for column in columns:
        if column not in known:
            message = f"found the column {shown(column)}, expected a known one"
            yield Problem(file, 1, 1, column or "", message, did_you_mean(column or "", known))


def _add_row(
    row: Mapping[str, str], papers: dict[str, dict[str, Any]], positions: dict[Path, Position], line: int
) -> None:
    """Add a row to the papers; fields of a paper or material count in the first row that names it."""
    given = {key: text.strip() for key, text in row.items() if key and text and text.strip()}
    doi = given.get("doi", "")
    paper = papers.setdefault(doi, _paper(given))
    number = list(papers).index(doi)
    materials: list[dict[str, Any]] = paper["materials"]
    index = next((i for i, each in enumerate(materials) if each["name"] == given.get("material")), len(materials))
    if index == len(materials):
        fields = {"name": given.get("material", "")} | {key: given[key] for key in _OF_MATERIAL if key in given}
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
