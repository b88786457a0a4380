"""The redox-limited capacity: what the metals can pay for, by states that a source reports, and never by a guess."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from generator.chemistry import elements, redox
from generator.chemistry.description import describe
from generator.chemistry.redox import Statement, statements
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
    assert "0.4 of the 1 electrons" in said["redox-limit"]
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


@pytest.mark.parametrize("text", ["symbol\nNa\n", "family,site,symbol,highest\nlayered-oxide,metal,Ni,four\n"])
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / redox.FILE).write_text(text)
    monkeypatch.setattr(elements, "DATA", tmp_path)
    with pytest.raises(OSError, match="a table of redox states that cannot be read") as error:
        statements.__wrapped__()
    assert redox.FILE in str(error.value)
