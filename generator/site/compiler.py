"""Compiles modules in the runtime's Python, where `bytecode.mjs` runs it: it cannot read the bytecode of another one.

Standard library alone: nothing of this project is there.
"""

from __future__ import annotations

import json
import marshal
from base64 import b64encode
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Final

_UNCHECKED: Final = (1).to_bytes(4, "little") + bytes(8)
"""Never compared with a source, which is not there (PEP 552)."""


def compiled(sources: str) -> str:
    """Return the content of .pyc files in Base64, for modules by file; both are JSON objects of strings.

    Docstrings, assertions and numbers of lines are left out: with them the bytecode is half as large again.
    """
    return json.dumps({file: b64encode(_pyc(file, text)).decode() for file, text in json.loads(sources).items()})


def _pyc(file: str, text: str) -> bytes:
    code = compile(text, file, "exec", dont_inherit=True, optimize=2)
    return MAGIC_NUMBER + _UNCHECKED + marshal.dumps(_without_lines(code))


def _without_lines(code: CodeType) -> CodeType:
    inner = (_without_lines(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_consts=tuple(inner), co_linetable=b"")
