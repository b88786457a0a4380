"""The architecture holds: nothing imports upwards, and one module owns each library."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest

from .conftest import ROOT

# From the top down; a module may import only from groups below its own, or named in the same line before it.
LAYERS = [
    ["__main__"],
    ["plugin", "cli"],
    ["pages"],
    ["figures", "prose", "export", "chapters"],
    ["atlas", "report", "typeset", "bibtex"],
    ["charts", "drawings", "descriptors", "dataset"],
    ["canvas", "checks", "faults", "charge", "conventions", "averages"],
    ["formulacheck", "values", "repeats", "wording", "folders"],
    ["collection", "fields", "sites", "elements"],
    ["placing"],
    ["links"],
    ["records", "families", "formula"],
    ["quantities", "doi", "vendor", "similar"],
    ["shapes", "composition", "spelling", "entropy", "fieldinfo"],
    ["yamlfile", "messages"],
    ["slips"],
    ["document", "hints", "unseen"],
    ["errors"],
    ["__init__"],
]

OWNERS = {
    "yaml": {"yamlfile"},
    "pydantic": {"links", "shapes", "records", "fieldinfo", "wording", "faults"},
    "pydantic_core": {"wording"},
    "matplotlib": {"canvas"},
    "jinja2": {"pages"},
    "itables": {"vendor"},
    "latex2mathml": {"prose"},
    "vl_convert": {"vendor"},
    "markupsafe": {"typeset", "figures", "prose"},
    "mkdocs": {"plugin"},
}
STANDARD_LIBRARY_ONLY = {
    "messages", "spelling", "composition", "quantities", "formula", "families", "placing", "sites", "entropy",
    "elements", "averages", "conventions", "charge",    "descriptors", "report",
}  # fmt: skip

MODULES = sorted(path.stem for path in (ROOT / "generator").glob("*.py"))


def imports(module: str) -> Iterator[tuple[str, bool]]:
    """Yield (name, whether it is ours) of everything that a module imports, wherever it does."""
    tree = ast.parse((ROOT / "generator" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0], False
        elif isinstance(node, ast.ImportFrom):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from ((name, True) for name in names if name in MODULES)


def level(module: str) -> int:
    return next(index for index, group in enumerate(LAYERS) if module in group)


def test_every_module_has_its_place() -> None:
    assert sorted(name for group in LAYERS for name in group) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_nothing_imports_upwards(module: str) -> None:
    for name, ours in imports(module):
        assert not ours or level(name) > level(module), f"{module} imports {name}, which stands no lower"


@pytest.mark.parametrize("module", MODULES)
def test_one_module_owns_each_library(module: str) -> None:
    for name, ours in imports(module):
        if ours or name in sys.stdlib_module_names or name == "generator":
            continue
        assert name in OWNERS, f"{module} imports {name}, which no module owns yet"
        assert module in OWNERS[name], f"{module} imports {name}, which belongs to {OWNERS[name]}"


@pytest.mark.parametrize("module", sorted(STANDARD_LIBRARY_ONLY & set(MODULES)))
def test_the_composition_engine_needs_the_standard_library_alone(module: str) -> None:
    for name, ours in imports(module):
        assert ours or name in sys.stdlib_module_names
        assert not ours or name in STANDARD_LIBRARY_ONLY | {"errors"}


@pytest.mark.parametrize("module", MODULES)
def test_no_module_does_work_when_it_is_imported(module: str) -> None:
    tree = ast.parse((ROOT / "generator" / f"{module}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        loops = isinstance(node, ast.For | ast.While | ast.With | ast.Try)
        assert not loops, f"{module}.py:{node.lineno} runs when the module is imported"


def test_the_plugin_is_glue() -> None:
    assert len((ROOT / "generator/plugin.py").read_text(encoding="utf-8").splitlines()) <= 100
