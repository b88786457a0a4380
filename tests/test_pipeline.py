"""Load, derive, check, render: each formula is parsed once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator import pipeline
from generator.chemistry import description, formula
from generator.derived.readings import composed
from generator.records.material_models import Composed, Material
from generator.site import assembly

from .conftest import Records

pytestmark = pytest.mark.data


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what the parser of formulas is asked to read."""
    counts: Counter[str] = Counter()
    parse = formula.parse

    def counted(text: str, *more: object, **named: object) -> formula.Formula:
        counts[text] += 1
        return parse(text, *more, **named)  # type: ignore[arg-type]

    for module in (formula, description):
        monkeypatch.setattr(module, "parse", counted)
    return counts


def test_a_whole_build_parses_each_nominal_and_measured_formula_of_a_record_once(
    parsed: Counter[str], records: Records, tmp_path: Path
) -> None:
    measured = "measured: [{formula: Na0.98Ni0.5Mn0.5O2, technique: ICP-OES, source: {reference: doe2024, at: p. 2}}]\n"
    records.edit("materials/beta.yml", "missing:", f"{measured}missing:")
    (tmp_path / "content").mkdir()
    assembly.build(records.root, tmp_path / "content")
    built = Counter(parsed)
    readings = [(record.formula, *_measured(record)) for _, record in composed(pipeline.load(records.root).data)]
    assert len(readings) > 3
    assert built == Counter(text for texts in readings for text in set(texts) if text)


def _measured(record: Composed) -> list[str | None]:
    return [found.formula for found in record.measured] if isinstance(record, Material) else []


def test_bad_formulas_are_parsed_once_as_well(parsed: Counter[str], records: Records) -> None:
    records.edit("materials/alpha.yml", "O2", "Xx2")
    assert any("expected a formula" in problem for problem in records.problems())
    assert set(parsed.values()) == {1}, parsed


def test_an_atlas_without_some_records_reads_nothing_again(parsed: Counter[str], records: Records) -> None:
    atlas = pipeline.load(records.root)
    parsed.clear()
    rest = atlas.without({("materials", "alpha")})
    assert "alpha" not in rest.entries
    assert rest.entries.keys() == atlas.entries.keys() - {"alpha"}
    assert not parsed


def test_every_problem_is_found_though_some_records_cannot_be_read(records: Records, tmp_path: Path) -> None:
    records.edit("materials/alpha.yml", "O2", "Xx2")
    records.write("materials/gamma.yml", "id: gamma\nname: [")
    found = records.problems()
    assert any("alpha.yml" in problem for problem in found)
    assert any("gamma.yml" in problem for problem in found)
