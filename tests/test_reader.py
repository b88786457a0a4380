"""The Python reader: the same values from a checkout, a folder and a server; a wheel of it needs no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import __version__, reader
from generator.derived.atlas import Atlas
from generator.reader import published as files
from generator.reader import sources
from generator.records.dataset import KINDS
from generator.site import linked_tables

from . import ROOT, webhost
from . import site as sites
from .conftest import Records


@pytest.fixture(scope="module")
def published(written: Path) -> reader.Collection:
    """Return the collection as a site has it in a folder."""
    return reader.load(written)


@pytest.fixture(scope="module")
def address(written: Path) -> Iterator[str]:
    with sites.served(written) as found:
        yield found


@pytest.fixture
def copy(written: Path, tmp_path: Path) -> Path:
    """Return a copy of some files of the API that a test may damage."""
    for name in ("datapackage.json", "materials.json", "effects.json"):
        shutil.copyfile(written / "api/v1" / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_published_records_are_those_of_the_checkout(kind: str, published: reader.Collection, real: Atlas) -> None:
    assert published.kind(kind) == real.data.kind(kind)


def test_a_site_is_read_by_its_address_and_by_that_of_its_api(address: str, real: Atlas) -> None:
    for place in (address, f"{address}api/v1", f"{address}api/v1/"):
        assert reader.load(place).effects == real.data.effects


def test_computed_values_and_tables_are_alike_from_checkout_and_site(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from generator.cli.main import main

    assert main(["export", "--data", str(records.root), str(tmp_path / "out")]) == 0
    checkout, export = reader.load(tmp_path), reader.load(tmp_path / "out")
    assert isinstance(checkout.source, sources.Checkout)
    assert isinstance(export.source, files.Published)
    for ident in checkout.materials:
        assert json.dumps(checkout.computed(ident)) == json.dumps(export.computed(ident))
    for table in linked_tables.every(checkout.source._atlas):
        assert checkout.rows(table.name) == export.rows(table.name)
        assert checkout.frame(table.name).equals(export.frame(table.name))


def test_a_frame_keeps_what_is_not_known_apart_from_nought(published: reader.Collection) -> None:
    frame = published.frame("materials").set_index("id")
    assert frame.loc["cncm", ["entropy_all_R"]].isna().all()
    assert str(frame["borderline"].dtype) == "boolean"
    claims = published.frame("claims")
    assert str(claims["cycles"].dtype) == "Int64"
    assert claims["cycles"].min() >= 1


def test_fields_of_a_later_version_are_left_out(copy: Path, real: Atlas) -> None:
    found = json.loads((copy / "effects.json").read_text(encoding="utf-8"))
    for record in found:
        record["of_a_later_version"] = {"a": 1}
        record["sources"][0]["later"] = True
    (copy / "effects.json").write_text(json.dumps(found), encoding="utf-8")
    assert reader.load(copy).effects == real.data.effects


def test_a_cut_file_is_named_with_what_is_wrong(copy: Path) -> None:
    text = (copy / "effects.json").read_text(encoding="utf-8")
    (copy / "effects.json").write_text(text[:1000], encoding="utf-8")
    with pytest.raises(reader.ReadError, match=r"effects\.json is not what the API has there"):
        assert reader.load(copy).effects


def test_a_record_that_is_none_is_named_with_its_field(copy: Path) -> None:
    found = json.loads((copy / "effects.json").read_text(encoding="utf-8"))
    del found[0]["summary"]
    (copy / "effects.json").write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(reader.ReadError, match=rf"effects\.json .*{found[0]['id']}: (?s:.)*summary"):
        assert reader.load(copy).effects


ODD = ["5", "null", '"x"', "[[]]", "[{}]", '[{"id": []}]', '{"a": 1}', "[" * 100_000, "", "\ufeff[]", "[5]"]


USES: dict[str, Callable[[reader.Collection], object]] = {
    "effects.json": lambda atlas: atlas.effects,
    "datapackage.json": lambda atlas: atlas.rows("claims"),
    "materials.json": lambda atlas: atlas.computed("nfmczs"),
    "materials/nfmczs.json": lambda atlas: atlas.computed("nfmczs"),
    "claims.csv": lambda atlas: atlas.rows("claims"),
}
"""A file -> what reads it."""


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:12])
def test_whatever_a_file_holds_is_a_record_or_told_with_cause_and_remedy(copy: Path, text: str) -> None:
    kept = (copy / "materials.json").read_text(encoding="utf-8")
    for name, use in USES.items():
        (copy / "materials").mkdir(exist_ok=True)
        before = (copy / name).read_text(encoding="utf-8") if (copy / name).exists() else None
        (copy / name).write_text(text, encoding="utf-8")
        with pytest.raises(reader.ReadError, match=r"is not what the API has there \((?s:.*)\)\. Take the file again"):
            use(reader.load(copy))
        (copy / name).write_text(before or kept, encoding="utf-8")


def test_an_address_may_be_in_capitals_and_what_it_sends_has_a_limit(
    address: str, real: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reader.load(address.replace("http", "HTTP")).effects == real.data.effects
    monkeypatch.setattr(files, "MOST", 1000)
    with pytest.raises(reader.ReadError, match="larger than 1000 bytes"):
        assert reader.load(address).effects


@pytest.mark.parametrize("address", ["http://no-such-host.invalid", "http://[", "http://a b/", "http://127.0.0.1:1"])
def test_an_address_that_cannot_be_asked_is_told(address: str) -> None:
    with pytest.raises(reader.ReadError, match=r"effects\.json"):
        assert reader.load(address).effects


@pytest.mark.parametrize(
    ("path", "cause"),
    [("drip", "not complete after 1 seconds"), ("invalid/ftp", "unknown url type: ftp")],
)
def test_a_host_that_never_ends_or_leads_elsewhere_is_told(
    path: str, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "DEADLINE", 1.0)
    with webhost.running() as host, pytest.raises(reader.ReadError, match=cause):
        assert reader.load(f"{host.address}/{path}").effects


def test_a_folder_without_an_atlas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(reader.ReadError, match="found no atlas, expected a checkout"):
        reader.load(tmp_path)


def test_an_address_without_an_atlas_is_an_error_of_the_network(address: str) -> None:
    with pytest.raises(reader.ReadError, match="404"):
        assert reader.load(f"{address}nowhere").effects


def test_records_with_problems_are_refused_with_all_of_them(records: Records) -> None:
    records.edit("materials/alpha.yml", "phase: O3", "fase: O3")
    records.edit("materials/beta.yml", "role: control", "role: contrl")
    with pytest.raises(reader.InvalidData) as refused:
        assert reader.load(records.root).materials
    assert len(refused.value.problems) == 2


def test_no_such_kind_or_table_is_a_key_error(published: reader.Collection) -> None:
    with pytest.raises(KeyError):
        published.kind("molecules")
    with pytest.raises(KeyError):
        published.rows("molecules")
    with pytest.raises(KeyError):
        published.computed("molecules")
    with pytest.raises(KeyError):
        published.computed(None)  # type: ignore[arg-type]


OUTSIDE = """
import entropy_atlas, generator
from pathlib import Path
for module in (entropy_atlas, generator):
    assert Path(module.__file__).is_relative_to({target!r}), module.__file__
assert entropy_atlas.__version__ == {version!r}
print(round(entropy_atlas.describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2").entropy.all, 4))
print(len(entropy_atlas.load({published!r}).effects))
"""


def test_a_wheel_installs_without_network_and_works_outside_of_a_checkout(
    tmp_path: Path, written: Path, real: Atlas
) -> None:
    target, outside = tmp_path / "installed", tmp_path / "outside"
    outside.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)]
    run([*pip, "install", *options, str(ROOT)], outside, os.environ.get("PYTHONPATH", ""))
    code = OUTSIDE.format(target=str(target), version=__version__, published=str(written))
    said = run([sys.executable, "-c", code], outside, str(target))
    assert said.split() == ["1.6215", str(len(real.data.effects))]
    script = [sys.executable, str(target / "bin/entropy-atlas")]
    assert "0.69 R" in run([*script, "describe", "NaNi0.5Mn0.5O2"], outside, str(target))
    assert run([*script, "--help"], outside, str(target)).startswith("usage: entropy-atlas ")


def run(command: list[str], folder: Path, path: str) -> str:
    """Run a command elsewhere, with a search path of its own; return what it prints."""
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_installed_name_has_all_that_the_reader_has() -> None:
    from generator.reader import entropy_atlas

    assert set(reader.__all__) | {"__version__"} == set(entropy_atlas.__all__)
