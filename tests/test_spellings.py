"""The table of spellings says what the reader does, and leaves none of it out."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from generator.chemistry import tokenizer
from generator.chemistry.formula import parse, plain
from generator.chemistry.labels import surroundings
from generator.chemistry.spellings import SPELLINGS, Spelling
from generator.chemistry.tokenizer import tokens
from generator.site import templating

ROWS = [row for rows in SPELLINGS.values() for row in rows]
REFUSED = {"prose", "placeholder", "other", "equals"}  # kinds of token that no formula may hold
UNPRINTED = {"skip", "brace", "vulgar", "script", "greek", "hole"}  # what only typesets, or is respelled
VECTORS = json.loads((Path(__file__).parent / "vectors" / "formulas.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_every_spelling_is_read_and_its_plain_spelling_says_the_same(row: Spelling) -> None:
    assert parse(row.read) == parse(row.example)
    assert plain(parse(row.read)) == row.read


def test_every_spelling_has_its_own_words_and_its_own_example() -> None:
    assert len({row.what for row in ROWS}) == len({row.example for row in ROWS}) == len(ROWS)


def test_every_remark_that_reading_makes_is_shown_by_an_example() -> None:
    shown = {remark.code for row in ROWS for remark in parse(row.example).remarks}
    assert {code for case in VECTORS for code in case["remarks"]} <= shown


def test_every_kind_of_token_stands_in_an_example() -> None:
    shown = {kind for row in ROWS for kind, _, _ in tokens(surroundings(row.example)[0])}
    assert set(tokenizer._TOKEN.groupindex) - REFUSED - UNPRINTED <= shown


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_the_page_prints_every_example_as_code_with_what_it_is_read_as(row: Spelling) -> None:
    page = html.unescape(templating.environment().get_template("figures/spellings.jinja").render())
    assert f"<code>{row.example}</code>" in page
    assert f"<code>{row.read}</code>" in page
