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
_NO_COLUMN: Final = 0x80 | 13 << 3
"""An entry of a table of lines, for up to eight instructions: a line without columns; the next byte is its distance
(CPython, InternalDocs/code_objects.md)."""


def compiled(sources: str) -> str:
    """Return the content of .pyc files in Base64, for modules by file; both are JSON objects of strings.

    Docstrings of libraries and all assertions are left out, and each line is that of its function: with them the
    bytecode is half as large again. Ours are texts that the form reads.
    """
    return json.dumps({file: b64encode(_pyc(file, text)).decode() for file, text in json.loads(sources).items()})


def _pyc(file: str, text: str) -> bytes:
    try:
        code = compile(text, file, "exec", dont_inherit=True, optimize=1 if file.startswith("generator/") else 2)
    except SyntaxError as error:
        raise ValueError(f"{file}, line {error.lineno}: {error.msg}") from None
    return MAGIC_NUMBER + _UNCHECKED + marshal.dumps(_on_first_line(code))


def _on_first_line(code: CodeType) -> CodeType:
    inner = (_on_first_line(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    units = len(code.co_code) // 2
    lines = b"".join(bytes((_NO_COLUMN | min(8, units - start) - 1, 0)) for start in range(0, units, 8))
    return code.replace(co_consts=tuple(inner), co_linetable=lines)
