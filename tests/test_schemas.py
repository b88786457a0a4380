"""The JSON Schemas that editors read: what passes `check` passes them, and a typical mistake shows while typing."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from generator.cli.main import main
from generator.records import schemas
from generator.yamlio import parser

from .conftest import ROOT, Records

pytestmark = pytest.mark.data

FILES = sorted((ROOT / "data").glob("*/*.yml"))

CLAIM = """\
id: x
name: X
formula: NaFeO2
family: layered-oxide
source: {reference: r, at: abstract}
claims:
  - property: specific-capacity
    value: 120.5
    unit: mAh g-1
    conditions: {rate: 0.1 C, cycles: 1, window: [2.0, 4.1], temperature: 25}
    versus: {material: y, value: [80, 90]}
    basis: measured
    source: {reference: r, via: z, at: "3.1"}
sites: {metal: {Fe: "1/2", Mn: 0.5}}
"""

# (name, old text, new text, the path that the editor underlines)
MISTAKES = [
    ("a misspelt key", "formula:", "fromula:", ""),
    ("a required key left out", "family: layered-oxide\n", "", ""),
    ("a word for a number", "cycles: 1", 'cycles: "1"', "claims.0.conditions.cycles"),
    ("a number for text", "name: X", "name: 5", "name"),
    ("an unknown basis", "basis: measured", "basis: guessed", "claims.0.basis"),
    ("an id in capitals", "reference: r, at: abstract", "reference: Doe2024, at: abstract", "source.reference"),
    ("half a range", "window: [2.0, 4.1]", "window: [2.0]", "claims.0.conditions.window"),
    ("a range of words", "window: [2.0, 4.1]", "window: [low, high]", "claims.0.conditions.window"),
    ("a rate without a unit", "rate: 0.1 C", "rate: fast", "claims.0.conditions.rate"),
    ("cycle zero", "cycles: 1", "cycles: 0", "claims.0.conditions.cycles"),
    ("a source without its place", ", at: abstract", "", "source"),
    ("a key one level too high", "sites:", "basis: measured\nsites:", ""),
    ("a list where a mapping belongs", "source: {reference: r, at: abstract}", "source: [r, abstract]", "source"),
    ("a site that does not exist", "sites: {metal:", "sites: {iron:", "sites"),
    ("an element in small letters", "{Fe:", "{fe:", "sites.metal"),
    ("a division by zero", '"1/2"', '"1/0"', "sites.metal.Fe"),
]  # fmt: skip


def read(text: str) -> Any:
    return parser.parse(text.encode(), "x.yml").value


@functools.cache
def validator(name: str) -> Draft7Validator:
    return Draft7Validator(schemas.of(name))


def refused(name: str, value: Any) -> list[str]:
    """Return the paths of everything that a schema refuses, also inside alternatives."""
    found = []
    waiting = list(validator(name).iter_errors(value))
    while waiting:
        error = waiting.pop()
        found.append(".".join(map(str, error.absolute_path)))
        waiting += error.context or []
    return found


def schema_of(path: Path) -> str:
    return path.stem if path.parent.name == "vocabulary" else path.parent.name


def test_the_committed_schemas_are_those_of_the_models_and_no_more() -> None:
    committed = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "data/schema").iterdir()}
    assert committed == schemas.texts(), "run `python -m generator schema`"


def test_a_schema_is_a_schema_and_needs_no_later_draft() -> None:
    later = {"prefixItems", "$defs", "unevaluatedProperties", "dependentRequired"}
    for name, text in schemas.texts().items():
        Draft7Validator.check_schema(schemas.of(name))
        assert not later & set(re.findall(r'"([$\w]+)":', text)), name


def test_every_record_fits_its_schema() -> None:
    found = {path: refused(schema_of(path), read(path.read_text(encoding="utf-8"))) for path in FILES}
    assert {path.relative_to(ROOT).as_posix(): places for path, places in found.items() if places} == {}


def test_the_record_of_the_mistakes_is_good_without_them() -> None:
    assert refused("materials", read(CLAIM)) == []


@pytest.mark.parametrize(
    ("old", "new", "place"), [mistake[1:] for mistake in MISTAKES], ids=[mistake[0] for mistake in MISTAKES]
)
def test_a_typical_mistake_is_underlined_at_its_place(old: str, new: str, place: str) -> None:
    assert old in CLAIM
    assert place in refused("materials", read(CLAIM.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mechanisms", "id: x\ntype: chalenge\nname: X\n"),
        ("references", "id: x\ntitle: T\nauthor: Doe\ncontainer-title: J\nissued: 2024\n"),
        (
            "references",
            "id: x\ntitle: T\nauthor: [{family: Doe}]\ncontainer-title: J\nissued: 2024\nvolume: 12\n",
        ),
        ("references", "id: x\nDOI: https://doi.org/10.1234/x\n"),
        ("glossary", "a:\n  term: A\n  meening: B\n"),
        ("properties", "a: {label: A, kind: number, description: D, plausible: [1, high]}\n"),
    ],
)
def test_mistakes_in_other_kinds_show_too(name: str, text: str) -> None:
    assert refused(name, read(text))


def test_every_field_and_every_link_is_explained_while_typing() -> None:
    whole = schemas.of("materials")
    shapes = {**whole["definitions"], "Material": whole}
    assert shapes["Claim"]["properties"]["basis"]["description"] == "how the source knows"
    assert shapes["Missing"]["properties"]["property"]["description"] == "the id of one of the properties"
    assert shapes["Material"]["properties"]["strategies"]["items"]["description"].endswith("strategies")


def test_the_editor_knows_which_schema_is_for_which_file() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {
        f"./data/schema/{name}.json": f"data/{schemas.files_of(name)}" for name in schemas.texts() if name != "facts"
    } | {"./data/schema/facts.json": "**/*.facts.yml"}


def test_the_schemas_are_written_by_a_command_and_are_no_records(records: Records) -> None:
    assert main(["schema", "--data", str(records.root)]) == 0
    assert json.loads((records.root / "schema/topics.json").read_text("utf-8")) == schemas.of("topics")
    assert records.problems() == []


def test_a_record_among_the_schemas_is_reported(records: Records) -> None:
    records.write("schema/alpha.yml", "id: alpha\n")
    assert any('"alpha.yml" among the schemas' in problem for problem in records.problems())
