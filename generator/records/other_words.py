"""Words of other formats, and of papers, for the keys and choices of records."""

from __future__ import annotations

from typing import Final

KEYS: Final = {
    other: key
    for key, others in {
        "container-title": "journal publication magazine", "issued": "year date published", "author": "authors",
        "page": "pages", "family": "last last_name surname family_name name", "given": "first first_name given_name",
        "note": "comment", "notes": "comments", "formula": "composition chemical_formula", "phase": "structure",
        "claims": "results properties data values", "reference": "ref doi paper", "source": "reference citation",
        "at": "page where location place figure table section", "temperature": "temp", "rate": "c_rate current"
        " current_density", "window": "voltage voltages voltage_window voltage_range potential potential_range"
        " potential_window cutoff", "cycles": "cycle cycle_number number_of_cycles", "loading": "mass_loading",
        "unit": "units", "uncertainty": "error error_bar std sd stdev deviation", "technique": "method",
        "versus": "control",
    }.items()
    for other in others.split()
}  # fmt: skip
"""Key of other formats -> key of our records."""
CHOICES: Final = {
    other: choice
    for choice, others in {
        "measured": ("experimental", "experiment", "observed"), "fitted": ("fit",), "implied": ("implicit",),
        "computed": ("dft", "calculated", "calculation", "simulated", "simulation", "theoretical", "predicted"),
        "stated": ("reported", "claimed", "explicit", "mentioned"), "high-entropy": ("he", "heo", "hea"),
        "full-text": ("full", "pdf", "article"), "whole-text": ("all", "whole"),
        "not-in-source": ("not given", "not reported", "n/a", "absent"), "not-seen": ("paywall", "not read"),
    }.items()
    for other in others
}  # fmt: skip
"""Word -> the choice that it stands for, where it is one."""
