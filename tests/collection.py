"""Larger collections for benchmarks: the real one with made-up materials and papers.

`python -m tests.collection FOLDER NUMBER` copies the project to FOLDER and adds NUMBER materials. A seed gives the
same files each time. Each made-up material has its own formula; family, phase and claims are those of a real one,
so that values and conditions are as frequent as they are, and every third is measured against its control.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator import pipeline

from . import site as sites

METALS = {"Ni": 2, "Fe": 3, "Mn": 4, "Co": 3, "Cu": 2, "Ti": 4, "Zn": 2, "Sn": 4, "Mg": 2, "Al": 3}
"""Metal -> its usual charge, by which sodium balances the oxide."""
PER_PAPER = 2
"""Materials from one paper: every second paper has a control and the material that is compared with it."""
CONTROLS = 4
"""The first of this many materials is the control of the second."""
OWN = (61, 47)
"""Temperatures at which no real number was measured: of materials, and of the controls among them."""
_COPIED = ("family", "phase", "strategies")
_CLAIMED = ("property", "value", "unit", "bound", "conditions", "basis", "technique", "unconfirmed")
_COMPUTED = frozenset(("configurational-entropy", "theoretical-capacity", "measured-composition"))
"""Claims that the formula decides."""

_ACCEPTED = "\naccepted:\n"

Record = dict[str, Any]


def formulas(number: int, seed: int = 1) -> list[str]:
    """Distinct plain formulas of layered oxides with four to eight metals whose amounts sum to one."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < number:
        metals = chance.sample(list(METALS), chance.randint(4, 8))
        cuts = sorted(chance.sample(range(1, 100), len(metals) - 1))
        parts = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
        sodium = 400 - sum(METALS[metal] * part for metal, part in zip(metals, parts, strict=True))
        if 60 <= sodium <= 100:
            amounts = "".join(f"{metal}{part / 100:g}" for metal, part in zip(metals, parts, strict=True))
            made[f"Na{sodium / 100:g}{amounts}O2"] = None
    return list(made)


def add(project: Path, number: int, seed: int = 1) -> None:
    """Write so many made-up materials, and the papers that they are from, into a project."""
    patterns = _patterns(project / "data/materials")
    for kind, made in (("materials", _materials(patterns, number, seed)), ("references", _references(number))):
        for record in made:
            text = yaml.safe_dump(record, sort_keys=False, allow_unicode=True)
            (project / f"data/{kind}/{record['id']}.yml").write_text(text, encoding="utf-8")
    _accept(project)


def _accept(project: Path) -> None:
    """Let records accept what the rules warn of: by chance, a few numbers are unlike the others."""
    for problem in pipeline.read(project / "data")[1]:
        file = project / problem.file
        rest, _, accepted = file.read_text("utf-8").partition(_ACCEPTED)
        entry = json.dumps({"rule": problem.code, "at": problem.field, "why": "Made up."})
        file.write_text(f"{rest.rstrip()}{_ACCEPTED}  - {entry}\n{accepted}", encoding="utf-8")


def _patterns(folder: Path) -> list[Record]:
    """Return the real layered oxides with numbers of which no rule warns."""
    read = (yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) for path in sorted(folder.glob("*.yml")))
    whole = (record for record in read if record.get("family") == "layered-oxide" and "accepted" not in record)
    return [record for record in whole if any(map(_portable, record.get("claims", ())))]


def _materials(patterns: Sequence[Record], number: int, seed: int) -> Iterator[Record]:
    chance = random.Random(seed)
    for place, formula in enumerate(formulas(number, seed)):
        pattern = chance.choice(patterns)
        source = {"reference": f"made-up-paper-{place // PER_PAPER}", "at": "abstract"}
        control = f"made-up-{place - 1}" if place % CONTROLS == 1 else ""
        temperature = OWN[place % CONTROLS == 0]
        claims = [_claim(claim, source, control, temperature) for claim in pattern["claims"] if _portable(claim)]
        yield {
            "id": f"made-up-{place}",
            "name": f"Made up {place}",
            "formula": formula,
            **{key: pattern[key] for key in _COPIED if key in pattern},
            "source": source,
            "claims": [claim for at, claim in enumerate(claims) if not _again(claim, claims[:at])],
        }


def _portable(claim: Mapping[str, Any]) -> bool:
    return claim["property"] not in _COMPUTED and isinstance(claim.get("value"), float | int)


def _claim(claim: Mapping[str, Any], source: Mapping[str, str], control: str, temperature: int) -> Record:
    """Return a real claim as one of another material: from its source, and against its control if it has one.

    The temperature is one of `OWN`, so that no real number is compared with made-up ones.
    """
    kept = {key: claim[key] for key in _CLAIMED if key in claim}
    conditions = {**claim.get("conditions", {}), "temperature": temperature}
    value = claim.get("versus", {}).get("value")
    against = {"versus": {"material": control, "value": value}} if control and isinstance(value, float | int) else {}
    return {**kept, "conditions": conditions, **against, "source": dict(source)}


def _again(claim: Record, earlier: Sequence[Record]) -> bool:
    """Return whether a claim differs from an earlier one only by what was left out."""
    return any(claim["property"] == each["property"] and claim["conditions"] == each["conditions"] for each in earlier)


def _references(number: int) -> Iterator[Record]:
    for place in range(-(-number // PER_PAPER)):
        yield {
            "id": f"made-up-paper-{place}",
            "title": f"Made-up paper {place} on layered oxides",
            "author": [{"family": f"Author{place % 997}", "given": "A."}],
            "container-title": f"Journal of Made-up Results {place % 41}",
            "issued": 2015 + place % 12,
            "volume": str(1 + place % 60),
            "number": str(place),
            "DOI": f"10.5555/made-up-{place}",
            "seen": "abstract",
        }


def main() -> None:
    """Copy the project and add to it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    add(sites.copy_project(options.folder), options.number, options.seed)


if __name__ == "__main__":
    main()
