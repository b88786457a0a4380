"""A crowded site: real records, those of CONTRIBUTING and so many made up, as when the collection grows.

Imported materials that nothing else names are left out: a browser would take three times as long to show the same.
"""

from __future__ import annotations

import re
from itertools import combinations, islice
from pathlib import Path

import pytest

from generator import pipeline

from . import ROOT
from . import site as sites

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```yaml\n# (data/\S+)\n(.*?)```", CONTRIBUTING, re.DOTALL))
"""The records that CONTRIBUTING shows, by their files."""
MADE_UP = 150
IMPORTED = "\nunconfirmed: true\n"
METALS = {"Ni": 2, "Fe": 3, "Mn": 4, "Co": 3, "Cu": 2, "Zn": 2, "Ti": 4, "Sn": 4, "Mg": 2, "Cr": 3}
"""Metal -> its usual charge, by which sodium balances the oxide."""


def made_up(number: int, metals: tuple[str, ...], references: list[str]) -> str:
    """Write one record; every so many lack a formula, a phase, a label or a number, or do not add up.

    All are measured at 60 °C, so that no real number is judged by them.
    """
    shares = (0.6, 0.2, 0.1, 0.05, 0.05) if number % 3 == 0 else (0.2, 0.2, 0.2, 0.2, 0.2)
    charge = sum(METALS[metal] * share for metal, share in zip(metals, shares, strict=True))
    parts = [f"{metal}{share}" for metal, share in zip(metals, shares, strict=True)]
    if number % 11 == 0 and metals[0] == "Ni":  # Fe2+ and Co2+ are no states of a layered oxide as made
        half = shares[0] / 2
        parts[0] = f"{metals[0]}^{{2+}}_{{{half}}}{metals[0]}^{{3+}}_{{{half}}}"
        charge += (2.5 - METALS[metals[0]]) * shares[0]
    if number % 13 == 0:
        parts.append("Al0.1")
        charge += 0.3
    formula = "" if number % 7 == 0 else f"formula: Na{4 - charge:.2f}{''.join(parts)}O2\n"
    phase = "" if number % 5 == 0 else f"phase: {('O3', 'P2', 'P2/O3')[number % 3]}\n"
    called = "" if number % 4 == 0 else "called: high-entropy\n"
    odd = bool(formula) and number % 13 == 0
    accepted = "accepted: [{rule: site-sum, at: formula, why: Made up so.}]\n" if odd else ""
    source = f'{{reference: {references[number % len(references)]}, via: zhan2026, at: "abstract"}}'
    missing = [] if formula else ["composition"]
    claims = ""
    if number % 2 == 0:
        claims = (
            f"claims:\n  - property: capacity-retention\n    value: {50 + number % 50}\n    unit: percent\n"
            f"    conditions: {{cycles: {number + 2}, temperature: 60}}\n    basis: measured\n    source: {source}\n"
        )
    else:
        missing.append("capacity-retention")
    lacks = "".join(f"  - {{property: {name}, why: not-in-source}}\n" for name in missing)
    return (
        f"id: made-up-{number}\nname: Made up {number}\n{formula}family: layered-oxide\n{phase}{called}"
        f"source: {source}\n{accepted}{claims}" + (f"missing:\n{lacks}" if lacks else "")
    )


def prune(project: Path) -> None:
    """Delete the imported materials that no other record, page or query names, and what only they used."""
    materials = {path.stem: path for path in (project / "data/materials").glob("*.yml")}
    imported = {ident: path for ident, path in materials.items() if IMPORTED in path.read_text("utf-8")}
    rest = [*(project / "data").rglob("*.yml"), *(project / "content").rglob("*.md"), project / "tests/queries.yml"]
    texts = [path.read_text("utf-8") for path in rest if imported.get(path.stem) != path]
    while texts:
        named = set(re.findall(r"[a-z0-9][a-z0-9-]*", " ".join(texts))) & imported.keys()
        texts = [imported.pop(ident).read_text("utf-8") for ident in named]
    for path in imported.values():
        path.unlink()
    while problems := pipeline.read(project / "data")[1]:
        # From the last line of a file on, so that the others keep theirs.
        for problem in sorted(problems, key=lambda each: (each.file, each.line), reverse=True):
            _delete(project / problem.file, problem.line, problem.field)


def _delete(file: Path, line: int, field: str) -> None:
    """Delete what is left over: a record's acceptances, an entry of a vocabulary, or a record."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    if field.startswith("accepted"):
        line = lines.index("accepted:\n") + 1
    elif file.parent.name != "vocabulary":
        return file.unlink(missing_ok=True)
    end = next((at for at in range(line, len(lines)) if not lines[at].startswith((" ", "#"))), len(lines))
    file.write_text("".join(lines[: line - 1] + lines[end:]), encoding="utf-8")
    return None


def build(site: Path) -> None:
    """Build a site of real records and made-up ones."""
    project = sites.copy_project(site.parent / "project")
    prune(project)
    for path, text in EXAMPLES.items():
        (project / path).write_text(text, encoding="utf-8")
    references = sorted(path.stem for path in (project / "data/references").glob("*.yml"))
    for number, metals in enumerate(islice(combinations(METALS, 5), MADE_UP)):
        file = project / f"data/materials/made-up-{number}.yml"
        file.write_text(made_up(number, metals, references), encoding="utf-8")
    sites.build(site, project)


@pytest.fixture(scope="session")
def crowded(together: Path) -> Path:
    """Return the crowded site, built once a run."""
    return sites.once(together / "crowded/atlas", build)
