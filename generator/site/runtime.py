"""What does a browser need to run Python? The parts of Pyodide that a start loads, taken from a wheel.

The wheel of flet-web (Apache-2.0) carries Pyodide (MPL-2.0) and CPython's standard library (PSF-2.0). It is downloaded
as a file, see `tools/install.py`. Of the library only what a start imports is kept, as bytecode (`bytecode.py`).
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from .. import file_cache
from ..errors import InvalidData, Problem

_INSIDE: Final = "flet_web/web/pyodide"
_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_LIBRARY: Final = "python_stdlib.zip"
_LOCK: Final = "pyodide-lock.json"
_STARTED: Final = ("pyodide", "pyodide.code", "pyodide.webloop", "pyodide._package_loader")  # from JavaScript
_HIDDEN: Final = (
    "warnings", "traceback", "encodings.utf_8", "encodings.utf_8_sig", "encodings.unicode_escape"
)  # fmt: skip # imported in a branch, or by the interpreter itself
_REPLACED: Final = {
    "asyncio": "class Future: pass\ndef get_event_loop(): raise RuntimeError\ndef iscoroutinefunction(_): return False",
    "pyodide.webloop": "from pyodide_js._api import scheduleCallback\ndef _initialize_event_loop(): pass",
    "pyodide._package_loader": (
        "from pathlib import Path\nfrom pyodide_js import loadedPackages\n"
        "SITE_PACKAGES = Path('/lib/site-packages')\nDSO_DIR = Path('/usr/lib')\ndef init_loaded_packages(): pass"
    ),
}
"""Nothing here waits for anything or loads a package: without an event loop and a loader a third of the library stays
away. A memory that is kept must hold what the two import from JavaScript."""
_BUILD: Final = "_sysconfigdata__emscripten_wasm32-emscripten"  # imported by name, by sysconfig
FOLDER: Final = Path(sys.prefix) / "share/entropy-atlas/browser"
"""Where the wheels are, and what a build keeps of them."""
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
    with archive() as opened:
        found = {name: opened.read(f"{_INSIDE}/{name}") for name in _FILES}
        info = json.loads(opened.read(f"{_INSIDE}/{_LOCK}"))["info"]
    return Runtime(found, info, digest(b"".join(found.values())))


def library(imported: Iterable[str]) -> dict[str, str]:
    """Return the modules of the standard library that a start and these imported modules need, by path.

    Raises InvalidData when the runtime's wheel is not there.
    """
    with archive() as opened, ZipFile(io.BytesIO(opened.read(f"{_INSIDE}/{_LIBRARY}"))) as whole:
        places = {module(name): name for name in whole.namelist() if name.endswith(".py")}
        modules = {name: whole.read(place).decode() for name, place in places.items() if name not in _FROZEN}
    modules |= _REPLACED
    own = [name for name in modules if name.startswith("_pyodide")]
    needed = closure(modules, (*own, *_STARTED, *_HIDDEN, *_REPLACED, *imported))
    if "sysconfig" in needed:
        needed[_BUILD] = modules[_BUILD]
    return {places[name]: text for name, text in needed.items()}


def unpack(folder: Path) -> None:
    """Write the runtime with its whole standard library into a folder, as Node needs it."""
    with archive() as opened:
        for name in (*_FILES, _LIBRARY, _LOCK):
            (folder / name).write_bytes(opened.read(f"{_INSIDE}/{name}"))


def digest(data: bytes) -> str:
    """Return the name of a file that changes with its content."""
    return file_cache.digest(data)[:16]


def wheel(name: str = "flet_web") -> Path:
    """Return a wheel for the browser, by default that of the runtime. Raises InvalidData when it is not there."""
    found = next(FOLDER.glob(f"{name}-*.whl"), None)
    if found is None:
        missing = f"found no wheel of {name} for the browser, expected those of requirements-browser.lock"
        raise InvalidData([Problem(str(FOLDER), 1, 1, "", missing, "Run make install.")])
    return found


def archive(name: str = "flet_web") -> ZipFile:
    """Return a wheel, opened. Raises InvalidData when it is not there or damaged."""
    file = wheel(name)
    try:
        return ZipFile(file)
    except BadZipFile as error:
        message = f"cannot read the wheel of {name} for the browser ({error})"
        raise InvalidData([Problem(str(file), 1, 1, "", message, "Run make clean, then make install.")]) from None


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
