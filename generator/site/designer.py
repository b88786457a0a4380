"""What does the page Design load? Our own Python, the runtime that it needs, and what is known of materials.

The engine runs unchanged in the reader's browser: the page gets the same sources, as text, under the paths that they
have here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..chemistry import elements
from ..chemistry.composition import NON_METALS
from ..chemistry.entropy import in_print
from ..chemistry.families import is_metal
from ..chemistry.formula import spans
from ..chemistry.similarity import shares
from ..derived import element_usage, highlights
from ..derived.atlas import Atlas, Entry
from ..drawing.element_colours import tone
from ..printing import claim_text, conditions_text
from ..records.models import Material
from . import runtime

_FOLDER: Final = "assets/python"
_PROJECT: Final = Path(__file__).resolve().parents[2]
_ENTRY: Final = "generator.design.service"
_TABLES: Final = ("data/elements.csv", "data/ionic_radii.csv")


def text_files(atlas: Atlas) -> dict[str, str]:
    """Return our Python with its data by its address below the site; `index.json` names it and the runtime.

    Both change their addresses with their content, so that browsers may keep them. Raises InvalidData.
    """
    bundle = json.dumps(
        {**_sources(), **_tables(), "data/known.json": json.dumps(known(atlas), ensure_ascii=False)},
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    code = f"{hashlib.sha256(bundle.encode()).hexdigest()[:16]}.json"
    index = {"code": code, "runtime": f"{_runtime().digest}/", "info": _runtime().info}
    return {f"{_FOLDER}/index.json": json.dumps(index), f"{_FOLDER}/{code}": bundle}


def runtime_files() -> dict[str, bytes]:
    """Return the runtime by its address below the site. Raises InvalidData."""
    return {f"{_FOLDER}/{_runtime().digest}/{name}": data for name, data in _runtime().files.items()}


def _runtime() -> runtime.Runtime:
    """Return the runtime with the part of the standard library that our code imports."""
    named = {name for module, text in _modules().items() for name in runtime.imports(text, module.rpartition(".")[0])}
    return runtime.runtime(tuple(sorted(named)))


@cache
def _modules() -> Mapping[str, str]:
    """Return the modules that the page's methods import, by name."""
    files = {path: path.relative_to(_PROJECT).as_posix() for path in (_PROJECT / "generator").rglob("*.py")}
    texts = {runtime.module(name): path.read_text(encoding="utf-8") for path, name in files.items()}
    return runtime.closure(texts, [_ENTRY])


def _sources() -> dict[str, str]:
    packages = {name.rpartition(".")[0] for name in _modules()}
    return {
        name.replace(".", "/") + ("/__init__.py" if name in packages else ".py"): text
        for name, text in _modules().items()
    }


def _tables() -> dict[str, str]:
    return {name: (_PROJECT / name).read_text(encoding="utf-8") for name in _TABLES}


def metals() -> list[dict[str, str]]:
    """Return the elements that may be put on a metal site, with the tone of their bars."""
    return [
        {"symbol": each.symbol, "name": each.name, "tone": tone(each.symbol)}
        for each in elements.table().values()
        if is_metal(each.symbol) and each.symbol not in NON_METALS and each.radii
    ]


# What is known


def known(atlas: Atlas) -> dict[str, Any]:
    """Return materials by id and elements by symbol, typeset for the page."""
    compositions = {ident for family in atlas.compositions.values() for ident in family}
    materials = {entry.id: _material(atlas, entry) for entry in atlas.described if entry.id in compositions}
    return {"materials": materials, "elements": _elements(atlas)}


def _material(atlas: Atlas, entry: Entry) -> dict[str, Any]:
    described, material = entry.description, entry.material
    assert described
    found = {
        "name": material.name,
        "family": described.family,
        "phase": material.phase,
        "spans": [list(span) for span in spans(described.plain)],
        "shares": {symbol: round(share, 5) for symbol, share in shares(described.placed.metal).items()},
        "entropy": f"{in_print(described.entropy.all)} R",
        "sodium": round(float(described.descriptors.sodium_content), 4),
        "potential": _rounded(described.descriptors.ionic_potential),
        "measured": list(_measured(atlas, material)),
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _measured(atlas: Atlas, material: Material) -> Iterator[list[str]]:
    """Yield label, value and conditions of the headline numbers of a material's own record."""
    for ident, found in highlights.headline(atlas, material).items():
        if found and found.owner.id == material.id:
            yield [atlas.data.properties[ident].label, claim_text(found.claim), conditions_text(found.claim.conditions)]


def _elements(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Return the page of each element, and how many materials, statements and comparisons it has."""
    uses = element_usage.of_elements(atlas)
    ids = element_usage.ids(atlas, uses)
    return {
        symbol: {
            "id": ids[symbol],
            "materials": sum(use.site == "metal" for use in found),
            "pairs": len(element_usage.without(symbol, atlas)),
            "said": len(atlas.data.elements[ids[symbol]].roles) if ids[symbol] in atlas.data.elements else 0,
        }
        for symbol, found in uses.items()
    }
