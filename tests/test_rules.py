"""Every rule finds its mistake, says so as its page shows, and can be accepted with a reason where it only warns."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import pipeline
from generator.derived.atlas import Atlas
from generator.errors import InvalidData, Problem
from generator.rules.outliers import MIN_NUMBERS, MIN_PAPERS
from generator.rules.registry import rules
from generator.site import pages
from generator.suggestions import CONVERSIONS, plain_unit

from . import HERE
from .conftest import GoldenFiles, Records

ALPHA, BETA, GAMMA, DELTA = (f"materials/{name}.yml" for name in ("alpha", "beta", "gamma", "delta"))
DOE, ROE, PROPERTIES = "references/doe2024.yml", "references/roe2026.yml", "vocabulary/properties.yml"
CONDITIONS = "    conditions: {cycles: 500, rate: 3C, window: [2.0, 4.1], exposure_days: 15}\n"
JANE = "id: jane\nname: Jane\norcid: 0000-0002-1825-0097\n"
SECOND = (
    "  - property: capacity-retention\n    value: 25\n    unit: percent\n{conditions}    basis: measured\n"
    '    source: {{reference: doe2024, via: roe2026, at: "2.1"}}\n'
)

MADE = (
    "synthesis:\n  - route: solid-state\n    steps: [{step}]\n"
    '    source: {{reference: doe2024, via: roe2026, at: "2.1"}}\n'
)

Edit = tuple[str, str, str]
"""(file, old text, new text); without an old text the file is written anew."""

WHOLE = (DOE, "seen: abstract", "seen: full-text")
PRIMARY = (ALPHA, 'basis: measured\n    source: {reference: doe2024, via: roe2026, at: "2.1"}',
           "basis: measured\n    source: {reference: doe2024, at: Figure 2}")  # fmt: skip
NEEDS = (PROPERTIES, "  unit: percent\n", "  unit: percent\n  needs: [cycles, exposure]\n")
CHECKED = (
    ALPHA,
    "    basis: measured",
    "    checked: {by: jane, on: 2026-11-23, value: 87}\n    basis: measured",
)


def bare(ident: str, more: str) -> str:
    """Return a material without a formula."""
    return (
        f"id: {ident}\nname: {ident}\nfamily: layered-oxide\nsource: {{reference: doe2024, at: abstract}}\n"
        f"missing: [{{property: composition, why: not-in-source}}]\n{more}"
    )


def retained(number: int, value: int, reference: str, rate: str = "1C") -> Edit:
    """Write a material with one retention after a hundred cycles."""
    claim = (
        f"claims: [{{property: capacity-retention, value: {value}, unit: percent, basis: measured,\n"
        f"  conditions: {{cycles: 100, rate: {rate}}}, source: {{reference: {reference}, at: abstract}}}}]\n"
    )
    return (f"materials/p{number}.yml", "", bare(f"p{number}", claim))


def group(count: int = MIN_NUMBERS, papers: int = MIN_PAPERS, odd: int = 12, rate: str = "1C") -> list[Edit]:
    """Write materials from some papers that retain 82 to 90 percent, but the last, which retains `odd`."""
    names = ["doe2024", "roe2026", "zoe2025"][:papers]
    third = "id: zoe2025\ntitle: Third\nauthor: [{family: Zoe}]\ncontainer-title: Tests\nissued: 2025\nseen: abstract\n"
    alike = [retained(n, 82 + n, names[n % papers]) for n in range(count - 1)]
    return [("references/zoe2025.yml", "", third + "cited_in: [{reference: roe2026, number: 2}]\n"), *alike,
            retained(count - 1, odd, names[0], rate)]  # fmt: skip


def asked(parts: str) -> str:
    """Return a vocabulary of one question."""
    return f"wet:\n  {{label: 'Is it wet?', description: Made up., {parts}}}\n"


# Code of a rule -> what is done to the small records to break it once, and nothing else.
VIOLATIONS: dict[str, list[Edit]] = {
    "formula": [(BETA, "NaNi0.5Mn0.5O2", "NaNi0.5Xx0.5O2")],
    "unused-variable": [(ALPHA, "phase: O3", "phase: O3\nbind: {y: 0.1}")],
    "composition-unexplained": [(BETA, "formula: NaNi0.5Mn0.5O2\n", "")],
    "sodium-absent": [(BETA, "NaNi0.5Mn0.5O2", "LiNi0.5Mn0.5O2")],
    "site-sum": [(BETA, "NaNi0.5Mn0.5O2", "NaNi0.4Sb0.4O2")],
    "charge": [(BETA, "NaNi0.5Mn0.5O2", "NaZn0.5Mg0.5O2")],
    "label": [(BETA, "role: control", "role: control\ncalled: high-entropy")],
    "material-twice": [
        ("materials/zeta.yml", "", "id: zeta\nname: Zeta\nformula: NaMn1/2Ni0.50O2\nfamily: layered-oxide\n"
         "source: {reference: doe2024, at: abstract}\nmissing: [{property: capacity-retention, why: not-in-source}]\n"),
    ],
    "nothing-said": [
        ("materials/zeta.yml", "", "id: zeta\nname: Zeta\nformula: NaNi0.6Mn0.4O2\nfamily: layered-oxide\n"
         "source: {reference: doe2024, at: abstract}\n"),
    ],
    "help-left": [
        (BETA, "role: control", "role: control\n# aliases: []    # other names that a search should find\n"
         "# claims:  # what its sources state about it, a value each"),
    ],
    "unit": [(ALPHA, "unit: percent", 'unit: "%"')],
    "value-kind": [(ALPHA, "value: 87.0", "value: most")],
    "range-order": [(ALPHA, "value: 87.0", "value: [90, 80]")],
    "plausible-value": [(ALPHA, "value: 87.0", "value: 870")],
    "unlike-similar": group(),
    "plausible-condition": [(ALPHA, "[2.0, 4.1]", "[200, 410]")],
    "condition-order": [(ALPHA, "[2.0, 4.1]", "[4.1, 2.0]")],
    "first-cycle": [(ALPHA, "cycles: 500", "cycles: 1")],
    "conditions-unstated": [NEEDS, WHOLE, PRIMARY, (ALPHA, CONDITIONS, "    conditions: {rate: 3C}\n")],
    "stated-and-not": [(ALPHA, "    basis: measured", "    not_stated: [cycles]\n    basis: measured")],
    "cycling-or-exposure": [(ALPHA, CONDITIONS, "    conditions: {exposure: air}\n")],
    "rate-points": [(ALPHA, "    basis: measured", "    points: [{rate: 5C, value: 80}]\n    basis: measured")],
    "points-versus": [
        (ALPHA, "    versus: {material: beta, value: 24}\n", "    points: [{rate: 1C, value: 90, versus: 60}]\n"),
        (BETA, "role: control", "role: benchmark"),
    ],
    "plausible-synthesis": [(ALPHA, "claims:", MADE.format(step="{temperature: 9000}") + "claims:")],
    "synthesis-order": [(ALPHA, "claims:", MADE.format(step="{hours: [15, 12]}") + "claims:")],
    "precipitation": [
        (ALPHA, "claims:", MADE.format(step="{hours: 9}").replace("steps", "chelate: citrate\n    steps") + "claims:"),
    ],
    "checked-unconfirmed": [
        ("people/jane.yml", "", JANE), CHECKED,
        (ALPHA, "    basis: measured", "    unconfirmed: true\n    basis: measured"),
    ],
    "own-control": [(ALPHA, "material: beta", "material: alpha")],
    "control-differs": [(BETA, "missing:\n  - {property: capacity-retention, why: not-in-source}\n",
                         "claims:\n" + SECOND.format(conditions=CONDITIONS))],
    "control-unused": [(ALPHA, "    versus: {material: beta, value: 24}\n", "")],
    "control-role": [(BETA, "role: control\n", "")],
    "named-twice": [(ALPHA, "[phase]", "[phase, phase]")],
    "claim-twice": [
        (ALPHA, "  - property: phase-evolution",
         SECOND.format(conditions=f"{CONDITIONS}    bound: about\n    versus: {{material: beta, value: 24}}\n")
         + "  - property: phase-evolution"),
    ],
    "repeated-via-review": [
        (DOE, "seen: abstract", "seen: full-text"),
        (ALPHA, "  - property: phase-evolution", SECOND.format(conditions="")
         + SECOND.format(conditions="").replace(", via: roe2026", "") + "  - property: phase-evolution"),
    ],
    "claimed-and-missing": [
        (ALPHA, "notes:", "missing: [{property: capacity-retention, why: not-in-source}]\nnotes:"),
    ],
    "source-unseen": [(DOE, "seen: abstract\n", ""), PRIMARY],
    "implied-unexplained": [(ALPHA, " why: Made-up metals act together.,", "")],
    "dead-link": [(ALPHA, "material: beta", "material: betta")],
    "family-differs": [(GAMMA, "called:", "strategies: [phase]\ncalled:")],
    "state-incomplete": [(ALPHA, "phase: O3", "role: state")],
    "state-of-state": [
        (DELTA, "source:", "role: state\nstate_of: alpha\nsource:"),
        ("materials/zeta.yml", "", bare("zeta", "role: state\nstate_of: delta\n")),
    ],
    "reference-unused": [
        ("references/zoe2025.yml", "",
         "id: zoe2025\ntitle: Third\nauthor: [{family: Zoe}]\ncontainer-title: Tests\nissued: 2025\n"),
    ],
    "record-unused": [
        ("strategies/idle.yml", "", "id: idle\nname: Idle\nfamily: layered-oxide\nsummary: Nothing.\n"
         'source: {reference: roe2026, at: "2"}\n'),
    ],
    "id-reused": [(DOE, "cited_in:", "former_ids: [roe2026]\ncited_in:")],
    "doi-twice": [
        ("references/doe2024b.yml", "", "id: doe2024b\ntitle: Copy\nauthor: [{family: Doe}]\nissued: 2024\n"
         "container-title: Tests\nDOI: 10.1234/TEST.42\ncited_in: [{reference: roe2026, number: 2}]\n"),
    ],
    "number-twice": [(ROE, "id: roe2026\n", "id: roe2026\ncited_in: [{reference: roe2026, number: 1}]\n")],
    "pages-backwards": [(DOE, 'number: "42"', "page: 20–10")],
    "doi-punctuation": [(DOE, "10.1234/test.42", "10.1234/test.42.")],
    "lead-found": [
        ("leads/series.yml", "", "id: series\nname: Series\ntitle: A primary paper that nobody wrote.\nlacks: a DOI\n"),
    ],
    "doi-doubtful": [(DOE, "Journal of Tests", "ACS Nano")],
    "cited-before-issued": [(DOE, "issued: 2024", "issued: 2028")],
    "year-ahead": [(ROE, "issued: 2026", "issued: 2062")],
    "reference-lost": [(DOE, "DOI: 10.1234/test.42\n", ""), (DOE, "container-title: Journal of Tests\n", "")],
    "statement-origin": [
        ("statements/other.yml", "", "id: other\nname: Other\nformula: K0.6Mn0.5Ni0.5O2\nstates: 1.5\n"
         "outside: It is made up.\n"),
    ],
    "orcid": [("people/jane.yml", "", JANE.replace("97", "98")), (BETA, "role:", "entered_by: jane\nrole:")],
    "check-lapsed": [("people/jane.yml", "", JANE), CHECKED, (ALPHA, "value: 87}", "value: 88}")],
    "check-date": [("people/jane.yml", "", JANE), CHECKED, (ALPHA, "2026-11-23", "2026-02-30")],
    "spreadsheet-formula": [(ALPHA, "technique: XRD", 'technique: "=1+1"')],
    "question-parts": [("vocabulary/questions.yml", "", asked("field: water, group: rate"))],
    "acceptance-unneeded": [(BETA, "role:", "accepted: [{rule: charge, why: None.}]\nrole:")],
}  # fmt: skip

BY_CODE = {rule.code: rule for rule in rules()}
WARNINGS = sorted(rule.code for rule in rules() if rule.severity == "warning")
ERRORS = sorted(rule.code for rule in rules() if rule.severity == "error")


def problems_after(records: Records, edits: list[Edit] | tuple[Edit, ...] = ()) -> tuple[Problem, ...]:
    """Do edits, and return the problems as values."""
    for path, old, new in edits:
        if old:
            records.edit(path, old, new)
        else:
            records.write(path, new)
    try:
        pipeline.load(records.root)
    except InvalidData as error:
        return error.problems
    return ()


def accept(records: Records, path: str, entry: str) -> None:
    """Add an acceptance to the end of a record."""
    text = (records.root / path).read_text(encoding="utf-8")
    records.write(path, f"{text}{entry}\n")


def test_every_rule_has_a_violation_here_and_a_unique_code() -> None:
    assert [rule.code for rule in rules()] == list(BY_CODE)
    assert set(VIOLATIONS) == set(BY_CODE)


@pytest.mark.parametrize("code", VIOLATIONS)
def test_a_broken_rule_is_one_problem_with_its_code_worded_as_its_example(records: Records, code: str) -> None:
    (problem,) = problems_after(records, VIOLATIONS[code])
    assert (problem.code, problem.severity) == (code, BY_CODE[code].severity)
    assert problem.message == BY_CODE[code].example
    assert str(problem).endswith(f" [{code}]")


def test_the_problem_of_each_rule_is_at_its_place_with_its_hint(tmp_path: Path, golden: GoldenFiles) -> None:
    lines = []
    for code, edits in VIOLATIONS.items():
        shutil.copytree(HERE / "small", tmp_path / code / "data")
        (problem,) = problems_after(Records(tmp_path / code / "data"), edits)
        lines.append(" ".join([str(problem), *problem.related]))
    golden.check("problems.txt", "\n".join([*lines, ""]))


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ("group: entropy", "properties"),
        ("field: measured, group: temperature", "group"),
        ("properties: [capacity-retention], group: mass", "group"),
        ("properties: [capacity-retention], over: sodium_per_metall", "over"),
        ("field: water, over: sodium_per_metal", "over"),
    ],
)
def test_a_question_that_cannot_be_answered_is_reported_at_the_part_that_does_not_fit(
    records: Records, parts: str, field: str
) -> None:
    (problem,) = problems_after(records, [("vocabulary/questions.yml", "", asked(parts))])
    assert (problem.code, problem.field) == ("question-parts", f"wet.{field}")


def test_a_former_id_belongs_to_one_record(records: Records) -> None:
    (problem,) = problems_after(records, [(path, "family:", "former_ids: [old]\nfamily:") for path in (BETA, GAMMA)])
    assert problem.message == 'found "old", a former id of beta too, expected a retired id'


@pytest.mark.parametrize("ident", ["beta", "alpha"])
def test_a_former_id_is_no_id_of_today(records: Records, ident: str) -> None:
    """Not even its own: a page that leads to itself would be made in place of the record's."""
    (problem,) = problems_after(records, [(BETA, "family:", f"former_ids: [{ident}]\nfamily:")])
    assert problem.message == f'found "{ident}", the id of a living record, expected a retired id'


@pytest.mark.parametrize("code", WARNINGS)
def test_the_acceptance_that_a_warning_shows_silences_it_with_a_reason(records: Records, code: str) -> None:
    (problem,) = problems_after(records, VIOLATIONS[code])
    shown = re.search(r"`(accepted: .*)`", str(problem))
    assert shown
    accept(records, problem.file.removeprefix("data/"), shown[1].replace("…", "The source prints it so."))
    assert problems_after(records) == ()


@pytest.mark.parametrize("code", WARNINGS)
def test_an_acceptance_without_its_warning_is_reported(records: Records, code: str) -> None:
    accept(records, BETA, f"accepted: [{{rule: {code}, why: It was so once.}}]")
    (problem,) = problems_after(records)
    assert problem.code == "acceptance-unneeded"
    assert problem.message == f"found nothing that {code} warns of, expected a warning to accept"


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_cannot_be_accepted(records: Records, code: str) -> None:
    accept(records, DELTA, f"accepted: [{{rule: {code}, why: I would like to.}}]")
    found = [problem.message for problem in problems_after(records)]
    assert found == [f'found "{code}", an error, expected a warning']


def test_a_misspelt_code_of_an_acceptance_is_reported_with_a_suggestion(records: Records) -> None:
    problems_after(records, VIOLATIONS["plausible-value"])
    accept(records, ALPHA, "accepted: [{rule: plausible-vlaue, why: It is so.}]")
    hints = {problem.code: problem.hint for problem in problems_after(records)}
    assert hints["acceptance-unneeded"] == 'Did you mean "plausible-value"?'
    assert "plausible-value" in hints


@pytest.mark.parametrize(
    ("at", "silent"),
    [("claims[0].value", True), ("claims[0]", True), ("claims[1]", False), ("claims[0].val", False)],
)
def test_an_acceptance_holds_at_its_field_and_inside_it_alone(records: Records, at: str, silent: bool) -> None:
    problems_after(records, VIOLATIONS["plausible-value"])
    accept(records, ALPHA, f'accepted: [{{rule: plausible-value, at: "{at}", why: It is so.}}]')
    assert (problems_after(records) == ()) == silent


def test_an_acceptance_is_not_reported_as_obsolete_while_other_records_cannot_be_read(records: Records) -> None:
    accept(records, BETA, "accepted: [{rule: charge, why: It was so once.}]")
    records.edit(ALPHA, "phase: O3", "fase: O3")
    assert [problem.field for problem in problems_after(records)] == ["fase"]


JUNK = {
    "accepted: 5": "accepted: found 5, expected a list",
    "accepted: [5]": "accepted[0]: found 5, expected a mapping of keys and values",
    "accepted: [{rule: label}]": 'accepted[0].why: found no "why", expected it',
    "accepted: [{rule: [1], why: So.}]": "accepted[0].rule: found a list of 1, expected text",
    "accepted: [{rule: label, at: 5, why: So.}]": "accepted[0].at: found 5, expected text",
    "entered_by: Jane Doe": 'entered_by: found "Jane Doe", expected an id',
    "entered_by: jane": 'entered_by: found "jane", expected the id of one of the people',
}


@pytest.mark.parametrize("line", JUNK)
def test_an_invalid_acceptance_or_credit_is_reported_at_its_place(records: Records, line: str) -> None:
    accept(records, BETA, line)
    (problem,) = problems_after(records)
    assert f": {JUNK[line]}" in str(problem)


def test_the_last_line_says_how_many_problems_are_only_warnings(records: Records) -> None:
    problems = problems_after(
        records, [*VIOLATIONS["plausible-value"], *VIOLATIONS["label"], *VIOLATIONS["named-twice"]]
    )
    assert str(InvalidData(problems)).endswith("\n3 problems found (2 of them warnings, to correct or to accept).")


# The page of the rules


@pytest.fixture
def page(records: Records) -> Callable[[str], str]:
    """Return the text of a page of the small records."""
    return lambda uri: {page.uri: page.text for page in pages.render(pipeline.load(records.root))}[uri]


def test_the_rules_page_shows_severity_reason_example_and_remedy_of_each_rule(page: Callable[[str], str]) -> None:
    text = page("rules.md")
    for code, rule in BY_CODE.items():
        section = text.split(f'id="rule-{code}"')[1].split("</section>")[0]
        assert rule.severity in section, code
        assert re.fullmatch(r"found .+, expected .+", rule.example), code
        assert all(sentence.endswith(".") for sentence in (rule.says, rule.why, rule.remedy)), code
        assert section.count("<dd>") == 3, code
        assert rule.why.split("`")[0].split("_")[0] in section, code


# Cases of single rules


def test_a_reason_is_shown_next_to_the_value_that_it_is_about(records: Records, page: Callable[[str], str]) -> None:
    problems_after(records, VIOLATIONS["plausible-value"])
    accept(records, ALPHA, 'accepted: [{rule: plausible-value, at: "claims[0].value", why: It <is> so.}]')
    row = page("materials/alpha.md").split('id="claim-1"')[1].split("</tr>")[0]
    assert "It &lt;is&gt; so." in row
    assert 'href="../../rules/#rule-plausible-value"' in row


@pytest.mark.parametrize(
    "edits", [group(count=MIN_NUMBERS - 1), group(papers=MIN_PAPERS - 1), group(rate="10C"), group(odd=75)],
    ids=["too few numbers", "too few papers", "other conditions", "near enough"],
)  # fmt: skip
def test_a_number_is_compared_with_enough_others_that_are_like_it(records: Records, edits: list[Edit]) -> None:
    assert problems_after(records, edits) == ()


@pytest.mark.parametrize(
    ("unit", "hint"),
    [
        ("'%'", "Write `unit: percent`: it is the same unit, spelt as everywhere here."),
        (
            "V",
            "Write `unit: percent`; if the source prints another unit, convert the value and note the printed one.",
        ),
    ],
)
def test_a_wrong_unit_is_reported_with_what_to_do_about_the_value(records: Records, unit: str, hint: str) -> None:
    (problem,) = problems_after(records, [(ALPHA, "unit: percent", f"unit: {unit}")])
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("unit", "hint"),
    [
        ("mA h/g", "Write `unit: mAh g-1`: it is the same unit"),
        ("mAh·g⁻¹", "Write `unit: mAh g-1`: it is the same unit"),
        ("Ah kg-1", "Keep the value and write `unit: mAh g-1`."),
        ("Ah/g", "Multiply the value by 1000 and write `unit: mAh g-1`."),
    ],
)
def test_a_unit_that_can_be_converted_is_reported_with_the_factor(records: Records, unit: str, hint: str) -> None:
    edits = [(PROPERTIES, "  unit: percent", "  unit: mAh g-1"), (ALPHA, "unit: percent", f"unit: {unit}")]
    family = ("families/layered-oxide.yml", "unit: percent", "unit: mAh g-1")
    (problem,) = problems_after(records, [*edits, family])
    assert problem.hint.startswith(hint)


@pytest.mark.data
def test_every_conversion_leads_to_a_unit_of_the_vocabulary(real: Atlas) -> None:
    known = {plain_unit(each.unit) for each in real.data.properties.values() if each.unit}
    assert {unit for _, unit in CONVERSIONS} <= known


NO_CONDITIONS = (ALPHA, CONDITIONS, "")


@pytest.mark.parametrize(
    "edits",
    [
        [NEEDS, NO_CONDITIONS],
        [NEEDS, PRIMARY, NO_CONDITIONS],
        [NEEDS, WHOLE, PRIMARY, NO_CONDITIONS, (ALPHA, "at: Figure 2", "at: abstract")],
        [NEEDS, WHOLE, PRIMARY, (ALPHA, CONDITIONS, "    not_stated: [cycles]\n")],
    ],
    ids=["through a review", "where the abstract was seen", "from an abstract", "said not to be stated"],
)  # fmt: skip
def test_conditions_are_not_required_where_the_paper_was_not_read(records: Records, edits: list[Edit]) -> None:
    assert problems_after(records, edits) == ()


def test_the_likeliest_condition_is_the_one_to_call_unstated(records: Records) -> None:
    (problem,) = problems_after(records, VIOLATIONS["conditions-unstated"])
    assert problem.hint.endswith("write `not_stated: [cycles]`.")


def test_an_unused_contributor_is_reported_with_the_line_to_write(records: Records) -> None:
    (problem,) = problems_after(records, [("people/jane.yml", "", JANE)])
    assert problem.hint == "Write `entered_by: jane` in a material, or remove it."


def test_an_unread_paper_is_reported_once_for_each_record(records: Records) -> None:
    nothing = [(DOE, "seen: abstract\n", ""), (BETA, ", via: roe2026", ""), (ALPHA, ", via: roe2026", "")]
    said = problems_after(records, [*nothing, (ALPHA, ", via: roe2026", "")])
    assert [(each.file, each.field) for each in said] == [
        (f"data/{ALPHA}", "source.reference"), (f"data/{BETA}", "source.reference"),
    ]  # fmt: skip
    assert "`seen: full-text`" in said[0].hint
    assert "data/references/doe2024.yml" in said[0].hint


@pytest.mark.parametrize("line", ["role: state\nstate_of: alpha\n", ""])
def test_a_charged_state_may_hold_no_sodium_and_other_materials_hold_some(records: Records, line: str) -> None:
    more = bare("zeta", f"formula: Ni0.5Mn0.5O2\n{line}").replace("composition", "capacity-retention")
    assert [each.code for each in problems_after(records, [("materials/zeta.yml", "", more)])] == (
        [] if line else ["sodium-absent"]
    )


def test_what_a_source_does_not_state_is_shown(records: Records, page: Callable[[str], str]) -> None:
    records.edit(ALPHA, CONDITIONS, "    not_stated: [cycles, upper_voltage]\n")
    assert "The source does not state: cycles, upper voltage" in page("materials/alpha.md")


@pytest.mark.parametrize(
    "formula",
    ["Na0.62Mn0.67Ni0.37O2", "Na0.63Ti0.37Cr0.63O2", "NaNi0.35Fe0.2Mn0.3Ti0.1Sb0.05O2"],
    ids=["a sum of 1.04", "a charge that rounding explains", "an oxide that adds up"],
)
def test_rounded_amounts_are_accepted(records: Records, formula: str) -> None:
    assert problems_after(records, [(BETA, "NaNi0.5Mn0.5O2", formula)]) == ()


def test_a_label_may_mean_many_dopants_of_little_entropy(records: Records) -> None:
    doped = "NaNi0.92Mn0.02Ti0.02Cu0.02Co0.02O2\ncalled: high-entropy"
    assert "label" not in {problem.code for problem in problems_after(records, [(BETA, "NaNi0.5Mn0.5O2", doped)])}


LISTED = "missing:\n  - {property: capacity-retention, why: not-in-source}\n"
"""What beta says in place of claims."""
VERSUS = "    versus: {material: beta, value: 24}\n"
POINTS = "    points: [{{{}}}]\n    basis: measured"
LEAD = "id: series\nname: Series\ntitle: Another paper.\nlacks: a DOI\n{}"
STATEMENT = "id: other\nname: Other\nformula: K0.6Mn0.5Ni0.5O2\nstates: 1.5\noutside: It is made up.\n{}"
AIR = "challenges: [{challenge: air, support: stated, source: {reference: roe2026, at: text}}]\n"


def beta_of(formula: str, more: str = "") -> Edit:
    return (BETA, "formula: NaNi0.5Mn0.5O2\n", f"formula: {formula}\n{more}")


CASES: list[tuple[list[Edit], list[str]]] = [
    # a formula
    ([beta_of("NaNi0.5Mn0.5-xO2")],
     ['formula formula: found "NaNi0.5Mn0.5-xO2" (at character 14), expected a formula `x` has no value: write']),
    ([beta_of("NANI0.5Mn0.5O2")],
     ['formula formula: found "NANI0.5Mn0.5O2" (at character 2), expected a formula Write the second letter']),
    ([(DELTA, "source:", "bind: {x: 0.1}\nsource:")],
     ['unused-variable bind.x: found a value for "x", expected a formula with it']),
    ([(BETA, "role:", "measured: [{formula: NaQqO2, technique: ICP, source: {reference: roe2026, at: text}}]\nrole:")],
     ['formula measured[0].formula: found "NaQqO2" (at character 3), expected a formula No element has']),
    # a composition
    ([(BETA, LISTED, f"{LISTED}  - {{property: composition, why: not-in-source}}\n")],
     ["composition-unexplained formula: found a formula and a reason for its absence, expected one of the two"]),
    ([beta_of("NaNi0.4Mn0.5□0.1O2")], []),
    ([beta_of("NaNi0.45Mn0.5O2")], []),
    ([beta_of("NaNi0.5Mn0.5")], ["charge formula: found no anion, expected oxygen or another one Is a zero in the"]),
    ([(ALPHA, "formula: Na", "formula: "), beta_of("NaZn0.5Mg0.5O2")], ["sodium-absent formula", "charge formula"]),
    ([beta_of("Na0.95Mg0.5Ti0.5O2")], []),
    ([beta_of("Na0.94Mg0.5Ti0.5O2")], ["charge formula: found metals of 3.06+ on average, expected their usual"]),
    ([beta_of("Na0.1Ni0.5Fe0.5O2")],
     ["charge formula: found metals of 3.9+ on average, expected their usual charges: these need Ni4+, Fe4+"]),
    ([beta_of("Na0.8K0.2Ni0.25Fe0.25Mn0.25Ti0.25O2", "called: high-entropy\n")], []),
    ([beta_of("NaNi0.95Mn0.05O2", "called: medium-entropy\n")], []),
    ([("materials/zeta.yml", "", bare("zeta", "formula: Na2NiMnO4\n").replace("composition", "capacity-retention"))],
     ["material-twice formula"]),
    # a control, and the points of a rate test
    ([(BETA, LISTED, "claims:\n" + SECOND.format(conditions=CONDITIONS)),
      (ALPHA, "claims:\n", "claims:\n" + SECOND.format(conditions="    conditions: {cycles: 5}\n"))],
     ["control-differs claims[1].versus.value"]),
    ([(BETA, LISTED, "claims:\n" + SECOND.format(conditions=""))], []),
    ([(ALPHA, CONDITIONS, ""), (ALPHA, "    basis: measured", POINTS.format("rate: 1C, value: 90"))],
     ["rate-points claims[0].points[0]"]),
    ([(ALPHA, "    basis: measured", POINTS.format("rate: 3C, value: 90"))], ["rate-points claims[0].points[0]"]),
    ([(ALPHA, "    basis: measured", POINTS.format("value: 90"))], ["reading claims[0].points[0].rate"]),
    ([(ALPHA, VERSUS, ""), (BETA, "role: control", "role: benchmark"),
      (ALPHA, "    basis: measured", POINTS.format("rate: 1C, value: 90"))], []),
    # values and their units
    ([(ALPHA, "    unit: percent\n", "")], ["unit claims[0].unit"]),
    ([(ALPHA, "    technique: XRD", "    unit: V")], ["unit claims[1].unit"]),
    ([(ALPHA, "value: O3–P3 & back, <reversible> *by far* [x](http://example.org)", "value: 3")],
     ["value-kind claims[1].value"]),
    ([(ALPHA, "value: 87.0", "value: [80, 80]")], ["range-order claims[0].value"]),
    ([(ALPHA, "value: 87.0", "value: [80, 101]")], ["plausible-value claims[0].value"]),
    ([(ALPHA, "value: 87.0", "value: 100")], []),
    ([(ALPHA, "value: 24", "value: 240")], ["plausible-value claims[0].versus.value"]),
    ([(ALPHA, "    basis: measured", POINTS.format("rate: 1C, value: 900, versus: 800"))],
     ["plausible-value claims[0].points[0].value", "plausible-value claims[0].points[0].versus"]),
    ([(ALPHA, "technique: XRD", 'technique: "a;\\t-1+1"')], ["spreadsheet-formula claims[1].technique"]),
    ([(ALPHA, "technique: XRD", 'technique: "-0.5 V; c = d"')], []),
    # conditions
    ([(ALPHA, "rate: 3C", "rate: 201C")],
     ['plausible-condition claims[0].conditions.rate: found "201C", expected at most 200 C']),
    ([(ALPHA, "rate: 3C", "rate: 200C")], []),
    ([(ALPHA, "value: 24}", "value: 24, conditions: {window: [4.1, 2.0], cycles: 500, rate: 3C}}")],
     ["condition-order claims[0].versus.conditions.window"]),
    ([(ALPHA, "cycles: 500", "cycles: 2")], []),
    ([(ALPHA, CONDITIONS, "    conditions: {exposure_days: 0}\n")], ["cycling-or-exposure claims[0].property"]),
    ([(ALPHA, CONDITIONS, "    conditions: {exposure: air, cycles: 5}\n")], []),
    ([NEEDS, WHOLE, PRIMARY], []),
    ([NEEDS, WHOLE, (ALPHA, CONDITIONS, "")], []),
    ([NEEDS, (DOE, "seen: abstract", "seen: full-text\ntype: review-article"), PRIMARY, (ALPHA, CONDITIONS, "")], []),
    ([(NEEDS[0], NEEDS[1], NEEDS[2].replace("exposure", "exposure_days")), (DOE, "seen: abstract", "seen: whole-text"),
      PRIMARY, (ALPHA, CONDITIONS, "")],
     ["conditions-unstated claims[0].conditions: found no cycles or exposure days, expected one of them"]),
    ([NEEDS, PRIMARY, (ALPHA, CONDITIONS, ""), (ALPHA, "reference: doe2024, at: Figure 2", "reference: none, at: x")],
     ["dead-link claims[0].source.reference"]),
    # links
    ([(BETA, "role: control", "role: control\nstate_of: alpha")], ["state-incomplete role"]),
    ([(GAMMA, "called:", "state_of: alpha\ncalled:")], ["state-incomplete role"]),
    ([(GAMMA, "called:", f"{AIR}called:")], ["family-differs challenges[0].challenge"]),
    ([(ALPHA, "support: stated", "support: implied")], ["implied-unexplained challenges[0].why"]),
    ([(ALPHA, "{material: beta", "{material: betta"), (GAMMA, "called:", "role: state\nstate_of: betta\ncalled:")],
     ["dead-link claims[0].versus.material", "dead-link state_of"]),
    # references
    ([(DOE, 'number: "42"', "page: 341–53")], []),
    ([(DOE, 'number: "42"', "page: 20–20")], []),
    ([(DOE, 'number: "42"', "page: e20 - e10")], ["pages-backwards page"]),
    ([(DOE, "issued: 2024", "issued: 2027")], []),
    ([(ROE, "issued: 2026", "issued: 2027")], ["year-ahead issued"]),
    ([(DOE, "DOI: 10.1234/test.42\n", "")], []),
    ([("leads/series.yml", "", LEAD.format("met_at: https://doi.org/10.1234%2FTEST.42\n"))], ["lead-found title"]),
    ([("leads/series.yml", "", LEAD.format("journal: Tests 10.1234/TEST.42.\n"))], ["lead-found title"]),
    ([("leads/series.yml", "", LEAD.format("journal: Tests 10.1234/TEST.43.\n")),
      ("statements/other.yml", "", STATEMENT.format("lead: series\nsource: {reference: roe2026, at: text}\n"))],
     ["statement-origin "]),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), CASES)
def test_a_rule_draws_its_line_where_it_says(records: Records, edits: list[Edit], expected: list[str]) -> None:
    said = [f"{each.code} {each.field}: {each.message} {each.hint}" for each in problems_after(records, edits)]
    assert [one[: len(other)] for one, other in zip(said, expected, strict=True)] == expected


def with_conditions(others: str, odd: str) -> list[Edit]:
    """Write a group in which the claims, and the odd one among them, have conditions."""
    *alike, last = group()
    own = "conditions: {cycles: 100, rate: 1C}"
    changed = [(path, old, text.replace(own, others)) for path, old, text in alike]
    return [*changed, (*last[:2], last[2].replace(own, odd))]


FOUND = ["unlike-similar claims[0].value: found 12, expected 67.2 to 100 percent as in 8 similar claims of 3 papers"]
TESTS: list[tuple[list[Edit], list[str]]] = [
    ([(PROPERTIES, "[0, 100]", "[0.1, 100]"), *group(odd=36)],
     ["unlike-similar claims[0].value: found 36, expected 37.1 to 100 percent"]),
    ([(PROPERTIES, "[0, 100]", "[0.1, 100]"), *group(odd=38)], []),
    (with_conditions("conditions: {rate: 100 mA g-1}", "conditions: {rate: 0.1 A g-1}"), FOUND),
    (with_conditions("conditions: {rate: 100 mA g-1}", "conditions: {rate: 0.09 A g-1}"), []),
    (with_conditions("conditions: {rate: 3/4C}", "conditions: {rate: 0.1C}"), FOUND),
    (with_conditions("conditions: {window: [2, 4]}", "conditions: {temperature: 25}"), FOUND),
    (with_conditions("conditions: {window: [2, 4]}", "bound: exact"), FOUND),
    (with_conditions("conditions: {temperature: 25}", "conditions: {temperature: 36}"), []),
    (with_conditions("conditions: {cycles: 10}", "conditions: {cycles: 100}"), []),
    (with_conditions("conditions: {cycles: 10}", "conditions: {cycles: 99}"), FOUND),
    (with_conditions("bound: exact", "bound: below"), []),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), TESTS)
def test_like_numbers_are_those_of_tests_alike(records: Records, edits: list[Edit], expected: list[str]) -> None:
    test_a_rule_draws_its_line_where_it_says(records, edits, expected)


# Credit


def test_a_record_names_who_entered_it_and_a_claim_who_checked_it(records: Records, page: Callable[[str], str]) -> None:
    assert (
        problems_after(records, [("people/jane.yml", "", JANE), CHECKED, (BETA, "role:", "entered_by: jane\nrole:")])
        == ()
    )
    link = 'href="../../people/#person-jane">Jane</a>'
    assert f"Entered by <a {link}" in page("materials/beta.md")
    assert f"✓ Checked by <a {link}, 2026-11-23" in page("materials/alpha.md")
    people = page("people.md").split('id="person-jane"')[1].split("</section>")[0]
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in people
    assert 'href="../materials/beta/">Beta</a>' in people
    assert re.search(r'materials/alpha/">Alpha</a>: Capacity retention .*87\.0.*2026-11-23', people)


def test_a_check_lapses_when_the_value_changes(records: Records, page: Callable[[str], str]) -> None:
    problems_after(records, VIOLATIONS["check-lapsed"])
    accept(records, ALPHA, "accepted: [{rule: check-lapsed, why: The second check is under way.}]")
    assert problems_after(records) == ()
    assert "Check lapsed" in page("materials/alpha.md")
    assert "Checked by" not in page("materials/alpha.md")
    assert "<h3>Checked</h3>" not in page("people.md")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("jane, on: 2026-11-23", "jan, on: 2026-11-23", 'Did you mean "jane"?'),
        ("2026-11-23", "23.11.2026", 'expected a day such as "2026-11-23"'),
        ("2026-11-23", "2016-11-23", "expected 2025 or later, as roe2026 is of 2026"),
    ],
)
def test_a_mistake_in_a_check_is_reported(records: Records, old: str, new: str, said: str) -> None:
    listed = (BETA, "role:", "entered_by: jane\nrole:")
    problems = problems_after(records, [("people/jane.yml", "", JANE), listed, CHECKED, (ALPHA, old, new)])
    assert len(problems) == 1
    assert said in str(problems[0])


def test_the_page_of_people_shows_how_to_be_listed_with_a_record_that_can_be_copied(
    records: Records, page: Callable[[str], str]
) -> None:
    shown = re.search(r"<pre><code># data/(\S+)\n(.*?)</code>", page("people.md"), re.DOTALL)
    assert shown
    assert problems_after(records, [(shown[1], "", shown[2]), (BETA, "role:", "entered_by: jane-doe\nrole:")]) == ()


@pytest.mark.data
def test_the_collection_keeps_every_rule(real: Atlas) -> None:
    assert real.data.materials
