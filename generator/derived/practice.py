"""How cathodes were made, examined and tested, counted over the records: what chapters show as figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ..records.conditions import Conditions
from ..records.field_types import Number, ends
from ..records.material_models import Synthesis
from . import core
from .atlas import Atlas, Entry

TECHNIQUES: Final[Mapping[str, str]] = {
    "X-ray or neutron diffraction": r"XRD|diffraction|Rietveld",
    "  of these in situ or operando": r"(in situ|operando)[^,;]*(XRD|diffraction)",
    "electron microscopy": r"SEM|TEM|HAADF",
    "computation from first principles": r"DFT|first-principles|ab initio|densities of states|localisation function",
    "GITT or cyclic voltammetry": r"GITT|\bCV\b|voltammetry",
    "thermogravimetry or calorimetry": r"\bTGA?\b|DSC|thermogravimetry",
    "elemental analysis by ICP": r"ICP",
    "X-ray absorption": r"XANES|EXAFS|X-ray absorption|XAS",
    "photoelectron spectroscopy (XPS)": r"XPS",
    "impedance spectroscopy": r"EIS|impedance",
    "gas analysis (DEMS)": r"DEMS",
}
"""Group of methods -> how claims name them."""
CALCINED: Final = "synthesis-temperature"
"""The property that names one temperature, where others state the steps of a synthesis."""
HIGH_LOADING: Final = 5
"""mg cm⁻² of active material from which an electrode is near those of products."""


def methods(atlas: Atlas) -> dict[str, int]:
    """Return the number of materials with a claim by each group of methods."""
    named = [" | ".join(filter(None, (claim.technique for claim in entry.material.claims))) for entry in _all(atlas)]
    return {label: sum(bool(re.search(words, text)) for text in named) for label, words in TECHNIQUES.items()}


def cells(atlas: Atlas) -> dict[str, int]:
    """Return the number of cathodes under study with a value from each kind of cell and electrode."""
    tests = [list(_conditions(entry)) for entry in _all(atlas) if entry.material.role == "subject"]
    asked = {
        "full cell": lambda given: given.is_full_cell,
        "pouch or cylindrical cell": lambda given: re.search("pouch|cylindrical|soft-pack", given.cell or ""),
        "loading of the electrode stated": lambda given: given.loading is not None,
        f"loading of {HIGH_LOADING} mg cm⁻² or more": lambda given: (ends(given.loading) or (0, 0))[1] >= HIGH_LOADING,
    }
    return {label: sum(any(map(is_so, given)) for given in tests) for label, is_so in asked.items()}


def known(atlas: Atlas) -> dict[str, int]:
    """Return the number of cathodes under study for which each of the core data is known."""
    found = core.by_question(atlas, core.subjects(atlas))
    return {label: here.counts["known"] for label, here in found.items()}


def calcinations(atlas: Atlas) -> dict[str, list[tuple[Entry, Number]]]:
    """Return the highest temperature of each synthesis, °C, by route; the route with most syntheses first."""
    found: dict[str, list[tuple[Entry, Number]]] = {}
    for entry in _all(atlas):
        for made in entry.material.synthesis:
            if temperature := _hottest(made):
                found.setdefault(made.route, []).append((entry, temperature))
    return dict(sorted(found.items(), key=lambda item: (item[0] == "other", -len(item[1]), item[0])))


def _hottest(made: Synthesis) -> Number | None:
    held = made.hottest.temperature if made.hottest else None
    return held[1] if isinstance(held, tuple) else held


def _conditions(entry: Entry) -> Iterator[Conditions]:
    return (claim.conditions for claim in entry.material.claims if claim.conditions)


def _all(atlas: Atlas) -> Iterator[Entry]:
    return iter(atlas.entries.values())
