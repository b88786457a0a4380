"""What programs download: complete, readable by their own tools, and as the records say."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser

from generator import pipeline
from generator.derived.atlas import Atlas
from generator.printing import claim_text
from generator.records.reference_models import Reference
from generator.site import bibliography, export
from generator.yamlio.document import texts

from .conftest import Records

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def files(real: Atlas) -> dict[str, str]:
    return export.files(real)


def read(files: dict[str, str], name: str) -> Any:
    return json.loads(files[f"api/v1/{name}"])


def test_a_number_has_the_digits_of_its_source_on_its_page_and_in_the_api(real: Atlas, files: dict[str, str]) -> None:
    (edge,) = (claim for claim in real.data.materials["he-hcf"].claims if claim.property == "lattice-parameter-a")
    assert claim_text(edge) == "10.26000\u00a0Å"
    assert '"value":10.26000,' in files["api/v1/materials/he-hcf.json"]


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
    paired = (claim for claim in material["claims"] if "versus" in claim)
    retention = next(claim for claim in paired if claim["property"] == "capacity-retention")
    assert (retention["value"], retention["unconfirmed"]) == (87, True)
    assert retention["versus"] == {"material": "nfm-wang2024a", "value": 24, "bound": "exact"}
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
    parser = BibTexParser(ignore_nonstandard_types=False)  # it does not know @patent
    read_back = {entry["ID"]: entry for entry in bibtexparser.loads(files["api/v1/references.bib"], parser).entries}
    assert list(read_back) == list(real.data.references)
    for ident, reference in real.data.references.items():
        assert read_back[ident].get("doi") == reference.doi
        assert read_back[ident].get("year") == (str(reference.issued) if reference.issued else None)
        authors = [name for name in read_back[ident].get("author", "").split(" and ") if name]
        assert len(authors) == len(reference.author) + reference.more_authors


CITED = (
    r"\documentclass{article}\begin{document}\nocite{*}\bibliographystyle{unsrt}\bibliography{references}\end{document}"
)


@pytest.mark.skipif(not (shutil.which("pdflatex") and shutil.which("bibtex")), reason="TeX is not installed")
def test_the_bibliography_is_set_by_bibtex_and_pdflatex(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(files["api/v1/references.bib"], encoding="ascii")
    (tmp_path / "cited.tex").write_text(CITED, encoding="ascii")
    typeset = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "cited"]
    for command in (typeset, ["bibtex", "-terse", "cited"], typeset):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
        assert done.returncode == 0, done.stdout[-2_000:]
    assert (tmp_path / "cited.pdf").stat().st_size > 50_000


@pytest.mark.data
def test_the_bibliography_is_ascii_that_any_latex_compiles(files: dict[str, str]) -> None:
    text = files["api/v1/references.bib"]
    assert text.isascii(), sorted({character for character in text if not character.isascii()})
    assert text.count("$") % 2 == 0


ENTRIES: dict[str, tuple[dict[str, object], str]] = {
    "a group": ({"author": [{"family": "The PLOS ONE Staff"}]}, "author = {{The PLOS ONE Staff}}"),
    "a group with commas and `and`": (
        {"author": [{"family": "Doe", "given": "J."}, {"family": "Department of Obstetrics and Gynecology, Iran"}]},
        "author = {Doe, J. and {Department of Obstetrics and Gynecology, Iran}}",
    ),
    "a suffix": ({"author": [{"family": "Doe", "given": "J.", "suffix": "IV"}]}, "author = {Doe, IV, J.}"),
    "indices": ({"title": "Na₀.₆₇Mn³⁺O₂"}, "title = {{Na$_{0.67}$Mn$^{3+}$O$_{2}$}}"),
    "signs": ({"title": "P′2, −5 °C, δ ≥ ‘1’"}, r"title = {{P$'$2, $-$5 $^{\circ}$C, $\delta$ $\geq$ `1'}}"),
    "pages with a hyphen": ({"page": "341-353"}, "pages = {341--353}"),
    "an article": ({}, "@article{doe2024,"),
    "a patent": ({"type": "patent", "number": "US 1"}, "@patent{doe2024,"),
    "a preprint": ({"type": "article", "arxiv": "2405.05559"}, "eprint = {2405.05559}"),
    "no known journal": ({"container-title": None}, "@misc{doe2024,"),
}


@pytest.mark.parametrize("what", ENTRIES)
def test_an_entry_reads_as_bibtex_means_it(what: str) -> None:
    changed, expected = ENTRIES[what]
    assert expected in bibliography.entry(reference_of(**changed))


def reference_of(**changed: object) -> Reference:
    values = {"id": "doe2024", "title": "T", "author": [{"family": "Doe", "given": "J."}], "issued": 2024,
              "container-title": "Journal of Tests", "page": "1–9", **changed}  # fmt: skip
    return Reference.model_validate({key: value for key, value in values.items() if value is not None}, strict=False)


def test_ris_and_csl_json_hold_every_reference(real: Atlas, files: dict[str, str]) -> None:
    ris = files["api/v1/references.ris"]
    assert re.findall("^ID  - (.*)$", ris, re.MULTILINE) == list(real.data.references)
    assert ris.count("\nER  - \n") == ris.count("TY  - ") == len(real.data.references)
    assert [item["id"] for item in read(files, "references.csl.json")] == list(real.data.references)


def test_ris_and_csl_json_give_pages_names_and_groups_in_their_own_form() -> None:
    reference = reference_of(author=[{"family": "Doe", "given": "J.", "suffix": "Jr."}, {"family": "A, B and C"}])
    assert bibliography.csl(reference)["author"] == [
        {"family": "Doe", "given": "J.", "suffix": "Jr."},
        {"literal": "A, B and C"},
    ]
    assert (bibliography.csl(reference)["page"], bibliography.csl(reference)["issued"]) == (
        "1-9",
        {"date-parts": [[2024]]},
    )
    assert "AU  - Doe, J., Jr.\nAU  - A, B and C\n" in (text := bibliography.ris([reference]))
    assert "SP  - 1\nEP  - 9\n" in text


def test_the_index_finds_every_record_and_leads_to_its_page(real: Atlas, files: dict[str, str]) -> None:
    index = [entry for entry in read(files, "index.json") if entry["kind"] != "pages"]
    assert len(index) == sum(len(real.data.kind(kind)) for kind in {entry["kind"] for entry in index})
    anchored = {"glossary"}
    assert {*anchored, "questions"} <= {entry["kind"] for entry in index}
    for entry in index:
        ident = f"#{entry['id']}" if entry["kind"] in anchored else f"{entry['id']}/"
        assert entry["url"] == f"{entry['kind']}/{ident}"


def test_the_index_says_which_numbers_a_question_answers(files: dict[str, str]) -> None:
    ranges = {entry["id"]: entry.get("ranges") for entry in read(files, "index.json") if entry["kind"] == "questions"}
    assert ranges["cold"] == {"°C": [None, -10]}
    assert ranges["long-life"] == {"cycles": [500, None]}
    assert ranges["fast"] == {"C": [5, 10]}
    assert ranges["air"] == {"days": [0, None]}
    assert ranges["volume"] is None


LINES = {
    "materials": ("nfmczs", "Layered oxides, O3 · 1.62\u202fR, high entropy · Wang et al. (2024)"),
    "references": (
        "wang2024a",
        "High-Entropy Phase Stabilization Engineering",
    ),
    "elements": ("sn", "Sn: "),
    "effects": ("cocktail", ""),
    "glossary": ("nasicon", ""),
    "questions": ("cold", "Values measured at −10 °C or below"),
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


@pytest.fixture(scope="module")
def table_schemas(files: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the fields of each table of the data package, by name."""
    resources = read(files, "datapackage.json")["resources"]
    found = {resource["path"]: resource["schema"]["fields"] for resource in resources if resource["format"] == "csv"}
    return {path: {field["name"]: field for field in fields} for path, fields in found.items()}


def test_each_column_of_a_table_has_a_type_and_a_description(
    files: dict[str, str], table_schemas: dict[str, dict[str, Any]]
) -> None:
    assert set(table_schemas) == {name.rpartition("/")[2] for name in files if name.endswith(".csv")}
    for path, fields in table_schemas.items():
        assert list(fields) == next(csv.reader(io.StringIO(files[f"api/v1/{path}"])))
        assert [name for name, field in fields.items() if not (field["type"] and field["description"])] == []
    assert table_schemas["materials.csv"]["molar_mass"]["unit"] == "g mol-1"
    assert table_schemas["claims.csv"]["temperature_low"]["unit"] == "°C"


def test_each_fraction_or_range_has_numbers_beside_it(
    files: dict[str, str], table_schemas: dict[str, dict[str, Any]]
) -> None:
    for path, fields in table_schemas.items():
        for row in csv.DictReader(io.StringIO(files[f"api/v1/{path}"])):
            for name, cell in row.items():
                if name in ("note", "other", "at"):  # words
                    continue
                if re.fullmatch(r"-?\d+/\d+", cell):
                    assert float(row[f"{name}_number"]) == pytest.approx(float(Fraction(cell))), (path, name)
                elif found := re.fullmatch(r"(-?[\d.]+) to (-?[\d.]+)", cell):
                    assert (row[f"{name}_low"], row[f"{name}_high"]) == found.groups(), (path, name)
                elif cell and fields[name]["type"] in ("number", "integer"):
                    assert float(cell) is not None


def test_each_fraction_of_a_material_has_a_number_at_the_same_place_of_its_decimals(files: dict[str, str]) -> None:
    for material in read(files, "materials.json"):
        computed = material["computed"] or {"decimals": {}}
        decimals = computed.pop("decimals")
        for path, text in texts(computed):
            if re.fullmatch(r"-?\d+/\d+", text):
                number = functools.reduce(lambda value, part: value[part], path, decimals)
                assert number == pytest.approx(float(Fraction(text))), (material["id"], path)


def test_the_table_of_claims_names_every_source_that_repeats_a_claim(real: Atlas, files: dict[str, str]) -> None:
    rows = {
        (row["material"], row["claim"]): row["also"] for row in csv.DictReader(io.StringIO(files["api/v1/claims.csv"]))
    }
    repeated = 0
    for ident, material in real.data.materials.items():
        for number, claim in enumerate(material.claims, start=1):
            named = [part.split(", ")[0] for part in filter(None, rows[ident, str(number)].split("; "))]
            assert named[: len(claim.also)] == [source.reference for source in claim.also]
            repeated += bool(claim.also)
    assert repeated


def test_the_table_of_claims_carries_notes_and_the_conditions_of_controls(real: Atlas, files: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["api/v1/claims.csv"])))
    claims = [claim for material in real.data.materials.values() for claim in material.claims]
    assert [row["note"] for row in rows] == [" ".join((claim.note or "").split()) for claim in claims]
    assert [row["not_stated"] for row in rows] == ["; ".join(claim.not_stated) for claim in claims]
    with_own = [bool(claim.versus and claim.versus.conditions) for claim in claims]
    assert [bool(row["control_conditions"]) for row in rows] == with_own


def test_the_data_package_is_valid_and_says_whose_it_is(files: dict[str, str], tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "api/v1/datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert {"version", "licenses", "contributors"} <= read(files, "datapackage.json").keys()


def test_the_data_package_names_the_site_where_it_is_known(files: dict[str, str], records: Records) -> None:
    assert "homepage" not in read(files, "datapackage.json")
    at_home = export.files(pipeline.load(records.root), site_url="https://atlas.example/")
    assert read(at_home, "datapackage.json")["homepage"] == "https://atlas.example/"


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
