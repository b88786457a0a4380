"""The canonical form: one order and one look for every record, no value changed and no comment lost."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.authoring import formatter as canonical_module
from generator.authoring.formatter import WIDTH, canonical
from generator.cli.main import main
from generator.errors import InvalidData
from generator.yamlio import parser

from .conftest import ROOT, Records

MATERIAL = "data/materials/x.yml"
FILES = sorted((ROOT / "data").glob("*/*.yml"))
EXAMPLES = dict(
    re.findall(r"```yaml\n# (data/\S+)\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
)

# (what is shown, as written, in canonical form)
FORMS = [
    ("keys take the order of the model", "name: X\nid: x\n", "id: x\nname: X\n"),
    ("an unknown key stays behind the known ones", "fase: O3\nname: X\nid: x\n", "id: x\nname: X\nfase: O3\n"),
    ("numbers and quotation marks stay as written", 'id: "x"\nname: 3.0 C\n', 'id: "x"\nname: 3.0 C\n'),
    ("a short part moves to one line", "source:\n  at: a\n  reference: r\n", "source: {reference: r, at: a}\n"),
    ("a short list moves to one line", "aliases:\n- a\n- b\n", "aliases: [a, b]\n"),
    ("what holds a comma stays on lines of its own", "aliases:\n- a, b\n", "aliases:\n  - a, b\n"),
    (
        "entries with prose stand on lines of their own",
        "notes: [{remark: Odd., about: value}]\n",
        "notes:\n  - about: value\n    remark: Odd.\n",
    ),
    (
        "a link stands on one line until it says why",
        "effects:\n- {effect: e, support: implied, source: {reference: r, at: a}}\n"
        "- {effect: e, support: implied, why: So., source: {reference: r, at: a}}\n",
        "effects:\n  - {effect: e, support: implied, source: {reference: r, at: a}}\n"
        "  - effect: e\n    support: implied\n    why: So.\n    source: {reference: r, at: a}\n",
    ),
    ("folded text keeps its lines", "id: x\nname: >-\n     a\n     b\n", "id: x\nname: >-\n  a\n  b\n"),
    ("text over several lines keeps them", "name: a\n   b\nid: x\n", "id: x\nname: a\n  b\n"),
    ("blank lines inside text stay", "id: x\nname: |\n    a\n\n\n    b\n", "id: x\nname: |\n  a\n\n\n  b\n"),
    ("of several blank lines one stays", "\n\nid: x\n\n\n\nname: X\n\n", "id: x\n\nname: X\n"),
    (
        "a comment above a key moves with it",
        "role: state\nname: X\n# why\nid: x\n",
        "# why\nid: x\nname: X\nrole: state\n",
    ),
    ("a comment beside a key moves with it", "name: X\nid: x  # why\n", "id: x  # why\nname: X\n"),
    ("comments at the beginning and end stay there", "# a\n\nname: X\nid: x\n# z\n", "# a\n\nid: x\nname: X\n# z\n"),
    (
        "a comment below an entry stays with it",
        "strategies:\n  - a, b\n  # c\nid: x\n",
        "id: x\nstrategies:\n  - a, b\n  # c\n",
    ),
    ("a comment inside brackets opens them", "aliases: [a,\n  b, # c\n  d]\n", "aliases:\n  - a\n  - b  # c\n  - d\n"),
    ("a comment behind a hyphen moves above", "aliases:\n- # c\n  a\n", "aliases:\n  # c\n  - a\n"),
    ("comments in a column keep it", "id: x     # a\nname: X   # b\n", "id: x     # a\nname: X   # b\n"),
    ("a # inside text is text", 'name: "a # b"\nid: x\n', 'id: x\nname: "a # b"\n'),
    ("empty parts stay", "id: x\nclaims: []\nversus: {}\nname:\n", "id: x\nname:\nclaims: []\nversus: {}\n"),
    (
        "an empty value between brackets keeps the space behind its colon",
        "versus: {material: , value:\n }\n",
        "versus: {material: , value: }\n",
    ),
    ("line endings are those of Unix", "id: x\r\nname: X\r\n", "id: x\nname: X\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_a_record_gets_its_canonical_form(text: str, form: str) -> None:
    assert canonical(text.encode(), MATERIAL) == form
    assert canonical(form.encode(), MATERIAL) == form


def test_a_part_too_long_for_one_line_is_split() -> None:
    room = WIDTH - len("source: {reference: r, at: }")
    fits, opened = (canonical(f"source: {{reference: r, at: {'a' * size}}}\n".encode(), MATERIAL)
                    for size in (room, room + 1))  # fmt: skip
    assert fits.count("\n") == 1
    assert opened == f"source:\n  reference: r\n  at: {'a' * (room + 1)}\n"


def test_the_type_of_a_record_is_second_and_selects_the_order() -> None:
    text = "source: {reference: r, at: a}\nname: X\ntype: challenge\nid: x\n"
    assert canonical(text.encode(), "data/mechanisms/x.yml").startswith("id: x\ntype: challenge\nname: X\n")


def test_vocabulary_entries_keep_their_order_and_sort_their_keys() -> None:
    text = "# all\n\nb:\n  meaning: B\n  term: B\n# part\na: {meaning: A, term: A}\n"
    expected = "# all\n\nb:\n  term: B\n  meaning: B\n# part\na:\n  term: A\n  meaning: A\n"
    assert canonical(text.encode(), "data/vocabulary/glossary.yml") == expected


@pytest.mark.data
def test_every_record_is_in_canonical_form() -> None:
    others = [path for path in FILES if canonical(path.read_bytes(), path.as_posix()) != path.read_text("utf-8")]
    names = " ".join(path.relative_to(ROOT).as_posix() for path in others)
    assert others == [], f"run `python -m generator fmt {names}`"


@given(st.sampled_from(FILES), st.lists(st.tuples(st.integers(0), st.integers(0, 8), st.booleans()), max_size=5))
def test_comments_anywhere_are_kept_and_do_not_move_again(path: Path, places: list[tuple[int, int, bool]]) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    for number, (place, indent, beside) in enumerate(places):
        line = place % len(lines)
        if beside:
            lines[line] += f"  # note {number}"
        else:
            lines.insert(line, f"{' ' * indent}# note {number}")
    text = "\n".join([*lines, ""])
    try:
        parser.parse(text.encode(), "x")
    except InvalidData:  # a comment may end a text that runs over several lines
        assume(False)
    form = canonical(text.encode(), path.as_posix())
    assert canonical(form.encode(), path.as_posix()) == form
    assert sorted(re.findall(r"# note \d", form)) == sorted(re.findall(r"# note \d", text))


@pytest.mark.data
def test_records_are_the_same_from_any_order_of_keys() -> None:
    every_kind = {path.parent: path for path in FILES}.values()
    lost = [path.relative_to(ROOT).as_posix() for path in {*every_kind, *FILES[::8]} if not _survives_shuffling(path)]
    assert lost == []


def _survives_shuffling(path: Path) -> bool:
    form = canonical(path.read_bytes(), path.as_posix())
    chunks = re.split(r"\n(?=[^\s#-])", form.rstrip("\n"))
    rng = random.Random(path.name)
    head = [] if path.parent.name != "vocabulary" else [chunks.pop(0)]
    if path.parent.name != "vocabulary":
        rng.shuffle(chunks)
    noted = [f"# note {index}\n{chunk}" for index, chunk in enumerate(chunks)]
    mixed = "\n".join([*head, *noted, ""])
    out = canonical(mixed.encode(), path.as_posix())
    kept = sorted(re.findall(r"# note \d+", out)) == sorted(re.findall(r"# note \d+", mixed))
    stable = canonical(form.encode(), path.as_posix()) == form
    return kept and stable and re.sub(r"# note \d+\n", "", out) == form


@pytest.mark.parametrize("path", sorted(EXAMPLES))
def test_the_examples_of_the_guide_are_canonical(path: str) -> None:
    assert canonical(EXAMPLES[path].encode(), path) == EXAMPLES[path]


def test_a_result_that_would_change_a_value_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical_module, "_indented", lambda lines, indent: [])
    with pytest.raises(InvalidData, match="changes the record"):
        canonical(b"id: x\nname: a\n  b\n", MATERIAL)


def test_an_invalid_result_is_reported_without_its_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical_module, "_joined", lambda brackets, parts: "{")
    with pytest.raises(InvalidData, match=r"x\.yml:1:1: found a form that changes the record"):
        canonical(b"id: x\nversus: {material: a}\n", MATERIAL)


@pytest.mark.parametrize("text", ["- a\n", "x\n", "", "id: x\nid: y\n", "id: [\n", "id: &a x\n"])
def test_a_file_that_is_no_record_is_an_error(text: str) -> None:
    with pytest.raises(InvalidData):
        canonical(text.encode(), MATERIAL)


def test_the_command_formats_all_records_and_is_idempotent(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt", "--data", str(records.root)]) == 0
    records.edit("materials/alpha.yml", "name: Alpha\n", "")
    records.edit("materials/alpha.yml", "id: alpha\n", "name: Alpha\nid: alpha\n")
    capsys.readouterr()
    assert main(["fmt", "--check", "--data", str(records.root)]) == 1
    assert "would change: data/materials/alpha.yml" in capsys.readouterr().out
    assert main(["fmt", "--data", str(records.root), str(records.root / "materials/alpha.yml")]) == 0
    assert capsys.readouterr().out == "changed: data/materials/alpha.yml\n1 file, 1 changed.\n"
    assert (records.root / "materials/alpha.yml").read_text("utf-8").startswith("id: alpha\nname: Alpha\n")
    assert main(["fmt", "--check", "--data", str(records.root)]) == 0
    assert records.problems() == []


HELPED = """\
# yaml-language-server: $schema=../schema/materials.json
# A cathode material, or a state of one (aged, re-annealed), as one source describes it.
id: x                             # the file's name without its ending; never reused
name: X                           # guessed; its usual name
# aliases: []                     # other names that a search should find
# A question of my own: is it O3?
phase: O3  # seen by XRD
source: {reference: doe2024, via: , second_hand: , at: abstract}  # where the source introduces it
# role: control                   # why it is here; a control belongs to the paper it is compared in; to ask
# claims:                         # what its sources state about it, a value each
#   - property:                   # a property from the vocabulary; the id of one of the properties
#     versus: {material: , value: , bound: , conditions: }
#     technique: XRD              # XRD, XAS, DFT, ...
#     source: {reference: doe2024, at: }
"""


def test_help_text_of_new_is_offered_for_deletion_and_nothing_else_is_deleted(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    records.write("materials/x.yml", HELPED)
    command = ["fmt", "--data", str(records.root), str(records.root / "materials/x.yml")]
    assert main(command) == 0
    assert "Help text of `new` is left in: data/materials/x.yml. `fmt --drop-help`" in capsys.readouterr().out
    assert main([*command, "--drop-help"]) == 0
    kept = (records.root / "materials/x.yml").read_text("utf-8").splitlines()
    assert [line.split("  ")[0] for line in kept] == [
        "# yaml-language-server: $schema=../schema/materials.json", "id: x", "name: X",
        "# A question of my own: is it O3?", "phase: O3", "source: {reference: doe2024, at: abstract}",
        "# role: control", "#",
    ]  # fmt: skip
    assert "technique: XRD" in kept[-1]
    assert main(command) == 0
    assert "Help text" not in capsys.readouterr().out.splitlines()[-1]


def test_an_invalid_file_is_reported_and_the_others_are_formatted(
    records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    records.write("materials/alpha.yml", "id: [alpha\n")
    records.write("materials/beta.yml", "name: Beta\nid: beta\n")
    files = [str(records.root / f"materials/{name}.yml") for name in ("alpha", "beta")]
    assert main(["fmt", "--data", str(records.root), *files]) == 1
    assert "data/materials/alpha.yml:" in capsys.readouterr().err
    assert (records.root / "materials/alpha.yml").read_text("utf-8") == "id: [alpha\n"
    assert (records.root / "materials/beta.yml").read_text("utf-8") == "id: beta\nname: Beta\n"
