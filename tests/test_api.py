"""The API: described by a valid OpenAPI document, each file as it says, tables alike in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import arro3.io
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generator.chemistry.quantities import QUANTITIES
from generator.derived.atlas import Atlas
from generator.derived.pairs import fair_pairs
from generator.site import downloads, linked_tables
from generator.site.tables import Table

pytestmark = pytest.mark.data

API = "api/v1/"


@pytest.fixture(scope="module")
def api(written: Path) -> Path:
    """Return the folder of the API of the real records."""
    return written / API


@pytest.fixture(scope="module")
def described(api: Path) -> dict[str, Any]:
    found: dict[str, Any] = read(api / "openapi.json")
    return found


@pytest.fixture(scope="module")
def tables(real: Atlas) -> list[Table]:
    """Return the tables, each found once."""
    return linked_tables.every(real)


@pytest.fixture
def database(api: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{api / downloads.DATABASE}?mode=ro", uri=True)) as connection:
        yield connection


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def content(described: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the media types of the response at an address, with the schema of each."""
    templates = {re.sub(r"\{\w+\}", "[^/]+", path.lstrip("/")): path for path in described["paths"]}
    fits = [path for pattern, path in templates.items() if re.fullmatch(pattern, name)]
    assert fits, f"openapi.json names no {name}: add a line to _OTHERS in generator/site/openapi.py"
    operation = described["paths"][min(fits, key=lambda path: "{" in path)]["get"]
    found: dict[str, Any] = operation["responses"]["200"]["content"]
    return found


def test_the_description_is_valid_openapi(api: Path, described: dict[str, Any]) -> None:
    validate(described, base_uri=(api / "openapi.json").as_uri())
    assert described["openapi"].startswith("3.1")


def test_every_file_is_described_and_every_described_file_is_there(api: Path, described: dict[str, Any]) -> None:
    names = [path.relative_to(api).as_posix() for path in api.rglob("*") if path.is_file()]
    ends = {"json": "application/json", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
    for name in names:
        (media,) = content(described, name)
        assert media == ends.get(name.rpartition(".")[2], media)
    assert {path.lstrip("/") for path in described["paths"] if "{" not in path} <= set(names)


def test_every_json_file_passes_the_schema_that_the_description_names(api: Path, described: dict[str, Any]) -> None:
    documents = {"": described, **{f"schema/{path.name}": read(path) for path in (api / "schema").iterdir()}}
    registry: Registry[Any] = Registry().with_resources(
        (f"atlas:/{name}", DRAFT202012.create_resource(document)) for name, document in documents.items()
    )
    for path in api.rglob("*.json"):
        name = path.relative_to(api).as_posix()
        schema = content(described, name)["application/json"]["schema"]
        if "/" in name and not name.startswith("schema/"):  # a record stands in the file of its kind, too
            of_kind = content(described, f"{path.parent.name}.json")["application/json"]["schema"]
            assert of_kind["items"] == schema.get("anyOf", [schema])[0]
            if "alias" not in read(path):
                continue
        local = json.loads(json.dumps(schema).replace('"$ref": "', '"$ref": "atlas:/'))
        error = best_match(Draft202012Validator(local, registry=registry).iter_errors(read(path)))
        assert error is None, f"{name}: {error.json_path}: {error.message}"


def test_every_record_file_holds_what_the_file_of_its_kind_holds(api: Path) -> None:
    for kind in {path.parent.name for path in api.glob("*/*.json")} - {"schema"}:
        collected = {record["id"]: record for record in read(api / f"{kind}.json")}
        for path in (api / kind).glob("*.json"):
            record = read(path)
            if "alias" in record:
                assert {each["id"] for each in record["see"] if each["kind"] == kind} <= collected.keys()
                continue
            assert record == collected[record["id"]]
            assert path.stem in (record["id"], *record.get("former_ids", ()))


def test_a_record_says_the_unit_of_each_computed_number_and_which_convention_it_follows(api: Path) -> None:
    computed = read(api / "schema/materials.json")["properties"]["computed"]["properties"]
    catalogue = {row["id"]: row for row in read(api / "quantities.json")}
    assert list(catalogue) == [quantity.id for quantity in QUANTITIES] == list(computed["quantities"]["properties"])
    for ident, field in computed["quantities"]["properties"].items():
        assert field.get("x-unit") == catalogue[ident]["unit"]
        assert catalogue[ident]["meaning"] in field["description"]
    assert all(
        catalogue[ident]["per"] in field["description"] for ident, field in computed["entropy"]["properties"].items()
    )


def test_what_is_not_known_is_null_and_never_nought(api: Path, real: Atlas) -> None:
    materials = {material["id"]: material for material in read(api / "materials.json")}
    for ident, entry in real.entries.items():
        if described := entry.description:
            numbers = materials[ident]["computed"]["quantities"]
            assert [name for name, value in numbers.items() if value is None] == [
                quantity.id for quantity in QUANTITIES if quantity.get(described) is None
            ]
    without = next(ident for ident, entry in real.entries.items() if not entry.description)
    assert materials[without]["computed"] is None


def test_every_table_has_the_same_cells_as_csv_as_parquet_and_in_the_database(
    api: Path, database: sqlite3.Connection, tables: list[Table]
) -> None:
    for table in tables:
        names, rows = [column.name for column in table.columns], list(table.rows())
        assert [tuple(row.values()) for row in arrow_rows(api / f"{table.name}.parquet", names)] == rows
        held = database.execute(f'SELECT * FROM "{table.name}"')
        assert [column[0] for column in held.description] == names
        assert sorted(held.fetchall(), key=repr) == sorted(rows, key=repr)  # a database has no order
        in_csv = list(csv.DictReader(io.StringIO((api / f"{table.name}.csv").read_text(encoding="utf-8"))))
        for row, cells in zip(rows, in_csv, strict=True):
            for column, cell in zip(table.columns, row, strict=True):
                assert column_cell(column.type, cells[column.name]) == cell, (table.name, column.name)


def arrow_rows(path: Path, names: list[str]) -> list[dict[str, Any]]:
    table = arro3.io.read_parquet(path).read_all()
    columns = [table.column(name).to_pylist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def column_cell(kind: str, text: str) -> str | float | bool | None:
    """Return a cell of a CSV file in the type of its column."""
    if text == "":
        return None
    if kind == "boolean":
        return text == "True"
    return int(text) if kind == "integer" else float(text) if kind == "number" else text


def test_each_column_of_the_database_has_a_type_a_meaning_and_where_it_is_a_number_a_unit(
    database: sqlite3.Connection, tables: list[Table]
) -> None:
    described = database.execute('SELECT "table", "column", type, unit, meaning FROM columns').fetchall()
    columns = [(table.name, column.name) for table in tables for column in table.columns]
    assert [row[:2] for row in described] == columns
    assert all(meaning for *_, meaning in described)
    assert ("materials", "entropy_all_R", "number", "R") in {row[:4] for row in described}


def test_the_foreign_keys_of_the_database_hold(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    keys = database.execute("PRAGMA foreign_key_list(claims)").fetchall()
    assert {row[2] for row in keys} == {"materials", "properties", "publications"}


def test_the_view_of_pairs_has_each_fair_pair_with_names_conditions_and_paper(
    database: sqlite3.Connection, real: Atlas
) -> None:
    database.row_factory = sqlite3.Row
    rows = database.execute("SELECT * FROM pairs").fetchall()
    pairs = fair_pairs(real)
    assert len(rows) == len(pairs)
    for row, pair in zip(rows, pairs, strict=True):
        assert (row["material"], row["control"], row["value"]) == (pair.material.id, pair.control.id, pair.value)
        assert (row["outcome"], row["label"]) == (pair.outcome, pair.measured.label)
        assert row["reference"] == pair.claim.source.reference


def test_the_view_of_performance_has_a_row_for_each_material_with_its_headline_numbers(
    database: sqlite3.Connection, real: Atlas
) -> None:
    database.row_factory = sqlite3.Row
    rows = {row["material"]: row for row in database.execute("SELECT * FROM performance")}
    assert list(rows) == list(real.entries)
    row = rows["nfmczs"]
    assert (row["capacity_mAh_g"], row["capacity_rate"]) == (128, "0.1C")
    assert (row["retention_percent"], row["retention_cycles"]) == (87, 500)
    assert row["voltage_V"] is None


SEARCHES = {
    "air stability": "challenges",
    "aquinate": None,
    "sodium moisture": "topics",
    "Faradaic OR NASICON": "glossary",
}


@pytest.mark.parametrize("words", SEARCHES)
def test_the_database_is_searched_by_words(database: sqlite3.Connection, words: str) -> None:
    found = database.execute("SELECT kind, id, name FROM search WHERE search MATCH ? ORDER BY rank", [words]).fetchall()
    assert (SEARCHES[words] in {kind for kind, *_ in found}) if SEARCHES[words] else not found
