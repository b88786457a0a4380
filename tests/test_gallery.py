"""The figures over all materials: what they show is in the records, in the drawing, in the file and in the table."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from matplotlib.textpath import TextPath

from generator.derived import criteria
from generator.derived.atlas import Atlas
from generator.derived.figure_points import Figure, figures
from generator.site import gallery

IDS = ("energy", "retention", "fade", "potential", "layers", "years")


@pytest.fixture(scope="module")
def by_id(real: Atlas) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures(real)}


@pytest.fixture(scope="module")
def files(real: Atlas) -> dict[str, str]:
    return gallery.files(real)


def test_every_figure_has_points(by_id: dict[str, Figure]) -> None:
    assert {name: bool(figure.points) for name, figure in by_id.items()} == dict.fromkeys(IDS, True)


@pytest.mark.parametrize("name", IDS)
def test_the_table_of_a_figure_has_a_row_for_each_point_with_its_paper(
    name: str, by_id: dict[str, Figure], files: dict[str, str]
) -> None:
    rows = list(csv.DictReader(files[f"{gallery.FOLDER}/{name}.csv"].splitlines()))
    figure = by_id[name]
    assert [(row["material"], float(row[figure.x.text]), float(row[figure.y.text])) for row in rows] == [
        (point.entry.id, round(point.x, 6), round(point.y, 6)) for point in figure.points
    ]
    assert all(row["references"] for row in rows)


def test_every_point_on_the_page_leads_to_its_material(real: Atlas) -> None:
    for shown in gallery.shown(real, "../"):
        links = re.findall(r'<a href="\.\./materials/([^/"]+)/">', shown.drawing.__html__())
        assert sorted(links) == sorted(point.entry.id for point in shown.figure.points), shown.figure.id


def test_no_label_and_no_legend_of_a_figure_is_cut(real: Atlas) -> None:
    for shown in gallery.shown(real, "../"):
        drawing = shown.drawing.__html__()
        left, _, width, _ = (float(number) for number in re.findall(r'viewBox="([^"]+)"', drawing)[0].split())
        ends = [end for words in re.findall(r"<text [^>]*>[^<]+", drawing) for end in ends_of(words)]
        assert left <= min(ends) < max(ends) <= left + width, shown.figure.id


def ends_of(words: str) -> tuple[float, float]:
    """Return where words of a drawing begin and end, or what an upright line of them takes."""
    (tag, text), given = words.split(">"), dict(re.findall(r'([a-z-]+)="([^"]+)"', words))
    size, x = float(given["font-size"].removesuffix("px")), float(given["x"])
    if "rotate(-90" in tag:
        return x - size / 2, x + size / 2
    width = TextPath((0, 0), text, size=size).get_extents().width
    start = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[given["text-anchor"]] * width
    return start, start + width


def test_the_ionic_potential_is_drawn_where_one_phase_can_hold_all_metals(by_id: dict[str, Figure]) -> None:
    figure = by_id["potential"]
    sums = {point.entry.id: point.entry.description.site_sum for point in figure.points if point.entry.description}
    assert {ident for ident, found in sums.items() if Fraction(1, 50) < found % 1 <= Fraction(1, 2)} == set()
    assert "na09li01-joshi2023" not in sums
    assert f"{sum(figure.undrawn.values())} have a formula with more metal" in gallery.undrawn(figure)


@pytest.mark.parametrize("name", ["energy", "retention", "fade"])
def test_a_figure_says_how_many_materials_are_not_drawn_and_why(
    name: str, by_id: dict[str, Figure], real: Atlas
) -> None:
    figure = by_id[name]
    with_composition = [entry for entry in real.described if not entry.material.host]
    assert figure.materials + sum(figure.undrawn.values()) == len(with_composition)
    assert f"Of {len(with_composition)} materials with a composition" in gallery.undrawn(figure)
    if name == "energy":
        voltage = "have no working voltage"
        assert figure.undrawn[voltage] > figure.materials
        assert voltage in gallery.undrawn(figure)


@pytest.mark.parametrize("name", IDS)
def test_a_download_has_notes_with_its_citation_its_columns_and_every_paper(
    name: str, by_id: dict[str, Figure], files: dict[str, str], real: Atlas
) -> None:
    notes = files[f"{gallery.FOLDER}/{name}.txt"]
    assert gallery.citation(by_id[name]) in notes
    header = files[f"{gallery.FOLDER}/{name}.csv"].splitlines()[0]
    assert by_id[name].x.text in header
    assert all(f"{column}:" in notes for column in (by_id[name].x.text, by_id[name].y.text, "conditions"))
    dois = [reference.doi for reference in gallery.references(real, by_id[name]) if reference.doi]
    assert all(doi in notes for doi in dois)


@pytest.mark.parametrize("name", IDS)
def test_a_file_is_a_drawing_on_its_own_that_credits_the_collection(
    name: str, by_id: dict[str, Figure], files: dict[str, str]
) -> None:
    text = files[f"{gallery.FOLDER}/{name}.svg"]
    drawn = ElementTree.fromstring(text)
    assert drawn.tag.endswith("svg")
    assert gallery.credit(by_id[name]) in text
    assert "var(" not in text  # no colour of a page
    assert not re.findall(r'href="(?!#)', text)
    assert not re.findall(r"#ea0[01]", text)  # no stand-in for a colour is left


def test_capacity_and_voltage_of_a_point_come_from_one_paper_at_a_low_current(by_id: dict[str, Figure]) -> None:
    for point in by_id["energy"].points:
        capacity, voltage = point.of_y, point.of_x
        assert capacity
        assert voltage
        assert capacity.source.reference == voltage.source.reference
        rate = capacity.conditions.rate if capacity.conditions else None
        multiple = criteria.c_rate(rate, capacity.value, capacity.claim.unit, capacity.conditions)
        assert multiple is not None
        assert multiple <= Fraction(1, 5)


def test_loss_per_cycle_follows_from_the_longest_test(by_id: dict[str, Figure]) -> None:
    retained = by_id["retention"].points
    for point in by_id["fade"].points:
        longest = max(other.x for other in retained if other.entry.id == point.entry.id)
        kept = {other.y for other in retained if (other.entry.id, other.x) == (point.entry.id, longest)}
        assert any(point.y == pytest.approx((100 - value) / longest) for value in kept)


def test_the_distance_of_layers_is_that_of_layers(by_id: dict[str, Figure]) -> None:
    """A monoclinic cell has another c, and a formula of several metals another sodium content."""
    assert all(5 < point.y < 6 and 0 < point.x <= 1.1 for point in by_id["layers"].points)
    assert all(4 < point.y < 7 and 0 < point.x <= 1.1 for point in by_id["potential"].points)


def test_a_table_of_a_figure_keeps_text_of_records_as_text(files: dict[str, str]) -> None:
    cells = [
        cell
        for text in files.values()
        if not text.startswith("<")
        for row in csv.reader(text.splitlines())
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
