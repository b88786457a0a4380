"""The collections that benchmarks are run on are valid, and the same each time."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator import pipeline

from . import ROOT, collection
from .site import digest

MADE = 40


def grown(project: Path, seed: int = 1) -> Path:
    shutil.copytree(ROOT / "tests/small", project / "data")
    for table in (ROOT / "data").glob("*.csv"):
        shutil.copy(table, project / "data")
    collection.add(project, MADE, seed)
    return project / "data"


def test_a_grown_collection_has_so_many_more_materials_with_claims_pairs_and_papers(tmp_path: Path) -> None:
    atlas = pipeline.load(grown(tmp_path))
    before = pipeline.load(ROOT / "tests/small")
    made = [entry for entry in atlas.entries.values() if entry.id not in before.entries]
    assert len(made) == MADE
    assert len(atlas.data.references) - len(before.data.references) == MADE // collection.PER_PAPER
    assert all(entry.material.claims for entry in made)
    assert len(atlas.pairs) > len(before.pairs)
    assert len({entry.description.plain for entry in made if entry.description}) == MADE


def test_a_seed_gives_the_same_files_each_time_and_another_one_others(tmp_path: Path) -> None:
    one, again, other = (grown(tmp_path / name, seed) for name, seed in (("1", 1), ("again", 1), ("2", 2)))
    assert digest(one) == digest(again)
    assert digest(one) != digest(other)
