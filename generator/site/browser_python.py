"""The Python of the pages that run it in the reader's browser: our sources, libraries, and the runtime they share.

Our own modules run unchanged, as bytecode, under the paths that they have here. Each file has its digest in its
address, so that browsers may keep it; `index.json` names the files of each page.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
    sources = {page: (_sources(code), _library(code)) for page, code in pages.items()}
    every = bytecode.compiled({path: text for both in sources.values() for each in both for path, text in each.items()})
    tables = {name: (_PROJECT / name).read_text(encoding="utf-8") for name in _TABLES}
    index = {}
    for page, code in pages.items():
        ours, library = ({f"{path}c": every[f"{path}c"] for path in each} for each in sources[page])
        texts = {name: text.encode() for name, text in {**tables, **code.files}.items()}
        parts = {"code": (".bin", packed({**ours, **texts})), "library": (".zip", _archive(library))}
        if code.compiled:
            parts["extension"] = ".bin", _extension()
        names = {part: f"{runtime.digest(data)}{ending}" for part, (ending, data) in parts.items()}
        found |= {names[part]: data for part, (_, data) in parts.items()}
        index[page] = {"entry": code.entry, **names}
    found["index.json"] = json.dumps({"runtime": f"{pyodide.digest}/", "info": pyodide.info, "pages": index}).encode()
    return {f"{FOLDER}/{name}": data for name, data in found.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one: a line of JSON with the path and the size of each, then all of them, compressed.

    Hosts compress what they have a name for; this is small on every host.
    """
    sizes = json.dumps([(path, len(data)) for path, data in files.items()])
    made = gzip.compress(b"\n".join([sizes.encode(), b"".join(files.values())]), mtime=0)
    return b"%b\xff%b" % (made[:9], made[10:])  # the system is unknown: Python 3.13 says so, others name one


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Return files, by path, in an archive without dates."""

    def made() -> bytes:
        packed = io.BytesIO()
        with ZipFile(packed, "w") as opened:
            for path, data in files.items():
                info = ZipInfo(path)
                info.create_system = 3  # that of Unix, on every machine
                opened.writestr(info, data, ZIP_DEFLATED, 9)
        return packed.getvalue()

    return bytecode.kept(repr(sorted(files.items())), made)


def _sources(code: Code) -> dict[str, str]:
    """Return the modules of a page that are not in the standard library, by path."""
    modules, packages = _modules(code.entry, tuple(code.hidden)), _packages()
    paths = {name: name.replace(".", "/") + ("/__init__.py" if name in packages else ".py") for name in modules}
    return {paths[name]: text for name, text in modules.items()}


def _library(code: Code) -> dict[str, str]:
    """Return the modules of the standard library that the code of a page needs, by path."""
    modules, packages = _modules(code.entry, tuple(code.hidden)), _packages()
    named = {
        imported
        for module, text in modules.items()
        for imported in runtime.imports(text, module if module in packages else module.rpartition(".")[0])
    }
    return runtime.library(named)


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
    with runtime.archive(_CORE) as opened:
        names = [name for name in opened.namelist() if name.endswith(".py")]
        return {runtime.module(name): opened.read(name).decode() for name in names}


def _extension() -> bytes:
    """Return the compiled part of the library, packed."""

    def made() -> bytes:
        with runtime.archive(_CORE) as opened:
            name = next(name for name in opened.namelist() if name.endswith(".so"))
            return packed({name: opened.read(name)})

    return bytecode.kept(runtime.wheel(_CORE).name, made)
