"""Slips of people who add a material: each is one problem, and its message says what to write instead."""

from __future__ import annotations

import pytest

from generator.derived.atlas import Atlas
from generator.records.linking import suggestion

from .conftest import Records

pytestmark = pytest.mark.data

ALPHA, PAPER = "materials/alpha.yml", "references/doe2024.yml"

# What was meant -> the file, the text that is right, what is written in its place, and part of the remedy.
SLIPS = {
    "a power of ten": (ALPHA, "value: 24}", "value: 1e5}", "found 1e5, expected 0 to 100"),
    "a power of ten with a caret": (ALPHA, "value: 87.0", "value: 8.7 x 10^1", "Write 8.7e1"),
    "a power of ten in print": (ALPHA, "value: 87.0", "value: 8.7 × 10¹", "Write 8.7e1"),
    "a tilde before a value": (ALPHA, "value: 87.0", "value: ~87", "Write 87 and `bound: about`."),
    "a range with to": (ALPHA, "value: 87.0", "value: 80 to 90", "Write a range as [80, 90]."),
    "a range with a unit": (ALPHA, "value: 87.0", "value: 80-90 %", "Write a range as [80, 90]."),
    "a range with an en dash": (ALPHA, "value: 87.0", "value: 80–90", "Write a range as [80, 90]."),
    "a list of words for a range": (ALPHA, "value: 87.0", "value: {low: 80, high: 90}", "as in [2.0, 4.1]"),
    "a percent sign stuck to the number": (ALPHA, "value: 87.0", "value: 87%", "Write 87 alone"),
    "a minus sign of print": (ALPHA, "value: 87.0", "value: −87", "Write a plain minus sign."),
    "a number with a space in thousands": (ALPHA, "cycles: 500", "cycles: 5 000", "Write the digits together: 5000"),
    "cycles with their word": (ALPHA, "cycles: 500", "cycles: 500 cycles", "Write 500 alone"),
    "cycles after a word": (ALPHA, "cycles: 500", "cycles: after 500", "Write 500 alone."),
    "an ordinal number": (ALPHA, "cycles: 500", "cycles: 500th", "Write 500 alone"),
    "thousands as k": (ALPHA, "cycles: 500", "cycles: 5k", "Write 5000."),
    "cycles in quotation marks": (ALPHA, "cycles: 500", "cycles: '500'", "Remove the quotation marks."),
    "a rate without a unit": (ALPHA, "rate: 3C", "rate: 3", "3C, or 3 mA g-1"),
    "a small c": (ALPHA, "rate: 3C", "rate: 3 c", "Write 3C."),
    "a rate with its word": (ALPHA, "rate: 3C", "rate: 3 C-rate", "Write 3C."),
    "a current without a blank": (ALPHA, "rate: 3C", "rate: 20 mAg-1", "Write 20 mA g-1."),
    "a current with a raised dot": (ALPHA, "rate: 3C", "rate: 20 mA·g⁻¹", "Write 20 mA g-1."),
    "a rate with a decimal comma": (ALPHA, "rate: 3C, ", "rate: '0,5C', ", "Write 0.5C."),
    "a rate after at": (ALPHA, "rate: 3C", "rate: at 3C", "Write 3C."),
    "a current per area": (ALPHA, "rate: 3C", "rate: 1 mA cm-2", "under `other`"),
    "a current in microamperes": (ALPHA, "rate: 3C", "rate: 50 µA g-1", "0.05 mA g-1"),
    "a rate as a half sign": (ALPHA, "rate: 3C", "rate: ½C", "Write 1/2C."),
    "a window with its unit": (ALPHA, "[2.0, 4.1]", "2.0-4.1 V", "Write a range as [2.0, 4.1]"),
    "a window in words": (ALPHA, "[2.0, 4.1]", "2.0 to 4.1 V", "[2.0, 4.1]"),
    "a window with a tilde": (ALPHA, "[2.0, 4.1]", "2.0~4.1", "[2.0, 4.1]"),
    "a percent sign": (ALPHA, "unit: percent", "unit: '%'", "Write `unit: percent`"),
    "pct for percent": (ALPHA, "unit: percent", "unit: pct", "Write `unit: percent`"),
    "per cent in two words": (ALPHA, "unit: percent", "unit: per cent", "Write `unit: percent`"),
    "experimental for measured": (ALPHA, "basis: measured", "basis: experimental", '"measured"'),
    "DFT for computed": (ALPHA, "basis: measured", "basis: DFT", '"computed"'),
    "calculated for computed": (ALPHA, "basis: measured", "basis: calculated", '"computed"'),
    "reported for stated": (ALPHA, "basis: stated", "basis: reported", '"stated"'),
    "a label with a blank": (ALPHA, "called: high-entropy", "called: high entropy", '"high-entropy"'),
    "a label as an acronym": (ALPHA, "called: high-entropy", "called: HEO", '"high-entropy"'),
    "explicit for stated": (ALPHA, "support: stated", "support: explicit", '"stated"'),
    "a depth of reading with a blank": (PAPER, "seen: abstract", "seen: full text", '"full-text"'),
    "a depth of reading in one word": (PAPER, "seen: abstract", "seen: fulltext", '"full-text"'),
    "authors for author": (PAPER, "author:", "authors:", '"author"'),
    "year for issued": (PAPER, "issued: 2024", "year: 2024", '"issued"'),
    "a DOI with its prefix": (PAPER, "DOI: 10.", "DOI: doi:10.", "Leave out doi:"),
    "a volume as a number": (PAPER, 'volume: "1"', "volume: 1", 'quotation marks: "1"'),
    "a day of publication": (PAPER, "issued: 2024", "issued: 2024-05-01", "Write 2024"),
    "another word for the journal": (PAPER, "container-title:", "publication:", '"container-title"'),
    "first for a given name": (PAPER, "given:", "first:", '"given"'),
    "last for a family name": (PAPER, "family:", "last:", '"family"'),
    "surname for a family name": (PAPER, "family:", "surname:", '"family"'),
    "a key with a capital": (ALPHA, "phase: O3", "Phase: O3", '"phase"'),
    "a key of two words": (ALPHA, "formula:", "chemical formula:", '"formula"'),
    "results for claims": (ALPHA, "claims:", "results:", '"claims"'),
    "properties for claims": (ALPHA, "claims:", "properties:", '"claims"'),
    "a page as the place": (ALPHA, "at: Figure 1", "page: Figure 1", '"at"'),
    "ref for reference": (ALPHA, "{reference: roe2026, at", "{ref: roe2026, at", '"reference"'),
    "a DOI in place of an id": (ALPHA, "reference: roe2026, at: F", "reference: 10.1234/test.42, at: F", '"doe2024"'),
    "an id with a capital": (ALPHA, "reference: roe2026, at: F", "reference: Doe2024, at: F", '"doe2024"'),
    "authors in place of an id": (ALPHA, "reference: roe2026, at: F", "reference: Doe et al. 2024, at: F", '"doe2024"'),
    "a control by its name": (ALPHA, "material: beta", "material: Beta", '"beta"'),
    "a control by its formula": (ALPHA, "material: beta", "material: NaNi0.5Mn0.5O2", '"beta"'),
    "a temperature with its unit": (ALPHA, "rate: 3C,", "rate: 3C, temperature: 25 °C,", "Write 25 alone"),
    "a temperature in words": (ALPHA, "rate: 3C,", "rate: 3C, temperature: room temperature,", "under `other`"),
    "a temperature as RT": (ALPHA, "rate: 3C,", "rate: 3C, temperature: RT,", "under `other`"),
    "a temperature in kelvin": (ALPHA, "rate: 3C,", "rate: 3C, temperature: 298 K,", "Subtract 273.15"),
    "a loading with its unit": (ALPHA, "rate: 3C,", "rate: 3C, loading: 2.5 mg/cm2,", "Write 2.5 alone"),
    "days with their unit": (ALPHA, "exposure_days: 15", "exposure_days: 30 days", "Write 30 alone"),
    "an exposure in hours": (ALPHA, "exposure_days: 15", "exposure_days: 24 h", "Divide the value by 24"),
    "an electrolyte as a list": (ALPHA, "rate: 3C,", "rate: 3C, electrolyte: [NaPF6],", "NaPF6"),
    "carbon dioxide as its formula": (ALPHA, "rate: 3C,", "rate: 3C, CO2: 400,", '"co2"'),
    "a cycle by another word": (ALPHA, "cycles: 500", "cycle_number: 500", '"cycles"'),
    "a rate by another word": (ALPHA, "rate: 3C", "C-rate: 3C", '"rate"'),
    "a current density as a key": (ALPHA, "rate: 3C", "current density: 3C", '"rate"'),
    "a voltage range as a key": (ALPHA, "window:", "voltage range:", '"window"'),
    "a potential as a key": (ALPHA, "window:", "potential:", '"window"'),
    "a standard deviation": (ALPHA, "value: 87.0", "value: 87.0\n    std: 1", '"uncertainty"'),
    "an error bar": (ALPHA, "value: 87.0", "value: 87.0\n    error_bar: 1", '"uncertainty"'),
    "an uncertainty in brackets": (ALPHA, "value: 87.0", "value: 87.0(5)", "`uncertainty: 0.5`"),
    "an uncertainty in plain signs": (ALPHA, "value: 87.0", "value: 87.0 +- 0.5", "`uncertainty: 0.5`"),
    "a value as a fraction": (ALPHA, "value: 87.0", "value: 87/100", "Write a decimal number: 0.87."),
    "n/a for a value": (ALPHA, "value: 87.0", "value: n/a", "missing"),
    "unknown for a value": (ALPHA, "value: 87.0", "value: unknown", "missing"),
    "null for a value": (ALPHA, "value: 87.0", "value: null", "Fill it in"),
    "a dash for a value": (ALPHA, "value: 87.0", "value: '-'", "missing"),
    "a tab before a key": (ALPHA, "phase: O3", "\tphase: O3", "use spaces"),
    "an equals sign": (ALPHA, "phase: O3", "phase = O3", "Put a colon"),
    "a window with a semicolon": (ALPHA, "[2.0, 4.1]", "[2.0; 4.1]", "[2.0, 4.1]"),
}  # fmt: skip


@pytest.mark.parametrize("what", SLIPS)
def test_a_slip_in_a_record_is_one_problem_with_its_remedy(records: Records, what: str) -> None:
    path, old, new, remedy = SLIPS[what]
    records.edit(path, old, new)
    (found,) = records.problems()
    assert remedy in found


WORDS = {
    "properties": {
        "specific-capacity": "capacity, reversible-capacity, discharge-capacity, initial capacity, Capacity",
        "capacity-retention": "retention, cycling-retention, capacity_retention",
        "coulombic-efficiency": "ICE, coulomb-efficiency",
        "working-voltage": "voltage, average-voltage, mean voltage",
        "energy-density": "energy",
        "diffusion-coefficient": "diffusivity",
        "electrical-conductivity": "conductivity",
        "rate-capacity": "rate-capability",
        "surface-area": "BET surface area",
        "migration-barrier": "diffusion barrier",
        "configurational-entropy": "entropy",
        "band-gap": "bandgap",
        "capacity-fade": "capacity fading",
        "volume-strain": "volume change",
        "lattice-parameter-a": "lattice constant a",
        "tap-density": "tap-densty",
    },
    "families": {
        "layered-oxide": "oxide, layered oxides, layered, layered_oxide, LTMO",
        "prussian-blue-analogue": "PBA, Prussian blue, prussian-blue-analog",
        "polyanionic": "polyanion, phosphates, NASICON",
    },
    "effects": {
        "cocktail": "cocktail-effect",
        "lattice-distortion": "distortion",
        "sluggish-diffusion": "sluggish diffusion",
    },
    "challenges": {
        "air-stability": "moisture",
    },
    "references": {
        "wang2024a": "10.1002/aenm.202401090, Wang et al. 2024a",
    },
}
"""Kind -> id of a record -> what people write in its place."""


@pytest.mark.parametrize("kind", WORDS)
def test_the_usual_words_for_a_record_lead_to_its_id(real: Atlas, kind: str) -> None:
    found = {word: suggestion(real.data, kind, word) for words in WORDS[kind].values() for word in words.split(", ")}
    meant = {word: f'Did you mean "{ident}"?' for ident, words in WORDS[kind].items() for word in words.split(", ")}
    assert found == meant
