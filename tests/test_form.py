"""The contribution form: what is typed becomes files that the check accepts, and the browser judges as Python does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import Field

from generator.authoring import record_text
from generator.chemistry.description import describe
from generator.chemistry.entropy import in_print
from generator.contribution import context, draft_files, fields, papers, service, typed, verdict
from generator.derived.atlas import Atlas, derive
from generator.errors import Problem
from generator.records import loader
from generator.records.conditions import Conditions
from generator.records.field_types import Line
from generator.records.material_models import Material
from generator.rules import registry
from generator.site import bibliography, code_host, form
from generator.yamlio import parser

from . import ROOT
from . import site as sites
from .browsing import WIDE, Reader, reading

OXIDE = "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"
ENTRY = """@article{doe, title = {A layered oxide with six metals: Na$_{0.5}$}, author = {Doe, J. and M{\\"u}ller, R.},
  journal = {Journal of Examples}, year = 2025, volume = {1}, doi = {10.1234/example.42}}"""


# The fields and the files


class Widened(Material):
    """A material with one more field."""

    colour: Line | None = Field(None, description="colour of the powder")


def test_a_new_field_of_a_model_is_a_new_field_of_the_form() -> None:
    (new,) = {each.key for each in fields.form_fields(Widened)} - {each.key for each in fields.form_fields(Material)}
    found = next(each for each in fields.form_fields(Widened) if each.key == new)
    assert (found.label, found.meaning, found.widget) == ("Colour", "colour of the powder", "line")


def test_a_key_that_means_something_else_in_a_part_has_a_label_of_its_own() -> None:
    (accepted,) = (each for each in fields.form_fields(Material) if each.key == "accepted")
    assert [(each.key, each.label) for each in accepted.parts] == [("rule", "Rule"), ("at", "Field"), ("why", "Why")]


def test_the_page_asks_for_every_field_of_a_material_a_claim_and_a_reference(real_pages: Mapping[str, str]) -> None:
    page = unescape(real_pages["contribute.md"])
    for group, found in form.groups():
        for each in found:
            assert (
                f'data-{"list" if each.widget == "list" else "group" if each.parts else "key"}="{each.key}"' in page
            ), group
    for table in (each for each in form.GROUPS if each.columns):
        rows = page.partition(f'data-table="{table.id}"')[2].partition("</tbody>")[0]
        assert {each.key for each in form.claim().parts if f'="{each.key}"' not in rows} == set()
    assert {each.key for part in form.paper() for each in part if f'="{each.key}"' not in page} == set()


@pytest.mark.data
def test_what_a_correction_starts_from_gives_the_record_again(real: Atlas) -> None:
    changed = []
    for ident in real.data.materials:
        found = real.data.origins["materials", ident].document.value
        paper = found["source"]["reference"]
        if typed.values(Material, typed.texts(Material, found, paper), paper, found) != found:
            changed.append(ident)
    assert changed == []


def test_a_correction_changes_only_the_lines_of_what_is_corrected(collection: context.Context) -> None:
    before = (ROOT / "data/materials/nfmczs.yml").read_text(encoding="utf-8")
    found = service.opened(before)
    assert draft_files.files(draft_files.Draft.of(found), collection)[0].diff == ""
    found["material"]["claims"][3]["value"] = "3.03"
    changed = draft_files.files(draft_files.Draft.of(found), collection)[0].diff.splitlines()[2:]
    assert [line for line in changed if line[0] in "+-"] == ["-    value: 3.0293", "+    value: 3.03"]


@pytest.mark.parametrize(
    "text", ["", "hello", "@article{", "TY  - JOUR", "{}", "@a{b," * 9_000, "@a{b," + " " * 40_000 + "!", "\x00" * 99]
)
def test_what_is_no_entry_of_a_bibliography_is_refused(text: str) -> None:
    with pytest.raises(papers.EntryError, match="copy the whole of it"):
        papers.values(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,4", "3,4"),
        ("2-4", [2, 4]),
        ("2.0–4.0", [Decimal("2.0"), Decimal("4.0")]),
        ("[2,4]", [2, 4]),
        ("2, 4", [2, 4]),
    ],
)
def test_a_decimal_comma_is_no_range(text: str, value: object) -> None:
    assert typed.values(Conditions, {"window": text}, "x2024")["window"] == value


@pytest.mark.parametrize("odd", [7, "x", ["x"], {"x": 7}, [["x"]], None, True])
def test_what_has_another_shape_counts_as_not_typed_and_breaks_nothing(odd: object) -> None:
    found = typed.values(Material, dict.fromkeys(("claims", "source", "synthesis", "notes"), odd), "")
    assert found.keys() <= {"source", "claims", "synthesis", "notes"}
    assert set(found.get("source", {})) == set()


def test_a_pasted_entry_gives_what_the_reference_holds(real: Atlas) -> None:
    for reference in [each for each in real.data.references.values() if each.title and each.author][::7]:
        for text in (
            bibliography.entry(reference),
            bibliography.ris([reference]),
            json.dumps(bibliography.csl(reference)),
        ):
            found = papers.values(text)
            assert [each["family"] for each in found["author"]] == [each.family for each in reference.author]
            assert (found.get("DOI"), found.get("issued"), found.get("volume")) == (
                reference.doi, reference.issued, reference.volume,
            )  # fmt: skip


@pytest.fixture(scope="module")
def collection(real: Atlas) -> context.Context:
    return context.Context.of(context.packed(real))


# The verdict is that of `check`


def whole_check(real: Atlas, folder: Path, name: str) -> list[Problem]:
    """Return what `check` reports of a file among all records."""
    loaded = loader.load(folder / "data")
    kinds = {}
    for kind in real.data.kinds:
        kept = {ident: each for ident, each in real.data.kind(kind).items() if f"{kind}/{ident}.yml" != name}
        kinds[kind] = dict(sorted({**kept, **loaded.dataset.kind(kind)}.items()))
    dataset = replace(
        real.data, **kinds, unreadable=loaded.dataset.unreadable,
        origins={**real.data.origins, **loaded.dataset.origins},
    )  # fmt: skip
    found = registry.check(derive(dataset), loaded.partial)
    every = [*loaded.problems, *(problem for problem in found if not loaded.repeats(problem))]
    return sorted({problem for problem in every if problem.concerns({f"data/{name}"})})


def told(problems: list[Problem]) -> list[tuple[str, ...]]:
    """Return problems without their lines: those of other files are not in the browser."""
    return [(each.file, each.field, each.code, each.severity, each.message, each.hint) for each in problems]


def test_in_a_part_of_the_collection_the_verdict_is_that_of_the_whole(
    real: Atlas, collection: context.Context, tmp_path: Path
) -> None:
    """Each change concerns other records: names, sources, numbers that are compared, compositions, controls."""
    names = ("materials/nfmczs", "references/wang2024a", "materials/b-nfpp")
    material, paper, compared = (parser.parse((ROOT / f"data/{name}.yml").read_bytes(), "").value for name in names)
    claims = material["claims"]
    unseen = next(ident for ident, each in real.data.references.items() if not each.seen)
    changes: list[tuple[str, dict[str, Any]]] = [
        ("materials/nfmczs.yml", material | {"source": {"reference": "wang2O24a", "at": "1"}, "state_of": "NFM"}),
        ("materials/copy.yml", material | {"id": "copy"}),
        ("materials/far.yml", material | {"id": "far", "claims": [claims[12] | {"value": 3}], "missing": []}),
        ("materials/nfmczs.yml", material | {"role": "control", "claims": claims[:3]}),
        ("materials/alone.yml", material | {"id": "alone", "former_ids": ["nfmczs"]}),
        ("materials/b-nfpp.yml", compared | {"claims": [{**each, "versus": {**each["versus"], "value": 1}}
                                                        for each in compared["claims"][:3]]}),
        ("materials/nfmczs.yml", material | {"strategies": ["air-stability"], "family": "polyanionic"}),
        ("materials/nfmczs.yml", material | {"source": {"reference": unseen, "at": "1"}}),
        ("references/other2099.yml", paper | {"id": "other2099", "issued": 2099}),
    ]  # fmt: skip
    codes = set()
    for name, value in changes:
        text = record_text.of_file(value, name)
        found = told(verdict.check({name: text}, collection, tmp_path)[1])
        assert found == told(whole_check(real, tmp_path, name))
        codes |= {each[2] for each in found}
    assert codes >= {"dead-link", "material-twice", "unlike-similar", "control-unused", "id-reused", "control-differs",
                     "family-differs", "source-unseen", "doi-twice", "year-ahead"}  # fmt: skip


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path
        return
    for key, each in inner:
        yield from leaves(each, (*path, key))


NEW = (
    "",
    "87 %",
    "betta",
    "Na",
    "nfmczs",
    "O3",
    "=cmd()",
    "0.1C",
    "x" * 400,
    0,
    -5,
    7,
    2500,
    Decimal("1e9"),
    [4, 2],
    None,
)


def mutated(number: int) -> Iterator[tuple[str, str]]:
    """Yield records with some values changed, removed, doubled or taken from another record."""
    chance = Random(20261129)
    files = sorted((ROOT / "data/materials").glob("*.yml"))
    while number:
        file, other = chance.sample(files, 2)
        value, more = (parser.parse(each.read_bytes(), each.name).value for each in (file, other))
        for _ in range(chance.randint(1, 3)):
            *way, last = chance.choice(list(leaves(value)))
            holder: Any = value
            for key in way:
                holder = holder[key]
            if chance.random() < 0.7:
                holder[last] = deepcopy(chance.choice(NEW))
            elif "claims" in more:
                value.setdefault("claims", []).append(deepcopy(chance.choice(more["claims"])))
        yield f"materials/{file.name}", record_text.of_file(value, f"materials/{file.name}")
        number -= 1


@pytest.fixture(scope="module")
def opened(browser: Browser, home: str) -> Iterator[Reader]:
    """Return a reader on whose page Python has started, once for this module: a start takes seconds."""
    with reading(browser, home, *WIDE) as reader:
        started(reader)
        yield reader


@pytest.fixture
def page(opened: Reader) -> Page:
    """Return the form, empty."""
    opened.page.once("dialog", lambda dialog: dialog.accept())
    opened.page.get_by_role("button", name="Discard the draft").click()
    expect(opened.page.locator("#ea-form-status")).to_have_text("The draft is discarded.")
    return opened.page


def started(reader: Reader, path: str = "contribute/") -> Page:
    page = reader.open(path)
    expect(page.locator("#ea-form")).to_have_attribute("data-ready", "1", timeout=60_000)
    return page


def test_the_browser_says_of_mutated_records_what_python_says(
    page: Page, collection: context.Context, tmp_path: Path
) -> None:
    cases = list(mutated(300))
    found = page.evaluate(
        """async (cases) => {
          const { Python } = await import(new URL("../assets/python.js", location));
          return new Python("contribute", { limit: 600_000 }).call("check", cases);
        }""",
        cases,
    )
    expected = [
        [verdict.as_json(each) for each in verdict.check({name: text}, collection, tmp_path)[1]] for name, text in cases
    ]
    assert len({problem["code"] for each in expected for problem in each}) > 10
    assert [case for case, one, two in zip(cases, found, expected, strict=True) if one != two] == []


# A newcomer fills it in


def field(page: Page, part: str, key: str) -> Locator:
    return page.locator(f"[data-part={part}] [data-key={key}]").first.locator("input, select, textarea").first


def answered(page: Page) -> None:
    page.wait_for_selector("#ea-form[data-answered]", timeout=60_000)


def filled(page: Page, unit: str = "mAh g-1") -> Locator:
    """Fill the form in for a new paper with a material and its control; return the row of the capacity."""
    page.get_by_text("A paper that is not in the collection yet").click()
    page.get_by_label("Paste an entry").fill(ENTRY)
    page.get_by_role("button", name="Fill in from the entry").click()
    expect(page.locator("#ea-form-pasted")).to_contain_text("Filled in")
    field(page, "reference", "seen").select_option("full-text")
    for key, text in {"name": "My oxide", "formula": OXIDE, "phase": "O3", "at": "2.1"}.items():
        field(page, "material", key).fill(text)
    field(page, "material", "family").select_option("layered-oxide")
    row = page.locator("[data-table=numbers] [data-row]").first
    row.locator("[data-key=property] select").select_option("specific-capacity")
    for key, text in {"rate": "0.1C", "window": "2.0–4.0", "unit": unit}.items():
        row.locator(f"[data-key={key}] input").first.fill(text)
    row.locator("[data-key=value] textarea").first.fill("128.0")
    row.locator("[data-group=versus] textarea").first.fill("120")
    row.locator("[data-group=source] [data-key=at] input").first.fill("Fig. 3")
    for key, text in {"name": "My control", "formula": "NaNi1/3Fe1/3Mn1/3O2"}.items():
        field(page, "control", key).fill(text)
    answered(page)
    return row


def test_a_newcomer_fills_it_in_and_the_files_pass_the_check(page: Page, tmp_path: Path) -> None:
    row = filled(page, "Ah g-1")
    problem = row.locator(".ea-form__problem")
    expect(problem).to_contain_text('found "Ah g-1", expected the unit "mAh g-1"')
    expect(problem.get_by_role("link")).to_have_text("unit")
    row.locator("[data-key=unit] input").first.fill("mAh g-1")
    answered(page)
    expect(page.locator("#ea-form-verdict")).to_have_text("No problem found: this passes the check.")
    expect(page.locator("#ea-form-card")).to_contain_text(f"{in_print(describe(OXIDE).entropy.all)} R")
    expect(page.locator("#ea-form-card")).to_contain_text("128.0")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    project = sites.copy_project(tmp_path / "project")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        archive.extractall(project)
        names = archive.namelist()
    assert names == ["data/references/doe2025.yml", "data/materials/my-oxide.yml", "data/materials/my-control.yml"]
    commands = (["check"], ["fmt", "--check", *names])
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *command], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_typed_is_lost_on_reload_and_nothing_is_sent(opened: Reader, page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    filled(page)
    page.reload()
    answered(page)
    expect(page.locator("#ea-form-status")).to_have_text("Your draft was restored.")
    assert field(page, "material", "formula").input_value() == OXIDE
    assert field(page, "reference", "author").input_value() == "Doe, J.; Müller, R."
    assert page.locator("[data-table=numbers] [data-key=value] textarea").first.input_value() == "128.0"
    assert [each for each in sent if not each.startswith(f"GET {opened.home}")] == []


def test_a_correction_starts_from_the_record_shows_the_difference_and_notices_a_changed_record(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    page.get_by_role("link", name="Correct this record in a form").click()
    answered(page)
    expect(page.locator("#ea-form-verdict")).to_have_text("No problem found: this passes the check.")
    expect(page.locator(".ea-form__diff")).to_have_count(0)
    field(page, "material", "phase").fill("P2")
    answered(page)
    expect(page.locator(".ea-form__diff ins").nth(1)).to_have_text("+phase: P2")
    expect(page.locator(".ea-form__diff del").nth(1)).to_have_text("-phase: O3")
    page.get_by_role("link", name="See the check").click()
    expect(page).to_have_url(re.compile("#ea-form-check$"))
    assert field(page, "material", "phase").input_value() == "P2"
    expect(page).to_have_title(re.compile("^Correct nfmczs"))

    # Back to the correction from another place of the page: a reload would start Python again, for seconds.
    aged = """() => { const kept = JSON.parse(localStorage.getItem("ea-form:nfmczs"));
      kept.draft.before = kept.draft.before.replace("phase: O3", "phase: O2");
      localStorage.setItem("ea-form:nfmczs", JSON.stringify(kept)); location.hash = "#ea-form-check"; }"""
    page.evaluate(aged)
    page.evaluate("location.hash = '#correct=nfmczs'")
    expect(page.locator("#ea-form-draft")).to_contain_text("The record has changed since.")
    expect(page.locator(".ea-form__diff del").nth(1)).to_have_text("-phase: O2")
    page.get_by_role("button", name="Compare my draft with the record as it is now").click()
    expect(page.locator(".ea-form__diff del").nth(1)).to_have_text("-phase: O3")
    expect(page.locator("#ea-form-draft")).to_be_hidden()
    page.evaluate(aged)
    page.evaluate("location.hash = '#correct=nfmczs'")
    page.get_by_role("button", name="Begin anew from the record").click()
    expect(field(page, "material", "phase")).to_have_value("O3")
    assert page.evaluate("localStorage.getItem('ea-form:nfmczs')") is None


def test_a_doi_typed_for_the_paper_becomes_its_record_or_a_new_paper(page: Page) -> None:
    paper = page.get_by_label("Paper of the collection")
    paper.fill("https://doi.org/10.1002/AENM.202401090")
    expect(paper).to_have_value("wang2024a")
    expect(page.locator("#ea-form-known")).to_contain_text("is the paper wang2024a")
    paper.fill("10.1234/nobody.knows")
    expect(field(page, "reference", "DOI")).to_have_value("10.1234/nobody.knows")
    expect(field(page, "reference", "DOI")).to_be_visible()
    expect(page.locator("#ea-form-known")).to_contain_text("No record has the DOI")
    answered(page)
    said = page.locator("#ea-form-problems").inner_text()
    assert 'found no "Place in the paper"' in said
    assert not re.search(r"`\w+|\[\d+\]|data/", said), "labels, and no keys of a file"


HOSTILE = {
    "pasted HTML": '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
    "right-to-left text": "\u202eNaNi0.5\u2066Mn0.5O2\u05d0\u05d1",
    "a hundred thousand characters": "NaNi0.5Mn0.5O2" * 7_200,
    "ten thousand characters": "NaNi0.5Mn0.5O2" * 720,
    "half a character": "Na\ud83d",
    "a path": "../../etc/passwd",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_text_gets_a_message_and_nothing_of_it_is_executed(page: Page, what: str) -> None:
    page.evaluate(
        """text => { for (const key of ["name", "formula", "id", "phase"]) {
          const field = document.querySelector(`[data-part=material] [data-key=${key}] input`);
          field.value = JSON.parse(text);
          field.dispatchEvent(new InputEvent("input", {bubbles: true})); } }""",
        json.dumps(HOSTILE[what]),
    )
    message = "shorten its texts" if "hundred" in what else "problem"
    expect(page.locator("#ea-form-status")).to_contain_text(message, timeout=30_000)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#ea-form :is(img, script)").count() == 0
    for key in ("name", "formula", "id", "phase"):
        page.evaluate(
            "key => { document.querySelector(`[data-part=material] [data-key=${key}] input`).value = ''; }", key
        )
    field(page, "material", "name").fill("Alive")
    answered(page)
    expect(page.locator("#ea-form-card")).to_contain_text("Alive")


OLD = {
    "an older version": json.dumps({"version": 0, "draft": {"name": "<img src=x onerror=window.hacked=1>"}}),
    "no draft": "<script>window.hacked=1</script>",
    "another shape": json.dumps({"version": 1, "draft": {"material": {"claims": "x", "name": ["y"], "source": 7}}}),
}


@pytest.mark.parametrize("what", OLD)
def test_an_old_draft_is_offered_and_never_breaks_the_page(page: Page, what: str) -> None:
    page.evaluate("text => localStorage.setItem('ea-form', text)", OLD[what])
    page.evaluate("location.hash = 'correct='")  # begins anew
    if what == "another shape":
        expect(page.locator("#ea-form-status")).to_have_text("Your draft was restored.")
    else:
        expect(page.locator("#ea-form-draft")).to_contain_text("An older draft.")
        page.get_by_role("button", name="Discard it").click()
    assert page.evaluate("window.hacked") is None
    field(page, "material", "name").fill("Alive")
    answered(page)
    expect(page.locator("#ea-form-card")).to_contain_text("Alive")


@pytest.mark.parametrize("record", ["<b>x</b>", "..%2F..%2Fx", "no-such-record"])
def test_a_correction_of_no_record_says_so(page: Page, record: str, opened: Reader) -> None:
    page.evaluate("record => { location.hash = `correct=${record}`; }", record)
    field(page, "material", "name").fill("Alive")
    answered(page)
    expect(page.locator("#ea-form-card")).to_contain_text("Alive")
    opened.errors[:] = [each for each in opened.errors if "no-such-record" not in each and "404" not in each]


def test_where_python_cannot_start_the_form_says_what_to_do_and_keeps_the_draft(desk: Reader) -> None:
    desk.page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    page = desk.open("contribute/")
    field(page, "material", "name").fill("Kept")
    expect(page.locator("#ea-form-fallback")).to_contain_text("Python did not start", timeout=30_000)
    expect(page.locator("#ea-form-fallback")).to_contain_text("generator new material")
    assert "Kept" in page.evaluate("localStorage.getItem('ea-form')")
    desk.errors.clear()


HOSTS = {
    "https://github.com/o/n/edit/main/": "https://github.com/o/n/new/main?filename=data%2Fm.yml&value=id%3A+a+%26+b%0A",
    "https://codeberg.org/o/n/_edit/main/": (
        "https://codeberg.org/o/n/_new/main?filename=data%2Fm.yml&value=id%3A+a+%26+b%0A"
    ),
    "https://gitlab.com/o/n/-/edit/main/": "https://gitlab.com/o/n/-/new/main?file_name=data%2Fm.yml",
    "https://example.org/o/n/": None,
}


def test_a_file_is_sent_to_the_page_for_new_files_of_a_known_host_or_copied_for_it(
    real_pages: Mapping[str, str], page: Page
) -> None:
    assert 'data-new-file=""' in real_pages["contribute.md"]
    ways = [asdict(code_host.new_file(setting)) for setting in HOSTS]
    found = page.evaluate(
        """async (ways) => {
          const { file } = await import(new URL("../assets/form-view.js", location));
          return ways.map(({ page, name, text }) => {
            const copied = [];
            const made = { name: "data/m.yml", text: "id: a & b\\n", diff: "" };
            const node = file(made, { add: page, name, text, edit: "" }, (what) => copied.push(what));
            const link = node.querySelector("a");
            link?.addEventListener("click", (event) => event.preventDefault());
            link?.click();
            return [link?.href ?? null, copied.length];
          });
        }""",
        ways,
    )
    assert found == [[address, int("gitlab" in setting)] for setting, address in HOSTS.items()]
