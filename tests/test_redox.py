"""The redox-limited capacity: what the metals can pay for, by states that a source reports, and never by a guess."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from generator.chemistry import elements, redox_states, tables
from generator.chemistry.description import describe
from generator.chemistry.redox_states import Statement, statements
from generator.derived.atlas import Atlas
from generator.design.checks import checks

PAID = [
    # formula, electrons per formula unit, mAh/g by hand: n * 26801.48 / M
    ("LiFePO4", "1", 169.9),  # Fe2+ to Fe3+
    ("Na4Fe3(PO4)2P2O7", "3", 129.0),  # three Fe2+ for four Na
    ("Na3V2(PO4)3", "3", 176.4),  # V3+ could pay for four: the sodium limits
    ("NaNi0.5Mn0.5O2", "1", 239.7),  # Ni2+ to Ni4+; Mn4+ gives nothing
    ("NaLi0.1Ni0.15Cu0.1Mg0.1Ti0.2Mn0.35O2", "2/5", 105.0),
    ("P2-Na2/3Mg1/3Mn2/3O2", "0", 0.0),  # Mn4+ and Mg2+: only oxygen could pay
    ("NaFe0.9La0.1O2", None, None),  # the other metals do not pay for all, so the unknown one matters
    ("Na3V1.9La0.1(PO4)3", "3", 173.1),  # they do
]


@pytest.mark.parametrize(("text", "electrons", "capacity"), PAID, ids=[text for text, *_ in PAID])
def test_electrons_are_those_of_the_metals_up_to_their_highest_states_and_at_most_the_alkali(
    text: str, electrons: str | None, capacity: float | None
) -> None:
    found = describe(text)
    assert found.redox.electrons == (None if electrons is None else Fraction(electrons))
    assert found.redox_capacity == (None if capacity is None else pytest.approx(capacity, abs=0.1))


UNKNOWN = {
    "NaRuO2": "no source here gives the states of Ru in the family layered oxide",
    "Na2Mn[Fe(CN)6]": "no source here gives the states of Mn in the family Prussian blue analogue",
    "Mg0.5Zn0.5O": "no alkali that could be removed",
    "NaNb0.5Ta0.5O2": "the formal charges do not balance",
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_known_is_none_with_a_reason_and_never_0(text: str) -> None:
    found = describe(text)
    assert (found.redox_capacity, found.redox.why_not) == (None, UNKNOWN[text])


def test_the_capacity_of_the_metals_is_never_above_that_of_the_alkali(real: Atlas) -> None:
    found = [entry.description for entry in real.described if entry.description]
    known = [made for made in found if made.redox_capacity is not None]
    assert len(known) > 0.8 * len(found)
    assert all((made.redox_capacity or 0) <= (made.capacity.dry or 0) for made in known)


def test_the_designer_says_for_how_much_sodium_no_metal_pays() -> None:
    said = {check.code: check.text for check in checks(describe("NaLi0.1Ni0.15Cu0.1Mg0.1Ti0.2Mn0.35O2"))}
    assert "can supply 0.4 electrons, and extracting all alkali takes 1;" in said["redox-limit"]
    assert "redox-limit" not in {check.code for check in checks(describe("NaNi0.5Mn0.5O2"))}


def test_each_metal_site_and_family_has_one_state_that_counts_and_the_others_say_why_not() -> None:
    rows = statements()
    used = Counter((row.family, row.site, row.symbol) for row in rows if row.used)
    assert set(used.values()) == {1}
    assert {(row.family, row.site, row.symbol) for row in rows} == set(used)
    assert all(bool(row.why_not) != row.used for row in rows)
    assert all(row.symbol in elements.table() for row in rows)


def says(real: Atlas, row: Statement) -> bool:
    """Return whether the record of a row has a claim of its source, at its place, that names its metal."""
    claims = real.entries[row.record].material.claims
    here = [each for each in claims if (each.source.reference, str(each.source.at)) == (row.reference, row.at)]
    return any(row.symbol in f"{each.value} {(each.conditions and each.conditions.other) or ''}" for each in here)


@pytest.mark.data
def test_each_row_has_its_source_in_the_collection_and_the_claim_that_it_cites(real: Atlas) -> None:
    assert {row.reference for row in statements()} <= set(real.data.references)
    assert [row for row in statements() if row.record and not says(real, row)] == []
    assert [row for row in statements() if not row.record and row.reference != "zhan2026"] == []


OWN = {
    "heo-ghosh2024": ("3/5", "Fe"),  # 0.3 Ni2+ to 4+; the 0.1 Fe3+ stay, though Fe4+ counts in layered oxides
    "he-p2-o3": ("59/100", "Cu"),  # 0.26 Ni2+ and 0.07 Ni3+ to 4+; the 0.1 Cu2+ stay
    "he-na3-45tmp": ("57/20", "Fe"),  # its Fe reaches 4+, though Fe3+ counts in phosphates
}


@pytest.mark.parametrize("ident", OWN)
def test_what_a_source_reports_of_its_material_goes_before_the_state_of_the_family(
    real: Atlas, real_pages: dict[str, str], ident: str
) -> None:
    electrons, symbol = OWN[ident]
    described = real.entries[ident].description
    assert described
    assert described.redox.electrons == Fraction(electrons)
    assert describe(described.formula).redox.electrons != Fraction(electrons)
    (own,) = redox_states.own(ident)
    assert f"{symbol} counts as at most {own.highest}+ here" in real_pages[f"materials/{ident}.md"]


HEAD = ",".join(Statement._fields)
ROW = "layered-oxide,metal,Ni,4,yes,Ni4+,a,x2024,text,"
FAULTY = {
    "": "line 1: found no row",
    HEAD: "line 1: found no row",
    "symbol\nNa": "line 1: found the columns symbol, expected family, site",
    f"# remark\n{HEAD}\n{ROW.replace('yes', 'Yes')}": 'line 3: found used "Yes", expected one of yes, no',
    f"{HEAD}\n{ROW}\n\n{ROW}": "line 3: found 0 cells, expected 10",
    f"{HEAD}\n{ROW}\n{ROW}": "line 3: found a second row of this kind",
    f"{HEAD}\n{ROW}\n{ROW.replace('4,', '3,').replace(',a,', ',b,')}": "one layered-oxide metal Ni",
    f"{HEAD}\n{ROW}no": "line 2: found used yes with why_not",
    f"{HEAD}\n{ROW.replace('yes', 'no')}": "line 2: found used no without why_not",
    f"{HEAD}\n{ROW.replace('4,', 'four,')}": 'line 2: found highest "four"',
    f"{HEAD}\n{ROW.replace('4,', ' 4,')}": 'line 2: found highest " 4"',
    f"{HEAD}\n{ROW.replace('Ni,', 'NI,')}": 'line 2: found symbol "NI"',
    f"{HEAD}\n{ROW.replace('metal', 'metals')}": 'line 2: found site "metals"',
    f"{HEAD}\n{ROW.replace('text', chr(34) + 'text')}": "line 2: found a row that cannot be read",
    f"{HEAD}\n{ROW.replace('text', chr(34) + 'te' + chr(34) + 'xt')}": "line 2: found a row that cannot be read",
    f"{HEAD}\n{ROW},more": "line 2: found 11 cells, expected 10",
    f"{HEAD}\n{ROW}\udcff": "line 1: found bytes that are not UTF-8",
}


@pytest.mark.parametrize("text", FAULTY)
def test_a_table_that_is_not_as_its_head_says_is_refused_with_line_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for name in ("elements.csv", "ionic_radii.csv"):
        (tmp_path / name).symlink_to(tables.DATA / name)
    (tmp_path / redox_states.FILE).write_text(text, errors="surrogateescape")
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(OSError, match=r"Correct the line, or take the table of the project") as error:
        statements.__wrapped__()
    assert FAULTY[text] in str(error.value)
    assert redox_states.FILE in str(error.value)


def test_a_metal_that_counts_nowhere_has_what_is_reported_of_a_material(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ROW.replace("yes", "no").replace(",a,", ",x,") + "reason"
    (tmp_path / redox_states.FILE).write_text(f"{HEAD}\n{row}\n")
    for name in ("elements.csv", "ionic_radii.csv"):
        (tmp_path / name).symlink_to(tables.DATA / name)
    monkeypatch.setattr(tables, "DATA", tmp_path)
    for name in ("statements", "highest"):
        monkeypatch.setattr(redox_states, name, getattr(redox_states, name).__wrapped__)
    assert [(found.symbol, found.highest) for found in redox_states.own.__wrapped__("x")] == [("Ni", 4)]


def test_a_mark_of_spreadsheets_before_the_first_line_is_read_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / redox_states.FILE).write_text(f"\ufeff# remark\n{HEAD}\n{ROW}\n", encoding="utf-8")
    monkeypatch.setattr(tables, "DATA", tmp_path)
    assert [row.symbol for row in statements.__wrapped__()] == ["Ni"]
