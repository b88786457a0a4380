"""What programs download: complete, readable by their own tools, and as the records say."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import bibtexparser
import pytest

from generator.derived.atlas import Atlas
from generator.site import bibliography, export

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def files(real: Atlas) -> dict[str, str]:
    return export.files(real)


def read(files: dict[str, str], name: str) -> Any:
    return json.loads(files[f"api/v1/{name}"])


def test_every_record_has_its_own_file_and_stands_in_the_file_of_its_kind(real: Atlas, files: dict[str, str]) -> None:
    for kind in (
        "materials",
        "effects",
        "challenges",
        "strategies",
        "families",
        "references",
        "elements",
        "topics",
    ):
        collected = {record["id"]: record for record in read(files, f"{kind}.json")}
        assert list(collected) == list(real.data.kind(kind))
        for ident, record in collected.items():
            assert read(files, f"{kind}/{ident}.json") == record


def test_a_material_says_what_is_declared_and_what_is_computed(files: dict[str, str]) -> None:
    material = read(files, "materials/nfmczs.json")
    retention = next(claim for claim in material["claims"] if "versus" in claim)
    assert (retention["value"], retention["unconfirmed"]) == (87, True)
    assert retention["versus"] == {"material": "nfm-wang2024a", "value": 24}
    assert material["computed"]["entropy"]["all"] == pytest.approx(1.6215, abs=5e-5)
    assert material["computed"]["class"] == "high"
    assert read(files, "materials/cncm.json")["computed"] is None


def test_the_table_of_materials_has_a_row_for_each_and_leaves_unknown_cells_empty(
    real: Atlas, files: dict[str, str]
) -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(files["api/v1/materials.csv"]))}
    assert list(rows) == list(real.entries)
    for ident, entry in real.entries.items():
        shown = rows[ident]["entropy_all_R"]
        assert shown == (str(entry.description.entropy.all) if entry.description else "")


def test_the_table_of_claims_has_a_row_for_each_with_its_source(real: Atlas, files: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["api/v1/claims.csv"])))
    assert len(rows) == sum(len(material.claims) for material in real.data.materials.values())
    assert all(row["reference"] and row["at"] for row in rows)
    test = next(row for row in rows if row["material"] == "nfmczs" and row["property"] == "rate-capacity")
    assert test["points"] == "0.1C: 121.6; 0.2C: 108.4; 0.5C: 93.3; 1.0C: 80.0"
    found = [row for row in rows if row["material"] == "nfmczs" and row["property"] == "capacity-retention"]
    retention = next(row for row in found if row["control"])
    assert retention["unconfirmed"] == "True"
    assert (retention["value"], retention["control"], retention["control_value"]) == (
        "87",
        "nfm-wang2024a",
        "24",
    )
    assert retention["cycles"] == "500"


def test_the_bibliography_is_read_by_a_bibtex_library(real: Atlas, files: dict[str, str]) -> None:
    read_back = {entry["ID"]: entry for entry in bibtexparser.loads(files["api/v1/references.bib"]).entries}
    assert list(read_back) == list(real.data.references)
    for ident, reference in real.data.references.items():
        assert read_back[ident].get("doi") == reference.doi
        assert read_back[ident].get("year") == (str(reference.issued) if reference.issued else None)
        authors = [name for name in read_back[ident].get("author", "").split(" and ") if name]
        assert len(authors) == len(reference.author) + reference.more_authors


def test_the_index_finds_every_record_and_leads_to_its_page(real: Atlas, files: dict[str, str]) -> None:
    index = read(files, "index.json")
    assert len(index) == sum(len(real.data.kind(kind)) for kind in {entry["kind"] for entry in index})
    terms = [entry for entry in index if entry["kind"] == "glossary"]
    assert len(terms) == len(real.data.glossary)
    assert all(entry["url"] == f"glossary/#{entry['id']}" for entry in terms)
    assert all(entry["url"] == f"{entry['kind']}/{entry['id']}/" for entry in index if entry not in terms)


LINES = {
    "materials": ("nfmczs", "Layered oxides, O3 · 1.62\u202fR, high entropy · Wang et al. (2024)"),
    "references": (
        "wang2024a",
        "High-Entropy Phase Stabilization Engineering",
    ),
    "elements": ("sn", "Sn: "),
    "effects": ("cocktail", ""),
    "glossary": ("nasicon", ""),
}


@pytest.mark.parametrize("kind", LINES)
def test_the_index_says_in_one_line_what_a_record_is(files: dict[str, str], kind: str) -> None:
    ident, begins = LINES[kind]
    (entry,) = [one for one in read(files, "index.json") if (one["kind"], one["id"]) == (kind, ident)]
    assert entry["line"].startswith(begins)
    assert len(entry["line"]) > 20 or kind == "elements"
    assert "\n" not in entry["line"]


def test_the_package_names_files_that_are_there(files: dict[str, str]) -> None:
    package = read(files, "datapackage.json")
    assert all(f"api/v1/{resource['path']}" in files for resource in package["resources"])


def test_a_schema_is_published_for_every_folder_of_records(files: dict[str, str]) -> None:
    schema = read(files, "schema/materials.json")
    assert {"id", "name", "family", "claims"} <= schema["properties"].keys()
    assert "schema/mechanisms.json" in {name.removeprefix("api/v1/") for name in files}


def test_json_never_holds_what_is_no_number(real: Atlas, files: dict[str, str]) -> None:
    for name in (name for name in files if name.endswith(".json")):
        json.loads(files[name], parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        export._json({"value": float("inf")})


def test_nothing_in_an_identifier_ends_its_field_or_begins_a_comment(real: Atlas) -> None:
    reference = next(each for each in real.data.references.values() if each.doi)
    hostile = reference.model_copy(update={"doi": r"10.1000/x},note={\input{/etc/passwd}}%"})
    text = bibliography.entry(hostile)
    (entry,) = bibtexparser.loads(text).entries
    assert "note" not in entry
    assert r"\input" not in text
    assert entry["doi"].endswith(r"\%")
