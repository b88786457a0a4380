"""No file takes long to refuse or fills a screen: each is read within a few seconds of processor time."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable

import pytest

from generator.authoring.csl import plain_text
from generator.errors import MAX_PER_FILE, MAX_PER_RUN, InvalidData, Problem
from generator.pipeline import read
from generator.site import finished, headings, other_builders, page_heads, plain_markdown
from generator.site.page import Page
from generator.suggestions import number_hint
from generator.tools import offline, one_file
from generator.yamlio import parser

from .conftest import Records

SECONDS = 20
"""Of processor time, not by the clock; each case needed minutes, and needs a second at most."""
MANY = 20_000
BLANKS = " " * 10 * MANY

TEXTS = {
    "a key of blanks": f"a{BLANKS}b\nc: d\n",
    "quotations": "a: " + "'x' " * 2 * MANY + "\n",
    "number signs": "a: [x" + " #y" * 5 * MANY + "\n",
    "cut texts": "a: b #c\n" + "".join(f"k{number}: a #b\n" for number in range(MANY)),
    "tags": "a: [" + "!x v," * MANY + "]\n",
}
"""What a long file holds."""

FIELDS = {
    "wrong claims": "claims: [" + "1," * MANY + "]\n",
    "empty notes": "notes: [" + "{about: q}," * MANY + "]\n",
    "unknown keys": "".join(f"k{number}: x\n" for number in range(MANY)),
    "wrong ids": "strategies: [" + "Qq," * MANY + "]\n",
    "needless acceptances": "accepted: [" + "{rule: charge, why: x}," * 8_000 + "]\n",
    "a long number": "claims: [{property: voltage, value: " + "1" * 10 * MANY + "}]\n",
}
"""What a long record holds below its other fields."""


READERS: dict[str, Callable[[str], object]] = {
    "as Markdown": lambda text: plain_markdown.text(["", text]),
    "for Zensical": lambda text: other_builders.for_zensical([Page("a.md", text)]),
    "for its last form": finished.compact,
    "for a folder": offline.page,
    "for one file": one_file.article,
    "for its description": page_heads.of_text,
    "for its headings": lambda text: headings.convert(f"# {text}"),
    "of a publisher": plain_text,
}
"""How a page or a title is read -> what reads it."""
OPENED = (
    "<a ", "<!-- ", "](", "<script ", "<p>", "<math>", "<sub>", "<sub ", "<mi a ", "</span>", "<article ", "** ",
    "<pre>", "<noscript>",
)  # fmt: skip
"""What begins something that never ends."""


def within_bounds(work: Callable[[], object]) -> bool:
    """Run something in a process of limited processor time; return whether it came to its end."""
    child = os.fork()
    if not child:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def refused(text: str) -> InvalidData | None:
    try:
        parser.parse(text.encode(), "data/materials/long.yml")
    except InvalidData as error:
        return error
    return None


def write_long(records: Records, fields: str) -> None:
    text = (records.root / "materials/delta.yml").read_text().replace("id: delta", "id: long")
    kept = [line for line in text.splitlines() if not line.startswith(fields.split(":")[0])]
    records.write("materials/long.yml", "\n".join([*kept, fields]))


@pytest.mark.parametrize("what", TEXTS)
def test_a_long_file_is_parsed_or_refused_in_bounded_time(what: str) -> None:
    assert within_bounds(lambda: refused(TEXTS[what]))


@pytest.mark.parametrize("what", FIELDS)
def test_a_long_record_is_validated_in_bounded_time(records: Records, what: str) -> None:
    write_long(records, FIELDS[what])
    assert within_bounds(lambda: read(records.root))


@pytest.mark.parametrize("how", READERS)
def test_marks_that_never_end_are_read_in_bounded_time(how: str) -> None:
    def every() -> None:
        for mark in OPENED:
            READERS[how](mark * 5 * MANY)

    assert within_bounds(every)


def test_the_hint_for_a_number_reads_no_long_text() -> None:
    assert within_bounds(lambda: number_hint("1" * 1_000_000))


@pytest.mark.parametrize("what", ["tags", "cut texts"])
def test_of_many_problems_in_a_file_the_first_are_listed_and_the_rest_are_counted(what: str) -> None:
    error = refused(TEXTS[what])
    assert error
    assert len(error.problems) == MAX_PER_FILE
    assert "problems more than the first 199" in str(error)


def test_of_many_errors_in_a_record_the_first_are_listed_and_all_are_counted(records: Records) -> None:
    write_long(records, FIELDS["unknown keys"])
    _, problems = read(records.root)
    here = [problem for problem in problems if problem.file == "data/materials/long.yml"]
    assert len(here) <= MAX_PER_FILE
    assert any(" errors, expected a record" in str(problem) for problem in here)


def test_a_run_lists_at_most_a_thousand_problems_and_counts_the_others() -> None:
    problems = [Problem(f"data/materials/m{file:02}.yml", line, 1, "", "found a, expected b")
                for file in range(20) for line in range(1, 301)]  # fmt: skip
    lines = str(InvalidData(problems)).splitlines()
    assert len(lines) == MAX_PER_RUN + 5 + 2
    assert lines[200] == "data/materials/m00.yml: 100 more problems, not shown."
    assert lines[-2] == "4500 more problems in 15 other files, not shown: `check FILE` shows one."
    assert lines[-1] == "6000 problems found."
