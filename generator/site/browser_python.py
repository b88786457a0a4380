"""The Python of the pages that run it in the reader's browser: our sources, libraries, and the runtime they share.

Our own modules run unchanged, as text, under the paths that they have here. Each file has its digest in its address, so
that browsers may keep it; `index.json` names the files of each page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from . import runtime

FOLDER: Final = "assets/python"
_PROJECT: Final = Path(__file__).resolve().parents[2]
_TABLES: Final = ("data/elements.csv", "data/ionic_radii.csv", "data/redox_states.csv")
LIBRARIES: Final = {
    **{name: name for name in ("pydantic", "annotated_types", "typing_extensions", "typing_inspection")},
    "yaml": "PyYAML",
}
"""Module -> distribution of the libraries that are Python alone: the browser gets those of this environment."""
_CORE: Final = "pydantic_core"
"""The one that is compiled: its wheel for Pyodide is downloaded beside the runtime."""


@dataclass(frozen=True)
class Code:
    """The code of one page: its entry module, what is imported by name only, and files that it reads.

    A browser keeps the memory of Python for the next start, unless the page needs the compiled module: a memory with
    one cannot be resumed, and without it most of the start remains.
    """

    entry: str
    hidden: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    compiled: bool = False


def text_files(pages: Mapping[str, Code]) -> dict[str, str]:
    """Return the code of each page and the index of all files, by address below the site. Raises InvalidData."""
    bundles = {page: _bundle(code) for page, code in pages.items()}
    found = {f"{FOLDER}/{_named(text)}": text for text in bundles.values()}
    index = {page: _places(code, bundles[page]) for page, code in pages.items()}
    pyodide = runtime.runtime()
    shared = {"runtime": f"{pyodide.digest}/", "info": pyodide.info}
    return {f"{FOLDER}/index.json": json.dumps({**shared, "pages": index}), **found}


def _named(text: str) -> str:
    return f"{runtime.digest(text.encode())}.json"


def _places(code: Code, bundle: str) -> dict[str, object]:
    """Return where the parts of a page's code are, from the folder of the index."""
    library = _library(code)
    found: dict[str, object] = {
        "entry": code.entry,
        "code": _named(bundle),
        "library": f"{runtime.digest(library)}.zip",
    }
    if code.compiled:
        name, data = _extension()
        found["extension"] = {"path": name, "file": f"{runtime.digest(data)}.so"}
    return found


def byte_files(pages: Mapping[str, Code]) -> dict[str, bytes]:
    """Return the runtime, standard libraries and compiled modules by address below the site. Raises InvalidData."""
    pyodide = runtime.runtime()
    found = {f"{FOLDER}/{pyodide.digest}/{name}": data for name, data in pyodide.files.items()}
    libraries = {_library(code) for code in pages.values()}
    found |= {f"{FOLDER}/{runtime.digest(data)}.zip": data for data in libraries}
    extensions = {_extension()[1] for code in pages.values() if code.compiled}
    return found | {f"{FOLDER}/{runtime.digest(data)}.so": data for data in extensions}


def _bundle(code: Code) -> str:
    tables = {name: (_PROJECT / name).read_text(encoding="utf-8") for name in _TABLES}
    sources = dict(_sources(_modules(code.entry, tuple(code.hidden))))
    return json.dumps({**sources, **tables, **code.files}, ensure_ascii=False, separators=(",", ":"))


def _sources(modules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield module by file; libraries without what only their readers need."""
    packages = _packages()
    trimmed = _trimmed(tuple(text for name, text in modules.items() if not _is_ours(name)))
    for name, text in modules.items():
        path = name.replace(".", "/") + ("/__init__.py" if name in packages else ".py")
        yield path, text if _is_ours(name) else trimmed[text]


def _is_ours(module: str) -> bool:
    return module.split(".")[0] == "generator"


def _trimmed(texts: tuple[str, ...]) -> Mapping[str, str]:
    """Return each module without comments and docstrings."""
    short = runtime.kept(texts, lambda: json.dumps([runtime.without_remarks(text) for text in texts]).encode())
    return dict(zip(texts, json.loads(short), strict=True))


def _library(code: Code) -> bytes:
    """Return the part of the standard library that the code of a page imports."""
    modules, packages = _modules(code.entry, tuple(code.hidden)), _packages()
    named = {
        imported
        for module, text in modules.items()
        for imported in runtime.imports(text, module if module in packages else module.rpartition(".")[0])
    }
    return runtime.library(tuple(sorted(named)))


@cache
def _modules(entry: str, hidden: tuple[str, ...]) -> Mapping[str, str]:
    """Return the modules that a page imports, by name."""
    return runtime.closure(_everything(), [entry, *hidden])


@cache
def _everything() -> Mapping[str, str]:
    """Return every module that a page may import, ours and those of libraries, by name."""
    ours = {path.relative_to(_PROJECT).as_posix(): path for path in (_PROJECT / "generator").rglob("*.py")}
    files = {**ours, **dict(_library_files())}
    texts = {runtime.module(name): path.read_text(encoding="utf-8") for name, path in files.items()}
    return texts | _core()


@cache
def _packages() -> frozenset[str]:
    return frozenset(name.rpartition(".")[0] for name in _everything()) - {""}


def _library_files() -> Iterator[tuple[str, Path]]:
    for name in LIBRARIES:
        spec = find_spec(name)
        assert spec
        assert spec.origin
        if not spec.submodule_search_locations:
            yield f"{name}.py", Path(spec.origin)
            continue
        folder = Path(spec.origin).parent
        for path in folder.rglob("*.py"):
            yield path.relative_to(folder.parent).as_posix(), path


@cache
def _core() -> dict[str, str]:
    """Return the Python part of the compiled library."""
    with ZipFile(runtime.wheel(_CORE)) as opened:
        names = [name for name in opened.namelist() if name.endswith(".py")]
        return {runtime.module(name): opened.read(name).decode() for name in names}


@cache
def _extension() -> tuple[str, bytes]:
    """Return the path of the compiled part, and the part itself."""
    with ZipFile(runtime.wheel(_CORE)) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".so"))
        return name, opened.read(name)
