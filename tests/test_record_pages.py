"""Record pages: what the first screen says, what numbers stand beside, elements, ways to mend, paper and dark."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from generator import pipeline
from generator.chemistry.entropy import LINES
from generator.derived import comparable, element_usage, highlights, phase_path
from generator.derived.atlas import Atlas
from generator.drawing import svg
from generator.drawing.svg import Mark
from generator.printing import value_text
from generator.records.model_parts import is_paired
from generator.site import bibliography, code_host, pages
from generator.site import charts as site_figures

from . import site as sites
from .browsing import Reader, reading
from .conftest import ROOT, Records

FILE = "data/materials/alpha.yml"


def rendered(records: Records, edit_url: str | None = None) -> dict[str, str]:
    made = pages.render(pipeline.load(records.root), edit_url=edit_url)
    return {page.uri: page.text for page in made}


# Ways to mend a record: EDIT_URL -> the links of one file.

HOSTS = {
    "GitHub": (
        "https://github.com/o/n/edit/main/",
        f"https://github.com/o/n/edit/main/{FILE}",
        f"https://github.com/o/n/blob/main/{FILE}#L7",
        f"https://github.com/o/n/commits/main/{FILE}",
        "https://github.com/o/n/issues/new?template=problem.yml&record=alpha",
    ),
    "a branch with a slash, and no slash at the end": (
        "https://github.com/o/n/edit/data/new",
        f"https://github.com/o/n/edit/data/new/{FILE}",
        f"https://github.com/o/n/blob/data/new/{FILE}#L7",
        f"https://github.com/o/n/commits/data/new/{FILE}",
        "https://github.com/o/n/issues/new?template=problem.yml&record=alpha",
    ),
    "GitLab with a subgroup": (
        "https://gitlab.com/g/s/n/-/edit/main/",
        f"https://gitlab.com/g/s/n/-/edit/main/{FILE}",
        f"https://gitlab.com/g/s/n/-/blob/main/{FILE}#L7",
        f"https://gitlab.com/g/s/n/-/commits/main/{FILE}",
        "https://gitlab.com/g/s/n/-/issues/new?issue%5Btitle%5D=Problem+in+the+record+alpha",
    ),
    "Forgejo": (
        "https://codeberg.org/o/n/_edit/main/",
        f"https://codeberg.org/o/n/_edit/main/{FILE}",
        f"https://codeberg.org/o/n/src/branch/main/{FILE}#L7",
        f"https://codeberg.org/o/n/commits/branch/main/{FILE}",
        "https://codeberg.org/o/n/issues/new?title=Problem+in+the+record+alpha",
    ),
    "a host that nobody knows": (
        "https://forge.test/n?file=",
        f"https://forge.test/n?file=/{FILE}",
        None,
        None,
        None,
    ),
    "no setting": (None, None, None, None, None),
    "an empty setting": ("", None, None, None, None),
    "a setting that would run a script": ("javascript:alert(1)//edit/main/", None, None, None, None),
}


@pytest.mark.parametrize("name", HOSTS)
def test_one_setting_gives_every_link_to_the_code_host(name: str) -> None:
    setting, edit, line, history, report = HOSTS[name]
    links = code_host.record_urls(setting, FILE, "alpha")
    assert (links.edit, links.line(7), links.history, links.report) == (edit, line, history, report)


def test_a_page_leads_to_its_record_and_each_claim_to_its_line(records: Records) -> None:
    page = rendered(records, "https://github.com/o/n/edit/main/")["materials/alpha.md"]
    assert f'href="https://github.com/o/n/edit/main/{FILE}">Edit this record</a>' in page
    assert "template=problem.yml&amp;record=alpha" in page
    assert f'href="https://github.com/o/n/commits/main/{FILE}">History of the file</a>' in page
    lines = (records.root / "materials/alpha.yml").read_text(encoding="utf-8").splitlines()
    numbers = [int(number) for number in re.findall(r"alpha\.yml#L(\d+)", page)]
    assert [lines[number - 1].strip() for number in numbers] == [
        "- property: capacity-retention", "- property: phase-evolution",
    ]  # fmt: skip


def test_without_a_code_host_a_page_names_its_file_and_leads_nowhere_else(records: Records) -> None:
    page = rendered(records)["materials/alpha.md"]
    assert f"<code>{FILE}</code>" in page
    assert "line 15" not in page  # of no use to a reader who cannot follow it
    page = re.sub('(?s)<details class="ea-cite".*?</details>', "", page)  # an entry of a reference manager has its DOI
    assert "://" not in page.replace("x&#93;(http://example.org)", "")  # words of the record, not a link


def test_every_claim_of_the_collection_knows_its_line(real: Atlas) -> None:
    for ident, material in real.data.materials.items():
        document = real.data.origins["materials", ident].document
        lines = (ROOT / document.file).read_text(encoding="utf-8").splitlines()
        for index, claim in enumerate(material.claims):
            assert f"property: {claim.property}" in lines[document.at(("claims", index))[0] - 1]


def test_an_earlier_id_is_told_in_the_history_of_its_record(records: Records) -> None:
    records.edit("materials/alpha.yml", "aliases: [A-1]", "aliases: [A-1]\nformer_ids: [aleph]")
    page = rendered(records)["materials/alpha.md"]
    assert "Its earlier ids still lead here: aleph." in page.split("## History and corrections")[1]


# Numbers beside each other: (conditions of one, of the other, whether they may stand on one axis).

ALIKE = [
    ("{cycles: 500, rate: 3C}", "{cycles: 500, rate: 3.0 C}", True),
    ("{cycles: 500, rate: 3C}", "{cycles: 500, rate: 3C, window: [2.0, 4.0]}", True),
    ("{cycles: 500, rate: 3C, window: [2.0, 4.1]}", "{cycles: 500, rate: 3C, window: [2.0, 4.0]}", False),
    ("{cycles: 500, rate: 3C}", "{cycles: 200, rate: 3C}", False),
    ("{cycles: 500, rate: 3C}", "{cycles: 500, rate: 1C}", False),
    ("{cycles: 500, rate: 3C}", "{cycles: 500}", False),
    ("{cycles: 500, rate: 3C}", "{cycles: 500, rate: 3C, cell: full cell with hard carbon}", False),
    ("{cycles: 500, cell: coin full cell}", "{cycles: 500, cell: full cell with hard carbon}", True),
    ("{cycles: 500}", "{cycles: 500, other: from the tenth cycle}", False),
    ("{rate: 3C}", "{rate: 3C}", False),
    ("{cycles: 9, exposure: air, exposure_days: 15}", "{cycles: 9, exposure: air, exposure_days: 15}", True),
    ("{cycles: 9, exposure: air, exposure_days: 15}", "{cycles: 9, exposure: air, exposure_days: 30}", False),
]

CLAIM = """
claims:
  - property: capacity-retention
    value: {value}
    unit: percent
    conditions: {conditions}
    basis: {basis}
    source: {{reference: doe2024, via: roe2026, at: "2.1"}}
"""


def beside(records: Records, *claims: tuple[str, str, str]) -> list[comparable.Comparison]:
    """Return what the first of some made-up oxides stands beside; a claim is (value, conditions, basis)."""
    for index, (value, conditions, basis) in enumerate(claims):
        formula = f"NaNi0.{400 + index}Mn0.{600 - index}O2"  # one material each
        text = f"id: m{index}\nname: M{index}\nformula: {formula}\nfamily: layered-oxide\n"
        text += 'source: {reference: doe2024, via: roe2026, at: "2.1"}'
        records.write(f"materials/m{index}.yml", text + CLAIM.format(value=value, conditions=conditions, basis=basis))
    the_atlas = pipeline.load(records.root)
    return comparable.comparisons("m0", comparable.numbers(the_atlas))


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_only_numbers_measured_alike_stand_on_one_axis(records: Records, one: str, other: str, alike: bool) -> None:
    records.edit("materials/alpha.yml", "rate: 3C", "rate: 30C")  # out of the way of these
    found = beside(records, ("90", one, "measured"), ("80", other, "measured"))
    assert [[number.text for number in comparison.others] for comparison in found] == ([["80\u00a0%"]] if alike else [])


def test_a_calculation_does_not_stand_beside_a_measurement(records: Records) -> None:
    assert not beside(records, ("90", "{cycles: 9}", "measured"), ("80", "{cycles: 9}", "computed"))


def test_a_number_of_another_family_does_not_stand_on_the_axis(records: Records) -> None:
    records.edit(
        "materials/gamma.yml", "missing:\n  - {property: capacity-retention, why: not-in-source}\n",
        CLAIM.format(value=70, conditions="{cycles: 9}", basis="measured"),
    )  # fmt: skip
    assert not beside(records, ("90", "{cycles: 9}", "measured"))


def test_of_many_numbers_the_nearest_are_drawn_and_the_rest_are_counted(records: Records) -> None:
    claims = [(str(90 - index / 2), "{cycles: 9}", "measured") for index in range(65)]
    (found,) = beside(records, *claims)
    assert len(found.others) == 24
    assert found.left_out == 40
    assert found.others[0].low == 89.5


def test_a_control_measured_otherwise_is_told_but_not_drawn_as_a_pair(records: Records) -> None:
    records.edit(
        "materials/alpha.yml", "{material: beta, value: 24}",
        "{material: beta, value: 24, conditions: {cycles: 50}}",
    )  # fmt: skip
    page = rendered(records)["materials/alpha.md"]
    assert "24\u00a0%" in page
    assert "ea-strip" not in page
    assert "Nothing to draw these numbers against" in page


def test_a_control_shows_its_number_beside_the_material_that_it_was_made_for(records: Records) -> None:
    page = rendered(records)["materials/beta.md"]
    assert "Capacity retention: Beta 24\u00a0%; Alpha ≈\u00a087.0\u00a0%." in page
    assert "<strong>24\u00a0%</strong> as the control of" in page


PATHS = {
    "O3–O3+P3 (from 3.1 V)–P3, reversible": ["O3", "O3+P3", "P3"],
    "Reversible, O3–P3–O′3": ["O3", "P3", "O′3"],
    "P2/O3–P2/P3 (to 4.2 V, ex situ)–OP4/OP2; no O2": ["P2/O3", "P2/P3", "OP4/OP2"],
    "monoclinic–cubic–tetragonal": ["monoclinic", "cubic", "tetragonal"],
    "P2–O2 is suppressed": [],
    "Irreversible O3–P3 and P2–O2 transitions are suppressed": [],
    "same path, P3 from 2.94 V": [],
    "O3": [],
}


@pytest.mark.parametrize("words", PATHS)
def test_only_words_that_are_a_path_of_phases_are_shown_as_one(words: str) -> None:
    assert [step.phases for step in phase_path.steps(words)] == PATHS[words]


@pytest.mark.data
def test_a_path_of_phases_stands_beside_that_of_the_control_on_both_pages(real_pages: dict[str, str]) -> None:
    for ident, owner in (("a2c2-nfm", "Control <a"), ("p-nfm", "as a control")):
        strips = real_pages[f"materials/{ident}.md"].split('<div class="ea-path">')[1:]
        found = [re.findall(r"<li [^>]*><strong>(.*?)</strong>", strip) for strip in strips if owner in strip]
        assert found == [["O3", "O′3", "P3", "OP2"]]


@pytest.mark.data
def test_every_claim_of_the_collection_is_in_one_group_of_its_page(real: Atlas, real_pages: dict[str, str]) -> None:
    assert [ident for ident, known in real.data.properties.items() if known.group is None] == []
    for ident, material in real.data.materials.items():
        shown = re.findall(r'<tr id="claim-(\d+)">', real_pages[f"materials/{ident}.md"])
        assert sorted(map(int, shown)) == list(range(1, len(material.claims) + 1))


@pytest.mark.data
def test_every_source_of_a_claim_has_its_number_in_the_list_of_the_page(real_pages: dict[str, str]) -> None:
    page = real_pages["materials/nfmczs.md"]
    listed = re.search(r"Sources: (.*?)</p>", page)
    assert listed
    assert re.findall(r"\[(\d)\] <a", listed[1]) == ["1", "2"]
    used = {
        number for row in re.findall(r"<summary>(\[.*?)</summary>", page) for number in re.findall(r"\[(\d)\]", row)
    }
    assert used == {"1", "2"}


@pytest.mark.data
def test_the_download_of_a_citation_is_the_text_on_the_page(real: Atlas, real_pages: dict[str, str]) -> None:
    page = html.unescape(real_pages["materials/nfmczs.md"])
    cited = [real.data.references[ident] for ident in ("wang2024a", "zhan2026")]
    for text in (bibliography.entries(cited), bibliography.ris(cited)):
        assert f"<code>{text}</code>" in page
        assert f"utf-8,{quote(text)}" in page


@pytest.mark.data
def test_every_point_of_every_chart_stands_in_the_table_below_it(real: Atlas, real_pages: dict[str, str]) -> None:
    known = comparable.numbers(real)
    drawn = {ident: comparable.comparisons(ident, known) for ident in real.data.materials}
    assert any(comparison.others for found in drawn.values() for comparison in found)
    assert any(comparison.paired for found in drawn.values() for comparison in found)
    for ident, found in drawn.items():
        page = real_pages[f"materials/{ident}.md"]
        assert ("ea-strips" in page) == bool(found)
        charts = page.partition("ea-strips")[2].partition("</figure>")[0]
        rows = charts.count('<th scope="row">')
        assert rows == sum(len(comparison.all) for comparison in found)


# Charts follow the page's colours, and fit every axis.

AXES = [
    ([24.0, 87.0], ["20", "40", "60", "80", "100"]),
    ([0.8, 1.0], ["0.8", "0.9", "1"]),
    ([0.2, 150], ["0.1", "1", "10", "100", "1000"]),
    ([1e-13, 1e-9], ["1e-13", "1e-12", "1e-11", "1e-10", "1e-9"]),
    ([-20.0, 60.0], ["−20", "0", "20", "40", "60"]),
]


def test_a_chart_takes_all_its_colours_from_the_page() -> None:
    drawn = [
        svg.composition_bars({"Metal site": [("Ni", 0.5, "0.5"), ("Mn", 0.5, "0.5")]}, "two metals"),
        svg.entropy_scale({"all elements": 1.62, "principal only": 0.0}, LINES, "two entropies"),
        svg.values_axis([Mark(1, 1, "one", "this"), Mark(2, 3, "two", "other", "../b/")], "V", "two values"),
        svg.spread_axis([Mark(5, 5, "five", "other", "../b/")], "%", "one share"),
    ]
    for text in drawn:
        colours = set(re.findall(r"(?:fill|stroke)=\"([^\"]+)\"", text))
        assert colours
        assert all(colour.startswith("var(--ea-") for colour in colours)
        used = {colour[len("var(") : -1] for colour in colours}
        styles = (ROOT / "generator/theme/assets/atlas.css").read_text(encoding="utf-8")
        assert {name for name in used if f"{name}: light-dark(" not in styles} == set()


def test_names_in_a_chart_are_never_markup() -> None:
    attack = '<script>"&'
    drawn = svg.values_axis([Mark(1, 1, attack, "this", attack), Mark(2, 2, "b", "control")], attack, attack)
    assert "<script" not in drawn


def test_the_unit_of_an_axis_hides_none_of_its_numbers() -> None:
    marks = [Mark(0.36, 0.36, "control", "control"), Mark(0.61, 0.61, "this", "this")]
    drawn = svg.values_axis(marks, "per formula unit", "sodium")
    assert all(f">{number}<" in drawn for number in ("0.3", "0.4", "0.5", "0.6", "0.7"))
    heights = {words: float(y) for y, words in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>([^<]+)</text>', drawn)}
    assert heights["per formula unit"] > heights["0.7"]


@pytest.mark.parametrize(("numbers", "named"), AXES)
def test_an_axis_has_round_ends_around_all_its_numbers(numbers: list[float], named: list[str]) -> None:
    scale = svg.Scale.over(numbers)
    assert list(scale.ticks().values()) == named
    assert all(-1e-9 <= scale.at(number) <= 1 + 1e-9 for number in numbers)


@pytest.mark.parametrize("number", [0.0, 0.11, -3.0, 1e-12, 87.0, 1e6])
def test_an_axis_of_one_number_still_holds_it(number: float) -> None:
    assert 0 <= svg.Scale.over([number]).at(number) <= 1


# The first screen.


def test_the_first_screen_names_what_was_measured_against_what(real: Atlas) -> None:
    found = highlights.headline(real, real.data.materials["nfmczs"])["capacity-retention"]
    assert found
    assert found.claim.value == 87
    assert found.claim.versus
    assert found.claim.versus.value == 24


@pytest.mark.data
def test_a_headline_number_without_a_control_means_that_none_like_it_has_one(real: Atlas) -> None:
    for material in real.data.materials.values():
        for name, found in highlights.headline(real, material).items():
            own = [claim for claim in material.claims if claim.property == name and not isinstance(claim.value, str)]
            assert bool(own) <= bool(found)
            paired = [claim for claim in own if is_paired(claim) and highlights.is_usual(claim)]
            assert not found or is_paired(found.claim) or not paired


@pytest.mark.data
@pytest.mark.parametrize(
    ("material", "measured", "value"),
    [
        ("he-hcf", "specific-capacity", "105.1"),  # 98 at -10 °C has a control
        ("he-hcf", "capacity-retention", "95"),  # 90 is that of a sample after 90 days in air
        ("mcnft", "working-voltage", "3.05"),  # 2.73 V is that of a full cell
    ],
)
def test_a_headline_number_is_of_the_cathode_as_made_at_room_temperature(
    real: Atlas, material: str, measured: str, value: str
) -> None:
    found = highlights.headline(real, real.data.materials[material])[measured]
    assert found
    assert str(found.claim.value) == value


def test_a_record_says_how_far_its_sources_were_read(records: Records) -> None:
    says = "Read for this record: a publication that cites it, not the paper itself."
    assert says in rendered(records)["materials/beta.md"]
    records.edit("materials/beta.yml", "via: roe2026, ", "")
    assert "Read for this record: its abstract." in rendered(records)["materials/beta.md"]


# Elements.


@pytest.mark.data
def test_every_element_of_every_composition_has_a_page_and_every_link_to_one_leads_there(
    real: Atlas, real_pages: dict[str, str]
) -> None:
    occurring = {
        symbol
        for entry in real.described
        if entry.description
        for amounts in entry.description.sites.values()
        for symbol in amounts
    }
    ids = element_usage.ids(real, element_usage.of_elements(real))
    assert occurring <= set(ids)
    for ident in ids.values():
        assert f'href="../elements/{ident}/"' in real_pages["elements/index.md"]
        assert f"elements/{ident}.md" in real_pages
    for uri, text in real_pages.items():
        for ident in re.findall(r'href="(?:\.\./)+elements/([^/"]+)/"', text):
            assert f"elements/{ident}.md" in real_pages, uri


def test_an_element_that_no_record_tells_of_has_a_page_of_where_it_stands(records: Records) -> None:
    records.edit("materials/beta.yml", "NaNi0.5Mn0.5O2", "NaNi0.5Mn0.4Zr0.1O2")
    made = rendered(records)
    page = made["elements/zr.md"]
    assert "Of 3 materials with a known composition it is on the mixing site of 1." in page
    assert "No source read for this collection reports a role of zirconium." in page
    assert '<a href="../../materials/beta/">Beta</a>' in page
    assert '<a href="../../elements/zr/"><strong>Zr</strong> zirconium</a>' in made["materials/beta.md"]


def test_an_element_page_tells_each_site_apart_and_sorts_by_share(records: Records) -> None:
    page = rendered(records)["elements/fe.md"]
    assert "on the mixing site of 2 and on the carbon-coordinated site of 1" in page
    shares = re.findall(r'class="ea-number">([\d.]+) %</td>', page.split("On the carbon-coordinated")[0])
    assert shares == ["20.0", "15.0"]


@pytest.mark.data
def test_the_centre_of_a_polyanion_stands_on_no_anion_site(real: Atlas, real_pages: dict[str, str]) -> None:
    sites = {use.site for use in element_usage.of_elements(real)["S"]}
    assert "polyanion" in sites
    assert "anion" not in sites
    assert "On the polyanion centres" in real_pages["elements/s.md"]


def test_what_a_whole_material_is_credited_with_is_not_laid_to_one_element(records: Records) -> None:
    page = rendered(records)["elements/ti.md"]
    credits = page.split("## Effects reported for materials with it")[1]
    assert "not for titanium alone" in credits
    assert "effects/cocktail/" in credits
    assert "challenges/air/" in credits
    assert "strategies/phase/" in credits


def test_a_control_without_the_element_is_set_beside_with_all_else_that_differs(records: Records) -> None:
    page = rendered(records)["elements/ti.md"]
    row = page.split("## Compared with controls without it")[1].split("<tbody>")[1].split("</tr>")[0]
    assert ">Alpha</a>" in row
    assert ">Beta</a>: " in row
    assert "24\u00a0%" in row
    assert "Fe, Sb" in row
    assert "against a control without it" not in rendered(records)["elements/mn.md"]  # both hold it


def test_a_control_of_unknown_composition_is_never_said_to_lack_an_element(records: Records) -> None:
    records.edit("materials/beta.yml", "formula: NaNi0.5Mn0.5O2\n", "")
    records.edit("materials/beta.yml", "missing:\n", "missing:\n  - {property: composition, why: not-in-source}\n")
    assert "against a control without it" not in rendered(records)["elements/ti.md"]


def test_an_elements_chart_has_one_point_a_material_and_stays_low_however_many(real: Atlas) -> None:
    found = [use for use in element_usage.of_elements(real)["Na"] if use.site == "alkali"]
    drawn = site_figures.shares(found, "../../")
    assert drawn.count("<circle") == len(found) > 50
    height = re.search(r'height="([\d.]+)"', drawn)
    assert height
    assert float(height[1]) < 200


def test_a_site_that_only_one_share_occurs_on_needs_no_chart(records: Records) -> None:
    page = rendered(records)["elements/o.md"]
    assert "<h3>On the anion site</h3>" in page
    assert "<svg" not in page


def test_a_tiny_number_is_written_with_a_power_of_ten() -> None:
    assert value_text((Decimal("1e-13"), Decimal("2.5e-11")), "cm2 s-1") == (
        "1\u00a0×\u00a010⁻¹³–2.5\u00a0×\u00a010⁻¹¹\u00a0cm²\u00a0s⁻¹"
    )


# In a browser.

ON_THE_FIRST_SCREEN = [
    "h1", ".ea-head__formula", ".ea-head__source", ".ea-big", ".ea-glance svg.ea-chart",
    ".ea-glance__facts dd >> nth=1",
]  # fmt: skip


@pytest.mark.parametrize("screen", [(1280, 900), (375, 812)], ids=["wide", "phone"])
def test_the_first_screen_holds_what_a_researcher_comes_for(
    browser: Browser, built: Path, screen: tuple[int, int]
) -> None:
    with sites.served(built) as home, reading(browser, home, *screen) as person:
        page = person.open("materials/nfmczs/")
        for what in ON_THE_FIRST_SCREEN:
            box = page.locator(what).first.bounding_box()
            assert box, what
            assert box["y"] + min(box["height"], 24) <= screen[1], what


CONTRAST = """(elements) => {
  const channel = (value) => value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  };
  const fills = elements.map((element) => getComputedStyle(element).fill);
  const [high, low] = fills.map(light).sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_on_a_chart_are_read_easily_on_every_element(browser: Browser, built: Path, scheme: str) -> None:
    with sites.served(built) as home, reading(browser, home, 1280, 900) as person:
        person.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of two words
        page = person.open("materials/nfmczs/")
        bars = page.locator(".ea-glance rect")
        assert bars.count() == 7
        letters = page.locator(".ea-glance text[font-weight='700']").first.element_handle()
        for bar in bars.element_handles():
            assert page.evaluate(CONTRAST, [letters, bar]) >= 4.5


def test_a_chart_changes_its_colours_with_the_page(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    bar = page.locator(".ea-glance rect").nth(1)
    light = bar.evaluate("node => getComputedStyle(node).fill")
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert bar.evaluate("node => getComputedStyle(node).fill") != light
    page.locator("label[title='Switch to light mode']").click()


def test_a_point_of_a_chart_is_reached_by_keyboard_and_leads_to_its_material(desk: Reader) -> None:
    page = desk.open("materials/nfpp-he-ge2023/")
    point = page.locator(".ea-strip svg a").first
    point.focus()
    assert page.evaluate("document.activeElement.closest('.ea-strip') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "nfpp-he-ge2023" not in url)
    expect(page.locator(".ea-glance")).to_be_visible()


NOT_ON_PAPER = [
    ".md-header", ".md-tabs", ".md-sidebar--secondary", ".md-footer", ".md-path", ".ea-actions", ".ea-beside",
    ".ea-line", ".ea-record__links", ".ea-strips > details",
]  # fmt: skip
BEYOND = """width => [...document.querySelectorAll(".md-content *")]
    .filter(node => node.getBoundingClientRect().right > width + 1 && !node.closest(".ea-hidden, svg"))
    .map(node => `${node.tagName} ${node.className}`)"""


@pytest.mark.parametrize("path", ["materials/nfmczs/", "materials/he-pba-ma2021/", "elements/ni/", "audit/"])
def test_paper_shows_the_record_alone_and_all_of_it(desk: Reader, path: str) -> None:
    page = desk.open(path)
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
    page.emulate_media(media="print", color_scheme="dark")
    try:
        for what in NOT_ON_PAPER:
            for found in page.locator(what).all():
                expect(found).to_be_hidden()
        assert page.evaluate(BEYOND, 718) == []
        for folded in page.locator("details:not(.ea-strips > details) table").all():
            assert (folded.bounding_box() or {"height": 0})["height"] > 20
        colours = page.evaluate("[getComputedStyle(document.querySelector('.md-typeset')).color,"
                                " getComputedStyle(document.body).backgroundColor]")  # fmt: skip
        assert colours == ["rgb(28, 39, 51)", "rgb(255, 255, 255)"]
    finally:
        page.emulate_media(media="null", color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})


def test_paper_ends_with_how_to_cite_and_the_record(desk: Reader) -> None:
    page = desk.open("materials/nfmczs/")
    page.emulate_media(media="print")
    text = page.locator(".md-content").inner_text()
    page.emulate_media(media="null")
    end = text.split("Use and cite this page")[1]
    assert "doi:10.1002/aenm.202401090" in end
    assert "data/materials/nfmczs.yml" in end


def test_a_printed_record_is_a_few_pages(desk: Reader) -> None:
    paper = desk.open("materials/nfmczs/").pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 9
