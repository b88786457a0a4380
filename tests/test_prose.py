"""Hand-written pages: links and numbers come from the records, and a slip is told with its place."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from generator import pipeline
from generator.errors import InvalidData
from generator.site import assembly, shortcodes

from . import ROOT
from .conftest import Records

pytestmark = pytest.mark.data

SHOWN = {
    "[[alpha]]": '>Alpha</a>',
    "[[alpha|these words]]": '<a href="../materials/alpha/"',
    "[[cocktail]]": 'href="../effects/cocktail/"',
    "[[effects/cocktail]]": 'href="../effects/cocktail/"',
    "[[doe2024]]": ">Doe et al. (2024)</a>",
    "[[=alpha.entropy]]": "1.43\u202fR",
    "[[=alpha.class]]": "medium",
    "[[=alpha.formula]]": "NaNi<sub>0.35</sub>",
    "[[=alpha.capacity-retention]]": "≈\u00a087.0\u00a0%",
    "[[=alpha.capacity-retention.versus]]": "24\u00a0%",
    "[[=alpha.capacity-retention.conditions]]": "after 500 cycles",
    "[[=count.materials]]": "4",
    "[[figure:one]]": "<svg></svg>",
    "[not a mark](methods.md)": "[not a mark](methods.md)",
}  # fmt: skip

REFUSED = {
    "[[alfa]]": 'found "alfa", expected the id of a record. Did you mean "alpha"?',
    "[[=alpha.entropi]]": 'Did you mean "entropy"?',
    "[[=alpha.capacity-retention.2]]": 'found "capacity-retention.2", expected something that alpha has',
    "[[=alpha]]": "expected a material and what to show of it",
    "[[=beta.capacity-retention]]": "expected something that beta has",
    "[[=delta.entropy]]": "expected something that delta has",
    "[[=count.material]]": 'Did you mean "materials"?',
    "[[figure:two]]": "expected the name of a figure",
    "[[]]": "expected the id of a record",
}  # fmt: skip


def expand(records: Records, text: str) -> tuple[str, list[str]]:
    small = pipeline.load(records.root)
    made, problems = shortcodes.expand(text, "content/x.md", small, "../", {"one": lambda: "<svg></svg>"})
    return made.text, [str(problem) for problem in problems]


@pytest.mark.parametrize("mark", SHOWN)
def test_a_mark_becomes_what_the_records_say(records: Records, mark: str) -> None:
    made, problems = expand(records, f"Before {mark} after.")
    assert problems == []
    assert SHOWN[mark] in html.unescape(made)
    assert made.startswith("Before ")
    assert made.endswith(" after.")


@pytest.mark.parametrize("mark", REFUSED)
def test_a_mark_that_leads_nowhere_is_told_with_line_and_column(records: Records, mark: str) -> None:
    _, problems = expand(records, f"# Title\n\nWords {mark}\n")
    assert len(problems) == 1
    assert problems[0].startswith("content/x.md:3:7: ")
    assert REFUSED[mark] in problems[0]


def test_an_id_that_two_kinds_share_must_be_settled(records: Records) -> None:
    text = (records.root / "strategies/phase.yml").read_text().replace("id: phase", "id: air")
    records.write("strategies/air.yml", text)
    records.edit("materials/alpha.yml", "strategies: [phase]", "strategies: [phase, air]")
    _, problems = expand(records, "[[air]]")
    assert "Write one of: challenges/air, strategies/air." in problems[0]
    assert expand(records, "[[strategies/air]]")[1] == []


def test_slips_of_all_pages_are_told_in_one_run(records: Records, tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "deep").mkdir(parents=True)
    (content / "a.md").write_text("[[nowhere]]\n")
    (content / "deep/b.md").write_text("[[=nothing.entropy]]\n")
    with pytest.raises(InvalidData) as refusal:
        assembly.build(records.root, content)
    assert [problem.file for problem in refusal.value.problems] == ["content/a.md", "content/deep/b.md"]


def test_a_mark_of_a_chapter_is_on_one_line() -> None:
    for path in (ROOT / "content").rglob("*.md"):
        assert not re.findall(r"\[\[[^\]]*$", path.read_text(encoding="utf-8"), re.MULTILINE), path.name


def test_chapters_tell_the_chemistry_with_its_source_and_not_what_a_review_says() -> None:
    for path in (ROOT / "content/review").glob("*.md"):
        assert not re.findall(r"\bthe\s+review\b.{0,40}", path.read_text(encoding="utf-8"), re.IGNORECASE), path.name
