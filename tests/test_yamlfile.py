"""YAML is read as its author meant it, and everything else is refused with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidData
from generator.yamlio import parser
from generator.yamlio.document import Document

from . import ROOT

MEANT: dict[str, Any] = {
    "a: NO": "NO",
    "a: on": "on",
    "a: yes": "yes",
    "a: 010": "010",
    "a: 12:30": "12:30",
    "a: 2026-01-31": "2026-01-31",
    "a: 0x1f": "0x1f",
    "a: 1_000": "1_000",
    "a: .inf": ".inf",
    "a: 1e-3": Decimal("0.001"),
    "a: 3.0": Decimal("3.0"),
    "a: 0.90": Decimal("0.90"),
    "a: .5": Decimal("0.5"),
    "a: 1e30": Decimal("1e30"),
    'a: "1e999"': "1e999",
    "a: -7": -7,
    'a: "87"': "87",
    "a: true": True,
    "a:": None,
    "a: ~": None,
    "a: [1, two]": [1, "two"],
    "a: {b: {c: 1}}": {"b": {"c": 1}},
    "a: >-\n  two\n  lines": "two lines",
    'a: "#5" # a comment': "#5",
    "a: x#5 # a comment": "x#5",
}

RECORDS = sorted((ROOT / "data").glob("*/*.yml"))[::20]

REFUSED = {
    "a: 1\nb: 2\na: 3": 'f.yml:3:1: found "a" a second time, expected each key once. Keep one of them.',
    "a: &x 1": "f.yml:1:4: a: found the anchor &x, expected no anchors.",
    "a: *x": "f.yml:1:4: a: found the alias *x, expected no aliases.",
    "a: !!python/name:os.system x": "found the tag",
    "a: b: c": 'Put text that contains ": " between double quotes.',
    "\ta: 1": "f.yml:1:1: found a tab in the indentation, expected spaces. Line 1 begins with a tab: use spaces.",
    "a: 1\n  \tb: 2": "f.yml:2:3: found a tab in the indentation",
    "a: 'x": "f.yml:1:4: found a quotation mark that is not closed, expected its partner.",
    'a: "x\nb: "y"\nc: 1': "Close the quotation mark that line 1 opens.",
    'a: "x" y': "f.yml:1:8: found text after a closing quotation mark, expected the end of the value.",
    'a: "\\d"': "Use single quotes",
    "a: 1\nphase:O3\nb: 2": 'f.yml:2:6: found "phase:O3", expected a space after the colon. Write "phase: O3".',
    "a:\n  - b:x\n    c: 2": 'f.yml:2:6: found "b:x", expected a space after the colon.',
    "a: 1\nphase O3\nb: 2": 'f.yml:2:1: found "phase O3" without a colon',
    "a: Alpha\n  b: 1": 'f.yml:2:3: found "b" indented by 2 spaces, expected 0 as "a" in line 1.',
    "a:\n  - b: x\n   c: 1": 'f.yml:3:4: found "c" indented by 3 spaces, expected 4 as "b" in line 2.',
    "a:\n  - b: x\n  c: 1": 'f.yml:3:3: found "c" indented by 2 spaces, expected 4 as "b" in line 2.',
    "a:\n  - b: 1\n c: 1": 'f.yml:3:2: found "c" indented by 1 space, expected 0 as "a" in line 1.',
    "a:\n  - b: 1\n   - b: 2": "found the hyphen indented by 3 spaces, expected 2 as the hyphen in line 2.",
    'a: {b: "1"\nc: 2': 'f.yml:1:4: found "{" that is not closed, expected "}". Close the bracket that line 1 opens.',
    "a: {b: x\nc: 2": 'f.yml:1:4: found "{" that is not closed',
    "a: [1, 2": 'f.yml:1:4: found "[" that is not closed, expected "]".',
    "a: [1]]\nb: 1": 'f.yml:1:7: found "]" without a partner',
    "a: [1, 2}": 'found "}" between brackets, expected a comma or the closing bracket.',
    "a: {at: Figure 4: left}": 'f.yml:1:17: found a second ": " in one entry, expected one. '
    'Put text that contains ": " between double quotes',
    "a: {at: #4e}\nb: 1": "f.yml:1:9: found text cut off by a #, expected the whole text. A # starts",
    'a: {at: "x #1", b: [y #4]}': "f.yml:1:23: found text cut off by a #",
    "a: 1\nphase:\u00a0O3\nb: 2": "f.yml:2:7: found a no-break space after the colon, expected a plain space.",
    "a: @x": 'found text that begins with "@"',
    "a: >80": "write a limit as a number with `bound: above`",
    "a: #5 oxide": "f.yml:1:4: a: found text cut off by a #",
    "a: oxide #5": "f.yml:1:10: a: found text cut off by a #",
    "a: x\u202ey": "f.yml:1:5: found the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE), expected visible text.",
    'a: "x\\u200by"': "f.yml:1:4: a: found the invisible character U+200B (ZERO WIDTH SPACE)",
    'a: "\n  \\0-5"': "f.yml:1:4: a: found the invisible character U+0000 (control character)",
    'a: "x\\ry"': "f.yml:1:4: a: found the invisible character U+000D (control character)",
    '"a\\eb": 1': "f.yml:1:1: found the invisible character U+001B (control character)",
    "a: \ue000": "f.yml:1:4: found the invisible character U+E000 (private use)",
    "a: 1e31": 'f.yml:1:4: a: found the number "1e31", expected one from 1e-30 to 1e30. Check the exponent.',
    "a: 1e-999": 'found the number "1e-999"',
    "a: 1\n---\nb: 2": "f.yml:2:1: found a second document, expected one record a file.",
    "? {a: 1}\n: 2": "found a list or mapping as a key",
    "a: \x00": "f.yml:1:4: found the invisible character U+0000 (control character)",
    "[" * 200_000: "found nesting deeper than 12 levels",
    "a: " + "x" * 500_000: "expected at most 400000",
}


def parse(text: str | bytes) -> Document:
    return parser.parse(text.encode() if isinstance(text, str) else text, "f.yml")


@pytest.mark.parametrize("text", MEANT, ids=repr)
def test_a_value_is_read_as_its_author_meant_it(text: str) -> None:
    value = parse(text).value["a"]
    assert (type(value), str(value)) == (type(MEANT[text]), str(MEANT[text]))


@pytest.mark.parametrize("text", [*MEANT, *(path.read_text("utf-8") for path in RECORDS)], ids=lambda text: text[:20])
def test_a_comment_changes_no_value(text: str) -> None:
    """A file in which a comment may hide something is read another way, which also finds the place of everything."""
    assert repr(parse(text).value) == repr(parse(f"{text}\n # a comment\n").value)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:30]))
def test_what_yaml_would_bend_is_refused_with_its_place_and_a_remedy(text: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        parse(text)
    assert REFUSED[text] in str(refusal.value)


def test_several_mistakes_of_one_file_are_reported_in_one_run() -> None:
    with pytest.raises(InvalidData) as refusal:
        parse("a: &x 1\na: 2\nb: !tag 3\n")
    assert len(refusal.value.problems) == 3


def test_bytes_that_are_not_utf8_are_named_with_their_line() -> None:
    with pytest.raises(InvalidData, match=r"f.yml:2:1: found bytes that are not UTF-8"):
        parse(b"a: 1\nb: \xff\n")


def test_a_missing_key_has_the_position_of_its_parent() -> None:
    document = parse("a:\n  - {b: 1}\n")
    assert document.at(("a", 0, "b")) == (2, 6)
    assert document.at(("a", 0, "nowhere")) == (2, 5)


def test_a_key_missing_in_a_bracket_has_the_position_of_the_bracket() -> None:
    assert parse("a:\n  b: {c: 1}\n").at(("a", "b", "nowhere")) == (2, 6)


@pytest.mark.parametrize(("text", "place"), {"a: Na2O": (1, 6), 'a: "Na2O"': (1, 7), "a: >-\n  Na2O": (1, 1)}.items())
def test_a_character_of_a_value_has_its_own_position_where_the_value_is_written_as_it_reads(
    text: str, place: tuple[int, int]
) -> None:
    assert parse(text).at(("a",), 2) == place


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_problems(raw: bytes) -> None:
    try:
        parse(raw)
    except InvalidData as refusal:
        assert refusal.problems
