"""Published addresses stay: other names forward, withdrawn records say so, and what would vanish is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import pipeline
from generator.changes.diff import changes
from generator.cli.main import main
from generator.site import addresses, export, pages
from generator.site.page import Page

from .conftest import ROOT, Records

ALPHA = "materials/alpha.yml"
ZETA = """id: zeta
name: Zeta
formula: NaNi0.6Mn0.4O2
family: layered-oxide
source: {reference: doe2024, via: roe2026, at: "2"}
missing: [{property: capacity-retention, why: not-in-source}]
"""
WITHDRAWN = "withdrawn: {on: 2026-11-30, why: It was the same sample as Gamma., successor: gamma}\n"


def made(records: Records) -> dict[str, str]:
    """Return every page and file of the small records, by its address."""
    atlas = pipeline.load(records.root)
    return export.files(atlas) | {page.uri: page.text for page in pages.render(atlas)}


@pytest.mark.data
def test_no_published_address_vanishes(written: Path) -> None:
    published = addresses.listed(ROOT / addresses.FILE)
    assert published == sorted(set(published)), "run `python -m generator addresses --write`"
    assert len(published) > 1_000
    there = [Page(path.relative_to(written).as_posix(), "") for path in written.rglob("*")]
    assert addresses.vanished(published, there) == []


def test_a_former_id_forwards_in_html_and_is_the_record_in_json(records: Records) -> None:
    records.edit(ALPHA, "aliases: [A-1]", "aliases: [A-1]\nformer_ids: [aleph]")
    files = made(records)
    page = files["materials/aleph/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../../materials/alpha/">' in page
    assert '<link rel="canonical" href="../../materials/alpha/">' in page
    assert json.loads(files["api/v1/materials/aleph.json"])["id"] == "alpha"


def test_an_alias_forwards_where_it_names_one_record_and_lists_several(records: Records) -> None:
    files = made(records)
    assert 'content="0; url=../../materials/alpha/"' in files["materials/a-1/index.html"]
    records.edit("materials/beta.yml", "name: Beta", "name: Beta\naliases: [A-1, alpha]")
    files = made(records)
    assert "refresh" not in files["materials/a-1/index.html"]
    assert files["materials/a-1/index.html"].count("<li>") == 2
    assert [each["id"] for each in json.loads(files["api/v1/materials/a-1.json"])["see"]] == ["alpha", "beta"]
    assert "materials/alpha/index.html" not in files  # an id is never another record's alias


def test_a_withdrawn_record_stays_with_reason_and_successor_and_counts_nowhere(records: Records) -> None:
    before = pipeline.load(records.root)
    records.edit("materials/beta.yml", "role: control", f"role: control\n{WITHDRAWN}")
    (dead,) = (problem for problem in records.problems() if "[dead-link]" in problem)
    assert 'found "beta", expected the id of one of the materials. That record was withdrawn. Use "gamma".' in dead
    records.edit(ALPHA, "    versus: {material: beta, value: 24}\n", "")
    files = made(records)
    page = files["materials/beta.md"]
    assert "<strong>Withdrawn</strong>, 2026-11-30: It was the same sample as Gamma." in page
    assert '<a href="../../materials/gamma/">Gamma-PBA</a> in its place' in page
    assert json.loads(files["api/v1/materials/beta.json"])["withdrawn"]["successor"] == "gamma"
    assert [record["id"] for record in json.loads(files["api/v1/withdrawn.json"])] == ["beta"]
    assert '"beta"' not in files["api/v1/materials.json"] + files["api/v1/index.json"]
    assert "Beta" not in files["materials/index.md"] + files["api/v1/claims.csv"]
    assert ("beta", "withdrawn") in {(each.id, each.state) for each in changes(before, pipeline.load(records.root))}


@pytest.mark.parametrize(
    ("successor", "expected"),
    [("beta", 'withdrawn.successor: found "beta"'), ("nothing", 'withdrawn.successor: found "nothing"')],
)
def test_the_successor_of_a_withdrawn_record_is_another_living_one(
    records: Records, successor: str, expected: str
) -> None:
    records.edit("materials/beta.yml", "role: control", f"role: control\n{WITHDRAWN.replace('gamma', successor)}")
    assert any(expected in problem for problem in records.problems())


def test_the_id_of_a_withdrawn_record_is_never_given_again(records: Records) -> None:
    records.edit("materials/beta.yml", "role: control", f"role: control\n{WITHDRAWN}")
    records.edit("materials/gamma.yml", "id: gamma", "id: gamma\nformer_ids: [beta]")
    assert any("[id-reused]" in problem for problem in records.problems())


def test_the_list_of_addresses_is_only_ever_extended(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    records.write("materials/zeta.yml", ZETA)
    command = ["addresses", "--data", str(records.root), "--content", str(tmp_path / "content")]
    assert main([*command, "--write"]) == 0
    listed = addresses.listed(tmp_path / addresses.FILE)
    assert {"/", "materials/alpha/", "audit/", "api/v1/claims.csv"} <= set(listed)
    assert "materials/a-1/" not in listed  # an alias is no promise
    (records.root / "materials/zeta.yml").unlink()
    capsys.readouterr()
    assert main([*command, "--write"]) == 1
    told = capsys.readouterr().out
    assert "materials/zeta/: found nothing at this published address. Keep the id under `former_ids`" in told
    assert "api/v1/materials/zeta.json: found nothing" in told
    assert addresses.listed(tmp_path / addresses.FILE) == listed
