"""The plot page in a real browser: choosing, reading, sharing, and the guard that keeps unlike values apart."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from generator.derived.atlas import Atlas
from generator.derived.figure_points import figures

from .browsing import Reader
from .made_up import claim, only, synthetic, with_records

RETENTION = "plot/?x=entropy.all&y=reported.capacity-retention"


def points(page: Page) -> Locator:
    return page.locator(".ea-plot__frame [aria-roledescription=point]")


def rows(page: Page) -> Locator:
    return page.locator(".ea-plot__table tbody tr")


def drawn(page: Page) -> str:
    """Return every text that the drawing shows, once it is there."""
    expect(points(page).first).to_be_visible()
    return " ".join(page.locator(".ea-plot__canvas svg text").all_text_contents())


def made(number: int, entropy: float = 1.2, **more: Any) -> dict[str, Any]:
    """Return a made-up material that has an entropy, too."""
    return {**synthetic(number, **more), "values": [[entropy, f"{entropy:.2f}", "medium", False]]}


def test_the_first_plot_parts_the_phases_of_layered_oxides(reader: Reader) -> None:
    page = reader.open("plot/")
    said = drawn(page)
    for text in ("Sodium per metal position", "Ionic potential", "O3", "P2"):
        assert text in said
    points_of_figure = rows(page).count()
    assert points(page).count() == points_of_figure > 20
    assert said.count("Phase") == 1  # one legend
    expect(page.locator("[role=graphics-document]")).to_have_attribute(
        "aria-label", re.compile("otential.*against.*Sodium")
    )
    expect(page.get_by_label("Family", exact=True)).to_have_value("layered-oxide")
    expect(page.locator(".ea-plot__about")).to_contain_text("a formula with more metal than its site holds")
    expect(page.get_by_role("table").get_by_text("Na0.9Li0.1", exact=False)).to_have_count(0)
    page.get_by_label("Values", exact=True).select_option(label="every value")
    assert "values" not in page.url
    assert rows(page).count() > points_of_figure
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_entropies_are_drawn_with_the_lines_of_the_classes(desk: Reader) -> None:
    said = drawn(desk.open("plot/?x=computed.mean_ionic_radius&y=entropy.all&colour=family"))
    for text in ("(R)", "high from 1.5 R", "medium from 1 R", "Layered oxides", "Prussian"):
        assert text in said


def test_a_family_and_a_phase_are_picked_and_kept_in_the_address(desk: Reader) -> None:
    page = desk.open("plot/?x=computed.sodium_content&y=reported.lattice-parameter-c&together=1")
    expect(points(page).first).to_be_visible()
    everything = rows(page).count()
    page.get_by_label("Family", exact=True).select_option("layered-oxide")
    page.get_by_label("Phase", exact=True).select_option("O3")
    expect(page.get_by_role("columnheader", name="Phase")).to_be_visible()
    assert 2 < rows(page).count() < everything
    assert set(rows(page).locator("[data-label=Phase]").all_inner_texts()) == {"O3"}
    assert "family=layered-oxide&phase=O3" in page.url
    shown = rows(page).count()
    page.reload()
    expect(points(page).first).to_be_visible()
    assert rows(page).count() == shown


def test_a_choice_changes_plot_table_and_address_and_going_back_undoes_it(desk: Reader) -> None:
    page = desk.open("plot/")
    page.get_by_label("x axis").select_option(label="Size mismatch")
    page.get_by_label("Colour by").select_option(label="Class")
    assert "Size mismatch (%)" in drawn(page)
    assert "high entropy" in drawn(page)
    expect(page.get_by_role("columnheader", name="Size mismatch (%)")).to_be_visible()
    assert page.url.endswith(
        "plot/?x=computed.size_mismatch&y=computed.ionic_potential&colour=class&family=layered-oxide"
    )
    page.go_back()
    expect(page.get_by_label("Colour by")).to_have_value("phase")
    page.get_by_role("button", name="Swap the axes").click()
    expect(page.get_by_label("y axis", exact=True)).to_have_value("computed.size_mismatch")


def test_a_link_reproduces_the_plot_and_a_wrong_one_shows_the_first(desk: Reader) -> None:
    page = desk.open("plot/?x=entropy.pooled&y=computed.capacity&shape=role&colour=phase")
    assert "Entropy of all cations pooled (R)" in drawn(page)
    assert "subject" in drawn(page)
    page = desk.open("plot/?x=no-such-thing")
    assert "Sodium per metal position" in drawn(page)


def test_colour_and_shape_of_one_category_share_one_legend(desk: Reader) -> None:
    page = desk.open("plot/?x=computed.sodium_per_metal&y=computed.ionic_potential&shape=phase&family=layered-oxide")
    assert drawn(page).count("Phase") == 1


def test_the_plot_of_a_figure_shows_the_points_of_the_figure(desk: Reader, real: Atlas) -> None:
    script = """async (rest) => {
        const {load} = await import(rest.browse), {collect, quantities} = await import(rest.points);
        const data = await load(), known = quantities(data);
        return data.selections.map((selection) => {
            const [x, y] = [selection.x, selection.y].map(({id}) => known.find((each) => each.id === id));
            return collect(data.materials, x, y, selection).points.map((p) => [p.material.id, p.x.middle, p.y.middle]);
        });
    }"""
    page = desk.open("plot/")
    names = {"browse": f"{desk.home}assets/browse.js", "points": f"{desk.home}assets/plot-points.js"}
    for figure, found in zip(figures(real), page.evaluate(script, names), strict=True):
        shown = sorted((ident, x, y) for ident, x, y in found)
        expected = sorted((point.entry.id, point.x, point.y) for point in figure.points)
        assert [ident for ident, _, _ in shown] == [ident for ident, _, _ in expected], figure.id
        numbers = [number for _, *both in expected for number in both]
        assert [number for _, *both in shown for number in both] == pytest.approx(numbers, abs=1e-5), figure.id


def test_a_figure_leads_to_its_plot_by_an_address_that_a_choice_of_all_values_shortens(
    desk: Reader, real: Atlas
) -> None:
    for figure in figures(real):
        page = desk.open(f"plot/{figure.plot}")
        assert figure.y.label in drawn(page)
        assert rows(page).count() == len(figure.points), figure.id
        expect(page.locator(".ea-plot__about")).to_contain_text(figure.about[:40])
    page.get_by_label("x axis", exact=True).select_option(label="Size mismatch")
    expect(page.get_by_label("Values", exact=True)).to_be_hidden()
    assert "values" not in page.url


def test_every_kind_of_quantity_and_category_can_be_chosen(desk: Reader) -> None:
    page = desk.open("plot/")
    expect(points(page).first).to_be_visible()
    for field in ("x axis", "y axis"):
        offered = " | ".join(page.get_by_label(field, exact=True).locator("option").all_inner_texts())
        for name in (
            "valences apart",
            "Ionic potential",
            "Theoretical capacity",
            "Capacity retention (",
            "Thermal runaway (0)",
        ):
            assert name in offered
    for category in ("Family", "Phase", "Class", "Role", "Called in its source", "Strategy"):
        page.get_by_label("Shape by").select_option(label=category)
        expect(page.get_by_role("columnheader", name=category)).to_be_visible()
        assert category in drawn(page)


def test_pointing_at_a_point_tells_of_it_and_a_click_opens_its_material(desk: Reader) -> None:
    page = desk.open(f"{RETENTION}&colour=none&shape=none&together=0")
    expect(points(page).first).to_be_visible()
    point = points(page).and_(page.locator("[aria-label^='HEO-CuZn:']")).first
    point.hover()
    tip = page.locator("#vg-tooltip-element")
    for text in ("HEO-CuZn", "1.44", "84", "after 100 cycles", "Source"):
        expect(tip).to_contain_text(text)
    point.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("HEO-CuZn")
    assert urlsplit(page.url).fragment.startswith("claim-")


def test_the_table_holds_the_same_points_and_is_reached_by_keyboard(desk: Reader) -> None:
    page = desk.open(f"{RETENTION}&together=0")
    expect(points(page).first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Draw .* more panels")).click()
    page.get_by_role("button", name=re.compile("^Pool the .* not comparable$")).click()
    expect(points(page)).to_have_count(rows(page).count())
    spoken = [label.split(":")[0] for label in points(page).evaluate_all("all => all.map((n) => n.ariaLabel)")]
    assert sorted(spoken) == sorted(rows(page).locator("th a").all_inner_texts())
    expect(rows(page).nth(49)).to_be_visible()
    expect(rows(page).nth(50)).to_be_hidden()
    page.get_by_role("button", name="Show all rows").click()
    expect(rows(page).last).to_be_visible()
    link = rows(page).get_by_role("link", name="NFMCZS").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("NFMCZS")


SLOW, FAST = {"rate": "1 C", "cycles": 100}, {"rate": "5 C", "cycles": 500}


def unlike(page: Page) -> None:
    """Give the page six materials of which three were cycled faster and longer."""
    records = (
        made(1, claims=[claim(90, conditions=SLOW)]),
        made(2, 1.6, claims=[claim(80, conditions={**SLOW, "rate": "1.0 C"})]),
        made(3, 1.7, claims=[claim(75, conditions=SLOW)]),
        *(made(number, number / 4, claims=[claim(40 + number, conditions=FAST)]) for number in (5, 6, 7)),
        synthetic(4),
    )
    page.route("**/assets/browse.json", lambda route: only(route, *records))


def test_values_from_different_conditions_are_drawn_in_panels_that_name_them(reader: Reader) -> None:
    unlike(reader.page)
    page = reader.open(RETENTION)
    notice = page.locator(".ea-plot__notice")
    expect(notice).to_contain_text("6 values were reported under 2 different sets of conditions: rate and cycles")
    said = drawn(page).replace("\xa0", " ")
    assert "after 100 cycles · at 1C (3)" in said
    assert "after 500 cycles · at 5C (3)" in said
    assert "conditions: see each panel" in said
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_reader_may_draw_them_together_and_is_warned_as_long_as_it_lasts(desk: Reader) -> None:
    unlike(desk.page)
    page = desk.open(RETENTION)
    page.get_by_label("Draw all together").check()
    expect(page.locator(".ea-plot__guard--warn")).to_contain_text("Not comparable")
    assert "conditions differ" in drawn(page)
    assert points(page).count() == 6
    assert page.url.endswith("&together=1")
    page.reload()
    expect(page.locator(".ea-plot__guard--warn")).to_be_visible()
    page.get_by_label("Colour by").select_option("none")
    expect(page.locator(".ea-plot__guard--warn")).to_be_visible()
    page.get_by_label("Draw all together").uncheck()
    expect(page.locator(".ea-plot__guard--warn")).to_have_count(0)
    assert "see each panel" in drawn(page)


def test_where_few_were_measured_alike_they_are_drawn_together_with_a_warning(desk: Reader) -> None:
    desk.page.route("**/assets/browse.json", lambda route: only(
        route, made(1, claims=[claim(90, conditions=SLOW)]), made(2, 1.6, claims=[claim(80, conditions=FAST)])
    ))  # fmt: skip
    page = desk.open(RETENTION)
    expect(page.locator(".ea-plot__guard--warn")).to_contain_text("because no 3 were measured alike")
    assert points(page).count() == 2
    expect(page.get_by_label("Draw all together")).to_be_disabled()  # a panel of one point shows nothing


def test_values_taken_alike_share_one_panel_whose_axis_names_the_conditions(desk: Reader) -> None:
    desk.page.route("**/assets/browse.json", lambda route: only(
        route, made(1, claims=[claim(90, conditions=SLOW)]), made(2, 1.6, claims=[claim(80, conditions=SLOW)])
    ))  # fmt: skip
    page = desk.open(RETENTION)
    assert "after 100 cycles" in drawn(page)
    expect(page.locator(".ea-plot__guard")).to_be_hidden()


def test_bounds_and_ranges_are_marked(desk: Reader) -> None:
    desk.page.route("**/assets/browse.json", lambda route: only(
        route, made(1, claims=[claim(90, bound="above")]), made(2, 1.6, claims=[claim([70, 80])]),
        made(3, 1.7, claims=[claim(60, bound="about")]),
    ))  # fmt: skip
    page = desk.open(RETENTION)
    assert {"↑", "≈"} <= set(drawn(page).split())
    expect(page.locator(".ea-plot__about")).to_contain_text("an arrow: the source gives a bound")
    expect(page.locator(".ea-plot__about")).to_contain_text("a bar: a range")
    assert page.locator(".ea-plot__canvas .mark-rule.role-mark line").count() > 2  # class lines and the range
    expect(rows(page).filter(has_text="Made 2")).to_contain_text("70–80")


def test_points_on_one_spot_are_counted(desk: Reader) -> None:
    desk.page.route(
        "**/assets/browse.json",
        lambda route: only(route, *(made(n, claims=[claim(90)]) for n in (1, 2, 3))),
    )
    page = desk.open(RETENTION)
    assert "×3" in drawn(page)
    points(page).last.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Made 1, Made 2")


def test_materials_that_are_not_drawn_are_counted_and_listed_on_demand(desk: Reader) -> None:
    page = desk.open(RETENTION)
    said = page.locator(".ea-plot__without summary")
    expect(said).to_contain_text("materials are not drawn: a quantity is not known")
    counted = int((said.inner_text().split("of")[0]).strip("▸ "))
    item = page.locator(".ea-plot__absent li").first
    expect(item).to_be_hidden()
    said.click()
    expect(item).to_be_visible()
    assert page.locator(".ea-plot__absent li").count() == counted
    expect(page.locator(".ea-plot__absent")).to_contain_text("Capacity retention")


def test_a_pair_that_no_material_has_is_answered(desk: Reader) -> None:
    desk.page.route("**/assets/browse.json", lambda route: only(route, synthetic(1, claims=[claim(90)])))
    page = desk.open(RETENTION)
    expect(page.locator(".ea-plot__frame")).to_contain_text("No material has both quantities")
    expect(page.get_by_role("button", name="Save as SVG")).to_be_disabled()


def at_keyboard(page: Page) -> Locator:
    return page.locator(".ea-plot__frame [aria-roledescription=point]:focus")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_points_are_walked_by_keyboard_announced_aloud_and_opened(desk: Reader, scheme: str) -> None:
    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    unlike(desk.page)
    page = desk.open(RETENTION)
    expect(points(page).first).to_be_visible()
    page.get_by_label("Draw all together").focus()
    page.keyboard.press("Tab")
    announced = page.locator(".ea-plot__announced")
    expect(announced).to_contain_text("Made 1: Entropy of the mixing site 1.20\u202fR, Capacity retention 90\u00a0%")
    expect(announced).to_contain_text("Zhan et al. (2026), Table 2. Point 1 of 6.")
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Made 1")
    expect(at_keyboard(page)).to_have_css("outline-style", "solid")
    page.keyboard.press("ArrowRight")
    expect(announced).to_contain_text("Made 2")
    page.keyboard.press("ArrowUp")
    expect(announced).to_contain_text("Made 1")
    page.keyboard.press("End")
    expect(announced).to_contain_text("Made 7")
    expect(announced).to_contain_text("Point 6 of 6")
    page.keyboard.press("ArrowRight")
    expect(announced).to_contain_text("Point 6 of 6")
    page.keyboard.press("Tab")
    expect(announced).to_have_text("")
    expect(page.get_by_role("button", name="Save as SVG")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    with page.expect_navigation(url=re.compile("/materials/made-1/#claim-1$")):
        page.keyboard.press("Enter")
    desk.errors.clear()  # the made-up material has no page


def test_a_new_drawing_leaves_the_keyboard_at_its_point(desk: Reader) -> None:
    page = desk.open("plot/")
    points(page).and_(page.locator("[tabindex='0']")).focus()
    page.keyboard.press("ArrowRight")
    before = at_keyboard(page).get_attribute("aria-label")
    ground = page.locator(".ea-plot__canvas svg")
    drawing = ground.element_handle()
    assert drawing
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    drawing.wait_for_element_state("hidden")
    expect(at_keyboard(page)).to_have_attribute("aria-label", before or "")


def benchmarks(page: Page) -> None:
    """Give the page one material and four benchmarks: two taken as it was, one otherwise, one with words only."""
    records = (
        made(1, claims=[claim(90, conditions=SLOW)]),
        made(2, 0.7, name="NFM111", role="benchmark", claims=[claim(60, conditions=SLOW)]),
        synthetic(3, name="NVP", role="benchmark", claims=[claim(75, conditions={**SLOW, "rate": "1.0C"})]),
        synthetic(4, name="Elsewhere", role="benchmark", claims=[claim(99, conditions=FAST)]),
        synthetic(5, name="Wordy", role="benchmark", claims=[claim("good", conditions=SLOW)]),
    )
    page.route("**/assets/browse.json", lambda route: only(route, *records))


@pytest.mark.parametrize(
    "axes", ["x=entropy.all&y=reported.capacity-retention", "y=entropy.all&x=reported.capacity-retention"]
)
def test_benchmarks_taken_alike_are_lines_with_their_names(reader: Reader, axes: str) -> None:
    benchmarks(reader.page)
    page = reader.open(f"plot/?{axes}&colour=none&shape=none")
    said = drawn(page)
    assert "NVP" in said
    assert "NFM111" in said
    assert "Elsewhere" not in said
    assert "Wordy" not in said
    assert points(page).count() == rows(page).count() == 2
    about = page.locator(".ea-plot__about")
    expect(about).to_contain_text("benchmarks taken under the same conditions: NFM111 60\u00a0%")
    page.get_by_label("Benchmarks as lines").uncheck()
    expect(about).not_to_contain_text("NVP")
    assert "NVP" not in drawn(page)
    assert page.url.endswith("benchmarks=0")
    page.reload()
    assert "NVP" not in drawn(page)
    expect(page.get_by_label("Benchmarks as lines")).not_to_be_checked()


def test_a_benchmark_measured_otherwise_stands_in_the_panel_of_its_like_only(desk: Reader) -> None:
    page = desk.page
    other = synthetic(9, name="NVP", role="benchmark", claims=[claim(65, conditions=FAST)])
    page.route("**/assets/browse.json", lambda route: only(
        route, *(made(n, 1 + n / 9, claims=[claim(90 - n, conditions=(SLOW, FAST)[n % 2])]) for n in range(6)), other
    ))  # fmt: skip
    desk.open(f"{RETENTION}&together=0")
    assert drawn(page).split().count("NVP") == 1


def test_lines_are_of_the_materials_asked_for_and_for_a_lattice_only_on_request(desk: Reader) -> None:
    page = desk.page
    lattice = {"property": "lattice-parameter-c", "unit": "Å"}
    page.route("**/assets/browse.json", lambda route: only(
        route,
        made(1, claims=[claim(90), claim(16, **lattice)]),
        synthetic(2, name="NFM", role="benchmark", claims=[claim(85), claim(15, **lattice)]),
        synthetic(3, name="NVP", family="polyanionic", phase=None, role="benchmark", claims=[claim(70)]),
    ))  # fmt: skip
    about = page.locator(".ea-plot__about")
    desk.open(RETENTION)
    expect(about).to_contain_text("NVP")
    desk.open(f"{RETENTION}&family=layered-oxide&phase=O3")
    expect(about).to_contain_text("NFM")
    expect(about).not_to_contain_text("NVP")
    desk.open("plot/?x=entropy.all&y=reported.lattice-parameter-c")
    expect(about).to_contain_text("1 point.")
    expect(about).not_to_contain_text("NFM")
    page.get_by_label("Benchmarks as lines").check()
    expect(about).to_contain_text("NFM")
    assert page.url.endswith("benchmarks=1")


def test_without_comparable_benchmarks_no_lines_are_offered(desk: Reader) -> None:
    unlike(desk.page)
    page = desk.open(RETENTION)
    expect(points(page).first).to_be_visible()
    expect(page.locator(".ea-plot__benchmarks")).to_be_hidden()


def test_lines_that_lie_close_share_one_label(desk: Reader) -> None:
    script = """async ([address, lines]) => (await import(address)).labelled(lines, 100)"""
    lines = [
        {"at": 52, "name": "B"},
        {"at": 50, "name": "A"},
        {"at": 90, "name": "C"},
        {"at": 53, "name": "B"},
    ]
    made_of = desk.open("plot/").evaluate(script, [f"{desk.home}assets/plot-benchmarks.js", lines])
    assert [(line["at"], line["label"]) for line in made_of] == [(50, ""), (52, ""), (53, "A, B"), (90, "C")]


def test_the_plot_follows_the_dark_mode(desk: Reader) -> None:
    page = desk.open("plot/")
    ground = ".ea-plot__canvas svg"
    expect(page.locator(ground)).to_have_css("background-color", "rgb(255, 255, 255)")
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator(ground)).not_to_have_css("background-color", "rgb(255, 255, 255)")
    ink = page.locator(f"{ground} text").first.get_attribute("fill") or ""
    assert min(int(part) for part in re.findall(r"\d+", ink)[:3]) > 150


@pytest.mark.parametrize(("kind", "starts"), [("SVG", b"<svg"), ("PNG", b"\x89PNG")])
def test_the_plot_is_saved_as_a_file(desk: Reader, kind: str, starts: bytes) -> None:
    page = desk.open("plot/")
    expect(points(page).first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name=f"Save as {kind}").click()
    assert (
        saved.value.suggested_filename
        == f"entropy-atlas-computed.ionic_potential-computed.sodium_per_metal.{kind.lower()}"
    )
    assert saved.value.path().read_bytes().startswith(starts)


def test_text_of_records_is_never_markup(desk: Reader) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    record = made(1, name=nasty, phase=nasty, claims=[claim(90, conditions={"other": nasty})])
    desk.page.route("**/assets/browse.json", lambda route: only(route, record))
    page = desk.open(f"{RETENTION}&colour=phase&shape=none")
    points(page).first.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text(nasty)
    expect(rows(page)).to_contain_text(nasty)
    assert page.locator(".ea-plot__frame img, #vg-tooltip-element img, .ea-plot__table img").count() == 0


def test_two_hundred_more_records_with_as_many_conditions_stay_readable(reader: Reader) -> None:
    with_records(reader.page, *(
        made(n, 0.5 + n / 150, phase=f"phase {n % 40}", claims=[claim(50 + n % 50, conditions={"cycles": 1 + n % 30})])
        for n in range(200)
    ))  # fmt: skip
    page = reader.open(f"{RETENTION}&colour=phase&together=0")
    expect(page.locator(".ea-plot__more")).to_contain_text("the 12 largest are shown")
    assert "others" in drawn(page)
    assert rows(page).count() > 200
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".ea-plot__more").click()
    expect(page.locator(".ea-plot__more")).to_be_hidden()


def test_the_plot_needs_no_eval(desk: Reader) -> None:
    """A policy without 'unsafe-eval' stops any script that turns text into code; the reader would see an error."""

    def strict(route: Route) -> None:
        real = route.fetch()
        policy = "script-src 'self' 'unsafe-inline'"
        route.fulfill(response=real, headers={**real.headers, "content-security-policy": policy})

    desk.page.route("**/plot/?*", strict)
    page = desk.open(RETENTION)
    points(page).and_(page.locator("[tabindex='0']")).focus()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Material")


def test_all_scripts_of_the_page_weigh_at_most_400_kilobytes(desk: Reader) -> None:
    scripts: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if response.request.resource_type == "script":
            scripts[response.url] = len(gzip.compress(response.body()))

    desk.page.on("response", weigh)
    page = desk.open("plot/")
    expect(points(page).first).to_be_visible()
    assert any("vega" in url for url in scripts)
    assert sum(scripts.values()) <= 400_000, scripts


def test_without_scripts_the_page_leads_to_the_numbers(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}plot/")
    expect(page.locator("noscript .ea-note")).to_contain_text("pages of the materials")
    page.get_by_role("link", name="Entropy by each convention").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it high-entropy?")
    context.close()


@pytest.mark.parametrize("tool", ["plot/", "design/", "compare/", "contribute/"])
def test_the_head_of_a_tool_shows_the_name_of_the_site_as_on_other_pages(desk: Reader, tool: str) -> None:
    page = desk.open(tool)
    title = page.locator("[data-md-component=header-title]")
    expect(title).not_to_have_class(re.compile("--active"))
    page.evaluate("scrollTo(0, 500)")
    expect(title).to_have_class(re.compile("--active"))  # the name of the page, once its heading is out of sight
    page.evaluate("scrollTo(0, 0)")
    expect(title).not_to_have_class(re.compile("--active"))
