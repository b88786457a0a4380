"""The Python of the pages that run it in the reader's browser: our sources, libraries, and the runtime they share.

Our own modules run unchanged, as bytecode, under the paths that they have here. Each file has its digest in its
address, so that browsers may keep it; `index.json` names the files of each page.
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

from . import bytecode, runtime

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


def files(pages: Mapping[str, Code]) -> dict[str, bytes]:
    """Return the runtime, the parts of each page and their index, by address below the site. Raises InvalidData."""
    pyodide = runtime.runtime()
    found = {f"{pyodide.digest}/{name}": data for name, data in pyodide.files.items()}
    tables = {name: (_PROJECT / name).read_text(encoding="utf-8") for name in _TABLES}
    compiled = bytecode.archives({f"{page} {part}": modules for page, part, modules in _groups(pages)})
    index = {}
    for page, code in pages.items():
        parts = {
            "library": compiled[f"{page} library"],
            "code": bytecode.packed({**tables, **code.files}, compiled[f"{page} code"]),
            **({"extension": _extension()} if code.compiled else {}),
        }
        names = {part: f"{runtime.digest(data)}.zip" for part, data in parts.items()}
        found |= {names[part]: data for part, data in parts.items()}
        index[page] = {"entry": code.entry, **names}
    found["index.json"] = json.dumps({"runtime": f"{pyodide.digest}/", "info": pyodide.info, "pages": index}).encode()
    return {f"{FOLDER}/{name}": data for name, data in found.items()}


def _groups(pages: Mapping[str, Code]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the modules of each page, ours with libraries and those of the standard library, by path."""
    packages = _packages()
    for page, code in pages.items():
        modules = _modules(code.entry, tuple(code.hidden))
        named = {
            imported
            for module, text in modules.items()
            for imported in runtime.imports(text, module if module in packages else module.rpartition(".")[0])
        }
        yield page, "library", runtime.library(named)
        paths = {name: name.replace(".", "/") + ("/__init__.py" if name in packages else ".py") for name in modules}
        yield page, "code", {paths[name]: text for name, text in modules.items()}


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


def _extension() -> bytes:
    """Return the compiled part of the library in an archive."""
    wheel = runtime.wheel(_CORE)

    def made() -> bytes:
        with ZipFile(wheel) as opened:
            name = next(name for name in opened.namelist() if name.endswith(".so"))
            return bytecode.packed({name: opened.read(name)})

    return bytecode.kept(wheel.name, made)
