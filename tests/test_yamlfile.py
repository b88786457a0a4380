"""YAML is read as its author meant it, and everything else is refused with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import yamlfile
from generator.errors import InvalidData

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
    "a: -7": -7,
    'a: "87"': "87",
    "a: true": True,
    "a:": None,
    "a: ~": None,
    "a: [1, two]": [1, "two"],
    "a: {b: {c: 1}}": {"b": {"c": 1}},
    "a: >-\n  two\n  lines": "two lines",
}

REFUSED = {
    "a: 1\nb: 2\na: 3": 'f.yml:3:1: found "a" a second time, expected each key once. Keep one of them.',
    "a: &x 1": "f.yml:1:4: a: found the anchor &x, expected no anchors.",
    "a: *x": "f.yml:1:4: a: found the alias *x, expected no aliases.",
    "a: !!python/name:os.system x": "found the tag",
    "a: b: c": 'Put text that contains ": " between double quotes.',
    "\ta: 1": "Indent with spaces, not tabs",
    "a: 'x": "Close the quotation mark.",
    "a: 1\n---\nb: 2": "f.yml:2:1: found a second document, expected one record a file.",
    "? {a: 1}\n: 2": "found a list or mapping as a key",
    "a: \x00": "expected valid YAML",
    "[" * 200_000: "found nesting deeper than 12 levels",
    "a: " + "x" * 500_000: "expected at most 400000",
}


def parse(text: str | bytes) -> yamlfile.Document:
    return yamlfile.parse(text.encode() if isinstance(text, str) else text, "f.yml")


@pytest.mark.parametrize("text", MEANT, ids=repr)
def test_a_value_is_read_as_its_author_meant_it(text: str) -> None:
    value = parse(text).value["a"]
    assert (type(value), str(value)) == (type(MEANT[text]), str(MEANT[text]))


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:30]))
def test_what_yaml_would_bend_is_refused_with_its_place_and_a_remedy(text: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        parse(text)
    assert REFUSED[text] in str(refusal.value)


def test_several_slips_of_one_file_are_told_in_one_run() -> None:
    with pytest.raises(InvalidData) as refusal:
        parse("a: &x 1\na: 2\nb: !tag 3\n")
    assert len(refusal.value.problems) == 3


def test_bytes_that_are_not_utf8_are_named_with_their_line() -> None:
    with pytest.raises(InvalidData, match=r"f.yml:2:1: found bytes that are not UTF-8"):
        parse(b"a: 1\nb: \xff\n")


def test_a_position_is_the_keys_own_and_an_absent_key_stands_at_its_parent() -> None:
    document = parse("a:\n  - {b: 1}\n")
    assert document.at(("a", 0, "b")) == (2, 6)
    assert document.at(("a", 0, "nowhere")) == (2, 5)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_problems(raw: bytes) -> None:
    try:
        parse(raw)
    except InvalidData as refusal:
        assert refusal.problems
